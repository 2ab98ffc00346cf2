"""A chart that stays the same element while its figure changes, so that the reader keeps zoom and place.

Streamlit names an element after all that it shows; a chart with another figure is then another element, and the browser
throws the map away and builds a new one. Every other selectable element can be named after its key alone; for charts
this is the only way in. ``tests/screen/test_steady_chart.py`` fails when a new Streamlit changes it.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from streamlit.elements import plotly_chart

STEADY = frozenset({"kaart"})
"""Keys of charts that keep their identity."""

_NAMES_ELEMENTS = "compute_and_register_element_id"
_WRAPPED = "_zorgcapaciteit_steady"


def install() -> None:
    """Name the charts of ``STEADY`` after their key alone; calling it again changes nothing."""
    given: Callable[..., str] = getattr(plotly_chart, _NAMES_ELEMENTS)
    if hasattr(given, _WRAPPED):
        return

    @wraps(given)
    def steady(element_type: str, *, user_key: str | None, **rest: Any) -> str:
        if user_key in STEADY:
            rest["key_as_main_identity"] = {"selection_mode", "is_selection_activated", "theme"}
        return given(element_type, user_key=user_key, **rest)

    setattr(steady, _WRAPPED, True)
    setattr(plotly_chart, _NAMES_ELEMENTS, steady)
