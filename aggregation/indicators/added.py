"""Entries of the questions that a home adds, made of their data files; nobody writes code for them."""

from dataclasses import replace

from aggregation.indicators.frames import GP_RESPONDENTS, PRACTICES
from aggregation.indicators.model import Indicator, Kind, Number, Option, PracticeMap, Source, Subject
from aggregation.indicators.shared import SHARE_OF_GPS, SHARE_OF_PRACTICES
from data.questions import AddedQuestion
from data.terms import Measure, Text

_KINDS = {"code": Kind.SINGLE, "multiple": Kind.MULTIPLE, "integer": Kind.MAGNITUDE, "number": Kind.MAGNITUDE}
_ADDED = Text(
    nl="Deze vraag kwam er vanaf {since} bij in de vragenlijst.",
    en="This question was added to the questionnaire from {since} on.",
)
LINKED: dict[str, tuple[str, ...]] = {
    "birth_year": ("age",),
    "hours_week": ("fte", "hours_worked"),
    "duty_hours_month": ("hours_worked",),
    "payment_system": ("payment_reported",),
    "gmd_count": ("gmd_reported",),
}
"""Question to the other names under which the linked rows hold its answer."""


def entry_of(question: AddedQuestion) -> Indicator:
    """Make the entry of a question: practices answer for patients or for themselves, GPs about themselves."""
    of_practices = question.table == "survey_practice"
    kind, frame = _KINDS[question.kind], PRACTICES if of_practices else GP_RESPONDENTS
    entry = Indicator(
        id=question.id,
        label=question.label,
        question=question.question,
        definition=question.definition,
        unit=SHARE_OF_PRACTICES if of_practices else SHARE_OF_GPS,
        number=Number.SHARE,
        subject=Subject.PRACTICE if of_practices else Subject.INDIVIDUAL,
        source=Source.SURVEY,
        article23=question.article23,
        frame=frame,
        kind=kind,
        answer=question.column,
        asks=(question.table, question.column),
        options=tuple(Option(code=code, label=label) for code, label in question.options.items()),
        headline=question.headline,
        headline_label=question.headline_label,
        levels=question.levels,
        disclosure=question.disclosure,
        practice_map=PracticeMap.YES if question.on_map else PracticeMap.NO,
        caveats=(Text(nl=_ADDED.nl.format(since=question.since), en=_ADDED.en.format(since=question.since)),),
        version=question.version,
        since=question.since,
        declared=question.document,
    )
    if question.unit is None:
        return entry
    spread = (Measure.MEAN, Measure.MEDIAN, Measure.P25, Measure.P75)
    return replace(entry, asks=None, unit=question.unit, number=Number(question.number), measures=spread)
