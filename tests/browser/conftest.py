"""A real server process on a free port, and the system Chromium."""

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from pages.shell import insides
from tests.browser.waits import PATIENCE
from tests.releases import make_release

ROOT = Path(__file__).parents[2]
FLAGS = (
    "--headless=new",
    "--no-sandbox",
    "--use-angle=swiftshader",
    "--enable-unsafe-swiftshader",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)
expect.set_options(timeout=PATIENCE)


def free_port() -> int:
    """Give a port of this machine that nobody uses now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def serving(home: Path, **environment: str) -> Iterator[str]:
    """Run the screens over ``home`` in a process of their own, with more environment, and give their address."""
    port = free_port()
    code = "import sys; from pathlib import Path; import app; sys.exit(app.serve(Path(sys.argv[1]), int(sys.argv[2])))"
    process = subprocess.Popen(
        [sys.executable, "-c", code, str(home), str(port)],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT), **environment},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        wait_for(f"http://127.0.0.1:{port}/_stcore/health", process)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(timeout=20)


def wait_for(address: str, process: subprocess.Popen[bytes]) -> None:
    """Wait until a server answers."""
    until = time.monotonic() + 240
    while time.monotonic() < until:
        if process.poll() is not None:
            pytest.fail(f"the server ended with {process.returncode} before it answered")
        try:
            with urlopen(address, timeout=2):  # noqa: S310 -- our own address
                return
        except (URLError, OSError):
            time.sleep(0.2)
    pytest.fail("the server did not answer within 240 s")


@pytest.fixture(scope="session")
def small_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make a home with one published release."""
    home = tmp_path_factory.mktemp("browser")
    make_release(home)
    return home


@pytest.fixture(scope="session")
def server(small_home: Path) -> Iterator[str]:
    """Give the address of a running server over that home."""
    with serving(small_home) as address:
        yield address


@pytest.fixture(scope="session")
def plain_server(small_home: Path) -> Iterator[str]:
    """Give the address of a server without anything that leans on an inside of Streamlit or Plotly."""
    with serving(small_home, **{insides.VARIABLE: "off"}) as address:
        yield address


@pytest.fixture(scope="session", params=["server", "plain_server"])
def either_server(request: pytest.FixtureRequest) -> str:
    """Give the address of each of both in turn."""
    return str(request.getfixturevalue(request.param))


def find_chromium() -> str | None:
    """Give the path of the system's browser, None where there is none."""
    return shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """Start the Chromium of the system; without one there is nothing to drive."""
    path = find_chromium()
    if path is None:
        pytest.skip("no Chromium on this machine: apt-get install chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=list(FLAGS))
        yield browser
        browser.close()


@pytest.fixture
def new_page(chromium: Browser) -> Iterator[Callable[..., Page]]:
    """Open pages that are closed after the test; each has a log of what it asked, in ``page.asked``."""
    contexts = []

    def open_page(width: int = 1280, height: int = 900) -> Page:
        context = chromium.new_context(viewport={"width": width, "height": height}, locale="nl-BE")
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(PATIENCE)
        return page

    yield open_page
    for context in contexts:
        context.close()
