"""Indicators about access to practices (P01-P09)."""

from aggregation.indicators.frames import PRACTICES
from aggregation.indicators.model import Indicator, Kind, Number, PracticeMap, Reading, Source, Subject
from aggregation.indicators.practice_question import practice_question
from aggregation.indicators.shared import VKEG, WORKING_DEFINITION, option
from data.terms import Disclosure, Measure, Text

ENTRIES = (
    practice_question(
        "P01",
        label=Text(nl="Patiëntenstop", en="Patient stop"),
        question=Text(nl="Nemen praktijken nog nieuwe patiënten aan?", en="Do practices still take new patients?"),
        definition=Text(
            nl="Aandeel van de praktijken zonder patiëntenstop, met een gedeeltelijke of met een volledige patiëntenstop.",
            en="Share of practices with no, a partial or a full stop on new patients.",
        ),
        article23="2°g",
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
        reading=Reading.HIGHER_WORSE,
    ),
    practice_question(
        "P02",
        label=Text(nl="Voorwaarden voor nieuwe patiënten", en="Conditions for new patients"),
        question=Text(
            nl="Welke voorwaarden stellen praktijken aan nieuwe patiënten?",
            en="Which conditions do practices set for new patients?",
        ),
        definition=Text(
            nl="Aandeel van de praktijken dat deze voorwaarde stelt. Een praktijk kan meer dan één voorwaarde noemen.",
            en="Share of practices that set this condition. A practice can name more than one.",
        ),
        article23="2°g",
        several=True,
        answer="new_patient_conditions",
        options=(
            option("woonplaats", "Woont in het werkgebied", "Lives in the catchment area"),
            option("familie", "Familie van een patiënt", "Relative of a patient"),
            option("doorverwijzing", "Doorverwezen", "Referred"),
            option("wachtlijst", "Via een wachtlijst", "Through a waiting list"),
            option("andere", "Andere voorwaarde", "Other condition"),
            option("geen", "Geen voorwaarden", "No conditions"),
        ),
        levels=VKEG,
        disclosure=Disclosure.PUBLIC,
    ),
    practice_question(
        "P03",
        label=Text(nl="Afgebakend werkgebied", en="Restricted catchment area"),
        question=Text(
            nl="Werken praktijken met een afgebakend werkgebied?", en="Do practices work within a restricted area?"
        ),
        definition=Text(
            nl="Aandeel van de praktijken dat alleen patiënten uit een afgebakend gebied inschrijft.",
            en="Share of practices that only register patients from a restricted area.",
        ),
        answer="catchment_restricted",
        article23="2°e",
        levels=VKEG,
        disclosure=Disclosure.PUBLIC,
    ),
    Indicator(
        id="P04",
        label=Text(nl="Wachttijd voor een niet-dringende afspraak", en="Waiting time for a non-urgent appointment"),
        question=Text(
            nl="Hoe lang wacht een patiënt op een gewone afspraak?",
            en="How long does a patient wait for a routine appointment?",
        ),
        definition=Text(
            nl="Aantal werkdagen tot de eerste vrije niet-dringende afspraak. Kwartielen zijn het gemiddelde van minstens drie naburige praktijken.",
            en="Working days until the first free non-urgent appointment. Quantiles are the mean of at least three neighbouring practices.",
        ),
        unit=Text(nl="werkdagen", en="working days"),
        number=Number.DAYS,
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
    practice_question(
        "P05",
        label=Text(nl="Dringende vraag dezelfde dag", en="Urgent question seen the same day"),
        question=Text(
            nl="Kan een patiënt met een dringende vraag dezelfde dag terecht?",
            en="Is a patient with an urgent question seen the same day?",
        ),
        definition=Text(
            nl="Aandeel van de praktijken waar een dringende vraag dezelfde dag een afspraak krijgt.",
            en="Share of practices where an urgent question gets an appointment the same day.",
        ),
        answer="urgent_same_day",
        article23="2°h",
        levels=VKEG,
        disclosure=Disclosure.PUBLIC,
        reading=Reading.HIGHER_BETTER,
    ),
    practice_question(
        "P06",
        label=Text(nl="Huisbezoeken aangeboden", en="Home visits offered"),
        question=Text(nl="Doen praktijken huisbezoeken?", en="Do practices make home visits?"),
        definition=Text(
            nl="Aandeel van de praktijken dat huisbezoeken aanbiedt.", en="Share of practices that offer home visits."
        ),
        answer="home_visits",
        article23="2°d",
        levels=VKEG,
        disclosure=Disclosure.PUBLIC,
        reading=Reading.HIGHER_BETTER,
    ),
    practice_question(
        "P07",
        label=Text(nl="Raadpleging op afstand aangeboden", en="Remote consultation offered"),
        question=Text(
            nl="Kan een patiënt de arts telefonisch of digitaal raadplegen?",
            en="Can a patient consult the doctor by telephone or video?",
        ),
        definition=Text(
            nl="Aandeel van de praktijken dat telefonische of digitale raadplegingen aanbiedt.",
            en="Share of practices that offer consultations by telephone or video.",
        ),
        answer="remote_consultation",
        article23="2°d",
        levels=VKEG,
        disclosure=Disclosure.PUBLIC,
        reading=Reading.HIGHER_BETTER,
    ),
    practice_question(
        "P08",
        label=Text(nl="Vrije raadpleging", en="Walk-in hours"),
        question=Text(
            nl="Kan een patiënt zonder afspraak langskomen?", en="Can a patient come without an appointment?"
        ),
        definition=Text(
            nl="Aandeel van de praktijken met raadpleging zonder afspraak.",
            en="Share of practices with consultation hours without appointment.",
        ),
        answer="walk_in",
        article23="2°d",
        levels=VKEG,
        disclosure=Disclosure.PUBLIC,
    ),
    practice_question(
        "P09",
        label=Text(nl="Avondraadpleging", en="Evening surgery"),
        question=Text(
            nl="Kan een patiënt na 18 uur op raadpleging?", en="Can a patient come to the surgery after 6 pm?"
        ),
        definition=Text(
            nl="Aandeel van de praktijken met raadpleging na 18 uur.",
            en="Share of practices with consultation hours after 6 pm.",
        ),
        answer="evening_surgery",
        article23="2°d",
        levels=VKEG,
        disclosure=Disclosure.PUBLIC,
        reading=Reading.HIGHER_BETTER,
    ),
)
