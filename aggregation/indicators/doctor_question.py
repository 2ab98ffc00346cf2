"""The shape of questions to doctors about themselves: reported hours, and one answer out of several."""

from dataclasses import replace

from aggregation.indicators.frames import GP_RESPONDENTS, TRAINEE_RESPONDENTS
from aggregation.indicators.model import Indicator, Kind, Number, Option, Reading, Source, Subject
from aggregation.indicators.shared import SHARE_OF_GPS, VKE, WORKING_DEFINITION, asked, option
from data.terms import Disclosure, Level, Measure, Text

_SPREAD = (Measure.MEAN, Measure.MEDIAN, Measure.P25, Measure.P75)
_SURVEY_ONLY = (WORKING_DEFINITION,)
_REFUSED = "NULLIF(", ", 'geen_antwoord')"


def scale(*labels: tuple[str, str]) -> tuple[Option, ...]:
    """Give the options of a scale their numbers, from 1."""
    return tuple(option(str(step), nl, en) for step, (nl, en) in enumerate(labels, start=1))


def answered(column: str) -> str:
    """Leave a refusal out: 'geen_antwoord' is not an answer."""
    return column.join(_REFUSED)


def hours_question(
    indicator_id: str, *, label: Text, question: Text, definition: Text, unit: Text, answer: str, disclosure: Disclosure
) -> Indicator:
    """Enter reported hours, shown as mean and quantiles."""
    return Indicator(
        id=indicator_id,
        label=label,
        question=question,
        definition=definition,
        unit=unit,
        number=Number.HOURS,
        subject=Subject.INDIVIDUAL,
        source=Source.SURVEY,
        article23="5°",
        frame=GP_RESPONDENTS,
        kind=Kind.MAGNITUDE,
        answer=answer,
        measures=_SPREAD,
        levels=VKE,
        disclosure=disclosure,
        caveats=_SURVEY_ONLY,
        version=2,
    )


def doctor_question(
    indicator_id: str,
    *,
    label: Text,
    question: Text,
    definition: Text,
    answer: str,
    options: tuple[Option, ...],
    headline: tuple[str, ...],
    headline_label: Text,
    article23: str = "5°",
    disclosure: Disclosure = Disclosure.SENSITIVE,
    reading: Reading = Reading.NEITHER,
    caveats: tuple[Text, ...] = _SURVEY_ONLY,
) -> Indicator:
    """Enter a personal question with one answer out of several: sensitive unless said otherwise."""
    return Indicator(
        id=indicator_id,
        label=label,
        question=question,
        definition=definition,
        unit=SHARE_OF_GPS,
        number=Number.SHARE,
        subject=Subject.INDIVIDUAL,
        source=Source.SURVEY,
        article23=article23,
        frame=GP_RESPONDENTS,
        kind=Kind.SINGLE,
        answer=answer,
        asks=asked("survey_individual", answer.removeprefix(_REFUSED[0]).removesuffix(_REFUSED[1])),
        options=options,
        headline=headline,
        headline_label=headline_label,
        levels=VKE,
        disclosure=disclosure,
        reading=reading,
        caveats=caveats,
        version=2,
    )


def trainee_twin(entry: Indicator, *caveats: Text) -> Indicator:
    """Enter the same question for trainees, for Flanders only: nothing is pooled with GPs."""
    return replace(
        entry,
        id=f"{entry.id}T",
        label=Text(nl=f"{entry.label.nl}: HAIO's", en=f"{entry.label.en}: GP trainees"),
        question=Text(
            nl=entry.question.nl.replace("huisartsen", "HAIO's"), en=entry.question.en.replace("GPs", "GP trainees")
        ),
        unit=Text(nl=entry.unit.nl.replace("huisartsen", "HAIO's"), en=entry.unit.en.replace("GPs", "GP trainees")),
        frame=TRAINEE_RESPONDENTS,
        levels=(Level.VLAANDEREN,),
        caveats=(*caveats, *entry.caveats),
    )
