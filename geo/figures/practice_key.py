"""The key of a map of practices: every answer with its colour and number, and how large circles are; described once."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from geo.figures.drawing import BOLD, Drawing, dot, inset, text_width, write
from geo.figures.palette import INK, SECONDARY
from geo.figures.pictures import picture
from geo.figures.poster import ROOM
from geo.figures.practice_map import FILE_UNIT, UNIT

KEY_SIZES = (1, 10, 50)
"""Practices in the circles of a key."""


@dataclass(frozen=True, kw_only=True)
class PracticeKey:
    """The key of a map of practices: colour, answer and number of practices, light to dark, after a few words.

    ``circles`` is the image of ``ring_key`` and ``sizes`` says how many practices its circles are; '' for points.
    """

    caption: str
    items: tuple[tuple[str, str, str], ...]
    circles: str = ""
    sizes: str = ""


def key_markup(key: PracticeKey, *, told: bool, after: str = "") -> str:
    """Draw the key for a screen.

    Parameters
    ----------
    told : the answers already stand above the map, with their colours.
    after : a last sentence.
    """
    said = " ".join(escape(text) for text in (key.sizes, after) if text)
    how = f"<p>{key.circles}<span>{said}</span></p>" if said else ""
    if told:
        return f'<figure class="zc-sleutel">{how}</figure>' if how else ""
    items = "".join(
        f'<li><i style="background:{colour}"></i>{escape(text)} <b>{number}</b></li>'
        for colour, text, number in key.items
    )
    caption = escape(key.caption)
    return f'<figure class="zc-sleutel"><figcaption>{caption}</figcaption><ul>{items}</ul>{how}</figure>'


def key_drawing(key: PracticeKey) -> Drawing:
    """Draw the key for a file."""
    parts = [write(0, 14, key.caption, size=13.5, fill=SECONDARY)]
    x, y = 0.0, 24.0
    for colour, text, number in key.items:
        wide = 26 + text_width(f"{text} ", 13.5) + text_width(number, 13.5, bold=True) + 24
        if x and x + wide > ROOM:
            x, y = 0.0, y + 24
        parts += [dot(x + 8, y + 9, 6, colour, edge=INK), write(x + 22, y + 14, text, size=13.5)]
        end = x + 22 + text_width(f"{text} ", 13.5)
        parts.append(write(end, y + 14, number, size=13.5, weight=BOLD))
        x += wide
    y += 24
    if key.circles:
        wide, tall = (side * FILE_UNIT / UNIT for side in _ring_room(KEY_SIZES))
        parts.append(inset(key.circles, 0, y + 4, wide, tall))
        parts.append(write(wide + 14, y + 4 + tall / 2 + 5, key.sizes, size=13.5, fill=SECONDARY))
        y += tall + 6
    return Drawing(parts=parts, width=ROOM, height=y)


def _ring_room(sizes: Sequence[int]) -> tuple[float, float]:
    """Give width and height of circles of so many practices beside one another, pixels."""
    radii = [UNIT * math.sqrt(size) for size in sizes]
    return round(1 + sum(2 * radius + 6 for radius in radii)), round(2 * (max(radii) + 1))


def ring_key(colours: Sequence[str], sizes: Sequence[int], *, described: str) -> str:
    """Draw a small key of circles as large as ``sizes`` practices, each with rings of equal numbers."""
    room, parts, at = UNIT * math.sqrt(max(sizes)) + 1, [], 1.0
    for size in sizes:
        outer = UNIT * math.sqrt(size)
        at += outer
        for place, colour in enumerate(colours if size > 1 else colours[-1:]):
            share = 1 - place / len(colours)
            parts.append(f'<circle cx="{at:.1f}" cy="{room:.1f}" r="{outer * math.sqrt(share):.1f}" fill="{colour}"/>')
        parts.append(f'<circle cx="{at:.1f}" cy="{room:.1f}" r="{outer:.1f}" fill="none" stroke="{INK}"/>')
        at += outer + 6
    return picture(parts, described=described, css="zc-ringen", box=_ring_room(sizes), height=2 * room)
