"""What numbers are about, for those who look for one: themes, and everyday words beside each number.

Both stand in ``themes.toml``; a number that no theme names, such as one that a layout of a home adds, stands under the
last theme.
"""

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from data.terms import Text

_FILE = Path(__file__).with_name("themes.toml")


@dataclass(frozen=True, kw_only=True)
class Theme:
    """One theme: its code, its name and the ids of its numbers, in the order in which they are read."""

    code: str
    label: Text
    numbers: tuple[str, ...]


@cache
def themes() -> tuple[Theme, ...]:
    """Give the themes in the order in which they are read."""
    return tuple(
        Theme(code=entry["code"], label=Text(nl=entry["nl"], en=entry["en"]), numbers=tuple(entry["numbers"]))
        for entry in _read()["theme"]
    )


def of(numbers: Iterable[str]) -> dict[Theme, list[str]]:
    """Sort numbers into themes, without the themes of which there is none; each in the order of its theme."""
    left = list(numbers)
    named = {name for theme in themes() for name in theme.numbers}
    found = {theme: [name for name in theme.numbers if name in left] for theme in themes()}
    found[themes()[-1]] += [name for name in left if name not in named]
    return {theme: names for theme, names in found.items() if names}


def everyday(number: str, lang: str) -> tuple[str, ...]:
    """Give the everyday words of a number in a language, none where nothing has to be added to its label."""
    return tuple(_read()["words"].get(lang, {}).get(number, ()))


@cache
def _read() -> dict[str, Any]:
    return tomllib.loads(_FILE.read_text(encoding="utf-8"))
