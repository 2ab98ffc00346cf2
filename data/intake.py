"""What goes into a release: deliveries checked and stored, a year of them linked, and what earlier releases showed.

Deliveries of one survey year build on each other in the order given, so all are checked before one is stored.
"""

import tomllib
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from data import releases
from data.added import FOLDER
from data.audit import Action, Audit
from data.contracts import DeliveryReport, check_delivery
from data.contracts.manifest import MANIFEST
from data.contracts.plausible import FarAway
from data.contracts.report import Remark
from data.contracts.sealed import Opener, no_key
from data.kms import keys_of
from data.linkage import LinkedYear
from data.questions import read_questions
from data.settings import Definitions
from data.vault import Purpose, ReleasedMaps, Vault

Tables = Mapping[str, pd.DataFrame]
Tell = Callable[[str, str], None]
"""Takes a sentence in Dutch and in English."""


@dataclass(frozen=True, kw_only=True)
class Places:
    """What the map knows of places: codes of municipalities that it does not have, and practices far from theirs."""

    unknown: Callable[[set[str]], list[str]]
    far_away: FarAway


def check_deliveries(
    vault: Vault,
    folders: Sequence[Path],
    progress: Callable[[str], None] = lambda _part: None,
    *,
    far_away: FarAway | None = None,
    opens: Opener = no_key,
) -> list[DeliveryReport]:
    """Check deliveries, each beside what is stored of its year and the year before, and what precedes it in the list.

    Returns
    -------
    One report per folder, in that order; nothing is stored.
    """
    pending: dict[int, dict[str, pd.DataFrame]] = {}
    reports = []
    for folder in folders:
        progress(folder.name)
        year = _claimed_year(folder)
        earlier = None if year is None else _earlier(vault, year, pending)
        for wanted in (year, earlier):
            if wanted is not None and wanted not in pending:
                pending[wanted] = _stored(vault, wanted)
        report = check_delivery(
            folder,
            previous=pending.get(year or 0, {}),
            earlier=None if earlier is None else (earlier, pending[earlier]),
            far_away=far_away,
            layouts=vault.layouts,
            opens=opens,
            without=vault.without_removed,
        )
        reports.append(report)
        if report.manifest is not None:
            pending.setdefault(report.manifest.survey_year, {}).update(report.frames)
    return reports


def municipalities(report: DeliveryReport) -> set[str]:
    """NIS codes in the geography of a delivery; none where it brings no geography."""
    return set(report.frames["geography"]["nis"].dropna().astype(str)) if "geography" in report.frames else set()


def to_confirm(
    vault: Vault, reports: Sequence[DeliveryReport], accepted: Collection[str] = ()
) -> dict[str, tuple[Remark, ...]]:
    """Give the warnings that nobody accepted yet, by delivery; one that is stored already was judged when it was."""
    waiting = {r.folder: r.to_confirm(accepted) for r in reports if r.accepted and vault.find(r.manifest) is None}
    return {folder: remarks for folder, remarks in waiting.items() if remarks}


def store_deliveries(
    vault: Vault, reports: Sequence[DeliveryReport], audit: Audit | None = None, *, why: str = ""
) -> None:
    """Store deliveries that were accepted, in the order given; the trail keeps which warnings were, and ``why``."""
    for report in reports:
        codes = sorted({remark.code for remark in report.to_confirm()})
        if audit is not None and codes and vault.find(report.manifest) is None:
            audit.record(
                Action.WARNING_ACCEPT, subject=str(report.manifest.survey_year), why=f"{', '.join(codes)}: {why}"
            )
        vault.store(report.manifest, report.frames, set_aside=report.set_aside)


def _claimed_year(folder: Path) -> int | None:
    """Survey year that a manifest claims, to find what was accepted before; faults in it are the check's to tell."""
    try:
        year = tomllib.loads((folder / MANIFEST).read_text(encoding="utf-8")).get("survey_year")
    except (OSError, ValueError):
        return None
    return year if isinstance(year, int) else None


def _earlier(vault: Vault, year: int, pending: Mapping[int, Tables]) -> int | None:
    """Nearest survey year before this one of which something is stored, or comes in with it."""
    return max((known for known in {*vault.years(), *pending} if known < year), default=None)


def _stored(vault: Vault, year: int) -> dict[str, pd.DataFrame]:
    if year not in vault.years() or year in vault.closed(()):
        return {}  # a delivery of a year that cannot be opened has to be whole
    with vault.open(year, Purpose.DELIVERY_CHECK) as opened:
        return opened.frames()


@contextmanager
def open_linked(home: Path, year: int, definitions: Definitions, *, why: str = "") -> Iterator[LinkedYear]:
    """Open one year of the vault as linked rows, for as long as they are used; every opening is audited."""
    kms = keys_of(home)
    with Vault(home, kms, Audit(home)).open(year, Purpose.CAPACITY_PLANNING, why=why) as opened:
        yield LinkedYear(
            opened.engine,
            survey_year=year,
            definitions=definitions,
            tables=opened.rows,
            set_aside=opened.set_aside,
            secret=kms.keyed_digest(f"units of {year}".encode()),
            lasting=kms.keyed_digest(b"practices of all years"),
            added=read_questions(home / FOLDER),
        )


def shown_before(home: Path, maps: ReleasedMaps, tell: Tell) -> dict[str, Tables]:
    """Public tables of every release that was ever shown, the last written first, with its practice map.

    Maps that are not in the vault yet are put there, as long as their release is there to read them from. What was
    not kept is told.

    Raises
    ------
    ReleaseError, VaultError : what was kept of a release is not what it published.
    """
    present = {str(row["release"]) for row in releases.list_releases(home) if row["present"]}
    ever = releases.list_shown(home)
    for release_id in ever:  # one that was never shown is not read: a damaged one of those stops nothing
        if release_id in present and not maps.has(release_id):
            with releases.open_release(home, release_id) as opened:
                maps.keep(release_id, opened.table("practice"))
    maps.forget(but={*present, *ever})
    shown: dict[str, Tables] = {}
    for release_id in ever:
        tables = releases.shown_tables(home, release_id)
        if tables is None:
            tell(
                f"Van {release_id} is geen kopie bewaard: er wordt niet mee vergeleken.",
                f"No copy of {release_id} was kept: nothing is compared with it.",
            )
            continue
        practice = maps.recall(release_id)
        if practice is None and not maps.has(release_id):
            tell(
                f"Van {release_id} is de praktijkenkaart niet bewaard: die wordt niet vergeleken.",
                f"The practice map of {release_id} was not kept: it is not compared.",
            )
        shown[release_id] = tables if practice is None else {**tables, "practice": practice}
    return shown


def published_maps(years: Iterable[int], shown: Mapping[str, Tables]) -> dict[int, list[pd.DataFrame]]:
    """Practice maps of each year in all releases that showed one, the last written first; none where none did."""
    found = [tables["practice"] for tables in shown.values() if "practice" in tables]
    return {year: [rows for table in found if len(rows := table.loc[table["year"] == year])] for year in years}


def rows_behind(maps: ReleasedMaps, release_ids: Iterable[str], years: Collection[int]) -> dict[str, pd.DataFrame]:
    """Give the unit rows behind some years of releases, by id; a release of which none are kept is left out."""
    found = {release_id: maps.recall_rows(release_id, years) for release_id in release_ids}
    return {release_id: rows for release_id, rows in found.items() if rows is not None}
