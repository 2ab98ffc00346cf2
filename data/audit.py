"""Who did what, where, when and why: an append-only trail in which every line carries the digest of the line before.

``Trail`` is the mechanism (also used by the ledger of releases); ``Audit`` is the log of the product,
``<home>/audit.jsonl``. An edit, a deletion, an insertion or a reordering breaks the chain and ``verify`` names the
line. A head file beside the trail holds the number and the digest of the last line, so that lines cut off at the end
are noticed as well. Somebody who may write both files can rewrite history: keep its
``anchor`` elsewhere (``docs/operations.md``).
"""

import fcntl
import hashlib
import json
import os
import pwd
import re
import socket
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import Any

from data.faults import FaultError

TRAIL = "audit.jsonl"
"""Name of the trail in a home."""

FIRST = "0" * 64
"""What the first line names as the digest of the line before it."""

_CURE = (
    "Nothing is added or changed. Keep both files as evidence, and restore them from the last back-up before going on "
    "(zorgcapaciteit verify shows every place)."
)
_TAIL_BYTES = 1 << 16
_IDENTIFIER = re.compile(r"(?:\d[ .\-/]?){7}\d")
_HARMLESS = re.compile(r"\d{8}T\d{6}Z-[0-9a-f]{8}|\b20[2-9]\d-[01]\d-[0-3]\d\b")
"""Ids of releases, and dates of this product's time (no date of birth)."""


class AuditError(FaultError):
    """The trail is broken, or a record would hold something that a trail may never hold."""


class Action(StrEnum):
    """What was done; a closed list, so that a trail can be searched."""

    COMMAND = "command"
    KEY_CREATE = "key_create"
    KEY_USE = "key_use"
    KEY_ROTATE = "key_rotate"
    DELIVERY_REFUSE = "delivery_refuse"
    ANALYSE = "analyse"
    VAULT_STORE = "vault_store"
    VAULT_RECOGNISE = "vault_recognise"
    VAULT_OPEN = "vault_open"
    VAULT_REFUSE = "vault_refuse"
    WARNING_ACCEPT = "warning_accept"
    VAULT_DESTROY = "vault_destroy"
    DELIVERY_CLEAR = "delivery_clear"
    REFRESH = "refresh"
    RELEASE_WRITE = "release_write"
    RELEASE_PUBLISH = "release_publish"
    RELEASE_ROLLBACK = "release_rollback"
    RELEASE_WITHDRAW = "release_withdraw"
    PERSON_INSPECT = "person_inspect"
    PERSON_REMOVE = "person_remove"
    CORRECTION = "correction"
    BOUNDARIES = "boundaries"
    BACKUP = "backup"
    RESTORE = "restore"
    EXPORT = "export"
    SIGN_IN = "sign_in"
    SIGN_OUT = "sign_out"


class Outcome(StrEnum):
    """How a command ended; the names of its exit statuses."""

    DONE = "done"
    REFUSED = "refused"
    USAGE = "usage"
    FAULT = "fault"
    UNSAFE = "unsafe"


class Channel(StrEnum):
    """Through which door it was done."""

    COMMAND_LINE = "command_line"
    SCREEN = "screen"
    TEST = "test"


def digest_of(line: Mapping[str, Any]) -> str:
    """Digest of a line without its own ``hash`` field: SHA-256 over its JSON with sorted keys, in hexadecimal."""
    text = json.dumps({k: v for k, v in line.items() if k != "hash"}, sort_keys=True, ensure_ascii=True)
    return hashlib.sha256(text.encode()).hexdigest()


def write_synced(path: Path, content: bytes, *, mode: int = 0o600) -> None:
    """Replace a file as a whole: written aside, flushed to disk, then renamed over the old one."""
    aside = path.with_name(f".{path.name}.{os.getpid()}.new")
    descriptor = os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, mode)
    with os.fdopen(descriptor, "wb") as file:
        os.fchmod(descriptor, mode)  # whatever the umask
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    aside.replace(path)
    sync_folder(path.parent)


def sync_folder(folder: Path) -> None:
    """Flush the names in a folder to disk, so that a rename survives a power cut."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


class Trail:
    """An append-only file of JSON lines, chained by digest; one writer at a time, also across processes.

    ``mode`` is that of its two files; whoever may read them can check the chain.
    """

    def __init__(self, path: Path, *, mode: int = 0o600) -> None:
        self.path, self._mode = path, mode
        self.head_path = path.with_suffix(".head")

    def append(self, fields: Mapping[str, Any]) -> dict[str, Any]:
        """Add one line and return it as written; it is on disk when this returns.

        Raises
        ------
        AuditError : the end of the trail does not fit its head file. Nothing is added, because adding would hide it.
        """
        self.path.parent.mkdir(parents=True, exist_ok=True)
        with self._locked(fcntl.LOCK_EX) as descriptor:
            last = self._last_line(descriptor)
            self._check_head(last)
            number = 1 if last is None else int(last["n"]) + 1
            line: dict[str, Any] = {**fields, "n": number, "prev": FIRST if last is None else last["hash"]}
            line["hash"] = digest_of(line)
            os.write(descriptor, (json.dumps(line, sort_keys=True, ensure_ascii=True) + "\n").encode())
            os.fsync(descriptor)
            head = json.dumps({"n": number, "hash": line["hash"]}).encode() + b"\n"
            write_synced(self.head_path, head, mode=self._mode)
            return line

    def entries(self) -> list[dict[str, Any]]:
        """All lines, oldest first; empty when nothing was ever recorded.

        Raises
        ------
        AuditError : the chain is broken; the message lists every problem that ``verify`` finds.
        """
        if not self.path.exists():
            lines: list[bytes] = []
        else:
            with self._locked(fcntl.LOCK_SH):
                lines = self._lines()
                problems = self._problems(lines)
            if problems:
                raise AuditError("\n".join(problems))
        return [json.loads(line) for line in lines]

    def check(self) -> None:
        """Raise ``AuditError`` with every place where the chain is broken; done before a change that it must record."""
        if problems := self.verify():
            raise AuditError("\n".join([*problems, _CURE]))

    def verify(self) -> list[str]:
        """Every place where the chain is broken, in words; an empty list means that the trail is whole."""
        if not self.path.exists():
            if not self.head_path.exists():
                return []
            return [f"{self.path.name}: expected a trail, because {self.head_path.name} exists; found no file"]
        with self._locked(fcntl.LOCK_SH):
            return self._problems(self._lines())

    def anchor(self) -> dict[str, Any] | None:
        """Give number and digest of the last line, to be kept where no writer of this trail can write; None if empty.

        Raises
        ------
        AuditError : the trail is broken, and an anchor would make that look right.
        """
        lines = self.entries()
        return {"trail": self.path.name, "n": lines[-1]["n"], "hash": lines[-1]["hash"]} if lines else None

    def differs_from(self, anchors: Iterable[Mapping[str, Any]]) -> list[str]:
        """Every anchor that this trail does not hold any more, in words: history was rewritten or cut off since."""
        own = {}
        for raw in self._lines() if self.path.exists() else []:
            with suppress(ValueError, KeyError, TypeError):
                line = json.loads(raw)
                own[int(line["n"])] = digest_of(line)
        return [
            f"{self.path.name}, line {anchor['n']}: differs from what was anchored outside: rewritten or cut off since"
            for anchor in anchors
            if anchor.get("trail") == self.path.name and own.get(int(anchor["n"])) != anchor["hash"]
        ]

    def _lines(self) -> list[bytes]:
        """Lines that were acknowledged: what a power cut left halfway at the end never happened."""
        content = self.path.read_bytes()
        return content[: content.rfind(b"\n") + 1].splitlines()

    def _problems(self, lines: list[bytes]) -> list[str]:
        problems: list[str] = []
        previous, digests = FIRST, []
        for number, raw in enumerate(lines, start=1):
            where = f"{self.path.name}, line {number}"
            try:
                line = json.loads(raw)
                own, before, counted = line["hash"], line["prev"], line["n"]
            except (ValueError, KeyError, TypeError):
                problems.append(f"{where}: expected one JSON object with n, prev and hash; found something else")
                digests.append("")
                continue
            if own != digest_of(line):
                problems.append(f"{where}: its content differs from its digest: the line was edited")
            if before != previous or counted != number:
                problems.append(f"{where}: does not follow the line before it: lines were removed, added or moved")
            previous = own
            digests.append(own)
        return problems + self._head_problems(digests)

    def _head_problems(self, digests: list[str]) -> list[str]:
        if not self.head_path.exists():
            # Killed between the very first line and its head: nothing was acknowledged yet.
            return [] if len(digests) <= 1 else [f"{self.head_path.name}: expected beside the trail, found no file"]
        head = self._head()
        if head is None:
            return [f"{self.head_path.name}: expected number and digest of the last line, found something else"]
        if len(digests) < head["n"]:
            return [f"{self.path.name}: expected at least {head['n']} lines, found {len(digests)}: the end was cut off"]
        if digests[head["n"] - 1] != head["hash"]:
            return [f"{self.path.name}, line {head['n']}: differs from the head file: history was rewritten"]
        return []

    def _check_head(self, last: Mapping[str, Any] | None) -> None:
        """Refuse to add to a trail whose end was tampered with; a line without head (killed halfway) is accepted."""
        if not self.head_path.exists():
            if last is None or last["n"] == 1:
                return
        else:
            head = self._head()
            if head is not None and last is not None and digest_of(last) == last["hash"]:
                if (last["n"], last["hash"]) == (head["n"], head["hash"]):
                    return
                if (last["n"], last["prev"]) == (head["n"] + 1, head["hash"]):
                    return
        raise AuditError(
            f"{self.path.name} does not end where {self.head_path.name} says it ends. Expected an untouched trail. "
            f"{_CURE}"
        )

    def _head(self) -> dict[str, Any] | None:
        try:
            head = json.loads(self.head_path.read_bytes())
            return {"n": int(head["n"]), "hash": str(head["hash"])}
        except (ValueError, KeyError, TypeError):
            return None

    def _last_line(self, descriptor: int) -> dict[str, Any] | None:
        size = os.fstat(descriptor).st_size
        if size == 0:
            return None
        tail = os.pread(descriptor, _TAIL_BYTES, max(0, size - _TAIL_BYTES))
        if not tail.endswith(b"\n"):
            # A power cut halfway a line: it was never acknowledged, so it never happened.
            whole = tail.rfind(b"\n") + 1
            os.ftruncate(descriptor, size - (len(tail) - whole))
            tail = tail[:whole]
        if not tail.strip():
            return None
        try:
            line = json.loads(tail.splitlines()[-1])
        except ValueError:
            line = None
        if not isinstance(line, dict) or not {"n", "prev", "hash"} <= set(line):
            raise AuditError(f"{self.path.name}: the last line is no record. Restore the trail from the last back-up.")
        return line

    @contextmanager
    def _locked(self, kind: int) -> Iterator[int]:
        flags = os.O_RDONLY if kind == fcntl.LOCK_SH else os.O_RDWR | os.O_APPEND | os.O_CREAT
        descriptor = os.open(self.path, flags, self._mode)
        if kind == fcntl.LOCK_EX and os.fstat(descriptor).st_uid == os.geteuid():
            os.fchmod(descriptor, self._mode)  # whatever the umask, and whatever an earlier version gave it
        try:
            fcntl.flock(descriptor, kind)
            yield descriptor
        finally:
            os.close(descriptor)


class Audit:
    """The log of one home folder.

    Parameters
    ----------
    home : runtime folder; the trail is ``<home>/audit.jsonl``.
    channel : the door through which this process acts.
    who : the signed-in user, or nothing for the user of the operating system.
    """

    def __init__(self, home: Path, *, channel: Channel = Channel.COMMAND_LINE, who: str | None = None) -> None:
        self.trail = Trail(home / TRAIL)
        self.channel = channel
        self.who = os_user() if who is None else who

    def record(
        self,
        action: Action,
        *,
        subject: str = "",
        purpose: str = "",
        tables: Mapping[str, int] | None = None,
        why: str = "",
        outcome: Outcome = Outcome.DONE,
        statement: str = "",
    ) -> None:
        """Add one record; only these fields exist, so that nothing about a person can slip in.

        Parameters
        ----------
        subject : id of the delivery or release it is about.
        purpose : value of the closed list of purposes, where personal data were read.
        tables : table name to number of rows.
        why : a phrase of the person who acts; without identifiers or addresses.
        outcome : how it ended.
        statement : what was asked of linked rows, as it was asked; without identifiers or addresses.

        Raises
        ------
        AuditError : a field holds a number of eight or more digits or an address, or the trail is broken.
        """
        for name, value in {
            "subject": subject,
            "why": why,
            "who": self.who,
            "purpose": purpose,
            "statement": statement,
        }.items():
            refuse_identifiers(name, value)
        self.trail.append(
            {
                "at": datetime.now(UTC).isoformat(timespec="milliseconds"),
                "who": self.who,
                "where": socket.gethostname(),
                "channel": self.channel.value,
                "what": action.value,
                "subject": subject,
                "purpose": purpose,
                "tables": dict(tables or {}),
                "why": why,
                "outcome": outcome.value,
                "statement": statement,
            }
        )

    def entries(self) -> list[dict[str, Any]]:
        """All records, oldest first."""
        return self.trail.entries()

    def check(self) -> None:
        """Raise ``AuditError`` where any line of the trail was tampered with; done before a change it must record."""
        self.trail.check()

    def verify(self) -> list[str]:
        """Every place where the trail was tampered with; empty when it is whole."""
        return self.trail.verify()


def tells_of_somebody(text: str) -> bool:
    """Whether a text holds a number of eight or more digits, or a mail address; a trail may not hold it."""
    return bool(_IDENTIFIER.search(_HARMLESS.sub("", text))) or "@" in text


def refuse_identifiers(field: str, text: str) -> None:
    """Refuse a text that holds a number of eight or more digits, or a mail address outside ``who``.

    The value itself is not repeated. Ids of releases and recent dates are let through.
    """
    if tells_of_somebody(text.replace("@", "") if field == "who" else text):
        raise AuditError(
            f"Field {field}: expected a phrase without numbers of eight or more digits and without mail addresses, "
            "found one (not repeated here). Say it without the identifier."
        )


def os_user() -> str:
    """Name of the user of the operating system, or its number where it has no name."""
    try:
        return pwd.getpwuid(os.getuid()).pw_name
    except KeyError:
        return f"uid {os.getuid()}"
