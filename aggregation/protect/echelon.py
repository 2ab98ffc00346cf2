"""Gaussian elimination in exact modular arithmetic, with rows that must stay out of reach.

A cell is a row vector over the unknowns. What is shown spans a space; a withheld row that lies in that space can be
computed by subtraction. :class:`Echelon` grows the space one candidate at a time and refuses every candidate that
would put a protected row inside it. Arithmetic is modulo the prime 2^31 - 1: products fit in 64 bits, nothing is
rounded, and a row that is dependent over the rationals is dependent modulo every prime, so nothing is overlooked.
"""

import numpy as np
import numpy.typing as npt

from aggregation.protect.areas import Matrix

PRIME = 2**31 - 1
LARGEST_DENOMINATOR = 60
LARGEST_NUMERATOR = 4_096


class Echelon:
    """A row space in reduced echelon form beside the residues of protected rows.

    Parameters
    ----------
    columns : number of unknowns.
    protected : integer rows that must not become combinations of shown rows; rows that are zero are ignored.
    """

    def __init__(self, columns: int, protected: Matrix | None = None) -> None:
        self._store: Matrix = np.zeros((64, columns), dtype=np.int64)
        self.pivots: npt.NDArray[np.intp] = np.zeros(0, dtype=np.intp)
        residues = np.zeros((0, columns), dtype=np.int64) if protected is None else protected.astype(np.int64) % PRIME
        self.residues: Matrix = residues[residues.any(axis=1)]

    @property
    def rows(self) -> Matrix:
        """Basis of the space, one row per pivot, zero on the pivots of the others."""
        return self._store[: len(self.pivots)]

    def reduce(self, rows: Matrix) -> Matrix:
        """Subtract from each row what the space explains of it; a zero row lies in the space."""
        rest = rows.astype(np.int64) % PRIME
        if not len(self.pivots):
            return rest
        parts = rest[:, self.pivots]
        for position in np.flatnonzero(parts.any(axis=0)):
            hit = np.flatnonzero(parts[:, position])
            rest[hit] = (rest[hit] - parts[hit, position, None] * self.rows[position]) % PRIME
        return rest

    def add(self, rows: Matrix, *, force: bool = False) -> bool:
        """Take rows into the space unless a protected row would fall into it.

        Returns
        -------
        False when refused (the space is as before); with ``force`` the rows are taken whatever falls.
        """
        fresh, pivots = echelon_form(self.reduce(rows))
        if not len(pivots):
            return True
        touched = np.flatnonzero(self.residues[:, pivots].any(axis=1))
        after = _clear(self.residues[touched], fresh, pivots)
        alive = after.any(axis=1)
        if not alive.all() and not force:
            return False
        self.residues[touched] = after
        if not alive.all():
            self.residues = self.residues[self.residues.any(axis=1)]
        behind = np.flatnonzero(self.rows[:, pivots].any(axis=1))
        self.rows[behind] = _clear(self.rows[behind], fresh, pivots)
        used, needed = len(self.pivots), len(self.pivots) + len(fresh)
        if needed > len(self._store):
            room = np.zeros((max(needed, 2 * len(self._store)), self._store.shape[1]), dtype=np.int64)
            room[:used] = self._store[:used]
            self._store = room
        self._store[used:needed] = fresh
        self.pivots = np.concatenate([self.pivots, pivots])
        return True

    def holds(self, rows: Matrix) -> npt.NDArray[np.bool_]:
        """Tell which rows lie in the space."""
        return np.asarray(~self.reduce(rows).any(axis=1))


def echelon_form(rows: Matrix, first: npt.NDArray[np.intp] | None = None) -> tuple[Matrix, npt.NDArray[np.intp]]:
    """Bring rows into reduced echelon form modulo the prime.

    Parameters
    ----------
    rows : rows of residues.
    first : columns to be cleared before all others; the rows whose pivots are elsewhere are zero on them.

    Returns
    -------
    rows and their pivot columns; dependent rows are dropped.
    """
    work = rows % PRIME
    columns: dict[int, int] = {}
    for column in () if first is None else first:
        free = [int(number) for number in np.flatnonzero(work[:, column]) if int(number) not in columns]
        if free:
            number = min(free, key=lambda row: int(np.count_nonzero(work[row])))
            _pivot(work, number, int(column))
            columns[number] = int(column)
    for number in range(len(work)):
        filled = np.flatnonzero(work[number])
        if number not in columns and len(filled):
            _pivot(work, number, int(filled[0]))
            columns[number] = int(filled[0])
    kept = sorted(columns)
    return work[kept], np.array([columns[number] for number in kept], dtype=np.intp)


def _pivot(work: Matrix, number: int, column: int) -> None:
    work[number] = work[number] * pow(int(work[number, column]), PRIME - 2, PRIME) % PRIME
    others = np.flatnonzero(work[:, column])
    others = others[others != number]
    work[others] = (work[others] - work[others, column, None] * work[number]) % PRIME


def _clear(rows: Matrix, fresh: Matrix, pivots: npt.NDArray[np.intp]) -> Matrix:
    rest = rows.copy()
    parts = rows[:, pivots]
    for position in range(len(pivots)):
        hit = np.flatnonzero(parts[:, position])
        rest[hit] = (rest[hit] - parts[hit, position, None] * fresh[position]) % PRIME
    return rest


def fractions(rows: Matrix) -> tuple[npt.NDArray[np.float64], bool]:
    """Read residues as the fractions with small denominators that they stand for.

    Returns
    -------
    The numbers, and whether all of them were small fractions (if not, they mean nothing).
    """
    numbers = np.zeros(rows.shape)
    open_ = np.ones(rows.shape, dtype=bool)
    for denominator in range(1, LARGEST_DENOMINATOR + 1):
        scaled = rows * denominator % PRIME
        scaled = np.where(scaled > PRIME // 2, scaled - PRIME, scaled)
        fits = open_ & (np.abs(scaled) < LARGEST_NUMERATOR)
        numbers[fits] = scaled[fits] / denominator
        open_ &= ~fits
        if not open_.any():
            break
    return numbers, not open_.any()
