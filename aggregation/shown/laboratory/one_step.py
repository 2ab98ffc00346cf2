"""Questions of one step: what becomes of the hours of the GPs when one thing changes and all else stays."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from aggregation.shown.laboratory.parameters import BANDS, DEFAULTS, Settings
from aggregation.shown.laboratory.situation import Estimate, Floats, Situation, hours_by_band, propagate

_OLDEST, _YOUNGEST = BANDS.index("65-"), BANDS.index("-34")
_REPLACED = [BANDS.index("55-64"), _OLDEST]


class Question(StrEnum):
    """What is asked; the values stand in the address."""

    OLDEST_STOP = "65-stopt"
    PLANS = "plannen"
    WISHES = "wensen"
    YOUNG_FOR_OLD = "jong-voor-oud"
    TRAINEES = "haios"
    NURSES = "verpleegkundigen"


NEEDS_AMOUNT = frozenset({Question.TRAINEES, Question.NURSES})
"""Questions that ask how many: places for trainees, or nurse FTE per practice."""


@dataclass(frozen=True, kw_only=True)
class Answer:
    """GP hours a week before and after, and the change in percent, each with half its 95 % interval."""

    question: Question
    before: Estimate
    after: Estimate
    change: Estimate


def answer(
    question: Question, situation: Situation, *, amount: float = 1.0, settings: Settings = DEFAULTS
) -> Answer | None:
    """Answer a question of one step.

    Parameters
    ----------
    amount : places for trainees, or nurse FTE per practice, where the question asks how many.

    Returns
    -------
    The answer; None where two key inputs are borrowed from Flanders, or the question needs planned outflow and there
    is none to take.
    """
    if not situation.tells or (question is Question.PLANS and situation.outflow is None):
        return None
    bands = len(BANDS)
    outflow = situation.outflow or Estimate(value=0.0)
    inputs = (*situation.age, *situation.hours_by_age, situation.hours, situation.wish, outflow)

    def factor(values: Floats) -> float:
        age, by_age = values[:bands], values[bands : 2 * bands]
        mean, wish, leaving = values[2 * bands :]
        now = _Now(
            age=age / age.sum(), hours=hours_by_band(age, by_age, mean), mean=mean, wish=wish, leaving=leaving,
            situation=situation, settings=settings, amount=amount,
        )  # fmt: skip
        return _FACTORS[question](now)

    def hours(values: Floats) -> float:
        return situation.gps * float(values[2 * bands])

    before = propagate(hours, inputs)
    after = propagate(lambda values: hours(values) * factor(values), inputs)
    change = propagate(lambda values: 100 * (factor(values) - 1), inputs)
    return Answer(
        question=question,
        before=Estimate(value=before[0], half=before[1]),
        after=Estimate(value=after[0], half=after[1]),
        change=Estimate(value=change[0], half=change[1]),
    )


@dataclass(frozen=True, kw_only=True)
class _Now:
    age: Floats
    hours: Floats
    mean: float
    wish: float
    leaving: float
    situation: Situation
    settings: Settings
    amount: float


def _without_oldest(now: _Now) -> float:
    return float(1 - now.age[_OLDEST] * now.hours[_OLDEST] / now.mean)


def _plans(now: _Now) -> float:
    return 1 - now.leaving


def _wishes(now: _Now) -> float:
    return now.wish


def _young_for_old(now: _Now) -> float:
    changed = now.hours.copy()
    changed[_REPLACED] = now.hours[_YOUNGEST]
    return float((now.age * changed).sum() / now.mean)


def _trainees(now: _Now) -> float:
    added = now.amount * now.settings.likely("haio") * now.situation.reference
    return 1 + added / (now.situation.gps * now.mean)


def _nurses(now: _Now) -> float:
    return 1 + now.settings.likely("verpleegkundige") * now.amount * now.situation.practices / now.situation.gps


_FACTORS: Mapping[Question, Callable[[_Now], float]] = {
    Question.OLDEST_STOP: _without_oldest,
    Question.PLANS: _plans,
    Question.WISHES: _wishes,
    Question.YOUNG_FOR_OLD: _young_for_old,
    Question.TRAINEES: _trainees,
    Question.NURSES: _nurses,
}
