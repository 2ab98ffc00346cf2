"""The numbers of the map screen, and a still picture of its map, stand there before the map itself has started."""

import re
from collections import Counter
from pathlib import Path
from urllib.error import HTTPError
from urllib.parse import urlsplit
from urllib.request import urlopen
from xml.etree import ElementTree

import geopandas
import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.test_journeys import Open
from tests.browser.test_map import LOADED, MAP

pytestmark = pytest.mark.browser

CHOICE = "cijfer=A05&niveau=elz&jaar=2026"
PICTURE = "img.zc-vooraf"
CHARTS = re.compile(r"PlotlyChart\.[\w-]+\.whole\.js")
SEEN = f"() => document.querySelector('{PICTURE}')?.naturalWidth > 0"
TRACE = "() => (({z, colorscale}) => ({z, colorscale}))(document.querySelector('.js-plotly-plot').data[0])"
PLACE = """(mark) => {
  const [room, {x, y, width, height}] = ['.st-key-kaartvak', mark].map((name) =>
    document.querySelector(name).getBoundingClientRect());
  return {x: x - room.x, y: y - room.y, width, height};
}"""
"""Where something lies in the box of the map; the box itself moves while letters are still coming in."""


def opened(page: Page, address: str, held: list[Route]) -> None:
    """Open an address and hold the script of charts back, as a slow line does."""
    page.route(CHARTS, lambda route: held.append(route))
    page.goto(address)
    page.wait_for_selector(".zc-source")
    page.wait_for_function(SEEN)


def test_numbers_and_picture_do_not_wait_for_the_map(server: str, new_page: Open) -> None:
    page, held = new_page(), list[Route]()
    with page.expect_request(CHARTS):
        opened(page, f"{server}/kaart?{CHOICE}", held)
        expect(page.locator(".zc-answer .zc-value")).to_be_visible()
        expect(page.locator(PICTURE)).to_be_visible()
        assert page.locator(".js-plotly-plot").count() == 0
    for route in held:
        route.continue_()
    page.wait_for_function(LOADED)
    expect(page.locator(PICTURE)).to_be_hidden()
    page.get_by_role("combobox", name="Cijfer").click()
    page.get_by_role("option", name="Huisartsen per 10.000 inwoners", exact=True).click()
    expect(page.locator(PICTURE)).to_have_count(0)


@pytest.mark.parametrize("query", [CHOICE, "cijfer=P22&niveau=gemeente&jaar=2026&klassen=4&kleur=blauw"])
def test_the_picture_shows_what_the_map_shows(server: str, new_page: Open, query: str) -> None:
    page = new_page()
    page.goto(f"{server}/kaart?{query}")
    page.wait_for_selector(PICTURE, state="attached")
    address = page.locator(PICTURE).get_attribute("src")
    page.wait_for_function(LOADED)
    trace = page.evaluate(TRACE)
    colours = [colour for _, colour in trace["colorscale"][::2]]
    on_map = Counter(colours[int(member)] for member in trace["z"])
    with urlopen(f"{server}{address}", timeout=20) as answer:  # noqa: S310 -- our own address
        svg = ElementTree.fromstring(answer.read())  # noqa: S314 -- our own
    fills = Counter(path.get("fill") for path in svg.iter("{http://www.w3.org/2000/svg}path"))
    hidden, empty = colours[-1], colours[-2]
    assert fills["url(#h)"] == on_map[hidden]
    assert {colour: fills[colour] for colour in colours[:-1]} == {colour: on_map[colour] for colour in colours[:-1]}
    assert on_map[hidden] or on_map[empty], "nothing withheld or empty: this would not show"


@pytest.mark.parametrize(("width", "height"), [(1440, 900), (390, 844)])
def test_the_picture_lies_where_the_map_will(server: str, new_page: Open, width: int, height: int) -> None:
    """The outermost points of all areas, by the projection of the map and by the coordinates of the picture."""
    page, held = new_page(width, height), list[Route]()
    opened(page, f"{server}/kaart?{CHOICE}", held)
    box = page.evaluate(PLACE, PICTURE)
    address = str(page.locator(PICTURE).get_attribute("src"))
    for route in held:
        route.continue_()
    page.unroute_all()
    page.wait_for_function(LOADED)
    frame = page.evaluate(PLACE, ".js-plotly-plot .maplibregl-canvas")
    with urlopen(f"{server}{address}", timeout=20) as answer:  # noqa: S310 -- our own address
        svg = answer.read().decode()
    left, top, wide, tall = (float(part) for part in re.findall(r'viewBox="([^"]*)"', svg)[0].split())
    points = [(float(x), float(y)) for x, y in re.findall(r"[ML](-?[\d.]+) (-?[\d.]+)", svg)]
    drawn = {
        "west": box["x"] + (min(x for x, _ in points) - left) / wide * box["width"],
        "east": box["x"] + (max(x for x, _ in points) - left) / wide * box["width"],
        "north": box["y"] + (min(y for _, y in points) - top) / tall * box["height"],
        "south": box["y"] + (max(y for _, y in points) - top) / tall * box["height"],
    }
    layer = address.split("/")[2]
    with urlopen(f"{server}/layers/{layer}/elz.geojson", timeout=20) as answer:  # noqa: S310 -- our own address
        west, south, east, north = geopandas.read_file(answer).total_bounds.tolist()
    corner, other = (page.evaluate(f"at => {MAP}.project(at)", at) for at in ([west, north], [east, south]))
    on_map = {
        "west": frame["x"] + corner["x"],
        "east": frame["x"] + other["x"],
        "north": frame["y"] + corner["y"],
        "south": frame["y"] + other["y"],
    }
    assert drawn == pytest.approx(on_map, abs=2.5)


@pytest.mark.parametrize("broken", ["jaar=1999", "gebied=nergens", "x=1", "cijfer=B99"])
def test_what_the_screen_does_not_know_has_no_picture(server: str, small_home: Path, broken: str) -> None:
    release_id = (small_home / "releases" / "current").read_text().strip()
    for address in (f"/vooraf/{release_id}/kaart.svg?{broken}", "/vooraf/another/kaart.svg"):
        with pytest.raises(HTTPError) as refused:
            urlopen(f"{server}{address}", timeout=20)  # noqa: S310 -- our own address
        assert refused.value.code == 404, urlsplit(address).path
        assert refused.value.read() == b""
