"""HiGHS, held to one thread, one seed and a number of nodes: the same input always gives the same answer."""

from dataclasses import dataclass
from enum import Enum

import highspy
import numpy as np
import numpy.typing as npt
from scipy import sparse

Vector = npt.NDArray[np.float64]


class Outcome(Enum):
    """What a search for a feasible point came to."""

    FOUND = "found"
    NOTHING = "nothing"
    GAVE_UP = "gave up"


@dataclass(frozen=True)
class Programme:
    """Linear constraints ``low <= matrix @ x <= high`` and ``lower <= x <= upper``."""

    matrix: sparse.csr_matrix
    low: Vector
    high: Vector
    lower: Vector
    upper: Vector

    def with_row(self, row: Vector, high: float) -> "Programme":
        """Add the constraint ``row @ x <= high``."""
        return Programme(
            sparse.csr_matrix(sparse.vstack([self.matrix, sparse.csr_matrix(row)])),
            np.append(self.low, -np.inf),
            np.append(self.high, high),
            self.lower,
            self.upper,
        )


def _load(programme: Programme, cost: Vector, integer: npt.NDArray[np.bool_] | None) -> highspy.Highs:
    model = highspy.HighsLp()
    rows, columns = programme.matrix.shape
    model.num_col_, model.num_row_ = columns, rows
    model.col_cost_ = cost
    model.col_lower_, model.col_upper_ = programme.lower, programme.upper
    model.row_lower_, model.row_upper_ = programme.low, programme.high
    model.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    model.a_matrix_.start_ = programme.matrix.indptr.astype(np.int32)
    model.a_matrix_.index_ = programme.matrix.indices.astype(np.int32)
    model.a_matrix_.value_ = programme.matrix.data.astype(np.float64)
    if integer is not None:
        kinds = (highspy.HighsVarType.kContinuous, highspy.HighsVarType.kInteger)
        model.integrality_ = [kinds[int(flag)] for flag in integer]
    solver = highspy.Highs()  # type: ignore[no-untyped-call] # highspy is untyped
    solver.setOptionValue("output_flag", False)
    solver.setOptionValue("threads", 1)
    solver.setOptionValue("random_seed", 0)
    solver.passModel(model)
    return solver


def find_integer_point(
    programme: Programme, cost: Vector, integer: npt.NDArray[np.bool_], nodes: int
) -> tuple[Outcome, Vector]:
    """Look for the cheapest point that is whole on the flagged unknowns, within a number of nodes."""
    solver = _load(programme, cost, integer)
    solver.setOptionValue("mip_max_nodes", nodes)
    solver.setOptionValue("mip_rel_gap", 1e6)  # any point will do
    solver.run()
    status = solver.getModelStatus()
    if status == highspy.HighsModelStatus.kInfeasible:
        return Outcome.NOTHING, np.zeros(0)
    point = np.asarray(solver.getSolution().col_value, dtype=np.float64)
    if solver.getInfo().primal_solution_status == highspy.SolutionStatus.kSolutionStatusFeasible:
        return Outcome.FOUND, point
    return Outcome.GAVE_UP, np.zeros(0)


def largest_packing(programme: Programme, worth: Vector, nodes: int) -> npt.NDArray[np.bool_] | None:
    """Pick the unknowns (0 or 1) that are worth most together; None when a number of nodes does not settle it."""
    solver = _load(programme, -worth, np.ones(len(worth), dtype=bool))
    solver.setOptionValue("mip_max_nodes", nodes)
    solver.setOptionValue("mip_rel_gap", 1e-3)
    solver.run()
    if solver.getModelStatus() != highspy.HighsModelStatus.kOptimal:
        return None
    return np.asarray(solver.getSolution().col_value, dtype=np.float64) > 0.5


class Ranges:
    """Smallest and largest value of many linear forms over the same constraints, each solved from the last basis."""

    def __init__(self, programme: Programme) -> None:
        columns = programme.matrix.shape[1]
        self._solver = _load(programme, np.zeros(columns), None)
        self._solver.setOptionValue("presolve", "off")
        self._cost = np.zeros(columns)
        self._numbers = np.arange(columns, dtype=np.int32)

    def extreme(self, form: Vector, *, largest: bool) -> tuple[float, npt.NDArray[np.intp], Vector]:
        """Give the extreme value, the constraints that hold it there and a point where it is reached.

        An unbounded form gives an infinite value and no constraints. A form on which the solver fails gives ``nan``.
        """
        self._solver.changeColsCost(len(self._numbers), self._numbers, -form if largest else form)
        self._solver.run()
        status = self._solver.getModelStatus()
        if status == highspy.HighsModelStatus.kOptimal:
            solution = self._solver.getSolution()
            point = np.asarray(solution.col_value, dtype=np.float64)
            holding = np.flatnonzero(np.abs(np.asarray(solution.row_dual)) > 1e-9)
            return float(form @ point), holding, point
        if status in (highspy.HighsModelStatus.kUnbounded, highspy.HighsModelStatus.kUnboundedOrInfeasible):
            return (np.inf if largest else -np.inf), np.zeros(0, dtype=np.intp), np.zeros(0)
        return np.nan, np.zeros(0, dtype=np.intp), np.zeros(0)
