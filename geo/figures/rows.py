"""Rows of words and small figures for a poster: profiles, spine charts, rulers, shares, and the heat map."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from geo.figures.drawing import BOLD, Drawing, box, cut, inset, rule, text_width, wrap, write
from geo.figures.heat import SIGNS, Shade
from geo.figures.palette import HATCH, INK, NO_DATA, PAPER, RULE, SECONDARY
from geo.figures.poster import ROOM

SHADES = {
    Shade.FAR_HIGHER: "#2a6496",
    Shade.HIGHER: "#a9c7e0",
    Shade.SAME: "#f1f4f5",
    Shade.LOWER: "#ecd3a4",
    Shade.FAR_LOWER: "#96640f",
    Shade.UNJUDGED: "#ffffff",
    Shade.WITHHELD: "url(#h)",
    Shade.NO_DATA: NO_DATA,
}
"""Colours of the heat map as in its style sheet."""
_FIRST, _NEXT, _SMALL, _LEADING = 14.5, 12.0, 12.5, 3.5
"""Letters of the first line, of those below it and of a small cell, and the white between lines; pixels."""
_DARK = (Shade.FAR_HIGHER, Shade.FAR_LOWER)


@dataclass(frozen=True, kw_only=True)
class Cell:
    """What stands in one place of a row: lines of text under one another, or a picture of ``geo.figures.pictures``."""

    lines: Sequence[str] = ()
    picture: str = ""
    bold: bool = False
    fill: str = INK
    small: bool = False


@dataclass(frozen=True, kw_only=True)
class Column:
    """A column: its left edge and width in pixels, and whether its text is set to the right."""

    x: float
    width: float
    right: bool = False
    heading: str = ""


@dataclass(frozen=True, kw_only=True)
class Row:
    """One row; ``title`` alone makes a heading over the rows below it, ``band`` colours it."""

    cells: Sequence[Cell] = field(default_factory=tuple)
    title: str = ""
    band: str = ""


def row_drawing(columns: Sequence[Column], rows: Sequence[Row], *, tall: float, picture: float) -> Drawing:
    """Draw rows under one another.

    Parameters
    ----------
    tall : height of a row; a second and third line of text is smaller and grey.
    picture : height of the pictures.
    """
    parts, y = [], 0.0
    if any(column.heading for column in columns):
        for column in columns:
            x = column.x + column.width if column.right else column.x
            text = cut(column.heading, 13, column.width)
            parts.append(write(x, 14, text, size=13, fill=SECONDARY, anchor="end" if column.right else "start"))
        y = 24.0
        parts.append(rule(0, y, ROOM, y))
    for row in rows:
        if row.title:
            y += 34
            parts.append(write(0, y - 8, row.title, size=18, weight=BOLD, serif=True))
            parts.append(rule(0, y, ROOM, y))
            continue
        if row.band:
            parts.append(box(0, y, ROOM, tall, row.band))
        for column, cell in zip(columns, row.cells, strict=True):
            parts += _cell(column, cell, y, tall, picture)
        y += tall
        parts.append(rule(0, y, ROOM, y, colour="#edf1f2"))
    return Drawing(parts=parts, width=ROOM, height=y + 2)


def _cell(column: Column, cell: Cell, top: float, tall: float, picture: float) -> list[str]:
    if cell.picture:
        return [inset(cell.picture, column.x, top + (tall - picture) / 2, column.width, picture)]
    lines = [line for line in cell.lines if line]
    heads = _heads(lines, column, tall) if cell.bold else lines[:1]
    x, anchor = (column.x + column.width, "end") if column.right else (column.x, "start")
    first = _SMALL if cell.small else _FIRST
    told = [(line, first, True) for line in heads]
    told += [(line, _SMALL if cell.small else _NEXT, cell.small) for line in lines[1:]]
    y = top + (tall - sum(size + _LEADING for _line, size, _own in told)) / 2 - 1
    parts = []
    for i, (line, size, own) in enumerate(told):
        y += size + _LEADING
        bold = cell.bold and i < len(heads)
        parts.append(
            write(
                x,
                y - 2.5,
                cut(line, size, column.width, bold=bold),
                size=size,
                fill=cell.fill if own else SECONDARY,
                anchor=anchor,
                weight=BOLD if bold else 400,
            )
        )
    return parts


def _heads(lines: Sequence[str], column: Column, tall: float) -> list[str]:
    """Break the first line where it is too long and the row is high enough; else it stays one."""
    broken = wrap(lines[0], _FIRST, column.width, bold=True) if lines else []
    high = len(broken) * (_FIRST + _LEADING) + (len(lines) - 1) * (_NEXT + _LEADING)
    return broken if high <= tall else list(lines[:1])


@dataclass(frozen=True, kw_only=True)
class HeatLine:
    """One area of the heat map; ``strong`` marks the reader's own."""

    name: str
    shades: Sequence[Shade]
    strong: bool = False


def heat_drawing(
    columns: Sequence[tuple[str, str]], lines: Sequence[HeatLine], key: Sequence[tuple[Shade, str]]
) -> Drawing:
    """Draw the heat map: areas down, numbers across under slanted headings, the key above.

    Parameters
    ----------
    columns : heading of each number and the group it stands in.
    """
    names, head, tall = 210.0, 232.0, 17.0
    wide = (ROOM - names - 90) / max(len(columns), 1)
    top = 40 + head
    parts, x = [], 0.0
    for shade, text in key:
        parts += _shaded(shade, x, 0, 20, 16)
        parts.append(write(x + 27, 13, text, size=13))
        x += 27 + text_width(text, 13) + 20
    for i, (heading, group) in enumerate(columns):
        left = names + i * wide
        place = f"translate({left + wide / 2 + 3:.1f} {top - 7:.1f}) rotate(-58)"
        parts.append(f'<g transform="{place}">{write(0, 0, cut(heading, 12, 252), size=12)}</g>')
        if i and columns[i - 1][1] != group:
            parts.append(rule(left, top - 4, left, top + tall * len(lines), colour=SECONDARY))
    for j, line in enumerate(lines):
        y = top + j * tall
        weight = BOLD if line.strong else 400
        name = cut(line.name, 13, names - 10, bold=line.strong)
        parts.append(write(names - 8, y + 13, name, size=13, anchor="end", weight=weight))
        for i, shade in enumerate(line.shades):
            parts += _shaded(shade, names + i * wide, y, wide - 1, tall - 1)
    return Drawing(parts=parts, width=ROOM, height=top + tall * len(lines) + 4)


def _shaded(shade: Shade, x: float, y: float, wide: float, tall: float) -> list[str]:
    if shade is Shade.WITHHELD:  # lines, not a pattern: thousands of patterns make a print of megabytes
        strokes = [(0.0, tall / 2, wide / 2, 0.0), (0.0, tall, wide, 0.0), (wide / 2, tall, wide, tall / 2)]
        lines = "".join(f"M{x + a:.1f} {y + b:.1f}L{x + c:.1f} {y + d:.1f}" for a, b, c, d in strokes)
        return [box(x, y, wide, tall, PAPER, edge=HATCH), f'<path d="{lines}" stroke="{HATCH}"/>']
    parts = [box(x, y, wide, tall, SHADES[shade], edge=RULE if shade is Shade.UNJUDGED else "")]
    sign = SIGNS.get(shade, "")
    if sign:
        fill = "#ffffff" if shade in _DARK else INK
        parts.append(write(x + wide / 2, y + tall - 4, sign, size=11, fill=fill, anchor="middle"))
    return parts
