"""Areas as sets of atoms: the rows of every system of equations."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy import sparse

from aggregation.protect.model import IMPORTANCE
from data.terms import FLANDERS, Level

Matrix = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Areas:
    """Every area of every level over the atoms.

    Parameters
    ----------
    atoms : index of atom codes; the columns of ``holds``.
    level, area : level and id per row, in order of importance.
    holds : rows by atoms, true where the atom lies in the area.
    """

    atoms: pd.Index
    level: tuple[Level, ...]
    area: tuple[str, ...]
    holds: Flags

    @classmethod
    def of(cls, membership: pd.DataFrame) -> "Areas":
        """Read the areas from one row per atom; the order of the rows of ``membership`` does not matter.

        A level that the membership has no column for, or an empty one, has no areas.
        """
        frame = membership.sort_values("atom", ignore_index=True)
        levels: list[Level] = [Level.VLAANDEREN]
        names: list[str] = [FLANDERS]
        rows = [np.ones(len(frame), dtype=bool)]
        for level in IMPORTANCE[1:]:
            if level.value not in frame or frame[level.value].isna().all():
                continue
            codes = frame[level.value].to_numpy()
            for name in sorted(set(codes)):
                levels.append(level)
                names.append(str(name))
                rows.append(np.asarray(codes == name, dtype=bool))
        return cls(pd.Index(frame["atom"]), tuple(levels), tuple(names), np.vstack(rows))

    def of_levels(self, levels: tuple[Level, ...]) -> Flags:
        """Tell which rows are of these levels."""
        return np.array([level in levels for level in self.level])

    def positions(self, atom: pd.Series) -> npt.NDArray[np.intp]:
        """Give the column of each atom code."""
        return np.asarray(self.atoms.get_indexer(pd.Index(atom)))


def distinct_rows(holds: Flags) -> tuple[npt.NDArray[np.intp], npt.NDArray[np.intp]]:
    """Merge areas that hold the same atoms.

    Returns
    -------
    first : row numbers of one representative each, the most important first.
    owner : per row the position in ``first`` of its representative; -1 where the area holds nothing.
    """
    seen: dict[bytes, int] = {}
    first: list[int] = []
    owner = np.full(len(holds), -1, dtype=np.intp)
    for number, row in enumerate(holds):
        if row.any():
            key = np.packbits(row).tobytes()
            if key not in seen:
                seen[key] = len(first)
                first.append(number)
            owner[number] = seen[key]
    return np.array(first, dtype=np.intp), owner


def overlaps(holds: Flags) -> Flags:
    """List what two areas have in common and what either has beside the other, where they overlap.

    Differences of shown areas are the first thing an outsider looks at; knowing them beforehand saves searches.

    Parameters
    ----------
    holds : distinct areas by atoms.
    """
    holds = holds[~holds.all(axis=1)]
    whole = sparse.csr_array(holds.astype(np.int64))
    one, two = sparse.triu(whole @ whole.T, 1).nonzero()
    seen: dict[bytes, Flags] = {}
    for first, second in zip(one, two, strict=True):
        for part in (holds[first] & holds[second], holds[first] & ~holds[second], holds[second] & ~holds[first]):
            if part.any():
                seen.setdefault(part.tobytes(), part)
    return np.array([seen[key] for key in sorted(seen)], dtype=bool).reshape(-1, holds.shape[1])
