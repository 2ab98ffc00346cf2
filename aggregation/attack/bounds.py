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
        self._solver = highspy.Highs()  # type: ignore[no-untyped-call]
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

    def highest(self, weights: Floats) -> tuple[float, Floats]:
        """Largest value of a weighted sum over unknowns that shown cells bound, and a table that has it."""
        table = self.maximise(weights, weights)
        return float(weights @ table), table


def upper_bounds(tables: Tables, free: Mask, least: float) -> Floats:
    """Largest possible count of every free unknown, only as far as needed to know whether it reaches ``least``.

    Returns
    -------
    array
        ``least`` where some table has at least that much (less half a unit), else the exact maximum; 0 outside
        ``free``.
    """
    best = np.zeros(tables.unknowns)
    open_ = free.copy()
    while open_.any():
        weights = open_.astype(float)
        table = tables.maximise(weights, np.zeros(tables.unknowns))
        best = np.maximum(best, np.where(free, table, 0.0))
        reached = open_ & (table >= least - 0.5)
        if not reached.any():
            break
        open_ &= ~reached
    for column in np.flatnonzero(open_):
        if best[column] >= least - 0.5:
            continue
        weights = np.zeros(tables.unknowns)
        weights[column] = 1.0
        value, table = tables.highest(weights)
        best = np.maximum(best, np.where(free, table, 0.0))
        best[column] = value
    return np.minimum(best, least)
