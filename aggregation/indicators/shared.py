"""Phrases and level sets that several entries use."""

from aggregation.indicators.model import Option
from data.terms import Level, Text

VKE = (Level.VLAANDEREN, Level.PROVINCIE, Level.REGIO, Level.KRING, Level.ELZ)
VKEG = (*VKE, Level.GEMEENTE)
KG = (Level.PROVINCIE, Level.REGIO, Level.KRING, Level.GEMEENTE)
"""What stands on the kring or the zone stands on province and region too."""

SHARE_OF_PRACTICES = Text(nl="% van de praktijken", en="% of practices")
SHARE_OF_DOCTORS = Text(nl="% van de artsen", en="% of doctors")
PER_GP = Text(nl="per huisarts", en="per GP")

WORKING_DEFINITION = Text(
    nl="Vraag en antwoordlijst zijn een werkdefinitie; de officiële vragenlijst was niet beschikbaar.",
    en="Question and answer list are a working definition; the official questionnaire was not available.",
)
TWO_YEARS = Text(
    nl="De cijfers van de ziekenfondsen (IMA) zijn twee jaar ouder dan de vragenlijst.",
    en="The figures of the health insurers (IMA) are two years older than the survey.",
)
MEDICAL_HOUSES = Text(
    nl="Contacten in medische huizen worden niet per prestatie aangerekend; daar telt het antwoord uit de vragenlijst.",
    en="Contacts in community health centres are not billed per service; there the survey answer counts.",
)
AVERAGE_MINUTES = Text(
    nl="De minuten per contact zijn gemiddelden van een federale bevraging; Vlaamse raadplegingen zijn korter.",
    en="Minutes per contact are averages of a federal survey; Flemish consultations are shorter.",
)


def option(code: str, nl: str, en: str) -> Option:
    """Write an option on one line."""
    return Option(code=code, label=Text(nl=nl, en=en))


YES_NO = (option("ja", "Ja", "Yes"), option("nee", "Nee", "No"))
