"""Rows of words and small figures in a file: profiles, spine charts, rulers and shares."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from geo.figures.drawing import BOLD, Drawing, box, cut, inset, rule, wrap, write
from geo.figures.palette import INK, SECONDARY
from geo.figures.poster import ROOM

_FIRST, _NEXT, _SMALL, _LEADING = 14.5, 12.0, 12.5, 3.5
"""Letters of the first line, of those below it and of a small cell, and the white between lines; pixels."""


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
