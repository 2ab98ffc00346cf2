"""Back-ups of a home with restic: the data in one repository, the wrapped keys in another that forgets after 30 days.

A destroyed delivery ends in its back-ups as well: the data there stay encrypted with a key of which no copy lives
longer than ``KEYS_KEPT``. The key-encryption key is in neither; it lies in a safe.
"""

import json
import os
import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

KEYS_KEPT = "30d"
"""How long a copy of a wrapped key may live (R14)."""

DATA, KEYS = "data", "keys"
_SKIPPED = ("tmp", "vault/keys")


class BackupError(Exception):
    """A back-up was not made, or cannot be restored; what is backed up already stands."""


@dataclass(frozen=True, kw_only=True)
class Places:
    """Where back-ups go (folders, or anything restic knows: ``sftp:…``, ``s3:…``), and the file with their password."""

    data: str
    keys: str
    password: Path

    def of(self, kind: str) -> str:
        """Repository of the data or of the keys."""
        return self.data if kind == DATA else self.keys


def back_up(home: Path, places: Places) -> dict[str, str]:
    """Copy the home and its wrapped keys, and forget old copies of keys; returns the id of each snapshot.

    The data go first: of a delivery that comes in meanwhile there is then a key too many, never one too few.

    Raises
    ------
    BackupError : restic is not installed, the home or the password is missing, both places are one, or it failed.
    """
    _check(home, places)
    made = {}
    for kind, folder in ((DATA, home), (KEYS, home / "vault" / "keys")):
        if not folder.is_dir():
            raise BackupError(f"{folder.name}: expected a folder to back up, found none. Run refresh first.")
        if kind == KEYS:  # restic keeps no empty folder, and an older copy would bring back what was destroyed since
            (folder / "README").write_text("Wrapped keys of deliveries; see docs/operations.md.\n", encoding="utf-8")
        if not _is_there(places, kind):
            _restic(places, kind, "init")
        skipped = [f"--exclude={folder / name}" for name in _SKIPPED] if kind == DATA else []
        told = _restic(places, kind, "backup", ".", "--json", "--host", "zorgcapaciteit", *skipped, inside=folder)
        made[kind] = next(line["snapshot_id"] for line in _lines(told) if line.get("message_type") == "summary")
    _restic(places, KEYS, "forget", "--keep-within", KEYS_KEPT, "--group-by", "host", "--prune")
    return made


def restore(home: Path, places: Places) -> None:
    """Put the last back-up of data and keys in an empty home.

    Raises
    ------
    BackupError : the home is not empty, or a repository is missing, damaged or has another password.
    """
    if home.exists() and any(home.iterdir()):
        raise BackupError(f"{home.name}: expected an empty folder to restore in, found files. Choose another.")
    _check(home, places)
    home.mkdir(parents=True, exist_ok=True)
    keys = home / "vault" / "keys"
    for kind, folder in ((DATA, home), (KEYS, keys)):
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        _restic(places, kind, "restore", "latest", "--target", str(folder))


def check(places: Places) -> None:
    """Read every byte of both repositories back.

    Raises
    ------
    BackupError : a repository is missing or damaged.
    """
    for kind in (DATA, KEYS):
        _restic(places, kind, "check", "--read-data")


def snapshots(places: Places, kind: str) -> list[dict[str, Any]]:
    """Snapshots of one repository, oldest first: ``time`` and ``short_id``."""
    found: list[dict[str, Any]] = json.loads(_restic(places, kind, "snapshots", "--json") or "[]")
    return sorted(found, key=lambda one: str(one["time"]))


def _check(home: Path, places: Places) -> None:
    if shutil.which("restic") is None:
        raise BackupError("restic is not installed (apt-get install restic). Nothing was copied.")
    if places.data == places.keys:
        raise BackupError("expected two places, one for data and one for keys, found one for both. See operations.md.")
    if not places.password.is_file():
        raise BackupError(f"{places.password.name}: expected a file with the password of the back-ups, found none.")
    for place in (places.data, places.keys):
        if ":" not in place and Path(place).resolve().is_relative_to(home.resolve()):
            raise BackupError("expected a place outside the home, found one inside it.")


def _is_there(places: Places, kind: str) -> bool:
    """Whether the repository exists; one that exists and does not open is a fault, never made anew."""
    place = places.of(kind)
    if ":" not in place:
        return (Path(place) / "config").exists()
    found = _run(places, kind, "cat", "config")
    return found.returncode == 0


def _restic(places: Places, kind: str, *arguments: str, inside: Path | None = None) -> str:
    done = _run(places, kind, *arguments, inside=inside)
    if done.returncode != 0:
        said = (done.stderr.strip() or done.stdout.strip()).splitlines()
        raise BackupError(f"restic {arguments[0]} of the {kind} failed: {said[-1] if said else 'no message'}")
    return done.stdout


def _run(places: Places, kind: str, *arguments: str, inside: Path | None = None) -> subprocess.CompletedProcess[str]:
    command: Sequence[str] = ("restic", "--repo", places.of(kind), *arguments)
    return subprocess.run(  # noqa: S603  # a list, no shell; the places are those of whoever runs the command
        command,
        cwd=inside,
        env={**os.environ, "RESTIC_PASSWORD_FILE": str(places.password.resolve())},
        capture_output=True,
        text=True,
        check=False,
    )


def _lines(text: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in text.splitlines() if line.startswith("{")]
