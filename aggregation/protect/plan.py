"""Choose as much as possible: which candidates to show so that no protected row follows from them.

Protected rows that follow from what is shown name the candidates that give them away together: a *clash*, of which at
least one must go. The most that can be shown without any known clash is a set packing problem, which HiGHS solves in
milliseconds; elimination then tells which protected rows still follow and adds their clashes. After a few turns none
is left. The answer is only a plan: what is shown is decided by elimination and searches that do not trust it.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence

import numpy as np
from scipy import sparse

from aggregation.protect.areas import Flags, Matrix
from aggregation.protect.echelon import Combinations, Row, sparse_rows
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
        self._clashes_with: defaultdict[int, list[frozenset[int]]] = defaultdict(list)
        self.rows = [sparse_rows(np.vstack([part.rows, part.forced])) for part in system.candidates]
        self._base = sparse_rows(system.base)
        self._packed: tuple[tuple[int, bytes], Flags | None] | None = None
        self._made: tuple[bytes, tuple[Combinations, list[int]]] | None = None

    def remember(self, clash: frozenset[int]) -> None:
        """Keep candidates in mind that must not all be shown."""
        if clash not in self.clashes:
            self.clashes[clash] = None
            for number in clash:
                self._clashes_with[number].append(clash)

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
        secrets = [row for row in sparse_rows(protected) if row]
        chosen = allowed
        for _ in range(TURNS):
            packed = self._pack(allowed) if self.worthwhile else None
            if packed is None:
                self.worthwhile = False
                return allowed
            chosen = packed
            fresh = [clash for clash in self.clashes_of(secrets, chosen) if clash and clash not in self.clashes]
            if not fresh:
                break
            for clash in fresh:
                self.remember(clash)
        return chosen

    def completes_clash(self, number: int, shown: Flags) -> bool:
        """Tell whether a candidate would complete a known clash with what is shown."""
        return any(all(shown[other] for other in clash if other != number) for clash in self._clashes_with[number])

    def _pack(self, allowed: Flags) -> Flags | None:
        """Pick what is worth most; the last answer holds as long as neither clashes nor what is allowed changed."""
        if not self.clashes:
            return allowed.copy()
        key = len(self.clashes), allowed.tobytes()
        if self._packed is None or self._packed[0] != key:
            self._packed = key, self._packing(allowed)
        packed = self._packed[1]
        return None if packed is None else packed.copy()

    def _packing(self, allowed: Flags) -> Flags | None:
        clashes = [sorted(clash) for clash in self.clashes]
        sizes = np.array([len(clash) for clash in clashes])
        columns = np.concatenate([np.array(clash) for clash in clashes])
        starts = np.concatenate([[0], np.cumsum(sizes)])
        matrix = sparse.csr_matrix((np.ones(len(columns)), columns, starts), shape=(len(clashes), len(allowed)))
        programme = Programme(
            matrix, np.full(len(clashes), -np.inf), sizes - 1.0, np.zeros(len(allowed)), allowed.astype(np.float64)
        )
        return largest_packing(programme, self._worth, NODES)

    def clashes_of(self, protected: Sequence[Row], chosen: Flags) -> list[frozenset[int]]:
        """Name, for each protected row that follows from the chosen candidates, those that it takes."""
        key = chosen.tobytes()
        if self._made is None or self._made[0] != key:
            # Fine areas first: they touch few unknowns, so elimination stays sparse.
            numbers = [int(number) for number in np.flatnonzero(chosen)[::-1]]
            rows = [row for number in numbers for row in self.rows[number]] + self._base
            owner = [number for number in numbers for _ in self.rows[number]] + [-1] * len(self._base)
            self._made = key, (Combinations(rows, self._system.columns), owner)
        space, owner = self._made[1]
        return [
            frozenset(owner[line] for line in taken if owner[line] >= 0)
            for taken in (space.of(target) for target in protected)
            if taken is not None
        ]
