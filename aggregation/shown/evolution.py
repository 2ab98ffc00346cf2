"""Whether a number changed between two survey years, and how many clear changes chance alone would give.

Works on released numbers, with the interval each of them carries. The years are treated as independent although many
doctors answer in several of them: their answers move together, so the interval of a change is too wide rather than too
narrow. Method: ``docs/methods/evolution.md``.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass

from aggregation.estimate import CONFIDENCE
from aggregation.indicators import Indicator
from aggregation.shown import verdicts
from aggregation.shown.selection import AreaNumber, Shown
from aggregation.shown.verdicts import CLEAR, Differences, Verdict


@dataclass(frozen=True, kw_only=True)
class Change:
    """A change of one area: later minus earlier, in the unit of the number.

    ``value`` is NaN where one of both is not shown. ``low`` and ``high`` are the ends of its 95 % interval, both None
    where nothing was estimated. ``exact`` tells that both years were counted in full.
    """

    value: float
    low: float | None
    high: float | None
    exact: bool
    verdict: Verdict

    @property
    def known(self) -> bool:
        """True where there is a change to show."""
        return not math.isnan(self.value)

    @property
    def half(self) -> float | None:
        """The arm of the interval on the side of no change, which decides; None where there is no interval."""
        if self.low is None or self.high is None:
            return None
        return self.value - self.low if self.value > 0 else self.high - self.value


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


def change_between(first: AreaNumber | None, last: AreaNumber | None, indicator: Indicator, shown: Shown) -> Change:
    """Compare two years of one area, tested on its own: ``aggregation.shown.verdicts`` says how."""
    sides = [verdicts.number_of(row, indicator, shown) for row in (last, first)]
    return _changes(verdicts.compare(*sides))[0]


def changes(
    first: Mapping[str, AreaNumber], last: Mapping[str, AreaNumber], indicator: Indicator, shown: Shown
) -> tuple[dict[str, Change], Tally]:
    """Compare two years of all areas of a level, as one family.

    Parameters
    ----------
    first, last : numbers of the earlier and the later year, by area id.

    Returns
    -------
    The change of every area that either year has, and the tally of the round.
    """
    areas = list({**first, **last})
    if not areas:
        return {}, Tally(tested=0, beyond=0, clear=0)
    sides = [verdicts.side_by_side(map(year.get, areas), indicator, shown) for year in (last, first)]
    whole = dict(zip(areas, _changes(verdicts.compare(*sides)), strict=True))
    said = [change.verdict for change in whole.values() if change.half is not None]
    return whole, Tally(
        tested=len(said),
        beyond=sum(each in (*CLEAR, Verdict.PERHAPS) for each in said),
        clear=sum(each in CLEAR for each in said),
    )


def _changes(found: Differences) -> list[Change]:
    return [
        Change(
            value=float(value),
            low=None if math.isnan(low) else float(low),
            high=None if math.isnan(high) else float(high),
            exact=bool(exact),
            verdict=said,
        )
        for value, low, high, exact, said in zip(
            found.value, found.low, found.high, found.exact, verdicts.judge(found), strict=True
        )
    ]
