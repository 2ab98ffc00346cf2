"""Releases from an S3-like address: brought to a local folder, checked before anybody sees them, then shown.

The address holds what a folder ``releases/`` holds. Nothing of it is believed: the ledger has to be whole and to go on
where the one that is here ends, the manifest has to be what the ledger recorded, each file what the manifest says. Only
then does the pointer move; whatever is wrong, the release that was shown last stays.
"""

import json
import os
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from data.audit import AuditError, Trail, sync_folder, write_synced
from data.releases.checks import ReleaseError
from data.releases.folder import MANIFEST, check_folder, file_digest, is_release_id, read_manifest, release_folder
from data.releases.ledger import Event, Shelf, current_id

ENDPOINT = "AWS_ENDPOINT_URL"
"""Variable with the address of the service; its key stands in AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY."""
STATE = "source.json"
"""File beside ``releases/`` that says how the last look went, for ``/health``."""

_ADDRESS = re.compile(r"s3://[a-z0-9][a-z0-9.-]{1,61}[a-z0-9](/[A-Za-z0-9_-][A-Za-z0-9._-]*)*/?")
_PATH = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.-]*(/[A-Za-z0-9_][A-Za-z0-9_.-]*)?")
_LEDGER, _HEAD, _POINTER = "ledger.jsonl", "ledger.head", "current"
_KEPT = 2
"""Releases that stay in the local folder: that which is shown, and that which somebody may be reading still."""
_LARGEST = 4_000_000_000
"""Bytes of a file of a release; a larger one is not fetched."""
_STAYS = "What was shown last stays shown."


def is_address(text: str) -> bool:
    """Tell whether a text is the address of releases elsewhere."""
    return _ADDRESS.fullmatch(text) is not None


class Source:
    """Releases at an address.

    Raises
    ------
    ReleaseError : the address is none, or what speaks to it is not installed.
    """

    def __init__(self, address: str) -> None:
        if not is_address(address):
            raise ReleaseError("expected an address such as s3://bucket/releases, found something else")
        try:
            from obstore.store import S3Store
        except ImportError:
            raise ReleaseError("what reads this address is not installed: pip install 'zorgcapaciteit[s3]'") from None
        endpoint = os.environ.get(ENDPOINT, "")
        near = urlsplit(endpoint).hostname in ("localhost", "127.0.0.1", "::1")  # only there may it be without TLS
        self._store = S3Store.from_url(
            address,
            client_options={"timeout": "60s", "connect_timeout": "5s", "allow_http": near},
            retry_config={"max_retries": 2, "retry_timeout": timedelta(seconds=15)},
        )

    def fetch(self, home: Path) -> str | None:
        """Bring what is published to ``home`` and show it; give its id, None where nothing is published.

        Raises
        ------
        ReleaseError : what is wrong with the address or with what stands there; nothing here changed.
        """
        shelf = Shelf(home)
        try:
            with _told(), shelf.locked():
                shelf.sweep()
                found = self._fetch(shelf)
        except ReleaseError as error:
            _note(home, str(error))
            raise
        _note(home, "")
        return found

    def _fetch(self, shelf: Shelf) -> str | None:
        pointer = self._read(_POINTER)  # first: the ledger is written before the pointer moves
        ledger, head = self._read(_LEDGER), self._read(_HEAD)
        if ledger is None or head is None:
            raise ReleaseError(f"the address: expected {_LEDGER} and {_HEAD}, found none. {_STAYS}")
        events = self._events(shelf, ledger, head)
        wanted = None if pointer is None else pointer.decode("ascii", "replace").strip()
        written = {e["release"]: str(e["manifest_sha256"]) for e in events if e["event"] == Event.WRITTEN}
        gone = {str(event["release"]) for event in events if event["event"] == Event.WITHDRAWN}
        if wanted is not None and (not is_release_id(wanted) or wanted not in written or wanted in gone):
            raise ReleaseError(f"the address: {_POINTER} names no release that the ledger knows. {_STAYS}")
        if wanted is not None:
            self._bring(shelf, wanted, written[wanted])
        # A reader in between finds a ledger that is longer than its head says, which is whole.
        write_synced(shelf.trail.path, ledger, mode=0o644)
        write_synced(shelf.trail.head_path, head, mode=0o644)
        if wanted != current_id(shelf.home):
            shelf.point(wanted)
        self._tidy(shelf, wanted, gone)
        return wanted

    def _events(self, shelf: Shelf, ledger: bytes, head: bytes) -> list[dict[str, Any]]:
        """Read a ledger that is whole and goes on where ours ends."""
        aside = shelf.folder / ".building-ledger"
        aside.mkdir()
        trail = Trail(aside / _LEDGER)
        trail.path.write_bytes(ledger)
        trail.head_path.write_bytes(head)
        try:
            events = trail.entries()
        except AuditError as error:
            raise ReleaseError(f"the address: {error} {_STAYS}") from None
        finally:
            shutil.rmtree(aside)
        ours = shelf.trail.path.read_bytes() if shelf.trail.path.exists() else b""
        if not ledger.startswith(ours):
            raise ReleaseError(f"the address: {_LEDGER} does not go on where the one here ends. {_STAYS}")
        return events

    def _bring(self, shelf: Shelf, release_id: str, manifest_digest: str) -> None:
        """Put a release in its place once every file is what it should be."""
        if (shelf.folder / release_id).is_dir():
            check_folder(release_folder(shelf.home, release_id), manifest_digest=manifest_digest)
            return
        aside = shelf.folder / f".building-{release_id}"
        aside.mkdir()
        try:
            self._save(f"{release_id}/{MANIFEST}", aside / MANIFEST, release_id)
            if file_digest(aside / MANIFEST) != manifest_digest:
                raise ReleaseError(f"release {release_id}: {MANIFEST} differs from what the ledger recorded. {_STAYS}")
            for name, entry in read_manifest(aside)["files"].items():
                if not _PATH.fullmatch(name) or not 0 <= int(entry["bytes"]) <= _LARGEST:
                    raise ReleaseError(f"release {release_id}: the manifest names a file that none can be. {_STAYS}")
                place = aside / name
                place.parent.mkdir(exist_ok=True)
                self._save(f"{release_id}/{name}", place, release_id)
                if file_digest(place) != entry["sha256"]:
                    raise ReleaseError(f"release {release_id}: file {name} differs from its digest. {_STAYS}")
            for path in aside.rglob("*"):
                path.chmod(0o555 if path.is_dir() else 0o444)
            aside.rename(shelf.folder / release_id)
            (shelf.folder / release_id).chmod(0o555)
            sync_folder(shelf.folder)
        finally:
            shutil.rmtree(aside, ignore_errors=True)

    def _tidy(self, shelf: Shelf, shown: str | None, gone: set[str]) -> None:
        """Remove what was withdrawn, and what nobody reads any more."""
        here = sorted(path.name for path in shelf.folder.iterdir() if is_release_id(path.name))
        others = [name for name in here if name != shown]
        for name in others:
            if name in gone or name in others[: -(_KEPT - 1)]:
                folder = shelf.folder / name
                for path in (folder, *(each for each in folder.rglob("*") if each.is_dir())):
                    path.chmod(0o755)
                shutil.rmtree(folder, ignore_errors=True)

    def _read(self, name: str) -> bytes | None:
        from obstore.exceptions import NotFoundError

        try:
            return bytes(self._store.get(name).bytes())
        except (NotFoundError, FileNotFoundError):
            return None

    def _save(self, name: str, path: Path, release_id: str) -> None:
        from obstore.exceptions import NotFoundError

        try:
            with path.open("wb") as file:
                for part in self._store.get(name).stream(min_chunk_size=4_000_000):
                    file.write(bytes(part))
                file.flush()
                os.fsync(file.fileno())
        except (NotFoundError, FileNotFoundError):
            missing = name.partition("/")[2]
            raise ReleaseError(f"release {release_id}: file {missing} is not at the address yet. {_STAYS}") from None

    def send(self, home: Path) -> int:
        """Put the releases of a home at the address, the pointer last; give how many files were sent.

        Raises
        ------
        ReleaseError : a release of the home is damaged, or the address does not take it.
        """
        shelf, sent = Shelf(home), 0
        with _told(), shelf.locked():
            current = current_id(home)
            events = shelf.events()
            for name in [] if current is None else [current]:
                manifest = check_folder(release_folder(home, name), manifest_digest=shelf.manifest_digest(name))
                for file in [*manifest["files"], MANIFEST]:
                    self._store.put(f"{name}/{file}", shelf.folder / name / file)
                    sent += 1
            for file in (_LEDGER, _HEAD, _POINTER):
                if (shelf.folder / file).exists():
                    self._store.put(file, (shelf.folder / file).read_bytes())
                    sent += 1
            if current is None:
                self._remove(_POINTER)
            for name in {str(event["release"]) for event in events if event["event"] == Event.WITHDRAWN}:
                for listed in self._store.list(prefix=name):
                    for entry in listed:
                        self._remove(entry["path"])
        return sent

    def _remove(self, name: str) -> None:
        from obstore.exceptions import NotFoundError

        try:
            self._store.delete(name)
        except (NotFoundError, FileNotFoundError):
            return


@contextmanager
def _told() -> Iterator[None]:
    """Tell what a store raises in a sentence; what it says itself may hold addresses and names of keys."""
    from obstore.exceptions import BaseError, PermissionDeniedError, UnauthenticatedError

    try:
        yield
    except (PermissionDeniedError, UnauthenticatedError, PermissionError):
        raise ReleaseError(f"the address refuses this account: look at its key and rights. {_STAYS}") from None
    except (BaseError, OSError) as error:
        raise ReleaseError(f"the address does not answer as it should ({type(error).__name__}). {_STAYS}") from None


def _note(home: Path, fault: str) -> None:
    write_synced(home / STATE, json.dumps({"fault": fault}).encode(), mode=0o644)


def fault_of(home: Path) -> str | None:
    """Give what was wrong at the last look at the address, '' when all was well; None for releases of this machine."""
    try:
        return str(json.loads((home / STATE).read_bytes())["fault"])
    except FileNotFoundError:
        return None
    except (OSError, ValueError, KeyError, TypeError):
        return "unknown"
