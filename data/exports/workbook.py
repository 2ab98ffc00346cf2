"""XLSX for screen readers and spreadsheets, by the conventions of the Government Statistical Service.

One table per sheet, headings in one row marked as a table, nothing merged, no empty cell in a table, a mark in brackets
where there is no number, a sheet of notes first and a list of contents second.
"""

import io
from collections.abc import Iterable, Sequence
from datetime import datetime
from itertools import repeat
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
from data.terms import Measure, Text

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
_LEAST, _MOST = 14, 60
"""Narrowest and widest column of numbers and names, in characters."""
_HIDDEN_BY_MARK = ("value", "lower", "upper", "count")
_NUMBERS = (*_HIDDEN_BY_MARK, "answered", "frame", "ima_year")
_RIGHT = ("year", *_NUMBERS)
"""Columns set to the right, marks and headings too; a text beside one keeps off it."""
_DECIMALS = ("value", "lower", "upper")
_SHAPED = tuple(COLUMNS.index(name) for name in _DECIMALS)
_SAME = 1e-9
_HEAD = Alignment(wrap_text=True, vertical="bottom")
_HEAD_RIGHT = Alignment(wrap_text=True, vertical="bottom", horizontal="right")
_HEAD_BESIDE = Alignment(wrap_text=True, vertical="bottom", horizontal="left", indent=1)
_RIGHT_SIDE = Alignment(horizontal="right")
_INDENTED = Alignment(horizontal="left", indent=1)
_WRAPPED = Alignment(wrap_text=True, vertical="top")


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
    cover(book, about, language)
    _contents(book, groups, labels, language)
    for name, rows in groups:
        _numbers(book, labels.entries[name], rows, language)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def cover(book: Workbook, about: About, language: Language) -> None:
    """Write the sheet of notes: facts of the file, marks, columns."""
    say = wording.say
    facts, marks, columns = (
        say(t, language) for t in (wording.COVER_FACTS, wording.COVER_MARKS, wording.COVER_COLUMNS)
    )
    rows = [(facts, name, text) for name, text in about.facts(language).items()]
    rows += [(marks, mark, say(text, language)) for mark, text in wording.MARKS.items()]
    rows += [(columns, say(wording.COLUMNS[name][0], language), say(_meaning(name), language)) for name in COLUMNS]
    headings = [say(text, language) for text in (wording.HEAD_SUBJECT, wording.HEAD_FACT, wording.HEAD_MEANING)]
    table_sheet(
        book,
        say(wording.SHEET_COVER, language),
        above=[say(wording.TITLE, language), say(wording.COVER_LEAD, language), ""],
        headings=headings,
        widths=[30, 30, 110],
        rows=rows,
        count=len(rows),
        table="uitleg",
        wrapped=True,
    )


def _meaning(name: str) -> Text:
    """Give what a column holds in a workbook, where it has words instead of codes and marks instead of nothing."""
    return wording.IN_WORKBOOK.get(name, wording.COLUMNS[name][1])


def _contents(book: Workbook, groups: Sequence[tuple[str, pd.DataFrame]], labels: Labels, language: Language) -> None:
    say = wording.say
    table_sheet(
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
        right=(False, False, False, True),
        linked=True,
    )


def _numbers(book: Workbook, entry: Entry, rows: pd.DataFrame, language: Language) -> None:
    say = wording.say
    filled = _filled(rows, language)
    lead = say(wording.SHEET_LEAD, language).format(rows=len(rows), cover=say(wording.SHEET_COVER, language))
    table_sheet(
        book,
        entry.id,
        above=[
            f"{entry.id} · {say(entry.label, language)} ({say(entry.unit, language)})",
            " ".join(say(text, language) for text in (entry.definition, *entry.caveats)),
            lead,
        ],
        headings=[say(wording.COLUMNS[name][0], language) for name in COLUMNS],
        widths=[_width(filled[name]) for name in COLUMNS],
        rows=zip(*filled.values(), strict=True),
        count=len(rows),
        table=f"cijfers_{entry.id}",
        right=[name in _RIGHT for name in COLUMNS],
        formats=_formats(rows),
    )


def _width(column: Sequence[object]) -> int:
    """Give the width that shows every text of a column in full."""
    longest = max((len(value) for value in set(column) if isinstance(value, str)), default=0)
    return min(max(longest + 2, _LEAST), _MOST)


def _formats(rows: pd.DataFrame) -> Iterable[str]:
    """Give the format of value and ends of each row: whole for counts, else the decimals of this sheet."""
    shown = rows.loc[rows["measure"].ne(Measure.COUNT.value), list(_DECIMALS)]
    known = shown.to_numpy(dtype=float)
    known = known[known == known]  # NaN is not itself
    places = next((n for n in (0, 1, 2) if (abs(known - known.round(n)) < _SAME).all()), 2)
    exact = f"#,##0.{'0' * places}" if places else "#,##0"
    return ("#,##0" if count else exact for count in rows["measure"].eq(Measure.COUNT.value))


def _filled(rows: pd.DataFrame, language: Language) -> dict[str, Sequence[object]]:
    """Columns without an empty cell."""
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
    return out


def table_sheet(
    book: Workbook,
    title: str,
    *,
    above: Sequence[str],
    headings: Sequence[str],
    widths: Sequence[int],
    rows: Iterable[Sequence[object]],
    count: int,
    table: str,
    right: Sequence[bool] | None = None,
    formats: Iterable[str] | None = None,
    wrapped: bool = False,
    linked: bool = False,
) -> None:
    """Write one sheet: lines above, then one table whose first row are its headings.

    Parameters
    ----------
    right : whether a column is set to the right, None for no column.
    formats : number format of value and ends, per row.
    wrapped : break long texts inside their column.
    """
    sheet = book.create_sheet(title)
    sheet.freeze_panes = f"A{HEADER_ROW + 1}"
    for place, width in enumerate(widths, start=1):
        sheet.column_dimensions[get_column_letter(place)].width = width
    for place, line in enumerate(above):
        sheet.append([_cell(sheet, line, Font(bold=True, size=14) if place == 0 else None)])
    dress = _Dress(sheet=sheet, right=right or [False] * len(headings), wrapped=wrapped)
    sheet.append(dress.heads(headings))
    for row, shape in zip(rows, formats or repeat(""), strict=formats is not None):
        values = dress.row(row, shape)
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


class _Dress:
    """How the cells of one sheet stand.

    Millions of cells share a few styles and texts: a cell with a style is written at once and can be written again.
    One without is not kept, for the sheet puts the next value of the row in it.
    """

    def __init__(self, *, sheet: Any, right: Sequence[bool], wrapped: bool) -> None:
        self._sheet = sheet
        beside = [place > 0 and right[place - 1] and not own for place, own in enumerate(right)]
        self._sides = [
            _RIGHT_SIDE if own else _INDENTED if after else None for own, after in zip(right, beside, strict=True)
        ]
        self._heads = [
            _HEAD_RIGHT if own else _HEAD_BESIDE if after else _HEAD for own, after in zip(right, beside, strict=True)
        ]
        self._wrapped = wrapped
        self._texts: dict[tuple[int, str], Any] = {}
        self._numbers: dict[tuple[int, str], Any] = {}

    def heads(self, headings: Sequence[str]) -> list[Any]:
        """Write the headings, each on the side of its column."""
        return [
            _cell(self._sheet, text, Font(bold=True), side) for text, side in zip(headings, self._heads, strict=True)
        ]

    def row(self, row: Sequence[object], shape: str) -> list[Any]:
        """Write a row; ``shape`` is the format of value and ends."""
        shaped = _SHAPED if shape else ()
        return [
            self._text(i, value) if isinstance(value, str) else self._number(i, value, shape) if i in shaped else value
            for i, value in enumerate(row)
        ]

    def _text(self, place: int, text: str) -> Any:
        side = _WRAPPED if self._wrapped else self._sides[place]
        if side is None:
            return _cell(self._sheet, text) if _needs_care(text) else text
        found = self._texts.get((place, text))
        if found is None:
            found = self._texts[(place, text)] = _cell(self._sheet, text, None, side)
        return found

    def _number(self, place: int, value: object, shape: str) -> Any:
        cell = self._numbers.get((place, shape))
        if cell is None:
            cell = self._numbers[(place, shape)] = WriteOnlyCell(self._sheet)
            cell.number_format = shape
        cell.value = value
        return cell


def _needs_care(text: str) -> bool:
    return text.startswith("=") or ILLEGAL_CHARACTERS_RE.search(text) is not None


def _cell(sheet: Any, text: object, font: Font | None = None, place: Alignment | None = None) -> Any:
    """Make a cell that holds a text as text: a leading = starts no formula."""
    cell = WriteOnlyCell(sheet, value=ILLEGAL_CHARACTERS_RE.sub("", str(text)))
    cell.data_type = "s"
    if font is not None:
        cell.font = font
    if place is not None:
        cell.alignment = place
    return cell


def _link(sheet: Any, name: str) -> Any:
    cell = _cell(sheet, name, Font(underline="single", color="0B6E75"))
    cell.hyperlink = Hyperlink(ref="A1", location=f"'{name}'!A1", display=name)
    return cell
