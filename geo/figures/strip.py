"""Small figures as image markup: where one area stands among all, and how a number went over the years.

They are drawn by the dozen on one page and on paper, so they are text: no script, no request, sharp in print.
"""

import math
from collections.abc import Callable, Sequence
from itertools import pairwise

from geo.figures.palette import ACCENT, INK, RULE, SECONDARY
from geo.figures.pictures import picture

DOT = "#9db4ba"

_HEIGHT = 34.0
_MARGIN = 2.0
"""Percent of the width left free on both sides, so that no dot is cut off."""


def scale_of(values: Sequence[float], *, from_zero: bool = False) -> tuple[float, float]:
    """Give the ends of an axis that holds all values with a little air; never an empty range."""
    known = [float(value) for value in values if not math.isnan(float(value))]
    if not known:
        return (0.0, 1.0)
    low, high = min(known), max(known)
    if from_zero:
        low = min(low, 0.0)
    air = (high - low or abs(high) or 1.0) * 0.04
    return (low if from_zero and low == 0 else low - air, high + air)


def dot_strip(
    others: Sequence[float],
    *,
    described: str,
    value: float | None = None,
    lower: float | None = None,
    upper: float | None = None,
    flanders: float | None = None,
    ends: tuple[float, float] | None = None,
) -> str:
    """Draw all areas as faint dots on a line, the chosen one with its interval, Flanders as a thin line.

    Parameters
    ----------
    others : shown values of the areas of the level; missing ones are left out.
    described : what a screen reader says.
    value, lower, upper : the chosen area, None where it is not shown.
    flanders : value of Flanders.
    ends : axis; by default one that holds everything.

    Returns
    -------
    An ``img`` element that fills the width of its place.
    """
    given = [v for v in (value, lower, upper, flanders) if v is not None and not math.isnan(v)]
    low, high = ends or scale_of([*others, *given])
    middle = _HEIGHT / 2

    def x(number: float) -> str:
        share = (number - low) / ((high - low) or 1.0)
        return f"{_MARGIN + min(max(share, 0.0), 1.0) * (100 - 2 * _MARGIN):.1f}%"

    parts = [f'<line x1="0" x2="100%" y1="{middle}" y2="{middle}" stroke="{RULE}"/>']
    parts += [
        f'<circle cx="{x(float(v))}" cy="{middle}" r="3.2" fill="{DOT}" fill-opacity="0.5"/>'
        for v in others
        if not math.isnan(float(v))
    ]
    if flanders is not None and not math.isnan(flanders):
        parts.append(f'<line x1="{x(flanders)}" x2="{x(flanders)}" y1="4" y2="{_HEIGHT - 4}" stroke="{INK}"/>')
    if value is not None and not math.isnan(value):
        if lower is not None and upper is not None and not (math.isnan(lower) or math.isnan(upper)):
            parts.append(
                f'<line x1="{x(lower)}" x2="{x(upper)}" y1="{middle}" y2="{middle}" stroke="{ACCENT}" '
                'stroke-width="3" stroke-linecap="round"/>'
            )
        parts.append(f'<circle cx="{x(value)}" cy="{middle}" r="6" fill="{ACCENT}" stroke="#fff" stroke-width="1.6"/>')
    return picture(parts, described=described, css="zc-strip", box=None, height=_HEIGHT)


def trend(
    years: Sequence[int],
    values: Sequence[float],
    *,
    described: str,
    lower: Sequence[float],
    upper: Sequence[float],
    flanders: Sequence[float],
    breaks: Sequence[int] = (),
) -> str:
    """Draw a number over the years with its intervals, Flanders as a thin line, breaks as a dotted stroke.

    A missing value leaves a gap; the line never bridges it.
    """
    width, height, margin = 150.0, 46.0, 10.0
    ends = scale_of([*values, *lower, *upper, *flanders])
    steps = max(len(years) - 1, 1)

    def point(i: int, number: float) -> tuple[float, float]:
        share = (number - ends[0]) / ((ends[1] - ends[0]) or 1.0)
        return round(margin + i * (width - 2 * margin) / steps, 1), round(height - 6 - share * (height - 12), 1)

    parts = []
    for i, year in enumerate(years):
        if year in breaks:
            at = point(i, ends[0])[0]
            parts.append(
                f'<line x1="{at}" x2="{at}" y1="2" y2="{height - 2}" stroke="{SECONDARY}" stroke-dasharray="2 3"/>'
            )
    parts += _segments(flanders, point, colour=INK, width=1.0, opacity=0.55)
    for i, (low, high) in enumerate(zip(lower, upper, strict=True)):
        if not (math.isnan(low) or math.isnan(high)):
            at = point(i, low)[0]
            parts.append(
                f'<line x1="{at}" x2="{at}" y1="{point(i, low)[1]}" y2="{point(i, high)[1]}" stroke="{ACCENT}" '
                'stroke-opacity="0.35" stroke-width="5"/>'
            )
    parts += _segments(values, point, colour=ACCENT, width=1.8, opacity=1.0)
    for i, v in enumerate(values):
        if not math.isnan(v):
            at, up = point(i, v)
            parts.append(f'<circle cx="{at}" cy="{up}" r="2.6" fill="{ACCENT}"/>')
    return picture(parts, described=described, css="zc-trend", box=(width, height), height=height)


Place = Callable[[int, float], tuple[float, float]]


def _segments(values: Sequence[float], place: Place, *, colour: str, width: float, opacity: float) -> list[str]:
    """Lines between neighbours that are both known."""
    lines = []
    for i, (first, second) in enumerate(pairwise(values)):
        if not (math.isnan(first) or math.isnan(second)):
            (x1, y1), (x2, y2) = place(i, first), place(i + 1, second)
            lines.append(
                f'<line x1="{x1}" y1="{y1}" x2="{x2}" y2="{y2}" stroke="{colour}" stroke-width="{width}" '
                f'stroke-opacity="{opacity}"/>'
            )
    return lines
