"""Combinations of shown sums, of any sign, that rest on few units.

Every shown sum is a row over the unknown values: one column per (group of units, magnitude), groups being units that no
shown sum tells apart. A combination gives away whoever stands in its support, the groups in which it is not zero. The
search for supports that weigh less than a limit is complete: groups that weigh the limit alone are eliminated first,
what is left of the row space splits into independent blocks, and in each block every support is tried by deciding
group after group whether the combination vanishes there. All of it is exact, modulo the prime.
"""

from dataclasses import dataclass, field

import numpy as np

from aggregation.attack.algebra import PRIME, Ints, Mask, as_fraction, reduce_rows, split_blocks


class _OutOfNodesError(Exception):
    """The search in one block took more steps than allowed."""


@dataclass(frozen=True, kw_only=True)
class Light:
    """What a search for light combinations brought up.

    Attributes
    ----------
    supports
        Groups of each combination found, as masks over the groups; none contains another.
    blocks
        Independent blocks searched.
    gave_up
        True when a block took more steps than allowed.
    """

    supports: list[Mask]
    blocks: int
    gave_up: bool


def find_light(
    matrix: Ints, owner: Ints, weight: Ints, limit: int, *, nodes: int, most: int, one_sign: bool = False
) -> Light:
    """Find the combinations of rows whose support weighs 1 to ``limit`` − 1.

    Parameters
    ----------
    matrix
        Shown sums by unknown values; integers or residues.
    owner
        Group of units of every column.
    weight
        Units in every group.
    limit
        Least weight that a support may have.
    nodes, most
        Steps per block, most supports to list.
    one_sign
        Only combinations of one sign: for counts, which say little when some are subtracted from others.
    """
    columns = weight[owner] > 0
    matrix, owner = matrix[:, columns] % PRIME, owner[columns]
    light = weight[owner] < limit
    if not light.any():
        return Light(supports=[], blocks=0, gave_up=False)
    order = np.concatenate([np.flatnonzero(~light), np.flatnonzero(light)])
    matrix = np.unique(matrix, axis=0)
    reduced = reduce_rows(matrix, np.zeros(len(matrix), dtype=np.int64), order)
    found: list[Mask] = []
    gave_up = False
    blocks = split_blocks(reduced, light)
    for rows, inside in blocks:
        search = _Block(owner[inside], weight, limit, nodes, most, one_sign)
        try:
            search.run(reduced.rows[np.ix_(rows, inside)])
        except _OutOfNodesError:
            gave_up = True
        found.extend(search.hits)
    return Light(supports=_minimal(found)[:most], blocks=len(blocks), gave_up=gave_up)


@dataclass
class _Block:
    """Search in one block: whether a combination vanishes on a group or not is decided group by group."""

    owner: Ints
    weight: Ints
    limit: int
    nodes: int
    most: int
    one_sign: bool
    hits: list[Mask] = field(default_factory=list)

    def run(self, rows: Ints) -> None:
        """Try every combination: the first row that takes part has coefficient 1."""
        self.steps = 0
        none = np.zeros(len(self.weight), dtype=bool)
        for first in range(len(rows)):
            self._descend(rows[first], rows[first + 1 :], none)
            if len(self.hits) >= self.most:
                return

    def _descend(self, base: Ints, span: Ints, paid: Mask) -> None:
        self.steps += 1
        if self.steps > self.nodes:
            raise _OutOfNodesError
        live = span.any(axis=0) if len(span) else np.zeros(len(base), dtype=bool)
        support = paid.copy()
        support[self.owner[(base != 0) & ~live]] = True
        if int(self.weight[support].sum()) >= self.limit:
            return
        open_columns = np.flatnonzero((base != 0) & live & ~support[self.owner])
        if not len(open_columns):
            if not self.one_sign or _has_one_sign(base):
                self.hits.append(support)
            return
        column = int(open_columns[np.argmax(self.weight[self.owner[open_columns]])])
        row = int(np.flatnonzero(span[:, column])[0])
        lead = span[row] * pow(int(span[row, column]), -1, PRIME) % PRIME
        rest = np.delete(span, row, axis=0)
        factors = rest[:, column]
        touched = factors != 0
        if touched.any():
            rest[touched] = (rest[touched] - factors[touched][:, None] * lead[None, :]) % PRIME
        self._descend((base - base[column] * lead) % PRIME, rest, support)
        if len(self.hits) >= self.most:
            return
        taken = support.copy()
        taken[self.owner[column]] = True
        if int(self.weight[taken].sum()) < self.limit:
            keep = ~taken[self.owner]
            self._descend(np.where(keep, base, 0), _independent(np.where(keep[None, :], span, 0)), taken)


def _has_one_sign(row: Ints) -> bool:
    """Whether all entries of a combination are above zero, or all below; residues stand for small fractions."""
    signs = {as_fraction(int(entry)) > 0 for entry in row[row != 0]}
    return len(signs) == 1


def _independent(span: Ints) -> Ints:
    """Leave out rows in which nothing is left."""
    return span[span.any(axis=1)]


def _minimal(supports: list[Mask]) -> list[Mask]:
    """Keep supports that contain no other, smallest first."""
    kept: list[Mask] = []
    for support in sorted(supports, key=lambda mask: int(mask.sum())):
        if not any((other <= support).all() for other in kept):
            kept.append(support)
    return kept
