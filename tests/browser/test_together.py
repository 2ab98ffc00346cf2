"""A coordinator puts two zones of one platform together and takes the result along: screens, figure, files, fiche."""

import csv
import io
import urllib.request
from collections.abc import Callable
from urllib.parse import quote, urljoin

import pytest
from playwright.sync_api import Page, expect

from bench.browsing import settle

pytestmark = pytest.mark.browser
Open = Callable[..., Page]
NAME = "Platform Zuid"


def get(address: str) -> bytes:
    with urllib.request.urlopen(address, timeout=60) as answer:  # noqa: S310 -- the loopback server of this test
        content: bytes = answer.read()
    return content


def test_two_zones_become_one_area_everywhere(server: str, new_page: Open) -> None:
    page = new_page()
    page.goto(f"{server}/regioprofiel?niveau=elz")
    settle(page)
    page.get_by_role("button", name="Eigen gebied").click()
    parts = page.get_by_role("combobox", name="Gebieden", exact=True)
    for zone in ("Druivenstreek", "Pajottenland"):
        parts.fill(zone)
        page.get_by_role("option", name=zone).click()
    page.get_by_role("textbox", name="Naam").fill(NAME)
    page.get_by_role("button", name="Voeg samen").click()
    expect(page.locator("h1")).to_have_text(NAME)
    settle(page)
    assert "eigen=elz" in page.url
    page.get_by_role("link", name="Kaart", exact=True).click()
    expect(page.locator(".zc-answer h2")).to_have_text(NAME)
    settle(page)
    figure = page.locator('a[href*="/figures/kaart.svg"]').first.get_attribute("href") or ""
    assert NAME in get(urljoin(server, figure)).decode()
    again = new_page()
    again.goto(page.url)
    expect(again.locator(".zc-answer h2")).to_have_text(NAME)
    page.get_by_role("link", name="Regioprofiel", exact=True).click()
    expect(page.locator("h1")).to_have_text(NAME)
    settle(page)
    fiche = page.get_by_role("link", name="Fiche van dit gebied als PDF").get_attribute("href") or ""
    assert get(urljoin(server, fiche)).startswith(b"%PDF")
    page.get_by_role("button", name="Laat los").click()
    expect(page.locator(".zc-own")).to_have_count(0)
    assert "eigen=" not in page.url


def test_its_file_holds_the_sum_under_its_name(server: str, new_page: Open) -> None:
    page = new_page()
    page.goto(f"{server}/tabellen?niveau=elz&eigen={quote('elz:elz10,elz11:' + NAME)}")
    settle(page)
    link = page.locator('a[href*="cells.csv"]').first.get_attribute("href") or ""
    text = get(urljoin(server, link)).decode("utf-8-sig")
    rows = [row for row in csv.DictReader(io.StringIO(text)) if row["area"] == "eigen"]
    assert {row["area_name"] for row in rows} == {NAME}
    assert not any(row["area"] in ("elz10", "elz11") for row in csv.DictReader(io.StringIO(text)))
