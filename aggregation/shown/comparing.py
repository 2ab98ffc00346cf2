"""Statistics of comparing areas: chances instead of ranks, spreads and association.

Everything is computed from released numbers: a value, its 95 % interval, n and N. What is withheld comes in as missing
and stays out of every sum; nothing here gives a number to an area that shows none. Methods and their limits:
``docs/methods/comparing.md``.
"""

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy import stats

from aggregation.indicators import Indicator, Kind, Reading
from aggregation.shown.selection import AreaNumber, Shown, choices
from aggregation.shown.verdicts import QUANTILES, numbers_of
from data.terms import Measure

Floats = npt.NDArray[np.float64]

DRAWS = 8000
"""Simulated rankings behind a chance; its own chance error is at most 0.6 percentage points."""
SEED = 25200
FEWEST_AREAS = 10
"""Fewer shown areas give no fifth worth the name."""
FEWEST_PAIRS = 20
"""Fewer areas with both numbers give no correlation: its interval would cover nearly everything."""
_Z = float(stats.norm.ppf(0.975))


@dataclass(frozen=True, kw_only=True)
class Benchmark:
    """What areas are held against: a value and half its 95 % interval (0 where it has none), unit of the indicator."""

    value: float
    half: float


@dataclass(frozen=True, kw_only=True)
class Spread:
    """Lowest, quarter points, middle and highest of the shown areas; ``deviation`` is their standard deviation."""

    lowest: float
    quarter: float
    middle: float
    three_quarters: float
    highest: float
    deviation: float
    areas: int


@dataclass(frozen=True, kw_only=True)
class Association:
    """Rank correlation (Spearman, -1 to 1) of two numbers over areas, with its 95 % interval."""

    value: float
    lower: float
    upper: float
    areas: int

    @property
    def clear(self) -> bool:
        """True where the interval leaves zero out."""
        return self.lower > 0 or self.upper < 0


def reading_of(indicator: Indicator, shown: Shown) -> Reading:
    """Give the direction that the registry declares for what is shown.

    A direction is about the headline of a question, so another answer option of it has none.
    """
    single = indicator.kind in (Kind.SINGLE, Kind.MULTIPLE)
    return Reading.NEITHER if single and shown.category != indicator.main[0] else indicator.reading


def comparable(indicator: Indicator) -> Shown:
    """Give what of an indicator to set beside others: its main number, but a mean where that has no interval."""
    every = choices(indicator)
    if every[0].measure in QUANTILES:
        return next((shown for shown in every if shown.measure is Measure.MEAN), every[0])
    return every[0]


def standard_errors(rows: pd.DataFrame, indicator: Indicator, shown: Shown) -> "pd.Series[float]":
    """Derive the standard error of each area from its 95 % interval.

    Parameters
    ----------
    rows : frame of ``aggregation.shown.selection.pick``.

    Returns
    -------
    Half the interval over 1.96, in the unit of the indicator, on the index of ``rows``; 0 for a complete count, missing
    where there is no number or where an estimate has no interval.
    """
    known = numbers_of(rows, indicator, shown)
    errors = np.where(known.counted, 0.0, (known.upper - known.lower) / 2 / _Z)
    return pd.Series(errors, index=rows.index).where(rows["value"].notna())


def chance_of_fifth(rows: pd.DataFrame, errors: "pd.Series[float]", *, highest: bool) -> "pd.Series[float]":
    """Give each area's chance to be among the highest (or lowest) fifth of the shown areas.

    The true value of each area is drawn from a normal distribution round the middle of its interval, all areas are
    ranked, and this is repeated with a fixed seed: the same release always gives the same chances. Equal areas share a
    place by lot.

    Returns
    -------
    Chance from 0 to 1 on the index of ``rows``; missing where an area has no standard error, and everywhere below
    ``FEWEST_AREAS`` areas. The chances sum to the size of the fifth.
    """
    found = pd.Series(np.nan, index=rows.index, dtype=float)
    used = errors.notna()
    if int(used.sum()) < FEWEST_AREAS:
        return found
    middle = ((rows["upper"] + rows["lower"]) / 2).fillna(rows["value"])[used].to_numpy(dtype=float)
    error = errors[used].to_numpy(dtype=float)
    size = fifth_of(len(middle))
    rng = np.random.default_rng(SEED)
    drawn = middle + error * rng.standard_normal((DRAWS, len(middle)))
    drawn += rng.random(drawn.shape) * 1e-9 * max(float(np.abs(middle).max()), 1.0)  # lots for equal values
    order = np.argpartition(-drawn if highest else drawn, size - 1, axis=1)[:, :size]
    found[used] = np.bincount(order.ravel(), minlength=len(middle)) / DRAWS
    return found


def fifth_of(areas: int) -> int:
    """Tell how many areas a fifth is, at least one.

    Examples
    --------
    >>> fifth_of(59), fifth_of(3)
    (12, 1)
    """
    return max(1, round(areas / 5))


def benchmark_of(row: AreaNumber | None) -> Benchmark:
    """Give a released number as a benchmark; its value is missing where the number is not shown."""
    if row is None or not row.known:
        return Benchmark(value=math.nan, half=0.0)
    return Benchmark(value=row.value, half=(row.upper - row.lower) / 2 if row.has_interval else 0.0)


def spread_of(values: "pd.Series[float]") -> Spread | None:
    """Describe how the shown areas lie; None below three areas."""
    known = values.dropna().astype(float)
    if len(known) < 3:
        return None
    low, quarter, middle, three, high = (float(known.quantile(q)) for q in (0, 0.25, 0.5, 0.75, 1))
    return Spread(
        lowest=low,
        quarter=quarter,
        middle=middle,
        three_quarters=three,
        highest=high,
        deviation=float(known.std(ddof=0)),
        areas=len(known),
    )


def association(first: "pd.Series[float]", second: "pd.Series[float]") -> Association | None:
    """Give the rank correlation of two numbers over the areas that show both.

    Interval: Fisher's transformation with the variance (1 + r²/2)/(n - 3) of Bonett and Wright (2000).

    Returns
    -------
    None below ``FEWEST_PAIRS`` areas, or where one number is the same everywhere.
    """
    both = pd.DataFrame({"first": first, "second": second}).dropna()
    if len(both) < FEWEST_PAIRS or both["first"].nunique() < 2 or both["second"].nunique() < 2:
        return None
    r = float(both["first"].rank().corr(both["second"].rank()))
    bounded = min(max(r, -0.9999), 0.9999)
    half = _Z * math.sqrt((1 + bounded**2 / 2) / (len(both) - 3))
    low, high = math.tanh(math.atanh(bounded) - half), math.tanh(math.atanh(bounded) + half)
    return Association(value=r, lower=low, upper=high, areas=len(both))
