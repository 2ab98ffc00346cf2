"""A corrected year tells of nobody alone: few changes are held back, many go through, withheld stays withheld."""

from collections import Counter

import numpy as np
import pandas as pd
import pytest

from aggregation.attack import Limits, attack_pair
from aggregation.release.changes import hold_changes, withhold
from aggregation.release.corrections import inherit_patterns
from aggregation.release.prove import vintages
from bench.corrections import QUESTIONS, THRESHOLDS, YEAR, invent, simulate, tabulate

RNG = np.random.default_rng(5)
MEMBERSHIP, UNITS = invent(RNG)


def answered_otherwise(indicator: str, number: int, *, atom: str | None = None) -> pd.DataFrame:
    """Let so many units of a question give another answer, or another value, in one atom or anywhere."""
    units = UNITS.copy()
    own = units["indicator"].eq(indicator)
    if atom is not None:
        own &= units["atom"].eq(atom)
    picked = units.index[own][:number]
    assert len(picked) == number
    if indicator == "M01":
        units.loc[picked, "value"] += 500.0
    else:
        units.loc[picked, "answer"] = units.loc[picked, "answer"].map(
            {"ja": "nee", "nee": "ja", "blijven": "stoppen", "stoppen": "blijven", "verminderen": "stoppen"}
        )
    return units


@pytest.mark.parametrize("indicator", ["P22", "A09", "M01"])
def test_one_change_would_cost_flanders_its_number_and_the_attack_finds_it(indicator: str) -> None:
    corrected = answered_otherwise(indicator, 1)
    old, new = tabulate(MEMBERSHIP, UNITS), tabulate(MEMBERSHIP, corrected)
    held = hold_changes(YEAR, new, UNITS, corrected, THRESHOLDS)
    assert held.flanders == (indicator,)
    assert not attack_pair(old, new, limits=Limits(), truth=vintages(UNITS, corrected)).safe


def test_many_changes_go_through_although_the_count_hardly_moves() -> None:
    corrected = answered_otherwise("M01", 60)
    old, new = tabulate(MEMBERSHIP, UNITS), tabulate(MEMBERSHIP, corrected)
    assert not attack_pair(old, new).safe, "without the truth a moved mean is about one doctor"
    held = hold_changes(YEAR, new, UNITS, corrected, THRESHOLDS)
    assert held.flanders == ()
    narrowed = withhold(inherit_patterns(new, YEAR, [old]), YEAR, held)
    assert attack_pair(old, narrowed, truth=vintages(UNITS, corrected)).safe
    flanders = narrowed["cell"].query("indicator == 'M01' and area == 'VL' and measure == 'mean'")
    assert flanders["value"].notna().all()


def test_changes_in_one_town_are_held_back_there_and_nowhere_else() -> None:
    town = str(UNITS.loc[UNITS["indicator"].eq("A09"), "atom"].mode()[0])
    corrected = answered_otherwise("A09", 6, atom=town)
    held = hold_changes(YEAR, tabulate(MEMBERSHIP, corrected), UNITS, corrected, THRESHOLDS)
    assert set(held.areas["indicator"]) == {"A09"}
    here = MEMBERSHIP.loc[MEMBERSHIP["atom"].eq(town)].iloc[0]
    assert set(held.areas["area"]) <= {"VL", here["gemeente"], here["kring"], here["elz"]}


def test_what_a_shown_release_withheld_stays_withheld() -> None:
    old, new = tabulate(MEMBERSHIP, UNITS), tabulate(MEMBERSHIP, answered_otherwise("A09", 30))
    key = ["indicator", "level", "area", "category", "measure"]
    before = pd.MultiIndex.from_frame(old["cell"].loc[old["cell"]["value"].isna(), key].astype(str))
    after = inherit_patterns(new, YEAR, [old])["cell"]
    inherited = pd.MultiIndex.from_frame(after[key].astype(str)).isin(before)
    assert after.loc[inherited, ["count", "value"]].isna().all(axis=None)
    assert set(after.loc[inherited, "confidentiality"]) == {"C"}
    untouched = new["cell"].loc[~inherited]
    pd.testing.assert_frame_equal(after.loc[~inherited], untouched)


def test_corrections_over_and_over_tell_nothing_and_without_the_guard_they_do() -> None:
    guarded: Counter[str] = Counter()
    for seed in (1, 3):
        guarded += simulate(seed)
    assert guarded["leaks"] == 0
    assert guarded["refused"] == 0
    # Each of these moves a number, and none that does is shown until more of them are proven to tell nothing.
    assert sum(number for name, number in guarded.items() if name.endswith("corrections")) >= 6
    assert sum(number for name, number in guarded.items() if name.endswith("published")) == 0
    unguarded: Counter[str] = Counter()
    for seed in (1, 3):
        unguarded += simulate(seed, guarded=False)
    assert unguarded["leaks"] > 0, "the oracle finds what is there to find"
    assert len(QUESTIONS) == 3
