"""A companion is one as long as the practice exists: the maps of all years tell an outsider no more than one does."""

from collections.abc import Mapping
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from aggregation.indicators import INDICATORS, PracticeMap
from aggregation.protect import Thresholds
from aggregation.year.answers import Answers
from aggregation.year.practice_map import map_rows
from aggregation.year.staying_off import OffMap, choose_together, read_off_map
from data.engine import engine
from data.linkage import Definitions, LinkedYear
from tests import tiny
from tests.unit.aggregation.test_companions import MEMBERSHIP

YEARS = (2024, 2025, 2026)
CODES = ["geen", "gedeeltelijk", "volledig"]


def country(seed: int, *, size: int = 500, asked: int = 6) -> list[OffMap]:
    """Three years of practices that come, go, leave a year out and change one answer in seven.

    Practices 0 … ``asked`` − 1 asked to be left off in all years, and the last one from the second year on.
    """
    rng = np.random.default_rng(seed)
    place = rng.choice(MEMBERSHIP["atom"], size)
    doctors = rng.integers(1, 6, size)
    said = rng.choice(CODES, size, p=[0.3, 0.58, 0.12])
    first = np.where(rng.random(size) < 0.9, 0, rng.integers(0, 3, size))
    last = np.where(rng.random(size) < 0.9, 3, rng.integers(0, 3, size))
    first[:asked], last[:asked] = 0, 3
    years = []
    for number, year in enumerate(YEARS):
        said = np.where(rng.random(size) < 1 / 7, rng.choice(CODES, size), said)
        there = (first <= number) & (number < last) & ((rng.random(size) < 0.93) | (np.arange(size) < asked))
        rows = pd.DataFrame({"practice": np.arange(size), "atom": place, "doctors": doctors, "answer": said})
        rows["hidden"] = (rows["practice"] < asked - 1) | ((rows["practice"] == asked - 1) & (number > 0))
        rows = rows.loc[there].sample(frac=1, random_state=number).reset_index(drop=True)
        units = rows.assign(unit=np.arange(len(rows)), value=np.nan, role=None)
        years.append(
            OffMap(
                survey_year=year,
                answers=[Answers(indicator=INDICATORS["P01"], units=units, frame_counts=pd.DataFrame())],
                membership=MEMBERSHIP,
                lasting=pd.Series([f"p{one}" for one in rows["practice"]], index=units["unit"]),
                left_off=None,
            )
        )
    return years


def maps(years: list[OffMap], chosen: Mapping[int, frozenset[int]]) -> dict[int, tuple[set[str], set[str]]]:
    """Give who answered and is off the map, and who is on it, by year: what everybody can see."""
    seen = {}
    for year in years:
        off = year.keys_of(chosen[year.survey_year] | year.asked())
        seen[year.survey_year] = (set(off), set(year.lasting) - off)
    return seen


def suspects(seen: Mapping[int, tuple[set[str], set[str]]], year: int) -> set[str]:
    """Give whom an outsider who keeps all maps cannot take off: off the map of a year, and never on another."""
    others = set().union(*(on for one, (_, on) in seen.items() if one != year))
    return seen[year][0] - others


def answers_of(year: OffMap, keys: set[str]) -> pd.Series:
    units = year.answers[0].units
    return units.loc[units["unit"].map(year.lasting).isin(keys), "answer"].value_counts()


def one_by_one(years: list[OffMap]) -> dict[int, frozenset[int]]:
    return {year.survey_year: choose_together([year], (), Thresholds())[year.survey_year] for year in years}


@pytest.mark.parametrize("seed", range(6))
def test_three_maps_leave_as_many_suspects_as_one(seed: int) -> None:
    years = country(seed)
    chosen = choose_together(years, (), Thresholds())
    seen = maps(years, chosen)
    new = "p5"  # asked after a year on the map: what it said then is known, now and for good
    for year in years:
        left = suspects(seen, year.survey_year)
        assert left | {new} == seen[year.survey_year][0] | {new}, "no companion of one year is on another map"
        asked = year.keys_of(year.asked()) - {new}
        assert len(asked) * 3 <= len(left), "nobody is told to have asked with better odds than one in three"
        counts = answers_of(year, left - {new})
        assert (counts >= 3).all(), "nor to have given an answer"


def test_years_that_choose_alone_give_companions_away() -> None:
    exposed = 0
    for seed in range(6):
        years = country(seed)
        seen = maps(years, one_by_one(years))
        for year in years:
            left = suspects(seen, year.survey_year)
            exposed += bool((answers_of(year, left) < 3).any() or len(year.asked()) * 3 > len(left))
    assert exposed > 6


def test_a_year_that_joins_shown_ones_starts_from_those_who_are_off_them_and_they_keep_theirs() -> None:
    years = country(1)
    before = choose_together(years[:2], (), Thresholds())
    off = {key for year in years[:2] for key in year.keys_of(before[year.survey_year] | year.asked())}
    shown = [replace(year, left_off=before[year.survey_year]) for year in years[:2]]
    after = choose_together([*shown, years[2]], off, Thresholds())
    assert {year: after[year] for year in before} == before, "what was shown stays as it was"
    last = years[2]
    assert off & set(last.lasting) <= last.keys_of(after[2026] | last.asked())


def test_the_key_of_a_practice_lasts_and_that_of_a_year_does_not() -> None:
    keys = []
    for secret in ("of one year", "of another"):
        with engine() as connection:
            for name, frame in tiny.tables().items():
                connection.register(name, frame)
            linked = LinkedYear(
                connection,
                survey_year=2026,
                definitions=Definitions(),
                tables=tiny.tables(),
                secret=secret,
                lasting="for all",
            )
            keys.append(linked.read("SELECT key, lasting FROM practice ORDER BY unit"))
            people = set(linked.read("SELECT key FROM person")["key"])
            assert not people & set(keys[-1]["lasting"])
    assert keys[0]["lasting"].equals(keys[1]["lasting"])
    assert not keys[0]["key"].eq(keys[1]["key"]).any()
    assert keys[0]["lasting"].is_unique


def test_who_was_left_off_a_published_map_stays_off_however_many_they_are() -> None:
    """Companions only grow in number: a map that lacks half is taken for one of other answers, unless it was kept."""
    shown = [entry for entry in INDICATORS.values() if entry.practice_map is not PracticeMap.NO]
    with engine() as connection:
        for name, frame in tiny.tables().items():
            connection.register(name, frame)
        linked = LinkedYear(
            connection, survey_year=2026, definitions=Definitions(), tables=tiny.tables(), lasting="for all"
        )
        everybody = map_rows(linked, shown)
        half = everybody.head(len(everybody) // 2)
        lasting = linked.read("SELECT unit, lasting FROM practice").set_index("unit")["lasting"]
        off = everybody["unit"].iloc[len(half) :]
        published = [half.drop(columns="unit")]
        assert read_off_map(linked, INDICATORS.values(), published).left_off == frozenset()
        kept = read_off_map(linked, INDICATORS.values(), published, left=[*lasting.loc[off], "of another year"])
    assert len(off) > 0
    assert kept.left_off == frozenset(off)
    assert kept.left_off <= kept.choose((), Thresholds())
