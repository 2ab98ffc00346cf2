"""Where a release lies, and whether it is still what was written: digests of every file, checked before it is shown."""

import hashlib
import json
import re
import threading
from pathlib import Path
from typing import Any

from data.releases.checks import ReleaseError

CUBE, CERTIFICATE, MANIFEST, LAYERS = "cube.duckdb", "certificate.json", "manifest.json", "layers"

_ID = re.compile(r"\d{8}T\d{6}Z-[0-9a-f]{8}")
_CURE = "It is not shown. Restore the folder from the back-up, or withdraw the release and run refresh again."

_checked: dict[Path, tuple[tuple[int, ...], ...]] = {}
_lock = threading.Lock()


def is_release_id(text: str) -> bool:
    """Tell whether a text has the form of a release id; nothing else may become part of a path."""
    return _ID.fullmatch(text) is not None


def releases_folder(home: Path) -> Path:
    """Give the folder of all releases of a home."""
    return home / "releases"


def release_folder(home: Path, release_id: str) -> Path:
    """Give the folder of one release.

    Raises
    ------
    ReleaseError : the id has not the form of one, or there is no such folder.
    """
    if not is_release_id(release_id):
        raise ReleaseError("expected a release id (YYYYMMDDTHHMMSSZ and 8 hexadecimal digits), found something else")
    folder = releases_folder(home) / release_id
    if not folder.is_dir():
        raise ReleaseError(
            f"release {release_id}: no such folder under {releases_folder(home).name}/. See releases list."
        )
    return folder


def file_digest(path: Path) -> str:
    """SHA-256 of a file, in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def read_manifest(folder: Path) -> dict[str, Any]:
    """Read the manifest of a release folder; a missing or unreadable one is a ``ReleaseError``."""
    try:
        manifest = json.loads((folder / MANIFEST).read_bytes())
        files = manifest["files"]
        if not all(len(str(entry["sha256"])) == 64 for entry in files.values()):
            raise ValueError  # noqa: TRY301 -- the same refusal as for any other unreadable manifest
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        raise ReleaseError(f"release {folder.name}: {MANIFEST} is missing or unreadable. {_CURE}") from None
    return dict(manifest)


def check_folder(folder: Path, *, manifest_digest: str | None = None) -> dict[str, Any]:
    """Give the manifest of a release after comparing every file with it.

    A folder that passed is not read again as long as no file in it changed (size, times, inode).

    Parameters
    ----------
    manifest_digest : what the ledger says about the manifest itself, where there is a ledger.

    Raises
    ------
    ReleaseError : lists every file that is missing, not listed, or differs from its digest.
    """
    manifest = read_manifest(folder)
    fingerprint = _fingerprint(folder)
    with _lock:
        known = _checked.get(folder) == fingerprint
    if not known:
        problems = [f"release {folder.name}: {problem}" for problem in _problems(folder, manifest)]
        if problems:
            raise ReleaseError(*problems, _CURE)
    if manifest_digest is not None and file_digest(folder / MANIFEST) != manifest_digest:
        raise ReleaseError(f"release {folder.name}: {MANIFEST} differs from what the ledger recorded. {_CURE}")
    with _lock:
        _checked[folder] = fingerprint
    return manifest


def _problems(folder: Path, manifest: dict[str, Any]) -> list[str]:
    listed = dict(manifest["files"])
    found = {str(p.relative_to(folder)): p for p in sorted(folder.rglob("*")) if p.is_symlink() or not p.is_dir()}
    problems = [f"file {name} is not in the manifest" for name in found if name not in listed and name != MANIFEST]
    if CUBE not in listed:
        problems.append(f"the manifest does not list {CUBE}")
    for name, entry in listed.items():
        if name not in found or found[name].is_symlink():
            problems.append(f"file {name} is in the manifest, but there is no such file")
        elif file_digest(found[name]) != entry["sha256"]:
            problems.append(f"file {name} differs from its digest in the manifest")
    return problems


def _fingerprint(folder: Path) -> tuple[tuple[int, ...], ...]:
    stats = [path.lstat() for path in (folder, *sorted(folder.rglob("*")))]
    return tuple((s.st_ino, s.st_size, s.st_mtime_ns, s.st_ctime_ns) for s in stats)
