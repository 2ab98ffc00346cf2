"""Spreadsheets and Parquet files as they are, with every sheet, comment and property offered for scanning."""

import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from html import unescape
from itertools import pairwise
from typing import Any

import numpy as np
import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq

from data.contracts.limits import (
    CELL_CHARACTERS,
    UNPACKED_BYTES,
    Budget,
    UnreadableError,
    check_package,
    check_size,
    too_much,
)
from data.contracts.reading import RawColumn, RawTable
from data.contracts.report import Findings
from data.contracts.sealed import Content, stream_of

_FORMULA = re.compile(rb"<f[ >/]")
_TEXT_NODE = re.compile(r">([^<>]+)<")
_ATTRIBUTE = re.compile(r"""=(?:"([^"<]+)"|'([^'<]+)')""")
_REMARK = re.compile(r"<!--(.*?)-->|<!\[CDATA\[(.*?)\]\]>", re.DOTALL)
_SHEET_CELLS = re.compile(r"<(?:\w+:)?(?:c|row)(?=[\s/>])[^>]*>|<(?:\w+:)?(?:v|t)(?:\s[^>]*)?>[^<]*<")
"""What holds the cells themselves: they are read as a table. Formulas, and all else of a sheet, stay."""
_SHARED_TEXT = re.compile(r"<(?:\w+:)?si>(.*?)</(?:\w+:)?si>", re.DOTALL)
_PHONETIC = re.compile(r"<(?:\w+:)?rPh\b.*?</(?:\w+:)?rPh>", re.DOTALL)
_RUN = re.compile(r"<(?:\w+:)?t(?:\s[^>]*)?>([^<]*)<")
_GUID = re.compile(r"\{?[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}\}?")
_PRINTER = re.compile(r"xl/printerSettings/[\w.]+\.bin")
_READ_PARTS = (".xml", ".rels", ".vml")
_LEAST_DIGITS = 9
_TIMESTAMP = re.compile(r"\d{4}-\d{2}-\d{2}T[\d:.]+Z?")


@dataclass(frozen=True, kw_only=True)
class Aside:
    """Text in a workbook outside the table: ``place`` names where, ``rows`` the row (0 where there is none)."""

    place: str
    row: int
    text: str
    header: bool = False


@dataclass(frozen=True, kw_only=True)
class Workbook:
    """First sheet as a table, and everything else that the file says."""

    table: RawTable | None
    asides: tuple[Aside, ...]
    other_sheets: int


def read_xlsx(content: Content, findings: Findings, *, file: str) -> Workbook:
    """Workbook of which the first sheet is the table.

    Raises
    ------
    UnreadableError : the file is no workbook or is damaged.
    """
    try:
        with zipfile.ZipFile(stream_of(content)) as package:
            check_package(package)
            asides = list(_package_texts(package))
            formulas = any(
                _FORMULA.search(package.read(name))
                for name in package.namelist()
                if name.startswith("xl/worksheets/") and name.endswith(".xml")
            )
        book = openpyxl.load_workbook(stream_of(content), read_only=True, data_only=True, keep_links=False)
        sheets = book.worksheets
        asides += [Aside(place=f"sheet {n}", row=0, text=sheet.title) for n, sheet in enumerate(sheets, start=1)]
        budget = Budget()
        rows = _sheet_rows(sheets[0], budget)
        table = _sheet_table(rows, findings, file=file)
        used = {cell.strip() for row in rows for cell in row if isinstance(cell, str)}
        others = 0
        for number, sheet in enumerate(sheets[1:], start=2):
            found = list(_sheet_asides(sheet, number, budget))
            others += bool(found)
            asides += found
            used |= {aside.text for aside in found}
        with zipfile.ZipFile(stream_of(content)) as package:
            asides += _unused_texts(package, used)
        book.close()
        if formulas and table is not None:
            _check_formulas(content, rows, findings, file=file)
    except UnreadableError:
        raise
    except Exception as error:  # openpyxl raises anything from KeyError to its own errors on a damaged workbook
        raise UnreadableError("geen werkboek, of een beschadigd", "no workbook, or a damaged one") from error
    return Workbook(table=table, asides=tuple(asides), other_sheets=others)


def read_parquet(content: Content) -> tuple[RawTable | None, tuple[Aside, ...]]:
    """Table of a Parquet file, and the texts of its metadata; the first row counts as row 2.

    Raises
    ------
    UnreadableError : the file is no Parquet, is damaged, or holds nested or binary columns.
    """
    try:
        with pq.ParquetFile(stream_of(content)) as file:
            table = _parquet_content(file, content)
    except UnreadableError:
        raise
    except Exception as error:  # pyarrow raises many kinds of errors on damaged files
        raise UnreadableError("geen Parquet, of een beschadigd bestand", "no Parquet, or a damaged file") from error
    metadata = table.schema.metadata or {}
    told = [part for key, value in metadata.items() if key != b"ARROW:schema" for part in (key, value)]
    told += [part for field in table.schema for pair in (field.metadata or {}).items() for part in pair]
    asides = tuple(Aside(place="metadata", row=0, text=part.decode("utf-8", errors="replace")) for part in told)
    columns = tuple(_parquet_column(table, place) for place in range(table.num_columns))
    return RawTable(columns=columns, rows=np.arange(2, table.num_rows + 2)), asides


def _parquet_content(file: pq.ParquetFile, content: Content) -> pa.Table:
    """Read the columns, texts as dictionaries: one long text may stand for a million of them."""
    facts = file.metadata
    check_size(facts.num_rows, facts.num_columns)
    groups = [facts.row_group(n) for n in range(facts.num_row_groups)]
    unpacked = sum(group.column(n).total_uncompressed_size for group in groups for n in range(facts.num_columns))
    if unpacked > UNPACKED_BYTES:
        raise too_much("uitgepakt meer dan 400 MB", "more than 400 MB once unpacked")
    texts = [field.name for field in file.schema_arrow if _is_text(_kind(field.type))]
    for field in file.schema_arrow:
        kind = _kind(field.type)
        if pa.types.is_nested(kind) or pa.types.is_binary(kind) or pa.types.is_large_binary(kind):
            raise UnreadableError("kolommen met lijsten, structuren of bytes", "columns of lists, structures or bytes")
    with pq.ParquetFile(stream_of(content), read_dictionary=texts) as packed:
        return packed.read()


def _kind(type_: pa.DataType) -> pa.DataType:
    return type_.value_type if pa.types.is_dictionary(type_) else type_


def _is_text(kind: pa.DataType) -> bool:
    return bool(pa.types.is_string(kind) or pa.types.is_large_string(kind))


def _parquet_column(content: pa.Table, place: int) -> RawColumn:
    field, column = content.schema.field(place), content.column(place)
    if not pa.types.is_dictionary(field.type):
        return _column(str(field.name), place, [_cell(value) for value in column.to_pylist()])
    cells: list[tuple[str, str]] = []
    for chunk in column.chunks:
        known = [*(_cell(value) for value in chunk.dictionary.to_pylist()), ("", "")]
        if any(len(text) > CELL_CHARACTERS for text, _ in known):
            known = [(text[: CELL_CHARACTERS + 1], sort) for text, sort in known]  # long enough to be refused
        cells += [known[-1 if index is None else index] for index in chunk.indices.to_pylist()]
    return _column(str(field.name), place, cells)


def _sheet_rows(sheet: Any, budget: Budget) -> list[tuple[Any, ...]]:
    sheet.reset_dimensions()
    return [budget.take(row) for row in sheet.iter_rows(values_only=True)]


def _sheet_table(rows: list[tuple[Any, ...]], findings: Findings, *, file: str) -> RawTable | None:
    """Table of a sheet; empty columns at the right and empty rows are left out, row numbers kept."""
    if not any(_said(cell) for row in rows for cell in row):
        findings.fault("empty_file", file=file)
        return None
    filled = [(number, row) for number, row in enumerate(rows[1:], start=2) if any(_said(cell) for cell in row)]
    width = max(max((n for n, cell in enumerate(row, start=1) if _said(cell)), default=0) for row in rows)
    errors = [number for number, row in filled if any(isinstance(cell, str) and _is_error(cell) for cell in row)]
    if errors:
        findings.fault("sheet_error", file=file, rows=errors)
    header = [_cell(cell)[0] for cell in rows[0]] + [""] * width
    columns = tuple(
        _column(header[place], place, [_cell(row[place]) if place < len(row) else ("", "") for _, row in filled])
        for place in range(width)
    )
    return RawTable(columns=columns, rows=np.array([number for number, _ in filled], dtype=np.int64))


def _check_formulas(content: Content, values: list[tuple[Any, ...]], findings: Findings, *, file: str) -> None:
    """Report formulas that the spreadsheet never computed: their cells would read as empty."""
    book = openpyxl.load_workbook(stream_of(content), read_only=True, data_only=False, keep_links=False)
    missing = [
        number
        for number, (formulas, cached) in enumerate(
            zip(_sheet_rows(book.worksheets[0], Budget()), values, strict=False), start=1
        )
        if any(_is_formula(cell) and (len(cached) <= n or cached[n] is None) for n, cell in enumerate(formulas))
    ]
    book.close()
    if missing:
        findings.fault("formula", file=file, rows=missing)


def _sheet_asides(sheet: Any, number: int, budget: Budget) -> Iterator[Aside]:
    for row_number, row in enumerate(_sheet_rows(sheet, budget), start=1):
        said = [_cell(cell) for cell in row]
        for text, _ in said:
            if text:
                yield Aside(place=f"sheet {number}", row=row_number, text=text, header=True)
        for (left, left_sort), (right, right_sort) in pairwise(said):
            if left and right and not left_sort and not right_sort:  # a number may be cut over two cells
                yield Aside(place=f"sheet {number}", row=row_number, text=f"{left} {right}")


def _package_texts(package: zipfile.ZipFile) -> Iterator[Aside]:
    """Everything a workbook says outside its cells: what people forget that it holds.

    Comments, text boxes, properties, page headers, links, names, rules of validation, formats of numbers, formulas,
    copies of data behind charts and pivot tables, texts that no cell shows any more.

    Raises
    ------
    UnreadableError : a part is of a kind that cannot be searched: a macro, another file, a picture.
    """
    yield Aside(place="workbook", row=0, text=package.comment.decode("utf-8", errors="replace"))
    for part in package.infolist():
        name = part.filename
        if part.is_dir() or name.endswith("sharedStrings.xml"):
            continue
        place = "properties" if "docProps" in name else "comments" if "omment" in name else "workbook"
        if _PRINTER.fullmatch(name):
            texts = [package.read(part).decode(code, errors="replace") for code in ("utf-16-le", "latin-1")]
        elif name.lower().endswith(_READ_PARTS):
            texts = _part_texts(name, package.read(part).decode("utf-8", errors="replace"))
        else:
            raise UnreadableError(
                "een werkboek met een macro, een afbeelding of een ander bestand erin: bewaar alleen de tabel",
                "a workbook with a macro, a picture or another file in it: save the table alone",
            )
        for text in dict.fromkeys([name, *texts]):
            if text.strip():
                yield Aside(place=place, row=0, text=unescape(text))


def _part_texts(name: str, content: str) -> list[str]:
    """Texts and longer attributes of one part; of a sheet without its cells."""
    remarks = [part for pair in _REMARK.findall(content) for part in pair if part]
    if name.startswith("xl/worksheets/"):
        remarks += [text for piece in _PHONETIC.findall(content) for text in _RUN.findall(piece)]
        content = _SHEET_CELLS.sub("<", content)
    nodes = [text for text in _TEXT_NODE.findall(content) if not _TIMESTAMP.fullmatch(text.strip())]
    values = [_GUID.sub("", one or other) for one, other in _ATTRIBUTE.findall(content)]
    told = [value for value in values if "@" in value or sum(map(str.isdigit, value)) >= _LEAST_DIGITS]
    sentence = [] if name.startswith("xl/worksheets/") else [" ".join(nodes)]  # formatting cuts one into pieces
    return [*nodes, *told, *remarks, *sentence]


def _unused_texts(package: zipfile.ZipFile, used: set[str]) -> Iterator[Aside]:
    """Texts that the workbook keeps although no cell shows them any more."""
    for name in package.namelist():
        if not name.endswith("sharedStrings.xml"):
            continue
        content = package.read(name).decode("utf-8", errors="replace")
        for entry in _SHARED_TEXT.findall(content):
            shown = unescape("".join(_RUN.findall(_PHONETIC.sub("", entry)))).strip()
            hidden = [unescape("".join(_RUN.findall(piece))) for piece in _PHONETIC.findall(entry)]
            for text in hidden if shown in used else [shown, *hidden]:
                yield Aside(place="workbook", row=0, text=text)


def _column(header: str, place: int, cells: list[tuple[str, str]]) -> RawColumn:
    values = np.empty(len(cells), dtype=object)
    values[:] = [text for text, _ in cells]
    sorts = np.array([sort for _, sort in cells], dtype="U1")
    return RawColumn(header=header.strip(), position=place, cells=values, numeric=sorts == "n", dated=sorts == "d")


def _cell(value: object) -> tuple[str, str]:
    """Text of a cell and its sort: "n" number, "d" date, "" text. Whole numbers lose their ``.0``."""
    if value is None:
        return "", ""
    if isinstance(value, bool | np.bool_):
        return ("TRUE" if value else "FALSE"), ""
    if isinstance(value, int):
        return str(value), "n"
    if isinstance(value, float | Decimal):
        return _number(value), "n"
    if isinstance(value, datetime | date):
        return value.isoformat(), "d"
    if isinstance(value, time | timedelta):
        return str(value), "d"
    return str(value).strip(), ""


def _number(value: float | Decimal) -> str:
    if value != value:  # NaN is how Parquet writers spell an empty number
        return ""
    if value in (float("inf"), float("-inf")):
        return "inf"
    if value == int(value):
        return str(int(value))
    text = str(value)
    return text if "e" not in text.lower() else f"{value:f}"


def _said(cell: object) -> bool:
    return cell is not None and bool(str(cell).strip())


def _is_error(cell: str) -> bool:
    return cell in {"#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NULL!", "#NUM!"}


def _is_formula(cell: object) -> bool:
    return isinstance(cell, str) and cell.startswith("=") and len(cell) > 1
