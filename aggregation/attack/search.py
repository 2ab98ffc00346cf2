"""The outside statistician: every attack on every table of a release, year by year."""

import time
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import Executor, Future
from contextlib import contextmanager
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from aggregation.attack.algebra import Ints
from aggregation.attack.classes import attack_classes, bounded
from aggregation.attack.derived import check_derived, without_derived
from aggregation.attack.judge import Truth, Weights, judge_magnitudes, largest_values, weigh
from aggregation.attack.linked import (
    count_mapped,
    find_atom_totals,
    gather_totals,
    hidden_table,
    join_frames,
    read_response,
)
from aggregation.attack.magnitudes import attack_magnitudes
from aggregation.attack.pairs import attack_pairs
from aggregation.attack.reading import Areas, Table, read_release
from aggregation.attack.shared_answers import share_answers
from aggregation.attack.single import attack_table
from aggregation.attack.system import Known, build_system
from aggregation.attack.verdict import Finding, Kind, Limits, TableReport, Verdict
from aggregation.attack.work import Attack, Outcome
from data.terms import TOTAL
from data.workers import IN_TURN


def attack(
    release: Mapping[str, pd.DataFrame],
    *,
    limits: Limits | None = None,
    truth: Truth | None = None,
    pool: Executor = IN_TURN,
) -> Verdict:
    """Try to give somebody away, from the tables of a release alone.

    Parameters
    ----------
    release
        Tables ``cell``, ``membership`` and ``indicator``; ``response``, ``practice`` and ``fact`` where there are any.
    limits
        Thresholds and size of the search.
    truth
        The unit rows behind the release, to judge what a blind attacker cannot: only where the vault is open.
    pool
        Where single tables are attacked; what is found does not depend on it.

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
    derived = check_derived(release)
    release = without_derived(release)
    reading = read_release(release, limits)
    spent: dict[str, float] = {"reading": time.perf_counter() - started}
    collected = Collected([*derived, *reading.found])
    for table in reading.tables:
        collected.expect(table)
    years = []
    for year, areas in reading.areas.items():
        tables = [table for table in reading.tables if table.year == year]
        judge = truth if truth is not None and truth.covers(year) else None
        if tables:
            years.append(_Year.begin(tables, areas, release, (limits, judge), collected, pool))
    for begun in years:
        begun.end(release, collected)
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
        self.exempt: dict[str, int] = {}
        self.together: dict[str, int] = {}

    @contextmanager
    def timed(self, part: str) -> Iterator[None]:
        """Add the time that an attack on all tables of a year takes."""
        started = time.perf_counter()
        try:
            yield
        finally:
            self.seconds[part] = self.seconds.get(part, 0.0) + time.perf_counter() - started

    def add(self, kind: Kind, found: Sequence[Finding], gave_up: Sequence[Finding], problems: int) -> None:
        """Take over what an attack on all tables of a year found, gave up and solved."""
        self.found.extend(one for one in found if one not in self.found)
        self.gave_up.extend(gave_up)
        self.together[str(kind)] = self.together.get(str(kind), 0) + problems

    def pardon(self, rule: str, number: int) -> None:
        """Count what a rule let pass."""
        self.exempt[rule] = self.exempt.get(rule, 0) + number

    def take(self, work: Attack | Outcome, kind: Kind | None = None) -> None:
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
            exempt=self.exempt,
            together=self.together,
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


@dataclass(frozen=True, kw_only=True)
class _Task:
    """One table to attack, with what is known of it from elsewhere: counts, no units."""

    table: Table
    areas: Areas
    known: Known
    limits: Limits
    truth: Weights | None
    hidden: bool
    lenders: tuple[str, ...]

    def run(self) -> Outcome:
        """Attack the table; what comes back holds what was found, without the equations."""
        report = TableReport(indicator=self.table.indicator, year=self.table.year, cells={}, withheld={})
        work = Attack(
            system=build_system(self.table, self.areas, self.known),
            limits=self.limits,
            report=report,
            truth=self.truth,
            hidden=self.hidden,
            lenders=self.lenders,
        )
        attack_table(work)
        return work.outcome()


@dataclass(frozen=True, kw_only=True)
class _Year:
    """All tables of one year under attack: single ones in the pool, all together here."""

    tables: Sequence[Table]
    areas: Areas
    settings: tuple[Limits, Truth | None]
    single: Sequence["Future[Outcome]"]

    @classmethod
    def begin(
        cls,
        tables: Sequence[Table],
        areas: Areas,
        release: Mapping[str, pd.DataFrame],
        settings: tuple[Limits, Truth | None],
        collected: Collected,
        pool: Executor,
    ) -> "_Year":
        """Find what tables tell of each other, and hand in each of them."""
        limits, truth = settings
        response = read_response(release.get("response"), areas, tables[0].year, limits)
        if response is not None:
            tables = [*tables, response]
            collected.expect(response)
        joined, words = join_frames(tables, limits)
        collected.linked.extend(words)
        totals = gather_totals(joined)
        sums, lenders, words = share_answers(joined, areas, limits)
        collected.linked.extend(words)
        single = []
        for table, lent, lender in zip(joined, sums, lenders, strict=True):
            on_map = table.public or (table.on_map and len(table.options) > 1)
            left = hidden_table(table, release.get("practice"), areas) if on_map else table
            if left is None:
                # Counts of classes that stand on the map are public by the map of a release shown before.
                collected.pardon("public" if table.public else "without_map", 1)
                continue
            whole = left is table
            known = totals[table.frame] if whole else left.shown_totals()
            weights = None if truth is None else weigh(left, areas, truth, hidden_only=not whole)
            if weights is not None and whole:
                known = weights.true_totals(known, areas)
            atom_totals = None
            if table.totals_public and weights is not None:
                atom_totals = weights.atom_totals()
            elif table.totals_public:
                mapped = count_mapped(release.get("practice"), areas, table) if whole else None
                atom_totals = find_atom_totals(areas, known, mapped)
            facts = Known(totals=known, atom_totals=atom_totals, sums=lent if whole else ())
            task = _Task(
                table=left,
                areas=areas,
                known=facts,
                limits=limits,
                truth=weights,
                hidden=not whole,
                lenders=lender if whole else (),
            )
            report = collected.reports[table.indicator, table.year]
            report.add(Kind.LINKED, len(lent) + len(known.keys() - table.shown_totals().keys()))
            single.append(pool.submit(_Task.run, task))
        return cls(tables=joined, areas=areas, settings=settings, single=single)

    def end(self, release: Mapping[str, pd.DataFrame], collected: Collected) -> None:
        """Attack all tables at once, and take over what came out of each."""
        limits, truth = self.settings
        year = self.tables[0].year
        collected.found.extend(judge_magnitudes(release["cell"], self.areas, year, truth, limits))
        _attack_together(self.tables, self.areas, release, self.settings, collected)
        for one in self.single:
            outcome = one.result()
            collected.take(outcome)
            collected.reports[outcome.report.indicator, year].take(outcome.report)
        collected.pardon("alike", sum(report.exempt for report in collected.reports.values() if report.year == year))


def _attack_together(
    tables: Sequence[Table],
    areas: Areas,
    release: Mapping[str, pd.DataFrame],
    settings: tuple[Limits, Truth | None],
    collected: Collected,
) -> None:
    """Attacks that need all tables of a year at once: magnitudes, differences of counts, classes on the map."""
    limits, truth = settings
    cell, year = release["cell"], tables[0].year
    secret = [table for table in tables if not table.public]
    with collected.timed(str(Kind.MAGNITUDE)):
        heads = {practices: _heads(tables, areas, practices=practices) for practices in (False, True)}
        collected.add(Kind.MAGNITUDE, *attack_magnitudes(cell, secret, areas, settings, heads))
    with collected.timed(str(Kind.CLASSES)):
        found, tried = attack_classes(cell, secret, areas, release.get("practice"))
        collected.add(Kind.CLASSES, found, [], tried)
    with collected.timed(str(Kind.DOMINANCE)):
        largest = {} if truth is None else largest_values(cell, areas, year, truth)
        secrets = cell.loc[cell["indicator"].isin([table.indicator for table in secret])]
        found = bounded(secrets, areas, year, largest, limits.interval_units)
        collected.add(Kind.DOMINANCE, found, [], len(largest))
    if truth is not None:
        with collected.timed(str(Kind.DIFFERENCE)):
            pairs = attack_pairs(tables, areas, truth, limits)
            collected.add(Kind.DIFFERENCE, pairs.found, pairs.gave_up, pairs.tried)
            collected.pardon("left_open", pairs.exempt)


def _heads(tables: Sequence[Table], areas: Areas, *, practices: bool) -> Ints:
    """Most units that an atom can have, from public head counts; −1 where a reader cannot tell."""
    known = [table for table in tables if table.totals_public and table.practices == practices]
    least = np.full(len(areas.atoms), -1, dtype=np.int64)
    for frame in {table.frame for table in known}:
        totals = gather_totals([table for table in known if table.frame == frame])[frame]
        least = np.maximum(least, find_atom_totals(areas, totals, None))
    return least
