"""A selectable chart with a steady key keeps its identity when its figure changes; any other one does not."""

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from pages.components import steady_chart

SCRIPT = """
import plotly.graph_objects as go
import streamlit as st
from pages.components import steady_chart
steady_chart.install()
bar = int(st.query_params["bar"])
st.plotly_chart(go.Figure(go.Bar(y=[bar])), key=st.query_params["key"], on_select="rerun", alt=f"say {bar}")
"""


def identities(key: str) -> set[str]:
    """Draw two figures one after the other in one session, and give the identities of their elements."""
    screen = AppTest.from_string(SCRIPT)
    found = set()
    for bar in ("1", "2"):
        screen.query_params["key"], screen.query_params["bar"] = key, bar
        screen.run()
        assert not screen.exception
        found.add(str(screen.get("plotly_chart")[0].proto.id))
    return found


@pytest.mark.parametrize("key", sorted(steady_chart.STEADY))
def test_a_steady_chart_is_the_same_element_with_another_figure(key: str) -> None:
    assert len(identities(key)) == 1


def test_any_other_chart_is_named_after_its_figure() -> None:
    assert len(identities("other")) == 2


def test_only_the_chart_module_of_streamlit_is_touched(at_home: Path) -> None:
    from streamlit.elements import plotly_chart
    from streamlit.elements.lib import utils

    steady_chart.install()
    assert plotly_chart.compute_and_register_element_id is not utils.compute_and_register_element_id
