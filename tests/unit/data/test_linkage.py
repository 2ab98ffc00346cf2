"""What the linkage SQL gives on a handful of rows, written out by hand."""

from collections.abc import Iterator

import pandas as pd
import pytest

from data.engine import engine
from data.linkage import OPTIONAL_TABLES, LinkageSettings, LinkedYear
from tests import tiny


@pytest.fixture
def linked() -> Iterator[LinkedYear]:
    with engine() as connection:
        tables = tiny.tables()
        for name, frame in tables.items():
            connection.register(name, frame)
        yield LinkedYear(connection, survey_year=2026, settings=LinkageSettings(), tables=tables)


def rows(linked: LinkedYear, columns: str, table: str = "person") -> list[tuple[object, ...]]:
    frame = linked.read(f"SELECT {columns} FROM {table} ORDER BY unit")  # noqa: S608 - columns are written in this file
    return [tuple(None if pd.isna(value) else value for value in row) for row in frame.itertuples(index=False)]


def test_a_municipality_is_cut_by_postcode_only_where_kring_or_zone_cuts_it(linked: LinkedYear) -> None:
    assert linked.membership.astype(object).where(linked.membership.notna(), None).to_numpy().tolist() == [
        ["20001", "20001", None, "K1", "Z1", "20001", "R1"],
        ["20002-2000a", "20002", "2000a", "K1", "Z2", "20001", "R1"],
        ["20002-2000b", "20002", "2000b", "K2", "Z2", "20001", "R1"],
        ["20003", "20003", None, "K2", "Z2", "20001", "R2"],
    ]


def test_a_person_stands_once_at_the_practice_with_the_largest_share(linked: LinkedYear) -> None:
    places = rows(linked, "atom, practice, role")
    assert places == [
        ("20001", 1, "huisarts"),  # a
        ("20001", 1, "huisarts"),  # b: a tie, the smallest practice id
        ("20002-2000a", 3, "huisarts"),  # c: 0.6 at P3
        ("20002-2000a", 3, "huisarts"),
        ("20002-2000a", 3, "huisarts"),
        ("20002-2000b", 4, "huisarts"),
        ("20002-2000b", 4, "huisarts"),
        ("20002-2000b", 4, "huisarts"),
        ("20002-2000b", 4, "haio"),
    ]


def test_ima_replaces_the_own_answer_and_medical_house_contacts_stay_reported(linked: LinkedYear) -> None:
    got = rows(linked, "payment_system, gmd_count, contacts_total, contacts_origin, home_visits, active")
    assert got == [
        ("prestatie", 1150, 5310, "ima", 510, True),  # a: two rows summed
        ("prestatie", 800, 4000, "survey", 100, True),  # b: no IMA row
        ("gemengd", 700, 1200, "ima", 200, False),  # c: attached outside 805; under 1,250 contacts
        ("forfait", 600, 2100, "survey", 50, True),  # d: medical house, contacts not applicable
        (None, None, None, "survey", None, False),  # e: nothing known
        ("prestatie", 10, 1000, "ima", 0, False),  # f: GMD not known at IMA; was a trainee then
        (None, None, None, "survey", None, False),
        (None, None, None, "survey", None, False),
        (None, None, None, "survey", None, True),  # t
    ]


def test_full_time_equivalents_are_capped_and_trainees_count_half(linked: LinkedYear) -> None:
    assert [row[0] for row in rows(linked, "fte")] == [1.5, 1.0, None, 0.5, None, 0.0, None, None, 0.5]


def test_practices_know_their_doctors_and_their_wish_to_stay_off_the_map(linked: LinkedYear) -> None:
    assert rows(linked, "practice_id, atom, doctors, gp_count, trainee_count, hidden, answered", "practice") == [
        ("P1", "20001", 2, 2, 0, False, True),
        ("P2", "20001", 0, 2, 0, False, False),
        ("P3", "20002-2000a", 3, 3, 0, False, True),
        ("P4", "20002-2000b", 4, 3, 1, True, True),
        ("P5", "20003", 0, 0, 0, False, False),
    ]


def test_work_of_a_practice_is_that_of_its_doctors_and_patients_count_once_per_practice_number(
    linked: LinkedYear,
) -> None:
    columns = "practice_id, appointments_week * 46, gmd_practice, attributed_patients, enrolled_patients"
    assert [pytest.approx(row) for row in rows(linked, columns, "practice")] == [
        ("P1", 5310, 1150, 1200 + 900, None),  # H2 has one doctor here and one at P3: the smallest id
        ("P2", None, None, None, None),  # nobody's main practice
        ("P3", 1200, 700 + 600, 800, 200),  # the medical house bills forfaits, its contacts are not applicable
        ("P4", 1000, None, 1500, None),
        ("P5", None, None, None, None),
    ]


def test_hours_of_contact_take_all_minutes_from_one_source(linked: LinkedYear) -> None:
    hours = [row[0] for row in rows(linked, "contact_hours * 60 * 46")]
    assert hours == [
        pytest.approx(21 * 4200 + 38 * 510 + 10 * 600),  # a: IMA
        pytest.approx(21 * 3000 + 38 * 100 + 10 * 900),  # b: survey
        pytest.approx(21 * 900 + 38 * 200 + 10 * 100),  # c: IMA
        pytest.approx(21 * 2000 + 38 * 50 + 10 * 50),  # d: medical house, survey
        None,
        pytest.approx(21 * 900 + 10 * 100),  # f: IMA
        None,
        None,
        None,
    ]


def test_a_question_that_was_not_asked_is_a_question_nobody_answered() -> None:
    tables = tiny.tables()
    tables["survey_practice"] = tables["survey_practice"].drop(columns="walk_in")
    with engine() as connection:
        for name, frame in tables.items():
            connection.register(name, frame)
        linked = LinkedYear(connection, survey_year=2026, settings=LinkageSettings(), tables=tables)
        assert rows(linked, "walk_in", "practice") == [(None,)] * 5


def test_residents_are_summed_over_postcode_parts_and_density_follows_them(linked: LinkedYear) -> None:
    residents = {(row.level, row.area): row.residents for row in linked.residents.itertuples()}
    assert residents[("vlaanderen", "VL")] == 11000
    assert residents[("kring", "K1")] == 4000
    assert residents[("gemeente", "20002")] == 8000
    density = {(row.level, row.area): row.density for row in linked.density.itertuples()}
    assert density[("gemeente", "20002")] == 80.0
    assert density[("kring", "K1")] == pytest.approx(4000 / (10 + 100 * 2000 / 8000))


def test_what_did_not_agree_is_counted() -> None:
    tables = tiny.tables()
    with engine() as connection:
        for name, frame in tables.items():
            connection.register(name, frame)
        linked = LinkedYear(
            connection,
            survey_year=2026,
            settings=LinkageSettings(),
            tables=tables,
            set_aside={"survey_individual": 2},
        )
    assert linked.resolved.to_numpy().tolist() == [
        ["ima_without_contact", 4, 0],
        ["kring_of_address", 9, 4],  # the four of P4 stand on the list of K1; its address lies in K2
        ["later_answer_individual", 7, 2],
    ]


def test_a_provider_of_ima_who_is_not_listed_is_left_out_and_counted() -> None:
    tables = tiny.tables()
    tables["ima"].loc[tables["ima"]["RIZIV_HCI"] == "H4", "RIZIV_ID"] = tiny.riziv(99000)[:8]
    with engine() as connection:
        for name, frame in tables.items():
            connection.register(name, frame)
        linked = LinkedYear(connection, survey_year=2026, settings=LinkageSettings(), tables=tables)
    assert ["ima_without_contact", 4, 1] in linked.resolved.to_numpy().tolist()


def test_own_answers_stand_beside_those_of_ima(linked: LinkedYear) -> None:
    columns = "payment_reported, payment_billed, home_visits_reported, home_visits_billed, remote_contacts_reported, "
    got = rows(linked, columns + "remote_contacts_billed")
    assert got[0] == ("prestatie", "prestatie", 500, 510, 500, 600)  # a
    assert got[1] == ("prestatie", None, 100, None, 900, None)  # b: no IMA row
    assert got[3] == ("forfait", "forfait", 50, None, 50, None)  # d: medical house


def test_no_number_of_a_person_is_in_the_linked_rows(linked: LinkedYear) -> None:
    text = linked.read("SELECT * FROM person").to_csv() + linked.read("SELECT * FROM practice").to_csv()
    for number in tiny.tables()["contacts"]["riziv"]:
        assert number[:8] not in text
    assert linked.ima_year == 2024


def test_a_year_without_surveys_and_ima_links_with_nobody_having_answered() -> None:
    tables = {name: frame for name, frame in tiny.tables().items() if name not in OPTIONAL_TABLES}
    with engine() as connection:
        for name, frame in tables.items():
            connection.register(name, frame)
        linked = LinkedYear(connection, survey_year=2026, settings=LinkageSettings(), tables=tables)
        assert linked.ima_year is None
        assert rows(linked, "answered, contacts_total, active") == [(False, None, False)] * 9
        assert rows(linked, "answered, patient_stop", "practice") == [(False, None)] * 5


def test_nothing_ticked_is_none_of_these_where_anything_else_of_the_page_is_filled_in() -> None:
    tables = tiny.tables()
    survey = tables["survey_practice"]
    survey["disciplines"] = pd.Series([None, None, "podoloog"], dtype="str")
    survey.loc[0, ["practice_form", "nurse_fte", "reception_fte"]] = None  # the page on the team was skipped
    survey["expansion_obstacles"] = pd.Series([None, None, None], dtype="str")  # not asked in this layout
    with engine() as connection:
        for name, frame in tables.items():
            connection.register(name, frame)
        linked = LinkedYear(connection, survey_year=2026, settings=LinkageSettings(), tables=tables)
        assert rows(linked, "practice_id, disciplines, expansion_obstacles", "practice") == [
            ("P1", None, None),
            ("P2", None, None),  # did not answer at all
            ("P3", "geen", None),
            ("P4", "podoloog", None),
            ("P5", None, None),
        ]
