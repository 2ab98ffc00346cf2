"""XLSX for screen readers and spreadsheets, by the conventions of the Government Statistical Service.

One table per sheet, headings in one row marked as a table, nothing merged, no empty cell in a table, a mark in brackets
where there is no number, a sheet of notes first and a list of contents second.
"""

import io
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

import pandas as pd
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.table import Table, TableStyleInfo

from data.exports import wording
from data.exports.about import About, Language
from data.exports.flat import NO_DATA_MARK, WITHHELD_MARK, Entry, Labels

COLUMNS = (
    "year",
    "level",
    "area",
    "area_name",
    "category_label",
    "measure",
    "value",
    "lower",
    "upper",
    "count",
    "answered",
    "frame",
    "mark",
    "ima_year",
    "category",
)
"""Columns of a sheet; the indicator is the sheet."""

HEADER_ROW = 4
"""Row of the headings: title, what it is, and how many rows stand above it."""

NOT_APPLICABLE = "[z]"
_WIDTHS = {"area_name": 34, "category_label": 34, "level": 17, "measure": 22}
_HIDDEN_BY_MARK = ("value", "lower", "upper", "count")
_NUMBERS = (*_HIDDEN_BY_MARK, "answered", "frame", "ima_year")


def write_workbook(flat: pd.DataFrame, labels: Labels, about: About, language: Language) -> bytes:
    """Write the long table of ``flatten`` as a workbook: notes, contents, one sheet per indicator.

    A number that is not there is a mark: ``[c]`` withheld, ``[x]`` no data, ``[z]`` not applicable. Numbers with few
    answers stay numbers, with ``[u]`` in the column of marks.
    """
    book = Workbook(write_only=True)
    made = datetime.fromisoformat(about.made_on)
    book.properties.title = wording.say(wording.TITLE, language)
    book.properties.creator = wording.say(wording.PUBLISHER, language)
    book.properties.description = about.citation(language)
    book.properties.language = language
    book.properties.created = made
    groups = [(str(name), rows) for name, rows in flat.groupby("indicator", sort=False)]
    _cover(book, about, language)
    _contents(book, groups, labels, language)
    for name, rows in groups:
        _numbers(book, labels.entries[name], rows, language)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _cover(book: Workbook, about: About, language: Language) -> None:
    say = wording.say
    facts, marks, columns = (
        say(t, language) for t in (wording.COVER_FACTS, wording.COVER_MARKS, wording.COVER_COLUMNS)
    )
    rows = [(facts, name, text) for name, text in about.facts(language).items()]
    rows += [(marks, mark, say(text, language)) for mark, text in wording.MARKS.items()]
    rows += [
        (columns, say(wording.COLUMNS[name][0], language), say(wording.COLUMNS[name][1], language)) for name in COLUMNS
    ]
    headings = [say(text, language) for text in (wording.HEAD_SUBJECT, wording.HEAD_FACT, wording.HEAD_MEANING)]
    _sheet(
        book,
        say(wording.SHEET_COVER, language),
        above=[say(wording.TITLE, language), say(wording.COVER_LEAD, language), about.citation(language)],
        headings=headings,
        widths=[30, 30, 110],
        rows=rows,
        count=len(rows),
        table="uitleg",
    )


def _contents(book: Workbook, groups: Sequence[tuple[str, pd.DataFrame]], labels: Labels, language: Language) -> None:
    say = wording.say
    _sheet(
        book,
        say(wording.SHEET_CONTENTS, language),
        above=[say(wording.SHEET_CONTENTS, language), say(wording.CONTENTS_LEAD, language), ""],
        headings=[say(text, language) for text in wording.CONTENTS_COLUMNS],
        widths=[10, 60, 40, 10],
        rows=[
            (name, say(labels.entries[name].label, language), say(labels.entries[name].unit, language), len(rows))
            for name, rows in groups
        ],
        count=len(groups),
        table="inhoud",
        linked=True,
    )


def _numbers(book: Workbook, entry: Entry, rows: pd.DataFrame, language: Language) -> None:
    say = wording.say
    lead = say(wording.SHEET_LEAD, language).format(rows=len(rows), cover=say(wording.SHEET_COVER, language))
    _sheet(
        book,
        entry.id,
        above=[
            f"{entry.id} · {say(entry.label, language)} ({say(entry.unit, language)})",
            " ".join(say(text, language) for text in (entry.definition, *entry.caveats)),
            lead,
        ],
        headings=[say(wording.COLUMNS[name][0], language) for name in COLUMNS],
        widths=[_WIDTHS.get(name, 13) for name in COLUMNS],
        rows=_filled(rows, language),
        count=len(rows),
        table=f"cijfers_{entry.id}",
    )


def _filled(rows: pd.DataFrame, language: Language) -> Iterable[tuple[object, ...]]:
    """Rows without an empty cell."""
    none = wording.say(wording.NONE, language)
    out: dict[str, Sequence[object]] = {}
    for name in COLUMNS:
        column = rows[name]
        if name in _NUMBERS:
            values = column.astype(object)
            if name in _HIDDEN_BY_MARK:
                absent = rows["mark"].where(rows["mark"].isin([WITHHELD_MARK, NO_DATA_MARK]), NOT_APPLICABLE)
            elif name == "answered":
                absent = pd.Series(WITHHELD_MARK, index=rows.index)
            else:
                absent = pd.Series(NOT_APPLICABLE, index=rows.index)
            out[name] = values.where(column.notna(), absent).tolist()
        elif name == "mark":
            out[name] = column.where(column.ne(""), none).tolist()
        elif name in ("level", "measure"):
            words = wording.LEVELS if name == "level" else wording.MEASURES
            out[name] = column.map({code: wording.say(text, language) for code, text in words.items()}).tolist()
        else:
            out[name] = column.tolist()
    return zip(*out.values(), strict=True)


def _sheet(
    book: Workbook,
    title: str,
    *,
    above: Sequence[str],
    headings: Sequence[str],
    widths: Sequence[int],
    rows: Iterable[Sequence[object]],
    count: int,
    table: str,
    linked: bool = False,
) -> None:
    """Write one sheet: lines above, then one table whose first row are its headings."""
    sheet = book.create_sheet(title)
    sheet.freeze_panes = f"A{HEADER_ROW + 1}"
    for place, width in enumerate(widths, start=1):
        sheet.column_dimensions[get_column_letter(place)].width = width
    for place, line in enumerate(above):
        sheet.append([_cell(sheet, line, Font(bold=True, size=14) if place == 0 else None)])
    sheet.append([_cell(sheet, text, Font(bold=True), wrap=True) for text in headings])
    for row in rows:
        values = [_cell(sheet, value) if _needs_care(value) else value for value in row]
        if linked:
            values[0] = _link(sheet, str(row[0]))
        sheet.append(values)
    reference = f"A{HEADER_ROW}:{get_column_letter(len(headings))}{HEADER_ROW + max(count, 1)}"
    marked = Table(displayName=table, ref=reference)
    marked._initialise_columns()  # noqa: SLF001 -- a sheet written row by row keeps no cells to take the names from
    for column, name in zip(marked.tableColumns, headings, strict=True):
        column.name = name
    marked.tableStyleInfo = TableStyleInfo(name="TableStyleLight1", showRowStripes=False)
    sheet.tables.add(marked)


def _needs_care(value: object) -> bool:
    return isinstance(value, str) and (value.startswith("=") or ILLEGAL_CHARACTERS_RE.search(value) is not None)


def _cell(sheet: Any, text: object, font: Font | None = None, *, wrap: bool = False) -> Any:
    """Make a cell that holds a text as text: a leading = starts no formula."""
    cell = WriteOnlyCell(sheet, value=ILLEGAL_CHARACTERS_RE.sub("", str(text)))
    cell.data_type = "s"
    if font is not None:
        cell.font = font
    if wrap:
        cell.alignment = Alignment(wrap_text=True, vertical="top")
    return cell


def _link(sheet: Any, name: str) -> Any:
    cell = _cell(sheet, name, Font(underline="single", color="0B6E75"))
    cell.hyperlink = Hyperlink(ref="A1", location=f"'{name}'!A1", display=name)
    return cell
