"""Neighbours: recomputed by brute force, pooled from counts, and never from answers."""

import math

import numpy as np
import pandas as pd
import pytest

from aggregation.shown import neighbours


def portraits(size: int = 30) -> pd.DataFrame:
    """Areas with made-up totals."""
    rng = np.random.default_rng(7)
    young = rng.uniform(0.15, 0.25, size)
    return pd.DataFrame(
        {
            "residents": rng.uniform(5_000, 200_000, size),
            "density": rng.uniform(80, 3_000, size),
            "age 0-17": young,
            "age 18-": 1 - young,
        },
        index=[f"a{i:02}" for i in range(size)],
    )


def test_neighbours_are_those_of_a_plain_computation() -> None:
    frame = portraits()
    found = neighbours.nearest(frame, 5)
    columns = {
        "r": np.log(frame["residents"]),
        "d": np.log(frame["density"]),
        "y": frame["age 0-17"] / math.sqrt(2),
        "o": frame["age 18-"] / math.sqrt(2),
    }
    spread = {name: float(np.std(c * (math.sqrt(2) if name in "yo" else 1))) for name, c in columns.items()}
    for area in frame.index:
        far = {
            other: math.sqrt(sum(((c[other] - c[area]) / spread[name]) ** 2 for name, c in columns.items()))
            for other in frame.index
            if other != area
        }
        assert list(found[area]) == sorted(far, key=lambda other: far[other])[:5]


def test_units_of_the_totals_do_not_matter() -> None:
    frame = portraits()
    other = frame.assign(residents=frame["residents"] / 1000, density=frame["density"] * 7)
    assert neighbours.nearest(frame) == neighbours.nearest(other)


def test_the_mean_of_shares_is_the_share_of_all_together() -> None:
    counts, answers = [5, 10, 3, 8, 2], [20, 20, 10, 40, 5]
    value = [100 * c / n for c, n in zip(counts, answers, strict=True)]
    rows = pd.DataFrame(
        {"value": value, "lower": [v - 4 for v in value], "upper": [v + 4 for v in value], "answered": answers},
        index=list("abcde"),
    )
    found = neighbours.pooled(rows, {"x": ("a", "b", "c", "d", "e")})["x"]
    assert found.value == pytest.approx(100 * sum(counts) / sum(answers))
    assert found.half == pytest.approx(4 * math.sqrt(sum((n / 95) ** 2 for n in answers)))


def test_a_withheld_neighbour_stays_out_and_too_few_give_no_mean() -> None:
    nan = math.nan
    rows = pd.DataFrame(
        {
            "value": [10.0, 20, 30, 40, nan, nan],
            "lower": [nan] * 6,
            "upper": [nan] * 6,
            "answered": pd.array([1, 1, 1, 1, None, None], dtype="Int64"),
        },
        index=list("abcdef"),
    )
    found = neighbours.pooled(rows, {"x": ("a", "b", "c", "d", "e"), "y": ("a", "b", "c", "e", "f")})
    assert found["x"].value == pytest.approx(25)
    assert "y" not in found
    weighted = neighbours.pooled(rows, {"x": tuple("abcd")}, pd.Series({"a": 3.0, "b": 1.0, "c": 0.0, "d": 1.0}))
    assert weighted == {}  # one weighs nothing, three are too few


def test_residents_come_back_from_a_head_count_and_its_rate() -> None:
    found = neighbours.residents_of(pd.Series([12.0, 5.0]), pd.Series([8.0, 0.0]), per=10_000)
    assert found[0] == 15_000
    assert math.isnan(found[1])
