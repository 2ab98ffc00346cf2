"""One line of a spine chart: all areas of a level as a bar, the middle half darker, one area as a dot.

Every line is stretched so that the benchmark stands in the middle and the farthest area reaches an end: lines of
different units can be read under one another. Drawn by the dozen, so text without script.
"""

import math
from collections.abc import Sequence

from geo.figures.palette import INK
from geo.figures.pictures import picture

HEIGHT = 26.0
_HALF = 48.0
"""Percent of the width on each side of the middle; the rest is air, so that no dot is cut off."""
BAR, MIDDLE = "#e4eaec", "#c3d0d5"


def spine_row(
    ends: Sequence[float],
    *,
    described: str,
    benchmark: float,
    value: float,
    lower: float,
    upper: float,
    colour: str,
    mirrored: bool = False,
    marked: bool = True,
) -> str:
    """Draw one line.

    Parameters
    ----------
    ends : lowest, lower quarter, upper quarter and highest of the shown areas, unit of the indicator.
    described : what a screen reader says.
    benchmark : value in the middle of the line.
    value, lower, upper : the area and its interval; NaN where not shown or not defined.
    colour : of the dot.
    mirrored : high values on the left, where the highest is the worst.
    marked : draw the benchmark; without one the middle of the line is only a place.

    Returns
    -------
    An ``img`` element.
    """
    reach = max(abs(end - benchmark) for end in (ends[0], ends[-1])) or 1.0

    def x(number: float) -> float:
        share = (number - benchmark) / reach
        share = -share if mirrored else share
        return round(50 + min(max(share, -1.03), 1.03) * _HALF, 2)

    def bar(first: float, last: float, fill: str, height: float) -> str:
        left, right = sorted((x(first), x(last)))
        top = (HEIGHT - height) / 2
        return f'<rect x="{left}%" y="{top}" width="{max(right - left, 0.3):.2f}%" height="{height}" fill="{fill}"/>'

    parts = [bar(ends[0], ends[-1], BAR, 14), bar(ends[1], ends[2], MIDDLE, 14)]
    if marked:
        parts.append(f'<line x1="50%" x2="50%" y1="0" y2="{HEIGHT}" stroke="{INK}" stroke-width="1.2"/>')
    if not math.isnan(value):
        if not (math.isnan(lower) or math.isnan(upper)):
            parts.append(
                f'<line x1="{x(lower)}%" x2="{x(upper)}%" y1="{HEIGHT / 2}" y2="{HEIGHT / 2}" stroke="{colour}" '
                'stroke-width="2.4" stroke-linecap="round"/>'
            )
        parts.append(
            f'<circle cx="{x(value)}%" cy="{HEIGHT / 2}" r="6" fill="{colour}" stroke="#fff" stroke-width="1.6"/>'
        )
    return picture(parts, described=described, css="zc-spine", box=None, height=HEIGHT)
