"""What the linkage SQL gives on a handful of rows, written out by hand."""

from collections.abc import Iterator

import pandas as pd
import pytest

from data.engine import engine
from data.linkage import OPTIONAL_TABLES, Definitions, LinkedYear
from tests import tiny


@pytest.fixture
def linked() -> Iterator[LinkedYear]:
    with engine() as connection:
        tables = tiny.tables()
        for name, frame in tables.items():
            connection.register(name, frame)
        yield LinkedYear(connection, survey_year=2026, definitions=Definitions(), tables=tables)


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


def test_ima_replaces_the_own_answer_where_it_counted_the_same_status(linked: LinkedYear) -> None:
    got = rows(linked, "gmd_count, contacts_total, contacts_origin, home_visits, activity, status_changed")
    assert got == [
        (1150, 5310, "ima", 510, "actief", False),  # a: two rows summed
        (800, 4000, "survey", 100, "actief", False),  # b: no IMA row, works
        (700, 1200, "ima", 200, "actief", False),  # c: under 1,250 contacts, but attached to a medical house
        (600, None, "survey", None, "actief", False),  # d: medical house, contacts not applicable
        (None, None, "survey", None, None, False),  # e: nothing known
        (10, None, "survey", None, "niet_actief", True),  # f: a trainee then, so the own answers count
        (None, None, "survey", None, None, False),
        (None, None, "survey", None, None, False),
        (None, None, "survey", None, "actief", False),  # t
    ]


def test_two_series_tell_how_doctors_are_paid(linked: LinkedYear) -> None:
    assert rows(linked, "payment_reported, payment_billed") == [
        ("prestatie", "prestatie"),
        ("prestatie", None),
        (None, "gemengd"),  # attached to a house, bills elsewhere
        ("forfait", "forfait"),
        (None, None),
        ("gemengd", None),  # a trainee then
        (None, None),
        (None, None),
        (None, None),
    ]


def test_work_in_a_house_and_elsewhere_is_mixed() -> None:
    tables = tiny.tables()
    ima = tables["ima"]
    ima.loc[ima["RIZIV_HCI"].eq("H1"), ["HCI_TYPE", "FF_MH"]] = ["805", 600]  # a bills in H1 and in H2
    with engine() as connection:
        for name, frame in tables.items():
            connection.register(name, frame)
        linked = LinkedYear(connection, survey_year=2026, definitions=Definitions(), tables=tables)
        assert rows(linked, "payment_billed")[0] == ("gemengd",)


def test_full_time_equivalents_have_no_cap(linked: LinkedYear) -> None:
    hours = Definitions().fte_hours
    assert [row[0] for row in rows(linked, "fte")] == [
        None if week is None else pytest.approx(week / hours)
        for week in (57.0, 38.0, None, 19.0, None, 0.0, None, None, 38.0)
    ]


def test_practices_know_their_doctors_and_their_wish_to_stay_off_the_map(linked: LinkedYear) -> None:
    assert rows(linked, "practice_id, atom, doctors, gp_count, trainee_count, hidden, answered", "practice") == [
        ("P1", "20001", 2, 2, 0, False, True),
        ("P2", "20001", 0, 2, 0, False, False),
        ("P3", "20002-2000a", 3, 3, 0, False, True),
        ("P4", "20002-2000b", 4, 3, 1, True, True),
        ("P5", "20003", 0, 0, 0, False, False),
    ]


def test_work_of_a_practice_is_that_of_its_practice_numbers(linked: LinkedYear) -> None:
    columns = "practice_id, known_at_ima, is_complete, contacts_week * 46, registered_patients, attributed_patients, "
    got = rows(linked, columns + "enrolled_patients, houses, houses_once", "practice")
    assert [tuple(row) for row in got] == [
        # b has no row at IMA: incomplete. H2 has one doctor here and one at P3: the smallest id.
        ("P1", True, False, None, None, 1200 + 900, None, 0, 0),
        ("P2", False, False, None, None, None, None, None, None),  # nobody's main practice
        ("P3", True, False, None, None, 800, 200, 1, 0),  # e has no row
        ("P4", True, False, None, None, 1500, None, 0, 0),
        ("P5", False, False, None, None, None, None, None, None),
    ]


def test_forfaits_that_stand_on_every_row_of_a_house_count_once_and_are_no_files() -> None:
    tables = tiny.tables()
    ima = tables["ima"]
    ima["RIZIV_HCI"], ima["HCI_TYPE"] = "H3", "805"
    ima["PAT_GMD"], ima["PAT_ATTRIB"] = None, 800
    contacts = tables["contacts"]
    listed = contacts[contacts["riziv"].str[:8].isin(ima["RIZIV_ID"])].assign(practice_id="P3", share=1.0)
    tables["contacts"] = listed.drop_duplicates("riziv")
    tables["survey_individual"] = tables["survey_individual"].iloc[:0]
    rows_of_house = len(ima)

    def of_house(forfaits: list[int]) -> tuple[object, ...]:
        ima["FF_MH"] = forfaits
        with engine() as connection:
            for name, frame in tables.items():
                connection.register(name, frame)
            linked = LinkedYear(connection, survey_year=2026, definitions=Definitions(), tables=tables)
            return rows(linked, "enrolled_patients, registered_patients, houses_once", "practice")[2]

    assert of_house([2400] * rows_of_house) == (200, 200, 1)
    assert of_house([2400, *[1200] * (rows_of_house - 1)]) == (100 * (rows_of_house + 1), 100 * (rows_of_house + 1), 0)


def test_hours_of_contact_are_a_range_over_three_sets_of_minutes(linked: LinkedYear) -> None:
    hours = rows(linked, "contact_hours_low * 2760, contact_hours * 2760, contact_hours_high * 2760")
    sets = ((15, 27, 7), (17.4, 31.5, 8.3), (21, 38, 10))
    a, c = ([m * 4200 + v * 510 + r * 600 for m, v, r in sets], [m * 900 + v * 200 + r * 100 for m, v, r in sets])
    assert hours[0] == pytest.approx(a)
    assert hours[2] == pytest.approx(c)
    assert [row for place, row in enumerate(hours) if place not in (0, 2)] == [(None, None, None)] * 7


def test_a_question_that_was_not_asked_is_a_question_nobody_answered() -> None:
    tables = tiny.tables()
    tables["survey_practice"] = tables["survey_practice"].drop(columns="walk_in")
    with engine() as connection:
        for name, frame in tables.items():
            connection.register(name, frame)
        linked = LinkedYear(connection, survey_year=2026, definitions=Definitions(), tables=tables)
        assert rows(linked, "walk_in", "practice") == [(None,)] * 5


def test_residents_are_summed_over_postcode_parts_and_surfaces_by_them(linked: LinkedYear) -> None:
    residents = {(row.level, row.area): row.residents for row in linked.residents.itertuples()}
    assert residents[("vlaanderen", "VL")] == 11000
    assert residents[("kring", "K1")] == 4000
    assert residents[("gemeente", "20002")] == 8000
    assert linked.residents_year == 2026
    pd.testing.assert_frame_equal(linked.residents_at_ima, linked.residents)


@pytest.mark.parametrize(
    ("years", "taken"), [((2026, 2024), 2024), ((2026, 2025, 2022), 2025), ((2026, 2023, 2025), 2025), ((2026,), 2026)]
)
def test_contacts_are_held_against_residents_of_the_delivered_year_nearest_to_ima(
    years: tuple[int, ...], taken: int
) -> None:
    tables = tiny.tables()
    people = tables["population"].drop(columns="year", errors="ignore")
    now = people["residents"]
    tables["population"] = pd.concat([people.assign(year=year, residents=now + 2026 - year) for year in years])
    with engine() as connection:
        for name, frame in tables.items():
            connection.register(name, frame)
        linked = LinkedYear(connection, survey_year=2026, definitions=Definitions(), tables=tables)
        assert linked.residents_year == taken
        whole = {row.area: row.residents for row in linked.residents.itertuples() if row.level == "vlaanderen"}
        then = {row.area: row.residents for row in linked.residents_at_ima.itertuples() if row.level == "vlaanderen"}
    assert whole == {"VL": 11000}
    assert then == {"VL": 11000 + (2026 - taken) * len(people)}
    surface = {(row.level, row.area): row.km2 for row in linked.surface.itertuples()}
    assert surface[("gemeente", "20002")] == 100.0
    assert surface[("kring", "K1")] == pytest.approx(10 + 100 * 2000 / 8000)


def test_what_did_not_agree_is_counted() -> None:
    tables = tiny.tables()
    with engine() as connection:
        for name, frame in tables.items():
            connection.register(name, frame)
        linked = LinkedYear(
            connection,
            survey_year=2026,
            definitions=Definitions(),
            tables=tables,
            set_aside={"survey_individual": 2},
        )
    assert linked.resolved.to_numpy().tolist() == [
        ["forfaits_once", 1, 0],
        ["ima_without_contact", 4, 0],
        ["kring_of_address", 9, 4],  # the four of P4 stand on the list of K1; its address lies in K2
        ["later_answer_individual", 7, 2],
        ["no_ima_row", 8, 4],
        ["practice_incomplete", 3, 3],
        ["status_changed", 4, 1],
    ]


def test_a_provider_of_ima_who_is_not_listed_is_left_out_and_counted() -> None:
    tables = tiny.tables()
    tables["ima"].loc[tables["ima"]["RIZIV_HCI"] == "H4", "RIZIV_ID"] = tiny.riziv(99000)[:8]
    with engine() as connection:
        for name, frame in tables.items():
            connection.register(name, frame)
        linked = LinkedYear(connection, survey_year=2026, definitions=Definitions(), tables=tables)
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
        linked = LinkedYear(connection, survey_year=2026, definitions=Definitions(), tables=tables)
        assert linked.ima_year is None
        assert rows(linked, "answered, contacts_total, activity") == [(False, None, None)] * 9
        assert rows(linked, "answered, patient_stop", "practice") == [(False, None)] * 5


def test_nobody_is_known_to_be_at_work_until_ima_has_delivered() -> None:
    tables = {name: frame for name, frame in tiny.tables().items() if name != "ima"}
    with engine() as connection:
        for name, frame in tables.items():
            connection.register(name, frame)
        linked = LinkedYear(connection, survey_year=2026, definitions=Definitions(), tables=tables)
        assert {activity for (activity,) in rows(linked, "activity")} == {None}
        assert any(hours for (hours,) in rows(linked, "hours_week"))


def test_nothing_ticked_is_none_of_these_where_anything_else_of_the_page_is_filled_in() -> None:
    tables = tiny.tables()
    survey = tables["survey_practice"]
    survey["disciplines"] = pd.Series([None, None, "podoloog"], dtype="str")
    survey.loc[0, ["practice_form", "nurse_fte", "reception_fte"]] = None  # the page on the team was skipped
    survey["expansion_obstacles"] = pd.Series([None, None, None], dtype="str")  # not asked in this layout
    with engine() as connection:
        for name, frame in tables.items():
            connection.register(name, frame)
        linked = LinkedYear(connection, survey_year=2026, definitions=Definitions(), tables=tables)
        assert rows(linked, "practice_id, disciplines, expansion_obstacles", "practice") == [
            ("P1", None, None),
            ("P2", None, None),  # did not answer at all
            ("P3", "geen", None),
            ("P4", "podoloog", None),
            ("P5", None, None),
        ]
