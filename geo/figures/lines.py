"""Numbers over the years: one chart of a few named lines, described once and drawn on screen and as a file.

The marks are one image that stretches to any width; all words are text over it, in the type of the page or of the file.
Nothing is bridged: a year without a number leaves a gap, and a sign in it says whether it is withheld or missing.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from itertools import pairwise

from geo.figures.chart import Key, Tick
from geo.figures.drawing import BOLD, Drawing, cut, inset, stack, write
from geo.figures.on_page import line_key
from geo.figures.on_svg import key_drawing
from geo.figures.palette import NOT_YET, RULE, SECONDARY
from geo.figures.pictures import picture
from geo.figures.poster import ROOM
from geo.figures.scale import Scale

OTHERS = ("#2f5fa8", "#8a4f7d", "#7a6400", "#4d7a2b", "#a8503f", "#54616b")
"""Colours of the areas beside the chosen one: apart for the common colour-vision deficiencies, 4.5:1 on white."""

_SCREEN, _FILE = 330.0, 430.0
"""Height of the marks on screen and in a file, pixels."""
_TOP, _FLOOR = 26.0, 30.0
"""Pixels above the highest and below the lowest possible mark; signs of missing years stand in the lower strip."""
_BEFORE, _AFTER = 15.0, 8.5
"""Percent of the width left free before the first year, where the axis has its words, and after the last."""
_APART, _FILE_APART = 37.0, 44.0
"""Pixels between two labels at the end of the lines: two lines of text."""
_ENDS = 300.0
"""Room for those labels in a file, pixels."""


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

    @property
    def last(self) -> float:
        """Give the value at which its name stands: that of the last year, else the last known one; NaN without any."""
        return next((value for value in reversed(self.values) if not math.isnan(value)), math.nan)


@dataclass(frozen=True, kw_only=True)
class Shade:
    """A stretch of time behind the lines, in steps from the first year (1.5 lies between the second and the third).

    A stroke and ``mark`` stand where it begins; of what began before the years shown, an arrow tells so.
    """

    begin: float
    end: float
    mark: str


@dataclass(frozen=True, kw_only=True)
class Lines:
    """A chart of lines.

    ``lines`` : the first is drawn on top of the others; the value of a ``strong`` line stands at each point.
    ``years`` : text under each year, and a smaller one below it.
    ``ticks`` : values of the axis with their texts.
    ``breaks`` : a dotted stroke before the year with that index, and its mark.
    ``interrupted`` : indices of the years before which the lines stop: before and after are not the same number.
    ``shades`` : stretches of time behind the lines.
    ``key`` and ``notes`` : the signs that occur, and what else there is to know.
    ``described`` : what a screen reader says; the words over the drawing are hidden from it.
    """

    lines: tuple[Line, ...]
    years: tuple[tuple[str, str], ...]
    scale: Scale
    ticks: tuple[Tick, ...]
    described: str
    key: Key
    notes: tuple[str, ...] = ()
    breaks: tuple[tuple[int, str], ...] = ()
    interrupted: tuple[int, ...] = ()
    shades: tuple[Shade, ...] = ()

    @property
    def places(self) -> list[float]:
        """Give where each year stands, percent of the width."""
        count = len(self.years)
        if count == 1:
            return [50.0]
        return [_BEFORE + i * (100 - _BEFORE - _AFTER) / (count - 1) for i in range(count)]

    def up(self, value: float, tall: float) -> float:
        """Give how far under the top a value stands in marks of ``tall`` pixels."""
        return round(tall - _FLOOR - self.scale.share(value) * (tall - _TOP - _FLOOR), 1)

    def aside(self, order: int) -> float:
        """Give the pixels by which a line is moved, so that intervals of one year stand beside each other."""
        return (order - (len(self.lines) - 1) / 2) * min(7.0, 34.0 / max(len(self.lines) - 1, 1))

    def broken(self) -> list[tuple[float, str]]:
        """Give where the breaks stand, percent of the width, with their marks."""
        places = self.places
        return [((places[index - 1] + places[index]) / 2, mark) for index, mark in self.breaks]

    def shaded(self) -> list[tuple[float, float, str]]:
        """Give where each stretch begins and ends, percent of the width, and its mark, '' where it began before."""
        wide = (100 - _BEFORE - _AFTER) / max(len(self.years) - 1, 1)
        first, last = _BEFORE - wide / 3, 100 - _AFTER + min(wide / 3, _AFTER)
        found: list[tuple[float, float, str]] = []
        before: list[str] = []
        for shade in self.shades:
            begin, end = _BEFORE + shade.begin * wide, _BEFORE + shade.end * wide
            if begin < first < end:
                before.append(shade.mark)
                found.append((first, min(end, last), ""))
            elif first <= begin < last:
                found.append((begin, min(end, last), shade.mark))
        # Marks of what began before the first year share one place.
        return [*found, *([(first, first, f"← {', '.join(before)}")] if before else [])]

    def points(self, tall: float) -> list[tuple[float, float, float, str, str]]:
        """Give the numbers that stand at points: percent of the width, pixels aside and down, text and colour."""
        found = []
        for order, line in enumerate(self.lines):
            for at, value, high, text in zip(self.places, line.values, line.upper, line.texts, strict=True):
                if line.strong and not math.isnan(value):
                    top = value if math.isnan(high) else max(high, value)
                    found.append((at, self.aside(order), self.up(top, tall), text, line.colour))
        return found

    def ends(self, tall: float, apart: float) -> list[float]:
        """Give how far down the name of each line stands, pushed apart; one without any number stands lowest."""
        wanted = [tall - _FLOOR if math.isnan(line.last) else self.up(line.last, tall) for line in self.lines]
        return spread(wanted, apart=apart, low=14.0, high=tall - 14.0)


def marks(chart: Lines, tall: float) -> str:
    """Draw everything of a chart of lines but its words, as an image that stretches to any width."""
    drawn = [
        f'<rect x="{begin:.2f}%" width="{end - begin:.2f}%" y="14" height="{tall - 18:g}" fill="{NOT_YET}"/>'
        f'<line x1="{begin:.2f}%" x2="{begin:.2f}%" y1="14" y2="{tall - 4:g}" '
        f'stroke="{SECONDARY if mark else NOT_YET}"/>'
        for begin, end, mark in chart.shaded()
    ]
    drawn += [
        f'<line x1="0" x2="100%" y1="{chart.up(t.value, tall)}" y2="{chart.up(t.value, tall)}" stroke="{RULE}"/>'
        for t in chart.ticks
    ]
    drawn += [
        f'<line x1="{at:.2f}%" x2="{at:.2f}%" y1="14" y2="{tall - 4:g}" stroke="{SECONDARY}" stroke-dasharray="2 4"/>'
        for at, _mark in chart.broken()
    ]
    drawn += [_series(chart, order, tall) for order in reversed(range(len(chart.lines)))]
    return picture(drawn, described=chart.described, css="zc-ev-marks", box=None, height=tall)


def _series(chart: Lines, order: int, tall: float) -> str:
    line, places, parts = chart.lines[order], chart.places, []
    for at, low, high in zip(places, line.lower, line.upper, strict=True):
        if not (math.isnan(low) or math.isnan(high)):
            parts.append(
                f'<line x1="{at:.2f}%" x2="{at:.2f}%" y1="{chart.up(low, tall)}" y2="{chart.up(high, tall)}" '
                f'stroke="{line.colour}" stroke-opacity="0.26" stroke-width="{7 if line.strong else 5}"/>'
            )
    for i, (first, second) in enumerate(pairwise(line.values)):
        if not (math.isnan(first) or math.isnan(second) or i + 1 in chart.interrupted):
            parts.append(
                f'<line x1="{places[i]:.2f}%" x2="{places[i + 1]:.2f}%" y1="{chart.up(first, tall)}" '
                f'y2="{chart.up(second, tall)}" stroke="{line.colour}" stroke-width="{2.6 if line.strong else 1.6}"/>'
            )
    for at, value, hidden in zip(places, line.values, line.hidden, strict=True):
        if not math.isnan(value):
            parts.append(
                f'<circle cx="{at:.2f}%" cy="{chart.up(value, tall)}" r="{4.6 if line.strong else 3.6}" '
                f'fill="{line.colour}" stroke="#fff" stroke-width="1.4"/>'
            )
        else:
            parts.append(_gap_sign(at, line.colour, tall, hidden=hidden))
    return f'<g transform="translate({chart.aside(order):g} 0)">{"".join(parts)}</g>'


def _gap_sign(at: float, colour: str, tall: float, *, hidden: bool) -> str:
    """Hatched square for a withheld year, open circle for a year without data, in the strip under the axis."""
    up = tall - 11
    if not hidden:
        return f'<circle cx="{at:.2f}%" cy="{up}" r="4" fill="#fff" stroke="{colour}" stroke-width="1.2"/>'
    strokes = "".join(f'<line x1="0" y1="{y + 4}" x2="6" y2="{y}"/>' for y in (-1, 3, 7))
    return (
        f'<svg x="{at:.2f}%" y="{up - 5}" width="10" height="11" overflow="visible"><g transform="translate(-3 0)" '
        f'stroke="{colour}"><rect width="6" height="10" fill="#fff"/>{strokes}</g></svg>'
    )


def markup(chart: Lines) -> str:
    """Draw a chart of lines for a screen: it fills the width of its place, its look stands in the style sheet."""
    words = [
        f'<span class="zc-ev-tick" style="top:{chart.up(t.value, _SCREEN)}px">{escape(t.text)}</span>'
        for t in chart.ticks
    ]
    words += [f'<span class="zc-ev-break" style="left:{at:.2f}%">{escape(mark)}</span>' for at, mark in chart.broken()]
    words += [
        f'<span class="zc-ev-shade" style="left:{begin:.2f}%">{escape(mark)}</span>'
        for begin, _end, mark in chart.shaded()
        if mark
    ]
    words += [
        f'<span class="zc-ev-point" style="left:calc({at:.2f}% + {aside:g}px);top:{down - 25:.1f}px;color:{colour}">'
        f"{escape(text)}</span>"
        for at, aside, down, text, colour in chart.points(_SCREEN)
    ]
    below = "".join(
        f'<span class="zc-ev-year" style="left:{at:.2f}%"><b>{escape(first)}</b>{escape(second)}</span>'
        for at, (first, second) in zip(chart.places, chart.years, strict=True)
    )
    ends = "".join(
        f'<span class="zc-ev-end{" zc-ev-strong" if line.strong else ""}" style="top:{top:.1f}px;'
        f'color:{line.colour}"><b>{escape(line.label)}</b><i>{escape(line.note)}</i></span>'
        for line, top in zip(chart.lines, chart.ends(_SCREEN, _APART), strict=True)
    )
    return (
        f'<div class="zc-ev-lines"><div class="zc-ev-plot">{marks(chart, _SCREEN)}<div aria-hidden="true">'
        f'{"".join(words)}</div><div class="zc-ev-years" aria-hidden="true">{below}</div></div>'
        f'<div class="zc-ev-ends" aria-hidden="true" style="height:{_SCREEN:g}px">{ends}</div></div>'
        f"{line_key(chart.key, after=chart.notes)}"
    )


def drawing(chart: Lines) -> Drawing:
    """Draw a chart of lines with its key for a file."""
    wide, foot = ROOM - _ENDS, _FILE
    parts = [inset(marks(chart, _FILE), 0, 0, wide, _FILE)]
    parts += [write(0, chart.up(t.value, _FILE) - 4, t.text, size=14, fill=SECONDARY) for t in chart.ticks]
    parts += [write(wide * at / 100, 10, mark, size=13, fill=SECONDARY, anchor="middle") for at, mark in chart.broken()]
    parts += [write(wide * begin / 100 + 4, 12, mark, size=13) for begin, _end, mark in chart.shaded()]
    for at, aside, down, text, colour in chart.points(_FILE):
        x = wide * at / 100 + aside
        parts.append(write(x, down - 8, text, size=15, fill=colour, anchor="middle", weight=BOLD, halo=True))
    for at, (first, second) in zip(chart.places, chart.years, strict=True):
        parts.append(write(wide * at / 100, foot + 18, first, size=15, anchor="middle", weight=BOLD))
        parts.append(write(wide * at / 100, foot + 36, second, size=13, fill=SECONDARY, anchor="middle"))
    for line, down in zip(chart.lines, chart.ends(_FILE, _FILE_APART), strict=True):
        name = cut(line.label, 15, _ENDS - 14, bold=True)
        parts.append(write(wide + 14, down, name, size=15, fill=line.colour, weight=BOLD))
        parts.append(write(wide + 14, down + 19, cut(line.note, 14, _ENDS - 14), size=14, fill=line.colour))
    whole = Drawing(parts=parts, width=ROOM, height=foot + 44)
    return stack([whole, key_drawing(chart.key, ROOM)]) if chart.key.items else whole


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
