"""Crossings that left the room of analysis, kept in the home: later ones are held against them."""

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from data.faults import RefusalError

FOLDER = "crossings"
"""Folder of a home."""
CELLS, CERTIFICATE = "crossing.csv", "certificate.json"
"""Files of one crossing."""


class CrossingError(RefusalError):
    """A crossing that left is not as it was."""


@dataclass(frozen=True)
class Left:
    """A crossing of one year that left: its cells and its certificate."""

    cells: pd.DataFrame
    certificate: Mapping[str, Any]


def left_before(home: Path, year: int) -> dict[str, Left]:
    """Give every crossing of a year that left, by id.

    Raises
    ------
    CrossingError : a file is missing or cannot be read.
    """
    found = {}
    for folder in sorted((home / FOLDER).glob(f"{year}-*")):
        try:
            certificate = json.loads((folder / CERTIFICATE).read_text(encoding="utf-8"))
            cells = read_cells(folder / CELLS)
            found[str(certificate["crossing"])] = Left(cells, certificate)
        except (OSError, ValueError, KeyError):
            raise CrossingError(
                f"{FOLDER}/{folder.name}: expected {CELLS} and {CERTIFICATE} of a crossing that left, found them "
                "damaged. Restore the back-up: without them nobody knows what was told."
            ) from None
    return found


def read_cells(path: Path) -> pd.DataFrame:
    """Read the cells of a crossing; a withheld number is missing."""
    text = dict.fromkeys(["crossing", "level", "area", "within", "category"], "str")
    types = {**text, "count": "Int64", "value": "Float64"}
    return pd.read_csv(path, dtype=types, keep_default_na=False, na_values=[""])


def write_crossing(folder: Path, cells: pd.DataFrame, certificate: Mapping[str, Any]) -> None:
    """Write the two files of a crossing, as a whole; a folder of that name is replaced file by file."""
    folder.mkdir(parents=True, exist_ok=True)
    document = json.dumps(dict(certificate), indent=2, sort_keys=True, ensure_ascii=False) + "\n"
    for name, text in ((CELLS, cells.to_csv(index=False, lineterminator="\n")), (CERTIFICATE, document)):
        aside = folder / f".{name}.{os.getpid()}"
        aside.write_text(text, encoding="utf-8")
        aside.rename(folder / name)


def keep_crossing(home: Path, year: int, cells: pd.DataFrame, certificate: Mapping[str, Any]) -> None:
    """Keep a crossing that leaves in the home."""
    write_crossing(home / FOLDER / f"{year}-{certificate['crossing']}", cells, certificate)
