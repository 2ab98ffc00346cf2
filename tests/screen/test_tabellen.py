"""Screen Tabellen en downloads: what is chosen, how it reads, and the links it offers."""

import re
from html import unescape
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from streamlit.testing.v1 import AppTest

from aggregation.indicators import INDICATORS
from data.terms import Level
from pages.tabellen import listed
from pages.views import downloads, released, selecting, views
from pages.views.selecting import Selection
from pages.words import language, phrases
from tests.releases import is_withheld
from tests.screen.conftest import Open, text_of
from tests.screen.test_screens import chosen, zone


def body_rows(screen: AppTest) -> list[str]:
    """Rows of the table on the screen."""
    return text_of(screen).split("<tbody>")[1].split("</tbody>")[0].split("<tr>")[1:]


def links(screen: AppTest) -> dict[str, str]:
    """Label of every file link to its address."""
    found = re.findall(r'<a href="([^"]+)" download[^>]*>([^<]+)</a>', text_of(screen))
    return {label: unescape(href) for href, label in found}


def test_the_screen_begins_with_one_number_of_the_newest_year(at_home: Path, open_screen: Open) -> None:
    screen = open_screen("tabellen")
    assert not screen.exception
    assert chosen(screen, "cijfers") == "P01"
    assert chosen(screen, "jaren") == "2026"
    zones = views.names_today(released.current_id() or "", Level.ELZ)
    assert f"{len(zones)} rijen" in text_of(screen)


def test_a_link_from_another_screen_brings_its_number_and_year(at_home: Path, open_screen: Open) -> None:
    screen = open_screen("tabellen", cijfer="D01", jaar="2025", niveau="kring")
    assert chosen(screen, "cijfers") == "D01"
    assert chosen(screen, "jaren") == "2025"
    assert "Huisartsenkring" in text_of(screen)


def test_the_address_holds_the_whole_table(at_home: Path, open_screen: Open) -> None:
    area, name = zone(2)
    screen = open_screen("tabellen", cijfers="P01,A05", jaren="2026,2024", niveau="elz", gebieden=area, inhoud="alles")
    rows = body_rows(screen)
    assert all(name in row for row in rows)
    truth = released.current()
    assert truth is not None
    cells = truth.cells(indicator=["P01", "A05"], year=[2024, 2026], level="elz", area=area)
    assert len(rows) == len(cells)
    assert chosen(screen, "inhoud") == "alles"


def test_years_stand_in_the_order_of_time_however_they_were_picked(at_home: Path, open_screen: Open) -> None:
    screen = open_screen("tabellen", cijfers="P01", jaren="2026,2024", niveau="kring")
    assert screen.multiselect(key="keuze_jaren").value == ["2024", "2026"]
    screen.multiselect(key="keuze_jaren").set_value(["2024", "2026", "2025"]).run()
    assert screen.multiselect(key="keuze_jaren").value == ["2024", "2025", "2026"]
    assert chosen(screen, "jaren") == "2024,2025,2026"


def test_what_does_not_exist_is_left_out_and_told(at_home: Path, open_screen: Open) -> None:
    screen = open_screen("tabellen", cijfers="P01,Z99,<b>", jaren="1999", bladzijde="999")
    text = text_of(screen)
    assert "voor de cijfers te veel waarden, of die hier niet bestaan" in text
    assert "Nog geen tabel" in text
    assert "<b>Z" not in text


def test_answers_stand_in_the_order_of_the_question(at_home: Path, open_screen: Open) -> None:
    area, _name = zone(2)
    rows = body_rows(open_screen("tabellen", cijfers="P01", niveau="elz", gebieden=area, inhoud="alles"))
    seen = [re.findall(r"<td[^>]*>(.*?)</td>", row)[1] for row in rows]
    assert seen == [*(INDICATORS["P01"].label_of(code).nl for code in INDICATORS["P01"].categories), "Aantal"]


def test_a_withheld_number_says_why_and_shows_none(at_home: Path, open_screen: Open) -> None:
    area, _name = zone(1)
    assert is_withheld("A05", "elz", 1)
    rows = body_rows(open_screen("tabellen", cijfers="A05", niveau="elz", gebieden=area))
    assert len(rows) == 1
    assert phrases.WHY_WITHHELD in rows[0]
    cells = re.findall(r"<td[^>]*>(.*?)</td>", rows[0])
    assert cells[2] == phrases.said(phrases.WITHHELD_SHORT)
    assert not any(re.search(r"\d", text) for text in cells[2:5])


def test_no_data_and_few_answers_are_told_apart(at_home: Path, open_screen: Open) -> None:
    area, _name = zone(18)
    rows = body_rows(open_screen("tabellen", cijfers="A05", niveau="elz", gebieden=area))
    assert "geen gegevens" in rows[0]
    text = text_of(open_screen("tabellen", cijfers="P01", niveau="gemeente"))
    assert phrases.LOW_RELIABILITY in text


def test_a_large_table_has_pages(at_home: Path, open_screen: Open) -> None:
    screen = open_screen("tabellen", cijfers="P01,D01", niveau="gemeente", jaren="2026")
    assert len(body_rows(screen)) == listed.ROWS
    first = body_rows(screen)[0]
    assert "Bladzijde 1 van 10" in text_of(screen)
    next(button for button in screen.button if button.label == "Volgende").click().run()
    assert chosen(screen, "bladzijde") == "2"
    assert body_rows(screen)[0] != first
    again = open_screen("tabellen", cijfers="P01,D01", niveau="gemeente", jaren="2026", bladzijde="2")
    assert body_rows(again) == body_rows(screen)


def test_another_choice_begins_at_the_first_page(at_home: Path, open_screen: Open) -> None:
    screen = open_screen("tabellen", cijfers="P01", niveau="gemeente", bladzijde="3")
    assert "Bladzijde 3 van" in text_of(screen)
    screen.multiselect(key="keuze_jaren").set_value(["2025"]).run()
    assert "Bladzijde 1 van" in text_of(screen)


def test_every_link_gives_the_rows_of_the_screen(at_home: Path, open_screen: Open) -> None:
    screen = open_screen("tabellen", cijfers="P01,A05", jaren="2026", niveau="elz")
    release = released.current()
    assert release is not None
    found = links(screen)
    assert {"CSV voor Excel in België", "Excel-werkboek", "GeoJSON 2026", "GeoPackage 2026"} <= set(found)
    for address in found.values():
        parts = urlsplit(address)
        assert parts.path.startswith(f"/api/v1/releases/{release.id}/")
        selection, faults = selecting.read(release, parse_qs(parts.query))
        assert faults == []
        if parts.path.endswith(".csv"):
            rows = downloads.rows_of(release, selection)
            assert f"{len(rows)} rijen" in text_of(screen)


def test_flanders_has_no_map_file(at_home: Path, open_screen: Open) -> None:
    found = links(open_screen("tabellen", cijfers="P01", niveau="vlaanderen"))
    assert not any(label.startswith("Geo") for label in found)


def test_a_level_that_the_numbers_lack_is_explained(at_home: Path, open_screen: Open) -> None:
    assert "bestaan niet op dit niveau" in text_of(open_screen("tabellen", cijfers="A05", niveau="gemeente"))


def test_the_basket_fills_the_areas(at_home: Path, open_screen: Open) -> None:
    (area, name), (other, _name) = zone(2), zone(3)
    screen = open_screen("tabellen", cijfers="P01", niveau="elz", mand=f"elz:{area},elz:{other}")
    next(button for button in screen.button if button.label.startswith("Neem de gebieden")).click().run()
    assert len(body_rows(screen)) == 2
    assert chosen(screen, "gebieden") == ",".join(sorted([area, other]))
    assert name in text_of(screen)


def test_the_line_to_quote_holds_release_and_link(at_home: Path, open_screen: Open) -> None:
    screen = open_screen("tabellen", cijfers="P01")
    release_id = released.current_id() or ""
    quoted, belgian, address = (block.value for block in screen.code)
    assert release_id in quoted
    assert "/tabellen?cijfers=P01" in quoted
    assert "Modellicentie Gratis Hergebruik" in quoted
    assert "/api/v1/releases/current/cijfers.csv?indicator=P01" in belgian
    assert "/api/v1/releases/current/cells.csv?indicator=P01&year=2026&level=elz&content=main" in address


def test_the_numbers_of_the_table_are_those_of_the_cube(at_home: Path, open_screen: Open) -> None:
    area, _name = zone(2)
    release = released.current()
    assert release is not None
    row = release.cells(indicator="D01", year=2026, level="elz", area=area, measure="rate").frame.iloc[0]
    cells = re.findall(r"<td[^>]*>(.*?)</td>", body_rows(open_screen("tabellen", cijfers="D01", gebieden=area))[0])
    assert cells[2] == f"{row['value']:.1f}".replace(".", ",")


def test_sizes_are_near_the_real_ones(at_home: Path) -> None:
    release = released.current()
    assert release is not None
    choices = (
        Selection(indicator=("P01",), year=(2026,), level=("elz",), content="main"),
        Selection(indicator=("P01", "A05"), year=(2024, 2025, 2026), level=("kring",)),
    )
    for choice in choices:
        rows = len(downloads.rows_of(release, choice))
        for name in ("cijfers.csv", "cells.csv", "cells.xlsx", "cells.parquet"):
            real = len(downloads.FILES[name].make(release, choice))
            base, each = downloads.FILES[name].weight
            assert 0.5 < (base + rows * each) / real < 2, (name, rows, real)


def test_sizes_read_as_people_write_them() -> None:
    language.use("nl")
    assert listed.size_words(400).replace("\u202f", " ").replace("\xa0", " ") == "1 kB"
    assert listed.size_words(45_200).replace("\u202f", " ").replace("\xa0", " ") == "45 kB"
    assert listed.size_words(1_240_000).replace("\u202f", " ").replace("\xa0", " ") == "1,2 MB"


@pytest.mark.parametrize("level", [level.value for level in Level])
def test_every_level_draws_all_answers(level: str, at_home: Path, open_screen: Open) -> None:
    screen = open_screen("tabellen", cijfers="P01,D01,A01", niveau=level, jaren="2024,2026", inhoud="alles")
    assert not screen.exception
    assert body_rows(screen)


def test_the_english_address_names_english_numbers(at_home: Path, open_screen: Open) -> None:
    screen = open_screen("tabellen", cijfers="P01", taal="en")
    assert not screen.exception
    assert "lang=en" in links(screen)["Excel workbook"]


def test_the_same_numbers_have_the_same_link_however_they_were_picked(at_home: Path, open_screen: Open) -> None:
    first, second = (
        open_screen("tabellen", cijfers=picked).query_params["cijfers"] for picked in ("A05,P01", "P01,A05")
    )
    assert first == second
