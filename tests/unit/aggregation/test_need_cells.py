"""D11 from published totals alone: worked out by hand, and found out where it does not follow."""

import pandas as pd
import pytest

from aggregation.attack.derived import check_derived
from aggregation.shown.need import reimbursed_year
from aggregation.year.need import with_need

AGES = ("0-17", "18-64", "65-79", "80+")
PEOPLE = {
    ("vlaanderen", "VL"): (200, 600, 150, 50),
    ("elz", "E1"): (100, 250, 30, 20),
    ("elz", "E2"): (100, 350, 120, 30),
    ("gemeente", "11001"): (200, 600, 150, 50),
    ("gemeente", "11002"): (0, 0, 0, 0),
}


def release(*, shares: dict[int, dict[tuple[str, str], float]] | None = None) -> dict[str, pd.DataFrame]:
    """Give the tables that D11 is made of, and one number that somebody counted."""
    told = [
        (2026, *place, f"residents:{age}", float(n), "population")
        for place, numbers in PEOPLE.items()
        for age, n in zip(AGES, numbers, strict=True)
    ]
    for year, of_year in (shares or {}).items():
        told += [(year, *place, "vt_under_65", share, "register") for place, share in of_year.items()]
    counted = {
        "indicator": "D01", "year": 2026, "level": "vlaanderen", "area": "VL", "category": "total", "measure": "count",
        "count": 9, "frame": 9, "value": 9.0, "lower": None, "upper": None, "status": "A", "confidentiality": "F",
        "ima_year": None,
    }  # fmt: skip
    cell = pd.DataFrame([counted]).astype({"count": "Int64", "frame": "Int64", "ima_year": "Int64"})
    return {
        "cell": cell.astype({"lower": float, "upper": float}),
        "fact": pd.DataFrame(told, columns=["year", "level", "area", "fact", "value", "source"]),
        "area": pd.DataFrame([(2026, *place, "x") for place in PEOPLE], columns=["year", "level", "area", "name"]),
        "membership": pd.DataFrame(columns=["year", "gemeente", "kring"]),
        "indicator": pd.DataFrame({"indicator": ["D01", "D11"], "derived": [False, True]}),
    }


def index(tables: dict[str, pd.DataFrame], area: str) -> float:
    rows = tables["cell"][tables["cell"]["area"].eq(area) & tables["cell"]["measure"].eq("rate")]
    return float(rows["value"].iloc[0])


def by_hand(people: tuple[int, ...], factor: float) -> float:
    weights = (0.48 * factor, 0.93 * factor, 1.45, 2.30)
    return sum(w * n for w, n in zip(weights, people, strict=True)) / sum(people)


def test_the_index_by_hand_without_and_with_reimbursement() -> None:
    plain = with_need(release())
    flanders = by_hand(PEOPLE[("vlaanderen", "VL")], 1)
    assert index(plain, "VL") == 100
    assert index(plain, "E1") == round(100 * by_hand(PEOPLE[("elz", "E1")], 1) / flanders, 2)
    known = {("vlaanderen", "VL"): 0.1, ("elz", "E1"): 0.2, ("gemeente", "11001"): 0.1}
    poorer = with_need(release(shares={2025: known}))
    assert index(poorer, "E1") == round(100 * by_hand(PEOPLE[("elz", "E1")], 1.086 / 1.043) / flanders, 2)
    assert index(poorer, "E2") == index(plain, "E2")  # not delivered there: taken as average


def test_nobody_is_counted_and_an_empty_area_has_no_data() -> None:
    cells = with_need(release())["cell"]
    own = cells[cells["indicator"].eq("D11")]
    assert (own["confidentiality"] == "F").all()
    assert own["frame"].isna().all()
    rates = own[own["measure"].eq("rate")].set_index("area")
    assert own.loc[own["measure"].eq("count"), ["count", "value"]].isna().all(axis=None)
    assert rates.loc["11002", "status"] == "O"
    assert rates.loc["11002", "count"] == 0
    assert rates["count"].drop("11002").isna().all()
    assert with_need({**release(), "cell": cells})["cell"]["indicator"].eq("D11").sum() == len(own)


def test_the_attack_makes_it_again_and_finds_what_does_not_follow() -> None:
    shares = {2025: {("vlaanderen", "VL"): 0.12, ("elz", "E1"): 0.2, ("elz", "E2"): 0.08, ("gemeente", "11001"): 0.12}}
    tables = with_need(release(shares=shares))
    assert check_derived(tables) == []
    for column, wrong in (("value", 117.3), ("frame", 12), ("count", 3)):
        cell = tables["cell"].copy()
        cell.loc[cell["area"].eq("E1") & cell["measure"].eq("rate"), column] = wrong
        assert [one.areas for one in check_derived({**tables, "cell": cell})] == [("elz:E1",)], column


@pytest.mark.parametrize(
    ("years", "expected"), [((), None), ((2027,), None), ((2024, 2025), 2025), ((2020, 2026), 2026)]
)
def test_shares_are_never_of_a_later_year(years: tuple[int, ...], expected: int | None) -> None:
    known = {("vlaanderen", "VL"): 0.1, ("gemeente", "11001"): 0.1}
    assert reimbursed_year(release(shares=dict.fromkeys(years, known))["fact"], 2026) == expected


def test_shares_of_merged_municipalities_are_not_taken_for_those_of_before() -> None:
    known = {("vlaanderen", "VL"): 0.1}
    shares = {2024: {**known, ("gemeente", "11001"): 0.1}, 2025: {**known, ("gemeente", "11999"): 0.1}}
    assert reimbursed_year(release(shares=shares)["fact"], 2026) == 2024
