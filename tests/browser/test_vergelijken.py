"""The screen Vergelijken in a real browser: a click on a chart chooses, and the choice goes along."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from bench.browsing import settle
from tests.browser.waits import click_in_chart

pytestmark = pytest.mark.browser

Open = Callable[..., Page]


def test_a_click_in_the_ranking_chooses_an_area_that_stays_chosen(server: str, new_page: Open) -> None:
    page = new_page(1280, 1400)
    page.goto(f"{server}/vergelijken?cijfer=P01&niveau=elz")
    settle(page)
    dots = page.locator(".js-plotly-plot .scatterlayer .points path")
    dots.first.wait_for()
    settle(page)
    box = dots.nth(5).bounding_box()
    assert box is not None
    click_in_chart(page, box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    expect(page.locator(".zc-answer h2")).to_be_visible()
    name = page.locator(".zc-answer h2").inner_text()
    expect(page).to_have_url(re.compile("gebied="))
    page.get_by_text("Eén gebied, alle cijfers", exact=True).first.click()
    expect(page.locator("h1")).to_have_text(name)
    again = new_page()
    again.goto(page.url)
    settle(again)
    expect(again.locator("h1")).to_have_text(name)
