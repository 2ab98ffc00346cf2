"""A reader finds a number by an everyday word or by its theme, on every screen that shows one."""

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from pages.shell import address
from tests.screen.conftest import Open, text_of

BOX = "keuze_cijfer"


def typed(screen: AppTest, words: str) -> AppTest:
    """Type words that no option is, as the browser sends them along."""
    box = screen.selectbox(key=BOX)
    box.options.append(words)
    return box.set_value(words).run()


@pytest.mark.parametrize("name", ["kaart", "vergelijken", "evolutie"])
def test_an_everyday_word_chooses_a_number(name: str, at_home: Path, open_screen: Open) -> None:
    screen = open_screen(name)
    screen = typed(screen, "stress")
    assert not screen.exception
    assert screen.selectbox(key=BOX).value == "A05"
    assert "A05" in str(screen.query_params["cijfer"])


def test_a_word_for_several_numbers_names_the_others(at_home: Path, open_screen: Open) -> None:
    screen = open_screen("kaart")
    screen = typed(screen, "tekort")
    assert screen.selectbox(key=BOX).value == "D01"
    assert "“tekort” past bij meer cijfers" in text_of(screen)
    assert "VTE huisartsen per 10.000 inwoners" in text_of(screen)
    screen.run()
    assert "past bij meer cijfers" not in text_of(screen), "told once"


def test_what_no_number_is_like_leaves_the_choice(at_home: Path, open_screen: Open) -> None:
    screen = open_screen("kaart", cijfer="A10")
    screen = typed(screen, "<b>xyzzy</b>")
    assert screen.selectbox(key=BOX).value == "A10"
    assert "&lt;b&gt;xyzzy" in text_of(screen)
    assert "<b>xyzzy" not in text_of(screen)


def test_numbers_stand_by_theme(at_home: Path, open_screen: Open) -> None:
    screen = open_screen("kaart", cijfer="A10")
    screen.session_state[address.SCREEN] = "kaart"
    screen.run()
    themes = screen.get("button_group")
    assert [each.proto.label for each in themes][:2] == ["Thema", "Cijfer"]
    assert "Leeftijd van de huisartsen" in [option.content for option in themes[1].proto.options]
