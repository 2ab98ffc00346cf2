"""Whether a number changed between two survey years, and how many clear changes chance alone would give.

Works on released numbers, with the interval each of them carries. The years are treated as independent although many
doctors answer in several of them: their answers move together, so the interval of a change is too wide rather than too
narrow. Method: ``docs/methods/evolution.md``.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from scipy import stats
from scipy.special import ndtr

from aggregation.estimate import CONFIDENCE
from aggregation.shown.selection import AreaNumber
from data.terms import Measure

FALSE_SHARE = 0.05
"""Share of the clear changes that may be false, on average, when many areas are tested at once."""

_Z = float(stats.norm.ppf(0.5 + CONFIDENCE / 2))
_STEP = {Measure.RATE: 0.01, Measure.COUNT: 1.0}
"""How finely a release rounds, by measure; all others to one decimal."""
_LEAST = {Measure.COUNT: 0.5}
"""Half of what a screen shows of a full count: a smaller change reads as none."""
_QUANTILES = (Measure.MEDIAN, Measure.P25, Measure.P75)


class Verdict(StrEnum):
    """What may be said of a change."""

    HIGHER = "higher"
    LOWER = "lower"
    PERHAPS = "perhaps"
    """Outside its own interval, but not once it is counted how many areas were tested."""
    UNCLEAR = "unclear"
    SAME = "same"
    """Counted in full, and equal."""
    UNTESTED = "untested"
    """Both numbers are known, but at least one carries no interval."""
    NOT_SHOWN = "not_shown"


CLEAR = (Verdict.HIGHER, Verdict.LOWER)


@dataclass(frozen=True, kw_only=True)
class Change:
    """A change of one area: later minus earlier, in the unit of the number.

    ``value`` is NaN where one of both is not shown. ``half`` is the half-width of its 95 % interval and ``p`` the
    two-sided p-value, both None where nothing was estimated. ``exact`` tells that both years were counted in full.
    """

    value: float
    half: float | None
    p: float | None
    exact: bool
    verdict: Verdict

    @property
    def known(self) -> bool:
        """True where there is a change to show."""
        return not math.isnan(self.value)


@dataclass(frozen=True, kw_only=True)
class Tally:
    """What a round of tests gave: areas tested, beyond their own interval, still clear after correction."""

    tested: int
    beyond: int
    clear: int

    @property
    def by_chance(self) -> float:
        """Areas that would lie beyond their interval if nothing changed anywhere; an upper bound on the average."""
        return self.tested * (1 - CONFIDENCE)


def is_counted(row: AreaNumber, measure: Measure) -> bool:
    """Tell whether a number counts everybody: nobody was left out, so no chance is in it."""
    return (
        row.known
        and measure not in _QUANTILES
        and not row.has_interval
        and row.answered is not None
        and row.answered == row.frame
    )


def change_between(first: AreaNumber | None, last: AreaNumber | None, measure: Measure) -> Change:
    """Compare two years of one area, tested on its own.

    The half-width is the root of the summed squared half-widths, each widened by half a step of rounding, plus one step
    for the difference of two rounded numbers: what is published to one decimal cannot prove a smaller change.
    """
    if first is None or last is None or not (first.known and last.known):
        return Change(value=math.nan, half=None, p=None, exact=False, verdict=Verdict.NOT_SHOWN)
    step = _STEP.get(measure, 0.1)
    value = round(last.value - first.value, 6)
    counted = is_counted(first, measure), is_counted(last, measure)
    if all(counted):
        verdict = Verdict.SAME if abs(value) < _LEAST.get(measure, 0.05) else _direction(value)
        return Change(value=value, half=None, p=None, exact=True, verdict=verdict)
    halves = [_half(row, step, full) for row, full in zip((first, last), counted, strict=True)]
    if measure in _QUANTILES or any(math.isnan(half) for half in halves):
        return Change(value=value, half=None, p=None, exact=False, verdict=Verdict.UNTESTED)
    half = math.hypot(*halves) + step
    p = 2 * float(ndtr(-abs(value) * _Z / half))
    return Change(value=value, half=half, p=p, exact=False, verdict=_verdict(value, half))


def changes(
    first: Mapping[str, AreaNumber], last: Mapping[str, AreaNumber], measure: Measure
) -> tuple[dict[str, Change], Tally]:
    """Compare two years of all areas of a level, as one round of tests.

    Benjamini and Hochberg's procedure keeps the expected share of false among the clear changes at ``FALSE_SHARE``. The
    areas of a level share no respondents, so its condition of independence holds.

    Parameters
    ----------
    first, last : numbers of the earlier and the later year, by area id.

    Returns
    -------
    The change of every area that either year has, and the tally of the round.
    """
    alone = {area: change_between(first.get(area), last.get(area), measure) for area in {**first, **last}}
    tested = [area for area, change in alone.items() if change.p is not None]
    if not tested:
        return alone, Tally(tested=0, beyond=0, clear=0)
    raw = np.array([alone[area].p for area in tested], dtype=float)
    adjusted = stats.false_discovery_control(raw, method="bh")
    beyond = 0
    for area, q in zip(tested, adjusted, strict=True):
        change = alone[area]
        if change.verdict in CLEAR:
            beyond += 1
            if float(q) > FALSE_SHARE:
                alone[area] = Change(
                    value=change.value, half=change.half, p=change.p, exact=False, verdict=Verdict.PERHAPS
                )
    clear = sum(alone[area].verdict in CLEAR for area in tested)
    return alone, Tally(tested=len(tested), beyond=beyond, clear=clear)


def _half(row: AreaNumber, step: float, counted: bool) -> float:
    """Half the interval of one number with its rounding; only the rounding where everybody was counted."""
    return step / 2 if counted else (row.upper - row.lower) / 2 + step / 2


def _direction(value: float) -> Verdict:
    return Verdict.HIGHER if value > 0 else Verdict.LOWER


def _verdict(value: float, half: float) -> Verdict:
    return _direction(value) if abs(value) > half else Verdict.UNCLEAR
