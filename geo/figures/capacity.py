"""Figures of the capacity screen as image markup: rulers in lanes, differences from heads, bars beside Flanders.

They hold no words: labels, ticks and values stand beside them as text of the page.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from geo.figures.bar import BAR
from geo.figures.palette import ACCENT, INK, RULE, SECONDARY
from geo.figures.pictures import picture

OCHRE = "#8f6200"
FAINT = "#aebac0"
_CENTRE = 50.0
_MARGIN = 3.0
"""Percent of the width left free on both sides, so that no mark is cut off."""
_HATCH = (
    "<defs><pattern id='h' width='5' height='5' patternUnits='userSpaceOnUse' patternTransform='rotate(45)'>"
    "<rect width='1' height='5' fill='#9fabb2'/></pattern></defs>"
)


@dataclass(frozen=True, kw_only=True)
class Mark:
    """One ruler on an axis; bounds are missing where it has no interval."""

    ruler: str
    value: float
    lower: float = math.nan
    upper: float = math.nan


_COLOURS = {"D01": INK, "D08": INK, "D02": ACCENT, "D09": OCHRE}
_SHAPES = {
    "D01": '<circle r="5.4" fill="{colour}" stroke="#fff" stroke-width="1"/>',
    "D08": '<circle r="4.6" fill="#fff" stroke="{colour}" stroke-width="1.8"/>',
    "D02": '<path d="M0-6.8L6.8 0L0 6.8L-6.8 0Z" fill="{colour}" stroke="#fff" stroke-width="1"/>',
    "D09": '<rect x="-5" y="-5" width="10" height="10" fill="{colour}" stroke="#fff" stroke-width="1"/>',
}
"""Shape and colour per ruler: told apart without colour too."""


def place(value: float, ends: tuple[float, float]) -> float:
    """Give where a value stands on an axis, in percent of its width; outside it, at its end."""
    share = (value - ends[0]) / ((ends[1] - ends[0]) or 1.0)
    return round(_MARGIN + min(max(share, 0.0), 1.0) * (100 - 2 * _MARGIN), 2)


def ticks_of(ends: tuple[float, float], *, most: int = 7) -> list[float]:
    """Give round values on an axis, at most ``most``."""
    steps = (5.0, 10.0, 20.0, 25.0, 50.0, 100.0, 200.0)
    step = next((step for step in steps if (ends[1] - ends[0]) / step + 1 <= most), steps[-1])
    first = math.ceil(ends[0] / step)
    return [step * i for i in range(first, math.floor(ends[1] / step) + 1)]


def mark_of(ruler: str, *, described: str = "") -> str:
    """Draw the mark of a ruler alone, for beside its name."""
    return picture([_mark(ruler, _CENTRE, 8, _COLOURS[ruler])], described=described, css="zc-mark", box=None, height=16)


def lanes(
    marks: Mapping[str, Mark | None],
    *,
    ends: tuple[float, float],
    middle: float,
    lane: float,
    described: str,
) -> str:
    """Draw each ruler in a lane of its own on one axis, joined from lane to lane: a plumb line means they agree.

    Parameters
    ----------
    marks : per ruler, in order from above; None where it is not shown, drawn as a hatched lane.
    ends : axis, in the unit of the marks.
    middle : what the marks are compared with (Flanders), a vertical line.
    lane : height of a lane, pixels.
    described : what a screen reader says.
    """
    height = lane * len(marks)
    parts = [_HATCH]
    parts += [_upright(tick, ends, height, RULE) for tick in ticks_of(ends)]
    parts.append(_upright(middle, ends, height, INK))
    known: list[tuple[int, Mark]] = []
    for i, each in enumerate(marks.values()):
        if each is None:
            parts.append(
                f'<rect x="0" width="100%" y="{lane * (i + 0.5) - 4:g}" height="8" fill="url(#h)" fill-opacity="0.7"/>'
            )
        else:
            known.append((i, each))
    for (i, first), (j, second) in pairwise(known):
        dashes = ' stroke-dasharray="2 4"' if j > i + 1 else ""
        parts.append(
            f'<line x1="{place(first.value, ends)}%" y1="{lane * (i + 0.5):g}" x2="{place(second.value, ends)}%" '
            f'y2="{lane * (j + 0.5):g}" stroke="{SECONDARY}" stroke-width="1.4"{dashes}/>'
        )
    for i, each in known:
        y = lane * (i + 0.5)
        parts += [_interval(each, ends, y, _COLOURS[each.ruler]), _mark(each.ruler, place(each.value, ends), y)]
    return picture(parts, described=described, css="zc-strip", box=None, height=height)


def gaps(marks: Sequence[Mark], *, ends: tuple[float, float], clear: bool, described: str) -> str:
    """Draw how far each ruler of one area lies from the first of them, with the span between the outer two.

    Parameters
    ----------
    marks : differences from the first ruler, which is the zero of the axis; missing rulers are left out.
    ends : axis, in the unit of the differences.
    clear : draw in full colour; else faint, because the differences can be chance.
    described : what a screen reader says.
    """
    height = 26.0
    parts = [_upright(tick, ends, height, RULE) for tick in ticks_of(ends, most=9)]
    parts.append(_upright(0.0, ends, height, SECONDARY))
    low, high = (place(pick(mark.value for mark in marks), ends) for pick in (min, max))
    parts.append(
        f'<line x1="{low}%" x2="{high}%" y1="{height / 2}" y2="{height / 2}" '
        f'stroke="{SECONDARY if clear else RULE}" stroke-width="1.6"/>'
    )
    parts += [
        _interval(each, ends, height / 2, _COLOURS[each.ruler] if clear else FAINT)
        for each in marks
        if each.upper > each.lower
    ]
    parts += [
        _mark(each.ruler, place(each.value, ends), height / 2, None if clear else FAINT) for each in reversed(marks)
    ]
    return picture(parts, described=described, css="zc-strip", box=None, height=height)


def bar_beside(
    value: float, lower: float, upper: float, *, flanders: float, most: float, described: str, hidden: bool = False
) -> str:
    """Draw a bar from zero with its 95 % interval and Flanders as a thin upright line.

    Parameters
    ----------
    value, lower, upper : what is drawn, in one unit with ``most``; missing ones are left out.
    flanders : value of Flanders, missing where there is none.
    most : right end of the axis.
    described : what a screen reader says.
    hidden : the number is withheld: a hatched strip stands in its place.
    """

    def x(number: float) -> str:
        return f"{100 * min(max(number / (most or 1.0), 0.0), 1.0):.1f}%"

    parts = [_HATCH, '<rect x="0" y="6" width="100%" height="12" fill="#f1f4f5"/>']
    if hidden:
        parts.append('<rect x="0" y="6" width="100%" height="12" fill="url(#h)" fill-opacity="0.6"/>')
    elif not math.isnan(value):
        parts.append(f'<rect x="0" y="6" width="{x(value)}" height="12" fill="{BAR}"/>')
        if not (math.isnan(lower) or math.isnan(upper)):
            parts.append(f'<line x1="{x(lower)}" x2="{x(upper)}" y1="12" y2="12" stroke="#064e53" stroke-width="2.4"/>')
    if not math.isnan(flanders):
        parts.append(f'<line x1="{x(flanders)}" x2="{x(flanders)}" y1="0" y2="24" stroke="{INK}" stroke-width="1.6"/>')
    return picture(parts, described=described, css="zc-strip", box=None, height=24)


def _upright(value: float, ends: tuple[float, float], height: float, colour: str) -> str:
    at = place(value, ends)
    return f'<line x1="{at}%" x2="{at}%" y1="0" y2="{height:g}" stroke="{colour}"/>'


def _interval(mark: Mark, ends: tuple[float, float], y: float, colour: str) -> str:
    if math.isnan(mark.lower) or math.isnan(mark.upper):
        return ""
    return (
        f'<line x1="{place(mark.lower, ends)}%" x2="{place(mark.upper, ends)}%" y1="{y:g}" y2="{y:g}" '
        f'stroke="{colour}" stroke-opacity="0.45" stroke-width="4" stroke-linecap="round"/>'
    )


def _mark(ruler: str, at: float, y: float, colour: str | None = None) -> str:
    shape = _SHAPES[ruler].format(colour=colour or _COLOURS[ruler])
    return f'<svg x="{at}%" y="{y:g}" overflow="visible">{shape}</svg>'
