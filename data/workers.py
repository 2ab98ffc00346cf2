"""Where pieces of work are done: in this process, or in processes beside it that never outlive it.

Some of these hold rows of persons. What comes out is the same wherever a piece was done.
"""

import multiprocessing
import multiprocessing.connection
import os
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from contextlib import contextmanager
from typing import Any


class InTurn(Executor):
    """Does each piece in this process, at the moment it is handed in."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> "Future[Any]":
        """Do the piece; what it raises is raised here."""
        done: Future[Any] = Future()
        done.set_result(fn(*args, **kwargs))
        return done


IN_TURN = InTurn()


@contextmanager
def workers(count: int) -> Iterator[ProcessPoolExecutor]:
    """Give a pool of processes that end at once when the process that made them ends, however it ends."""
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(count, mp_context=context, initializer=end_with_parent) as pool:
        yield pool


def end_with_parent() -> None:
    """End this process at once when the one that made it ends, however that ends."""
    parent = multiprocessing.parent_process()
    if parent is None:
        raise RuntimeError("expected to run in a process of a pool, found the main one")
    threading.Thread(target=_wait_and_end, args=(parent.sentinel,), daemon=True).start()


def _wait_and_end(sentinel: int) -> None:
    # The operating system closes the other end of this pipe, also after a kill that no handler sees.
    multiprocessing.connection.wait([sentinel])
    os._exit(1)


def begin_beside() -> None:
    """Begin as a process beside a server: it ends with it, and goes after whoever waits for a screen."""
    end_with_parent()
    os.nice(10)
