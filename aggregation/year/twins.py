"""Twins: tables of different frames that count the same doctors, all but a few."""

from collections.abc import Sequence
from dataclasses import dataclass

from aggregation.protect import Question
from aggregation.year.answers import Answers
from aggregation.year.questions import RESPONSE
from data.terms import TOTAL, Level, Role, UnitCounted


@dataclass(frozen=True)
class Twin:
    """Cells of another table that say the same as an indicator's total, on these levels."""

    indicator: str
    category: str
    levels: tuple[Level, ...]


def find_twins(answers: Sequence[Answers], response: Question, least: int) -> dict[str, list[Twin]]:
    """Find indicators of different frames that count the same doctors, all but a few: what one shows, both show.

    Their totals are decided apart, yet a reader who sees them agree takes one for the other. The GPs who sent in the
    questionnaire are counted by the response: beside the n of a question to both roles their n leaves the trainees.
    """
    counted = [
        (entry.indicator, frozenset(entry.units["unit"]))
        for entry in answers
        if entry.indicator.unit_counted is UnitCounted.DOCTOR and not entry.indicator.frame.totals_public
    ]
    gps = frozenset(response.units.loc[response.units["answer"] == Role.HUISARTS.value, "unit"])
    twins: dict[str, list[Twin]] = {}
    for indicator, units in counted:
        alike = [
            Twin(other.id, TOTAL, other.levels)
            for other, others in counted
            if other.frame.id != indicator.frame.id and nearly_same(units, others, least)
        ]
        if indicator.frame.id != response.frame and nearly_same(units, gps, least):
            alike.append(Twin(RESPONSE, Role.HUISARTS.value, tuple(Level)))
        twins[indicator.id] = alike
    return twins


def nearly_same(one: frozenset[int], other: frozenset[int], least: int) -> bool:
    """Whether fewer units than ``least``, and fewer than one in ten, are in one of the two only."""
    if not one or abs(len(one) - len(other)) >= least:
        return False
    return len(one ^ other) < min(least, max(len(one) / 10, 1))
