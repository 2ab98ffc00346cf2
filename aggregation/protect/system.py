"""One table as a system of linear equations: unknowns, cells that may be shown, cells that must stay hidden."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

import numpy as np

from aggregation.protect.areas import Flags, Matrix
from aggregation.protect.model import WORTH
from aggregation.protect.tallies import Measure
from data.terms import Level


@dataclass(frozen=True)
class Candidate:
    """Cells of one area that are shown together or not at all.

    Parameters
    ----------
    rank : order of importance; smaller is served first, the largest of a proof is withheld first.
    rows : one row over the unknowns per cell.
    forced : rows of unknowns that the shown values pin down at once, because a shown zero makes all its parts zero.
    cells : (area row, category) pairs that become visible.
    worth : what showing it is worth beside the others.
    """

    rank: tuple[int, ...]
    rows: Matrix
    forced: Matrix
    cells: tuple[tuple[int, str], ...]
    worth: float = 1.0


@dataclass(frozen=True)
class Others:
    """Cells that are not small: their rows, how many values each must keep, the candidates that show it."""

    rows: Matrix
    values: Matrix
    shown_by: tuple[frozenset[int], ...]


@dataclass(frozen=True)
class System:
    """Unknowns are the units per (option, atom); with known totals the last option follows and is left out.

    Parameters
    ----------
    units : options by atoms, the truth; it decides what is small, an outsider never sees it.
    measures : weights and least weights of a group.
    known_totals : whether the total of every atom is public.
    caps : per atom the largest total an outsider has to reckon with; -1 where nothing is known.
    base : rows that are shown whatever this table decides (totals of the frame).
    watched : rows of small cells.
    values : per watched row, how many values must remain possible.
    candidates : what may be shown, in order of importance.
    groups : rows of small groups that are no cell but easy to see; kept out of reach from the start.
    alike : of a sensitive question the choices of options of which one may not be all that an atom can have answered.
    others : cells that are not small: withheld, they must keep values as well.
    told : rows of groups that were told before, by rules of their own; they are no find.
    """

    units: Matrix
    measures: tuple[Measure, ...]
    known_totals: bool
    caps: Matrix
    base: Matrix
    watched: Matrix
    values: Matrix
    candidates: tuple[Candidate, ...]
    groups: Matrix
    alike: tuple[tuple[int, ...], ...] = ()
    others: Others | None = None
    told: frozenset[bytes] = frozenset()

    def withholding(self, shown: Collection[int]) -> "System":
        """Give the system in which every cell is watched that these candidates do not show, small or not."""
        if self.others is None:
            return self
        hidden = [n for n, by in enumerate(self.others.shown_by) if by.isdisjoint(shown)]
        watched = np.vstack([self.watched, self.others.rows[hidden]])
        return replace(self, watched=watched, values=np.append(self.values, self.others.values[hidden]))

    @property
    def options(self) -> int:
        """Number of answer options."""
        return len(self.units)

    @property
    def atoms(self) -> int:
        """Number of atoms."""
        return int(self.units.shape[1])

    @property
    def columns(self) -> int:
        """Number of unknowns."""
        return (self.options - self.known_totals) * self.atoms

    @property
    def truth(self) -> Matrix:
        """True value of every unknown."""
        return self.units[: self.options - self.known_totals].reshape(-1)


def worth_of(levels: Sequence[Level], share: float) -> float:
    """Say what showing areas with the same atoms is worth; ``share`` is their part of all units, between 0 and 1."""
    return sum(WORTH[level] for level in levels) * (1 + share / 10)


def functional(options: int, chosen: tuple[int, ...], holds: Flags, *, known_totals: bool) -> Matrix:
    """Write the number of units in areas that gave one of the chosen answers as rows over the unknowns.

    With known totals the last option is the total minus the others, so choosing it subtracts them; constants are left
    out, since an outsider knows them.

    Returns
    -------
    One row per row of ``holds``, options by atoms wide (without the last option when totals are known).
    """
    here = holds.astype(np.int64)
    blocks = [here if number in chosen else np.zeros_like(here) for number in range(options)]
    if known_totals:
        blocks = [block - blocks[-1] for block in blocks[:-1]]
    return np.hstack(blocks)


def group_row(chosen: Matrix, *, known_totals: bool) -> Matrix:
    """Write a 0/1 choice of answers per atom (options by atoms) as a row over the unknowns."""
    if known_totals:
        chosen = chosen[:-1] - chosen[-1]
    return chosen.reshape(-1)
