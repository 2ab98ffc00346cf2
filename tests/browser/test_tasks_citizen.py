"""What a citizen, a doctor and a DPO come to do: each task ends in the answer, and it is that of the release."""

import json
import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from tests.browser.reader import Cube, Reader
from tests.homes import DemoHome

pytestmark = pytest.mark.browser
Open = Callable[..., Page]
TOWN, NAME = "41048", "Ninove"


def test_33_which_practices_near_me_take_patients(phone: Reader, cube: Cube) -> None:
    phone.open("praktijken")
    phone.pick("Zoek uw gebied", f"{NAME}, gemeente", NAME)
    phone.page.wait_for_url(f"**gebied={TOWN}*")
    phone.read()
    ((there, open_to_all),) = cube.rows(
        "select count(*), count(*) filter (where P01 = 'geen') from practice where year = 2026 and gemeente = ?", TOWN
    )
    assert f"{there} praktijken" in phone.text
    assert re.search(rf"\b{open_to_all} open voor nieuwe patiënten", phone.text)


@pytest.mark.parametrize(
    ("part", "said"),
    [
        pytest.param("Voor artsen: wat gebeurt er met uw gegevens?", "bezwaar", id="34 what happens with my answers"),
        pytest.param("Waarom u soms geen cijfer ziet", "herkenbaar", id="35 why is a number missing"),
        pytest.param("Wie antwoordde", "vragenlijst", id="39 how sure are they"),
    ],
)
def test_a_question_about_the_numbers_has_its_part(part: str, said: str, phone: Reader) -> None:
    phone.open("over-deze-cijfers")
    phone.follow(part)
    assert phone.steps == 2
    heading = phone.page.get_by_role("heading", name=part, level=2)
    assert heading.is_visible()
    assert said in phone.text


def test_36_the_thresholds(desk: Reader, demo: DemoHome, cube: Cube) -> None:
    desk.open("over-deze-cijfers")
    manifest = json.loads((demo.home / "releases" / cube.release / "manifest.json").read_text(encoding="utf-8"))
    told = manifest["thresholds"]
    assert f"Kleinste groep artsen, beschermde cijfers {told['k_protected']} artsen" in desk.text
    assert f"welzijn, plannen) {told['k_sensitive']} artsen" in desk.text
    assert f"Kleinste groep praktijken, beschermde cijfers {told['practices_protected']} praktijken" in desk.text


def test_37_the_certificate_in_words(desk: Reader) -> None:
    desk.open("over-deze-cijfers")
    desk.follow("Het bewijs bij deze uitgave")
    certificate = json.loads(desk.take(re.compile("ertificaat"), exact=False))
    assert certificate


def test_38_how_old_are_these_numbers_in_english(phone: Reader, cube: Cube) -> None:
    phone.open("over-deze-cijfers", taal="en")
    ((made,),) = cube.rows("select created_at from release")
    assert cube.release in phone.text
    assert "2024, 2025, 2026" in phone.text
    assert str(made)[:4] in phone.text


def test_40_who_saw_my_data(desk: Reader) -> None:
    desk.open("over-deze-cijfers")
    desk.follow("Voor artsen: wat gebeurt er met uw gegevens?")
    assert re.search("wie .*(las|keek|raadpleegde|zag)|raadpleging|logboek", desk.text)
