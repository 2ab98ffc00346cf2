"""Plotly figures on a screen: made once and drawn again for every visitor, with the points that a click chose."""

from collections.abc import Callable
from typing import Any, Literal

import streamlit as st
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


Points = list[dict[str, Any]]
_STILL = {"displayModeBar": False, "scrollZoom": False, "doubleClick": False, "displaylogo": False}
_MAP = {"displayModeBar": True, "modeBarButtons": [["zoomInMap", "zoomOutMap", "resetViewMap"]]}


def draw(
    figure: Prepared, key: str, described: str, *, clicked: Callable[[Points], None] | None = None, a_map: bool = False
) -> None:
    """Draw a figure.

    Parameters
    ----------
    described : what a screen reader hears.
    clicked : called with the points of a click, none where it let go of them; None where nothing can be chosen.
    a_map : it has buttons for larger, smaller and whole. The wheel scrolls the page: who enters the map by a click may
        use it there too (``pages/web/kept_view.py``).
    """

    def hand_over() -> None:
        event: Any = st.session_state.get(key)
        if event and clicked is not None:
            clicked(list(event.selection.points))

    on_select: Callable[[], None] | Literal["ignore"] = "ignore" if clicked is None else hand_over
    st.plotly_chart(
        figure,
        key=key,
        on_select=on_select,
        selection_mode="points",
        theme=None,
        config={**_STILL, **(_MAP if a_map else {})},
        alt=described,
    )
