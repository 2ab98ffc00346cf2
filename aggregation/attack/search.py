"""The outside statistician: every attack on every table of a release, year by year."""

import time
from collections.abc import Mapping, Sequence

import pandas as pd

from aggregation.attack.algebra import Ints
from aggregation.attack.bounds import NoTableError
from aggregation.attack.linked import complete_totals, count_mapped, gather_totals, join_frames, known_for
from aggregation.attack.reading import Areas, Reading, Table, read_release
from aggregation.attack.single import CONTRADICTION, Attack, attack_table
from aggregation.attack.system import build_system
from aggregation.attack.verdict import Finding, Kind, Limits, TableReport, Verdict
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
            key = (table.indicator, table.year)
            self.reports.setdefault(key, TableReport(indicator=key[0], year=key[1], cells={}, withheld={}))
        for table in reading.tables:
            report = self.reports[table.indicator, table.year]
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
    joined, words, found = join_frames(tables, limits)
    collected.linked.extend(words)
    collected.found.extend(found)
    totals = gather_totals(joined)
    mapped = count_mapped(release.get("practice"), areas, year)
    atom_totals: dict[str, Ints] = {}
    for table in joined:
        if table.totals_public and table.frame not in atom_totals:
            try:
                atom_totals[table.frame] = complete_totals(
                    areas, totals[table.frame], mapped if table.practices else None
                )
            except NoTableError:
                attack_ = _start(table, areas, totals, {}, limits, collected)
                attack_.tell(Kind.CONSISTENCY, (), TOTAL, CONTRADICTION, collected.found)
    for table in joined:
        attack_ = _start(table, areas, totals, atom_totals, limits, collected)
        if table.public:
            continue
        attack_table(attack_)
        collected.found.extend(attack_.found)
        collected.reported.extend(attack_.reported)
        collected.gave_up.extend(attack_.gave_up)


def _start(
    table: Table,
    areas: Areas,
    totals: Mapping[str, Mapping[tuple[str, str], int]],
    atom_totals: Mapping[str, Ints],
    limits: Limits,
    collected: _Collected,
) -> Attack:
    """Set up an attack on one table with everything known about its respondents."""
    return Attack(
        system=build_system(table, areas, known_for(table, totals, atom_totals)),
        limits=limits,
        report=collected.reports[table.indicator, table.year],
    )
