"""The outside statistician: every attack on every table of a release, year by year."""

import time
from collections.abc import Mapping, Sequence

import pandas as pd

from aggregation.attack.linked import (
    count_mapped,
    find_atom_totals,
    gather_totals,
    hidden_table,
    join_frames,
    read_response,
)
from aggregation.attack.reading import Areas, Reading, Table, read_release
from aggregation.attack.single import Attack, attack_table
from aggregation.attack.system import Known, build_system
from aggregation.attack.verdict import Finding, Limits, TableReport, Verdict
from data.terms import TOTAL


def attack(release: Mapping[str, pd.DataFrame], *, limits: Limits | None = None) -> Verdict:
    """Try to give somebody away, from the tables of a release alone.

    Parameters
    ----------
    release
        Tables ``cell``, ``membership`` and ``indicator``; ``response`` and ``practice`` where there are any.
    limits
        Thresholds and size of the search.

    Returns
    -------
    Verdict
        ``safe`` when a complete search found nothing.

    Raises
    ------
    ValueError
        The tables do not fit together (an indicator or category that table ``indicator`` does not list).
    """
    limits = limits or Limits()
    started = time.perf_counter()
    reading = read_release(release, limits)
    spent: dict[str, float] = {"reading": time.perf_counter() - started}
    collected = _Collected(reading)
    for year, areas in reading.areas.items():
        tables = [table for table in reading.tables if table.year == year]
        _attack_year(tables, areas, release, limits, collected)
    spent["total"] = time.perf_counter() - started
    return Verdict(
        found=tuple(collected.found),
        reported=tuple(collected.reported),
        gave_up=tuple(collected.gave_up),
        tables=tuple(collected.reports.values()),
        limits=limits,
        with_truth=False,
        linked=tuple(collected.linked),
        seconds=spent,
    )


class _Collected:
    """What all attacks of all years brought up."""

    def __init__(self, reading: Reading) -> None:
        self.found: list[Finding] = list(reading.found)
        self.reported: list[Finding] = []
        self.gave_up: list[Finding] = []
        self.linked: list[str] = []
        self.reports: dict[tuple[str, int], TableReport] = {}
        for table in reading.tables:
            self.expect(table)

    def expect(self, table: Table) -> None:
        """Start the report of a table, or add the cells of one more option to it."""
        key = (table.indicator, table.year)
        report = self.reports.setdefault(key, TableReport(indicator=key[0], year=key[1], cells={}, withheld={}))
        first = table.categories.keys() - {TOTAL} if report.cells else table.categories.keys()
        for (level, _, category), count in table.counts.items():
            if category in first:
                report.cells[level] = report.cells.get(level, 0) + 1
                report.withheld[level] = report.withheld.get(level, 0) + (count is None)


def _attack_year(
    tables: Sequence[Table],
    areas: Areas,
    release: Mapping[str, pd.DataFrame],
    limits: Limits,
    collected: _Collected,
) -> None:
    """All tables of one year together."""
    if not tables:
        return
    year = tables[0].year
    response = read_response(release.get("response"), areas, year, limits)
    if response is not None:
        tables = [*tables, response]
        collected.expect(response)
    joined, words = join_frames(tables, limits)
    collected.linked.extend(words)
    totals = gather_totals(joined)
    practice = release.get("practice")
    for table in joined:
        left = hidden_table(table, practice, areas) if table.public else table
        if left is None:
            continue
        known = totals[table.frame] if left is table else left.shown_totals()
        atom_totals = None
        if table.totals_public:
            mapped = count_mapped(practice, areas, table) if left is table else None
            atom_totals = find_atom_totals(areas, known, mapped)
        work = Attack(
            system=build_system(left, areas, Known(totals=known, atom_totals=atom_totals)),
            limits=limits,
            report=collected.reports[table.indicator, table.year],
            hidden=left is not table,
        )
        attack_table(work)
        collected.found.extend(work.found)
        collected.reported.extend(work.reported)
        collected.gave_up.extend(work.gave_up)
