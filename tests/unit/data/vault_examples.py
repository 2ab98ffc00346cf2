"""A tiny delivery with fictitious RIZIV numbers, and a vault in a folder of its own."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd

from data.audit import Audit, Channel
from data.contracts.manifest import DeliveredFile, Manifest
from data.kms import FileKms
from data.vault import Vault
from tests.made import delivered
from tests.tiny import RIZIV

TODAY = date(2026, 11, 22)
FIRST_DAY, SENDER = date(2024, 11, 4), "Departement Zorg"
NUMBERS = list(RIZIV.values())[:3]


def file(letter: str, *, received_on: date = FIRST_DAY) -> DeliveredFile:
    """Describe a file whose content is told by a letter."""
    name = f"{letter}.csv"
    return DeliveredFile(
        table=letter, path=Path(name), name=name, sha256=letter * 64, sender=SENDER, received_on=received_on
    )


def manifest(**changes: Any) -> Manifest:
    """Describe a delivery of 2024 with two tables, or with other facts."""
    files = {"contacts": file("a"), "ima": file("b")}
    plain = {"survey_year": 2024, "received_on": FIRST_DAY, "sender": SENDER, "layout": "2024-1", "files": files}
    return Manifest(**{**plain, **changes})


def contacts(times: int = 1) -> pd.DataFrame:
    rows = [(NUMBERS[0], "huisarts", "p1", 1.0), (NUMBERS[1], "huisarts", "p2", 0.5), (NUMBERS[2], "haio", None, None)]
    return _read_back(delivered("contacts", rows * times, "riziv role practice_id share"))


def ima() -> pd.DataFrame:
    rows = [(NUMBERS[0][:8], 970), (NUMBERS[1][:8], None)]
    return _read_back(delivered("ima", rows, "RIZIV_ID PAT_GMD", YEAR=2022))


def _read_back(frame: pd.DataFrame) -> pd.DataFrame:
    """Give the text columns the dtype in which the vault gives them back."""
    return frame.astype(dict.fromkeys(frame.select_dtypes("string"), "str"))


def frames() -> dict[str, pd.DataFrame]:
    return {"contacts": contacts(), "ima": ima()}


def vault_in(folder: Path, *, today: Callable[[], date] = lambda: TODAY) -> Vault:
    home = folder / "home"
    return Vault(home, FileKms(home, folder / "keys" / "kek"), Audit(home, channel=Channel.TEST), today=today)
