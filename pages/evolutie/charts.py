"""Figures of the screen Evolutie: the chart of named lines, and a small panel for every area of the level."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from html import escape
from itertools import takewhile

from aggregation.shown.evolution import CLEAR
from aggregation.shown.selection import AreaNumber, Shown
from data.terms import Level
from geo.figures.lines import ACCENT, INK, OTHERS, Line, line_chart, panel
from geo.figures.scale import Scale, scale_for
from pages.components.prepared import link, link_pattern
from pages.evolutie.evolution import ARROW, Evolution, evolution
from pages.views import places
from pages.words import language, phrases
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


def name_of(series: Drawn) -> str:
    """Name a series."""
    whole, area = series
    return _("Vlaanderen") if area is None else whole.names[area]


@dataclass(frozen=True, kw_only=True)
class Chart:
    """What the chart of lines draws; the first series is the strong one."""

    lines: list[Line]
    years: list[tuple[str, str]]
    scale: Scale
    breaks: list[tuple[int, str]]
    interrupted: list[int]
    described: str


def chart(series: Sequence[Drawn], chosen: str | None, heading: str) -> str:
    """Draw the lines."""
    parts = chart_parts(series, chosen, heading)
    return line_chart(
        parts.lines,
        years=parts.years,
        scale=parts.scale,
        tick=lambda value: tick(series[0][0], value),
        described=parts.described,
        breaks=parts.breaks,
        interrupted=parts.interrupted,
    )


def chart_parts(series: Sequence[Drawn], chosen: str | None, heading: str) -> Chart:
    """Give the lines with their scale, years and breaks."""
    whole = series[0][0]
    colours = iter(OTHERS)
    lines = [
        _line(one, ACCENT if i == 0 and chosen else INK if one[1] is None else next(colours), strong=i == 0)
        for i, one in enumerate(series)
    ]
    years = [
        (str(year), _("IMA {year}").format(year=ima) if (ima := whole.ima_years[year]) else "") for year in whole.years
    ]
    marks = [(whole.years.index(mark.after), letter(i)) for i, mark in enumerate(whole.breaks)]
    if chosen is not None and (merged := merged_at(whole, chosen)) is not None:
        marks.append((whole.years.index(merged), _("fusie")))
    return Chart(
        lines=lines,
        years=years,
        scale=_chart_scale(whole, lines),
        breaks=marks,
        interrupted=interrupted(whole),
        described=f"{heading}. {'; '.join(told(one) for one in series)}.",
    )


def tick(whole: Evolution, value: float) -> str:
    """Write a value of the axis."""
    decimals = 0 if value == round(value) and abs(value) >= 1 else 1 if value == round(value, 1) else 2
    return whole.written(value, 0 if value == 0 else decimals)


def _chart_scale(whole: Evolution, lines: Sequence[Line]) -> Scale:
    if whole.is_flag:
        return Scale(low=0.0, high=1.0, ticks=(0.0, 1.0))
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


def signs(whole: Evolution, series: Sequence[Drawn], left: int) -> str:
    """Explain the signs that occur in the chart, and nothing else."""
    rows: list[AreaNumber | None] = [row for there, area in series for row in there.series(area)]
    keys = []
    if any(row is not None and row.has_interval for row in rows):
        keys.append(f'<span class="zc-key"><i class="zc-ev-bar"></i>{escape(_("95 %-interval"))}</span>')
    if any(row is not None and row.withheld for row in rows):
        keys.append(f'<span class="zc-key"><i class="zc-hatch zc-ev-sq"></i>{escape(phrases.withheld())}</span>')
    if any(row is None or row.no_data for row in rows):
        keys.append(f'<span class="zc-key"><i class="zc-ev-ring"></i>{escape(_(phrases.NO_DATA))}</span>')
    if left:
        said = _("Te vergelijken gebieden zonder dit cijfer op hun niveau: {n}").format(n=left)
        keys.append(f"<span>{escape(said)}</span>")
    if whole.is_counted:
        keys.append(f"<span>{escape(_('Volledige telling: dit cijfer heeft geen interval.'))}</span>")
    return f'<div class="zc-ev-keys">{"".join(keys)}</div>' if keys else ""


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
        found[area] = panel(
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
    if whole.is_flag:
        return Scale(low=0.0, high=1.0, ticks=(0.0, 1.0))
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
    pattern = link_pattern("evolutie", niveau=whole.level.value)
    return _panels(release_id, whole, tuple(areas), frozenset(marked), pattern, language.current())


@lru_cache(maxsize=24)
def _panels(
    release_id: str, whole: Evolution, areas: tuple[str, ...], marked: frozenset[str | None], pattern: str, spoken: str
) -> str:
    pictures = panel_pictures(release_id, whole.indicator.id, whole.shown, whole.level, spoken)
    shown = [area for area in areas if any(row is not None and row.known for row in whole.series(area))]
    empty = [whole.names[area] for area in areas if area not in shown]
    shared = shared_start(whole.names.values())
    items = "".join(
        _panel(whole, area, pictures[area], link(pattern, area, whole.names[area].removeprefix(shared)), area in marked)
        for area in shown
    )
    scale = panel_scale(whole)
    said = _("Alle figuren hebben dezelfde schaal, van {low} tot {high}.").format(
        low=whole.written(scale.low, whole.decimals), high=whole.written(scale.high, whole.decimals)
    )
    keys = [f"<span>{escape(said)}</span>"]
    if any(row is not None and row.known for row in whole.series(None)):
        keys.append(f'<span class="zc-key"><i class="zc-ev-thin"></i>{escape(_("Vlaanderen"))}</span>')
    if whole.tally.clear:
        keys.append(f'<span class="zc-key"><i class="zc-ev-clear"></i>{escape(_("duidelijk veranderd"))}</span>')
    rows = [row for area in shown for row in whole.series(area)]
    if any(row is not None and row.withheld for row in rows):
        keys.append(f'<span class="zc-key"><i class="zc-hatch zc-ev-sq"></i>{escape(_(phrases.WITHHELD_SHORT))}</span>')
    if any(row is None or row.no_data for row in rows):
        keys.append(f'<span class="zc-key"><i class="zc-ev-ring"></i>{escape(_(phrases.NO_DATA))}</span>')
    none = ""
    if empty:
        many = _("Zonder getoond cijfer in deze jaren ({n}): {names}.").format(
            n=len(empty), names=", ".join(sorted(empty, key=language.sort_key))
        )
        none = f'<p class="zc-ev-empty">{escape(many)}</p>'
    return f'<div class="zc-ev-keys">{"".join(keys)}</div><ul class="zc-ev-panels">{items}</ul>{none}'


def shared_start(names: Iterable[str]) -> str:
    """Give the whole words that all names begin with; a small panel leaves them out.

    Examples
    --------
    >>> shared_start(["Huisartsenkring Durme", "Huisartsenkring Drie Heuvels"])
    'Huisartsenkring '
    """
    split = [name.split(" ")[:-1] for name in names]
    same = takewhile(lambda words_at: len(set(words_at)) == 1, zip(*split, strict=False))
    return "".join(f"{first} " for first, *_others in same)


def panel_words(whole: Evolution, area: str) -> tuple[str, str, bool]:
    """Write what stands under a panel and at its end, and tell whether the change is clear."""
    change, rows = whole.whole[area], whole.series(area)
    sure = change.verdict in CLEAR and not change.exact
    if change.known:
        return f"{whole.text(rows[0])} {ARROW} {whole.text(rows[-1])}", whole.change_text(change), sure
    known = [(year, row) for year, row in zip(whole.years, rows, strict=True) if row is not None and row.known]
    return f"{known[-1][0]}: {whole.text(known[-1][1])}", "", sure


def _panel(whole: Evolution, area: str, drawn: str, linked: str, own: bool) -> str:
    said, moved, sure = panel_words(whole, area)
    css = " ".join(name for name, on in (("zc-ev-mine", own), ("zc-ev-sure", sure)) if on)
    end = f"<b>{escape(moved)}</b>" if whole.whole[area].known else ""
    return f'<li class="{css}"><h3>{linked}</h3>{drawn}<p><span>{escape(said)}</span>{end}</p></li>'
