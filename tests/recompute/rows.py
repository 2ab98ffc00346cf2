"""The rows of a delivery as plain dictionaries, and who works and bills where: written from the rules, row by row.

Rules: contracts section 1 (who is a person, main practice), design section 4 (IMA before survey), domain section 6.
"""

from collections.abc import Iterable, Mapping
from typing import Any

import pandas as pd

Row = dict[str, Any]
Frames = Mapping[str, pd.DataFrame]

MEDICAL_HOUSE = "805"
PROVINCE = {"1": "10000", "2": "20001", "3": "30000", "4": "40000", "7": "70000"}
VISITS = ("BEZAVOND", "BEZOEKIND", "INSTEL")
CONTACTS = ("RAADPL", *VISITS, "DIGICONT")


def table(frames: Frames, name: str) -> list[Row]:
    """Rows of a table, none where it has not come in yet."""
    return records(frames[name]) if name in frames else []


def records(frame: pd.DataFrame) -> list[Row]:
    """Rows as dictionaries in which every empty cell is ``None``."""
    columns = list(frame.columns)
    return [
        {column: None if pd.isna(value) else value for column, value in zip(columns, values, strict=True)}
        for values in frame.itertuples(index=False, name=None)
    ]


def places(frames: Frames) -> dict[tuple[str, str], Row]:
    """Areas of every valid (postcode, nis)."""
    return {
        (line["postcode"], line["nis"]): {
            "vlaanderen": "VL",
            "provincie": PROVINCE[line["nis"][0]],
            "regio": line.get("regio_id"),
            "kring": line["kring_id"],
            "elz": line["elz_id"],
            "gemeente": line["nis"],
        }
        for line in table(frames, "geography")
    }


def main_lines(frames: Frames) -> dict[str, Row]:
    """Line of every person at the main practice, in the order of the list."""
    lines: dict[str, list[Row]] = {}
    for line in table(frames, "contacts"):
        lines.setdefault(line["riziv"][:8], []).append(line)
    return {person: min(own, key=lambda line: (-line["share"], line["practice_id"])) for person, own in lines.items()}


def billed(frames: Frames) -> dict[str, list[Row]]:
    """Rows of IMA per person."""
    found: dict[str, list[Row]] = {}
    for row in table(frames, "ima"):
        found.setdefault(row["RIZIV_ID"], []).append(row)
    return found


def counted(lines: list[Row]) -> dict[str, float | None]:
    """Contacts of one person per kind, all unknown in a medical house or where one count is empty."""
    gaps = any(line[name] is None for line in lines for name in CONTACTS)  # then parts and total are all reported ones
    in_house = any(line["HCI_TYPE"] == MEDICAL_HOUSE for line in lines)
    return {name: None if in_house or gaps else total(line[name] for line in lines) for name in CONTACTS}


def trained(lines: list[Row]) -> bool:
    """Whether IMA still counted somebody as a trainee."""
    return any(line["RIZIV_SPEC"] in ("005", "006") for line in lines)


def total(values: Iterable[float | None]) -> float | None:
    """Sum of what is known; ``None`` when nothing is."""
    known = [value for value in values if value is not None]
    return sum(known) if known else None


def complete(values: Iterable[float | None]) -> float | None:
    """Sum of parts that are all known: an unknown part is not a zero."""
    parts = list(values)
    return None if None in parts else total(parts)
