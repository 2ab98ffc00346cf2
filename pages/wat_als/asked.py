"""What may be asked of the laboratory: the questions, how many, the norm to hold, and a reader's own parameters."""

import math
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import lru_cache

from aggregation.shown.laboratory import cascade, ten_years
from aggregation.shown.laboratory.one_step import AMOUNTS, Question, inputs_of, parameters_of
from aggregation.shown.laboratory.parameters import BY_ID, HOURS, PARAMETERS
from data.terms import Level
from pages.views import choices, choosing, laboratory
from pages.views.choices import AREA, YEAR, Choice, Chosen
from pages.views.laboratory import Own, Where
from pages.views.need import WEIGHTS
from pages.words import numbers
from pages.words.language import gettext as _
from pages.words.language import mark

TEN_YEARS, SPREADING = "tien-jaar", "stop-spreidt"
QUESTIONS = {
    Question.OLDEST_STOP.value: mark("alle huisartsen van 65 en ouder stoppen"),
    Question.PLANS.value: mark("de plannen om te stoppen uitkomen"),
    Question.WISHES.value: mark("iedereen de gewenste uren werkt"),
    Question.YOUNG_FOR_OLD.value: mark("één jonge huisarts elke oudere vervangt"),
    Question.TRAINEES.value: mark("er plaatsen voor HAIO's bijkomen"),
    Question.NURSES.value: mark("praktijken verpleegkundigen bijkrijgen"),
    TEN_YEARS: mark("we tien jaar verder zijn"),
    SPREADING: mark("een patiëntenstop zich uitbreidt"),
}
"""Questions by their code in the address, as the end of a sentence that begins with *Wat als*."""

NORMS = {
    "eigen": mark("wat het gebied vandaag heeft"),
    "vlaanderen": mark("wat Vlaanderen vandaag heeft"),
}


@dataclass(frozen=True)
class Settable(Collection[str]):
    """Every parameter with every value that it accepts, as ``name:value``."""

    def __contains__(self, given: object) -> bool:
        """Tell whether a parameter exists and accepts the value."""
        name, _sign, text = str(given).partition(":")
        value = _number(text)
        return name in BY_ID and value is not None and BY_ID[name].least <= value <= BY_ID[name].most

    def __iter__(self) -> Iterator[str]:
        """Give each parameter at its default: the others cannot be listed."""
        return iter([written(each.id, each.likely) for each in PARAMETERS])

    def __len__(self) -> int:
        """Tell that there are too many to list."""
        return 10_000


def _number(text: str) -> float | None:
    try:
        value = float(text)
    except ValueError:
        return None
    return value if math.isfinite(value) else None


def written(name: str, value: float) -> str:
    """Write a parameter with its value for the address."""
    return f"{name}:{value:g}"


def _amounts(chosen: Chosen) -> Collection[str]:
    code = chosen.values.get(ASKED.name, "")
    return AMOUNTS[Question(code)] if code in set(Question) and Question(code) in AMOUNTS else ("1",)


def amount_words(code: str, text: str) -> str:
    """Write how many is asked: ``10 plaatsen``, ``0,5 VTE per praktijk``."""
    value = float(text)
    if code == Question.TRAINEES:
        return _("1 plaats") if value == 1 else _("{n} plaatsen").format(n=numbers.number(value))
    decimals = 0 if value == int(value) else 2 if value * 10 % 1 else 1
    return _("{n} VTE per praktijk").format(n=numbers.number(value, decimals))


def _levels(chosen: Chosen) -> list[Level]:
    return [level for level in choosing.fine_levels(chosen.release.id) if level is not Level.GEMEENTE]


LEVEL = choices.level(_levels, show=choices.level_after)
"""A municipality has too few doctors for any of this."""
ASKED = Choice(
    name="vraag",
    called=mark("de vraag"),
    label=mark("Vraag"),
    options=lambda _chosen: QUESTIONS,
    words=lambda _chosen: lambda code: _(QUESTIONS[code]),
)
AMOUNT = Choice(
    name="aantal",
    called=mark("het aantal"),
    label=mark("Aantal"),
    options=_amounts,
    words=lambda chosen: lambda text: amount_words(chosen[ASKED.name], text),
)
NORM = Choice(
    name="norm",
    called=mark("de norm"),
    label=mark("Te houden"),
    options=lambda _chosen: NORMS,
    words=lambda _chosen: lambda code: _(NORMS[code]),
)
OWN = Choice(
    name="parameters",
    called=mark("de parameters"),
    label=mark("Parameters"),
    options=lambda _chosen: Settable(),
    most=len(PARAMETERS),
    unlisted=mark("een parameter met een waarde binnen zijn grenzen, zoals hier:0.9"),
)
CHOICES = (YEAR, LEVEL, AREA, ASKED, AMOUNT, NORM, WEIGHTS, OWN)


@dataclass(frozen=True, kw_only=True)
class Query:
    """One question, as it is kept by."""

    release_id: str
    year: int
    level: Level
    area: str | None
    code: str
    amount: float
    norm: str
    weights: str
    own: Own

    @property
    def question(self) -> Question | None:
        """Give the question of one step, None for the others."""
        return Question(self.code) if self.code in set(Question) else None

    @property
    def parameters(self) -> tuple[str, ...]:
        """Name the parameters that play a part, in the order of the registry."""
        if self.question is not None:
            used = {*parameters_of(self.question), *(HOURS if "uren_leeftijd" in inputs_of(self.question) else ())}
        elif self.code == TEN_YEARS:
            used = {*ten_years.USED, *HOURS}
        else:
            used = {*cascade.USED, "starters", "hier", "nabij"}
        return tuple(each.id for each in PARAMETERS if each.id in used)

    @property
    def inputs(self) -> tuple[str, ...]:
        """Name the released numbers that play a part."""
        if self.question is not None:
            return inputs_of(self.question)
        return ten_years.AREA_INPUTS if self.code == TEN_YEARS else cascade.INPUTS

    @property
    def target(self) -> float | None:
        """Give the hours per 1,000 weighted residents to hold in ten years, None for the area's own."""
        if self.norm == "eigen":
            return None
        return laboratory.ruler_today(self.where, self.weights)

    @property
    def where(self) -> Where:
        """Give of what is asked."""
        return Where(release_id=self.release_id, year=self.year, level=self.level, area=self.area, own=self.own)


def query_of(chosen: Chosen) -> Query:
    """Read the question from what is chosen."""
    return Query(
        release_id=chosen.release.id,
        year=chosen.year,
        level=chosen.level,
        area=chosen.area,
        code=chosen[ASKED.name],
        amount=float(chosen[AMOUNT.name]),
        norm=chosen[NORM.name],
        weights=chosen[WEIGHTS.name],
        own=own_values(tuple(chosen.many(OWN.name))),
    )


@lru_cache(maxsize=256)
def own_values(given: tuple[str, ...]) -> Own:
    """Read a reader's own parameters; the last of two values of one counts."""
    told = (each.partition(":") for each in given)
    return tuple(sorted({name: float(text) for name, _sign, text in told}.items()))
