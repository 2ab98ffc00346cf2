"""What is heavy and knows nothing of a release (an image, a PDF set) is made in processes beside the server.

The makers of images and of PDF hold the interpreter while they work, so a server that drew by itself answered nobody
meanwhile, and their memory never came back. Here each is a task of a few processes that go after visitors, begin anew
after a number of tasks, and are ended when one takes too long. How many wait is for ``pages.views.kept``.
"""

import atexit
import multiprocessing
from collections.abc import Callable
from concurrent.futures import TimeoutError as LateError
from typing import Any, TypeVar

from pebble import ProcessExpired, ProcessPool

from data.workers import begin_beside
from pages.views.kept import BusyError

Made = TypeVar("Made")
PROCESSES = 2
LIMIT = 30.0
"""Seconds that one task may take."""
TASKS = 100
"""Tasks after which a process begins anew, with the memory of a fresh one."""

_pool: ProcessPool | None = None


def begin() -> None:
    """Work in processes from now on; a server does. A command that makes one file after another needs none."""
    global _pool
    if _pool is None:
        context = multiprocessing.get_context("spawn")
        _pool = ProcessPool(max_workers=PROCESSES, max_tasks=TASKS, initializer=begin_beside, context=context)
        atexit.register(end)


def end() -> None:
    """End the processes; tasks are done here again."""
    global _pool
    if _pool is not None:
        _pool.stop()  # type: ignore[no-untyped-call]  # the library types what it returns alone
        _pool.join()
        _pool = None


def run(task: Callable[..., Made], *given: Any) -> Made:
    """Do a task, in a process beside the server where there is one.

    Its module is loaded there: it imports what it draws with, and nothing of ours that would bring the release along.

    Raises
    ------
    BusyError : it took too long, or its process was ended.
    """
    if _pool is None:
        return task(*given)
    try:
        made: Made = _pool.schedule(task, args=given, timeout=LIMIT).result()
    except (LateError, ProcessExpired):
        raise BusyError from None
    return made
