"""What a delivery hardly can be: each is told by its code, wants to be confirmed, and a sound delivery tells none."""

from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest

from data.contracts import DeliveryReport, check_delivery, load_layout
from data.contracts.plausible import Before, check_plausible
from data.contracts.report import Findings, Remark
from geo.places import far_away
from tests.unit.data.delivery_samples import sample_tables, write_delivery

Tables = dict[str, pd.DataFrame]


def told(report: DeliveryReport) -> dict[str, Remark]:
    assert report.accepted, report.to_text()
    return {remark.code: remark for remark in report.to_confirm()}


@pytest.fixture(scope="module")
def before(tmp_path_factory: pytest.TempPathFactory) -> tuple[int, dict[str, pd.DataFrame]]:
    return 2024, check_delivery(write_delivery(tmp_path_factory.mktemp("before"))).frames


def checked(folder: Path, tables: Tables, before: tuple[int, dict[str, pd.DataFrame]] | None) -> DeliveryReport:
    return check_delivery(write_delivery(folder, tables, year=2025), earlier=before, far_away=far_away)


def test_a_sound_delivery_wants_nothing_confirmed(before: tuple[int, dict[str, pd.DataFrame]], tmp_path: Path) -> None:
    tables = sample_tables(2025)
    assert not told(checked(tmp_path / "a", tables, before))
    assert not told(checked(tmp_path / "b", tables, None))


def half_of(table: str) -> Callable[[Tables], None]:
    def change(tables: Tables) -> None:
        people = sorted(set(tables["contacts"]["riziv"]))[::2]
        keep = tables[table]["riziv"].isin(people) if "riziv" in tables[table] else tables[table].index % 2 == 0
        tables[table] = tables[table][keep].reset_index(drop=True)
        if table == "contacts":
            answers = tables["survey_individual"]
            tables["survey_individual"] = answers[answers["riziv"].isin(people)].reset_index(drop=True)

    return change


def residents(times: int) -> Callable[[Tables], None]:
    def change(tables: Tables) -> None:
        tables["population"]["residents"] = [str(int(value) * times) for value in tables["population"]["residents"]]

    return change


def residents_of_one(tables: Tables) -> None:
    frame = tables["population"]
    one = frame["nis"] == "45036"
    frame.loc[one, "residents"] = [str(int(value) // 4) for value in frame.loc[one, "residents"]]


def exchange(table: str, one: str, other: str) -> Callable[[Tables], None]:
    def change(tables: Tables) -> None:
        frame = tables[table]
        frame[one], frame[other] = frame[other].copy(), frame[one].copy()

    return change


def empty(table: str, column: str) -> Callable[[Tables], None]:
    return lambda tables: tables[table].__setitem__(column, "")


def moved(longitude: str, latitude: str) -> Callable[[Tables], None]:
    def change(tables: Tables) -> None:
        tables["practices"].loc[0, ["longitude", "latitude"]] = [longitude, latitude]

    return change


CHANGES: dict[str, tuple[Callable[[Tables], None], str, str]] = {
    "half the contacts gone": (half_of("contacts"), "rows_jump", "contacts.csv"),
    "half the IMA rows gone": (half_of("ima"), "rows_jump", "ima.csv"),
    "residents times fifty": (residents(50), "residents_jump", "population.csv"),
    "residents of one municipality": (residents_of_one, "residents_jump", "population.csv"),
    "question wholly empty": (empty("survey_individual", "pressure"), "question_empty", "survey_individual.csv"),
    "columns exchanged": (exchange("ima", "RAADPL", "BEZOEKIND"), "columns_exchanged", "ima.csv"),
    "practice in the sea": (moved("2.6", "51.4"), "practice_far", "practices.csv"),
    "practice in another province": (moved("5.5", "51.0"), "practice_far", "practices.csv"),
    "practice outside the country": (moved("3.9", "49.5"), "practice_far", "practices.csv"),
}


@pytest.mark.parametrize(("change", "code", "file"), CHANGES.values(), ids=CHANGES.keys())
def test_what_hardly_can_be_is_told_and_wants_a_person(
    change: Callable[[Tables], None],
    code: str,
    file: str,
    before: tuple[int, dict[str, pd.DataFrame]],
    tmp_path: Path,
) -> None:
    tables = sample_tables(2025)
    change(tables)
    report = checked(tmp_path, tables, before)
    found = told(report)
    assert code in found, report.to_text()
    assert found[code].file == file
    assert f"[{code}]" in report.to_text()
    assert "--accept" in report.to_text()
    assert not report.to_confirm(found.keys())


def test_residents_times_fifty_are_told_without_a_year_before(tmp_path: Path) -> None:
    tables = sample_tables(2025)
    tables["areas"]["area_km2"] = tables["areas"]["area_km2"].replace("42.5", "4.25")
    residents(50)(tables)
    assert "residents_dense" in told(checked(tmp_path, tables, None))


def test_late_answers_may_grow_and_never_shrink(tmp_path: Path) -> None:
    tables = sample_tables(2025)
    first = check_delivery(write_delivery(tmp_path / "first", tables, year=2025)).frames
    fewer = {"survey_individual": tables["survey_individual"].head(15)}
    shrunk = check_delivery(write_delivery(tmp_path / "fewer", fewer, year=2025), previous=first)
    assert told(shrunk)["rows_jump"].text.nl == "15 antwoorden, 24 in de vorige versie"
    before = first | {"survey_individual": first["survey_individual"].head(10)}
    grew = check_delivery(write_delivery(tmp_path / "more", tables, year=2025), previous=before)
    assert not told(grew)


def test_a_kring_of_which_most_are_gone_is_named() -> None:
    """In a country of many kringen the total hardly moves; the kring does."""
    numbers = pd.Series([f"1{n:07d}003" for n in range(400)], dtype="string")
    then = pd.DataFrame({"riziv": numbers, "kring_id": ["K1"] * 30 + ["K2"] * 370})
    now = then.drop(index=range(20))
    for kept, expected in ((now, ["kring_lost"]), (then, [])):
        findings = Findings()
        before = Before(same_year={"contacts": then}, earlier={})
        check_plausible({"contacts": kept}, {"contacts": "contacts.csv"}, before, load_layout("2024-1"), findings)
        assert [remark.code for remark in findings.warnings] == expected
        assert all("(K1)" in remark.text.nl for remark in findings.warnings)


def test_a_kring_that_was_merged_is_no_surprise() -> None:
    numbers = pd.Series([f"1{n:07d}003" for n in range(400)], dtype="string")
    then = pd.DataFrame({"riziv": numbers, "kring_id": ["K1"] * 30 + ["K2"] * 370})
    places = pd.DataFrame({"postcode": ["9700", "9750"], "nis": ["45035", "45036"], "kring_id": ["K1", "K2"]})
    findings = Findings()
    before = Before(same_year={}, earlier={"contacts": then, "geography": places}, earlier_year=2024)
    frames = {"contacts": then.assign(kring_id="K2"), "geography": places.assign(kring_id="K2")}
    files = {name: f"{name}.csv" for name in frames}
    check_plausible(frames, files, before, load_layout("2024-1"), findings)
    assert not findings.warnings
