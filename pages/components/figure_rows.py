"""Overview, profile and capacity as figures that stand alone: rows of words, numbers and small figures."""

from aggregation.capacity import BASE, RULERS, ends_of
from aggregation.indicators import INDICATORS, Indicator
from aggregation.selection import Shown
from data.releases import Release
from data.terms import TOTAL, Status
from geo.drawing import BOLD, INK, RULE, SECONDARY, Drawing, box, inset, rule, stack, wrap, write
from geo.figures_bar import share_bar
from geo.figures_capacity import gaps, mark_of, place, ticks_of
from geo.figures_small import area_paths
from geo.poster import ROOM, Poster
from geo.poster_rows import Cell, Column, Row, row_drawing
from pages.components import (
    capacity_areas,
    capacity_parts,
    choosing,
    language,
    overview_parts,
    profile_parts,
    released,
    shell,
    views,
    words,
)
from pages.components.capacity_views import Capacity, capacity
from pages.components.figure_choice import FIGURE, Choice
from pages.components.figure_parts import number_words, poster, whole_facts
from pages.components.language import gettext as _
from pages.components.language import mark
from pages.components.views import AreaView

_SHARES = (
    Column(x=0, width=400),
    Column(x=410, width=90, right=True),
    Column(x=530, width=390),
    Column(x=940, width=180),
)
_PROFILE = (
    Column(x=0, width=330),
    Column(x=345, width=215),
    Column(x=575, width=260),
    Column(x=850, width=110, right=True),
    Column(x=985, width=135),
)
_GAPS = (
    Column(x=0, width=230),
    Column(x=232, width=60, right=True),
    Column(x=310, width=490),
    Column(x=815, width=305),
)
_LANES = (
    Column(x=0, width=330),
    Column(x=340, width=270),
    Column(x=620, width=100, right=True),
    Column(x=740, width=270),
    Column(x=1020, width=100),
)
_LANE = 64.0
READING = mark(
    "Elke lichte punt is een gebied van hetzelfde niveau; de dunne streep is Vlaanderen. De gekleurde punt is dit "
    "gebied, de dikke lijn eromheen het 95 %-interval."
)


def overview(release: Release, choice: Choice, link: str) -> Poster:
    """Draw the four rulers, the headline answers and the small maps of the overview."""
    year = choice.year
    known = choosing.known_indicators(release.id)
    shown = {name: overview_parts.flanders_view(release, name, year) for name in known}
    parts = [_four(shown), _answers(release, shown, year), _stamps(release, year)]
    return poster(
        title=_("Hoeveel huisartsenzorg is er in Vlaanderen?"),
        subtitle=overview_parts.subtitle(shown, year),
        figure=stack(parts, gap=16),
        facts=whole_facts(release, year),
        link=link,
        described="; ".join(
            f"{choosing.full_label(view.indicator, view.shown)}: {view.text(view.flanders)}"
            for name, view in shown.items()
            if name in (*RULERS, *overview_parts.HEADLINES) and view.flanders is not None
        ),
    )


def _four(shown: dict[str, AreaView]) -> Drawing:
    """Set the four rulers side by side."""
    parts = [write(0, 24, _(overview_parts.RULERS_TITLE), size=19, weight=BOLD, serif=True), rule(0, 34, ROOM, 34)]
    wide, deepest = ROOM / 4, 0.0
    for i, (name, (title, told)) in enumerate(overview_parts.RULERS.items()):
        view = shown.get(name)
        if view is None or view.flanders is None:
            continue
        row, x, room = view.flanders, i * wide, wide - 24
        interval = view.interval(row, between=_(" en "))
        sure = _("tussen {interval}").format(interval=interval) if interval else ""
        sure = sure or (_("geraamd") if row.status is Status.ESTIMATED else _(overview_parts.COMPLETE))
        parts.append(write(x, 60, _(title), size=15, weight=BOLD))
        parts.append(write(x, 96, view.text(row, short=True), size=30, serif=True, weight=BOLD))
        y = 98.0
        texts = [(language.pick(view.indicator.unit), SECONDARY), (sure, SECONDARY), (_(told), INK)]
        for text, fill in texts:
            for line in wrap(text, 13.5, room):
                y += 19
                parts.append(write(x, y, line, size=13.5, fill=fill))
            y += 3
        deepest = max(deepest, y)
    return Drawing(parts=parts, width=ROOM, height=deepest + 8)


def _answers(release: Release, shown: dict[str, AreaView], year: int) -> Drawing:
    rows = [Row(title=_(overview_parts.ANSWERS_TITLE))]
    for name in overview_parts.HEADLINES:
        view = shown.get(name)
        if view is None or view.flanders is None:
            continue
        row = view.flanders
        label = choosing.full_label(view.indicator, view.shown)
        what = f"{language.pick(view.indicator.label)}, {language.pick(view.indicator.unit)}"
        response = shell.response_words(release.id, view.indicator, year).partition(" (")[0]
        bar = share_bar(row.value, row.lower, row.upper, described=label) if row.known else ""
        answered = _("respons {share}").format(share=response) if response else ""
        rows.append(
            Row(
                cells=(
                    Cell(lines=(label, what), bold=True),
                    Cell(lines=(view.text(row, short=True),), bold=True),
                    Cell(picture=bar),
                    Cell(lines=(view.interval(row), answered)),
                )
            )
        )
    return row_drawing(_SHARES, rows, tall=44, picture=18)


def _stamps(release: Release, year: int) -> Drawing:
    """Draw the small maps."""
    parts = [write(0, 24, _(overview_parts.MAPS_TITLE), size=19, weight=BOLD, serif=True), rule(0, 34, ROOM, 34)]
    known = [name for name in overview_parts.MAPS if name in choosing.mappable(release.id)]
    wide, gap, tall = 350.0, 35.0, 0.0
    for i, name in enumerate(known):
        x = i * (wide + gap)
        view, classes, ramp, drawing = overview_parts.stamp(release.id, INDICATORS[name], year)
        _paths, height = area_paths(released.layer_text(release.id, view.level.value))
        tall = height * wide / 320
        label = choosing.full_label(view.indicator, view.shown)
        parts.append(write(x, 58, label, size=14.5, weight=BOLD))
        parts.append(write(x, 77, language.pick(view.indicator.unit), size=13, fill=SECONDARY))
        parts.append(inset(drawing, x, 86, wide, tall))
        parts += _ends(view, classes.edges, ramp, x, 104 + tall)
    return Drawing(parts=parts, width=ROOM, height=114 + tall)


def _ends(view: AreaView, edges: tuple[float, ...], ramp: tuple[str, ...], x: float, y: float) -> list[str]:
    if not edges:
        return []
    low, high = (overview_parts.end_words(view, edge) for edge in (edges[0], edges[-1]))
    start = x + 46
    parts = [write(start - 8, y, low, size=13, fill=SECONDARY, anchor="end")]
    parts += [box(start + 34 * i, y - 10, 34, 11, colour) for i, colour in enumerate(ramp)]
    return [*parts, write(start + 34 * len(ramp) + 8, y, high, size=13, fill=SECONDARY)]


def profile(release: Release, choice: Choice, link: str) -> Poster:
    """Draw every number of one area beside Flanders, in the groups of the screen."""
    level, area, year = choice.level, str(choice.area), choice.year
    known = choosing.known_indicators(release.id)
    years = release.years()
    rows: list[Row] = []
    for title, wanted in profile_parts.GROUPS.items():
        members = [indicator for start in wanted for name, indicator in known.items() if name.startswith(start)]
        body = [_profile_row(release.id, each, choice) for each in members if level in each.levels]
        shown = [row for row in body if row is not None]
        rows += [Row(title=_(title)), *shown] if shown else []
    among = _("Tussen alle {levels}").format(levels=_(words.LEVEL_MANY[level]))
    span = f"{years[0]}–{years[-1]}" if len(years) > 1 else str(years[0])
    heads = ("", _("Dit gebied"), among, _("Vlaanderen"), span)
    columns = [
        Column(x=c.x, width=c.width, right=c.right, heading=head) for c, head in zip(_PROFILE, heads, strict=True)
    ]
    return poster(
        title=views.names_today(release.id, level)[area],
        subtitle=f"{language.capital(_(words.LEVEL_ONE[level]))} · {year}",
        figure=row_drawing(columns, rows, tall=56, picture=34),
        facts=whole_facts(release, year),
        link=link,
        notes=[_(READING), f"{_('Niet getoond')}: {_(words.WHY_WITHHELD)}."],
    )


def _profile_row(release_id: str, indicator: Indicator, choice: Choice) -> Row | None:
    shown: Shown = next(iter(choosing.shown_by_code(indicator).values()))
    view = views.area_view(release_id, indicator.id, shown, choice.year, choice.level)
    row = view.numbers.get(str(choice.area))
    if row is None:
        return None
    label = choosing.full_label(indicator, shown)
    named = shown.category == TOTAL or label.startswith(language.pick(indicator.label))
    unit = language.pick(indicator.unit)
    flanders = "" if view.flanders is None else view.text(view.flanders, short=True)
    drawing = profile_parts.trend_of(release_id, indicator, shown, choice.level, str(choice.area), label)
    few = Cell(lines=wrap(_(profile_parts.TOO_FEW_YEARS), 12.5, 135), fill=SECONDARY, small=True)
    return Row(
        cells=(
            Cell(lines=(label, unit if named else f"{language.pick(indicator.label)}, {unit}"), bold=True),
            number_words(view, row),
            Cell(picture=profile_parts.dots_of(view, row, label)),
            Cell(lines=(flanders,)),
            Cell(picture=drawing) if "data:image" in drawing else few,
        )
    )


def capacity_figure(release: Release, choice: Choice, link: str) -> Poster:
    """Draw the four rulers of an area or of Flanders, or how far they differ in all areas."""
    view = capacity(release.id, choice.year, choice.level)
    area = choice.area
    facts = whole_facts(release, choice.year, "" if view.ima_year is None else str(view.ima_year))
    if choice[FIGURE] == "verschillen":
        return poster(
            title=capacity_areas.headline(view),
            subtitle=capacity_parts.subtitle(view),
            figure=_gap_rows(view, area),
            facts=facts,
            link=link,
            notes=[_(capacity_areas.LEAD)],
        )
    return poster(
        title=capacity_parts.title(view, area),
        subtitle=capacity_parts.subtitle(view),
        figure=_lanes(view, area),
        facts=facts,
        link=link,
        lead=[] if area is None else [capacity_parts.finding(view, area)],
        notes=[] if area is None else [_(capacity_parts.LANES_LEAD)],
    )


def _lanes(view: Capacity, area: str | None) -> Drawing:
    """Set each ruler in a row: what it is, its number, Flanders; with an area the index on one axis behind them."""
    rows = []
    for name, ruler in view.rulers.items():
        row = ruler.flanders if area is None else ruler.numbers.get(area)
        if row is None:
            continue
        beside = "" if area is None or ruler.flanders is None else ruler.text(ruler.flanders, short=True)
        index = "" if area is None else capacity_parts.index_plain(view.indices[area][name])
        value, _space, interval = index.partition(" (")
        rows.append(
            Row(
                cells=(
                    Cell(lines=(_(capacity_parts.TITLES[name]), *wrap(_(capacity_parts.EXPLAINED[name]), 12, 330)[:2]),
                         bold=True),
                    Cell(lines=(ruler.text(row, short=True), language.pick(ruler.indicator.unit),
                                *number_words(ruler, row).lines[1:2]),
                         bold=row.known, fill=INK if row.known else SECONDARY),
                    Cell(lines=(beside,)),
                    Cell(),
                    Cell(lines=(value, interval.rstrip(")")), bold=bool(interval) or row.known,
                         fill=INK if row.known else SECONDARY) if area is not None else Cell(),
                )
            )
        )  # fmt: skip
    heads = ("", _("Dit gebied"), _("Vlaanderen"), _("Index, Vlaanderen = 100"), "")
    if area is None:
        heads = ("", _("Vlaanderen"), "", "", "")
    columns = [Column(x=c.x, width=c.width, right=c.right, heading=h) for c, h in zip(_LANES, heads, strict=True)]
    table = row_drawing(columns, rows, tall=_LANE, picture=_LANE)
    if area is None:
        return table
    ends = ends_of(list(view.indices[area].values()), least=capacity_parts.LEAST_AROUND)
    x, wide = _LANES[3].x, _LANES[3].width
    picture = inset(capacity_parts.drawn(view, area, ends, _LANE), x, 24, wide, _LANE * len(rows))
    ticks = [
        write(x + place(tick, ends) / 100 * wide, table.height + 18, f"{tick:g}", size=13,
              fill=INK if tick == BASE else SECONDARY, anchor="middle")
        for tick in ticks_of(ends, most=7)
    ]  # fmt: skip
    return Drawing(parts=[*table.parts, picture, *ticks], width=ROOM, height=table.height + 24)


def _gap_rows(view: Capacity, area: str | None) -> Drawing:
    """Draw all areas that can be compared, the largest difference first."""
    ends = capacity_areas.gap_ends(view)
    head, x = [], 0.0
    for name in view.rulers:
        head += [inset(mark_of(name), x, 0, 18, 16), write(x + 24, 13, _(capacity_parts.TITLES[name]), size=13.5)]
        x += 190
    left, wide = _GAPS[2].x, _GAPS[2].width
    for tick in ticks_of(ends, most=9):
        text = f"{'+' if tick > 0 else '−' if tick < 0 else ''}{abs(tick):g}"
        head.append(write(left + place(tick, ends) / 100 * wide, 42, text, size=13, fill=SECONDARY, anchor="middle"))
    rows = []
    for each in view.order:
        indices, found = view.indices[each], view.found[each]
        heads = indices.get("D01")
        if found is None or heads is None:
            continue
        marks = [m for name, i in indices.items() if (m := capacity_parts.as_mark(name, i, less=heads.value))]
        told = _("kan toeval zijn") if found.testable else _("niet te toetsen")
        few = _("{n} van {N} maten").format(n=found.shown, N=len(view.rulers)) if found.shown < len(view.rulers) else ""
        points = _("{n} punten").format(n=capacity_areas.points(found, len(view.rulers)))
        remark = " · ".join(part for part in (points, "" if found.clear else told, few) if part)
        rows.append(
            Row(
                cells=(
                    Cell(lines=(view.names[each],), bold=each == area),
                    Cell(lines=(f"{heads.value:.0f}",)),
                    Cell(picture=gaps(marks, ends=ends, clear=found.clear, described="")),
                    Cell(lines=(remark,), fill=INK if found.clear else SECONDARY),
                ),
                band="#e3f0f0" if each == area else "",
            )
        )
    top = Drawing(parts=[*head, rule(0, 50, ROOM, 50, colour=RULE)], width=ROOM, height=50)
    return stack([top, row_drawing(_GAPS, rows, tall=26, picture=26)], gap=0)
