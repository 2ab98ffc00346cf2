"""Many real sessions on the map screen: how long an interaction takes, and what a session weighs.

``python bench/load.py --home var`` starts a server on loopback and lets 25, 50, 75 and 100 visitors in, each with one
interaction per five seconds: another area, year or indicator. Visitors speak Streamlit's own protocol from this one
process (``bench/sessions.py``). Printed: median and 95th percentile from the choice to the last message of the page,
the server's processor time for each, and the memory that a session adds. Bar: p95 under one second at 75 sessions.
"""

import argparse
import asyncio
import math
import os
import random
import statistics
import sys
import time
from pathlib import Path

if __package__ in (None, ""):
    sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from bench.browsing import running, serve_command
from bench.sessions import RunError, Visitor

PORT = 8653
SESSIONS = (25, 50, 75, 100)
EVERY = 5.0
"""Seconds between two interactions of one visitor."""

SECONDS = 40.0
"""How long each number of visitors is held."""

REST = 0.05
"""Share of a core under which a server is at rest: a fresh one prepares its release in the background."""

LEVELS = ("elz", "kring", "gemeente")
CHOICES = ("gebied", "gebied", "gebied", "jaar", "cijfer")
"""What a visitor touches: mostly another area."""


def memory(process: int) -> float:
    """Resident memory of a process in MB."""
    status = Path(f"/proc/{process}/status").read_text(encoding="ascii")
    return float(next(line.split()[1] for line in status.splitlines() if line.startswith("VmRSS"))) / 1024


def processor(process: int) -> float:
    """Seconds of processor time that a process has used: what it costs, however busy the machine is otherwise."""
    fields = Path(f"/proc/{process}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


async def rest(process: int) -> None:
    """Wait until a server has nothing left to do, looking every second."""
    used, last = processor(process), -math.inf
    while used - last > REST:
        await asyncio.sleep(1.0)
        used, last = processor(process), used


async def stay(visitor: Visitor, until: float, first: float, rng: random.Random) -> list[float]:
    """Interact every five seconds and give the seconds each took; a late page does not shift the next choice."""
    spent = []
    due = time.perf_counter() + first
    while due < until:
        await asyncio.sleep(max(0.0, due - time.perf_counter()))
        name = rng.choice(CHOICES)
        control = visitor.controls[name]
        options = [option for option in control.options if option != visitor.chosen.get(control.id)]
        spent.append(await visitor.choose(name, rng.choice(options)))
        due += EVERY
    return spent


async def measure(address: str, process: int, sessions: tuple[int, ...], seconds: float) -> list[str]:
    """Let visitors in by and by, and measure at each number; the caches are warm before the first."""
    rng = random.Random(2026)  # noqa: S311 - chooses areas, guards nothing
    visitors: list[Visitor] = []
    for level in LEVELS:
        early = await Visitor.arrive(address, "kaart", f"niveau={level}")
        await early.choose("jaar", early.controls["jaar"].options[-1])
        await early.leave()
    await rest(process)
    empty, lines = memory(process), []
    for number in sessions:
        while len(visitors) < number:
            level = LEVELS[len(visitors) % len(LEVELS)]
            visitors.append(await Visitor.arrive(address, "kaart", f"niveau={level}"))
        used, until = processor(process), time.perf_counter() + seconds
        tasks = [stay(visitor, until, rng.random() * EVERY, rng) for visitor in visitors]
        outcome = await asyncio.gather(*tasks, return_exceptions=True)
        failed = sum(isinstance(one, RunError | TimeoutError) for one in outcome)
        spent = sorted(second for one in outcome if isinstance(one, list) for second in one)
        for one in outcome:
            if isinstance(one, BaseException) and not isinstance(one, RunError | TimeoutError):
                raise one
        p95 = spent[int(0.95 * (len(spent) - 1))]
        each = (memory(process) - empty) / number
        cost = 1000 * (processor(process) - used) / max(1, len(spent))
        lines.append(
            f"{number:4d} sessions  {len(spent):4d} interactions  p50 {1000 * statistics.median(spent):5.0f} ms"
            f"  p95 {1000 * p95:5.0f} ms  {cost:3.0f} ms of processor each  failed {failed}  {each:4.1f} MB per session"
        )
        print(lines[-1], flush=True)
    for visitor in visitors:
        await visitor.leave()
    return lines


def main() -> None:
    """Start the server, measure, stop it."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--home", type=Path, default=Path("var"))
    parser.add_argument("--port", type=int, default=PORT)
    parser.add_argument("--sessions", type=int, nargs="+", default=list(SESSIONS))
    parser.add_argument("--seconds", type=float, default=SECONDS)
    given = parser.parse_args()
    with running(serve_command(given.home, given.port), given.port) as server:
        sessions = tuple(sorted(min(number, 400) for number in given.sessions))
        asyncio.run(measure(f"127.0.0.1:{given.port}", server.pid, sessions, min(given.seconds, 600)))


if __name__ == "__main__":
    main()
