"""Layouts: how the columns of a delivery are called and coded, as versioned data files.

The default layout defines the columns and codes that the rest of the product uses (the canonical ones). Another
layout may call them differently, code their values differently or change ranges; it may add a code to an answer list
when it gives the label of it in both languages (``labels``), ask a question whose own file stands beside it
(``data.questions``), and no longer ask one (``asked = false``).
"""

import copy
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from data.authorisation import AUTHORISATION
from data.contracts.layout_checks import check_document
from data.questions import QuestionError, read_questions
from data.terms import Text

LAYOUTS = Path(__file__).resolve().parents[1] / "layouts"
"""Folder of the layouts that the product ships."""

CANONICAL = "2024-1"
"""Layout that names the canonical columns and codes."""

TABLES = (
    "contacts",
    "practices",
    "survey_practice",
    "survey_individual",
    "ima",
    "geography",
    "areas",
    "population",
    "area_facts",
)
"""Tables of a delivery, in the order of a report."""

_SURVEY_YEAR = re.compile(r"Y([+-]\d{1,2})?")


class LayoutError(ValueError):
    """A layout file cannot be used; ``problems`` lists everything that is wrong with it."""

    def __init__(self, layout: str, problems: tuple[Text, ...]) -> None:
        super().__init__(f"layout {layout}: " + "; ".join(problem.en for problem in problems))
        self.layout = layout
        self.problems = problems


@dataclass(frozen=True, kw_only=True)
class Column:
    """One column of a table, as a layout describes it.

    ``codes`` maps what a file holds to the canonical code, "" meaning not answered; ``low`` and ``high`` are limits,
    possibly relative to the survey year. What is not ``stored`` is checked and then dropped: no number needs it.
    """

    name: str
    header: str
    kind: str
    required: bool = True
    filled: bool = False
    default: str = ""
    codes: Mapping[str, str] = field(default_factory=dict)
    order: tuple[str, ...] = ()
    separator: str = "|"
    low: float | str | None = None
    high: float | str | None = None
    unusual_above: float | None = None
    stored: bool = True

    def limits(self, survey_year: int) -> tuple[float | None, float | None]:
        """Lowest and highest value accepted in a survey year; None is no limit."""
        return _limit(self.low, survey_year), _limit(self.high, survey_year)


@dataclass(frozen=True, kw_only=True)
class Table:
    """One table of a delivery: its columns by canonical name, its key, and the column that dates an answer."""

    name: str
    columns: Mapping[str, Column]
    key: tuple[str, ...]
    last_answer: str | None = None


@dataclass(frozen=True, kw_only=True)
class Layout:
    """A whole layout, checked."""

    version: str
    tables: Mapping[str, Table]
    moduli: tuple[int, ...]
    qualifications: Mapping[str, tuple[str, ...]]
    brussels_postcodes: tuple[int, int]
    brussels_nis_prefix: str

    def role_of(self, qualification: str) -> str | None:
        """Role that a qualification code stands for; None where the code is unknown."""
        return next((role for role, codes in self.qualifications.items() if qualification in codes), None)


def load_layout(version: str, folder: Path = LAYOUTS) -> Layout:
    """Layout of one version, checked whole.

    Parameters
    ----------
    version : name of the layout, for example ``2024-1``; its file is ``<version>.toml``.
    folder : where layouts are looked for first; the shipped folder is always looked in as well.

    Raises
    ------
    LayoutError : the file is missing, unreadable or wrong; ``problems`` lists everything at once.
    """
    document = _document(version, folder, ())
    canonical = canonical_document(folder, version)
    _fill_in(document, canonical)
    problems = check_document(document, canonical, version=version, authorisation=AUTHORISATION)
    if problems:
        raise LayoutError(version, problems)
    tables = {name: _table(name, document["tables"][name], canonical["tables"][name]) for name in TABLES}
    low, high = document["brussels"]["postcodes"]
    return Layout(
        version=version,
        tables=tables,
        moduli=tuple(document["riziv"]["moduli"]),
        qualifications={role: tuple(codes) for role, codes in document["riziv"]["qualifications"].items()},
        brussels_postcodes=(low, high),
        brussels_nis_prefix=document["brussels"]["nis_prefix"],
    )


def _fill_in(document: Mapping[str, Any], canonical: Mapping[str, Any]) -> None:
    """Let a layout say of a question with a file of its own only what differs from that file."""
    for table, columns in _columns(document):
        known, shipped = canonical["tables"].get(table), _shipped()["tables"].get(table)
        for name in columns if known and shipped else ():
            if name in known["columns"] and name not in shipped["columns"]:
                columns[name] = {**known["columns"][name], "required": True, **columns[name]}


def layout_versions(folder: Path = LAYOUTS) -> tuple[str, ...]:
    """Names of the layouts that a manifest may mention, sorted."""
    return tuple(sorted({path.stem for place in (folder, LAYOUTS) for path in place.glob("*.toml")}))


def _document(version: str, folder: Path, seen: tuple[str, ...]) -> dict[str, Any]:
    """TOML document of a layout, its ``base`` (if any) filled in underneath."""
    path = next((place / f"{version}.toml" for place in (folder, LAYOUTS) if version in _stems(place)), None)
    if path is None or version in seen:
        raise LayoutError(version, (_no_such(version, folder, circular=version in seen),))
    try:
        document = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError) as error:
        text = f"{path.name} is not readable TOML ({error})"
        raise LayoutError(version, (Text(nl=f"{path.name} is geen leesbare TOML ({error})", en=text),)) from error
    if document.get("layout") != version:
        raise LayoutError(
            version,
            (
                Text(
                    nl=f'verwacht layout = "{version}", zoals het bestand heet',
                    en=f'expected layout = "{version}", as the file',
                ),
            ),
        )
    base = document.pop("base", None)
    if base is None:
        return document
    whole = _overlay(_document(str(base), folder, (*seen, version)), document)
    for _table, columns in _columns(whole):
        for name in [name for name, column in columns.items() if column.get("asked") is False]:
            del columns[name]
    return whole


def _columns(document: Mapping[str, Any]) -> list[tuple[str, dict[str, dict[str, Any]]]]:
    """Give the columns of each table that are tables themselves, for reading and for leaving out."""
    tables = document.get("tables")
    found = []
    for name, table in tables.items() if isinstance(tables, dict) else ():
        columns = table.get("columns") if isinstance(table, dict) else None
        if isinstance(columns, dict) and all(isinstance(column, dict) for column in columns.values()):
            found.append((name, columns))
    return found


def _stems(folder: Path) -> set[str]:
    return {path.stem for path in folder.glob("*.toml")}


def canonical_document(folder: Path, version: str = CANONICAL) -> dict[str, Any]:
    """Give the default layout with the columns of the questions beside the layouts of a folder.

    Raises
    ------
    LayoutError : a question is wrong; told of the layout ``version``, which cannot be used then.
    """
    document = copy.deepcopy(_shipped())
    try:
        for added in read_questions(folder):
            document["tables"][added.table]["columns"][added.column] = added.canonical()
    except QuestionError as error:
        raise LayoutError(version, error.problems) from error
    return document


@cache
def _shipped() -> dict[str, Any]:
    return tomllib.loads((LAYOUTS / f"{CANONICAL}.toml").read_text(encoding="utf-8"))


def _no_such(version: str, folder: Path, *, circular: bool) -> Text:
    known = ", ".join(layout_versions(folder))
    if circular:
        return Text(nl="base verwijst in een kring naar zichzelf", en="base refers to itself in a circle")
    return Text(nl=f"onbekend; bekende layouts: {known}", en=f"unknown; known layouts: {known}")


def _overlay(base: dict[str, Any], change: dict[str, Any]) -> dict[str, Any]:
    """Lay ``change`` over ``base``; tables merge, everything else (also codes) is replaced."""
    merged = dict(base)
    for name, value in change.items():
        under = base.get(name)
        merge = isinstance(value, dict) and isinstance(under, dict) and name != "codes"
        merged[name] = _overlay(under, value) if merge and isinstance(under, dict) else value
    return merged


def _table(name: str, entry: dict[str, Any], canonical: dict[str, Any]) -> Table:
    columns = {
        column: _column(column, entry["columns"].get(column), canonical["columns"][column])
        for column in canonical["columns"]
    }
    last = canonical.get("last_answer")
    return Table(name=name, columns=columns, key=tuple(canonical["key"]), last_answer=last)


def _column(name: str, entry: dict[str, Any] | None, canonical: dict[str, Any]) -> Column:
    order = (*canonical.get("codes", ()), *((entry or {}).get("labels", {})))
    stored = canonical.get("stored", True)
    if entry is None:
        # A question that this layout no longer asks: the canonical column stays, empty.
        return Column(name=name, header="", kind=canonical["kind"], required=False, order=order, stored=stored)
    codes = entry.get("codes", ())
    return Column(
        name=name,
        header=entry.get("header", name),
        kind=entry["kind"],
        required=entry.get("required", True),
        filled=entry.get("filled", False),
        default=entry.get("default", ""),
        codes=dict(codes) if isinstance(codes, dict) else {code: code for code in codes},
        order=order,
        separator=entry.get("separator", "|"),
        low=entry.get("min"),
        high=entry.get("max"),
        unusual_above=entry.get("unusual_above"),
        stored=stored,
    )


def _limit(limit: float | str | None, survey_year: int) -> float | None:
    if not isinstance(limit, str):
        return limit
    shift = _SURVEY_YEAR.fullmatch(limit)
    return survey_year + int((shift and shift.group(1)) or 0)
