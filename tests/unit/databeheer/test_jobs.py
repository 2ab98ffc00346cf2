"""Work that a page starts: real commands in processes of their own, one at a time, never another command."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from databeheer import jobs

_STARTER = """
import os, sys
from pathlib import Path
from databeheer import jobs
jobs.start(Path(sys.argv[1]), ["verify"])
os.kill(os.getpid(), 9)
"""


def wait_for(holds: Callable[[], object], seconds: float = 120) -> None:
    """Wait until something holds; a test that waits in vain fails here."""
    until = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < until, "waited in vain"
        time.sleep(0.05)


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("ZORGCAPACITEIT_KMS", str(tmp_path / "keys" / "kek"))
    (tmp_path / "home").mkdir()
    return tmp_path / "home"


def test_a_command_runs_to_its_end_and_tells_its_status_and_report(home: Path) -> None:
    job = jobs.start(home, ["verify"])
    assert jobs.last(home, "verify") is None
    wait_for(lambda: jobs.running(home) is None)
    done = jobs.last(home, "verify")
    assert done is not None
    assert done.id == job.id
    assert done.status in (0, 1)
    assert done.document is not None
    assert "problems" in done.document
    assert (home / "jobs").stat().st_mode & 0o077 == 0


def test_one_at_a_time_and_no_other_command(home: Path) -> None:
    jobs.start(home, ["verify"])
    with pytest.raises(jobs.JobError, match="another job runs"):
        jobs.start(home, ["verify"])
    wait_for(lambda: jobs.running(home) is None)
    for words in (["person", "show"], ["analyse"], ["keys", "rotate"], ["releases", "withdraw", "x"], ["--help"], []):
        with pytest.raises(jobs.JobError, match="expected one of"):
            jobs.start(home, words)
    assert len(jobs.jobs(home)) == 1


def test_it_goes_on_when_the_web_process_is_killed_and_one_that_is_killed_itself_is_told(home: Path) -> None:
    started = subprocess.run(
        [
            sys.executable,
            "-c",
            _STARTER,
            str(home),
        ],
        check=False,
    )
    assert started.returncode == -signal.SIGKILL
    wait_for(lambda: jobs.running(home) is None)
    first = jobs.last(home, "verify")
    assert first is not None
    assert first.status in (0, 1)

    job = jobs.start(home, ["verify"])
    found: list[int] = []
    wait_for(lambda: found.extend(_runners(job.folder)) or found, 10)
    os.killpg(found[0], signal.SIGKILL)
    wait_for(lambda: jobs.running(home) is None)
    second = jobs.last(home, "verify")
    assert second is not None
    assert (second.id, second.status) == (job.id, -1)


def _runners(folder: Path) -> list[int]:
    """Give the processes that were started on the folder of a job."""
    entries = [entry for entry in Path("/proc").iterdir() if entry.name.isdigit()]
    return [int(entry.name) for entry in entries if str(folder).encode() in _called(entry)]


def _called(entry: Path) -> bytes:
    try:
        return (entry / "cmdline").read_bytes()
    except OSError:
        return b""


def test_old_reports_go(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jobs, "KEPT", 2)
    for _ in range(3):
        jobs.start(home, ["releases", "rollback"])
        wait_for(lambda: jobs.running(home) is None)
    assert len(jobs.jobs(home)) == 2
    assert {job.status for job in jobs.jobs(home)} <= {1, 2, 3}, "there is nothing to go back to"
