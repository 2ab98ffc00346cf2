"""Markup of what stands around a chart on a screen; its look comes from the style sheet."""

from html import escape

from geo.figures.chart import Key


def key_markup(key: Key | None) -> str:
    """Draw a key: a few words, then each colour with its meaning; '' without one."""
    if key is None:
        return ""
    items = "".join(
        f'<span class="zc-key"><i class="zc-dot{" zc-ring" if item.ring else ""}" style="background:{item.fill}"></i>'
        f"{escape(item.text)}</span>"
        for item in key.items
    )
    return f'<div class="zc-keys zc-dots-key"><span>{escape(key.title)}</span>{items}</div>'
