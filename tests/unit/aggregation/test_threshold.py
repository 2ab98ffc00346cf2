"""The former threshold of Impulseo from released numbers alone: worked out by hand, and found out where it is not."""

import pandas as pd
import pytest

from aggregation.attack.derived import check_derived, without_derived
from aggregation.year.threshold import threshold_cells, with_threshold

YEAR = 2026
GPS = {
    ("kring", "K1"): 20,
    ("kring", "K2"): 9,
    ("gemeente", "11001"): 10,
    ("gemeente", "11002"): 13,
    ("gemeente", "11003"): 6,
    ("gemeente", "11004"): 0,
    ("provincie", "10000"): 29,
}
OLD = {("vlaanderen", "VL"): (20.0, 19.0, 21.0), ("kring", "K1"): (25.0, 20.0, 40.0)}
"""Share aged 65 and over with its interval; that of K2 is withheld."""
RESIDENTS = {
    ("kring", "K1"): 20_000,
    ("kring", "K2"): 11_000,
    ("gemeente", "11001"): 8_000,
    ("gemeente", "11002"): 12_000,
    ("gemeente", "11003"): 6_000,
    ("gemeente", "11004"): 5_000,
    ("provincie", "10000"): 31_000,
}
DENSE = 10.0
"""Square kilometres that leave every area above 125 residents per km²."""


def release(km2: float | None = DENSE, **more: tuple[float, float, float]) -> dict[str, pd.DataFrame]:
    """Give what D03 is made of; ``more`` adds shares of kringen."""
    shares = OLD | {("kring", area): ends for area, ends in more.items()}
    rows = [("D01", *place, "total", "count", n, n, float(n), None, None, "A", "F") for place, n in GPS.items()]
    rows += [("A10", *place, "65-", "share", 50, 90, *ends, "A", "F") for place, ends in shares.items()]
    if "K2" not in more:
        rows.append(("A10", "kring", "K2", "65-", "share", None, 90, None, None, None, "A", "C"))
    names = [
        "indicator",
        "level",
        "area",
        "category",
        "measure",
        "count",
        "frame",
        "value",
        "lower",
        "upper",
        "status",
        "confidentiality",
    ]
    cell = pd.DataFrame(rows, columns=names).assign(year=YEAR, ima_year=pd.NA)
    told = [(YEAR, *place, "residents:18-64", float(n), "population") for place, n in RESIDENTS.items()]
    if km2 is not None:
        told += [(YEAR, *place, "area_km2", km2, "areas") for place in RESIDENTS]
    return {
        "cell": cell.astype({"count": "Int64", "frame": "Int64", "ima_year": "Int64"}),
        "fact": pd.DataFrame(told, columns=["year", "level", "area", "fact", "value", "source"]),
        "membership": pd.DataFrame(
            [
                (YEAR, "a", "11001", "K1"),
                (YEAR, "b", "11002", "K1"),
                (YEAR, "c", "11002", "K2"),
                (YEAR, "d", "11003", "K2"),
                (YEAR, "e", "11004", "K2"),
            ],
            columns=["year", "atom", "gemeente", "kring"],
        ),
        "indicator": pd.DataFrame({"indicator": ["D01", "A10", "D03"], "derived": [False, False, True]}),
    }


def said(tables: dict[str, pd.DataFrame], level: str, area: str) -> tuple[float | None, str | None]:
    """Give the distance and the class of an area; None where withheld."""
    cells = threshold_cells(tables, YEAR)
    here = cells[(cells["level"] == level) & (cells["area"] == area)]
    gap = here.loc[here["measure"] == "gap", "value"].iloc[0]
    classes = here.loc[(here["measure"] == "share") & (here["value"] == 100.0), "category"].tolist()
    assert len(classes) <= 1
    return (None if pd.isna(gap) else float(gap)), (classes[0] if classes else None)


def test_the_distance_is_in_whole_gps_under_65() -> None:
    # 20 GPs less a quarter are 15; 20,000 residents make the threshold 18: three short. At 20 % old there are 16, at 40
    # % 12: below on both ends.
    assert said(release(), "kring", "K1") == (-3, "zeker")
    gap = threshold_cells(release(), YEAR).query("area == 'K1' and measure == 'gap'").iloc[0]
    assert (gap["lower"], gap["upper"], gap["count"]) == (-6, -2, 20)


def test_a_municipality_takes_the_share_of_the_kring_that_holds_all_of_it() -> None:
    # Of 10 GPs 7.5 are under 65 by the share of K1, 7.2 are asked; 6 to 8 by its interval.
    assert said(release(), "gemeente", "11001") == (0, "mogelijk")
    # 11002 lies in two kringen: the share of Flanders leaves 10.4 of 13, asked are 10.8; 10.27 to 10.53.
    assert said(release(), "gemeente", "11002") == (-1, "zeker")


def test_where_the_share_of_the_kring_is_withheld_that_of_flanders_stands() -> None:
    # 6 GPs less 20 % are 4.8, asked are 5.4.
    assert said(release(), "gemeente", "11003") == (-1, "zeker")
    assert said(release(K2=(5.0, 0.0, 30.0)), "gemeente", "11003") == (0, "mogelijk")
    assert said(release(K2=(5.0, 1.0, 9.0)), "gemeente", "11003") == (0, "niet")


def test_without_gps_an_area_is_as_many_short_as_the_threshold() -> None:
    assert said(release(), "gemeente", "11004") == (-5, "zeker")


def test_a_sparse_area_has_the_higher_threshold() -> None:
    # 120 per 100,000 of 8,000 residents are 9.6; 7.5 GPs under 65 are three short, 8 at the best.
    assert said(release(km2=100.0), "gemeente", "11001") == (-3, "zeker")


def test_an_unknown_surface_withholds_what_it_decides() -> None:
    tables = release(km2=None, K2=(5.0, 1.0, 9.0))
    assert said(tables, "kring", "K1") == (None, "zeker")  # below 90 per 100,000 whatever the surface
    assert said(tables, "gemeente", "11001") == (None, None)
    cells = threshold_cells(tables, YEAR)
    blank = cells[cells["confidentiality"] == "C"]
    assert blank[["count", "value", "lower", "upper"]].isna().all().all()


def test_it_takes_the_place_of_what_stood_there() -> None:
    tables = with_threshold(release())
    again = with_threshold(tables)
    assert len(again["cell"]) == len(tables["cell"]) == len(release()["cell"]) + 5 * len(GPS)
    pd.testing.assert_frame_equal(again["cell"], tables["cell"])


def test_the_attack_makes_it_again() -> None:
    for tables in (release(), release(km2=None), release(km2=100.0), release(K2=(5.0, 0.0, 30.0))):
        assert check_derived(with_threshold(tables)) == []
    assert set(without_derived(with_threshold(release()))["cell"]["indicator"]) == {"D01", "A10"}


@pytest.mark.parametrize(
    ("measure", "column", "by"),
    [("gap", "value", 1), ("gap", "lower", -1), ("share", "value", -100), ("count", "count", 1)],
)
def test_what_does_not_follow_from_shown_numbers_is_found(measure: str, column: str, by: int) -> None:
    tables = with_threshold(release())
    cell = tables["cell"].copy()
    wrong = cell.index[
        cell["indicator"].eq("D03")
        & cell["area"].eq("K1")
        & cell["measure"].eq(measure)
        & (cell["value"].ne(0) | (measure != "share"))
    ][0]
    cell.loc[wrong, column] += by
    assert [one.areas for one in check_derived({**tables, "cell": cell})] == [("kring:K1",)]


def test_a_share_that_is_withheld_may_not_stand_in_it() -> None:
    shown = with_threshold(release(K2=(5.0, 0.0, 30.0)))
    cell = shown["cell"].copy()
    cell.loc[cell["indicator"].eq("A10") & cell["area"].eq("K2"), ["value", "lower", "upper"]] = None
    assert {place for one in check_derived({**shown, "cell": cell}) for place in one.areas} >= {"gemeente:11003"}


def test_a_number_called_derived_that_nobody_can_make_again_is_found() -> None:
    tables = release()
    tables["indicator"] = tables["indicator"].assign(derived=[True, False, True])
    assert {one.indicators for one in check_derived(tables)} == {("D01",)}
