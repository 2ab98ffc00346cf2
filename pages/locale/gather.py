"""Gather the texts of the screens into the catalogue of each language: ``make texts``.

The syntax tree is read rather than Babel's own extractor, which misses calls inside f-strings before Python 3.12.
"""

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).parents[2]
CATALOGUES = Path(__file__).parent
CALLS = ("_", "gettext", "mark")
"""Functions whose first argument is a text to translate."""


def sources() -> list[Path]:
    """List the modules that may hold texts of the screens."""
    return [ROOT / "app.py", *sorted((ROOT / "pages").rglob("*.py")), *sorted((ROOT / "geo").glob("*.py"))]


def calls(tree: ast.AST) -> Iterator[ast.Call]:
    """Find the calls that translate or mark a text."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and node.args:
            name = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
            if name in CALLS:
                yield node


def texts() -> list[str]:
    """Give every text to translate, once, in alphabetical order."""
    found = {
        call.args[0].value
        for path in sources()
        for call in calls(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(call.args[0], ast.Constant) and isinstance(call.args[0].value, str)
    }
    return sorted(found)


def catalogue(language: str) -> Catalog:
    """Read the catalogue of a language as it stands."""
    with path_of(language).open("rb") as stream:
        return read_po(stream, locale=language)


def path_of(language: str) -> Path:
    """Give the file of a language."""
    return CATALOGUES / language / "messages.po"


def renew(language: str) -> list[str]:
    """Add new texts, drop those that are gone, and give the texts without a translation."""
    old = catalogue(language)
    new = Catalog(locale=language)
    for text in texts():
        known = old.get(text)
        new.add(text, known.string if known else "")
    with path_of(language).open("wb") as stream:
        write_po(stream, new, width=0, sort_output=True, omit_header=True)
    return [str(message.id) for message in new if message.id and not message.string]


def main() -> int:
    """Renew every catalogue and name what is still to be translated."""
    missing = [(path.name, text) for path in sorted(CATALOGUES.glob("*/")) if (path / "messages.po").exists()
               for text in renew(path.name)]  # fmt: skip
    for language, text in missing:
        sys.stdout.write(f"{language}: no translation yet of: {text}\n")
    return 1 if missing else 0


if __name__ == "__main__":
    raise SystemExit(main())
