"""Four rulers beside Flanders: the index, its interval, and when a disagreement may be called clear."""

import math

import numpy as np
import pytest

from aggregation.shown.capacity import BASE, Index, disagreement, ends_of, half_width, index_of, judged
from aggregation.shown.selection import AreaNumber
from data.terms import Status
from tests.made import area_number

NAN = math.nan


def number(
    value: float, lower: float = NAN, upper: float = NAN, *, status: Status = Status.NORMAL, withheld: bool = False
) -> AreaNumber:
    """Give a number of an area."""
    return area_number(
        value, lower=lower, upper=upper, status=status, withheld=withheld, count=None, answered=None, frame=None
    )


def test_an_index_is_the_number_over_that_of_flanders() -> None:
    index = index_of(number(11.0), number(8.8))
    assert index is not None
    assert index.value == pytest.approx(125.0)
    assert index.half == 0.0  # both are complete counts


def test_the_interval_of_an_index_covers_as_promised() -> None:
    """The half-width agrees with the spread of simulated ratios of two independent estimates."""
    index = index_of(
        number(10.0, 9.4, 10.6, status=Status.ESTIMATED), number(12.0, 11.8, 12.2, status=Status.ESTIMATED)
    )
    assert index is not None
    assert index.half is not None
    random = np.random.default_rng(3)
    ratios = 100 * random.normal(10.0, 0.6 / 1.96, 200_000) / random.normal(12.0, 0.2 / 1.96, 200_000)
    low, high = np.quantile(ratios, [0.025, 0.975])
    assert index.half == pytest.approx((high - low) / 2, rel=0.02)


def test_an_estimate_without_interval_has_no_known_width() -> None:
    assert half_width(number(8.0, status=Status.ESTIMATED)) is None
    assert half_width(number(8.0)) == 0.0
    assert half_width(number(8.0, 7.0, 9.5, status=Status.ESTIMATED)) == pytest.approx(1.25)


@pytest.mark.parametrize(
    ("row", "flanders"),
    [
        (number(NAN, withheld=True), number(8.8)),
        (number(8.0), number(NAN, withheld=True)),
        (number(8.0), number(0.0)),
        (None, number(8.8)),
        (number(8.0), None),
    ],
)
def test_what_is_not_shown_has_no_index(row: AreaNumber | None, flanders: AreaNumber | None) -> None:
    assert index_of(row, flanders) is None


def test_disagreement_is_highest_less_lowest_of_what_is_shown() -> None:
    found = disagreement(
        {
            "D01": Index(value=92.0, half=0.0),
            "D08": Index(value=86.0, half=None),
            "D02": Index(value=82.0, half=3.5),
            "D09": None,
        }
    )
    assert found is not None
    assert found.spread == pytest.approx(10.0)
    assert found.shown == 3
    assert (found.high, found.low) == ("D01", "D02")
    assert found.testable


def test_one_ruler_alone_disagrees_with_nothing() -> None:
    assert disagreement({"D01": Index(value=92.0, half=0.0), "D02": None}) is None


def test_a_ruler_without_interval_never_carries_a_finding() -> None:
    found = disagreement({"D01": Index(value=100.0, half=0.0), "D08": Index(value=10.0, half=None)})
    assert found is not None
    assert found.spread == pytest.approx(90.0)
    assert not found.testable
    assert found.high is None
    assert found.chance is None
    settled = judged({"x": found})["x"]
    assert settled is not None
    assert not settled.clear


def test_more_comparisons_ask_for_a_larger_difference() -> None:
    """A difference that just passes alone no longer does when three pairs are looked at."""
    two = {"D01": Index(value=100.0, half=0.0), "D02": Index(value=104.2, half=4.0)}
    alone = disagreement(two)
    among = disagreement({**two, "D09": Index(value=102.0, half=4.0)})
    assert alone is not None
    assert among is not None
    assert (alone.high, alone.low) == ("D02", "D01")
    assert among.high is None


def test_among_many_areas_chance_alone_is_seldom_called_clear() -> None:
    """Rulers that agree, with noise as wide as their intervals: without correction five in a hundred would differ."""
    random = np.random.default_rng(11)
    called = naive = 0
    for _round in range(40):
        found = {}
        for area in range(60):
            noise = random.normal(0.0, 1.0, 2)
            pair = {"D01": Index(value=100 + noise[0], half=1.96), "D02": Index(value=100 + noise[1], half=1.96)}
            found[str(area)] = disagreement(pair)
        naive += sum(each is not None and each.high is not None for each in found.values())
        called += any(each is not None and each.clear for each in judged(found).values())
    assert naive / 2400 == pytest.approx(0.05, abs=0.015)
    assert called <= 6  # rounds of 40 with any false call; 2 are expected


def test_real_differences_are_still_found() -> None:
    found = {
        str(i): disagreement({"D01": Index(value=100.0, half=0.0), "D02": Index(value=100.0, half=2.0)})
        for i in range(50)
    }
    found["x"] = disagreement({"D01": Index(value=100.0, half=0.0), "D02": Index(value=90.0, half=3.0)})
    settled = judged(found)
    assert [area for area, each in settled.items() if each is not None and each.clear] == ["x"]


def test_the_axis_holds_everything_and_flanders() -> None:
    low, high = ends_of([Index(value=131.0, half=4.0), None, Index(value=120.0, half=None)], least=12)
    assert low <= BASE - 12
    assert high >= 135
    assert ends_of([], least=12) == (80.0, 120.0)
