"""Whether two released numbers differ: one test, one correction for many areas, asked by every screen, table and file.

Everything comes from what is released: a value, its 95 % interval as shown, and the answers behind it. Where an
estimate has no interval nothing is said. Choices, limits and simulated error rates: ``docs/methods/differences.md``.
"""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy import stats
from scipy.special import stdtr, stdtrit

from aggregation.estimate import CONFIDENCE
from aggregation.indicators import Indicator, Number
from aggregation.shown.selection import AreaNumber, Shown
from data.terms import Measure

Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]

FALSE_SHARE = 0.05
"""Share of the clear differences that may be false, on average, when a family is tested together."""
QUANTILES = (Measure.MEDIAN, Measure.P25, Measure.P75)
NO_WIDTH = 1e-6
"""Differences below this are rounding."""

_COLUMNS = ("value", "lower", "upper", "answered", "frame")
_ENDLESS = 1e7
"""Degrees of freedom at which Student's law is the normal one."""


class Verdict(StrEnum):
    """What may be said of the difference between two numbers."""

    HIGHER = "higher"
    LOWER = "lower"
    PERHAPS = "perhaps"
    """Larger than its own interval, but not once it is counted how many areas were tested."""
    SAME = "same"
    """No clear difference."""
    EQUAL = "equal"
    """Both counted in full, and equal."""
    UNJUDGED = "unjudged"
    """Both are known, but of at least one nobody can say how sure it is."""
    HIDDEN = "hidden"
    """At least one is withheld or without data."""


CLEAR = (Verdict.HIGHER, Verdict.LOWER)


@dataclass(frozen=True, kw_only=True, eq=False)
class Numbers:
    """Released numbers of one kind side by side, one per place; a single one is of length one.

    ``value``, ``lower`` and ``upper`` are in the unit of the number, missing where there is none; ``answered`` are the
    answers behind it, endless where they do not matter; ``counted`` tells that everybody was counted, so that no chance
    is in it. ``step`` is how finely the release rounds it; ``share`` that it is a part of those who answered, whose
    interval is Wilson's, where all others have Student's. ``least`` is the arm that the spread between answers of all
    numbers together would give each, 0 where that says nothing.
    """

    value: Floats
    lower: Floats
    upper: Floats
    answered: Floats
    counted: Flags
    step: float
    share: bool
    least: Floats


@dataclass(frozen=True, kw_only=True, eq=False)
class Differences:
    """First less second, place by place.

    ``low`` and ``high`` are the ends of its 95 % interval and ``p`` the two-sided p-value, missing where nothing can be
    tested; ``exact`` tells that both were counted in full. ``least`` is the smallest exact difference that is one.
    """

    value: Floats
    low: Floats
    high: Floats
    p: Floats
    exact: Flags
    least: float


def numbers_of(rows: pd.DataFrame, indicator: Indicator, shown: Shown) -> Numbers:
    """Give all areas of a level as the test takes them.

    Parameters
    ----------
    rows : frame of ``aggregation.shown.selection.pick``.
    """
    return from_columns([rows[name].to_numpy(dtype=float, na_value=np.nan) for name in _COLUMNS], indicator, shown)


def side_by_side(each: Iterable[AreaNumber | None], indicator: Indicator, shown: Shown) -> Numbers:
    """Give numbers one by one as the test takes them; missing where there is none."""
    nan = math.nan
    rows = [(nan,) * 5 if row is None else (row.value, row.lower, row.upper, row.answered, row.frame) for row in each]
    columns = np.array([[nan if part is None else part for part in row] for row in rows], dtype=float).reshape(-1, 5)
    return from_columns(list(columns.T), indicator, shown)


def number_of(row: AreaNumber | None, indicator: Indicator, shown: Shown) -> Numbers:
    """Give one number as the test takes it; missing where there is none."""
    return side_by_side([row], indicator, shown)


def from_columns(columns: Sequence[Floats], indicator: Indicator, shown: Shown) -> Numbers:
    """Give numbers from value, lower and upper end, answers (n) and those asked (N), one column each."""
    value, lower, upper, answered, frame = columns
    wide = upper - lower > NO_WIDTH
    sure = shown.measure not in QUANTILES
    return Numbers(
        value=value,
        lower=lower if sure else np.full(len(value), np.nan),
        upper=upper if sure else np.full(len(value), np.nan),
        answered=answered,
        counted=(answered == frame) & ~wide & sure & (not indicator.estimated),
        step=step_of(indicator, shown.measure),
        share=shown.measure is Measure.SHARE,
        least=_pooled((upper - lower) / 2, answered, frame, indicator, shown),
    )


def _pooled(half: Floats, answered: Floats, frame: Floats, indicator: Indicator, shown: Shown) -> Floats:
    """Give half the interval that each mean would have with the spread between answers of all of them together."""
    alike = shown.measure is Measure.MEAN or (shown.measure is Measure.RATE and indicator.number is Number.SHARE)
    usable = (half > NO_WIDTH) & (answered >= 3) & (frame > answered)
    if not alike or not usable.any():
        return np.zeros(len(half))
    with np.errstate(divide="ignore", invalid="ignore"):
        real = answered * (frame - 1) / (frame - answered)
        critical = stdtrit(np.maximum(answered - 1, 1), 0.5 + CONFIDENCE / 2)
        spread = half * np.sqrt(real) / critical
        weight = answered - 1
        pooled = math.sqrt(float((weight * spread**2)[usable].sum() / weight[usable].sum()))
        return np.where(usable, critical * pooled / np.sqrt(real), 0.0)


def fixed(values: npt.ArrayLike, halves: npt.ArrayLike, *, share: bool = False) -> Numbers:
    """Give benchmarks that are no released numbers: their values and half their intervals.

    A half of 0 is that of a benchmark without chance; a missing one of an estimate nobody knows the error of.
    """
    value, half = np.atleast_1d(np.asarray(values, dtype=float)), np.atleast_1d(np.asarray(halves, dtype=float))
    wide = half > 0
    return Numbers(
        value=value,
        lower=np.where(wide, value - half, np.nan),
        upper=np.where(wide, value + half, np.nan),
        answered=np.full(len(value), _ENDLESS),
        counted=half == 0,
        step=0.0,
        share=share,
        least=np.zeros(len(value)),
    )


def step_of(indicator: Indicator, measure: Measure) -> float:
    """Tell how finely a release rounds a number."""
    if measure in (Measure.COUNT, Measure.GAP):
        return 1.0
    fine = measure in (Measure.RATE, Measure.LOW, Measure.HIGH) and indicator.number is Number.RATE
    return 0.01 if fine else 0.1


def compare(first: Numbers, second: Numbers) -> Differences:
    """Hold numbers against others, place by place; one number is held against all.

    The ends are those of Zou and Donner (2008): each arm of the two intervals on the side it moves the difference to,
    widened by half a step of rounding, as the root of their squares, and one step more for the difference of two
    rounded values. So a difference is never clear while one interval holds the other number. The p-value is 0.05 where
    the interval just touches no difference, and falls off by Student's law: with few answers an extreme is not as rare
    as the normal law has it. For means no arm is shorter there than the spread of all areas together makes it: few
    answers of a skewed kind, such as contacts, often miss the large ones, and then lie low and look sure at once.
    """
    step = max(first.step, second.step)
    value = np.round(first.value - second.value, 6)
    one, two = _arms(first, step), _arms(second, step)
    low = value - np.hypot(one[0], two[1]) - step
    high = value + np.hypot(one[1], two[0]) + step
    up = value > 0
    arms = (
        np.maximum(np.where(up, one[0], one[1]), first.least),
        np.maximum(np.where(up, two[1], two[0]), second.least),
    )
    free = _freedom((first, second), arms)
    with np.errstate(divide="ignore", invalid="ignore"):
        apart = np.maximum(np.abs(value) - step, 0.0) / np.hypot(*arms)
    p = 2 * stdtr(free, -np.nan_to_num(apart, posinf=_ENDLESS) * stdtrit(free, 0.5 + CONFIDENCE / 2))
    exact = first.counted & second.counted & ~np.isnan(value)
    tested = ~exact & ~np.isnan(low) & ~np.isnan(high)
    return Differences(
        value=value,
        low=np.where(tested, low, np.nan),
        high=np.where(tested, high, np.nan),
        p=np.where(tested, p, np.nan),
        exact=exact,
        least=max(step / 2, 0.05) - NO_WIDTH,
    )


def _freedom(numbers: tuple[Numbers, Numbers], arms: tuple[Floats, Floats]) -> Floats:
    """Give the degrees of freedom of two numbers together, by Welch and Satterthwaite.

    Those of one number are its answers less one; of a share the answers of the rarer kind, yes or no in both together,
    for it is these that an extreme share hangs on.
    """
    n = [np.clip(np.nan_to_num(each.answered, nan=_ENDLESS), 2.0, _ENDLESS) for each in numbers]
    both = (n[0] * numbers[0].value + n[1] * numbers[1].value) / (n[0] + n[1]) / 100
    own = []
    for each, answers in zip(numbers, n, strict=True):
        rarer = np.minimum(both, 1 - both) if each.share else 1.0
        own.append(np.maximum(rarer * (answers - 1), 1.0))
    errors = [(arm / stdtrit(free, 0.5 + CONFIDENCE / 2)) ** 2 for arm, free in zip(arms, own, strict=True)]
    with np.errstate(divide="ignore", invalid="ignore"):
        joined = (errors[0] + errors[1]) ** 2 / (errors[0] ** 2 / own[0] + errors[1] ** 2 / own[1])
    return np.where(np.isfinite(joined), joined, _ENDLESS)


def _arms(numbers: Numbers, step: float) -> tuple[Floats, Floats]:
    """Give how far each number may lie too high, and too low."""
    whole = np.where(numbers.counted, 0.0, np.nan)
    below = np.where(numbers.counted, whole, numbers.value - numbers.lower)
    above = np.where(numbers.counted, whole, numbers.upper - numbers.value)
    return np.maximum(below, 0) + step / 2, np.maximum(above, 0) + step / 2


def judge(found: Differences) -> list[Verdict]:
    """Say of each difference of a family what may be said of it.

    A family is what a reader looks at together: all areas of a level for one number, or what is in the basket; a
    difference that stands alone is a family of one. Benjamini and Hochberg's procedure keeps the expected share of
    false among the clear ones at ``FALSE_SHARE``; the areas of a level share no respondents, so that its condition
    holds. An exact difference is no test and takes no part.
    """
    tested = ~np.isnan(found.p)
    adjusted = np.full(len(found.p), np.nan)
    if tested.any():
        adjusted[tested] = stats.false_discovery_control(found.p[tested], method="bh")
    beyond = (found.low > 0) | (found.high < 0)
    said = []
    for i, value in enumerate(found.value):
        if math.isnan(value):
            said.append(Verdict.HIDDEN)
        elif found.exact[i]:
            said.append(Verdict.EQUAL if abs(value) < found.least else _side(value))
        elif not tested[i]:
            said.append(Verdict.UNJUDGED)
        elif not beyond[i]:
            said.append(Verdict.SAME)
        else:
            said.append(_side(value) if adjusted[i] <= FALSE_SHARE else Verdict.PERHAPS)
    return said


def _side(value: float) -> Verdict:
    return Verdict.HIGHER if value > 0 else Verdict.LOWER


def family(areas: pd.Index, numbers: Numbers, benchmark: Numbers) -> dict[str, Verdict]:
    """Hold all areas of a level against a benchmark, as one family; ``benchmark`` is one, or one per area.

    A number that has nothing to be held against is not hidden; it is unjudged.
    """
    said = judge(compare(numbers, benchmark))
    known = ~np.isnan(numbers.value)
    return {
        str(area): Verdict.UNJUDGED if each is Verdict.HIDDEN and here else each
        for area, each, here in zip(areas, said, known, strict=True)
    }


def basket(rows: Mapping[str, AreaNumber], indicator: Indicator, shown: Shown) -> dict[tuple[str, str], Verdict]:
    """Hold every two of some areas against each other, as one family: that of the basket.

    Returns
    -------
    (first, second) to what may be said of first against second; each pair in both orders.
    """
    pairs = [(one, two) for i, one in enumerate(rows) for two in list(rows)[i + 1 :]]
    if not pairs:
        return {}
    sides = [side_by_side([rows[pair[i]] for pair in pairs], indicator, shown) for i in (0, 1)]
    said = judge(compare(*sides))
    turned = {Verdict.HIGHER: Verdict.LOWER, Verdict.LOWER: Verdict.HIGHER}
    found = dict(zip(pairs, said, strict=True))
    return {**found, **{(two, one): turned.get(each, each) for (one, two), each in found.items()}}
