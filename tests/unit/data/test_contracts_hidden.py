"""National numbers, and other things that no delivery may hold, in the places of a file that nobody looks at."""

import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path

import openpyxl
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.formula import ArrayFormula

from data.contracts import check_delivery
from data.identifiers import holds_insz
from tests.tiny import riziv
from tests.unit.data.delivery_samples import refresh_checksums, sample_tables, write_delivery

INSZ = "45010299721"
PRINTED = "45.01.02-997.21"
BOOK = "areas.xlsx [workbook]"


def edited(folder: Path, edit: Callable[[openpyxl.Workbook], object]) -> Path:
    """Delivery of workbooks of which one was changed by its maker."""
    write_delivery(folder, suffix="xlsx")
    book = openpyxl.load_workbook(folder / "areas.xlsx")
    edit(book)
    book.save(folder / "areas.xlsx")
    refresh_checksums(folder)
    return folder


def with_part(folder: Path, name: str, change: Callable[[str], str] | str) -> Path:
    """Delivery of workbooks of which one part was changed, or added, by hand."""
    write_delivery(folder, suffix="xlsx")
    path = folder / "areas.xlsx"
    with zipfile.ZipFile(path) as package:
        parts = {part: package.read(part).decode() for part in package.namelist()}
    parts[name] = change if isinstance(change, str) else change(parts[name])
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        for part, content in parts.items():
            package.writestr(part, content)
    refresh_checksums(folder)
    return folder


def faults(folder: Path) -> list[tuple[str, str]]:
    report = check_delivery(folder)
    assert INSZ not in report.to_text()
    assert PRINTED not in report.to_text()
    return [(fault.code, fault.file) for fault in report.faults]


def validate(book: openpyxl.Workbook, **settings: str) -> None:
    rule = DataValidation(type="list", **settings)
    book.active.add_data_validation(rule)
    rule.add("B2")


def formula_text(book: openpyxl.Workbook) -> None:
    book.active["D9"] = f'=IF(TRUE,42.5,"{PRINTED}")'


SHEET = "xl/worksheets/sheet1.xml"
EDITS: dict[str, Callable[[openpyxl.Workbook], object]] = {
    "list of a validation": lambda book: validate(book, formula1=f'"ja,{PRINTED}"'),
    "prompt of a validation": lambda book: validate(book, formula1='"ja"', prompt=PRINTED),
    "error of a validation": lambda book: validate(book, formula1='"ja"', error=PRINTED),
    "format of a number": lambda book: setattr(book.active["D8"], "number_format", f'0.0"{PRINTED}"'),
    "text of a formula": formula_text,
    "formula of an array": lambda book: book.active.__setitem__("D9", ArrayFormula("D9", f'="{PRINTED}"')),
    "name of a range": lambda book: book.defined_names.__setitem__(
        "lijst", openpyxl.workbook.defined_name.DefinedName("lijst", attr_text=f'"{PRINTED}"')
    ),
    "head of a printed page": lambda book: setattr(book.active.oddHeader.center, "text", PRINTED),
    "foot of the first page": lambda book: setattr(book.active.firstFooter.left, "text", PRINTED),
    "link": lambda book: setattr(book.active["C2"], "hyperlink", f"https://voorbeeld.be/{INSZ}"),
    "title of the properties": lambda book: setattr(book.properties, "title", PRINTED),
}


@pytest.mark.parametrize("edit", EDITS.values(), ids=EDITS.keys())
def test_a_number_in_a_corner_of_a_workbook_is_found(
    edit: Callable[[openpyxl.Workbook], object], tmp_path: Path
) -> None:
    assert "national_number" in {
        code for code, file in faults(edited(tmp_path, edit)) if file.startswith("areas.xlsx [")
    }


PARTS: dict[str, tuple[str, Callable[[str], str] | str]] = {
    "copy of data behind a pivot table": (
        "xl/pivotCache/pivotCacheRecords1.xml",
        f'<pivotCacheRecords><r><s v="{PRINTED}"/></r></pivotCacheRecords>',
    ),
    "copy of data behind a chart": ("xl/charts/chart1.xml", f"<c:chart><c:v>{PRINTED}</c:v></c:chart>"),
    "copy of a linked file": (
        "xl/externalLinks/externalLink1.xml",
        f"<externalLink><sheetData><cell><v>{INSZ}</v></cell></sheetData></externalLink>",
    ),
    "remark in the XML": (SHEET, lambda text: text.replace("<sheetData>", f"<!-- {PRINTED} --><sheetData>")),
    "rule of colours": (
        SHEET,
        lambda text: text.replace(
            "</sheetData>",
            f'</sheetData><conditionalFormatting sqref="A1"><cfRule type="expression" priority="1">'
            f'<formula>A1="{PRINTED}"</formula></cfRule></conditionalFormatting>',
        ),
    ),
    "text that no cell shows": ("xl/sharedStrings.xml", f"<sst><si><t>tel {PRINTED}</t></si></sst>"),
    "text in two pieces": ("xl/sharedStrings.xml", "<sst><si><r><t>45.01.02-</t></r><r><t>997.21</t></r></si></sst>"),
    "spelling aid of a text": (
        "xl/sharedStrings.xml",
        f'<sst><si><t>Zone Noord</t><rPh sb="0" eb="1"><t>{PRINTED}</t></rPh></si></sst>',
    ),
    "spelling aid of a cell": (
        SHEET,
        lambda text: text.replace("Zone Noord</t>", f"Zone Noord</t><rPh sb='0' eb='1'><t>{PRINTED}</t></rPh>"),
    ),
}


@pytest.mark.parametrize(("name", "change"), PARTS.values(), ids=PARTS.keys())
def test_a_number_in_a_part_that_no_sheet_shows_is_found(
    name: str, change: Callable[[str], str] | str, tmp_path: Path
) -> None:
    assert ("national_number", BOOK) in faults(with_part(tmp_path, name, change))


@pytest.mark.parametrize("name", ["xl/vbaProject.bin", "xl/media/image1.png", "xl/embeddings/book.xlsx"])
def test_a_part_that_cannot_be_searched_refuses_the_workbook(name: str, tmp_path: Path) -> None:
    assert faults(with_part(tmp_path, name, "anything")) == [("unreadable", "areas.xlsx")]


def test_numbers_of_doctors_in_their_own_column_are_no_hidden_texts(tmp_path: Path) -> None:
    """One in four hundred RIZIV numbers also passes as a national number: in its own column that is no fault."""
    number = next(number for number in map(riziv, range(20_000)) if holds_insz(number))
    tables = sample_tables()
    old = tables["contacts"].loc[0, "riziv"]
    for name in ("contacts", "survey_individual"):
        tables[name]["riziv"] = tables[name]["riziv"].replace(old, number)
    report = check_delivery(write_delivery(tmp_path, tables, suffix="xlsx"))
    assert report.accepted, report.to_text()


def test_a_number_cut_over_two_columns_is_found(tmp_path: Path) -> None:
    tables = sample_tables()
    tables["practices"].loc[2, ["street", "house_number"]] = ["45.01.02", "997.21"]
    report = check_delivery(write_delivery(tmp_path / "csv", tables))
    assert [(fault.code, fault.column, fault.rows) for fault in report.faults] == [
        ("national_number", "street + house_number", (4,))
    ]
    other = edited(tmp_path / "xlsx", lambda book: book.create_sheet("Blad2").append(["450102", "99721"]))
    assert ("national_number", "areas.xlsx [sheet 2]") in faults(other)


def test_no_number_is_kept_behind_a_decimal_mark(tmp_path: Path) -> None:
    tables = sample_tables()
    tables["practices"].loc[2, "latitude"] = "50.45010299721"
    tables["areas"].loc[6, "area_km2"] = "4501.0299721"
    report = check_delivery(write_delivery(tmp_path, tables))
    assert report.accepted, report.to_text()
    assert report.frames["practices"]["latitude"][2] == 50.450103
    assert report.frames["areas"]["area_km2"][6] == 4501.02997


def test_metadata_of_one_parquet_column_is_searched(tmp_path: Path) -> None:
    folder = write_delivery(tmp_path, suffix="parquet")
    table = pq.read_table(folder / "areas.parquet")
    field = table.schema.field(0).with_metadata({"bron": PRINTED})
    pq.write_table(table.cast(pa.schema([field, *list(table.schema)[1:]])), folder / "areas.parquet")
    refresh_checksums(folder)
    assert ("national_number", "areas.parquet [metadata]") in faults(folder)


@pytest.mark.parametrize(
    ("table", "column", "value"),
    [
        ("areas", "name", "Kring 1-99998-16-003"),
        ("areas", "name", "Kring 19999816"),
        ("areas", "area_id", "19999816003"),
        ("geography", "elz_id", "19999816003"),
        ("area_facts", "source", "19999816003"),
    ],
)
def test_a_provider_number_in_a_text_of_the_release_is_refused(
    table: str, column: str, value: str, tmp_path: Path
) -> None:
    tables = sample_tables()
    tables[table].loc[1, column] = value
    report = check_delivery(write_delivery(tmp_path, tables))
    found = [(fault.code, fault.file, fault.column, fault.rows) for fault in report.faults]
    assert ("provider_number", f"{table}.csv", column, (3,)) in found
    assert "19999816" not in report.to_text()


@pytest.mark.parametrize("unseen", ["\u200b", "\u00a0", "\u00ad", "\ufeff"])
def test_an_invisible_character_in_a_code_is_reported_where_it_stands(unseen: str, tmp_path: Path) -> None:
    tables = sample_tables()
    tables["practices"].loc[3, "practice_id"] = f"P{unseen}003"
    report = check_delivery(write_delivery(tmp_path, tables))
    found = {(fault.code, fault.file, fault.column, fault.rows) for fault in report.faults}
    assert ("id_invisible", "practices.csv", "practice_id", (5,)) in found


def test_a_code_is_the_same_however_its_accents_are_stored(tmp_path: Path) -> None:
    tables = sample_tables()
    tables["areas"]["area_id"] = tables["areas"]["area_id"].replace("E1", "Zone\u00e9")
    tables["geography"]["elz_id"] = tables["geography"]["elz_id"].replace("E1", "Zonee\u0301")
    report = check_delivery(write_delivery(tmp_path, tables))
    assert report.accepted, report.to_text()


@pytest.mark.parametrize(
    ("day", "code"),
    [("2026-12-01", "received_future"), ("2204-11-04", "received_future"), ("2023-12-31", "received_early")],
)
def test_a_day_of_receipt_that_cannot_be_is_refused(day: str, code: str, tmp_path: Path) -> None:
    report = check_delivery(write_delivery(tmp_path, received_on=day), today=date(2026, 11, 30))
    assert (code, "delivery.toml", "received_on") in [(f.code, f.file, f.column) for f in report.faults]
    assert day in report.to_text()


@pytest.mark.parametrize("moment", ["1975-10-01T10:00:00", "2023-12-30", "2024-11-07T10:00:00Z", "2031-10-01T10:00"])
@pytest.mark.parametrize("table", ["survey_practice", "survey_individual"])
def test_an_answer_of_another_time_is_refused(table: str, moment: str, tmp_path: Path) -> None:
    tables = sample_tables()
    tables[table].loc[2, "submitted_at"] = moment
    report = check_delivery(write_delivery(tmp_path, tables), today=date(2026, 11, 30))
    found = [(fault.code, fault.file, fault.column, fault.rows) for fault in report.faults]
    assert found == [("moment_window", f"{table}.csv", "submitted_at", (4,))]
    assert "2024-11-04" in report.to_text()


def test_late_answers_count_until_the_day_they_came_in(tmp_path: Path) -> None:
    tables: dict[str, pd.DataFrame] = sample_tables()
    tables["survey_individual"].loc[2, "submitted_at"] = "2025-01-20T10:00:00"
    assert check_delivery(write_delivery(tmp_path, tables, received_on="2025-01-20"), today=date(2026, 11, 30)).accepted
