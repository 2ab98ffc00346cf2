"""Decide what is shown: eliminate, search, repair, until no search finds anything; then give back what does no harm."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from aggregation.protect.areas import Flags, Matrix
from aggregation.protect.echelon import Echelon
from aggregation.protect.groups import Found, GroupSearch
from aggregation.protect.intervals import Holders, Narrow, alike_rows, implied_rows, narrow_cells
from aggregation.protect.model import Limits
from aggregation.protect.plan import Planner
from aggregation.protect.system import System


@dataclass(frozen=True)
class Decision:
    """Pattern of one system.

    Parameters
    ----------
    shown : per candidate whether it is shown.
    rounds : repairs that were needed.
    gave_up : searches that were broken off (their cells are withheld), and small cells and groups that are known
        whatever this table withholds. More than zero says: look before anything leaves.
    """

    shown: Flags
    rounds: int
    gave_up: int


def decide(system: System, limits: Limits) -> Decision:
    """Find a pattern in which a complete search finds no withheld small cell, small group or narrow interval."""
    repair = _Repair(system, limits)
    repair.run()
    return Decision(repair.shown, repair.rounds, repair.broken_off + len(repair.left))


class _Repair:
    """State of the loop: rows that must stay out of reach and candidates that are withheld for good."""

    def __init__(self, system: System, limits: Limits) -> None:
        self.system = system
        self.limits = limits
        self.groups = GroupSearch(system, limits.nodes)
        self.planner = Planner(system)
        self.virtual: dict[bytes, Matrix] = {row.tobytes(): row for row in system.groups}
        self.banned: set[int] = set()
        self.rounds = 0
        self.broken_off = 0
        self.left: set[bytes] = set()
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
        """Show what is planned, then the others in order of importance, as long as no protected row falls."""
        protected = np.vstack([self.system.watched, *(row[None] for row in self.virtual.values())])
        self.space = Echelon(self.system.columns, protected)
        self.space.add(self.system.base, force=True)
        self.shown[:] = False
        planned = self.planner.choose(protected, self.banned)
        for number in (*np.flatnonzero(planned), *np.flatnonzero(~planned)):
            if int(number) not in self.banned and not self.planner.completes_clash(int(number), self.shown):
                self.shown[number] = self.space.add(self.planner.rows[number])

    def find(self) -> bool:
        """Search what is shown now; remember what was found as protected rows or withheld candidates."""
        self.left = set()
        if self.keep(self.groups.run(self.space.basis)):
            return True
        shown = [int(number) for number in np.flatnonzero(self.shown)]
        watching = self.system.withholding(shown)
        if self.part(narrow_cells(watching, shown), watching):
            return True
        implied = implied_rows(self.system, shown)
        if self.mix(alike_rows(self.system, implied)):
            return True
        if not len(implied) or self.space.holds(implied).all():
            return False
        self.space.add(implied, force=True)
        return self.keep(self.groups.run(self.space.basis), linear=False)

    def mix(self, rows: Matrix) -> bool:
        """Withhold one of the candidates that tell that all who answered in an atom gave the same answer."""
        changed = False
        holders = Holders(self.system, np.flatnonzero(self.shown).tolist()) if len(rows) else None
        for row in rows:
            if holders is not None and self.withhold(row, holders.of(row)):
                changed = True
            else:
                self.left.add(row.tobytes())
        return changed

    def part(self, cells: list[Narrow], watching: System) -> bool:
        """Keep the candidates that pin a cell down from being shown together again."""
        done: set[int] = set()
        for cell in cells:
            clash = frozenset(cell.proof)
            if not clash:
                self.left.add(watching.watched[cell.watched].tobytes())
            if not clash or done & clash:
                continue
            self.planner.remember(clash)
            least = max(clash, key=lambda number: self.system.candidates[number].rank)
            done.add(least)
            if self.rounds >= self.limits.gentle or not self.planner.worthwhile:
                self.banned.add(least)
        return bool(done)

    def keep(self, found: Found, *, linear: bool = True) -> bool:
        """Remember groups as protected rows; those that elimination alone cannot keep out cost a candidate."""
        changed = False
        holders: Holders | None = None
        for row in found.groups:
            if row.tobytes() in self.system.told:
                continue
            known = row.tobytes() in self.virtual
            self.virtual[row.tobytes()] = row
            if linear and not known and self.rounds < self.limits.gentle:
                changed = True
                continue
            holders = holders or Holders(self.system, np.flatnonzero(self.shown).tolist())
            if self.withhold(row, holders.of(row)):
                changed = True
            else:
                self.left.add(row.tobytes())
        for columns in found.doubtful:
            self.broken_off += 1
            row = np.zeros(self.system.columns, dtype=np.int64)
            row[columns] = 1
            changed |= self.withhold(row, [])
        return changed

    def withhold(self, row: Matrix, proof: Sequence[int]) -> bool:
        """Withhold the least important shown candidate of those that give a group away.

        Those are the candidates of a proof; without one, all that touch the unknowns of the group. A proof also names
        candidates elsewhere, so that the only sum that still covers the group, often Flanders, can stay.
        """
        if not self.banned.isdisjoint(proof):
            return True  # an earlier find of this round breaks this proof; the next search tells what is left
        candidates = self.system.candidates
        shown = (int(number) for number in np.flatnonzero(self.shown))
        touching = [n for n in shown if n not in self.banned and (candidates[n].rows[:, row != 0] != 0).any()]
        found = list(proof) or touching
        if not found:
            return False
        self.banned.add(max(found, key=lambda number: candidates[number].rank))
        return True
