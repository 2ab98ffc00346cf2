"""The proof of a release: its tables attacked with the truth in hand, and beside everything that was ever shown.

Frames in, verdicts out. Who decides what to do with a year that cannot be shown stands in the arguments.
"""

from collections.abc import Callable, Collection, Mapping
from contextlib import AbstractContextManager
from dataclasses import asdict, dataclass
from typing import Any

import pandas as pd

from aggregation.attack import SECOND_EDITION, Limits, Truth, Verdict, Vintages, attack, attack_pair, lay_together
from aggregation.release.certificate import build_certificate
from aggregation.release.changes import among, hold_changes, withhold
from aggregation.release.corrections import inherit_patterns, keep_years, newest_with
from aggregation.release.years import is_same_map, is_same_year, moved_numbers, of_year, of_years, years_of
from data.settings import Thresholds

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
    isolating : years whose correction isolates people beside what was shown, and that were not kept.
    """

    tables: Tables
    rows: pd.DataFrame
    verdict: Verdict
    beside: Mapping[str, Verdict]
    narrowed: tuple[int, ...]
    kept: Mapping[int, str]
    isolating: tuple[int, ...]

    @property
    def found(self) -> list[Verdict]:
        """Verdicts that are not safe; empty when the tables may be released."""
        return [one for one in (self.verdict, *self.beside.values()) if not one.safe]

    def certificate(self, tables: Tables, earlier: Mapping[int, Mapping[str, Any]]) -> dict[str, Any]:
        """Give the full certificate of the tables of the release: these, and years taken over with theirs."""
        return build_certificate(self.verdict, tables=tables, beside=self.beside, kept=self.kept, earlier=earlier)


def prove(
    tables: Tables,
    shown: Mapping[str, Tables],
    *,
    units: pd.DataFrame,
    rows_before: Mapping[str, pd.DataFrame],
    thresholds: Thresholds,
    keep: Callable[[int], bool],
    step: Step,
    current: Tables | None = None,
) -> Proof:
    """Attack the tables alone with the truth in hand, and beside every release ever shown, each and all together.

    A corrected year first loses what its predecessors withheld and what would tell of too few changed units. Where it
    would lose a number for Flanders that way, or an attack finds something all the same, its correction isolates
    people: the year is kept as it was published if ``keep`` says so.

    Parameters
    ----------
    shown : tables of the releases that were ever shown, by id, the last written first.
    units : the unit rows behind the tables, with keys.
    rows_before : unit rows behind what was shown, by release; those that are missing are compared without the truth.
    keep : whether a year may stay as it was published.
    current : tables of the release that is shown; a year of it that ``tables`` lack stays as it is there.
    """
    limits = Limits(**asdict(thresholds), second_edition=SECOND_EDITION)
    together = lay_together(list(shown.values()))
    known = dict(shown) if together is None else {**shown, TOGETHER: together}
    rows = rows_with_together(rows_before, shown)
    fresh, narrowed, isolating = _narrow(tables, known, units, rows, thresholds, step)
    gone = years_of(current) - years_of(tables) if current is not None else set()
    kept = {**_keep(isolating, shown, keep), **{year: last for year in gone if (last := newest_with(year, shown))}}
    while True:
        proven = keep_years(fresh, {year: shown[release_id] for year, release_id in kept.items()})
        behind = rows_of_kept(units, rows, kept)
        truth = {name: vintages(one, behind) for name, one in rows.items()}
        beside = attack_beside(known, proven, limits, step, truth=truth)
        found = set(_isolating_years(beside)) - kept.keys()
        isolating |= found
        added = _keep(found, shown, keep)
        if not added:
            break
        kept |= added
    verdict = _nothing_to_attack(limits)
    if years_of(proven):
        with step("Aanval op de tabellen", "Attacking the tables"):
            truth_of = frozenset(years_of(tables) - kept.keys())
            verdict = attack(proven, limits=limits, truth=Truth(units=units, years=truth_of))
    return Proof(
        tables=proven,
        rows=behind,
        verdict=verdict,
        beside=beside,
        narrowed=tuple(sorted(narrowed - kept.keys())),
        kept=kept,
        isolating=tuple(sorted(isolating - kept.keys())),
    )


def rows_with_together(rows: Mapping[str, pd.DataFrame], shown: Mapping[str, Tables]) -> dict[str, pd.DataFrame]:
    """Give the releases laid together the unit rows of the newest: where a question was corrected, it stands so."""
    newest = next(iter(shown), "")
    return {**rows, TOGETHER: rows[newest]} if newest in rows else dict(rows)


def rows_of_kept(units: pd.DataFrame, rows: Mapping[str, pd.DataFrame], kept: Mapping[int, str]) -> pd.DataFrame:
    """Put the unit rows of kept years in the place of their correction; without any where none are kept."""
    parts = [units.loc[~units["year"].isin(list(kept))]]
    parts += [of_year(rows[release_id], year) for year, release_id in kept.items() if release_id in rows]
    return pd.concat(parts, ignore_index=True)


def _narrow(
    tables: Tables,
    shown: Mapping[str, Tables],
    units: pd.DataFrame,
    rows: Mapping[str, pd.DataFrame],
    thresholds: Thresholds,
    step: Step,
) -> tuple[Tables, set[int], set[int]]:
    """Take out of corrected years what was withheld before and what would tell of too few changed units.

    Returns
    -------
    The tables, the years that show less, and the years that cannot be shown so: a number would be another one than was
    shown, or Flanders would lose one.
    """
    narrowed: set[int] = set()
    isolating: set[int] = set()
    for year in sorted(years_of(tables)):
        earlier = {name: one for name, one in shown.items() if year in years_of(one)}
        if not any(not is_same_year(one, tables, year) for one in earlier.values()):
            continue
        before = tables["cell"]["confidentiality"]
        hidden = tables["cell"].loc[tables["cell"]["year"].eq(year) & before.eq("C")]
        tables = inherit_patterns(tables, year, list(earlier.values()))
        # Simulated corrections, laid over each other, still told of single people in some countries although nothing
        # was found by the attacks: until that is understood, a number that was shown is never shown otherwise.
        if any(moved_numbers(one, tables, year) for one in earlier.values()):
            isolating.add(year)
        vintages: list[Tables] = []
        for name, one in earlier.items():
            if name not in rows or not is_same_map(one, tables, year):
                continue
            if any(is_same_year(one, other, year) for other in vintages):
                continue
            vintages.append(one)
            with step(f"Wie {year} veranderde", f"Who changed {year}"):
                held = hold_changes(year, tables, of_year(rows[name], year), of_year(units, year), thresholds)
            tables = withhold(tables, year, held)
            # Who knows where a correction lies knows what it left alone, also in cells that are not shown any more.
            if held.flanders or _hides_more(one, hidden.loc[hidden["indicator"].isin(held.local)], year):
                isolating.add(year)
        if not before.equals(tables["cell"]["confidentiality"]):
            narrowed.add(year)
    return tables, narrowed, isolating


def _hides_more(earlier: Tables, hidden: pd.DataFrame, year: int) -> bool:
    """Whether cells that are withheld now were shown by an earlier release."""
    cell = earlier["cell"]
    shown = cell.loc[
        cell["year"].eq(year) & cell["confidentiality"].eq("F") & cell["indicator"].isin(hidden["indicator"])
    ]
    return bool(among(shown, hidden, ["indicator", "level", "area", "category", "measure"]).any())


def _keep(years: Collection[int], shown: Mapping[str, Tables], keep: Callable[[int], bool]) -> dict[int, str]:
    """Choose, for years that may be kept, the release that published them last."""
    return {year: last for year in sorted(years) if keep(year) and (last := newest_with(year, shown)) is not None}


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
) -> dict[str, Verdict]:
    """Attack tables together with each release that was shown; a year that both show alike adds nothing to either.

    ``truth`` holds, by release, the unit rows behind the years of both.
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
                of_years(earlier, differ), of_years(tables, differ), limits=limits, truth=truth.get(release_id)
            )
    return verdicts


def beside_shown(
    tables: Tables,
    shown: Mapping[str, Tables],
    *,
    own: pd.DataFrame | None,
    rows: Mapping[str, pd.DataFrame],
    limits: Limits,
    step: Step,
) -> dict[str, Verdict] | None:
    """Attack the tables of a release that stands beside all that was ever shown, each and all together.

    Parameters
    ----------
    own, rows : the unit rows behind the release, where kept, and those behind what was shown, by release.

    Returns
    -------
    None when the release may be shown now; else the verdicts that are not safe, by release. There are none where it
    tells another number than was shown.
    """
    together = lay_together(list(shown.values()))
    known = shown if together is None else {**shown, TOGETHER: together}
    before = {} if own is None else rows_with_together(rows, shown)
    truth = {name: vintages(one, own) for name, one in before.items() if own is not None}
    beside = attack_beside(known, tables, limits, step, truth=truth)
    found = {name: one for name, one in beside.items() if not one.safe}
    return found if found or moved_beside(tables, shown) else None


def moved_beside(tables: Tables, shown: Mapping[str, Tables]) -> list[int]:
    """Give the years in which the tables of a release tell another number than a release that was ever shown."""
    return sorted(year for year in years_of(tables) if any(moved_numbers(one, tables, year) for one in shown.values()))


def _nothing_to_attack(limits: Limits) -> Verdict:
    return Verdict(
        found=(), reported=(), gave_up=(), tables=(), limits=limits, with_truth=False, linked=(), seconds={"total": 0.0}
    )


def _isolating_years(beside: Mapping[str, Verdict]) -> list[int]:
    """Years in which the new tables minus a release that was shown single people out."""
    return sorted({one.year for pair in beside.values() for one in (*pair.found, *pair.gave_up)})
