"""The module that waits gives out exactly what the script of charts gives out."""

import re
from pathlib import Path

import pytest
import streamlit

from pages.web import charts_after

_SCRIPTS = Path(streamlit.__file__).parent / "static" / "static" / "js"


def _given_out(script: str) -> set[str]:
    """Read the names that a script gives out, in any of the ways that stand in it."""
    listed = [
        part.split(" as ")[-1].strip()
        for group in re.findall(r"export\{([^}]*)\}", script)
        for part in group.split(",")
    ]
    return {*listed, *re.findall(r"export const (\w+)", script), *re.findall(r"export (default) ", script)}


def test_the_script_of_charts_waits_and_gives_out_the_same() -> None:
    found = [path for path in _SCRIPTS.iterdir() if charts_after.FIRST.fullmatch(path.name)]
    assert len(found) == 1, "Streamlit names its script of charts in another way"
    script = found[0].read_text(encoding="utf-8")
    module = charts_after.waiting(found[0].name, script)
    assert module is not None, "Streamlit gives out its script of charts in another way"
    assert _given_out(module) == _given_out(script) >= {"default"}
    assert f"import('./{charts_after.address_of(found[0].name)}')" in module


@pytest.mark.parametrize(
    ("name", "script"),
    [
        ("PlotlyChart.abc.js", "export default 1"),
        ("PlotlyChart.abc.js", "export*from'./other.js';"),
        ("Selectbox.abc.js", "export{a as default};"),
    ],
)
def test_what_is_not_known_does_not_wait(name: str, script: str) -> None:
    assert charts_after.waiting(name, script) is None
