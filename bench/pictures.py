"""Fifty pictures at once: how long ``/health`` waits meanwhile, what was answered, and whether the memory comes back.

``python -m bench.pictures HOME`` on a home with a release; other areas in each round, so that nothing is kept.
"""

import asyncio
import statistics
import sys
import threading
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection
from pathlib import Path

from bench.browsing import free_port, running, serve_command
from bench.load import rest

AT_ONCE = 50
ROUNDS = 3
KINDS = ("png", "pptx")
EVERY = 0.1
"""Seconds between two questions to ``/health``."""


def ask(port: int, address: str) -> tuple[int, float, bytes]:
    """Ask an address; give status, seconds and what was answered, status 0 where nothing was."""
    began = time.monotonic()
    line = HTTPConnection("127.0.0.1", port, timeout=120)
    try:
        line.request("GET", address)
        answer = line.getresponse()
        return answer.status, time.monotonic() - began, answer.read()
    except OSError:
        return 0, time.monotonic() - began, b""
    finally:
        line.close()


def memory(parent: int) -> float:
    """Give the resident megabytes of a process and of those that it started."""
    parents = {
        int(path.name): int(path.joinpath("stat").read_text().rpartition(")")[2].split()[1])
        for path in Path("/proc").iterdir()
        if path.name.isdigit() and path.joinpath("stat").exists()
    }
    mine = {parent}
    while more := {child for child, of in parents.items() if of in mine} - mine:
        mine |= more
    pages = (int(Path(f"/proc/{each}/statm").read_text().split()[1]) for each in mine)
    return sum(pages) * 4096 / 1e6


def watched(port: int, until: threading.Event) -> list[float]:
    """Ask ``/health`` time and again; give how long each answer took."""
    waits = []
    while not until.is_set():
        waits.append(ask(port, "/health")[1])
        time.sleep(EVERY)
    return waits


def main(home: Path) -> None:
    """Print one line per round."""
    port = free_port()
    with running(serve_command(home, port), port) as server, ThreadPoolExecutor(AT_ONCE + 1) as pool:
        areas = [line.split(",") for line in ask(port, "/api/v1/releases/current/areas.csv")[2].decode().splitlines()]
        head = areas[0]
        codes = [row[head.index("area")] for row in areas[1:] if row[head.index("level")] == "gemeente"]
        codes = list(dict.fromkeys(codes))
        ask(port, "/figures/regioprofiel.png?niveau=gemeente&gebied=" + codes[-1])
        asyncio.run(rest(server.pid))
        print(f"at rest {memory(server.pid):.0f} MB", flush=True)
        for number in range(ROUNDS):
            for kind in KINDS:
                mine = codes[number * AT_ONCE : (number + 1) * AT_ONCE]
                done = threading.Event()
                health = pool.submit(watched, port, done)
                began = time.monotonic()
                asked = [f"/figures/regioprofiel.{kind}?niveau=gemeente&gebied={code}" for code in mine]
                got = list(pool.map(lambda address: ask(port, address)[:2], asked))
                took = time.monotonic() - began
                done.set()
                waits = health.result()
                told = ", ".join(f"{count} x {status}" for status, count in sorted(Counter(s for s, _t in got).items()))
                health_took = f"median {statistics.median(waits):.2f} s, longest {max(waits):.2f} s of {len(waits)}"
                said = f"{len(mine)} {kind} at once: {took:.1f} s, {told}; /health {health_took}"
                print(f"{said}; {memory(server.pid):.0f} MB", flush=True)
        asyncio.run(rest(server.pid))
        print(f"at rest again {memory(server.pid):.0f} MB")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
