"""Small maps beside one another, each with the ends of its classes; described once for screen and file."""

from collections.abc import Callable
from dataclasses import dataclass
from html import escape

from geo.figures.drawing import BOLD, Drawing, box, inset, rule, text_width, write
from geo.figures.palette import RULE, SECONDARY
from geo.figures.poster import ROOM

WIDTH = 350.0
"""Points across a small map in a file."""
_GAP = 35.0


@dataclass(frozen=True, kw_only=True)
class Stamp:
    """One small map: id, code and level of what is shown, its name and unit, and its image (of ``small_map``).

    ``shape`` is how high the image is for its width; ``ends`` are those of its classes, with the ``colours`` between;
    ``hidden`` tells how many areas are not shown, '' for none.
    """

    name: str
    code: str
    level: str
    label: str
    unit: str
    image: str
    shape: float
    ends: tuple[str, str] | None
    colours: tuple[str, ...]
    hidden: str


def markup(title: str, stamps: tuple[Stamp, ...], link: Callable[[Stamp], str]) -> str:
    """Draw small maps for a screen; ``link`` gives the name of one as markup."""
    items = "".join(
        f"<li><h3>{link(stamp)}</h3><span class='zc-of'>{escape(stamp.unit)}</span>{stamp.image}"
        f"<div class='zc-ends'>{_ends(stamp)}</div></li>"
        for stamp in stamps
    )
    return f'<section class="zc-part"><h2>{escape(title)}</h2><ul class="zc-stamps">{items}</ul></section>'


def _ends(stamp: Stamp) -> str:
    ends = ""
    if stamp.ends is not None:
        steps = "".join(f'<i style="background:{colour}"></i>' for colour in stamp.colours)
        ends = f"{escape(stamp.ends[0])}{steps}{escape(stamp.ends[1])}"
    return f'{ends}<span class="zc-key"><i class="zc-hatch"></i>{escape(stamp.hidden)}</span>' if stamp.hidden else ends


def drawing(title: str, stamps: tuple[Stamp, ...]) -> Drawing:
    """Draw small maps for a file."""
    parts = [write(0, 24, title, size=19, weight=BOLD, serif=True), rule(0, 34, ROOM, 34)]
    tallest = max((stamp.shape * WIDTH for stamp in stamps), default=0.0)
    for i, stamp in enumerate(stamps):
        x, tall = i * (WIDTH + _GAP), stamp.shape * WIDTH
        parts.append(write(x, 58, stamp.label, size=14.5, weight=BOLD))
        parts.append(write(x, 77, stamp.unit, size=13, fill=SECONDARY))
        parts.append(inset(stamp.image, x, 86, WIDTH, tall))
        parts += _drawn_ends(stamp, x, 104 + tall)
    return Drawing(parts=parts, width=ROOM, height=114 + tallest)


def _drawn_ends(stamp: Stamp, x: float, y: float) -> list[str]:
    parts = []
    if stamp.ends is not None:
        start = x + 46
        parts.append(write(start - 8, y, stamp.ends[0], size=13, fill=SECONDARY, anchor="end"))
        parts += [box(start + 26 * i, y - 10, 26, 11, colour) for i, colour in enumerate(stamp.colours)]
        parts.append(write(start + 26 * len(stamp.colours) + 8, y, stamp.ends[1], size=13, fill=SECONDARY))
    if stamp.hidden:
        right = x + WIDTH
        parts.append(write(right, y, stamp.hidden, size=13, fill=SECONDARY, anchor="end"))
        parts.append(box(right - text_width(stamp.hidden, 13) - 34, y - 11, 26, 13, "url(#h)", edge=RULE))
    return parts
