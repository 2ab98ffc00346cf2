"""How many units, practices and doctors stand behind every cell of one question."""

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from aggregation.protect.areas import Areas, Flags, Matrix
from aggregation.protect.model import Question, Thresholds
from data.terms import Disclosure, UnitCounted


@dataclass(frozen=True)
class Measure:
    """One way to weigh a group of answers and the least weight that may be told apart.

    Parameters
    ----------
    weights : options by atoms, how much each answer in each atom weighs.
    totals : per atom, what all answers together weigh.
    others : options by atoms, what all other answers together weigh.
    least : groups with fewer than this, but with at least one unit, are small.
    additive : whether the weight of several answers is the sum of theirs; practices may give several answers.
    """

    weights: Matrix
    totals: Matrix
    others: Matrix
    least: int
    additive: bool = True

    def within(self, atoms: npt.NDArray[Any]) -> "Measure":
        """Keep some atoms only, by number or by flag."""
        return Measure(self.weights[:, atoms], self.totals[atoms], self.others[:, atoms], self.least, self.additive)


@dataclass(frozen=True)
class Tally:
    """Counts of a single-answer table over the atoms.

    Parameters
    ----------
    options : answer codes, the first axis of ``units``.
    units : options by atoms, units that gave the answer.
    measures : what the thresholds look at; the first one counts units or practices.
    uniform : whether a cell in which everybody gives the same answer is withheld too.
    collapsed : whether, of more than two options, one that nobody gave is withheld like a single answer of everybody,
        and a headline that everybody or nobody gave (sensitive questions).
    """

    options: tuple[str, ...]
    units: Matrix
    measures: tuple[Measure, ...]
    uniform: bool
    collapsed: bool

    @property
    def totals(self) -> Matrix:
        """Units per atom."""
        return np.asarray(self.units.sum(axis=0))

    def is_small(self, holds: Flags, chosen: tuple[int, ...]) -> tuple[Flags, Flags]:
        """Tell per area whether the chosen options together, or all others together, are a small cell.

        Cells that are no single option, no complement and not everything are weighed by the sum over options, which
        never makes a small cell look larger in units; practices and doctors are weighed by the largest part.
        """
        here = self.is_small_group(holds, chosen)
        rest = tuple(number for number in range(len(self.options)) if number not in chosen)
        there = self.is_small_group(holds, rest)
        same = self.is_alike(holds, chosen) | self.is_alike(holds, rest)
        return here | same, there | same

    def is_alike(self, holds: Flags, chosen: tuple[int, ...]) -> Flags:
        """Tell per set of atoms whether all who answered gave one of the chosen answers and that gives them away."""
        part = holds @ self.units[list(chosen)].sum(axis=0)
        if not self.uniform or not chosen or not (self.collapsed or len(chosen) == 1):
            return np.zeros(len(part), dtype=bool)
        return np.asarray((part > 0) & (part == holds @ self.totals))

    def is_small_group(self, holds: Flags, chosen: tuple[int, ...]) -> Flags:
        """Tell per set of atoms whether the units with the chosen answers are too few, but at least one."""
        small = np.zeros(len(holds), dtype=bool)
        if not chosen:
            return small
        units = holds @ self.units[list(chosen)].sum(axis=0)
        for measure in self.measures:
            small |= (units > 0) & (self._weight(holds, chosen, measure) < measure.least)
        return small

    def _weight(self, holds: Flags, chosen: tuple[int, ...], measure: Measure) -> Matrix:
        if len(chosen) == len(self.options):
            per_atom = measure.totals
        elif len(chosen) == 1:
            per_atom = measure.weights[chosen[0]]
        elif len(chosen) == len(self.options) - 1:
            missing = next(number for number in range(len(self.options)) if number not in chosen)
            per_atom = measure.others[missing]
        elif measure.additive:
            per_atom = measure.weights[list(chosen)].sum(axis=0)
        else:
            per_atom = measure.weights[list(chosen)].max(axis=0)
        return np.asarray(holds @ per_atom)


def tally(question: Question, areas: Areas, thresholds: Thresholds, option: str | None = None) -> Tally:
    """Count the answers of a question per atom.

    Parameters
    ----------
    option : for a question with several answers, the option that is set against its complement; for a pure magnitude
        or the totals of any question leave it out and give a question without options.
    """
    units = question.units
    atoms = areas.positions(units["atom"])
    if option is not None:
        options: tuple[str, ...] = (option, "")
        given = units["answer"].fillna("").str.split("|").map(lambda codes: option in codes).to_numpy(dtype=bool)
        codes = np.where(given, 0, 1)
    elif question.options:
        options = question.options
        codes = np.asarray(pd.Index(options).get_indexer(pd.Index(units["answer"])))
    else:
        options = ("",)
        codes = np.zeros(len(units), dtype=np.intp)
    return Tally(
        options=options,
        units=_spread(codes, atoms, np.ones(len(units), dtype=np.int64), (len(options), len(areas.atoms))),
        measures=_measures(question, thresholds, codes, atoms, (len(options), len(areas.atoms))),
        uniform=not question.alike,
        collapsed=question.disclosure is Disclosure.SENSITIVE,
    )


def folded_tally(question: Question, areas: Areas, thresholds: Thresholds) -> Tally:
    """Count the headline of a question against all other answers; the others have an empty code."""
    within = question.units["answer"].isin(question.headline)
    answers = pd.Series(np.where(within, question.headline_code, ""), index=question.units.index)
    folded = replace(
        question, options=(question.headline_code, ""), headline=(), units=question.units.assign(answer=answers)
    )
    return tally(folded, areas, thresholds)


def totals_tally(question: Question, areas: Areas, thresholds: Thresholds) -> Tally:
    """Count all units of a question per atom as one single answer."""
    atoms = areas.positions(question.units["atom"])
    codes = np.zeros(len(atoms), dtype=np.intp)
    shape = (1, len(areas.atoms))
    return Tally(
        options=("",),
        units=_spread(codes, atoms, np.ones(len(atoms), dtype=np.int64), shape),
        measures=_measures(question, thresholds, codes, atoms, shape),
        uniform=False,
        collapsed=False,
    )


def _measures(
    question: Question,
    thresholds: Thresholds,
    codes: npt.NDArray[np.intp],
    atoms: npt.NDArray[np.intp],
    shape: tuple[int, int],
) -> tuple[Measure, ...]:
    sensitive = question.disclosure is Disclosure.SENSITIVE
    units = np.ones(len(codes), dtype=np.int64)
    if question.unit_counted is UnitCounted.DOCTOR:
        least = thresholds.k_sensitive if sensitive else thresholds.k_protected
        return (
            _additive(codes, atoms, units, shape, least),
            _practices(question, codes, atoms, shape, thresholds.practices_protected),
        )
    doctors = question.units["doctors"].to_numpy(dtype=np.int64)
    least = thresholds.practices_sensitive if sensitive else thresholds.practices_protected
    return (
        _additive(codes, atoms, units, shape, least),
        _additive(codes, atoms, doctors, shape, thresholds.doctors_in_practices),
    )


def _additive(
    codes: npt.NDArray[np.intp], atoms: npt.NDArray[np.intp], weights: Matrix, shape: tuple[int, int], least: int
) -> Measure:
    table = _spread(codes, atoms, weights, shape)
    return Measure(table, table.sum(axis=0), table.sum(axis=0) - table, least)


def _practices(
    question: Question, codes: npt.NDArray[np.intp], atoms: npt.NDArray[np.intp], shape: tuple[int, int], least: int
) -> Measure:
    """Count distinct practices; one that has units in several atoms counts in its first only, which never flatters."""
    practice = np.unique(question.units["practice"].to_numpy(dtype=np.int64), return_inverse=True)[1].reshape(-1)
    count = int(practice.max(initial=-1)) + 1
    home = np.full(count, shape[1], dtype=np.intp)
    np.minimum.at(home, practice, atoms)
    here = atoms == home[practice]
    given = np.zeros((count, shape[0]), dtype=bool)
    given[practice[here], codes[here]] = True
    per_atom = np.zeros((shape[1], shape[0]), dtype=np.int64)
    np.add.at(per_atom, home, given)
    alone = np.zeros_like(per_atom)
    np.add.at(alone, home, given & (given.sum(axis=1) == 1)[:, None])
    totals = np.bincount(home, minlength=shape[1]).astype(np.int64)
    return Measure(per_atom.T.copy(), totals, totals - alone.T, least, additive=False)


def _spread(
    codes: npt.NDArray[np.intp], atoms: npt.NDArray[np.intp], weights: Matrix, shape: tuple[int, int]
) -> Matrix:
    table = np.zeros(shape, dtype=np.int64)
    np.add.at(table, (codes, atoms), weights)
    return table
