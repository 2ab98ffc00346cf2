"""A spine chart: all numbers of one area, each among those of all other areas, described once for screen and file.

Every line is stretched so that the benchmark stands in the middle and the farthest area reaches an end: lines of
different units can be read under one another. Their marks are text without script, for they are drawn by the dozen.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from geo.figures.drawing import BOLD, Drawing, rule, stack, wrap, write
from geo.figures.palette import INK, SECONDARY
from geo.figures.pictures import picture
from geo.figures.poster import ROOM
from geo.figures.rows import Cell, Column, Row, row_drawing

HEIGHT = 26.0
_HALF = 48.0
"""Percent of the width on each side of the middle; the rest is air, so that no dot is cut off."""
BAR, MIDDLE = "#e4eaec", "#c3d0d5"
_COLUMNS = (
    Column(x=0, width=385),
    Column(x=390, width=84, right=True),
    Column(x=490, width=400),
    Column(x=895, width=84, right=True),
    Column(x=993, width=127),
)
_HEAD, _TALL = 13.0, 40.0
"""Letters of a heading and height of a row in a file, pixels."""


@dataclass(frozen=True, kw_only=True)
class SpineLine:
    """One number: its name and unit, its marks, and everything beside them as text.

    ``marks`` is the image of ``stretched``, '' where ``remark`` tells why there is none. ``known`` is whether ``value``
    is a number; ``withheld`` whether it may not be shown. ``colour`` is that of the verdict, '' for the ordinary one.
    """

    name: str
    unit: str
    marks: str
    remark: str
    value: str
    interval: str
    known: bool
    withheld: bool
    benchmark: str
    verdict: str
    colour: str


@dataclass(frozen=True, kw_only=True)
class SpineGroup:
    """Numbers under one title; ``left`` and ``right`` tell what lies on each side of the middle."""

    title: str
    left: str
    right: str
    lines: tuple[SpineLine, ...]


@dataclass(frozen=True, kw_only=True)
class Spine:
    """The chart: its groups, the headings over own values and over those they are held against, a last sentence."""

    groups: tuple[SpineGroup, ...]
    own: str
    against: str
    note: str


def markup(chart: Spine) -> list[str]:
    """Draw the chart for a screen: a piece per group, then the last sentence."""
    groups = [_section(group, chart) for group in chart.groups]
    return [*groups, f'<p class="zc-under">{escape(chart.note)}</p>']


def _section(group: SpineGroup, chart: Spine) -> str:
    against = escape(chart.against)
    body = "".join(_line(line, chart) for line in group.lines)
    return (
        f'<section class="zc-part zc-spines"><h2>{escape(group.title)}</h2><div class="zc-srow zc-scols">'
        f'<span></span><span class="zc-sval">{escape(chart.own)}</span>'
        f'<span class="zc-sends"><i>← {escape(group.left)}</i><b>{against}</b><i>{escape(group.right)} →</i></span>'
        f"<span>{against}</span><span></span></div>{body}</section>"
    )


def _line(line: SpineLine, chart: Spine) -> str:
    value = f"<b>{escape(line.value)}</b><span>{escape(line.interval)}</span>"
    if not line.known:
        value = f"<em{' class=' + chr(34) + 'zc-hide' + chr(34) if line.withheld else ''}>{escape(line.value)}</em>"
    marks = line.marks or f'<span class="zc-remark">{escape(line.remark)}</span>'
    colour = f' style="color:{line.colour}"' if line.colour else ""
    return (
        f'<div class="zc-srow"><span class="zc-sname">{escape(line.name)}<small>{escape(line.unit)}</small></span>'
        f'<span class="zc-sval">{value}</span><span class="zc-sdraw">{marks}</span>'
        f'<span class="zc-svl"><span class="zc-vlname">{escape(chart.against)} </span>{escape(line.benchmark)}</span>'
        f'<span class="zc-ssaid"{colour}>{escape(line.verdict)}</span></div>'
    )


def drawing(chart: Spine) -> Drawing:
    """Draw the chart for a file; the last sentence stands in the notes of its frame."""
    groups = [stack([_head(group, chart), _rows(group)], gap=0) for group in chart.groups]
    return stack(groups, gap=6) if groups else Drawing(parts=[], width=ROOM, height=0)


def _head(group: SpineGroup, chart: Spine) -> Drawing:
    own, middle, against = _COLUMNS[1], _COLUMNS[2], _COLUMNS[3]
    lines = wrap(chart.against, _HEAD, against.width)
    foot = 50.0 + 15 * (len(lines) - 1)
    parts = [write(0, 26, group.title, size=18, weight=BOLD, serif=True), rule(0, 34, ROOM, 34)]
    for x, text, anchor, fill in (
        (own.x + own.width, chart.own, "end", SECONDARY),
        (middle.x, f"← {group.left}", "start", SECONDARY),
        (middle.x + middle.width / 2, chart.against, "middle", INK),
        (middle.x + middle.width, f"{group.right} →", "end", SECONDARY),
        *((against.x + against.width, line, "end", SECONDARY) for line in lines),
    ):
        y = 50.0 + 15 * lines.index(text) if text in lines and anchor == "end" else 50.0
        parts.append(write(x, y, text, size=_HEAD, anchor=anchor, fill=fill))
    return Drawing(parts=parts, width=ROOM, height=foot + 8)


def _rows(group: SpineGroup) -> Drawing:
    rows = [
        Row(
            cells=(
                Cell(lines=(line.name, line.unit), bold=True),
                Cell(lines=(line.value, line.interval), bold=line.known, fill=INK if line.known else SECONDARY),
                Cell(picture=line.marks) if line.marks else Cell(lines=(line.remark,), small=True, fill=SECONDARY),
                Cell(lines=(line.benchmark,)),
                Cell(lines=wrap(line.verdict, 12.5, _COLUMNS[4].width), small=True, fill=line.colour or SECONDARY),
            )
        )
        for line in group.lines
    ]
    return row_drawing(_COLUMNS, rows, tall=_TALL, picture=HEIGHT)


def stretched(
    ends: Sequence[float],
    *,
    described: str,
    benchmark: float,
    value: float,
    lower: float,
    upper: float,
    colour: str,
    mirrored: bool = False,
    marked: bool = True,
) -> str:
    """Draw one line.

    Parameters
    ----------
    ends : lowest, lower quarter, upper quarter and highest of the shown areas, unit of the indicator.
    described : what a screen reader says.
    benchmark : value in the middle of the line.
    value, lower, upper : the area and its interval; NaN where not shown or not defined.
    colour : of the dot.
    mirrored : high values on the left, where the highest is the worst.
    marked : draw the benchmark; without one the middle of the line is only a place.

    Returns
    -------
    An ``img`` element.
    """
    reach = max(abs(end - benchmark) for end in (ends[0], ends[-1])) or 1.0

    def x(number: float) -> float:
        share = (number - benchmark) / reach
        share = -share if mirrored else share
        return round(50 + min(max(share, -1.03), 1.03) * _HALF, 2)

    def bar(first: float, last: float, fill: str, height: float) -> str:
        left, right = sorted((x(first), x(last)))
        top = (HEIGHT - height) / 2
        return f'<rect x="{left}%" y="{top}" width="{max(right - left, 0.3):.2f}%" height="{height}" fill="{fill}"/>'

    parts = [bar(ends[0], ends[-1], BAR, 14), bar(ends[1], ends[2], MIDDLE, 14)]
    if marked:
        parts.append(f'<line x1="50%" x2="50%" y1="0" y2="{HEIGHT}" stroke="{INK}" stroke-width="1.2"/>')
    if not math.isnan(value):
        if not (math.isnan(lower) or math.isnan(upper)):
            parts.append(
                f'<line x1="{x(lower)}%" x2="{x(upper)}%" y1="{HEIGHT / 2}" y2="{HEIGHT / 2}" stroke="{colour}" '
                'stroke-width="2.4" stroke-linecap="round"/>'
            )
        parts.append(
            f'<circle cx="{x(value)}%" cy="{HEIGHT / 2}" r="6" fill="{colour}" stroke="#fff" stroke-width="1.6"/>'
        )
    return picture(parts, described=described, css="zc-spine", box=None, height=HEIGHT)
