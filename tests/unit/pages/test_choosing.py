"""How a value is written follows from the kind of number in the registry, never from the words of its unit."""

import pytest

from aggregation.indicators import INDICATORS
from data.terms import Measure
from pages.views import choosing
from pages.words.numbers import NO_BREAK


@pytest.mark.parametrize(
    ("indicator", "measure", "value", "text"),
    [
        ("P01", Measure.SHARE, 62.4, f"62{NO_BREAK}%"),
        ("M09", Measure.MEAN, 12.0, f"12{NO_BREAK}%"),
        ("D06", Measure.RATE, 12.0, f"12{NO_BREAK}%"),
        ("D08", Measure.SHARE, 90.0, f"90{NO_BREAK}%"),  # answers of a rate are shares of those who answered
        ("P12", Measure.SHARE_WEIGHTED, 40.0, f"40{NO_BREAK}%"),
        ("P01", Measure.COUNT, 12.0, "12"),
        ("A01", Measure.MEAN, 45.0, "45"),
        ("D03", Measure.GAP, 3.0, "+3"),
        ("D03", Measure.GAP, 0.0, "0"),
        ("D03", Measure.GAP, -3.0, "−3"),
        ("D03", Measure.COUNT, 1.0, "1"),
    ],
)
def test_a_value_is_written_as_its_kind_of_number(indicator: str, measure: Measure, value: float, text: str) -> None:
    assert choosing.written(INDICATORS[indicator], measure, value, 0) == text
