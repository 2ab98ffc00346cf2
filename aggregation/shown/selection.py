"""What a screen asks of released cells: one number per area, ready to show, with what it rests on."""

import math
from dataclasses import dataclass
from typing import Any

import pandas as pd

from aggregation.indicators import INDICATORS, Indicator, Kind
from data.releases import ReleasedCells
from data.terms import TOTAL, Confidentiality, Level, Measure, Status

_NO_WIDTH = 1e-6
CLASS = "klasse"
"""Code of the categories of areas in the address of a screen."""


@dataclass(frozen=True, kw_only=True)
class Shown:
    """What of an indicator is looked at: a category of answers, or a measure of a number."""

    category: str
    measure: Measure

    @property
    def is_class(self) -> bool:
        """True where each area has one of the categories, and that is what is shown: no number."""
        return self.category == TOTAL and self.measure is Measure.SHARE

    @property
    def code(self) -> str:
        """Code in the address of a screen: the category of a share, the measure of anything else."""
        return CLASS if self.is_class else self.category if self.measure is Measure.SHARE else self.measure.value


@dataclass(frozen=True, kw_only=True)
class AreaNumber:
    """The number of one area with what it rests on.

    ``value``, ``lower`` and ``upper`` are NaN where withheld, without data or not defined; ``count`` (units behind the
    number), ``answered`` (n) and ``frame`` (N) are None where they are not shown.
    """

    value: float
    lower: float
    upper: float
    count: int | None
    answered: int | None
    frame: int | None
    status: Status
    ima_year: int | None
    withheld: bool
    no_data: bool

    @property
    def known(self) -> bool:
        """True where there is a number to show."""
        return not math.isnan(self.value)

    @property
    def has_interval(self) -> bool:
        """True where both ends of the interval are known and it has a width: a full count has none."""
        return self.upper - self.lower > _NO_WIDTH


_BESIDE = (Measure.LOW, Measure.HIGH, Measure.COVERAGE)


def choices(indicator: Indicator) -> tuple[Shown, ...]:
    """Everything of an indicator that can stand on a map, the one to show first first.

    Ends that a definition gives and the coverage stand in tables, beside the number that they are about.
    """
    if indicator.kind in (Kind.SINGLE, Kind.MULTIPLE):
        every = tuple(Shown(category=category, measure=Measure.SHARE) for category in indicator.categories)
    elif indicator.by_class:
        every = tuple(Shown(category=code, measure=indicator.measures[0]) for code in indicator.codes)
    else:
        every = tuple(Shown(category=TOTAL, measure=each) for each in indicator.measures if each not in _BESIDE)
        every += (Shown(category=TOTAL, measure=Measure.SHARE),) if indicator.of_classes else ()
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
    here = cells.frame[(cells.frame["year"].eq(year) & cells.frame["level"].eq(level.value)).to_numpy(dtype=bool)]
    if shown.is_class:
        here = _classed(here)
    category, measure = here["category"], here["measure"]
    wanted = category.eq(shown.category) & measure.eq(shown.measure.value)
    rows = here[wanted.to_numpy(dtype=bool)].set_index("area")
    counted = category.eq(TOTAL) & measure.eq(Measure.COUNT.value)
    totals = here.loc[counted.to_numpy(dtype=bool), ["area", "count"]].set_index("area")
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


def _classed(cells: pd.DataFrame) -> pd.DataFrame:
    """Put the category of every area in the place of its shares: ``value`` is its place among the options.

    Where the shares are withheld so is the category.
    """
    shares = cells.loc[cells["measure"].eq(Measure.SHARE.value).to_numpy(dtype=bool)]
    codes = {code: place for name in set(shares["indicator"]) for place, code in enumerate(INDICATORS[name].codes)}
    place = shares["category"].map(codes).astype(float)
    own = shares.assign(value=place.where(shares["value"].eq(100.0).to_numpy(dtype=bool, na_value=False)))
    own = own.sort_values("value", kind="stable").drop_duplicates("area").sort_index()
    rest = cells.loc[~cells.index.isin(shares.index)]
    return pd.concat([own.assign(category=TOTAL), rest])


def numbers_by_area(rows: pd.DataFrame) -> dict[str, AreaNumber]:
    """Give the rows of ``pick`` one by one, by area id."""

    def whole(value: Any) -> int | None:
        return None if pd.isna(value) else int(value)

    return {
        str(area): AreaNumber(
            value=row["value"],
            lower=row["lower"],
            upper=row["upper"],
            count=whole(row["count"]),
            answered=whole(row["answered"]),
            frame=whole(row["frame"]),
            status=Status(row["status"]),
            ima_year=whole(row["ima_year"]),
            withheld=row["withheld"],
            no_data=row["no_data"],
        )
        for area, row in zip(rows.index, rows.to_dict("records"), strict=True)
    }
