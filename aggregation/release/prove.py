"""The proof of a release: its tables attacked with the truth in hand, and beside everything that was ever shown.

Frames in, verdicts out. Who decides what to do with a year that cannot be shown stands in the arguments.
"""

from collections.abc import Callable, Collection, Iterable, Mapping
from concurrent.futures import Executor
from contextlib import AbstractContextManager
from dataclasses import asdict, dataclass
from typing import Any

import pandas as pd

from aggregation.attack import (
    Finding,
    Limits,
    Truth,
    Verdict,
    Vintages,
    attack,
    attack_pair,
    lay_together,
)
from aggregation.release.certificate import build_certificate
from aggregation.release.corrections import keep_tables, keep_years, newest_with, settle, with_map
from aggregation.release.years import is_same_year, of_year, of_years, years_of
from aggregation.year.after_gate import with_made_after
from data.settings import Thresholds
from data.workers import IN_TURN

Tables = Mapping[str, pd.DataFrame]
Step = Callable[[str, str], AbstractContextManager[Any]]
"""Opens a step of the work, named in Dutch and in English."""

NO_TRUTH: Mapping[str, Mapping[int, Vintages]] = {}
TOGETHER = "all"
"""Stands for all releases that were ever shown, laid together, in the certificate."""


@dataclass(frozen=True, kw_only=True)
class Proof:
    """What came out.

    Attributes
    ----------
    tables : the tables that were attacked, after what the corrections made of them.
    rows : the unit rows behind them.
    verdict : the attack on them alone.
    beside : per release that was ever shown, and for all together: the attack on both.
    narrowed : years that show less than they could, because of what was shown before.
    kept : years that stand as a release published them, with its id.
    kept_tables : per year the tables that stand as they were shown, while the rest of the year goes on.
    """

    tables: Tables
    rows: pd.DataFrame
    verdict: Verdict
    beside: Mapping[str, Verdict]
    narrowed: tuple[int, ...]
    kept: Mapping[int, str]
    kept_tables: Mapping[int, tuple[str, ...]]

    @property
    def found(self) -> list[Verdict]:
        """Verdicts that are not safe; empty when the tables may be released."""
        return [one for one in (self.verdict, *self.beside.values()) if not one.safe]

    def certificate(self, tables: Tables, earlier: Mapping[int, Mapping[str, Any]]) -> dict[str, Any]:
        """Give the full certificate of the tables of the release: these, and years taken over with theirs."""
        return build_certificate(
            self.verdict,
            tables=tables,
            beside=self.beside,
            kept=self.kept,
            kept_tables=self.kept_tables,
            earlier=earlier,
        )


def prove(
    tables: Tables,
    shown: Mapping[str, Tables],
    *,
    units: pd.DataFrame,
    rows_before: Mapping[str, pd.DataFrame],
    thresholds: Thresholds,
    step: Step,
    current: Tables | None = None,
    pool: Executor = IN_TURN,
) -> Proof:
    """Attack the tables alone with the truth in hand, and beside every release ever shown, each and all together.

    Of a corrected year each table goes on, loses cells or stays as it was shown, as the rule of corrections says
    (``aggregation.release.changes``). Where an attack finds something all the same, the tables that it names stay as
    they were shown too, and then the year.

    Parameters
    ----------
    shown : tables of the releases that were ever shown, by id, the last written first.
    units : the unit rows behind the tables, with keys.
    rows_before : unit rows behind what was shown, by release; years of which they are gone are not corrected.
    current : tables of the release that is shown; a year of it that ``tables`` lack stays as it is there.
    pool : where single tables are attacked.
    """
    limits = Limits(**asdict(thresholds))
    together = lay_together(list(shown.values()))
    known = dict(shown) if together is None else {**shown, TOGETHER: together}
    rows = rows_with_together(rows_before, shown)
    mixing = _Mixing(tables, shown, units, rows_before)
    for year in sorted(years_of(tables)):
        with step(f"Wat er in {year} veranderde", f"What changed in {year}"):
            mixing.settle(year, thresholds)
    for year in years_of(current) - years_of(tables) if current is not None else ():
        mixing.keep_year(year)
    while True:
        proven, behind = mixing.mixed()
        truth = {name: vintages(one, behind) for name, one in rows.items()}
        beside = attack_beside(known, proven, limits, step, truth=truth, pool=pool)
        if mixing.keep_found(one for pair in beside.values() for one in (*pair.found, *pair.gave_up)):
            continue
        verdict = _nothing_to_attack(limits)
        if years_of(proven):
            with step("Aanval op de tabellen", "Attacking the tables"):
                truth_of = frozenset(years_of(tables) - mixing.kept.keys())
                verdict = attack(proven, limits=limits, truth=Truth(units=behind, years=truth_of), pool=pool)
        if not mixing.keep_found((*verdict.found, *verdict.gave_up), mixing.mixed_years()):
            break
    return Proof(
        tables=proven,
        rows=behind,
        verdict=verdict,
        beside=beside,
        narrowed=tuple(sorted(mixing.narrowed - mixing.kept.keys())),
        kept=mixing.kept,
        kept_tables={year: tuple(sorted(names)) for year, names in sorted(mixing.tables_kept().items())},
    )


class _Mixing:
    """Tables of a new release in which years, or single tables of a year, stay as they were shown."""

    def __init__(
        self, tables: Tables, shown: Mapping[str, Tables], units: pd.DataFrame, rows: Mapping[str, pd.DataFrame]
    ) -> None:
        self._tables, self._shown, self._units, self._rows = tables, shown, units, rows
        self._names: dict[int, set[str]] = {}
        self.kept: dict[int, str] = {}
        self.narrowed: set[int] = set()

    def settle(self, year: int, thresholds: Thresholds) -> None:
        """Let the rule of corrections decide about a year."""
        settled = settle(self._tables, year, self._shown, self._units, self._rows, thresholds)
        self._tables = settled.tables
        if settled.narrowed:
            self.narrowed.add(year)
        if settled.kept is None:
            self.keep_year(year)
        elif settled.kept:
            self._names[year] = set(settled.kept)

    def keep_year(self, year: int) -> bool:
        """Let a year stay as the release that published it last showed it; False when none did, or it does already."""
        last = newest_with(year, self._shown)
        if last is None or year in self.kept:
            return False
        self.kept[year] = last
        return True

    def mixed_years(self) -> set[int]:
        """Years of which something is kept or withheld because of what was shown before."""
        return {*self._names, *self.narrowed, *self.kept}

    def tables_kept(self) -> dict[int, set[str]]:
        """Tables that stay as they were shown, of years that do not stay as a whole."""
        return {year: names for year, names in self._names.items() if year not in self.kept}

    def keep_found(self, found: Iterable[Finding], years: Collection[int] | None = None) -> bool:
        """Keep the tables that findings name, or else their year; False when there is nothing (more) to keep.

        A table that another of the findings named just now is tried like that first.
        """
        more = False
        before = {year: set(names) for year, names in self._names.items()}
        for one in found:
            if (years is not None and one.year not in years) or one.year in self.kept:
                continue
            names = {name for name in one.indicators if newest_with(one.year, self._shown, name) is not None}
            if names - before.get(one.year, set()):
                self._names.setdefault(one.year, set()).update(with_map(names, names, self._tables))
                more = True
            else:
                more |= self.keep_year(one.year)
        return more

    def mixed(self) -> tuple[Tables, pd.DataFrame]:
        """Give the tables as they would be released, and the unit rows behind them."""
        tables, units = self._tables, self._units
        for year, names in self.tables_kept().items():
            sources = {name: newest_with(year, self._shown, name) for name in sorted(names)}
            put = {name: (self._shown[source], self._rows[source]) for name, source in sources.items() if source}
            tables, units = keep_tables(tables, units, year, put)
        proven = keep_years(tables, {year: self._shown[release_id] for year, release_id in self.kept.items()})
        names = set(proven["indicator"]["indicator"].astype(str))
        proven = with_made_after(proven, names)  # from what is shown in the end, whatever was withheld or put back
        return proven, rows_of_kept(units, self._rows, self.kept)


def rows_with_together(rows: Mapping[str, pd.DataFrame], shown: Mapping[str, Tables]) -> dict[str, pd.DataFrame]:
    """Give the releases laid together the unit rows of the newest: where a question was corrected, it stands so."""
    newest = next(iter(shown), "")
    return {**rows, TOGETHER: rows[newest]} if newest in rows else dict(rows)


def rows_of_kept(units: pd.DataFrame, rows: Mapping[str, pd.DataFrame], kept: Mapping[int, str]) -> pd.DataFrame:
    """Put the unit rows of kept years in the place of their correction; without any where none are kept."""
    parts = [units.loc[~units["year"].isin(list(kept))]]
    parts += [of_year(rows[release_id], year) for year, release_id in kept.items() if release_id in rows]
    return pd.concat(parts, ignore_index=True)


def vintages(before: pd.DataFrame, after: pd.DataFrame) -> dict[int, Vintages]:
    """Pair the unit rows behind the years of two releases; a year of which either has none is left out."""
    years = {int(year) for year in before["year"].unique()} & {int(year) for year in after["year"].unique()}
    return {year: (of_year(before, year), of_year(after, year)) for year in years}


def attack_beside(
    shown: Mapping[str, Tables],
    tables: Tables,
    limits: Limits,
    step: Step,
    *,
    truth: Mapping[str, Mapping[int, Vintages]] = NO_TRUTH,
    pool: Executor = IN_TURN,
) -> dict[str, Verdict]:
    """Attack tables together with each release that was shown; a year that both show alike adds nothing to either.

    ``truth`` holds, by release, the unit rows behind the years of both; single tables are attacked in the ``pool``,
    counts without units.
    """
    verdicts = {}
    for release_id, earlier in shown.items():
        years = sorted(years_of(earlier) & years_of(tables))
        differ = [year for year in years if not is_same_year(earlier, tables, year)]
        if not differ:
            verdicts[release_id] = _nothing_to_attack(limits)
            continue
        dutch, english = ("alle uitgaven", "all releases") if release_id == TOGETHER else (release_id, release_id)
        with step(f"Aanval samen met {dutch}", f"Attacking together with {english}"):
            verdicts[release_id] = attack_pair(
                of_years(earlier, differ),
                of_years(tables, differ),
                limits=limits,
                truth=truth.get(release_id),
                pool=pool,
            )
    return verdicts


def beside_shown(
    tables: Tables,
    shown: Mapping[str, Tables],
    *,
    own: pd.DataFrame | None,
    rows: Mapping[str, pd.DataFrame],
    thresholds: Thresholds,
    step: Step,
) -> dict[str, Verdict] | None:
    """Attack the tables of a release that stands beside all that was ever shown, each and all together.

    Parameters
    ----------
    own, rows : the unit rows behind the release, where kept, and those behind what was shown, by release.

    Returns
    -------
    None when the release may be shown now; else the verdicts that are not safe, by release. There are none where the
    rule of corrections alone refuses it.
    """
    limits = Limits(**asdict(thresholds))
    together = lay_together(list(shown.values()))
    known = shown if together is None else {**shown, TOGETHER: together}
    before = {} if own is None else rows_with_together(rows, shown)
    truth = {name: vintages(one, own) for name, one in before.items() if own is not None}
    beside = attack_beside(known, tables, limits, step, truth=truth)
    found = {name: one for name, one in beside.items() if not one.safe}
    return found if found or waiting_beside(tables, shown, own, rows, thresholds) else None


def waiting_beside(
    tables: Tables,
    shown: Mapping[str, Tables],
    units: pd.DataFrame | None,
    rows: Mapping[str, pd.DataFrame],
    thresholds: Thresholds,
) -> list[int]:
    """Give the years of a release that the rule of corrections would not let go as they are, beside what was shown.

    A year that was shown just so adds nothing. Without ``units`` behind the release no other year may go.
    """
    waiting = []
    for year in sorted(years_of(tables)):
        earlier = [one for one in shown.values() if year in years_of(one)]
        if not earlier or any(is_same_year(one, tables, year) for one in earlier):
            continue
        settled = None if units is None else settle(tables, year, shown, units, rows, thresholds)
        if settled is None or settled.narrowed or settled.kept is None or settled.kept:
            waiting.append(year)
    return waiting


def _nothing_to_attack(limits: Limits) -> Verdict:
    return Verdict(
        found=(), reported=(), gave_up=(), tables=(), limits=limits, with_truth=False, linked=(), seconds={"total": 0.0}
    )
