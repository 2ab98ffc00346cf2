"""Correct published years over and over, and let somebody who kept every release try to tell who changed.

Run ``python -m bench.corrections`` (``--number 500``). Small countries are invented, protected, published and corrected
one to four times, in seven ways, by the product itself. What every release showed is then laid beside the truth by an
oracle of its own: dense linear algebra over all releases together, that is told where the corrections were.
"""

import argparse
import time
from collections import Counter
from collections.abc import Mapping
from contextlib import nullcontext

import numpy as np
import pandas as pd

from aggregation.release.prove import prove
from bench.invented.corrected import KINDS, QUESTIONS, THRESHOLDS, YEAR, correct, invent, tabulate
from bench.invented.oracle import leaks

_SHOWN = ["level", "area", "category", "measure", "count", "value"]


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
        found = leaks(asked, membership, _told_apart(asked.indicator, published))
        outcome["leaks"] += len(found)
        outcome["leaks of numbers of the first release"] += sum(number == 0 for number, _ in found)
    outcome[f"{len(published)} releases of one year"] += 1
    return outcome


def _told_apart(
    indicator: str, published: list[tuple[pd.DataFrame, pd.DataFrame]]
) -> list[tuple[pd.DataFrame, pd.DataFrame]]:
    """Leave out releases that repeat a question number for number: they show nothing new, whatever changed behind."""
    kept: list[tuple[pd.DataFrame, pd.DataFrame]] = []
    last: pd.DataFrame | None = None
    for rows, cell in published:
        own = cell.loc[cell["indicator"] == indicator, _SHOWN].sort_values(_SHOWN[:-2], ignore_index=True)
        if last is None or not own.equals(last):
            kept.append((rows, cell))
        last = own
    return kept


def _touched(before: pd.DataFrame, after: pd.DataFrame) -> set[str]:
    """Name the questions that a correction touched."""
    said = ["key", "atom", "answer", "value", "hidden"]
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
