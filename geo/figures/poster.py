"""A figure that stands alone: title, measure, figure, source, years, n of N, response, release and link in one SVG.

What is quoted without its source is quoted wrong. So a figure that leaves the dashboard carries everything with it, and
refers to nothing outside itself: it can be printed, mailed and shown anywhere.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from html import escape

from geo.figures.drawing import BOLD, DEFS, Drawing, moved, text_width, wrap, write
from geo.figures.palette import INK, PAPER, RULE, SECONDARY

WIDTH = 1200.0
MARGIN = 40.0
ROOM = WIDTH - 2 * MARGIN
"""Width that a figure has."""
UPRIGHT_ROOM = 860.0
"""Width of a long figure: no wider than this, and its poster fits a sheet of paper that stands."""
_TITLE, _UNDER, _LEAD, _SMALL = 30.0, 17.0, 16.0, 13.5
_LINE = 18.0
_GAP = 34.0


@dataclass(frozen=True, kw_only=True)
class Poster:
    """What stands around a figure, all of it in the language of the reader.

    ``lead`` are sentences under the subtitle, such as the number of the chosen area; ``facts`` heading to text of the
    footer, empty ones are left out; ``link`` reopens the view; ``described`` is the text alternative.
    """

    title: str
    subtitle: str
    figure: Drawing
    facts: Mapping[str, str]
    link: str
    described: str
    brand: str
    lead: Sequence[str] = field(default_factory=tuple)
    notes: Sequence[str] = field(default_factory=tuple)

    @property
    def room(self) -> float:
        """Width between the margins, which follows from the figure."""
        return UPRIGHT_ROOM if self.figure.width <= UPRIGHT_ROOM else ROOM


def frame(poster: Poster) -> str:
    """Write a poster as SVG of ``WIDTH`` pixels wide, less for a long figure, and as high as it needs.

    Raises
    ------
    ValueError : the figure is wider than ``ROOM``.
    """
    if poster.figure.width > ROOM + 0.5:
        raise ValueError(
            f"expected a figure of at most {ROOM:g} px wide, found {poster.figure.width:g}: draw it smaller"
        )
    room, width = poster.room, poster.room + 2 * MARGIN
    parts, y = _head(poster)
    parts.append(moved(poster.figure.parts, MARGIN + (room - poster.figure.width) / 2, y))
    y += poster.figure.height + 22
    for line in [line for note in poster.notes for line in wrap(note, _SMALL, room)]:
        y += _LINE
        parts.append(write(MARGIN, y, line, size=_SMALL, fill=SECONDARY))
    foot, y = _foot(poster, y + (16 if poster.notes else 0))
    height = round(y + 26)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width:g}" height="{height}" '
        f'viewBox="0 0 {width:g} {height}" role="img" aria-labelledby="t d">'
        f'<title id="t">{escape(poster.title)}</title>'
        f'<desc id="d">{escape(poster.described)}</desc>{DEFS}'
        f'<rect width="{width:g}" height="{height}" fill="{PAPER}"/>{"".join([*parts, *foot])}</svg>'
    )


def _head(poster: Poster) -> tuple[list[str], float]:
    parts, y = [], 22.0
    for line in wrap(poster.title, _TITLE, poster.room, bold=True, serif=True):
        y += 37
        parts.append(write(MARGIN, y, line, size=_TITLE, weight=BOLD, serif=True))
    y += 8
    for line in wrap(poster.subtitle, _UNDER, poster.room):
        y += 23
        parts.append(write(MARGIN, y, line, size=_UNDER, fill=SECONDARY))
    for sentence in poster.lead:
        y += 8
        for line in wrap(sentence, _LEAD, poster.room):
            y += 22
            parts.append(write(MARGIN, y, line, size=_LEAD))
    return parts, y + 22


def _foot(poster: Poster, top: float) -> tuple[list[str], float]:
    """Facts in a row that breaks where it is full, then the link and the name of the product."""
    right = MARGIN + poster.room
    parts = [f'<path d="M{MARGIN:g} {top:.1f}H{right:g}" stroke="{RULE}"/>']
    x, y, deepest = MARGIN, top + 24, top + 24
    for name, text in poster.facts.items():
        if not text:
            continue
        lines = wrap(text, _SMALL, 330)
        wide = max(text_width(name, _SMALL), *(text_width(line, _SMALL) for line in lines))
        if x > MARGIN and x + wide > right:
            x, y = MARGIN, deepest + 28
        parts.append(write(x, y, name, size=_SMALL, fill=SECONDARY))
        parts += [write(x, y + _LINE * (i + 1), line, size=_SMALL) for i, line in enumerate(lines)]
        deepest = max(deepest, y + _LINE * len(lines))
        x += wide + _GAP
    y = deepest + 30
    taken = text_width(poster.brand, _SMALL, bold=True) + 24
    lines = _broken(poster.link, poster.room - taken)
    parts.append(write(right, y, poster.brand, size=_SMALL, anchor="end", weight=BOLD, fill=INK))
    for i, line in enumerate(lines):
        parts.append(write(MARGIN, y + _LINE * i, line, size=_SMALL, fill=SECONDARY))
    return parts, y + _LINE * (len(lines) - 1)


def _broken(link: str, room: float) -> list[str]:
    """Break an address between its parameters; what is too long even so runs on."""
    lines = [""]
    for i, part in enumerate(link.split("&")):
        piece = part if i == 0 else f"&{part}"
        if lines[-1] and text_width(lines[-1] + piece, _SMALL) > room:
            lines.append(piece)
        else:
            lines[-1] += piece
    return lines
