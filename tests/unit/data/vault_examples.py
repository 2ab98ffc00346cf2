"""A tiny delivery with fictitious RIZIV numbers, and a vault in a folder of its own."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import pandas as pd

from data.audit import Audit, Channel
from data.kms import FileKms
from data.vault import Vault

TODAY = date(2026, 11, 22)
NUMBERS = ["19999816003", "19999676004", "19990116005"]


@dataclass(frozen=True)
class File:
    sha256: str
    sender: str = "Departement Zorg"
    received_on: date = date(2024, 11, 4)


@dataclass(frozen=True)
class Manifest:
    survey_year: int = 2024
    received_on: date = date(2024, 11, 4)
    sender: str = "Departement Zorg"
    layout: str = "2024-1"
    files: dict[str, File] = field(default_factory=lambda: {"contacts": File("a" * 64), "ima": File("b" * 64)})


def contacts(times: int = 1) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "riziv": pd.array(NUMBERS * times, dtype="str"),
            "role": pd.array(["huisarts", "huisarts", "haio"] * times, dtype="str"),
            "practice_id": pd.array(["p1", "p2", None] * times, dtype="str"),
            "share": pd.array([1.0, 0.5, None] * times, dtype="Float64"),
        }
    )


def ima() -> pd.DataFrame:
    return pd.DataFrame(
        {
            "YEAR": pd.array([2022, 2022], dtype="Int64"),
            "RIZIV_ID": pd.array([NUMBERS[0][:8], NUMBERS[1][:8]], dtype="str"),
            "PAT_GMD": pd.array([970, None], dtype="Int64"),
            "ADVIES": [None, None],
        }
    )


def frames() -> dict[str, pd.DataFrame]:
    return {"contacts": contacts(), "ima": ima()}


def vault_in(folder: Path, *, today: Callable[[], date] = lambda: TODAY) -> Vault:
    home = folder / "home"
    return Vault(home, FileKms(home, folder / "keys" / "kek"), Audit(home, channel=Channel.TEST), today=today)
