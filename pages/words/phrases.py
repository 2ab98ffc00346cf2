"""Phrases that more than one screen uses. Labels of indicators come from the registry, never from here."""

from collections.abc import Iterable
from html import escape
from itertools import takewhile

from data.terms import Level, Measure, UnitCounted
from pages.words.language import gettext as _
from pages.words.language import mark

PRODUCT = mark("Zorgcapaciteit huisartsen")
LEVEL_ONE = {
    Level.VLAANDEREN: mark("Vlaanderen"),
    Level.PROVINCIE: mark("provincie"),
    Level.REGIO: mark("regionale zorgzone"),
    Level.KRING: mark("huisartsenkring"),
    Level.ELZ: mark("eerstelijnszone"),
    Level.GEMEENTE: mark("gemeente"),
}
LEVEL_MANY = {
    Level.VLAANDEREN: mark("Vlaanderen"),
    Level.PROVINCIE: mark("provincies"),
    Level.REGIO: mark("regionale zorgzones"),
    Level.KRING: mark("huisartsenkringen"),
    Level.ELZ: mark("eerstelijnszones"),
    Level.GEMEENTE: mark("gemeenten"),
}
PER_LEVEL = {
    Level.VLAANDEREN: mark("voor Vlaanderen"),
    Level.PROVINCIE: mark("per provincie"),
    Level.REGIO: mark("per regionale zorgzone"),
    Level.KRING: mark("per huisartsenkring"),
    Level.ELZ: mark("per eerstelijnszone"),
    Level.GEMEENTE: mark("per gemeente"),
}
MEASURE = {
    Measure.MEAN: mark("Gemiddelde"),
    Measure.MEDIAN: mark("Mediaan"),
    Measure.P25: mark("Een kwart ligt onder"),
    Measure.P75: mark("Drie kwart ligt onder"),
    Measure.RATE: mark("Per inwoner"),
    Measure.COUNT: mark("Aantal"),
    Measure.LOW: mark("Laag"),
    Measure.HIGH: mark("Hoog"),
    Measure.COVERAGE: mark("Dekking"),
    Measure.GAP: mark("Afstand tot de drempel"),
}
SPREAD = (Measure.MEAN, Measure.MEDIAN, Measure.P25, Measure.P75)
"""Measures that must be named beside the indicator."""
UNITS = {
    UnitCounted.DOCTOR: (mark("arts"), mark("artsen")),
    UnitCounted.PRACTICE: (mark("praktijk"), mark("praktijken")),
}
WITHHELD_SHORT = mark("niet getoond")
WHY_WITHHELD = mark("om niemand herkenbaar te maken")
NO_DATA = mark("geen gegevens")
LOW_RELIABILITY = mark("weinig antwoorden: voorzichtig lezen")
RULERS = {
    "D01": (
        mark("Geteld"),
        mark("Alle erkende huisartsen op de lijsten, ook wie deeltijds werkt of bijna stopt."),
    ),
    "D08": (mark("Aan het werk"), mark("Huisartsen met minstens {active} contacten per jaar of forfaitair werk.")),
    "D02": (mark("Voltijds gerekend"), mark("Werkuren van huisartsen samen, omgerekend naar voltijds.")),
    "D09": (mark("In geleverde zorg"), mark("Contacten die artsen in één jaar aanrekenden.")),
}
"""The four rulers of capacity: indicator to its name and what it counts, ``{active}`` being a definition."""


def withheld() -> str:
    """Say that a number is not shown, and why."""
    return f"{_(WITHHELD_SHORT)} ({_(WHY_WITHHELD)})"


def said(reason: str) -> str:
    """Write, as markup, what stands in a table in the place of a number."""
    return f'<span class="zc-remark">{escape(reason)}</span>'


def units(counted: UnitCounted, number: int | None) -> str:
    """Give the noun for so many units: 1 praktijk, 3 praktijken."""
    one, many = UNITS[counted]
    return _(one) if number == 1 else _(many)


def shared_start(names: Iterable[str]) -> str:
    """Give the whole words that all names begin with; a small panel leaves them out.

    Examples
    --------
    >>> shared_start(["Huisartsenkring Durme", "Huisartsenkring Drie Heuvels"])
    'Huisartsenkring '
    """
    split = [name.split(" ")[:-1] for name in names]
    same = takewhile(lambda words_at: len(set(words_at)) == 1, zip(*split, strict=False))
    return "".join(f"{first} " for first, *_others in same)
