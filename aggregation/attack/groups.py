"""Small groups: sums of unknowns, each taken once or not at all, that follow from the shown cells and are small.

A group need not be a cell of any table: kring minus zone is one. The search is complete. Every 0/1 vector in the row
space is found or shown not to exist:

* an unknown that can be k or more in some table that agrees with the release is in no group worth less than k, so
  only unknowns with a small upper bound stay (that is linear programming duality, not a heuristic);
* what is left of the row space splits into independent blocks;
* of a block, small dimensions are enumerated; for the others a mixed-integer program decides. Its variables are the
  members of the group at the pivots of the reduced rows, so all are 0 or 1 and nothing is unbounded.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp

from aggregation.attack.algebra import PRIME, Ints, Mask, Reduced, as_fraction, split_blocks

PARDONS = 200
"""Groups that are no leak by the rules and may be met on the way before a search gives up."""


@dataclass(frozen=True, kw_only=True)
class Search:
    """Outcome of one search.

    Attributes
    ----------
    groups
        0/1 vectors over the unknowns, one per group found.
    blocks
        Independent blocks searched.
    gave_up
        True when a block needed more nodes than allowed, or more groups than are listed remain.
    """

    groups: list[Ints]
    blocks: int
    gave_up: bool


def find_groups(
    reduced: Reduced,
    keep: Mask,
    weights: Ints | None,
    limit: int,
    *,
    pardon: Callable[[Ints, int], bool],
    whole: Mask,
    nodes: int,
    enumerate_up_to: int,
    most: int,
) -> Search:
    """Search the whole row space within ``keep`` for groups that weigh 1 to ``limit`` − 1.

    Parameters
    ----------
    reduced
        Row space, columns outside ``keep`` eliminated first.
    keep
        Unknowns that a small group can contain.
    weights
        What each unknown adds to a group (units, practices), or None: the count of the group itself.
    pardon
        Called with group and weight; True when that group is no leak by the rules.
    whole
        Per class of atoms whether its total is known: all options of such a class add nothing to a group.
    nodes, enumerate_up_to, most
        Solver nodes per program, largest dimension to enumerate, most groups to list.
    """
    groups: list[Ints] = []
    gave_up = False
    blocks = split_blocks(reduced, keep)
    for rows, columns in blocks:
        base = reduced.rows[np.ix_(rows, columns)]
        added = None if weights is None else weights[columns]
        block = _Block(base, reduced.pivots[rows], columns, reduced.values[rows], added, limit)
        if len(rows) <= enumerate_up_to:
            hits = block.enumerate()
        else:
            hits, stopped = block.solve(nodes, most - len(groups), pardon, whole, keep.size)
            gave_up |= stopped
        for members, weight in hits:
            vector = np.zeros(keep.size, dtype=np.int64)
            vector[columns] = members
            if not pardon(vector, weight):
                groups.append(vector)
        if len(groups) >= most:
            break
    return Search(groups=groups[:most], blocks=len(blocks), gave_up=gave_up)


@dataclass(frozen=True)
class _Block:
    """Independent part of the row space: rows, their pivots, columns, and what a row is worth or columns weigh."""

    base: Ints
    pivots: Ints
    columns: Ints
    worth: Ints
    added: Ints | None
    limit: int

    def _weigh(self, picks: Ints, members: Ints) -> Ints:
        if self.added is not None:
            return np.asarray(members @ self.added, dtype=np.int64)
        return np.asarray((picks @ self.worth) % PRIME, dtype=np.int64)

    def enumerate(self) -> list[tuple[Ints, int]]:
        """All groups, by trying every choice at the pivots."""
        size = len(self.base)
        hits: list[tuple[Ints, int]] = []
        for start in range(1, 2**size, 4096):
            codes = np.arange(start, min(start + 4096, 2**size))
            picks = (codes[:, None] >> np.arange(size)) & 1
            members = (picks @ self.base) % PRIME
            good = (members <= 1).all(axis=1)
            picks, members = picks[good], members[good]
            weight = self._weigh(picks, members)
            small = (weight >= 1) & (weight < self.limit)
            hits.extend((member, int(value)) for member, value in zip(members[small], weight[small], strict=True))
        return _minimal(hits)

    def solve(
        self, nodes: int, most: int, pardon: Callable[[Ints, int], bool], whole: Mask, width: int
    ) -> tuple[list[tuple[Ints, int]], bool]:
        """Find groups one after the other by mixed-integer programming; the second value says whether it gave up."""
        size, count = self.base.shape
        try:
            coefficients = np.array([[float(as_fraction(int(entry))) for entry in row] for row in self.base])
            worth = np.array([float(as_fraction(int(value))) for value in self.worth])
        except ArithmeticError:
            return [], True
        link = np.concatenate([coefficients.T, -np.eye(count)], axis=1)
        weigh = np.zeros(size + count)
        if self.added is None:
            weigh[:size] = worth
        else:
            weigh[size:] = self.added
        constraints = [LinearConstraint(link, 0, 0), LinearConstraint(weigh[None, :], 1, self.limit - 1)]
        if whole.any():
            parts = width // len(whole)
            owner = self.columns // parts
            full = np.flatnonzero((np.bincount(owner, minlength=len(whole)) == parts) & whole)
            if len(full):
                together = (full[:, None] == owner[None, :]).astype(float)
                rows = np.concatenate([np.zeros((len(full), size)), together], axis=1)
                constraints.append(LinearConstraint(rows, -np.inf, parts - 1))
        hits: list[tuple[Ints, int]] = []
        for _ in range(max(most, 1) + PARDONS):
            answer = milp(
                np.concatenate([np.zeros(size), np.ones(count)]),
                constraints=constraints,
                integrality=np.ones(size + count),
                bounds=Bounds(0, 1),
                options={"node_limit": nodes, "presolve": True},
            )
            if answer.status == 2:
                return hits, False
            if answer.x is None:
                return hits, True
            picks = np.round(answer.x[:size]).astype(np.int64)
            members = np.asarray(np.round(answer.x[size:]), dtype=np.int64)
            weight = int(self._weigh(picks[None, :], members[None, :])[0])
            if not ((picks @ self.base) % PRIME == members).all() or not 1 <= weight < self.limit:
                return hits, True  # the exact check disagrees with the solver: do not trust either
            vector = np.zeros(width, dtype=np.int64)
            vector[self.columns] = members
            if not pardon(vector, weight):
                hits.append((members, weight))
                if len(hits) >= most:
                    return hits, False
            # Not this one, nor one that contains it: what is left then is a group of its own.
            exclude = np.concatenate([np.zeros(size), members.astype(float)])
            constraints.append(LinearConstraint(exclude[None, :], -np.inf, members.sum() - 1))
        return hits, True


def _minimal(hits: list[tuple[Ints, int]]) -> list[tuple[Ints, int]]:
    """Keep groups that contain no other, fewest members first."""
    kept: list[tuple[Ints, int]] = []
    for members, weight in sorted(hits, key=lambda hit: int(hit[0].sum())):
        if not any((other <= members).all() for other, _ in kept):
            kept.append((members, weight))
    return kept
