"""An oracle beside the rule of corrections: dense linear algebra over all releases of a year together."""

from itertools import pairwise

import numpy as np
import numpy.typing as npt
import pandas as pd

from bench.invented.corrected import LEVELS, Asked
from bench.invented.protected import regions
from data.terms import TOTAL, Disclosure, UnitCounted

Array = npt.NDArray[np.float64]


def leaks(
    asked: Asked, membership: pd.DataFrame, published: list[tuple[pd.DataFrame, pd.DataFrame]]
) -> list[tuple[int, str]]:
    """Find by dense linear algebra what all releases of a year together tell of fewer than k units.

    Unknown are the numbers of every atom and option in the first release, and every later change of them in the atoms
    that were corrected; the reader is told which atoms those are, and who answered where that is public. Of a question
    on the practice map what is unknown are the practices that no map ever showed, and he takes off all others.

    Parameters
    ----------
    published : unit rows and table ``cell`` of every release, in order.

    Returns
    -------
    The number of the release, and the group of atoms and options, per leak.
    """
    own = [units.loc[units["indicator"] == asked.indicator].set_index("key") for units, _ in published]
    if asked.disclosure is Disclosure.PUBLIC:
        mapped = set().union(*(rows.index[~rows["hidden"].astype(bool)] for rows in own))
        own = [rows.loc[~rows.index.isin(mapped)] for rows in own]
    truth = _Truth(asked, membership, own)
    told = [
        row
        for number, (_, cell) in enumerate(published)
        for row in truth.told(cell.loc[cell["indicator"] == asked.indicator], number)
    ]
    basis = _basis(np.array(told)) if told else np.zeros((0, len(truth.options) * len(truth.atoms) * len(own)))
    names, groups = truth.groups()
    choices = [*np.eye(len(truth.options), dtype=bool)]
    choices += [np.ones(len(truth.options), dtype=bool)] if len(truth.options) > 1 else []
    found = []
    for number in range(len(own)):
        for chosen in choices:
            everybody = bool(chosen.all())
            targets = truth.at(np.einsum("ga,o->gao", groups, chosen).reshape(len(groups), -1), number)
            if not everybody or asked.unit is UnitCounted.DOCTOR:
                size = truth.members(groups, chosen, number).sum(axis=1)
                small = (size >= 1) & (size < asked.k)
                found += [(number, f"{names[g]} {chosen}") for g in np.flatnonzero(small & _follow(basis, targets))]
            for earlier in range(number):
                crossing = truth.crossing(groups, chosen, earlier, number)
                before = truth.at(np.einsum("ga,o->gao", groups, chosen).reshape(len(groups), -1), earlier)
                few = (crossing >= 1) & (crossing < asked.k)
                found += [
                    (number, f"change since {earlier} in {names[g]} {chosen}")
                    for g in np.flatnonzero(few & _follow(basis, targets - before))
                ]
    return found


class _Truth:
    """Who stood where and said what in every release, as arrays: releases by units."""

    def __init__(self, asked: Asked, membership: pd.DataFrame, own: list[pd.DataFrame]) -> None:
        self.asked, self.membership = asked, membership
        self.atoms, self.options = list(membership["atom"]), asked.options or (TOTAL,)
        keys = sorted(set().union(*(rows.index for rows in own)))
        at = pd.Index(self.atoms)
        self.place = np.array([at.get_indexer(rows["atom"].reindex(keys)) for rows in own])
        said = pd.Index(self.options)
        self.said = np.zeros_like(self.place)
        if asked.options:
            self.said = np.array([said.get_indexer(rows["answer"].reindex(keys)) for rows in own])
        self.value = np.array([rows["value"].reindex(keys).fillna(-1.0).to_numpy() for rows in own])
        self.free = [np.ones(len(self.atoms), dtype=bool)]
        for one, other in pairwise(range(len(own))):
            differs = (self.place[one] != self.place[other]) | (self.value[one] != self.value[other])
            differs |= self.said[one] != self.said[other]
            touched = {*self.place[one][differs], *self.place[other][differs]} - {-1}
            self.free.append(np.isin(np.arange(len(self.atoms)), list(touched)))

    def groups(self) -> tuple[list[str], npt.NDArray[np.bool_]]:
        """Areas, what two areas share, and one without the other."""
        areas = [
            (f"{level}:{area}", np.isin(self.atoms, list(inside)))
            for level, area, inside in regions(self.membership, LEVELS)
        ]
        found = dict(areas)
        for name, one in areas:
            for other_name, other in areas:
                if (one & other).any() and (one & ~other).any():
                    found[f"{name} without {other_name}"] = one & ~other
                    found[f"{name} in {other_name}"] = one & other
        unique = {group.tobytes(): (name, group) for name, group in found.items()}
        return [name for name, _ in unique.values()], np.array([group for _, group in unique.values()])

    def members(
        self, groups: npt.NDArray[np.bool_], chosen: npt.NDArray[np.bool_], number: int
    ) -> npt.NDArray[np.bool_]:
        """Units of each group that gave a chosen answer."""
        there = (self.place[number] >= 0) & chosen[self.said[number]]
        return np.asarray(groups[:, self.place[number]] & there)

    def crossing(
        self, groups: npt.NDArray[np.bool_], chosen: npt.NDArray[np.bool_], one: int, other: int
    ) -> npt.NDArray[np.int64]:
        """Units that came into a group, left it or (where values count) changed in it."""
        before, after = self.members(groups, chosen, one), self.members(groups, chosen, other)
        differs = before ^ after
        if not self.asked.options:
            differs |= before & after & (self.value[one] != self.value[other])
        return np.asarray(differs.sum(axis=1))

    def told(self, cell: pd.DataFrame, number: int) -> list[Array]:
        """Give the sums that a release shows, in the unknowns of all releases."""
        inside = {
            (level, area): np.isin(self.atoms, list(group)) for level, area, group in regions(self.membership, LEVELS)
        }
        shown = cell.loc[cell["value"].notna() & (cell["measure"].eq("mean") | bool(self.asked.options))]
        rows = []
        for level, area, category in shown[["level", "area", "category"]].itertuples(index=False):
            chosen = np.array([category in (TOTAL, code) for code in self.options])
            rows.append(np.outer(inside[level, area], chosen).ravel())
        if self.asked.unit is UnitCounted.PRACTICE:
            rows += [np.outer(one, np.ones(len(self.options))).ravel() for one in np.eye(len(self.atoms))]
        return list(self.at(np.array(rows, dtype=float), number)) if rows else []

    def at(self, vectors: npt.NDArray[np.generic], number: int) -> Array:
        """Write sums over the numbers of one release in all unknowns: the first numbers and all changes so far."""
        masks = [np.repeat(free & (place <= number), len(self.options)) for place, free in enumerate(self.free)]
        return np.concatenate([np.where(mask, vectors, 0.0) for mask in masks], axis=1).astype(float)


def _basis(rows: Array) -> Array:
    _, sizes, right = np.linalg.svd(rows, full_matrices=False)
    return np.asarray(right[sizes > 1e-9 * max(sizes[0], 1.0)])


def _follow(basis: Array, targets: Array) -> npt.NDArray[np.bool_]:
    left = np.abs(targets - (targets @ basis.T) @ basis).max(axis=1)
    return np.asarray((np.abs(targets).sum(axis=1) > 0) & (left < 1e-7))
