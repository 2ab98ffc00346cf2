"""Links that are written once and filled in for every area."""

from html import escape
from urllib.parse import quote_plus

from pages.shell import frame
from pages.views.choices import AREA, Along

_AREA, _NAME = "\x02", "\x03"
"""Stand for an area and its name in the pattern of a link; no address and no name holds them."""


def pattern(screen: str, along: Along) -> str:
    """Give the link to a screen with a choice, for any area; fill it in with ``fill``.

    Two patterns are equal where the choices that the screen takes along are: finished markup with links in it is kept
    by its pattern.
    """
    return frame.anchor(screen, _NAME, {**along, AREA: _AREA})


def fill(pattern: str, area: str, name: str) -> str:
    """Give the link to one area, as ``shell.anchor`` would."""
    return pattern.replace(quote_plus(_AREA), quote_plus(area)).replace(_NAME, escape(name))
