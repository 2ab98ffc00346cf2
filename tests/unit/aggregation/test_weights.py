"""Weights undo a response that differs from stratum to stratum, and nothing else."""

import numpy as np
import pandas as pd
import pytest

from aggregation.estimate import FEW_ANSWERS
from aggregation.year.weights import response_strata, weighted_mean


def country(sizes: dict[tuple[str, str], int]) -> pd.DataFrame:
    return pd.DataFrame([(*pair, size) for pair, size in sizes.items()], columns=["area", "role", "frame"])


def test_the_population_mean_comes_back_when_response_depends_on_the_stratum_only() -> None:
    rng = np.random.default_rng(11)
    rows = []
    for number in range(8):
        for role, people in (("huisarts", 400), ("haio", 200)):
            level = 30 + 4 * number + (10 if role == "haio" else 0)
            rows += [(f"K{number}", role, level + noise) for noise in rng.normal(0, 3, people)]
    everybody = pd.DataFrame(rows, columns=["area", "role", "value"])
    chance = everybody["area"].str[1].astype(int) / 10 + everybody["role"].eq("haio") * 0.1 + 0.1
    answered = everybody[rng.random(len(everybody)) < chance]
    frame = everybody.groupby(["area", "role"], as_index=False).size().rename(columns={"size": "frame"})
    strata, sizes = response_strata(answered[["area", "role"]], frame)
    twin = weighted_mean(answered["value"], strata, sizes)
    truth = everybody["value"].mean()
    assert abs(answered["value"].mean() - truth) > 3  # unweighted is far off
    assert twin.value == pytest.approx(truth, abs=0.3)
    assert twin.lower < truth < twin.upper


def test_strata_with_few_answers_are_taken_together_within_their_role() -> None:
    frame = country({("K1", "huisarts"): 40, ("K2", "huisarts"): 30, ("K3", "huisarts"): 20, ("K1", "haio"): 9})
    given = {("K1", "huisarts"): 12, ("K2", "huisarts"): 9, ("K3", "huisarts"): 4, ("K1", "haio"): 3}
    answered = pd.DataFrame([pair for pair, count in given.items() for _ in range(count)], columns=["area", "role"])
    strata, sizes = response_strata(answered, frame)
    assert sizes.to_dict() == {"K1|huisarts": 40, "|huisarts": 50, "|": 9}
    assert strata.value_counts().to_dict() == {"K1|huisarts": 12, "|huisarts": 13, "|": 3}


def test_ten_answers_are_enough() -> None:
    frame = country({("K1", ""): 40, ("K2", ""): 30})
    answered = pd.DataFrame([("K1", "")] * FEW_ANSWERS + [("K2", "")] * (FEW_ANSWERS - 1), columns=["area", "role"])
    assert set(response_strata(answered, frame)[0]) == {"K1|", "|"}


def test_where_nobody_answered_the_others_speak() -> None:
    frame = country({("K1", "huisarts"): 40, ("K1", "haio"): 30})
    answered = pd.DataFrame([("K1", "huisarts")] * 20, columns=["area", "role"])
    strata, sizes = response_strata(answered, frame)
    assert sizes.to_dict() == {"K1|huisarts": 40}
    assert weighted_mean(pd.Series(np.arange(20.0)), strata, sizes).value == pytest.approx(9.5)


def test_a_full_response_has_no_interval_and_one_answer_none_at_all() -> None:
    values, strata = pd.Series([1.0, 3.0]), pd.Series(["a", "a"])
    full = weighted_mean(values, strata, pd.Series({"a": 2}))
    assert (full.lower, full.value, full.upper) == (2.0, 2.0, 2.0)
    assert np.isnan(weighted_mean(values[:1], strata[:1], pd.Series({"a": 2})).lower)
    assert np.isnan(weighted_mean(values[:0], strata[:0], pd.Series({"a": 2})).value)
