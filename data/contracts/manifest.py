"""The manifest of a delivery: what it is, from whom, received when, and a SHA-256 per file."""

import hashlib
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from data import clock
from data.authorisation import AUTHORISATION, Authorisation
from data.contracts.forbidden import scan_manifest
from data.contracts.layout import LAYOUTS, TABLES, Layout, LayoutError, layout_versions, load_layout
from data.contracts.limits import MANIFEST_BYTES
from data.contracts.report import Findings, safe_header, safe_name
from data.contracts.sealed import kind_of
from data.terms import Text

MANIFEST = "delivery.toml"
FIRST_YEAR, LAST_YEAR = 2000, 2100

_TOP_KEYS = ("survey_year", "received_on", "sender", "layout", "files")
_FILE_KEYS = ("path", "sha256", "sender", "received_on")
_DOTS = 100
_SHA256 = re.compile(r"[0-9a-fA-F]{64}")
_TYPES = {".csv", ".xlsx", ".parquet"}
_WANTED = {
    "survey_year": Text(nl=f"een jaar, {FIRST_YEAR}-{LAST_YEAR}", en=f"a year, {FIRST_YEAR}-{LAST_YEAR}"),
    "received_on": Text(nl="een datum zonder aanhalingstekens: 2024-11-04", en="a date without quotes: 2024-11-04"),
    "sender": Text(nl="de naam van de afzender", en="the name of the sender"),
    "layout": Text(nl='de naam van een layout, zoals "2024-1"', en='the name of a layout, such as "2024-1"'),
    "files": Text(nl="een tabel [files.…] per bestand", en="a table [files.…] per file"),
    "path": Text(nl="het relatieve pad van het bestand", en="the relative path of the file"),
    "sha256": Text(nl="64 hexadecimale tekens", en="64 hexadecimal characters"),
}


@dataclass(frozen=True, kw_only=True)
class DeliveredFile:
    """One file of a delivery, as the manifest describes it; ``received_on`` starts its retention."""

    table: str
    path: Path
    name: str
    sha256: str
    sender: str
    received_on: date


@dataclass(frozen=True, kw_only=True)
class Manifest:
    """A manifest; ``files`` by table holds only files that exist inside the folder."""

    survey_year: int
    received_on: date
    sender: str
    layout: str
    files: Mapping[str, DeliveredFile]


def read_manifest(
    folder: Path,
    findings: Findings,
    *,
    layouts: Path = LAYOUTS,
    authorisation: Authorisation = AUTHORISATION,
    today: date | None = None,
) -> tuple[Manifest | None, Layout | None]:
    """Manifest and layout of a delivery, every fault in them reported to ``findings``.

    The manifest is None when the tables cannot be judged without it: no readable TOML or no usable survey year. A
    wrong layout name gives no layout, and the tables stay unread.
    """
    document = _document(folder, findings)
    if document is None:
        return None, None
    for key in document:
        if key not in _TOP_KEYS:
            _unknown_key(findings, str(key), _TOP_KEYS)
    year = _year(document, findings)
    received = _date(document, "received_on", findings)
    sender = _text(document, "sender", findings)
    version = _text(document, "layout", findings)
    layout = _layout(version, layouts, findings) if version else None
    files = _files(folder, document.get("files"), findings, sender=sender, received=received)
    _check_ima(files.get("ima"), year, findings, authorisation)
    if year is None:
        return None, layout
    _check_dates(year, received, files, today or clock.today(), findings)
    manifest = Manifest(
        survey_year=year,
        received_on=received or date.min,
        sender=sender or "",
        layout=version or "",
        files=files,
    )
    return manifest, layout


def sha256_of(path: Path) -> str:
    """SHA-256 of a file, in lower-case hexadecimal."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _document(folder: Path, findings: Findings) -> dict[str, Any] | None:
    path = folder / MANIFEST
    if not path.is_file():
        there = folder.is_dir()
        detail = Text(nl="ontbreekt", en="missing") if there else Text(nl="de map bestaat niet", en="no such folder")
        findings.fault("manifest_missing", file=MANIFEST, detail=detail)
        return None
    try:
        if path.stat().st_size > MANIFEST_BYTES:
            detail = Text(nl=": te groot voor een manifest", en=": too large for a manifest")
            findings.fault("manifest_unreadable", file=MANIFEST, detail=detail)
            return None
        text = path.read_text(encoding="utf-8-sig")
        if any(line.count(".") > _DOTS for line in text.splitlines()):  # keys of keys: the parser takes minutes
            findings.fault("manifest_unreadable", file=MANIFEST, detail="")
            return None
        document = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        place = re.search(r"line (\d+), column (\d+)", str(error))
        line = place.group(1) if place else "?"
        findings.fault(
            "manifest_unreadable",
            file=MANIFEST,
            detail=Text(nl=f": fout op regel {line}", en=f": error on line {line}"),
        )
        return None
    except (OSError, ValueError, RecursionError):  # no UTF-8, a number of thousands of digits, tables in tables
        findings.fault("manifest_unreadable", file=MANIFEST, detail="")
        return None
    scan_manifest(text, findings, file=MANIFEST)
    return document


def _year(document: Mapping[str, Any], findings: Findings) -> int | None:
    year = _present(document, "survey_year", findings)
    if year is None:
        return None
    if not isinstance(year, int) or isinstance(year, bool) or not FIRST_YEAR <= year <= LAST_YEAR:
        _wrong_type(findings, "survey_year", year)
        return None
    return year


def _date(document: Mapping[str, Any], key: str, findings: Findings, *, prefix: str = "") -> date | None:
    value = _present(document, key, findings, prefix=prefix)
    if value is None:
        return None
    if not isinstance(value, date) or isinstance(value, datetime):
        _wrong_type(findings, key, value, prefix=prefix)
        return None
    return value


def _text(document: Mapping[str, Any], key: str, findings: Findings, *, prefix: str = "") -> str | None:
    value = _present(document, key, findings, prefix=prefix)
    if value is None:
        return None
    if not isinstance(value, str) or not value.strip():
        _wrong_type(findings, key, value, prefix=prefix)
        return None
    return value.strip()


def _present(document: Mapping[str, Any], key: str, findings: Findings, *, prefix: str = "") -> Any:
    if key not in document:
        findings.fault("manifest_key_missing", file=MANIFEST, column=prefix + key, wanted=_WANTED[key])
        return None
    return document[key]


def _wrong_type(findings: Findings, key: str, value: object, *, prefix: str = "") -> None:
    kinds = {str: ("tekst", "text"), bool: ("ja/nee", "boolean"), int: ("getal", "number"), float: ("getal", "number")}
    nl, en = kinds.get(type(value), ("datum of tabel", "date or table"))
    detail = Text(nl=nl, en=en)
    findings.fault("manifest_wrong_type", file=MANIFEST, column=prefix + key, wanted=_WANTED[key], detail=detail)


def _unknown_key(findings: Findings, key: str, known: tuple[str, ...], *, prefix: str = "") -> None:
    shown = safe_header(key, 0)
    shown = "" if shown != key else key
    findings.fault("manifest_unknown_key", file=MANIFEST, column=prefix + shown, known=", ".join(known), detail=shown)


def _layout(version: str, layouts: Path, findings: Findings) -> Layout | None:
    if version not in layout_versions(layouts):
        shown = safe_header(f"v{version}", 0) == f"v{version}" or re.fullmatch(r"\d{4}-\d{1,2}", version)
        known = ", ".join(layout_versions(layouts))
        findings.fault(
            "layout_unknown", file=MANIFEST, column="layout", known=known, detail=f" ({version})" if shown else ""
        )
        return None
    try:
        return load_layout(version, layouts)
    except LayoutError as error:
        for problem in error.problems:
            findings.fault("layout_wrong", file=f"{error.layout}.toml", detail=problem)
        return None


def _files(
    folder: Path, entries: object, findings: Findings, *, sender: str | None, received: date | None
) -> dict[str, DeliveredFile]:
    if entries is None:
        findings.fault("manifest_key_missing", file=MANIFEST, column="files", wanted=_WANTED["files"])
        return {}
    if not isinstance(entries, dict):
        _wrong_type(findings, "files", entries)
        return {}
    if not entries:
        findings.fault("manifest_no_files", file=MANIFEST, column="files")
    files: dict[str, DeliveredFile] = {}
    for table, entry in entries.items():
        if table not in TABLES:
            _unknown_key(findings, table, TABLES, prefix="files.")
            continue
        if not isinstance(entry, dict):
            _wrong_type(findings, "files", entry)
            continue
        delivered = _file(folder, table, entry, findings, sender=sender, received=received)
        if delivered is None:
            continue
        twin = next((name for name, other in files.items() if other.path == delivered.path), None)
        if twin:
            findings.fault("file_twice", file=MANIFEST, column=f"files.{table}.path", other=twin)
            continue
        files[table] = delivered
    return {table: files[table] for table in TABLES if table in files}


def _file(
    folder: Path,
    table: str,
    entry: Mapping[str, Any],
    findings: Findings,
    *,
    sender: str | None,
    received: date | None,
) -> DeliveredFile | None:
    prefix = f"files.{table}."
    for key in entry:
        if key not in _FILE_KEYS:
            _unknown_key(findings, str(key), _FILE_KEYS, prefix=prefix)
    given = _text(entry, "path", findings, prefix=prefix)
    checksum = _text(entry, "sha256", findings, prefix=prefix)
    if checksum is not None and not _SHA256.fullmatch(checksum):
        _wrong_type(findings, "sha256", checksum, prefix=prefix)
        checksum = None
    if "sender" in entry:
        sender = _text(entry, "sender", findings, prefix=prefix)
    if "received_on" in entry:
        received = _date(entry, "received_on", findings, prefix=prefix)
    path = _locate(folder, given, prefix, findings) if given is not None else None
    if path is None or given is None:
        return None
    name = safe_name(given)
    if kind_of(path) not in _TYPES:
        findings.fault("file_type", file=name, column=f"{prefix}path")
        return None
    if checksum is not None and sha256_of(path) != checksum.lower():
        findings.fault("checksum", file=name, column=f"{prefix}sha256")
    return DeliveredFile(
        table=table,
        path=path,
        name=name,
        sha256=checksum or "",
        sender=sender or "",
        received_on=received or date.min,
    )


def _locate(folder: Path, given: str, prefix: str, findings: Findings) -> Path | None:
    """Existing file inside the folder, links followed; None with a fault otherwise."""
    name = safe_name(given)
    home = folder.resolve()
    try:
        path = (home / given).resolve()
        inside = path.is_relative_to(home) and not Path(given).is_absolute()
        there, a_folder = path.is_file(), bool(given) and path.is_dir()
    except (OSError, ValueError, RuntimeError):  # a name that is too long, a NUL in it, links in a loop
        inside, there, a_folder = True, False, False
    if not inside:
        findings.fault("path_outside", file=MANIFEST, column=f"{prefix}path")
        return None
    if not there:
        detail = Text(nl="een map", en="a folder") if a_folder else Text(nl="geen bestand", en="no file")
        findings.fault("file_missing", file=name, column=f"{prefix}path", detail=detail)
        return None
    return path


def _check_dates(
    year: int, received: date | None, files: Mapping[str, DeliveredFile], today: date, findings: Findings
) -> None:
    """Refuse a day of receipt that cannot be, and warn of one long after the survey: retention counts from it (R14)."""
    dates = {"received_on": received} | {f"files.{name}.received_on": file.received_on for name, file in files.items()}
    known = {key: day for key, day in dates.items() if day and day != date.min}
    shown = {key: day for key, day in known.items() if key == "received_on" or day != received}
    for key, day in shown.items():
        if day > today:
            findings.fault("received_future", file=MANIFEST, column=key, today=today, detail=day)
        elif day.year < year:
            findings.fault("received_early", file=MANIFEST, column=key, year=year, detail=day)
        elif day.year > year + 10:
            text = Text(
                nl=f"{day}: meer dan tien jaar na het bevragingsjaar; de bewaartermijn begint op deze dag",
                en=f"{day}: over ten years after the survey year; retention is counted from this day",
            )
            findings.warn("received_odd", text, file=MANIFEST, column=key)


def _check_ima(file: DeliveredFile | None, year: int | None, findings: Findings, authorisation: Authorisation) -> None:
    """Only the authorised sender, inside the authorised window, once the set of that year exists (R08, R15, R20)."""
    if file is None:
        return
    if file.sender and file.sender not in authorisation.senders:
        findings.fault(
            "ima_sender",
            file=file.name,
            column="files.ima.sender",
            sender=" / ".join(authorisation.senders),
            where=authorisation.where("senders"),
        )
    if file.received_on == date.min:
        return
    column = "files.ima.received_on"
    if authorisation.is_revoked(file.received_on):
        findings.fault(
            "ima_revoked",
            file=file.name,
            column=column,
            day=authorisation.revoked_on,
            where=authorisation.where("revoked"),
            detail=file.received_on,
        )
    elif not authorisation.covers(file.received_on):
        findings.fault(
            "ima_window",
            file=file.name,
            column=column,
            first=authorisation.received_from,
            last=authorisation.received_until,
            where=authorisation.where("received"),
            detail=file.received_on,
        )
    elif year is not None and file.received_on < (first := authorisation.available_from(year)):
        findings.fault(
            "ima_early",
            file=file.name,
            column=column,
            year=year - authorisation.years_before_survey,
            first=first,
            where=authorisation.where("available"),
            detail=file.received_on,
        )
