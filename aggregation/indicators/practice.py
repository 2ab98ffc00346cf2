"""Indicators about practices (P01-P25)."""

from aggregation.indicators.frames import GPS_WITH_VALUE, PRACTICES
from aggregation.indicators.model import Indicator, Kind, PracticeMap, Reading, Source, Subject
from aggregation.indicators.shared import (
    SHARE_OF_PRACTICES,
    TWO_YEARS,
    VKEG,
    WORKING_DEFINITION,
    YES_NO,
    option,
)
from data.terms import Disclosure, Measure, Text

ENTRIES = (
    Indicator(
        id="P01",
        label=Text(nl="Patiëntenstop", en="Patient stop"),
        question=Text(
            nl="Nemen praktijken nog nieuwe patiënten aan?", en="Do practices still take new patients?"
        ),
        definition=Text(
            nl="Aandeel van de praktijken zonder patiëntenstop, met een gedeeltelijke of met een volledige patiëntenstop.",
            en="Share of practices with no, a partial or a full stop on new patients.",
        ),
        unit=SHARE_OF_PRACTICES,
        subject=Subject.PRACTICE,
        source=Source.SURVEY,
        article23="2°g",
        frame=PRACTICES,
        kind=Kind.SINGLE,
        answer="patient_stop",
        options=(
            option("geen", "Geen patiëntenstop", "No stop"),
            option("gedeeltelijk", "Gedeeltelijke stop", "Partial stop"),
            option("volledig", "Volledige stop", "Full stop"),
        ),
        headline=("gedeeltelijk", "volledig"),
        headline_label=Text(nl="Gedeeltelijke of volledige stop", en="Partial or full stop"),
        levels=VKEG,
        disclosure=Disclosure.PUBLIC,
        practice_map=PracticeMap.YES,
        reading=Reading.HIGHER_WORSE,
        caveats=(WORKING_DEFINITION,),
    ),
    Indicator(
        id="P04",
        label=Text(
            nl="Wachttijd voor een niet-dringende afspraak", en="Waiting time for a non-urgent appointment"
        ),
        question=Text(
            nl="Hoe lang wacht een patiënt op een gewone afspraak?",
            en="How long does a patient wait for a routine appointment?",
        ),
        definition=Text(
            nl="Aantal werkdagen tot de eerste vrije niet-dringende afspraak. Kwartielen zijn het gemiddelde van minstens drie naburige praktijken.",
            en="Working days until the first free non-urgent appointment. Quantiles are the mean of at least three neighbouring practices.",
        ),
        unit=Text(nl="werkdagen", en="working days"),
        subject=Subject.PRACTICE,
        source=Source.SURVEY,
        article23="2°f",
        frame=PRACTICES,
        kind=Kind.MAGNITUDE,
        answer="waiting_days",
        measures=(Measure.MEDIAN, Measure.MEAN, Measure.P25, Measure.P75),
        levels=VKEG,
        disclosure=Disclosure.PROTECTED,
        practice_map=PracticeMap.CLASS,
        map_class="CASE WHEN waiting_days <= 1 THEN '0-1' WHEN waiting_days <= 3 THEN '2-3' WHEN waiting_days <= 7 THEN '4-7' ELSE '8-' END",
        reading=Reading.HIGHER_WORSE,
        caveats=(WORKING_DEFINITION,),
    ),
    Indicator(
        id="P11",
        label=Text(nl="Vergoedingssysteem", en="Payment system"),
        question=Text(nl="Hoe worden huisartsen vergoed?", en="How are GPs paid?"),
        definition=Text(
            nl="Aandeel van de huisartsen dat per prestatie, forfaitair of gemengd vergoed wordt. De gegevens van IMA vervangen het eigen antwoord.",
            en="Share of GPs paid per service, by capitation or mixed. IMA data replace the own answer.",
        ),
        unit=Text(nl="% van de huisartsen", en="% of GPs"),
        subject=Subject.PRACTICE,
        source=Source.IMA,
        article23="2°c",
        frame=GPS_WITH_VALUE,
        kind=Kind.SINGLE,
        answer="payment_system",
        options=(
            option("prestatie", "Per prestatie", "Fee for service"),
            option("forfait", "Forfaitair", "Capitation"),
            option("gemengd", "Gemengd of onduidelijk", "Mixed or unclear"),
        ),
        headline=("forfait", "gemengd"),
        headline_label=Text(nl="Forfaitair of gemengd", en="Capitation or mixed"),
        levels=VKEG,
        disclosure=Disclosure.PROTECTED,
        mixed_years=True,
        caveats=(
            TWO_YEARS,
            Text(
                nl="Een New Deal-praktijk is in deze gegevens niet te herkennen.",
                en="A New Deal practice cannot be recognised from these data.",
            ),
        ),
    ),
    Indicator(
        id="P14",
        label=Text(nl="Aanwezige disciplines", en="Disciplines present"),
        question=Text(
            nl="Welke andere zorgverleners werken in de praktijk?",
            en="Which other professionals work in the practice?",
        ),
        definition=Text(
            nl="Aandeel van de praktijken waar deze discipline aanwezig is, van de praktijken die minstens één discipline opgaven.",
            en="Share of practices where this discipline is present, among practices that named at least one.",
        ),
        unit=SHARE_OF_PRACTICES,
        subject=Subject.PRACTICE,
        source=Source.SURVEY,
        article23="2°d",
        frame=PRACTICES,
        kind=Kind.MULTIPLE,
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
        ),
        levels=VKEG,
        disclosure=Disclosure.PUBLIC,
        practice_map=PracticeMap.YES,
        caveats=(
            WORKING_DEFINITION,
            Text(
                nl="Een leeg antwoord telt als niet beantwoord, ook als er geen andere discipline is.",
                en="An empty answer counts as not answered, also where no other discipline is present.",
            ),
        ),
    ),
    Indicator(
        id="P22",
        label=Text(nl="Uitbreiding gepland", en="Expansion planned"),
        question=Text(
            nl="Wil de praktijk binnen 24 maanden uitbreiden?",
            en="Does the practice plan to expand within 24 months?",
        ),
        definition=Text(
            nl="Aandeel van de praktijken dat binnen 24 maanden een uitbreiding van de capaciteit plant.",
            en="Share of practices planning more capacity within 24 months.",
        ),
        unit=SHARE_OF_PRACTICES,
        subject=Subject.PRACTICE,
        source=Source.SURVEY,
        article23="2°i",
        frame=PRACTICES,
        kind=Kind.SINGLE,
        answer="expansion_planned",
        options=YES_NO,
        headline=("ja",),
        levels=VKEG,
        disclosure=Disclosure.PROTECTED,
        reading=Reading.HIGHER_BETTER,
        caveats=(WORKING_DEFINITION,),
    ),
)
