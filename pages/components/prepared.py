"""Finished figures that are made once and drawn again for every visitor."""

from typing import Any

from plotly.basedatatypes import BaseFigure


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
