"""The wide form of Tabellen: filtered, sorted and judged as the cells say; its files hold the same numbers."""

import csv
import io
import json
import re
from html import unescape
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import openpyxl
import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from aggregation.indicators import INDICATORS
from aggregation.shown.selection import choices
from aggregation.shown.verdicts import CLEAR
from data.terms import Level
from pages.evolutie import evolution
from pages.views import choosing, downloads, filtering, released, selecting, views
from tests.screen.conftest import Open, text_of
from tests.screen.walk import judged_by_hand

STOP = "P01:gedeeltelijk|volledig"


def truth(indicator: str, category: str, measure: str, year: int, level: str = "elz") -> pd.DataFrame:
    """Give the cells of one number by area, straight from the release."""
    release = released.current()
    assert release is not None
    cells = release.cells(indicator=indicator, category=category, measure=measure, year=year, level=level)
    return cells.frame.set_index("area").astype({"value": float})


def areas_of(screen: AppTest) -> list[str]:
    """Give the areas of the wide table in the order in which they stand, without what is pinned."""
    body = text_of(screen).split("<tbody>")[1].split("</tbody>")[0]
    rows = [row for row in body.split("<tr")[1:] if "zc-top" not in row and "zc-chosen" not in row]
    return [parse_qs(urlsplit(unescape(re.search(r'href="([^"]+)"', row)[1])).query)["gebied"][0] for row in rows]  # type: ignore[index]


def files_of(screen: AppTest) -> dict[str, str]:
    """Give the address of each file by its name."""
    found = re.findall(r'<a href="([^"]+)" download', text_of(screen))
    return {urlsplit(unescape(href)).path.rpartition("/")[2]: unescape(href) for href in found}


def made(href: str) -> bytes:
    """Make the file that an address asks for, as the address for machines does."""
    release = released.current()
    assert release is not None
    selection, faults = selecting.read(release, parse_qs(urlsplit(href).query))
    assert faults == []
    return downloads.FILES[urlsplit(href).path.rpartition("/")[2]].make(release, selection)


def test_conditions_leave_what_the_cells_meet_and_name_what_nobody_can_judge(at_home: Path, open_screen: Open) -> None:
    screen = open_screen(
        "tabellen", opmaak="breed", cijfers="P01,D02", jaren="2026", niveau="elz",
        voorwaarden=f"{STOP}:2026>50,D02:rate:2026<13",
    )  # fmt: skip
    stop, fte = truth("P01", "gedeeltelijk|volledig", "share", 2026), truth("D02", "total", "rate", 2026)
    both = stop.add_suffix("_stop").join(fte.add_suffix("_fte"))
    meets = (both["value_stop"] > 50) & (both["value_fte"] < 13)
    assert set(areas_of(screen)) == set(both.index[meets])
    assert 0 < meets.sum() < len(both)
    fails = (both["value_stop"] <= 50) | (both["value_fte"] >= 13)
    unknown = set(both.index) - set(both.index[meets | fails])
    assert unknown
    assert f"{len(unknown)} zijn niet te beoordelen" in text_of(screen)
    names = views.names_today(released.current_id() or "", Level.ELZ)
    assert any(names[area] in unescape(text_of(screen)) for area in unknown)


def test_a_heading_sorts_and_what_is_not_shown_stands_last(at_home: Path, open_screen: Open) -> None:
    asked = {"opmaak": "breed", "cijfers": "P01", "jaren": "2026", "niveau": "elz"}
    screen = open_screen("tabellen", **asked, orde=f"-{STOP}:2026")
    cells = truth("P01", "gedeeltelijk|volledig", "share", 2026)
    seen = [cells.loc[area, "value"] for area in areas_of(screen)]
    known = [value for value in seen if value == value]
    assert known == sorted(known, reverse=True)
    assert seen[: len(known)] == known
    assert len(seen) == len(cells)
    text = text_of(screen)
    assert 'aria-sort="descending"' in text
    head = next(unescape(h) for h in re.findall(r'<th scope="col"[^>]*><a href="([^"]+)"', text) if "orde=P01" in h)
    again = open_screen("tabellen", **{key: values[0] for key, values in parse_qs(head[1:]).items()})
    upward = [cells.loc[area, "value"] for area in areas_of(again)]
    assert upward[: len(known)] == sorted(known)
    assert all(value != value for value in upward[len(known) :])


def test_only_clear_differences_are_those_of_the_one_verdict(at_home: Path, open_screen: Open) -> None:
    screen = open_screen("tabellen", opmaak="breed", cijfers="P01", jaren="2026", niveau="elz", enkel="verschil")
    shown = choices(INDICATORS["P01"])[0]
    said = judged_by_hand(released.current_id() or "", 2026, Level.ELZ, "P01", shown)
    clear = {area: word for area, word in said.items() if word in ("hoger", "lager")}
    assert set(areas_of(screen)) == set(clear)
    for sign, word in (("▲", "hoger"), ("▼", "lager")):
        assert text_of(screen).count(f"{sign}<") == list(clear.values()).count(word) > 0


def test_only_clear_changes_are_those_of_evolutie(at_home: Path, open_screen: Open) -> None:
    screen = open_screen(
        "tabellen", opmaak="breed", cijfers="P01", jaren="2024,2026", niveau="kring", enkel="verandering"
    )
    release_id = released.current_id() or ""
    view = views.main_view(release_id, "P01", 2026, Level.KRING)
    whole = evolution.evolution(release_id, "P01", view.shown, Level.KRING)
    changed = {area for area, change in whole.whole.items() if change.verdict in CLEAR}
    if changed:
        assert set(areas_of(screen)) == changed
    else:
        assert "Geen enkel gebied voldoet" in text_of(screen)


def test_the_own_area_and_flanders_stand_on_top(at_home: Path, open_screen: Open) -> None:
    screen = open_screen(
        "tabellen", opmaak="breed", cijfers="P01", jaren="2026", niveau="elz", mijn="elz:elz10", mand="elz:elz12"
    )
    body = text_of(screen).split("<tbody>")[1]
    heads = re.findall(r'<tr class="(zc-\w+)"><th scope="row">(?:<a[^>]*>)?([^<]+)<', body)
    names = views.names_today(released.current_id() or "", Level.ELZ)
    assert [unescape(name) for _css, name in heads] == ["Vlaanderen", names["elz10"], names["elz12"]]
    assert not {"elz10", "elz12"} & set(areas_of(screen))


def test_answers_and_years_are_columns_and_the_address_reopens_them(at_home: Path, open_screen: Open) -> None:
    screen = open_screen(
        "tabellen", opmaak="breed", cijfers="P01,A10", jaren="2024,2025,2026", niveau="kring",
        antwoorden="P01:volledig",
    )  # fmt: skip
    heads = re.findall(r'<th scope="col" class="zc-num".*?</th>', text_of(screen).split("<tbody>")[0])
    assert len(heads) == 6
    assert sum("Patiëntenstop: volledige stop" in head for head in heads) == 3
    assert screen.query_params["antwoorden"] in ("P01:volledig", ["P01:volledig"])
    town = open_screen("tabellen", opmaak="breed", cijfers="P01,A10", jaren="2026", niveau="gemeente")
    assert "Niet per gemeente: Leeftijd van de huisartsen." in text_of(town)
    assert 'zc-tall"' not in text_of(screen)  # no box that scrolls in a page that pages


def test_what_a_stranger_writes_as_a_condition_is_left_out_and_told(at_home: Path, open_screen: Open) -> None:
    screen = open_screen(
        "tabellen", opmaak="breed", cijfers="P01", jaren="2026", niveau="elz", voorwaarden="P99:x:2026>1,<b>,P01>2"
    )
    assert "voor de voorwaarden te veel waarden, of die hier niet bestaan" in text_of(screen)
    assert len(areas_of(screen)) == 59


def test_adding_and_taking_away_a_condition_by_hand(at_home: Path, open_screen: Open) -> None:
    screen = open_screen("tabellen", opmaak="breed", cijfers="P01", jaren="2026", niveau="elz")
    screen.number_input(key="_voorwaarde_grens").set_value(70.0).run()
    next(button for button in screen.button if button.label == "Voeg de voorwaarde toe").click().run()
    assert screen.query_params["voorwaarden"] in (f"{STOP}:2026>70", [f"{STOP}:2026>70"])
    cells = truth("P01", "gedeeltelijk|volledig", "share", 2026)
    assert set(areas_of(screen)) == set(cells.index[cells["value"] > 70])
    screen.multiselect(key="keuze_voorwaarden").set_value([]).run()
    assert len(areas_of(screen)) == 59


def test_the_wide_files_hold_the_numbers_of_the_table_and_a_mark_for_what_is_withheld(
    at_home: Path, open_screen: Open
) -> None:
    screen = open_screen(
        "tabellen", opmaak="breed", cijfers="P01", jaren="2025,2026", niveau="elz", antwoorden="P01:volledig",
        voorwaarden="P01:volledig:2026<60",
    )  # fmt: skip
    files = files_of(screen)
    assert {"breed.csv", "wide.csv", "wide.xlsx"} <= set(files)
    rows = list(csv.DictReader(io.StringIO(made(files["wide.csv"]).decode("utf-8"))))
    assert {row["area"] for row in rows} == set(areas_of(screen))
    column = {year: next(h for h in rows[0] if h.endswith(f", {year}")) for year in (2025, 2026)}
    withheld = 0
    for year, head in column.items():
        cells = truth("P01", "volledig", "share", year)
        for row in rows:
            cell = cells.loc[row["area"]]
            if cell["confidentiality"] == "C":
                withheld += 1
                assert row[head] == "[c]"
            else:
                assert row[head] == ("[x]" if cell["value"] != cell["value"] else f"{cell['value']:.10g}")
    belgian = made(files["breed.csv"]).decode("utf-8-sig").splitlines()
    assert len(belgian) == len(rows) + 1
    assert belgian[0].startswith("Gebiedscode;") or ";" in belgian[0]
    book = openpyxl.load_workbook(io.BytesIO(made(files["wide.xlsx"])))
    sheet = book.worksheets[1]
    table = list(sheet.iter_rows(min_row=4, values_only=True))
    at = table[0].index(next(h for h in table[0] if str(h).endswith(", 2026")))
    known = {str(row[0]): row[at] for row in table[1:]}
    assert known == {row["area"]: float(row[column[2026]]) for row in rows}
    assert all(value is not None for row in table for value in row)


def test_withheld_cells_are_marked_in_the_file_of_all_areas(at_home: Path, open_screen: Open) -> None:
    files = files_of(open_screen("tabellen", opmaak="breed", cijfers="A05", jaren="2026", niveau="elz"))
    rows = list(csv.DictReader(io.StringIO(made(files["wide.csv"]).decode("utf-8"))))
    head = next(h for h in rows[0] if h.endswith(", 2026"))
    release = released.current()
    assert release is not None
    view = views.main_view(release.id, "A05", 2026, Level.ELZ)
    hidden = {area for area, row in view.numbers.items() if row.withheld}
    assert hidden
    assert {row["area"] for row in rows if row[head] == "[c]"} == hidden


@pytest.mark.parametrize("text", ["", "P01", "P01:geen:2026", "P01:geen:2026>", "P01:geen:2026>x", ">5", "a>1e9"])
def test_what_is_no_condition(text: str) -> None:
    assert filtering.condition_of(text) is None


def test_a_comparison_places_and_lists_what_the_conditions_leave(at_home: Path, open_screen: Open) -> None:
    screen = open_screen(
        "vergelijken", cijfer="P01", jaar="2026", niveau="elz", voorwaarden=f"{STOP}:2026>50", enkel="verschil"
    )
    stop = truth("P01", "gedeeltelijk|volledig", "share", 2026)
    names = views.names_today(released.current_id() or "", Level.ELZ)
    view = views.area_view(
        released.current_id() or "",
        "P01",
        choosing.shown_by_code(INDICATORS["P01"])[STOP.split(":")[1]],
        2026,
        Level.ELZ,
    )
    left = {a for a in stop.index[stop["value"] > 50] if view.verdicts[a] in CLEAR}
    assert 0 < len(left) < len(names)
    spec = json.loads(screen.get("plotly_chart")[0].proto.spec)
    assert {str(area) for trace in spec["data"] for area in trace.get("customdata", [])} == left
    body = unescape(text_of(screen))
    table = body.split("<tbody>")[1].split("</tbody>")[0]
    assert table.count("<tr") == len(left)
    assert f"{len(left)} van de {len(names)} eerstelijnszones" in body


def test_an_evolution_lists_those_that_clearly_changed_or_meet_a_condition(at_home: Path, open_screen: Open) -> None:
    release_id = released.current_id() or ""
    shown = choosing.shown_by_code(INDICATORS["P01"])["gedeeltelijk|volledig"]
    whole = evolution.evolution(release_id, "P01", shown, Level.ELZ)
    changed = {area for area, change in whole.whole.items() if change.verdict in CLEAR}
    stop = truth("P01", "gedeeltelijk|volledig", "share", 2026)
    above = set(stop.index[stop["value"] > 50])
    assert 0 < len(above) < len(whole.names)
    for asked, left in (({"enkel": "verandering"}, changed), ({"voorwaarden": f"{STOP}:2026>50"}, above)):
        body = unescape(text_of(open_screen("evolutie", cijfer="P01", niveau="elz", **asked)))
        assert f"{len(left)} van de {len(whole.names)} eerstelijnszones" in body
        assert set(re.findall(r"<h3[^>]*><a [^>]*gebied=([^&\"]+)", body)) == left
