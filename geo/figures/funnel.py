"""A funnel: every area by its number of answers, and the limits within which chance alone would keep it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import log10

from geo.figures.chart import Axis, Chart, Key, Limits, Line, Marked, Point, Tick, name_sides
from geo.figures.scale import close_scale

_WIDE = 25.0
"""Ratio of most to fewest answers above which the foot becomes logarithmic."""
_TALL = 438.0
_ROUND = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000)


@dataclass(frozen=True, kw_only=True)
class FunnelCurves:
    """Limits at each number of answers, unit of the indicator."""

    answers: Sequence[float]
    inner: tuple[Sequence[float], Sequence[float]]
    outer: tuple[Sequence[float], Sequence[float]]
    target: float


@dataclass(frozen=True, kw_only=True)
class FunnelWords:
    """Titles of the axes, the labels of target and limits, the text alternative."""

    x: str
    y: str
    target: str
    inner: str
    outer: str
    described: str


def describe_funnel(
    areas: Sequence[Marked],
    answers: Sequence[float],
    values: Sequence[float],
    curves: FunnelCurves,
    words: FunnelWords,
    ticks: tuple[Callable[[float], str], Callable[[float], str]],
    key: Key | None = None,
) -> Chart:
    """Describe a funnel.

    Parameters
    ----------
    areas, answers, values : one per shown area, those whose names matter most first.
    ticks : write a number of answers, and a value.
    """
    across = _answers_axis([*curves.answers, *answers], words, ticks[0])
    every = [*values, *(v for ends in (curves.inner, curves.outer) for side in ends for v in side)]
    scale = close_scale(every)
    upward = Axis(
        title=words.y,
        low=scale.low,
        high=scale.high,
        ticks=tuple(Tick(value=value, text=ticks[1](value)) for value in scale.ticks),
    )
    points = tuple(Point(mark=m, x=n, y=v) for m, n, v in zip(areas, answers, values, strict=True))

    def down(value: float) -> float:
        return (upward.high - value) / (upward.high - upward.low)

    told = (curves.target, curves.inner[1][-1], curves.outer[1][-1])
    return Chart(
        across=across,
        upward=upward,
        points=points,
        lines=(Line(value=curves.target, label=words.target, upright=False, beside=True),),
        limits=(
            _limits(curves, curves.inner, words.inner, filled=True),
            _limits(curves, curves.outer, words.outer, filled=False),
        ),
        labels=name_sides(
            points,
            [(_place(across, p.x), down(p.y)) for p in points],
            tall=_TALL,
            middle=down(curves.target),
            told=[down(value) for value in told],
        ),
        key=key,
        described=words.described,
        tall=_TALL,
    )


def _answers_axis(numbers: Sequence[float], words: FunnelWords, tick: Callable[[float], str]) -> Axis:
    least, most = min(numbers), max(numbers)
    wide = most / max(least, 1.0) > _WIDE
    scale = close_scale([log10(least), log10(most)] if wide else [least, most])
    low, high = (10**scale.low, 10**scale.high) if wide else (scale.low, scale.high)
    values = [float(value) for value in _ROUND if low <= value <= high] if wide else [v for v in scale.ticks if v >= 0]
    return Axis(
        title=words.x,
        low=low,
        high=high,
        ticks=tuple(Tick(value=value, text=tick(value)) for value in values),
        grid=False,
        logarithmic=wide,
    )


def _place(axis: Axis, value: float) -> float:
    if axis.logarithmic:
        return (log10(value) - log10(axis.low)) / (log10(axis.high) - log10(axis.low))
    return (value - axis.low) / (axis.high - axis.low)


def _limits(curves: FunnelCurves, ends: tuple[Sequence[float], Sequence[float]], label: str, *, filled: bool) -> Limits:
    low, high = (tuple(side) for side in ends)
    return Limits(x=tuple(curves.answers), low=low, high=high, label=label, dashed=not filled, filled=filled)
