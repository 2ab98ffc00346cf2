"""Answers that layouts add to the questions of the default one, with the labels that they give them."""

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from data.terms import Text

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
        if (labels := {code: label for code, label in _tables(column.get("labels")).items() if _is_text(label)})
    }


def _tables(value: Any) -> Mapping[str, Mapping[str, Any]]:
    """Give the tables in a table of TOML, nothing where it is no table."""
    return {key: entry for key, entry in value.items() if isinstance(entry, dict)} if isinstance(value, dict) else {}


def _is_text(label: Mapping[str, Any]) -> bool:
    return all(isinstance(label.get(language), str) and label[language].strip() for language in ("nl", "en"))
