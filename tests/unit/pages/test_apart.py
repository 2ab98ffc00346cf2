"""Heavy tasks beside the server: made there, ended when they take too long, and their memory comes back."""

import asyncio
import os
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from anyio.to_thread import run_sync
from starlette.requests import Request
from starlette.responses import Response

from pages.figures import apart, png
from pages.views.kept import BusyError

SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="40" height="20"><text y="15">a</text></svg>'


@pytest.fixture
def beside() -> Iterator[None]:
    apart.begin()
    yield
    apart.end()


@pytest.mark.usefixtures("beside")
def test_an_image_is_made_in_another_process_and_is_the_same() -> None:
    assert apart.run(os.getpid) != os.getpid()
    there = apart.run(png.rasterise, SVG)
    apart.end()
    assert apart.run(os.getpid) == os.getpid()
    assert there == png.rasterise(SVG)


@pytest.mark.usefixtures("beside")
def test_a_task_that_takes_too_long_is_ended_and_the_next_is_done(monkeypatch: pytest.MonkeyPatch) -> None:
    first = apart.run(os.getpid)
    monkeypatch.setattr(apart, "LIMIT", 0.5)
    began = time.monotonic()
    with pytest.raises(BusyError):
        apart.run(sum, range(10**13))
    assert time.monotonic() - began < 30
    monkeypatch.setattr(apart, "LIMIT", 30.0)
    assert apart.run(os.getpid) != os.getpid()
    assert first != os.getpid()


@pytest.mark.usefixtures("beside")
def test_what_is_wrong_with_a_task_is_told_as_it_would_be_here() -> None:
    with pytest.raises(ZeroDivisionError):
        apart.run(divmod, 1, 0)


def resident(pid: int) -> float:
    return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * 4096 / 1e6


def many_small(count: int) -> int:
    """Take memory as a page does: many small things, the last of which stays in use."""
    global _last
    made = [bytes(2000) for _each in range(count)]
    _last = made[-1]
    return os.getpid()


@pytest.mark.usefixtures("beside")
def test_memory_of_a_task_comes_back() -> None:
    pids = {apart.run(many_small, 1) for _each in range(6)}
    before = {pid: resident(pid) for pid in pids}
    used = apart.run(many_small, 150_000)
    assert used in pids
    assert resident(used) - before[used] < 30  # without giving back: 300 MB


@pytest.mark.usefixtures("beside")
def test_who_waits_for_a_picture_takes_no_thread_of_who_does_not() -> None:
    hold = threading.Event()

    def slow(_request: Request) -> Response:
        hold.wait(60)
        return Response()

    async def all_at_once() -> float:
        waiting = [asyncio.ensure_future(apart.queued(slow)(Request({"type": "http"}))) for _each in range(60)]
        began = time.monotonic()
        await run_sync(time.monotonic)
        took = time.monotonic() - began
        hold.set()
        await asyncio.gather(*waiting)
        return took

    with ThreadPoolExecutor(1) as loop:  # a browser test of this process may have left a loop running here
        assert loop.submit(asyncio.run, all_at_once()).result() < 20
