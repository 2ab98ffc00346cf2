"""Check a delivery: every fault of every file in one report, or the canonical frames."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd

from data.authorisation import AUTHORISATION, Authorisation
from data.contracts.crosschecks import CrossCheck, Known
from data.contracts.forbidden import scan_asides, scan_header
from data.contracts.layout import LAYOUTS, TABLES, Layout
from data.contracts.limits import CELL_CHARACTERS, UnreadableError
from data.contracts.manifest import MANIFEST, DeliveredFile, Manifest, read_manifest
from data.contracts.plausible import Before, FarAway, check_plausible
from data.contracts.reading import RawTable, read_csv
from data.contracts.report import DeliveryReport, Findings, safe_header, safe_name
from data.contracts.rules import check_moments, check_table, last_answers
from data.contracts.sealed import Opener, SealedError, content_of, kind_of, no_key
from data.contracts.spreadsheet import read_parquet, read_xlsx
from data.contracts.tables import canonical_table, headers_of
from data.terms import Text

NEEDED = ("contacts", "practices", "geography", "areas", "population")
"""Tables that a survey year cannot do without; surveys and IMA may come later."""


def check_delivery(
    folder: Path,
    *,
    previous: Mapping[str, pd.DataFrame] | None = None,
    earlier: tuple[int, Mapping[str, pd.DataFrame]] | None = None,
    far_away: FarAway | None = None,
    without: Callable[[Mapping[str, pd.DataFrame]], dict[str, pd.DataFrame]] = dict,
    opens: Opener = no_key,
    layouts: Path = LAYOUTS,
    authorisation: Authorisation = AUTHORISATION,
    today: date | None = None,
) -> DeliveryReport:
    """Check one delivery whole and make its tables canonical.

    Parameters
    ----------
    folder : the delivery: ``delivery.toml`` and the files that it names.
    previous : the last accepted canonical frame of this survey year per table, for tables that are not delivered.
    earlier : the nearest survey year before this one and its frames, to hold this delivery against.
    far_away : tells which practices lie far from their municipality; without it that is not looked at.
    without : leaves out the rows of those who are kept out of the vault, so that nobody is held against them.
    opens : gives the content of files that arrived encrypted; without it they are a fault.
    layouts : folder in which layouts are looked for before the shipped ones.
    authorisation : the permission that the IMA file is tested against.
    today : the day after which nothing can have been received; by default the clock's.

    Returns
    -------
    DeliveryReport
        All faults of all files together. ``frames`` holds the delivered tables, columns as in the layout, missing
        values for what was not answered, without what no number needs (names and streets of practices); it is empty
        when there is a fault. Nothing raises because of what a delivery holds.
    """
    folder = Path(folder)
    previous = previous or {}
    findings = Findings()
    manifest, layout = read_manifest(folder, findings, layouts=layouts, authorisation=authorisation, today=today)
    frames: dict[str, pd.DataFrame] = {}
    counts: dict[str, int] = {}
    if manifest is not None and layout is not None:
        for table, file in manifest.files.items():
            frame = _read_table(file, layout, findings, survey_year=manifest.survey_year, opens=opens)
            if frame is not None:
                frames[table] = frame
                counts[table] = len(frame)
        frames = without(frames)
        _check_presence(manifest, previous, findings)
        CrossCheck(_known(frames, manifest, previous), layout, findings, manifest.survey_year).run()
        names = {table: manifest.files[table].name for table in frames}
        if not findings.faults:
            year, of_year = earlier or (None, {})
            before = Before(same_year=previous, earlier=of_year, earlier_year=year)
            check_plausible(frames, names, before, layout, findings, far_away=far_away)
    if manifest is not None:
        _note_strangers(folder, manifest, findings)
    return DeliveryReport(
        folder=safe_name(folder.resolve().name),
        manifest=manifest,
        faults=tuple(findings.faults),
        warnings=tuple(findings.warnings),
        notes=tuple(findings.notes),
        frames={} if findings.faults or layout is None else _kept(frames, layout),
        row_counts=counts,
    )


def _kept(frames: Mapping[str, pd.DataFrame], layout: Layout) -> dict[str, pd.DataFrame]:
    """Give the frames without the columns that were only to be checked."""
    kept = {}
    for name, frame in frames.items():
        columns = [column.name for column in layout.tables[name].columns.values() if column.stored]
        kept[name] = frame[columns].reset_index(drop=True)
    return kept


def _read_table(
    file: DeliveredFile, layout: Layout, findings: Findings, *, survey_year: int, opens: Opener
) -> pd.DataFrame | None:
    """Canonical frame of one file, indexed by row number; None when the file is no table at all."""
    table = layout.tables[file.table]
    try:
        raw = _read(file, tuple(headers_of(table)), findings, survey_year=survey_year, opens=opens)
    except SealedError as error:
        findings.fault(error.code, file=file.name)
        return None
    except UnreadableError as error:
        findings.fault("unreadable", file=file.name, detail=error.detail)
        return None
    if raw is None:
        return None
    raw = _without_long_cells(raw, findings, file=file.name)
    frame = canonical_table(raw, table, layout, findings, file=file.name, survey_year=survey_year)
    check_table(frame, table, layout, findings, file=file.name)
    check_moments(frame, table, findings, file=file.name, survey_year=survey_year, received_on=file.received_on)
    return last_answers(frame, table, findings, file=file.name)


def _without_long_cells(raw: RawTable, findings: Findings, *, file: str) -> RawTable:
    """Refuse cells that are longer than any answer, and leave them out: nothing needs to be searched in them."""
    columns = []
    for column in raw.columns:
        long = np.array([len(cell) > CELL_CHARACTERS for cell in column.cells], dtype=bool)
        if long.any():
            shown = safe_header(column.header, column.position)
            findings.fault("long_cell", file=file, column=shown, rows=raw.rows[long], most=CELL_CHARACTERS)
            columns.append(replace(column, cells=np.where(long, "", column.cells)))
        else:
            columns.append(column)
    return replace(raw, columns=tuple(columns))


def _read(
    file: DeliveredFile, headers: tuple[str, ...], findings: Findings, *, survey_year: int, opens: Opener
) -> RawTable | None:
    suffix = kind_of(file.path)
    if file.path.stat().st_size == 0:
        findings.fault("empty_file", file=file.name)
        return None
    content = content_of(file.path, opens)
    if suffix == ".csv":
        return read_csv(content, headers, findings, file=file.name)
    if suffix == ".parquet":
        table, asides = read_parquet(content)
        scan_asides(asides, findings, file=file.name, survey_year=survey_year)
        return table
    book = read_xlsx(content, findings, file=file.name)
    scan_asides(book.asides, findings, file=file.name, survey_year=survey_year)
    if book.other_sheets:
        text = Text(
            nl=f"{book.other_sheets} andere bladen met inhoud: alleen het eerste blad wordt gelezen",
            en=f"{book.other_sheets} other sheets with content: only the first sheet is read",
        )
        findings.warn("other_sheets", text, file=file.name)
    return book.table


def _check_presence(manifest: Manifest, previous: Mapping[str, pd.DataFrame], findings: Findings) -> None:
    """Say which tables keep their last accepted version, and refuse where a needed one exists nowhere."""
    for table in TABLES:
        if table in manifest.files or _named_in_vain(table, findings):
            continue
        if table in previous:
            text = Text(
                nl=f"{table} niet geleverd: de laatst aanvaarde versie van {manifest.survey_year} blijft gelden",
                en=f"{table} not delivered: the last accepted version of {manifest.survey_year} stays in force",
            )
            findings.note("kept", text, file=MANIFEST, column=f"files.{table}")
        elif table in NEEDED:
            findings.fault("table_missing", file=MANIFEST, column=f"files.{table}", wanted=table)
        else:
            text = Text(
                nl=f"{table} niet geleverd en nog niet eerder aanvaard: de cijfers ervan ontbreken",
                en=f"{table} not delivered and never accepted before: its figures will be missing",
            )
            findings.note("absent", text, file=MANIFEST, column=f"files.{table}")


def _named_in_vain(table: str, findings: Findings) -> bool:
    """Whether the manifest names the table but its entry has a fault of its own."""
    return any(fault.column.startswith(f"files.{table}.") for fault in findings.faults)


def _known(
    frames: Mapping[str, pd.DataFrame], manifest: Manifest, previous: Mapping[str, pd.DataFrame]
) -> dict[str, Known]:
    known = {
        table: Known(frame=frame, file=manifest.files[table].name, delivered=True) for table, frame in frames.items()
    }
    for table, frame in previous.items():
        if table not in manifest.files:
            known[table] = Known(frame=frame, file=f"{table} [previous]", delivered=False)
    return known


def _resolved(path: Path) -> Path | None:
    """Give the file that a path leads to; None for links in a loop."""
    try:
        return path.resolve()
    except (OSError, RuntimeError):
        return None


def _note_strangers(folder: Path, manifest: Manifest, findings: Findings) -> None:
    """Warn of files that lie in the folder but that the manifest does not name; they are not read."""
    named = {file.path for file in manifest.files.values()}
    for number, path in enumerate(sorted(folder.rglob("*"))):
        if path.name == MANIFEST or path.is_dir() or _resolved(path) in named:
            continue
        text = Text(
            nl="staat in de map maar niet in delivery.toml: niet gelezen",
            en="lies in the folder but not in delivery.toml: not read",
        )
        shown = safe_name(path.name)
        findings.warn("not_named", text, file=shown)
        scan_header(path.name, findings, file=shown, column=safe_header("", number), survey_year=manifest.survey_year)
