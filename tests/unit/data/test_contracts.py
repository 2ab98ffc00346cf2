"""What is accepted: every format, what spreadsheets do to tables, corrections, and what is only worth a warning."""

import json
from datetime import date, datetime
from pathlib import Path

import openpyxl
import pandas as pd
import pytest
from openpyxl.comments import Comment

from data.contracts import AUTHORISATION, TABLES, check_delivery, load_layout
from data.contracts.rules import person_of
from tests.unit.data.delivery_samples import (
    PERSON_COUNT,
    person,
    refresh_checksums,
    sample_tables,
    write_delivery,
    write_manifest,
    write_table,
)

NUMBERS = {
    "contacts": ["riziv", "share"],
    "practices": ["postcode", "nis", "longitude", "latitude", "house_number"],
    "survey_practice": ["waiting_days", "nurse_fte", "reception_fte"],
    "survey_individual": ["riziv", "birth_year", "hours_week", "pressure", "gmd_count", "consultations_year"],
    "ima": ["YEAR", "RIZIV_ID", "RIZIV_SPEC", "RIZIV_HCI", "HCI_TYPE", "FLAGHMM", "FF_MH", "PAT_GMD", "RAADPL"],
    "geography": ["postcode", "nis"],
    "areas": ["area_km2"],
    "population": ["nis", "postcode", "residents"],
}
"""Columns that a spreadsheet turns into numbers."""


def numeric_tables() -> dict[str, pd.DataFrame]:
    tables = sample_tables()
    for name, columns in NUMBERS.items():
        for column in columns:
            if column == "pressure":
                continue
            tables[name][column] = pd.to_numeric(tables[name][column].replace("", None))
    tables["areas"]["area_id"] = [int(code) if code.isdigit() else code for code in tables["areas"]["area_id"]]
    return tables


@pytest.fixture(scope="module")
def accepted(tmp_path_factory: pytest.TempPathFactory) -> dict[str, pd.DataFrame]:
    """Frames of the valid sample, read from plain CSV."""
    return check_delivery(write_delivery(tmp_path_factory.mktemp("plain"))).frames


def assert_same(found: dict[str, pd.DataFrame], expected: dict[str, pd.DataFrame]) -> None:
    assert list(found) == list(expected)
    for name, frame in expected.items():
        pd.testing.assert_frame_equal(found[name], frame, obj=name)


def test_frames_have_the_columns_and_types_of_the_contract(accepted: dict[str, pd.DataFrame]) -> None:
    assert tuple(accepted) == TABLES
    for name, table in load_layout("2024-1").tables.items():
        kept = {column: described for column, described in table.columns.items() if described.stored}
        assert list(accepted[name]) == list(kept)
        for column, description in kept.items():
            expected = {"integer": "Int64", "number": "Float64"}.get(description.kind, "string")
            assert accepted[name][column].dtype == expected, (name, column)
    contacts = accepted["contacts"]
    assert contacts["riziv"].str.fullmatch(r"\d{11}").all()
    assert person_of(contacts["riziv"]).nunique() == PERSON_COUNT
    assert accepted["survey_practice"]["patient_stop"].isna().sum() == 2
    assert accepted["survey_practice"]["new_patient_conditions"][0] == "woonplaats|familie"


@pytest.mark.parametrize("separator", [",", ";"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
def test_csv_dialects_read_alike(separator: str, encoding: str, tmp_path: Path) -> None:
    tables = sample_tables()
    tables["areas"].loc[0, "name"] = 'De "Oude" Linde, née; Café\nachterhuis'
    for name, columns in (("contacts", ["share"]), ("practices", ["longitude", "latitude"]), ("areas", ["area_km2"])):
        for column in columns:
            tables[name][column] = tables[name][column].str.replace(".", ",")
    report = check_delivery(write_delivery(tmp_path, tables, separator=separator, encoding=encoding))
    assert report.accepted, report.to_text()
    assert report.frames["areas"]["name"][0] == 'De "Oude" Linde, née; Café\nachterhuis'
    assert report.frames["contacts"]["share"].sum() == PERSON_COUNT
    assert report.frames["practices"]["longitude"][0] == 3.6


@pytest.mark.parametrize("suffix", ["xlsx", "parquet"])
def test_text_and_number_cells_read_alike(suffix: str, accepted: dict[str, pd.DataFrame], tmp_path: Path) -> None:
    as_text = check_delivery(write_delivery(tmp_path / "text", suffix=suffix))
    assert_same(as_text.frames, accepted)
    tables = numeric_tables()
    if suffix == "parquet":
        tables["areas"] = sample_tables()["areas"]
    as_numbers = check_delivery(write_delivery(tmp_path / "numbers", tables, suffix=suffix))
    assert as_numbers.accepted, as_numbers.to_text()
    assert_same(as_numbers.frames, accepted)


def test_punctuated_riziv_numbers_are_normalised(accepted: dict[str, pd.DataFrame], tmp_path: Path) -> None:
    tables = sample_tables()
    number = tables["contacts"]["riziv"]
    tables["contacts"]["riziv"] = number.str.replace(r"(\d)(\d{5})(\d\d)(\d{3})", r"\1-\2.\3 \4", regex=True)
    assert_same(check_delivery(write_delivery(tmp_path, tables)).frames, accepted)


def test_dates_of_a_spreadsheet_are_moments(tmp_path: Path) -> None:
    tables = sample_tables()
    tables["survey_practice"]["submitted_at"] = pd.to_datetime(tables["survey_practice"]["submitted_at"])
    for suffix in ("xlsx", "parquet"):
        report = check_delivery(write_delivery(tmp_path / suffix, tables, suffix=suffix))
        assert report.accepted, report.to_text()
        assert report.frames["survey_practice"]["submitted_at"][0] == "2024-10-01T09:30:00"


def test_blank_rows_and_columns_are_left_out_and_row_numbers_stay(tmp_path: Path) -> None:
    folder = write_delivery(tmp_path)
    path = folder / "areas.csv"
    lines = path.read_text(encoding="utf-8").splitlines()
    lines = [line + ",," for line in lines]
    path.write_text("\n".join([*lines[:3], "", ",,,,,", *lines[3:], "", ""]), encoding="utf-8")
    refresh_checksums(folder)
    assert check_delivery(folder).accepted
    path.write_text(path.read_text(encoding="utf-8").replace("elz,E2", "streek,E2"), encoding="utf-8")
    refresh_checksums(folder)
    fault = next(fault for fault in check_delivery(folder).faults if fault.code == "unknown_code")
    assert fault.rows == (7,)


def test_what_no_number_needs_may_be_absent_and_is_never_given_on(
    accepted: dict[str, pd.DataFrame], tmp_path: Path
) -> None:
    unneeded = ["name", "street", "house_number"]
    tables = sample_tables()
    assert set(unneeded) <= set(tables["practices"])
    assert not set(unneeded) & set(accepted["practices"])
    tables["practices"] = tables["practices"].drop(columns=unneeded)
    assert_same(check_delivery(write_delivery(tmp_path, tables)).frames, accepted)


def edit_workbook(folder: Path, table: str, edit: object) -> Path:
    path = folder / f"{table}.xlsx"
    book = openpyxl.load_workbook(path)
    edit(book)  # type: ignore[operator]
    book.save(path)
    refresh_checksums(folder)
    return folder


def extra_sheet(book: openpyxl.Workbook, *cells: object) -> None:
    book.create_sheet("Extra").append(list(cells))


def first_cell_comment(book: openpyxl.Workbook) -> None:
    book.active["A2"].comment = Comment("bel 0471 23 45 67", "iemand")


def set_property(book: openpyxl.Workbook) -> None:
    book.properties.description = "vragen: jan@example.be"


@pytest.mark.parametrize(
    ("edit", "code", "file", "rows"),
    [
        (lambda book: extra_sheet(book, "x", "45.01.02-997.21"), "national_number", "areas.xlsx [sheet 2]", (1,)),
        (lambda book: extra_sheet(book, 45010299721), "national_number", "areas.xlsx [sheet 2]", (1,)),
        (lambda book: extra_sheet(book, "naam", "geslacht"), "sensitive_column", "areas.xlsx [sheet 2]", (1,)),
        (lambda book: extra_sheet(book, datetime(1975, 3, 12)), "birth_date", "areas.xlsx [sheet 2]", (1,)),  # noqa: DTZ001
        (lambda book: book.create_sheet("jan@example.be"), "mail", "areas.xlsx [sheet 2]", ()),
        (first_cell_comment, "phone", "areas.xlsx [comments]", ()),
        (set_property, "mail", "areas.xlsx [properties]", ()),
        (lambda book: book.active.cell(3, 4, "=1+1"), "formula", "areas.xlsx", (3,)),
        (lambda book: book.active.cell(7, 4, "#N/A"), "sheet_error", "areas.xlsx", (7,)),
        (lambda book: book.active.cell(3, 3, date(2024, 3, 1)), "dated_text", "areas.xlsx", (3,)),
        (lambda book: book.active.cell(1, 6, "sexe"), "sensitive_column", "areas.xlsx", (1,)),
        (lambda book: book.active.delete_rows(2, 20), "no_rows", "areas.xlsx", ()),
        (lambda book: book.active.delete_rows(1, 20), "empty_file", "areas.xlsx", ()),
    ],
)
def test_a_workbook_is_read_to_the_last_corner(
    edit: object, code: str, file: str, rows: tuple[int, ...], tmp_path: Path
) -> None:
    folder = edit_workbook(write_delivery(tmp_path, suffix="xlsx"), "areas", edit)
    found = [(fault.code, fault.file, fault.rows) for fault in check_delivery(folder).faults]
    assert (code, file, rows) in found


def test_computed_formulas_and_harmless_sheets_are_fine(tmp_path: Path) -> None:
    folder = edit_workbook(
        write_delivery(tmp_path, suffix="xlsx"), "areas", lambda book: extra_sheet(book, "toelichting bij de codes")
    )
    report = check_delivery(folder)
    assert report.accepted, report.to_text()
    assert [warning.code for warning in report.warnings] == ["other_sheets"]


@pytest.mark.parametrize("suffix", ["xlsx", "parquet"])
def test_damaged_binary_files_are_unreadable(suffix: str, tmp_path: Path) -> None:
    folder = write_delivery(tmp_path, suffix=suffix)
    path = folder / f"areas.{suffix}"
    path.write_bytes(path.read_bytes()[:-100])
    refresh_checksums(folder)
    assert [(fault.code, fault.file) for fault in check_delivery(folder).faults] == [("unreadable", f"areas.{suffix}")]


def test_parquet_of_nested_columns_and_hidden_metadata_is_refused(tmp_path: Path) -> None:
    tables = sample_tables()
    folder = write_delivery(tmp_path, tables, suffix="parquet")
    tables["areas"]["name"] = [["a"]] * len(tables["areas"])
    write_table(folder / "areas.parquet", tables["areas"])
    contacts = tables["contacts"]
    contacts.attrs = {"contact": "jan@example.be"}
    write_table(folder / "contacts.parquet", contacts)
    refresh_checksums(folder)
    found = {(fault.code, fault.file) for fault in check_delivery(folder).faults}
    assert {("unreadable", "areas.parquet"), ("mail", "contacts.parquet [metadata]")} <= found


def test_last_answer_wins_whatever_the_order_and_is_reported(tmp_path: Path) -> None:
    tables = sample_tables()
    survey = tables["survey_individual"]
    later = survey.iloc[[0]].assign(submitted_at="2024-10-20T08:00:00+02:00", hours_week="44")
    last = survey.iloc[[0]].assign(submitted_at="2024-10-20T07:30Z", hours_week="55", riziv=person(0)[:8] + "004")
    tables["survey_individual"] = pd.concat([last, survey, later], ignore_index=True)
    report = check_delivery(write_delivery(tmp_path, tables))
    assert report.accepted, report.to_text()
    answers = report.frames["survey_individual"]
    assert len(answers) == len(survey)
    assert answers.loc[person_of(answers["riziv"]) == person(0)[:8], "hours_week"].tolist() == [55]
    warning = next(warning for warning in report.warnings if warning.code == "survey_duplicates")
    assert warning.rows == (3, 27)
    assert "2 eerdere antwoorden van 1 respondenten" in warning.text.nl
    assert report.set_aside == dict.fromkeys(tables, 0) | {"survey_individual": 2}


def test_unusual_hours_other_kring_and_blank_contacts_are_warnings(tmp_path: Path) -> None:
    tables = sample_tables()
    tables["survey_individual"].loc[1, "hours_week"] = "81"
    tables["contacts"].loc[0, "kring_id"] = "K2"
    tables["ima"].loc[0, "RAADPL"] = ""
    (tmp_path / "loose.csv").write_text("x", encoding="utf-8")
    report = check_delivery(write_delivery(tmp_path, tables))
    assert report.accepted, report.to_text()
    found = {(warning.code, warning.file, warning.rows) for warning in report.warnings}
    assert found == {
        ("unusual", "survey_individual.csv", (3,)),
        ("kring_differs", "contacts.csv", (2,)),
        ("ima_blank", "ima.csv", (2,)),
        ("not_named", "loose.csv", ()),
    }
    assert [note.code for note in report.notes] == ["ima_without_contact"]
    assert report.notes[0].text.nl.startswith("1 IMA-rijen")


def test_a_late_ima_file_is_checked_against_what_was_accepted_before(
    accepted: dict[str, pd.DataFrame], tmp_path: Path
) -> None:
    only_ima = {"ima": sample_tables()["ima"]}
    folder = write_delivery(tmp_path, only_ima)
    previous = {name: frame for name, frame in accepted.items() if name != "ima"}
    report = check_delivery(folder, previous=previous)
    assert report.accepted, report.to_text()
    assert list(report.frames) == ["ima"]
    assert {note.column for note in report.notes if note.code == "kept"} == {f"files.{name}" for name in previous}
    assert {fault.column for fault in check_delivery(folder).faults} == {
        f"files.{name}" for name in ("contacts", "practices", "geography", "areas", "population")
    }


def test_a_correction_that_breaks_what_was_accepted_is_refused(
    accepted: dict[str, pd.DataFrame], tmp_path: Path
) -> None:
    tables = {"practices": sample_tables()["practices"].iloc[1:]}
    report = check_delivery(write_delivery(tmp_path, tables), previous=accepted)
    found = {(fault.code, fault.file, fault.rows) for fault in report.faults}
    assert found == {
        ("not_in_practices", "contacts [previous]", ()),
        ("not_in_practices", "survey_practice [previous]", ()),
    }


def test_surveys_and_ima_may_come_later(tmp_path: Path) -> None:
    tables = {name: frame for name, frame in sample_tables().items() if name not in {"ima", "survey_individual"}}
    report = check_delivery(write_delivery(tmp_path, tables))
    assert report.accepted
    assert [(note.code, note.column) for note in report.notes] == [
        ("absent", "files.survey_individual"),
        ("absent", "files.ima"),
    ]


def test_the_permission_decides_on_the_day_itself(tmp_path: Path) -> None:
    folder = write_delivery(tmp_path)
    manifest = folder / "delivery.toml"
    for day, accepted in (("2025-10-21", False), ("2025-10-22", True), ("2035-10-06", True), ("2035-10-07", False)):
        assert AUTHORISATION.covers(date.fromisoformat(day)) is accepted
    manifest.write_text(manifest.read_text(encoding="utf-8").replace("2025-11-03", "2025-10-22"), encoding="utf-8")
    report = check_delivery(folder)
    assert report.accepted
    assert report.manifest.files["ima"].received_on == date(2025, 10, 22)
    assert report.manifest.files["areas"].received_on == date(2024, 11, 4)


def test_a_day_of_receipt_long_after_the_survey_is_a_warning(tmp_path: Path) -> None:
    tables = {name: frame for name, frame in sample_tables().items() if name != "ima"}
    report = check_delivery(write_delivery(tmp_path, tables, received_on="2035-11-04"), today=date(2035, 11, 4))
    assert report.accepted, report.to_text()
    assert [(warning.code, warning.column) for warning in report.warnings] == [("received_odd", "received_on")]


def test_files_may_lie_in_a_folder_below_and_checksums_may_be_upper_case(tmp_path: Path) -> None:
    tables = sample_tables()
    folder = write_delivery(tmp_path, tables)
    (folder / "sub").mkdir()
    (folder / "areas.csv").rename(folder / "sub" / "areas.csv")
    files = {name: "sub/areas.csv" if name == "areas" else f"{name}.csv" for name in TABLES}
    write_manifest(folder, files)
    manifest = folder / "delivery.toml"
    lines = manifest.read_text(encoding="utf-8").splitlines()
    lines = [line[:9] + line[9:].upper() if line.startswith("sha256 = ") else line for line in lines]
    manifest.write_text("\n".join(lines), encoding="utf-8")
    report = check_delivery(folder)
    assert report.accepted, report.to_text()
    assert report.warnings == ()


def test_optional_columns_may_be_absent(tmp_path: Path) -> None:
    tables = sample_tables()
    del tables["practices"]["map_opt_out"]
    tables["geography"] = tables["geography"].iloc[:4]
    tables["population"] = tables["population"].iloc[:16].drop(columns="postcode")
    tables["areas"] = tables["areas"][tables["areas"]["area_id"] != "44011"]
    tables["practices"][["postcode", "nis"]] = ["9700", "45035"]
    del tables["area_facts"]
    report = check_delivery(write_delivery(tmp_path, tables))
    assert report.accepted, report.to_text()
    assert set(report.frames["practices"]["map_opt_out"]) == {"nee"}
    assert report.frames["population"]["postcode"].isna().all()


def test_two_decimal_marks_in_one_column_are_ambiguous(tmp_path: Path) -> None:
    tables = sample_tables()
    tables["areas"].loc[6, "area_km2"] = "1,5"
    fault = check_delivery(write_delivery(tmp_path, tables)).faults[0]
    assert (fault.code, fault.column, fault.rows) == ("decimal_marks", "area_km2", (8,))


def test_report_says_the_same_to_people_and_machines(tmp_path: Path) -> None:
    tables = sample_tables()
    tables["contacts"]["role"] = "volledigg"
    tables["survey_practice"].loc[2, "patient_stop"] = "volledigg"
    tables["survey_practice"].loc[3, "patient_stop"] = "Jan De Fictieve"
    report = check_delivery(write_delivery(tmp_path / "2024", tables))
    dutch, english = report.to_text(), report.to_text("en")
    assert dutch.startswith("Levering 2024: geweigerd, 2 fouten. Niets is bewaard.")
    assert english.startswith("Delivery 2024: refused, 2 faults. Nothing was stored.")
    assert "kolom role, rijen 2, 3, 4" in dutch
    assert "21 … en nog 12" in dutch
    assert "and 12 more" in english
    assert "'volledigg'" in dutch
    assert "Fictieve" not in dutch + english
    machine = json.loads(json.dumps(report.to_dict("en")))
    assert machine["accepted"] is False
    assert machine["survey_year"] == 2024
    assert machine["faults"][0]["row_count"] == 32
    assert machine["faults"][0]["rows"] == list(range(2, 34))
    assert machine["faults"][1]["expected"] == "geen | gedeeltelijk | volledig"
    assert machine["row_counts"]["contacts"] == 32


def test_file_names_and_headers_do_not_repeat_what_they_hide(tmp_path: Path) -> None:
    tables = sample_tables()
    tables["areas"]["45010299721"] = "x"
    folder = write_delivery(tmp_path, tables)
    (folder / "areas.csv").rename(folder / "areas_45010299721.csv")
    files = {name: "areas_45010299721.csv" if name == "areas" else f"{name}.csv" for name in TABLES}
    write_manifest(folder, files)
    (folder / "45010299721.txt").write_text("x", encoding="utf-8")
    report = check_delivery(folder)
    text = report.to_text() + json.dumps(report.to_dict())
    assert "45010299721" not in text
    assert "areas_###########.csv" in text
    assert ("national_number", "[E]") in {(fault.code, fault.column) for fault in report.faults}
