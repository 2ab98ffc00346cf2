"""The practice map in a real browser: from all of Flanders to single practices, without any outside request."""

import pytest
from playwright.sync_api import Page, expect

from bench.browsing import PATIENCE, settle
from tests.browser.test_journeys import Open, outside_requests
from tests.browser.waits import click_in_chart

pytestmark = pytest.mark.browser

MAP = "document.querySelector('.js-plotly-plot')?._fullLayout?.map?._subplot?.map"
READY = f"() => {{ const map = {MAP}; return map && map.loaded() && map.getLayer('practices'); }}"
CIRCLE = f"""([lon, lat]) => {{
  const map = {MAP}, at = map.project([lon, lat]), box = map.getCanvas().getBoundingClientRect();
  return [box.x + at.x, box.y + at.y];
}}"""
DRAWN = f"layer => {MAP}.queryRenderedFeatures({{layers: [layer]}}).length"


def ready(page: Page, address: str) -> None:
    """Open an address and wait for the map."""
    page.goto(address)
    page.wait_for_function(READY, timeout=PATIENCE)
    settle(page)


def test_a_click_on_a_circle_shows_the_practices_of_its_municipality(server: str, new_page: Open) -> None:
    page = new_page()
    outside = outside_requests(page)
    ready(page, f"{server}/praktijken")
    assert page.evaluate(DRAWN, "circles") > 10
    assert page.evaluate(DRAWN, "practices") == 0
    place = page.evaluate(
        "() => { const t = document.querySelector('.js-plotly-plot')._fullData[0];"
        "const i = t.customdata.findIndex((d) => d[1] === '44021'); return [t.lon[i], t.lat[i]]; }"
    )
    click_in_chart(page, *page.evaluate(CIRCLE, place))
    expect(page.locator(".zc-inbeeld h2")).to_have_text("Gent")
    assert "gebied=44021" in page.url
    page.wait_for_function(f"() => {{ const m = {MAP}; return m && m.loaded() && m.getZoom() > 9; }}", timeout=PATIENCE)
    settle(page)
    assert page.evaluate(DRAWN, "practices") > 0
    assert outside == []


def test_filters_are_chosen_by_keyboard_and_reopen_from_the_link(server: str, new_page: Open) -> None:
    page = new_page()
    ready(page, f"{server}/praktijken")
    before = page.locator(".zc-inbeeld .zc-value").inner_text()
    page.get_by_role("button", name="Filters").press("Enter")
    page.get_by_role("button", name="Volledige stop").press("Enter")
    expect(page.locator(".zc-sub")).to_contain_text("volledige stop")
    expect(page.locator(".zc-inbeeld .zc-value")).not_to_have_text(before)
    again = new_page()
    ready(again, page.url)
    expect(again.locator(".zc-inbeeld .zc-value")).to_have_text(page.locator(".zc-inbeeld .zc-value").inner_text())
