"""Long work: commands that run outside the web process, one folder each, and go on when that process stops.

``<home>/jobs/<id>/`` holds what was asked (``job.json``), what the command says on its way (``progress``), its report
(``report``) and its exit status (``status``). Commands never say anything of a person, so neither do these.
"""

import fcntl
import json
import os
import secrets
import shutil
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

FOLDER = "jobs"
KEPT = 40
"""Jobs of which the reports stay; older ones go."""
ALLOWED = (
    ("validate",),
    ("refresh",),
    ("response",),
    ("verify",),
    ("attack",),
    ("backup",),
    ("retention",),
    ("releases", "preview"),
    ("releases", "publish"),
    ("releases", "rollback"),
    ("releases", "diff"),
)
"""Commands that may be started from a page, and no others."""


_STARTED: list["subprocess.Popen[bytes]"] = []
"""Runners of this process, so that none stays behind as a zombie."""


class JobError(Exception):
    """The work is not started: another one runs, or it is none that a page may start."""


@dataclass(frozen=True, kw_only=True)
class Job:
    """One command that was started; ``status`` is None while it runs, -1 where it was cut off."""

    id: str
    words: tuple[str, ...]
    started: datetime
    status: int | None
    folder: Path

    @property
    def progress(self) -> list[str]:
        """What the command said on its way, line by line."""
        return _text(self.folder / "progress").splitlines()

    @property
    def report(self) -> str:
        """What it reported, as it stands."""
        return _text(self.folder / "report")

    @property
    def document(self) -> dict[str, Any] | None:
        """Its report as a document, None where it gave none."""
        try:
            document = json.loads(self.report)
        except ValueError:
            return None
        return document if isinstance(document, dict) else None


def start(home: Path, words: Sequence[str]) -> Job:
    """Start a command on a home; gives it at once.

    Raises
    ------
    JobError : the command is not one of ``ALLOWED``, or another job runs.
    """
    if not any(tuple(words[: len(name)]) == name for name in ALLOWED):
        raise JobError(f"{' '.join(words[:2])}: expected one of {', '.join(' '.join(name) for name in ALLOWED)}")
    place = home / FOLDER
    place.mkdir(parents=True, exist_ok=True, mode=0o700)
    with (place / ".lock").open("w") as lock:  # two pages that press at once start one
        fcntl.flock(lock, fcntl.LOCK_EX)
        if running(home) is not None:
            raise JobError("another job runs; wait until it has ended")
        _sweep(place)
        now = datetime.now(UTC)
        folder = place / f"{now:%Y%m%dT%H%M%S%fZ}-{secrets.token_hex(2)}"
        folder.mkdir(mode=0o700)
        asked = {"words": list(words), "started": now.isoformat(), "home": str(home.resolve())}
        (folder / "job.json").write_text(json.dumps(asked), encoding="utf-8")
        alive = (folder / "alive").open("w")
        fcntl.flock(alive, fcntl.LOCK_EX)  # held by the runner from here on, until it has written the status
        _STARTED[:] = [one for one in _STARTED if one.poll() is None]
        runner = subprocess.Popen(  # noqa: S603 - this interpreter, and words from a closed list
            [sys.executable, "-m", "databeheer.jobs", str(folder)],
            start_new_session=True,
            pass_fds=(alive.fileno(),),
            cwd=Path(__file__).resolve().parents[1],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        alive.close()
        _STARTED.append(runner)
    return _read(folder)


def jobs(home: Path) -> list[Job]:
    """Give every job that is kept, the newest first."""
    folders = (home / FOLDER).glob("2*")
    return [_read(folder) for folder in sorted(folders, reverse=True) if (folder / "job.json").is_file()]


def running(home: Path) -> Job | None:
    """Give the job that runs, None where none does."""
    return next((job for job in jobs(home) if job.status is None), None)


def last(home: Path, *words: str) -> Job | None:
    """Give the newest job that has ended and began with these words."""
    ended = (job for job in jobs(home) if job.status is not None)
    return next((job for job in ended if job.words[: len(words)] == words), None)


def _read(folder: Path) -> Job:
    asked = json.loads((folder / "job.json").read_text(encoding="utf-8"))
    status = _text(folder / "status").strip()
    if status:
        ended: int | None = int(status)
    else:
        ended = None if _is_alive(folder) else int(_text(folder / "status").strip() or -1)
    return Job(
        id=folder.name,
        words=tuple(asked["words"]),
        started=datetime.fromisoformat(asked["started"]),
        status=ended,
        folder=folder,
    )


def _is_alive(folder: Path) -> bool:
    """Tell whether the runner still holds its lock; one that was killed holds none."""
    try:
        with (folder / "alive").open("r") as held:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    except FileNotFoundError:
        return False
    return False


def _sweep(place: Path) -> None:
    for folder in sorted(place.glob("2*"), reverse=True)[KEPT - 1 :]:
        shutil.rmtree(folder, ignore_errors=True)


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8", errors="replace")
    except FileNotFoundError:
        return ""


def _run(folder: Path) -> None:
    """Run the command of a folder to its end, in a process that nothing of the web hangs on."""
    asked = json.loads((folder / "job.json").read_text(encoding="utf-8"))
    command = [str(Path(sys.executable).with_name("zorgcapaciteit")), *asked["words"], "--json"]
    if asked["words"][0] != "attack":
        command += ["--home", asked["home"]]
    with (folder / "report").open("wb") as report, (folder / "progress").open("wb") as progress:
        done = subprocess.run(  # noqa: S603 - this interpreter, and words from a closed list
            command, stdin=subprocess.DEVNULL, stdout=report, stderr=progress, check=False
        )
    building = folder / "status.new"
    building.write_text(str(done.returncode), encoding="utf-8")
    building.replace(folder / "status")


if __name__ == "__main__":
    os.umask(0o077)
    _run(Path(sys.argv[1]))
