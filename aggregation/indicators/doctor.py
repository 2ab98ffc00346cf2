"""Indicators about doctors' own work and well-being (A01-A11)."""

from dataclasses import replace

from aggregation.indicators.doctor_question import answered, doctor_question, hours_question, scale, trainee_twin
from aggregation.indicators.frames import GPS_WITH_HOURS, LISTED
from aggregation.indicators.model import Indicator, Kind, Number, Reading, Source, Subject
from aggregation.indicators.shared import (
    AVERAGE_MINUTES,
    MEDICAL_HOUSES,
    PLANS,
    SHARE_OF_DOCTORS,
    TWO_YEARS,
    VKEG,
    WORKING_DEFINITION,
    option,
)
from data.terms import Disclosure, Level, Measure, Text

AGE_BAND = (
    "CASE WHEN age < 35 THEN '-34' WHEN age < 45 THEN '35-44' WHEN age < 55 THEN '45-54' WHEN age < 65 THEN '55-64' "
    "WHEN age >= 65 THEN '65-' END"
)
AGE_BANDS = (
    option("-34", "Jonger dan 35 jaar", "Under 35"),
    option("35-44", "35-44 jaar", "35-44"),
    option("45-54", "45-54 jaar", "45-54"),
    option("55-64", "55-64 jaar", "55-64"),
    option("65-", "65 jaar en ouder", "65 and over"),
)

_GPS = (
    hours_question(
        "A01",
        label=Text(nl="Werkuren per week", en="Working hours per week"),
        question=Text(
            nl="Hoeveel uur werken huisartsen per week?",
            en="How many hours do GPs work per week?",
        ),
        definition=Text(
            nl="Opgegeven werkuren in een gewone week, wachtdienst niet meegerekend.",
            en="Reported hours in an ordinary week, duty excluded.",
        ),
        unit=Text(nl="uur per week", en="hours per week"),
        answer="hours_week",
        disclosure=Disclosure.PROTECTED,
    ),
    hours_question(
        "A02",
        label=Text(nl="Uren wachtdienst per maand", en="Duty hours per month"),
        question=Text(
            nl="Hoeveel uur wachtdienst doen huisartsen per maand?",
            en="How many hours of duty do GPs do per month?",
        ),
        definition=Text(
            nl="Opgegeven uren wachtdienst in een gewone maand.",
            en="Reported out-of-hours duty in an ordinary month.",
        ),
        unit=Text(nl="uur per maand", en="hours per month"),
        answer="duty_hours_month",
        disclosure=Disclosure.SENSITIVE,
    ),
    hours_question(
        "A03",
        label=Text(nl="Gewenste werkuren per week", en="Desired working hours per week"),
        question=Text(
            nl="Hoeveel uur per week willen huisartsen werken?", en="How many hours a week do GPs want to work?"
        ),
        definition=Text(
            nl="Aantal uur per week dat iemand zou willen werken, wachtdienst niet meegerekend.",
            en="Hours a week somebody would like to work, duty excluded.",
        ),
        unit=Text(nl="uur per week", en="hours per week"),
        answer="desired_hours_week",
        disclosure=Disclosure.PROTECTED,
    ),
    Indicator(
        id="A04",
        label=Text(nl="Aandeel niet-patiëntgebonden tijd (rekenmodel)", en="Share of non-contact time (model)"),
        question=Text(
            nl="Welk deel van de werktijd blijft over na de geraamde patiëntcontacten?",
            en="What part of the working time is left after the estimated patient contacts?",
        ),
        definition=Text(
            nl="Een rekenmodel: 100 % min de som van de geraamde contacturen (M10) gedeeld door de som van werkuren en wachtdienst, over huisartsen die in beide jaren huisarts waren. Drie reeksen minuten per contact geven het midden en de grenzen; vergelijk er geen gebieden mee.",
            en="A model: 100% minus the sum of the estimated contact hours (M10) divided by the sum of working and duty hours, over GPs who were GPs in both years. Three sets of minutes per contact give the middle and the ends; not for comparing areas.",
        ),
        unit=Text(nl="% van de werktijd", en="% of working time"),
        number=Number.SHARE,
        subject=Subject.INDIVIDUAL,
        source=Source.DERIVED,
        article23="5°",
        frame=GPS_WITH_HOURS,
        kind=Kind.RATE,
        answer="CASE WHEN contact_hours IS NOT NULL AND hours_worked > 0 THEN hours_worked END",
        measures=(Measure.RATE, Measure.LOW, Measure.HIGH),
        ends=(
            Text(nl="Met de meeste minuten per contact", en="With the most minutes per contact"),
            Text(nl="Met de minste minuten per contact", en="With the fewest minutes per contact"),
        ),
        levels=(Level.VLAANDEREN,),
        disclosure=Disclosure.PROTECTED,
        mixed_years=True,
        estimated=True,
        version=2,
        caveats=(
            TWO_YEARS,
            AVERAGE_MINUTES,
            MEDICAL_HOUSES,
            Text(
                nl="Wat overblijft is niet gemeten en niet alleen administratie: ook overleg, navorming, verplaatsing en contacten die niet aangerekend zijn, zitten erin.",
                en="What is left is not measured and not administration alone: consultation with others, training, travel and contacts that are not billed are in it too.",
            ),
        ),
    ),
    doctor_question(
        "A05",
        label=Text(nl="Ervaren werkdruk", en="Perceived workload"),
        question=Text(nl="Hoe zwaar vinden huisartsen hun werkdruk?", en="How heavy do GPs find their workload?"),
        definition=Text(
            nl="Ervaren werkdruk op een schaal van 1 tot 5.",
            en="Perceived workload on a scale from 1 to 5.",
        ),
        answer=answered("pressure"),
        options=scale(
            ("Zeer laag", "Very low"),
            ("Laag", "Low"),
            ("Matig", "Moderate"),
            ("Hoog", "High"),
            ("Zeer hoog", "Very high"),
        ),
        headline=("4", "5"),
        headline_label=Text(nl="Hoge of zeer hoge werkdruk", en="High or very high workload"),
        reading=Reading.HIGHER_WORSE,
    ),
    doctor_question(
        "A06",
        label=Text(nl="Uitputting", en="Exhaustion"),
        question=Text(
            nl="Hoe vaak voelen huisartsen zich uitgeput door het werk?",
            en="How often do GPs feel exhausted by work?",
        ),
        definition=Text(
            nl="Hoe vaak iemand zich uitgeput voelt, op een schaal van 1 tot 5.",
            en="How often somebody feels exhausted, on a scale from 1 to 5.",
        ),
        answer=answered("exhaustion"),
        options=scale(
            ("Nooit", "Never"),
            ("Zelden", "Rarely"),
            ("Soms", "Sometimes"),
            ("Vaak", "Often"),
            ("Altijd", "Always"),
        ),
        headline=("4", "5"),
        headline_label=Text(nl="Vaak of altijd uitgeput", en="Often or always exhausted"),
        reading=Reading.HIGHER_WORSE,
    ),
    doctor_question(
        "A07",
        label=Text(nl="Tevredenheid met het werk", en="Job satisfaction"),
        question=Text(nl="Hoe tevreden zijn huisartsen met hun werk?", en="How satisfied are GPs with their work?"),
        definition=Text(
            nl="Hoe tevreden iemand met het werk is, op een schaal van 1 tot 5.",
            en="How satisfied somebody is with the work, on a scale from 1 to 5.",
        ),
        answer=answered("satisfaction"),
        options=scale(
            ("Zeer ontevreden", "Very dissatisfied"),
            ("Ontevreden", "Dissatisfied"),
            ("Neutraal", "Neutral"),
            ("Tevreden", "Satisfied"),
            ("Zeer tevreden", "Very satisfied"),
        ),
        headline=("4", "5"),
        headline_label=Text(nl="Tevreden of zeer tevreden", en="Satisfied or very satisfied"),
        reading=Reading.HIGHER_BETTER,
    ),
    doctor_question(
        "A08",
        label=Text(nl="Plannen voor de komende vijf jaar", en="Plans for the next five years"),
        question=Text(nl="Willen huisartsen blijven, minderen of stoppen?", en="Do GPs want to stay, reduce or stop?"),
        definition=Text(
            nl="Wat iemand de komende vijf jaar met zijn werk als huisarts wil doen.",
            en="What somebody wants to do with the work as a GP in the next five years.",
        ),
        answer="career_5y",
        options=(
            option("blijven", "Wil blijven", "Wants to stay"),
            option("verminderen", "Wil verminderen", "Wants to reduce"),
            option("stoppen", "Wil stoppen", "Wants to stop"),
            option("weet_niet", "Weet het niet", "Do not know"),
        ),
        headline=("verminderen", "stoppen"),
        headline_label=Text(nl="Wil verminderen of stoppen", en="Wants to reduce or stop"),
        reading=Reading.HIGHER_WORSE,
        caveats=(PLANS, WORKING_DEFINITION),
    ),
    doctor_question(
        "A09",
        label=Text(nl="Statuut", en="Employment status"),
        question=Text(
            nl="Werken huisartsen als zelfstandige of in loondienst?",
            en="Do GPs work self-employed or salaried?",
        ),
        definition=Text(nl="Statuut waarin iemand als arts werkt.", en="Status in which somebody works as a doctor."),
        article23="4°",
        answer="status",
        options=(
            option("zelfstandig", "Zelfstandig", "Self-employed"),
            option("loontrekkend", "Loontrekkend", "Salaried"),
            option("gemengd", "Gemengd", "Mixed"),
        ),
        headline=("loontrekkend", "gemengd"),
        headline_label=Text(nl="Loontrekkend of gemengd", en="Salaried or mixed"),
        disclosure=Disclosure.PROTECTED,
    ),
    doctor_question(
        "A10",
        label=Text(nl="Leeftijd van de huisartsen", en="Age of GPs"),
        question=Text(nl="Hoe oud zijn de huisartsen die antwoordden?", en="How old are the GPs who answered?"),
        definition=Text(
            nl="Leeftijd in het jaar van de vragenlijst, uit het geboortejaar dat erkende huisartsen daarin opgaven.",
            en="Age in the survey year, from the year of birth that recognised GPs gave in it.",
        ),
        article23="3°",
        answer=AGE_BAND,
        options=AGE_BANDS,
        headline=("55-64", "65-"),
        headline_label=Text(nl="55 jaar en ouder", en="55 and over"),
        disclosure=Disclosure.PROTECTED,
        caveats=(
            Text(
                nl="Van wie niet antwoordde, kennen we de leeftijd niet. Oudere en jongere artsen antwoorden niet even vaak, dus de lijst als geheel kan ouder of jonger zijn.",
                en="Of those who did not answer we do not know the age. Older and younger doctors do not answer equally often, so the list as a whole may be older or younger.",
            ),
        ),
    ),
    Indicator(
        id="A11",
        label=Text(nl="Huisartsen en HAIO's", en="GPs and trainees"),
        question=Text(
            nl="Hoeveel huisartsen en huisartsen in opleiding zijn er?",
            en="How many GPs and GP trainees are there?",
        ),
        definition=Text(
            nl="Iedereen op de lijsten van de huisartsenkringen, naar beroepsgroep, geteld bij de hoofdpraktijk.",
            en="Everybody on the lists of the GP circles, by group, counted at the main practice.",
        ),
        unit=SHARE_OF_DOCTORS,
        number=Number.SHARE,
        subject=Subject.INDIVIDUAL,
        source=Source.CONTACTS,
        article23="4°",
        frame=LISTED,
        kind=Kind.SINGLE,
        answer="role",
        options=(
            option("huisarts", "Erkend huisarts", "Recognised GP"),
            option("haio", "Huisarts in opleiding (HAIO)", "GP trainee"),
        ),
        headline=("haio",),
        levels=VKEG,
        disclosure=Disclosure.PUBLIC,
    ),
)


def _by_age(
    indicator_id: str, of: Indicator, *, label: Text, answer: str, measure: Measure, unit: Text, number: Number
) -> Indicator:
    """Enter a number of GPs per age band, for Flanders only."""
    return replace(
        of,
        id=indicator_id,
        label=label,
        kind=Kind.MAGNITUDE,
        answer=f"CASE WHEN age IS NOT NULL THEN {answer} END",
        unit=unit,
        number=number,
        classes=AGE_BAND,
        asks=None,
        by_class=True,
        options=AGE_BANDS,
        headline=(),
        headline_label=None,
        measures=(measure,),
        levels=(Level.VLAANDEREN,),
    )


_BY_ID = {entry.id: entry for entry in _GPS}
_OWN_STATUS = Text(
    nl="HAIO's hebben een eigen (sui generis) statuut, dat geen van de drie antwoorden is: dit is welk antwoord zij het dichtst vonden liggen.",
    en="GP trainees have a status of their own (sui generis), which is none of the three answers: this is which answer they found nearest.",
)
_TWINS = tuple(
    trainee_twin(entry, *((_OWN_STATUS,) if entry.id == "A09" else ()))
    for entry in _GPS
    if entry.id not in ("A04", "A11")
)
_BY_AGE = (
    _by_age(
        "A01L",
        _BY_ID["A01"],
        label=Text(nl="Werkuren per week naar leeftijd", en="Working hours per week by age"),
        answer="hours_week",
        measure=Measure.MEAN,
        unit=_BY_ID["A01"].unit,
        number=Number.HOURS,
    ),
    _by_age(
        "A03L",
        _BY_ID["A03"],
        label=Text(nl="Gewenste werkuren per week naar leeftijd", en="Desired working hours per week by age"),
        answer="desired_hours_week",
        measure=Measure.MEAN,
        unit=_BY_ID["A03"].unit,
        number=Number.HOURS,
    ),
    _by_age(
        "A08L",
        _BY_ID["A08"],
        label=Text(nl="Plannen om te stoppen naar leeftijd", en="Plans to stop by age"),
        answer="CASE WHEN career_5y = 'stoppen' THEN 100.0 WHEN career_5y IS NOT NULL THEN 0.0 END",
        measure=Measure.MEAN,
        unit=_BY_ID["A08"].unit,
        number=Number.SHARE,
    ),
)
ENTRIES = (*_GPS, *_TWINS, *_BY_AGE)
