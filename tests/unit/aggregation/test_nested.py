"""Counts over nested sets of doctors: their difference is protected like a count."""

from itertools import combinations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aggregation.protect import Thresholds, shown_counts
from aggregation.year.nested import Published, nested_counts, yielding
from data.terms import Level
from tests.property.test_signed_supports import rank

LEVELS = (Level.VLAANDEREN, Level.KRING, Level.ELZ)
MEMBERSHIP = pd.DataFrame(
    [("a", "a", "k", "z"), ("b", "b", "l", "z"), ("c", "c", "m", "y")], columns=["atom", "gemeente", "kring", "elz"]
)


def published(name: str, atoms: dict[str, range], asked: bool = False, weight: int = 0) -> Published:
    rows = [(unit, atom, unit, 1, False) for atom, units in atoms.items() for unit in units]
    frame = pd.DataFrame(rows, columns=["unit", "atom", "practice", "doctors", "hidden"])
    return Published(name, "total", frame, LEVELS, asked, weight)


WITH_VALUE = published("M08", {"a": range(40), "b": range(100, 140), "c": range(200, 240)}, asked=True)


def test_a_few_doctors_in_one_of_two_counts_hide_the_lesser_count() -> None:
    active = published("D08", {"a": range(38), "b": range(100, 130), "c": range(200, 240)}, weight=9)
    pairs = nested_counts([WITH_VALUE, active], MEMBERSHIP, Thresholds())
    assert [(pair.yields.indicator, pair.stays.indicator) for pair in pairs] == [("D08", "M08")]
    shown = pairs[0].shown.set_index(["level", "area"])["shown"]
    assert not shown["kring", "k"]  # two
    assert shown["kring", "m"]  # nobody
    assert not shown["elz", "z"] or not shown["kring", "l"]  # else twelve minus ten


@pytest.mark.parametrize(("asked", "pairs"), [(True, 0), (False, 1)])
def test_who_left_a_question_open_is_no_secret(asked: bool, pairs: int) -> None:
    part = published("M03", {"a": range(38), "b": range(100, 140), "c": range(200, 240)}, asked)
    assert len(nested_counts([WITH_VALUE, part], MEMBERSHIP, Thresholds())) == pairs


def test_what_has_yielded_needs_no_yielding_to() -> None:
    """M03 lacks two doctors of M08, D08 two others of M03 in the same kring: M03 goes there, and D08 is beside M08."""
    alone = published("M03", {"a": range(38), "b": range(100, 140), "c": range(200, 240)}, weight=5)
    active = published("D08", {"a": range(36), "b": range(100, 140), "c": range(200, 240)}, weight=9)
    pairs = nested_counts([WITH_VALUE, alone, active], MEMBERSHIP, Thresholds())
    wide = MEMBERSHIP.assign(vlaanderen="VL")
    places = [(level, area) for level in LEVELS for area in sorted(set(wide[level.value]))]
    pattern = pd.DataFrame(
        [(name, level.value, area, "total", "count", True) for name in ("M08", "M03", "D08") for level, area in places],
        columns=["indicator", "level", "area", "category", "aspect", "shown"],
    )
    gone = yielding(pairs, pattern)
    assert ("kring", "k") in gone["M03"]
    assert ("kring", "k") in gone["D08"]
    assert ("kring", "m") not in gone["M03"] | gone["D08"]
    without = yielding(pairs, pattern[pattern["indicator"] != "M08"])
    assert "M08" not in without
    assert ("kring", "k") in without["D08"]


def test_sets_that_are_not_nested_make_no_pair() -> None:
    other = published("A01", {"a": range(20, 60), "b": range(120, 160), "c": range(220, 260)})
    assert nested_counts([WITH_VALUE, other], MEMBERSHIP, Thresholds()) == []


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_no_small_area_follows_from_those_that_may_be_known(data: st.DataObject) -> None:
    letters = st.lists(st.sampled_from("ABC"), min_size=5, max_size=5)
    atoms = list("vwxyz")
    membership = pd.DataFrame(
        {"atom": atoms, "gemeente": atoms, "kring": data.draw(letters), "elz": data.draw(letters)}
    )
    sizes = data.draw(st.lists(st.sampled_from([0, 1, 2, 6, 9]), min_size=5, max_size=5))
    place = np.repeat(atoms, sizes)
    rows = pd.DataFrame({"atom": place, "practice": range(len(place))}, columns=["atom", "practice"])
    if rows.empty:
        return
    result = shown_counts(rows, membership, Thresholds())
    wide = membership.assign(vlaanderen="VL").set_index("atom")
    places = zip(result["level"], result["area"], strict=True)
    inside = np.array([wide[level] == area for level, area in places])
    holds = (inside & (np.array(sizes) > 0)).astype(np.int64)
    known = holds[result["shown"].to_numpy()]
    parts = [*holds]
    for one, other in combinations(holds, 2):
        parts += [one * other, one * (1 - other), other * (1 - one)]
    for part in parts:
        if 0 < part @ sizes < 5:
            assert rank(np.vstack([known, part])) > rank(known)
