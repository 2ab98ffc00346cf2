"""Every screen on paper: one sheet with all its figures, their source and the line to quote it by."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

import app
from bench.browsing import settle
from pages.shell.screen import Sheet
from tests.browser.test_machine import ask

pytestmark = pytest.mark.browser
ZONE = "elz1"
BASKET = "mijn=elz:elz2&mand=" + ",".join(f"elz:elz{number}" for number in range(3, 9))
READ = ".zc-reading p"
SCREENS: dict[str, tuple[str, ...]] = {
    "overzicht": (".zc-rulers", ".zc-shares", ".zc-stamps"),
    "regioprofiel?niveau=elz&gebied={zone}": (".zc-locator img", ".zc-row .zc-strip", ".zc-vl b", READ),
    "vergelijken?vorm=gebied&niveau=elz&gebied={zone}": (".zc-srow", ".zc-spine", READ),
    "vergelijken?vorm=gebied&niveau=elz&gebied={zone}&taal=en": (".zc-srow", READ),
    "vergelijken?vorm=alles&niveau=elz": (".zc-heatkey", ".zc-heat", READ),
    "vergelijken?vorm=alles&niveau=kring": (".zc-heatkey", ".zc-heat", READ),
    "vergelijken?vorm=alles&niveau=gemeente&taal=en": (".zc-heatkey", ".zc-heat", READ, ".zc-take-few"),
    "evolutie?cijfer=A05&niveau=elz": (".zc-ev-cards", ".zc-ev-lines", ".zc-ev-panels", READ),
    "evolutie?cijfer=A05&niveau=elz&gebied={zone}&{basket}&taal=en": (".zc-ev-steps", ".zc-ev-panels", READ),
    "evolutie?cijfer=D01&niveau=gemeente&{basket}": (".zc-ev-lines", ".zc-ev-panels", READ, ".zc-take-few"),
    "capaciteit?niveau=elz&gebied={zone}": (
        *(".zc-cap-cards", ".zc-cap-lanes img", ".zc-gap img", ".zc-cap-bars img", READ, ".zc-take-few"),
    ),
    "capaciteit?niveau=elz&gebied={zone}&{basket}&taal=en": (".zc-cap-small img", ".zc-gap-own", READ),
    "tabellen": (".zc-table",),
    "over-deze-cijfers": (".zc-prose",),
}
"""Screens that print as they stand, and what of them is on paper."""
SHEETS: dict[str, tuple[int, str] | None] = {
    "kaart?cijfer=A05&niveau=elz": (1200, "297"),
    "vergelijken?cijfer=A05&niveau=elz": (940, "210"),
    "vergelijken?cijfer=D01&niveau=kring&taal=en": (940, "210"),
    "vergelijken?cijfer=A05&niveau=elz&gebied=elz1&taal=en": (940, "210"),
    "vergelijken?cijfer=D01&niveau=gemeente": (1200, "297"),
    "vergelijken?vorm=trechter&cijfer=A05&niveau=elz": (1200, "297"),
    "vergelijken?vorm=twee&cijfer=A05&niveau=elz": (1200, "297"),
    "praktijken": (1200, "297"),
    "wat-als?niveau=elz&gebied=elz1": (940, "297"),
}
"""Screens that print the file of their figure: its width in pixels, and that of the paper in millimetres."""
for each in app.SCREENS:  # one that is not described more closely prints as it opens
    if each.address not in {address.partition("?")[0] for address in (*SCREENS, *SHEETS)}:
        if each.sheet is Sheet.SCREEN:
            SCREENS[each.address] = ()
        else:
            SHEETS[each.address] = None
LEAST = 9.3
"""Pixels of the smallest letters: 7 points, less a rounding."""
SMALLEST = """() => Math.min(...[...document.querySelectorAll('[data-testid=stMainBlockContainer] *')].filter(
    element => element.checkVisibility() && !element.closest('.zc-read') && element.getClientRects().length
        && [...element.childNodes].some(node => node.nodeType === 3 && node.textContent.trim())
).map(element => parseFloat(getComputedStyle(element).fontSize) * element.currentCSSZoom))"""
"""Size on paper of the smallest letters that are printed."""
CONTROLS = "[data-testid=stSidebar], .st-key-keuze, .st-key-gebiedbalk, .st-key-meenemen, [data-testid=stPopover]"


def opened(page: Page, address: str) -> None:
    page.goto(address)
    settle(page)


def printed(page: Page) -> bytes:
    return page.pdf(prefer_css_page_size=True, print_background=True)


def pages(paper: bytes) -> int:
    return len(re.findall(rb"/Type\s*/Page[^s]", paper))


@pytest.mark.parametrize("address", list(SCREENS))
def test_a_screen_prints_whole_and_legible_on_one_sheet(
    server: str, new_page: Callable[..., Page], address: str
) -> None:
    page = new_page(width=733)  # the width between the margins of A4
    opened(page, f"{server}/{address.format(zone=ZONE, basket=BASKET)}")
    page.emulate_media(media="print")
    for piece in (*SCREENS[address], "h1"):
        expect(page.locator(f"{piece} >> visible=true").first).to_be_visible()
    assert page.locator(f":is({CONTROLS}) >> visible=true").count() == 0
    assert page.evaluate("[...document.images].filter(i => i.checkVisibility() && !i.naturalWidth).length") == 0
    assert page.evaluate("document.documentElement.scrollWidth") <= 733
    assert page.evaluate(SMALLEST) >= LEAST
    count = pages(printed(page))
    assert count == 1 or address == "over-deze-cijfers"  # a text, which runs on
    if not address.startswith("over"):
        quoted = page.locator(".zc-take-print").inner_text()
        assert f"{server}/{address.partition('?')[0]}" in quoted


@pytest.mark.parametrize("address", list(SHEETS))
def test_a_figure_of_a_script_prints_as_its_file(server: str, new_page: Callable[..., Page], address: str) -> None:
    page = new_page()
    opened(page, f"{server}/{address}")
    paper = printed(page)  # at once: the browser waits for the file
    assert pages(paper) == 1
    box = re.search(rb"/MediaBox\s*\[\s*0\s+0\s+([\d.]+)", paper)
    assert box is not None
    described, paper_width = SHEETS[address], f"{float(box[1]) / 72 * 25.4:.0f}"
    assert paper_width in ("210", "297")
    assert described is None or paper_width == described[1]
    page.emulate_media(media="print")
    assert page.locator(f"{READ} >> visible=true").count() > 0 or page.locator(".zc-full").count() == 1
    page.set_viewport_size({"width": int(float(box[1]) / 0.75) - 61, "height": 700})
    image = page.locator(".zc-sheet img")
    expect(image).not_to_have_js_property("naturalWidth", 0, timeout=30_000)
    assert described is None or image.evaluate("image => image.naturalWidth") == described[0]
    scale = image.evaluate(
        "image => Math.min(image.clientWidth / image.naturalWidth, image.clientHeight / image.naturalHeight)"
    )
    file = ask(f"{server}{image.get_attribute('src')}").content.decode()
    assert min(float(size) for size in re.findall(r'font-size="([\d.]+)"', file)) * scale >= LEAST
    assert page.locator(".zc-sheet").inner_text().count(f"{server}/{address.partition('?')[0]}") == 1
    assert page.locator(f":is({CONTROLS}, [data-testid=stPlotlyChart]) >> visible=true").count() == 0


def test_the_files_of_a_figure_are_those_of_the_view_on_screen(server: str, new_page: Callable[..., Page]) -> None:
    page = new_page()
    opened(page, f"{server}/kaart?cijfer=A05&niveau=kring&klassen=4")
    links = page.locator(".zc-take a")
    assert links.all_inner_texts() == ["SVG", "PNG", "PPTX", "Link naar deze weergave"]
    address = links.nth(0).get_attribute("href") or ""
    assert "cijfer=A05" in address
    assert "klassen=4" in address
    answer = ask(f"{server}{address}")
    assert answer.status == 200
    assert "per huisartsenkring" in answer.content.decode()
    again = links.nth(3).get_attribute("href") or ""
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
