"""A worker holds rows of persons: it ends with the process that made it, also when that one is killed."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

TREE = Path(__file__).resolve().parents[3]
PARENT = """
import os, signal, sys
from pathlib import Path
from data.workers import workers


def endless(folder: str) -> None:
    (Path(folder) / f"{os.getpid()}.begun").touch()
    signal.pause()


if __name__ == "__main__":
    with workers(2) as pool:
        slow = [pool.submit(endless, sys.argv[1]) for _ in range(2)]
        print(*(process.pid for process in pool._processes.values()), flush=True)
        signal.pause()
"""


def alive(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rsplit(")", 1)[1].split()[0]
    except (FileNotFoundError, ProcessLookupError):
        return False
    return state != "Z"  # ended; nobody has fetched its status yet


def eventually(true: Callable[[], bool]) -> bool:
    """Wait until something is true, half a minute at most; tell whether it is."""
    late = time.monotonic() + 30
    while not true():
        if time.monotonic() > late:
            return False
        time.sleep(0.05)
    return True


@pytest.mark.skipif(sys.platform != "linux", reason="looks in /proc")
@pytest.mark.parametrize("kill", [signal.SIGTERM, signal.SIGKILL, signal.SIGINT])
def test_workers_end_with_their_parent(tmp_path: Path, kill: signal.Signals) -> None:
    script = tmp_path / "parent.py"
    script.write_text(PARENT, encoding="utf-8")
    environment = {**os.environ, "PYTHONPATH": str(TREE)}
    command = [sys.executable, script, tmp_path]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment) as parent:
        assert parent.stdout is not None
        pids = [int(word) for word in parent.stdout.readline().split()]
        assert len(pids) == 2
        assert all(map(alive, pids))
        begun = [tmp_path / f"{pid}.begun" for pid in pids]  # at work, so that their end is not that of a start
        assert eventually(lambda: all(path.exists() for path in begun))
        parent.send_signal(kill)
        if kill is signal.SIGINT:
            parent.send_signal(signal.SIGKILL)
        parent.wait(10)
        assert eventually(lambda: not any(map(alive, pids)))
