"""Attacks on two releases, each on one table: done in the pool, taken over in the order they were handed in."""

from collections.abc import Mapping
from concurrent.futures import Executor, Future
from dataclasses import dataclass, replace

import numpy as np

from aggregation.attack.linked import find_atom_totals
from aggregation.attack.phrases import SMALL_CHANGE
from aggregation.attack.reading import Areas, Place, Table
from aggregation.attack.search import Collected
from aggregation.attack.single import attack_table, seek_groups
from aggregation.attack.system import Known, build_system
from aggregation.attack.verdict import Kind, Limits, TableReport
from aggregation.attack.work import Attack, Outcome
from data.terms import TOTAL

Changes = Mapping[tuple[str, str, str], int]
"""By how much the cells that two releases show differ."""


@dataclass(frozen=True, kw_only=True)
class _Task:
    """One table as two releases show it; with ``changes`` only those are attacked."""

    table: Table
    areas: Areas
    totals: Mapping[Place, int]
    limits: Limits
    changes: Changes | None

    def run(self) -> Outcome:
        """Attack the table; what comes back holds what was found, without the equations."""
        table = self.table
        atom_totals = find_atom_totals(self.areas, self.totals, None) if table.totals_public else None
        work = Attack(
            system=build_system(table, self.areas, Known(totals=self.totals, atom_totals=atom_totals)),
            limits=self.limits,
            report=TableReport(indicator=table.indicator, year=table.year, cells={}, withheld={}),
        )
        if self.changes is None:
            attack_table(work)
        else:
            compare_counts(work, self.changes)
        return work.outcome()


class Pending:
    """Attacks under way.

    Parameters
    ----------
    collected : what they bring up comes in here.
    pool : where they are done; what is found does not depend on it.
    """

    def __init__(self, collected: Collected, limits: Limits, pool: Executor) -> None:
        self._collected, self._limits, self._pool = collected, limits, pool
        self._waiting: list[tuple[Future[Outcome], bool]] = []

    def hand_in(
        self,
        table: Table,
        areas: Areas,
        totals: Mapping[Place, int],
        *,
        changes: Changes | None = None,
        suspected: bool = False,
    ) -> None:
        """Attack a table whose report is there already.

        Parameters
        ----------
        totals : numbers of respondents that are known from elsewhere.
        changes : attack only these.
        suspected : the table rests on a suspicion; where the shown numbers contradict it, nothing was found.
        """
        task = _Task(table=table, areas=areas, totals=totals, limits=self._limits, changes=changes)
        self._waiting.append((self._pool.submit(_Task.run, task), suspected))

    def settle(self) -> None:
        """Wait for all of them, and take over what they found."""
        for future, suspected in self._waiting:
            outcome = future.result()
            self._collected.reports[outcome.report.indicator, outcome.report.year].take(outcome.report)
            if not suspected or not any(one.kind is Kind.CONSISTENCY for one in outcome.found):
                self._collected.take(outcome, Kind.OVER_TIME)
        self._waiting.clear()


def compare_counts(attack: Attack, changes: Mapping[tuple[str, str, str], int]) -> None:
    """Tell of cells shown in two releases, and groups they combine to, that changed by 1 to k−1 units.

    Changes have a sign, so nothing bounds an unknown: the whole row space is searched, block by block, upwards and
    downwards. Changes that cancel out between independent blocks isolate nobody and are not sought.
    """
    table, areas = attack.table, attack.system.areas
    for (level, area, category), change in changes.items():
        attack.report.add(Kind.OVER_TIME, 1)
        if 1 <= abs(change) < (table.k_total if category == TOTAL else table.k):
            attack.tell(Kind.OVER_TIME, [(level, area)], category, SMALL_CHANGE, attack.found)
    for sign in (1, -1):
        signed = replace(table, counts={key: sign * change for key, change in changes.items()})
        system = build_system(signed, areas, Known(totals={}, atom_totals=None))
        everything = np.ones(len(system.class_sizes) * system.options, dtype=bool)
        nothing = np.zeros(len(everything), dtype=bool)
        reduced = system.reduce(nothing, everything)
        told = len(attack.found)
        seek_groups(replace(attack, system=system), reduced, everything, None, table.k)
        if len(attack.found) > told:
            break
