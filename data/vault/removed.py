"""Who was removed from the vault and is kept out of it: a list of keyed digests, which names nobody without the key."""

import json
from collections.abc import Mapping
from pathlib import Path

import pandas as pd

from data.audit import Action, Audit, write_synced
from data.kms import KeyManagement
from data.vault.deliveries import VaultError

PERSON_COLUMNS: Mapping[str, str] = {"contacts": "riziv", "survey_individual": "riziv", "ima": "RIZIV_ID"}
"""Column that says whose a row is, of every table about persons."""

_PERSON = 8
_LETTERS = str.maketrans("0123456789abcdef", "bcdfghjklmnpqrst")


def is_about(table: str, frame: pd.DataFrame, riziv: str) -> pd.Series:
    """Tell which rows of a table are about the person of eight digits."""
    column = PERSON_COLUMNS.get(table)
    if column is None or column not in frame:
        return pd.Series(data=False, index=frame.index)
    return frame[column].str.slice(0, _PERSON).eq(riziv).fillna(value=False).astype(bool)


class Removed:
    """The list of one home, ``<home>/vault/removed.json``, sealed with the key-encryption key."""

    def __init__(self, home: Path, kms: KeyManagement, audit: Audit) -> None:
        self._path, self._kms, self._audit = home / "vault" / "removed.json", kms, audit

    def name_of(self, riziv: str) -> str:
        """Keyed name of a person, in letters: it can never be taken for a number."""
        return "p-" + self._digest(riziv)[:16].translate(_LETTERS)

    def add(self, riziv: str) -> None:
        """Keep a person out from now on."""
        listed = sorted({*self._read(), self._digest(riziv)})
        write_synced(self._path, json.dumps({"persons": listed, "seal": self._seal(listed)}).encode())

    def without(self, frames: Mapping[str, pd.DataFrame]) -> dict[str, pd.DataFrame]:
        """Give the frames without the rows of those who were removed; the others keep their index."""
        listed = set(self._read())
        if not listed:
            return dict(frames)
        kept = {}
        for table, frame in frames.items():
            column = PERSON_COLUMNS.get(table)
            if column is None or column not in frame:
                kept[table] = frame
                continue
            person = frame[column].str.slice(0, _PERSON)
            out = {riziv for riziv in person.dropna().unique() if self._digest(str(riziv)) in listed}
            kept[table] = frame[~person.isin(out).fillna(value=False).astype(bool)]
        return kept

    def _read(self) -> list[str]:
        if not self._path.exists():
            # A list that is gone would let back in whom the trail says was removed.
            if any(entry["what"] == Action.PERSON_REMOVE.value for entry in self._audit.entries()):
                raise VaultError("removed.json: the list of persons kept out is gone. Restore it from the back-up.")
            return []
        try:
            document = json.loads(self._path.read_bytes())
            listed, seal = list(document["persons"]), document["seal"]
        except (OSError, ValueError, KeyError, TypeError):
            listed, seal = [], None
        if seal != self._seal(listed):
            raise VaultError("removed.json: the list of persons kept out was changed or damaged. Restore it.")
        return listed

    def _digest(self, riziv: str) -> str:
        return self._kms.keyed_digest(f"person {riziv}".encode())

    def _seal(self, listed: list[str]) -> str:
        return self._kms.keyed_digest(b"removed" + json.dumps(listed).encode())
