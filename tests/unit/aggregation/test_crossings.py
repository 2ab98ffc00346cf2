"""Crossings: counted a second time from the delivery, protected beside the release, and attacked with the truth."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from aggregation.indicators import INDICATORS
from aggregation.indicators.crossings import CROSSINGS, WITHHELD
from aggregation.release.crossing import attack_shown, map_crossing, prove_crossing
from aggregation.year.crossing import Crossed, read_crossing
from aggregation.year.cube import YearTables, build_year
from commands.crossing import may_leave
from data.contracts import check_delivery
from data.crossings import keep_crossing, left_before
from data.engine import engine
from data.linkage import LinkedYear
from data.settings import Definitions, Thresholds
from data.synth import country, write_deliveries
from data.terms import TOTAL
from geo import reference

YEAR = 2026
QUESTIONS = ("A08", "A10", "P01", "P10", "P14")


@pytest.fixture(scope="module")
def frames(tmp_path_factory: pytest.TempPathFactory) -> dict[str, pd.DataFrame]:
    folder = tmp_path_factory.mktemp("crossed")
    write_deliveries(folder, years=(YEAR,), seed=7, scale=0.1, geography=country(reference))
    return dict(check_delivery(folder / str(YEAR)).frames)


@pytest.fixture(scope="module")
def linked(frames: dict[str, pd.DataFrame]) -> Iterator[LinkedYear]:
    with engine() as connection:
        for name, frame in frames.items():
            connection.register(name, frame)
        yield LinkedYear(connection, survey_year=YEAR, definitions=Definitions(), tables=frames.keys())


@pytest.fixture(scope="module")
def released(linked: LinkedYear) -> YearTables:
    asked = tuple(INDICATORS[name] for name in QUESTIONS)
    return build_year(linked, asked, Thresholds(), rng=np.random.default_rng(1))


@pytest.fixture(scope="module")
def crossed(linked: LinkedYear, released: YearTables) -> Crossed:
    return read_crossing(CROSSINGS["X04"], linked, [released.tables])


def by_hand(frames: dict[str, pd.DataFrame]) -> Counter[tuple[str, str, str]]:
    """Count plans by age per area of the delivery, from its own tables: (area, age, total or plan)."""
    contacts = frames["contacts"].assign(person=frames["contacts"]["riziv"].astype(str).str[:8])
    contacts = contacts.sort_values(["share", "practice_id"], ascending=[False, True]).drop_duplicates("person")
    survey = frames["survey_individual"].assign(person=frames["survey_individual"]["riziv"].astype(str).str[:8])
    practices = frames["practices"][["practice_id", "postcode", "nis"]]
    places = frames["geography"][["postcode", "nis", "elz_id"]].drop_duplicates(["postcode", "nis"])
    rows = contacts.loc[contacts["role"].eq("huisarts")].merge(survey, on="person").merge(practices, on="practice_id")
    rows = rows.merge(places, on=["postcode", "nis"])
    province = {"1": "10000", "2": "20001", "3": "30000", "4": "40000", "7": "70000"}
    number: Counter[tuple[str, str, str]] = Counter()
    for birth, plan, zone, nis in zip(
        rows["birth_year"], rows["career_5y"].fillna(""), rows["elz_id"], rows["nis"], strict=True
    ):
        if pd.isna(birth):
            continue
        age = YEAR - int(birth)
        band = "-34|35-44" if age < 45 else "45-54" if age < 55 else "55-64|65-"
        for area in ("VL", province[str(nis)[0]], str(zone)):
            number[area, band, TOTAL] += 1
            number[area, band, "verminderen|stoppen"] += plan in ("verminderen", "stoppen")
    return number


def test_every_cell_is_counted_a_second_time_from_the_delivery(
    frames: dict[str, pd.DataFrame], crossed: Crossed
) -> None:
    second = by_hand(frames)
    assert len(crossed.cells) > 300
    assert second["VL", "45-54", TOTAL] > 50
    for one in crossed.cells:
        assert one.count == second[one.area, one.within[0], one.shown[0] if one.shown else TOTAL], one


def test_what_leaves_is_not_small_and_the_attack_finds_nothing(crossed: Crossed) -> None:
    thresholds = Thresholds()
    proven = prove_crossing(crossed, YEAR, thresholds)
    assert proven.safe
    free = proven.cells.loc[proven.cells["confidentiality"].eq("F")]
    answers = free.loc[free["category"].ne(TOTAL) & free["status"].eq("A")]
    assert answers["level"].eq("vlaanderen").any()
    assert answers["count"].ge(thresholds.k_sensitive).all()
    withheld = proven.cells.loc[proven.cells["confidentiality"].eq("C")]
    assert len(withheld)
    assert withheld[["count", "value"]].isna().all(axis=None)


def test_showing_every_cell_or_one_that_follows_is_found(crossed: Crossed) -> None:
    everything = attack_shown(crossed, crossed.cells, YEAR, Thresholds())
    assert not everything.safe
    some = [one if one.level == "vlaanderen" else replace(one, count=WITHHELD) for one in crossed.cells]
    number = next(n for n, one in enumerate(crossed.cells) if one.shown and 1 <= one.count < 10)
    some[number] = crossed.cells[number]
    assert any(one.kind == "shown" for one in attack_shown(crossed, some, YEAR, Thresholds()).found)


def test_two_releases_that_differ_stop_a_crossing(linked: LinkedYear, released: YearTables) -> None:
    cell = released.tables["cell"].copy()
    first = cell.index[cell["indicator"].eq("A08") & cell["count"].gt(20)][0]
    cell.loc[first, "count"] += 1
    with pytest.raises(ValueError, match="the year was corrected"):
        read_crossing(CROSSINGS["X04"], linked, [released.tables, {"cell": cell}])


def test_a_crossing_of_the_map_counts_what_the_map_shows(released: YearTables) -> None:
    tables = released.tables
    proven = map_crossing(CROSSINGS["X02"], tables["practice"], tables["membership"], YEAR)
    cells = proven.cells.set_index(["level", "area", "within", "category"])["count"].sort_index()
    both = tables["practice"].dropna(subset=["P01", "P10"])
    assert cells["vlaanderen", "VL", "solo", TOTAL] == both["P10"].eq("solo").sum() > 0
    town = both["gemeente"].mode()[0]
    here = both.loc[both["gemeente"].eq(town)]
    told = here["P10"].isin(["groep", "netwerk"]) & here["P01"].eq("volledig")
    assert cells["gemeente", town, "groep|netwerk", "volledig"] == told.sum()
    by_province = cells.xs("provincie").groupby(level=["within", "category"]).sum()
    assert by_province.equals(cells["vlaanderen", "VL"].sort_index())


def test_only_what_everybody_can_count_leaves() -> None:
    leaving = {name for name, one in CROSSINGS.items() if may_leave(one)}
    assert leaving == {"X02", "X12"}
    for name in leaving:
        assert all(one.of_practices for one in (CROSSINGS[name].shown, CROSSINGS[name].within))


def test_what_left_is_read_back_as_it_was(tmp_path: Path, released: YearTables) -> None:
    tables = released.tables
    cells = map_crossing(CROSSINGS["X12"], tables["practice"], tables["membership"], YEAR).cells
    keep_crossing(tmp_path, YEAR, cells, {"crossing": "X12"})
    assert left_before(tmp_path, YEAR - 1) == {}
    left = left_before(tmp_path, YEAR)["X12"]
    pd.testing.assert_frame_equal(left.cells, cells, check_dtype=False)
