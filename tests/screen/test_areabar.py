"""The bar above every screen: own area, basket, language; all of it in the address."""

from pathlib import Path

import pytest

from data.terms import Level
from pages.views import places, released
from pages.words import language
from tests.screen.conftest import Open, text_of

SCREENS = ("overzicht", "kaart", "regioprofiel")
GHENT = "gemeente:44021"


@pytest.mark.parametrize("name", SCREENS)
def test_own_area_and_basket_stay_in_the_address(name: str, at_home: Path, open_screen: Open) -> None:
    screen = open_screen(name, mijn=GHENT, mand="gemeente:44021,gemeente:11002")
    assert not screen.exception
    assert screen.query_params["mijn"] in (GHENT, [GHENT])
    assert "gemeente:44021,gemeente:11002" in str(screen.query_params["mand"])


def test_finding_an_area_chooses_it(at_home: Path, open_screen: Open) -> None:
    screen = open_screen("regioprofiel")
    screen.selectbox(key="keuze_mijn").select(GHENT).run()
    assert "<h1>Gent</h1>" in text_of(screen)
    assert "gemeente" in str(screen.query_params["niveau"])


def test_a_postcode_leads_to_its_municipality(at_home: Path, open_screen: Open) -> None:
    release_id = released.current_id() or ""
    code = next(code for code, place in places.postcodes(release_id).items() if place == GHENT)
    assert places.names(release_id)[code].endswith("Gent")
    screen = open_screen("regioprofiel")
    screen.selectbox(key="keuze_mijn").select(code).run()
    assert "<h1>Gent</h1>" in text_of(screen)


def test_a_basket_from_a_link_holds_what_exists(at_home: Path, open_screen: Open) -> None:
    screen = open_screen("kaart", mand="gemeente:44021,gemeente:00000,<b>")
    assert "te veel waarden, of die hier niet bestaan" in text_of(screen)
    assert "<b>" not in str(screen.query_params["mand"])


def test_a_municipality_lies_in_its_zone_and_a_zone_in_no_kring(at_home: Path) -> None:
    release_id = released.current_id() or ""
    rows = released.opened(release_id).membership(year=2026)
    town = "11001"
    expected = set(rows.loc[rows["gemeente"].astype(str).eq(town), "elz"].astype(str))
    assert expected == {places.at_level(release_id, f"gemeente:{town}", Level.ELZ)}
    zone = next(iter(expected))
    assert places.at_level(release_id, f"elz:{zone}", Level.KRING) is None
    assert places.at_level(release_id, "gemeente:11002", Level.ELZ) is None  # Antwerp lies in four zones


def test_numbers_follow_the_language() -> None:
    from pages.words import numbers

    try:
        language.use("en")
        assert numbers.number(1234.5, 1) == "1,234.5"
        assert numbers.percent(62) == "62%"
    finally:
        language.use("nl")
    assert numbers.number(1234.5, 1) == "1.234,5"
