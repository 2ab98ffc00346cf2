"""Possible values of withheld counts: a small count must keep at least three."""

from dataclasses import dataclass

import numpy as np
from scipy.sparse import diags_array

from aggregation.attack.algebra import Ints, Mask, Sparse
from aggregation.attack.bounds import SLACK, Floats, Tables


@dataclass(frozen=True, kw_only=True)
class Ranges:
    """Least and largest possible count per withheld cell, in units; only narrow ones are exact.

    Attributes
    ----------
    low, high
        Whole counts; of cells that are wide enough only proof that they are.
    narrow
        Cells with fewer than the wanted number of possible values.
    solved
        Programs solved.
    """

    low: Ints
    high: Ints
    narrow: Mask
    solved: int


def bound_cells(matrix: Ints, values: Ints, cells: tuple[Sparse, Sparse], *, width: Ints) -> Ranges:
    """Ranges of the cells over all tables that agree with the equations.

    Most cells are shown to be wide by a few tables that push many counts up or down at once; the others get
    programs of their own.

    Parameters
    ----------
    matrix, values
        Equations over the unknowns.
    cells
        0/1 vectors over the unknowns, one per withheld cell: what the cell holds for certain, and what it holds at
        most (unknowns of which it may take a part included).
    width
        Fewest possible values of each cell.
    """
    tables = Tables(matrix, values, float(width.max()))
    unbounded = ~np.any(matrix, axis=0)
    loose = np.asarray(cells[1] @ unbounded.astype(float)) > 0  # takes an unknown that no shown cell bounds
    low, high = np.where(loose, 0.0, np.inf), np.where(loose, np.inf, -np.inf)
    bounded = diags_array((~unbounded).astype(float), format="csr", dtype=float)
    least, most = ((part @ bounded).tocsr() for part in cells)

    def see(table: Floats) -> None:
        low[:], high[:] = np.minimum(low, least @ table), np.maximum(high, most @ table)

    none = np.zeros(tables.unknowns)
    for _ in range(8):
        before = _narrow(low, high, width)
        if not before.any():
            break
        used = (np.asarray(most[before].sum(axis=0)) > 0).astype(float)
        see(tables.maximise(none, -used))
        see(tables.maximise(-used, -used))
        see(tables.maximise(used, none))
        if (_narrow(low, high, width) == before).all():
            break
    for cell in np.flatnonzero(_narrow(low, high, width)):
        if not _narrow(low[cell], high[cell], width[cell]):
            continue
        weights = least[[cell]].toarray()[0]
        see(tables.maximise(-weights, -weights))
        if _narrow(low[cell], high[cell], width[cell]):
            weights = most[[cell]].toarray()[0]
            see(tables.maximise(weights, weights))
    narrow = np.asarray(_narrow(low, high, width), dtype=bool)
    capped = np.where(np.isfinite(high), high, 2**31)
    return Ranges(
        low=np.ceil(low - SLACK).astype(np.int64),
        high=np.floor(capped + SLACK).astype(np.int64),
        narrow=narrow,
        solved=tables.solved,
    )


def _narrow(low: Floats, high: Floats, width: Ints) -> Mask:
    """Fewer whole counts between the bounds than wanted."""
    with np.errstate(invalid="ignore"):
        return np.asarray(np.floor(high + SLACK) - np.ceil(low - SLACK) < width - 1)
