"""Drawings as image markup: SVG in a data address, so that a page sanitised of ``svg`` elements can show them.

No script, no request, sharp in print; the description is the alternative text.
"""

import re
from collections.abc import Sequence
from html import escape
from urllib.parse import quote

_SAFE = " /:=,;'()-.!*"


_ESCAPED = {sign: quote(sign, safe=_SAFE) for sign in "%<>#&"}  # the percent sign first
_OTHER = re.compile(r"[^A-Za-z0-9_.\-~ /:=,;'()!*%<>#&]")


def picture(parts: Sequence[str], *, described: str, css: str, box: tuple[float, float] | None, height: float) -> str:
    """Wrap SVG elements in an ``img`` element.

    Parameters
    ----------
    parts : elements; coordinates in percent when ``box`` is None, else in the units of ``box``.
    described : alternative text.
    css : class of the image; its width comes from there.
    box : width and height of the drawing; it scales as a whole. Without it the drawing takes any width and only
        positions stretch: dots stay round, strokes keep their width.
    height : pixels, used without ``box``.
    """
    size = f'width="100%" height="{height:g}"' if box is None else f'viewBox="0 0 {box[0]:g} {box[1]:g}"'
    text = f'<svg xmlns="http://www.w3.org/2000/svg" {size}>{"".join(parts)}</svg>'.replace('"', "'")
    style = f' style="height:{height:g}px"' if box is None else ""
    source = f"data:image/svg+xml,{_quoted(text)}"
    return f'<img class="{css}"{style} alt="{escape(described, quote=True)}" src="{source}">'


def _quoted(text: str) -> str:
    """Quote a drawing for an address; ``quote`` takes characters one by one, and a page has hundreds of thousands."""
    if _OTHER.search(text):
        return quote(text, safe=_SAFE)
    for sign, escaped in _ESCAPED.items():
        text = text.replace(sign, escaped)
    return text
