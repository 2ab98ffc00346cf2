"""The screen Praktijken: facts of practices that patients may know, and nothing beyond the published table."""

import re
from collections import Counter
from pathlib import Path

import pandas as pd
import pytest

from aggregation.shown.practice_view import PLACES, facts
from data.terms import Level
from pages.praktijken import in_view, written
from pages.views import released, views
from pages.words import numbers
from tests import releases
from tests.screen.conftest import Open, text_of

GHENT = {"niveau": "gemeente", "gebied": "44021"}
COUNTED = re.compile(r"<b>([\d.]+)</b><span>(open|gedeeltelijk open|gesloten|zonder antwoord)")


def published(year: int = 2026) -> pd.DataFrame:
    """Read the practices of the small release as anybody can."""
    return released.opened(released.current_id() or "").practices(year=year)


def told(text: str) -> dict[str, int]:
    """Read the numbers of open, partly open and closed practices off the screen."""
    return {word: int(number) for number, word in COUNTED.findall(text)}


def rows_of(text: str) -> list[str]:
    """Give the rows of the table of practices."""
    return text.split("<tbody>")[1].split("</tbody>")[0].split("<tr")[1:]


def counted(rows: pd.DataFrame) -> dict[str, int]:
    """Count the stops a second way, from the published rows."""
    answers = Counter("" if pd.isna(answer) else str(answer) for answer in rows["P01"])
    names = {"geen": "open", "gedeeltelijk": "gedeeltelijk open", "volledig": "gesloten", "": "zonder antwoord"}
    return {word: answers[code] for code, word in names.items() if answers[code] or code}


def test_flanders_counts_open_partly_open_and_closed(at_home: Path, open_screen: Open) -> None:
    screen = open_screen("praktijken")
    assert not screen.exception
    text = text_of(screen)
    assert "Nemen praktijken nog nieuwe patiënten aan?" in text
    assert told(text) == counted(published())
    assert "40 van de 60 praktijken antwoordden" in text
    assert "Daarvan staan er 4 niet op de kaart en in de tabel" in text
    assert len(rows_of(text)) == releases.PRACTICES


def test_an_area_counts_its_own_and_does_not_tell_who_stays_off(at_home: Path, open_screen: Open) -> None:
    text = text_of(open_screen("praktijken", **GHENT))
    here = published().query("gemeente == '44021'")
    assert told(text) == counted(here)
    assert len(rows_of(text)) == len(here)
    assert f"{len(here)} van de 60 praktijken in dit gebied staan op de kaart" in text
    assert "antwoordden (" not in text
    assert "Daarvan staan er" not in text
    assert "40" not in re.sub(r"44021|<[^>]*>", "", text.split("zc-inbeeld")[1].split("</div>")[0])


def test_filters_stand_in_the_address_and_narrow_everything(at_home: Path, open_screen: Open) -> None:
    text = text_of(open_screen("praktijken", filter="P01=geen,P09=ja"))
    rows = published().query("P01 == 'geen' and P09 == 'ja'")
    assert len(rows) > 1
    assert told(text) == counted(rows)
    assert len(rows_of(text)) == len(rows)
    assert "Patiëntenstop: geen patiëntenstop · Avondraadpleging: ja" in text
    assert f"van {releases.PRACTICES}{numbers.NO_BREAK}praktijken op de kaart" in text


def test_a_filter_button_changes_the_address(at_home: Path, open_screen: Open) -> None:
    screen = open_screen("praktijken")
    screen.button_group(key="keuze_filter_P10").select("P10=duo").run()
    assert "P10=duo" in str(screen.query_params["filter"])
    assert len(rows_of(text_of(screen))) == (published()["P10"] == "duo").sum()


@pytest.mark.parametrize("given", ["P11=forfait", "P01=<b>", "practice=0a", "P18=900", "gemeente=44021"])
def test_a_filter_outside_the_closed_list_is_left_out_and_said(given: str, at_home: Path, open_screen: Open) -> None:
    screen = open_screen("praktijken", filter=given)
    text = text_of(screen)
    assert "voor de filters te veel waarden, of die hier niet bestaan" in text
    assert len(rows_of(text)) == releases.PRACTICES
    assert "<b>" not in str(screen.query_params.get("filter", ""))


@pytest.mark.parametrize("given", ["P11", "P18", "name", "P02", "P14=chirurg"])
def test_only_a_fact_of_the_closed_list_colours_the_map(given: str, at_home: Path, open_screen: Open) -> None:
    screen = open_screen("praktijken", feit=given)
    assert "voor het feit een waarde die hier niet bestaat" in text_of(screen)
    assert "P01" in str(screen.query_params["feit"])


@pytest.mark.parametrize("look", ["P02=familie", "P04", "P10", "P12", "P14=verpleegkundige"])
def test_every_kind_of_fact_colours_the_map_and_has_a_key(look: str, at_home: Path, open_screen: Open) -> None:
    screen = open_screen("praktijken", feit=look, **GHENT)
    assert not screen.exception
    key = text_of(screen).split('<figure class="zc-sleutel">')[1]
    total = sum(int(number) for number in re.findall(r"<b>(\d+)</b>", key.split("</ul>")[0]))
    assert total == (published()["gemeente"] == "44021").sum()


def test_a_practice_without_a_place_stands_in_the_table_only(at_home: Path, open_screen: Open) -> None:
    lost = published()["longitude"].isna() & published()["elz"].eq(
        published().loc[published()["longitude"].isna(), "elz"].iloc[0]
    )
    zone = published().loc[lost, "elz"].iloc[0]
    text = text_of(open_screen("praktijken", niveau="elz", gebied=zone))
    assert "zonder ligging: alleen in de tabel" in text
    assert sum("zonder ligging" in row for row in rows_of(text)) == lost.sum()


def test_without_a_match_the_screen_says_so_and_offers_a_way_out(at_home: Path, open_screen: Open) -> None:
    screen = open_screen("praktijken", filter="P01=geen,P02=doorverwijzing")
    assert not screen.exception
    assert "<tbody>" not in text_of(screen)
    screen.button(key="wis_leeg").click().run()
    assert len(rows_of(text_of(screen))) == releases.PRACTICES


def test_the_table_finds_a_municipality_and_sorts_open_first(at_home: Path, open_screen: Open) -> None:
    screen = open_screen("praktijken")
    screen.selectbox(key="praktijken_volgorde").select("open").run()
    stops = ["Geen patiëntenstop" in row for row in rows_of(text_of(screen))]
    assert stops == sorted(stops, reverse=True)
    screen.text_input(key="praktijken_zoek").set_value("gent").run()
    names = views.names_today(released.current_id() or "", Level.GEMEENTE)
    found = published()["gemeente"].astype(str).map(names).str.contains("gent", case=False)
    assert len(rows_of(text_of(screen))) == found.sum() >= 8


def test_merged_municipalities_count_under_their_name_of_today(at_home: Path) -> None:
    release_id = released.current_id() or ""
    old = in_view.all_practices(release_id, 2024)
    assert set(old["gemeente"]) <= set(views.names_today(release_id, Level.GEMEENTE))
    assert set(published(2024)["gemeente"].astype(str)) - set(views.names_today(release_id, Level.GEMEENTE))


@pytest.fixture
def wide_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Publish a release whose practice table holds more than it ever should."""
    given = releases.practice_rows

    def wide(year: int, membership: pd.DataFrame) -> pd.DataFrame:
        more = {"name": "Praktijk De Linde", "street": "Kerkstraat", "P11": "forfait", "P18": "zevenhonderd"}
        return given(year, membership).assign(**more, hours_week="tweeenvijftig", P01="Dokter Peeters")

    monkeypatch.setattr(releases, "practice_rows", wide)
    releases.make_release(tmp_path, years=(2026,))
    monkeypatch.setenv(released.HOME_VARIABLE, str(tmp_path))
    return tmp_path


@pytest.mark.parametrize("query", [{}, GHENT, {"feit": "P10"}, {"filter": "P09=ja"}])
def test_a_release_that_holds_more_shows_no_more(query: dict[str, str], wide_home: Path, open_screen: Open) -> None:
    held = released.opened(released.current_id() or "").practices(year=2026)
    assert {"name", "P11", "P18", "hours_week"} <= set(held.columns)
    screen = open_screen("praktijken", **query)
    assert not screen.exception
    everything = text_of(screen) + "".join(element.proto.spec for element in screen.get("plotly_chart"))
    assert "customdata" in everything
    for secret in ("Linde", "Kerkstraat", "forfait", "zevenhonderd", "tweeenvijftig", "Peeters"):
        assert secret not in everything
    assert not any(key in everything for key in held["practice"])


def test_what_is_prepared_has_no_column_outside_the_whitelist(wide_home: Path) -> None:
    rows = in_view.all_practices(released.current_id() or "", 2026)
    assert set(rows.columns) == {*PLACES, *facts()}


def test_the_figure_and_the_table_never_hold_a_key(at_home: Path, open_screen: Open) -> None:
    for query in ({}, GHENT):
        screen = open_screen("praktijken", **query)
        everything = text_of(screen) + "".join(element.proto.spec for element in screen.get("plotly_chart"))
        assert not any(key in everything for key in published()["practice"])


def test_a_release_without_practices_has_a_calm_screen(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, open_screen: Open
) -> None:
    given = releases.practice_rows
    monkeypatch.setattr(releases, "practice_rows", lambda year, membership: given(year, membership).head(0))
    releases.make_release(tmp_path, years=(2026,))
    monkeypatch.setenv(released.HOME_VARIABLE, str(tmp_path))
    screen = open_screen("praktijken")
    assert not screen.exception
    assert "Geen enkele praktijk hier antwoordde en wil op de kaart staan" in text_of(screen)


def test_a_figure_names_the_answers_as_the_screen_does() -> None:
    told = [written.key_label("P01", code) for code in ("geen", "gedeeltelijk", "volledig", "")]
    assert told == [
        "Open voor nieuwe patiënten",
        "Gedeeltelijk open",
        "Gesloten voor nieuwe patiënten",
        "Niet ingevuld",
    ]
    assert written.key_label("P10", "solo") == written.answer_label("P10", "solo")
