"""The page of a screen names the scripts of Streamlit that its elements will ask for."""

import re
from pathlib import Path

import pytest
import streamlit

from pages.web import preloads

_STATIC = Path(streamlit.__file__).parent / "static"


def _named(screen: str) -> list[str]:
    return re.findall(r'rel="modulepreload"[^>]*href="\./(static/js/[^"]+)"', preloads.links(screen).decode())


@pytest.mark.parametrize("screen", ["", "kaart", "tabellen"])
def test_every_named_script_exists_and_is_named_once(screen: str) -> None:
    page = (_STATIC / "index.html").read_text(encoding="utf-8")
    named = _named(screen)
    assert named
    assert len(named) == len(set(named))
    for name in named:
        assert (_STATIC / name).is_file()
        assert name not in page


def test_what_a_named_script_imports_is_named_too() -> None:
    page = (_STATIC / "index.html").read_text(encoding="utf-8")
    named = _named("kaart")
    for name in named:
        text = (_STATIC / name).read_text(encoding="utf-8")
        for other in re.findall(r'from"\./([\w.-]+\.js)"', text):
            assert f"static/js/{other}" in named or other in page


def test_only_screens_with_a_chart_fetch_the_script_of_charts_when_nothing_else_is_fetched() -> None:
    for screen, charted in (("kaart", True), ("praktijken", True), ("", False), ("tabellen", False)):
        links = preloads.links(screen).decode()
        assert len(re.findall(r'rel="prefetch"[^>]*PlotlyChart\.[\w-]+\.whole\.js', links)) == charted
        assert not any("PlotlyChart" in name for name in _named(screen))
