"""Complete search for small groups: answers of a few units that shown cells isolate although no table has that cell.

A group is a choice of (option, atom) pairs; it can be derived when its 0/1 row lies in the row space of what is
shown. Three steps keep the search short and complete: a group of fewer than ``least`` cannot contain a pair that
weighs ``least`` by itself, so only the part of the space that vanishes there matters; that part falls apart into
independent components, and a group is a union of groups of components; small components are enumerated, larger ones
go to HiGHS. A search that is broken off counts as a find.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy import sparse
from scipy.sparse.csgraph import connected_components

from aggregation.protect.areas import Matrix
from aggregation.protect.echelon import Row, fractions, vanishing
from aggregation.protect.solver import Outcome, Programme, Vector, find_integer_point
from aggregation.protect.system import System, group_row
from aggregation.protect.tallies import Measure

WHOLE = 1e-6
ENUMERATED = 4_096
"""Components with at most this many combinations are enumerated instead of solved."""
PAIRS = 2_000
"""Pairs of rows that are looked at together."""
PER_COMPONENT = 12
"""Groups taken from one component before what is shown is decided anew."""


@dataclass(frozen=True)
class Found:
    """What one search found.

    Parameters
    ----------
    groups : rows over the unknowns, one per small group.
    doubtful : columns of components whose search was broken off.
    """

    groups: tuple[Matrix, ...]
    doubtful: tuple[npt.NDArray[np.intp], ...]


class GroupSearch:
    """Search the row space of one system; components that were searched before are not searched again."""

    def __init__(self, system: System, nodes: int) -> None:
        self._system = system
        self._nodes = nodes
        self._clean: set[tuple[int, tuple[tuple[tuple[int, int], ...], ...]]] = set()

    def run(self, rows: Sequence[Row]) -> Found:
        """Find groups that are small by any measure.

        Parameters
        ----------
        rows : basis of what is shown, in reduced echelon form.
        """
        groups: dict[bytes, Matrix] = {}
        doubtful: list[npt.NDArray[np.intp]] = []
        for number, measure in enumerate(self._system.measures):
            for part in components(light_rows(self._system, rows, measure), self._system):
                key = (number, tuple(tuple(sorted(row.items())) for row in part))
                if key in self._clean:
                    continue
                block = Block.of(self._system, measure, part)
                found, sure = _search(block, self._nodes)
                for row in found:
                    whole = block.widen(row, self._system)
                    groups.setdefault(whole.tobytes(), whole)
                if not sure:
                    doubtful.append(np.array(sorted(set().union(*part)), dtype=np.intp))
                elif not found:
                    self._clean.add(key)
        return Found(tuple(groups.values()), tuple(doubtful))


@dataclass(frozen=True)
class Block:
    """One component on the atoms that it touches.

    Parameters
    ----------
    rows : residues, options (without the last one when totals are known) times atoms wide.
    place : numbers of the atoms in the system.
    units : options by atoms, the truth.
    measure : what groups are weighed by, on these atoms.
    known_totals : whether the total of every atom is public.
    """

    rows: Matrix
    place: npt.NDArray[np.intp]
    units: Matrix
    measure: Measure
    known_totals: bool

    @classmethod
    def of(cls, system: System, measure: Measure, part: Sequence[Row]) -> "Block":
        """Cut a component out of its system."""
        place = sorted({column % system.atoms for row in part for column in row})
        local = {atom: number for number, atom in enumerate(place)}
        free = system.options - system.known_totals
        rows = np.zeros((len(part), free, len(place)), dtype=np.int64)
        for number, row in enumerate(part):
            for column, value in row.items():
                rows[number, column // system.atoms, local[column % system.atoms]] = value
        atoms = np.array(place, dtype=np.intp)
        return cls(
            rows.reshape(len(part), -1), atoms, system.units[:, atoms], measure.within(atoms), system.known_totals
        )

    @property
    def options(self) -> int:
        """Number of answer options."""
        return len(self.units)

    @property
    def atoms(self) -> int:
        """Number of atoms."""
        return len(self.place)

    def widen(self, row: Matrix, system: System) -> Matrix:
        """Write a row of the component as a row of its system."""
        whole = np.zeros((system.columns // system.atoms, system.atoms), dtype=np.int64)
        whole[:, self.place] = row.reshape(-1, self.atoms)
        return whole.reshape(-1)


def light_rows(system: System, rows: Sequence[Row], measure: Measure) -> list[Row]:
    """Keep the part of the space that is zero on every unknown too heavy for a small group."""
    heavy = measure.weights >= measure.least
    if system.known_totals:
        heavy = heavy[:-1] & heavy[-1]
    return vanishing(rows, {int(column) for column in np.flatnonzero(heavy.reshape(-1))})


def components(rows: Sequence[Row], system: System) -> list[list[Row]]:
    """Split rows in reduced echelon form into independent parts that share no unknown.

    With known totals the unknowns of an atom belong together: what is left of its total after two shown options is a
    group of the other options, although the two rows share no unknown.
    """
    if not rows:
        return []
    line = np.repeat(np.arange(len(rows)), [len(row) for row in rows])
    column = np.concatenate([np.fromiter(row, dtype=np.intp, count=len(row)) for row in rows])
    if system.known_totals:
        column = column % system.atoms
    size = len(rows) + system.columns
    links = sparse.coo_matrix((np.ones(len(line)), (line, column + len(rows))), shape=(size, size))
    _, label = connected_components(links, directed=False)
    parts: dict[int, list[Row]] = {}
    for row, number in zip(rows, label[: len(rows)].tolist(), strict=True):
        parts.setdefault(number, []).append(row)
    return list(parts.values())


def _search(block: Block, nodes: int) -> tuple[list[Matrix], bool]:
    numbers, exact = fractions(block.rows)
    if not exact:
        return [], False
    depth = len(numbers)
    base = 3 if block.known_totals else 2
    if base**depth <= ENUMERATED:
        steps = np.indices((base,) * depth).reshape(depth, -1).T
        if block.known_totals:
            steps = np.where(steps == 2, -1, steps)
        rows = steps @ numbers
        whole = (np.abs(rows - np.rint(rows)) < WHOLE).all(axis=1)
        return _judge(block, np.rint(rows[whole]).astype(np.int64)), True
    near = _near(block, numbers)
    return (near, True) if near else _solve(block, numbers, nodes)


def _near(block: Block, numbers: Vector) -> list[Matrix]:
    """List the small groups that one or two rows of the basis make: most of what there is, in no time."""
    least = block.measure.least
    touched = (numbers.reshape(len(numbers), -1, block.atoms) != 0).any(axis=1).astype(np.float64)
    weights = {sign: _weights_per_atom(block, sign * numbers) for sign in (1, -1)}
    tried = [sign * numbers[part.sum(axis=1) < least] for sign, part in weights.items()]
    beside = np.triu(touched @ touched.T > 0, 1)
    for one, other in ((1, 1), (1, -1), (-1, 1), (-1, -1)):
        first, second = weights[one], weights[other]
        # What either row takes where the other has nothing stays whatever they do together.
        alone = first.sum(axis=1)[:, None] - first @ touched.T + second.sum(axis=1) - touched @ second.T
        left, right = np.nonzero(beside & (alone < least))
        tried += [
            one * numbers[left[start : start + PAIRS]] + other * numbers[right[start : start + PAIRS]]
            for start in range(0, len(left), PAIRS)
        ]
    found: dict[bytes, Matrix] = {}
    for rows in tried:
        whole = (np.abs(rows - np.rint(rows)) < WHOLE).all(axis=1)
        found |= {row.tobytes(): row for row in _judge(block, np.rint(rows[whole]).astype(np.int64))}
    return list(found.values())


def _weights_per_atom(block: Block, numbers: Vector) -> Vector:
    """Bound from below what each row weighs in each atom as a group; the threshold where it is no group there."""
    chosen = numbers.reshape(len(numbers), -1, block.atoms)
    if block.known_totals:
        last = (chosen < -WHOLE).any(axis=1, keepdims=True)
        chosen = np.concatenate([chosen + last, last], axis=1)
    fits = ((np.abs(chosen) < WHOLE) | (np.abs(chosen - 1) < WHOLE)).all(axis=1)
    parts = np.rint(chosen) * block.measure.weights
    weights = parts.sum(axis=1) if block.measure.additive else parts.max(axis=1)
    return np.where(fits, weights, block.measure.least).astype(np.float64)


def _judge(block: Block, rows: Matrix) -> list[Matrix]:
    """Keep the rows that are small groups."""
    rows = rows[(np.abs(rows) <= 1).all(axis=1)]
    if not len(rows):
        return []
    chosen = rows.reshape(len(rows), -1, block.atoms)
    if block.known_totals:
        last = (chosen < 0).any(axis=1, keepdims=True).astype(np.int64)
        chosen = np.concatenate([chosen + last, last], axis=1)
    fits = ((chosen == 0) | (chosen == 1)).all(axis=(1, 2))
    chosen, rows = chosen[fits], rows[fits]
    units = (chosen * block.units).sum(axis=(1, 2))
    small = (units > 0) & (weigh(block.options, chosen, block.measure) < block.measure.least)
    return list(rows[small])


def weigh(options: int, chosen: Matrix, measure: Measure) -> Matrix:
    """Weigh groups (groups by options by atoms); for practices never more than there are.

    A practice may give several answers; where a group takes several options of an atom but neither all nor all but
    one, the heaviest option is a lower bound of the practices behind them.
    """
    weights = chosen * measure.weights
    if measure.additive:
        return np.asarray(weights.sum(axis=(1, 2)))
    bounds = [weights.max(axis=1), np.where(chosen.all(axis=1), measure.totals, 0)]
    for missing in range(options):
        rest = np.delete(chosen, missing, axis=1).all(axis=1)
        bounds.append(np.where(rest, measure.others[missing], 0))
    return np.asarray(np.maximum.reduce(bounds).sum(axis=1))


def _solve(block: Block, numbers: Vector, nodes: int) -> tuple[list[Matrix], bool]:
    """Let HiGHS find one small group of a component, or prove that there is none."""
    options, width, depth, measure = block.options, block.atoms, len(numbers), block.measure
    free = options - block.known_totals
    cells = options * width
    heaviest = not measure.additive
    total = cells + depth + (width if heaviest else 0)
    matrix = sparse.lil_matrix((free * width, total))
    for number in range(free * width):
        matrix[number, number] = 1
    if block.known_totals:
        for number in range(free * width):
            matrix[number, free * width + number % width] = -1
    matrix[:, cells : cells + depth] = -numbers.T
    blocks: list[Any] = [matrix]
    low, high = [np.zeros(free * width)], [np.zeros(free * width)]
    if block.known_totals:
        blocks.append(sparse.hstack([sparse.identity(width)] * options + [sparse.csr_matrix((width, total - cells))]))
        low.append(np.full(width, -np.inf))
        high.append(np.full(width, options - 1.0))
    weights = measure.weights.reshape(-1)
    size = np.zeros((2, total))
    size[0, :cells] = block.units.reshape(-1)
    if heaviest:
        bound, least = _practice_bounds(measure, width, options, depth)
        blocks.append(bound)
        low.append(least)
        high.append(np.full(len(least), np.inf))
        size[1, cells + depth :] = 1
    else:
        size[1, :cells] = weights
    blocks.append(sparse.csr_matrix(size))
    low.append(np.array([1.0, -np.inf]))
    high.append(np.array([np.inf, measure.least - 1.0]))
    upper = np.ones(total)
    upper[:cells] = weights < measure.least
    upper[cells + depth :] = measure.least
    lower = np.zeros(total)
    lower[cells : cells + depth] = -1.0 if block.known_totals else 0.0
    integer = np.ones(total, dtype=bool)
    integer[cells + depth :] = False
    programme = Programme(
        sparse.csr_matrix(sparse.vstack(blocks)), np.concatenate(low), np.concatenate(high), lower, upper
    )
    found: list[Matrix] = []
    while len(found) < PER_COMPONENT:
        outcome, point = find_integer_point(programme, np.zeros(total), integer, nodes)
        if outcome is not Outcome.FOUND:
            return found, bool(found) or outcome is Outcome.NOTHING
        picked = np.rint(point[:cells]).astype(np.int64)
        found.append(group_row(picked.reshape(options, width), known_totals=block.known_totals))
        picked = picked * (size[0, :cells] > 0)
        programme = programme.with_row(np.concatenate([picked, np.zeros(total - cells)]), float(picked.sum()) - 1)
    return found, True


def _practice_bounds(measure: Measure, width: int, options: int, depth: int) -> tuple[sparse.csr_matrix, Vector]:
    """Bound the practices behind a group per atom from below: by one option, by all but one, by all."""
    sets: list[tuple[int, ...]] = [(number,) for number in range(options)]
    weights = [measure.weights[number] for number in range(options)]
    if options > 1:
        sets.append(tuple(range(options)))
        weights.append(measure.totals)
    if options > 2:
        sets += [tuple(other for other in range(options) if other != number) for number in range(options)]
        weights += [measure.others[number] for number in range(options)]
    lines: list[Any] = []
    least: list[Vector] = []
    for chosen, weight in zip(sets, weights, strict=True):
        part = sparse.diags_array(-weight.astype(np.float64))
        nothing = sparse.csr_array((width, width))
        blocks = [part if number in chosen else nothing for number in range(options)]
        lines.append(sparse.hstack([*blocks, sparse.csr_array((width, depth)), sparse.eye_array(width)]))
        least.append(-weight * (len(chosen) - 1.0))
    return sparse.csr_matrix(sparse.vstack(lines)), np.concatenate(least)
