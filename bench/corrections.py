"""Correct published years over and over, and let somebody who kept every release try to tell who changed.

Run ``python -m bench.corrections`` (``--number 500``). Small countries are invented, protected, published and corrected
one to four times, in five ways, by the product itself. What every release showed is then laid beside the truth by an
oracle of its own: dense linear algebra over all releases together, that is told where the corrections were.
"""

import argparse
import time
from collections import Counter
from collections.abc import Mapping
from contextlib import nullcontext
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt
import pandas as pd

from aggregation.protect import Question, Thresholds, protect
from aggregation.release.prove import prove
from data.terms import FLANDERS, TOTAL, Disclosure, Level, UnitCounted

YEAR = 2024
KINDS = ("answers", "bulk", "joiners and leavers", "moves", "late values")
LEVELS = (Level.VLAANDEREN, Level.KRING, Level.ELZ, Level.GEMEENTE)
THRESHOLDS = Thresholds()
Array = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Asked:
    """One question of the invented country."""

    indicator: str
    options: tuple[str, ...]
    unit: UnitCounted
    disclosure: Disclosure = Disclosure.PROTECTED

    @property
    def k(self) -> int:
        """Least units of a cell."""
        return THRESHOLDS.practices_protected if self.unit is UnitCounted.PRACTICE else THRESHOLDS.k_protected


QUESTIONS = (
    Asked("P22", ("ja", "nee"), UnitCounted.PRACTICE),
    Asked("A09", ("blijven", "verminderen", "stoppen"), UnitCounted.DOCTOR),
    Asked("M01", (), UnitCounted.DOCTOR),
)


def invent(rng: np.random.Generator) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Draw a country: twelve municipalities in kringen and zones that cross, and its unit rows."""
    atoms = 12
    membership = pd.DataFrame(
        {
            "year": YEAR,
            "atom": [f"a{i:02d}" for i in range(atoms)],
            "gemeente": [f"{71000 + i}" for i in range(atoms)],
            "postcode": "",
            "kring": [f"k{i // 3}" for i in range(atoms)],
            "elz": [f"e{(i + 1) // 4 % 3}" for i in range(atoms)],
        }
    )
    rows = []
    for asked in QUESTIONS:
        number = int(rng.integers(70, 130))
        where = rng.choice(atoms, number, p=rng.dirichlet(np.full(atoms, 2.0)))
        for unit, atom in enumerate(where):
            rows.append(_row(asked, f"{asked.indicator}-{unit}", membership["atom"][int(atom)], rng))
    return membership, pd.DataFrame(rows)


def _row(asked: Asked, key: str, atom: str, rng: np.random.Generator) -> dict[str, object]:
    answer = str(rng.choice(asked.options)) if asked.options else pd.NA
    place = f"{atom}-{rng.integers(1000)}"
    return {
        "indicator": asked.indicator,
        "year": YEAR,
        "key": key,
        "place": place,
        "practice": place,
        "atom": atom,
        "doctors": int(rng.integers(1, 5)) if asked.unit is UnitCounted.PRACTICE else 1,
        "answer": answer,
        "value": float(rng.integers(500, 6000)) if not asked.options else np.nan,
        "hidden": False,
    }


def correct(kind: str, units: pd.DataFrame, atoms: list[str], rng: np.random.Generator) -> pd.DataFrame:
    """Make one correction of one question."""
    asked = QUESTIONS[2] if kind == "late values" else QUESTIONS[int(rng.integers(3))]
    own = units["indicator"].eq(asked.indicator)
    if kind == "answers":
        town = units["atom"].eq(str(rng.choice(atoms)))
        picked = rng.permutation(units.index[own & town])[: int(rng.integers(1, 6))]
    elif kind in ("bulk", "late values"):
        picked = units.index[own.to_numpy() & (rng.random(len(units)) < rng.uniform(0.3, 0.9))]
    else:
        picked = rng.permutation(units.index[own])[: int(rng.integers(1, 9))]
    changed = units.copy()
    if kind == "joiners and leavers":
        stay = changed.drop(index=picked[: len(picked) // 2])
        fresh = [
            _row(asked, f"{asked.indicator}-{rng.integers(10**6)}", str(rng.choice(atoms)), rng)
            for _ in range(len(picked) - len(picked) // 2)
        ]
        return pd.concat([stay, pd.DataFrame(fresh)], ignore_index=True)
    for index in picked:
        if kind == "moves":
            changed.loc[index, "atom"] = str(rng.choice(atoms))
        elif asked.options:
            others = [code for code in asked.options if code != changed.loc[index, "answer"]]
            changed.loc[index, "answer"] = str(rng.choice(others))
        else:
            changed.loc[index, "value"] = float(rng.integers(500, 6000))
    return changed


def tabulate(membership: pd.DataFrame, units: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """Protect a country and lay out its tables as a release does."""
    questions = []
    for asked in QUESTIONS:
        own = units.loc[units["indicator"] == asked.indicator].reset_index(drop=True)
        rows = own.assign(unit=np.arange(len(own)), practice=pd.factorize(own["place"])[0])
        questions.append(
            Question(
                indicator=asked.indicator,
                frame=asked.indicator,
                unit_counted=asked.unit,
                disclosure=asked.disclosure,
                options=asked.options,
                multiple=False,
                headline=(),
                levels=LEVELS,
                totals_public=asked.unit is UnitCounted.PRACTICE,
                units=rows[["unit", "atom", "practice", "doctors", "answer", "value", "hidden"]],
            )
        )
    shown = protect(questions, membership, THRESHOLDS).shown.set_index(
        ["indicator", "level", "area", "category", "aspect"]
    )["shown"]
    cells = []
    for asked in QUESTIONS:
        own = units.loc[units["indicator"] == asked.indicator]
        for level, area, inside in regions(membership):
            rows = own.loc[own["atom"].isin(inside)]
            place = {"indicator": asked.indicator, "year": YEAR, "level": level, "area": area, "frame": len(rows)}
            for category in (TOTAL, *asked.options):
                count = len(rows) if category == TOTAL else int(rows["answer"].eq(category).sum())
                free = bool(shown.get((asked.indicator, Level(level), area, category, "count"), False))
                measure = "count" if category == TOTAL else "share"
                value = float(count) if category == TOTAL else round(100 * count / max(len(rows), 1), 1)
                cells.append({**place, "category": category, "measure": measure, **_number(free, count, value)})
            if not asked.options and len(rows):
                free = bool(shown.get((asked.indicator, Level(level), area, TOTAL, "magnitude"), False))
                mean = round(float(rows["value"].mean()), 1)
                cells.append({**place, "category": TOTAL, "measure": "mean", **_number(free, len(rows), mean)})
    return {
        "cell": pd.DataFrame(cells).astype({"count": "Int64", "value": "Float64"}),
        "membership": membership,
        "indicator": pd.DataFrame(
            {
                "indicator": asked.indicator,
                "unit_counted": asked.unit.value,
                "disclosure": asked.disclosure.value,
                "threshold": asked.k,
                "frame": asked.indicator,
                "options": " ".join(asked.options),
                "multiple": False,
                "headline": "",
                "totals_public": asked.unit is UnitCounted.PRACTICE,
            }
            for asked in QUESTIONS
        ),
        "response": pd.DataFrame({"year": [], "level": [], "area": [], "role": [], "answered": []}),
    }


def _number(free: bool, count: int, value: float) -> dict[str, object]:
    return {
        "count": count if free else pd.NA,
        "value": value if free else pd.NA,
        "lower": pd.NA,
        "upper": pd.NA,
        "status": "A",
        "confidentiality": "F" if free else "C",
    }


def regions(membership: pd.DataFrame) -> list[tuple[str, str, set[str]]]:
    """Areas of every level with their atoms."""
    found = [(Level.VLAANDEREN.value, FLANDERS, set(membership["atom"]))]
    for level in LEVELS[1:]:
        found += [(level.value, str(area), set(rows["atom"])) for area, rows in membership.groupby(level.value)]
    return found


def leaks(
    asked: Asked, membership: pd.DataFrame, published: list[tuple[pd.DataFrame, pd.DataFrame]]
) -> list[tuple[int, str]]:
    """Find by dense linear algebra what all releases of a year together tell of fewer than k units.

    Unknown are the numbers of every atom and option in the first release, and every later change of them in the atoms
    that were corrected; the reader is told which atoms those are, and who answered where that is public.

    Parameters
    ----------
    published : unit rows and table ``cell`` of every release, in order.

    Returns
    -------
    The number of the release, and the group of atoms and options, per leak.
    """
    own = [units.loc[units["indicator"] == asked.indicator].set_index("key") for units, _ in published]
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
            (f"{level}:{area}", np.isin(self.atoms, list(inside))) for level, area, inside in regions(self.membership)
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
        inside = {(level, area): np.isin(self.atoms, list(group)) for level, area, group in regions(self.membership)}
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


def simulate(seed: int, *, guarded: bool = True) -> Counter[str]:
    """Publish a country, correct it up to four times, and count corrections, publications and leaks by kind.

    Without ``guarded`` every correction is protected by itself and published: what the oracle is there to find.
    """
    rng = np.random.default_rng(seed)
    membership, units = invent(rng)
    atoms = list(membership["atom"])
    shown: dict[str, Mapping[str, pd.DataFrame]] = {"r0": tabulate(membership, units)}
    rows = {"r0": units}
    published = [(units, shown["r0"]["cell"])]
    outcome: Counter[str] = Counter()
    for depth in range(1, int(rng.integers(1, 5)) + 1):
        kind = str(rng.choice(KINDS))
        before, units = units, correct(kind, units, atoms, rng)
        touched = _touched(before, units)
        tables: Mapping[str, pd.DataFrame] = tabulate(membership, units)
        outcome[f"{kind}: corrections"] += 1
        name = f"r{depth}"
        if not guarded:
            published.append((units, tables["cell"]))
            continue
        proof = prove(
            tables,
            shown,
            units=units.assign(unit=units["key"], practice=units["place"]),
            rows_before=rows,
            thresholds=THRESHOLDS,
            step=lambda _dutch, _english: nullcontext(),
        )
        outcome["refused"] += bool(proof.found)
        if proof.found:
            continue
        waits = set(proof.kept_tables.get(YEAR, ())) if not proof.kept else set(touched)
        outcome[f"{kind}: published"] += not waits & touched
        shown, rows = {name: proof.tables, **shown}, {name: proof.rows, **rows}
        published.append((proof.rows, proof.tables["cell"]))
    for asked in QUESTIONS:
        found = leaks(asked, membership, published)
        outcome["leaks"] += len(found)
        outcome["leaks of numbers of the first release"] += sum(number == 0 for number, _ in found)
    outcome[f"{len(published)} releases of one year"] += 1
    return outcome


def _touched(before: pd.DataFrame, after: pd.DataFrame) -> set[str]:
    """Name the questions that a correction touched."""
    said = ["key", "atom", "answer", "value"]
    return {
        asked.indicator
        for asked in QUESTIONS
        if not before.loc[before["indicator"].eq(asked.indicator), said]
        .reset_index(drop=True)
        .equals(after.loc[after["indicator"].eq(asked.indicator), said].reset_index(drop=True))
    }


def main() -> None:
    """Simulate until enough corrections were made, and print the counts."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--number", type=int, default=500, help="corrections to make at least")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--seconds", type=float, default=3600.0, help="stop after so long")
    arguments = parser.parse_args()
    total: Counter[str] = Counter()
    started, seed = time.monotonic(), arguments.seed
    while (
        sum(total[f"{kind}: corrections"] for kind in KINDS) < arguments.number
        and time.monotonic() - started < arguments.seconds
    ):
        total += simulate(seed)
        seed += 1
        made, out = (sum(total[f"{kind}: {what}"] for kind in KINDS) for what in ("corrections", "published"))
        print(f"{made} corrections, {out} published, {total['leaks']} leaks", flush=True)
    made, out = (sum(total[f"{kind}: {what}"] for kind in KINDS) for what in ("corrections", "published"))
    for name, number in sorted(total.items()):
        print(f"{number:6d}  {name}")
    print(
        f"{made} corrections, {out} published ({100 * out / max(made, 1):.0f} %), {total['leaks']} leaks, "
        f"{time.monotonic() - started:.0f} s"
    )


if __name__ == "__main__":
    main()
