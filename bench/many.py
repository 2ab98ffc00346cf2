"""Many at once on several workers, while something else happens: how long an interaction takes, what fails, memory.

``python -m bench.many HOME --sessions 150 300 --seconds 600 --workers 2 --beside 'zorgcapaciteit refresh …'`` serves a
home by the command, lets visitors in on the ports of its workers in turn, as the proxy does, each with one interaction
per five seconds, and runs the commands of ``--beside`` one after another meanwhile. Printed for each number of
visitors: interactions, p50, p95, failures, and the memory of all processes at the start, at every quarter and after.
"""

import argparse
import asyncio
import random
import shlex
import statistics
import subprocess
import time
from collections.abc import Sequence
from pathlib import Path

from websockets.exceptions import WebSocketException

from bench.browsing import ROOT, free_port, running
from bench.load import EVERY, LEVELS, stay
from bench.pictures import memory
from bench.sessions import RunError, Visitor

COMMAND = ROOT / ".venv" / "bin" / "zorgcapaciteit"
LONGEST = 900.0
"""Seconds after which a number of visitors is done, whatever was asked."""


async def arrive(number: int, ports: Sequence[int]) -> Visitor | None:
    """Let a visitor in at one of the workers; None where that fails."""
    try:
        return await Visitor.arrive(
            f"127.0.0.1:{ports[number % len(ports)]}", "kaart", f"niveau={LEVELS[number % len(LEVELS)]}"
        )
    except (OSError, RunError, TimeoutError, WebSocketException):
        return None


async def measure(ports: Sequence[int], process: int, number: int, seconds: float, beside: Sequence[str]) -> str:
    """Hold a number of visitors for so long; give what came of it in one line."""
    rng = random.Random(2026)  # noqa: S311 -- chooses areas, guards nothing
    let_in = [await arrive(each, ports) for each in range(number)]
    visitors = [each for each in let_in if each is not None]
    until = time.perf_counter() + min(seconds, LONGEST)
    sizes = [memory(process)]

    async def weigh() -> None:
        began = time.perf_counter()
        while len(sizes) < 5:
            if time.perf_counter() - began >= len(sizes) * min(seconds, LONGEST) / 4:
                sizes.append(memory(process))
            await asyncio.sleep(0.5)

    async def meanwhile() -> list[str]:
        told = []
        for each in beside:
            began = time.perf_counter()
            done = await asyncio.to_thread(subprocess.run, shlex.split(each), capture_output=True, check=False)
            told.append(f"{each.split()[1]} ended with {done.returncode} after {time.perf_counter() - began:.0f} s")
        return told

    asking = asyncio.gather(
        *(stay(each, until, rng.random() * EVERY, rng) for each in visitors), return_exceptions=True
    )
    outcome, _sizes, told = await asyncio.gather(asking, weigh(), meanwhile())
    failed = number - len(visitors) + sum(isinstance(each, BaseException) for each in outcome)
    spent = sorted(second for each in outcome if isinstance(each, list) for second in each)
    for each in visitors:
        await each.leave()
    sizes.append(memory(process))
    if not spent:
        return f"{number} sessions: nobody was answered, {failed} failed"
    p95 = spent[int(0.95 * (len(spent) - 1))]
    return (
        f"{number} sessions, {len(spent)} interactions: p50 {1000 * statistics.median(spent):.0f} ms, "
        f"p95 {1000 * p95:.0f} ms, failed {failed}; memory {' '.join(f'{size:.0f}' for size in sizes)} MB"
        + "".join(f"; {each}" for each in told)
    )


def main() -> None:
    """Start the workers, measure each number of visitors, stop them."""
    parser = argparse.ArgumentParser()
    parser.add_argument("home", type=Path, nargs="?", default=Path("var"))
    parser.add_argument("--sessions", type=int, nargs="+", default=[150, 300])
    parser.add_argument("--seconds", type=float, default=120.0)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--beside", nargs="*", default=[])
    given = parser.parse_args()
    port = free_port()
    ports = range(port, port + given.workers)
    command = [str(COMMAND), "serve", "--home", str(given.home), "--port", str(port), "--workers", str(given.workers)]
    with running(command, port) as server:
        for number in given.sessions:
            beside = given.beside if number == given.sessions[0] else []
            print(asyncio.run(measure(ports, server.pid, number, given.seconds, beside)), flush=True)


if __name__ == "__main__":
    main()
