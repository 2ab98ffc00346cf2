"""Heavy tasks beside the server: made there, ended when they take too long, and without the release."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator

import pytest

from bench.browsing import ROOT
from pages.figures import apart, drawn, png
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
    there = png.rasterise(SVG)
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


@pytest.mark.parametrize("module", [drawn.__name__, "pages.fiche.typeset"])
def test_a_process_beside_the_server_loads_no_release(module: str) -> None:
    heavy = "{'pandas', 'duckdb', 'streamlit'}"
    code = f"import sys, {module}, data.workers; print(*{heavy} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == ""
