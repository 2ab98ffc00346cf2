"""A corrected table tells of nobody alone: few changes wait, many go through, and every vintage counts."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from aggregation.attack import Finding, Kind, Limits, attack_pair
from aggregation.release.changes import judge
from aggregation.release.corrections import inherit_patterns, keep_tables, settle
from aggregation.release.prove import _Mixing, vintages
from aggregation.release.tables import Cell, Vintage
from bench.corrections import simulate
from bench.invented.corrected import QUESTIONS, THRESHOLDS, YEAR, invent, tabulate

RNG = np.random.default_rng(5)
MEMBERSHIP, UNITS = invent(RNG)


@pytest.fixture(scope="module")
def old() -> dict[str, pd.DataFrame]:
    return tabulate(MEMBERSHIP, UNITS)


def answered_otherwise(indicator: str, number: int) -> pd.DataFrame:
    """Let so many units of a question give another answer, or another value."""
    units = UNITS.copy()
    picked = units.index[units["indicator"].eq(indicator)][:number]
    assert len(picked) == number
    if indicator == "M01":
        units.loc[picked, "value"] += 500.0
    else:
        units.loc[picked, "answer"] = units.loc[picked, "answer"].map(
            {"ja": "nee", "nee": "ja", "blijven": "stoppen", "stoppen": "blijven", "verminderen": "stoppen"}
        )
    return units


@pytest.mark.parametrize("indicator", ["P22", "A09", "M01"])
def test_one_change_keeps_the_table_and_the_attack_finds_what_it_would_tell(
    indicator: str, old: dict[str, pd.DataFrame]
) -> None:
    corrected = answered_otherwise(indicator, 1)
    new = tabulate(MEMBERSHIP, corrected)
    settled = settle(new, YEAR, {"r0": old}, corrected, {"r0": UNITS}, THRESHOLDS)
    assert settled.kept == {indicator}
    assert not attack_pair(old, new, limits=Limits(), truth=vintages(UNITS, corrected)).safe
    put, behind = keep_tables(settled.tables, corrected, YEAR, {indicator: (old, UNITS)})
    key = ["indicator", "level", "area", "category", "measure"]
    before, after = (
        rows.loc[rows["indicator"].eq(indicator)].sort_values(key, ignore_index=True)[[*key, "value"]]
        for rows in (old["cell"], put["cell"])
    )
    pd.testing.assert_frame_equal(before, after)
    assert attack_pair(old, put, limits=Limits(), truth=vintages(UNITS, behind)).safe


def test_many_changes_go_through_although_the_count_hardly_moves(old: dict[str, pd.DataFrame]) -> None:
    corrected = answered_otherwise("M01", int(UNITS["indicator"].eq("M01").sum()))
    new = tabulate(MEMBERSHIP, corrected)
    assert not attack_pair(old, new).safe, "without the truth a moved mean is about one doctor"
    settled = settle(new, YEAR, {"r0": old}, corrected, {"r0": UNITS}, THRESHOLDS)
    assert settled.kept == frozenset()
    assert attack_pair(old, settled.tables, truth=vintages(UNITS, corrected)).safe
    flanders = settled.tables["cell"].query("indicator == 'M01' and area == 'VL' and measure == 'mean'")
    assert (
        flanders["value"].tolist()
        == new["cell"].query("indicator == 'M01' and area == 'VL' and measure == 'mean'")["value"].tolist()
    )


def test_what_a_shown_release_withheld_stays_withheld(old: dict[str, pd.DataFrame]) -> None:
    new = tabulate(MEMBERSHIP, answered_otherwise("A09", 30))
    key = ["indicator", "level", "area", "category", "measure"]
    before = pd.MultiIndex.from_frame(old["cell"].loc[old["cell"]["value"].isna(), key].astype(str))
    after = inherit_patterns(new, YEAR, [old])["cell"]
    inherited = pd.MultiIndex.from_frame(after[key].astype(str)).isin(before)
    assert after.loc[inherited, ["count", "value"]].isna().all(axis=None)
    assert set(after.loc[inherited, "confidentiality"]) == {"C"}
    untouched = new["cell"].loc[~inherited]
    pd.testing.assert_frame_equal(after.loc[~inherited], untouched)


COUNTRY = pd.DataFrame(
    {"year": YEAR, "atom": ["a", "b"], "gemeente": ["a", "b"], "kring": ["k", "k"], "elz": ["e", "e"], "postcode": ""}
)
PERSONS = {"unit_counted": "doctor", "disclosure": "protected", "multiple": False, "totals_public": False}
FLANDERS: list[Cell] = [("vlaanderen", "VL", name, False) for name in ("total", "ja")]
BOTH = [*FLANDERS, *(("gemeente", town, name, False) for town in "ab" for name in ("total", "ja"))]


def said(answers: dict[str, str], where: dict[str, str] | None = None) -> pd.DataFrame:
    """Give unit rows of one question; a unit stands in town b when its name says so."""
    return pd.DataFrame(
        {
            "indicator": "A05",
            "key": list(answers),
            "place": list(answers),
            "atom": [(where or {}).get(key, key[0]) for key in answers],
            "doctors": 1,
            "answer": list(answers.values()),
            "value": np.nan,
            "hidden": False,
        }
    )


def judged(rows: Sequence[pd.DataFrame], cells: Sequence[Cell], fresh: Sequence[Cell] | None = None, **entry: object):
    shown = [Vintage(rows=one, cells=frozenset(cells)) for one in rows[:-1]]
    newest = Vintage(rows=rows[-1], cells=frozenset(cells) & frozenset(fresh or cells))
    told = PERSONS | {"options": "ja nee"} | entry
    return judge("A05", told, shown, newest, frozenset(fresh or cells), COUNTRY, THRESHOLDS)


def country(each: int = 20) -> dict[str, str]:
    return {f"{town}{number:02d}": ("ja", "nee")[number % 2] for town in "ab" for number in range(each)}


def otherwise(answers: dict[str, str], *keys: str) -> dict[str, str]:
    return answers | {key: "nee" if answers[key] == "ja" else "ja" for key in keys}


def test_changes_of_five_in_one_town_go_and_of_four_do_not() -> None:
    first = country()
    five = [f"a{number:02d}" for number in range(5)]
    assert judged([said(first), said(otherwise(first, *five))], BOTH).refused == frozenset()
    fewer = judged([said(first), said(otherwise(first, *five[1:]))], BOTH)
    assert ("gemeente", "a", "ja", False) in fewer.refused
    assert not fewer.may_go(frozenset(BOTH))


def test_changes_that_cancel_out_in_a_count_are_changes_all_the_same() -> None:
    first = country()
    two = otherwise(first, "a00", "a01")
    assert sum(text == "ja" for text in two.values()) == sum(text == "ja" for text in first.values())
    assert judged([said(first), said(two)], FLANDERS).refused


def test_each_step_may_be_large_and_all_of_them_together_small() -> None:
    first = country()
    six = [f"a{number:02d}" for number in range(6)]
    second = otherwise(first, *six)
    third = otherwise(second, *six[2:], "a10")
    assert not judged([said(first), said(second)], BOTH).refused
    assert not judged([said(second), said(third)], BOTH).refused
    assert judged([said(first), said(second), said(third)], BOTH).refused, "only three differ from the first"


def test_what_did_not_change_must_not_tell_what_is_hidden_now() -> None:
    first = country()
    changed = [
        f"a{number:02d}" for number in range(1, 13, 2)
    ]  # of ten who said no in town a six say yes: four are left
    rows = [said(first), said(otherwise(first, *changed))]
    now = [*FLANDERS, ("gemeente", "b", "total", False), ("gemeente", "a", "total", False)]
    told = judged(rows, BOTH, fresh=now)
    assert not told.whole, "town b did not change: Flanders less what it said before is town a"
    assert judged(rows, BOTH).whole


def test_who_comes_is_known_where_everybody_knows_who_answered_but_not_what_they_said() -> None:
    first = country()
    everybody = {"totals_public": True, "unit_counted": "practice"}
    cells = [cell for cell in BOTH if cell[2] != "total"]
    five = {f"a{number}": "ja" for number in range(50, 55)}
    alike = judged([said(first), said(first | five)], cells, **everybody)
    assert ("gemeente", "a", "ja", False) in alike.refused, "all five said yes"
    one_no = judged([said(first), said(first | five | {"a55": "nee"})], cells, **everybody)
    assert ("gemeente", "a", "ja", False) in one_no.refused, "one of six said no"
    mixed = {f"a{number}": ("ja", "nee")[number % 2] for number in range(50, 60)}
    assert not judged([said(first), said(first | mixed)], cells, **everybody).refused


def test_a_table_that_shows_nothing_yet_tells_nothing_when_it_fills() -> None:
    """A late set: nobody had a number, then everybody has one."""
    nobody = said({"a00": "ja"}).iloc[:0]
    for known in (False, True):
        told = judged([nobody, said(country())], [], fresh=BOTH, totals_public=known)
        assert told.refused == frozenset()


def test_somebody_who_moves_is_told_of_in_both_places() -> None:
    first = country()
    moved = {f"a{number:02d}": "b" for number in range(4)}
    assert judged([said(first), said(first, moved)], BOTH).refused
    assert not judged([said(first), said(first, moved)], FLANDERS).refused, "for Flanders nobody moved"


def test_corrections_over_and_over_tell_nothing_and_without_the_guard_they_do() -> None:
    guarded = simulate(4)
    assert guarded["leaks"] == 0
    assert guarded["refused"] == 0
    made, out = (sum(n for name, n in guarded.items() if name.endswith(end)) for end in ("corrections", "published"))
    assert 0 < out < made
    unguarded: Counter[str] = Counter()
    for seed in (1, 3):
        unguarded += simulate(seed, guarded=False)
    assert unguarded["leaks"] > 0, "the oracle finds what is there to find"
    assert len(QUESTIONS) == 4


def test_one_table_that_several_findings_name_waits_alone_and_its_year_only_if_that_does_not_help(
    old: dict[str, pd.DataFrame],
) -> None:
    corrected = answered_otherwise("M01", int(UNITS["indicator"].eq("M01").sum()))
    mixing = _Mixing(tabulate(MEMBERSHIP, corrected), {"r0": old}, corrected, {"r0": UNITS})
    told = Finding(
        kind=Kind.OVER_TIME, indicators=("M01",), year=YEAR, areas=(), category="total", message="", message_nl=""
    )
    finds = [replace(told, areas=(area,)) for area in ("gemeente:a", "gemeente:b")]
    assert mixing.keep_found(finds)
    assert (mixing.kept, mixing.tables_kept()) == ({}, {YEAR: {"M01"}})
    assert mixing.keep_found(finds)
    assert mixing.kept == {YEAR: "r0"}
    assert not mixing.keep_found(finds)
