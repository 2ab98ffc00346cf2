"""Which published numbers of a unit follow from others, found in the numbers themselves.

Total contacts are the sum of the kinds of contact, full-time equivalents are hours over a norm, the work of a practice
is that of its doctors. A reader knows this from the definitions; here it is read off the linked rows, so that no list
of pairs has to be kept.
"""

from collections.abc import Hashable, Sequence
from fractions import Fraction

import numpy as np
import numpy.typing as npt

Vector = npt.NDArray[np.float64]
Relation = dict[int, Fraction]
"""A column as a sum of others: column to coefficient; a column that is zero has none."""

EXACT = 1e-7
SPARE = 2
"""Units beyond the number of columns from which on a relation is believed."""
ENOUGH = 200
"""Units on which a relation is sought; it is tested on all."""
LARGEST_DENOMINATOR = 10_000


def relations(values: Vector, groups: Sequence[Hashable]) -> dict[Hashable, dict[int, Relation]]:
    """Tell per group of units which columns follow from the others.

    A group that is too small to tell is judged by the units of other groups that have all its columns, and then by
    what holds elsewhere and holds for its own units as well.

    Parameters
    ----------
    values : units by columns; missing where a number does not count the unit.
    groups : per unit its group; units of one group are counted by the same numbers.

    Returns
    -------
    Per group, for each column that depends on columns before it, the relation.
    """
    counted = ~np.isnan(values)
    members: dict[Hashable, list[int]] = {}
    for number, group in enumerate(groups):
        members.setdefault(group, []).append(number)
    found: dict[Hashable, dict[int, Relation]] = {}
    waiting: list[Hashable] = []
    for group, rows in members.items():
        columns = np.flatnonzero(counted[rows[0]])
        if len(rows) >= len(columns) + SPARE:
            found[group] = _dependent(values[rows], columns)
        else:
            waiting.append(group)
    known = [(column, relation) for per in found.values() for column, relation in per.items()]
    for group in waiting:
        rows = members[group]
        columns = np.flatnonzero(counted[rows[0]])
        pool = np.flatnonzero(counted[:, columns].all(axis=1))
        sought = _dependent(values[pool], columns) if len(pool) >= len(columns) + SPARE else {}
        for column, relation in known:
            free = {*relation} <= {*columns} - {*sought} and column in columns and column not in sought
            if free and column not in {used for other in sought.values() for used in other}:
                sought |= {column: relation} if _holds(values[rows], column, relation) else {}
        found[group] = sought
    return found


def _dependent(values: Vector, columns: npt.NDArray[np.intp]) -> dict[int, Relation]:
    result: dict[int, Relation] = {}
    basis: list[int] = []
    few = values[np.linspace(0, len(values) - 1, min(len(values), ENOUGH)).astype(np.intp)]
    for column in columns.tolist():
        size = np.abs(few[:, [*basis, column]]).max(axis=0)
        size[size == 0] = 1
        scaled = few[:, [*basis, column]] / size
        solved = np.linalg.lstsq(scaled[:, :-1], scaled[:, -1], rcond=None)[0] if basis else np.zeros(0)
        factors = solved * size[-1] / size[:-1]
        relation = {
            other: Fraction(float(factor)).limit_denominator(LARGEST_DENOMINATOR)
            for other, factor in zip(basis, factors, strict=True)
            if abs(factor) * size[basis.index(other)] > EXACT * size[-1]
        }
        if _holds(values, column, relation):
            result[column] = relation
        else:
            basis.append(column)
    return result


def _holds(values: Vector, column: int, relation: Relation) -> bool:
    told = sum((float(factor) * values[:, other] for other, factor in relation.items()), np.zeros(len(values)))
    return bool((np.abs(told - values[:, column]) <= EXACT * np.maximum(np.abs(values[:, column]), 1)).all())
