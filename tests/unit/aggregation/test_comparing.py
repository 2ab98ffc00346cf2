"""Comparing areas: each statistic recomputed a second way, and what must never be said."""

import math

import numpy as np
import pandas as pd
import pytest
from scipy import integrate, stats

from aggregation.indicators import INDICATORS, Reading
from aggregation.shown import comparing, funnels
from aggregation.shown.funnels import Funnel, NoFunnel
from aggregation.shown.selection import Shown, choices
from data.terms import TOTAL, Measure

SHARE = choices(INDICATORS["P01"])[0]
MEAN = Shown(category=TOTAL, measure=Measure.MEAN)


def rows_of(values: list[float], halves: list[float], *, n: int = 40, total: int = 60) -> pd.DataFrame:
    """Areas with a value and half an interval; NaN is withheld."""
    value, half = pd.Series(values, dtype=float), pd.Series(halves, dtype=float)
    frame = pd.DataFrame(
        {
            "value": value,
            "lower": value - half,
            "upper": value + half,
            "count": pd.array([None if math.isnan(v) else round(v * n / 100) for v in values], dtype="Int64"),
            "answered": pd.array([None if math.isnan(v) else n for v in values], dtype="Int64"),
            "frame": pd.array([total] * len(values), dtype="Int64"),
        }
    )
    return frame.set_axis([f"a{i:02}" for i in range(len(values))])


def test_the_chance_of_the_highest_fifth_is_the_integral_of_the_normal_law() -> None:
    middle = [50.0, 52, 47, 55, 51, 49, 53, 46, 48, 54]
    error = [3.0, 1, 4, 2, 5, 2, 3, 1, 2, 4]
    rows = rows_of(middle, [e * 1.959964 for e in error])
    errors = comparing.standard_errors(rows, INDICATORS["P01"], SHARE)
    assert errors.to_list() == pytest.approx(error, rel=1e-5)
    found = comparing.chance_of_fifth(rows, errors, highest=True)

    def among_two(i: int) -> float:
        """Chance that at most one other lies above, by integration over the value of area i."""

        def density(x: float) -> float:
            above = [1 - stats.norm.cdf(x, middle[j], error[j]) for j in range(10) if j != i]
            none = math.prod(1 - p for p in above)
            one = sum(p * math.prod(1 - q for k, q in enumerate(above) if k != j) for j, p in enumerate(above))
            return float(stats.norm.pdf(x, middle[i], error[i]) * (none + one))

        return float(integrate.quad(density, 20, 80, limit=200)[0])

    expected = [among_two(i) for i in range(10)]
    assert found.to_list() == pytest.approx(expected, abs=0.02)
    assert found.sum() == pytest.approx(2)
    again = comparing.chance_of_fifth(rows, errors, highest=True)
    assert again.equals(found)


def test_few_areas_have_no_chance_and_withheld_ones_never() -> None:
    few = rows_of([1.0] * 9, [1.0] * 9)
    errors = comparing.standard_errors(few, INDICATORS["P01"], SHARE)
    assert comparing.chance_of_fifth(few, errors, highest=True).isna().all()
    rows = rows_of([*range(10, 21), math.nan], [1.0] * 12)
    chance = comparing.chance_of_fifth(rows, comparing.standard_errors(rows, INDICATORS["P01"], SHARE), highest=False)
    assert math.isnan(chance["a11"])
    assert chance["a00"] > 0.9
    assert chance["a10"] < 0.01


def test_a_complete_count_is_exact_and_a_median_is_not() -> None:
    rows = rows_of(list(map(float, range(12))), [math.nan] * 12, n=60, total=60)
    rate = Shown(category=TOTAL, measure=Measure.RATE)
    assert comparing.standard_errors(rows, INDICATORS["D01"], rate).eq(0).all()
    median = Shown(category=TOTAL, measure=Measure.MEDIAN)
    assert comparing.standard_errors(rows, INDICATORS["P04"], median).isna().all()
    assert comparing.standard_errors(rows, INDICATORS["D08"], rate).isna().all()  # an estimate without interval


def test_equal_complete_counts_share_the_places_by_lot() -> None:
    rows = rows_of([1.0] * 10, [math.nan] * 10, n=60, total=60)
    chance = comparing.chance_of_fifth(rows, pd.Series(0.0, index=rows.index), highest=True)
    assert chance.to_list() == pytest.approx([0.2] * 10, abs=0.02)


def test_a_direction_belongs_to_the_headline_alone() -> None:
    entry = INDICATORS["P01"]
    assert comparing.reading_of(entry, SHARE) is Reading.HIGHER_WORSE
    other = next(shown for shown in choices(entry) if shown.category == "geen")
    assert comparing.reading_of(entry, other) is Reading.NEITHER


def test_a_mean_stands_in_for_a_median() -> None:
    assert comparing.comparable(INDICATORS["P04"]).measure is Measure.MEAN
    assert comparing.comparable(INDICATORS["P01"]) == SHARE


def test_the_spread_behind_a_funnel_of_means_is_found_back() -> None:
    rng = np.random.default_rng(3)
    n, total, deviation = 50, 80, 9.0
    half = stats.t.ppf(0.975, n - 1) * deviation / math.sqrt(n) * math.sqrt((total - n) / (total - 1))
    rows = rows_of(list(50 + rng.normal(0, 1, 15)), [half] * 15, n=n, total=total)
    made = funnels.funnel(rows, INDICATORS["A01"], MEAN, 50.0)
    assert isinstance(made, Funnel)
    at = float(np.interp(n, made.answers, made.inner[1])) - 50
    assert at == pytest.approx(1.959964 * deviation / math.sqrt(n) * math.sqrt((total - n) / (total - 1)), rel=0.01)
    outer = float(np.interp(n, made.answers, made.outer[1])) - 50
    assert outer / at == pytest.approx(stats.norm.ppf(0.999) / stats.norm.ppf(0.975), rel=1e-6)


def test_where_no_funnel_is_honest_there_is_none() -> None:
    rows = rows_of([50.0] * 12, [5.0] * 12)
    p01, p04, d01 = (INDICATORS[name] for name in ("P01", "P04", "D01"))
    assert funnels.funnel(rows, p04, Shown(category=TOTAL, measure=Measure.MEDIAN), 3.0) is NoFunnel.QUANTILE
    assert funnels.funnel(rows, d01, Shown(category=TOTAL, measure=Measure.RATE), 8.0) is NoFunnel.RATE
    complete = rows_of([50.0] * 12, [0.0] * 12, n=60, total=60)
    assert funnels.funnel(complete, p01, SHARE, 50.0) is NoFunnel.COMPLETE
    assert funnels.funnel(rows.head(5), p01, SHARE, 50.0) is NoFunnel.TOO_FEW
    assert funnels.funnel(rows, p01, SHARE, math.nan) is NoFunnel.NO_TARGET


def test_association_is_spearman_and_needs_areas() -> None:
    rng = np.random.default_rng(5)
    first = pd.Series(rng.normal(size=40))
    second = first * 0.7 + rng.normal(size=40)
    second[3] = np.nan
    found = comparing.association(first, second)
    assert found is not None
    expected = stats.spearmanr(first.drop(3), second.drop(3)).statistic
    assert found.value == pytest.approx(float(expected))
    assert found.lower < found.value < found.upper
    assert found.clear
    assert found.areas == 39
    assert comparing.association(first.head(19), second.head(19)) is None
    assert comparing.association(first, pd.Series(1.0, index=first.index)) is None


def test_the_spread_leaves_withheld_areas_out() -> None:
    spread = comparing.spread_of(pd.Series([1.0, 2, 3, 4, 5, np.nan]))
    assert spread is not None
    assert (spread.lowest, spread.quarter, spread.middle, spread.highest) == (1, 2, 3, 5)
    assert spread.areas == 5
    assert comparing.spread_of(pd.Series([1.0, np.nan, 2.0])) is None


def test_the_part_that_answered_narrows_the_limits() -> None:
    real = funnels.effective_answers([50, 60, 10], [80, 60, 10_000])
    assert real.tolist() == pytest.approx([50 * 79 / 30, math.inf, 10 * 9_999 / 9_990])
