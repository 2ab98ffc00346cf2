"""The outside statistician before a crossing: its cells and what releases say of its two questions, in one table.

Those with each answer to the question within are places of their own, parts of the atoms; every attack on a table is
run on the table over the parts.
"""

import time
from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from aggregation.attack.judge import Weights
from aggregation.attack.reading import Areas, Mask, Table, levels_of
from aggregation.attack.single import attack_table
from aggregation.attack.system import Known, build_system
from aggregation.attack.verdict import Limits, TableReport, Verdict
from aggregation.attack.work import Attack
from aggregation.indicators.crossings import Sum
from data.terms import BAR, FLANDERS, TOTAL, Level

PART = "\x1f"
"""Joins an atom and an answer."""
BY = " × "
"""Joins an area and the answers of those who are looked at in it."""


def attack_crossing(
    name: str,
    year: int,
    units: pd.DataFrame,
    membership: pd.DataFrame,
    options: Sequence[str],
    cells: Sequence[Sum],
    sums: Sequence[Sum],
    *,
    guessed: Sequence[str] = (),
    least: int,
    least_total: int,
    sensitive: bool,
    limits: Limits,
) -> Verdict:
    """Try to give somebody away from a crossing beside what releases showed of its questions, with the truth in hand.

    Parameters
    ----------
    name : what the crossing is called in findings.
    units : [unit, atom, practice, doctors, within, answer].
    options : every answer that a unit can have to the question that is shown.
    cells : what releases and the crossing say, and withhold.
    sums : what is known besides: how many answered a question, and who cannot be there. Who left a question open is
        told by agreement, so these are no cells.
    guessed : answers ``within`` of which nobody else knows where they were given.
    least, least_total : counts below are small; of answers, and of all who are within.
    """
    started = time.perf_counter()
    given = set(zip(units["atom"].astype(str), units["within"].astype(str), strict=True))
    parts = sorted(PART.join(pair) for pair in given | {(atom, code) for atom, _ in given for code in guessed})
    areas = _places(parts, membership, [*cells, *sums])
    table = Table(
        indicator=name,
        year=year,
        frame=name,
        options=tuple(options),
        categories={
            TOTAL: tuple(range(len(options))),
            **{BAR.join(one.shown): _positions(one, options) for one in cells if one.shown},
        },
        counts=_counts(cells),
        k=least,
        k_total=least_total,
        practices=False,
        sensitive=sensitive,
        public=False,
        totals_public=False,
    )
    known = Known(
        totals={},
        atom_totals=None,
        sums=tuple(
            (areas.members[one.level, _name(one)], _positions(one, options), one.count)
            for one in sums
            if one.count >= 0
        ),
    )
    report = TableReport(indicator=name, year=year, cells={}, withheld={})
    for (level, _, _), count in table.counts.items():
        report.cells[level] = report.cells.get(level, 0) + 1
        report.withheld[level] = report.withheld.get(level, 0) + (count is None)
    work = Attack(
        system=build_system(table, areas, known),
        limits=limits,
        report=report,
        truth=_truth(units, parts, options),
    )
    attack_table(work)
    return Verdict(
        found=tuple(work.found),
        reported=tuple(work.reported),
        gave_up=tuple(work.gave_up),
        tables=(report,),
        limits=limits,
        with_truth=True,
        linked=(),
        seconds={**work.seconds, "total": time.perf_counter() - started},
    )


def _positions(one: Sum, options: Sequence[str]) -> tuple[int, ...]:
    return tuple(number for number, code in enumerate(options) if not one.shown or code in one.shown)


def _name(one: Sum) -> str:
    return f"{one.area}{BY}{BAR.join(one.within)}" if one.within else one.area


def _counts(cells: Sequence[Sum]) -> dict[tuple[str, str, str], int | None]:
    """Give each cell its count; one that is told anywhere is known."""
    known: dict[tuple[str, str, str], int | None] = {}
    for one in cells:
        key = (one.level, _name(one), BAR.join(one.shown) or TOTAL)
        if one.count >= 0 or key not in known:
            known[key] = one.count if one.count >= 0 else None
    return known


def _places(parts: Sequence[str], membership: pd.DataFrame, cells: Sequence[Sum]) -> Areas:
    """Set up the parts of every area that a cell speaks of."""
    split = pd.DataFrame([part.split(PART) for part in parts], columns=["atom", "within"])
    levels = levels_of(membership)
    lines = membership[["atom", *levels]].drop_duplicates("atom").astype(str)
    lookup = split.merge(lines, on="atom", how="left", validate="many_to_one")
    within = lookup["within"].to_numpy(dtype=object)
    members: dict[tuple[str, str], Mask] = {}
    for one in cells:
        inside = np.ones(len(parts), dtype=bool)
        if (one.level, one.area) != (str(Level.VLAANDEREN), FLANDERS):
            inside = lookup[one.level].eq(one.area).to_numpy(dtype=bool)
        members[one.level, _name(one)] = inside & np.isin(within, one.within) if one.within else inside
    return Areas(atoms=tuple(parts), members=members, lookup=lookup[levels])


def _truth(units: pd.DataFrame, parts: Sequence[str], options: Sequence[str]) -> Weights:
    """Count units and practices per part and answer: a practice lies in one atom, so once among those of one answer."""
    position: Mapping[str, int] = {part: number for number, part in enumerate(parts)}
    place = (units["atom"].astype(str) + PART + units["within"].astype(str)).map(position).to_numpy(dtype=np.int64)
    option = units["answer"].map({code: number for number, code in enumerate(options)}).to_numpy(dtype=np.int64)
    slots = place * len(options) + option
    shape = (len(parts), len(options))
    homes = pd.DataFrame({"practice": units["practice"].to_numpy(), "slot": slots}).drop_duplicates()

    def spread(of: np.ndarray[tuple[int], np.dtype[np.int64]]) -> np.ndarray[tuple[int, int], np.dtype[np.int64]]:
        return np.bincount(of, minlength=shape[0] * shape[1]).astype(np.int64).reshape(shape)

    every = spread(slots)
    return Weights(units=every, practices=spread(homes["slot"].to_numpy()), doctors=every)
