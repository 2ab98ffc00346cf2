"""The map follows the choice, and every page names its language."""

from urllib.request import Request, urlopen

import pytest
from playwright.sync_api import expect

import app
from bench.browsing import MAP_DRAWN, settle
from tests.browser.test_journeys import Open

pytestmark = pytest.mark.browser

DRAWN_CLASSES = "() => document.querySelector('.js-plotly-plot').data[0].z.join()"


def test_the_map_draws_what_is_chosen(server: str, new_page: Open) -> None:
    """Not the figure of before: Streamlit keeps the first figure of a chart whose identity stays the same."""
    page = new_page()
    page.goto(f"{server}/kaart?cijfer=A05&niveau=kring&jaar=2026")
    settle(page)
    page.wait_for_function(MAP_DRAWN)
    before = page.evaluate(DRAWN_CLASSES)
    page.get_by_role("combobox", name="Cijfer").click()
    page.get_by_role("option", name="Huisartsen per 10.000 inwoners", exact=True).click()
    expect(page.locator(".zc-sub")).to_contain_text("Huisartsen per 10.000 inwoners")
    settle(page)
    page.wait_for_function(f"before => ({DRAWN_CLASSES})() !== before", arg=before)


MAP = "document.querySelector('.js-plotly-plot')?._fullLayout?.map?._subplot?.map"
LOADED = f"() => {MAP}?.loaded()"
VIEW = f"() => [{MAP}.getZoom(), {MAP}.getCenter().lng, {MAP}.getCenter().lat]"


def test_another_choice_keeps_where_the_reader_moved_the_map(server: str, new_page: Open) -> None:
    page = new_page()
    page.goto(f"{server}/kaart?cijfer=A05&niveau=kring&jaar=2026")
    settle(page)
    page.wait_for_function(LOADED)
    begun, colours = page.evaluate(VIEW), page.evaluate(DRAWN_CLASSES)
    box = page.locator(".js-plotly-plot").bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + box["width"] * 0.3, box["y"] + box["height"] * 0.5)
    page.mouse.wheel(0, 300)
    page.wait_for_function("() => document.querySelector('[data-testid=stMain]').scrollTop > 100")
    assert page.evaluate(VIEW) == pytest.approx(begun, abs=0.01), "expected the wheel to be the page's"
    page.mouse.wheel(0, -300)
    page.wait_for_function("() => document.querySelector('[data-testid=stMain]').scrollTop == 0")
    page.locator(".modebar-btn[data-title='Groter']").click()
    page.wait_for_function(f"begun => ({VIEW})()[0] > begun + 0.3", arg=begun[0])
    settle(page)
    left = page.evaluate(VIEW)
    page.get_by_role("combobox", name="Cijfer").click()
    page.get_by_role("option", name="Huisartsen per 10.000 inwoners", exact=True).click()
    settle(page)
    page.wait_for_function(f"before => ({DRAWN_CLASSES})() !== before", arg=colours)
    page.wait_for_function(f"left => ({VIEW})().every((part, i) => Math.abs(part - left[i]) < 0.01)", arg=left)
    page.reload()
    settle(page)
    page.wait_for_function(LOADED)
    assert page.evaluate(VIEW) == pytest.approx(begun, abs=0.01)


def test_the_overview_opens_by_its_name_too(server: str) -> None:
    with urlopen(f"{server}/overzicht?jaar=2025&taal=en", timeout=20) as answer:  # noqa: S310 -- our own address
        assert answer.url == f"{server}/?jaar=2025&taal=en"
    with urlopen(f"{server}/overzicht", timeout=20) as answer:  # noqa: S310 -- our own address
        assert answer.url == f"{server}/"


def test_an_empty_list_says_so_in_the_language_of_the_page(server: str, new_page: Open) -> None:
    for query, told in (("", "Niets gevonden"), ("?taal=en", "No results")):
        page = new_page()
        page.goto(f"{server}/kaart{query}")
        settle(page)
        # The searches for an area and for a number take whatever is typed; a list of levels does not.
        search = page.locator(".st-key-keuze_niveau").get_by_role("combobox")
        search.click()
        search.type("zzzz")
        option = page.locator('[role="listbox"][data-empty="true"] [role="option"] span')
        expect(option).to_be_attached()
        said = option.evaluate("e => getComputedStyle(e, '::after').content + ' ' + e.textContent")
        assert told in said
        assert (option.evaluate("e => getComputedStyle(e).fontSize") == "0px") is (query == "")


def test_the_tab_names_the_screen(server: str, new_page: Open) -> None:
    page = new_page()
    page.goto(f"{server}/kaart?taal=en")
    settle(page)
    expect(page).to_have_title("Map · Capacity of general practice")


@pytest.mark.parametrize(("query", "language"), [("", "nl"), ("?taal=en", "en"), ("?taal=%22%3E", "nl")])
def test_a_page_names_its_language(server: str, query: str, language: str) -> None:
    asked = Request(f"{server}/kaart{query}", headers={"Accept-Encoding": "gzip, br"})  # noqa: S310 -- our own address
    with urlopen(asked, timeout=20) as answer:  # noqa: S310 -- our own address
        assert f'<html lang="{language}">' in answer.read().decode()


@pytest.mark.parametrize(
    ("address", "language", "title"),
    [("/tabelen", "nl", "Deze pagina bestaat niet"), ("/a/b?taal=en", "en", "This page does not exist")],
)
def test_an_unknown_address_says_so_and_leads_on(
    server: str, new_page: Open, address: str, language: str, title: str
) -> None:
    page = new_page()
    answer = page.goto(f"{server}{address}")
    assert answer is not None
    assert answer.status == 404
    assert page.locator("html").get_attribute("lang") == language
    assert page.get_by_role("heading", level=1).inner_text() == title
    links = page.locator("main a")
    assert links.count() == len(app.SCREENS)
    links.nth(1).click()
    page.wait_for_selector(".zc-source")
    assert page.locator("html").get_attribute("lang") == language


def test_who_enters_the_map_uses_the_wheel_there_and_comes_back_to_all_of_flanders(server: str, new_page: Open) -> None:
    page = new_page()
    page.goto(f"{server}/kaart?cijfer=A05&niveau=kring&jaar=2026")
    settle(page)
    page.wait_for_function(LOADED)
    begun = page.evaluate(VIEW)
    box = page.locator(".js-plotly-plot").bounding_box()
    assert box is not None
    page.mouse.click(box["x"] + 8, box["y"] + box["height"] * 0.5)  # the sea: nothing is chosen there
    settle(page)
    page.wait_for_function(LOADED)
    page.mouse.wheel(0, -400)
    page.wait_for_function(f"begun => ({VIEW})()[0] > begun + 0.3", arg=begun[0])
    page.locator(".modebar-btn[data-title='Heel Vlaanderen']").click()
    page.wait_for_function(f"begun => Math.abs(({VIEW})()[0] - begun) < 0.05", arg=begun[0])
