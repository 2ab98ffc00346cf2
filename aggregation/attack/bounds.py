"""How large and how small unknown counts can be: linear programming over all tables that agree with the release."""

import highspy
import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from aggregation.attack.algebra import Ints, Mask

Floats = NDArray[np.float64]

SLACK = 1e-6
"""A bound this close to an integer counts as that integer (the solver's feasibility tolerance is 1e-7)."""


class NoTableError(ValueError):
    """No table of counts agrees with what is shown: the release contradicts itself."""


class Tables:
    """All tables of counts x ≥ 0 with ``matrix @ x = values``; each unknown split into a capped part and a rest.

    The capped part lets one program push many unknowns up to ``cap`` at once, which settles most questions in a
    handful of solves instead of one per unknown.
    """

    def __init__(self, matrix: Ints, values: Ints, cap: float) -> None:
        """Load the equations; the solver is limited to one thread and a fixed seed, so that runs repeat exactly."""
        rows, self.unknowns = matrix.shape
        sparse = csr_array(matrix.astype(float)).tocsc()
        model = highspy.HighsLp()
        model.num_col_ = 2 * self.unknowns
        model.num_row_ = rows
        model.col_cost_ = np.zeros(2 * self.unknowns)
        model.col_lower_ = np.zeros(2 * self.unknowns)
        model.col_upper_ = np.concatenate([np.full(self.unknowns, cap), np.full(self.unknowns, highspy.kHighsInf)])
        model.row_lower_ = values.astype(float)
        model.row_upper_ = values.astype(float)
        model.a_matrix_.format_ = highspy.MatrixFormat.kColwise
        model.a_matrix_.start_ = np.concatenate([sparse.indptr, sparse.indptr[1:] + sparse.nnz]).astype(np.int32)
        model.a_matrix_.index_ = np.tile(sparse.indices, 2).astype(np.int32)
        model.a_matrix_.value_ = np.tile(sparse.data, 2)
        self._solver = highspy.Highs()  # type: ignore[no-untyped-call] # highspy is untyped
        for name, setting in (("output_flag", False), ("threads", 1), ("random_seed", 0), ("solver", "simplex")):
            self._solver.setOptionValue(name, setting)
        self._solver.passModel(model)
        self.solved = 0

    def maximise(self, capped: Floats, rest: Floats) -> Floats:
        """Find a table with the largest weighted sum of capped parts and rests, as counts per unknown.

        Raises
        ------
        NoTableError
            No table agrees with the equations.
        """
        count = 2 * self.unknowns
        cost = -np.concatenate([capped, rest])
        self._solver.changeColsCost(count, np.arange(count, dtype=np.int32), cost)
        self._solver.run()
        self.solved += 1
        status = self._solver.getModelStatus()
        if status in (highspy.HighsModelStatus.kInfeasible, highspy.HighsModelStatus.kUnboundedOrInfeasible):
            raise NoTableError("no table of counts agrees with the shown cells")
        if status != highspy.HighsModelStatus.kOptimal:
            raise ArithmeticError(f"the solver stopped without an answer: {status}")
        solution = np.asarray(self._solver.getSolution().col_value)
        return np.asarray(solution[: self.unknowns] + solution[self.unknowns :], dtype=float)


def can_reach(tables: Tables, candidates: Mask, least: float) -> Mask:
    """Which unknowns are at least ``least`` (less half a unit) in some table; not complete, but never wrong.

    One program pushes all that are left up to the cap at once; repeated while it settles some.
    """
    reached = np.zeros(tables.unknowns, dtype=bool)
    while (left := candidates & ~reached).any():
        table = tables.maximise(left.astype(float), np.zeros(tables.unknowns))
        fresh = left & (table >= least - 0.5)
        if not fresh.any():
            break
        reached |= candidates & (table >= least - 0.5)
    return reached


def must_be_zero(tables: Tables, candidates: Mask) -> Mask:
    """Which unknowns are below 1, hence 0, in every table of whole counts; complete."""
    positive = np.zeros(tables.unknowns, dtype=bool)
    while (left := candidates & ~positive).any():
        table = tables.maximise(left.astype(float), np.zeros(tables.unknowns))
        if table[left].sum() < SLACK:
            return np.asarray(left)
        fresh = left & (table >= 1 - SLACK)
        if not fresh.any():
            break
        positive |= candidates & (table >= 1 - SLACK)
    for column in np.flatnonzero(candidates & ~positive):
        if positive[column]:
            continue
        weights = np.zeros(tables.unknowns)
        weights[column] = 1.0
        positive |= candidates & (tables.maximise(weights, weights) >= 1 - SLACK)
    return candidates & ~positive
