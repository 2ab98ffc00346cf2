"""Questions of the survey to practices: entries that differ in their words, options and protection only."""

from aggregation.indicators.frames import PRACTICES
from aggregation.indicators.model import Indicator, Kind, Number, Option, PracticeMap, Reading, Source, Subject
from aggregation.indicators.shared import PRACTICES_NOT_PATIENTS, SHARE_OF_PRACTICES, WORKING_DEFINITION, YES_NO, asked
from data.terms import Disclosure, Level, Text


def practice_question(
    indicator_id: str,
    *,
    label: Text,
    question: Text,
    definition: Text,
    answer: str,
    article23: str,
    levels: tuple[Level, ...],
    disclosure: Disclosure,
    options: tuple[Option, ...] = YES_NO,
    headline: tuple[str, ...] | None = None,
    headline_label: Text | None = None,
    several: bool = False,
    reading: Reading = Reading.NEITHER,
    caveats: tuple[Text, ...] = (),
) -> Indicator:
    """Enter a question with answer options: yes or no unless others are given, one answer unless ``several``.

    Patients may see a public answer per practice; any other stays off the practice map.
    """
    if headline is None:
        headline = ("ja",) if options is YES_NO else ()
    return Indicator(
        id=indicator_id,
        label=label,
        question=question,
        definition=definition,
        unit=SHARE_OF_PRACTICES,
        number=Number.SHARE,
        subject=Subject.PRACTICE,
        source=Source.SURVEY,
        article23=article23,
        frame=PRACTICES,
        kind=Kind.MULTIPLE if several else Kind.SINGLE,
        answer=answer,
        asks=asked("survey_practice", answer),
        options=options,
        headline=headline,
        headline_label=headline_label,
        levels=levels,
        disclosure=disclosure,
        practice_map=PracticeMap.YES if disclosure is Disclosure.PUBLIC else PracticeMap.NO,
        reading=reading,
        caveats=(*caveats, PRACTICES_NOT_PATIENTS, WORKING_DEFINITION),
    )
