"""Writes a release folder: checked, in random row order, built aside and put in its place by one rename."""

import hashlib
import json
import os
import re
import secrets
import shutil
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import pandas as pd
import pyarrow as pa

from data.audit import Action, Audit, sync_folder
from data.releases.checks import Frames, ReleaseError, examine
from data.releases.folder import CERTIFICATE, CUBE, LAYERS, MANIFEST, file_digest, releases_folder
from data.releases.ledger import Shelf
from data.releases.schema import CELL, TABLES, Table
from data.terms import Level

MANIFEST_FIELDS = ("code_version", "layout", "thresholds", "survey_years")
"""What the caller's manifest must say; the writer adds the id, the moment, the digests and the patterns."""

_LAYER_NAME = re.compile(r"[a-z][a-z0-9_]*")
_SQL_TYPES = {"boolean": "BOOLEAN", "Int64": "INTEGER", "Float64": "DOUBLE"}


def write_release(
    home: Path,
    *,
    tables: Mapping[str, pd.DataFrame],
    layers: Mapping[str, str],
    certificate: Mapping[str, Any],
    manifest: Mapping[str, Any],
    now: datetime,
    rng: np.random.Generator | None = None,
    audit: Audit | None = None,
    keep: Callable[[str], None] = lambda _release_id: None,
) -> str:
    """Write a release and return its id; it is not shown until it is published.

    Parameters
    ----------
    tables : the tables of the format (``docs/release-format.md``); what is withheld must be blank already.
    layers : name to GeoJSON text. Every level that has cells needs one; further layers (context to draw) may follow.
    certificate : what was tried against the tables and what came out.
    manifest : at least ``code_version``, ``layout``, ``thresholds`` and ``survey_years``; digests of deliveries keyed.
    now : moment of writing, with time zone.
    rng : decides the order of the rows; by default fresh randomness of the operating system.
    audit : trail to record in; by default that of ``home``.
    keep : called with the id when all is on disk, just before the release gets its name, to keep what later releases
        need of it. So a release that is there is never without that, whenever the process is killed.

    Raises
    ------
    ReleaseError : lists every problem of tables, layers and manifest; nothing is written then.
    """
    frames, problems = examine(tables)
    problems += _manifest_problems(manifest, frames) + _layer_problems(layers, frames)
    if now.tzinfo is None:
        problems.append("now: expected a moment with a time zone, found one without")
    if problems:
        raise ReleaseError(*problems)

    now = now.astimezone(UTC)
    shelf = Shelf(home)
    with shelf.locked():
        shelf.sweep()
        release_id = _free_id(home, now)
        aside = releases_folder(home) / f".building-{release_id}"
        (aside / LAYERS).mkdir(parents=True)
        try:
            full = {
                **manifest,
                "release_id": release_id,
                "created_at": now.isoformat(timespec="seconds"),
                "patterns": patterns(frames["cell"]),
            }
            _write_cube(aside / CUBE, frames, full, rng or np.random.default_rng())
            for name, text in layers.items():
                (aside / LAYERS / f"{name}.geojson").write_text(text, encoding="utf-8")
            _write_json(aside / CERTIFICATE, dict(certificate))
            full["files"] = {
                str(path.relative_to(aside)): {"sha256": file_digest(path), "bytes": path.stat().st_size}
                for path in sorted(aside.rglob("*"))
                if path.is_file()
            }
            _write_json(aside / MANIFEST, full)
            _settle(aside)
            keep(release_id)
            aside.rename(releases_folder(home) / release_id)
            sync_folder(releases_folder(home))
        except BaseException:
            shutil.rmtree(aside, ignore_errors=True)
            raise
        shelf.record_written(release_id, full)
    (audit or Audit(home)).record(
        Action.RELEASE_WRITE, subject=release_id, tables={name: len(frame) for name, frame in frames.items()}
    )
    return release_id


def patterns(cell: pd.DataFrame) -> dict[str, str]:
    """Digest per survey year of which cells are shown and which are withheld; numbers play no part in it.

    Two releases with the same digest for a year withhold the same cells of that year.
    """
    marks = cell["indicator"].astype(str)
    for name in (*CELL.key[1:], "confidentiality"):
        marks = marks + "\x1f" + cell[name].astype(str)
    return {
        str(year): hashlib.sha256("\n".join(sorted(lines)).encode()).hexdigest()
        for year, lines in marks.groupby(cell["year"])
    }


def _write_cube(path: Path, frames: Frames, manifest: Mapping[str, Any], rng: np.random.Generator) -> None:
    with duckdb.connect(
        path,
        config={
            "autoinstall_known_extensions": "false",
            "autoload_known_extensions": "false",
            "python_enable_replacements": "false",
            "threads": 1,  # more would not keep the order in which the rows are given
        },
    ) as connection:
        for name, rows in frames.items():
            frame = _scatter(TABLES[name], rows, rng)
            columns = ", ".join(f'"{c}" {_SQL_TYPES.get(str(frame[c].dtype), "VARCHAR")}' for c in frame)
            connection.execute(f'CREATE TABLE "{name}" ({columns})').fetchall()
            connection.register("given", pa.Table.from_pandas(frame, preserve_index=False))
            connection.execute(f'INSERT INTO "{name}" SELECT * FROM given').fetchall()  # noqa: S608 -- a declared name
            connection.unregister("given")
        connection.execute(
            "CREATE TABLE release (release_id VARCHAR, created_at VARCHAR, code_version VARCHAR, layout VARCHAR, "
            "survey_years VARCHAR)"
        ).fetchall()
        years = " ".join(str(year) for year in manifest["survey_years"])
        row = [str(manifest[field]) for field in ("release_id", "created_at", "code_version", "layout")]
        connection.execute("INSERT INTO release VALUES (?, ?, ?, ?, ?)", [*row, years]).fetchall()
        connection.execute("CHECKPOINT").fetchall()


def _scatter(table: Table, frame: pd.DataFrame, rng: np.random.Generator) -> pd.DataFrame:
    """Rows in random order, then gathered by public parts of the key, so that a reader skips what it did not ask."""
    frame = frame.iloc[rng.permutation(len(frame))]
    if table.scattered_within:
        frame = frame.sort_values(list(table.scattered_within), kind="stable")
    frame = frame.reset_index(drop=True)
    if "postcode" in frame:
        frame["postcode"] = frame["postcode"].mask(frame["postcode"].eq(""))
    return frame


def _free_id(home: Path, now: datetime) -> str:
    while True:
        release_id = f"{now:%Y%m%dT%H%M%SZ}-{secrets.token_hex(4)}"
        if not (releases_folder(home) / release_id).exists():
            return release_id


def _write_json(path: Path, content: Mapping[str, Any]) -> None:
    path.write_text(json.dumps(content, indent=2, sort_keys=True, ensure_ascii=False) + "\n", encoding="utf-8")


def _settle(folder: Path) -> None:
    """Make files read-only and flush everything to disk before the folder gets its name."""
    for path in (folder, *folder.rglob("*")):
        if path.is_dir():
            path.chmod(0o755)  # the screens read it under their own account, whatever the umask
        else:
            path.chmod(0o444)
            descriptor = os.open(path, os.O_RDONLY)
            os.fsync(descriptor)
            os.close(descriptor)
    sync_folder(folder / LAYERS)
    sync_folder(folder)


def _manifest_problems(manifest: Mapping[str, Any], frames: Frames) -> list[str]:
    problems = [f"manifest: expected the field {field}" for field in MANIFEST_FIELDS if field not in manifest]
    try:
        json.dumps(dict(manifest))
    except (TypeError, ValueError):
        problems.append("manifest: expected only texts, numbers, lists and mappings")
    if "cell" in frames and "survey_years" in manifest:
        years = sorted(int(year) for year in frames["cell"]["year"].dropna().unique())
        if sorted(manifest["survey_years"]) != years:
            problems.append(f"manifest: survey_years is {manifest['survey_years']}, but cell holds {years}")
    return problems


def _layer_problems(layers: Mapping[str, str], frames: Frames) -> list[str]:
    problems = []
    levels = {level.value for level in Level}
    if "cell" in frames:
        missing = sorted(set(frames["cell"]["level"].dropna()) - set(layers))
        problems += [f"layers: expected a layer {level}, because cell has numbers on that level" for level in missing]
    for name, text in layers.items():
        if not _LAYER_NAME.fullmatch(name):
            problems.append("layers: expected names of small letters, digits and underscores")
            continue
        try:
            features = json.loads(text)["features"]
            properties = [feature["properties"] for feature in features]
            level, _bar, year = name.partition("_")  # of a year before the newest where its areas were others
            areas = {str(row["area"]) for row in properties} if level in levels else set()
        except (ValueError, KeyError, TypeError):
            problems.append(f"layer {name}: expected a GeoJSON FeatureCollection with the property area")
            continue
        if level in levels and any(set(row) != {"area"} for row in properties):
            problems.append(f"layer {name}: expected features with the property area and no other")
        if level in levels and "area" in frames:
            of = frames["area"]["year"].astype(str).eq(year) if year else True
            known = frames["area"].loc[(frames["area"]["level"] == level) & of, "area"]
            if unknown := sorted(areas - set(known)):
                problems.append(f"layer {name}: {len(unknown)} areas are not in table area: {', '.join(unknown[:3])}")
    return problems
