"""How much of a headline could be shown at most: experienced pressure (A05) in a synthetic delivery of Flemish size.

Run ``python -m bench.headline``. Three numbers per level: areas that are not small themselves, areas that this method
shows, and areas that the best choice for this one question would show, totals and headline chosen together. The best
choice is a set packing in which each constraint is needed (cells that together give a small group away), solved to
less than one area; it is a bound for every method that keeps the zones. A second bound takes nothing from the
protector: whoever sees all kringen and zones on one side of the piece that a kring and a zone share can work that
piece out.
"""

import argparse
import tempfile
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
from scipy.optimize import Bounds, LinearConstraint, milp

from aggregation.indicators import INDICATORS
from aggregation.protect import Limits, Question, Thresholds, protect
from aggregation.protect.answers import Table, _system
from aggregation.protect.areas import Areas
from aggregation.protect.repair import _Repair
from aggregation.protect.tallies import folded_tally
from aggregation.year.answers import read_answers
from data.contracts import check_delivery
from data.engine import engine
from data.linkage import Definitions, LinkedYear
from data.synth import country, write_deliveries
from data.terms import Level
from geo import reference

LEVELS = (Level.ELZ, Level.KRING)


def draw(year: int, seed: int, scale: float) -> tuple[Question, pd.DataFrame]:
    """Draw a synthetic delivery and read the answers to A05 from it."""
    with tempfile.TemporaryDirectory() as folder:
        (delivery,) = write_deliveries(
            Path(folder),
            years=[year],
            seed=seed,
            scale=scale,
            geography=country(reference),
        )
        tables = check_delivery(delivery).frames
    with engine() as connection:
        for name, frame in tables.items():
            connection.register(name, frame)
        linked = LinkedYear(connection, survey_year=year, definitions=Definitions(), tables=tables)
        indicator = INDICATORS["A05"]
        question = Question(
            indicator=indicator.id,
            frame=indicator.frame.id,
            unit_counted=indicator.unit_counted,
            disclosure=indicator.disclosure,
            options=indicator.codes,
            multiple=False,
            headline=indicator.headline,
            levels=indicator.levels,
            totals_public=False,
            units=read_answers(indicator, linked).units.drop(columns="role"),
        )
        return question, linked.membership


def is_small(group: pd.DataFrame, thresholds: Thresholds) -> bool:
    """Tell whether people are too few, or their high or low answers are."""

    def few(part: pd.DataFrame) -> bool:
        return len(part) > 0 and (
            len(part) < thresholds.k_sensitive or part["practice"].nunique() < thresholds.practices_protected
        )

    return few(group) or few(group[group["high"]]) or few(group[~group["high"]])


def is_withheld(group: pd.DataFrame, thresholds: Thresholds) -> bool:
    """Tell whether an area is withheld for itself: too few, or all answered alike."""
    return is_small(group, thresholds) or bool(group["high"].all() or not group["high"].any())


def bound_of_pieces(units: pd.DataFrame, thresholds: Thresholds) -> dict[Level, float]:
    """Show as much as the pieces that kringen and zones share allow, zones first; nothing of the protector is used."""
    nodes = [(level, area) for level in LEVELS for area in sorted(units[level.value].unique())]
    place = {node: number for number, node in enumerate(nodes)}
    small = np.array([is_withheld(group, thresholds) for level in LEVELS for _, group in units.groupby(level.value)])
    pieces = [
        (place[Level.KRING, str(kring)], place[Level.ELZ, str(zone)], is_small(group, thresholds))
        for (kring, zone), group in units.groupby(["kring", "elz"])
    ]
    rows: list[np.ndarray] = []
    for number, (kring, zone, risky) in enumerate(pieces):
        others = [piece[:2] for other, piece in enumerate(pieces) if other != number]
        sides = [_reached(start, others, len(nodes)) for start in (kring, zone)]
        if risky and not sides[0][zone]:
            rows += [side.astype(float) for side in sides]
    matrix = np.array(rows)
    worth = np.array([20.0 if level is Level.ELZ else 3.0 for level, _ in nodes])
    best = milp(
        -worth,
        constraints=LinearConstraint(matrix, -np.inf, matrix.sum(axis=1) - 1),
        integrality=np.ones(len(nodes), dtype=np.int64),
        bounds=Bounds(0, (~small).astype(float)),
    )
    if best.x is None:
        raise ArithmeticError(f"the packing of pieces was not solved: {best.message}")
    shown = np.asarray(best.x) > 0.5
    return {level: 100 * float(shown[[here is level for here, _ in nodes]].mean()) for level in LEVELS}


def _reached(start: int, links: list[tuple[int, int]], size: int) -> np.ndarray:
    reached = np.zeros(size, dtype=bool)
    reached[start] = True
    growing = True
    while growing:
        growing = False
        for one, two in links:
            if reached[one] != reached[two]:
                reached[[one, two]] = True
                growing = True
    return reached


def best_choice(question: Question, areas: Areas, thresholds: Thresholds) -> tuple[dict[Level, float], bool]:
    """Choose totals and headline together for this question alone; tells whether the packing proves it the best."""
    everywhere = np.ones(len(areas.level), dtype=bool)
    table = Table(
        tally=folded_tally(question, areas, thresholds),
        folded=None,
        headline=(),
        headline_code=question.headline_code,
        asked=areas.of_levels(question.levels),
        allowed=areas.of_levels(question.levels),
        totals_shown=everywhere,
        known_totals=False,
        caps=None,
    )
    filled = table.tally.totals > 0
    system = _system(table, areas.holds[:, filled], areas, filled, thresholds)
    repair = _Repair(replace(system, base=system.base[:0]), Limits())
    repair.run()
    rows = {row for part, flag in zip(system.candidates, repair.shown, strict=True) if flag for row, _ in part.cells}
    kept: dict[Level, float] = {}
    for level in LEVELS:
        here = np.flatnonzero(areas.of_levels((level,)))
        kept[level] = 100 * sum(int(row) in rows for row in here) / len(here)
    return kept, not repair.banned and repair.planner.worthwhile


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--year", type=int, default=2024)
    parser.add_argument("--seed", type=int, default=2024)
    parser.add_argument("--scale", type=float, default=1.19, help="1.19 gives about 4,750 answers to A05")
    chosen = parser.parse_args()
    thresholds = Thresholds()
    question, membership = draw(chosen.year, chosen.seed, chosen.scale)
    units = question.units.merge(membership, on="atom")
    units["high"] = units["answer"].isin(question.headline)
    print(f"{len(units)} answers, {100 * units['high'].mean():.1f} % in the headline")
    shown = protect([question], membership, thresholds).shown
    shown = shown[(shown["category"] == question.headline_code) & (shown["aspect"] == "count")]
    whole = {
        level: 100 * np.mean([not is_withheld(group, thresholds) for _, group in units.groupby(level.value)])
        for level in LEVELS
    }
    kept = {level: 100 * float(shown.loc[shown["level"] == level.value, "shown"].mean()) for level in LEVELS}
    best, proved = best_choice(question, Areas.of(membership), thresholds)
    print("| A05 headline | zone | kring |\n|---|---|---|")
    for name, part in (
        ("not small itself", whole),
        ("shown by this method", kept),
        ("best choice for this question alone" + (" (proved)" if proved else ""), best),
        ("bound from shared pieces", bound_of_pieces(units, thresholds)),
    ):
        print(f"| {name} | {part[Level.ELZ]:.0f} % | {part[Level.KRING]:.0f} % |")


if __name__ == "__main__":
    main()
