"""A coordinator looks for the own area in an own spelling and walks to the areas around it."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from bench.browsing import settle

pytestmark = pytest.mark.browser
Open = Callable[..., Page]


def search(page: Page, words: str) -> None:
    """Type in the search above the screen, as a reader does."""
    field = page.get_by_role("combobox", name="Zoek uw gebied")
    field.fill(words)
    field.press("Enter")


def test_an_own_spelling_leads_to_the_profile_and_on_to_its_zone(server: str, new_page: Open) -> None:
    page = new_page()
    page.goto(f"{server}/regioprofiel")
    settle(page)
    search(page, "Sint Niklaas")
    expect(page.locator("h1")).to_have_text("Sint-Niklaas")
    assert "gebied=46021" in page.url
    around = page.get_by_role("navigation", name="Gebieden hieromheen")
    zone = around.get_by_role("link", name="Waasland ZW")
    expect(zone).to_be_visible()
    zone.click()
    expect(page.locator("h1")).to_have_text("Waasland ZW")
    back = page.get_by_role("navigation", name="Gebieden hieromheen").get_by_role("link", name="Sint-Niklaas")
    expect(back).to_be_visible()


def test_brussels_is_told_what_it_is_and_a_shared_name_is_asked_back(server: str, new_page: Open) -> None:
    page = new_page()
    page.goto(f"{server}/kaart?cijfer=P01&niveau=elz")
    settle(page)
    search(page, "Brussel")
    expect(page.get_by_role("status").filter(has_text="Brussels Hoofdstedelijk Gewest")).to_be_visible()
    assert "mijn=" not in page.url
    search(page, "Antwerpen")
    asked = page.get_by_role("status").filter(has_text="Bedoelt u")
    expect(asked).to_be_visible()
    asked.get_by_role("link", name="Antwerpen, provincie").click()
    settle(page)
    assert "niveau=provincie" in page.url
    expect(page.locator(".zc-answer h2")).to_have_text("Antwerpen")
