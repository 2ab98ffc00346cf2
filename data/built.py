"""What a release is made from, and the years that need not be made again: the shown release made them of the same."""

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path
from typing import Any

import pandas as pd

from data import releases
from data.added import added_codes
from data.kms import KeyManagement
from data.questions import read_questions
from data.settings import Settings
from data.vault import ReleasedMaps, Vault, VaultError, read_certificate

_ROOT = Path(__file__).resolve().parent.parent
_ROOMS = ("aggregation", "data", "geo")
_SUFFIXES = (".py", ".sql", ".toml", ".csv")
_LIBRARIES = ("duckdb", "highspy", "numpy", "pandas", "pyarrow", "scipy")
_KEYS = ["practice"]


@dataclass(frozen=True, kw_only=True)
class TakenOver:
    """A year as the release that is shown holds it.

    Attributes
    ----------
    release : id of that release.
    tables : its tables of the year, as released; facts of every year, for a delivery tells of other years too.
    certificate : the full certificate of the release.
    """

    release: str
    tables: Mapping[str, pd.DataFrame]
    certificate: Mapping[str, Any]


@cache
def code_digest() -> str:
    """Digest of everything that computes: the sources of the rooms behind the screens, and the libraries they use."""
    digest = sha256()
    for room in _ROOMS:
        for path in sorted((_ROOT / room).rglob("*")):
            if path.suffix in _SUFFIXES:
                digest.update(f"{path.relative_to(_ROOT)}\0".encode() + path.read_bytes() + b"\0")
    digest.update(" ".join(f"{name} {version(name)}" for name in _LIBRARIES).encode())
    return digest.hexdigest()


def made_from(vault: Vault, kms: KeyManagement, year: int, settings: Settings) -> str:
    """Keyed digest of what a year is made from: its tables by delivery, settings, code."""
    digests = {delivery.delivery_id: delivery.digest for delivery in vault.deliveries()}
    tables = {table: digests[delivery_id] for table, delivery_id in vault.latest(year).items()}
    added = sorted((*column, code, label.nl, label.en) for column, labels in added_codes(vault.layouts).items()
                   for code, label in labels.items())  # fmt: skip
    added += [("", "", one.id, one.document, "") for one in read_questions(vault.layouts)]
    facts = {"year": year, "tables": tables, "code": code_digest(), "added": added, **settings.to_manifest()}
    return kms.keyed_digest(json.dumps(facts, sort_keys=True).encode())


def map_digests(kms: KeyManagement, maps: Sequence[pd.DataFrame]) -> list[str]:
    """Keyed digest of each practice map of a year, whatever its random keys and the order of its rows."""
    found = set()
    for rows in maps:
        plain = rows.drop(columns=_KEYS, errors="ignore").astype(object)
        lines = sorted(map(str, plain.where(plain.notna(), "").itertuples(index=False, name=None)))
        found.add(kms.keyed_digest("\n".join(lines).encode()))
    return sorted(found)


def manifest(
    vault: Vault,
    kms: KeyManagement,
    settings: Settings,
    *,
    years: Collection[int],
    kept: Mapping[int, str],
    kept_tables: Mapping[int, Sequence[str]],
    published: Mapping[int, Sequence[pd.DataFrame]],
    boundaries: Mapping[int, str],
) -> dict[str, Any]:
    """Give what a release says of how it was made.

    Parameters
    ----------
    years : survey years in the release.
    kept : release that published a year last, of years that stand as they were published.
    kept_tables : tables that stand as they were shown, of years that go on beside them.
    published : practice maps that were ever published, of each year that can be made; taken into account.
    boundaries : who publishes the borders that each year is drawn with, '' where they are schematic.
    """
    stored = vault.deliveries()
    return {
        "code_version": version("zorgcapaciteit"),
        "layout": sorted({delivery.layout for delivery in stored}),
        **settings.to_manifest(),
        "survey_years": sorted(years),
        "boundaries": {str(year): source for year, source in boundaries.items()},
        "kept": {str(year): release for year, release in kept.items()},
        "kept_tables": {str(year): list(names) for year, names in kept_tables.items()},
        "builds": {
            str(year): {"made_from": made_from(vault, kms, year, settings), "maps": map_digests(kms, maps)}
            for year, maps in published.items()
        },
        "deliveries": [
            {"survey_year": entry.survey_year, "received_on": str(entry.received_on), "digest": entry.digest}
            for entry in stored
            if not entry.destroyed
        ],
    }


def take_over(
    home: Path,
    vault: Vault,
    kms: KeyManagement,
    kept: ReleasedMaps,
    settings: Settings,
    published: Mapping[int, Sequence[pd.DataFrame]],
) -> dict[int, TakenOver]:
    """Find the years of the vault that the shown release holds as they would be made now.

    A year that was kept back as it was published, or of which the full certificate or the unit rows are gone, is made
    again.

    Parameters
    ----------
    published : practice maps of each year that were ever published.
    """
    current = releases.current_id(home)
    if current is None or not kept.has_rows(current):
        return {}
    try:
        certificate = read_certificate(home, kms, current)
    except VaultError:
        return {}
    taken = {}
    with releases.open_release(home, current) as opened:
        builds = opened.manifest.get("builds", {})
        back = {*opened.manifest.get("kept", {}), *opened.manifest.get("kept_tables", {})}
        names = ("cell", "area", "membership", "response", "practice", "quality", "fact")
        tables = {name: opened.table(name) for name in names}
        for year in vault.years():
            facts = builds.get(str(year))
            if facts is None or str(year) in back or facts["made_from"] != made_from(vault, kms, year, settings):
                continue
            own = {name: table.loc[table["year"] == year] for name, table in tables.items()}
            own["fact"] = tables["fact"]
            known = {*facts["maps"], *map_digests(kms, [own["practice"]])}
            if set(map_digests(kms, published.get(year, []))) <= known:
                taken[year] = TakenOver(release=current, tables=own, certificate={**certificate, "release": current})
    return taken
