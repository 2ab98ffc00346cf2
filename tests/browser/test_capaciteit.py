"""The capacity screen in a real browser: from the figure of all areas to one area, and back to all."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from bench.browsing import settle
from tests.browser.test_journeys import outside_requests

pytestmark = pytest.mark.browser

Open = Callable[..., Page]


def test_from_the_figure_of_all_areas_to_the_rulers_of_one(server: str, new_page: Open) -> None:
    page = new_page()
    outside = outside_requests(page)
    page.goto(f"{server}/capaciteit?niveau=elz")
    settle(page)
    row = page.locator("ol.zc-gaps li").first
    name = row.locator("a").inner_text()
    said = row.locator("img").get_attribute("alt")
    row.locator("a").click()
    expect(page.locator("h1")).to_contain_text(name)
    settle(page)
    assert "gebied=" in page.url
    assert page.locator(".zc-cap-lanes img.zc-strip").get_attribute("alt") == said
    expect(page.locator("ol.zc-gaps li.zc-gap-own")).to_have_count(1)
    page.get_by_role("link", name="Regioprofiel", exact=True).click()
    expect(page.locator("h1")).to_have_text(name)
    assert outside == []


def test_the_table_holds_what_the_figure_shows(server: str, new_page: Open) -> None:
    page = new_page()
    page.goto(f"{server}/capaciteit?niveau=elz")
    settle(page)
    alt = page.locator("ol.zc-gaps li img").first.get_attribute("alt") or ""
    name, _colon, rest = alt.partition(": ")
    indices = re.findall(r"(?<=[a-z] )(\d+)", re.sub(r"\([^)]*\)", "", rest))
    assert len(indices) >= 2
    page.get_by_placeholder("Zoek in de tabel").fill(name)
    page.keyboard.press("Enter")
    cells = page.locator(".zc-cap-table tbody tr")
    expect(cells).to_have_count(1)
    text = cells.first.inner_text()
    assert all(f"({index})" in text for index in indices)
