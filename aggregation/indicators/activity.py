"""Indicators about the work done (M01-M10), from IMA where IMA has a value, else from the survey."""

from dataclasses import replace

from aggregation.indicators.frames import GPS_WITH_IMA, GPS_WITH_VALUE
from aggregation.indicators.model import Frame, Indicator, Kind, Number, Source, Subject
from aggregation.indicators.shared import (
    AVERAGE_MINUTES,
    MEDICAL_HOUSES,
    NO_LOT,
    PER_GP,
    STATUS_CHANGED,
    TWO_YEARS,
    VKE,
    VKEG,
)
from aggregation.indicators.worked import worked
from data.terms import Disclosure, Level, Measure, Text

_SPREAD = (Measure.MEDIAN, Measure.MEAN, Measure.P25, Measure.P75)
_MEAN_FIRST = (Measure.MEAN, Measure.MEDIAN, Measure.P25, Measure.P75)
_CAVEATS = (TWO_YEARS, STATUS_CHANGED, MEDICAL_HOUSES, NO_LOT)
_DIGITAL_BREAK = Text(
    nl="De codes voor contact op afstand veranderden in augustus 2022 en februari 2025.",
    en="The billing codes for remote contacts changed in August 2022 and February 2025.",
)
_ONLY_IMA = (
    Text(
        nl="Alleen IMA kent dit cijfer, van twee jaar voor de vragenlijst; wie geen contacten bij IMA heeft, telt niet mee.",
        en="Only IMA knows this figure, of two years before the survey; whoever has no contacts at IMA is not counted.",
    ),
    NO_LOT,
)


def _activity(
    indicator_id: str,
    *,
    label: Text,
    question: Text,
    definition: Text,
    answer: str,
    unit: Text = PER_GP,
    number: Number = Number.COUNT,
    measures: tuple[Measure, ...] = _MEAN_FIRST,
    levels: tuple[Level, ...] = VKE,
    caveats: tuple[Text, ...] = _CAVEATS,
    frame: Frame = GPS_WITH_VALUE,
    source: Source = Source.IMA,
) -> Indicator:
    return Indicator(
        id=indicator_id,
        label=label,
        question=question,
        definition=definition,
        unit=unit,
        number=number,
        subject=Subject.INDIVIDUAL,
        source=source,
        article23="5°",
        frame=frame,
        kind=Kind.MAGNITUDE,
        answer=answer,
        measures=measures,
        levels=levels,
        disclosure=Disclosure.PROTECTED,
        mixed_years=True,
        version=2,
        caveats=caveats,
    )


def _share_of_contacts(
    indicator_id: str, *, label: Text, question: Text, definition: Text, answer: str, caveats: tuple[Text, ...]
) -> Indicator:
    """Enter a part of the contacts of all GPs of an area: a ratio of two sums."""
    return replace(
        _activity(
            indicator_id,
            label=label,
            question=question,
            definition=definition,
            answer=answer,
            unit=Text(nl="% van de contacten", en="% of contacts"),
            number=Number.SHARE,
            measures=(Measure.RATE,),
            levels=VKEG,
            caveats=caveats,
        ),
        kind=Kind.RATE,
        states=f"CASE WHEN role = 'huisarts' THEN {answer} END",
        over="contacts_total",
    )


ENTRIES = (
    _activity(
        "M01",
        label=Text(nl="Globale medische dossiers per huisarts", en="Global medical files per GP"),
        question=Text(
            nl="Hoeveel vaste patiënten heeft een huisarts?",
            en="How many registered patients does a GP have?",
        ),
        definition=Text(
            nl="Aantal patiënten voor wie de huisarts het globaal medisch dossier (GMD) beheert.",
            en="Patients for whom the GP holds the global medical file (GMD).",
        ),
        answer="gmd_count",
        measures=_SPREAD,
        caveats=(TWO_YEARS, STATUS_CHANGED, NO_LOT),
    ),
    _activity(
        "M02",
        label=Text(nl="Raadplegingen per huisarts", en="Consultations per GP"),
        question=Text(
            nl="Hoeveel raadplegingen doet een huisarts per jaar?",
            en="How many consultations does a GP hold per year?",
        ),
        definition=Text(
            nl="Raadplegingen in de praktijk in het jaar van IMA.",
            en="Consultations in the surgery in the IMA year.",
        ),
        answer="consultations",
    ),
    _activity(
        "M03",
        label=Text(nl="Individuele huisbezoeken per huisarts", en="Individual home visits per GP"),
        question=Text(
            nl="Hoe vaak gaat een huisarts bij één patiënt thuis langs?",
            en="How often does a GP visit one patient at home?",
        ),
        definition=Text(
            nl="Huisbezoeken aan één patiënt in het jaar van IMA, overdag.",
            en="Home visits to one patient in the IMA year, in the daytime.",
        ),
        answer="CASE WHEN contacts_ima IS NOT NULL AND NOT in_house THEN individual_visits END",
        frame=GPS_WITH_IMA,
        source=Source.IMA_ALONE,
        caveats=_ONLY_IMA,
    ),
    _activity(
        "M04",
        label=Text(nl="Avondbezoeken per huisarts", en="Evening visits per GP"),
        question=Text(
            nl="Hoe vaak gaat een huisarts 's avonds op huisbezoek?",
            en="How often does a GP make home visits in the evening?",
        ),
        definition=Text(
            nl="Huisbezoeken tussen 18 en 21 uur in het jaar van IMA.",
            en="Home visits between 6 and 9 pm in the IMA year.",
        ),
        answer="CASE WHEN contacts_ima IS NOT NULL AND NOT in_house THEN evening_visits END",
        frame=GPS_WITH_IMA,
        source=Source.IMA_ALONE,
        caveats=_ONLY_IMA,
    ),
    _activity(
        "M05",
        label=Text(nl="Bezoeken in een instelling per huisarts", en="Visits in institutions per GP"),
        question=Text(
            nl="Hoe vaak bezoekt een huisarts patiënten in een instelling?",
            en="How often does a GP visit patients in an institution?",
        ),
        definition=Text(
            nl="Bezoeken in een instelling of aan meer patiënten op één rit, in het jaar van IMA.",
            en="Visits in an institution or to several patients on one trip, in the IMA year.",
        ),
        answer="CASE WHEN contacts_ima IS NOT NULL AND NOT in_house THEN institution_visits END",
        frame=GPS_WITH_IMA,
        source=Source.IMA_ALONE,
        caveats=_ONLY_IMA,
    ),
    _activity(
        "M06",
        label=Text(nl="Adviezen per huisarts", en="Advice per GP"),
        question=Text(
            nl="Hoe vaak geeft een huisarts advies zonder onderzoek?",
            en="How often does a GP give advice without examination?",
        ),
        definition=Text(
            nl="Adviezen zonder onderzoek in het jaar van IMA; ze tellen niet mee in de contacten.",
            en="Advice without examination in the IMA year; it is not among the contacts.",
        ),
        answer="CASE WHEN contacts_ima IS NOT NULL AND NOT in_house THEN advices END",
        frame=GPS_WITH_IMA,
        source=Source.IMA_ALONE,
        caveats=_ONLY_IMA,
    ),
    _activity(
        "M07",
        label=Text(nl="Contacten op afstand per huisarts", en="Remote contacts per GP"),
        question=Text(
            nl="Hoe vaak helpt een huisarts patiënten op afstand?",
            en="How often does a GP help patients remotely?",
        ),
        definition=Text(
            nl="Telefonische en digitale contacten in het jaar van IMA.",
            en="Contacts by telephone and video in the IMA year.",
        ),
        answer="remote_contacts",
        caveats=(TWO_YEARS, STATUS_CHANGED, MEDICAL_HOUSES, NO_LOT, _DIGITAL_BREAK),
    ),
    _activity(
        "M08",
        label=Text(nl="Patiëntcontacten per huisarts", en="Patient contacts per GP"),
        question=Text(
            nl="Hoeveel contacten heeft een huisarts per jaar?",
            en="How many contacts does a GP have per year?",
        ),
        definition=Text(
            nl="Raadplegingen, huisbezoeken, bezoeken in een instelling en contacten op afstand samen; adviezen niet.",
            en="Consultations, home visits, visits in institutions and remote contacts together; advice apart.",
        ),
        answer="contacts_total",
        measures=(*_MEAN_FIRST, Measure.COVERAGE),
    ),
    _share_of_contacts(
        "M09",
        label=Text(nl="Aandeel contacten op afstand", en="Share of remote contacts"),
        question=Text(nl="Welk deel van de contacten verloopt op afstand?", en="What part of the contacts is remote?"),
        definition=Text(
            nl="Telefonische en digitale contacten van alle huisartsen samen, in procent van al hun contacten.",
            en="Telephone and video contacts of all GPs together, as a percentage of all their contacts.",
        ),
        answer="CASE WHEN contacts_total > 0 THEN remote_contacts END",
        caveats=(TWO_YEARS, STATUS_CHANGED, MEDICAL_HOUSES, NO_LOT, _DIGITAL_BREAK),
    ),
    _share_of_contacts(
        "M09H",
        label=Text(nl="Aandeel huisbezoeken", en="Share of home visits"),
        question=Text(
            nl="Welk deel van de contacten gebeurt buiten de praktijk?",
            en="What part of the contacts takes place outside the surgery?",
        ),
        definition=Text(
            nl="Huisbezoeken en bezoeken in een instelling van alle huisartsen samen, in procent van al hun contacten.",
            en="Home and institution visits of all GPs together, as a percentage of all their contacts.",
        ),
        answer="CASE WHEN contacts_total > 0 THEN home_visits END",
        caveats=_CAVEATS,
    ),
    Indicator(
        id="M10",
        label=Text(nl="Geraamde patiëntcontacturen (rekenmodel)", en="Estimated contact hours (model)"),
        question=Text(
            nl="Hoeveel uur per week gaat naar patiënten?",
            en="How many hours a week go to patients?",
        ),
        definition=worked(
            nl="Een rekenmodel: de contacten bij IMA maal drie reeksen minuten per raadpleging, bezoek en contact op afstand ({fewest}, {middle} en {most}), over {weeks} werkweken; gemiddelde over huisartsen die in beide jaren huisarts waren.",
            en="A model: the contacts at IMA times three sets of minutes per consultation, visit and remote contact ({fewest}, {middle} and {most}), over {weeks} working weeks; mean over GPs who were GPs in both years.",
        ),
        unit=Text(nl="uur per week", en="hours per week"),
        number=Number.HOURS,
        subject=Subject.INDIVIDUAL,
        source=Source.IMA_ALONE,
        article23="5°",
        frame=GPS_WITH_IMA,
        kind=Kind.RATE,
        answer="contact_hours",
        measures=(Measure.RATE, Measure.LOW, Measure.HIGH),
        ends=(
            Text(nl="Met de minste minuten per contact", en="With the fewest minutes per contact"),
            Text(nl="Met de meeste minuten per contact", en="With the most minutes per contact"),
        ),
        levels=(Level.VLAANDEREN,),
        disclosure=Disclosure.PROTECTED,
        mixed_years=True,
        estimated=True,
        version=2,
        caveats=(TWO_YEARS, MEDICAL_HOUSES, _DIGITAL_BREAK, AVERAGE_MINUTES),
    ),
)
