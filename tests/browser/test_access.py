"""Everybody can use every screen: axe, text alternatives, zoom, a phone, few movements, and the keyboard alone."""

import csv
import io
import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from axe_core_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, expect

import app
from bench.browsing import PATIENCE, settle

pytestmark = pytest.mark.browser

Open = Callable[..., Page]

AREA = "niveau=elz&gebied=elz2-1"
TRIED = {
    "overzicht": ("",),
    "kaart": (f"cijfer=P01&{AREA}", ""),
    "regioprofiel": (AREA,),
    "vergelijken": tuple(
        f"vorm={form}&niveau=elz&gebied=elz10&mand=elz:elz12"
        for form in ("rangorde", "trechter", "twee", "gebied", "alles")
    ),
    "evolutie": (f"cijfer=D01&{AREA}",),
    "praktijken": ("niveau=gemeente&gebied=44021&feit=P10", ""),
    "capaciteit": (f"{AREA}&mand=elz:elz1,kring:K01,gemeente:44021", "niveau=kring&gebied=K02", ""),
    "wat-als": (AREA,),
    "tabellen": ("cijfers=P01,A05&jaren=2025,2026&niveau=elz&inhoud=alles",),
    "over-deze-cijfers": ("",),
}
"""Each screen with an area chosen where it knows one, and without; of the kring at Capaciteit little is shown."""
STATES = {each.address: TRIED.get(each.address, ("",)) for each in app.SCREENS}
"""The same of every screen; one that is not described more closely is tried as it opens."""
VISITS = [
    (name, query, language)
    for name, queries in STATES.items()
    for place, query in enumerate(queries)
    for language in ("nl", "en")[: 1 if place else 2]
]
"""The first state of each screen in both languages, the others in Dutch."""
WIDE, ZOOMED, PHONE = 1280, 640, 390
"""Pixels of the window; 640 is what a window of 1280 has left at 200 % zoom."""

SIDEWAYS = """() => Math.max(...["html", "[data-testid=stMain]", "[data-testid=stMainBlockContainer]"]
  .map((place) => document.querySelector(place)).map((box) => box.scrollWidth - box.clientWidth))"""
FIGURES = """() => [...document.querySelectorAll("img, [role=img], svg[role], [data-testid=stPlotlyChart]")]
  .filter((it) => it.checkVisibility() && !it.closest("[aria-hidden=true], [data-testid=stIconMaterial]"))
  .map((it) => ({
    kind: it.className.baseVal ?? it.className,
    said: it.getAttribute("alt") ?? it.getAttribute("aria-label") ?? "",
    beside: it.parentElement.innerText.trim(),
  }))"""
MOVEMENT = """() => Math.max(...[...document.querySelectorAll("*")].flatMap((it) => {
  const style = getComputedStyle(it);
  return [...style.transitionDuration.split(","), ...style.animationDuration.split(",")].map(parseFloat);
}))"""
FOCUSED = """() => {
  const it = document.activeElement, box = it.getBoundingClientRect();
  const around = [it, it.closest(".react-aria-ComboBox [role=group]") ?? it].map((part) => getComputedStyle(part));
  const ring = Math.max(...around.map((style) => style.outlineStyle === "none" ? 0 : parseFloat(style.outlineWidth)));
  const boxes = it.labels?.length ? [...it.labels].map((label) => label.innerText) : [];
  return {
    name: it.getAttribute("aria-label") ?? [...boxes, it.innerText].join(" ").trim(), ring,
    kind: it.className, tag: it.tagName, inside: box.bottom > 0 && box.top < innerHeight,
  };
}"""
SKIP = {"nl": "Naar de inhoud", "en": "Skip to content"}
TOLD = re.compile(r"\d|niet getoond|not shown")
"""What a text alternative has that tells facts: a number, or that it is not shown."""
NAMING = re.compile(r"\b20\d\d\b|10[.,]000")
"""Numbers that only name a year or a unit."""


@pytest.fixture(scope="module")
def reader(chromium: Browser) -> Iterator[BrowserContext]:
    """One reader who visits all screens, so that the browser fetches the program once."""
    context = chromium.new_context(viewport={"width": WIDE, "height": 900}, locale="nl-BE", reduced_motion="reduce")
    context.set_default_timeout(PATIENCE)
    yield context
    context.close()


def findings(page: Page) -> list[tuple[str, list[str]]]:
    """Give the serious and critical findings of axe, with up to three places of each."""
    report = Axe().run(page, options={"resultTypes": ["violations"]})
    return [
        (finding["id"], [node["html"][:200] for node in finding["nodes"]][:3])
        for finding in report["violations"]
        if finding["impact"] in ("serious", "critical")
    ]


def resize(page: Page, width: int) -> None:
    """Give the window another width and wait until the screen has followed."""
    page.set_viewport_size({"width": width, "height": 900})
    settle(page)


def without_words(figures: list[dict[str, str]]) -> list[dict[str, str]]:
    """Give the figures whose text alternative does not tell their facts.

    A mark of a legend says nothing itself, because its word stands beside it; a locator map tells a place.
    """
    weak = []
    for figure in figures:
        if "zc-mark" in figure["kind"]:
            told = figure["said"] == "" and figure["beside"] != ""
        elif "stPlotlyChart" in figure["kind"]:
            told = len(figure["said"]) > 40
        else:
            told = bool(TOLD.search(NAMING.sub("", figure["said"]))) or figure["said"].startswith(
                ("Ligging van ", "Location of ")
            )
        if not told:
            weak.append(figure)
    return weak


@pytest.mark.parametrize(("name", "query", "language"), VISITS)
def test_everybody_can_read_it(name: str, query: str, language: str, server: str, reader: BrowserContext) -> None:
    page = reader.new_page()
    try:
        page.goto(f"{server}/{name}?{query}&taal={language}")
        settle(page)
        wide = findings(page)
        figures = page.evaluate(FIGURES)
        movement = page.evaluate(MOVEMENT)
        page.keyboard.press("Tab")
        first = page.evaluate(FOCUSED)
        sideways = {}
        for width in (ZOOMED, PHONE):
            resize(page, width)
            sideways[width] = page.evaluate(SIDEWAYS)
        narrow = findings(page)
    finally:
        page.close()
    assert not wide, json.dumps(wide, indent=1)
    assert not narrow, json.dumps(narrow, indent=1)
    assert without_words(figures) == []
    assert figures or name in ("tabellen", "wat-als", "over-deze-cijfers") or "alles" in query
    assert movement <= 0.001, "seconds"
    assert first["name"] == SKIP[language]
    assert sideways == {ZOOMED: 0, PHONE: 0}


def test_the_checks_notice_what_is_wrong(new_page: Open) -> None:
    page = new_page()
    page.set_content(
        "<html lang=nl><title>x</title><main data-testid=stMain><div data-testid=stMainBlockContainer>"
        "<h1 style='width: 3000px; transition: color 1s'>Kop</h1><p style='color: #aaa'>Te bleek</p>"
        "<img src='data:,' width=9 height=9><img src='data:,' width=9 height=9 alt='Artsen per 10.000, 2026'>"
        "<div data-testid=stPlotlyChart class=stPlotlyChart role=figure aria-label=Grafiek>.</div></div></main>"
    )
    assert {"image-alt", "color-contrast"} <= {rule for rule, _places in findings(page)}
    assert [figure["said"] for figure in without_words(page.evaluate(FIGURES))] == [
        "",
        "Artsen per 10.000, 2026",
        "Grafiek",
    ]
    assert page.evaluate(SIDEWAYS) > 0
    assert page.evaluate(MOVEMENT) == 1


def tab_to(page: Page, name: str, *, most: int = 60) -> None:
    """Press Tab until something with that name has the focus; on the way every stop is visible."""
    met: list[str] = []
    for _stop in range(most):
        page.keyboard.press("Tab")
        stop = page.evaluate(FOCUSED)
        met.append(stop["name"])
        assert stop["tag"] == "BODY" or stop["ring"] >= 2, f"no visible focus on {stop}"
        if name in stop["name"]:
            assert stop["inside"], stop
            return
    pytest.fail(f"{name} is out of reach of the keyboard: {met}")


def enter(page: Page, text: str) -> None:
    """Type in a search field and take what it finds."""
    page.keyboard.type(text, delay=20)
    expect(page.get_by_role("option").first).to_be_visible()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")


def test_the_keyboard_alone_chooses_on_the_map_and_reaches_table_and_profile(server: str, new_page: Open) -> None:
    page = new_page()
    page.goto(f"{server}/kaart?cijfer=D01&niveau=elz")
    settle(page)
    expect(page.get_by_label("Cijfer", exact=True).first).to_be_visible(timeout=PATIENCE)
    tab_to(page, "Naar de inhoud", most=1)
    page.keyboard.press("Enter")
    tab_to(page, "Cijfer", most=2)
    enter(page, "werkdruk")
    expect(page.locator("h1")).to_have_text("Hoe zwaar vinden huisartsen hun werkdruk?", timeout=PATIENCE)
    settle(page)
    tab_to(page, "Zoek een eerstelijnszone")
    enter(page, "Regio Aalst")
    expect(page.locator(".zc-answer h2")).to_have_text("Regio Aalst", timeout=PATIENCE)
    settle(page)
    tab_to(page, "Profiel van Regio Aalst")
    tab_to(page, str(page.locator(".zc-tall").get_attribute("aria-label")))
    expect(page.locator(".zc-tall:focus tr.zc-chosen th")).to_contain_text("Regio Aalst")
    page.keyboard.press("End")
    for _stop in range(20):
        page.keyboard.press("Shift+Tab")
        if "Profiel van" in page.evaluate(FOCUSED)["name"]:
            break
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("Regio Aalst", timeout=PATIENCE)
    assert "/regioprofiel" in page.url


def test_the_keyboard_alone_makes_a_table_and_takes_it_along(server: str, new_page: Open) -> None:
    page = new_page()
    page.goto(f"{server}/tabellen?cijfers=P01&jaren=2026&niveau=elz")
    settle(page)
    expect(page.get_by_label("Cijfers").first).to_be_visible(timeout=PATIENCE)
    tab_to(page, "Naar de inhoud", most=1)
    page.keyboard.press("Enter")
    tab_to(page, "Cijfers", most=2)
    before = page.locator(".zc-tally").inner_text()
    enter(page, "werkdruk")
    expect(page.locator(".zc-tally")).not_to_have_text(before, timeout=PATIENCE)
    settle(page)
    page.keyboard.press("Escape")
    tab_to(page, "CSV voor Excel in België", most=120)
    with page.expect_download() as waiting:
        page.keyboard.press("Enter")
    text = Path(waiting.value.path()).read_text(encoding="utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text, newline=""), delimiter=";"))
    expect(page.locator(".zc-tally")).to_contain_text(f"{len(rows)} rijen")
    assert {row["Cijfer"] for row in rows} == {"P01", "A05"}
