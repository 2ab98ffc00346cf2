"""The equations of one table: which sums of unknown counts the release shows.

The unknowns are the counts per atom and option. Atoms that lie in the same shown areas cannot be told apart by any
sum of shown cells, so they are first taken together in a class.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array, diags_array

from aggregation.attack.algebra import Ints, Mask, Reduced, Sparse, reduce_rows
from aggregation.attack.reading import Areas, Place, Table


@dataclass(frozen=True, kw_only=True)
class Known:
    """What the reader knows from elsewhere than the table's own cells.

    Attributes
    ----------
    totals
        Numbers of respondents by (level, area), from tables with the same respondents.
    atom_totals
        Number of respondents of every atom, where that is public; −1 where the reader could not tell it from the
        release. None in person frames.
    sums
        More sums: mask over the atoms, positions of the options, count.
    """

    totals: Mapping[Place, int]
    atom_totals: Ints | None
    sums: tuple[tuple[Mask, tuple[int, ...], int], ...] = ()


@dataclass(frozen=True)
class System:
    """Shown sums of one table as equations; unknown number (class or atom) × options + option.

    Attributes
    ----------
    table, areas, known
        What it was built from.
    atom_rows, option_rows
        Equation i says: the counts of the atoms in ``atom_rows[i]`` for the options in ``option_rows[i]`` sum to
        ``values[i]``. The totals of single atoms are kept apart in ``known.atom_totals``.
    values
        Right-hand sides.
    classes
        Class number of every atom.
    """

    table: Table
    areas: Areas
    known: Known
    atom_rows: Mask
    option_rows: Mask
    values: Ints
    classes: Ints

    @property
    def options(self) -> int:
        """Number of options (1 when only a total is counted)."""
        return int(self.option_rows.shape[1])

    @cached_property
    def class_sizes(self) -> Ints:
        """Atoms per class."""
        return np.bincount(self.classes)

    @cached_property
    def class_totals(self) -> Ints | None:
        """Respondents per class, −1 where not known; None in person frames."""
        totals = self.known.atom_totals
        if totals is None:
            return None
        return np.where(self.whole, np.bincount(self.classes, weights=totals), -1).astype(np.int64)

    @cached_property
    def whole(self) -> Mask:
        """Classes of which the number of respondents is known."""
        totals = self.known.atom_totals
        if totals is None:
            return np.zeros(len(self.class_sizes), dtype=bool)
        return np.asarray(np.bincount(self.classes, weights=totals < 0) == 0)

    @cached_property
    def equations(self) -> tuple[Ints, Ints]:
        """Matrix over classes × options and right-hand side, the known totals of classes included."""
        first = np.unique(self.classes, return_index=True)[1]
        matrix = np.einsum("rc,ro->rco", self.atom_rows[:, first], self.option_rows)
        matrix = matrix.reshape(len(self.values), len(first) * self.options).astype(np.int64)
        values = self.values
        if self.class_totals is not None:
            matrix, values = _add_totals(self.class_totals, self.options, matrix, values)
        return matrix, values

    @cached_property
    def atom_equations(self) -> tuple[Ints, Ints]:
        """The same over atoms × options."""
        matrix = np.einsum("ra,ro->rao", self.atom_rows, self.option_rows)
        matrix = matrix.reshape(len(self.values), len(self.classes) * self.options).astype(np.int64)
        values = self.values
        if self.known.atom_totals is not None:
            matrix, values = _add_totals(self.known.atom_totals, self.options, matrix, values)
        return matrix, values

    def split(self, zero: Mask) -> "System | None":
        """Take atoms apart whose class has options that must be 0, where the totals of atoms are known.

        With one option gone the known total of each atom says something about its other options, and the atoms
        of the class can be told apart after all. None when there is no such class.
        """
        if self.known.atom_totals is None:
            return None
        by_class = zero.reshape(-1, self.options)
        touched = by_class.any(axis=1) & (self.class_sizes > 1) & self.whole
        if not touched.any():
            return None
        apart = touched[self.classes]
        classes = np.where(apart, len(self.class_sizes) + np.arange(len(self.classes)), self.classes)
        return replace(self, classes=np.unique(classes, return_inverse=True)[1].astype(np.int64))

    def reduce(self, zero: Mask, keep: Mask) -> Reduced:
        """Row space with unknowns that must be 0 left out, the columns outside ``keep`` eliminated first."""
        matrix, values = self.equations
        order = np.concatenate([np.flatnonzero(~keep & ~zero), np.flatnonzero(keep & ~zero)])
        return reduce_rows(np.where(zero[None, :], 0, matrix), values, order)

    def municipalities(self, classes: Mask) -> list[Place]:
        """Municipalities in which the atoms of some classes lie."""
        return self.areas.municipalities(classes[self.classes])

    def targets(self, masks: Mask, options: Mask) -> tuple[Sparse, Sparse]:
        """Write sums over atoms and options as vectors over the unknowns.

        Returns
        -------
        (vectors, partial)
            0/1 vectors over classes × options; ``partial`` marks unknowns of which the sum takes a part only.
        """
        member = csr_array(
            (np.ones(len(self.classes), dtype=np.int64), (np.arange(len(self.classes)), self.classes)),
            shape=(len(self.classes), len(self.class_sizes)),
        )
        inside = np.asarray(masks.astype(np.int64) @ member)
        full = inside == self.class_sizes
        return spread(full, options), spread((inside > 0) & ~full, options)


def spread(places: Mask, options: Mask) -> Sparse:
    """Cross places (sums × classes or atoms) with options (sums × options) to 0/1 rows over place × option."""
    row, place = np.nonzero(places)
    count = options.shape[1]
    picked = [options[row, option] for option in range(count)]
    rows = np.concatenate([row[pick] for pick in picked])
    columns = np.concatenate([place[pick] * count + option for option, pick in enumerate(picked)])
    entries = np.ones(len(rows), dtype=np.int64)
    return csr_array((entries, (rows, columns)), shape=(len(places), places.shape[1] * count))


def keep_columns(rows: Sparse, columns: Mask) -> Sparse:
    """Empty all other columns."""
    return (rows @ diags_array(columns.astype(np.int64), format="csr", dtype=np.int64)).tocsr()


def _add_totals(totals: Ints, options: int, matrix: Ints, values: Ints) -> tuple[Ints, Ints]:
    """Put the known totals before the other equations."""
    rows = np.kron(np.eye(len(totals), dtype=np.int64), np.ones((1, options), dtype=np.int64))[totals >= 0]
    return np.concatenate([rows, matrix]), np.concatenate([totals[totals >= 0], values])


def build_system(table: Table, areas: Areas, known: Known) -> System:
    """Equations of all shown cells of a table and of what is known besides.

    A total beside all of its options says nothing new, nor does the last option beside the total: of every area the
    shortest equations are kept.
    """
    count = max(len(table.options), 1)
    masks: list[Mask] = []
    picks: list[NDArray[np.bool_]] = []
    values: list[int] = []

    def add(mask: Mask, positions: tuple[int, ...], value: int) -> None:
        pick = np.zeros(count, dtype=bool)
        pick[list(positions)] = True
        masks.append(mask)
        picks.append(pick)
        values.append(value)

    for place, mask in areas.members.items():
        sums = {
            table.categories[category]: value
            for category in table.categories
            if (value := table.counts.get((*place, category))) is not None
        }
        whole = tuple(range(count))
        if whole not in sums and place in known.totals:
            sums[whole] = known.totals[place]
        for positions, value in _shorten(sums, whole).items():
            add(mask, positions, value)
    for mask, positions, value in known.sums:
        add(mask, positions, value)
    atom_rows: Mask = np.asarray(masks, dtype=bool).reshape(len(masks), len(areas.atoms))
    option_rows: Mask = np.asarray(picks, dtype=bool).reshape(len(picks), count)
    worth = np.asarray(values, dtype=np.int64)
    told = np.zeros(len(areas.atoms), dtype=bool)
    if known.atom_totals is not None:  # totals of areas say nothing beyond those of their atoms
        told = known.atom_totals >= 0
        everybody = np.all(option_rows, axis=1)
        worth = np.where(everybody, worth - (atom_rows & told) @ np.where(told, known.atom_totals, 0), worth)
        atom_rows = atom_rows & ~(everybody[:, None] & told)
        used = np.any(atom_rows, axis=1)
        atom_rows, option_rows, worth = atom_rows[used], option_rows[used], worth[used]
    alike = np.concatenate([atom_rows, told[None, :]])
    classes = np.unique(alike, axis=1, return_inverse=True)[1].reshape(-1)
    return System(table, areas, known, atom_rows, option_rows, worth, classes.astype(np.int64))


def _shorten(sums: dict[tuple[int, ...], int], whole: tuple[int, ...]) -> dict[tuple[int, ...], int]:
    """Write a total as what remains after the shown parts: the same information in shorter equations."""
    short: dict[tuple[int, ...], int] = {positions: value for positions, value in sums.items() if len(positions) == 1}
    for positions in sorted((p for p in sums if len(p) > 1), key=len):
        rest = tuple(position for position in positions if (position,) not in short)
        value = sums[positions] - sum(short[(p,)] for p in positions if (p,) in short)
        if len(rest) == 1:
            short[rest] = value
        elif rest:
            short.setdefault(rest, value)
        elif value:
            short[positions] = sums[positions]  # parts and whole contradict each other: keep both, it will show
    return short
