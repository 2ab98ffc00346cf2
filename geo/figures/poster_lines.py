"""Numbers over the years for a poster: one chart of a few named lines, and a grid of small panels."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from geo.figures.drawing import BOLD, Drawing, cut, dot, inset, rule, text_width, write
from geo.figures.lines import PANEL, Line, spread
from geo.figures.palette import INK, PAPER, RULE, SECONDARY
from geo.figures.poster import ROOM
from geo.figures.scale import Scale

_PLOT = 400.0
_LEFT, _RIGHT = 78.0, 300.0
_GAPS = 30.0
"""Height of the strip under the axis where missing years have their sign."""


def line_drawing(
    lines: Sequence[Line],
    *,
    years: Sequence[tuple[str, str]],
    scale: Scale,
    tick: Callable[[float], str],
    breaks: Sequence[tuple[int, str]] = (),
    interrupted: Sequence[int] = (),
) -> Drawing:
    """Draw a few named lines with their intervals; parameters as in ``geo.figures.lines.line_chart``."""
    ends = ROOM - _RIGHT
    step = (ends - _LEFT - 90) / max(len(years) - 1, 1)
    places = [_LEFT + 45 + i * step if len(years) > 1 else (_LEFT + ends) / 2 for i in range(len(years))]

    def up(value: float) -> float:
        return 20 + (1 - scale.share(value)) * (_PLOT - 20)

    parts = []
    for value in scale.ticks:
        parts.append(rule(_LEFT, up(value), ends, up(value)))
        parts.append(write(_LEFT - 10, up(value) + 5, tick(value), size=14, fill=SECONDARY, anchor="end"))
    for index, mark in breaks:
        x = (places[index - 1] + places[index]) / 2
        parts.append(rule(x, 8, x, _PLOT + _GAPS, colour=SECONDARY, dash="2 4"))
        parts.append(write(x + 6, 14, mark, size=13, fill=SECONDARY))
    for order, line in reversed(list(enumerate(lines))):
        aside = (order - (len(lines) - 1) / 2) * min(9.0, 44.0 / max(len(lines) - 1, 1))
        parts += _marks(line, [x + aside for x in places], up, interrupted)
    for x, (first, second) in zip(places, years, strict=True):
        parts.append(write(x, _PLOT + _GAPS + 18, first, size=15, anchor="middle", weight=BOLD))
        parts.append(write(x, _PLOT + _GAPS + 36, second, size=13, fill=SECONDARY, anchor="middle"))
    return Drawing(parts=[*parts, *_ends(lines, up, ends + 14)], width=ROOM, height=_PLOT + _GAPS + 44)


def _marks(line: Line, places: Sequence[float], up: Callable[[float], float], interrupted: Sequence[int]) -> list[str]:
    parts = []
    for x, low, high in zip(places, line.lower, line.upper, strict=True):
        if not (math.isnan(low) or math.isnan(high)):
            parts.append(
                f'<line x1="{x:.1f}" x2="{x:.1f}" y1="{up(low):.1f}" y2="{up(high):.1f}" stroke="{line.colour}" '
                f'stroke-opacity="0.26" stroke-width="{9 if line.strong else 6}"/>'
            )
    for i, (first, second) in enumerate(pairwise(line.values)):
        if not (math.isnan(first) or math.isnan(second) or i + 1 in interrupted):
            wide = 3.0 if line.strong else 1.8
            parts.append(rule(places[i], up(first), places[i + 1], up(second), colour=line.colour, width=wide))
    for x, value, high, text, hidden in zip(places, line.values, line.upper, line.texts, line.hidden, strict=True):
        if not math.isnan(value):
            parts.append(dot(x, up(value), 5.4 if line.strong else 4.2, line.colour, width=1.6))
            if line.strong:
                top = up(value if math.isnan(high) else high) - 8
                parts.append(write(x, top, text, size=15, fill=line.colour, anchor="middle", weight=BOLD, halo=True))
        elif hidden:
            parts.append(
                f'<rect x="{x - 5:.1f}" y="{_PLOT + 9:g}" width="10" height="12" fill="url(#h)" '
                f'stroke="{line.colour}"/>'
            )
        else:
            parts.append(dot(x, _PLOT + 15, 4.4, PAPER, edge=line.colour, width=1.4))
    return parts


def _ends(lines: Sequence[Line], up: Callable[[float], float], x: float) -> list[str]:
    wanted = []
    for line in lines:
        known = [value for value in line.values if not math.isnan(value)]
        last = line.values[-1] if not math.isnan(line.values[-1]) else known[-1] if known else math.nan
        wanted.append(_PLOT if math.isnan(last) else up(last))
    parts = []
    for line, y in zip(lines, spread(wanted, apart=44, low=16.0, high=_PLOT), strict=True):
        room = _RIGHT - 14
        name = cut(line.label, 15, room, bold=True)
        parts.append(write(x, y, name, size=15, fill=line.colour, weight=BOLD))
        parts.append(write(x, y + 19, cut(line.note, 14, room), size=14, fill=line.colour))
    return parts


@dataclass(frozen=True, kw_only=True)
class Panel:
    """One small panel: name, picture of ``geo.figures.lines.panel``, what stands under it and the change at its end."""

    name: str
    picture: str
    under: str
    change: str
    own: bool = False
    sure: bool = False


def panel_grid(panels: Sequence[Panel], *, columns: int, accent: str) -> Drawing:
    """Set panels side by side; they share one scale."""
    gap = 18.0
    wide = (ROOM - gap * (columns - 1)) / columns
    high = wide * PANEL[1] / PANEL[0]
    tall = high + 62
    parts = []
    for i, each in enumerate(panels):
        x, y = (i % columns) * (wide + gap), (i // columns) * tall
        fill = accent if each.own else INK
        parts.append(write(x, y + 14, cut(each.name, 13.5, wide, bold=True), size=13.5, fill=fill, weight=BOLD))
        parts.append(inset(each.picture, x, y + 20, wide, high))
        end = text_width(each.change, 12.5, bold=True)
        parts.append(write(x, y + high + 36, cut(each.under, 12.5, wide - end - 6), size=12.5, fill=SECONDARY))
        weight = BOLD if each.sure else 400
        parts.append(
            write(
                x + wide,
                y + high + 36,
                each.change,
                size=12.5,
                fill=accent if each.sure else INK,
                anchor="end",
                weight=weight,
            )
        )
    rows = -(-len(panels) // columns)
    return Drawing(parts=parts, width=ROOM, height=max(rows * tall - 18, 20))


__all__ = ["RULE", "Panel", "line_drawing", "panel_grid"]
