"""What screens draw, prepared once per release and choice and kept: an interaction only picks it up."""

import json
from dataclasses import dataclass
from functools import cached_property, lru_cache
from html import escape
from textwrap import wrap
from typing import Any

import pandas as pd

from aggregation.indicators import INDICATORS, Indicator
from aggregation.shown import comparing, verdicts
from aggregation.shown.history import on_todays_map
from aggregation.shown.selection import AreaNumber, Shown, choices, numbers_by_area, pick
from aggregation.shown.verdicts import Verdict
from data.releases import ReleasedCells
from data.terms import FLANDERS, Level, Measure, Status
from geo.figures.area_map import keyed
from geo.figures.classes import Classes, Method, classify
from geo.reference import municipality_history
from pages.views import choosing, released
from pages.words import language, numbers, phrases
from pages.words.language import gettext as _


@dataclass(frozen=True, kw_only=True, eq=False)
class AreaView:
    """One number for all areas of a level in one year, of one release.

    One stands for itself alone, so that what is drawn from it can be kept by it and nothing else has to be named.

    ``rows`` is the frame of ``aggregation.shown.selection.pick`` on the areas of today, ``numbers`` the same one by
    one, ``cells`` the same as released cells, ``broken`` the areas summed from merged municipalities.
    """

    indicator: Indicator
    shown: Shown
    year: int
    level: Level
    rows: pd.DataFrame
    numbers: dict[str, AreaNumber]
    cells: ReleasedCells
    names: dict[str, str]
    flanders: AreaNumber | None
    decimals: int
    broken: frozenset[str]

    @property
    def release_id(self) -> str:
        """Give the release that the numbers are of."""
        return self.cells.release_id

    @property
    def title(self) -> str:
        """Name the number in full, in the language in use, with its measure where that is not plain."""
        return choosing.measured_label(self.indicator, self.shown)

    @cached_property
    def known_values(self) -> list[float]:
        """Give the numbers of all areas that are shown, in the order of ``rows``."""
        return self.rows["value"].dropna().tolist()

    @property
    def part_known(self) -> float:
        """Give the part of the areas whose number is shown, 0-1."""
        return len(self.known_values) / len(self.rows) if len(self.rows) else 0.0

    @cached_property
    def ima_years(self) -> frozenset[int]:
        """Give the years of the IMA figures behind these numbers, Flanders among them; empty where none are."""
        above = self.flanders.ima_year if self.flanders is not None else None
        return frozenset(int(year) for year in self.rows["ima_year"].dropna()) | ({above} if above else frozenset())

    @cached_property
    def has_intervals(self) -> bool:
        """True where any area has an interval: a column of them has something to say."""
        return any(row.has_interval for row in self.numbers.values())

    @cached_property
    def has_counts(self) -> bool:
        """True where of any area is known how many answered, or could."""
        return any(row.answered is not None or row.frame is not None for row in self.numbers.values())

    @property
    def sign(self) -> str:
        """Give the sign after a bare number: ``%`` or nothing."""
        return "%" if self.in_percent else ""

    @property
    def in_percent(self) -> bool:
        """True where the numbers are percentages."""
        return not self.shown.is_class and self.indicator.in_percent(self.shown.measure)

    @cached_property
    def errors(self) -> "pd.Series[float]":
        """Give the standard error of each area; see ``aggregation.shown.comparing.standard_errors``."""
        return comparing.standard_errors(self.rows, self.indicator, self.shown)

    @cached_property
    def verdicts(self) -> dict[str, Verdict]:
        """Say of every area whether it differs from Flanders; all areas of the level are one family."""
        above = verdicts.number_of(self.flanders, self.indicator, self.shown)
        return verdicts.family(self.rows.index, verdicts.numbers_of(self.rows, self.indicator, self.shown), above)

    def counts(self, row: AreaNumber) -> list[str]:
        """Write how many answered and how many could, each empty where unknown; nothing where no area has either."""
        return ["" if each is None else numbers.number(each) for each in (row.answered, row.frame) if self.has_counts]

    def text(self, row: AreaNumber, *, short: bool = False) -> str:
        """Write a number of this view, or why there is none."""
        if row.withheld:
            return _(phrases.WITHHELD_SHORT) if short else phrases.withheld()
        if not row.known:
            return _(phrases.NO_DATA)
        if self.shown.is_class:
            return language.pick(self.indicator.options[int(row.value)].label)
        if short:
            return choosing.written(self.indicator, self.shown.measure, row.value, self.digits(row))
        unit = language.pick(self.indicator.unit)
        if self.shown.measure is Measure.GAP:
            return f"{numbers.signed(row.value)} {unit}"
        return numbers.with_unit(row.value, unit, self.digits(row), percentage=self.in_percent)

    def digits(self, row: AreaNumber) -> int:
        """Give the decimals of a number and its interval: those of all areas, one more where its ends read alike."""
        return numbers.digits_of(self.decimals, row.lower, row.upper)

    def interval(self, row: AreaNumber, *, between: str = "") -> str:
        """Write the interval, '' where there is none; ``between`` stands between its ends, else a dash."""
        if not row.has_interval:
            return ""
        measure, digits = self.shown.measure, self.digits(row)
        return choosing.interval_of(measure, (row.lower, row.upper), digits, sign=self.sign, between=between)

    def bare(self, value: float) -> str:
        """Write a value as on an axis or a legend, without the sign of a percentage."""
        if self.shown.measure is Measure.GAP:
            return numbers.signed(value)
        return numbers.number(value, self.decimals)

    def based_on(self, row: AreaNumber) -> str:
        """Write n of N, '' where it is not shown."""
        if row.answered is None or row.frame is None:
            return ""
        noun = phrases.units(self.indicator.unit_counted, row.frame)
        n, whole = numbers.number(row.answered), numbers.number(row.frame)
        return _("{n} van {N} {units}").format(n=n, N=whole, units=noun)


@lru_cache(maxsize=128)
def on_today(release_id: str, indicator: str) -> tuple[ReleasedCells, frozenset[tuple[int, str]]]:
    """Give all cells of an indicator on the municipalities of today, and which (year, area) were summed."""
    return on_todays_map(released.opened(release_id).cells(indicator=indicator), municipality_history())


@lru_cache(maxsize=2048)  # a profile draws every indicator in every year: fewer would be made anew for each visitor
def area_view(release_id: str, indicator: str, shown: Shown, year: int, level: Level) -> AreaView:
    """Prepare one number for all areas of a level; Flanders stands beside it, from the view of its own level."""
    entry = INDICATORS[indicator]
    every, broken = on_today(release_id, indicator)
    cells = every.where(year=year, level=level.value)
    rows = pick(cells, shown, year=year, level=level)
    names = names_today(release_id, level)
    rows = rows[rows.index.isin(list(names))]
    half = (rows["upper"] - rows["lower"]) / 2
    found = numbers_by_area(rows)
    whole = level is Level.VLAANDEREN
    above = found if whole else area_view(release_id, indicator, shown, year, Level.VLAANDEREN).numbers
    return AreaView(
        indicator=entry,
        shown=shown,
        year=year,
        level=level,
        rows=rows,
        numbers=found,
        cells=cells.where(
            category=entry.codes[0] if shown.is_class else shown.category,
            measure=shown.measure.value,
            area=list(rows.index.astype(str)),
        ),
        names=names,
        flanders=above.get(FLANDERS),
        decimals=numbers.decimals_for(shown.measure, half.dropna()),
        broken=frozenset(area for when, area in broken if when == year) if level is Level.GEMEENTE else frozenset(),
    )


def main_view(release_id: str, indicator: str, year: int, level: Level) -> AreaView:
    """Prepare what of an indicator is shown first."""
    return area_view(release_id, indicator, choices(INDICATORS[indicator])[0], year, level)


@lru_cache(maxsize=256)
def hover_texts(view: AreaView, spoken: str) -> dict[str, str]:
    """Write what is read over each area of a map, by area id; ``spoken`` is the language in use."""
    return {area: _hover(view, area, row) for area, row in view.numbers.items()}


@lru_cache(maxsize=16)
def names_today(release_id: str, level: Level) -> dict[str, str]:
    """Give area id to name in the newest year, in the order of the names: those that the layer draws."""
    release = released.opened(release_id)
    areas = release.areas(level=level.value, year=release.years()[-1])
    areas = areas.sort_values("name", kind="stable", key=language.sort_keys)
    return dict(zip(areas["area"].astype(str), areas["name"].astype(str), strict=True))


def _hover(view: AreaView, area: str, row: AreaNumber) -> str:
    lines = [f"<b>{escape(view.names.get(area, area))}</b>"]
    if row.withheld:
        lines += [_(phrases.WITHHELD_SHORT), *wrap(_(phrases.WHY_WITHHELD), 30)]
    elif not row.known:
        lines.append(_(phrases.NO_DATA))
    else:
        interval = view.interval(row)
        lines.append(f"{view.text(row, short=True)}{f'  ({interval})' if interval else ''}")
    if based := view.based_on(row):
        lines.append(based)
    if row.status is Status.LOW_RELIABILITY:
        lines.append(_(phrases.LOW_RELIABILITY))
    if area in view.broken:
        lines.append(_("opgeteld uit gefuseerde gemeenten"))
    return "<br>".join(lines)


@lru_cache(maxsize=256)
def class_view(view: AreaView, method: Method, size: int) -> Classes:
    """Sort a view into classes, members by area id."""
    frame = view.cells.frame
    if view.shown.is_class:
        own = view.rows["value"].dropna().astype(int)
        counts = own.value_counts().reindex(range(len(view.indicator.options)), fill_value=0)
        return Classes(edges=(0.0, 1.0, 2.0, 3.0), members=own, counts=tuple(int(n) for n in counts), asked=len(counts))
    values = frame["value"].astype(float)
    return keyed(classify(values, method, size, decimals=view.decimals), frame["area"])


@lru_cache(maxsize=8)
def features(release_id: str, level: str) -> dict[str, Any]:
    """Give the GeoJSON feature of every area of a level, by area id."""
    layer = json.loads(released.layer_text(release_id, level))
    return {str(feature["properties"]["area"]): feature for feature in layer["features"]}
