"""Decide what is shown: eliminate, search, repair, until no search finds anything; then give back what does no harm."""

from dataclasses import dataclass

import numpy as np

from aggregation.protect.areas import Flags, Matrix
from aggregation.protect.echelon import Echelon
from aggregation.protect.groups import Found, GroupSearch
from aggregation.protect.intervals import implied_rows, narrow_cells
from aggregation.protect.model import Limits
from aggregation.protect.system import System


@dataclass(frozen=True)
class Decision:
    """Pattern of one system.

    Parameters
    ----------
    shown : per candidate whether it is shown.
    rounds : repairs that were needed.
    gave_up : searches that were broken off; their cells are withheld.
    """

    shown: Flags
    rounds: int
    gave_up: int


def decide(system: System, limits: Limits) -> Decision:
    """Find a pattern in which a complete search finds no withheld small cell, small group or narrow interval."""
    repair = _Repair(system, limits)
    repair.run()
    return Decision(repair.shown, repair.rounds, repair.gave_up)


class _Repair:
    """State of the loop: rows that must stay out of reach and candidates that are withheld for good."""

    def __init__(self, system: System, limits: Limits) -> None:
        self.system = system
        self.limits = limits
        self.groups = GroupSearch(system, limits.nodes)
        self.virtual: dict[bytes, Matrix] = {row.tobytes(): row for row in system.groups}
        self.banned: set[int] = set()
        self.rounds = 0
        self.gave_up = 0
        self.shown: Flags = np.zeros(len(system.candidates), dtype=bool)
        self.space = Echelon(system.columns)

    def run(self) -> None:
        self.eliminate()
        while self.find():
            self.rounds += 1
            if self.rounds > self.limits.rounds:
                self.banned |= {int(number) for number in np.flatnonzero(self.shown)}
            self.eliminate()

    def eliminate(self) -> None:
        """Show candidates in order of importance as long as no protected row falls into their space."""
        protected = np.vstack([self.system.watched, *(row[None] for row in self.virtual.values())])
        self.space = Echelon(self.system.columns, protected)
        self.space.add(self.system.base, force=True)
        for number, candidate in enumerate(self.system.candidates):
            rows = np.vstack([candidate.rows, candidate.forced])
            self.shown[number] = number not in self.banned and self.space.add(rows)

    def find(self) -> bool:
        """Search what is shown now; remember what was found as protected rows or withheld candidates."""
        if not self.shown.any():
            return False
        if self.keep(self.groups.run(self.space.rows)):
            return True
        shown = [int(number) for number in np.flatnonzero(self.shown)]
        done: set[int] = set()
        for cell in narrow_cells(self.system, shown):
            if cell.proof and not done & set(cell.proof):
                done.add(max(cell.proof, key=lambda number: self.system.candidates[number].rank))
        self.banned |= done
        if done:
            return True
        implied = implied_rows(self.system, shown)
        if not len(implied) or self.space.holds(implied).all():
            return False
        self.space.add(implied, force=True)
        return self.keep(self.groups.run(self.space.rows), linear=False)

    def keep(self, found: Found, *, linear: bool = True) -> bool:
        """Remember groups as protected rows; those that elimination alone cannot keep out cost a candidate."""
        changed = False
        for row in found.groups:
            known = row.tobytes() in self.virtual
            self.virtual[row.tobytes()] = row
            changed |= (linear and not known and self.rounds < self.limits.gentle) or self.withhold(row)
        for columns in found.doubtful:
            self.gave_up += 1
            row = np.zeros(self.system.columns, dtype=np.int64)
            row[columns] = 1
            changed |= self.withhold(row)
        return changed

    def withhold(self, row: Matrix) -> bool:
        """Withhold the least important shown candidate that touches these unknowns."""
        touching = [
            int(number)
            for number in np.flatnonzero(self.shown)
            if int(number) not in self.banned and (self.system.candidates[number].rows[:, row != 0] != 0).any()
        ]
        if not touching:
            return False
        self.banned.add(max(touching, key=lambda number: self.system.candidates[number].rank))
        return True
