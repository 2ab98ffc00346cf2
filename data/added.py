"""Answers that shipped layouts add to the questions of the default one, with the labels that they give them."""

import tomllib
from functools import cache
from pathlib import Path

from data.terms import Text

_LAYOUTS = Path(__file__).with_name("layouts")


@cache
def added_codes(table: str, column: str) -> dict[str, Text]:
    """Give code to label of the answers that were added to a question, in the order of the layouts."""
    found: dict[str, Text] = {}
    for path in sorted(_LAYOUTS.glob("*.toml")):
        entry = tomllib.loads(path.read_text(encoding="utf-8"))
        for part in ("tables", table, "columns", column, "labels"):
            entry = entry.get(part, {})
        found |= {code: Text(nl=label["nl"], en=label["en"]) for code, label in entry.items() if code not in found}
    return found
