"""Supports of signed combinations, beside exact enumeration over the rationals on tiny worlds."""

from fractions import Fraction
from itertools import combinations

import numpy as np
import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from aggregation.protect import Question, Thresholds, protect
from aggregation.protect.echelon import sparse_rows
from aggregation.protect.supports import Behind, SignedSpace
from data.terms import Disclosure, Level, UnitCounted


def rank(rows: np.ndarray) -> int:
    """Rank over the rationals."""
    left = [[Fraction(int(value)) for value in row] for row in rows]
    found = 0
    for column in range(rows.shape[1]):
        lead = next((row for row in left if row[column]), None)
        if lead is None:
            continue
        left.remove(lead)
        left = [
            [one - row[column] / lead[column] * other for one, other in zip(row, lead, strict=True)] for row in left
        ]
        found += 1
    return found


def isolates(rows: np.ndarray, doctors: list[int], least: int) -> bool:
    """Whether a rational combination of rows, not zero, is zero outside columns that weigh less than ``least``."""
    columns = range(rows.shape[1])
    whole = rank(rows)
    for size in range(1, len(doctors) + 1):
        for inside in combinations(columns, size):
            if sum(doctors[column] for column in inside) < least:
                outside = [column for column in columns if column not in inside]
                if rank(rows[:, outside]) < whole:
                    return True
    return False


@st.composite
def worlds(draw: st.DrawFn) -> tuple[np.ndarray, list[int], int]:
    columns = draw(st.integers(3, 7))
    doctors = draw(st.lists(st.integers(1, 4), min_size=columns, max_size=columns))
    rows = draw(st.lists(st.lists(st.integers(-1, 2), min_size=columns, max_size=columns), min_size=1, max_size=5))
    return np.array(rows, dtype=np.int64), doctors, draw(st.integers(3, 6))


@settings(max_examples=150, deadline=None)
@given(worlds())
def test_a_row_is_refused_exactly_when_it_isolates_few(world: tuple[np.ndarray, list[int], int]) -> None:
    rows, doctors, least = world
    behind = Behind(doctors, [frozenset({number}) for number in range(len(doctors))], 1)
    space = SignedSpace(range(len(doctors)), behind, [least], 10_000)
    taken: list[int] = []
    for number, row in enumerate(sparse_rows(rows)):
        expected = not isolates(rows[[*taken, number]], doctors, least)
        assert space.add(row, least) == expected
        if expected:
            taken.append(number)


def test_two_overlapping_areas_leave_the_difference_of_two_small_parts() -> None:
    behind = Behind([60, 1, 1], [frozenset(range(60)), frozenset({60}), frozenset({61})], 3)
    space = SignedSpace(range(3), behind, [5], 100)
    assert space.add({0: 1, 1: 1}, 5)
    assert not space.add({0: 1, 2: 1}, 5)
    assert space.add({0: 1, 1: 1, 2: 1}, 5) is False  # the part of one doctor alone


def test_a_search_that_is_broken_off_counts_as_a_find() -> None:
    rows = [{0: 1, 1: 1, 2: 1}, {1: 1, 2: 2, 3: 1}, {0: 1, 3: 1, 4: 1}]
    behind = Behind([2] * 5, [frozenset({number}) for number in range(5)], 1)
    wide = SignedSpace(range(5), behind, [5], 1_000)
    assert all(wide.add(dict(row), 4) for row in rows[:2])
    narrow = SignedSpace(range(5), behind, [5], 0)
    assert not narrow.add(dict(rows[0]), 4)
    assert narrow.gave_up == 1


@st.composite
def countries(draw: st.DrawFn) -> tuple[pd.DataFrame, list[pd.DataFrame]]:
    """Six atoms in kringen and zones, doctors with two numbers each and their sum; not everybody has all."""
    atoms = [f"a{number}" for number in range(6)]
    letters = st.sampled_from("ABC")
    membership = pd.DataFrame(
        {
            "atom": atoms,
            "gemeente": atoms,
            "kring": [draw(letters) for _ in atoms],
            "elz": [draw(letters) for _ in atoms],
        }
    )
    rng = np.random.default_rng(draw(st.integers(0, 10_000)))
    atom = np.repeat(atoms, rng.choice([1, 2, 3, 8, 20], size=6))
    rows = pd.DataFrame({"unit": range(len(atom)), "atom": atom, "practice": range(len(atom)), "doctors": 1})
    first, second = (rng.integers(100, 9_000, len(atom)).astype(float) for _ in range(2))
    both = rng.random(len(atom)) < draw(st.sampled_from([0.8, 1.0]))
    parts = [
        rows.assign(value=first),
        rows.assign(value=second)[both].reset_index(drop=True),
        rows.assign(value=first + second)[both].reset_index(drop=True),
    ]
    return membership, [part.assign(answer=None, hidden=False) for part in parts]


@settings(max_examples=15, deadline=None)
@given(countries())
def test_no_combination_of_shown_means_rests_on_few_doctors(
    country: tuple[pd.DataFrame, list[pd.DataFrame]],
) -> None:
    """Unknowns one per doctor and number, without classes; the relation is the definition, not what was read off."""
    membership, parts = country
    questions = [
        Question(
            indicator=f"M{number}",
            frame=f"M{number}",
            unit_counted=UnitCounted.DOCTOR,
            disclosure=Disclosure.PROTECTED,
            options=(),
            multiple=False,
            headline=(),
            levels=(Level.VLAANDEREN, Level.KRING, Level.ELZ),
            totals_public=False,
            units=part,
        )
        for number, part in enumerate(parts)
    ]
    shown = protect(questions, membership, Thresholds()).shown
    kept = shown[shown["shown"] & (shown["aspect"] == "magnitude")]
    place = membership.set_index("atom").assign(vlaanderen="VL")
    doctors = sorted({(unit, atom) for part in parts for unit, atom in zip(part["unit"], part["atom"], strict=True)})
    # Doctors whom the same numbers count in the same atom have equal columns: one column stands for all of them.
    kinds = sorted({(atom, tuple(unit in set(part["unit"]) for part in parts)) for unit, atom in doctors})
    sizes = [
        sum(one == atom and tuple(unit in set(part["unit"]) for part in parts) == mark for unit, one in doctors)
        for atom, mark in kinds
    ]
    rows = []
    for cell in kept.itertuples():
        number = int(cell.indicator[1:])
        inside = [int(place.loc[atom, cell.level] == cell.area and mark[number]) for atom, mark in kinds]
        rows.append(
            [*(part if number != 1 else 0 for part in inside), *(part if number != 0 else 0 for part in inside)]
        )
    matrix = np.array(rows, dtype=np.int64).reshape(-1, 2 * len(kinds))
    whole = rank(matrix)
    light = [number for number, size in enumerate(sizes) if size < 5]
    for size in range(1, 5):
        for inside in combinations(light, size):
            if sum(sizes[number] for number in inside) < 5:
                outside = [c for c in range(2 * len(kinds)) if c % len(kinds) not in inside]
                assert rank(matrix[:, outside]) == whole
