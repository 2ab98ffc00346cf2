"""One verdict: each rule on written-out numbers, a second way to its p-values, and how often it is wrong."""

import math
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from aggregation.indicators import INDICATORS
from aggregation.shown import verdicts
from aggregation.shown.selection import AreaNumber, Shown, choices
from aggregation.shown.verdicts import CLEAR, Verdict, compare, fixed, judge, number_of, side_by_side
from data.terms import TOTAL, Measure
from tests.made import area_number as number

SHARE = INDICATORS["P01"], choices(INDICATORS["P01"])[0]
MEAN = INDICATORS["A01"], Shown(category=TOTAL, measure=Measure.MEAN)
MEDIAN = INDICATORS["A01"], Shown(category=TOTAL, measure=Measure.MEDIAN)
HEADS = INDICATORS["D01"], choices(INDICATORS["D01"])[0]
ACTIVE = INDICATORS["D08"], choices(INDICATORS["D08"])[0]
CONTACTS = INDICATORS["D04"], choices(INDICATORS["D04"])[0]
NAN = math.nan


def said(first: AreaNumber | None, second: AreaNumber | None, what: tuple = MEAN) -> Verdict:
    """Judge one difference alone."""
    return judge(compare(number_of(first, *what), number_of(second, *what)))[0]


def test_a_difference_is_clear_only_beyond_both_intervals_together() -> None:
    assert said(number(60, 4, answered=100), number(50, 3, answered=100)) is Verdict.HIGHER
    assert said(number(50, 3, answered=100), number(60, 4, answered=100)) is Verdict.LOWER
    assert said(number(54, 4, answered=100), number(50, 3, answered=100)) is Verdict.SAME
    assert said(number(60, 4, answered=100), number(50, 9, answered=100)) is Verdict.SAME


def test_the_arm_on_the_side_of_the_other_number_decides() -> None:
    skewed = number(3.0, lower=0.5, upper=15.0, answered=40)
    assert said(skewed, number(12.0, 0.1, answered=4000), SHARE) is Verdict.SAME
    assert said(skewed, number(0.1, 0.0, answered=4000), SHARE) is Verdict.HIGHER


def test_rounding_alone_proves_nothing_and_rates_are_rounded_finer() -> None:
    assert said(number(0.3, 0.0), number(0.4, 0.0)) is Verdict.SAME
    assert said(number(0.3, 0.0), number(0.7, 0.0)) is Verdict.LOWER
    steps = [verdicts.step_of(INDICATORS[name], Measure.RATE) for name in ("D02", "D04", "D06", "M09", "D05")]
    assert steps == [0.01, 0.1, 0.1, 0.1, 0.1]


def test_full_counts_are_exact_and_estimates_without_interval_say_nothing() -> None:
    def counted(value: float) -> AreaNumber:
        return number(value, answered=30, frame=30)

    assert said(counted(8.9), counted(8.8), HEADS) is Verdict.HIGHER
    assert said(counted(8.84), counted(8.80), HEADS) is Verdict.EQUAL  # a screen writes 8,8 twice
    assert said(counted(8.9), counted(8.8), ACTIVE) is Verdict.UNJUDGED
    assert said(counted(50), counted(40), MEDIAN) is Verdict.UNJUDGED
    assert said(number(50), number(40, 2), MEAN) is Verdict.UNJUDGED
    assert said(number(NAN), counted(8.8), HEADS) is Verdict.HIDDEN
    assert said(None, counted(8.8), HEADS) is Verdict.HIDDEN


def test_the_chance_is_that_of_the_test_of_welch_and_never_smaller() -> None:
    """SciPy tests the two samples; from their two intervals the chance comes out as much, or a little more."""
    rng = np.random.default_rng(7)
    for _run in range(40):
        one, two = rng.normal(50, 12, 30), rng.normal(58, 5, 40)
        rows = []
        for sample in (one, two):
            half = stats.t.ppf(0.975, len(sample) - 1) * sample.std(ddof=1) / math.sqrt(len(sample))
            rows.append(number(sample.mean(), half, answered=len(sample), frame=10**6))
        sides = [replace(side_by_side([row], *MEAN), step=0.0) for row in rows]
        real = stats.ttest_ind(one, two, equal_var=False).pvalue
        assert real * (1 - 1e-6) <= compare(*sides).p[0] <= 2 * real


def test_the_chance_is_one_in_twenty_where_the_interval_touches_no_difference() -> None:
    for answered in (5, 12, 300):
        for what in (MEAN, SHARE):
            first, second = number(54, 4, answered=answered), number(50, 3, answered=80)
            sides = [replace(number_of(row, *what), step=0.0) for row in (first, second)]
            touching = replace(sides[0], value=sides[0].value + 1, lower=sides[0].lower + 1, upper=sides[0].upper + 1)
            assert compare(touching, sides[1]).low[0] == pytest.approx(0)
            assert compare(touching, sides[1]).p[0] == pytest.approx(0.05)


def test_a_family_asks_more_of_each_and_an_exact_difference_takes_no_part() -> None:
    near, rest = number(56, 5, answered=500), number(50, 5, answered=500)
    above = number(50, 0.2, answered=10**5)
    alone = verdicts.judge(compare(side_by_side([near], *MEAN), number_of(above, *MEAN)))
    among = verdicts.judge(compare(side_by_side([near, *[rest] * 30], *MEAN), number_of(above, *MEAN)))
    assert alone == [Verdict.HIGHER]
    assert among[0] is Verdict.PERHAPS
    full = [number(50, answered=30, frame=30)] * 30
    mixed = verdicts.judge(compare(side_by_side([near, *full], *MEAN), number_of(above, *MEAN)))
    assert mixed[0] is Verdict.PERHAPS  # a counted area beside an estimated Flanders is tested like any other


def test_an_area_with_nothing_to_be_held_against_is_not_hidden() -> None:
    areas = pd.Index(["a", "b"])
    found = verdicts.family(areas, side_by_side([number(50, 2), number(NAN)], *MEAN), fixed(NAN, NAN))
    assert found == {"a": Verdict.UNJUDGED, "b": Verdict.HIDDEN}


def test_the_pairs_of_a_basket_are_one_family_and_turn_round() -> None:
    rows = {
        "a": number(50, 3, answered=90),
        "b": number(60, 3, answered=90),
        "c": number(53, 3, answered=90),
        "d": number(NAN),
    }
    found = verdicts.basket(rows, *MEAN)
    assert len(found) == 12
    assert found[("a", "b")] is Verdict.LOWER
    assert found[("b", "a")] is Verdict.HIGHER
    assert found[("a", "c")] is found[("c", "a")]
    assert found[("a", "d")] is Verdict.HIDDEN
    assert verdicts.basket({"a": rows["a"]}, *MEAN) == {}


def test_of_differences_called_clear_none_lies_within_an_interval() -> None:
    rng = np.random.default_rng(11)
    value = rng.uniform(0, 100, 400).round(1)
    low = (value - rng.uniform(0.1, 30, 400)).clip(0).round(1)
    high = (value + rng.uniform(0.1, 30, 400)).clip(max=100).round(1)
    rows = [number(v, lower=a, upper=b, answered=40) for v, a, b in zip(value, low, high, strict=True)]
    above = 50.0
    for row, verdict in zip(
        rows, judge(compare(side_by_side(rows, *SHARE), fixed(above, 0.0, share=True))), strict=True
    ):
        if verdict in CLEAR:
            assert not row.lower <= above <= row.upper
            assert (verdict is Verdict.HIGHER) == (row.value > above)
