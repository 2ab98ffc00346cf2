"""Words of the screen Evolutie."""

from types import SimpleNamespace
from typing import cast

from aggregation.indicators import INDICATORS
from aggregation.shown.evolution import Change, Verdict
from aggregation.shown.selection import Shown
from data.terms import Measure
from pages.evolutie.evolution import Evolution
from pages.words.numbers import signed
from pages.words.phrases import shared_start


def test_a_change_carries_its_sign_unless_it_rounds_to_nothing() -> None:
    assert [signed(value, 1) for value in (9.25, -3.0, 0.04, -0.04)] == ["+9,2", "−3,0", "0,0", "0,0"]


def test_panels_leave_out_what_all_names_begin_with_and_never_a_whole_name() -> None:
    assert shared_start(["Kring Durme", "Kring Drie Heuvels"]) == "Kring "
    assert shared_start(["Aalst", "Aalter"]) == ""
    assert shared_start(["Kring Durme"]) == "Kring "
    assert shared_start(["Kring", "Kring Durme"]) == ""
    assert shared_start([]) == ""


def test_better_and_worse_are_said_of_the_main_number_only() -> None:
    risen = Change(value=30.0, low=25.0, high=35.0, exact=False, verdict=Verdict.HIGHER)

    def judged(indicator: str, category: str) -> bool | None:
        shown = Shown(category=category, measure=Measure.SHARE)
        there = SimpleNamespace(indicator=INDICATORS[indicator], shown=shown)
        return Evolution.judged(cast(Evolution, there), risen)

    assert judged("A05", "4|5") is False  # more pressure is declared worse
    assert judged("A05", "1") is None
    assert judged("A07", "4|5") is True
    assert judged("A09", "loontrekkend|gemengd") is None
