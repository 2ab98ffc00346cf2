"""Finished figures and links that are made once and drawn again for every visitor."""

from html import escape
from typing import Any
from urllib.parse import quote_plus

from plotly.basedatatypes import BaseFigure

from pages.shell import frame

_AREA, _NAME = "\x02", "\x03"
"""Stand for an area and its name in the pattern of a link; no address and no name holds them."""


class Prepared(BaseFigure):  # type: ignore[misc]  # plotly has no types
    """A finished figure: Streamlit would copy and check a living one again in every run, longer than it took to draw.

    ``to_dict`` gives what the figure gave when it was handed over; nothing may change it.
    """

    def __init__(self, figure: BaseFigure) -> None:
        # Nothing of a living figure is wanted, so its own beginning is left out.
        self._prepared = figure.to_dict()

    def to_dict(self) -> dict[str, Any]:
        """Give the figure as data."""
        return dict(self._prepared)


def link_pattern(screen: str, **choice: str | int | None) -> str:
    """Give the link to a screen with a choice, for any area; fill it in with ``link``.

    Two patterns are equal where the choices that the screen takes along are: finished markup with links in it is kept
    by its pattern.
    """
    return frame.anchor(screen, _NAME, gebied=_AREA, **choice)


def link(pattern: str, area: str, name: str) -> str:
    """Give the link to one area, as ``shell.anchor`` would."""
    return pattern.replace(quote_plus(_AREA), quote_plus(area)).replace(_NAME, escape(name))
