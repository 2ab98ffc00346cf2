"""Indicators about payment and work of practices (P11, P17-P20), from IMA."""

from aggregation.indicators.frames import GPS_WITH_VALUE, PRACTICES_WITH_IMA
from aggregation.indicators.model import Indicator, Kind, Number, Source, Subject
from aggregation.indicators.shared import TWO_YEARS, VKE, VKEG, option
from data.terms import Disclosure, Measure, Text

_ANSWERING = Text(
    nl="Alleen praktijken die de vragenlijst beantwoordden en waarvoor IMA een waarde heeft.",
    en="Only practices that answered the questionnaire and for which IMA has a value.",
)
_MAIN_PRACTICE = Text(
    nl="Al het werk van een arts telt bij de hoofdpraktijk. Wie geen rij bij IMA heeft, ontbreekt in de som.",
    en="All work of a doctor counts at the main practice. Whoever has no row at IMA is missing from the sum.",
)
_HOUSE_OF_MOST = Text(
    nl="Een praktijknummer van IMA hoort bij de hoofdpraktijk van de meeste van zijn artsen.",
    en="A practice number of IMA belongs to the main practice of most of its doctors.",
)
_MEAN_FIRST = (Measure.MEAN, Measure.MEDIAN, Measure.P25, Measure.P75)
_MEDIAN_FIRST = (Measure.MEDIAN, Measure.MEAN, Measure.P25, Measure.P75)


def _work(
    indicator_id: str,
    *,
    label: Text,
    question: Text,
    definition: Text,
    column: str,
    unit: Text,
    measures: tuple[Measure, ...],
    states: str | None = None,
    caveats: tuple[Text, ...] = (),
) -> Indicator:
    """Enter work of a practice at IMA; answering practices with a value are counted."""
    return Indicator(
        id=indicator_id,
        label=label,
        question=question,
        definition=definition,
        unit=unit,
        number=Number.COUNT,
        subject=Subject.PRACTICE,
        source=Source.IMA_ALONE,
        article23="2°f",
        frame=PRACTICES_WITH_IMA,
        kind=Kind.MAGNITUDE,
        answer=f"CASE WHEN answered THEN {column} END",
        measures=measures,
        levels=VKE,
        disclosure=Disclosure.PROTECTED,
        states=states,
        mixed_years=True,
        caveats=(TWO_YEARS, _ANSWERING, *caveats),
    )


ENTRIES = (
    Indicator(
        id="P11",
        label=Text(nl="Vergoedingssysteem", en="Payment system"),
        question=Text(nl="Hoe worden huisartsen vergoed?", en="How are GPs paid?"),
        definition=Text(
            nl="Aandeel van de huisartsen dat per prestatie, forfaitair of gemengd vergoed wordt. De gegevens van IMA vervangen het eigen antwoord.",
            en="Share of GPs paid per service, by capitation or mixed. IMA data replace the own answer.",
        ),
        unit=Text(nl="% van de huisartsen", en="% of GPs"),
        number=Number.SHARE,
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
        alike=VKE,
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
    _work(
        "P17",
        label=Text(nl="Afspraken per week", en="Appointments per week"),
        question=Text(
            nl="Hoeveel patiënten ziet een praktijk per week?", en="How many patients does a practice see per week?"
        ),
        definition=Text(
            nl="Contacten volgens IMA van alle artsen met deze hoofdpraktijk, gedeeld door 46 werkweken.",
            en="Contacts at IMA of all doctors with this main practice, divided by 46 working weeks.",
        ),
        column="appointments_week",
        unit=Text(nl="afspraken per week per praktijk", en="appointments per week per practice"),
        measures=_MEAN_FIRST,
        states="CASE WHEN practice_answered THEN contacts_ima END",
        caveats=(
            _MAIN_PRACTICE,
            Text(
                nl="Contacten in medische huizen worden niet per prestatie aangerekend en ontbreken.",
                en="Contacts in community health centres are not billed per service and are missing.",
            ),
        ),
    ),
    _work(
        "P18",
        label=Text(nl="Globale medische dossiers per praktijk", en="Global medical files per practice"),
        question=Text(
            nl="Hoeveel vaste patiënten heeft een praktijk?", en="How many registered patients does a practice have?"
        ),
        definition=Text(
            nl="Globale medische dossiers (GMD) volgens IMA van alle artsen met deze hoofdpraktijk samen.",
            en="Global medical files (GMD) at IMA of all doctors with this main practice together.",
        ),
        column="gmd_practice",
        unit=Text(nl="dossiers per praktijk", en="files per practice"),
        measures=_MEDIAN_FIRST,
        states="CASE WHEN practice_answered THEN gmd_billed END",
        caveats=(_MAIN_PRACTICE,),
    ),
    _work(
        "P19",
        label=Text(nl="Toegewezen patiënten per praktijk", en="Attributed patients per practice"),
        question=Text(nl="Hoeveel patiënten horen bij een praktijk?", en="How many patients belong to a practice?"),
        definition=Text(
            nl="Patiënten die IMA aan de praktijk toewijst, één keer per praktijknummer.",
            en="Patients whom IMA attributes to the practice, once per practice number.",
        ),
        column="attributed_patients",
        unit=Text(nl="patiënten per praktijk", en="patients per practice"),
        measures=_MEDIAN_FIRST,
        caveats=(_HOUSE_OF_MOST,),
    ),
    _work(
        "P20",
        label=Text(nl="Ingeschreven forfaitaire patiënten", en="Enrolled capitation patients"),
        question=Text(
            nl="Hoeveel patiënten zijn ingeschreven in een medisch huis?",
            en="How many patients are enrolled in a community health centre?",
        ),
        definition=Text(
            nl="Aangerekende forfaits van het jaar gedeeld door 12, voor praktijken met forfaits.",
            en="Monthly capitation fees billed in the year divided by 12, for practices with such fees.",
        ),
        column="enrolled_patients",
        unit=Text(nl="patiënten per praktijk", en="patients per practice"),
        measures=_MEAN_FIRST,
        caveats=(
            _HOUSE_OF_MOST,
            Text(
                nl="Niet elk medisch huis rekent zijn forfaits op dezelfde manier aan; soms zijn ze hier niet te zien.",
                en="Not every community health centre bills its fees in the same way; sometimes they cannot be seen here.",
            ),
        ),
    ),
)
