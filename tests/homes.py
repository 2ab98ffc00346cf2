"""Homes with a real release, made once per test run by the command itself and shared by all test processes."""

import fcntl
import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

COMMAND = Path(sys.executable).with_name("zorgcapaciteit")


@dataclass(frozen=True)
class DemoHome:
    """What ``zorgcapaciteit demo --no-serve`` left behind; tests read it and change nothing."""

    home: Path
    deliveries: Path
    key: Path

    @property
    def environment(self) -> dict[str, str]:
        """Environment in which a command finds this home's key."""
        return {"ZORGCAPACITEIT_KMS": str(self.key)}


def run(
    *arguments: str | Path, env: Mapping[str, str] | None = None, cwd: Path | None = None
) -> subprocess.CompletedProcess[str]:
    """Run the command as a person would, in a process of its own."""
    return subprocess.run(
        [COMMAND, *map(str, arguments)],
        env={**os.environ, **(env or {})},
        cwd=cwd,
        capture_output=True,
        text=True,
        timeout=600,
        check=False,
    )


def make_demo(factory: pytest.TempPathFactory) -> DemoHome:
    """Make the demo home, or take the one another test process of this run has made."""
    shared = factory.getbasetemp().parent if os.environ.get("PYTEST_XDIST_WORKER") else factory.getbasetemp()
    folder = shared / "demo"
    demo = DemoHome(home=folder / "var", deliveries=folder / "deliveries", key=folder / "outside" / "kek")
    with (shared / "demo.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (folder / "done").exists():
            demo.key.parent.mkdir(parents=True)
            result = run("demo", "--no-serve", "--home", demo.home, env=demo.environment)
            if result.returncode != 0:
                pytest.fail(f"demo ended with {result.returncode}: {result.stdout[-2000:]}{result.stderr[-2000:]}")
            (folder / "done").touch()
    return demo
