"""Pictures and files are made in processes beside the server: the numbers are read, drawn and written there.

A server that made them itself answered nobody meanwhile, and their memory never came back. Here each is a task of a few
processes that go after visitors, read the same releases, give memory back after every task, begin anew after a
number of tasks, and are ended when one takes too long. How many wait is for ``pages.views.kept``; who waits holds a
thread that nothing else needs.
"""

import atexit
import ctypes
import gc
import multiprocessing
from collections.abc import Awaitable, Callable
from concurrent.futures import TimeoutError as LateError
from contextlib import suppress
from typing import Any, TypeVar

import pyarrow as pa
from anyio import CapacityLimiter
from anyio.to_thread import run_sync
from pebble import ProcessExpired, ProcessPool
from starlette.requests import Request
from starlette.responses import Response

from data.workers import begin_beside
from pages.views.kept import BusyError

Made = TypeVar("Made")
PROCESSES = 2
LIMIT = 60.0
"""Seconds that one task may take."""
TASKS = 200
"""Tasks after which a process begins anew, with the memory of a fresh one."""
THREADS = 240
"""Requests that may be held at once, waiting or being answered; they take no thread of what answers by itself."""

_pool: ProcessPool | None = None
_threads: CapacityLimiter | None = None


def begin(ready: Callable[[], object] | None = None, processes: int = PROCESSES) -> None:
    """Work in processes from now on; a server does. A command that makes one file after another needs none.

    ``ready`` is called once in each process, before its first task: by then it has loaded what draws. They begin with
    the first task, or with ``warm``: a server that has just begun has other things to do.
    """
    global _pool
    if _pool is None:
        context = multiprocessing.get_context("spawn")
        _pool = ProcessPool(
            max_workers=processes, max_tasks=TASKS, initializer=_begin, initargs=(ready,), context=context
        )
        atexit.register(end)


def _begin(ready: Callable[[], object] | None) -> None:
    begin_beside()
    if ready is not None:
        ready()


def warm() -> None:
    """Let the processes begin, so that the first file need not wait for that."""
    if _pool is not None:
        _pool.schedule(give_back)


def end() -> None:
    """End the processes; tasks are done here again."""
    global _pool
    if _pool is not None:
        _pool.stop()  # type: ignore[no-untyped-call]  # the library types what it returns alone
        _pool.join()
        _pool = None


def run(task: Callable[..., Made], *given: Any) -> Made:
    """Do a task, in a process beside the server where there is one.

    Raises
    ------
    BusyError : it took too long, or its process was ended.
    """
    if _pool is None:
        return task(*given)
    try:
        made: Made = _pool.schedule(_do, args=(task, *given), timeout=LIMIT).result()
    except (LateError, ProcessExpired):
        raise BusyError from None
    return made


def _do(task: Callable[..., Made], *given: Any) -> Made:
    try:
        return task(*given)
    finally:
        give_back()


def give_back() -> None:
    """Give memory that is free back to the machine: each allocator keeps what it had at its busiest moment."""
    gc.collect()
    pa.default_memory_pool().release_unused()
    with suppress(OSError, AttributeError):  # another C library has no such call
        ctypes.CDLL(None).malloc_trim(0)


def queued(answer: Callable[[Request], Response]) -> Callable[[Request], Awaitable[Response]]:
    """Let requests for what is made wait on threads of their own."""

    async def wait(request: Request) -> Response:
        global _threads
        _threads = _threads or CapacityLimiter(THREADS)
        return await run_sync(answer, request, limiter=_threads)

    return wait
