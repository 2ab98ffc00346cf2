"""Numbers as bars under headings, each with its interval and Flanders beside it; described once for screen and file."""

from collections.abc import Callable
from dataclasses import dataclass
from html import escape

from geo.figures.drawing import BOLD, Drawing, rule, stack, wrap, write
from geo.figures.palette import GRID, INK, SECONDARY
from geo.figures.poster import ROOM
from geo.figures.rows import Cell, Column, Row, row_drawing

_COLUMNS = (
    Column(x=0, width=300),
    Column(x=310, width=330),
    Column(x=650, width=110, right=True),
    Column(x=775, width=110),
    Column(x=895, width=225),
)
_ROW = 30.0


@dataclass(frozen=True, kw_only=True)
class ShareBar:
    """One bar: its name ('' where the heading says it), its marks (of ``capacity.bar_beside``) and what stands beside.

    ``low`` says that few answered, ``beside`` tells Flanders; '' for neither. ``strong`` is the answers taken together.
    """

    label: str
    marks: str
    value: str
    known: bool
    withheld: bool
    interval: str
    low: str
    beside: str
    strong: bool = False


@dataclass(frozen=True, kw_only=True)
class Block:
    """One indicator: its id and the code of what is shown first, its name, what its numbers rest on, and its bars.

    ``hidden`` says why some are not there, '' where all are.
    """

    name: str
    code: str
    title: str
    based: str
    bars: tuple[ShareBar, ...]
    hidden: str


@dataclass(frozen=True, kw_only=True)
class Section:
    """Blocks under a title and a sentence ('' for none)."""

    title: str
    lead: str
    blocks: tuple[Block, ...]


def markup(section: Section, link: Callable[[Block], str]) -> str:
    """Draw a section for a screen; ``link`` gives the name of an indicator as markup."""
    lead = f'<p class="zc-lead">{escape(section.lead)}</p>' if section.lead else ""
    blocks = "".join(_block(block, link(block)) for block in section.blocks)
    return (
        f'<section class="zc-part"><h2>{escape(section.title)}</h2>{lead}<div class="zc-cap-blocks">{blocks}</div>'
        "</section>"
    )


def _block(block: Block, name: str) -> str:
    bars = "".join(map(_bar, block.bars))
    hidden = f'<p class="zc-of">{escape(block.hidden)}</p>' if block.hidden else ""
    return (
        f'<div class="zc-cap-block"><h3>{name}</h3><p class="zc-of">{escape(block.based)}</p>'
        f'<ul class="zc-cap-bars">{bars}</ul>{hidden}</div>'
    )


def _bar(bar: ShareBar) -> str:
    low = f" <em>{escape(bar.low)}</em>" if bar.low else ""
    name = f"<span class='zc-label'>{escape(bar.label)}</span>" if bar.label else ""
    beside = f"<span>{escape(bar.beside)}</span>" if bar.beside else ""
    return (
        f'<li class="{"zc-strong" if bar.strong else ""}{"" if bar.label else " zc-bare"}">{name}<div>{bar.marks}</div>'
        f'<b class="{"zc-hidden" if bar.withheld else ""}">{escape(bar.value)}</b>'
        f'<span class="zc-of">{escape(bar.interval)}{low}{beside}</span></li>'
    )


def drawing(sections: list[Section]) -> Drawing:
    """Draw sections for a file, their sentence once above them."""
    parts = []
    for section in sections:
        head = [write(0, 26, section.title, size=18, weight=BOLD, serif=True), rule(0, 34, ROOM, 34)]
        height = 36.0
        if section.lead:
            head.append(write(0, 52, section.lead, size=13.5, fill=SECONDARY))
            height = 58.0
        parts.append(Drawing(parts=head, width=ROOM, height=height))
        parts += [_drawn(block) for block in section.blocks]
    return stack(parts, gap=4)


def _drawn(block: Block) -> Drawing:
    lines = wrap(block.based, 12.5, ROOM)
    parts = [write(0, 22, block.title, size=15, weight=BOLD)]
    parts += [write(0, 40 + 16 * i, line, size=12.5, fill=SECONDARY) for i, line in enumerate(lines)]
    top = 46.0 + 16 * (len(lines) - 1)
    head = Drawing(parts=[*parts, rule(0, top, ROOM, top, colour=GRID)], width=ROOM, height=top)
    rows = [
        Row(
            cells=(
                Cell(lines=(bar.label,), bold=bar.strong),
                Cell(picture=bar.marks),
                Cell(lines=(bar.value,), bold=bar.known, fill=INK if bar.known else SECONDARY),
                Cell(lines=(bar.interval, bar.low)),
                Cell(lines=(bar.beside,), fill=SECONDARY),
            )
        )
        for bar in block.bars
    ]
    body = row_drawing(_COLUMNS, rows, tall=_ROW, picture=24)
    if not block.hidden:
        return stack([head, body], gap=0)
    told = wrap(block.hidden, 12.5, ROOM)
    last = [write(0, 14 + 16 * i, line, size=12.5, fill=SECONDARY) for i, line in enumerate(told)]
    return stack([head, body, Drawing(parts=last, width=ROOM, height=16.0 * len(told) + 2)], gap=0)
