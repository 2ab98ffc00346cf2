"""Published totals on every level, summed and weighted by hand; a missing part leaves no sum."""

import numpy as np
import pandas as pd
import pytest

from aggregation.year.facts import fact_table, newest

MEMBERSHIP = pd.DataFrame(
    [
        ("1", "11001", None, "K1", "E1"),
        ("2-a", "11002", "2000", "K1", "E1"),
        ("2-b", "11002", "2018", "K2", "E1"),
    ],
    columns=["atom", "gemeente", "postcode", "kring", "elz"],
).assign(provincie="10000", regio="R1")
POPULATION = pd.DataFrame(
    [
        ("11001", None, "0-17", 20), ("11001", None, "18-64", 80), ("11001", None, "80+", 5),
        ("11002", "2000", "0-17", 100), ("11002", "2000", "18-64", 200), ("11002", "2000", "80+", 50),
        ("11002", "2018", "0-17", 10), ("11002", "2018", "18-64", 30), ("11002", "2018", "80+", 7),
    ],
    columns=["nis", "postcode", "age_class", "residents"],
)  # fmt: skip
FACTS = pd.DataFrame(
    [
        ("11001", None, 2025, "vt_under_65", 0.10, "A"),
        ("11002", "2000", 2025, "vt_under_65", 0.20, "A"),
        ("11002", "2018", 2025, "vt_under_65", 0.30, "B"),
        ("11001", None, 2031, "residents_projected:80+", 9, "C"),
        ("11002", "2000", 2031, "residents_projected:80+", 60, "C"),
    ],
    columns=["nis", "postcode", "year", "fact", "value", "source"],
)


def _value(table: pd.DataFrame, year: int, area: str, fact: str) -> float:
    rows = table[(table["year"] == year) & (table["area"] == area) & (table["fact"] == fact)]
    assert len(rows) == 1
    return float(rows["value"].iloc[0])


def test_residents_are_summed_to_every_level() -> None:
    table = fact_table(MEMBERSHIP, POPULATION, FACTS, survey_year=2026)
    assert _value(table, 2026, "VL", "residents:18-64") == 310
    assert _value(table, 2026, "K1", "residents:0-17") == 120
    assert _value(table, 2026, "11002", "residents:80+") == 57
    assert not table.duplicated(["year", "level", "area", "fact"]).any()


def test_a_share_is_weighted_by_residents_under_65() -> None:
    table = fact_table(MEMBERSHIP, POPULATION, FACTS, survey_year=2026)
    assert _value(table, 2025, "11002", "vt_under_65") == pytest.approx((300 * 0.2 + 40 * 0.3) / 340)
    assert _value(table, 2025, "VL", "vt_under_65") == pytest.approx((100 * 0.1 + 300 * 0.2 + 40 * 0.3) / 440)
    sources = table[(table["area"] == "11002") & (table["fact"] == "vt_under_65")]["source"]
    assert sources.tolist() == ["A; B"]


def test_an_area_of_which_a_part_is_missing_has_no_sum() -> None:
    table = fact_table(MEMBERSHIP, POPULATION, FACTS, survey_year=2026)
    ahead = table[table["fact"] == "residents_projected:80+"]
    assert set(ahead["area"]) == {"11001", "K1"}
    assert _value(table, 2031, "K1", "residents_projected:80+") == 69


def test_without_facts_there_are_residents() -> None:
    table = fact_table(MEMBERSHIP, POPULATION, FACTS.iloc[:0], survey_year=2026)
    assert set(table["fact"]) == {"residents:0-17", "residents:18-64", "residents:80+"}


def test_the_newest_delivery_tells_a_fact_as_a_whole() -> None:
    old = fact_table(MEMBERSHIP, POPULATION, FACTS, survey_year=2025)
    changed = FACTS.assign(value=FACTS["value"] / 2)[lambda f: f["year"] == 2025]
    new = fact_table(MEMBERSHIP, POPULATION, changed, survey_year=2026)
    both = newest([old, new])
    assert _value(both, 2025, "11001", "vt_under_65") == 0.05
    assert _value(both, 2031, "11001", "residents_projected:80+") == 9
    assert _value(both, 2025, "VL", "residents:80+") == _value(both, 2026, "VL", "residents:80+") == 62
    assert not both.duplicated(["year", "level", "area", "fact"]).any()


def test_surfaces_stand_as_they_are_known() -> None:
    surface = pd.DataFrame([("kring", "K1", 12.5), ("kring", "K2", None)], columns=["level", "area", "km2"])
    table = fact_table(MEMBERSHIP, POPULATION, FACTS, survey_year=2026, surface=surface)
    found = table[table["fact"] == "area_km2"]
    assert found[["year", "level", "area", "value", "source"]].to_numpy().tolist() == [
        [2026, "kring", "K1", 12.5, "areas"]
    ]


def test_the_order_of_what_comes_in_changes_no_bit() -> None:
    rng = np.random.default_rng(3)
    codes = [f"7{number:04d}" for number in range(60)]
    membership = pd.DataFrame({"gemeente": codes, "postcode": None, "kring": "k", "elz": "z", "provincie": "70000"})
    ages = pd.DataFrame({"nis": np.repeat(codes, 2), "age_class": ["0-17", "18-64"] * 60})
    people = ages.assign(residents=rng.integers(100, 9_999, 120))
    shares = pd.DataFrame({"nis": codes, "year": 2025, "fact": "vt_under_65", "value": rng.random(60), "source": "x"})
    first, *others = (
        fact_table(
            *(frame.sample(frac=1, random_state=seed) for frame in (membership, people, shares)), survey_year=2026
        )
        for seed in range(8)
    )
    for other in others:
        pd.testing.assert_frame_equal(first, other, check_exact=True)
