"""Questions of one step: what becomes of the hours of the GPs when one thing changes and all else stays.

Every estimate is drawn within its interval and every parameter within its range, so that a range that leans to one side
keeps doing so.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from aggregation.shown.laboratory.draws import DRAWS, Band, Draws, band_of, carried
from aggregation.shown.laboratory.parameters import BANDS, DEFAULTS, Settings
from aggregation.shown.laboratory.situation import Estimate, Floats, Situation, hours_by_band

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


AMOUNTS: Mapping[Question, tuple[str, ...]] = {
    Question.TRAINEES: ("10", "1", "2", "5", "20", "50", "100", "200"),
    Question.NURSES: ("1", "0.25", "0.5", "0.75", "1.5", "2", "3"),
}
"""Questions that ask how many, and what may be asked: places for trainees, nurse FTE per practice; default first."""

USES: Mapping[Question, tuple[str, ...]] = {
    Question.OLDEST_STOP: ("leeftijd", "uren_leeftijd", "uren"),
    Question.PLANS: ("uitstroom",),
    Question.WISHES: ("wens_uren",),
    Question.YOUNG_FOR_OLD: ("leeftijd", "uren_leeftijd", "uren"),
    Question.TRAINEES: ("uren", "haio"),
    Question.NURSES: ("verpleegkundige",),
}
"""Released numbers and parameters that play a part in the change of each question."""


@dataclass(frozen=True, kw_only=True)
class Answer:
    """GP hours a week before and after, and the change in percent, each as a range of the draws."""

    question: Question
    before: Band
    after: Band
    change: Band


def answer(
    question: Question, situation: Situation, *, amount: float = 1.0, settings: Settings = DEFAULTS, draws: int = DRAWS
) -> Answer | None:
    """Answer a question of one step.

    Parameters
    ----------
    amount : places for trainees, or nurse FTE per practice, where the question asks how many.

    Returns
    -------
    The answer; None where two key inputs are borrowed from Flanders, or the question needs planned outflow or a number
    of practices and there is none to take.
    """
    if not answerable(question, situation):
        return None
    now = _draw(situation, settings, amount, draws)
    before, factor = situation.gps * now.mean, _FACTORS[question](now)
    return Answer(
        question=question, before=band_of(before), after=band_of(before * factor), change=band_of(100 * (factor - 1))
    )


def answerable(question: Question, situation: Situation) -> bool:
    """Tell whether a question has an answer in an area."""
    without_plans = question is Question.PLANS and situation.outflow is None
    without_practices = question is Question.NURSES and situation.practices <= 0
    return situation.tells and not without_plans and not without_practices


def carriers(
    question: Question, situation: Situation, *, amount: float = 1.0, settings: Settings = DEFAULTS, draws: int = DRAWS
) -> tuple[tuple[str, float], ...]:
    """Tell which inputs carry most of the spread of the change (``draws.carried``); empty where there is no answer."""
    if not answerable(question, situation):
        return ()

    def without(*names: str) -> Floats:
        return _FACTORS[question](_draw(situation, settings, amount, draws, frozenset(names)))

    return carried(without(), {name: without(name) for name in USES[question]})


@dataclass(frozen=True, kw_only=True)
class _Now:
    age: Floats
    hours: Floats
    mean: Floats
    wish: Floats
    leaving: Floats
    trainee: Floats
    nurse: Floats
    situation: Situation
    amount: float


def _draw(
    situation: Situation, settings: Settings, amount: float, draws: int, fixed: frozenset[str] = frozenset()
) -> _Now:
    drawn, area = Draws(draws=draws, settings=settings, fixed=fixed), situation.area
    age = drawn.shares(area, situation.age)
    mean = drawn.means("uren", area, (situation.hours,))[:, 0]
    return _Now(
        age=age,
        hours=hours_by_band(age, drawn.means("uren_leeftijd", "VL", situation.hours_by_age), mean),
        mean=mean,
        wish=drawn.means("wens_uren", area, (situation.wish,))[:, 0],
        leaving=drawn.means("uitstroom", area, (situation.outflow or Estimate(value=0.0),))[:, 0],
        trainee=drawn.parameter("haio"),
        nurse=drawn.parameter("verpleegkundige"),
        situation=situation,
        amount=amount,
    )


def _without_oldest(now: _Now) -> Floats:
    lost: Floats = now.age[:, _OLDEST] * now.hours[:, _OLDEST] / now.mean
    return 1 - lost


def _plans(now: _Now) -> Floats:
    return 1 - now.leaving


def _wishes(now: _Now) -> Floats:
    return now.wish


def _young_for_old(now: _Now) -> Floats:
    changed = now.hours.copy()
    changed[:, _REPLACED] = now.hours[:, [_YOUNGEST]]
    kept: Floats = (now.age * changed).sum(axis=1) / now.mean
    return kept


def _trainees(now: _Now) -> Floats:
    added = now.amount * now.trainee * now.situation.reference
    return 1 + added / (now.situation.gps * now.mean)


def _nurses(now: _Now) -> Floats:
    return 1 + now.nurse * now.amount * now.situation.practices / now.situation.gps


_FACTORS: Mapping[Question, Callable[[_Now], Floats]] = {
    Question.OLDEST_STOP: _without_oldest,
    Question.PLANS: _plans,
    Question.WISHES: _wishes,
    Question.YOUNG_FOR_OLD: _young_for_old,
    Question.TRAINEES: _trainees,
    Question.NURSES: _nurses,
}


def parameters_of(question: Question) -> tuple[str, ...]:
    """Name the parameters that a question uses."""
    return tuple(name for name in USES[question] if name in ("haio", "verpleegkundige"))


def inputs_of(question: Question) -> tuple[str, ...]:
    """Name the released numbers that a question uses."""
    return tuple(name for name in USES[question] if name not in parameters_of(question))
