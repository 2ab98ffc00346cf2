"""What layouts add to the default one: answers with their labels, and from which year a question is another one."""

import tomllib
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any, Protocol

from data.terms import Text, is_label

_LAYOUTS = Path(__file__).with_name("layouts")

FOLDER = "layouts"
"""Folder of a home that holds its layouts."""

Column = tuple[str, str]
"""A table of a delivery and a column of it."""


def added_codes(folder: Path = _LAYOUTS) -> dict[Column, dict[str, Text]]:
    """Give per column code to label of the answers that the layouts of a folder add, in the order of the layouts.

    A file that cannot be read adds nothing: a delivery that names it is refused with the list of its faults.
    """
    found: dict[Column, dict[str, Text]] = {}
    for path in sorted(folder.glob("*.toml")):
        for column, labels in _labels(path.read_bytes()).items():
            found[column] = labels | found.get(column, {})
    return found


class _Stored(Protocol):
    """What this room needs of a stored delivery."""

    @property
    def survey_year(self) -> int:
        """Year it is of."""

    @property
    def layout(self) -> str:
        """Name of its layout."""

    @property
    def tables(self) -> Mapping[str, int]:
        """Tables it brought."""


def changed_questions(deliveries: Iterable[_Stored], folder: Path) -> dict[Column, dict[int, Text]]:
    """Give per column the first survey year of each layout that says it is another question, and what changed.

    ``deliveries`` are all that ever came in, also destroyed ones: the series they began goes on.
    """
    found: dict[Column, dict[int, Text]] = {}
    asked = sorted({(one.survey_year, one.layout, table) for one in deliveries for table in one.tables})
    seen: set[tuple[str, str]] = set()
    for year, layout, table in asked:
        if (layout, table) in seen:
            continue
        seen.add((layout, table))
        path = next((place for place in (folder, _LAYOUTS) if (place / f"{layout}.toml").is_file()), None)
        for name, text in _changes((path / f"{layout}.toml").read_bytes(), table).items() if path else ():
            found.setdefault((table, name), {}).setdefault(year, text)
    return found


@cache
def _changes(content: bytes, table: str) -> dict[str, Text]:
    try:
        document = tomllib.loads(content.decode())
    except (tomllib.TOMLDecodeError, UnicodeDecodeError):
        return {}
    columns = _tables(_tables(document.get("tables")).get(table, {}).get("columns"))
    return {name: Text(**column["changed"]) for name, column in columns.items() if is_label(column.get("changed"))}


@cache
def _labels(content: bytes) -> dict[Column, dict[str, Text]]:
    try:
        document = tomllib.loads(content.decode())
    except (tomllib.TOMLDecodeError, UnicodeDecodeError):
        return {}
    return {
        (table, name): {code: Text(nl=label["nl"], en=label["en"]) for code, label in labels.items()}
        for table, entry in _tables(document.get("tables")).items()
        for name, column in _tables(entry.get("columns")).items()
        if (labels := {code: label for code, label in _tables(column.get("labels")).items() if is_label(label)})
    }


def _tables(value: Any) -> Mapping[str, Mapping[str, Any]]:
    """Give the tables in a table of TOML, nothing where it is no table."""
    return {key: entry for key, entry in value.items() if isinstance(entry, dict)} if isinstance(value, dict) else {}
