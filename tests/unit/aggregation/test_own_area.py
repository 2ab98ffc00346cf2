"""Areas put together by a reader, added up a second time by hand; what a part hides stays hidden."""

import math

import numpy as np
import pandas as pd
import pytest

from aggregation.estimate import wilson_interval
from aggregation.shown.own_area import AREA, OwnArea, outside, together
from data.releases import ReleasedCells
from data.terms import Level
from tests.made import released

OWN = OwnArea(level=Level.ELZ, parts=("a", "b"), name="Samen")
NOBODY = pd.DataFrame({"old_nis": [], "new_nis": [], "valid_from": []})


def people(**residents: float) -> dict[str, pd.DataFrame]:
    """Give residents of parts in 2026, and a tenth less in the year of IMA."""
    now = pd.DataFrame({"year": 2026, "part": list(residents), "people": list(residents.values())})
    return {"now": now, "ima": now.assign(people=now["people"] * 0.9)}


def cells(*rows: tuple[object, ...], indicator: str, level: str = "elz", year: int = 2026) -> ReleasedCells:
    """Give cells from area, category, measure, count, value, lower, upper; count None is withheld."""
    names = ("area", "category", "measure", "count", "value", "lower", "upper")
    made = [dict(zip(names, row, strict=False)) for row in rows]
    made = [row | ({"confidentiality": "C"} if row["count"] is None else {}) for row in made]
    same = {"indicator": indicator, "year": year, "level": level, "frame": 100}
    return ReleasedCells(release_id="r", frame=released("cell", [same | row for row in made]))


def one(made: ReleasedCells, measure: str, category: str = "total") -> pd.Series:
    found = made.frame[made.frame["measure"].eq(measure) & made.frame["category"].eq(category)]
    assert len(found) == 1
    assert found["area"].tolist() == [AREA]
    return found.iloc[0]


def test_a_share_is_recomputed_from_its_counts() -> None:
    made = together(
        cells(
            ("a", "total", "count", 30, 30.0),
            ("b", "total", "count", 10, 10.0),
            ("c", "total", "count", 99, 99.0),
            ("a", "geen", "share", 24, 80.0, 70.0, 90.0),
            ("b", "geen", "share", 2, 20.0, 10.0, 30.0),
            ("c", "geen", "share", 99, 100.0, 90.0, 100.0),
            indicator="P01",
        ),
        OWN,
        NOBODY,
        people(a=1, b=1),
    )
    share = one(made, "share", "geen")
    low, high = wilson_interval(np.array([26]), np.array([40]), np.array([200]))
    assert (share["count"], share["frame"], share["value"]) == (26, 200, 65.0)
    assert (share["lower"], share["upper"]) == (round(float(low[0]), 1), round(float(high[0]), 1))
    assert one(made, "count")["value"] == 40


def test_a_mean_is_weighted_by_its_answers_with_the_interval_of_independent_parts() -> None:
    made = together(
        cells(
            ("a", "total", "count", 30, 30.0),
            ("b", "total", "count", 10, 10.0),
            ("a", "total", "mean", 30, 50.0, 48.0, 52.0),
            ("b", "total", "mean", 10, 40.0, 36.0, 44.0),
            ("a", "total", "median", 30, 50.0),
            ("b", "total", "median", 10, 41.0),
            indicator="A01",
        ),
        OWN,
        NOBODY,
        people(a=1, b=1),
    )
    mean = one(made, "mean")
    margin = math.sqrt((30 * 2) ** 2 + (10 * 4) ** 2) / 40
    assert (mean["value"], mean["count"]) == (47.5, 40)
    assert mean["lower"] == pytest.approx(47.5 - margin, abs=0.1)
    assert mean["lower"] <= 47.5 - margin
    assert mean["upper"] >= 47.5 + margin
    median = one(made, "median")
    assert pd.isna(median["value"])
    assert median["status"] == "O"


@pytest.mark.parametrize(("indicator", "weights"), [("D02", (60, 40)), ("D09", (60, 40)), ("D05", None)])
def test_a_number_per_resident_is_weighted_by_residents(indicator: str, weights: tuple[int, int] | None) -> None:
    made = together(
        cells(
            ("a", "total", "count", 30, 30.0),
            ("b", "total", "count", 10, 10.0),
            ("a", "total", "rate", 30, 9.0, 8.0, 10.0),
            ("b", "total", "rate", 10, 4.0, 3.0, 5.0),
            indicator=indicator,
        ),
        OWN,
        NOBODY,
        people(a=6000, b=4000),
    )
    rate = one(made, "rate")
    if weights is None:
        assert rate["status"] == "O", "expected a ratio of other sums not to be put together"
        assert pd.isna(rate["value"])
    else:
        assert rate["value"] == pytest.approx((9.0 * weights[0] + 4.0 * weights[1]) / 100)
        assert rate["status"] == "E"
        assert rate["count"] == 40


def test_need_is_that_of_the_residents_together() -> None:
    """Recomputed from residents by age, as the release made the numbers of the parts."""
    ages = pd.DataFrame(
        {"0-17": [900.0, 500.0, 9e4], "18-64": [3000.0, 2500.0, 4e5], "65-79": [900.0, 700.0, 8e4],
         "80+": [200.0, 900.0, 3e4]}, index=["a", "b", "VL"],
    )  # fmt: skip
    weights = [0.5, 0.9, 1.5, 2.3]
    each = (ages * weights).sum(axis=1) / ages.sum(axis=1)
    index = (100 * each / each["VL"]).round(2)
    rows = [(area, "total", "rate", 0, index[area]) for area in ("a", "b")]
    given = cells(*rows, *((area, "total", "count", 0) for area in ("a", "b")), indicator="D11")
    given.frame["count"] = pd.array([pd.NA] * 4, dtype="Int64")
    residents = ages.sum(axis=1)
    made = together(given, OWN, NOBODY, people(a=residents["a"], b=residents["b"]))
    both = ages.loc[["a", "b"]].sum()
    wanted = 100 * float((both * weights).sum() / both.sum()) / each["VL"]
    need = one(made, "rate")
    assert need["value"] == pytest.approx(wanted, abs=0.011)
    assert need["status"] == "A"
    assert need[["lower", "upper"]].isna().all()
    assert pd.isna(one(made, "count")["count"])


def test_what_one_part_hides_or_lacks_the_whole_does_not_tell() -> None:
    hidden = together(
        cells(("a", "total", "mean", 30, 50.0), ("b", "total", "mean", None, None), indicator="A01"),
        OWN,
        NOBODY,
        people(a=1, b=1),
    )
    mean = one(hidden, "mean")
    assert mean["confidentiality"] == "C"
    assert mean[["count", "value", "lower", "upper"]].isna().all()
    lacking = together(cells(("a", "total", "mean", 30, 50.0), indicator="A01"), OWN, NOBODY, people(a=1, b=1))
    assert one(lacking, "mean")["status"] == "O"
    unweighed = together(
        cells(("a", "total", "rate", 30, 9.0), ("b", "total", "rate", 10, 4.0), indicator="D02"),
        OWN,
        NOBODY,
        people(a=6000),
    )
    assert one(unweighed, "rate")["status"] == "O"


def test_a_part_where_nobody_answered_adds_nothing() -> None:
    made = together(
        cells(
            ("a", "total", "count", 30, 30.0),
            ("b", "total", "count", 0, 0.0),
            ("a", "total", "mean", 30, 50.0, 48.0, 52.0),
            ("b", "total", "mean", 0, None),
            indicator="A01",
        ),
        OWN,
        NOBODY,
        people(a=1, b=1),
    )
    assert one(made, "mean")["value"] == 50.0


def test_the_threshold_and_other_levels_are_never_added_up() -> None:
    threshold = together(
        cells(("a", "zeker", "share", 1, 100.0), ("b", "zeker", "share", 0, 0.0), indicator="D03"),
        OWN,
        NOBODY,
        people(a=1, b=1),
    )
    assert one(threshold, "share", "zeker")["status"] == "O"
    elsewhere = cells(("a", "total", "count", 30, 30.0), indicator="P01", level="kring")
    assert len(together(elsewhere, OWN, NOBODY, people(a=1, b=1))) == 0
    assert outside(elsewhere, OWN, NOBODY).all()


def test_parts_that_merged_since_stand_for_what_they_became() -> None:
    history = pd.DataFrame({"old_nis": ["1", "2"], "new_nis": ["9", "9"], "valid_from": ["2025-01-01"] * 2})
    own = OwnArea(level=Level.GEMEENTE, parts=("9", "3"), name="Samen")
    before = cells(
        ("1", "total", "count", 1, 1.0),
        ("2", "total", "count", 2, 2.0),
        ("3", "total", "count", 4, 4.0),
        ("4", "total", "count", 8, 8.0),
        indicator="P01",
        level="gemeente",
        year=2024,
    )
    assert one(together(before, own, history, people()), "count")["value"] == 7
    assert before.frame.loc[outside(before, own, history), "area"].tolist() == ["4"]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "elz:a:Alleen",
        "elz:a,a:Twee keer",
        "regio:a,b:Ander niveau",
        "elz:a,b:",
        "elz:a,b: spaties ",
        "elz:a,b:<b>vet</b>",
        "elz:a,b:=1+1",
        "elz:a,b:nummer 10000007997",
        "elz:a,b:" + "x" * 41,
        "elz:" + ",".join(map(str, range(41))) + ":Te veel",
    ],
)
def test_what_is_no_own_area_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="expected"):
        OwnArea.read(text)


def test_an_own_area_is_written_as_it_is_read() -> None:
    text = "kring:k1,k2:Platform d’Oude Kerk (noord) & co"
    assert str(OwnArea.read(text)) == text
    assert OwnArea.read("elz:b,a:X") == OwnArea.read("elz:a,b:X")
