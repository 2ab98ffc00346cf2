"""The words that Streamlit and the map bring along are Dutch on a Dutch screen and English on an English one."""

import pytest
from playwright.sync_api import Page

import app
from bench.browsing import settle
from pages.web import labels
from tests.browser.test_journeys import Open

pytestmark = pytest.mark.browser
NAMES = """() => [...document.querySelectorAll('[aria-label],[title],[placeholder]')].flatMap((element) =>
  ['aria-label', 'title', 'placeholder'].map((name) => [element.tagName, element.getAttribute(name)]))
  .filter((pair) => pair[1])"""


def names_on(page: Page) -> set[str]:
    """Names of all elements; those that only buttons may not have, for buttons."""
    return {name for tag, name in page.evaluate(NAMES) if name not in labels.BUTTON_WORDS or tag == "BUTTON"}


@pytest.mark.parametrize("screen", [screen.address for screen in app.SCREENS])
def test_a_dutch_screen_names_its_buttons_in_dutch(server: str, new_page: Open, screen: str) -> None:
    page = new_page()
    page.goto(f"{server}/{screen}?niveau=elz")
    settle(page)
    english = {*labels.WORDS, *labels.BUTTON_WORDS}
    page.wait_for_function(
        f"(english) => !({NAMES})().some(([tag, name]) => english.includes(name))", arg=sorted(labels.WORDS)
    )
    names = names_on(page)
    assert "Menu sluiten" in names
    assert not names & english
    assert not [name for name in names if name.startswith(labels.REMOVE[0])]


def test_an_english_screen_keeps_its_words(server: str, new_page: Open) -> None:
    page = new_page()
    page.goto(f"{server}/kaart?taal=en")
    settle(page)
    names = names_on(page)
    assert "Collapse sidebar" in names
    assert "Menu sluiten" not in names
