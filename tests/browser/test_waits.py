"""What tests in a browser wait for: a screen that lacks a piece, or still moves, is not settled."""

import re

import pytest
from playwright.sync_api import Route, expect

from bench.browsing import LAST_LINE, SETTLED, settle
from tests.browser.test_journeys import Open

pytestmark = pytest.mark.browser
AT_ONCE = {"frames": 0, "time": 0, "mark": LAST_LINE}


def test_a_screen_whose_controls_are_yet_to_come_is_not_settled(server: str, new_page: Open) -> None:
    """Streamlit fetches the script of a control after it has told of it: the last line of the screen may come first."""
    page, held = new_page(), list[Route]()
    page.route(re.compile(r"/Selectbox\.[\w-]+\.js"), lambda route: held.append(route))
    page.goto(f"{server}/kaart?cijfer=P01&niveau=elz")
    expect(page.locator(".zc-source").first).to_be_visible()
    expect(page.locator("[data-testid=stApp]")).to_have_attribute("data-test-script-state", "notRunning")
    assert page.locator(".st-key-keuze .react-aria-ComboBox").count() == 0
    for _twice in range(2):  # the first look has nothing to compare with
        assert not page.evaluate(SETTLED, AT_ONCE)
    for route in held:
        route.continue_()
    page.unroute_all()
    settle(page)
    assert page.locator(".st-key-keuze .react-aria-ComboBox").count() > 0


def test_a_screen_that_moves_is_not_settled(server: str, new_page: Open) -> None:
    page = new_page()
    page.goto(f"{server}/over-deze-cijfers")
    settle(page)
    page.evaluate("document.querySelector('h1').animate([{opacity: 0}, {opacity: 1}], 1e6).id = 'slow'")
    for _twice in range(2):
        assert not page.evaluate(SETTLED, AT_ONCE)
    page.evaluate("document.getAnimations().find((it) => it.id === 'slow').finish()")
    settle(page)
