"""Indicators about form, team, growth and continuity of practices (P10, P12-P16, P21-P25)."""

from aggregation.indicators.frames import PRACTICES
from aggregation.indicators.model import Indicator, Kind, Number, PracticeMap, Reading, Source, Subject
from aggregation.indicators.practice_question import practice_question
from aggregation.indicators.shared import PLANS, VKE, VKEG, WORKING_DEFINITION, option
from data.terms import Disclosure, Measure, Text

_FTE_PER_PRACTICE = Text(nl="VTE per praktijk", en="FTE per practice")
_SIZE = "CASE WHEN gp_count = 1 THEN '1' WHEN gp_count = 2 THEN '2' WHEN gp_count <= 4 THEN '3-4' ELSE '5-' END"
"""Size of a practice in GPs; the contract names these bands."""


def _staff(indicator_id: str, *, label: Text, question: Text, definition: Text, answer: str, unit: Text) -> Indicator:
    """Enter full-time equivalents in the practice, shown as their mean."""
    return Indicator(
        id=indicator_id,
        label=label,
        question=question,
        definition=definition,
        unit=unit,
        number=Number.FTE,
        subject=Subject.PRACTICE,
        source=Source.SURVEY,
        article23="2°d",
        frame=PRACTICES,
        kind=Kind.MAGNITUDE,
        answer=answer,
        measures=(Measure.MEAN,),
        levels=VKE,
        disclosure=Disclosure.PROTECTED,
        caveats=(WORKING_DEFINITION,),
    )


ENTRIES = (
    practice_question(
        "P10",
        label=Text(nl="Praktijkvorm", en="Practice form"),
        question=Text(nl="In welke vorm werken praktijken?", en="In which form do practices work?"),
        definition=Text(
            nl="Aandeel van de praktijken naar vorm: solo, duo, groep, netwerk of medisch huis.",
            en="Share of practices by form: solo, duo, group, network or community health centre.",
        ),
        article23="2°b",
        answer="practice_form",
        options=(
            option("solo", "Solopraktijk", "Solo practice"),
            option("duo", "Duopraktijk", "Practice of two"),
            option("groep", "Groepspraktijk", "Group practice"),
            option("netwerk", "Netwerk van praktijken", "Network of practices"),
            option("medisch_huis", "Medisch huis", "Community health centre"),
        ),
        headline=("solo",),
        levels=VKEG,
        disclosure=Disclosure.PUBLIC,
    ),
    Indicator(
        id="P12",
        label=Text(nl="Huisartsen per praktijk", en="GPs per practice"),
        question=Text(nl="Hoe groot zijn de praktijken?", en="How large are the practices?"),
        definition=Text(
            nl="Aantal erkende huisartsen dat volgens de lijsten van de kringen in de praktijk werkt, ook wie elders de hoofdpraktijk heeft.",
            en="Recognised GPs who work in the practice according to the lists of the GP circles, also those with their main practice elsewhere.",
        ),
        unit=Text(nl="huisartsen per praktijk", en="GPs per practice"),
        number=Number.COUNT,
        subject=Subject.PRACTICE,
        source=Source.CONTACTS,
        article23="2°d",
        frame=PRACTICES,
        kind=Kind.MAGNITUDE,
        answer="CASE WHEN answered AND gp_count > 0 THEN gp_count END",
        classes=_SIZE,
        options=(
            option("1", "1 huisarts", "1 GP"),
            option("2", "2 huisartsen", "2 GPs"),
            option("3-4", "3 of 4 huisartsen", "3 or 4 GPs"),
            option("5-", "5 huisartsen of meer", "5 GPs or more"),
        ),
        headline=("1",),
        measures=(Measure.MEAN,),
        levels=VKEG,
        disclosure=Disclosure.PROTECTED,
        practice_map=PracticeMap.CLASS,
        map_class=_SIZE,
        caveats=(
            Text(
                nl="Alleen praktijken die de vragenlijst beantwoordden en waar minstens één huisarts werkt.",
                en="Only practices that answered the questionnaire and have at least one GP.",
            ),
        ),
    ),
    Indicator(
        id="P13",
        label=Text(nl="HAIO's per praktijk", en="GP trainees per practice"),
        question=Text(
            nl="Hoeveel huisartsen in opleiding werken in een praktijk?", en="How many GP trainees work in a practice?"
        ),
        definition=Text(
            nl="Aantal huisartsen in opleiding (HAIO's) dat volgens de lijsten van de kringen in de praktijk werkt.",
            en="GP trainees who work in the practice according to the lists of the GP circles.",
        ),
        unit=Text(nl="HAIO's per praktijk", en="GP trainees per practice"),
        number=Number.COUNT,
        subject=Subject.PRACTICE,
        source=Source.CONTACTS,
        article23="2°d",
        frame=PRACTICES,
        kind=Kind.MAGNITUDE,
        answer="CASE WHEN answered THEN trainee_count END",
        measures=(Measure.MEAN,),
        levels=VKE,
        disclosure=Disclosure.PROTECTED,
        caveats=(
            Text(
                nl="Alleen praktijken die de vragenlijst beantwoordden.",
                en="Only practices that answered the questionnaire.",
            ),
        ),
    ),
    practice_question(
        "P14",
        label=Text(nl="Aanwezige disciplines", en="Disciplines present"),
        question=Text(
            nl="Welke andere zorgverleners werken in de praktijk?",
            en="Which other professionals work in the practice?",
        ),
        definition=Text(
            nl="Aandeel van de praktijken waar deze discipline aanwezig is, van alle praktijken die deze pagina van de vragenlijst invulden.",
            en="Share of practices where this discipline is present, among all practices that filled in this page of the questionnaire.",
        ),
        article23="2°d",
        several=True,
        answer="disciplines",
        options=(
            option("verpleegkundige", "Verpleegkundige", "Nurse"),
            option("kinesitherapeut", "Kinesitherapeut", "Physiotherapist"),
            option("psycholoog", "Psycholoog", "Psychologist"),
            option("dietist", "Diëtist", "Dietitian"),
            option("maatschappelijk_werker", "Maatschappelijk werker", "Social worker"),
            option("vroedvrouw", "Vroedvrouw", "Midwife"),
            option("podoloog", "Podoloog", "Podiatrist"),
            option("andere", "Andere", "Other"),
            option("geen", "Geen van deze", "None of these"),
        ),
        levels=VKEG,
        disclosure=Disclosure.PUBLIC,
    ),
    _staff(
        "P15",
        label=Text(nl="Praktijkverpleegkundigen per praktijk", en="Practice nurses per practice"),
        question=Text(nl="Hoeveel verpleegkundigen steunen een praktijk?", en="How many nurses support a practice?"),
        definition=Text(
            nl="Opgegeven voltijdse equivalenten (VTE) van praktijkverpleegkundigen.",
            en="Reported full-time equivalents (FTE) of practice nurses.",
        ),
        answer="nurse_fte",
        unit=_FTE_PER_PRACTICE,
    ),
    _staff(
        "P16",
        label=Text(nl="Onthaal en administratie per praktijk", en="Reception staff per practice"),
        question=Text(
            nl="Hoeveel medewerkers voor onthaal en administratie heeft een praktijk?",
            en="How much reception and administrative staff does a practice have?",
        ),
        definition=Text(
            nl="Opgegeven voltijdse equivalenten (VTE) voor onthaal en administratie.",
            en="Reported full-time equivalents (FTE) for reception and administration.",
        ),
        answer="reception_fte",
        unit=_FTE_PER_PRACTICE,
    ),
    practice_question(
        "P21",
        label=Text(nl="Vacature voor een huisarts", en="Open vacancy for a GP"),
        question=Text(nl="Zoeken praktijken een extra huisarts?", en="Are practices looking for another GP?"),
        definition=Text(
            nl="Aandeel van de praktijken met een open vacature voor een huisarts.",
            en="Share of practices with an open vacancy for a GP.",
        ),
        article23="2°i",
        answer="vacancy_gp",
        levels=VKE,
        disclosure=Disclosure.PROTECTED,
    ),
    practice_question(
        "P22",
        label=Text(nl="Uitbreiding gepland", en="Expansion planned"),
        question=Text(
            nl="Wil de praktijk binnen 24 maanden uitbreiden?",
            en="Does the practice plan to expand within 24 months?",
        ),
        definition=Text(
            nl="Aandeel van de praktijken dat zegt binnen 24 maanden een uitbreiding van de capaciteit te plannen.",
            en="Share of practices that say they plan more capacity within 24 months.",
        ),
        article23="2°i",
        answer="expansion_planned",
        levels=VKEG,
        disclosure=Disclosure.PROTECTED,
        caveats=(PLANS,),
        reading=Reading.HIGHER_BETTER,
    ),
    practice_question(
        "P23",
        label=Text(nl="Belemmeringen voor uitbreiding", en="Obstacles to expansion"),
        question=Text(nl="Wat houdt een uitbreiding tegen?", en="What stands in the way of expansion?"),
        definition=Text(
            nl="Aandeel van de praktijken dat deze belemmering noemt, van alle praktijken die deze pagina van de vragenlijst invulden.",
            en="Share of practices that name this obstacle, among all practices that filled in this page of the questionnaire.",
        ),
        article23="2°i",
        several=True,
        answer="expansion_obstacles",
        options=(
            option("ruimte", "Te weinig ruimte", "Lack of space"),
            option("personeel", "Te weinig personeel", "Lack of staff"),
            option("financieel", "Financiële redenen", "Financial reasons"),
            option("administratie", "Te veel administratie", "Too much administration"),
            option("geen_kandidaten", "Geen kandidaten", "No candidates"),
            option("andere", "Andere", "Other"),
            option("geen", "Geen van deze", "None of these"),
        ),
        levels=VKE,
        disclosure=Disclosure.PROTECTED,
    ),
    practice_question(
        "P24",
        label=Text(nl="Vervanging bij afwezigheid", en="Cover during absence"),
        question=Text(nl="Is er vervanging als een arts afwezig is?", en="Is there cover when a doctor is absent?"),
        definition=Text(
            nl="Aandeel van de praktijken dat vervanging heeft geregeld bij vakantie of ziekte.",
            en="Share of practices that have arranged cover for holidays or illness.",
        ),
        article23="2°h",
        answer="absence_cover",
        levels=VKE,
        disclosure=Disclosure.PROTECTED,
        reading=Reading.HIGHER_BETTER,
    ),
    practice_question(
        "P25",
        label=Text(nl="Stopzetting zonder opvolging", en="Closing without successor"),
        question=Text(
            nl="Verwachten praktijken binnen vijf jaar te sluiten zonder opvolger?",
            en="Do practices expect to close within five years without a successor?",
        ),
        definition=Text(
            nl="Aandeel van de praktijken dat zegt binnen vijf jaar te stoppen zonder opvolger.",
            en="Share of practices that say they will close within five years without a successor.",
        ),
        article23="2°h",
        answer="closing_without_successor",
        levels=VKE,
        disclosure=Disclosure.SENSITIVE,
        caveats=(PLANS,),
        reading=Reading.HIGHER_WORSE,
    ),
)
