"""Exact linear algebra modulo a prime: which sums follow from the shown sums, and what they are worth.

Every shown cell is one equation over the unknown counts. Reduced modulo a prime there is no rounding and no
tolerance: a sum of unknowns follows from the shown cells exactly when it reduces to nothing. Counts are integers far
below the prime, so the residue of a derived sum *is* that sum. The coefficients that occur are quotients of very
small integers; a coefficient that the prime divides would be needed to go wrong.
"""

from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_array, csr_array
from scipy.sparse.csgraph import connected_components

PRIME = 2**31 - 19
"""Modulus: a prime whose products fit in 64-bit integers, and not the one that the protection computes with, so that no
rank is lost to one blind spot."""

Ints = NDArray[np.int64]
Mask = NDArray[np.bool_]
Sparse = csr_array
"""0/1 rows over the unknowns, stored by their entries."""

CHUNK = 512
"""Rows tested at once: bounds the memory, not the result."""


@dataclass(frozen=True, kw_only=True)
class Reduced:
    """The row space of a system in reduced form.

    Attributes
    ----------
    rows
        Independent rows by unknowns, residues modulo the prime; row i has a 1 in column ``pivots[i]``, where
        every other row has a 0.
    values
        Residue of the sum that each row stands for.
    pivots
        Column of each row, in the order in which columns were eliminated.
    contradiction
        True when the equations have no solution at all, not even with fractions or negative counts.
    """

    rows: Ints
    values: Ints
    pivots: Ints
    contradiction: bool

    def follow(self, targets: Sparse) -> tuple[Mask, Ints]:
        """Which 0/1 target rows follow from the system (mask), and the residue of their sum (0 where they do not)."""
        known = np.zeros(targets.shape[0], dtype=bool)
        worth = np.zeros(targets.shape[0], dtype=np.int64)
        rows = csr_array(self.rows)
        for start in range(0, targets.shape[0], CHUNK):
            part = targets[start : start + CHUNK]
            # A 0/1 vector times residues: even a million terms stay far below 2⁶³.
            lead = part[:, self.pivots]
            left: Ints = (part - lead @ rows).toarray()
            known[start : start + CHUNK] = ~(left % PRIME).any(axis=1)
            worth[start : start + CHUNK] = np.asarray(lead @ self.values) % PRIME
        return known, np.where(known, worth, 0)


def reduce_rows(matrix: Ints, values: Ints, order: Ints) -> Reduced:
    """Gauss-Jordan elimination modulo the prime, columns in the given order.

    Of the rows that can serve as pivot the one with the fewest entries is taken, and only the touched part of the
    matrix is updated: the matrices of overlapping areas stay sparse.

    Parameters
    ----------
    matrix
        Equations by unknowns, integers.
    values
        Right-hand side, integers.
    order
        Column numbers, first to be eliminated first; rows whose pivot comes late vanish on all earlier columns.
    """
    work = np.concatenate([matrix, values[:, None]], axis=1).astype(np.int64) % PRIME
    free = np.ones(len(work), dtype=bool)
    pivot_rows: list[int] = []
    pivots: list[int] = []
    filled = np.count_nonzero(work, axis=1)
    for column in order:
        touched = np.flatnonzero(work[:, column])
        candidates = touched[free[touched]]
        if not len(candidates):
            continue
        row = int(candidates[np.argmin(filled[candidates])])
        entries = np.flatnonzero(work[row])
        inverse = pow(int(work[row, column]), -1, PRIME)
        work[row, entries] = work[row, entries] * inverse % PRIME
        others = touched[touched != row]
        if len(others):
            block = np.ix_(others, entries)
            work[block] = (work[block] - work[others, column][:, None] * work[row, entries][None, :]) % PRIME
            filled[others] = np.count_nonzero(work[others], axis=1)
        free[row] = False
        pivot_rows.append(row)
        pivots.append(int(column))
    return Reduced(
        rows=work[pivot_rows, :-1],
        values=work[pivot_rows, -1],
        pivots=np.asarray(pivots, dtype=np.int64),
        contradiction=bool(work[free, -1].any()),
    )


def split_blocks(reduced: Reduced, keep: Mask) -> list[tuple[Ints, Ints]]:
    """Independent blocks of the part of the row space that vanishes outside ``keep``.

    The system must have been reduced with the columns outside ``keep`` first. Two unknowns share a block when some
    minimal derivable sum uses both (connected components of the matroid): a 0/1 vector of the space is a sum of 0/1
    vectors of single blocks, so blocks can be searched one by one without missing anything.

    Returns
    -------
    list of (row numbers, column numbers)
        One pair per block, rows of ``reduced`` and the columns in which they have entries.
    """
    inside = np.flatnonzero(keep[reduced.pivots])
    if not len(inside):
        return []
    rows, columns = np.nonzero(reduced.rows[inside])
    size = len(inside) + reduced.rows.shape[1]
    graph = coo_array((np.ones(len(rows)), (rows, columns + len(inside))), shape=(size, size))
    _, label = connected_components(graph, directed=False)
    blocks = []
    for component in np.unique(label[: len(inside)]):
        member = np.flatnonzero(label == component)
        blocks.append((inside[member[member < len(inside)]], member[member >= len(inside)] - len(inside)))
    return blocks


def as_fraction(residue: int) -> Fraction:
    """Find the simplest fraction with this residue: numerator and denominator below the root of half the prime.

    Raises
    ------
    ArithmeticError
        There is none: the system is not one of small integers.
    """
    bound = 32767
    before, after = (PRIME, 0), (residue % PRIME, 1)
    while after[0] > bound:
        quotient = before[0] // after[0]
        before, after = after, (before[0] - quotient * after[0], before[1] - quotient * after[1])
    if after[1] == 0 or abs(after[1]) > bound:
        raise ArithmeticError("expected a coefficient that is a quotient of small integers, found none")
    return Fraction(after[0], after[1])
