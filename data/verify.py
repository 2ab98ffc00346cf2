"""Whether a home is whole: trails, vault, keys, releases and modes, each looked at with what the others say."""

import os
import stat
from collections.abc import Callable, Iterator
from pathlib import Path

from data import releases
from data.audit import Audit, AuditError
from data.corrections import Register
from data.kms import KmsError, kms_at
from data.notices import Notices
from data.reach import KEY_VARIABLE
from data.receiving import Receiving
from data.releases.ledger import Shelf
from data.vault import Vault, VaultError

_PRIVATE = (
    "jobs",
    "audit.jsonl",
    "audit.head",
    "corrections.jsonl",
    "corrections.head",
    "notices.jsonl",
    "notices.head",
    "vault",
)
_PUBLIC = ("releases", "releases/current", "releases/ledger.jsonl", "releases/ledger.head")


def verify_home(home: Path) -> list[str]:
    """Every fault that was found, each with what to do; empty when the home is whole. Nothing is changed by it."""
    checks: tuple[Callable[[Path], Iterator[str]], ...] = (_trails, _vault, _releases, _modes)
    return [problem for check in checks for problem in check(home)]


def _trails(home: Path) -> Iterator[str]:
    for trail in (Audit(home).trail, Shelf(home).trail, Register(home).trail, Notices(home).trail):
        problems = trail.verify()
        yield from problems
        if problems:
            yield f"{trail.path.name}: keep it and {trail.head_path.name} as evidence. Restore both from the back-up."


def _vault(home: Path) -> Iterator[str]:
    if not (home / "vault").is_dir():
        return
    try:
        kms, audit = kms_at(home, os.environ.get(KEY_VARIABLE, "")), Audit(home)
        yield from Vault(home, kms, audit).problems()
        Receiving(home, kms, audit).recipient()
    except (KmsError, VaultError) as error:
        yield str(error)


def _releases(home: Path) -> Iterator[str]:
    try:
        rows = releases.list_releases(home)
    except (releases.ReleaseError, AuditError):
        return  # the ledger is damaged: told above
    try:
        releases.current_id(home)
    except releases.ReleaseError as error:
        yield str(error)
    for row in rows:
        if row["present"]:
            yield from releases.show(home, str(row["release"]))["problems"]
        elif row["current"]:
            yield f"release {row['release']}: is shown, but its folder is gone. Restore it, or roll back."


def _modes(home: Path) -> Iterator[str]:
    for name in _PRIVATE:
        path = home / name
        if path.exists() and stat.S_IMODE(path.stat().st_mode) & 0o077:
            yield f"{name}: expected for its owner alone. Run chmod go-rwx on it."
    for name in _PUBLIC:
        path = home / name
        wanted = 0o055 if path.is_dir() else 0o044
        if path.exists() and path.stat().st_mode & wanted != wanted:
            yield f"{name}: expected to be readable for the account of the screens. Run chmod go+rX on it."
    if home.exists() and not os.access(home, os.W_OK):
        yield "the home folder: this account may not write in it."
