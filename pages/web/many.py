"""Several processes that show the same releases, each on its own port, for a proxy that divides visitors over them.

They share nothing but the folder of releases. One that ends is started again; its visitors load the page once more.
"""

import multiprocessing
import signal
import time
from collections.abc import Callable
from multiprocessing import connection
from multiprocessing.context import SpawnProcess
from pathlib import Path
from types import FrameType

from data.workers import end_with_parent

Serve = Callable[[Path, int], int]
_YOUNG = 20.0
"""Seconds within which a process that ends was never well: the port is taken, a setting is wrong."""


def serve(one: Serve, home: Path, port: int, count: int) -> int:
    """Run ``count`` processes of ``one`` on the ports from ``port`` on until this one is asked to stop.

    Returns
    -------
    Exit status: 0 after an ordinary stop; that of a process which ended as soon as it began, and all others stop.
    """
    context = multiprocessing.get_context("spawn")
    running: dict[int, tuple[SpawnProcess, float]] = {}
    asked: list[int] = []

    def stop(number: int, _frame: FrameType | None) -> None:
        asked.append(number)
        for process, _since in running.values():
            process.terminate()

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, stop)
    status = 0
    for each in range(port, port + count):
        running[each] = _start(context, one, home, each)
    while running:
        connection.wait([process.sentinel for process, _since in running.values()])
        for each, (process, since) in list(running.items()):
            if process.exitcode is None:
                continue
            if asked:
                del running[each]
            elif time.monotonic() - since < _YOUNG and process.exitcode != -signal.SIGKILL:
                del running[each]
                status = process.exitcode or 1
                stop(0, None)
            else:
                running[each] = _start(context, one, home, each)
    return status


def _start(
    context: multiprocessing.context.SpawnContext, one: Serve, home: Path, port: int
) -> tuple[SpawnProcess, float]:
    process = context.Process(target=_serve_one, args=(one, home, port))
    process.start()
    return process, time.monotonic()


def _serve_one(one: Serve, home: Path, port: int) -> None:
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, signal.SIG_DFL)
    end_with_parent()
    raise SystemExit(one(home, port))
