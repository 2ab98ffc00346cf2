"""Sparse elimination against floating point on small systems, and the shortcuts of the search against enumeration."""

import numpy as np
import pytest

from aggregation.protect import groups
from aggregation.protect.areas import Areas, overlaps
from aggregation.protect.echelon import PRIME, Combinations, Echelon, sparse_rows, vanishing
from bench.invented.countries import invent_country


def _dense(rows: list[dict[int, int]], columns: int) -> np.ndarray:
    result = np.zeros((len(rows), columns), dtype=np.int64)
    for number, row in enumerate(rows):
        for column, value in row.items():
            result[number, column] = value if value < PRIME // 2 else value - PRIME
    return result


@pytest.mark.parametrize("seed", range(30))
def test_a_target_is_the_sum_of_the_rows_that_it_is_said_to_take(seed: int) -> None:
    rng = np.random.default_rng(seed)
    rows = rng.integers(0, 2, (6, 9))
    inside = rng.integers(-1, 2, (3, 6)) @ rows
    outside = np.vstack([inside, rng.integers(0, 2, (3, 9))])
    targets = outside[outside.any(axis=1)]
    follows = [np.linalg.matrix_rank(np.vstack([rows, row])) == np.linalg.matrix_rank(rows) for row in targets]
    space = Combinations(sparse_rows(rows), 9)
    taken = [found for target in sparse_rows(targets) if (found := space.of(target)) is not None]
    assert len(taken) == sum(follows)
    for target, numbers in zip(targets[follows], taken, strict=True):
        factor, *_ = np.linalg.lstsq(rows[numbers].T.astype(float), target.astype(float))
        assert np.allclose(factor @ rows[numbers], target)
        assert (np.abs(factor) > 1e-9).all()


@pytest.mark.parametrize("seed", range(30))
def test_what_vanishes_on_some_columns_is_all_that_does(seed: int) -> None:
    rng = np.random.default_rng(seed)
    rows = rng.integers(0, 2, (7, 10))
    heavy = set(np.flatnonzero(rng.random(10) < 0.4).tolist())
    light = vanishing(sparse_rows(rows), heavy)
    assert not any(heavy & row.keys() for row in light)
    rank, on_heavy = np.linalg.matrix_rank(rows), np.linalg.matrix_rank(rows[:, sorted(heavy)]) if heavy else 0
    assert len(light) == rank - on_heavy
    space = Echelon(10)
    space.add(rows)
    for row in light:
        assert space.holds(np.array([[row.get(column, 0) for column in range(10)]])).all()


@pytest.mark.parametrize("seed", range(10))
def test_elimination_never_lets_a_protected_row_fall(seed: int) -> None:
    rng = np.random.default_rng(seed)
    secrets, rows = rng.integers(0, 2, (4, 12)), rng.integers(0, 2, (14, 12))
    secrets = secrets[secrets.any(axis=1)]
    space, taken = Echelon(12, secrets), np.zeros((0, 12), dtype=np.int64)
    for row in rows:
        more = np.vstack([taken, row])
        falls = any(
            np.linalg.matrix_rank(np.vstack([more, secret])) == np.linalg.matrix_rank(more) for secret in secrets
        )
        assert space.add(row[None]) is not falls
        taken = taken if falls else more
    assert np.linalg.matrix_rank(_dense(space.basis, 12).astype(float)) == np.linalg.matrix_rank(taken)


@pytest.mark.parametrize("known", [False, True])
@pytest.mark.parametrize("seed", range(12))
def test_pairs_and_solver_find_a_small_group_just_where_enumeration_does(
    seed: int, known: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    rng = np.random.default_rng(seed)
    options, atoms = 3, 6
    units = rng.integers(0, 3, (options, atoms)).astype(np.int64)
    totals = units.sum(axis=0)
    measure = groups.Measure(units, totals, totals - units, 3)
    free = options - known
    space = Echelon(free * atoms)
    for _ in range(5):
        chosen, holds = rng.integers(0, 2, options), rng.random(atoms) < 0.5
        table = np.outer(chosen, holds).astype(np.int64)
        space.add(groups.group_row(table, known_totals=known)[None])
    place = np.arange(atoms)
    rows = _dense(space.basis, free * atoms) % PRIME
    block = groups.Block(rows, place, units, measure, known)
    every, _ = groups._search(block, 1_000)
    numbers, _ = groups.fractions(rows)
    near = groups._near(block, numbers)
    assert {row.tobytes() for row in near} <= {row.tobytes() for row in every}
    monkeypatch.setattr(groups, "ENUMERATED", 0)
    found, sure = groups._search(block, 1_000)
    assert sure
    assert bool(found) is bool(every)
    assert {row.tobytes() for row in found} <= {row.tobytes() for row in every}


def test_overlaps_are_those_of_every_two_areas() -> None:
    country = invent_country(2, columns=4, rows=3, doctors=100)
    holds = Areas.of(country.membership).holds
    holds = holds[~holds.all(axis=1)]
    expected = {
        part.tobytes()
        for one in holds
        for two in holds
        if (one & two).any() and one.tobytes() != two.tobytes()
        for part in (one & two, one & ~two)
        if part.any()
    }
    assert {part.tobytes() for part in overlaps(np.unique(holds, axis=0))} == expected
