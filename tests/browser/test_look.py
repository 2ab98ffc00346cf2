"""What only a drawn page shows: targets that a finger hits, and nothing in the way of what stays in sight."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from tests.browser.test_journeys import settle

pytestmark = pytest.mark.browser

Open = Callable[..., Page]

FINGER = 44
"""Pixels that a finger needs."""
_LOW = """(least) => [...document.querySelectorAll(
    '.zc-languages a, .zc-take a, .zc-files b a, [data-testid="stPopover"] button, .st-key-vormen button, '
    + '.react-aria-ComboBox [role="group"], [data-testid="stTextInputRootElement"], summary'
)].map((element) => [element.textContent.trim(), element.getBoundingClientRect().height])
  .filter(([, height]) => height > 0 && height < least)"""
_HIT = """(selector) => {
  const box = document.querySelector(selector).getBoundingClientRect();
  const seen = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
  return {top: box.top, mine: !!seen && !!seen.closest(selector)};
}"""
_SCROLL = "document.querySelector('[data-testid=stMain]').scrollTo(0, 600)"


@pytest.mark.parametrize("address", ["kaart?cijfer=P01&niveau=elz", "vergelijken?vorm=rangorde", "tabellen"])
def test_on_a_phone_everything_is_high_enough_for_a_finger(address: str, server: str, new_page: Open) -> None:
    page = new_page(width=390, height=844)
    page.goto(f"{server}/{address}")
    settle(page)
    assert page.evaluate(_LOW, FINGER) == []


def test_on_a_phone_the_menu_and_the_choice_stay_apart_in_sight(server: str, new_page: Open) -> None:
    page = new_page(width=390, height=844)
    page.goto(f"{server}/kaart?cijfer=P01&niveau=elz")
    settle(page)
    assert page.evaluate(_HIT, ".zc-languages a")["mine"]
    page.evaluate(_SCROLL)
    page.wait_for_timeout(500)
    menu = page.evaluate(_HIT, '[data-testid="stExpandSidebarButton"]')
    choice = page.evaluate(_HIT, ".st-key-keuze .react-aria-ComboBox")
    assert menu["mine"]
    assert choice["mine"]
    assert 0 <= menu["top"] < choice["top"] < 100


def test_the_languages_scroll_away_from_the_choice_that_stays(server: str, new_page: Open) -> None:
    page = new_page(width=1280, height=800)
    page.goto(f"{server}/kaart?cijfer=P01&niveau=elz")
    settle(page)
    assert page.evaluate(_HIT, ".zc-languages a")["mine"]
    page.evaluate(_SCROLL)
    page.wait_for_timeout(500)
    assert page.evaluate(_HIT, ".zc-languages a")["top"] < 0
    assert page.evaluate(_HIT, ".st-key-keuze .react-aria-ComboBox")["mine"]
