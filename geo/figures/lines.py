"""Numbers over the years: one chart of a few named lines, and small panels that share one scale.

The marks are an image that stretches to any width; all words are text over it, in the type of the page. Nothing is
bridged: a year without a number leaves a gap, and a sign in it says whether it is withheld or missing.
"""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from html import escape
from itertools import pairwise

from geo.figures.palette import ACCENT, INK, RULE, SECONDARY
from geo.figures.pictures import picture
from geo.figures.scale import Scale

OTHERS = ("#2f5fa8", "#8a4f7d", "#7a6400", "#4d7a2b", "#a8503f", "#54616b")
"""Colours of the areas beside the chosen one: apart for the common colour-vision deficiencies, 4.5:1 on white."""

HEIGHT = 330.0
_TOP, _FLOOR = 26.0, 30.0
"""Pixels above the highest and below the lowest possible mark; signs of missing years stand in the lower strip."""
_BEFORE, _AFTER = 15.0, 8.5
"""Percent of the width left free before the first year, where the axis has its words, and after the last."""
_APART = 37.0
"""Pixels between two labels at the end of the lines: two lines of text."""
PANEL = (136.0, 58.0)
"""Width and height of a small panel."""


@dataclass(frozen=True, kw_only=True)
class Line:
    """One series: a point per year, NaN where there is none; ``hidden`` tells which of those are withheld.

    ``texts`` are the numbers as the reader sees them; ``label`` and ``note`` stand at the end of the line.
    """

    label: str
    note: str
    values: Sequence[float]
    lower: Sequence[float]
    upper: Sequence[float]
    hidden: Sequence[bool]
    texts: Sequence[str]
    colour: str
    strong: bool = False


def line_chart(
    lines: Sequence[Line],
    *,
    years: Sequence[tuple[str, str]],
    scale: Scale,
    tick: Callable[[float], str],
    described: str,
    breaks: Sequence[tuple[int, str]] = (),
    interrupted: Sequence[int] = (),
) -> str:
    """Draw a few named lines with their intervals.

    Parameters
    ----------
    lines : the first is drawn on top of the others; the value of a ``strong`` line stands at each point.
    years : text under each year, and a smaller one below it.
    tick : writes a value of the axis.
    described : what a screen reader says; the words over the drawing are hidden from it.
    breaks : a dotted stroke before the year with that index, and its mark.
    interrupted : indices of the years before which the lines stop: before and after are not the same number.

    Returns
    -------
    Markup that fills the width of its place; its look stands in ``style_evolutie.css``.
    """
    places = _places(len(years))
    drawn = [f'<line x1="0" x2="100%" y1="{_y(scale, t)}" y2="{_y(scale, t)}" stroke="{RULE}"/>' for t in scale.ticks]
    words = [f'<span class="zc-ev-tick" style="top:{_y(scale, t)}px">{escape(tick(t))}</span>' for t in scale.ticks]
    for index, mark in breaks:
        at = (places[index - 1] + places[index]) / 2
        drawn.append(
            f'<line x1="{at:.2f}%" x2="{at:.2f}%" y1="14" y2="{HEIGHT - 4:g}" stroke="{SECONDARY}" '
            'stroke-dasharray="2 4"/>'
        )
        words.append(f'<span class="zc-ev-break" style="left:{at:.2f}%">{escape(mark)}</span>')
    for order, line in reversed(list(enumerate(lines))):
        drawn.append(_drawn_line(line, places, scale, _dodge(order, len(lines)), interrupted))
    for order, line in enumerate(lines):
        if line.strong:
            words += _point_words(line, places, scale, _dodge(order, len(lines)))
    below = "".join(
        f'<span class="zc-ev-year" style="left:{at:.2f}%"><b>{escape(first)}</b>{escape(second)}</span>'
        for at, (first, second) in zip(places, years, strict=True)
    )
    image = picture(drawn, described=described, css="zc-ev-marks", box=None, height=HEIGHT)
    return (
        f'<div class="zc-ev-lines"><div class="zc-ev-plot">{image}<div aria-hidden="true">{"".join(words)}</div>'
        f'<div class="zc-ev-years" aria-hidden="true">{below}</div></div>'
        f'<div class="zc-ev-ends" aria-hidden="true" style="height:{HEIGHT:g}px">{_end_words(lines, scale)}</div></div>'
    )


def _places(count: int) -> list[float]:
    if count == 1:
        return [50.0]
    return [_BEFORE + i * (100 - _BEFORE - _AFTER) / (count - 1) for i in range(count)]


def _y(scale: Scale, value: float) -> float:
    return round(HEIGHT - _FLOOR - scale.share(value) * (HEIGHT - _TOP - _FLOOR), 1)


def _dodge(order: int, count: int) -> float:
    """Pixels aside, so that intervals of one year stand beside each other."""
    return (order - (count - 1) / 2) * min(7.0, 34.0 / max(count - 1, 1))


def _drawn_line(line: Line, places: Sequence[float], scale: Scale, aside: float, interrupted: Sequence[int]) -> str:
    parts = []
    for i, (low, high) in enumerate(zip(line.lower, line.upper, strict=True)):
        if not (math.isnan(low) or math.isnan(high)):
            parts.append(
                f'<line x1="{places[i]:.2f}%" x2="{places[i]:.2f}%" y1="{_y(scale, low)}" y2="{_y(scale, high)}" '
                f'stroke="{line.colour}" stroke-opacity="0.26" stroke-width="{7 if line.strong else 5}"/>'
            )
    for i, (first, second) in enumerate(pairwise(line.values)):
        if not (math.isnan(first) or math.isnan(second) or i + 1 in interrupted):
            parts.append(
                f'<line x1="{places[i]:.2f}%" x2="{places[i + 1]:.2f}%" y1="{_y(scale, first)}" '
                f'y2="{_y(scale, second)}" stroke="{line.colour}" stroke-width="{2.6 if line.strong else 1.6}"/>'
            )
    for i, value in enumerate(line.values):
        if not math.isnan(value):
            parts.append(
                f'<circle cx="{places[i]:.2f}%" cy="{_y(scale, value)}" r="{4.6 if line.strong else 3.6}" '
                f'fill="{line.colour}" stroke="#fff" stroke-width="1.4"/>'
            )
        else:
            parts.append(_gap_sign(places[i], line.colour, hidden=line.hidden[i]))
    return f'<g transform="translate({aside:g} 0)">{"".join(parts)}</g>'


def _gap_sign(at: float, colour: str, *, hidden: bool) -> str:
    """Hatched square for a withheld year, open circle for a year without data, in the strip under the axis."""
    up = HEIGHT - 11
    if not hidden:
        return f'<circle cx="{at:.2f}%" cy="{up}" r="4" fill="#fff" stroke="{colour}" stroke-width="1.2"/>'
    strokes = "".join(f'<line x1="0" y1="{y + 4}" x2="6" y2="{y}"/>' for y in (-1, 3, 7))
    return (
        f'<svg x="{at:.2f}%" y="{up - 5}" width="10" height="11" overflow="visible"><g transform="translate(-3 0)" '
        f'stroke="{colour}"><rect width="6" height="10" fill="#fff"/>{strokes}</g></svg>'
    )


def _point_words(line: Line, places: Sequence[float], scale: Scale, aside: float) -> list[str]:
    words = []
    for i, value in enumerate(line.values):
        if math.isnan(value):
            continue
        high = line.upper[i] if not math.isnan(line.upper[i]) else value
        top = _y(scale, max(high, value)) - 25
        words.append(
            f'<span class="zc-ev-point" style="left:calc({places[i]:.2f}% + {aside:g}px);top:{top:.1f}px;'
            f'color:{line.colour}">{escape(line.texts[i])}</span>'
        )
    return words


def _end_words(lines: Sequence[Line], scale: Scale) -> str:
    """Names at the end of the lines, pushed apart where they would touch; a line without end stands lowest."""
    wanted = []
    for line in lines:
        known = [value for value in line.values if not math.isnan(value)]
        last = line.values[-1] if not math.isnan(line.values[-1]) else known[-1] if known else math.nan
        wanted.append(HEIGHT - _FLOOR if math.isnan(last) else _y(scale, last))
    return "".join(
        f'<span class="zc-ev-end{" zc-ev-strong" if line.strong else ""}" style="top:{top:.1f}px;'
        f'color:{line.colour}"><b>{escape(line.label)}</b><i>{escape(line.note)}</i></span>'
        for line, top in zip(lines, spread(wanted, apart=_APART, low=14.0, high=HEIGHT - 14.0), strict=True)
    )


def spread(wanted: Sequence[float], *, apart: float, low: float, high: float) -> list[float]:
    """Move positions as little as a simple rule can, so that no two are nearer than ``apart``, in the same order.

    Examples
    --------
    >>> spread([50.0, 52.0], apart=10, low=0.0, high=100.0)
    [50.0, 60.0]
    >>> spread([95.0, 99.0], apart=10, low=0.0, high=100.0)
    [90.0, 100.0]
    """
    order = sorted(range(len(wanted)), key=lambda i: wanted[i])
    apart = min(apart, (high - low) / max(len(wanted) - 1, 1))
    placed = list(wanted)
    edge = low
    for i in order:
        placed[i] = max(placed[i], edge)
        edge = placed[i] + apart
    edge = high
    for i in reversed(order):
        placed[i] = min(placed[i], edge)
        edge = placed[i] - apart
    return placed


def panel(
    line: Line,
    *,
    reference: Sequence[float],
    scale: Scale,
    described: str,
    breaks: Sequence[int] = (),
    interrupted: Sequence[int] = (),
) -> str:
    """Draw one area over the years at the size of a stamp: its line on the reference, both on the shared scale.

    Parameters
    ----------
    reference : values of Flanders, thin and grey.
    breaks : indices of the years before which a dotted stroke stands.
    interrupted : those of them before which the lines stop.
    """
    width, height = PANEL
    steps = max(len(line.values) - 1, 1)

    def point(i: int, value: float) -> str:
        return f"{12 + i * (width - 24) / steps:.1f} {height - 6 - scale.share(value) * (height - 12):.1f}"

    def joined(values: Sequence[float]) -> str:
        return "".join(
            f"M{point(i, a)}L{point(i + 1, b)}"
            for i, (a, b) in enumerate(pairwise(values))
            if not (math.isnan(a) or math.isnan(b) or i + 1 in interrupted)
        )

    ends = [
        f"M{point(i, low)}L{point(i, high)}"
        for i, (low, high) in enumerate(zip(line.lower, line.upper, strict=True))
        if not (math.isnan(low) or math.isnan(high))
    ]
    dots = "".join(f"M{point(i, value)}h0" for i, value in enumerate(line.values) if not math.isnan(value))
    hatch, rings = [], []
    for i, value in enumerate(line.values):
        at = 12 + i * (width - 24) / steps
        if math.isnan(value) and line.hidden[i]:
            hatch += [f"M{at - 5:.1f} {y:g}l10 -10" for y in range(14, int(height) - 1, 6)]
        elif math.isnan(value):
            rings.append(f'<circle cx="{at:.1f}" cy="{height / 2:g}" r="3"/>')
    parts = [
        f'<path d="M0 {height - 2:g}H{width:g}" stroke="{RULE}"/>',
        f'<path d="{"".join(hatch)}" stroke="#9fabb2" stroke-width="0.8"/>' if hatch else "",
        f'<g fill="none" stroke="{SECONDARY}">{"".join(rings)}</g>' if rings else "",
        *(
            f'<path d="M{12 + (i - 0.5) * (width - 24) / steps:.1f} 3V{height - 3:g}" stroke="{SECONDARY}" '
            'stroke-dasharray="1.5 2.5"/>'
            for i in breaks
        ),
        f'<path d="{joined(reference)}" stroke="{INK}" stroke-opacity=".4"/>',
        f'<path d="{"".join(ends)}" stroke="{line.colour}" stroke-opacity=".22" stroke-width="5"/>' if ends else "",
        f'<path d="{joined(line.values)}" stroke="{line.colour}" stroke-width="1.8"/>',
        f'<path d="{dots}" stroke="{line.colour}" stroke-width="5" stroke-linecap="round"/>' if dots else "",
    ]
    whole = f'<g fill="none">{"".join(part for part in parts if part)}</g>'
    return picture([whole], described=described, css="zc-ev-panel", box=PANEL, height=height)


__all__ = ["ACCENT", "HEIGHT", "INK", "OTHERS", "PANEL", "Line", "line_chart", "panel", "spread"]
