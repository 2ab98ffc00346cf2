"""What a coordinator of a regional platform comes to do: each task ends in the number or the file of the own areas."""

import csv
import io
import re
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urljoin

import pytest
from playwright.sync_api import Page

from tests.browser.reader import STOP, Cube, Reader, dutch, fetched, plain

pytestmark = pytest.mark.browser
Open = Callable[..., Page]
ZONE, NAME = "elz10", "Dender Zuid"
"""A middling zone of the demo."""
HIDDEN_YEARS = range(2024, 2027)


def hidden_zone(cube: Cube) -> tuple[str, str]:
    """Give a zone whose patient stop is withheld: code and name."""
    names = cube.names("elz")
    return next((area, names[area]) for area, value in cube.cells("P01", STOP, "share", "elz").items() if value is None)


def test_19_a_print_for_the_board(desk: Reader, tmp_path: Path) -> None:
    desk.open("regioprofiel", niveau="elz", gebied=ZONE)
    paper = desk.page.pdf(format="A4")
    assert paper.startswith(b"%PDF")
    assert desk.take("Fiche van dit gebied als PDF").startswith(b"%PDF")


def test_20_beside_similar_zones(desk: Reader, cube: Cube) -> None:
    desk.open("vergelijken", cijfer="P01", niveau="elz", gebied=ZONE, maatstaf="buren")
    value = cube.cells("P01", STOP, "share", "elz")[ZONE]
    assert value is not None
    assert f"{dutch(value)} %" in desk.text
    assert "vergelijkba" in desk.text


def test_21_beside_its_neighbours(desk: Reader, cube: Cube) -> None:
    desk.open("regioprofiel", niveau="elz", gebied=ZONE)
    desk.follow("Vergelijk met de buren")
    names, cells = cube.names("elz"), cube.cells("P01", STOP, "share", "elz")
    near = {names[area] for area in ("elz33", "elz35", "elz36")}  # around Dender Zuid
    assert near <= set(re.findall("|".join(map(re.escape, near)), desk.text))
    value = cells[ZONE]
    assert value is not None
    assert f"{dutch(value)} %" in desk.text


def test_22_its_municipalities(desk: Reader, cube: Cube) -> None:
    desk.open("regioprofiel", niveau="elz", gebied=ZONE)
    towns = {
        str(town)
        for (town,) in cube.rows("select distinct gemeente from membership where year = 2026 and elz = ?", ZONE)
    }
    names = cube.names("gemeente")
    for town in towns:
        assert desk.link(names[town]).count() == 1
    desk.follow(names[min(towns)])
    assert names[min(towns)] in desk.page.locator("h1").inner_text()


def test_23_its_practices(phone: Reader, cube: Cube) -> None:
    phone.open("praktijken", niveau="elz", gebied=ZONE)
    ((count,),) = cube.rows("select count(*) from practice where year = 2026 and elz = ?", ZONE)
    assert f"{count} praktijken" in phone.text


def test_24_the_trend_also_where_years_are_withheld(desk: Reader, cube: Cube) -> None:
    per_year = {year: cube.cells("P01", STOP, "share", "elz", year) for year in HIDDEN_YEARS}
    mixed = next(
        area for area in per_year[2026]
        if 0 < sum(per_year[year].get(area) is None for year in HIDDEN_YEARS) < len(HIDDEN_YEARS)
    )  # fmt: skip
    desk.open("evolutie", cijfer="P01", niveau="elz", gebied=mixed)
    for value in (per_year[year].get(mixed) for year in HIDDEN_YEARS):
        assert ("niet getoond" if value is None else f"{dutch(value)} %") in desk.text


def test_25_a_link_for_a_colleague(desk: Reader, new_page: Open) -> None:
    desk.open("kaart", cijfer="P04", niveau="elz", gebied=ZONE)
    link = desk.link("Link naar deze weergave").get_attribute("href") or ""
    again = Reader(new_page(390, 844), desk.server)
    again.page.goto(urljoin(desk.page.url, link))
    again.read()
    assert NAME in again.page.locator(".zc-answer h2").inner_text()


def test_26_be_told_when_something_changes(desk: Reader, cube: Cube) -> None:
    desk.open("regioprofiel", niveau="elz", gebied=ZONE)
    feed = desk.take("Volg dit gebied (Atom)").decode()
    assert "<feed" in feed
    assert cube.release in feed
    assert NAME in feed


def test_27_a_paragraph_and_a_table_pasted_into_a_report(desk: Reader) -> None:
    desk.open("regioprofiel", niveau="elz", gebied=ZONE)
    desk.press("Kopieer deze tekst of een tabel")
    assert desk.page.get_by_role("button", name=re.compile("^Kopieer")).count() >= 2
    assert NAME in desk.text


def test_28_the_own_zone_is_kept_on_every_screen(desk: Reader) -> None:
    desk.open("regioprofiel", niveau="elz", gebied=ZONE)
    for screen in ("Kaart", "Vergelijken", "Evolutie", "Capaciteit", "Wat als?"):
        desk.follow(screen, within="body")
        assert NAME in desk.text, screen
        assert f"gebied={ZONE}" in desk.address


def test_29_two_zones_taken_together(desk: Reader, cube: Cube) -> None:
    desk.open("kaart", cijfer="D01", eigen="elz:elz10,elz11:Platform Zuid", niveau="elz")
    heads = cube.cells("D01", "total", "count", "elz")
    people = dict(cube.rows("select area, value from fact where year = 2026 and level = 'elz' and fact = 'residents'"))
    parts = (ZONE, "elz11")
    counted = sum(heads[area] or 0 for area in parts)
    if all(area in people for area in parts):
        rate = 1e4 * counted / sum(float(str(people[area])) for area in parts)
        assert dutch(rate, 1) in desk.text
    assert "Platform Zuid" in desk.text


def test_30_the_fiche_of_a_zone_of_the_region_in_english(desk: Reader) -> None:
    desk.open("regioprofiel", niveau="elz", gebied=ZONE, taal="en")
    files = [it.get_attribute("href") or "" for it in desk.page.locator("a[href*='/fiche/']").all()]
    starts = {
        address.split("?")[0].rpartition(".")[2]: fetched(urljoin(desk.page.url, address))[:4] for address in files
    }
    assert starts == {"pdf": b"%PDF", "docx": b"PK\x03\x04", "pptx": b"PK\x03\x04"}


def test_31_the_map_on_our_own_website(desk: Reader, cube: Cube) -> None:
    desk.open("kaart", cijfer="D01", niveau="elz", gebied=ZONE)
    figure = plain(desk.take(re.compile("SVG"), exact=False).decode())
    value = cube.cells("D01", "total", "rate", "elz")[ZONE]
    assert value is not None
    assert dutch(value, 1) in figure
    assert cube.release in figure


def test_32_why_a_number_is_not_shown_and_what_to_say_instead(phone: Reader, cube: Cube) -> None:
    area, name = hidden_zone(cube)
    phone.open("kaart", cijfer="P01", niveau="elz", gebied=area)
    assert f"{name} Niet getoond Om niemand herkenbaar te maken" in phone.text
    said = re.search(r"Wel getoond, hieromheen: .*? (\d+) % \(95 % zeker tussen (\d+) en (\d+) %\)", phone.text)
    assert said
    around = {
        round(value)
        for level in ("regio", "provincie", "vlaanderen")
        for value in cube.cells("P01", STOP, "share", level).values()
        if value is not None
    }
    assert int(said[1]) in around


def test_the_wide_file_holds_what_the_screen_shows_in_english(desk: Reader, cube: Cube) -> None:
    desk.open("tabellen", opmaak="breed", cijfers="D01", niveau="elz", taal="en")
    text = desk.take(re.compile("CSV"), exact=False).decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text), delimiter=";" if ";" in text.splitlines()[0] else ","))
    assert any(NAME in row for row in rows)
    value = cube.cells("D01", "total", "rate", "elz")[ZONE]
    assert value is not None
    assert dutch(value, 1).replace(",", ".") in desk.text
