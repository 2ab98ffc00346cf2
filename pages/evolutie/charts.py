"""Figures of the screen Evolutie: the chart of named lines, and a small panel for every area of the level."""

import math
from collections.abc import Collection, Sequence
from functools import lru_cache

from aggregation.shown.selection import AreaNumber, Shown
from aggregation.shown.verdicts import CLEAR
from data.terms import Level
from geo.figures.chart import Key, KeyItem, Sign, Tick
from geo.figures.lines import OTHERS, Line, Lines
from geo.figures.palette import ACCENT, INK, NOT_YET
from geo.figures.panels import Panel, Panels, markup, stamp
from geo.figures.scale import Scale, scale_for
from pages.evolutie import policy
from pages.evolutie.evolution import ARROW, Evolution, evolution
from pages.shell import links
from pages.views import places
from pages.views.choices import LEVEL
from pages.words import language, numbers, phrases
from pages.words.language import gettext as _

NAN = math.nan
CALM = "#5f7a84"
"""Colour of a panel without a clear change."""

Drawn = tuple[Evolution, str | None]
"""A series in the chart: its level's evolution and the area in it, None for Flanders."""


def drawn_series(release_id: str, whole: Evolution, area: str | None, basket: Sequence[str]) -> tuple[list[Drawn], int]:
    """Give what the chart draws (chosen area, Flanders, basket), and how much of the basket lacks the number."""
    found: list[Drawn] = [] if area is None else [(whole, area)]
    if any(view.flanders is not None for view in whole.views):
        found.append((whole, None))
    left = 0
    for code in basket:
        level, other = places.area_of(code)
        if level not in whole.indicator.levels:
            left += 1
            continue
        there = whole if level is whole.level else evolution(release_id, whole.indicator.id, whole.shown, level)
        if other not in there.whole:
            left += 1
        elif (there.level, other) != (whole.level, area):
            found.append((there, other))
    return found, left


def own_areas(whole: Evolution, area: str | None, basket: Sequence[str]) -> list[str | None]:
    """Give the areas of the level that are the reader's: the chosen one and those of the basket."""
    return [area, *(key.partition(":")[2] for key in basket if key.startswith(f"{whole.level.value}:"))]


def name_of(series: Drawn) -> str:
    """Name a series."""
    whole, area = series
    return _("Vlaanderen") if area is None else whole.names[area]


def describe_lines(series: Sequence[Drawn], chosen: str | None, heading: str, left: int) -> Lines:
    """Describe the chart of lines; the first series is the strong one, ``left`` of the basket lack the number."""
    whole = series[0][0]
    colours = iter(OTHERS)
    drawn = [
        _line(one, ACCENT if i == 0 and chosen else INK if one[1] is None else next(colours), strong=i == 0)
        for i, one in enumerate(series)
    ]
    years = [
        (str(year), _("IMA {year}").format(year=ima) if (ima := whole.ima_years[year]) else "") for year in whole.years
    ]
    marks = [(whole.years.index(mark.after), letter(i)) for i, mark in enumerate(whole.breaks)]
    if chosen is not None and (merged := merged_at(whole, chosen)) is not None:
        marks.append((whole.years.index(merged), _("fusie")))
    scale = _chart_scale(whole, drawn)
    return Lines(
        lines=tuple(drawn),
        years=tuple(years),
        scale=scale,
        ticks=tuple(Tick(value=value, text=tick(whole, value)) for value in scale.ticks),
        breaks=tuple(marks),
        interrupted=tuple(interrupted(whole)),
        shades=policy.shades(whole),
        described=f"{heading}. {'; '.join(told(one) for one in series)}.",
        key=_line_key(series, whole),
        notes=_line_notes(whole, left),
    )


def tick(whole: Evolution, value: float) -> str:
    """Write a value of the axis."""
    return whole.written(value, numbers.needed(value))


def _chart_scale(whole: Evolution, lines: Sequence[Line]) -> Scale:
    every = [value for line in lines for part in (line.values, line.lower, line.upper) for value in part]
    known = [abs(value) for value in every if not math.isnan(value)]
    least = 20.0 if whole.is_percentage else 0.3 * max(known, default=1.0)
    return scale_for(every, least=least, most=100.0 if whole.is_percentage else None)


def _line(series: Drawn, colour: str, *, strong: bool) -> Line:
    whole, area = series
    rows, flanders = whole.series(area), area is None
    known = [(year, row) for year, row in zip(whole.years, rows, strict=True) if row is not None and row.known]
    note = _(phrases.WITHHELD_SHORT) if any(row is not None and row.withheld for row in rows) else _(phrases.NO_DATA)
    if known:
        year, row = known[-1]
        note = whole.text(row, flanders=flanders)
        if year != whole.years[-1]:
            note = _("{value} in {year}").format(value=note, year=year)
        elif moved := whole.change_text(whole.change(area), flanders=flanders):
            note = f"{note} ({moved})"
    return Line(
        label=name_of(series),
        note=note,
        values=[NAN if row is None else row.value for row in rows],
        lower=[NAN if row is None or not row.has_interval else row.lower for row in rows],
        upper=[NAN if row is None or not row.has_interval else row.upper for row in rows],
        hidden=[row is not None and row.withheld for row in rows],
        texts=[whole.text(row, flanders=flanders) for row in rows],
        colour=colour,
        strong=strong,
    )


def told(series: Drawn) -> str:
    """Write one series for a screen reader."""
    whole, area = series
    rows = zip(whole.years, whole.series(area), strict=True)
    values = ", ".join(f"{year} {whole.text(row, flanders=area is None)}" for year, row in rows)
    return f"{name_of(series)}: {values}"


def merged_at(whole: Evolution, area: str) -> int | None:
    """Give the first year in which an area exists as it is today, None where it always did."""
    summed = whole.summed(area)
    later = [year for year in whole.years if summed and year > summed[-1]]
    return later[0] if later else None


def interrupted(whole: Evolution) -> list[int]:
    """Give the places of the years before which the number is counted in another way."""
    return sorted({whole.years.index(mark.after) for mark in whole.breaks})


def letter(index: int) -> str:
    """Name a break by its place."""
    return _("breuk {letter}").format(letter="abcdefgh"[index])


def _line_key(series: Sequence[Drawn], whole: Evolution) -> Key:
    """Explain the signs that occur in the chart, and nothing else."""
    rows: list[AreaNumber | None] = [row for there, area in series for row in there.series(area)]
    items = []
    if any(row is not None and row.has_interval for row in rows):
        items.append(KeyItem(sign=Sign.INTERVAL, text=_("95 %-interval")))
    if any(row is not None and row.withheld for row in rows):
        items.append(KeyItem(sign=Sign.HATCHED, text=phrases.withheld()))
    if any(row is None or row.no_data for row in rows):
        items.append(KeyItem(sign=Sign.EMPTY, text=_(phrases.NO_DATA)))
    if policy.shades(whole):
        items.append(KeyItem(fill=NOT_YET, text=_("maatregel nog niet zichtbaar")))
    return Key(items=tuple(items))


def _line_notes(whole: Evolution, left: int) -> tuple[str, ...]:
    notes = [_("Te vergelijken gebieden zonder dit cijfer op hun niveau: {n}").format(n=left)] if left else []
    return (*notes, *([_("Volledige telling: dit cijfer heeft geen interval.")] if whole.is_counted else []))


@lru_cache(maxsize=24)
def panel_pictures(release_id: str, indicator: str, shown: Shown, level: Level, spoken: str) -> dict[str, str]:
    """Draw every area of a level as a panel, by area id, all on one scale; ``spoken`` is the language in use."""
    whole = evolution(release_id, indicator, shown, level)
    scale = panel_scale(whole)
    flanders = [NAN if row is None else row.value for row in whole.series(None)]
    marks = interrupted(whole)
    found = {}
    for area in whole.whole:
        tested = whole.whole[area].verdict in CLEAR and not whole.whole[area].exact
        merged = merged_at(whole, area)
        found[area] = stamp(
            _line((whole, area), ACCENT if tested else CALM, strong=False),
            reference=flanders,
            scale=scale,
            described=told((whole, area)),
            breaks=[*marks, *([] if merged is None else [whole.years.index(merged)])],
            interrupted=marks,
        )
    return found


def panel_scale(whole: Evolution) -> Scale:
    """Choose the one scale of all panels: every value fits, and all but the widest few intervals."""
    rows = [row for area in (*whole.whole, None) for row in whole.series(area) if row is not None and row.known]
    ends = sorted(end for row in rows if row.has_interval for end in (row.lower, row.upper))
    cut = len(ends) // 20
    values = [row.value for row in rows] + ends[cut : len(ends) - cut]
    low, high = min(values, default=0.0), max(values, default=1.0)
    if high - low < 0.2 * abs(high):  # small differences stay small
        low, high = (low + high) / 2 - 0.1 * abs(high), (low + high) / 2 + 0.1 * abs(high)
    return Scale(low=low, high=high, ticks=())


def panels(release_id: str, whole: Evolution, areas: Sequence[str], marked: Sequence[str | None]) -> str:
    """Set the panels of some areas side by side; those without any number stand in one sentence below."""
    pattern = links.pattern("evolutie", {LEVEL: whole.level.value})
    return _panels(release_id, whole, tuple(areas), frozenset(marked), pattern, language.current())


@lru_cache(maxsize=24)
def _panels(
    release_id: str, whole: Evolution, areas: tuple[str, ...], marked: frozenset[str | None], pattern: str, spoken: str
) -> str:
    chart = describe_panels(release_id, whole, areas, marked)
    return markup(chart, lambda panel: links.fill(pattern, panel.area, panel.name))


def describe_panels(release_id: str, whole: Evolution, areas: Sequence[str], marked: Collection[str | None]) -> Panels:
    """Describe the panels of some areas; ``marked`` are the reader's own."""
    pictures = panel_pictures(release_id, whole.indicator.id, whole.shown, whole.level, language.current())
    shown = [area for area in areas if any(row is not None and row.known for row in whole.series(area))]
    empty = sorted((whole.names[area] for area in areas if area not in shown), key=language.sort_key)
    shared = phrases.shared_start(whole.names.values())
    drawn = []
    for area in shown:
        said, moved, sure = panel_words(whole, area)
        name = whole.names[area].removeprefix(shared)
        own = area in marked
        drawn.append(Panel(area=area, name=name, marks=pictures[area], under=said, change=moved, own=own, sure=sure))
    scale = panel_scale(whole)
    none = _("Zonder getoond cijfer in deze jaren ({n}): {names}.").format(n=len(empty), names=", ".join(empty))
    return Panels(
        panels=tuple(drawn),
        key=_panel_key(whole, shown),
        scale=_("Alle figuren hebben dezelfde schaal, van {low} tot {high}.").format(
            low=whole.written(scale.low, whole.decimals), high=whole.written(scale.high, whole.decimals)
        ),
        empty=none if empty else "",
        described="; ".join(told((whole, area)) for area in shown),
    )


def _panel_key(whole: Evolution, shown: Sequence[str]) -> Key:
    items = []
    if any(row is not None and row.known for row in whole.series(None)):
        items.append(KeyItem(sign=Sign.THIN, text=_("Vlaanderen")))
    if whole.tally.clear:
        items.append(KeyItem(sign=Sign.CLEAR, text=_("duidelijk veranderd")))
    rows = [row for area in shown for row in whole.series(area)]
    if any(row is not None and row.withheld for row in rows):
        items.append(KeyItem(sign=Sign.HATCHED, text=_(phrases.WITHHELD_SHORT)))
    if any(row is None or row.no_data for row in rows):
        items.append(KeyItem(sign=Sign.EMPTY, text=_(phrases.NO_DATA)))
    return Key(items=tuple(items))


def panel_words(whole: Evolution, area: str) -> tuple[str, str, bool]:
    """Write what stands under a panel and at its end, and tell whether the change is clear."""
    change, rows = whole.whole[area], whole.series(area)
    sure = change.verdict in CLEAR and not change.exact
    if change.known:
        return f"{whole.text(rows[0])} {ARROW} {whole.text(rows[-1])}", whole.change_text(change), sure
    known = [(year, row) for year, row in zip(whole.years, rows, strict=True) if row is not None and row.known]
    return f"{known[-1][0]}: {whole.text(known[-1][1])}", "", sure
