"""Two releases of the same survey year against each other: old minus new must not isolate anyone."""

import time
from collections.abc import Mapping
from dataclasses import replace

import pandas as pd

from aggregation.attack.linked import find_atom_totals, gather_totals, join_frames
from aggregation.attack.reading import Areas, Place, Table, read_release
from aggregation.attack.search import Collected
from aggregation.attack.single import Attack, attack_table, compare_counts
from aggregation.attack.system import Known, build_system
from aggregation.attack.verdict import Kind, Limits, Verdict


def attack_pair(
    old: Mapping[str, pd.DataFrame], new: Mapping[str, pd.DataFrame], *, limits: Limits | None = None
) -> Verdict:
    """Attack what two releases show together that neither shows alone.

    Of every question and year in both: where nothing that both show has changed, the answers are taken for the same
    and the cells that either shows are attacked as one table. Where something has changed, a change of 1 to k−1
    units in a shown cell, or in a group that the cells shown twice combine to, isolates those units.

    Parameters
    ----------
    old, new
        Tables of two releases, as for :func:`aggregation.attack.attack`.
    limits
        Thresholds and size of the search.

    Returns
    -------
    Verdict
        Findings of kind ``over_time``; years or questions that only one release holds are left out.
    """
    limits = limits or Limits()
    started = time.perf_counter()
    before, after = read_release(old, limits), read_release(new, limits)
    collected = Collected([])
    for year in sorted(before.areas.keys() & after.areas.keys()):
        areas = after.areas[year]
        earlier = {_key(table): table for table in before.tables if table.year == year}
        pairs = [
            (earlier[_key(table)], table) for table in after.tables if table.year == year and _key(table) in earlier
        ]
        same_map = _same_areas(before.areas[year], areas)
        pooled = [_pool(one, other) for one, other in pairs]
        joined, _ = join_frames([table if table is not None else pairs[i][1] for i, table in enumerate(pooled)], limits)
        totals = gather_totals(joined)
        for (one, other), table, together in zip(pairs, joined, pooled, strict=True):
            if table.public:
                continue
            collected.expect(table)
            work = _prepare(table, areas, totals[table.frame], limits, collected)
            if together is None:
                compare_counts(work, _changes(one, other, areas))
            elif same_map:
                attack_table(work)
            collected.take(work, Kind.OVER_TIME)
    return collected.verdict(limits, {"total": time.perf_counter() - started}, with_truth=False)


def _key(table: Table) -> tuple[str, tuple[str, ...]]:
    return table.indicator, table.options


def _same_areas(one: Areas, other: Areas) -> bool:
    return one.atoms == other.atoms and one.lookup.equals(other.lookup)


def _pool(old: Table, new: Table) -> Table | None:
    """Take the cells that either table shows; None when a cell that both show has changed."""
    counts = dict(new.counts)
    for key, count in old.counts.items():
        if count is None:
            continue
        if counts.get(key) is not None and counts[key] != count:
            return None
        counts[key] = count
    return replace(new, counts=counts)


def _changes(old: Table, new: Table, areas: Areas) -> dict[tuple[str, str, str], int]:
    """Subtract old from new in the cells that both show."""
    return {
        key: count - before
        for key, count in new.counts.items()
        if count is not None and (before := old.counts.get(key)) is not None and key[:2] in areas.members
    }


def _prepare(table: Table, areas: Areas, totals: Mapping[Place, int], limits: Limits, collected: Collected) -> Attack:
    """Set up the attack on one pooled table."""
    atom_totals = find_atom_totals(areas, totals, None) if table.totals_public else None
    return Attack(
        system=build_system(table, areas, Known(totals=totals, atom_totals=atom_totals)),
        limits=limits,
        report=collected.reports[table.indicator, table.year],
    )
