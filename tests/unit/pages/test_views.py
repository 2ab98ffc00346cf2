"""Numbers of a view in words, in both languages."""

import math

import pandas as pd
import pytest

from aggregation.indicators import INDICATORS
from aggregation.shown.selection import AreaNumber, Shown
from data.releases import ReleasedCells
from data.terms import TOTAL, Level, Measure
from pages.views.views import AreaView, _hover
from pages.words import language
from tests.made import area_number


def number(value: float, *, withheld: bool = False) -> AreaNumber:
    return area_number(value, count=3, answered=30, frame=40, withheld=withheld)


def view(indicator: str) -> AreaView:
    return AreaView(
        indicator=INDICATORS[indicator], shown=Shown(category=TOTAL, measure=Measure.RATE), year=2026,
        level=Level.GEMEENTE, rows=pd.DataFrame(), numbers={}, cells=ReleasedCells.__new__(ReleasedCells), names={},
        flanders=None, decimals=1, broken=frozenset(),
    )  # fmt: skip


@pytest.mark.parametrize(("spoken", "yes", "no"), [("nl", "ja", "nee"), ("en", "yes", "no")])
def test_a_yes_or_no_figure_reads_as_a_word(spoken: str, yes: str, no: str) -> None:
    language.use(spoken)
    try:
        assert view("D03").text(number(1.0)) == yes
        assert view("D03").text(number(0.0), short=True) == no
    finally:
        language.use("nl")


def test_a_withheld_number_says_why_and_shows_nothing() -> None:
    text = view("D01").text(number(math.nan, withheld=True))
    assert "niet getoond" in text
    assert "herkenbaar" in text
    assert not any(letter.isdigit() for letter in text)


def test_no_text_of_a_withheld_number_holds_it() -> None:
    seen, hidden = view("D01"), number(77.125, withheld=True)
    for text in (seen.text(hidden), seen.text(hidden, short=True), _hover(seen, "x", hidden)):
        assert "77" not in text
        assert text
    assert "77" in _hover(seen, "x", number(77.125))
