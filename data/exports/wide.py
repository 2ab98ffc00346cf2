"""The same numbers with areas under one another and numbers side by side, for a spreadsheet.

First the numbers themselves, one column for each number and year; then, in the same order, their intervals and what
they rest on. A number that is not there is its mark, ``[c]`` withheld or ``[x]`` no data, so that no cell can be taken
for zero.
"""

import io
from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd
from openpyxl import Workbook

from data.exports import wording, workbook
from data.exports.about import About, Language
from data.exports.flat import NO_DATA_MARK, WITHHELD_MARK, Labels
from data.exports.plain import Dress, as_text, number_text
from data.terms import TOTAL

DETAILS = ("lower", "upper", "answered", "frame", "mark")
"""What stands beside each number, after all numbers."""


@dataclass(frozen=True, kw_only=True)
class Wide:
    """``table`` has one row per area: ``area``, ``area_name``, then a column for each number, then the details.

    ``numbers`` are the headings of the numbers; their cells are floats or a mark.
    """

    table: pd.DataFrame
    numbers: tuple[str, ...]


def side_by_side(flat: pd.DataFrame, labels: Labels, language: Language) -> Wide:
    """Set the long table of ``flatten`` side by side.

    Parameters
    ----------
    flat : one level, each number of an area once per year.
    """
    order = {
        (name, category): (place, at)
        for place, (name, entry) in enumerate(labels.entries.items())
        for at, category in enumerate(entry.categories)
    }
    keys = flat[["indicator", "category", "measure", "year"]].drop_duplicates()
    columns = [(str(n), str(c), str(m), int(y)) for n, c, m, y in keys.itertuples(index=False, name=None)]
    columns.sort(key=lambda key: (*order[key[:2]], *key[2:]))
    names = flat[["area", "area_name"]].drop_duplicates("area").sort_values(["area_name", "area"])
    values, details = [], []
    for name, category, measure, year in columns:
        heading = _heading(labels, name, category, measure, year, language)
        of_year = flat["indicator"].eq(name) & flat["year"].eq(year)
        rows = flat[of_year & flat["category"].eq(category) & flat["measure"].eq(measure)]
        own = rows.set_index("area").reindex(names["area"])
        absent = own["mark"].where(own["mark"].isin([WITHHELD_MARK, NO_DATA_MARK]), NO_DATA_MARK)
        values.append(own["value"].astype(object).where(own["value"].notna(), absent).rename(heading))
        details += [
            own[each].rename(f"{heading} · {wording.say(wording.COLUMNS[each][0], language)}") for each in DETAILS
        ]
    table = pd.concat([names.set_index("area"), *values, *details], axis=1).reset_index()
    return Wide(table=table, numbers=tuple(str(column.name) for column in values))


def _heading(labels: Labels, name: str, category: str, measure: str, year: int, language: Language) -> str:
    """Name a column: number, answer or measure, year, unit."""
    entry = labels.entries[name]
    parts = [f"{name} {wording.say(entry.label, language)}"]
    if category != TOTAL:
        parts.append(wording.say(entry.categories[category], language))
    elif (category, measure) != entry.main or measure in ("mean", "median", "p25", "p75"):
        parts.append(wording.say(wording.MEASURES[measure], language))
    return f"{': '.join(parts)}, {wording.say(entry.unit, language)}, {year}"


def write_wide_csv(wide: Wide, about: About, dress: Dress) -> bytes:
    """Write it as CSV; the last column carries the citation in its first row."""
    language: Language = "nl" if dress is Dress.BELGIAN else "en"
    out = wide.table.copy()
    for name in wide.numbers:
        out[name] = [each if isinstance(each, str) else number_text(float(each), dress) for each in out[name]]
    out["citation"] = ""
    if len(out):
        out.loc[out.index[0], "citation"] = about.citation(language)
    return as_text(out, dress, {each: wording.say(wording.COLUMNS[each][0], language) for each in _OWN})


_OWN = ("area", "area_name", "citation")


def write_wide_workbook(wide: Wide, about: About, language: Language) -> bytes:
    """Write it as a workbook: notes, then one sheet with one table."""
    book = Workbook(write_only=True)
    book.properties.title = wording.say(wording.TITLE, language)
    book.properties.creator = wording.say(wording.PUBLISHER, language)
    book.properties.description = about.citation(language)
    book.properties.language = language
    workbook.cover(book, about, language)
    headings = [wording.say(wording.COLUMNS[each][0], language) if each in _OWN else str(each) for each in wide.table]
    none, absent = wording.say(wording.NONE, language), workbook.NOT_APPLICABLE
    rows = [[_filled(each, none, absent) for each in row] for row in wide.table.itertuples(index=False, name=None)]
    workbook.table_sheet(
        book,
        wording.say(wording.SHEET_WIDE, language),
        above=[
            wording.say(wording.TITLE, language),
            wording.say(wording.WIDE_LEAD, language),
            wording.say(wording.SHEET_LEAD, language).format(
                rows=len(rows), cover=wording.say(wording.SHEET_COVER, language)
            ),
        ],
        headings=headings,
        widths=[10, 34, *[18] * (len(headings) - 2)],
        rows=rows,
        count=len(rows),
        table="breed",
        right=_sides(wide),
    )
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _sides(wide: Wide) -> Sequence[bool]:
    return [place > 1 for place, _name in enumerate(wide.table)]


def _filled(value: object, none: str, absent: str) -> object:
    """Leave no cell of a table empty."""
    if isinstance(value, str):
        return value or none
    return absent if value is None or pd.isna(value) else value  # type: ignore[call-overload]  # any scalar
