"""Two numbers of the same areas against each other, with Flanders as two thin lines."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from geo.figures.chart import Axis, Chart, Ends, Key, Line, Marked, Point, Tick, name_sides
from geo.figures.scale import close_scale

_TALL = 468.0


@dataclass(frozen=True, kw_only=True)
class Pair:
    """One area: its two values, and their intervals, None where there is none."""

    mark: Marked
    x: float
    y: float
    x_ends: Ends | None
    y_ends: Ends | None


@dataclass(frozen=True, kw_only=True)
class ScatterWords:
    """Titles of the axes, label of the benchmark, text alternative."""

    x: str
    y: str
    benchmark: str
    described: str


def describe_scatter(
    pairs: Sequence[Pair],
    benchmark: tuple[float | None, float | None],
    words: ScatterWords,
    ticks: tuple[Callable[[float], str], Callable[[float], str]],
    key: Key | None = None,
) -> Chart:
    """Describe two numbers against each other.

    Parameters
    ----------
    pairs : one per area that shows both numbers; intervals are drawn where an area stands out.
    benchmark : the two values of the benchmark, None where not shown.
    ticks : write a value of the one and of the other number.
    """
    points = tuple(
        Point(
            mark=pair.mark,
            x=pair.x,
            y=pair.y,
            across=pair.x_ends if pair.mark.loud else None,
            upward=pair.y_ends if pair.mark.loud else None,
        )
        for pair in pairs
    )
    across = _axis([(p.x, p.across) for p in points], benchmark[0], words.x, ticks[0])
    upward = _axis([(p.y, p.upward) for p in points], benchmark[1], words.y, ticks[1])
    places = [
        ((p.x - across.low) / (across.high - across.low), (upward.high - p.y) / (upward.high - upward.low))
        for p in points
    ]
    heights = sorted(place[1] for place in places)
    return Chart(
        across=across,
        upward=upward,
        points=points,
        lines=tuple(
            Line(value=value, label=words.benchmark, upright=upright)
            for value, upright in ((benchmark[0], True), (benchmark[1], False))
            if value is not None
        ),
        labels=name_sides(points, places, tall=_TALL, middle=heights[len(heights) // 2] if heights else 0.5),
        key=key,
        described=words.described,
        tall=_TALL,
    )


def _axis(
    values: Sequence[tuple[float, Ends | None]],
    benchmark: float | None,
    title: str,
    tick: Callable[[float], str],
) -> Axis:
    every = [end for value, ends in values for end in (value, *(ends or ()))]
    scale = close_scale([*every, *([] if benchmark is None else [benchmark])])
    ticks = tuple(Tick(value=value, text=tick(value)) for value in scale.ticks)
    return Axis(title=title, low=scale.low, high=scale.high, ticks=ticks)
