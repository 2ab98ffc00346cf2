"""What only a drawn page shows: targets that a finger hits, and nothing in the way of what stays in sight."""

from collections.abc import Callable
from itertools import pairwise

import pytest
from playwright.sync_api import Page

import app
from bench.browsing import settle
from geo import reference
from tests.releases import YEARS

pytestmark = pytest.mark.browser

Open = Callable[..., Page]

FINGER = 44
"""Pixels that a finger needs."""
_LOW = """(least) => [...document.querySelectorAll(
    '.zc-languages a, .zc-take a, .zc-files b a, .zc-table tbody th a, .zc-around a, '
    + '[data-testid="stPopover"] button, .st-key-vormen button, '
    + '.react-aria-ComboBox [role="group"], [data-testid="stTextInputRootElement"], summary'
)].map((element) => [element.textContent.trim(), element.getBoundingClientRect().height])
  .filter(([, height]) => height > 0 && height < least)"""
_HIT = """(selector) => {
  const box = document.querySelector(selector).getBoundingClientRect();
  const seen = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
  return {top: box.top, mine: !!seen && !!seen.closest(selector)};
}"""
_STACK = """(selector) => [...document.querySelectorAll(selector)]
  .map((element) => element.getBoundingClientRect()).filter((box) => box.height > 0)
  .map((box) => [Math.round(box.top), Math.round(box.bottom)])"""
_SIDEWAYS = """() => [...document.querySelectorAll('.zc-window')]
  .map((window) => window.scrollWidth - window.clientWidth).filter((over) => over > 0)"""
_NAMES = """() => [...document.querySelectorAll('.js-plotly-plot .annotation-text')].map((element) => {
  const {left, right, top, bottom} = element.getBoundingClientRect();
  return [element.textContent, left, right, top, bottom];
})"""
_SCROLL = "document.querySelector('[data-testid=stMain]').scrollTo(0, 600)"


@pytest.mark.parametrize(
    "address",
    [
        "kaart?cijfer=P01&niveau=elz&gebied=elz10",
        "vergelijken?vorm=rangorde",
        "tabellen",
        "tabellen?opmaak=breed",
        "regioprofiel?niveau=elz&gebied=elz10",
    ],
)
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
    settle(page)
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
    settle(page)
    assert page.evaluate(_HIT, ".zc-languages a")["top"] < 0
    assert page.evaluate(_HIT, ".st-key-keuze .react-aria-ComboBox")["mine"]


def stands_apart(stack: list[tuple[int, int]]) -> bool:
    """Tell whether everything in a stack is high enough for a finger and begins under what stands above it."""
    high = all(bottom - top >= FINGER for top, bottom in stack)
    return high and all(first[1] <= second[0] + 1 for first, second in pairwise(stack))


def test_on_a_phone_the_screens_in_the_menu_are_high_enough_and_overlap_nowhere(server: str, new_page: Open) -> None:
    page = new_page(width=390, height=844)
    page.goto(f"{server}/over-deze-cijfers")
    settle(page)
    page.locator("[data-testid=stExpandSidebarButton]").click()
    settle(page)
    links = page.evaluate(_STACK, '[data-testid="stSidebar"] [data-testid="stPageLink-NavLink"]')
    assert len(links) == len(app.SCREENS)
    assert stands_apart(links)


@pytest.mark.parametrize(
    ("address", "opened"),
    [
        ("vergelijken?vorm=rangorde", ".st-key-keuze .react-aria-ComboBox button"),
        ("vergelijken?vorm=rangorde", ".st-key-gebiedbalk .react-aria-ComboBox button"),
        ("tabellen", "[data-testid=stMultiSelect] input"),
    ],
)
def test_on_a_phone_the_options_of_an_open_list_are_high_enough(
    address: str, opened: str, server: str, new_page: Open
) -> None:
    page = new_page(width=390, height=844)
    page.goto(f"{server}/{address}")
    settle(page)
    page.locator(opened).first.click()
    page.locator("[role=option]").first.wait_for()
    settle(page)
    options = page.evaluate(_STACK, '[role="option"]')
    assert len(options) > 2
    assert stands_apart(options)


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("form", ["rangorde", "trechter"])
def test_at_1024_the_table_under_a_comparison_fits_beside_the_menu(
    form: str, language: str, server: str, new_page: Open
) -> None:
    page = new_page(width=1024, height=900)
    page.goto(f"{server}/vergelijken?vorm={form}&taal={language}")
    settle(page)
    assert page.locator(".zc-window").count() > 0
    assert page.evaluate(_SIDEWAYS) == []


def test_on_a_phone_no_name_in_the_funnel_lies_over_another(server: str, new_page: Open) -> None:
    page = new_page(width=390, height=844)
    areas = reference.areas(YEARS[-1])
    zones = areas.loc[areas["level"].eq("elz"), "area_id"].tolist()
    alike = (0, 22, 44, 3, 25, 47)  # of these, each three have nearly the same number and as many answers
    basket = ",".join(f"elz:{zones[place]}" for place in alike)
    page.goto(f"{server}/vergelijken?vorm=trechter&mand={basket}")
    settle(page)
    page.locator(".js-plotly-plot .annotation-text").first.wait_for()
    settle(page)
    names = page.evaluate(_NAMES)
    assert len(names) > 4
    over = [
        (one[0], two[0])
        for i, one in enumerate(names)
        for two in names[i + 1 :]
        if one[1] < two[2] - 1 and two[1] < one[2] - 1 and one[3] < two[4] - 3 and two[3] < one[4] - 3
    ]
    assert over == []


@pytest.mark.parametrize("width", [1280, 1440])
def test_choosing_an_area_never_moves_the_map(width: int, server: str, new_page: Open) -> None:
    """Without a choice, with a shown area, a withheld one and one of which few answered."""
    tops = []
    for chosen in ("", "&gebied=elz10", *(f"&gebied={zone}" for zone in zones_of(1, 18))):
        page = new_page(width=width)
        page.goto(f"{server}/kaart?cijfer=P01&niveau=elz{chosen}")
        settle(page)
        box = page.locator(".st-key-kaartvak").bounding_box()
        assert box is not None
        tops.append(round(box["y"]))
    assert len(set(tops)) == 1


def zones_of(*places: int) -> list[str]:
    """Give zones by their place in the reference table."""
    table = reference.areas(YEARS[-1])
    zones = table.loc[table["level"].eq("elz"), "area_id"]
    return [str(zones.iloc[place]) for place in places]


def test_one_link_leads_past_the_navigation(server: str, new_page: Open) -> None:
    page = new_page()
    page.goto(f"{server}/kaart")
    settle(page)
    names = page.evaluate(
        "() => [...document.querySelectorAll('a, button')].filter((e) => e.getClientRects().length)"
        ".map((e) => e.textContent.trim()).filter((t) => /^(Naar de inhoud|Skip to)/.test(t))"
    )
    assert names == ["Naar de inhoud"]


def test_the_basket_takes_one_area_at_a_time(server: str, new_page: Open) -> None:
    page = new_page()
    page.goto(f"{server}/kaart?cijfer=P01&niveau=elz")
    settle(page)
    page.get_by_role("button", name="Te vergelijken").click()
    field = page.get_by_role("combobox", name="Gebieden om naast elkaar te zetten")
    field.fill("Water")
    options = page.get_by_role("option")
    options.first.wait_for()
    assert not [text for text in options.all_inner_texts() if "Select" in text]
    assert page.locator('[data-key="__select_matches__"], [data-key="__select_all__"]').count() == 0
