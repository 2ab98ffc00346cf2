"""Processes beside the main one that never outlive it: some hold rows of persons."""

import multiprocessing
import multiprocessing.connection
import os
import threading
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager


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
