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


def view(indicator: str, measure: Measure = Measure.RATE) -> AreaView:
    return AreaView(
        indicator=INDICATORS[indicator], shown=Shown(category=TOTAL, measure=measure), year=2026,
        level=Level.GEMEENTE, rows=pd.DataFrame(), numbers={}, cells=ReleasedCells.__new__(ReleasedCells), names={},
        flanders=None, decimals=1, broken=frozenset(),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("spoken", "perhaps", "never"),
    [
        ("nl", "Mogelijk onder de drempel", "Niet onder de drempel"),
        ("en", "Possibly below the threshold", "Not below the threshold"),
    ],
)
def test_the_class_of_an_area_reads_as_its_name(spoken: str, perhaps: str, never: str) -> None:
    language.use(spoken)
    try:
        classed = view("D03", Measure.SHARE)
        assert classed.shown.is_class
        assert classed.text(number(1.0)) == perhaps
        assert classed.text(number(0.0), short=True) == never
        assert (classed.sign, classed.shown.code) == ("", "klasse")
    finally:
        language.use("nl")


def test_a_distance_has_its_sign_and_so_have_the_ends_of_its_interval() -> None:
    gap = view("D03", Measure.GAP)
    row = area_number(-3.0, count=20, answered=20, frame=20, lower=-6.0, upper=2.0)
    assert gap.text(row, short=True) == "−3"
    assert gap.text(row) == "−3 huisartsen boven (+) of onder (−) de drempel"
    assert gap.interval(row) == "−6 tot +2"
    assert gap.interval(row, between=" en ") == "−6 en +2"


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
