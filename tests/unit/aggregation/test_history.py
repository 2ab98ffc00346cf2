"""Merged municipalities are summed back, and what one part withholds stays withheld."""

import pandas as pd
import pytest

from aggregation.shown.history import merged_areas, on_todays_map
from data.releases import ReleasedCells
from tests.made import released

HISTORY = pd.DataFrame(
    {
        "old_nis": ["11002", "11007", "44012", "44048"],
        "new_nis": ["11002", "11002", "44088", "44088"],
        "valid_from": ["2025-01-01"] * 4,
    }
)


def cell(area: str, category: str, measure: str, count: int | None, value: float | None, **more: object) -> dict:
    """Give a row of a municipality; without a count it is withheld."""
    row = {"area": area, "category": category, "measure": measure, "count": count, "value": value}
    return row | ({"confidentiality": "C"} if count is None else {}) | more


def cells(*rows: dict) -> ReleasedCells:
    same = {"indicator": "P01", "year": 2024, "level": "gemeente", "frame": 40}
    return ReleasedCells(release_id="r", frame=released("cell", [same | row for row in rows]))


def one(result: ReleasedCells, measure: str, area: str = "11002") -> pd.Series:
    frame = result.frame
    found = frame[frame["area"].eq(area) & frame["measure"].eq(measure)]
    assert len(found) == 1
    return found.iloc[0]


def test_counts_and_frames_add_and_the_share_is_recomputed() -> None:
    result, broken = on_todays_map(
        cells(
            cell("11002", "total", "count", 30, 30.0),
            cell("11007", "total", "count", 10, 10.0),
            cell("11002", "geen", "share", 24, 80.0),
            cell("11007", "geen", "share", 2, 20.0),
        ),
        HISTORY,
    )
    share = one(result, "share")
    assert (share["count"], share["frame"], share["value"]) == (26, 80, 65.0)
    assert share["lower"] < 65 < share["upper"]
    assert one(result, "count")["value"] == 40
    assert broken == {(2024, "11002")}


def test_one_withheld_part_withholds_the_sum() -> None:
    result, _ = on_todays_map(
        cells(
            cell("11002", "total", "count", 30, 30.0),
            cell("11007", "total", "count", 10, 10.0),
            cell("11002", "geen", "share", 24, 80.0),
            cell("11007", "geen", "share", None, None),
        ),
        HISTORY,
    )
    share = one(result, "share")
    assert share["confidentiality"] == "C"
    assert share[["count", "value", "lower", "upper"]].isna().all()


def test_a_mean_is_weighted_and_a_median_is_not_made_up() -> None:
    rows = [
        cell(area, "total", measure, count, value)
        for area, count, mean in (("11002", 30, 10.0), ("11007", 10, 20.0))
        for measure, value in (("count", float(count)), ("mean", mean), ("median", mean))
    ]
    result, _ = on_todays_map(cells(*rows), HISTORY)
    assert one(result, "mean")["value"] == pytest.approx(12.5)
    assert one(result, "median")["status"] == "O"


def test_a_rate_uses_the_residents_that_its_parts_imply() -> None:
    rows = [
        cell(area, "total", measure, 10, value, indicator="D01")
        for area, rate in (("11002", 10.0), ("11007", 5.0))
        for measure, value in (("count", 10.0), ("rate", rate))
    ]
    result, _ = on_todays_map(cells(*rows), HISTORY)
    assert one(result, "rate")["value"] == pytest.approx(6.67)


def test_later_years_and_other_levels_stay_as_they_are() -> None:
    rows = [
        cell("11002", "total", "count", 30, 30.0, year=2025),
        cell("44012", "total", "count", 3, 3.0, level="kring"),
    ]
    given = cells(*rows)
    result, broken = on_todays_map(given, HISTORY)
    assert result is given
    assert not broken


def test_a_merger_counts_for_the_years_before_it() -> None:
    assert merged_areas(HISTORY, 2024)["44048"] == "44088"
    assert merged_areas(HISTORY, 2025) == {}
