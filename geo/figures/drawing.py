"""Elements of a drawing that stands alone: text with a known width, and the small figures of the screens set in it.

Everything is SVG text with coordinates in pixels. Nothing refers to anything outside the drawing.
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from urllib.parse import unquote

from geo.figures.palette import HATCH, INK, PAPER, RULE

SANS = "'Source Sans 3','Source Sans','Source Sans Pro',Helvetica,Arial,sans-serif"
SERIF = "'Source Serif 4','Source Serif','Source Serif Pro',Georgia,serif"
BOLD = 600
DEFS = (
    "<defs><pattern id='h' width='5' height='5' patternUnits='userSpaceOnUse' patternTransform='rotate(45)'>"
    f"<rect width='5' height='5' fill='{PAPER}'/><rect width='1.2' height='5' fill='{HATCH}'/></pattern></defs>"
)
"""The hatch of a withheld number, for ``fill="url(#h)"``; every poster carries it once."""

_ADVANCES = (
    "200 289 426 497 497 824 609 249 303 303 418 497 249 311 249 350 497 497 497 497 497 497 497 497 497 497 249 249 "
    "497 497 497 425 847 543 588 571 615 527 494 617 652 263 479 579 486 727 647 664 566 664 569 534 536 645 515 786 "
    "513 476 539 303 350 303 497 500 542 504 553 456 555 496 292 504 544 246 247 495 255 829 547 542 555 555 347 419 "
    "338 544 467 719 446 467 425 303 241 303 497"
)
"""Advance widths of Source Sans, thousandths of the size, space to tilde."""
_WIDTHS = {chr(32 + i): int(width) / 1000 for i, width in enumerate(_ADVANCES.split())}
_OTHER = 0.55
_WIDER = {False: 1.0, True: 1.035}
_SERIF_WIDER = 1.1
_IMAGE = re.compile(r'src="data:image/svg\+xml,([^"]*)"')
_OUTER = re.compile(r"<svg ([^>]*)>(.*)</svg>$", re.DOTALL)
_BOX = re.compile(r"viewBox='([^']*)'")
_DEFS = re.compile(r"<defs>.*?</defs>", re.DOTALL)


@dataclass(frozen=True, kw_only=True)
class Drawing:
    """SVG elements with the room they take, in pixels."""

    parts: Sequence[str]
    width: float
    height: float


def text_width(text: str, size: float, *, bold: bool = False, serif: bool = False) -> float:
    """Give the width of a text in pixels: exact for sans without kerning, generous for serif."""
    total = sum(_WIDTHS.get(_plain(sign), _OTHER) for sign in text)
    return total * size * _WIDER[bold] * (_SERIF_WIDER if serif else 1.0)


def _plain(sign: str) -> str:
    if sign == "\N{NO-BREAK SPACE}":
        return " "
    return unicodedata.normalize("NFD", sign)[0]


def wrap(text: str, size: float, room: float, *, bold: bool = False, serif: bool = False) -> list[str]:
    """Break a text into lines no wider than ``room``; a word is never broken, a no-break space neither.

    Examples
    --------
    >>> wrap("een twee drie", 10, 45)
    ['een twee', 'drie']
    """
    lines: list[str] = []
    for word in text.split(" "):
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and text_width(longer, size, bold=bold, serif=serif) <= room:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


def cut(text: str, size: float, room: float, *, bold: bool = False) -> str:
    """Shorten a text to one line no wider than ``room``, an ellipsis where something is left out."""
    if text_width(text, size, bold=bold) <= room:
        return text
    while text and text_width(f"{text}…", size, bold=bold) > room:
        text = text[:-1]
    return f"{text.rstrip()}…"


def write(
    x: float,
    y: float,
    text: str,
    *,
    size: float = 14,
    fill: str = INK,
    anchor: str = "start",
    weight: int = 400,
    serif: bool = False,
    halo: bool = False,
) -> str:
    """Write one line; ``y`` is its baseline. ``halo`` puts white around the letters, for text over other marks."""
    family = SERIF if serif else SANS
    around = f' stroke="{PAPER}" stroke-width="3.4" stroke-linejoin="round" paint-order="stroke"' if halo else ""
    heavy = f' font-weight="{weight}"' if weight != 400 else ""
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" font-family="{family}" font-size="{size:g}" fill="{fill}" '
        f'text-anchor="{anchor}"{heavy}{around}>{escape(text)}</text>'
    )


def rule(x1: float, y1: float, x2: float, y2: float, *, colour: str = RULE, width: float = 1, dash: str = "") -> str:
    """Draw a straight line."""
    dashed = f' stroke-dasharray="{dash}"' if dash else ""
    return (
        f'<line x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}" stroke="{colour}" '
        f'stroke-width="{width:g}"{dashed}/>'
    )


def box(x: float, y: float, width: float, height: float, fill: str, *, edge: str = "") -> str:
    """Draw a rectangle."""
    line = f' stroke="{edge}"' if edge else ""
    return f'<rect x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{height:.1f}" fill="{fill}"{line}/>'


def dot(x: float, y: float, radius: float, fill: str, *, edge: str = PAPER, width: float = 1) -> str:
    """Draw a circle."""
    return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{radius:g}" fill="{fill}" stroke="{edge}" stroke-width="{width:g}"/>'


def moved(parts: Sequence[str], x: float, y: float) -> str:
    """Put elements in another place."""
    return f'<g transform="translate({x:.1f} {y:.1f})">{"".join(parts)}</g>'


def inset(picture: str, x: float, y: float, width: float, height: float) -> str:
    """Set a small figure of the screens (markup of ``geo.figures.pictures``) in a drawing; '' where there is none.

    Raises
    ------
    ValueError : the markup is not one of ours.
    """
    if not picture:
        return ""
    found = _IMAGE.search(picture)
    outer = None if found is None else _OUTER.search(unquote(found.group(1)))
    if outer is None:
        raise ValueError("expected a picture of geo.figures.pictures, found other markup")
    view = _BOX.search(outer.group(1))
    scaled = f" viewBox='{view.group(1)}'" if view else ""
    inside = _DEFS.sub("", outer.group(2)).replace("url(#zc-hatch)", "url(#h)")
    return f"<svg x='{x:.1f}' y='{y:.1f}' width='{width:.1f}' height='{height:.1f}'{scaled}>{inside}</svg>"


def stack(drawings: Sequence[Drawing], gap: float = 18.0) -> Drawing:
    """Put drawings under one another."""
    parts, y = [], 0.0
    for drawing in drawings:
        parts.append(moved(drawing.parts, 0, y))
        y += drawing.height + gap
    return Drawing(parts=parts, width=max(each.width for each in drawings), height=max(y - gap, 0.0))
