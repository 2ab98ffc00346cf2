"""Every screen on paper: one sheet with the figure, its source and the line to quote it by."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.test_machine import ask

pytestmark = pytest.mark.browser
SCREENS = {
    "overzicht": "overzicht",
    "kaart": "kaart?cijfer=A05&niveau=elz",
    "vergelijken": "vergelijken?cijfer=A05&niveau=elz",
    "evolutie": "evolutie?cijfer=A05&niveau=elz",
    "praktijken": "praktijken",
    "capaciteit": "capaciteit",
}


def opened(page: Page, address: str) -> None:
    page.goto(address)
    page.wait_for_selector(".zc-take")
    page.wait_for_selector("[data-testid='stApp'][data-test-script-state='notRunning']")


@pytest.mark.parametrize("name", list(SCREENS))
def test_a_screen_prints_on_one_sheet(server: str, new_page: Callable[..., Page], name: str) -> None:
    page = new_page()
    opened(page, f"{server}/{SCREENS[name]}")
    page.emulate_media(media="print")
    expect(page.locator(".zc-sheet img")).to_have_js_property("naturalWidth", 1200, timeout=30_000)
    assert page.locator(".zc-sheet").inner_text().count("/" + name) == 1
    paper = page.pdf(prefer_css_page_size=True, print_background=True)
    assert len(re.findall(rb"/Type\s*/Page[^s]", paper)) == 1
    assert page.locator("[data-testid='stPlotlyChart']:visible").count() == 0


def test_the_files_of_a_figure_are_those_of_the_view_on_screen(server: str, new_page: Callable[..., Page]) -> None:
    page = new_page()
    opened(page, f"{server}/kaart?cijfer=A05&niveau=kring&klassen=4")
    links = page.locator(".zc-take a")
    assert links.all_inner_texts() == ["SVG", "PNG", "Link naar deze weergave"]
    address = links.nth(0).get_attribute("href") or ""
    assert "cijfer=A05" in address
    assert "klassen=4" in address
    answer = ask(f"{server}{address}")
    assert answer.status == 200
    assert "per huisartsenkring" in answer.content.decode()
    again = links.nth(2).get_attribute("href") or ""
    assert again.startswith(f"{server}/kaart?")
    assert address.split("?")[1] == again.split("?")[1]


def test_link_and_citation_are_there_to_copy(server: str, new_page: Callable[..., Page]) -> None:
    page = new_page()
    opened(page, f"{server}/kaart?cijfer=A05&niveau=elz")
    page.get_by_role("button", name="Kopieer link of verwijzing").click()
    codes = page.locator("[data-testid='stPopoverBody'] code")
    codes.nth(1).wait_for()
    link, cited = codes.all_inner_texts()
    assert link.startswith(f"{server}/kaart?")
    assert link in cited
    assert "Vragenlijst van het Departement Zorg" in cited
    assert "2026" in cited
