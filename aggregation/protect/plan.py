"""Choose as much as possible: which candidates to show so that no protected row follows from them.

Protected rows that follow from what is shown name the candidates that give them away together: a *clash*, of which at
least one must go. The most that can be shown without any known clash is a set packing problem, which HiGHS solves in
milliseconds; elimination then tells which protected rows still follow and adds their clashes. After a few turns none
is left. The answer is only a plan: what is shown is decided by elimination and searches that do not trust it.
"""

from collections.abc import Iterable

import numpy as np
import numpy.typing as npt
from scipy import sparse

from aggregation.protect.areas import Flags, Matrix
from aggregation.protect.echelon import PRIME
from aggregation.protect.solver import Programme, largest_packing
from aggregation.protect.system import System

TURNS = 20
PER_AREA = 2
"""Candidates per area up to which a plan is made; options that stand alone are too alike for a packing to be quick."""
NODES = 50
"""Branch-and-bound nodes; a plan that takes more is left alone and the order of importance decides."""


class Planner:
    """Remembers the clashes of one system; they stay true whatever else is found.

    Parameters
    ----------
    system : what may be shown; its ``worth`` is made as large as possible.
    """

    def __init__(self, system: System) -> None:
        self._system = system
        self._worth = np.array([candidate.worth for candidate in system.candidates])
        areas = {row for candidate in system.candidates for row, _ in candidate.cells}
        self.worthwhile = len(system.candidates) <= PER_AREA * len(areas)
        self.clashes: dict[frozenset[int], None] = {}

    def choose(self, protected: Matrix, banned: Iterable[int]) -> Flags:
        """Tell which candidates to show.

        Parameters
        ----------
        protected : rows that must not follow from what is shown.
        banned : candidates that are withheld for good.

        Returns
        -------
        One flag per candidate: clashes may be left. All that is allowed when packing takes too long.
        """
        allowed = np.ones(len(self._worth), dtype=bool)
        allowed[list(banned)] = False
        protected = protected[protected.any(axis=1)]
        chosen = allowed
        for _ in range(TURNS):
            packed = self._pack(allowed) if self.worthwhile else None
            if packed is None:
                self.worthwhile = False
                return allowed
            chosen = packed
            fresh = [clash for clash in self._clashes_of(protected, chosen) if clash and clash not in self.clashes]
            if not fresh:
                break
            self.clashes.update(dict.fromkeys(fresh))
        return chosen

    def completes_clash(self, number: int, shown: Flags) -> bool:
        """Tell whether a candidate would complete a known clash with what is shown."""
        return any(number in clash and all(shown[other] for other in clash - {number}) for clash in self.clashes)

    def _pack(self, allowed: Flags) -> Flags | None:
        if not self.clashes:
            return allowed.copy()
        clashes = [sorted(clash) for clash in self.clashes]
        sizes = np.array([len(clash) for clash in clashes])
        columns = np.concatenate([np.array(clash) for clash in clashes])
        starts = np.concatenate([[0], np.cumsum(sizes)])
        matrix = sparse.csr_matrix((np.ones(len(columns)), columns, starts), shape=(len(clashes), len(allowed)))
        programme = Programme(
            matrix, np.full(len(clashes), -np.inf), sizes - 1.0, np.zeros(len(allowed)), allowed.astype(np.float64)
        )
        return largest_packing(programme, self._worth, NODES)

    def _clashes_of(self, protected: Matrix, chosen: Flags) -> list[frozenset[int]]:
        """Name, for each protected row that follows from the chosen candidates, those that it takes."""
        # Fine areas first: they touch few unknowns, so elimination stays sparse.
        numbers = [int(number) for number in np.flatnonzero(chosen)[::-1]]
        candidates = [self._system.candidates[number] for number in numbers]
        parts = [*(np.vstack([candidate.rows, candidate.forced]) for candidate in candidates), self._system.base]
        owner = np.repeat([*numbers, -1], [len(part) for part in parts])
        return [
            frozenset(int(number) for number in np.unique(owner[taken]) if number >= 0)
            for taken in _combinations(np.vstack(parts), protected)
        ]


def _combinations(rows: Matrix, targets: Matrix) -> list[npt.NDArray[np.intp]]:
    """Give for each target that is a combination of rows the numbers of the rows that it takes."""
    count, width = rows.shape
    work = np.hstack([rows % PRIME, np.eye(count, dtype=np.int64)])
    rest = np.hstack([targets % PRIME, np.zeros((len(targets), count), dtype=np.int64)])
    for number in range(count):
        filled = np.flatnonzero(work[number, :width])
        if not len(filled):
            continue
        pivot = int(filled[0])
        columns = np.flatnonzero(work[number])
        line = work[number, columns] * pow(int(work[number, pivot]), PRIME - 2, PRIME) % PRIME
        for block, start in ((work, number + 1), (rest, 0)):
            hit = start + np.flatnonzero(block[start:, pivot])
            if len(hit):
                place = np.ix_(hit, columns)
                block[place] = (block[place] - block[hit, pivot, None] * line) % PRIME
    followed = ~rest[:, :width].any(axis=1)
    return [np.flatnonzero(row) for row in rest[followed, width:]]
