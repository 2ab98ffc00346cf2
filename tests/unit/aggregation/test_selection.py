"""What screens ask of released cells."""

from aggregation.indicators import INDICATORS
from aggregation.shown.selection import choices
from data.terms import Measure
from tests.made import area_number as estimate

NAN = float("nan")


def test_what_a_map_shows_first_comes_first() -> None:
    assert choices(INDICATORS["P01"])[0].code == "gedeeltelijk|volledig"
    assert {shown.code for shown in choices(INDICATORS["P01"])} == set(INDICATORS["P01"].categories)
    assert choices(INDICATORS["P04"])[0].measure is Measure.MEDIAN


def test_an_interval_without_width_is_a_full_count() -> None:
    assert not estimate(5, 0.0).has_interval
    assert estimate(5, 0.1).has_interval
