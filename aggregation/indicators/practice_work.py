"""Indicators about payment and work of practices (P11, P17-P20), from IMA."""

from aggregation.indicators.frames import GP_RESPONDENTS, GPS_AT_IMA, PRACTICES_WITH_IMA
from aggregation.indicators.model import Frame, Indicator, Kind, Number, Source, Subject
from aggregation.indicators.shared import BOUNDS, NO_LOT, SHARE_OF_GPS, TWO_YEARS, VKE, VKEG, WORKING_DEFINITION, option
from aggregation.indicators.worked import worked
from data.terms import Disclosure, Level, Measure, Text

_COMPLETE = Text(
    nl="Praktijken met een huisarts zonder rij bij IMA zijn onvolledig en tellen niet mee.",
    en="Practices with a GP without a row at IMA are incomplete and left out.",
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
    of_few: bool = False,
    caveats: tuple[Text, ...] = (),
) -> Indicator:
    """Enter work of a practice at IMA; all listed practices with a value are counted, also those that did not answer."""
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
        answer=column,
        measures=measures,
        levels=VKE,
        disclosure=Disclosure.PROTECTED,
        states=states,
        of_few=of_few,
        mixed_years=True,
        version=2,
        caveats=(TWO_YEARS, *caveats, NO_LOT),
    )


def _payment(
    indicator_id: str,
    *,
    label: Text,
    question: Text,
    definition: Text,
    source: Source,
    frame: Frame,
    answer: str,
    other: Text,
    levels: tuple[Level, ...],
    mixed_years: bool,
    caveats: tuple[Text, ...],
    asks: tuple[str, str] | None = None,
) -> Indicator:
    """Enter one of the two series on how GPs are paid; neither overwrites the other."""
    return Indicator(
        id=indicator_id,
        label=label,
        question=question,
        definition=definition,
        unit=SHARE_OF_GPS,
        number=Number.SHARE,
        subject=Subject.PRACTICE,
        source=source,
        article23="2°c",
        frame=frame,
        kind=Kind.SINGLE,
        answer=answer,
        options=(
            option("prestatie", "Per prestatie", "Fee for service"),
            option("forfait", "Forfaitair", "Capitation"),
            option("gemengd", "Gemengd", "Mixed"),
        ),
        asks=asks,
        headline=("forfait", "gemengd"),
        headline_label=other,
        levels=levels,
        disclosure=Disclosure.PROTECTED,
        mixed_years=mixed_years,
        version=2,
        caveats=caveats,
    )


ENTRIES = (
    _payment(
        "P11",
        label=Text(nl="Vergoedingssysteem volgens IMA", en="Payment system at IMA"),
        question=Text(nl="Hoe werden huisartsen vergoed, volgens IMA?", en="How were GPs paid, according to IMA?"),
        definition=Text(
            nl="Aandeel van de huisartsen dat in het jaar van IMA per prestatie, forfaitair of gemengd vergoed werd. Wie in een medisch huis en elders werkt, is gemengd.",
            en="Share of GPs paid per service, by capitation or mixed in the IMA year. Who works in a community health centre and elsewhere is mixed.",
        ),
        source=Source.IMA_ALONE,
        frame=GPS_AT_IMA,
        answer="payment_billed",
        other=Text(nl="Niet alleen per prestatie, volgens IMA", en="Not only fee for service, at IMA"),
        levels=VKEG,
        mixed_years=True,
        caveats=(
            TWO_YEARS,
            BOUNDS,
            Text(
                nl="Een New Deal-praktijk is in deze gegevens niet te herkennen.",
                en="A New Deal practice cannot be recognised from these data.",
            ),
        ),
    ),
    _payment(
        "P11S",
        label=Text(nl="Vergoedingssysteem volgens de vragenlijst", en="Payment system in the survey"),
        question=Text(
            nl="Hoe worden huisartsen vergoed, naar eigen zeggen?", en="How are GPs paid, in their own words?"
        ),
        definition=Text(
            nl="Aandeel van de huisartsen dat zegt per prestatie, forfaitair, gemengd of volgens de New Deal vergoed te worden.",
            en="Share of GPs who say they are paid per service, by capitation, mixed or under the New Deal.",
        ),
        source=Source.SURVEY,
        frame=GP_RESPONDENTS,
        answer="payment_reported",
        other=Text(
            nl="Niet alleen per prestatie, volgens de vragenlijst", en="Not only fee for service, in the survey"
        ),
        levels=VKE,
        mixed_years=False,
        asks=("survey_individual", "payment_system"),
        caveats=(WORKING_DEFINITION,),
    ),
    _work(
        "P17",
        label=Text(nl="Contacten per week", en="Contacts per week"),
        question=Text(
            nl="Hoeveel contacten heeft een praktijk per week?", en="How many contacts does a practice have per week?"
        ),
        definition=worked(
            nl="Contacten die IMA kent op de praktijknummers van de praktijk, gedeeld door {weeks} werkweken.",
            en="Contacts that IMA knows on the practice numbers of the practice, divided by {weeks} working weeks.",
        ),
        column="contacts_week",
        unit=Text(nl="contacten per week per praktijk", en="contacts per week per practice"),
        measures=_MEAN_FIRST,
        states="CASE WHEN practice_complete THEN contacts_at_ima END",
        caveats=(
            _COMPLETE,
            _HOUSE_OF_MOST,
            Text(
                nl="Contacten in medische huizen worden niet per prestatie aangerekend en ontbreken.",
                en="Contacts in community health centres are not billed per service and are missing.",
            ),
        ),
    ),
    _work(
        "P18",
        label=Text(nl="Ingeschreven patiënten per praktijk", en="Registered patients per practice"),
        question=Text(
            nl="Hoeveel vaste patiënten heeft een praktijk?", en="How many registered patients does a practice have?"
        ),
        definition=Text(
            nl="Globale medische dossiers (GMD) en ingeschreven forfaitaire patiënten die IMA kent op de praktijknummers van de praktijk.",
            en="Global medical files (GMD) and enrolled capitation patients that IMA knows on the practice numbers of the practice.",
        ),
        column="registered_patients",
        unit=Text(nl="patiënten per praktijk", en="patients per practice"),
        measures=_MEDIAN_FIRST,
        states="CASE WHEN practice_complete THEN gmd_billed END",
        caveats=(_COMPLETE, _HOUSE_OF_MOST),
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
            nl="Aangerekende forfaits van het jaar gedeeld door 12, voor praktijken met forfaits. Zijn ze gelijk op alle rijen van een praktijknummer, dan tellen ze één keer.",
            en="Monthly capitation fees billed in the year divided by 12, for practices with such fees. Where they are equal on all rows of a practice number they count once.",
        ),
        column="enrolled_patients",
        unit=Text(nl="patiënten per praktijk", en="patients per practice"),
        measures=_MEAN_FIRST,
        of_few=True,
        caveats=(
            _HOUSE_OF_MOST,
            Text(
                nl="De N is die van alle praktijken op de lijst: een praktijk zonder forfaits kan hier geen waarde hebben, dus n tegenover N is geen respons. Hoeveel medische huizen er zijn, staat niet in de leveringen.",
                en="N is that of all practices on the list: a practice without capitation fees cannot have a value here, so n beside N is no response. How many community health centres there are is not in the deliveries.",
            ),
            Text(
                nl="Niet elk medisch huis rekent zijn forfaits op dezelfde manier aan; soms zijn ze hier niet te zien.",
                en="Not every community health centre bills its fees in the same way; sometimes they cannot be seen here.",
            ),
        ),
    ),
)
