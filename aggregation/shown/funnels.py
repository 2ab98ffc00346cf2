"""Funnels: the limits within which areas lie when only chance sets them apart, narrower with more answers.

Computed from released numbers only. Methods and their limits: ``docs/methods/comparing.md``.
"""

import math
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy import stats

from aggregation.indicators import Indicator
from aggregation.shown.comparing import FEWEST_AREAS
from aggregation.shown.selection import Shown
from aggregation.shown.verdicts import NO_WIDTH, QUANTILES, Floats
from data.terms import Measure

INNER, OUTER = 0.95, 0.998
"""Confidence of the two limits of a funnel."""


class NoFunnel(StrEnum):
    """Why a number has no funnel."""

    QUANTILE = "quantile"
    RATE = "rate"
    COMPLETE = "complete"
    TOO_FEW = "too_few"
    NO_TARGET = "no_target"


@dataclass(frozen=True, kw_only=True)
class Funnel:
    """Limits around a target that narrow with the number of answers.

    ``answers`` is the axis (n); ``inner`` and ``outer`` hold lower and upper limit at each n, at the response of all
    areas together. ``areas`` are those it places, ``beyond`` those over the outer limit, each with its own n and N.
    Whether an area differs clearly is no matter of the funnel: ``aggregation.shown.verdicts`` says so.
    """

    target: float
    answers: Floats
    inner: tuple[Floats, Floats]
    outer: tuple[Floats, Floats]
    areas: tuple[str, ...]
    beyond: frozenset[str]


def effective_answers(answered: npt.ArrayLike, frame: npt.ArrayLike) -> Floats:
    """Give the answers that count as much in an endless population: n(N-1)/(N-n); endless where all answered."""
    n, total = np.asarray(answered, dtype=float), np.asarray(frame, dtype=float)
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(n >= total, np.inf, n * (total - 1) / (total - n))


def funnel(rows: pd.DataFrame, indicator: Indicator, shown: Shown, target: float) -> Funnel | NoFunnel:
    """Make the limits within which areas lie when only chance sets them apart from ``target``.

    Shares: the score limits target ± z·√(target(100-target)/n'), with n' the effective answers; an area is over the
    95 % limit exactly where its Wilson interval leaves the target out. Means: the same with the spread between
    answers, pooled from the intervals of all areas.

    Returns
    -------
    A funnel in the unit of the indicator, or why there is none.
    """
    if shown.measure in QUANTILES:
        return NoFunnel.QUANTILE
    if shown.measure not in (Measure.SHARE, Measure.MEAN):
        return NoFunnel.RATE
    known = rows[rows["value"].notna() & rows["answered"].notna() & rows["frame"].notna()]
    if bool(known["answered"].eq(known["frame"]).all()) and len(known):
        return NoFunnel.COMPLETE
    known = known[known["answered"].ge(2)]
    if math.isnan(target):
        return NoFunnel.NO_TARGET
    if len(known) < FEWEST_AREAS:
        return NoFunnel.TOO_FEW
    n, total = known["answered"].to_numpy(dtype=float), known["frame"].to_numpy(dtype=float)
    real = effective_answers(n, total)
    value = known["value"].to_numpy(dtype=float)
    if shown.measure is Measure.SHARE:
        value = 100 * known["count"].to_numpy(dtype=float, na_value=np.nan) / n
        spread = math.sqrt(max(target * (100 - target), 0.0))
    else:
        spread = _pooled_deviation(known, n, real)
    if not spread > 0:
        return NoFunnel.TOO_FEW
    z_inner, z_outer = (float(stats.norm.ppf(0.5 + level / 2)) for level in (INNER, OUTER))
    with np.errstate(invalid="ignore"):  # nothing times endless: set to nil by the next line
        scores = (value - target) * np.sqrt(real) / spread
    scores = np.where(np.abs(value - target) < NO_WIDTH, 0.0, scores)
    axis = np.linspace(max(2.0, float(n.min()) * 0.8), float(n.max()) * 1.05, 120)
    response = min(float(n.sum() / total.sum()), 0.999)
    width = spread / np.sqrt(effective_answers(axis, np.maximum(axis / response, axis + 1e-9)))
    return Funnel(
        target=target,
        answers=axis,
        inner=_limits(target, z_inner * width, shown),
        outer=_limits(target, z_outer * width, shown),
        areas=tuple(map(str, known.index)),
        beyond=frozenset(str(a) for a, score in zip(known.index, scores, strict=True) if abs(score) > z_outer),
    )


def _pooled_deviation(known: pd.DataFrame, n: Floats, real: Floats) -> float:
    """Get the spread between single answers back from the intervals of means, all areas together."""
    half = ((known["upper"] - known["lower"]) / 2).to_numpy(dtype=float)
    usable = np.isfinite(half) & np.isfinite(real) & (half > 0) & (n >= 3)
    if not usable.any():
        return 0.0
    freedom = n[usable] - 1
    deviation = half[usable] * np.sqrt(real[usable]) / stats.t.ppf(0.975, freedom)
    return float(np.sqrt((freedom * deviation**2).sum() / freedom.sum()))


def _limits(target: float, half: Floats, shown: Shown) -> tuple[Floats, Floats]:
    low, high = target - half, target + half
    return (np.clip(low, 0, 100), np.clip(high, 0, 100)) if shown.measure is Measure.SHARE else (low, high)
