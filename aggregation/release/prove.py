"""The proof of a release: its tables attacked with the truth in hand, and beside everything that was ever shown.

Frames in, verdicts out. Who decides what to do with a year that cannot be shown stands in the arguments.
"""

from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Any

import pandas as pd

from aggregation.attack import Limits, Truth, Verdict, attack, attack_pair, lay_together
from aggregation.release.certificate import build_certificate
from aggregation.release.corrections import keep_years, narrow_years, newest_with
from aggregation.release.years import is_same_year, of_years, years_of

Tables = Mapping[str, pd.DataFrame]
Step = Callable[[str, str], AbstractContextManager[Any]]
"""Opens a step of the work, named in Dutch and in English."""

TOGETHER = "all"
"""Stands for all releases that were ever shown, laid together, in the certificate."""


@dataclass(frozen=True, kw_only=True)
class Proof:
    """What came out.

    Attributes
    ----------
    tables : the tables that were attacked, after what the corrections made of them.
    verdict : the attack on them alone.
    beside : per release that was ever shown, and for all together: the attack on both.
    narrowed : years that show nothing that was withheld before, because more would isolate somebody.
    kept : years that stand as a release published them, with its id.
    isolating : years whose correction isolates people beside what was shown.
    """

    tables: Tables
    verdict: Verdict
    beside: Mapping[str, Verdict]
    narrowed: tuple[int, ...]
    kept: Mapping[int, str]
    isolating: tuple[int, ...]

    @property
    def found(self) -> list[Verdict]:
        """Verdicts that are not safe; empty when the tables may be released."""
        return [one for one in (self.verdict, *self.beside.values()) if not one.safe]

    def certificate(self) -> dict[str, Any]:
        """Give the certificate of the tables."""
        return build_certificate(self.verdict, tables=self.tables, beside=self.beside, kept=self.kept)


def prove(
    tables: Tables,
    shown: Mapping[str, Tables],
    *,
    units: pd.DataFrame,
    limits: Limits,
    keep_published: bool,
    step: Step,
) -> Proof:
    """Attack the tables alone with the truth in hand, and beside every release ever shown, each and all together.

    Parameters
    ----------
    shown : tables of the releases that were ever shown, by id, the last written first.
    units : the unit rows behind the tables.
    keep_published : leave a year as it was published when its correction isolates people.
    """
    together = lay_together(list(shown.values()))
    known = shown if together is None else {**shown, TOGETHER: together}
    beside = attack_beside(known, tables, limits, step)
    narrowed: tuple[int, ...] = ()
    kept: dict[int, str] = {}
    isolating = _isolating_years(beside)
    if isolating:
        fewer = narrow_years(tables, {year: _that_isolate(year, beside, known) for year in isolating})
        again = attack_beside(known, fewer, limits, step)
        if len(left := _isolating_years(again)) < len(isolating):
            narrowed = tuple(sorted(set(isolating) - set(left)))
            tables, beside, isolating = fewer, again, left
    if isolating and keep_published:
        kept = {year: last for year in isolating if (last := newest_with(year, shown)) is not None}
        tables = keep_years(tables, {year: shown[release_id] for year, release_id in kept.items()})
        beside = attack_beside(known, tables, limits, step)
    fresh = frozenset(int(year) for year in tables["cell"]["year"].unique()) - kept.keys()
    with step("Aanval op de tabellen", "Attacking the tables"):
        verdict = attack(tables, limits=limits, truth=Truth(units=units, years=fresh))
    return Proof(
        tables=tables, verdict=verdict, beside=beside, narrowed=narrowed, kept=kept, isolating=tuple(isolating)
    )


def attack_beside(shown: Mapping[str, Tables], tables: Tables, limits: Limits, step: Step) -> dict[str, Verdict]:
    """Attack tables together with each release that was shown; a year that both show alike adds nothing to either."""
    verdicts = {}
    for release_id, earlier in shown.items():
        years = sorted(years_of(earlier) & years_of(tables))
        differ = [year for year in years if not is_same_year(earlier, tables, year)]
        if not differ:
            verdicts[release_id] = _nothing_to_attack(limits)
            continue
        dutch, english = ("alle uitgaven", "all releases") if release_id == TOGETHER else (release_id, release_id)
        with step(f"Aanval samen met {dutch}", f"Attacking together with {english}"):
            verdicts[release_id] = attack_pair(of_years(earlier, differ), of_years(tables, differ), limits=limits)
    return verdicts


def prove_beside(tables: Tables, shown: Mapping[str, Tables], *, limits: Limits, step: Step) -> dict[str, Verdict]:
    """Attack the tables of a release that stands beside all that was ever shown, each and all together.

    Returns
    -------
    The verdicts that are not safe, by release; empty when the release may be shown now.
    """
    together = lay_together(list(shown.values()))
    known = shown if together is None else {**shown, TOGETHER: together}
    return {name: one for name, one in attack_beside(known, tables, limits, step).items() if not one.safe}


def _nothing_to_attack(limits: Limits) -> Verdict:
    return Verdict(
        found=(), reported=(), gave_up=(), tables=(), limits=limits, with_truth=False, linked=(), seconds={"total": 0.0}
    )


def _isolating_years(beside: Mapping[str, Verdict]) -> list[int]:
    """Years in which the new tables minus a release that was shown single people out."""
    return sorted({one.year for pair in beside.values() for one in (*pair.found, *pair.gave_up)})


def _that_isolate(year: int, beside: Mapping[str, Verdict], shown: Mapping[str, Tables]) -> Sequence[Tables]:
    """Releases that single people out together with the new tables of a year."""
    return [shown[release_id] for release_id, pair in beside.items() if year in _isolating_years({release_id: pair})]
