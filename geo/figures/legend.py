"""The legend of a map: its classes as a strip that is a small histogram, and the keys beside it; described once."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from geo.figures.drawing import box, text_width, write
from geo.figures.palette import HATCH, NO_DATA, SECONDARY

HEIGHT = 94.0
"""Room that a legend takes in a file, pixels."""
_WIDE = 84.0


@dataclass(frozen=True, kw_only=True)
class Legend:
    """Classes light to dark with the number of areas in each.

    ``bounds`` are the edges of the classes as text, one more than classes; ``between`` says the two edges of each class
    for who cannot see the strip. ``unit`` stands after it. ``withheld`` and ``no_data`` tell how many areas are so.
    """

    caption: str
    colours: Sequence[str]
    counts: Sequence[int]
    bounds: Sequence[str]
    between: Sequence[str]
    unit: str
    withheld: str
    no_data: str

    @property
    def parts(self) -> list[tuple[str, int, str, float]]:
        """Give colour, count, edges and height (0 to 1) of every class."""
        tallest = max(self.counts, default=1) or 1
        heights = [count / tallest for count in self.counts]
        return list(zip(self.colours, self.counts, self.between, heights, strict=True))


def markup(legend: Legend) -> str:
    """Draw the legend for a screen."""
    bars = "".join(
        f'<li><span class="zc-bar" style="height:{6 + 34 * height:.0f}px;background:{colour}"></span>'
        f'<span class="zc-n">{count}</span><span class="zc-read">: {escape(between)} {escape(legend.unit)}</span></li>'
        for colour, count, between, height in legend.parts
    )
    bounds = "".join(f"<span>{escape(bound)}</span>" for bound in legend.bounds)
    unit = f'<span class="zc-unit">{escape(legend.unit)}</span>' if legend.unit else ""
    strip = (
        f'<div class="zc-scale" style="--n:{len(legend.counts)}"><ol>{bars}</ol>'
        f'<div class="zc-bounds" aria-hidden="true">{bounds}</div></div>{unit}'
        if legend.counts
        else ""
    )
    keys = (
        f'<span class="zc-key"><i class="zc-hatch"></i>{escape(legend.withheld)}</span>'
        f'<span class="zc-key"><i class="zc-none"></i>{escape(legend.no_data)}</span>'
    )
    return (
        f'<figure class="zc-legend"><figcaption>{escape(legend.caption)}</figcaption>{strip}'
        f'<div class="zc-keys">{keys}</div></figure>'
    )


def elements(legend: Legend, top: float) -> list[str]:
    """Draw the legend for a file, ``top`` pixels from above."""
    parts, foot = [write(2, top + 12, legend.caption, size=13, fill=SECONDARY)], top + 72
    for i, (colour, count, _between, height) in enumerate(legend.parts):
        tall = 6 + 30 * height
        parts.append(box(8 + i * _WIDE, foot - tall, _WIDE - 1, tall, colour))
        parts.append(write(8 + (i + 0.5) * _WIDE, foot - tall - 5, str(count), size=13, anchor="middle"))
    for i, text in enumerate(legend.bounds):
        anchor = "middle" if i else "start"
        parts.append(write(8 + i * _WIDE, foot + 17, text, size=13, fill=SECONDARY, anchor=anchor))
    x = 8 + _WIDE * len(legend.counts)
    if legend.counts and legend.unit:
        parts.append(write(x + 16, foot - 2, legend.unit, size=13, fill=SECONDARY))
        x += 16 + text_width(legend.unit, 13)
    x += 44
    for fill, edge, text in (("url(#h)", HATCH, legend.withheld), (NO_DATA, NO_DATA, legend.no_data)):
        parts.append(box(x, foot - 14, 24, 14, fill, edge=edge))
        parts.append(write(x + 32, foot - 2, text, size=13))
        x += 32 + text_width(text, 13) + 30
    return parts
