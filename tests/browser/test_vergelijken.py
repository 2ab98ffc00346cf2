"""The screen Vergelijken in a real browser: a click on a chart chooses, and the choice goes along."""

import json
import re
from collections.abc import Callable

import pytest
from axe_core_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.browser.test_journeys import settle

pytestmark = pytest.mark.browser

Open = Callable[..., Page]
FORMS = ("rangorde", "trechter", "twee", "gebied", "alles")


def test_a_click_in_the_ranking_chooses_an_area_that_stays_chosen(server: str, new_page: Open) -> None:
    page = new_page(1280, 1400)
    page.goto(f"{server}/vergelijken?cijfer=P01&niveau=elz")
    settle(page)
    dots = page.locator(".js-plotly-plot .scatterlayer .points path")
    dots.first.wait_for()
    page.wait_for_timeout(1500)
    box = dots.nth(5).bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.wait_for_timeout(400)
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    expect(page.locator(".zc-answer h2")).to_be_visible()
    name = page.locator(".zc-answer h2").inner_text()
    expect(page).to_have_url(re.compile("gebied="))
    page.get_by_text("Eén gebied, alle cijfers", exact=True).first.click()
    expect(page.locator("h1")).to_have_text(name)
    again = new_page()
    again.goto(page.url)
    settle(again)
    expect(again.locator("h1")).to_have_text(name)


@pytest.mark.parametrize("form", FORMS)
def test_no_serious_finding_and_no_sideways_scrolling(form: str, server: str, new_page: Open) -> None:
    address = f"{server}/vergelijken?vorm={form}&niveau=elz&gebied=elz10&mand=elz:elz12"
    phone = new_page(390, 844)
    phone.goto(address)
    settle(phone)
    assert phone.evaluate("document.querySelector('[data-testid=stMainBlockContainer]').scrollWidth") <= 390
    page = new_page()
    page.goto(address)
    settle(page)
    page.wait_for_timeout(1000)
    found = [
        (finding["id"], [node["html"][:160] for node in finding["nodes"]][:3])
        for finding in Axe().run(page)["violations"]
        if finding["impact"] in ("serious", "critical")
    ]
    assert not found, json.dumps(found, indent=1)
