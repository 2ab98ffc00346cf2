"""A number over the years in every area: small panels that share one scale, described once for screen and file."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from html import escape
from itertools import pairwise

from geo.figures.chart import Key
from geo.figures.drawing import BOLD, Drawing, cut, inset, stack, text_width, write
from geo.figures.lines import Line
from geo.figures.on_page import line_key
from geo.figures.on_svg import key_drawing
from geo.figures.palette import ACCENT, INK, RULE, SECONDARY
from geo.figures.pictures import picture
from geo.figures.poster import ROOM
from geo.figures.scale import Scale

SIZE = (136.0, 58.0)
"""Width and height of the marks of a panel."""
_FEW, _COLUMNS = 100, (6, 8)
"""Up to so many panels stand in the first number of columns in a file, more in the second."""


@dataclass(frozen=True, kw_only=True)
class Panel:
    """One area: its name, its marks (of ``stamp``), the words under them and the change at their end.

    ``own`` marks the reader's areas, ``sure`` a clear change.
    """

    area: str
    name: str
    marks: str
    under: str
    change: str
    own: bool = False
    sure: bool = False


@dataclass(frozen=True, kw_only=True)
class Panels:
    """Panels in the order of reading; ``scale`` says what all of them reach, ``empty`` which areas have no number."""

    panels: tuple[Panel, ...]
    key: Key
    scale: str
    empty: str
    described: str


def markup(chart: Panels, link: Callable[[Panel], str]) -> str:
    """Draw panels for a screen; ``link`` gives the name of one as markup."""
    items = "".join(_item(panel, link(panel)) for panel in chart.panels)
    empty = f'<p class="zc-ev-empty">{escape(chart.empty)}</p>' if chart.empty else ""
    return f'{line_key(chart.key, before=[chart.scale])}<ul class="zc-ev-panels">{items}</ul>{empty}'


def _item(panel: Panel, name: str) -> str:
    css = " ".join(name for name, on in (("zc-ev-mine", panel.own), ("zc-ev-sure", panel.sure)) if on)
    end = f"<b>{escape(panel.change)}</b>" if panel.change else ""
    return f'<li class="{css}"><h3>{name}</h3>{panel.marks}<p><span>{escape(panel.under)}</span>{end}</p></li>'


def drawing(chart: Panels) -> Drawing:
    """Draw panels for a file, under their key."""
    columns, gap = _COLUMNS[len(chart.panels) > _FEW], 18.0
    wide = (ROOM - gap * (columns - 1)) / columns
    high = wide * SIZE[1] / SIZE[0]
    tall = high + 62
    parts = []
    for i, panel in enumerate(chart.panels):
        x, y = (i % columns) * (wide + gap), (i // columns) * tall
        name = cut(panel.name, 13.5, wide, bold=True)
        parts.append(write(x, y + 14, name, size=13.5, fill=ACCENT if panel.own else INK, weight=BOLD))
        parts.append(inset(panel.marks, x, y + 20, wide, high))
        room = wide - text_width(panel.change, 12.5, bold=True) - 6
        foot, weight = y + high + 36, BOLD if panel.sure else 400
        parts.append(write(x, foot, cut(panel.under, 12.5, room), size=12.5, fill=SECONDARY))
        fill = ACCENT if panel.sure else INK
        parts.append(write(x + wide, foot, panel.change, size=12.5, fill=fill, anchor="end", weight=weight))
    rows = -(-len(chart.panels) // columns)
    grid = Drawing(parts=parts, width=ROOM, height=max(rows * tall - 18, 20))
    return stack([key_drawing(chart.key, ROOM), grid], gap=10) if chart.key.items else grid


def stamp(
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
    width, height = SIZE
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
    return picture([whole], described=described, css="zc-ev-panel", box=SIZE, height=height)
