"""Frames made from the contracts: columns and types come from the layout of a delivery and the schema of a release.

A world says what its rows hold; what it does not say stands as the contract has it when nothing is said. All
identifiers are invented; their check digits are right.
"""

import math
from collections.abc import Iterable, Mapping
from typing import Any

import pandas as pd

from aggregation.shown.selection import AreaNumber
from data.contracts.layout import CANONICAL, load_layout
from data.identifiers import riziv_check_digits
from data.releases import schema
from data.terms import Status

LAYOUT = load_layout(CANONICAL)
AGE_CLASSES = tuple(LAYOUT.tables["population"].columns["age_class"].codes)
YES_NO = ("ja", "nee")
FLAGS = [name for name, column in LAYOUT.tables["survey_practice"].columns.items() if tuple(column.codes) == YES_NO]
"""Questions of a practice that are answered with yes or no."""

_DELIVERED = {"integer": "Int64", "number": "Float64"}
_RELEASED = {schema.Kind.INTEGER: "Int64", schema.Kind.NUMBER: "Float64"}
_UNSAID = {"status": "A", "confidentiality": "F"}

Row = Mapping[str, Any] | tuple[Any, ...]


def riziv(serial: int, *, modulus: int = 97, qualification: str = "003") -> str:
    """Compute a fictitious number: 1, five digits of its own, right check digits, the qualification."""
    first = f"1{serial:05d}"
    return first + riziv_check_digits(first, modulus) + qualification


def codes(table: str, column: str) -> tuple[str, ...]:
    """Answers that a delivery may give in a column."""
    return tuple(LAYOUT.tables[table].columns[column].codes)


def delivered(table: str, rows: Iterable[Row], columns: str = "", **same: Any) -> pd.DataFrame:
    """Give a table of a delivery as the vault does: every column that is stored, typed; the unsaid is unanswered.

    ``columns`` names what stands in rows that are tuples; ``same`` stands in every row.
    """
    types = {
        name: _DELIVERED.get(column.kind, "string")
        for name, column in LAYOUT.tables[table].columns.items()
        if column.stored
    }
    return _frame(rows, columns, same).reindex(columns=list(types)).astype(types)


def released(table: str, rows: Iterable[Row], columns: str = "", **same: Any) -> pd.DataFrame:
    """Give a table of a release with every column that is required; the unsaid is null, a cell shown and normal."""
    frame = _frame(rows, columns, same)
    listed = [each for each in schema.TABLES[table].columns if each.required or each.name in frame]
    for each in listed:
        said = frame[each.name] if each.name in frame else pd.Series([None] * len(frame), dtype="object")
        if each.name in _UNSAID:
            said = said.fillna(_UNSAID[each.name])
        frame[each.name] = said.astype(_RELEASED[each.kind]) if each.kind in _RELEASED else said
    names = [each.name for each in listed]
    return frame[[*names, *(name for name in frame if name not in names)]]


def area_number(value: float, half: float = math.nan, **more: Any) -> AreaNumber:
    """Give the number of an area as screens hold it: ``value`` ± ``half``, without value withheld; more by name."""
    plain: dict[str, Any] = {"count": 10, "answered": 20, "frame": 30, "status": Status.NORMAL, "ima_year": None}
    ends = {"lower": value - half, "upper": value + half, "withheld": math.isnan(value), "no_data": False}
    return AreaNumber(value=value, **{**plain, **ends, **more})


def _frame(rows: Iterable[Row], columns: str, same: Mapping[str, Any]) -> pd.DataFrame:
    return pd.DataFrame(list(rows), columns=columns.split() or None).assign(**same)
