"""A heat map as a table: areas down, numbers across, a cell coloured by how far it lies from a benchmark.

It is markup, so it can be read aloud, searched and printed; colour comes from the style sheet, by class.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from html import escape


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


@dataclass(frozen=True, kw_only=True)
class HeatRow:
    """One area: ``name`` is ready markup; ``cells`` hold shade and what is read over each; ``css`` marks the row."""

    name: str
    css: str
    cells: Sequence[tuple[Shade, str]]


def heat_table(caption: str, corner: str, columns: Sequence[tuple[str, str]], rows: Sequence[HeatRow]) -> str:
    """Draw the table.

    Parameters
    ----------
    caption : what a screen reader announces.
    corner : heading of the first column.
    columns : heading of each column and the group it stands in; equal neighbours share a group heading.
    """
    groups: list[tuple[str, int]] = []
    for _heading, group in columns:
        if groups and groups[-1][0] == group:
            groups[-1] = (group, groups[-1][1] + 1)
        else:
            groups.append((group, 1))
    starts = _starts(columns)
    above = "".join(f'<th scope="colgroup" colspan="{n}" class="zc-new">{escape(group)}</th>' for group, n in groups)
    head = "".join(
        f'<th scope="col"{_new(i in starts)}><span>{escape(heading)}</span></th>'
        for i, (heading, _group) in enumerate(columns)
    )
    body = "".join(_row(row, starts) for row in rows)
    label = escape(caption, quote=True)
    return (
        f'<div class="zc-window zc-heatbox" tabindex="0" role="region" aria-label="{label}"><table class="zc-heat">'
        f'<caption class="zc-read">{escape(caption)}</caption>'
        f'<thead><tr><th rowspan="2" scope="col">{escape(corner)}</th>{above}</tr><tr>{head}</tr></thead>'
        f"<tbody>{body}</tbody></table></div>"
    )


def _starts(columns: Sequence[tuple[str, str]]) -> frozenset[int]:
    return frozenset(i for i, (_name, group) in enumerate(columns) if i == 0 or columns[i - 1][1] != group)


def _new(starts: bool) -> str:
    return ' class="zc-new"' if starts else ""


def _row(row: HeatRow, starts: frozenset[int]) -> str:
    cells = "".join(
        f'<td class="{shade.value}{" zc-new" if i in starts else ""}" title="{escape(text, quote=True)}">'
        f"{SIGNS.get(shade, '')}</td>"
        for i, (shade, text) in enumerate(row.cells)
    )
    return f'<tr{f" class={chr(34)}{row.css}{chr(34)}" if row.css else ""}><th scope="row">{row.name}</th>{cells}</tr>'
