"""The legend of a map: its classes as a strip that is a small histogram, and the keys beside it; described once."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from itertools import pairwise

from geo.figures.drawing import box, text_width, write
from geo.figures.palette import HATCH, NO_DATA, SECONDARY

HEIGHT = 94.0
"""Room that a legend takes in a file, pixels."""
_WIDE, _NAMED = 420.0, 160.0
"""Width in a file, pixels: of a strip with edges, and of each class with a name under it."""
_LEAST = 0.45
"""Part of the strip that all classes share alike, so that the bounds of a narrow one can be read."""


@dataclass(frozen=True, kw_only=True)
class Legend:
    """Classes light to dark with the number of areas in each.

    ``edges`` are the bounds of the classes, rising, one more than classes, and ``bounds`` the same as text, or the
    names of the classes, as many as classes; ``between`` says the two edges, or the name, of each class for who cannot
    see the strip. ``unit`` stands after it. ``withheld`` and ``no_data`` tell how many areas are so,
    '' where none can be.
    """

    caption: str
    colours: Sequence[str]
    counts: Sequence[int]
    edges: Sequence[float]
    bounds: Sequence[str]
    between: Sequence[str]
    unit: str
    withheld: str
    no_data: str

    @property
    def named(self) -> bool:
        """True where classes have names and no edges."""
        return len(self.bounds) == len(self.counts)

    @property
    def text_places(self) -> list[float]:
        """Give where each text under the strip stands, from 0 to 1: an edge at its place, a name under its class."""
        places = list(self.places)
        return [(left + right) / 2 for left, right in pairwise(places)] if self.named else places

    @property
    def parts(self) -> list[tuple[str, int, str, float]]:
        """Give colour, count, edges and height (0 to 1) of every class."""
        tallest = max(self.counts, default=1) or 1
        heights = [count / tallest for count in self.counts]
        return list(zip(self.colours, self.counts, self.between, heights, strict=True))

    @property
    def places(self) -> list[float]:
        """Give where each bound stands along the strip, 0 to 1: a class that spans more is wider."""
        size = len(self.counts)
        whole = self.edges[-1] - self.edges[0] if size else 0.0
        return [
            _LEAST * i / size + (1 - _LEAST) * ((edge - self.edges[0]) / whole if whole else i / size)
            for i, edge in enumerate(self.edges)
        ]


def markup(legend: Legend) -> str:
    """Draw the legend for a screen."""
    places = legend.places
    bars = "".join(
        f'<li style="flex:{right - left:.4f}">'
        f'<span class="zc-bar" style="height:{5 + 25 * height:.0f}px;background:{colour}"></span>'
        f'<span class="zc-n">{count}</span><span class="zc-read">: {escape(between)} {escape(legend.unit)}</span></li>'
        for (colour, count, between, height), (left, right) in zip(legend.parts, pairwise(places), strict=True)
    )
    room = f";width:{100 / max(len(legend.counts), 1):.1f}%" if legend.named else ""
    bounds = "".join(
        f'<span style="left:{100 * place:.2f}%{room}">{escape(bound)}</span>'
        for bound, place in zip(legend.bounds, legend.text_places, strict=True)
    )
    unit = f'<span class="zc-unit">{escape(legend.unit)}</span>' if legend.unit else ""
    named = " zc-named" if legend.named else ""
    strip = (
        f'<div class="zc-scale{named}"><ol>{bars}</ol>'
        f'<div class="zc-bounds{named}" aria-hidden="true">{bounds}</div></div>{unit}'
        if legend.counts
        else ""
    )
    keys = "".join(
        f'<span class="zc-key"><i class="{css}"></i>{escape(text)}</span>'
        for css, text in (("zc-hatch", legend.withheld), ("zc-none", legend.no_data))
        if text
    )
    return (
        f'<figure class="zc-legend"><figcaption>{escape(legend.caption)}</figcaption>{strip}'
        f'<div class="zc-keys">{keys}</div></figure>'
    )


def elements(legend: Legend, top: float) -> list[str]:
    """Draw the legend for a file, ``top`` pixels from above."""
    parts, foot = [write(2, top + 12, legend.caption, size=13, fill=SECONDARY)], top + 72
    wide = _NAMED * len(legend.counts) if legend.named else _WIDE
    ends = [8 + wide * place for place in legend.places]
    for (colour, count, _between, height), (left, right) in zip(legend.parts, pairwise(ends), strict=True):
        tall = 6 + 30 * height
        parts.append(box(left, foot - tall, right - left - 1, tall, colour))
        parts.append(write((left + right) / 2, foot - tall - 5, str(count), size=13, anchor="middle"))
    for i, (text, place) in enumerate(zip(legend.bounds, legend.text_places, strict=True)):
        anchor = "middle" if i or legend.named else "start"
        parts.append(write(8 + wide * place, foot + 17, text, size=13, fill=SECONDARY, anchor=anchor))
    x = ends[-1] if legend.counts else 8
    if legend.counts and legend.unit:
        parts.append(write(x + 16, foot - 2, legend.unit, size=13, fill=SECONDARY))
        x += 16 + text_width(legend.unit, 13)
    x += 44
    for fill, edge, text in (("url(#h)", HATCH, legend.withheld), (NO_DATA, NO_DATA, legend.no_data)):
        if not text:
            continue
        parts.append(box(x, foot - 14, 24, 14, fill, edge=edge))
        parts.append(write(x + 32, foot - 2, text, size=13))
        x += 32 + text_width(text, 13) + 30
    return parts
