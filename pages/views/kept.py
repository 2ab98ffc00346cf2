"""Files that were made once: kept per release, bounded in memory, and never made twice at the same time."""

import atexit
import contextlib
import gzip
import shutil
import tempfile
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from cachetools import LRUCache

from pages.views import bundle

MOST_BYTES = 64_000_000
"""Memory for made files, compressed; the one asked for longest ago goes first."""

MOST_AT_ONCE = 2
"""Files made at the same time; others wait their turn."""

MOST_WAITING = 60
"""Requests that may wait for a turn; the next is sent away at once. They wait on threads that nothing else needs
(``pages.figures.apart``), and there are three caches."""

TURN = 60.0
"""Seconds to wait for a turn before a request is sent away."""


class BusyError(Exception):
    """Too many files are being made; come back in a moment."""


@dataclass(frozen=True, kw_only=True)
class Made:
    """A made file: its content, compressed by gzip where ``gzipped``, and its length when it is not."""

    content: bytes
    gzipped: bool
    length: int


Making = Callable[[], bytes | Made]
"""Makes the content of a file, or the file where it was packed already."""


def pack(content: bytes, *, packed: bool) -> Made:
    """Keep a file as small as it is, or compress it where that was not done: ``packed`` says which."""
    kept = content if packed else gzip.compress(content, compresslevel=6, mtime=0)
    return Made(content=kept, gzipped=not packed, length=len(content))


class Cache:
    """Made files by key, the least recently used go first."""

    def __init__(self, most: int = MOST_BYTES) -> None:
        self._made: LRUCache[str, Made] = LRUCache(most, getsizeof=lambda made: len(made.content))
        self._lock = threading.Lock()
        self._turns = threading.BoundedSemaphore(MOST_AT_ONCE)
        self._gates: dict[str, threading.Lock] = {}
        self._inside = 0

    def get(self, key: str, make: Making, *, packed: bool, turn: float = TURN) -> Made:
        """Give a made file, making it where needed.

        Raises
        ------
        BusyError : no turn came free within ``turn`` seconds, or too many wait for one.
        """
        found = self._look(key)
        if found is not None:
            return found
        with self._lock:
            if self._inside >= MOST_AT_ONCE + MOST_WAITING:
                raise BusyError
            self._inside += 1
        try:
            return self._get(key, make, packed=packed, turn=turn)
        finally:
            with self._lock:
                self._inside -= 1

    def _get(self, key: str, make: Making, *, packed: bool, turn: float) -> Made:
        with self._lock:
            gate = self._gates.setdefault(key, threading.Lock())
        late = time.monotonic() + turn
        if not gate.acquire(timeout=turn):
            raise BusyError
        try:
            left = max(late - time.monotonic(), 0.0)
            return self._look(key) or self._make(key, make, packed=packed, turn=left)
        finally:
            with self._lock:
                self._gates.pop(key, None)
            gate.release()

    def _make(self, key: str, make: Making, *, packed: bool, turn: float) -> Made:
        if not self._turns.acquire(timeout=turn):
            raise BusyError
        try:
            made = make()
            found = made if isinstance(made, Made) else pack(made, packed=packed)
            self._keep(key, found)
            return found
        finally:
            self._turns.release()

    def size(self) -> int:
        """Give the bytes that are kept."""
        with self._lock:
            return int(self._made.currsize)

    def _look(self, key: str) -> Made | None:
        with self._lock:
            return self._made.get(key)

    def _keep(self, key: str, made: Made) -> None:
        with self._lock, contextlib.suppress(ValueError):  # one that alone is too large is made again each time
            self._made[key] = made


class Bundles:
    """The zip of the published release, in a folder of this process; an earlier one goes when a new one is made.

    ``serving`` is set by a server: nothing else makes the zip before it is asked for.
    """

    def __init__(self) -> None:
        self.serving = False
        self._lock = threading.Lock()
        self._folder: Path | None = None

    def ready(self, release_id: str) -> Path | None:
        """Give the zip where it was made already."""
        path = None if self._folder is None else self._folder / f"{release_id}.zip"
        return path if path is not None and path.exists() else None

    def begin(self, release_id: str) -> None:
        """Make the zip in the background, so that it is ready when somebody asks; only in a server."""
        if self.serving and self.ready(release_id) is None and not self._lock.locked():
            threading.Thread(target=self._try, args=(release_id,), daemon=True).start()

    def _try(self, release_id: str) -> None:
        with contextlib.suppress(BusyError):
            self.get(release_id)

    def get(self, release_id: str) -> Path:
        """Give the zip, making it the first time; who asks meanwhile waits for the same one.

        Raises
        ------
        BusyError : it could not be made.
        """
        with self._lock:
            found = self.ready(release_id)
            if found is not None:
                return found
            if self._folder is None:
                self._folder = Path(tempfile.mkdtemp(prefix="zorgcapaciteit-"))
                atexit.register(shutil.rmtree, self._folder, ignore_errors=True)
            for old in self._folder.iterdir():
                old.unlink()
            path = self._folder / f"{release_id}.zip"
            if not bundle.make(release_id, path):
                raise BusyError
            return path


FILES = Cache()
BUNDLES = Bundles()
