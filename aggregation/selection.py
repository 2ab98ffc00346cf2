"""What a screen asks of released cells: one number per area, ready to show, with what it rests on."""

from dataclasses import dataclass

import pandas as pd

from aggregation.indicators import Indicator, Kind
from data.releases import ReleasedCells
from data.terms import FLANDERS, TOTAL, Confidentiality, Level, Measure, Status


@dataclass(frozen=True, kw_only=True)
class Shown:
    """What of an indicator is looked at: a category of answers, or a measure of a number."""

    category: str
    measure: Measure

    @property
    def code(self) -> str:
        """Code in the address of a screen: the category of a share, the measure of anything else."""
        return self.category if self.measure is Measure.SHARE else self.measure.value


def choices(indicator: Indicator) -> tuple[Shown, ...]:
    """Everything of an indicator that can stand on a map, the one to show first first."""
    if indicator.kind in (Kind.SINGLE, Kind.MULTIPLE):
        every = tuple(Shown(category=category, measure=Measure.SHARE) for category in indicator.categories)
    else:
        every = tuple(Shown(category=TOTAL, measure=measure) for measure in indicator.measures)
    category, measure = indicator.main
    first = Shown(category=category, measure=measure)
    return (first, *(shown for shown in every if shown != first))


def pick(cells: ReleasedCells, shown: Shown, *, year: int, level: Level) -> pd.DataFrame:
    """One row per area of a level: the number, its interval and what it rests on.

    Parameters
    ----------
    cells : cells of one indicator, at least those of ``total``.

    Returns
    -------
    Frame indexed by ``area`` with ``value``, ``lower``, ``upper`` (unit of the indicator, missing where withheld or
    without data), ``count`` (units behind the number), ``answered`` (n), ``frame`` (N), ``status``, ``ima_year``,
    ``withheld`` and ``no_data`` (bool; never both).
    """
    here = cells.where(year=year, level=level.value)
    rows = here.where(category=shown.category, measure=shown.measure.value).frame.set_index("area")
    totals = here.where(category=TOTAL, measure=Measure.COUNT.value).frame.set_index("area")
    return pd.DataFrame(
        {
            "value": rows["value"].astype(float),
            "lower": rows["lower"].astype(float),
            "upper": rows["upper"].astype(float),
            "count": rows["count"].astype("Int64"),
            "answered": totals["count"].astype("Int64").reindex(rows.index),
            "frame": rows["frame"].astype("Int64"),
            "status": rows["status"].astype(str),
            "ima_year": rows["ima_year"].astype("Int64"),
            "withheld": rows["confidentiality"].eq(Confidentiality.WITHHELD.value).astype(bool),
            "no_data": rows["status"].eq(Status.NO_DATA.value).astype(bool),
        }
    )


def flanders(cells: ReleasedCells, shown: Shown, *, year: int) -> pd.Series | None:
    """Give the row of Flanders in the form of ``pick``, None where the indicator has none."""
    rows = pick(cells, shown, year=year, level=Level.VLAANDEREN)
    return pd.Series(rows.loc[FLANDERS]) if FLANDERS in rows.index else None


def years_of(cells: ReleasedCells) -> list[int]:
    """Survey years in which an indicator has any number, oldest first."""
    return sorted(int(year) for year in cells.frame["year"].dropna().unique())


def differs(first: pd.Series, second: pd.Series) -> bool | None:
    """Tell whether two numbers differ beyond their 95 % intervals; None where one has no interval.

    The difference is held against the root of the summed squared half-widths, which is the interval of a difference of
    two independent estimates. The same doctors answer in both years, so a real change can be missed, not invented.
    """
    values = [first["value"], second["value"], first["lower"], first["upper"], second["lower"], second["upper"]]
    if any(pd.isna(value) for value in values):
        return None
    a, b, a_low, a_high, b_low, b_high = (float(value) for value in values)
    half: float = (((a_high - a_low) / 2) ** 2 + ((b_high - b_low) / 2) ** 2) ** 0.5
    return abs(a - b) > half
