"""Pairs of sums and sums of squares as bits, beside all of them written out."""

from itertools import combinations_with_replacement

import pytest

from aggregation.attack.reach import Grid

EXCESS, SQUARES = 9, 70


def _pairs(grid: Grid, bits: int) -> set[tuple[int, int]]:
    return {
        (excess, squares)
        for excess in range(EXCESS)
        for squares in range(SQUARES)
        if bits & grid.shift(1, excess, squares)
    }


def _written_out(low: int, high: int, count: int) -> set[tuple[int, int]]:
    chosen = combinations_with_replacement(range(low, high + 1), count)
    pairs = {(sum(values) - low * count, sum(value**2 for value in values)) for values in chosen}
    return {(excess, squares) for excess, squares in pairs if excess < EXCESS and squares < SQUARES}


@pytest.mark.parametrize(("low", "high", "count"), [(0, 1, 3), (2, 3, 4), (4, 7, 2), (8, 20, 1), (0, 12, 3), (1, 1, 2)])
def test_a_class_reaches_every_pair_of_its_values_and_no_other(low: int, high: int, count: int) -> None:
    grid = Grid(EXCESS, SQUARES)
    assert _pairs(grid, grid.reach((low, high), count)) == _written_out(low, high, count)


def test_two_classes_together_reach_the_sums_of_their_pairs() -> None:
    grid = Grid(EXCESS, SQUARES)
    one, two = grid.reach((0, 3), 2), grid.reach((4, 7), 1)
    sums = {
        (first[0] + second[0], first[1] + second[1])
        for first in _written_out(0, 3, 2)
        for second in _written_out(4, 7, 1)
    }
    assert _pairs(grid, grid.together([one, two])) == {pair for pair in sums if pair[0] < EXCESS and pair[1] < SQUARES}


def test_only_pairs_that_are_large_enough_lie_beyond() -> None:
    grid = Grid(EXCESS, SQUARES)
    expected = {(excess, squares) for excess in range(4, EXCESS) for squares in range(60, SQUARES)}
    assert _pairs(grid, grid.beyond(4, 60)) == expected
    assert not grid.beyond(EXCESS, 0)
    assert not grid.beyond(0, SQUARES)
