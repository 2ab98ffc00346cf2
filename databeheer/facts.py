"""What a home tells of itself without a row of anybody: deliveries, what is awaited, terms, corrections, back-up."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Any

from data import clock, releases
from data.audit import Action, Audit
from data.authorisation import AUTHORISATION
from data.contracts import MANIFEST, NEEDED
from data.contracts.manifest import read_manifest
from data.contracts.report import Findings, safe_name
from data.corrections import Register
from data.kms import keys_of
from data.vault import Delivery, Vault

LATER = ("survey_practice", "survey_individual", "ima", "area_facts")
"""Tables that may come after the first delivery of a year."""
_AHEAD = 2
"""Years that the calendar looks ahead."""


class State(StrEnum):
    """Where a folder of a delivery stands."""

    NEW = "new"
    STORED = "stored"
    UNREADABLE = "unreadable"


@dataclass(frozen=True, kw_only=True)
class Folder:
    """A delivery as it came in: its folder, survey year and tables as its manifest says, and where it stands."""

    path: Path
    name: str
    year: int | None
    tables: tuple[str, ...]
    state: State


@dataclass(frozen=True, kw_only=True)
class Awaited:
    """A table that a survey year lacks; ``from_`` is the first day on which it can come, None where any day is."""

    year: int
    table: str
    needed: bool
    from_: date | None


@dataclass(frozen=True, kw_only=True)
class Due:
    """A day that asks something: ``kind`` is retention, measures, notice, ima or permission; ``of`` names what."""

    day: date
    kind: str
    of: str


def vault_of(home: Path) -> Vault:
    """Open the vault for its facts; whoever reads rows does so in a command."""
    return Vault(home, keys_of(home), Audit(home))


def deliveries(home: Path) -> list[Delivery]:
    """Give every delivery ever accepted, the newest first."""
    return list(reversed(vault_of(home).deliveries()))


def folders(home: Path, root: Path | None) -> list[Folder]:
    """Give the folders with a manifest in the folder of deliveries, by name; none where there is no such folder."""
    if root is None or not root.is_dir():
        return []
    vault = vault_of(home)
    return [_folder(vault, path.parent) for path in sorted(root.glob(f"*/{MANIFEST}"))]


def _folder(vault: Vault, path: Path) -> Folder:
    found = Findings()
    manifest, _layout = read_manifest(path, found, layouts=vault.layouts)
    try:
        year = tomllib.loads((path / MANIFEST).read_text(encoding="utf-8")).get("survey_year")
    except (OSError, ValueError):
        year = None
    known: tuple[str, ...] = ()
    if manifest is None or found.faults:
        state = State.UNREADABLE
    else:
        known = tuple(manifest.files)
        state = State.STORED if vault.find(manifest) is not None else State.NEW
    whole = year if isinstance(year, int) and not isinstance(year, bool) else None
    return Folder(path=path, name=safe_name(path.name), year=whole, tables=known, state=state)


def awaited(home: Path, today: date | None = None) -> list[Awaited]:
    """Give what each survey year of the vault lacks, and the next survey as a whole; the oldest first."""
    vault, day = vault_of(home), today or clock.today()
    years = vault.years()
    found = []
    for year in years:
        held = vault.latest(year)
        for table in (*NEEDED, *LATER):
            if table not in held:
                from_ = AUTHORISATION.available_from(year) if table == "ima" else None
                found.append(Awaited(year=year, table=table, needed=table in NEEDED, from_=from_))
    following = max(years, default=day.year - 1) + 1
    if following <= day.year + 1:
        begins = date(following, 1, 1)
        found += [Awaited(year=following, table=table, needed=True, from_=begins) for table in NEEDED]
    return found


def calendar(home: Path, today: date | None = None) -> list[Due]:
    """Give the days of the coming two years on which something is due, and what is late already; in order."""
    day = today or clock.today()
    horizon = date(day.year + _AHEAD, day.month, min(day.day, 28))
    vault = vault_of(home)
    found = [Due(day=d.keep_until, kind="retention", of=d.delivery_id) for d in vault.deliveries() if not d.destroyed]
    for one in Register(home).all():
        if one.measured_on is None:
            found.append(Due(day=one.measures_due, kind="measures", of=one.number))
        elif one.told_on is None and one.notice_due is not None:
            found.append(Due(day=one.notice_due, kind="notice", of=one.number))
    lacking = {one.year for one in awaited(home, day) if one.table == "ima"} | {
        max(vault.years(), default=day.year) + 1
    }
    found += [Due(day=AUTHORISATION.available_from(year), kind="ima", of=str(year)) for year in sorted(lacking)]
    found.append(Due(day=AUTHORISATION.received_until, kind="permission", of=AUTHORISATION.permission))
    if AUTHORISATION.revoked_on is not None:
        found.append(Due(day=AUTHORISATION.revoked_on, kind="permission", of=AUTHORISATION.permission))
    return sorted((due for due in found if due.day <= horizon), key=lambda due: (due.day, due.kind, due.of))


def last_backup(home: Path) -> Mapping[str, Any] | None:
    """Give the line of the trail that tells of the last back-up, None where none was ever made."""
    lines = (line for line in reversed(Audit(home).entries()) if line.get("what") == Action.BACKUP.value)
    return next(lines, None)


def release_rows(home: Path) -> list[dict[str, Any]]:
    """Give every release ever written, the newest first, as the ledger tells of it."""
    return releases.list_releases(home)
