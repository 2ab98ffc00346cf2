"""What a policy analyst comes to do: each task ends in the number or the file, and it is that of the cube."""

import io
import re
import statistics
from collections.abc import Callable
from typing import Any

import openpyxl
import pytest
from playwright.sync_api import Page

from tests.browser.reader import NEWEST, STOP, Cube, Reader, dutch, plain

pytestmark = pytest.mark.browser
Open = Callable[..., Page]


def by_name(cube: Cube, level: str, values: dict[str, float | None]) -> dict[str, float | None]:
    """Give values by the name of the area."""
    names = cube.names(level)
    return {names.get(area, area): value for area, value in values.items()}


def test_1_zones_with_much_patient_stop_and_few_fte_as_one_list(desk: Reader, cube: Cube) -> None:
    desk.open("tabellen", opmaak="breed", cijfers="P01,D02", niveau="elz")
    desk.pick("Alleen gebieden met", f"Gedeeltelijke of volledige stop {NEWEST}", "volledige stop")
    desk.page.get_by_role("spinbutton").first.fill("70")
    desk.press("Voeg de voorwaarde toe")
    desk.page.wait_for_url("**voorwaarden=*")
    desk.read()
    stop, fte = (cube.cells("P01", STOP, "share", "elz"), cube.cells("D02", "total", "rate", "elz"))
    expected = {name for name, value in by_name(cube, "elz", stop).items() if value is not None and value > 70}
    assert set(desk.heads()) - {"Vlaanderen"} == expected
    for name, value in by_name(cube, "elz", fte).items():
        if name in expected:
            assert desk.row(name)[2].startswith("niet getoond" if value is None else dutch(value, 1))


def test_2_what_if_everybody_over_65_stops(desk: Reader, cube: Cube) -> None:
    desk.open("wat-als", vraag="65-stopt")
    ages = {band: cube.flanders("A10", band, "share") for band in ("-34", "35-44", "45-54", "55-64", "65-")}
    hours = {
        band: cube.flanders("A01L", band, "mean") for band in ages
    }  # fmt: skip
    worked = {band: ages[band] * hours[band] for band in ages}
    lost = -100 * worked["65-"] / sum(worked.values())
    assert f"{dutch(lost, 1)} %" in desk.text


def test_3_two_provinces_beside_each_other(desk: Reader, cube: Cube) -> None:
    desk.open("vergelijken", niveau="provincie", cijfer="D01")
    named = by_name(cube, "provincie", cube.cells("D01", "total", "rate", "provincie"))
    for name in ("West-Vlaanderen", "Limburg"):
        value = named[name]
        assert value is not None
        assert desk.row(name)[1] == dutch(value, 1)


def test_4_a_map_for_a_slide(desk: Reader, cube: Cube) -> None:
    desk.open("kaart", cijfer="D01")
    assert desk.take(re.compile("PPTX"), exact=False)[:2] == b"PK"
    svg = plain(desk.take(re.compile("SVG"), exact=False).decode())
    assert cube.release in svg
    assert desk.steps <= 3


def test_5_kringen_that_clearly_changed_and_only_those(desk: Reader, cube: Cube) -> None:
    desk.open("tabellen", opmaak="breed", cijfers="D01", niveau="kring", jaren="2024,2026")
    desk.pick("Welke gebieden?", "alleen wie duidelijk veranderde tussen de gekozen jaren", "veranderde")
    first, last = (by_name(cube, "kring", cube.cells("D01", "total", "rate", "kring", year)) for year in (2024, 2026))
    seen = [name for name in desk.heads() if name != "Vlaanderen"]
    assert "van de" in desk.text
    assert all(first[name] != last[name] for name in seen)  # without an interval only another number can be clear


def test_6_doctors_without_trainees(desk: Reader, cube: Cube) -> None:
    desk.open("kaart")
    desk.pick("Cijfer", "Werkuren per week", "werkuren", exact=False)
    assert f"{dutch(cube.flanders('A01', measure='mean'), 1)}" in desk.text
    assert "huisartsen" in desk.text
    assert "cijfer=A01&" in desk.address


def test_7_capacity_against_need(desk: Reader, cube: Cube) -> None:
    desk.open("capaciteit", niveau="elz", gebied="elz10")
    counted = cube.cells("D01", "total", "rate", "elz")["elz10"]
    assert counted is not None
    assert dutch(counted, 1) in desk.text
    assert "gewogen" in desk.text or "Zorgnood" in desk.text
    need = cube.cells("D11", "total", "rate", "elz")["elz10"]
    desk.open("kaart", cijfer="D11", niveau="elz", gebied="elz10")
    assert need is not None
    assert desk.row("Dender Zuid")[1] == dutch(need, 1)


def test_8_payment_system_by_patient_stop_is_a_crossing_of_the_analysis_room(desk: Reader) -> None:
    desk.open("tabellen")
    listed = desk.page.get_by_role("combobox", name="Cijfers", exact=True)
    listed.fill("forfait")
    assert desk.page.get_by_role("option").count() >= 1


def test_9_municipalities_under_the_former_threshold_and_by_how_many(desk: Reader, cube: Cube) -> None:
    desk.open("tabellen", opmaak="breed", cijfers="D03", niveau="gemeente")
    desk.pick("boven of onder", "onder")
    desk.press("Voeg de voorwaarde toe")
    desk.page.wait_for_url("**voorwaarden=*")
    desk.read()
    under = {
        name
        for name, value in by_name(cube, "gemeente", cube.cells("D03", "total", "gap", "gemeente")).items()
        if value is not None and value < 0
    }
    said = re.search(r"(\d+) van de (\d+) gemeenten", desk.text)
    assert said
    assert int(said[1]) == len(under)


def test_10_full_stop_per_municipality_of_three_years_wide_in_excel(desk: Reader, cube: Cube) -> None:
    desk.open("tabellen", opmaak="breed", cijfers="P01", niveau="gemeente", jaren="2024,2025,2026")
    desk.pick(
        "Antwoorden of maten (anders het eerste getal van elk cijfer)", "Patiëntenstop: volledige stop", "volledige"
    )
    book = openpyxl.load_workbook(io.BytesIO(desk.take("Breed Excel-werkboek")))
    rows: list[tuple[Any, ...]] = list(max(book.worksheets, key=lambda it: it.max_row).iter_rows(values_only=True))
    names = cube.names("gemeente")
    full = cube.cells("P01", "volledig", "share", "gemeente")
    found = {str(row[column]): row for row in rows for column in (0, 1) if len(row) > 1}
    shown = {names[area]: value for area, value in full.items() if value is not None and names[area] in found}
    assert len(shown) > 50
    for name, value in shown.items():
        numbers = [it for it in found[name] if isinstance(it, (int, float))]
        assert any(abs(it - value) < 0.051 for it in numbers), (name, value, found[name])


def test_11_where_the_rulers_disagree(desk: Reader) -> None:
    desk.open("capaciteit", niveau="elz")
    assert re.search(r"In \d+ van de 59 eerstelijnszones zeggen de maten duidelijk iets anders", desk.text)


def test_12_patient_stop_beside_doctors_per_10000(desk: Reader, cube: Cube) -> None:
    desk.open("vergelijken", cijfer="P01", niveau="elz")
    desk.press("Twee cijfers", "radio")
    stop, heads = cube.cells("P01", STOP, "share", "elz")["elz10"], cube.cells("D01", "total", "rate", "elz")["elz10"]
    assert stop is not None
    assert heads is not None
    row = desk.row("Dender Zuid")
    assert (row[1], row[3]) == (f"{dutch(stop)} %", dutch(heads, 1))


def test_13_a_zone_beside_similar_ones(desk: Reader, cube: Cube) -> None:
    desk.open("vergelijken", cijfer="D01", niveau="elz", gebied="elz10")
    desk.pick("Maatstaf", "naast vergelijkbare gebieden", "vergelijkbare")
    value = cube.cells("D01", "total", "rate", "elz")["elz10"]
    assert value is not None
    assert dutch(value, 1) in desk.text
    assert "vergelijkba" in desk.text


def test_14_a_link_reopens_the_view_and_the_order_of_its_table(desk: Reader, new_page: Open, cube: Cube) -> None:
    desk.open("tabellen", opmaak="breed", cijfers="D01", niveau="elz")
    desk.page.get_by_role("columnheader").get_by_role("link").nth(1).click()
    desk.page.wait_for_url("**orde=*")
    again = Reader(new_page(1440), desk.server)
    again.page.goto(desk.page.url)
    again.read()
    shown = by_name(cube, "elz", cube.cells("D01", "total", "rate", "elz"))
    values = [shown[name] for name in again.heads() if name != "Vlaanderen"]
    assert values == sorted(values, key=lambda it: it or 0, reverse=values[0] == max(it or 0 for it in values))
    assert len(values) > 50


def test_15_a_map_of_the_change_since_2024(desk: Reader, cube: Cube) -> None:
    desk.open("kaart", cijfer="D01", niveau="elz")
    desk.pick("Wat kleurt de kaart?", "verandering sinds 2024")
    first, last = (cube.cells("D01", "total", "rate", "elz", year)["elz10"] for year in (2024, 2026))
    assert first is not None
    assert last is not None
    assert any(dutch(abs(last - first), 1) in cell for cell in desk.row("Dender Zuid")[1:]), desk.row("Dender Zuid")


def test_16_which_zones_are_short_whatever_weights(desk: Reader) -> None:
    desk.open("capaciteit", niveau="elz")
    assert "in alle" in desk.text.lower()


def test_17_has_a_measure_changed_anything(phone: Reader, cube: Cube) -> None:
    phone.open("evolutie", cijfer="P01", niveau="elz")
    assert "Maatregelen in deze jaren" in phone.text
    assert f"{dutch(cube.flanders('P01', STOP, 'share'))} %" in phone.text


def test_18_how_many_must_start_each_year_to_stay_where_we_are(phone: Reader) -> None:
    phone.open("wat-als", vraag="tien-jaar")
    said = re.search(r"gelijk te blijven (\d+) (\d+) tot (\d+)", phone.text)
    assert said
    middle, low, high = map(int, said.groups())
    assert low < middle < high
    assert statistics.fmean((low, high)) > 0
