"""Areas in the order of a number, with their intervals, and beside each its chance to be in the outer fifth.

Up to ``MOST_NAMED`` areas every row carries its name; with more the areas stand along the foot and only some are named.
"""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from geo.figures.chart import SIZE, Axis, Bars, Chart, Ends, Key, Line, Marked, Point, Tick, name_sides
from geo.figures.drawing import cut
from geo.figures.scale import close_scale

MOST_NAMED = 75
_ROW, _NAME = 19.0, 205.0
"""Height of a row and the width that a name may take, pixels: a phone has no more."""
_TALL, _FIELD = 500.0, 0.72
"""Height of the columns with their bars, and the part of it that is the field."""


@dataclass(frozen=True, kw_only=True)
class Ranked:
    """One area of a ranking: value and 95 % interval in the unit of the axis, chance 0-100; NaN where there is none."""

    mark: Marked
    value: float
    lower: float
    upper: float
    chance: float

    @property
    def ends(self) -> Ends | None:
        """Give its interval, None where it has none."""
        return None if math.isnan(self.lower) or math.isnan(self.upper) else (self.lower, self.upper)


@dataclass(frozen=True, kw_only=True)
class RankingWords:
    """What stands in a ranking beside names and numbers: the unit, the title of the chances, the text alternative.

    ``percent`` writes a chance of 0 to 100.
    """

    unit: str
    chance: str
    described: str
    percent: Callable[[float], str]


def describe_ranking(
    rows: Sequence[Ranked],
    lines: Sequence[tuple[float, str]],
    words: RankingWords,
    tick: Callable[[float], str],
    key: Key | None = None,
) -> Chart:
    """Describe a ranking.

    Parameters
    ----------
    rows : shown areas in the order of reading, top (or left) first.
    lines : value and label of what everything is held against; the second is dashed.
    tick : writes a value of the axis.
    """
    make = _rows if len(rows) <= MOST_NAMED else _columns
    return make(rows, lines, words, tick, key)


def _values(
    rows: Sequence[Ranked], lines: Sequence[tuple[float, str]], words: RankingWords, tick: Callable[[float], str]
) -> Axis:
    ends = [end for row in rows for end in (row.value, *(row.ends or ()))]
    scale = close_scale([*ends, *(value for value, _label in lines)])
    ticks = tuple(Tick(value=value, text=tick(value)) for value in scale.ticks)
    return Axis(title=words.unit, low=scale.low, high=scale.high, ticks=ticks)


def _bars(rows: Sequence[Ranked], words: RankingWords) -> Bars | None:
    if all(math.isnan(row.chance) for row in rows):
        return None
    return Bars(
        title=words.chance,
        values=tuple(row.chance for row in rows),
        texts=tuple(_chance(row.chance, words) for row in rows),
        ticks=tuple(Tick(value=value, text=words.percent(value)) for value in (0.0, 50.0, 100.0)),
    )


def _chance(chance: float, words: RankingWords) -> str:
    """Write a chance as whole percents; one below one percent stays silent, one over 99 is not called certain."""
    if math.isnan(chance) or chance < 1:
        return ""
    return f">\N{NO-BREAK SPACE}{words.percent(99)}" if chance > 99 else words.percent(chance)


def _rows(
    rows: Sequence[Ranked],
    lines: Sequence[tuple[float, str]],
    words: RankingWords,
    tick: Callable[[float], str],
    key: Key | None,
) -> Chart:
    names = [cut(row.mark.name, SIZE, _NAME, bold=row.mark.loud) for row in rows]
    return Chart(
        across=_values(rows, lines, words, tick),
        upward=Axis(
            title="",
            low=len(rows) - 0.3,
            high=-0.7,
            ticks=tuple(Tick(value=i, text=names[i], mark=row.mark) for i, row in enumerate(rows)),
            grid=False,
        ),
        points=tuple(Point(mark=row.mark, x=row.value, y=i, across=row.ends) for i, row in enumerate(rows)),
        lines=tuple(
            Line(value=value, label=label, upright=True, dashed=i > 0) for i, (value, label) in enumerate(lines)
        ),
        bars=_bars(rows, words),
        key=key,
        described=words.described,
        rows=True,
        tall=_ROW * len(rows) + 8,
    )


def _columns(
    rows: Sequence[Ranked],
    lines: Sequence[tuple[float, str]],
    words: RankingWords,
    tick: Callable[[float], str],
    key: Key | None,
) -> Chart:
    across = Axis(title="", low=-1.5, high=len(rows) + 0.5, grid=False)
    upward = _values(rows, lines, words, tick)
    points = tuple(Point(mark=row.mark, x=i, y=row.value, upward=row.ends) for i, row in enumerate(rows))
    places = [
        ((p.x - across.low) / (across.high - across.low), (upward.high - p.y) / (upward.high - upward.low))
        for p in points
    ]
    return Chart(
        across=across,
        upward=upward,
        points=points,
        lines=tuple(
            Line(value=value, label=label, upright=False, dashed=i > 0) for i, (value, label) in enumerate(lines)
        ),
        labels=name_sides(points, places, tall=_TALL * _FIELD, middle=1.0),
        bars=_bars(rows, words),
        key=key,
        described=words.described,
        dot=6.0,
        tall=_TALL,
    )
