"""An area that a reader puts together from areas of one level: its numbers are sums of released cells, nothing else.

Counts add up; a share is recomputed with its interval; a mean is weighted by its counts, a number per resident by the
published residents it was divided by, both with the interval of independent parts. Medians, quartiles, ratios of other
sums, three-way numbers and anything a part does not have cannot be put together and become no data. What one part
withholds is withheld in the sum, so nothing follows that the release did not show. Within its level the area takes the
place of its parts: nobody is counted twice, and all areas of the level are still one family.
"""

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self

import numpy as np
import pandas as pd

from aggregation.indicators import INDICATORS
from aggregation.shown.history import merged_areas, sum_parts
from data.releases import ReleasedCells
from data.terms import Confidentiality, Level, Measure, Status

AREA = "eigen"
"""Area id of what is put together."""

LEVELS = (Level.GEMEENTE, Level.ELZ, Level.KRING)
"""Levels whose areas may be put together."""

MOST_PARTS, LONGEST_NAME = 40, 40
NEED = "D11"
PER_RESIDENT = ("D01", "D02", "D02T", "D02U", "D08", "D09", "D10", NEED)
"""Numbers whose value is something per resident, which residents weigh exactly; need is, over that of Flanders."""

_AT_IMA = "D09"
_NAME = re.compile(r"[^\W_][\w '’()&.,/-]*")
_DIGITS = re.compile(r"\d{5}")
_KEY = ["indicator", "year", "level", "area", "category", "measure"]
_PLACE = ["year", "part"]


@dataclass(frozen=True)
class OwnArea:
    """Areas of one level, as they are today, under a name; in the address ``level:part,part:name``."""

    level: Level
    parts: tuple[str, ...]
    name: str

    @classmethod
    def read(cls, text: str) -> Self:
        """Read what stands in an address; whether the parts exist is for the release to say.

        Raises
        ------
        ValueError : not of that form: another level, fewer than two parts or a part twice, or a name that is too long,
            holds other signs than a name does, or a row of digits.
        """
        level, _, rest = text.partition(":")
        listed, _, name = rest.partition(":")
        parts = tuple(sorted(listed.split(",")))
        if level not in [each.value for each in LEVELS]:
            raise ValueError("expected a level of " + ", ".join(each.value for each in LEVELS))
        if not 2 <= len(parts) <= MOST_PARTS or len(set(parts)) < len(parts) or not all(parts):
            raise ValueError(f"expected 2 to {MOST_PARTS} different areas")
        if len(name) > LONGEST_NAME or not _NAME.fullmatch(name) or name != name.strip() or _DIGITS.search(name):
            raise ValueError(f"expected a name of at most {LONGEST_NAME} letters, digits, spaces and - ' ( ) & . , /")
        return cls(level=Level(level), parts=parts, name=name)

    def __str__(self) -> str:
        return f"{self.level.value}:{','.join(self.parts)}:{self.name}"


def parts_of(own: OwnArea, year: "pd.Series[int]", area: "pd.Series[str]", history: pd.DataFrame) -> "pd.Series[str]":
    """Give which part of today each area of a year is, or was merged into; missing for areas outside.

    Parameters
    ----------
    year, area : survey year and area id of rows of the level of ``own``.
    history : [old_nis, new_nis, valid_from], see ``aggregation.shown.history``.
    """
    today = area.astype(str).copy()
    if own.level is Level.GEMEENTE:
        for each in year.dropna().unique():
            renamed = merged_areas(history, int(each))
            here = year.eq(each)
            today[here] = today[here].map(lambda code, known=renamed: known.get(code, code))
    return today.where(today.isin(own.parts))


def outside(cells: ReleasedCells, own: OwnArea, history: pd.DataFrame) -> "pd.Series[bool]":
    """Tell which cells are of no part of an own area, on the index of their frame."""
    return _parts(cells.frame, own, history).isna()


def together(
    cells: ReleasedCells, own: OwnArea, history: pd.DataFrame, residents: Mapping[str, pd.DataFrame]
) -> ReleasedCells:
    """Put an area together: the cells that take the place of those of its parts.

    Parameters
    ----------
    cells : with every category and measure of each indicator and year of the level.
    residents : [year, part, people] by ``now`` (1 January of the survey year) and ``ima`` (by which D09 divides);
        a part that is missing makes its rates no data.

    Returns
    -------
    One cell per key of the parts, area ``AREA``; withheld where a part is, no data where it is no sum of its parts.
    """
    frame = cells.frame
    part = _parts(frame, own, history)
    rows = frame[part.notna()].assign(part=part)
    if rows.empty:
        return cells.where(area=AREA)
    summed = sum_parts(rows.drop(columns="part").assign(area=AREA))
    summed = _with_rates(summed, rows, residents)
    summed = _with_means(summed, rows)
    summed = _only_whole(summed, rows, own)[list(frame.columns)].astype(frame.dtypes.to_dict())
    return ReleasedCells(release_id=cells.release_id, frame=summed.sort_values(_KEY, ignore_index=True))


def _parts(frame: pd.DataFrame, own: OwnArea, history: pd.DataFrame) -> "pd.Series[str]":
    part = pd.Series(index=frame.index, dtype="object")
    here = frame["level"].eq(own.level.value)
    part[here] = parts_of(own, frame.loc[here, "year"], frame.loc[here, "area"], history)
    return part


def _with_rates(summed: pd.DataFrame, rows: pd.DataFrame, residents: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """Weigh numbers per resident by the residents they were divided by."""
    rates = rows[rows["measure"].eq(Measure.RATE.value) & rows["indicator"].isin(PER_RESIDENT)]
    if rates.empty:
        return summed
    then = rates["indicator"].eq(_AT_IMA)
    weighed = pd.concat(
        [
            rates[~then].merge(residents["now"], on=_PLACE, how="left"),
            rates[then].merge(residents["ima"], on=_PLACE, how="left"),
        ]
    )
    return _weighed(summed, weighed.assign(weight=weighed["people"].astype(float)), decimals=2)


def _with_means(summed: pd.DataFrame, rows: pd.DataFrame) -> pd.DataFrame:
    """Weigh means by the answers behind them; ``history`` gives the same value, without interval."""
    means = rows[rows["measure"].eq(Measure.MEAN.value) & rows["count"].ne(0).fillna(True)]
    return summed if means.empty else _weighed(summed, means.assign(weight=means["count"].astype(float)), decimals=1)


def _weighed(summed: pd.DataFrame, rows: pd.DataFrame, *, decimals: int) -> pd.DataFrame:
    """Give rows of ``summed`` the weighted mean of their parts, with the interval of independent parts."""
    value, weight = rows["value"].astype(float), rows["weight"]
    half = (rows["upper"].astype(float) - rows["lower"].astype(float)) / 2
    work = rows.assign(area=AREA, product=value * weight, squares=(half * weight) ** 2)
    by = work.groupby(_KEY)
    total = by["weight"].sum(min_count=1)
    made = pd.DataFrame(
        {
            "mean": by["product"].sum() / total.where(total > 0),
            "margin": np.sqrt(by["squares"].sum()) / total.where(total > 0),
            "people": by["count"].sum(min_count=1),
            "known": work["product"].notna().groupby([work[name] for name in _KEY]).all(),
            "bounded": work["squares"].notna().groupby([work[name] for name in _KEY]).all(),
        }
    ).reset_index()
    joined = summed.merge(made, on=_KEY, how="left")
    free = joined["confidentiality"].eq(Confidentiality.FREE.value)
    good = joined["known"].eq(True) & free
    mean, margin = joined["mean"].round(decimals), joined["margin"].where(joined["bounded"].eq(True))
    places = 10**decimals
    told = {
        "value": mean,
        "lower": (np.floor((mean - margin).clip(lower=0) * places) / places),
        "upper": (np.ceil((mean + margin) * places) / places),
    }
    for name, given in told.items():
        joined[name] = joined[name].astype(float).mask(joined["mean"].notna() | joined["known"].eq(False), np.nan)
        joined[name] = joined[name].mask(good, given)
    joined["count"] = (
        joined["count"].astype(float).mask(good & joined["people"].notna(), joined["people"].astype(float))
    )
    estimated = [name for name, entry in INDICATORS.items() if entry.estimated]
    weak = joined["status"].eq(Status.LOW_RELIABILITY.value)
    shown = good & joined["value"].notna()
    status = np.where(joined["indicator"].isin(estimated) & ~weak, Status.ESTIMATED.value, joined["status"])
    joined["status"] = pd.Series(status, index=joined.index).where(shown, joined["status"])
    joined.loc[shown & joined["status"].eq(Status.NO_DATA.value), "status"] = Status.NORMAL.value
    return joined[list(summed.columns)]


def _only_whole(summed: pd.DataFrame, rows: pd.DataFrame, own: OwnArea) -> pd.DataFrame:
    """Leave without data what is not a sum of its parts, or lacks one of them."""
    present = rows.assign(area=AREA).groupby(_KEY)["part"].nunique().rename("present").reset_index()
    joined = summed.merge(present, on=_KEY, how="left")
    derived = joined["indicator"].isin(
        [name for name, entry in INDICATORS.items() if entry.after_gate and name != NEED]
    )
    lacking = joined["present"].lt(len(own.parts)) | derived
    uncounted = joined["indicator"].eq(NEED) & joined["measure"].eq(Measure.COUNT.value)  # of need nobody is counted
    empty = lacking | (joined["value"].isna() & joined["confidentiality"].eq(Confidentiality.FREE.value) & ~uncounted)
    joined.loc[lacking, "confidentiality"] = Confidentiality.FREE.value
    joined.loc[empty, ["value", "lower", "upper"]] = math.nan
    joined.loc[empty, "count"] = 0
    joined.loc[empty, "status"] = Status.NO_DATA.value
    joined["count"] = joined["count"].astype(float).mask(uncounted & ~lacking)
    joined.loc[uncounted & ~lacking, "status"] = Status.NORMAL.value
    return joined[list(summed.columns)]
