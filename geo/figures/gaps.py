"""How far the rulers of every area lie apart: a row per area on one axis, described once for screen and file."""

from collections.abc import Callable
from dataclasses import dataclass
from html import escape

from geo.figures.capacity import mark_of, place
from geo.figures.chart import Tick
from geo.figures.drawing import Drawing, cut, inset, rule, stack, text_width, write
from geo.figures.palette import INK, OWN_ROW, RULE, SECONDARY
from geo.figures.poster import ROOM
from geo.figures.rows import Cell, Column, Row, row_drawing

_COLUMNS = (
    Column(x=0, width=230),
    Column(x=232, width=60, right=True),
    Column(x=310, width=490),
    Column(x=815, width=70, right=True),
    Column(x=900, width=220),
)
_ROW = 26.0


@dataclass(frozen=True, kw_only=True)
class Gap:
    """One area: its name, the first ruler, marks of the others (of ``capacity.gaps``), how far they lie apart.

    ``doubt`` says why a difference is not clear, ``few`` how many rulers are shown where some are not; '' for neither.
    """

    area: str
    name: str
    first: str
    marks: str
    apart: str
    doubt: str
    few: str
    own: bool = False


@dataclass(frozen=True, kw_only=True)
class Gaps:
    """The rows in the order of reading.

    ``rulers`` are id and name of each mark; ``heads`` the headings of name, first ruler and distance; ``sides`` what
    lies left and right of the zero; ``alone`` names the areas that have nothing to compare, '' without any.
    """

    rows: tuple[Gap, ...]
    rulers: tuple[tuple[str, str], ...]
    ticks: tuple[Tick, ...]
    ends: tuple[float, float]
    heads: tuple[str, str, str]
    sides: tuple[str, str]
    alone: str


def axis_markup(ticks: tuple[Tick, ...], ends: tuple[float, float], middle: float) -> str:
    """Write the values of an axis under a drawing that has the same width."""
    spans = "".join(
        f'<span style="left:{place(tick.value, ends)}%" class="{"zc-at" if tick.value == middle else ""}">'
        f"{escape(tick.text)}</span>"
        for tick in ticks
    )
    return f'<div class="zc-ticks" aria-hidden="true">{spans}</div>'


def markup(chart: Gaps, link: Callable[[Gap], str]) -> str:
    """Draw key, axis and rows for a screen; ``link`` gives the name of an area as markup."""
    keys = "".join(f"<span>{mark_of(ruler)}{escape(name)}</span>" for ruler, name in chart.rulers)
    name, first, apart = map(escape, chart.heads)
    left, right = map(escape, chart.sides)
    head = (
        f'<div class="zc-cap-key">{keys}</div><div class="zc-gap zc-gap-head" aria-hidden="true"><span>{name}</span>'
        f'<span class="zc-num">{first}</span><div><p><span>← {left}</span><span>{right} →</span></p>'
        f'{axis_markup(chart.ticks, chart.ends, 0.0)}</div><span class="zc-num">{apart}</span><span></span></div>'
    )
    rows = "".join(_row(row, link(row)) for row in chart.rows)
    under = f'<p class="zc-lead zc-alone">{escape(chart.alone)}</p>' if chart.alone else ""
    return f'{head}<ol class="zc-gaps">{rows}</ol>{under}'


def _row(row: Gap, name: str) -> str:
    few = f'<span class="zc-few">{escape(row.few)}</span>' if row.few else ""
    remark = "<i>, </i>".join(part for part in (escape(row.doubt), few) if part)
    return (
        f'<li class="zc-gap{" zc-gap-own" if row.own else ""}"><span>{name}</span>'
        f'<span class="zc-num">{escape(row.first)}</span><div>{row.marks}</div>'
        f'<span class="zc-num">{escape(row.apart)}</span><span class="zc-remark">{remark}</span></li>'
    )


def drawing(chart: Gaps) -> Drawing:
    """Draw key, axis and rows for a file; who stands alone is told in the notes of its frame."""
    parts, x = [], 0.0
    for ruler, name in chart.rulers:
        parts += [inset(mark_of(ruler), x, 0, 18, 16), write(x + 24, 13, name, size=13.5)]
        x += 24 + text_width(name, 13.5) + 26
    field = _COLUMNS[2]
    head = [
        (0.0, chart.heads[0], "start"),
        (_COLUMNS[1].x + _COLUMNS[1].width, chart.heads[1], "end"),
        (_COLUMNS[3].x + _COLUMNS[3].width, chart.heads[2], "end"),
    ]
    parts += [write(x, 66, text, size=13, fill=SECONDARY, anchor=anchor) for x, text, anchor in head]
    parts.append(write(field.x, 46, f"← {chart.sides[0]}", size=13, fill=SECONDARY))
    parts.append(write(field.x + field.width, 46, f"{chart.sides[1]} →", size=13, fill=SECONDARY, anchor="end"))
    for tick in chart.ticks:
        at = field.x + place(tick.value, chart.ends) / 100 * field.width
        fill = SECONDARY if tick.value else INK
        parts.append(write(at, 66, tick.text, size=13, fill=fill, anchor="middle"))
    parts.append(rule(0, 74, ROOM, 74, colour=RULE))
    rows = [
        Row(
            cells=(
                Cell(lines=(cut(row.name, 14.5, _COLUMNS[0].width),), bold=row.own),
                Cell(lines=(row.first,)),
                Cell(picture=row.marks),
                Cell(lines=(row.apart,)),
                Cell(lines=(", ".join(part for part in (row.doubt, row.few) if part),), fill=SECONDARY),
            ),
            band=OWN_ROW if row.own else "",
        )
        for row in chart.rows
    ]
    top = Drawing(parts=parts, width=ROOM, height=74)
    return stack([top, row_drawing(_COLUMNS, rows, tall=_ROW, picture=_ROW)], gap=0)
