"""The map keeps what the reader did to it, and every page names its language."""

from typing import Any
from urllib.request import urlopen

import pytest
from playwright.sync_api import expect

from tests.browser.test_journeys import DRAWN, Open, settle

pytestmark = pytest.mark.browser

ZOOM = "() => document.querySelector('.js-plotly-plot')._fullLayout.map.zoom"


def test_the_map_keeps_its_zoom_when_an_area_is_chosen(server: str, new_page: Open) -> None:
    page = new_page()
    page.goto(f"{server}/kaart")
    settle(page)
    page.wait_for_function(DRAWN)
    box: Any = page.locator(".js-plotly-plot").bounding_box()
    at = box["x"] + box["width"] * 0.30, box["y"] + box["height"] * 0.52
    start = page.evaluate(ZOOM)
    page.mouse.move(*at)
    page.mouse.wheel(0, -400)
    page.wait_for_function(f"before => ({ZOOM})() > before + 0.3", arg=start)
    page.wait_for_timeout(1200)
    near = page.evaluate(ZOOM)
    page.mouse.click(*at)
    expect(page.locator(".zc-answer h2")).not_to_have_text("Vlaanderen")
    settle(page)
    page.wait_for_timeout(800)
    assert page.evaluate(ZOOM) == pytest.approx(near)


@pytest.mark.parametrize(("query", "language"), [("", "nl"), ("?taal=en", "en"), ("?taal=%22%3E", "nl")])
def test_a_page_names_its_language(server: str, query: str, language: str) -> None:
    with urlopen(f"{server}/kaart{query}", timeout=20) as answer:  # noqa: S310 -- our own address
        assert f'<html lang="{language}">' in answer.read().decode()
