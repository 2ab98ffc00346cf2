"""An own area is an area on every screen, in every address, and nothing else changes."""

from pathlib import Path

import pytest

import app
from data.terms import Level
from pages.views import own, places, released, views
from tests.screen.conftest import Open, text_of

ZONES = "elz10,elz11"
NAME = "Platform Noord"
TEXT = f"elz:{ZONES}:{NAME}"
WITH_AREA = [
    screen.address.replace("-", "_") for screen in app.SCREENS if any(one.name == "gebied" for one in screen.choices)
]


@pytest.mark.parametrize("name", WITH_AREA)
def test_every_screen_of_areas_shows_it_as_one(name: str, at_home: Path, open_screen: Open) -> None:
    screen = open_screen(name, niveau="elz", gebied="eigen", eigen=TEXT)
    assert not screen.exception
    shown = text_of(screen)
    assert NAME in shown
    assert f"{NAME} is hier één eerstelijnszone, in de plaats van: " in shown
    assert screen.query_params["eigen"] in (TEXT, [TEXT])


def test_it_takes_the_place_of_its_parts_and_of_nothing_else(at_home: Path) -> None:
    base = released.current()
    assert base is not None
    joined = released.with_own(base, TEXT)
    before, after = (views.main_view(each.id, "A05", 2026, Level.ELZ) for each in (base, joined))
    assert set(after.numbers) == set(before.numbers) - set(ZONES.split(",")) | {"eigen"}
    same = set(before.numbers) & set(after.numbers)
    assert all(str(before.numbers[area]) == str(after.numbers[area]) for area in same)
    parts = [before.numbers[area] for area in ZONES.split(",")]
    assert after.numbers["eigen"].frame == sum(part.frame or 0 for part in parts)
    for level in (Level.KRING, Level.GEMEENTE, Level.PROVINCIE):
        assert views.names_today(joined.id, level) == views.names_today(base.id, level)
    facts = joined.facts()
    told = facts[facts["level"].eq("elz") & facts["year"].eq(2026) & facts["fact"].eq("residents:80+")]
    was = base.facts()
    was = was[was["level"].eq("elz") & was["year"].eq(2026) & was["fact"].eq("residents:80+")]
    assert told["value"].sum() == was["value"].sum()
    assert places.names(joined.id)["elz:eigen"] == f"{NAME}, eerstelijnszone"


@pytest.mark.parametrize(
    "text", ["elz:elz10,nergens:Samen", "elz:elz10:Alleen", "kring:elz10,elz11:Ander niveau", "elz:elz10,elz11:<b>"]
)
def test_what_cannot_be_put_together_is_said_and_not_used(text: str, at_home: Path, open_screen: Open) -> None:
    screen = open_screen("kaart", niveau="elz", eigen=text)
    assert not screen.exception
    assert "stond voor uw eigen gebied een waarde die hier niet bestaat" in text_of(screen)
    assert "eigen" not in screen.query_params
    with pytest.raises(ValueError, match="expected"):
        released.with_own(released.opened(released.current_id() or ""), text)


def test_the_control_puts_areas_together_and_lets_them_go(at_home: Path, open_screen: Open) -> None:
    screen = open_screen("regioprofiel", niveau="elz", gebied="elz12")
    press = {button.label: button for button in screen.button}
    press["Voeg samen"].click().run()
    assert "Kies 2 tot 40 gebieden" in text_of(screen)
    parts = next(each for each in screen.multiselect if each.label == "Gebieden")
    parts.set_value(ZONES.split(","))
    next(each for each in screen.text_input if each.label == "Naam").set_value(NAME)
    next(each for each in screen.button if each.label == "Voeg samen").click().run()
    assert screen.query_params["eigen"] in (TEXT, [TEXT])
    assert screen.query_params["gebied"] in ("eigen", ["eigen"])
    assert f"<h1>{NAME}</h1>" in text_of(screen)
    next(each for each in screen.button if each.label == "Laat los").click().run()
    assert "eigen" not in screen.query_params
    assert NAME not in text_of(screen)


def test_an_id_can_be_read_back_and_a_spoilt_one_is_refused(at_home: Path) -> None:
    release_id = released.current_id() or ""
    joined = own.id_with(release_id, own.own_area.OwnArea.read(TEXT))
    assert own.base_id(joined) == release_id
    assert str(own.own_of(joined)) == TEXT
    for spoilt in (f"{release_id}.%%", f"{release_id}.AAAA", joined[:-3]):
        with pytest.raises(ValueError, match="expected"):
            released.opened(spoilt)
