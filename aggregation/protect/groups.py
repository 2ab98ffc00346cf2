"""Complete search for small groups: answers of a few units that shown cells isolate although no table has that cell.

A group is a choice of (option, atom) pairs; it can be derived when its 0/1 row lies in the row space of what is
shown. Three steps keep the search short and complete: a group of fewer than ``least`` cannot contain a pair that
weighs ``least`` by itself, so only the part of the space that vanishes there matters; that part falls apart into
independent components, and a group is a union of groups of components; small components are enumerated, larger ones
go to HiGHS. A search that is broken off counts as a find.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy import sparse
from scipy.sparse.csgraph import connected_components

from aggregation.protect.areas import Matrix
from aggregation.protect.echelon import echelon_form, fractions
from aggregation.protect.solver import Outcome, Programme, Vector, find_integer_point
from aggregation.protect.system import System, group_row
from aggregation.protect.tallies import Measure

WHOLE = 1e-6
ENUMERATED = 4_096
"""Components with at most this many combinations are enumerated instead of solved."""
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
        self._clean: set[tuple[int, bytes]] = set()

    def run(self, rows: Matrix) -> Found:
        """Find groups that are small by any measure.

        Parameters
        ----------
        rows : what is shown, in echelon form.
        """
        groups: dict[bytes, Matrix] = {}
        doubtful: list[npt.NDArray[np.intp]] = []
        for number, measure in enumerate(self._system.measures):
            for part in components(light_rows(self._system, rows, measure), self._system):
                key = (number, sparse.csr_matrix(part).data.tobytes() + np.flatnonzero(part).tobytes())
                if key in self._clean:
                    continue
                found, sure = _search(self._system, part, measure, self._nodes)
                for row in found:
                    groups.setdefault(row.tobytes(), row)
                if not sure:
                    doubtful.append(np.flatnonzero(part.any(axis=0)))
                elif not found:
                    self._clean.add(key)
        return Found(tuple(groups.values()), tuple(doubtful))


def light_rows(system: System, rows: Matrix, measure: Measure) -> Matrix:
    """Keep the part of the space that is zero on every unknown too heavy for a small group."""
    heavy = measure.weights >= measure.least
    if system.known_totals:
        heavy = heavy[:-1] & heavy[-1]
    columns = np.flatnonzero(heavy.reshape(-1))
    form, _ = echelon_form(rows, columns)
    light = form[~form[:, columns].any(axis=1)]
    return echelon_form(light)[0]


def components(rows: Matrix, system: System) -> list[Matrix]:
    """Split rows in echelon form into independent parts that share no unknown.

    With known totals the unknowns of an atom belong together: what is left of its total after two shown options is a
    group of the other options, although the two rows share no unknown.
    """
    if not len(rows):
        return []
    line, column = np.nonzero(rows)
    if system.known_totals:
        column = column % system.atoms
    size = len(rows) + rows.shape[1]
    links = sparse.coo_matrix((np.ones(len(line)), (line, column + len(rows))), shape=(size, size))
    count, label = connected_components(links, directed=False)
    return [rows[label[: len(rows)] == number] for number in range(count) if (label[: len(rows)] == number).any()]


def _search(system: System, part: Matrix, measure: Measure, nodes: int) -> tuple[list[Matrix], bool]:
    numbers, exact = fractions(part)
    if not exact:
        return [], False
    base = 3 if system.known_totals else 2
    if base ** len(part) <= ENUMERATED:
        steps = np.indices((base,) * len(part)).reshape(len(part), -1).T
        if system.known_totals:
            steps = np.where(steps == 2, -1, steps)
        rows = steps @ numbers
        whole = (np.abs(rows - np.rint(rows)) < WHOLE).all(axis=1)
        return _judge(system, np.rint(rows[whole]).astype(np.int64), measure), True
    return _solve(system, numbers, measure, nodes)


def _judge(system: System, rows: Matrix, measure: Measure) -> list[Matrix]:
    """Keep the rows that are small groups."""
    rows = rows[(np.abs(rows) <= 1).all(axis=1)]
    shape = (len(rows), -1, system.atoms)
    chosen = rows.reshape(shape)
    if system.known_totals:
        last = (chosen < 0).any(axis=1, keepdims=True).astype(np.int64)
        chosen = np.concatenate([chosen + last, last], axis=1)
    fits = ((chosen == 0) | (chosen == 1)).all(axis=(1, 2))
    chosen, rows = chosen[fits], rows[fits]
    units = (chosen * system.units).sum(axis=(1, 2))
    small = (units > 0) & (weigh(system, chosen, measure) < measure.least)
    return list(rows[small])


def weigh(system: System, chosen: Matrix, measure: Measure) -> Matrix:
    """Weigh groups (groups by options by atoms); for practices never more than there are.

    A practice may give several answers; where a group takes several options of an atom but neither all nor all but
    one, the heaviest option is a lower bound of the practices behind them.
    """
    weights = chosen * measure.weights
    if measure.additive:
        return np.asarray(weights.sum(axis=(1, 2)))
    bounds = [weights.max(axis=1), np.where(chosen.all(axis=1), measure.totals, 0)]
    for missing in range(system.options):
        rest = np.delete(chosen, missing, axis=1).all(axis=1)
        bounds.append(np.where(rest, measure.others[missing], 0))
    return np.asarray(np.maximum.reduce(bounds).sum(axis=1))


def _solve(system: System, part: Vector, measure: Measure, nodes: int) -> tuple[list[Matrix], bool]:
    """Let HiGHS find one small group of a component, or prove that there is none."""
    options = system.options
    touched = part.any(axis=0).reshape(-1, system.atoms)
    atoms = np.flatnonzero(touched.any(axis=0))
    width, depth = len(atoms), len(part)
    free = options - system.known_totals
    cells = options * width
    heaviest = not measure.additive
    total = cells + depth + (width if heaviest else 0)
    matrix = sparse.lil_matrix((free * width, total))
    local = part.reshape(depth, free, system.atoms)[:, :, atoms]
    for number in range(free * width):
        matrix[number, number] = 1
    if system.known_totals:
        for number in range(free * width):
            matrix[number, free * width + number % width] = -1
    matrix[:, cells : cells + depth] = -local.reshape(depth, -1).T
    blocks: list[Any] = [matrix]
    low, high = [np.zeros(free * width)], [np.zeros(free * width)]
    if system.known_totals:
        blocks.append(sparse.hstack([sparse.identity(width)] * options + [sparse.csr_matrix((width, total - cells))]))
        low.append(np.full(width, -np.inf))
        high.append(np.full(width, options - 1.0))
    weights = measure.weights[:, atoms].reshape(-1)
    size = np.zeros((2, total))
    size[0, :cells] = system.units[:, atoms].reshape(-1)
    if heaviest:
        bound, least = _practice_bounds(measure, atoms, options, depth)
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
    lower[cells : cells + depth] = -1.0 if system.known_totals else 0.0
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
        chosen = np.zeros((options, system.atoms), dtype=np.int64)
        chosen[:, atoms] = picked.reshape(options, width)
        found.append(group_row(chosen, known_totals=system.known_totals))
        picked = picked * (size[0, :cells] > 0)
        programme = programme.with_row(np.concatenate([picked, np.zeros(total - cells)]), float(picked.sum()) - 1)
    return found, True


def _practice_bounds(
    measure: Measure, atoms: npt.NDArray[np.intp], options: int, depth: int
) -> tuple[sparse.csr_matrix, Vector]:
    """Bound the practices behind a group per atom from below: by one option, by all but one, by all."""
    width = len(atoms)
    sets: list[tuple[int, ...]] = [(number,) for number in range(options)]
    weights = [measure.weights[number, atoms] for number in range(options)]
    if options > 1:
        sets.append(tuple(range(options)))
        weights.append(measure.totals[atoms])
    if options > 2:
        sets += [tuple(other for other in range(options) if other != number) for number in range(options)]
        weights += [measure.others[number, atoms] for number in range(options)]
    lines: list[Any] = []
    least: list[Vector] = []
    for chosen, weight in zip(sets, weights, strict=True):
        part = sparse.diags_array(-weight.astype(np.float64))
        nothing = sparse.csr_array((width, width))
        blocks = [part if number in chosen else nothing for number in range(options)]
        lines.append(sparse.hstack([*blocks, sparse.csr_array((width, depth)), sparse.eye_array(width)]))
        least.append(-weight * (len(chosen) - 1.0))
    return sparse.csr_matrix(sparse.vstack(lines)), np.concatenate(least)
