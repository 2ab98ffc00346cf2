"""A real server process on a free port, and the system Chromium."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from bench import browsing
from bench.browsing import PATIENCE, serving
from pages.shell import insides
from tests.browser.reader import Cube, Reader
from tests.homes import DemoHome
from tests.releases import make_release

expect.set_options(timeout=PATIENCE)


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
def demo_server(demo: DemoHome) -> Iterator[str]:
    """Give the address of a running server over the demo: every number, three years, as protected as it is."""
    with serving(demo.home) as address:
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


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """Start the Chromium of the system; without one there is nothing to drive."""
    if browsing.find_chromium() is None:
        pytest.skip("no Chromium on this machine: apt-get install chromium")
    with browsing.chromium() as browser:
        yield browser


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


@pytest.fixture(scope="session")
def cube(demo: DemoHome) -> Cube:
    """Open the release of the demo with queries of the test's own."""
    return Cube(demo.home)


@pytest.fixture
def desk(demo_server: str, new_page: Callable[..., Page]) -> Reader:
    """Sit down at a desk, in front of the demo."""
    return Reader(new_page(1440), demo_server)


@pytest.fixture
def phone(demo_server: str, new_page: Callable[..., Page]) -> Reader:
    """Take out a phone, in front of the demo."""
    return Reader(new_page(390, 844), demo_server)
