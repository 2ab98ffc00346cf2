"""Screens read a small real release of their own."""

from collections.abc import Callable
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

import app  # noqa: F401 -- makes the screens known
from pages.views import released
from tests.releases import make_release


@pytest.fixture(scope="session")
def small_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make a home with one published release."""
    home = tmp_path_factory.mktemp("screens")
    make_release(home)
    return home


@pytest.fixture
def at_home(small_home: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Point the screens to that home."""
    monkeypatch.setenv(released.HOME_VARIABLE, str(small_home))
    return small_home


Open = Callable[..., AppTest]


@pytest.fixture
def open_screen() -> Open:
    """Draw a screen with an address, as a visitor who follows a link."""

    def visit(name: str, **query: str) -> AppTest:
        screen = AppTest.from_string(
            f"from importlib import import_module\nimport_module('pages.{name}.screen').render()\n", default_timeout=60
        )
        for key, value in query.items():
            screen.query_params[key] = value
        return screen.run()

    return visit


def text_of(screen: AppTest) -> str:
    """All markup on a screen."""
    return "\n".join(element.proto.body for element in screen.get("html"))
