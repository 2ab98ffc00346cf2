"""What the screen Over deze cijfers says about the answers themselves."""

from pathlib import Path
from types import SimpleNamespace
from typing import cast

import pandas as pd
import pytest

from aggregation.year.quality import GAPS, PERSON_QUESTIONS, PRACTICE_QUESTIONS
from data.contracts import CANONICAL, load_layout
from data.releases import Release
from pages.over_deze_cijfers.quality import quality
from pages.views import released
from tests.screen.conftest import Open, text_of


@pytest.fixture
def said(at_home: Path) -> str:
    release = released.current()
    assert release is not None
    return quality(release).replace("\u202f", " ")


def test_the_question_left_open_most_often_is_named(said: str) -> None:
    assert "In 2026 bleef “Werkuren per week” het vaakst open: bij 5\xa0% van wie de vragenlijst instuurde." in said


def test_each_question_has_its_share_in_every_year(said: str) -> None:
    line = said.split("Patiëntenstop</th>")[1].split("</tr>")[0]
    assert line.count("98\xa0%") == 3
    assert "Vragen aan praktijken: deel dat antwoordde, in 2026 ongeveer 1.400 vragenlijsten" in said


def test_own_answers_stand_beside_ima_with_both_years(said: str) -> None:
    assert "IMA telde in 2024, de vragenlijst is van 2026" in said
    line = said.split("Globale medische dossiers</th>")[1].split("</tr>")[0]
    assert [cell.split(">")[-1] for cell in line.split("</td>")[:-1]] == ["2.800", "−6\xa0%", "19\xa0%", "28\xa0%"]


def test_what_rests_on_too_few_is_not_shown_and_nearly_none_is_not_none(said: str) -> None:
    line = said.split("Uitputting</th>")[1].split("</tr>")[0]
    assert line.count("niet getoond") == 3
    assert "minder dan 5" in said.split("Kring van het adres</th>")[1].split("</tr>")[0]


def test_the_screen_has_the_part(at_home: Path, open_screen: Open) -> None:
    text = text_of(open_screen("over_deze_cijfers"))
    assert "Hoe goed zijn de antwoorden?" in text
    assert "Hoe ver liggen eigen opgaven van IMA?" in text


def test_a_release_of_before_says_that_it_has_none() -> None:
    old = cast("Release", SimpleNamespace(quality=lambda: pd.DataFrame({"year": []})))
    assert "nog geen cijfers over de antwoorden zelf" in quality(old)


def test_every_question_of_the_questionnaires_is_counted() -> None:
    layout = load_layout(CANONICAL)
    for table, questions in (("survey_practice", PRACTICE_QUESTIONS), ("survey_individual", PERSON_QUESTIONS)):
        asked = set(layout.tables[table].columns) - {"riziv", "practice_id", "submitted_at"}
        assert set(questions) == asked
    assert len(GAPS) == 4
