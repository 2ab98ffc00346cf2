"""How much any safe pattern could show of a table at most, beside what the protection shows.

Run ``python -m bench.bounds``. A pattern shows cells or withholds them. Cells that give a protected row away together
(a *clash*: a small cell, or a small group that two areas tell apart, is a combination of them) cannot all be shown by
anybody. Choosing as many cells of a level as possible without a known clash is a set packing; its relaxation, cells
shown in part, is a bound from above however few clashes are known. Each turn packs, works out by elimination what the
packing gives away, and adds those clashes; it ends when there are none, or after ``TURNS``. A level is bounded for
patterns that show at least as many cells of the levels before it (zones, kringen) as the protection does. Intervals,
larger groups and implied zeros are left out, so the truth lies below.
"""

import argparse
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from scipy import sparse
from scipy.optimize import Bounds, LinearConstraint, milp

from aggregation.protect import Question, Thresholds
from aggregation.protect.answers import Table, _system
from aggregation.protect.areas import Areas
from aggregation.protect.echelon import Row, sparse_rows
from aggregation.protect.plan import Planner
from aggregation.protect.solver import Programme, largest_packing
from aggregation.protect.system import System
from aggregation.protect.tallies import folded_tally, tally
from bench.invented.countries import Country, invent_country
from bench.protection import Measured, measure, questions_of
from data.terms import Level

LEVELS = (Level.ELZ, Level.KRING, Level.GEMEENTE)
TURNS = 40
NODES = 50


@dataclass(frozen=True)
class Bound:
    """Largest part of the cells of a level that a safe pattern can show, and whether no clash was left to add."""

    percent: float
    closed: bool


def candidates_of(question: Question, membership: Areas, thresholds: Thresholds) -> System:
    """State the cells of a question one by one, with no total taken for granted."""
    headline = bool(question.headline) and len(question.options) > 2
    everywhere = membership.of_levels(question.levels)
    counts = (folded_tally if headline else tally)(question, membership, thresholds)
    table = Table(
        tally=counts,
        folded=None,
        headline=(),
        headline_code=question.headline_code if headline else "",
        asked=everywhere,
        allowed=everywhere,
        totals_shown=np.ones(len(membership.level), dtype=bool),
        known_totals=question.totals_public,
        caps=None,
    )
    filled = counts.totals > 0
    system = _system(table, membership.holds[:, filled], membership, filled, thresholds)
    alone = tuple(
        one for one in system.candidates if len(counts.options) == 2 or len({code for _, code in one.cells}) == 1
    )
    return replace(system, base=system.base[:0], candidates=alone)


def upper_bounds(
    question: Question, country: Country, kept: Mapping[str, float], thresholds: Thresholds
) -> dict[Level, Bound]:
    """Bound what a safe pattern can show of the option cells with answers, level by level.

    ``kept`` is the part of them that the protection shows, in percent.
    """
    areas = Areas.of(country.membership)
    system = candidates_of(question, areas, thresholds)
    answered = areas.holds @ np.bincount(areas.positions(question.units["atom"]), minlength=len(areas.atoms)) > 0
    codes = {question.headline_code} if question.headline else set(question.options)
    secrets = [row for row in sparse_rows(np.vstack([system.watched, system.groups])) if row]
    planner = Planner(system)
    before: list[tuple[np.ndarray, float]] = []
    found = {}
    for level in LEVELS:
        here = areas.of_levels((level,)) & answered
        cells = int(here.sum()) * len(codes)
        worth = np.array(
            [float(sum(here[row] and code in codes for row, code in one.cells)) for one in system.candidates]
        )
        found[level] = _bound(planner, secrets, worth, before, cells)
        before.append((worth, float(round(kept[level.value] / 100 * cells))))
    return found


def _bound(
    planner: Planner, secrets: Sequence[Row], worth: np.ndarray, before: Sequence[tuple[np.ndarray, float]], cells: int
) -> Bound:
    """Add clashes until a packing gives nothing away, and relax it."""
    shown, closed = np.ones(len(worth), dtype=bool), False
    for _ in range(TURNS):
        fresh = [one for one in planner.clashes_of(secrets, shown) if one and one not in planner.clashes]
        if not fresh:
            closed = True
            break
        for clash in fresh:
            planner.remember(clash)
        programme = _programme(list(planner.clashes), before, len(worth))
        # A cell that is worth nothing is shown as well: it may take part in a clash.
        packed = largest_packing(programme, worth + 1e-3, NODES)
        shown = _relaxed(programme, worth + 1e-3) > 1 - 1e-6 if packed is None else packed
    part = _relaxed(_programme(list(planner.clashes), before, len(worth)), worth)
    return Bound(100 * float(np.floor(worth @ part + 1e-6)) / cells, closed)


def _programme(clashes: Sequence[frozenset[int]], before: Sequence[tuple[np.ndarray, float]], width: int) -> Programme:
    """State that no clash is shown whole, and that as much is shown of the levels before as given."""
    rows = sparse.lil_matrix((len(clashes) + len(before), width))
    for number, clash in enumerate(clashes):
        rows[number, sorted(clash)] = 1.0
    for number, (worth, _) in enumerate(before, len(clashes)):
        rows[number] = worth
    low = [-np.inf] * len(clashes) + [least for _, least in before]
    high = [len(clash) - 1.0 for clash in clashes] + [np.inf] * len(before)
    return Programme(sparse.csr_matrix(rows), np.array(low), np.array(high), np.zeros(width), np.ones(width))


def _relaxed(programme: Programme, worth: np.ndarray) -> np.ndarray:
    """Solve a packing with cells that may be shown in part."""
    held = LinearConstraint(programme.matrix, programme.low, programme.high)
    best = milp(-worth, constraints=held, bounds=Bounds(0, 1))
    if best.x is None:
        raise ArithmeticError(f"the relaxed packing was not solved: {best.message}")
    return np.asarray(best.x)


def main() -> None:
    """Print one line per kind of table: shown and at most, per level."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", default="", help="part of the name of a question")
    chosen = parser.parse_args()
    country = invent_country(1)
    print("| table | zone | kring | municipality | seconds |\n|---|---|---|---|---|")
    for name, question in questions_of(country, 1).items():
        if chosen.only not in name:
            continue
        done: Measured = measure(question, country)
        start = time.process_time()
        found = upper_bounds(question, country, done.kept, Thresholds())
        cells = [
            f"{done.kept[level.value]:.0f} of at most {one.percent:.0f} %{'' if one.closed else ' (open)'}"
            for level, one in found.items()
        ]
        print(f"| {name} | {' | '.join(cells)} | {time.process_time() - start:.0f} |", flush=True)


if __name__ == "__main__":
    main()
