"""Gaussian elimination in exact modular arithmetic, with rows that must stay out of reach.

A cell is a row vector over the unknowns. What is shown spans a space; a withheld row that lies in that space can be
computed by subtraction. :class:`Echelon` grows the space one candidate at a time and refuses every candidate that
would put a protected row inside it. Arithmetic is modulo the prime 2^31 - 1: nothing is rounded, and a row that is
dependent over the rationals is dependent modulo every prime, so nothing is overlooked.

Areas touch few of the unknowns of a country, so rows hold what is not zero only, and every column knows which rows
hold it: the cost follows the size of what is touched, not the size of the country.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from heapq import heapify, heappop, heappush

import numpy as np
import numpy.typing as npt

from aggregation.protect.areas import Matrix

PRIME = 2**31 - 1
LARGEST_DENOMINATOR = 60
LARGEST_NUMERATOR = 4_096

Row = dict[int, int]
"""Column to residue, zeros left out."""


def sparse_rows(rows: Matrix) -> list[Row]:
    """Keep of each row what is not zero modulo the prime."""
    result: list[Row] = [{} for _ in range(len(rows))]
    lines, columns = np.nonzero(rows)
    values = rows[lines, columns] % PRIME
    for line, column, value in zip(lines.tolist(), columns.tolist(), values.tolist(), strict=True):
        if value:
            result[line][column] = value
    return result


def subtract(rest: Row, factor: int, row: Row) -> None:
    """Take ``factor`` times a row off another, in place."""
    for column, value in row.items():
        left = (rest.get(column, 0) - factor * value) % PRIME
        if left:
            rest[column] = left
        else:
            rest.pop(column, None)


def _scaled(row: Row, column: int) -> Row:
    """Make the residue at a column one."""
    factor = pow(row[column], PRIME - 2, PRIME)
    return {other: value * factor % PRIME for other, value in row.items()}


class Echelon:
    """A row space in reduced echelon form beside the residues of protected rows.

    Parameters
    ----------
    columns : number of unknowns.
    protected : integer rows that must not become combinations of shown rows; rows that are zero are ignored.
    """

    def __init__(self, columns: int, protected: Matrix | None = None) -> None:
        self._columns = columns
        self._basis: dict[int, Row] = {}
        self._users: defaultdict[int, set[int]] = defaultdict(set)
        kept = [] if protected is None else [row for row in sparse_rows(protected) if row]
        self._secrets: dict[int, Row] = dict(enumerate(kept))
        self._watchers: defaultdict[int, set[int]] = defaultdict(set)
        for number, row in self._secrets.items():
            for column in row:
                self._watchers[column].add(number)

    @property
    def basis(self) -> list[Row]:
        """Basis of the space, one row per pivot, zero on the pivots of the others; not to be changed."""
        return list(self._basis.values())

    def add(self, rows: Matrix | Sequence[Row], *, force: bool = False) -> bool:
        """Take rows into the space unless a protected row would fall into it.

        Returns
        -------
        False when refused (the space is as before); with ``force`` the rows are taken whatever falls.
        """
        fresh = self._fresh(sparse_rows(rows) if isinstance(rows, np.ndarray) else rows)
        if not fresh:
            return True
        after: dict[int, Row] = {}
        for number in sorted(set().union(*(self._watchers.get(pivot, ()) for pivot in fresh))):
            rest = dict(self._secrets[number])
            clear(rest, fresh)
            if not rest and not force:
                return False
            after[number] = rest
        for number, rest in after.items():
            _move(self._watchers, number, self._secrets[number], rest)
            self._secrets[number] = rest
            if not rest:
                del self._secrets[number]
        for owner in sorted(set().union(*(self._users.get(pivot, ()) for pivot in fresh))):
            rest = dict(self._basis[owner])
            clear(rest, fresh)
            _move(self._users, owner, self._basis[owner], rest)
            self._basis[owner] = rest
        for pivot, row in fresh.items():
            self._basis[pivot] = row
            for column in row:
                self._users[column].add(pivot)
        return True

    def holds(self, rows: Matrix) -> npt.NDArray[np.bool_]:
        """Tell which rows lie in the space."""
        return np.array([not self._reduced(row) for row in sparse_rows(rows)], dtype=bool)

    def _reduced(self, row: Row) -> Row:
        """Subtract from a row what the space explains of it."""
        rest = dict(row)
        clear(rest, self._basis)
        return rest

    def _fresh(self, rows: Iterable[Row]) -> dict[int, Row]:
        """Give what rows add to the space: by pivot, zero on all other pivots."""
        fresh: dict[int, Row] = {}
        for row in rows:
            rest = self._reduced(row)
            clear(rest, fresh)
            if not rest:
                continue
            # The column that fewest others hold keeps the rows short.
            pivot = min(rest, key=lambda column: (self._load(column), column))
            rest = _scaled(rest, pivot)
            for other in fresh.values():
                if pivot in other:
                    subtract(other, other[pivot], rest)
            fresh[pivot] = rest
        return fresh

    def _load(self, column: int) -> int:
        return len(self._users.get(column, ())) + len(self._watchers.get(column, ()))


def clear(rest: Row, basis: dict[int, Row]) -> None:
    """Make a row zero on the pivots of a basis in reduced form, in place."""
    pivots = (
        [column for column in rest if column in basis]
        if len(rest) < len(basis)
        else [pivot for pivot in basis if pivot in rest]
    )
    for pivot in pivots:
        subtract(rest, rest[pivot], basis[pivot])


def _move(index: defaultdict[int, set[int]], number: int, before: Row, after: Row) -> None:
    for column in before.keys() - after.keys():
        index[column].discard(number)
    for column in after.keys() - before.keys():
        index[column].add(number)


class Triangle:
    """Rows in plain echelon form: each was cleared of the pivots before it, and may hold later ones."""

    def __init__(self) -> None:
        self._order: dict[int, int] = {}
        self._rows: list[Row] = []
        self._pivots: list[int] = []

    def reduce(self, row: Row) -> Row:
        """Clear a row of all pivots."""
        rest = dict(row)
        waiting = [self._order[column] for column in rest if column in self._order]
        heapify(waiting)
        while waiting:
            number = heappop(waiting)
            factor = rest.get(self._pivots[number], 0)
            if not factor:
                continue
            for column, value in self._rows[number].items():
                left = (rest.get(column, 0) - factor * value) % PRIME
                if not left:
                    rest.pop(column, None)
                    continue
                if column not in rest and column in self._order:
                    heappush(waiting, self._order[column])
                rest[column] = left
        return rest

    def take(self, rest: Row, pivot: int) -> None:
        """Add a row that was cleared of all pivots."""
        self._order[pivot] = len(self._rows)
        self._pivots.append(pivot)
        self._rows.append(_scaled(rest, pivot))


class Combinations:
    """Tells of which rows another one is a combination.

    Of rows that depend on earlier ones none is taken, so the combination is the only one.

    Parameters
    ----------
    rows : the rows, from 0 on.
    columns : number of unknowns.
    """

    def __init__(self, rows: Sequence[Row], columns: int) -> None:
        self._columns = columns
        self._space = Triangle()
        for number, row in enumerate(rows):
            rest = self._space.reduce({**row, columns + number: 1})
            filled = [column for column in rest if column < columns]
            if filled:
                self._space.take(rest, min(filled))

    def of(self, target: Row) -> list[int] | None:
        """Give the numbers of the rows that a combination takes; None where there is none."""
        rest = self._space.reduce(target)
        if any(column < self._columns for column in rest):
            return None
        return sorted(column - self._columns for column in rest)


def vanishing(rows: Sequence[Row], columns: set[int]) -> list[Row]:
    """Give a basis in reduced form of the combinations of rows that are zero on some columns."""
    often: defaultdict[int, int] = defaultdict(int)
    for row in rows:
        for column in row:
            often[column] += 1
    heavy = Triangle()
    light = Echelon(0)
    for row in sorted(rows, key=len):
        rest = heavy.reduce(row)
        filled = [column for column in rest if column in columns]
        if filled:
            heavy.take(rest, min(filled, key=lambda column: (often[column], column)))
        else:
            light.add([rest])
    return light.basis


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
