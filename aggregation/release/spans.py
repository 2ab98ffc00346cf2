"""Row spaces modulo a prime, dense: what is orthogonal to a space, and whether one space lies in another.

A row that depends on others over the rationals depends modulo every prime, so a row that is in reach is never
overlooked.
"""

import numpy as np
import numpy.typing as npt

from aggregation.protect.echelon import PRIME

Matrix = npt.NDArray[np.int64]


def orthogonal(rows: Matrix) -> Matrix:
    """Give a basis, in its columns, of all vectors that every row is orthogonal to; residues modulo the prime."""
    reduced, pivots = _reduce(rows)
    width = rows.shape[1]
    free = np.setdiff1d(np.arange(width), pivots)
    basis = np.zeros((width, len(free)), dtype=np.int64)
    basis[free, np.arange(len(free))] = 1
    if len(pivots):
        basis[pivots] = (-reduced[:, free]) % PRIME
    return basis


def product(one: Matrix, other: Matrix) -> Matrix:
    """Multiply two matrices modulo the prime."""
    low, high = one % PRIME & 0xFFFF, one % PRIME >> 16
    right = other % PRIME
    total = np.zeros((one.shape[0], other.shape[1]), dtype=np.int64)
    step = 2**15  # products of 16 and 31 bits: so many fit into 62 bits
    for start in range(0, one.shape[1], step):
        part = slice(start, start + step)
        upper = (high[:, part] @ right[part]) % PRIME
        total = (total + ((upper << 16) % PRIME) + (low[:, part] @ right[part]) % PRIME) % PRIME
    return total


def _reduce(rows: Matrix) -> tuple[Matrix, npt.NDArray[np.intp]]:
    """Reduce rows fully; gives the rows that are not zero, and the column of the pivot of each."""
    left = rows % PRIME
    pivots: list[int] = []
    place = 0
    for column in range(left.shape[1]):
        below = np.flatnonzero(left[place:, column])
        if not len(below):
            continue
        found = place + int(below[0])
        left[[place, found]] = left[[found, place]]
        left[place] = left[place] * pow(int(left[place, column]), PRIME - 2, PRIME) % PRIME
        touched = np.flatnonzero(left[:, column])
        touched = touched[touched != place]
        left[touched] = (left[touched] - left[touched, column][:, None] * left[place][None, :]) % PRIME
        pivots.append(column)
        place += 1
        if place == len(left):
            break
    return left[:place], np.array(pivots, dtype=np.intp)
