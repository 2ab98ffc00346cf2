"""The registry of breaks, and where a break falls in a series."""

from dataclasses import replace

import pytest

from aggregation.indicators import INDICATORS
from aggregation.shown.breaks import BREAKS, REMOTE_CONTACTS, Break, Clock, breaks_in, definition_break
from data.terms import Text

YEARS = (2024, 2025, 2026)
IMA = {2024: 2022, 2025: 2023, 2026: 2024}


def test_the_registry_is_complete_and_names_what_exists() -> None:
    assert len({entry.id for entry in BREAKS}) == len(BREAKS)
    for entry in BREAKS:
        assert set(entry.indicators) <= set(INDICATORS)
        assert entry.text.nl
        assert entry.text.en
        assert entry.source


@pytest.mark.parametrize("column", ["remote_contacts", "contacts_total", "contact_hours"])
def test_every_number_made_from_remote_contacts_is_marked(column: str) -> None:
    readers = {name for name, entry in INDICATORS.items() if column in entry.answer}
    assert readers
    assert readers <= set(REMOTE_CONTACTS)


def test_the_covid_codes_fall_between_the_survey_years_that_show_2022_and_2023() -> None:
    found = breaks_in("M07", YEARS, IMA)
    assert [(mark.before, mark.after, mark.cause.id) for mark in found] == [(2024, 2025, "covid_codes")]
    assert breaks_in("A05", YEARS, IMA) == ()


def test_the_suspended_code_appears_once_its_year_is_shown() -> None:
    later = (2026, 2027)
    found = breaks_in("M07", later, {2026: 2024, 2027: 2025})
    assert [(mark.before, mark.after, mark.cause.id) for mark in found] == [(2026, 2027, "telephone_suspended")]


def test_without_ima_year_a_break_of_ima_touches_nothing() -> None:
    assert breaks_in("M07", YEARS, dict.fromkeys(YEARS)) == ()


def test_a_changed_question_breaks_on_the_survey_clock_and_over_a_missing_year() -> None:
    entry = Break(
        id="new_scale",
        clock=Clock.SURVEY,
        year=2025,
        indicators=("A05",),
        text=Text(nl="x", en="x"),
        source=Text(nl="x", en="x"),
    )
    found = breaks_in("A05", (2024, 2026), {}, known=(entry,))
    assert [(mark.before, mark.after) for mark in found] == [(2024, 2026)]
    assert breaks_in("A05", (2025, 2026), {}, known=(entry,)) == ()


def test_a_newer_edition_of_a_definition_is_a_break_in_the_year_from_which_it_holds() -> None:
    assert definition_break(INDICATORS["D01"]) == ()
    (newer,) = definition_break(replace(INDICATORS["D01"], version=3, since=2027))
    (mark,) = breaks_in("D01", (2025, 2026, 2027, 2028), {}, known=[newer])
    assert (mark.before, mark.after) == (2026, 2027)
    assert "uitgave 3" in mark.cause.text.nl
    assert breaks_in("P01", (2026, 2027), {}, known=[newer]) == ()
