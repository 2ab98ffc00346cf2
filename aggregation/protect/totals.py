"""Where a frame shows how many answered, and which sums an area by itself allows to show."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pandas as pd

from aggregation.protect.areas import Areas, Flags, Matrix, distinct_rows
from aggregation.protect.model import IMPORTANCE, Limits, Question, Thresholds
from aggregation.protect.repair import Decision, decide
from aggregation.protect.solver import Vector
from aggregation.protect.sums import Sums
from aggregation.protect.system import Candidate, Others, System, worth_of
from aggregation.protect.tallies import Measure, Tally, totals_tally
from data.terms import TOTAL, Disclosure, Level, UnitCounted

EXACT = 1 - 1e-9
"""Leaves room for the rounding of a sum."""


def frame_totals(
    questions: Sequence[Question],
    areas: Areas,
    thresholds: Thresholds,
    limits: Limits,
    caps: Sequence[Matrix | None],
    barred: Flags,
) -> tuple[Flags, Decision]:
    """Decide once, for all questions that show their totals together, which areas do.

    Questions that not everybody answered have totals of their own: each distinct set of totals is one block of
    unknowns in one system, and an area shows all its totals or none. The strictest threshold of the frame holds for
    all, because a total known from one question is known in all.

    Parameters
    ----------
    caps : by question, publicly known size of its frame per atom (columns of ``areas``); None where nothing is public.
    barred : rows of ``areas`` that may not show it, whatever their size.

    Returns
    -------
    Flag per row of ``areas``, and how the decision was reached.
    """
    blocks: dict[bytes, Tally] = {}
    most: dict[bytes, Matrix] = {}
    for question, size in zip(questions, caps, strict=True):
        part = totals_tally(question, areas, thresholds)
        key = b"".join(measure.totals.tobytes() for measure in part.measures)
        if key not in blocks or blocks[key].measures[0].least < part.measures[0].least:
            blocks[key] = part
        if size is not None:
            most[key] = np.minimum(most[key], size) if key in most else size
    levels = tuple(level for level in IMPORTANCE if any(level in question.levels for question in questions))
    allowed = areas.of_levels(levels)
    tallies = list(blocks.values())
    small = np.vstack([_is_small(part, areas.holds, tallies) for part in tallies])
    return _decide_rows(tallies, areas, allowed, small, ~barred, [most.get(key) for key in blocks], thresholds, limits)


def sums_of(question: Question, areas: Areas, totals_shown: Flags, thresholds: Thresholds) -> Sums:
    """State what the means or rates of a question add up, and where each area by itself allows to show it.

    Not allowed are sums of few units, sums that one or two practices dominate, and sums of equal values; no combination
    of shown sums may be one of the latter two.
    """
    part = totals_tally(question, areas, thresholds)
    of_doctors = (question.unit_counted if question.sums is None else question.sums_count) is UnitCounted.DOCTOR
    risky = is_dominated(question, areas, thresholds) | is_uniform(question, areas)
    small = _is_small(part, areas.holds, [part])
    columns = ["unit", "atom", "practice", "doctors", "value"]
    return Sums(
        name=question.indicator,
        units=question.units[columns] if question.sums is None else question.sums,
        of_doctors=of_doctors,
        least=part.measures[0].least if question.unit_counted is UnitCounted.DOCTOR else part.measures[1].least,
        fewest=part.measures[1].least if question.unit_counted is UnitCounted.DOCTOR else part.measures[0].least,
        eligible=areas.of_levels(question.levels) & totals_shown & ~small & ~risky,
        risky=risky & ~small,
    )


def shown_counts(
    rows: pd.DataFrame,
    membership: pd.DataFrame,
    thresholds: Thresholds,
    *,
    levels: tuple[Level, ...],
    practices: bool = False,
) -> pd.DataFrame:
    """Tell where a reader may work out how many units a group has, so that no small part of it follows.

    Decided like the totals of a frame, coarse levels and large areas first; a part that is known to have few units in
    it is no secret as long as it is not known exactly.

    Parameters
    ----------
    rows : the units of the group [unit, atom, practice, doctors]; one row per unit.
    levels : levels on which it could be worked out.
    practices : whether the units are practices, else doctors.

    Returns
    -------
    [level, area, shown], every area of the levels; areas without one of the group are shown.
    """
    areas = Areas.of(membership)
    question = Question(
        indicator="",
        frame="",
        unit_counted=UnitCounted.PRACTICE if practices else UnitCounted.DOCTOR,
        disclosure=Disclosure.PROTECTED,
        options=(),
        multiple=False,
        headline=(),
        levels=levels,
        totals_public=False,
        units=rows.assign(answer=None, value=None),
    )
    nowhere = np.zeros(len(areas.level), dtype=bool)
    shown, _ = frame_totals([question], areas, replace(thresholds, interval_width=1), Limits(), [None], nowhere)
    allowed = areas.of_levels(levels)
    names = pd.DataFrame({"level": [level.value for level in areas.level], "area": areas.area, "shown": shown})
    return names[allowed].reset_index(drop=True)


def _is_small(part: Tally, holds: Flags, blocks: Sequence[Tally]) -> Flags:
    small = np.zeros(len(holds), dtype=bool)
    units = holds @ part.totals
    for measure, least in zip(part.measures, _strictest(blocks), strict=True):
        small |= (units > 0) & (holds @ measure.totals < least)
    return small


def _strictest(blocks: Sequence[Tally]) -> list[int]:
    return [max(part.measures[number].least for part in blocks) for number in range(len(blocks[0].measures))]


def _decide_rows(
    blocks: Sequence[Tally],
    areas: Areas,
    allowed: Flags,
    small: Flags,
    eligible: Flags,
    caps: Sequence[Matrix | None],
    thresholds: Thresholds,
    limits: Limits,
) -> tuple[Flags, Decision]:
    filled = [part.totals > 0 for part in blocks]
    spans = np.cumsum([0, *(int(block.sum()) for block in filled)])
    holds = np.hstack([areas.holds[:, block] for block in filled])
    if not holds.shape[1]:
        return allowed & eligible, Decision(np.zeros(0, dtype=bool), 0, 0)
    first, owner = distinct_rows(holds)
    known = np.concatenate(
        [np.full(block.sum(), -1) if most is None else most[block] for block, most in zip(filled, caps, strict=True)]
    ).astype(np.int64)
    units = np.concatenate([part.totals[block] for part, block in zip(blocks, filled, strict=True)])
    watched: list[Matrix] = []
    values: list[int] = []
    large: list[tuple[Matrix, int, int]] = []
    candidates: list[Candidate] = []
    for position, number in enumerate(first):
        rows = np.zeros((len(blocks), holds.shape[1]), dtype=np.int64)
        for block in range(len(blocks)):
            rows[block, spans[block] : spans[block + 1]] = holds[number, spans[block] : spans[block + 1]]
            room = known[rows[block] > 0]
            value = min(thresholds.interval_width, int(room.sum()) + 1 if (room >= 0).all() else 10**6)
            if small[block, number]:
                watched.append(rows[block])
                values.append(value)
            elif value > 1 and (allowed & (owner == position)).any():
                large.append((rows[block], value, position))
        same = owner == position
        if not small[:, number].any() and (same & allowed).any() and not (same & allowed & ~eligible).any():
            rank = (IMPORTANCE.index(areas.level[number]), -int(units[holds[number]].sum()), int(number))
            cells = tuple((int(row), TOTAL) for row in np.flatnonzero(same & allowed))
            rows = rows[rows.any(axis=1)]
            worth = worth_of([areas.level[row] for row, _ in cells], float(units[holds[number]].sum() / units.sum()))
            candidates.append(Candidate(rank, rows, np.zeros((0, holds.shape[1]), dtype=np.int64), cells, worth))
    candidates.sort(key=lambda candidate: candidate.rank)
    shows = {row: number for number, candidate in enumerate(candidates) for row, _ in candidate.cells}
    others = [
        (part, value, frozenset(shows[row] for row in np.flatnonzero(owner == position).tolist() if row in shows))
        for part, value, position in large
    ]
    system = System(
        units=units[None],
        measures=_join(blocks, filled),
        known_totals=False,
        caps=known,
        base=np.zeros((0, holds.shape[1]), dtype=np.int64),
        watched=np.array(watched, dtype=np.int64).reshape(-1, holds.shape[1]),
        values=np.array(values, dtype=np.int64),
        candidates=tuple(candidates),
        groups=np.zeros((0, holds.shape[1]), dtype=np.int64),
        others=Others(
            rows=np.array([part for part, _, _ in others], dtype=np.int64).reshape(-1, holds.shape[1]),
            values=np.array([value for _, value, _ in others], dtype=np.int64),
            shown_by=tuple(by for _, _, by in others),
        ),
    )
    decision = decide(system, limits)
    shown = allowed & eligible & (owner < 0)
    for candidate, flag in zip(candidates, decision.shown, strict=True):
        for row, _ in candidate.cells:
            shown[row] |= bool(flag)
    return shown, decision


def _join(blocks: Sequence[Tally], filled: Sequence[Flags]) -> tuple[Measure, ...]:
    joined: list[Measure] = []
    for number, least in enumerate(_strictest(blocks)):
        totals = np.concatenate(
            [part.measures[number].totals[block] for part, block in zip(blocks, filled, strict=True)]
        )
        joined.append(Measure(totals[None], totals, np.zeros_like(totals)[None], least))
    return tuple(joined)


def is_dominated(question: Question, areas: Areas, thresholds: Thresholds) -> Flags:
    """Tell per area whether one practice, or two, hold too large a part of the sum of the values.

    A part of exactly the limit counts as too large: another order of adding up would round it to either side.
    """
    position = areas.positions(question.units["atom"])
    practice = np.unique(question.units["practice"].to_numpy(dtype=np.int64), return_inverse=True)[1].reshape(-1)
    sums, (position, practice) = _added(question.units["value"].abs().to_numpy(dtype=float), position, practice)
    result = np.zeros(len(areas.level), dtype=bool)
    for level in dict.fromkeys(areas.level):
        parts, (row, _) = _added(sums, _area_of_atom(areas, level)[position], practice)
        order = np.lexsort((-parts, row))
        rows, starts = np.unique(row[order], return_index=True)
        ranked = parts[order]
        total = np.bincount(row, weights=parts, minlength=len(result))[rows]
        one = ranked[starts]
        second = np.append(np.diff(starts), len(ranked) - starts[-1]) > 1 if len(starts) else np.zeros(0, dtype=bool)
        two = one + np.where(second, ranked[np.minimum(starts + 1, len(ranked) - 1)], 0.0)
        result[rows] = (one > EXACT * thresholds.dominance_one * total) | (
            two > EXACT * thresholds.dominance_two * total
        )
    return result


def _added(values: Vector, outer: Matrix, inner: Matrix) -> tuple[Vector, tuple[Matrix, Matrix]]:
    """Add up values with the same pair of keys; gives the sums and their keys."""
    width = int(inner.max(initial=0)) + 1
    found, owner = np.unique(outer * width + inner, return_inverse=True)
    sums = np.asarray(np.bincount(owner.reshape(-1), weights=values, minlength=len(found)), dtype=np.float64)
    return sums, (found // width, found % width)


def is_uniform(question: Question, areas: Areas) -> Flags:
    """Tell per area whether all units have the same value."""
    position = areas.positions(question.units["atom"])
    result = np.zeros(len(areas.level), dtype=bool)
    for level in dict.fromkeys(areas.level):
        row = pd.Series(_area_of_atom(areas, level)[position])
        different = question.units["value"].reset_index(drop=True).groupby(row).nunique()
        result[different.index[different == 1].to_numpy(dtype=np.intp)] = True
    return result


def _area_of_atom(areas: Areas, level: Level) -> Matrix:
    rows = np.flatnonzero(areas.of_levels((level,)))
    return np.asarray(rows[areas.holds[rows].argmax(axis=0)], dtype=np.int64)
