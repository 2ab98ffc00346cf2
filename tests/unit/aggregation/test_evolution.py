"""Tested changes: each rule on written-out numbers, and the rate of false alarms by simulation."""

import math
from dataclasses import replace

import numpy as np
import pytest

from aggregation.estimate import mean_interval, wilson_interval
from aggregation.indicators import INDICATORS
from aggregation.shown.evolution import change_between, changes
from aggregation.shown.selection import AreaNumber, Shown, choices
from aggregation.shown.verdicts import Verdict
from data.terms import TOTAL, Measure
from tests.made import area_number as number

NAN = float("nan")
SHARE = INDICATORS["P01"], choices(INDICATORS["P01"])[0]
MEAN, MEDIAN = ((INDICATORS["A01"], Shown(category=TOTAL, measure=each)) for each in (Measure.MEAN, Measure.MEDIAN))
RATE = INDICATORS["D01"], choices(INDICATORS["D01"])[0]


def test_a_change_carries_the_uncertainty_of_both_years_and_of_rounding() -> None:
    change = change_between(number(50, 3), number(60, 4), *SHARE)
    assert change.value == 10
    assert change.half == pytest.approx(math.sqrt(3.05**2 + 4.05**2) + 0.1)
    assert change.verdict is Verdict.HIGHER
    assert change_between(number(60, 4), number(50, 3), *SHARE).verdict is Verdict.LOWER
    assert change_between(number(50, 3), number(54, 4), *SHARE).verdict is Verdict.SAME


def test_rounding_alone_proves_nothing() -> None:
    rounded = number(0.3, 0.0), number(0.4, 0.0)  # published to one decimal, interval narrower than that
    assert change_between(*rounded, *MEAN).verdict is Verdict.SAME
    assert change_between(number(0.3, 0.0), number(0.7, 0.0), *MEAN).verdict is Verdict.HIGHER


def test_a_full_count_is_exact() -> None:
    def counted(value: float) -> AreaNumber:
        return number(value, answered=30, frame=30)

    change = change_between(counted(8.8), counted(8.9), *RATE)
    assert (change.exact, change.verdict, change.half) == (True, Verdict.HIGHER, None)
    assert change_between(counted(8.8), counted(8.8), *RATE).verdict is Verdict.EQUAL


def test_what_has_no_interval_is_not_tested() -> None:
    assert change_between(number(50), number(90), *MEAN).verdict is Verdict.UNJUDGED
    assert change_between(number(50, 1), number(90, 1), *MEDIAN).verdict is Verdict.UNJUDGED
    full = number(50, answered=30, frame=30)
    assert not change_between(full, full, *MEDIAN).exact


def test_a_withheld_year_gives_no_change() -> None:
    hidden = replace(number(NAN), withheld=True)
    change = change_between(number(50, 3), hidden, *SHARE)
    assert change.verdict is Verdict.HIDDEN
    assert not change.known
    assert change_between(None, number(50, 3), *SHARE).verdict is Verdict.HIDDEN


def test_one_borderline_change_among_many_areas_may_be_chance() -> None:
    first = {f"a{i}": number(50, 5) for i in range(40)}
    last = {**first, "a0": number(58, 5), "a1": number(80, 5)}
    alone, tally = changes(first, last, *SHARE)
    assert change_between(first["a0"], last["a0"], *SHARE).verdict is Verdict.HIGHER
    assert alone["a0"].verdict is Verdict.PERHAPS
    assert alone["a1"].verdict is Verdict.HIGHER
    assert (tally.tested, tally.beyond, tally.clear) == (40, 2, 1)
    assert tally.by_chance == pytest.approx(2.0)


def test_full_counts_and_withheld_areas_are_no_part_of_the_round() -> None:
    first = {"full": number(1, answered=5, frame=5), "gone": number(5, 1), "both": number(5, 1)}
    last = {"full": number(2, answered=5, frame=5), "new": number(5, 1), "both": number(9, 1)}
    alone, tally = changes(first, last, *SHARE)
    assert set(alone) == {"full", "gone", "new", "both"}
    assert tally.tested == 1
    assert alone["full"].exact


def test_false_alarms_stay_under_five_in_a_hundred() -> None:
    """Two samples of an unchanged population, thousands of times; then the same doctors answering twice."""
    rng = np.random.default_rng(4)
    runs, asked, told = 2000, 400, 120
    early, late = rng.binomial(told, 0.6, runs), rng.binomial(told, 0.6, runs)
    assert _alarms(early, late, told, 1_000_000) <= 0.06
    population = rng.random((runs, asked)) < 0.6
    early, late = population[:, :told].sum(axis=1), population[:, told // 2 : told + told // 2].sum(axis=1)
    assert _alarms(early, late, told, 1_000_000) <= 0.02


def test_a_mean_that_stays_the_same_is_seldom_called_changed() -> None:
    rng = np.random.default_rng(5)
    alarms = 0
    for _run in range(1500):
        early, late = rng.normal(50, 12, 25), rng.normal(50, 12, 25)
        alarms += change_between(_mean(early), _mean(late), *MEAN).verdict is not Verdict.SAME
    assert alarms / 1500 <= 0.055


def _alarms(early: np.ndarray, late: np.ndarray, told: int, frame: int) -> float:
    pairs = zip(_shares(early, told, frame), _shares(late, told, frame), strict=True)
    found = [change_between(first, last, *SHARE).verdict is not Verdict.SAME for first, last in pairs]
    return sum(found) / len(found)


def _shares(counts: np.ndarray, told: int, frame: int) -> list[AreaNumber]:
    low, high = wilson_interval(counts, np.full(len(counts), told), np.full(len(counts), frame))
    base = number(0, answered=told, frame=frame)
    return [
        replace(base, value=round(100 * k / told, 1), lower=round(float(a), 1), upper=round(float(b), 1))
        for k, a, b in zip(counts, low, high, strict=True)
    ]


def _mean(values: np.ndarray) -> AreaNumber:
    low, high = mean_interval([values.mean()], [values.std(ddof=1)], [len(values)], [1_000_000])
    base = number(0, answered=len(values), frame=1_000_000)
    return replace(base, value=float(values.mean()), lower=float(low[0]), upper=float(high[0]))
