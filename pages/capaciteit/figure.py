"""The figures of the screen Capaciteit that stand alone: four rulers, where they differ, what stands behind them."""

from aggregation.shown.capacity import BASE, ends_of
from data.releases import Release
from data.terms import Level, Status
from geo.figures.capacity import gaps, mark_of, place, ticks_of
from geo.figures.drawing import Drawing, inset, rule, stack, wrap, write
from geo.figures.palette import INK, RULE, SECONDARY
from geo.figures.poster import ROOM, Poster
from geo.figures.rows import Cell, Column, Row, row_drawing
from pages.capaciteit import cards, differences, people
from pages.capaciteit.measured import Capacity, capacity
from pages.capaciteit.people import Bars
from pages.figures.asked import FIGURE, Choice
from pages.figures.sheet import number_words, poster, whole_facts
from pages.views import choosing
from pages.words import language, phrases
from pages.words.language import gettext as _

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
_BARS = (
    Column(x=0, width=520),
    Column(x=530, width=190),
    Column(x=725, width=90, right=True),
    Column(x=830, width=90),
    Column(x=930, width=190),
)


def draw(release: Release, choice: Choice, link: str) -> Poster:
    """Draw the four rulers of an area or of Flanders, how far they differ in all areas, or what stands behind them."""
    view = capacity(release.id, choice.year, choice.level)
    area = choice.area
    facts = whole_facts(release, choice.year, "" if view.ima_year is None else str(view.ima_year))
    if choice[FIGURE] == "verschillen":
        return poster(
            title=differences.headline(view),
            subtitle=cards.subtitle(view),
            figure=_gap_rows(view, area),
            facts=facts,
            link=link,
            notes=[_(differences.LEAD)],
        )
    if choice[FIGURE] == "artsen":
        name = _(phrases.LEVEL_ONE[Level.VLAANDEREN]) if area is None else view.names[area]
        return poster(
            title=_("{area}: artsen en praktijken").format(area=name),
            subtitle=cards.subtitle(view),
            figure=_behind(release, choice, area),
            facts=facts,
            link=link,
            notes=[] if area is None else [_(people.BARS_LEAD)],
        )
    return poster(
        title=cards.title(view, area),
        subtitle=cards.subtitle(view),
        figure=_lanes(view, area),
        facts=facts,
        link=link,
        lead=[] if area is None else [cards.finding(view, area)],
        notes=[] if area is None else [_(cards.LANES_LEAD)],
    )


def _lanes(view: Capacity, area: str | None) -> Drawing:
    """Set each ruler in a row: what it is, its number, Flanders; with an area the index on one axis behind them."""
    rows = []
    for name, ruler in view.rulers.items():
        row = ruler.flanders if area is None else ruler.numbers.get(area)
        if row is None:
            continue
        beside = "" if area is None or ruler.flanders is None else ruler.text(ruler.flanders, short=True)
        index = "" if area is None else cards.index_plain(view.indices[area][name])
        value, _space, interval = index.partition(" (")
        rows.append(
            Row(
                cells=(
                    Cell(lines=(_(cards.TITLES[name]), *wrap(_(cards.EXPLAINED[name]), 12, 330)[:2]),
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
    ends = ends_of(list(view.indices[area].values()), least=cards.LEAST_AROUND)
    x, wide = _LANES[3].x, _LANES[3].width
    picture = inset(cards.drawn(view, area, ends, _LANE), x, 24, wide, _LANE * len(rows))
    ticks = [
        write(x + place(tick, ends) / 100 * wide, table.height + 18, f"{tick:g}", size=13,
              fill=INK if tick == BASE else SECONDARY, anchor="middle")
        for tick in ticks_of(ends, most=7)
    ]  # fmt: skip
    return Drawing(parts=[*table.parts, picture, *ticks], width=ROOM, height=table.height + 24)


def _gap_rows(view: Capacity, area: str | None) -> Drawing:
    """Draw all areas that can be compared, the largest difference first."""
    ends = differences.gap_ends(view)
    head, x = [], 0.0
    for name in view.rulers:
        head += [inset(mark_of(name), x, 0, 18, 16), write(x + 24, 13, _(cards.TITLES[name]), size=13.5)]
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
        marks = [m for name, i in indices.items() if (m := cards.as_mark(name, i, less=heads.value))]
        told = _("kan toeval zijn") if found.testable else _("niet te toetsen")
        few = _("{n} van {N} maten").format(n=found.shown, N=len(view.rulers)) if found.shown < len(view.rulers) else ""
        points = _("{n} punten").format(n=differences.points(found, len(view.rulers)))
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


def _behind(release: Release, choice: Choice, area: str | None) -> Drawing:
    """Set the bars of the doctors and of the open practices under one another."""
    known, rows = choosing.known_indicators(release.id), []
    sections = (
        (people.DOCTORS_TITLE, people.DOCTORS),
        (people.OPEN_TITLE, people.OPEN),
    )
    for title, blocks in sections:
        rows.append(Row(title=_(title)))
        for block in blocks:
            if block.name in known:
                found = people.bars_of(release.id, block, choice.year, choice.level, area)
                rows += [] if found is None else _bars(found, area)
    return row_drawing(_BARS, rows, tall=36, picture=16)


def _bars(found: Bars, area: str | None) -> list[Row]:
    """Give a row per bar; the first carries the name of the number and what it rests on."""
    rows: list[Row] = []
    label = language.pick(found.first.indicator.label)
    for view in found.shown:
        row = people.row_of(view, area)
        if row is None:
            continue
        answer = people.answer_of(view)
        name = (label if not answer else f"{label}: {language.small(answer)}") if not rows else answer
        under = found.based if not rows else ""
        low = _(phrases.LOW_RELIABILITY) if row.status is Status.LOW_RELIABILITY else ""
        beside = people.beside_words(view, area)
        rows.append(
            Row(
                cells=(
                    Cell(lines=(name, *wrap(under, 12, 520)), bold=not rows),
                    Cell(picture=people.bar_of(view, row, area, found.most)),
                    Cell(lines=(view.text(row, short=True),), bold=row.known, fill=INK if row.known else SECONDARY),
                    Cell(lines=tuple(filter(None, (view.interval(row), low)))),
                    Cell(lines=(beside,) if beside else (), fill=SECONDARY),
                )
            )
        )
    if found.apart_hidden:
        told = Cell(lines=wrap(people.classes_hidden(), 12.5, 520), small=True, fill=SECONDARY)
        rows.append(Row(cells=(told, *(Cell() for _column in _BARS[1:]))))
    return rows
