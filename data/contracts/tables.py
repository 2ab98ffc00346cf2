"""One table of a delivery: its columns matched with the layout, its cells made canonical, its own rules checked."""

from collections.abc import Mapping
from itertools import pairwise

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from data.contracts.cells import parse_cells
from data.contracts.forbidden import scan_header, scan_values
from data.contracts.layout import Column, Layout, Table
from data.contracts.reading import RawColumn, RawTable
from data.contracts.report import Findings, safe_header
from data.identifiers import PERSON_NUMBER, holds_insz, plain
from data.terms import Text

_SCANNED = ("text", "id")
_RELEASED = {
    "areas": ("area_id", "name"),
    "geography": ("kring_id", "elz_id", "regio_id"),
    "area_facts": ("source",),
}
"""Texts that come into the release as they are."""
_LEAST_DIGITS = 9
_NUMERIC = {"integer": "Int64", "number": "Float64"}
_SORTS = {"integer": Text(nl="geheel getal", en="whole number"), "number": Text(nl="getal", en="number")}


def canonical_table(
    raw: RawTable, table: Table, layout: Layout, findings: Findings, *, file: str, survey_year: int
) -> pd.DataFrame:
    """Canonical frame of a file, every fault of its columns and cells reported to ``findings``.

    The index is the row number in the file. A required column that is missing is left out; an optional one is there
    and empty. Cells with a fault are missing values.
    """
    by_header = {column.header: column for column in table.columns.values() if column.header}
    if not any(column.header in by_header for column in raw.columns):
        findings.fault("no_header", file=file, rows=[1])
        return pd.DataFrame(index=raw.rows)
    listed = _match(raw, by_header, findings, file=file, survey_year=survey_year)
    if not len(raw.rows):
        findings.fault("no_rows", file=file)
    series: dict[str, pd.Series] = {}
    for name, column in table.columns.items():
        cells = listed.get(column.header)
        if cells is not None:
            series[name] = _canonical_column(cells, column, layout, raw.rows, findings, file, survey_year)
            if name in _RELEASED.get(table.name, ()):
                _check_released(cells, raw.rows, findings, file=file)
        elif column.required:
            findings.fault("missing_column", file=file, column=column.header, wanted=column.header)
        else:
            dtype = _NUMERIC.get(column.kind, "string")
            fill = column.default or None
            series[name] = pd.Series([fill] * len(raw.rows), index=raw.rows, dtype=dtype)
    _check_split_numbers(raw, by_header, findings, file=file)
    return pd.DataFrame(series, index=raw.rows)


def headers_of(table: Table) -> Mapping[str, Column]:
    """Columns of a table by the name they have in a file."""
    return {column.header: column for column in table.columns.values() if column.header}


def _match(
    raw: RawTable, by_header: Mapping[str, Column], findings: Findings, *, file: str, survey_year: int
) -> dict[str, RawColumn]:
    """Columns of the file that the layout lists; every other one is a fault and is scanned all the same."""
    listed: dict[str, RawColumn] = {}
    counts = pd.Series([column.header for column in raw.columns], dtype="string").value_counts()
    for column in raw.columns:
        shown = safe_header(column.header, column.position)
        if not column.header:
            if any(column.cells):
                findings.fault("blank_header", file=file, column=shown, rows=[1])
                scan_values(column.cells, raw.rows, findings, file=file, column=shown, survey_year=survey_year)
            continue
        if column.header in listed:
            findings.fault("duplicate_header", file=file, column=shown, rows=[1], count=int(counts[column.header]))
            continue
        if column.header in by_header:
            listed[column.header] = column
            continue
        findings.fault("unlisted_column", file=file, column=shown, rows=[1])
        scan_header(column.header, findings, file=file, column=shown, survey_year=survey_year)
        scan_values(column.cells, raw.rows, findings, file=file, column=shown, survey_year=survey_year)
    return listed


def _canonical_column(
    raw: RawColumn,
    column: Column,
    layout: Layout,
    rows: NDArray[np.int64],
    findings: Findings,
    file: str,
    survey_year: int,
) -> pd.Series:
    shown = safe_header(raw.header, raw.position)
    cells = raw.cells
    if column.kind == "qualification" and raw.numeric.any():
        # A spreadsheet keeps 003 as the number 3.
        cells = np.where(raw.numeric, pd.Series(cells, dtype="string").str.zfill(3).to_numpy(dtype=object), cells)
    empty = cells == ""
    if column.filled and empty.any():
        findings.fault("not_filled", file=file, column=shown, rows=rows[empty])
    parsed = parse_cells(cells, column, layout, survey_year)
    low, high = column.limits(survey_year)
    for problem, (hit, detail) in parsed.problems.items():
        findings.fault(
            problem,
            file=file,
            column=shown,
            rows=rows[hit],
            detail=detail,
            moduli=" / ".join(map(str, layout.moduli)),
            codes=_codes(column, layout),
            gp=_slashed(layout.qualifications["huisarts"]),
            trainee=_slashed(layout.qualifications["haio"]),
            sort=_SORTS.get(column.kind, ""),
            low=_plain_limit(low),
            high=_plain_limit(high),
        )
    if column.kind in _NUMERIC:
        _check_decimal_marks(cells, raw.numeric, rows, findings, file=file, column=shown)
    _scan(raw, cells, parsed.bad, column, rows, findings, file=file, shown=shown, survey_year=survey_year)
    canonical = parsed.canonical.copy()
    canonical[canonical == ""] = None
    if column.kind not in _NUMERIC:
        text = pd.Series(canonical, index=rows, dtype="string")
        return text.fillna(column.default) if column.default else text
    numbers = _numbers(canonical, column.kind, rows)
    _warn_unusual(numbers, column, findings, file=file, shown=shown)
    return numbers


def _check_released(raw: RawColumn, rows: NDArray[np.int64], findings: Findings, *, file: str) -> None:
    """Refuse here what would stop every release later: a text that comes into it and holds a number of a person."""
    places, distinct = pd.factorize(raw.cells)
    hits = np.array([bool(PERSON_NUMBER.search(plain(text))) for text in distinct], dtype=bool)
    if hits.any():
        shown = safe_header(raw.header, raw.position)
        findings.fault("provider_number", file=file, column=shown, rows=rows[hits[places]])


def _check_split_numbers(raw: RawTable, by_header: Mapping[str, Column], findings: Findings, *, file: str) -> None:
    """Look for national numbers of which one half stands in a text and the other in the text beside it."""
    for left, right in pairwise(raw.columns):
        listed = [by_header.get(column.header) for column in (left, right)]
        if any(column is not None and column.kind not in _SCANNED for column in listed):
            continue
        if all(column is not None and column.kind == "id" for column in listed):
            continue  # two codes of digits side by side: one row in four hundred would look like a number
        hits = np.array(
            [
                sum(map(str.isdigit, a + b)) >= _LEAST_DIGITS and holds_insz(f"{a} {b}") and not _holds_either(a, b)
                for a, b in zip(left.cells, right.cells, strict=True)
            ],
            dtype=bool,
        )
        if hits.any():
            shown = " + ".join(safe_header(column.header, column.position) for column in (left, right))
            findings.fault("national_number", file=file, column=shown, rows=raw.rows[hits])


def _holds_either(one: str, other: str) -> bool:
    return holds_insz(one) or holds_insz(other)


def _numbers(canonical: NDArray[np.object_], kind: str, rows: NDArray[np.int64]) -> pd.Series:
    numbers = pd.Series(pd.to_numeric(pd.Series(canonical, dtype="object")).to_numpy(dtype="float64"), index=rows)
    return numbers.astype("Int64") if kind == "integer" else numbers.astype("Float64")


def _warn_unusual(numbers: pd.Series, column: Column, findings: Findings, *, file: str, shown: str) -> None:
    if column.unusual_above is None:
        return
    unusual = (numbers > column.unusual_above).fillna(False).to_numpy(dtype=bool)
    if unusual.any():
        limit = f"{column.unusual_above:g}"
        text = Text(nl=f"ongewoon hoog: meer dan {limit}", en=f"unusually high: above {limit}")
        findings.warn("unusual", text, file=file, column=shown, rows=numbers.index[unusual])


def _scan(
    raw: RawColumn,
    cells: NDArray[np.object_],
    bad: NDArray[np.bool_],
    column: Column,
    rows: NDArray[np.int64],
    findings: Findings,
    *,
    file: str,
    shown: str,
    survey_year: int,
) -> None:
    """Look for forbidden content: in all free text and codes, elsewhere in what the column's kind did not accept."""
    if column.kind in _SCANNED:
        if raw.dated.any():
            findings.fault("dated_text", file=file, column=shown, rows=rows[raw.dated])
        look = cells != ""
    elif column.kind in {"riziv", "provider", "hci"}:
        return
    else:
        look = bad.copy()
        if column.kind in _NUMERIC:
            look &= np.array([not _is_numeral(cell) for cell in cells], dtype=bool) if look.any() else look
    scan_values(
        cells[look],
        rows[look],
        findings,
        file=file,
        column=shown,
        survey_year=survey_year,
        bare_numbers=column.kind == "text",
    )


def _check_decimal_marks(
    cells: NDArray[np.object_],
    numeric: NDArray[np.bool_],
    rows: NDArray[np.int64],
    findings: Findings,
    *,
    file: str,
    column: str,
) -> None:
    """Two decimal marks in one column: one of them may be a thousands mark, so nothing is certain."""
    comma = np.array(["," in cell for cell in cells], dtype=bool) & ~numeric
    point = np.array(["." in cell for cell in cells], dtype=bool) & ~numeric
    if comma.any() and point.any():
        findings.fault(
            "decimal_marks", file=file, column=column, rows=rows[comma if comma.sum() <= point.sum() else point]
        )


def _is_numeral(cell: str) -> bool:
    return cell.replace(",", "").replace(".", "").replace("-", "").isdigit()


def _codes(column: Column, layout: Layout) -> str:
    if column.kind == "qualification":
        return ", ".join(code for codes in layout.qualifications.values() for code in codes)
    return " | ".join(column.codes)


def _slashed(codes: tuple[str, ...]) -> str:
    return "/".join(codes)


def _plain_limit(limit: float | None) -> str:
    return "" if limit is None else f"{limit:.10g}"
