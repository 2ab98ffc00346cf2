"""A heat map: areas down, numbers across, a cell coloured by how far it lies from a benchmark; described once.

On a screen it is a table, so it can be read aloud, searched and printed; colour comes from the style sheet, by class.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from html import escape

from geo.figures.drawing import BOLD, Drawing, box, cut, rule, text_width, write
from geo.figures.palette import ACCENT, HATCH, INK, NO_DATA, PAPER, RULE, SECONDARY
from geo.figures.poster import ROOM


class Shade(StrEnum):
    """How a cell looks; the value is its class in the style sheet."""

    FAR_HIGHER = "zc-h2"
    HIGHER = "zc-h1"
    SAME = "zc-h0"
    LOWER = "zc-l1"
    FAR_LOWER = "zc-l2"
    UNJUDGED = "zc-hu"
    WITHHELD = "zc-hatch"
    NO_DATA = "zc-none"


SIGNS = {
    Shade.FAR_HIGHER: "++",
    Shade.HIGHER: "+",
    Shade.LOWER: "−",
    Shade.FAR_LOWER: "−−",
    Shade.UNJUDGED: "·",
}
"""What stands in a cell, so that it reads without colour too."""
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
_DARK = (Shade.FAR_HIGHER, Shade.FAR_LOWER)
_NAMES, _HEAD, _ROW = 210.0, 232.0, 17.0
"""In a file: width of the names, height of the slanted headings and of a row; pixels."""


@dataclass(frozen=True, kw_only=True)
class HeatRow:
    """One area; its cells hold shade and what is read over each. ``chosen`` and ``picked`` mark the reader's own."""

    area: str
    name: str
    cells: Sequence[tuple[Shade, str]]
    chosen: bool = False
    picked: bool = False


@dataclass(frozen=True, kw_only=True)
class Heat:
    """A heat map.

    ``caption`` is what a screen reader announces, ``corner`` the heading of the names. ``columns`` are the heading of
    each number and the group it stands in; equal neighbours share a group heading. ``key`` says what shades mean.
    """

    caption: str
    corner: str
    columns: Sequence[tuple[str, str]]
    rows: Sequence[HeatRow]
    key: Sequence[tuple[Shade, str]]

    @property
    def groups(self) -> list[tuple[str, int]]:
        """Give the groups in order, with how many numbers each has."""
        groups: list[tuple[str, int]] = []
        for _heading, group in self.columns:
            if groups and groups[-1][0] == group:
                groups[-1] = (group, groups[-1][1] + 1)
            else:
                groups.append((group, 1))
        return groups

    @property
    def starts(self) -> frozenset[int]:
        """Give the columns with which a group begins."""
        return frozenset(sum(n for _group, n in self.groups[:i]) for i in range(len(self.groups)))


def markup(chart: Heat, link: Callable[[HeatRow], str]) -> str:
    """Draw the table; ``link`` gives the name of an area as markup."""
    starts = chart.starts
    above = "".join(
        f'<th scope="colgroup" colspan="{n}" class="zc-new">{escape(group)}</th>' for group, n in chart.groups
    )
    head = "".join(
        f'<th scope="col"{_new(i in starts)}><span>{escape(heading)}</span></th>'
        for i, (heading, _group) in enumerate(chart.columns)
    )
    body = "".join(_row(row, link(row), starts) for row in chart.rows)
    label = escape(chart.caption, quote=True)
    return (
        f'<div class="zc-window zc-heatbox" tabindex="0" role="region" aria-label="{label}"><table class="zc-heat">'
        f'<caption class="zc-read">{escape(chart.caption)}</caption>'
        f'<thead><tr><th rowspan="2" scope="col">{escape(chart.corner)}</th>{above}</tr><tr>{head}</tr></thead>'
        f"<tbody>{body}</tbody></table></div>"
    )


def key_markup(chart: Heat) -> str:
    """Draw the key for a screen."""
    keys = "".join(
        f'<span class="zc-key"><i class="{shade.value}">{SIGNS.get(shade, "")}</i>{escape(text)}</span>'
        for shade, text in chart.key
    )
    return f'<div class="zc-keys zc-heatkey">{keys}</div>'


def _new(starts: bool) -> str:
    return ' class="zc-new"' if starts else ""


def _row(row: HeatRow, name: str, starts: frozenset[int]) -> str:
    cells = "".join(
        f'<td class="{shade.value}{" zc-new" if i in starts else ""}" title="{escape(text, quote=True)}">'
        f"{SIGNS.get(shade, '')}</td>"
        for i, (shade, text) in enumerate(row.cells)
    )
    css = "zc-chosen" if row.chosen else "zc-picked" if row.picked else ""
    return f'<tr{f" class={chr(34)}{css}{chr(34)}" if css else ""}><th scope="row">{name}</th>{cells}</tr>'


def drawing(chart: Heat) -> Drawing:
    """Draw the map for a file: the key above, numbers across under slanted headings in their groups."""
    wide = (ROOM - _NAMES - 90) / max(len(chart.columns), 1)
    top = 62 + _HEAD
    foot = top + _ROW * len(chart.rows)
    parts, x = [], 0.0
    for shade, text in chart.key:
        parts += _shaded(shade, x, 0, 20, 16)
        parts.append(write(x + 27, 13, text, size=13))
        x += 27 + text_width(text, 13) + 20
    for i, (heading, _group) in enumerate(chart.columns):
        place = f"translate({_NAMES + (i + 0.5) * wide + 3:.1f} {top - 7:.1f}) rotate(-58)"
        parts.append(f'<g transform="{place}">{write(0, 0, cut(heading, 12, 252), size=12)}</g>')
    left = _NAMES
    for i, (group, n) in enumerate(chart.groups):
        parts += [rule(left, top - 4, left, foot, colour=SECONDARY)] if i else []
        parts.append(write(left + 130, 46, cut(group, 13, max(n * wide, 70)), size=13, fill=SECONDARY))
        left += n * wide
    parts.append(write(_NAMES - 8, top - 7, chart.corner, size=13, fill=SECONDARY, anchor="end"))
    for j, row in enumerate(chart.rows):
        y = top + j * _ROW
        own = row.chosen or row.picked
        fill, weight = ACCENT if row.chosen else INK, BOLD if own else 400
        name = cut(row.name, 13, _NAMES - 10, bold=own)
        parts.append(write(_NAMES - 8, y + 13, name, size=13, anchor="end", weight=weight, fill=fill))
        for i, (shade, _text) in enumerate(row.cells):
            parts += _shaded(shade, _NAMES + i * wide, y, wide - 1, _ROW - 1)
    return Drawing(parts=parts, width=ROOM, height=foot + 4)


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
