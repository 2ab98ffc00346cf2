"""Indicators about the work done (M01-M10), from IMA where IMA has a value, else from the survey."""

from aggregation.indicators.frames import GPS_WITH_IMA, GPS_WITH_VALUE
from aggregation.indicators.model import Frame, Indicator, Kind, Number, Source, Subject
from aggregation.indicators.shared import AVERAGE_MINUTES, MEDICAL_HOUSES, PER_GP, TWO_YEARS, VKE, VKEG
from data.terms import Disclosure, Level, Measure, Text

_SPREAD = (Measure.MEDIAN, Measure.MEAN, Measure.P25, Measure.P75)
_MEAN_FIRST = (Measure.MEAN, Measure.MEDIAN, Measure.P25, Measure.P75)
_CAVEATS = (TWO_YEARS, MEDICAL_HOUSES)
_DIGITAL_BREAK = Text(
    nl="De codes voor contact op afstand veranderden in augustus 2022 en februari 2025.",
    en="The billing codes for remote contacts changed in August 2022 and February 2025.",
)
_ONLY_IMA = (
    Text(
        nl="Alleen IMA kent dit cijfer, van twee jaar voor de vragenlijst; wie geen contacten bij IMA heeft, telt niet mee.",
        en="Only IMA knows this figure, of two years before the survey; whoever has no contacts at IMA is not counted.",
    ),
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
        caveats=caveats,
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
        caveats=(TWO_YEARS,),
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
        answer="CASE WHEN contacts_ima IS NOT NULL THEN individual_visits END",
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
        answer="CASE WHEN contacts_ima IS NOT NULL THEN evening_visits END",
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
        answer="CASE WHEN contacts_ima IS NOT NULL THEN institution_visits END",
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
        answer="CASE WHEN contacts_ima IS NOT NULL THEN advices END",
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
        caveats=(TWO_YEARS, MEDICAL_HOUSES, _DIGITAL_BREAK),
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
    ),
    _activity(
        "M09",
        label=Text(nl="Aandeel contacten op afstand", en="Share of remote contacts"),
        question=Text(nl="Welk deel van de contacten verloopt op afstand?", en="What part of the contacts is remote?"),
        definition=Text(
            nl="Per huisarts het aandeel telefonische en digitale contacten in alle contacten; getoond wordt het gemiddelde over de huisartsen.",
            en="Per GP the share of telephone and video contacts in all contacts; shown is the mean over GPs.",
        ),
        answer="100.0 * remote_contacts / NULLIF(contacts_total, 0)",
        unit=Text(nl="% van de contacten", en="% of contacts"),
        number=Number.SHARE,
        levels=VKEG,
        caveats=(TWO_YEARS, MEDICAL_HOUSES, _DIGITAL_BREAK),
    ),
    _activity(
        "M09H",
        label=Text(nl="Aandeel huisbezoeken", en="Share of home visits"),
        question=Text(
            nl="Welk deel van de contacten gebeurt buiten de praktijk?",
            en="What part of the contacts takes place outside the surgery?",
        ),
        definition=Text(
            nl="Per huisarts het aandeel huisbezoeken en bezoeken in een instelling in alle contacten; getoond wordt het gemiddelde over de huisartsen.",
            en="Per GP the share of home and institution visits in all contacts; shown is the mean over GPs.",
        ),
        answer="100.0 * home_visits / NULLIF(contacts_total, 0)",
        unit=Text(nl="% van de contacten", en="% of contacts"),
        number=Number.SHARE,
        levels=VKEG,
    ),
    _activity(
        "M10",
        label=Text(nl="Geraamde uren patiëntcontact", en="Estimated hours of patient contact"),
        question=Text(
            nl="Hoeveel uur per week gaat naar patiënten?",
            en="How many hours a week go to patients?",
        ),
        definition=Text(
            nl="Raming uit de contacten: 21 minuten per raadpleging, 38 per bezoek en 10 per contact op afstand, over 46 werkweken.",
            en="Estimate from the contacts: 21 minutes per consultation, 38 per visit and 10 per remote contact, over 46 working weeks.",
        ),
        answer="contact_hours",
        unit=Text(nl="uur per week", en="hours per week"),
        number=Number.HOURS,
        source=Source.DERIVED,
        caveats=(TWO_YEARS, MEDICAL_HOUSES, _DIGITAL_BREAK, AVERAGE_MINUTES),
    ),
)
