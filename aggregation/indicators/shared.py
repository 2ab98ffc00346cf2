"""Phrases and level sets that several entries use."""

from aggregation.indicators.model import Option
from aggregation.indicators.worked import worked
from data.terms import Level, Text

VP = (Level.VLAANDEREN, Level.PROVINCIE)
VKE = (Level.VLAANDEREN, Level.PROVINCIE, Level.REGIO, Level.KRING, Level.ELZ)
VKEG = (*VKE, Level.GEMEENTE)
KG = (Level.PROVINCIE, Level.REGIO, Level.KRING, Level.GEMEENTE)
"""What stands on the kring or the zone stands on province and region too."""

SHARE_OF_PRACTICES = Text(nl="% van de praktijken", en="% of practices")
SHARE_OF_GPS = Text(nl="% van de huisartsen", en="% of GPs")
SHARE_OF_DOCTORS = Text(nl="% van de artsen", en="% of doctors")
PER_GP = Text(nl="per huisarts", en="per GP")

STATUS_CHANGED = Text(
    nl="Telde IMA een huisarts nog als HAIO, dan telt het antwoord uit de vragenlijst.",
    en="Where IMA still counted a GP as a trainee, the survey answer counts.",
)
WORKING_DEFINITION = Text(
    nl="Vraag en antwoordlijst zijn een werkdefinitie; de officiële vragenlijst was niet beschikbaar.",
    en="Question and answer list are a working definition; the official questionnaire was not available.",
)
TWO_YEARS = Text(
    nl="De cijfers van de ziekenfondsen (IMA) zijn twee jaar ouder dan de vragenlijst.",
    en="The figures of the health insurers (IMA) are two years older than the survey.",
)
NO_LOT = Text(
    nl="Wie ontbreekt, ontbreekt niet door het lot: wie pas begon, toen HAIO was of in een medisch huis werkt, staat niet of anders bij IMA. Een interval telt alleen toeval en is daardoor te smal.",
    en="Who is missing is not missing by lot: whoever had just begun, was a trainee then or works in a community health centre is not at IMA, or otherwise. An interval counts chance alone and is therefore too narrow.",
)
BOUNDS = Text(
    nl="De grenzen bij een aandeel zijn geen steekproefinterval: ze houden in wat wie onbekend is, ook zou zijn.",
    en="The bounds beside a share are no sampling interval: they hold whatever the unknown would be.",
)
PRACTICES_NOT_PATIENTS = Text(
    nl="Elke praktijk telt één keer, groot of klein: dit is geen aandeel van de patiënten.",
    en="Each practice counts once, large or small: this is no share of the patients.",
)
PLANS = Text(
    nl="Dit zijn plannen en verwachtingen, geen feiten: wat er van komt, weten we niet.",
    en="These are plans and expectations, not facts: what will come of them we do not know.",
)
MEDICAL_HOUSES = Text(
    nl="Huisartsen in medische huizen tellen hier niet mee: hun contacten worden niet per prestatie aangerekend.",
    en="GPs in community health centres are left out here: their contacts are not billed per service.",
)
AVERAGE_MINUTES = worked(
    nl="Dit is een rekenmodel: drie reeksen minuten per contact ({most}, {middle} en {fewest}) geven de grenzen.",
    en="This is a model: three sets of minutes per contact ({most}, {middle} and {fewest}) give the ends.",
)


def option(code: str, nl: str, en: str) -> Option:
    """Write an option on one line."""
    return Option(code=code, label=Text(nl=nl, en=en))


def asked(table: str, column: str) -> tuple[str, str] | None:
    """Name the column whose answers are the options; None where the answer is worked out of another."""
    return (table, column) if column.isidentifier() else None


YES_NO = (option("ja", "Ja", "Yes"), option("nee", "Nee", "No"))
