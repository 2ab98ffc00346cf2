"""Numbers are found by everyday words, and every number of the registry stands in one theme."""

from collections import Counter

import pytest

from aggregation.indicators import INDICATORS, themes
from pages.views import finding
from pages.words import language

KNOWN = list(INDICATORS)


@pytest.mark.parametrize(
    ("words", "first"),
    [
        ("pensioen", "A08"),
        ("burn-out", "A06"),
        ("Burnout", "A06"),
        ("ouder", "A10"),
        ("voltijds", "A01"),
        ("huisbezoek", "P06"),
        ("verpleegkundige", "P15"),
        ("psycholoog", "P14"),
        ("wachttyd", "P04"),  # misspelt
        ("d02", "D02"),
        ("globale medische", "M01"),
    ],
)
def test_everyday_words_find_the_number(words: str, first: str) -> None:
    assert finding.look_up(words, KNOWN)[0] == first


def test_what_nothing_is_like_finds_nothing() -> None:
    assert finding.look_up("xyzzy", KNOWN) == []
    assert finding.look_up("  ", KNOWN) == []


def test_only_what_is_known_is_found() -> None:
    assert finding.look_up("pensioen", ["P01", "D06"]) == ["D06"]


def test_words_follow_the_language() -> None:
    language.use("en")
    try:
        assert finding.look_up("nursing home", KNOWN)[0] == "M05"
    finally:
        language.use("nl")
    assert finding.look_up("nursing home", KNOWN) == []


def test_every_number_stands_in_one_theme() -> None:
    named = Counter(name for theme in themes.themes() for name in theme.numbers)
    assert named == Counter(KNOWN)


def test_a_number_that_no_theme_names_stands_under_the_last() -> None:
    assert list(themes.of(["P01", "X99"]).values()) == [["P01"], ["X99"]]


def test_everyday_words_are_of_numbers_that_exist_and_say_more_than_the_label() -> None:
    for lang in language.LANGUAGES:
        for name in KNOWN:
            label = getattr(INDICATORS[name].label, lang).casefold()
            assert all(word.casefold() not in label.split() for word in themes.everyday(name, lang)), name
    words = {name for lang in language.LANGUAGES for name in themes._read()["words"][lang]}
    assert words <= set(KNOWN)
