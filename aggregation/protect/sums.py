"""Where sums are shown: means with their counts, rates and ratios, all that count the same people in one system.

Units that the same numbers count, in the same atom, form a class; what is unknown is the sum of each number over each
class. A shown sum is a row over those unknowns, a shown ratio is numerator minus value times denominator. No
combination of shown rows, whatever its signs, may rest on too few units. Sums of squares, which an interval would give,
are shown in fewer areas than the sums, so no combination of them rests on fewer units either.
"""

from collections.abc import Iterable, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from aggregation.protect.areas import Areas, Flags
from aggregation.protect.echelon import PRIME, Row
from aggregation.protect.model import IMPORTANCE
from aggregation.protect.relations import Relation, relations
from aggregation.protect.repair import Decision
from aggregation.protect.supports import Behind, SignedSpace
from data.workers import IN_TURN

DECIMALS = 4
"""Digits to which the value of a ratio is taken as known."""


@dataclass(frozen=True)
class Sums:
    """What one indicator adds up.

    Parameters
    ----------
    name : the indicator.
    units : one row per unit [unit, atom, practice, doctors, value], for a ratio also ``under``; ``group`` where units
        count differently.
    of_doctors : whether the units are doctors; else they are practices.
    least : fewest doctors behind a combination; ``fewest`` fewest practices.
    eligible : per row of the areas whether it may be shown as far as the area alone decides.
    risky : per row whether the sum must also not be a combination of shown ones.
    """

    name: str
    units: pd.DataFrame
    of_doctors: bool
    least: int
    fewest: int
    eligible: Flags
    risky: Flags

    @property
    def is_ratio(self) -> bool:
        """Whether the value is one sum over another."""
        return "under" in self.units.columns


def shown_sums(
    sums: Sequence[Sums], areas: Areas, nodes: int, pool: Executor = IN_TURN
) -> dict[str, tuple[Flags, Decision]]:
    """Decide for all sums where they are shown.

    A number that is stated doctor by doctor and practice by practice is shown where both readings allow it. Plain means
    come before ratios and those with the lower threshold first; then coarse levels before fine ones, and
    large areas before small ones.

    Returns
    -------
    Per indicator a flag per row of ``areas``, and how it was reached: areas that were refused, searches broken off.
    """
    result = {one.name: (one.eligible.copy(), Decision(np.zeros(0, dtype=bool), 0, 0)) for one in sums}
    for of_doctors in (True, False):
        filled = [
            replace(one, eligible=one.eligible & result[one.name][0])
            for one in sums
            if len(one.units) and one.of_doctors is of_doctors
        ]
        waiting = [
            pool.submit(_decide, [filled[number] for number in members], areas, nodes)
            for members in (_linked(_Wide.of(filled), len(filled)) if filled else [])
        ]
        for decided in waiting:
            result |= decided.result()
    return result


@dataclass(frozen=True)
class _Wide:
    """Units by numbers: what each number counts of each unit, missing where it does not count it."""

    rows: pd.DataFrame
    values: np.ndarray
    owner: list[int]
    groups: list[tuple[object, ...]]

    @classmethod
    def of(cls, sums: Sequence[Sums]) -> "_Wide":
        parts = [
            one.units.set_index("unit")[[name for name in ("value", "under") if name in one.units]].astype(float)
            for one in sums
        ]
        owner = [number for number, part in enumerate(parts) for _ in part.columns]
        known = pd.concat([one.units[["unit", "atom", "practice", "doctors"]] for one in sums])
        rows = known.drop_duplicates("unit").sort_values("unit", ignore_index=True)
        values = np.column_stack([part.reindex(rows["unit"]).to_numpy() for part in parts])
        counted = ~np.isnan(values)
        marks = [
            one.units.set_index("unit")["group"].reindex(rows["unit"]).astype(object).fillna("").to_numpy()
            for one in sums
            if "group" in one.units
        ]
        keys = [counted.astype(np.int8).astype(object), *(mark[:, None] for mark in marks)]
        return cls(rows, values, owner, [tuple(line) for line in np.hstack(keys)])

    def relations(self) -> dict[tuple[object, ...], dict[int, Relation]]:
        """Tell per group of units which numbers follow from others."""
        return relations(self.values, self.groups)  # type: ignore[return-value] # keys are typed as objects


def _linked(table: _Wide, number: int) -> list[list[int]]:
    """Group the sums of which one follows from others for some units: the rest have no unknown in common."""
    label = list(range(number))
    for per in table.relations().values():
        for column, relation in per.items():
            together = {label[table.owner[other]] for other in (column, *relation)}
            label = [min(together) if one in together else one for one in label]
    return [[one for one in range(number) if label[one] == name] for name in sorted(set(label))]


def _decide(sums: Sequence[Sums], areas: Areas, nodes: int) -> dict[str, tuple[Flags, Decision]]:
    system = _System(sums, areas)
    leasts = {one.least for one in sums}
    space = SignedSpace(system.owner, system.behind, leasts, nodes)
    for number, one in enumerate(sums):
        space.protect(system.row(number, int(row)) for row in np.flatnonzero(one.risky))
    shown = {one.name: np.zeros(len(areas.level), dtype=bool) for one in sums}
    counts = {number: system.sizes(number) for number in range(len(sums))}
    order = [
        (one.least, one.is_ratio, IMPORTANCE.index(areas.level[row]), -int(counts[number][row]), number, int(row))
        for number, one in enumerate(sums)
        for row in np.flatnonzero(one.eligible)
    ]
    refused, broken = dict.fromkeys(shown, 0), dict.fromkeys(shown, 0)
    for least, _, _, _, number, row in sorted(order):
        before = space.gave_up
        name = sums[number].name
        shown[name][row] = space.add(system.row(number, row), least)
        refused[name] += not shown[name][row]
        broken[name] += space.gave_up - before
    return {name: (flags, Decision(flags, refused[name], broken[name])) for name, flags in shown.items()}


class _System:
    """Classes, unknowns and rows of sums that are linked."""

    def __init__(self, sums: Sequence[Sums], areas: Areas) -> None:
        self._sums = sums
        self._areas = areas
        table = _Wide.of(sums)
        self._table = table
        depends = table.relations()
        atoms = areas.positions(table.rows["atom"])
        keys: dict[tuple[object, ...], int] = {}
        class_of = [keys.setdefault((atom, group), len(keys)) for atom, group in zip(atoms, table.groups, strict=True)]
        frame = table.rows.assign(number=class_of)
        weights = frame.groupby("number")["doctors"].sum()
        practices = frame.groupby("number")["practice"].agg(frozenset)
        self.behind = Behind(weights.tolist(), practices.tolist(), max(one.fewest for one in sums))
        self.owner: list[int] = []
        self._parts: list[dict[int, list[Row]]] = [{} for _ in table.owner]
        """Per number and atom the rows of its classes."""
        for (atom, group), number in keys.items():
            inside = depends[group]  # type: ignore[index] # keys are typed as objects
            counted = [column for column in range(len(table.owner)) if group[column]]  # type: ignore[index] # keys are typed as objects
            place: dict[int, int] = {}
            for column in counted:
                if column not in inside:
                    place[column] = len(self.owner)
                    self.owner.append(number)
            for column in counted:
                relation = inside.get(column)
                row = {place[column]: 1} if relation is None else _residues(relation, place)
                self._parts[column].setdefault(int(atom), []).append(row)  # type: ignore[call-overload] # keys are typed as objects

    def sizes(self, number: int) -> np.ndarray:
        """Count the units of a number per area."""
        atoms = self._areas.positions(self._sums[number].units["atom"])
        return np.asarray(self._areas.holds @ np.bincount(atoms, minlength=len(self._areas.atoms)))

    def row(self, number: int, area: int) -> Row:
        """Write what a number says of an area over the unknowns."""
        columns = [column for column, owner in enumerate(self._table.owner) if owner == number]
        atoms = np.flatnonzero(self._areas.holds[area]).tolist()
        row = _added((1, part) for atom in atoms for part in self._parts[columns[0]].get(atom, []))
        if len(columns) == 1:
            return row
        units = self._sums[number].units
        inside = self._areas.holds[area][self._areas.positions(units["atom"])]
        over, under = float(units.loc[inside, "value"].sum()), float(units.loc[inside, "under"].sum())
        value = round(over / under * 10**DECIMALS) if under else 0
        factor = -value * pow(10**DECIMALS, PRIME - 2, PRIME) % PRIME
        below = [(factor, part) for atom in atoms for part in self._parts[columns[1]].get(atom, [])]
        return _added([(1, row), *below])


def _residues(relation: Relation, place: dict[int, int]) -> Row:
    return {
        place[other]: factor.numerator * pow(factor.denominator, PRIME - 2, PRIME) % PRIME
        for other, factor in relation.items()
    }


def _added(parts: Iterable[tuple[int, Row]]) -> Row:
    total: Row = {}
    for factor, part in parts:
        for column, value in part.items():
            total[column] = (total.get(column, 0) + factor * value) % PRIME
    return {column: value for column, value in total.items() if value}
