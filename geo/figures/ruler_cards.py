"""The four rulers as cards beside one another, and of one area in lanes on one axis; described once."""

from dataclasses import dataclass
from html import escape

from geo.figures.capacity import mark_of, place
from geo.figures.chart import Tick
from geo.figures.drawing import BOLD, Drawing, inset, rule, stack, wrap, write
from geo.figures.gaps import axis_markup
from geo.figures.palette import ACCENT, INK, RULE, SECONDARY
from geo.figures.poster import ROOM

LANE = 46.0
_TITLES, _INDICES = 170.0, 150.0
"""In a file: width of the names left of the lanes and of the indices right of them, pixels."""


@dataclass(frozen=True, kw_only=True)
class Card:
    """One ruler: its number, what the number is (``lines``), Flanders ``beside`` it and what that means, and a text.

    ``ruler`` draws its mark, '' for none; ``known`` is whether ``value`` is a number.
    """

    title: str
    value: str
    known: bool
    lines: tuple[str, ...]
    text: str
    ruler: str = ""
    beside: tuple[str, str] | None = None


@dataclass(frozen=True, kw_only=True)
class Lane:
    """One ruler of an area on the common axis: its index and the interval, or why it is not shown."""

    ruler: str
    title: str
    index: str
    interval: str
    known: bool


@dataclass(frozen=True, kw_only=True)
class Lanes:
    """Rulers of one area in lanes; ``marks`` is the image of ``capacity.lanes`` with lanes of ``LANE`` pixels."""

    title: str
    lead: str
    lanes: tuple[Lane, ...]
    marks: str
    ticks: tuple[Tick, ...]
    ends: tuple[float, float]
    middle: float


def cards_markup(cards: tuple[Card, ...], *, css: str = "zc-rulers zc-cap-cards") -> str:
    """Draw the cards for a screen; ``css`` are their classes in the style sheets."""
    items = []
    for card in cards:
        muted = "" if card.known else " zc-muted"
        lines = "".join(f"<span class='zc-of'>{escape(line)}</span>" for line in card.lines if line)
        beside = ""
        if card.beside is not None:
            whole, side = map(escape, card.beside)
            beside = f"<span class='zc-vlaanderen'><b>{whole}</b>{side}</span>"
        mark = mark_of(card.ruler) if card.ruler else ""
        items.append(
            f'<li><h3>{mark}{escape(card.title)}</h3><span class="zc-value{muted}">{escape(card.value)}</span>{lines}'
            f"{beside}<p>{escape(card.text)}</p></li>"
        )
    return f'<ul class="{css}">{"".join(items)}</ul>'


def cards_drawing(cards: tuple[Card, ...]) -> Drawing:
    """Draw the cards for a file, beside one another."""
    parts: list[str] = []
    wide, deepest = ROOM / max(len(cards), 1), 0.0
    for i, card in enumerate(cards):
        x, room, aside = i * wide, wide - 24, 0.0
        if card.ruler:
            parts.append(inset(mark_of(card.ruler), x, 12, 18, 16))
            aside = 23.0
        parts.append(write(x + aside, 26, card.title, size=15, weight=BOLD))
        size = 30.0 if card.known else 17.0
        parts.append(
            write(x, 62, card.value, size=size, serif=True, weight=BOLD, fill=INK if card.known else SECONDARY)
        )
        y = 64.0
        texts = [(line, SECONDARY, 400) for line in card.lines if line]
        if card.beside is not None:
            texts += [(card.beside[0], INK, BOLD), (card.beside[1], INK, 400)]
        for text, fill, weight in [*texts, (card.text, INK, 400)]:
            for line in wrap(text, 13.5, room, bold=weight == BOLD) if text else []:
                y += 19
                parts.append(write(x, y, line, size=13.5, fill=fill, weight=weight))
            y += 3 if text else 0
        deepest = max(deepest, y)
    return Drawing(parts=parts, width=ROOM, height=deepest + 8)


def lanes_markup(chart: Lanes) -> str:
    """Draw the lanes for a screen."""
    left = "".join(f"<li>{mark_of(lane.ruler)}{escape(lane.title)}</li>" for lane in chart.lanes)
    right = "".join(f"<li>{_index(lane)}</li>" for lane in chart.lanes)
    return (
        f'<figure class="zc-cap-lanes" style="--lane:{LANE:g}px"><figcaption><b>{escape(chart.title)}</b>'
        f"<span>{escape(chart.lead)}</span></figcaption>"
        f"<ul>{left}</ul><div>{chart.marks}{axis_markup(chart.ticks, chart.ends, chart.middle)}</div>"
        f"<ul>{right}</ul></figure>"
    )


def _index(lane: Lane) -> str:
    if not lane.known:
        return f"<em>{escape(lane.index)}</em>"
    return f"<b>{escape(lane.index)}</b> <span>{escape(lane.interval)}</span>"


def lanes_drawing(chart: Lanes, *, room: float = ROOM) -> Drawing:
    """Draw the lanes for a file, ``room`` pixels wide."""
    wide, tall = room - _TITLES - _INDICES, LANE * len(chart.lanes)
    head = Drawing(
        parts=[
            rule(0, 2, room, 2, colour=RULE),
            write(0, 28, chart.title, size=18, weight=BOLD, serif=True),
            write(0, 48, chart.lead, size=13.5, fill=SECONDARY),
        ],
        width=room,
        height=58,
    )
    parts = [inset(chart.marks, _TITLES, 0, wide, tall)]
    for i, lane in enumerate(chart.lanes):
        y = LANE * (i + 0.5)
        parts += [inset(mark_of(lane.ruler), 0, y - 8, 18, 16), write(24, y + 5, lane.title, size=15)]
        x = room - _INDICES + 16
        if lane.known:
            parts.append(write(x, y + 6, lane.index, size=20, weight=BOLD, serif=True, fill=ACCENT))
            parts.append(write(x + 50, y + 5, lane.interval, size=13, fill=SECONDARY))
        else:
            parts.append(write(x, y + 5, lane.index, size=13))
    for tick in chart.ticks:
        at = _TITLES + place(tick.value, chart.ends) / 100 * wide
        middle = tick.value == chart.middle
        fill, weight = (INK, BOLD) if middle else (SECONDARY, 400)
        parts.append(write(at, tall + 16, tick.text, size=13, fill=fill, anchor="middle", weight=weight))
    return stack([head, Drawing(parts=parts, width=room, height=tall + 24)], gap=0)
