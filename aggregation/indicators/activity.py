"""Indicators about the work done (M01-M10), from IMA where IMA has a value, else from the survey."""

from aggregation.indicators.frames import GPS_WITH_VALUE
from aggregation.indicators.model import Indicator, Kind, Source, Subject
from aggregation.indicators.shared import MEDICAL_HOUSES, PER_GP, TWO_YEARS, VKE, VKEG
from data.terms import Disclosure, Level, Measure, Text

_SPREAD = (Measure.MEDIAN, Measure.MEAN, Measure.P25, Measure.P75)
_MEAN_FIRST = (Measure.MEAN, Measure.MEDIAN, Measure.P25, Measure.P75)
_CAVEATS = (TWO_YEARS, MEDICAL_HOUSES)
_DIGITAL_BREAK = Text(
    nl="De codes voor contact op afstand veranderden in augustus 2022 en februari 2025.",
    en="The billing codes for remote contacts changed in August 2022 and February 2025.",
)


def _activity(
    indicator_id: str,
    *,
    label: Text,
    question: Text,
    definition: Text,
    answer: str,
    unit: Text = PER_GP,
    measures: tuple[Measure, ...] = _MEAN_FIRST,
    levels: tuple[Level, ...] = VKE,
    caveats: tuple[Text, ...] = _CAVEATS,
) -> Indicator:
    return Indicator(
        id=indicator_id,
        label=label,
        question=question,
        definition=definition,
        unit=unit,
        subject=Subject.INDIVIDUAL,
        source=Source.IMA,
        article23="5°",
        frame=GPS_WITH_VALUE,
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
        levels=VKEG,
    ),
)
