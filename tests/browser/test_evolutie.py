"""The screen Evolutie as a reader uses it, the figure compared as data."""

import re
from collections.abc import Callable
from urllib.parse import unquote

import pytest
from playwright.sync_api import Page, expect

from bench.browsing import settle
from tests.browser.test_journeys import outside_requests

pytestmark = pytest.mark.browser

Open = Callable[..., Page]
ADDRESS = "/evolutie?cijfer=D01&niveau=elz&gebied=elz2-1"


def test_from_a_panel_to_the_lines_of_that_area(server: str, new_page: Open) -> None:
    page = new_page()
    outside = outside_requests(page)
    page.goto(f"{server}/evolutie?cijfer=D01&niveau=elz")
    settle(page)
    expect(page.locator(".zc-ev-card")).to_have_count(2)
    link = page.locator(".zc-ev-panels a").nth(4)
    name = link.inner_text()
    link.click()
    expect(page.locator(".zc-ev-card h2").first).to_have_text(name)
    settle(page)
    assert "gebied=" in page.url
    expect(page.locator(".zc-ev-end b").first).to_have_text(name)
    assert outside == []


def test_the_chart_the_words_and_the_table_tell_the_same(server: str, new_page: Open) -> None:
    page = new_page()
    page.goto(server + ADDRESS)
    settle(page)
    name = page.locator(".zc-ev-card h2").first.inner_text()
    image = page.locator("img.zc-ev-marks")
    told = dict(
        re.findall(r"(\d{4}) (\d+,\d+)", (image.get_attribute("alt") or "").split(f"{name}: ")[1].split(";")[0])
    )
    points = page.locator(".zc-ev-point").all_inner_texts()
    assert points == [told[year] for year in ("2024", "2025", "2026")]
    row = page.locator(".zc-ev-steps tr.zc-chosen td").all_inner_texts()
    assert [row[0], row[2], row[4]] == points
    marks = unquote((image.get_attribute("src") or "").split(",", 1)[1])
    strong = [float(y) for y in re.findall(r"cy='([\d.]+)' r='4.6'", marks)]
    values = [float(text.replace(",", ".")) for text in points]
    assert len(strong) == len(values)
    assert sorted(range(3), key=lambda i: -strong[i]) == sorted(range(3), key=lambda i: values[i])


def test_the_order_is_a_choice_that_a_link_reopens(server: str, new_page: Open) -> None:
    page = new_page()
    page.goto(server + ADDRESS)
    settle(page)
    order = page.get_by_role("combobox", name="Volgorde")
    order.scroll_into_view_if_needed()
    settle(page)  # a list closes when the page still scrolls
    order.click()
    page.get_by_role("option", name="Grootste stijging eerst").click()
    page.wait_for_url(re.compile("volgorde=stijging"))
    settle(page)
    first = page.locator(".zc-ev-panels h3").first.inner_text()
    again = new_page()
    again.goto(page.url)
    settle(again)
    expect(again.locator(".zc-ev-panels h3").first).to_have_text(first)
