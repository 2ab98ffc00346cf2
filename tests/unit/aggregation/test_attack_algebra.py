"""Exact algebra: what follows, what blocks are independent, which fractions come back."""

from fractions import Fraction

import numpy as np
import pytest
from scipy.sparse import csr_array

from aggregation.attack.algebra import PRIME, as_fraction, reduce_rows, split_blocks
from aggregation.attack.bounds import NoTableError, Tables, can_reach, must_be_zero
from aggregation.attack.intervals import bound_cells


def test_a_difference_of_shown_sums_follows_with_its_value() -> None:
    reduced = reduce_rows(np.array([[1, 1, 1, 0], [0, 1, 1, 0]]), np.array([9, 7]), np.arange(4))
    known, worth = reduced.follow(csr_array(np.array([[1, 0, 0, 0], [0, 1, 0, 0], [1, 0, 0, 1]])))
    assert known.tolist() == [True, False, False]
    assert worth.tolist() == [2, 0, 0]


def test_a_negative_result_comes_back_as_a_residue_near_the_prime() -> None:
    reduced = reduce_rows(np.array([[1, 1], [0, 1]]), np.array([3, 5]), np.arange(2))
    _, worth = reduced.follow(csr_array(np.array([[1, 0]])))
    assert worth.tolist() == [PRIME - 2]


def test_equations_without_solution_are_recognised() -> None:
    assert reduce_rows(np.array([[1, 1], [1, 1]]), np.array([3, 4]), np.arange(2)).contradiction
    assert not reduce_rows(np.array([[1, 1], [1, 1]]), np.array([3, 3]), np.arange(2)).contradiction


def test_blocks_that_share_no_unknown_are_searched_apart() -> None:
    reduced = reduce_rows(np.array([[1, 1, 0, 0], [0, 0, 1, 1]]), np.array([3, 4]), np.arange(4))
    blocks = split_blocks(reduced, np.array([True] * 4))
    assert [columns.tolist() for _, columns in blocks] == [[0, 1], [2, 3]]
    order = np.array([0, 1, 2, 3])
    only_second = split_blocks(reduce_rows(np.eye(4, dtype=int)[:3], np.ones(3, dtype=int), order), order >= 1)
    assert [columns.tolist() for _, columns in only_second] == [[1], [2]]


@pytest.mark.parametrize("fraction", [Fraction(1, 2), Fraction(-3, 4), Fraction(0), Fraction(7), Fraction(-1)])
def test_small_fractions_survive_the_prime(fraction: Fraction) -> None:
    residue = fraction.numerator * pow(fraction.denominator, -1, PRIME) % PRIME
    assert as_fraction(residue) == fraction


def test_bounds_tell_what_can_be_large_and_what_must_be_zero() -> None:
    # a + b = 3 and a + b + c = 3 leave nothing for c; d shares 10 with a
    matrix = np.array([[1, 1, 0, 0], [1, 1, 1, 0], [1, 0, 0, 1]])
    values = np.array([3, 3, 10])
    free = np.ones(4, dtype=bool)
    assert can_reach(Tables(matrix, values, 5.0), free, 5.0).tolist() == [False, False, False, True]
    assert must_be_zero(Tables(matrix, values, 1.0), free).tolist() == [False, False, True, False]


def test_no_table_at_all_is_an_error_of_its_own() -> None:
    with pytest.raises(NoTableError, match="no table of counts"):
        must_be_zero(Tables(np.array([[1, 1], [1, 0]]), np.array([2, 5]), 1.0), np.ones(2, dtype=bool))


def test_ranges_are_exact_where_they_are_narrow() -> None:
    matrix, values = np.array([[1, 1, 0], [0, 1, 1]]), np.array([1, 9])
    cells = csr_array(np.eye(3, dtype=np.int64))
    ranges = bound_cells(matrix, values, (cells, cells), width=np.array([3, 3, 3]))
    assert ranges.narrow.tolist() == [True, True, True]  # the last is 8 or 9
    assert bound_cells(matrix, values, (cells, cells), width=np.array([3, 2, 3])).narrow.tolist() == [True, False, True]
    assert (ranges.low[:2].tolist(), ranges.high[:2].tolist()) == ([0, 0], [1, 1])
