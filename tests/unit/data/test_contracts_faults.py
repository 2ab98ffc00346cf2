"""Every fault that a delivery can hold: one valid delivery, one change, and the report names file, column and row."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pandas as pd
import pytest

from data.contracts import check_delivery
from tests.unit.data.delivery_samples import (
    person,
    refresh_checksums,
    riziv,
    sample_tables,
    write_delivery,
)

INSZ = "45.01.02-997.21"
Tables = dict[str, pd.DataFrame]


@dataclass(frozen=True, kw_only=True)
class Case:
    """One change to a valid delivery, and the fault that must be named. ``rows`` are spreadsheet rows."""

    name: str
    change: Callable[[Tables], None] | None = None
    damage: Callable[[Path], None] | None = None
    code: str
    file: str
    column: str = ""
    rows: tuple[int, ...] = ()
    fix_checksums: bool = True


def put(table: str, column: str, row: int, value: str) -> Callable[[Tables], None]:
    """Put a value in one cell; ``row`` as a spreadsheet counts."""

    def change(tables: Tables) -> None:
        tables[table].loc[row - 2, column] = value

    return change


def cell(table: str, column: str, row: int, value: str, code: str, *, name: str = "") -> Case:
    return Case(
        name=name or f"{table}.{column}={value[:12]}",
        change=put(table, column, row, value),
        code=code,
        file=f"{table}.csv",
        column=column,
        rows=(row,),
    )


def extra(table: str, column: str, value: str, code: str, rows: tuple[int, ...]) -> Case:
    def change(tables: Tables) -> None:
        tables[table][column] = value

    shown = column if re.fullmatch(r"[A-Za-z][\w-]*", column) else f"[{chr(65 + len(sample_tables()[table].columns))}]"
    name = f"{table}+{column}:{code}"
    return Case(name=name, change=change, code=code, file=f"{table}.csv", column=shown, rows=rows)


def drop(table: str, column: str) -> Case:
    def change(tables: Tables) -> None:
        del tables[table][column]

    return Case(name=f"{table}-{column}", change=change, code="missing_column", file=f"{table}.csv", column=column)


def tables_case(
    name: str, change: Callable[[Tables], None], code: str, file: str, column: str, rows: tuple[int, ...] = ()
) -> Case:
    return Case(name=name, change=change, code=code, file=file, column=column, rows=rows)


def file_case(
    name: str,
    damage: Callable[[Path], None],
    code: str,
    file: str,
    column: str = "",
    rows: tuple[int, ...] = (),
    *,
    fix_checksums: bool = True,
) -> Case:
    return Case(name=name, damage=damage, code=code, file=file, column=column, rows=rows, fix_checksums=fix_checksums)


def rewrite(file: str, edit: Callable[[str], str]) -> Callable[[Path], None]:
    def damage(folder: Path) -> None:
        path = folder / file
        path.write_text(edit(path.read_text(encoding="utf-8")), encoding="utf-8")

    return damage


def content(file: str, new: bytes) -> Callable[[Path], None]:
    return lambda folder: (folder / file).write_bytes(new) and None


def manifest(old: str, new: str) -> Callable[[Path], None]:
    def edit(text: str) -> str:
        assert old in text
        return text.replace(old, new, 1)

    return rewrite("delivery.toml", edit)


def leave_out(table: str) -> Callable[[Tables], None]:
    return lambda tables: tables.pop(table) is None or None


def repeat(table: str, row: int) -> Callable[[Tables], None]:
    def change(tables: Tables) -> None:
        frame = tables[table]
        tables[table] = pd.concat([frame, frame.iloc[[row - 2]]], ignore_index=True)

    return change


def remove(table: str, rows: Callable[[pd.DataFrame], "pd.Series[bool]"]) -> Callable[[Tables], None]:
    def change(tables: Tables) -> None:
        tables[table] = tables[table][~rows(tables[table])].reset_index(drop=True)

    return change


def change_table(table: str, made: Callable[[pd.DataFrame], pd.DataFrame]) -> Callable[[Tables], None]:
    def change(tables: Tables) -> None:
        tables[table] = made(tables[table]).reset_index(drop=True)

    return change


def trainee_to_doctor(tables: Tables) -> None:
    contacts = tables["contacts"]
    contacts.loc[contacts["riziv"] == person(3), "role"] = ["huisarts", "haio"]


def outside_link(folder: Path) -> None:
    outside = folder.parent / "elsewhere.csv"
    (folder / "areas.csv").rename(outside)
    (folder / "areas.csv").symlink_to(outside)


def rename_to_doc(folder: Path) -> None:
    (folder / "areas.csv").rename(folder / "areas.doc")
    manifest('"areas.csv"', '"areas.doc"')(folder)


M = "delivery.toml"
CASES = [
    # manifest
    file_case("no manifest", lambda f: (f / M).unlink(), "manifest_missing", M, fix_checksums=False),
    file_case("broken toml", manifest("survey_year = 2024", "survey_year = = 2024"), "manifest_unreadable", M),
    file_case("unknown key", manifest("sender", 'contact = "x"\nsender'), "manifest_unknown_key", M, "contact"),
    file_case(
        "unknown table", manifest("[files.areas]", "[files.regions]"), "manifest_unknown_key", M, "files.regions"
    ),
    file_case(
        "unknown file key",
        manifest("[files.areas]", "[files.areas]\nrows = 9"),
        "manifest_unknown_key",
        M,
        "files.areas.rows",
    ),
    file_case("no year", manifest("survey_year = 2024", ""), "manifest_key_missing", M, "survey_year"),
    file_case("text year", manifest("= 2024\n", '= "2024"\n'), "manifest_wrong_type", M, "survey_year"),
    file_case("true year", manifest("= 2024\n", "= true\n"), "manifest_wrong_type", M, "survey_year"),
    file_case("odd year", manifest("= 2024\n", "= 24\n"), "manifest_wrong_type", M, "survey_year"),
    file_case("no date", manifest("received_on = 2024-11-04", ""), "manifest_key_missing", M, "received_on"),
    file_case("text date", manifest("2024-11-04", '"2024-11-04"'), "manifest_wrong_type", M, "received_on"),
    file_case("moment as date", manifest("2024-11-04", "2024-11-04T10:00:00"), "manifest_wrong_type", M, "received_on"),
    file_case("no sender", manifest('sender = "Departement Zorg"', ""), "manifest_key_missing", M, "sender"),
    file_case("empty sender", manifest('"Departement Zorg"', '" "'), "manifest_wrong_type", M, "sender"),
    file_case("no layout", manifest('layout = "2024-1"', ""), "manifest_key_missing", M, "layout"),
    file_case("unknown layout", manifest('"2024-1"', '"2031-1"'), "layout_unknown", M, "layout"),
    file_case(
        "no path",
        manifest('path = "areas.csv"\n', ""),
        "manifest_key_missing",
        M,
        "files.areas.path",
        fix_checksums=False,
    ),
    file_case(
        "no checksum",
        rewrite(M, lambda t: re.sub(r'("areas.csv")\nsha256 = "\w+"', r"\1", t)),
        "manifest_key_missing",
        M,
        "files.areas.sha256",
        fix_checksums=False,
    ),
    file_case(
        "short checksum",
        rewrite(M, lambda t: re.sub(r'("areas.csv"\nsha256 = ")\w+', r"\1abc", t)),
        "manifest_wrong_type",
        M,
        "files.areas.sha256",
        fix_checksums=False,
    ),
    file_case(
        "changed file",
        rewrite("areas.csv", lambda t: t.replace("Linde", "Beuk")),
        "checksum",
        "areas.csv",
        "files.areas.sha256",
        fix_checksums=False,
    ),
    file_case(
        "file gone",
        lambda f: (f / "areas.csv").unlink(),
        "file_missing",
        "areas.csv",
        "files.areas.path",
        fix_checksums=False,
    ),
    file_case(
        "path up", manifest('"areas.csv"', '"../areas.csv"'), "path_outside", M, "files.areas.path", fix_checksums=False
    ),
    file_case(
        "absolute path",
        manifest('"areas.csv"', '"/etc/hostname"'),
        "path_outside",
        M,
        "files.areas.path",
        fix_checksums=False,
    ),
    file_case("link outside", outside_link, "path_outside", M, "files.areas.path", fix_checksums=False),
    file_case("one file twice", manifest('"areas.csv"', '"geography.csv"'), "file_twice", M, "files.areas.path"),
    file_case("word file", rename_to_doc, "file_type", "areas.doc", "files.areas.path"),
    file_case("number in manifest", manifest("Departement Zorg", f"Zorg {INSZ}"), "national_number", M, "", (3,)),
    file_case("mail in comment", manifest("sender", "# jan@example.be\nsender"), "mail", M, "", (3,)),
    file_case(
        "IMA of another sender",
        manifest("TTP VI (KSZ)", "Departement Zorg"),
        "ima_sender",
        "ima.csv",
        "files.ima.sender",
    ),
    file_case("IMA too early", manifest("2025-11-03", "2025-10-21"), "ima_window", "ima.csv", "files.ima.received_on"),
    file_case("IMA too late", manifest("2025-11-03", "2035-10-07"), "ima_window", "ima.csv", "files.ima.received_on"),
    # files
    file_case("empty file", content("areas.csv", b"\n"), "empty_file", "areas.csv"),
    file_case("zero bytes", lambda f: (f / "areas.csv").write_bytes(b"") and None, "empty_file", "areas.csv"),
    file_case("header only", rewrite("areas.csv", lambda t: t.splitlines()[0]), "no_rows", "areas.csv"),
    file_case("no header", rewrite("areas.csv", lambda t: t.split("\n", 1)[1]), "no_header", "areas.csv", "", (1,)),
    file_case(
        "open quote", rewrite("areas.csv", lambda t: t.replace("Kring Beuk", '"Kring Beuk')), "unreadable", "areas.csv"
    ),
    file_case("binary", content("areas.csv", b"PK\x03\x04 rubbish"), "unreadable", "areas.csv"),
    file_case(
        "utf-16", lambda f: (f / "areas.csv").write_text("level", encoding="utf-16") and None, "unreadable", "areas.csv"
    ),
    file_case(
        "ragged",
        rewrite("areas.csv", lambda t: t.replace("Kring Beuk", "Kring, Beuk")),
        "ragged",
        "areas.csv",
        "",
        (3,),
    ),
    file_case(
        "twice the header",
        rewrite("areas.csv", lambda t: t.replace("level,area_id", "level,level", 1)),
        "duplicate_header",
        "areas.csv",
        "level",
        (1,),
    ),
    file_case(
        "nameless column",
        rewrite("areas.csv", lambda t: t.replace("area_km2", "", 1)),
        "blank_header",
        "areas.csv",
        "[D]",
        (1,),
    ),
    # columns
    drop("contacts", "role"),
    drop("practices", "nis"),
    drop("ima", "PAT_ATTRIB"),
    drop("survey_practice", "submitted_at"),
    extra("contacts", "geslacht", "V", "unlisted_column", (1,)),
    extra("contacts", "geslacht", "V", "sensitive_column", (1,)),
    extra("contacts", "naam_arts", "De Fictieve", "unlisted_column", (1,)),
    extra("survey_individual", "geboortedatum", "", "sensitive_column", (1,)),
    extra("practices", "e-mail", "linde@example.be", "mail", tuple(range(2, 14))),
    extra("practices", "opmerking", "bel 0471 23 45 67", "phone", tuple(range(2, 14))),
    extra("areas", INSZ, "", "national_number", (1,)),
    # forbidden content in listed columns
    cell("practices", "name", 4, f"tel mevr. {INSZ}", "national_number"),
    cell("practices", "street", 4, "45410299809", "national_number"),
    cell("practices", "house_number", 4, "1010199768", "national_number", name="zero cut off"),
    cell("practices", "name", 5, "Praktijk linde@example.be", "mail"),
    cell("practices", "name", 6, "Praktijk 09/123.45.67", "phone"),
    cell("practices", "name", 7, "Praktijk +32 471 23 45 67", "phone"),
    cell("practices", "name", 7, "Praktijk, geb. 12/03/1975", "birth_date"),
    cell("areas", "name", 3, "45 01 02 997 21", "national_number"),
    cell("geography", "elz_id", 3, "45.21.02-998.63", "national_number"),
    cell("survey_practice", "patient_stop", 3, f"geen {INSZ}", "national_number"),
    cell("survey_individual", "hours_week", 3, f"38 {INSZ}", "national_number"),
    cell("ima", "RIZIV_HCI", 3, "45010299721", "national_number"),
    cell("practices", "postcode", 3, "1080", "brussels"),
    cell("practices", "nis", 3, "21004", "brussels"),
    # cells
    cell("contacts", "riziv", 3, "", "not_filled"),
    cell("contacts", "riziv", 3, "1-99998-17-003", "riziv"),
    cell("contacts", "riziv", 3, "1999981600", "riziv"),
    cell("contacts", "riziv", 3, "2" + riziv(1)[1:], "riziv"),
    cell("contacts", "riziv", 3, riziv(1, "009"), "riziv_qualification"),
    cell("contacts", "role", 3, "specialist", "unknown_code"),
    cell("contacts", "share", 3, "1.2", "out_of_range"),
    cell("contacts", "share", 3, "heel", "not_a_number"),
    cell("practices", "postcode", 3, "970", "postcode"),
    cell("practices", "postcode", 3, "0999", "postcode"),
    cell("practices", "nis", 3, "4503", "nis"),
    cell("practices", "longitude", 3, "51.2", "out_of_range"),
    cell("practices", "map_opt_out", 3, "neen", "unknown_code"),
    cell("survey_practice", "submitted_at", 3, "11/10/2024", "moment"),
    cell("survey_practice", "submitted_at", 3, "2024-13-01", "moment"),
    cell("survey_practice", "new_patient_conditions", 3, "familie|tuin", "unknown_code"),
    cell("survey_practice", "waiting_days", 3, "181", "out_of_range"),
    cell("survey_practice", "waiting_days", 3, "1.000", "not_a_number"),
    cell("survey_practice", "nurse_fte", 3, "20.5", "out_of_range"),
    cell("survey_individual", "birth_year", 3, "2003", "out_of_range"),
    cell("survey_individual", "birth_year", 3, "1934", "out_of_range"),
    cell("survey_individual", "pressure", 3, "6", "unknown_code"),
    cell("survey_individual", "hours_week", 3, "101", "out_of_range"),
    cell("survey_individual", "gmd_count", 3, "6001", "out_of_range"),
    cell("survey_individual", "gmd_count", 3, "45010299721", "out_of_range"),
    cell("ima", "YEAR", 3, "2023", "out_of_range"),
    cell("ima", "RIZIV_ID", 3, "19999817", "provider"),
    cell("ima", "RIZIV_SPEC", 3, "3", "qualification"),
    cell("ima", "RIZIV_SPEC", 3, "010", "qualification"),
    cell("ima", "RIZIV_HCI", 3, "123456", "hci"),
    cell("ima", "HCI_TYPE", 3, "300", "unknown_code"),
    cell("ima", "FLAGHMM", 3, "2", "out_of_range"),
    cell("ima", "RAADPL", 3, "100001", "out_of_range"),
    cell("areas", "level", 3, "provincie", "unknown_code"),
    cell("areas", "area_km2", 7, "", "area_surface"),
    cell("population", "age_class", 3, "18-65", "unknown_code"),
    cell("population", "residents", 3, "-5", "out_of_range"),
    # rows
    tables_case(
        "same contact twice", repeat("contacts", 2), "duplicate_key", "contacts.csv", "riziv + practice_id", (2, 34)
    ),
    tables_case(
        "same practice twice", repeat("practices", 2), "duplicate_key", "practices.csv", "practice_id", (2, 14)
    ),
    tables_case(
        "same IMA row twice",
        repeat("ima", 2),
        "duplicate_key",
        "ima.csv",
        "YEAR + RIZIV_ID + RIZIV_SPEC + RIZIV_HCI",
        (2, 29),
    ),
    tables_case("same place twice", repeat("geography", 2), "duplicate_key", "geography.csv", "postcode + nis", (2, 8)),
    tables_case("same area twice", repeat("areas", 2), "duplicate_key", "areas.csv", "level + area_id", (2, 11)),
    tables_case(
        "same residents twice",
        repeat("population", 2),
        "duplicate_key",
        "population.csv",
        "nis + postcode + age_class + year",
        (2, 26),
    ),
    tables_case(
        "role of the other", put("contacts", "role", 2, "haio"), "role_mismatch", "contacts.csv", "riziv + role", (2,)
    ),
    tables_case("two roles", trainee_to_doctor, "two_roles", "contacts.csv", "role", (5, 6)),
    tables_case("shares", put("contacts", "share", 6, "0.3"), "shares", "contacts.csv", "share", (5, 6)),
    tables_case(
        "attributed patients differ",
        put("ima", "PAT_ATTRIB", 2, "1"),
        "pat_attrib",
        "ima.csv",
        "PAT_ATTRIB",
        (2, 14, 26, 28),
    ),
    # between tables
    tables_case(
        "answer of a stranger",
        put("survey_individual", "riziv", 4, riziv(800)),
        "not_in_contacts",
        "survey_individual.csv",
        "riziv",
        (4,),
    ),
    tables_case(
        "answer in another role",
        put("survey_individual", "riziv", 4, person(2)[:8] + "005"),
        "survey_role",
        "survey_individual.csv",
        "riziv",
        (4,),
    ),
    tables_case(
        "answer of no practice",
        put("survey_practice", "practice_id", 4, "P999"),
        "not_in_practices",
        "survey_practice.csv",
        "practice_id",
        (4,),
    ),
    tables_case(
        "contact in no practice",
        put("contacts", "practice_id", 4, "P999"),
        "not_in_practices",
        "contacts.csv",
        "practice_id",
        (4,),
    ),
    tables_case(
        "contact in no kring", put("contacts", "kring_id", 4, "K9"), "contact_kring", "contacts.csv", "kring_id", (4,)
    ),
    tables_case(
        "practice nowhere",
        put("practices", "postcode", 2, "9750"),
        "not_in_geography",
        "practices.csv",
        "postcode + nis",
        (2,),
    ),
    tables_case(
        "kring without a name",
        put("geography", "kring_id", 2, "K9"),
        "area_without_name",
        "geography.csv",
        "kring_id",
        (2,),
    ),
    tables_case(
        "municipality without a name",
        remove("areas", lambda f: f["area_id"] == "45035"),
        "area_without_name",
        "geography.csv",
        "nis",
        (2,),
    ),
    tables_case(
        "residents of nowhere",
        put("population", "nis", 2, "99999"),
        "nis_without_geography",
        "population.csv",
        "nis",
        (2,),
    ),
    tables_case(
        "no residents", remove("population", lambda f: f["nis"] == "45035"), "no_population", "population.csv", "nis"
    ),
    tables_case(
        "no residents of a part",
        remove("population", lambda f: f["postcode"] == "9810"),
        "no_population",
        "population.csv",
        "nis",
    ),
    tables_case(
        "age class missing",
        remove("population", lambda f: f.index == 0),
        "age_classes",
        "population.csv",
        "age_class",
        (2, 3, 4),
    ),
    tables_case(
        "split without postcode",
        put("population", "postcode", 18, ""),
        "population_split",
        "population.csv",
        "postcode",
        (18,),
    ),
    tables_case(
        "postcode without split",
        put("population", "postcode", 2, "9700"),
        "population_not_split",
        "population.csv",
        "postcode",
        (2,),
    ),
    tables_case(
        "part that is none",
        put("population", "postcode", 18, "9999"),
        "population_part",
        "population.csv",
        "postcode",
        (18,),
    ),
    tables_case(
        "a year of residents that is not whole",
        change_table("population", lambda f: pd.concat([f.assign(year="2024"), f.iloc[1:].assign(year="2022")])),
        "age_classes",
        "population.csv",
        "age_class",
        (26, 27, 28),
    ),
    tables_case(
        "residents without year beside a year",
        change_table("population", lambda f: pd.concat([f.assign(year=""), f.assign(year="2024")])),
        "not_filled",
        "population.csv",
        "year",
        tuple(range(2, 26)),
    ),
    tables_case(
        "residents of an earlier year alone",
        change_table("population", lambda f: f.assign(year="2022")),
        "no_population",
        "population.csv",
        "nis",
    ),
    *[
        tables_case(f"no {table}", leave_out(table), "table_missing", M, f"files.{table}")
        for table in ("contacts", "practices", "geography", "areas", "population")
    ],
    tables_case(
        "fact of nowhere",
        put("area_facts", "nis", 6, "99999"),
        "nis_without_geography",
        "area_facts.csv",
        "nis",
        (6,),
    ),
    tables_case(
        "share as percentage", put("area_facts", "value", 6, "12"), "fact_share", "area_facts.csv", "value", (6,)
    ),
    tables_case(
        "projection without an age class",
        remove("area_facts", lambda f: f.index == 0),
        "age_classes",
        "area_facts.csv",
        "fact",
        (2, 3, 4),
    ),
    tables_case(
        "fact of a split municipality as a whole",
        put("area_facts", "postcode", 26, ""),
        "population_split",
        "area_facts.csv",
        "postcode",
        (26,),
    ),
    cell("area_facts", "fact", 6, "vt", "unknown_code"),
    cell("area_facts", "value", 6, "-0.1", "out_of_range"),
    cell("area_facts", "year", 6, "1990", "out_of_range"),
]


@pytest.mark.parametrize("case", CASES, ids=[case.name for case in CASES])
def test_one_wrong_thing_is_refused_and_named(case: Case, tmp_path: Path) -> None:
    tables = sample_tables()
    if case.change:
        case.change(tables)
    folder = write_delivery(tmp_path / "2024", tables)
    if case.damage:
        case.damage(folder)
        if case.fix_checksums:
            refresh_checksums(folder)
    report = check_delivery(folder)
    assert not report.accepted
    assert report.frames == {}
    named = [(fault.code, fault.file, fault.column, fault.rows) for fault in report.faults]
    assert (case.code, case.file, case.column, case.rows) in named, named
    for lang in ("nl", "en"):
        text = report.to_text(lang)
        assert case.file in text
        assert case.column in text
        assert not re.search(r"\d{8}", text)
        assert "45.01.02" not in text
        assert "{" not in text


def test_there_are_enough_cases_and_each_is_its_own() -> None:
    assert len({case.name for case in CASES}) == len(CASES) >= 60


def test_all_faults_of_all_files_come_in_one_report(tmp_path: Path) -> None:
    tables = sample_tables()
    chosen = [case for case in CASES if case.change and case.name in COMBINED]
    for case in chosen:
        case.change(tables)  # type: ignore[misc]
    report = check_delivery(write_delivery(tmp_path / "2024", tables))
    named = {(fault.code, fault.file, fault.column) for fault in report.faults}
    assert len(chosen) == len(COMBINED)
    assert {(case.code, case.file, case.column) for case in chosen} <= named
    assert len({fault.file for fault in report.faults}) == 8


COMBINED = (
    "contacts+geslacht:unlisted_column",
    "contacts.role=specialist",
    "shares",
    "practices.name=Praktijk lin",
    "practice nowhere",
    "survey_practice.waiting_days=181",
    "survey_individual.birth_year=2003",
    "answer of a stranger",
    "ima.YEAR=2023",
    "ima.RIZIV_HCI=123456",
    "kring without a name",
    "areas.level=provincie",
    "residents of nowhere",
)
"""Cases that do not touch the same cells."""
