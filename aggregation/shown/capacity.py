"""Four rulers for one thing: what each says of an area beside Flanders, and how far they disagree.

Every ruler has its own unit, so each becomes an index against Flanders (= 100) before they are compared.
Choices and limits: ``docs/methods/capacity.md``.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations

from scipy import stats

from aggregation.estimate import CONFIDENCE
from aggregation.shown.selection import AreaNumber
from aggregation.shown.verdicts import compare, fixed
from data.terms import Status

RULERS = ("D01", "D08", "D02", "D09")
"""Heads, active heads, full-time equivalents, contacts: each against the residents."""

BASE = 100.0
"""Index of Flanders."""


@dataclass(frozen=True, kw_only=True)
class Index:
    """A ruler of one area with Flanders at 100; ``half`` is half its 95 % interval, in index points.

    ``half`` is 0 for a complete count and None for an estimate that has no interval, which can never carry a finding.
    """

    value: float
    half: float | None

    @property
    def lower(self) -> float:
        """Lower end of the interval, missing where there is none."""
        return math.nan if self.half is None else self.value - self.half

    @property
    def upper(self) -> float:
        """Upper end of the interval, missing where there is none."""
        return math.nan if self.half is None else self.value + self.half


def index_of(row: AreaNumber | None, flanders: AreaNumber | None) -> Index | None:
    """Express a number of an area as an index against Flanders.

    Parameters
    ----------
    row, flanders : the same ruler of the area and of Flanders.

    Returns
    -------
    The index, its half-width by the delta method for a ratio; None where one of the two is withheld or has no data.
    """
    if row is None or flanders is None or not row.known or not flanders.known or flanders.value <= 0:
        return None
    own, whole = half_width(row), half_width(flanders)
    half = None
    if own is not None and whole is not None:
        half = BASE / flanders.value * math.hypot(own, row.value * whole / flanders.value)
    return Index(value=BASE * row.value / flanders.value, half=half)


def half_width(row: AreaNumber) -> float | None:
    """Give half the 95 % interval in the unit of the number: 0 for a complete count, None for a bare estimate."""
    if not (math.isnan(row.lower) or math.isnan(row.upper)):
        return max(row.upper - row.lower, 0.0) / 2
    return 0.0 if row.status is Status.NORMAL else None


@dataclass(frozen=True, kw_only=True)
class Disagreement:
    """How far the shown rulers of one area lie apart.

    ``spread`` is the highest index less the lowest, in points: at least so much, where ``shown`` is less than the four.
    ``high`` and ``low`` are the rulers of the pair that differs most among those whose intervals carry it, None where
    none does. ``chance`` is the probability that the largest difference is chance alone, corrected for the number of
    pairs looked at; None where no pair can be tested. ``testable`` tells whether both ends of the spread have an
    interval. ``clear`` is set by ``judged``, which looks at all areas at once.
    """

    spread: float
    shown: int
    high: str | None
    low: str | None
    chance: float | None
    testable: bool
    clear: bool = False


def disagreement(indices: Mapping[str, Index | None]) -> Disagreement | None:
    """Compare the rulers of one area.

    Parameters
    ----------
    indices : index per ruler, None where it is not shown.

    Returns
    -------
    Their disagreement; None where fewer than two rulers are shown.
    """
    known = {name: index for name, index in indices.items() if index is not None}
    if len(known) < 2:
        return None
    by_value = sorted(known.values(), key=lambda index: index.value)
    tested = [name for name, index in known.items() if index.half is not None]
    pairs = list(combinations(tested, 2))
    chances = {pair: min(1.0, len(pairs) * _chance(known[pair[0]], known[pair[1]])) for pair in pairs}
    carried = [pair for pair in pairs if chances[pair] < 1 - CONFIDENCE]
    high = low = None
    if carried:
        widest = max(carried, key=lambda pair: abs(known[pair[0]].value - known[pair[1]].value))
        low, high = sorted(widest, key=lambda name: known[name].value)
    return Disagreement(
        spread=by_value[-1].value - by_value[0].value,
        shown=len(known),
        high=high,
        low=low,
        chance=min(chances.values(), default=None),
        testable=by_value[0].half is not None and by_value[-1].half is not None,
    )


def _chance(first: Index, second: Index) -> float:
    """Probability of a difference this large between two equal numbers with these intervals."""
    one, two = (fixed(index.value, index.half if index.half is not None else math.nan) for index in (first, second))
    found = compare(one, two)
    return float(found.value[0] == 0) if found.exact[0] else float(found.p[0])


def judged(found: Mapping[str, Disagreement | None]) -> dict[str, Disagreement | None]:
    """Tell for which areas the rulers clearly disagree, looking at all areas of a level at once.

    Among many areas some differ by chance. The chances are corrected by the method of Benjamini and Hochberg (1995), so
    that of the areas called clear at most one in twenty is expected to be chance.
    """
    tested = {area: each for area, each in found.items() if each is not None and each.chance is not None}
    result = dict(found)
    if not tested:
        return result
    adjusted = stats.false_discovery_control([each.chance or 0.0 for each in tested.values()])
    for (area, each), chance in zip(tested.items(), adjusted, strict=True):
        clear = bool(chance < 1 - CONFIDENCE) and each.high is not None
        result[area] = replace(each, clear=clear, high=each.high if clear else None, low=each.low if clear else None)
    return result


def ends_of(indices: Sequence[Index | None], *, least: float) -> tuple[float, float]:
    """Give the ends of an index axis that holds Flanders and every given index with its interval.

    Parameters
    ----------
    indices : what is drawn; None is left out.
    least : points that the axis shows at least on each side of Flanders.

    Returns
    -------
    Two multiples of ten; the lower is never below zero.
    """
    known = [index for index in indices if index is not None]
    values = [BASE - least, BASE + least]
    for index in known:
        values += [index.value - (index.half or 0.0), index.value + (index.half or 0.0)]
    return max(0.0, math.floor((min(values) - 1) / 10) * 10.0), math.ceil((max(values) + 1) / 10) * 10.0
