"""Protect all tables of one survey year together."""

from collections.abc import Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import replace

import numpy as np
import pandas as pd

from aggregation.protect.answers import Table, answer_cells
from aggregation.protect.apart import Apart, Decided, Pattern
from aggregation.protect.areas import Areas, Flags, Matrix, distinct_rows
from aggregation.protect.bands import leave_open
from aggregation.protect.lookalikes import join_lookalikes
from aggregation.protect.model import Difference, Limits, Protected, Question, Thresholds, check_input
from aggregation.protect.repair import Decision
from aggregation.protect.sums import shown_sums
from aggregation.protect.tallies import folded_tally, tally
from aggregation.protect.totals import frame_totals, is_uniform, sums_of
from data.terms import TOTAL, Disclosure, UnitCounted
from data.workers import IN_TURN

DEFAULT_LIMITS = Limits()


def protect(
    questions: Sequence[Question],
    membership: pd.DataFrame,
    thresholds: Thresholds,
    *,
    known: pd.DataFrame | None = None,
    differences: Sequence[Difference] = (),
    limits: Limits = DEFAULT_LIMITS,
    pool: Executor = IN_TURN,
) -> Protected:
    """Decide for every cell of a survey year whether it may be shown.

    Method and guarantee: ``docs/methods/protection.md``.

    Parameters
    ----------
    questions : the tables of one survey year, the most important first: of two counts whose difference may not be known
        the later one is withheld.
    membership : frame, one row per atom, columns ``atom, gemeente, kring, elz``.
    thresholds : least sizes and shares.
    known : frame, columns ``frame, atom, units``: how many units of a frame could have answered, where that is public;
        an outsider uses it as an upper bound of the totals.
    differences : counts of which not both may be known everywhere.
    limits : how far the searches go; what they do not finish is withheld.
    pool : where tables are decided that do not wait for each other; what comes out does not depend on it.

    Returns
    -------
    The pattern; areas without any unit are shown (there is nothing to protect).

    Raises
    ------
    ProtectionError : a unit lies in no listed atom, an answer is no option, an indicator is given twice.
    """
    check_input(questions, membership)
    areas = Areas.of(membership)
    together = {question.indicator: question.together or question.frame for question in questions}
    while True:
        patterns, report = _protect_counts(questions, together, areas, thresholds, known, differences, limits, pool)
        joined = join_lookalikes(patterns, areas, together, thresholds.linking_areas)
        if joined == together:
            break
        together = joined
    _protect_sums(patterns, areas, thresholds, limits, report, pool)
    shown = pd.concat([pattern.frame() for pattern in patterns], ignore_index=True) if patterns else pd.DataFrame()
    return Protected(shown, pd.DataFrame(report, columns=["table", "rounds", "gave_up"]))


def _protect_counts(
    questions: Sequence[Question],
    together: Mapping[str, str],
    areas: Areas,
    thresholds: Thresholds,
    known: pd.DataFrame | None,
    differences: Sequence[Difference],
    limits: Limits,
    pool: Executor,
) -> tuple[list[Pattern], list[dict[str, object]]]:
    """Decide the counts, those of one name in ``together`` at the same time; sums come after them.

    A table is decided in the pool; another one waits for it only where the difference of the two may not be known.
    """
    groups: dict[str, list[Question]] = {}
    for question in questions:
        groups.setdefault(together[question.indicator], []).append(question)
    patterns: list[Pattern] = []
    tables: list[tuple[str, Decided | Decision]] = []
    apart = Apart(differences, areas)
    for name, members in groups.items():
        caps = [_caps(known, question.frame, areas) for question in members]
        totals = np.ones(len(areas.level), dtype=bool)
        public = any(question.totals_public or question.disclosure is Disclosure.PUBLIC for question in members)
        if not public:
            barred = np.logical_or.reduce(
                [apart.barred(question, TOTAL) | apart.closed(question.follows) for question in members]
            )
            barred |= apart.between(members)
            totals, decision = frame_totals(members, areas, thresholds, limits, caps, barred)
            tables.append((f"{TOTAL} of {name}", decision))
        own = [Pattern(question, areas) for question in members]
        for pattern in own:
            pattern.set(TOTAL, "count", totals)
            apart.decided(pattern)
        for pattern, most in zip(own, caps, strict=True):
            tables += _protect_question(pattern, apart, public, most, thresholds, limits, pool)
        patterns += own
    for pattern in patterns:
        pattern.settle()
    return patterns, [
        _line(name, decided if isinstance(decided, Decision) else decided.result()[1]) for name, decided in tables
    ]


def _protect_question(
    pattern: Pattern,
    apart: Apart,
    known_totals: bool,
    caps: Matrix | None,
    thresholds: Thresholds,
    limits: Limits,
    pool: Executor,
) -> list[tuple[str, Decided | Decision]]:
    """Hand in the tables of a question; the pattern expects what comes out."""
    question, areas = pattern.question, pattern.areas
    reading = question
    on_map = question.disclosure is Disclosure.PUBLIC or question.bands is not None
    if on_map:
        # What the map shows of the others is public: what is left to find out is the table of the hidden ones.
        kept_off = question.units[question.units["hidden"].astype(bool)]
        reading = replace(question, units=kept_off, disclosure=Disclosure.PROTECTED)
    asked = areas.of_levels(question.levels)
    allowed = asked & ~_alike(question, areas)
    allowed &= ~_with_the_same(apart.barred(question, *question.options, question.headline_code), question, areas)
    if not on_map and question.unit_counted is UnitCounted.PRACTICE:
        allowed &= _enough_answer(question, areas, thresholds)
    handed: list[tuple[str, Decided | Decision]] = []
    tables: list[str | None] = list(question.options) if question.multiple else [None] if question.options else []
    for option in tables:
        counts = tally(reading, areas, thresholds, option)
        headline = () if question.multiple else tuple(question.options.index(code) for code in question.headline)
        table = Table(
            tally=counts,
            folded=folded_tally(reading, areas, thresholds) if headline and len(question.options) > 2 else None,
            headline=headline,
            headline_code="" if question.multiple else question.headline_code,
            asked=asked,
            allowed=allowed,
            totals_shown=pattern.flags[TOTAL, "count"],
            known_totals=known_totals,
            caps=caps,
        )
        decided = pool.submit(answer_cells, table, areas, thresholds, limits)
        pattern.expect(decided)
        handed.append((question.indicator if option is None else f"{question.indicator} {option}", decided))
    return handed


def _with_the_same(flags: Flags, question: Question, areas: Areas) -> Flags:
    """Add the areas in which the same units answered: what one shows both show."""
    filled = np.bincount(areas.positions(question.units["atom"]), minlength=len(areas.atoms)) > 0
    _, owner = distinct_rows(areas.holds[:, filled])
    return np.asarray(flags | (np.isin(owner, owner[flags]) & (owner >= 0)), dtype=bool)


def _enough_answer(question: Question, areas: Areas, thresholds: Thresholds) -> Flags:
    """Tell where so many practices answered that withholding says nothing of their answers, or none did."""
    sensitive = question.disclosure is Disclosure.SENSITIVE
    least = thresholds.practices_answering_sensitive if sensitive else thresholds.practices_answering
    answered = areas.holds @ np.bincount(areas.positions(question.units["atom"]), minlength=len(areas.atoms))
    return np.asarray((answered == 0) | (answered >= least))


def _alike(question: Question, areas: Areas) -> Flags:
    """Tell where an exempt question would show one answer of everybody on a level that is not exempt."""
    if not question.alike:
        return np.zeros(len(areas.level), dtype=bool)
    counts = np.zeros((len(areas.atoms), len(question.options)), dtype=np.int64)
    codes = pd.Index(question.options).get_indexer(pd.Index(question.units["answer"]))
    np.add.at(counts, (areas.positions(question.units["atom"]), codes), 1)
    sums = areas.holds @ counts
    return np.asarray((sums > 0).sum(axis=1) == 1) & ~areas.of_levels(question.alike)


def _has_sums(question: Question) -> bool:
    """Whether a question shows means or a rate that nobody may know: public numbers of doctors are head counts."""
    if question.disclosure is Disclosure.PUBLIC and question.unit_counted is UnitCounted.DOCTOR:
        return False
    return not question.options or bool(len(question.units) and question.units["value"].notna().all())


def _protect_sums(
    patterns: Sequence["Pattern"],
    areas: Areas,
    thresholds: Thresholds,
    limits: Limits,
    report: list[dict[str, object]],
    pool: Executor,
) -> None:
    """Decide all means and rates together: what one does not tell, two may tell together."""
    asked = [pattern for pattern in patterns if _has_sums(pattern.question)]
    stated = [
        sums_of(question, areas, one.flags[TOTAL, "count"], thresholds)
        for one in asked
        for question in _readings(_guarded(one.question))
    ]
    shown = shown_sums(stated, areas, limits.states, pool)
    for pattern in asked:
        if (bands := pattern.question.bands) is not None:
            flags, decision = shown[pattern.question.indicator]
            known = pattern.question.units[["unit", "atom", "value", "hidden"]].merge(bands, on="unit", how="left")
            known[["low", "high"]] = known[["low", "high"]].mask(known["hidden"].astype(bool))
            known = known.fillna({"low": bands["low"].min(), "high": np.inf})  # nobody is below the lowest class
            shown[pattern.question.indicator] = (leave_open(known, flags, areas), decision)
    for pattern in asked:
        question, totals = pattern.question, pattern.flags[TOTAL, "count"]
        flags, decision = shown[question.indicator]
        counts = areas.holds @ np.bincount(areas.positions(question.units["atom"]), minlength=len(areas.atoms))
        quantile = totals & (counts >= thresholds.quantile_units)
        if len(question.units):
            quantile &= ~is_uniform(question, areas)
        pattern.set(TOTAL, "magnitude", flags | (totals & (counts == 0)))
        pattern.set(TOTAL, "quantile", quantile)
        report.append(_line(f"{question.indicator} magnitude", decision))


def _readings(question: Question) -> list[Question]:
    """Give the ways to read what a number adds up: work of practices also doctor by doctor, where it is stated so."""
    whole = question.sums is None or question.unit_counted is question.sums_count
    return [question] if whole else [question, replace(question, sums=None)]


def _guarded(question: Question) -> Question:
    """Protect a number that stands on the practice map in classes: the map does not give it away."""
    return replace(question, disclosure=Disclosure.PROTECTED) if question.disclosure is Disclosure.PUBLIC else question


def _caps(known: pd.DataFrame | None, frame: str, areas: Areas) -> Matrix | None:
    if known is None or not (known["frame"] == frame).any():
        return None
    here = known[known["frame"] == frame]
    caps = np.zeros(len(areas.atoms), dtype=np.int64)
    np.add.at(caps, areas.positions(here["atom"]), here["units"].to_numpy(dtype=np.int64))
    return caps


def _line(table: str, decision: Decision) -> dict[str, object]:
    return {"table": table, "rounds": decision.rounds, "gave_up": decision.gave_up}
