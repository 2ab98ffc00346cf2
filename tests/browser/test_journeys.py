"""What a reader does, in a real browser against a real server."""

import re
from collections.abc import Callable
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest
from playwright.sync_api import Page, expect

from bench.browsing import MAP_DRAWN, serving, settle
from tests.browser.waits import click_in_chart
from tests.homes import DemoHome

pytestmark = pytest.mark.browser

Open = Callable[..., Page]
ADDRESSES = ("/", "/kaart", "/regioprofiel?niveau=elz&gebied=elz2-1", "/over-deze-cijfers")


def outside_requests(page: Page) -> list[str]:
    """Collect every request that does not go to this machine, from now on."""
    found: list[str] = []

    def look(address: str) -> None:
        if not re.match(r"(https?|wss?)://127\.0\.0\.1[:/]|data:|blob:", address):
            found.append(address)

    page.on("request", lambda request: look(request.url))
    page.on("websocket", lambda socket: look(socket.url))
    return found


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_fresh_server_shows_every_address_with_its_navigation(address: str, small_home: Path, new_page: Open) -> None:
    with serving(small_home) as server:
        page = new_page()
        page.goto(server + address)
        settle(page)
        expect(page.locator("[data-testid=stSidebar]")).to_contain_text("Regioprofiel")
        expect(page.locator(".zc-brand")).to_be_visible()


def test_from_the_map_by_a_click_to_the_profile(either_server: str, new_page: Open) -> None:
    page = new_page()
    outside = outside_requests(page)
    page.goto(f"{either_server}/kaart?cijfer=D01&niveau=elz")
    page.wait_for_function(MAP_DRAWN)
    settle(page)
    box = page.locator(".js-plotly-plot").bounding_box()
    assert box is not None
    click_in_chart(page, box["x"] + box["width"] * 0.30, box["y"] + box["height"] * 0.52)
    link = page.get_by_role("link", name=re.compile("^Profiel van "))
    expect(link).to_be_visible()
    name = link.inner_text().removeprefix("Profiel van ")
    expect(page.locator(".zc-answer h2")).to_have_text(name)
    assert "gebied=" in page.url
    link.click()
    expect(page.locator("h1")).to_have_text(name)
    assert "/regioprofiel" in page.url
    assert "gebied=" in page.url
    assert outside == []


def test_a_link_reopens_the_same_view_and_back_goes_back(either_server: str, new_page: Open) -> None:
    page = new_page()
    page.goto(f"{either_server}/kaart?cijfer=A05&niveau=kring&jaar=2025&klassen=6")
    settle(page)
    expect(page.locator(".zc-sub")).to_contain_text("2025 · per huisartsenkring")
    again = new_page()
    again.goto(page.url)
    settle(again)
    expect(again.locator(".zc-sub")).to_have_text(page.locator(".zc-sub").inner_text())
    page.get_by_role("combobox", name="Jaar").click()
    page.get_by_role("option", name="2024").click()
    expect(page.locator(".zc-sub")).to_contain_text("2024 · per huisartsenkring")
    page.go_back()
    expect(page.locator(".zc-sub")).to_contain_text("2025 · per huisartsenkring")


def test_the_navigation_carries_the_area(either_server: str, new_page: Open) -> None:
    page = new_page()
    page.goto(f"{either_server}/kaart?cijfer=P01&niveau=elz&gebied=elz2-1")
    settle(page)
    name = page.locator(".zc-answer h2").inner_text()
    page.get_by_role("link", name="Regioprofiel", exact=True).click()
    expect(page.locator("h1")).to_have_text(name)


def test_only_what_a_reader_needs_is_served(either_server: str, small_home: Path) -> None:
    for path in (
        "/_stcore/metrics",
        "/_stcore/metrics/",
        "/_stcore/agent/openapi.json",
        "/layers/x/elz.geojson",
        "/layers/../current",
    ):
        with pytest.raises(HTTPError) as refused:
            urlopen(either_server + path, timeout=10)  # noqa: S310 -- our own address
        assert refused.value.code in (400, 403, 404)
    release_id = (small_home / "releases" / "current").read_text().strip()
    for layer in ("manifest", "certificate", "cube"):
        with pytest.raises(HTTPError):
            urlopen(f"{either_server}/layers/{release_id}/{layer}.geojson", timeout=10)  # noqa: S310
    ask = Request(f"{either_server}/layers/{release_id}/elz.geojson", headers={"Accept-Encoding": "gzip"})  # noqa: S310
    with urlopen(ask, timeout=10) as answer:  # noqa: S310
        assert answer.headers["content-encoding"] == "gzip"
        assert "immutable" in answer.headers["cache-control"]


def test_every_answer_carries_the_security_headers(either_server: str) -> None:
    with urlopen(either_server, timeout=10) as answer:  # noqa: S310 -- our own address
        policy = answer.headers["content-security-policy"]
        assert "frame-ancestors 'none'" in policy
        assert "http" not in policy
        scripts = next(each for each in policy.split("; ") if each.startswith("script-src"))
        assert "unsafe-inline" not in scripts
        assert "'unsafe-eval'" not in scripts
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["referrer-policy"] == "same-origin"


def test_the_release_of_the_demo_opens_from_the_map_to_the_profile(demo: DemoHome, new_page: Open) -> None:
    with serving(demo.home) as address:
        page = new_page()
        outside = outside_requests(page)
        page.goto(f"{address}/kaart?cijfer=P01&niveau=kring")
        page.wait_for_function(MAP_DRAWN)
        settle(page)
        box = page.locator(".js-plotly-plot").bounding_box()
        assert box is not None
        click_in_chart(page, box["x"] + box["width"] * 0.30, box["y"] + box["height"] * 0.52)
        link = page.get_by_role("link", name=re.compile("^Profiel van "))
        name = link.inner_text().removeprefix("Profiel van ")
        link.click()
        expect(page.locator("h1")).to_have_text(name)
        assert outside == []
