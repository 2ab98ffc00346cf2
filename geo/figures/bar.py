"""Bars of shares as image markup: from zero to a hundred, with the interval drawn."""

import math

from geo.figures.palette import INK
from geo.figures.pictures import picture

BAR = "#559398"
"""Colour of the bar of a share, on every screen: light enough for the ink of the interval that is drawn on it."""


def share_bar(value: float, lower: float, upper: float, *, described: str) -> str:
    """Draw a share (0-100) as a bar from zero with its 95 % interval; a missing interval is left out."""

    def x(number: float) -> str:
        return f"{min(max(number, 0.0), 100.0):g}%"

    parts = [
        '<rect x="0" y="4" width="100%" height="10" fill="#eef2f3"/>',
        f'<rect x="0" y="4" width="{x(value)}" height="10" fill="{BAR}"/>',
    ]
    if not (math.isnan(lower) or math.isnan(upper)):
        parts += [
            f'<line x1="{x(lower)}" x2="{x(upper)}" y1="9" y2="9" stroke="{INK}" stroke-width="1.4"/>',
            *(
                f'<line x1="{x(e)}" x2="{x(e)}" y1="5" y2="13" stroke="{INK}" stroke-width="1.4"/>'
                for e in (lower, upper)
            ),
        ]
    return picture(parts, described=described, css="zc-strip", box=None, height=18)
