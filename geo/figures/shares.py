"""Headline shares under one another, each with its bar, interval and response; described once for screen and file."""

from collections.abc import Callable
from dataclasses import dataclass
from html import escape

from geo.figures.drawing import Drawing
from geo.figures.rows import Cell, Column, Row, row_drawing

_COLUMNS = (
    Column(x=0, width=400),
    Column(x=410, width=90, right=True),
    Column(x=530, width=390),
    Column(x=940, width=180),
)


@dataclass(frozen=True, kw_only=True)
class Share:
    """One share: id and code of what is shown, its name, what it is of, and its value.

    ``bar`` is the image of ``bar.share_bar``; it, the interval and the response are '' where there is none.
    """

    name: str
    code: str
    label: str
    what: str
    value: str
    bar: str
    interval: str
    response: str


def markup(title: str, shares: tuple[Share, ...], link: Callable[[Share], str]) -> str:
    """Draw shares for a screen; ``link`` gives the name of one as markup."""
    rows = "".join(
        f"<li><div class='zc-what'>{link(share)}<span>{escape(share.what)}</span></div>"
        f"<b class='zc-big'>{escape(share.value)}</b><div class='zc-barbox'>{share.bar}</div>"
        f"<span class='zc-int'>{escape(share.interval)}<br>{escape(share.response)}</span></li>"
        for share in shares
    )
    return f'<section class="zc-part"><h2>{escape(title)}</h2><ul class="zc-shares">{rows}</ul></section>'


def drawing(title: str, shares: tuple[Share, ...]) -> Drawing:
    """Draw shares for a file."""
    rows = [
        Row(
            cells=(
                Cell(lines=(share.label, share.what), bold=True),
                Cell(lines=(share.value,), bold=True),
                Cell(picture=share.bar),
                Cell(lines=(share.interval, share.response)),
            )
        )
        for share in shares
    ]
    return row_drawing(_COLUMNS, [Row(title=title), *rows], tall=44, picture=18)
