"""A chart as a file: what ``geo.figures.chart`` describes as a drawing that stands alone, for SVG, PNG and print."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from geo.figures.chart import Axis, Bars, Chart, Key, KeyItem, Label, Limits, Line, Marked, Point, Sign, Tick
from geo.figures.drawing import BOLD, Drawing, box, dot, rule, stack, text_width, write
from geo.figures.palette import (
    ACCENT,
    GRID,
    HATCH,
    INK,
    INTERVAL,
    NAMED_ROW,
    OWN_ROW,
    PAPER,
    QUIET,
    SECONDARY,
    WITHIN,
)
from geo.figures.poster import ROOM, UPRIGHT_ROOM

_SIZE, _LABEL = 13.5, 14.0
"""Letters of the axes and of names, pixels."""
_LOOSE, _ROW, _TIGHT = 45, 19.0, 13.0
"""How many rows may stand loosely, and the height of a row that does and of one that does not."""
_FIELD, _BESIDE = 400.0, 120.0
"""Height of a field without rows, and room for the words right of it."""
_STRIP, _APART = 70.0, 60.0
"""Height of a strip of bars under columns, and its distance from the field."""
_BAR, _BAR_ROOM = 100.0, 184.0
"""Length of a full bar beside rows, and the room for bars with their texts."""


@dataclass(frozen=True, kw_only=True)
class _Field:
    """Where the field of a chart lies in its drawing, pixels."""

    across: Axis
    upward: Axis
    left: float
    right: float
    top: float
    foot: float

    def x(self, value: float) -> float:
        """Give where a value stands across."""
        return self.left + _share(self.across, value) * (self.right - self.left)

    def y(self, value: float) -> float:
        """Give where a value stands upward."""
        return self.foot - _share(self.upward, value) * (self.foot - self.top)


def _share(axis: Axis, value: float) -> float:
    bend: Callable[[float], float] = math.log if axis.logarithmic else float
    return (bend(value) - bend(axis.low)) / ((bend(axis.high) - bend(axis.low)) or 1.0)


def draw(chart: Chart) -> Drawing:
    """Draw a chart with its key above it.

    Returns
    -------
    Drawing as wide as a sheet that lies, or, where the marks have rows, as one that stands.
    """
    wide = UPRIGHT_ROOM if chart.rows else ROOM
    field = _field(chart, wide)
    drawn = [*_axes(chart, field, wide)]
    for limits in chart.limits:
        drawn += _limits(limits, field)
    drawn += [part for point in chart.points for part in _intervals(point, field)]
    for i, line in enumerate(chart.lines):
        drawn += _line(line, i, field)
    drawn += _beside(chart, field)
    drawn += [_mark(point.mark, field.x(point.x), field.y(point.y), chart.dot) for point in chart.drawn]
    drawn += [_name(chart.points[label.point], label, field) for label in chart.labels]
    foot = field.foot + (48 if chart.across.title else 16)
    if chart.bars is not None:
        drawn += (_bars_beside if chart.rows else _bars_under)(chart.points, chart.bars, field)
        foot = foot if chart.rows else foot + _APART + _STRIP - 6
    figure = Drawing(parts=drawn, width=wide, height=foot)
    return figure if chart.key is None else stack([key_drawing(chart.key, wide), figure])


def key_drawing(key: Key, room: float) -> Drawing:
    """Draw a key: a few words, and under them each colour with its meaning."""
    parts, x, y = ([write(0, 14, key.title, size=_SIZE, fill=SECONDARY)], 0.0, 20.0) if key.title else ([], 0.0, 0.0)
    for item in key.items:
        wide = 28 + text_width(item.text, _SIZE) + 26
        if x and x + wide > room:
            x, y = 0.0, y + 24
        parts += [_sign(item, x, y), write(x + 26, y + 14, item.text, size=_SIZE)]
        x += wide
    return Drawing(parts=parts, width=room, height=y + 22)


def _sign(item: KeyItem, x: float, y: float) -> str:
    """Draw what stands before a text of a key, in a place of 18 by 18 pixels."""
    return {
        Sign.DOT: dot(x + 8, y + 9, 6, item.fill, edge=HATCH),
        Sign.RING: dot(x + 8, y + 9, 6, PAPER, edge=ACCENT, width=2),
        Sign.INTERVAL: box(x + 5, y + 1, 7, 16, "#c9ced2"),
        Sign.HATCHED: box(x + 1, y + 3, 14, 13, "url(#h)", edge=HATCH),
        Sign.EMPTY: dot(x + 8, y + 9, 4.4, PAPER, edge=SECONDARY, width=1.4),
        Sign.THIN: rule(x, y + 9, x + 18, y + 9, colour="#8e979c"),
        Sign.CLEAR: rule(x, y + 9, x + 18, y + 9, colour=ACCENT, width=2),
    }[item.sign]


def _field(chart: Chart, wide: float) -> _Field:
    texts = [text_width(t.text, _SIZE, bold=bool(t.mark and t.mark.loud)) for t in chart.upward.ticks]
    left = max(texts, default=40.0) + 14
    labels = sum(1 for line in chart.lines if line.upright)
    if not chart.rows:
        top = 24.0 + 26 * bool(labels)
        right = wide - (_BESIDE if chart.told else 10)
        return _Field(across=chart.across, upward=chart.upward, left=left, right=right, top=top, foot=top + _FIELD - 20)
    tall = _ROW if len(chart.points) <= _LOOSE else _TIGHT
    right = wide - 16 - (_BAR_ROOM if chart.bars else 0)
    foot = 50.0 + tall * len(chart.points)
    return _Field(across=chart.across, upward=chart.upward, left=left + 4, right=right, top=50.0, foot=foot)


def _axes(chart: Chart, field: _Field, wide: float) -> list[str]:
    parts = []
    if chart.rows:
        tall = (field.foot - field.top) / len(chart.points)
        for point in chart.points:
            if point.mark.loud:
                band = OWN_ROW if point.mark.chosen else NAMED_ROW
                parts.append(box(0, field.y(point.y) - tall / 2, wide, tall, band))
    elif chart.upward.title:
        parts.append(write(0, 11, chart.upward.title, size=_SIZE, fill=SECONDARY))
    for tick in chart.across.ticks:
        x = field.x(tick.value)
        if chart.across.grid:
            parts.append(rule(x, field.top, x, field.foot, colour=GRID))
        parts.append(write(x, field.foot + 19, tick.text, size=_SIZE, fill=SECONDARY, anchor="middle"))
    for tick in chart.upward.ticks:
        y = field.y(tick.value)
        if chart.upward.grid:
            parts.append(rule(field.left, y, field.right, y, colour=GRID))
        parts.append(_tick(tick, field.left - 10, y + 4.5))
    if chart.across.title:
        middle = (field.left + field.right) / 2
        parts.append(write(middle, field.foot + 41, chart.across.title, size=_SIZE, fill=SECONDARY, anchor="middle"))
    return parts


def _tick(tick: Tick, x: float, y: float) -> str:
    if tick.mark is None:
        return write(x, y, tick.text, size=_SIZE, fill=SECONDARY, anchor="end")
    fill, weight = ACCENT if tick.mark.chosen else INK, BOLD if tick.mark.loud else 400
    return write(x, y, tick.text, size=_SIZE, fill=fill, anchor="end", weight=weight)


def _limits(limits: Limits, field: _Field) -> list[str]:
    sides = [
        [f"{field.x(x):.1f} {field.y(y):.1f}" for x, y in zip(limits.x, side, strict=True)]
        for side in (limits.low, limits.high)
    ]
    dash = ' stroke-dasharray="6 4"' if limits.dashed else ""
    parts = [f'<path d="M{"L".join([*sides[1], *reversed(sides[0])])}Z" fill="{WITHIN}"/>'] if limits.filled else []
    parts += [f'<path d="M{"L".join(s)}" fill="none" stroke="{QUIET}" stroke-width="1.2"{dash}/>' for s in sides]
    return parts


def _beside(chart: Chart, field: _Field) -> list[str]:
    """Write what stands right of the field, the lines of a text around its height."""
    parts = []
    for (_value, text, of_line), down in zip(chart.told, chart.stands(field.foot - field.top), strict=True):
        lines = text.split("\n")
        y = field.top + down + 4.5 - 7.5 * (len(lines) - 1)
        colour = INK if of_line else SECONDARY
        parts += [write(field.right + 8, y + 15 * i, line, size=13, fill=colour) for i, line in enumerate(lines)]
    return parts


def _intervals(point: Point, field: _Field) -> list[str]:
    x, y, parts = field.x(point.x), field.y(point.y), []
    if point.across is not None:
        parts.append(rule(field.x(point.across[0]), y, field.x(point.across[1]), y, colour=INTERVAL, width=1.8))
    if point.upward is not None:
        parts.append(rule(x, field.y(point.upward[0]), x, field.y(point.upward[1]), colour=INTERVAL, width=1.6))
    return parts


def _line(line: Line, place: int, field: _Field) -> list[str]:
    dash = "2 3" if line.dashed else ""
    if line.upright:
        x = field.x(line.value)
        label = write(x, field.top - 12 - 18 * place, line.label, size=_SIZE, anchor="middle", halo=True)
        return [rule(x, field.top - 4, x, field.foot, colour=INK, dash=dash), label]
    y = field.y(line.value)
    drawn = rule(field.left, y, field.right, y, colour=INK, dash=dash)
    if line.beside:
        return [drawn]
    below = place and line.dashed
    return [drawn, write(field.right, y + (17 if below else -6), line.label, size=_LABEL, anchor="end", halo=True)]


def _mark(mark: Marked, x: float, y: float, size: float) -> str:
    edge, width = mark.edge
    return dot(x, y, (size + mark.larger) / 2 + 0.2, mark.tone.value, edge=edge, width=width)


def _name(point: Point, label: Label, field: _Field) -> str:
    side = label.side
    x, y = field.x(point.x) + (-9 if side.left else 9), field.y(point.y) + (15 if side.below else -5)
    fill, weight = (ACCENT, BOLD) if point.mark.chosen else (INK, 400)
    anchor = "end" if side.left else "start"
    return write(x, y, point.mark.name, size=_LABEL, fill=fill, anchor=anchor, weight=weight, halo=True)


def _bar_colour(point: Point) -> str:
    return ACCENT if point.mark.chosen else QUIET


def _bars_beside(points: Sequence[Point], bars: Bars, field: _Field) -> list[str]:
    start = field.right + 40
    titles = bars.title.split("\n")
    parts = [
        write(start, field.top - 10 - 17 * (len(titles) - 1 - i), title, size=_SIZE, fill=SECONDARY)
        for i, title in enumerate(titles)
    ]
    parts.append(rule(start, field.top, start, field.foot))
    for point, value, text in zip(points, bars.values, bars.texts, strict=True):
        if not math.isnan(value):
            y, wide = field.y(point.y), _BAR * value / 100
            parts.append(box(start, y - 5, wide, 10, _bar_colour(point)))
            parts += [write(start + wide + 6, y + 4.5, text, size=_SIZE)] if text else []
    return parts


def _bars_under(points: Sequence[Point], bars: Bars, field: _Field) -> list[str]:
    foot = field.foot + _APART + _STRIP
    parts = [write(field.left, foot - _STRIP - 14, bars.title.replace("\n", " "), size=_SIZE, fill=SECONDARY)]
    for tick in bars.ticks:
        y = foot - _STRIP * tick.value / 100
        parts.append(rule(field.left, y, field.right, y, colour=GRID))
        parts.append(write(field.left - 8, y + 4, tick.text, size=_SIZE, fill=SECONDARY, anchor="end"))
    step = field.x(1) - field.x(0)
    for point, value in zip(points, bars.values, strict=True):
        if not math.isnan(value):
            tall = _STRIP * value / 100
            parts.append(box(field.x(point.x) - step * 0.45, foot - tall, step * 0.9, tall, _bar_colour(point)))
    return parts
