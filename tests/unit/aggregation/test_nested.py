"""Counts over nested sets of doctors: their difference is protected like a count."""

from itertools import combinations
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aggregation.protect import Question, Thresholds, protect, shown_counts
from aggregation.year.nested import Published, nested_counts
from data.terms import Disclosure, Level, UnitCounted
from tests.property.test_signed_supports import rank

LEVELS = (Level.VLAANDEREN, Level.KRING, Level.ELZ)
MEMBERSHIP = pd.DataFrame(
    [("a", "a", "k", "z"), ("b", "b", "l", "z"), ("c", "c", "m", "y")], columns=["atom", "gemeente", "kring", "elz"]
)


def published(
    name: str, atoms: dict[str, range], asked: bool = False, category: str = "total", **more: Any
) -> Published:
    rows = [(unit, atom, unit, 1, False) for atom, units in atoms.items() for unit in units]
    frame = pd.DataFrame(rows, columns=["unit", "atom", "practice", "doctors", "hidden"])
    given = {"everybody": frozenset(frame["unit"]), "levels": LEVELS, "practices": False} | more
    return Published(indicator=name, category=category, rows=frame, asked=asked, **given)


WITH_VALUE = published("M08", {"a": range(40), "b": range(100, 140), "c": range(200, 240)}, asked=True)


def test_a_few_doctors_in_one_of_two_counts_may_not_be_known() -> None:
    active = published("D08", {"a": range(38), "b": range(100, 130), "c": range(200, 240)})
    pairs = nested_counts([WITH_VALUE, active], MEMBERSHIP, Thresholds())
    assert [pair.counts for pair in pairs] == [(("M08", "total"), ("D08", "total"))]
    shown = pairs[0].shown.set_index(["level", "area"])["shown"]
    assert not shown["kring", "k"]  # two
    assert shown["kring", "m"]  # nobody
    assert not shown["elz", "z"] or not shown["kring", "l"]  # else twelve minus ten


@pytest.mark.parametrize(("asked", "pairs"), [(True, 0), (False, 1)])
def test_who_left_a_question_open_is_no_secret(asked: bool, pairs: int) -> None:
    part = published("M03", {"a": range(38), "b": range(100, 140), "c": range(200, 240)}, asked)
    assert len(nested_counts([WITH_VALUE, part], MEMBERSHIP, Thresholds())) == pairs


def asked(one: Published) -> Question:
    return Question(
        indicator=one.indicator,
        frame=one.indicator,
        unit_counted=UnitCounted.DOCTOR,
        disclosure=Disclosure.PROTECTED,
        options=(),
        multiple=False,
        headline=(),
        levels=one.levels,
        totals_public=False,
        units=one.rows.assign(answer=None, value=1.0 + one.rows["unit"]),
    )


def totals_shown(counts: list[Published]) -> dict[str, set[str]]:
    pairs = nested_counts(counts, MEMBERSHIP, Thresholds())
    shown = protect([asked(one) for one in counts], MEMBERSHIP, Thresholds(), differences=pairs).shown
    shown = shown[shown["shown"] & (shown["aspect"] == "count")]
    return {one.indicator: set(shown.loc[shown["indicator"] == one.indicator, "area"]) for one in counts}


def test_the_later_of_two_counts_yields_and_one_that_is_withheld_needs_no_yielding_to() -> None:
    """M03 lacks two doctors of M08 in kring k, D08 two more in m: beside M03 it would do in k, beside M08 nowhere."""
    alone = published("M03", {"a": range(38), "b": range(100, 140), "c": range(200, 240)})
    active = published("D08", {"a": range(38), "b": range(100, 140), "c": range(202, 240)})
    everywhere = {"VL", "k", "l", "m", "z", "y"}
    assert totals_shown([WITH_VALUE, alone, active]) == {
        "M08": everywhere,
        "M03": {"l", "m", "y"},
        "D08": {"l"},
    }
    assert totals_shown([active])["D08"] == everywhere


def test_sets_that_are_not_nested_make_no_pair() -> None:
    other = published("A01", {"a": range(20, 60), "b": range(120, 160), "c": range(220, 260)})
    assert nested_counts([WITH_VALUE, other], MEMBERSHIP, Thresholds()) == []


@pytest.mark.parametrize(
    ("what", "pairs"),
    [
        ({"asked": True}, 0),  # a total of answers: who is missing left that question open
        ({"known": True}, 0),  # a public total
        ({"category": "ja", "asked": True, "everybody": WITH_VALUE.units}, 0),  # beside its own total in all
        ({"category": "ja", "asked": True, "everybody": frozenset(range(300))}, 1),  # a part of who answered it
        ({"category": "ja", "everybody": WITH_VALUE.units}, 1),  # an attribute that nobody was asked for
    ],
)
def test_what_a_difference_says_beside_a_total_of_answers(what: dict[str, Any], pairs: int) -> None:
    part = published("A09", {"a": range(38), "b": range(100, 140), "c": range(200, 240)}, **what)
    assert len(nested_counts([WITH_VALUE, part], MEMBERSHIP, Thresholds())) == pairs


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
    rows = rows.assign(unit=range(len(rows)), doctors=1)
    levels = (Level.VLAANDEREN, Level.KRING, Level.ELZ, Level.GEMEENTE)
    result = shown_counts(rows, membership, Thresholds(), levels=levels)
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
