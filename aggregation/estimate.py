"""Estimates from answers: shares, means and quantiles with intervals for a finite population.

Every function works on whole columns; a missing or empty input gives a missing output, never a zero.
Sources: Wilson (1927) for shares; Cochran, Sampling Techniques (1977), chapters 2 and 3, for the finite
population correction; choices of this product: ``docs/methods/estimates.md``.
"""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy import stats

Floats = npt.NDArray[np.float64]

CONFIDENCE = 0.95
LOW_RESPONSE = 0.20
FEW_ANSWERS = 10
"""Fewer answers are told to be read with care; strata with fewer are taken together."""
QUANTILE_NEIGHBOURS = 3
QUANTILE_DIGITS = 2


def wilson_interval(count: npt.ArrayLike, answered: npt.ArrayLike, frame: npt.ArrayLike) -> tuple[Floats, Floats]:
    """Give the 95 % Wilson interval of a share, narrowed by the part of the frame that answered.

    The correction (N - n) / (N - 1) on the variance enters as a larger effective number of answers, so that the
    interval closes on the share itself when everybody answered.

    Parameters
    ----------
    count, answered, frame : n values each, units; ``0 <= count <= answered <= frame``.

    Returns
    -------
    Lower and upper bound, n floats each, in percent; missing where nobody answered.

    Examples
    --------
    >>> low, high = wilson_interval([5], [10], [10])
    >>> float(low[0]), float(high[0])
    (50.0, 50.0)
    """
    k, n, total = (np.asarray(values, dtype=float) for values in (count, answered, frame))
    z = float(stats.norm.ppf(0.5 + CONFIDENCE / 2))
    with np.errstate(divide="ignore", invalid="ignore"):
        share = k / n
        effective = n * (total - 1) / (total - n)
        centre = (share + z**2 / (2 * effective)) / (1 + z**2 / effective)
        half = z / (1 + z**2 / effective) * np.sqrt(share * (1 - share) / effective + z**2 / (4 * effective**2))
        lower, upper = centre - half, centre + half
    complete = n >= total
    lower, upper = np.where(complete, share, lower), np.where(complete, share, upper)
    return 100 * np.clip(lower, 0, 1), 100 * np.clip(upper, 0, 1)


def mean_interval(
    mean: npt.ArrayLike, deviation: npt.ArrayLike, answered: npt.ArrayLike, frame: npt.ArrayLike
) -> tuple[Floats, Floats]:
    """Give the 95 % t interval of a mean with the finite population correction.

    Parameters
    ----------
    mean, deviation : n values each, in the unit of the indicator; the sample standard deviation (n - 1).
    answered, frame : n values each, units.

    Returns
    -------
    Lower and upper bound, n floats each, in the unit of the mean; missing below two answers.
    """
    centre, spread, n, total = (np.asarray(values, dtype=float) for values in (mean, deviation, answered, frame))
    with np.errstate(divide="ignore", invalid="ignore"):
        correction = np.sqrt(np.clip((total - n) / (total - 1), 0, 1))
        half = stats.t.ppf(0.5 + CONFIDENCE / 2, np.maximum(n - 1, 1)) * spread / np.sqrt(n) * correction
    half = np.where((n >= total) & (n >= 2), 0.0, half)
    half = np.where(n < 2, np.nan, half)
    return centre - half, centre + half


def silent_bounds(count: npt.ArrayLike, answered: npt.ArrayLike, frame: npt.ArrayLike) -> tuple[Floats, Floats]:
    """Give the ends between which a share lies whatever those who stayed silent would answer.

    Lowest when none of them would give the answer, highest when all of them would. It takes released counts only and
    supposes nothing about who stays silent, so it says more than an interval that supposes a random sample.
    Source: Manski, Partial Identification of Probability Distributions (2003), chapter 1.

    Parameters
    ----------
    count, answered, frame : n values each, units; ``0 <= count <= answered <= frame``, missing where withheld.

    Returns
    -------
    Lower and upper end, n floats each, in percent of the frame; missing where an input is missing, where nobody
    answered (every share is possible then) or where nobody could.

    Examples
    --------
    >>> low, high = silent_bounds([6], [10], [15])
    >>> float(low[0]), round(float(high[0]), 1)
    (40.0, 73.3)
    """
    k, n, total = (np.asarray(values, dtype=float) for values in (count, answered, frame))
    sensible = (n > 0) & (n <= total) & (k <= n)
    with np.errstate(divide="ignore", invalid="ignore"):
        lower, upper = k / total, (k + total - n) / total
    return 100 * np.where(sensible, lower, np.nan), 100 * np.where(sensible, upper, np.nan)


def smoothed_quantile(values: Sequence[float] | Floats, share: float) -> float:
    """Give a quantile as the mean of three neighbouring values in two significant digits.

    No single answer can be read back from it. Source: design of the protection, ``docs/methods/protection.md``.

    Parameters
    ----------
    values : answers of one area, in any order, in the unit of the indicator.
    share : 0.25, 0.5 or 0.75.

    Returns
    -------
    The quantile in the same unit; missing with fewer than three answers.

    Examples
    --------
    >>> smoothed_quantile([1.0, 2.0, 3.0, 4.0, 50.0], 0.5)
    3.0
    """
    ordered = np.sort(np.asarray(values, dtype=float))
    if len(ordered) < QUANTILE_NEIGHBOURS:
        return float("nan")
    middle = round(share * (len(ordered) - 1))
    start = min(max(middle - QUANTILE_NEIGHBOURS // 2, 0), len(ordered) - QUANTILE_NEIGHBOURS)
    return significant(float(ordered[start : start + QUANTILE_NEIGHBOURS].mean()), QUANTILE_DIGITS)


def significant(number: float, digits: int) -> float:
    """Round to significant digits.

    Examples
    --------
    >>> significant(1234.0, 2), significant(0.0, 2)
    (1200.0, 0.0)
    """
    if number == 0 or not np.isfinite(number):
        return number
    return float(round(number, digits - 1 - int(np.floor(np.log10(abs(number))))))


def coarse_interval(
    value: npt.ArrayLike, lower: npt.ArrayLike, upper: npt.ArrayLike, units: npt.ArrayLike, *, fewest: int
) -> tuple[Floats, Floats]:
    """Widen the interval of a mean or rate to a half-width of one significant digit; none of too few units.

    The exact width gives the sum of squares of the values, and with the mean, of few units, the values themselves.
    It is rounded up, so the interval holds the truth at least as often as before.

    Parameters
    ----------
    value, lower, upper : n values each; an end may have been cut off where nothing is possible beyond it.
    units : n numbers of units behind the value.
    fewest : least units behind an interval.

    Returns
    -------
    Lower and upper bound, n floats each; missing where there was none and below ``fewest`` units.

    Examples
    --------
    >>> low, high = coarse_interval([40.0, 40.0], [37.7, 37.7], [42.3, 42.3], [12, 9], fewest=10)
    >>> low.tolist(), high.tolist()
    ([37.0, nan], [43.0, nan])
    """
    centre, low, high, n = (np.asarray(values, dtype=float) for values in (value, lower, upper, units))
    half = np.fmax(high - centre, centre - low)
    with np.errstate(divide="ignore", invalid="ignore"):
        unit = 10.0 ** np.floor(np.log10(half))
        half = np.where(half > 0, np.ceil(half / unit - 1e-9) * unit, half)
    half = np.where(n < fewest, np.nan, half)
    return centre - half, centre + half


def rate_per(numerator: pd.Series, residents: pd.Series, *, per: int) -> pd.Series:
    """Express a numerator per ``per`` residents; missing where either is missing or nobody lives there.

    Examples
    --------
    >>> rate_per(pd.Series([12.0, 1.0]), pd.Series([10_000.0, 0.0]), per=10_000).tolist()
    [12.0, nan]
    """
    return numerator.astype(float) * per / residents.astype(float).where(residents.astype(float) > 0)


def is_unreliable(answered: pd.Series, frame: pd.Series) -> pd.Series:
    """Tell which numbers rest on under ten answers or on under a fifth of those asked (status ``U``)."""
    n, total = answered.astype(float), frame.astype(float)
    return (n < FEW_ANSWERS) | (n < LOW_RESPONSE * total)
