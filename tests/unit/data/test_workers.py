"""A worker holds rows of persons: it ends with the process that made it, also when that one is killed."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

TREE = Path(__file__).resolve().parents[3]
PARENT = """
import os, time
from data.workers import workers

if __name__ == "__main__":
    with workers(2) as pool:
        slow = [pool.submit(time.sleep, 60) for _ in range(2)]
        print(*(process.pid for process in pool._processes.values()), flush=True)
        time.sleep(60)
"""


def alive(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rsplit(")", 1)[1].split()[0]
    except (FileNotFoundError, ProcessLookupError):
        return False
    return state != "Z"  # ended; nobody has fetched its status yet


@pytest.mark.skipif(sys.platform != "linux", reason="looks in /proc")
@pytest.mark.parametrize("kill", [signal.SIGTERM, signal.SIGKILL, signal.SIGINT])
def test_workers_end_with_their_parent(tmp_path: Path, kill: signal.Signals) -> None:
    script = tmp_path / "parent.py"
    script.write_text(PARENT, encoding="utf-8")
    environment = {**os.environ, "PYTHONPATH": str(TREE)}
    with subprocess.Popen([sys.executable, script], stdout=subprocess.PIPE, text=True, env=environment) as parent:
        assert parent.stdout is not None
        pids = [int(word) for word in parent.stdout.readline().split()]
        assert len(pids) == 2
        assert all(map(alive, pids))
        time.sleep(1.5)  # both are at work by now, so that their end is not that of a start
        parent.send_signal(kill)
        if kill is signal.SIGINT:
            parent.send_signal(signal.SIGKILL)
        parent.wait(10)
        late = time.monotonic() + 10
        while any(map(alive, pids)) and time.monotonic() < late:
            time.sleep(0.05)
        assert not any(map(alive, pids))
