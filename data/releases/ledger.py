"""Which releases there are, which one is shown, and how that came about.

``releases/current`` decides what is shown. The ledger ``releases/ledger.jsonl`` (chained like the audit trail) tells
what was written, published, rolled back and withdrawn, by whom and why; it outlives the folders.
"""

import fcntl
import json
import os
import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import Any

from data.audit import Action, Audit, AuditError, Trail, os_user, refuse_identifiers, sync_folder, write_synced
from data.releases.checks import ReleaseError
from data.releases.folder import (
    CERTIFICATE,
    MANIFEST,
    check_folder,
    file_digest,
    is_release_id,
    read_manifest,
    release_folder,
    releases_folder,
)
from data.releases.remembered import kept_digests, remember

_POINTER = "current"

Prove = Callable[[str], None]
"""Compares a release with everything that was shown by now; raises when the two together are not safe."""


class Event(StrEnum):
    """What may happen to a release."""

    WRITTEN = "written"
    PUBLISHED = "published"
    ROLLED_BACK = "rolled_back"
    WITHDRAWN = "withdrawn"


class Shelf:
    """The releases of one home, with their ledger and lock; used by the functions below and by the writer."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.folder = releases_folder(home)
        self.trail = Trail(self.folder / "ledger.jsonl", mode=0o644)  # the screens read it under their own account

    @contextmanager
    def locked(self) -> Iterator[None]:
        """One process at a time changes releases; others wait."""
        self.folder.mkdir(parents=True, exist_ok=True)
        self.folder.chmod(0o755)  # the screens read it under their own account, whatever the umask
        descriptor = os.open(self.folder / ".lock", os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX)
            yield
        finally:
            os.close(descriptor)

    def sweep(self) -> None:
        """Remove what killed processes left; the caller holds the lock."""
        for pattern in (".building-*", ".withdrawn-*"):
            for leftover in self.folder.glob(pattern):
                shutil.rmtree(leftover, ignore_errors=True)

    def events(self) -> list[dict[str, Any]]:
        """All lines of the ledger, oldest first; a broken chain is a ``ReleaseError``."""
        try:
            return self.trail.entries()
        except AuditError as error:
            raise ReleaseError(str(error)) from None

    def record(self, event: Event, release_id: str, *, why: str = "", **fields: Any) -> None:
        """Add one line to the ledger."""
        self.trail.append(
            {
                "at": datetime.now(UTC).isoformat(timespec="seconds"),
                "who": os_user(),
                "event": event.value,
                "release": release_id,
                "why": why,
                **fields,
            }
        )

    def record_written(self, release_id: str, manifest: Mapping[str, Any]) -> None:
        """Add the line of a new release: digest of its manifest, survey years and pattern of withheld cells."""
        self.record(
            Event.WRITTEN,
            release_id,
            manifest_sha256=file_digest(self.folder / release_id / MANIFEST),
            survey_years=list(manifest["survey_years"]),
            patterns=dict(manifest["patterns"]),
            years_kept=dict(manifest.get("kept", {})),
            tables_kept=dict(manifest.get("kept_tables", {})),
            full_time=dict(manifest.get("settings", {})).get("fte_hours"),
        )

    def full_time(self) -> float | None:
        """Hours a week of one full-time equivalent in the release that was published first; None before that."""
        events = self.events()
        first = next((event["release"] for event in events if event["event"] == Event.PUBLISHED), None)
        written = (event for event in events if event["event"] == Event.WRITTEN and event["release"] == first)
        hours = next((event.get("full_time") for event in written), None)
        return None if hours is None else float(hours)

    def manifest_digest(self, release_id: str) -> str:
        """Digest of the manifest as recorded when the release was written."""
        for event in self.events():
            if event["release"] == release_id and event["event"] == Event.WRITTEN:
                return str(event["manifest_sha256"])
        raise ReleaseError(
            f"release {release_id}: the ledger does not know it. Only releases written here by refresh are shown; "
            "restore the ledger together with the folder."
        )

    def kept(self, release_id: str) -> dict[str, str]:
        """Digests of the kept copy of what a release published; empty when none was kept."""
        lines = [event["kept"] for event in self.events() if event["release"] == release_id and event.get("kept")]
        return dict(lines[-1]) if lines else {}

    def shown(self) -> list[dict[str, Any]]:
        """Lines of the ledger about releases that were shown, oldest first."""
        return [event for event in self.events() if event["event"] in (Event.PUBLISHED, Event.ROLLED_BACK)]

    def published(self) -> list[str]:
        """Ids that were shown and may be returned to, oldest first; the last one is shown now."""
        stack: list[str] = []
        for event in self.events():
            release_id = event["release"]
            if event["event"] == Event.PUBLISHED and stack[-1:] != [release_id]:
                stack.append(release_id)
            elif event["event"] == Event.ROLLED_BACK:
                while stack and stack[-1] != release_id:
                    stack.pop()
            elif event["event"] == Event.WITHDRAWN:
                stack = [other for other in stack if other != release_id]
        # Withdrawing what lay between two publications of the same release leaves it twice in a row.
        return [r for i, r in enumerate(stack) if i == 0 or stack[i - 1] != r]

    def settle(self, *, mend: bool = False) -> str | None:
        """Write down a pointer that differs from the last line (killed between the two); give the current id.

        ``mend`` takes a damaged pointer for none: the caller moves it.
        """
        try:
            current = current_id(self.home)
        except ReleaseError:
            if not mend:
                raise
            current = None
        if current is not None and self.published()[-1:] != [current]:
            self.record(Event.PUBLISHED, current, why="found in the pointer", kept=kept_digests(self.home, current))
        return current

    def point(self, release_id: str | None) -> None:
        """Move the pointer in one step; None removes it, so that nothing is shown."""
        pointer = self.folder / _POINTER
        if release_id is None:
            pointer.unlink(missing_ok=True)
            sync_folder(self.folder)
        else:
            write_synced(pointer, f"{release_id}\n".encode(), mode=0o644)


def current_id(home: Path) -> str | None:
    """Id of the release that the screens show, or None when nothing is published; cheap enough for every request.

    Raises
    ------
    ReleaseError : the pointer holds something else than a release id.
    """
    try:
        text = (releases_folder(home) / _POINTER).read_text(encoding="ascii", errors="replace").strip()
    except FileNotFoundError:
        return None
    if not is_release_id(text):
        raise ReleaseError(
            "releases/current: expected one release id, found something else. "
            "zorgcapaciteit releases publish ID mends it; releases list shows the ids."
        )
    return text


def publish(home: Path, release_id: str, *, prove: Prove, why: str = "", audit: Audit | None = None) -> None:
    """Show a release from now on; running dashboards follow at their next interaction. A damaged pointer is mended.

    The pointer moves last, after trail and ledger have it.

    ``prove`` is called with the id while nobody else can publish, so that what it compares with is all that there is;
    what it raises goes through, and what was shown stays.

    Raises
    ------
    ReleaseError : it does not exist or differs from what was written; what was shown stays.
    AuditError : the trail is damaged; what was shown stays.
    """
    refuse_identifiers("why", why)
    shelf, audit = Shelf(home), audit or Audit(home)
    with shelf.locked():
        audit.check()
        folder = release_folder(home, release_id)
        manifest = check_folder(folder, manifest_digest=shelf.manifest_digest(release_id))
        if shelf.settle(mend=True) == release_id:
            return
        _refuse_other_full_time(shelf, manifest)
        prove(release_id)
        kept = remember(home, release_id)
        audit.record(Action.RELEASE_PUBLISH, subject=release_id, why=why)
        shelf.record(Event.PUBLISHED, release_id, why=why, kept=kept)
        shelf.point(release_id)


def _refuse_other_full_time(shelf: Shelf, manifest: Mapping[str, Any]) -> None:
    """Refuse a release whose full-time equivalents are of another length than those that were ever published."""
    frozen, own = shelf.full_time(), dict(manifest.get("settings", {})).get("fte_hours")
    if frozen is not None and own is not None and float(own) != frozen:
        raise ReleaseError(
            f"release {manifest.get('release_id', '')}: one full-time equivalent is {own:g} hours in it and was fixed "
            f"at {frozen:g} hours by the first publication. Make it again with `zorgcapaciteit refresh`."
        )


def rollback(home: Path, *, prove: Prove, why: str = "", audit: Audit | None = None) -> str:
    """Show the release that was shown before the current one, and return its id; ``prove`` as for ``publish``.

    Raises
    ------
    ReleaseError : nothing was shown before, or that release is damaged; what is shown stays.
    """
    refuse_identifiers("why", why)
    shelf, audit = Shelf(home), audit or Audit(home)
    with shelf.locked():
        audit.check()
        current = shelf.settle()
        earlier = [r for r in shelf.published() if r != current]
        if current is None or not earlier:
            raise ReleaseError("expected an earlier published release to go back to, found none. See releases list.")
        target = earlier[-1]
        check_folder(release_folder(home, target), manifest_digest=shelf.manifest_digest(target))
        prove(target)
        audit.record(Action.RELEASE_ROLLBACK, subject=target, why=why)
        shelf.record(Event.ROLLED_BACK, target, why=why, instead_of=current)
        shelf.point(target)
    return target


def withdraw(home: Path, release_id: str, *, why: str, audit: Audit | None = None) -> str | None:
    """Remove a release for good and return the id that is shown afterwards (None: nothing).

    Withdrawing the current one goes back to the release shown before it. A damaged release can be withdrawn.

    Raises
    ------
    ReleaseError : there is no such release, or no reason was given.
    """
    if not why.strip():
        raise ReleaseError("expected a reason (--why), found none: the ledger keeps why a release was withdrawn")
    refuse_identifiers("why", why)
    shelf, audit = Shelf(home), audit or Audit(home)
    with shelf.locked():
        audit.check()
        folder = release_folder(home, release_id)
        current = shelf.settle()
        audit.record(Action.RELEASE_WITHDRAW, subject=release_id, why=why)
        if current == release_id:
            current = _previous_whole(shelf, release_id)
            shelf.point(current)
        shelf.record(Event.WITHDRAWN, release_id, why=why, kept=_keep_at_last(shelf, release_id))
        if current is not None and shelf.published()[-1:] != [current]:
            shelf.record(Event.ROLLED_BACK, current, instead_of=release_id)
        gone = shelf.folder / f".withdrawn-{release_id}"
        folder.rename(gone)
        sync_folder(shelf.folder)
        shutil.rmtree(gone, ignore_errors=True)
    return current


def _keep_at_last(shelf: Shelf, release_id: str) -> dict[str, str]:
    """Keep what a release published if that was not done when it was shown and its folder is still whole."""
    if shelf.kept(release_id) or not any(e["release"] == release_id for e in shelf.shown()):
        return {}
    try:
        check_folder(release_folder(shelf.home, release_id), manifest_digest=shelf.manifest_digest(release_id))
        return remember(shelf.home, release_id)
    except ReleaseError:
        return {}


def _previous_whole(shelf: Shelf, release_id: str) -> str | None:
    """Latest earlier release that is still what was written."""
    for candidate in reversed([r for r in shelf.published() if r != release_id]):
        try:
            check_folder(release_folder(shelf.home, candidate), manifest_digest=shelf.manifest_digest(candidate))
        except ReleaseError:
            continue
        return candidate
    return None


def _shown_now(home: Path) -> str | None:
    """Give the current id; None for a damaged pointer as well: whoever mends it needs to see the releases."""
    try:
        return current_id(home)
    except ReleaseError:
        return None


def list_releases(home: Path) -> list[dict[str, Any]]:
    """One mapping per release ever written, newest first.

    Keys: ``release``, ``written_at``, ``survey_years``, ``published`` (ever shown), ``current`` (shown now),
    ``present`` (its folder is there), ``years_kept`` (year to the release it was last shown by) and ``tables_kept``
    (year to tables) as they stay while corrections wait, ``withdrawn_at`` and ``why`` (empty unless withdrawn).
    """
    current = _shown_now(home)
    found: dict[str, dict[str, Any]] = {}
    for event in Shelf(home).events():
        release_id = event["release"]
        if event["event"] == Event.WRITTEN:
            found[release_id] = {
                "release": release_id,
                "written_at": event["at"],
                "survey_years": event["survey_years"],
                "published": False,
                "current": release_id == current,
                "present": (releases_folder(home) / release_id).is_dir(),
                "years_kept": event.get("years_kept", {}),
                "tables_kept": event.get("tables_kept", {}),
                "withdrawn_at": "",
                "why": "",
            }
        elif event["event"] == Event.PUBLISHED and release_id in found:
            found[release_id]["published"] = True
        elif event["event"] == Event.WITHDRAWN and release_id in found:
            found[release_id].update(withdrawn_at=event["at"], why=event["why"])
    return list(reversed(found.values()))


def show(home: Path, release_id: str) -> dict[str, Any]:
    """Everything about one release: ``manifest``, ``certificate``, its lines of the ledger, and ``problems`` if any."""
    folder = release_folder(home, release_id)
    shelf = Shelf(home)
    problems: list[str] = []
    try:
        check_folder(folder, manifest_digest=shelf.manifest_digest(release_id))
    except ReleaseError as error:
        problems += error.problems
    readable = not problems
    return {
        "release": release_id,
        "current": _shown_now(home) == release_id,
        "problems": problems,
        "manifest": read_manifest(folder) if readable else {},
        "certificate": json.loads((folder / CERTIFICATE).read_bytes()) if readable else {},
        "events": [event for event in shelf.events() if event["release"] == release_id],
    }
