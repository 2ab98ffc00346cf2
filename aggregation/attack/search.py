"""The outside statistician: every attack on every table of a release, year by year."""

import time
from collections.abc import Mapping, Sequence
from dataclasses import replace

import pandas as pd

from aggregation.attack.judge import Truth, judge_magnitudes, weigh
from aggregation.attack.linked import (
    count_mapped,
    find_atom_totals,
    gather_totals,
    hidden_table,
    join_frames,
    read_response,
)
from aggregation.attack.reading import Areas, Table, read_release
from aggregation.attack.shared_answers import share_answers
from aggregation.attack.single import attack_table
from aggregation.attack.system import Known, build_system
from aggregation.attack.verdict import Finding, Kind, Limits, TableReport, Verdict
from aggregation.attack.work import Attack
from data.terms import TOTAL


def attack(release: Mapping[str, pd.DataFrame], *, limits: Limits | None = None, truth: Truth | None = None) -> Verdict:
    """Try to give somebody away, from the tables of a release alone.

    Parameters
    ----------
    release
        Tables ``cell``, ``membership`` and ``indicator``; ``response`` and ``practice`` where there are any.
    limits
        Thresholds and size of the search.
    truth
        The unit rows behind the release, to judge what a blind attacker cannot: only where the vault is open.

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
    collected = Collected(reading.found)
    for table in reading.tables:
        collected.expect(table)
    for year, areas in reading.areas.items():
        tables = [table for table in reading.tables if table.year == year]
        judge = truth if truth is not None and truth.covers(year) else None
        _attack_year(tables, areas, release, (limits, judge), collected)
    spent |= collected.seconds
    spent["total"] = time.perf_counter() - started
    known = truth is not None and all(truth.covers(year) for year in reading.areas)
    return collected.verdict(limits, spent, with_truth=known)


class Collected:
    """What all attacks of all years brought up."""

    def __init__(self, found: Sequence[Finding]) -> None:
        self.found: list[Finding] = list(found)
        self.reported: list[Finding] = []
        self.gave_up: list[Finding] = []
        self.linked: list[str] = []
        self.reports: dict[tuple[str, int], TableReport] = {}
        self.seconds: dict[str, float] = {}

    def take(self, work: Attack, kind: Kind | None = None) -> None:
        """Take over what one attack found, under another kind if given; a leak told before is not told again."""
        for finding in work.found:
            named = finding if kind is None else replace(finding, kind=kind)
            if named not in self.found:
                self.found.append(named)
        self.reported.extend(work.reported)
        self.gave_up.extend(work.gave_up)
        for name, spent in work.seconds.items():
            self.seconds[name] = self.seconds.get(name, 0.0) + spent

    def verdict(self, limits: Limits, seconds: Mapping[str, float], *, with_truth: bool) -> Verdict:
        """Close the search."""
        return Verdict(
            found=tuple(self.found),
            reported=tuple(self.reported),
            gave_up=tuple(self.gave_up),
            tables=tuple(self.reports.values()),
            limits=limits,
            with_truth=with_truth,
            linked=tuple(self.linked),
            seconds=dict(seconds),
        )

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
    settings: tuple[Limits, Truth | None],
    collected: Collected,
) -> None:
    """All tables of one year together."""
    limits, truth = settings
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
    sums, lenders, words = share_answers(joined, areas, limits)
    collected.linked.extend(words)
    practice = release.get("practice")
    collected.found.extend(judge_magnitudes(release["cell"], areas, year, truth, limits))
    for table, lent, lender in zip(joined, sums, lenders, strict=True):
        left = hidden_table(table, practice, areas) if table.public else table
        if left is None:
            continue
        known = totals[table.frame] if left is table else left.shown_totals()
        weights = None if truth is None else weigh(left, areas, truth, hidden_only=left is not table)
        if weights is not None and left is table:
            known = weights.true_totals(known, areas)
        atom_totals = None
        if table.totals_public and weights is not None:
            atom_totals = weights.atom_totals()
        elif table.totals_public:
            mapped = count_mapped(practice, areas, table) if left is table else None
            atom_totals = find_atom_totals(areas, known, mapped)
        work = Attack(
            system=build_system(
                left, areas, Known(totals=known, atom_totals=atom_totals, sums=lent if left is table else ())
            ),
            limits=limits,
            report=collected.reports[table.indicator, table.year],
            truth=weights,
            hidden=left is not table,
            lenders=lender if left is table else (),
        )
        work.report.add(Kind.LINKED, len(lent) + len(known.keys() - table.shown_totals().keys()))
        attack_table(work)
        collected.take(work)
