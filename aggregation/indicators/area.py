"""Indicators about areas (D01-D09): capacity against residents."""

from aggregation.indicators.frames import GPS, GPS_WITH_VALUE, PRACTICES, RESPONDENTS
from aggregation.indicators.model import PROCESS, Indicator, Kind, Reading, Source, Subject
from aggregation.indicators.shared import (
    KG,
    MEDICAL_HOUSES,
    SHARE_OF_PRACTICES,
    TWO_YEARS,
    VKE,
    VKEG,
    WORKING_DEFINITION,
    option,
)
from data.terms import Disclosure, Measure, Text

_PER_10000 = Text(nl="per 10.000 inwoners", en="per 10,000 residents")
_RATE = (Measure.RATE,)

ENTRIES = (
    Indicator(
        id="D01",
        label=Text(nl="Huisartsen per 10.000 inwoners", en="GPs per 10,000 residents"),
        question=Text(
            nl="Hoeveel huisartsen zijn er voor de inwoners?", en="How many GPs are there for the residents?"
        ),
        definition=Text(
            nl="Erkende huisartsen op de lijsten van de kringen per 10.000 inwoners op 1 januari. HAIO's tellen niet mee.",
            en="Recognised GPs on the lists of the kringen per 10,000 residents on 1 January, trainees excluded.",
        ),
        unit=_PER_10000,
        subject=Subject.AREA,
        source=Source.CONTACTS,
        article23="1°, 2°a",
        frame=GPS,
        kind=Kind.RATE,
        answer="1",
        measures=_RATE,
        levels=VKEG,
        disclosure=Disclosure.PUBLIC,
        reading=Reading.HIGHER_BETTER,
        caveats=(
            Text(
                nl="Dit cijfer telt hoofden: wie halftijds werkt of bijna niet meer werkt, telt voluit mee.",
                en="This counts heads: the half-time and the nearly retired count in full.",
            ),
        ),
    ),
    Indicator(
        id="D02",
        label=Text(nl="Voltijdse equivalenten per 10.000 inwoners", en="Full-time equivalents per 10,000 residents"),
        question=Text(
            nl="Hoeveel huisartsentijd is er voor de inwoners?",
            en="How much GP time is there for the residents?",
        ),
        definition=Text(
            nl="Eén voltijds equivalent (VTE) is 38 uur per week, hoogstens 1,5 per persoon; HAIO's tellen voor de helft. Geraamd per beroepsgroep uit de antwoorden voor iedereen op de lijst.",
            en="One full-time equivalent (FTE) is 38 hours a week, at most 1.5 per person; trainees count half. Estimated per group from the answers for everybody listed.",
        ),
        unit=Text(nl="VTE per 10.000 inwoners", en="FTE per 10,000 residents"),
        subject=Subject.AREA,
        source=Source.DERIVED,
        article23="5°",
        frame=RESPONDENTS,
        kind=Kind.RATE,
        answer="fte",
        measures=_RATE,
        levels=VKE,
        disclosure=Disclosure.PROTECTED,
        partition="role",
        partition_codes=("huisarts", "haio"),
        estimated=True,
        reading=Reading.HIGHER_BETTER,
        caveats=(WORKING_DEFINITION,),
    ),
    Indicator(
        id="D03",
        label=Text(nl="Huisartsenarm gebied", en="GP-poor area"),
        question=Text(
            nl="Is er volgens de Impulseo-norm een tekort aan huisartsen?",
            en="Is there a shortage of GPs by the Impulseo norm?",
        ),
        definition=Text(
            nl="1 als er minder dan 90 huisartsen per 100.000 inwoners zijn, of minder dan 120 bij minder dan 125 inwoners per km²; anders 0. Norm: formulier prioritaire zone (Impulseo), 2018; HAIO's tellen niet mee.",
            en="1 when there are fewer than 90 GPs per 100,000 residents, or fewer than 120 with fewer than 125 residents per km²; else 0. Norm: Impulseo priority zone form, 2018; trainees excluded.",
        ),
        unit=Text(nl="1 = huisartsenarm, 0 = niet", en="1 = GP-poor, 0 = not"),
        subject=Subject.AREA,
        source=Source.DERIVED,
        article23="1°, 2°a",
        frame=GPS,
        kind=Kind.RATE,
        answer="1",
        measures=_RATE,
        levels=KG,
        disclosure=Disclosure.PUBLIC,
        reading=Reading.HIGHER_WORSE,
        caveats=(
            Text(
                nl="De norm van 2018 telt huisartsen jonger dan 65 jaar; de leeftijd is niet van iedereen gekend, dus telt hier iedereen mee.",
                en="The 2018 norm counts GPs under 65; age is not known for everybody, so all GPs count here.",
            ),
        ),
    ),
    Indicator(
        id="D07",
        label=Text(nl="Respons van de praktijken", en="Response of practices"),
        question=Text(
            nl="Hoeveel praktijken beantwoordden de vragenlijst?",
            en="How many practices answered the questionnaire?",
        ),
        definition=Text(
            nl="Aandeel van de praktijken dat de praktijkvragenlijst beantwoordde. De respons van personen staat bij elk cijfer.",
            en="Share of practices that answered the practice questionnaire. Response of persons stands with every figure.",
        ),
        unit=SHARE_OF_PRACTICES,
        subject=Subject.AREA,
        source=Source.DERIVED,
        article23=PROCESS,
        frame=PRACTICES,
        kind=Kind.SINGLE,
        answer="CASE WHEN answered THEN 'beantwoord' ELSE 'niet_beantwoord' END",
        options=(
            option("beantwoord", "Beantwoord", "Answered"),
            option("niet_beantwoord", "Niet beantwoord", "Not answered"),
        ),
        headline=("beantwoord",),
        levels=VKEG,
        disclosure=Disclosure.PUBLIC,
        reading=Reading.HIGHER_BETTER,
    ),
    Indicator(
        id="D08",
        label=Text(nl="Actieve huisartsen per 10.000 inwoners", en="Active GPs per 10,000 residents"),
        question=Text(nl="Hoeveel huisartsen werken er echt?", en="How many GPs really work?"),
        definition=Text(
            nl="Huisartsen met minstens 1.250 contacten in het jaar van IMA; zonder gegevens van IMA: met meer dan 0 opgegeven werkuren. Per 10.000 inwoners.",
            en="GPs with at least 1,250 contacts in the IMA year; without IMA data: with more than 0 reported hours. Per 10,000 residents.",
        ),
        unit=_PER_10000,
        subject=Subject.AREA,
        source=Source.DERIVED,
        article23="5°",
        frame=GPS,
        kind=Kind.RATE,
        answer="CASE WHEN active THEN 'actief' ELSE 'niet_actief' END",
        options=(
            option("actief", "Actief", "Active"),
            option("niet_actief", "Niet actief of niet gekend", "Not active or unknown"),
        ),
        headline=("actief",),
        measures=_RATE,
        levels=VKE,
        disclosure=Disclosure.PROTECTED,
        estimated=True,
        mixed_years=True,
        reading=Reading.HIGHER_BETTER,
        caveats=(
            TWO_YEARS,
            Text(
                nl="Wie geen rij bij IMA heeft en niet antwoordde, telt als niet actief: dit is een ondergrens.",
                en="Whoever has no IMA row and did not answer counts as not active: this is a lower bound.",
            ),
        ),
    ),
    Indicator(
        id="D09",
        label=Text(nl="Huisartscontacten per inwoner", en="GP contacts per resident"),
        question=Text(nl="Hoeveel zorg leveren de huisartsen hier?", en="How much care do the GPs here deliver?"),
        definition=Text(
            nl="Contacten volgens IMA van de huisartsen van dit gebied, opgehoogd voor huisartsen zonder contactcijfers van IMA, per inwoner.",
            en="Contacts according to IMA of the GPs of this area, grossed up for GPs without contact figures at IMA, per resident.",
        ),
        unit=Text(nl="contacten per inwoner per jaar", en="contacts per resident per year"),
        subject=Subject.AREA,
        source=Source.DERIVED,
        article23="5°",
        frame=GPS_WITH_VALUE,
        kind=Kind.RATE,
        answer="contacts_total",
        measures=_RATE,
        levels=VKE,
        disclosure=Disclosure.PROTECTED,
        partition="contacts_origin",
        partition_codes=("ima", "survey"),
        estimated=True,
        mixed_years=True,
        reading=Reading.HIGHER_BETTER,
        caveats=(TWO_YEARS, MEDICAL_HOUSES),
    ),
)
