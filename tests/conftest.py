"""Settings shared by all tests: Hypothesis repeats the same examples on every run."""

import pytest
from hypothesis import HealthCheck, settings

from pages.words import language
from tests.homes import DemoHome, make_demo

settings.register_profile(
    "repeatable", derandomize=True, deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("repeatable")


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> DemoHome:
    """Give the demo's home with its published release of three years; for reading only."""
    return make_demo(tmp_path_factory)


@pytest.fixture(autouse=True)
def _dutch() -> None:
    """Begin every test in Dutch, whatever language another test of this process spoke."""
    language.use("nl")
