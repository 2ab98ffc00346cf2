"""Need-weighted residents, recomputed by hand, and what the choice of weights may and may not say."""

import math
from fractions import Fraction

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from aggregation.shown import need
from aggregation.shown.capacity import Index
from aggregation.shown.need_weights import AGES, BY_ID, DEFAULT_SET, UNDER_65, WEIGHT_SETS, set_of, written
from aggregation.shown.verdicts import Verdict
from data.terms import Status
from tests.made import area_number

YOUNG, OLD = (3_000, 6_000, 800, 200), (1_000, 5_000, 2_500, 1_500)
FLEMISH = tuple(a + b for a, b in zip(YOUNG, OLD, strict=True))


def _residents(reimbursed: dict[str, float] | None = None) -> need.Residents:
    people = pd.DataFrame([YOUNG, OLD, FLEMISH], index=["young", "old", "VL"], columns=AGES)
    return need.Residents(people=people, reimbursed=None if reimbursed is None else pd.Series(reimbursed))


def test_weighted_residents_by_exact_fractions() -> None:
    weights = [Fraction(48, 100), Fraction(93, 100), Fraction(145, 100), Fraction(230, 100)]
    of = {name: sum(w * r for w, r in zip(weights, rows, strict=True)) for name, rows in
          (("young", YOUNG), ("old", OLD), ("VL", FLEMISH))}  # fmt: skip
    found = need.weighted_residents(_residents(), [float(weight) for weight in weights])
    for name, weighed in of.items():
        assert found[name] == pytest.approx(float(weighed * sum(FLEMISH) / of["VL"]))
    assert found["VL"] == pytest.approx(sum(FLEMISH))
    assert found["young"] + found["old"] == pytest.approx(sum(FLEMISH))


def test_reimbursement_counts_under_65_and_relative_to_flanders() -> None:
    shares = {"young": 0.25, "old": 0.05, "VL": 0.15}
    flat = [1.0] * len(AGES)
    found = need.weighted_residents(_residents(shares), flat, deprivation=1.43)
    for name, rows in (("young", YOUNG), ("old", OLD)):
        factor = (1 + 0.43 * shares[name]) / (1 + 0.43 * 0.15)
        assert found[name] == pytest.approx(rows[0] * factor + rows[1] * factor + rows[2] + rows[3])
    assert need.weighted_residents(_residents(shares), flat, deprivation=1.0)["young"] == pytest.approx(sum(YOUNG))


def test_an_area_without_reimbursement_is_average_and_flanders_without_it_leaves_it_out() -> None:
    flat = [1.0] * len(AGES)
    part = need.weighted_residents(_residents({"young": 0.25, "VL": 0.15}), flat)
    assert part["old"] == pytest.approx(sum(OLD))
    without = _residents({"young": 0.25})
    assert not without.uses_reimbursement
    assert need.weighted_residents(without, flat)["young"] == pytest.approx(sum(YOUNG))


def test_the_documented_factors_of_reimbursement() -> None:
    """need.md 1.4: at 5 % the factor is 0.97, at 25 % 1.06, with 11.5 % in Flanders."""
    factor = {v: (1 + 0.43 * v) / (1 + 0.43 * 0.115) for v in (0.05, 0.25)}
    assert {v: round(m, 2) for v, m in factor.items()} == {0.05: 0.97, 0.25: 1.06}
    people = pd.DataFrame([[0, 1000, 0, 0], [0, 1000, 0, 0], [0, 10_000, 0, 0]], index=["a", "b", "VL"], columns=AGES)
    residents = need.Residents(people=people, reimbursed=pd.Series({"a": 0.05, "b": 0.25, "VL": 0.115}))
    found = need.weighted_residents(residents, [1.0] * 4)
    assert (found[["a", "b"]] / 1000).round(2).tolist() == [0.97, 1.06]


@given(st.lists(st.tuples(*[st.integers(1, 50_000)] * 4), min_size=2, max_size=8), st.floats(0.01, 100))
def test_scale_of_weights_says_nothing_and_areas_sum_to_flanders(rows: list[tuple[int, ...]], scale: float) -> None:
    names = [f"a{number}" for number in range(len(rows))]
    people = pd.DataFrame([*rows, np.sum(rows, axis=0)], index=[*names, "VL"], columns=AGES)
    weights = [BY_ID[DEFAULT_SET].weights[age] for age in AGES]
    plain = need.weighted_residents(need.Residents(people=people), weights)
    scaled = need.weighted_residents(need.Residents(people=people), [scale * weight for weight in weights])
    assert scaled.to_numpy() == pytest.approx(plain.to_numpy())
    assert plain[names].sum() == pytest.approx(plain["VL"])


def test_no_weights_is_no_change_and_has_no_error() -> None:
    residents = _residents()
    flat = [BY_ID["geen"].weights[age] for age in AGES]
    assert need.need_index(residents, need.weighted_residents(residents, flat)).tolist() == pytest.approx([100] * 3)
    assert need.weight_error(residents, BY_ID["geen"]).tolist() == pytest.approx([0, 0, 0], abs=1e-6)


def test_error_of_the_weights_by_the_delta_method() -> None:
    """A second way: the derivative of N_a to each weight, and the spreads of the set."""
    residents, chosen = _residents(), BY_ID["contacten"]
    found = need.weight_error(residents, chosen)
    weights = np.array([chosen.weights[age] for age in AGES])
    whole = np.array(FLEMISH, dtype=float)
    for name, rows in (("young", YOUNG), ("old", OLD)):
        own = np.array(rows, dtype=float)
        ratio = (own @ weights) / (whole @ weights)
        gradient = whole.sum() * (own - ratio * whole) / (whole @ weights)
        spread = np.array([chosen.spread[age] for age in AGES])
        assert found[name] == pytest.approx(1.96 * np.sqrt(((gradient * weights * spread) ** 2).sum()), rel=0.08)
    assert found["VL"] == pytest.approx(0, abs=1e-6)


def test_against_need_keeps_the_unit_and_joins_the_errors() -> None:
    index = need.against_need(
        area_number(9.0, 0.9), area_number(10.0, 0.2), residents=1000, weighted=1200, weighted_half=12
    )
    assert index is not None
    assert index.value == pytest.approx(75.0)
    assert index.half == pytest.approx(75.0 * math.sqrt(0.1**2 + 0.02**2 + 0.01**2))


def test_against_need_where_nothing_can_be_said() -> None:
    shown = area_number(9.0, 0.9)
    assert need.against_need(None, shown, residents=1, weighted=1) is None
    assert need.against_need(shown, shown, residents=0, weighted=1) is None
    assert need.against_need(shown, shown, residents=1, weighted=math.nan) is None
    bare = need.against_need(area_number(9.0, status=Status.ESTIMATED), shown, residents=1, weighted=1)
    assert bare is not None
    assert bare.half is None


def test_only_sets_that_agree_carry_a_side() -> None:
    low, wide = (Index(value=80.0, half=5.0), Verdict.LOWER), (Index(value=96.0, half=5.0), Verdict.SAME)
    assert need.over_sets([low, low]) == need.Sides(low=80.0, high=80.0, side=-1)
    assert need.over_sets([low, wide]) == need.Sides(low=80.0, high=96.0, side=None)
    assert need.over_sets([low, (None, Verdict.HIDDEN)]) is None
    assert need.over_sets([]) is None


def test_an_index_lies_above_or_below_only_where_its_interval_and_its_family_carry_it() -> None:
    many = {f"a{i}": Index(value=100.0, half=5.0) for i in range(40)}
    said = need.judged(
        {**many, "far": Index(value=80.0, half=5.0), "near": Index(value=106.0, half=5.0),
         "bare": Index(value=150.0, half=None), "gone": None, "counted": Index(value=101.0, half=0.0)}
    )  # fmt: skip
    told = [said[name] for name in ("far", "near", "bare", "gone", "counted", "a0")]
    assert told == [
        Verdict.LOWER, Verdict.PERHAPS, Verdict.UNJUDGED, Verdict.HIDDEN, Verdict.HIGHER, Verdict.SAME
    ]  # fmt: skip
    alone = need.judged({"near": Index(value=106.0, half=5.0)})
    assert alone["near"] is Verdict.HIGHER


def test_every_set_is_whole_and_rises_with_age_from_the_working_years() -> None:
    assert DEFAULT_SET in BY_ID
    assert len(BY_ID) == len(WEIGHT_SETS)
    for chosen in WEIGHT_SETS:
        weights = [chosen.weights[age] for age in AGES]
        assert weights[1:] == sorted(weights[1:])
    assert AGES[:2] == UNDER_65


def test_the_weights_of_a_reader_are_a_set_of_their_own() -> None:
    code = written([0.5, 0.9, 1.45, 2.5])
    assert code == "0.5_0.9_1.45_2.5"
    own = set_of(code)
    assert list(own.weights.values()) == [0.5, 0.9, 1.45, 2.5]
    assert own.id == code
    assert own.mark.value == "A"
    assert [set_of(each.id) for each in WEIGHT_SETS] == list(WEIGHT_SETS)


@pytest.mark.parametrize(
    "code", ["", "onzin", "1_1_1", "1_1_1_1_1", "0_1_1_1", "1_1_1_21", "1_1_1_nan", "1_1_1_inf", "1_1_1_01", "1_1__1"]
)
def test_weights_that_cannot_be_used_are_no_set(code: str) -> None:
    with pytest.raises(KeyError):
        set_of(code)


def test_faulty_totals_are_refused() -> None:
    people = pd.DataFrame([YOUNG], index=["VL"], columns=AGES)
    with pytest.raises(need.NeedError, match="0-17"):
        need.Residents(people=people[list(AGES[:3])])
    with pytest.raises(need.NeedError, match="VL"):
        need.Residents(people=people.rename(index={"VL": "a"}))
    with pytest.raises(need.NeedError, match="found less in VL"):
        need.Residents(people=people.replace(3000, -1))
    with pytest.raises(need.NeedError, match="between 0 and 1"):
        need.Residents(people=people, reimbursed=pd.Series({"VL": 15.0}))
