"""Markup of what stands around a chart on a screen; its look comes from the style sheets."""

from collections.abc import Sequence
from html import escape

from geo.figures.chart import Key, KeyItem, Sign

_CLASSES = {
    Sign.DOT: "zc-dot",
    Sign.RING: "zc-dot zc-ring",
    Sign.INTERVAL: "zc-ev-bar",
    Sign.HATCHED: "zc-hatch zc-ev-sq",
    Sign.EMPTY: "zc-ev-ring",
    Sign.THIN: "zc-ev-thin",
    Sign.CLEAR: "zc-ev-clear",
}


def key_markup(key: Key | None) -> str:
    """Draw a key: a few words, then each sign with its meaning; '' without one."""
    if key is None:
        return ""
    items = "".join(map(_item, key.items))
    return f'<div class="zc-keys zc-dots-key"><span>{escape(key.title)}</span>{items}</div>'


def line_key(key: Key, before: Sequence[str] = (), after: Sequence[str] = ()) -> str:
    """Draw the key of lines, sentences before and after its signs; '' where there is nothing to say."""
    first, last = ("".join(f"<span>{escape(text)}</span>" for text in texts) for texts in (before, after))
    everything = f"{first}{''.join(map(_item, key.items))}{last}"
    return f'<div class="zc-ev-keys">{everything}</div>' if everything else ""


def _item(item: KeyItem) -> str:
    colour = f' style="background:{item.fill}"' if item.sign is Sign.DOT else ""
    return f'<span class="zc-key"><i class="{_CLASSES[item.sign]}"{colour}></i>{escape(item.text)}</span>'
