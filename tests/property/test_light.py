"""Light combinations are found exactly where trying every support finds them."""

import itertools

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from aggregation.attack.light import find_light

SEEDS = st.integers(min_value=0, max_value=10**6)


def rank(matrix: np.ndarray) -> int:
    return int(np.linalg.matrix_rank(matrix)) if matrix.size else 0


def light_supports(matrix: np.ndarray, owner: np.ndarray, weight: np.ndarray, limit: int) -> list[frozenset[int]]:
    """Smallest sets of groups outside which some combination of rows vanishes: leaving them out lowers the rank."""
    groups = [group for group in range(len(weight)) if weight[group] > 0]
    used = matrix[:, np.isin(owner, groups)]
    kept: list[frozenset[int]] = []
    for size in range(1, len(groups) + 1):
        for chosen in itertools.combinations(groups, size):
            support = frozenset(chosen)
            rest = matrix[:, np.isin(owner, groups) & ~np.isin(owner, chosen)]
            if weight[list(chosen)].sum() < limit and rank(rest) < rank(used) and not any(k <= support for k in kept):
                kept.append(support)
    return kept


@given(SEEDS, st.booleans())
@settings(max_examples=150, deadline=None)
def test_every_smallest_light_support_is_found_and_nothing_else(seed: int, several: bool) -> None:
    rng = np.random.default_rng(seed)
    groups, rows = int(rng.integers(2, 8)), int(rng.integers(1, 6))
    owner = np.sort(rng.integers(0, groups, 10)) if several else np.arange(groups)
    matrix = rng.choice([0, 0, 1, 1, -1, 2] if several else [0, 1], (rows, len(owner)))
    weight = rng.choice([0, 1, 1, 2, 3, 9], groups)
    limit = int(rng.integers(2, 8))
    found = find_light(matrix, owner, weight, limit, nodes=100_000, most=1000)
    assert not found.gave_up
    supports = {frozenset(np.flatnonzero(mask).tolist()) for mask in found.supports}
    assert supports == set(light_supports(matrix, owner, weight, limit))


def test_a_search_that_stops_early_says_so() -> None:
    rng = np.random.default_rng(1)
    matrix = rng.integers(0, 5, (6, 12))
    ones = np.ones(12, dtype=np.int64)
    assert find_light(matrix, np.arange(12), ones, 7, nodes=3, most=10).gave_up
    assert not find_light(matrix, np.arange(12), ones, 7, nodes=100_000, most=10).gave_up


def test_only_combinations_of_one_sign_when_asked() -> None:
    matrix = np.array([[1, 1, 0], [1, 0, 1]])  # their difference rests on the last two, with either sign
    weight = np.array([50, 1, 1])
    both = find_light(matrix, np.arange(3), weight, 5, nodes=100, most=10)
    assert [mask.tolist() for mask in both.supports] == [[False, True, True]]
    assert not find_light(matrix, np.arange(3), weight, 5, nodes=100, most=10, one_sign=True).supports
