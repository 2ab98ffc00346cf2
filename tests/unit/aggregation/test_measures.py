"""Measures: written before the numbers, silent where too little is shown, and compared as by hand."""

import math
from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from aggregation.indicators import INDICATORS
from aggregation.shown.measures import LEAST_AREAS, MEASURES, EvolutionDifference, Refusal, evolution_difference
from aggregation.shown.selection import AreaNumber
from tests.made import area_number


def _year(values: list[float], half: float = 5.0) -> dict[str, AreaNumber]:
    return {f"{place:02d}": area_number(value, half) for place, value in enumerate(values)}


def test_every_measure_names_known_indicators_and_tells_when_they_were_written() -> None:
    assert len({each.id for each in MEASURES}) == len(MEASURES)
    for each in MEASURES:
        assert not set(each.indicators) - set(INDICATORS)
    new_deal = next(each for each in MEASURES if each.id == "new-deal")
    assert replace(new_deal, written_on=date(2024, 8, 31)).written_before(2024)
    assert not replace(new_deal, written_on=date(2024, 9, 1)).written_before(2024)
    assert not new_deal.written_before(new_deal.first_survey)


def test_a_difference_by_hand() -> None:
    count = 20
    before, start = _year([60.0] * count), _year([60.0] * count)
    after = _year([50.0] * 10 + [58.0] * 10)
    found = evolution_difference(before, start, after, areas_with={f"{place:02d}" for place in range(10)})
    assert isinstance(found, EvolutionDifference)
    assert found.value == pytest.approx(-8)
    # Twenty intervals of 5 a side over ten areas each: √(20·25/100 + 20·25/100).
    assert found.half == pytest.approx(math.sqrt(10))
    assert found.placebo == 0
    assert found.detectable == pytest.approx(math.sqrt(10) * (1.96 + 0.8416) / 1.96, rel=1e-3)


def test_areas_that_differ_much_widen_the_interval() -> None:
    rng = np.random.default_rng(5)
    flat = _year([60.0] * 30, half=0.1)
    after = _year(list(60 + rng.normal(0, 10, 30)), half=0.1)
    found = evolution_difference(flat, flat, after, areas_with={f"{place:02d}" for place in range(15)})
    assert isinstance(found, EvolutionDifference)
    assert found.half > 5


def test_false_alarms_are_rare_where_nothing_differs() -> None:
    rng, alarms, tried = np.random.default_rng(9), 0, 400
    for _ in range(tried):
        years = [_year(list(rng.normal(60, 5 / 1.96, 24)), half=5.0) for _ in range(3)]
        found = evolution_difference(*years, areas_with={f"{place:02d}" for place in range(9)})
        assert isinstance(found, EvolutionDifference)
        alarms += abs(found.value) > found.half
    assert alarms / tried <= 0.05


def test_too_few_areas_or_withheld_ones_are_refused() -> None:
    year = _year([60.0] * 20)
    few = evolution_difference(year, year, year, areas_with={f"{place:02d}" for place in range(LEAST_AREAS - 1)})
    assert isinstance(few, Refusal)
    assert "7 en 13" in few.reason.nl
    hidden = {area: (replace(row, value=math.nan) if area < "13" else row) for area, row in year.items()}
    kept = evolution_difference(year, hidden, year, areas_with={f"{place:02d}" for place in range(10)})
    assert isinstance(kept, Refusal)
    bare = {area: area_number(60.0) for area in year}
    assert isinstance(evolution_difference(bare, year, year, areas_with=set(list(year)[:10])), Refusal)


def test_a_measure_seen_before_it_begins_is_refused() -> None:
    with pytest.raises(ValueError, match="first survey"):
        replace(MEASURES[0], first_survey=2019)
    with pytest.raises(ValueError, match="direction"):
        replace(MEASURES[0], indicators={"P01": 2})
