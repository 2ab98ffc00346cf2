"""Areas beside one another for a poster: ranking, funnel and scatter, from the same rows as the charts on screen."""

import math
from collections.abc import Callable, Sequence

from geo.figures.apart import Named, Side, sides
from geo.figures.drawing import (
    ACCENT,
    BOLD,
    INK,
    PAPER,
    RULE,
    SECONDARY,
    Drawing,
    box,
    cut,
    dot,
    rule,
    text_width,
    write,
)
from geo.figures.funnel import FunnelCurves, FunnelWords
from geo.figures.lines import Scale, scale_for
from geo.figures.on_plotly import Marked, Tone
from geo.figures.poster import ROOM, UPRIGHT_ROOM
from geo.figures.ranking import MOST_NAMED, Line, Ranked, RankingWords, chance_text
from geo.figures.scatter import Ends, ScatterWords

INTERVAL = "#b9c7cc"
_NAMES, _SIZE, _LOOSE = 300.0, 13.5, 45
"""Widest name and size of the letters in a ranking, and how many rows may stand loosely."""
Tick = Callable[[float], str]


def _mark(area: Marked, x: float, y: float, size: float) -> str:
    """Draw an area: hollow where not judged, ringed where named, larger and in the accent where chosen."""
    radius = size + 2.5 if area.chosen else size + 1 if area.named else size
    plain = SECONDARY if area.tone is Tone.OPEN else PAPER
    edge = ACCENT if area.chosen or area.ringed else INK if area.named else plain
    wide = 3 if area.chosen else 1.6 if area.named or area.ringed else 1
    return dot(x, y, radius, area.tone.value, edge=edge, width=wide)


def _name(area: Marked, x: float, y: float, *, left: bool, below: bool = False) -> str:
    weight = BOLD if area.chosen else 400
    fill = ACCENT if area.chosen else INK
    return write(
        x + (-9 if left else 9), y + (15 if below else -5), area.name, size=14, fill=fill,
        anchor="end" if left else "start", weight=weight, halo=True,
    )  # fmt: skip


def _axis(values: Sequence[float], least: float = 1e-9) -> Scale:
    return scale_for(values, least=least, count=6)


def ranking_drawing(rows: Sequence[Ranked], lines: Sequence[Line], words: RankingWords, tick: Tick) -> Drawing:
    """Draw a ranking: named rows, or columns along the foot where there are too many for names.

    Parameters
    ----------
    rows, lines, words : as in ``geo.figures.ranking.draw_ranking``.
    tick : writes a value of the axis.
    """
    every = [v for row in rows for v in (row.value, row.lower, row.upper) if not math.isnan(v)]
    scale = _axis([*every, *(line.value for line in lines)])
    return (_rows if len(rows) <= MOST_NAMED else _columns)(rows, lines, words, tick, scale)


def _rows(rows: Sequence[Ranked], lines: Sequence[Line], words: RankingWords, tick: Tick, scale: Scale) -> Drawing:
    chances = any(not math.isnan(row.chance) for row in rows)
    names = min(max(text_width(row.mark.name, _SIZE, bold=True) for row in rows) + 4, _NAMES)
    start, end = names + 14, UPRIGHT_ROOM - (200 if chances else 16)
    tall, top = (19.0 if len(rows) <= _LOOSE else 13.0), 50.0
    foot = top + tall * len(rows)

    def at(value: float) -> float:
        return start + scale.share(value) * (end - start)

    parts = []
    for i, row in enumerate(rows):
        if row.mark.chosen or row.mark.named:
            parts.append(box(0, top + tall * i, UPRIGHT_ROOM, tall, "#e3f0f0" if row.mark.chosen else "#f3f6f7"))
    for value in scale.ticks:
        parts.append(rule(at(value), top, at(value), foot, colour="#edf1f2"))
        parts.append(write(at(value), foot + 19, tick(value), size=_SIZE, fill=SECONDARY, anchor="middle"))
    parts.append(write((start + end) / 2, foot + 40, words.axis, size=_SIZE, fill=SECONDARY, anchor="middle"))
    for i, line in enumerate(lines):
        parts.append(rule(at(line.value), top - 4, at(line.value), foot, colour=INK, dash="2 3" if line.dashed else ""))
        parts.append(write(at(line.value), top - 12 - 18 * i, line.label, size=_SIZE, anchor="middle", halo=True))
    for i, row in enumerate(rows):
        y = top + tall * (i + 0.5)
        bold = row.mark.chosen or row.mark.named
        name = cut(row.mark.name, _SIZE, names, bold=bold)
        fill = ACCENT if row.mark.chosen else INK
        parts.append(write(names, y + 4.5, name, size=_SIZE, fill=fill, anchor="end", weight=BOLD if bold else 400))
        if not (math.isnan(row.lower) or math.isnan(row.upper)):
            parts.append(rule(at(row.lower), y, at(row.upper), y, colour=INTERVAL, width=2))
        parts.append(_mark(row.mark, at(row.value), y, 4.6))
        if chances and not math.isnan(row.chance):
            wide = 100 * row.chance / 100
            parts.append(box(end + 40, y - 5, wide, 10, ACCENT if row.mark.chosen else "#8fa3ab"))
            parts.append(write(end + 46 + wide, y + 4.5, chance_text(row.chance, words.percent), size=_SIZE))
    if chances:
        parts.append(rule(end + 40, top, end + 40, foot))
        titles = words.chance.split("<br>")
        for i, title in enumerate(titles):
            parts.append(write(end + 40, top - 10 - 17 * (len(titles) - 1 - i), title, size=_SIZE, fill=SECONDARY))
    return Drawing(parts=parts, width=UPRIGHT_ROOM, height=foot + 48)


def _columns(rows: Sequence[Ranked], lines: Sequence[Line], words: RankingWords, tick: Tick, scale: Scale) -> Drawing:
    top, foot = 24.0, 430.0
    left = 14 + max((text_width(tick(value), _SIZE) for value in scale.ticks), default=40)
    step = (ROOM - left - 16) / max(len(rows), 1)

    def up(value: float) -> float:
        return foot - scale.share(value) * (foot - top)

    parts = [write(0, 10, words.axis, size=_SIZE, fill=SECONDARY)]
    for value in scale.ticks:
        parts.append(rule(left, up(value), ROOM, up(value), colour="#edf1f2"))
        parts.append(write(left - 8, up(value) + 4, tick(value), size=_SIZE, fill=SECONDARY, anchor="end"))
    xs = [left + 8 + step * (i + 0.5) for i in range(len(rows))]
    for x, row in zip(xs, rows, strict=True):
        if not (math.isnan(row.lower) or math.isnan(row.upper)):
            parts.append(rule(x, up(row.lower), x, up(row.upper), colour=INTERVAL, width=1.4))
    for i, line in enumerate(lines):
        parts.append(rule(left, up(line.value), ROOM, up(line.value), colour=INK, dash="2 3" if line.dashed else ""))
        y = up(line.value) + (17 if i else -6)
        parts.append(write(ROOM, y, line.label, size=14, anchor="end", halo=True))
    order = sorted(range(len(rows)), key=lambda i: rows[i].mark.rank)
    parts += [_mark(rows[i].mark, xs[i], up(rows[i].value), 3) for i in order]
    parts += [
        _name(rows[i].mark, xs[i], up(rows[i].value) - 6, left=i > len(rows) / 2)
        for i in order
        if rows[i].mark.chosen or rows[i].mark.named
    ]
    height = foot + 16
    if any(not math.isnan(row.chance) for row in rows):
        bottom = foot + 130
        parts.append(write(left, foot + 40, words.chance.replace("<br>", " "), size=_SIZE, fill=SECONDARY))
        for share in (0, 50, 100):
            y = bottom - 0.7 * share
            parts.append(rule(left, y, ROOM, y, colour="#edf1f2"))
            parts.append(write(left - 8, y + 4, f"{share}{words.percent}", size=_SIZE, fill=SECONDARY, anchor="end"))
        parts += [
            box(x - step * 0.45, bottom - 0.7 * row.chance, step * 0.9, 0.7 * row.chance,
                ACCENT if row.mark.chosen else "#8fa3ab")
            for x, row in zip(xs, rows, strict=True)
            if not math.isnan(row.chance)
        ]  # fmt: skip
        height = bottom + 10
    return Drawing(parts=parts, width=ROOM, height=height)


def funnel_drawing(
    areas: Sequence[Marked],
    answers: Sequence[float],
    values: Sequence[float],
    curves: FunnelCurves,
    words: FunnelWords,
    tick: Tick,
) -> Drawing:
    """Draw a funnel; parameters as in ``geo.figures.funnel.draw_funnel``, and ``tick`` for the upright axis."""
    top, foot, left, right = 24.0, 410.0, 70.0, ROOM - 120
    inner, outer = curves.inner, curves.outer
    scale = _axis([*values, *inner[0], *inner[1], *outer[0][len(outer[0]) // 8 :], *outer[1][len(outer[1]) // 8 :]])
    first, last = min(curves.answers), max(curves.answers)
    wide = last / max(first, 1.0) > 25
    bend = math.log if wide else float

    def at(number: float) -> float:
        return left + (bend(number) - bend(first)) / ((bend(last) - bend(first)) or 1.0) * (right - left - 20) + 10

    def up(value: float) -> float:
        return foot - scale.share(value) * (foot - top)

    def line(points: Sequence[float], dash: str) -> str:
        through = "L".join(f"{at(n):.1f} {up(v):.1f}" for n, v in zip(curves.answers, points, strict=True))
        return f'<path d="M{through}" fill="none" stroke="#8fa3ab" stroke-width="1.2"{dash}/>'

    low, high = inner
    around = [f"{at(n):.1f} {up(v):.1f}" for n, v in zip(curves.answers, high, strict=True)]
    around += [f"{at(n):.1f} {up(v):.1f}" for n, v in reversed(list(zip(curves.answers, low, strict=True)))]
    parts = [write(0, 10, words.y, size=13, fill=SECONDARY), f'<path d="M{"L".join(around)}Z" fill="#eef4f4"/>']
    for value in scale.ticks:
        parts.append(rule(left, up(value), right, up(value), colour="#e6ebed"))
        parts.append(write(left - 8, up(value) + 4, tick(value), size=13, fill=SECONDARY, anchor="end"))
    marks = [2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000] if wide else list(_axis([first, last]).ticks)
    parts += [
        write(at(number), foot + 20, f"{number:g}", size=13, fill=SECONDARY, anchor="middle")
        for number in marks
        if first <= number <= last
    ]
    parts.append(write((left + right) / 2, foot + 42, words.x, size=13, fill=SECONDARY, anchor="middle"))
    parts += [line(side, "") for side in inner] + [line(side, ' stroke-dasharray="6 4"') for side in outer]
    parts.append(rule(left, up(curves.target), right, up(curves.target), colour=INK))
    parts += _funnel_labels(curves, words, up, right)
    order = sorted(range(len(areas)), key=lambda i: areas[i].rank)
    parts += [_mark(areas[i], at(answers[i]), up(values[i]), 5) for i in order]
    parts += _names_apart(areas, [at(n) for n in answers], [up(v) for v in values], up(curves.target))
    return Drawing(parts=parts, width=ROOM, height=foot + 50)


def _names_apart(areas: Sequence[Marked], x: Sequence[float], y: Sequence[float], middle: float) -> list[str]:
    """Write the names that lie over no other, those under ``middle`` below their dots where they can."""
    loud = sorted((i for i, area in enumerate(areas) if area.chosen or area.named), key=lambda i: not areas[i].chosen)
    named = [
        Named(
            x=x[i], y=y[i], width=text_width(areas[i].name, 14, bold=areas[i].chosen) + 4,
            first=Side(left=x[i] > ROOM - 280, below=y[i] > middle),
        )
        for i in loud
    ]  # fmt: skip
    found = zip(loud, sides(named, room=(0.0, ROOM - 112)), strict=True)
    return [_name(areas[i], x[i], y[i], left=side.left, below=side.below) for i, side in found if side is not None]


def _funnel_labels(curves: FunnelCurves, words: FunnelWords, up: Callable[[float], float], x: float) -> list[str]:
    parts = []
    for i, text in enumerate(words.target.split("<br>")):
        parts.append(write(x + 8, up(curves.target) + 5 + 16 * i, text, size=13))
    for value, text in ((curves.inner[1][-1], words.inner), (curves.outer[1][-1], words.outer)):
        y = min(up(value), up(curves.target) - 14)
        parts.append(write(x + 8, y + (2 if text == words.inner else -8), text, size=13, fill=SECONDARY))
    return parts


def scatter_drawing(
    areas: Sequence[Marked],
    x: Sequence[float],
    y: Sequence[float],
    *,
    x_ends: Sequence[Ends],
    y_ends: Sequence[Ends],
    benchmark: tuple[float | None, float | None],
    words: ScatterWords,
    ticks: tuple[Tick, Tick],
) -> Drawing:
    """Draw two numbers against each other; parameters as in ``geo.figures.scatter.draw_scatter``, and axis writers."""
    top, foot, left, right = 50.0, 430.0, 70.0, ROOM - 10
    loud = [i for i, area in enumerate(areas) if area.chosen or area.named]
    across = _axis([*x, *(v for i in loud for v in x_ends[i] if not math.isnan(v)), *_known(benchmark[0])])
    upward = _axis([*y, *(v for i in loud for v in y_ends[i] if not math.isnan(v)), *_known(benchmark[1])])

    def at(value: float) -> float:
        return left + across.share(value) * (right - left)

    def up(value: float) -> float:
        return foot - upward.share(value) * (foot - top)

    parts = [write(0, 12, words.y, size=13, fill=SECONDARY)]
    for value in across.ticks:
        parts.append(rule(at(value), top, at(value), foot, colour="#edf1f2"))
        parts.append(write(at(value), foot + 20, ticks[0](value), size=13, fill=SECONDARY, anchor="middle"))
    for value in upward.ticks:
        parts.append(rule(left, up(value), right, up(value), colour="#edf1f2"))
        parts.append(write(left - 8, up(value) + 4, ticks[1](value), size=13, fill=SECONDARY, anchor="end"))
    parts.append(write((left + right) / 2, foot + 42, words.x, size=13, fill=SECONDARY, anchor="middle"))
    for value in _known(benchmark[0]):
        parts.append(rule(at(value), top, at(value), foot, colour=INK))
        # Above the names: an area at the upper end has its name right over the frame.
        parts.append(write(at(value), top - 22, words.benchmark, size=13, fill=SECONDARY, anchor="middle"))
    for value in _known(benchmark[1]):
        parts.append(rule(left, up(value), right, up(value), colour=INK))
        parts.append(
            write(right - 12, up(value) - 6, words.benchmark, size=13, fill=SECONDARY, anchor="end", halo=True)
        )
    for i in loud:
        if not any(math.isnan(v) for v in x_ends[i]):
            parts.append(rule(at(x_ends[i][0]), up(y[i]), at(x_ends[i][1]), up(y[i]), colour=INTERVAL, width=1.8))
        if not any(math.isnan(v) for v in y_ends[i]):
            parts.append(rule(at(x[i]), up(y_ends[i][0]), at(x[i]), up(y_ends[i][1]), colour=INTERVAL, width=1.8))
    order = sorted(range(len(areas)), key=lambda i: areas[i].rank)
    parts += [_mark(areas[i], at(x[i]), up(y[i]), 5) for i in order]
    parts += [_name(areas[i], at(x[i]), up(y[i]), left=at(x[i]) > right - 200) for i in order if i in loud]
    return Drawing(parts=parts, width=ROOM, height=foot + 50)


def _known(value: float | None) -> list[float]:
    return [] if value is None else [value]


__all__ = ["RULE", "funnel_drawing", "ranking_drawing", "scatter_drawing"]
