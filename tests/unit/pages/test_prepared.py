"""What is made once and drawn again is what would have been made anew."""

import plotly.graph_objects as go
import plotly.io
import pytest

from pages.components.plot import Prepared
from pages.shell import frame, links
from pages.views.choices import AREA, LEVEL, YEAR


def test_a_prepared_figure_is_sent_as_the_living_one_is() -> None:
    living = go.Figure(go.Scatter(x=[1.0, float("nan"), 3.0], y=[4, 5, 6], customdata=[["a"], ["b"], ["c"]]))
    living.update_layout(height=200)
    prepared = Prepared(living)
    assert plotly.io.to_json(prepared.to_dict(), validate=False) == plotly.io.to_json(living, validate=False)
    assert plotly.io.to_json(prepared.to_dict(), validate=False) == plotly.io.to_json(living, validate=False)


def test_a_prepared_figure_stays_as_it_was_when_its_source_changes() -> None:
    living = go.Figure(go.Scatter(x=[1], y=[2]))
    prepared = Prepared(living)
    living.update_layout(height=200)
    assert "height" not in prepared.to_dict()["layout"]


@pytest.mark.parametrize(("area", "name"), [("elz2-1", "Zone Één & <twee>"), ("A B/C", "O'Neill"), ("44021", "Gent")])
def test_a_filled_pattern_is_the_link_itself(area: str, name: str) -> None:
    pattern = links.pattern("regioprofiel", {LEVEL: "elz", YEAR: 2026})
    assert links.fill(pattern, area, name) == frame.anchor("regioprofiel", name, {LEVEL: "elz", YEAR: 2026, AREA: area})
