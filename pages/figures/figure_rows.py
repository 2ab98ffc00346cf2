"""Overview, profile and capacity as figures that stand alone: rows of words, numbers and small figures."""

from aggregation.indicators import INDICATORS, Indicator
from aggregation.shown.capacity import RULERS
from aggregation.shown.selection import Shown
from data.releases import Release
from data.terms import TOTAL, Status
from geo.figures.bar import share_bar
from geo.figures.drawing import BOLD, INK, RULE, SECONDARY, Drawing, box, inset, rule, stack, text_width, wrap, write
from geo.figures.poster import ROOM, Poster
from geo.figures.rows import Cell, Column, Row, row_drawing
from geo.figures.small_map import area_paths
from pages.figures.figure_choice import Choice
from pages.figures.figure_parts import number_words, poster, whole_facts
from pages.overzicht import overview_parts
from pages.regioprofiel import profile_parts
from pages.shell import shell
from pages.views import choosing, released, views
from pages.views.views import AreaView
from pages.words import language, words
from pages.words.language import gettext as _
from pages.words.language import mark

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
STAMP_WIDTH = 350.0
"""Points across a small map."""
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
    wide, gap, tall = STAMP_WIDTH, 35.0, 0.0
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
    parts += [box(start + 26 * i, y - 10, 26, 11, colour) for i, colour in enumerate(ramp)]
    parts.append(write(start + 26 * len(ramp) + 8, y, high, size=13, fill=SECONDARY))
    if hidden := overview_parts.hidden_words(view):
        x += STAMP_WIDTH
        parts.append(write(x, y, hidden, size=13, fill=SECONDARY, anchor="end"))
        parts.append(box(x - text_width(hidden, 13) - 34, y - 11, 26, 13, "url(#h)", edge=RULE))
    return parts


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
    unit = choosing.unit_words(indicator)
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
