"""Protect all tables of one survey year together."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pandas as pd

from aggregation.protect.answers import Table, answer_cells
from aggregation.protect.areas import Areas, Flags, Matrix
from aggregation.protect.bands import leave_open
from aggregation.protect.model import Limits, Protected, Question, Thresholds, check_input
from aggregation.protect.repair import Decision
from aggregation.protect.sums import shown_sums
from aggregation.protect.tallies import folded_tally, tally
from aggregation.protect.totals import frame_totals, is_uniform, sums_of
from data.terms import TOTAL, Disclosure, UnitCounted

DEFAULT_LIMITS = Limits()


def protect(
    questions: Sequence[Question],
    membership: pd.DataFrame,
    thresholds: Thresholds,
    *,
    known: pd.DataFrame | None = None,
    limits: Limits = DEFAULT_LIMITS,
) -> Protected:
    """Decide for every cell of a survey year whether it may be shown.

    Method and guarantee: ``docs/methods/protection.md``.

    Parameters
    ----------
    questions : the tables of one survey year.
    membership : frame, one row per atom, columns ``atom, gemeente, kring, elz``.
    thresholds : least sizes and shares.
    known : frame, columns ``frame, atom, units``: how many units of a frame could have answered, where that is public;
        an outsider uses it as an upper bound of the totals.
    limits : how far the searches go; what they do not finish is withheld.

    Returns
    -------
    The pattern; areas without any unit are shown (there is nothing to protect).

    Raises
    ------
    ProtectionError : a unit lies in no listed atom, an answer is no option, an indicator is given twice.
    """
    check_input(questions, membership)
    areas = Areas.of(membership)
    frames: dict[str, list[Question]] = {}
    for question in questions:
        frames.setdefault(question.frame, []).append(question)
    patterns: list[_Pattern] = []
    report: list[dict[str, object]] = []
    for name, members in frames.items():
        caps = _caps(known, name, areas)
        everywhere = np.ones(len(areas.level), dtype=bool)
        public = any(question.totals_public or question.disclosure is Disclosure.PUBLIC for question in members)
        totals = everywhere
        if not public:
            totals, decision = frame_totals(members, areas, thresholds, limits, caps)
            report.append(_line(f"{TOTAL} of {name}", decision))
        for question in members:
            pattern = _Pattern(question, areas)
            pattern.set(TOTAL, "count", totals)
            _protect_question(pattern, totals, public, caps, thresholds, limits, report)
            patterns.append(pattern)
    _protect_sums(patterns, areas, thresholds, limits, report)
    shown = pd.concat([pattern.frame() for pattern in patterns], ignore_index=True) if patterns else pd.DataFrame()
    return Protected(shown, pd.DataFrame(report, columns=["table", "rounds", "gave_up"]))


class _Pattern:
    """Collects the flags of one question in the order of its categories."""

    def __init__(self, question: Question, areas: Areas) -> None:
        self.question = question
        self.areas = areas
        self.flags: dict[tuple[str, str], Flags] = {}

    def set(self, category: str, aspect: str, flags: Flags) -> None:
        self.flags[category, aspect] = flags

    def frame(self) -> pd.DataFrame:
        allowed = np.flatnonzero(self.areas.of_levels(self.question.levels))
        parts = [
            pd.DataFrame(
                {
                    "indicator": self.question.indicator,
                    "level": [self.areas.level[row].value for row in allowed],
                    "area": [self.areas.area[row] for row in allowed],
                    "category": category,
                    "aspect": aspect,
                    "shown": flags[allowed],
                }
            )
            for (category, aspect), flags in self.flags.items()
        ]
        return pd.concat(parts, ignore_index=True)


def _protect_question(
    pattern: _Pattern,
    totals: Flags,
    known_totals: bool,
    caps: Matrix | None,
    thresholds: Thresholds,
    limits: Limits,
    report: list[dict[str, object]],
) -> None:
    question, areas = pattern.question, pattern.areas
    readings = [question]
    if question.disclosure is Disclosure.PUBLIC or question.bands is not None:
        # What the map shows of the others is public: what is left to find out is the table of the hidden ones.
        kept_off = question.units[question.units["hidden"].astype(bool)]
        hidden = replace(question, units=kept_off, disclosure=Disclosure.PROTECTED)
        readings = [hidden] if question.disclosure is Disclosure.PUBLIC else [question, hidden]
    allowed = areas.of_levels(question.levels) & ~_alike(question, areas)
    tables: list[str | None] = list(question.options) if question.multiple else [None] if question.options else []
    for option in tables:
        for reading in readings:
            counts = tally(reading, areas, thresholds, option)
            headline = () if question.multiple else tuple(question.options.index(code) for code in question.headline)
            table = Table(
                tally=counts,
                folded=folded_tally(reading, areas, thresholds) if headline and len(question.options) > 2 else None,
                headline=headline,
                headline_code="" if question.multiple else question.headline_code,
                allowed=allowed,
                totals_shown=totals,
                known_totals=known_totals,
                caps=caps,
            )
            shown, decision = answer_cells(table, areas, thresholds, limits)
            report.append(_line(question.indicator if option is None else f"{question.indicator} {option}", decision))
            for category, flags in shown.items():
                pattern.set(category, "count", flags & pattern.flags.get((category, "count"), flags))


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
    patterns: Sequence["_Pattern"],
    areas: Areas,
    thresholds: Thresholds,
    limits: Limits,
    report: list[dict[str, object]],
) -> None:
    """Decide all means and rates together: what one does not tell, two may tell together."""
    asked = [pattern for pattern in patterns if _has_sums(pattern.question)]
    stated = [sums_of(_guarded(one.question), areas, one.flags[TOTAL, "count"], thresholds) for one in asked]
    shown = shown_sums(stated, areas, limits.nodes)
    for pattern in asked:
        if (bands := pattern.question.bands) is not None:
            flags, decision = shown[pattern.question.indicator]
            known = pattern.question.units[["unit", "atom", "value", "hidden"]].merge(bands, on="unit", how="left")
            known[["low", "high"]] = known[["low", "high"]].mask(known["hidden"].astype(bool))
            known = known.fillna({"low": 0.0, "high": np.inf})
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
