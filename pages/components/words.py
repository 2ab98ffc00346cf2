"""Phrases that more than one screen uses. Labels of indicators come from the registry, never from here."""

from data.terms import Level, Measure, UnitCounted

LEVEL_ONE = {
    Level.VLAANDEREN: "Vlaanderen",
    Level.KRING: "huisartsenkring",
    Level.ELZ: "eerstelijnszone",
    Level.GEMEENTE: "gemeente",
}
LEVEL_MANY = {
    Level.VLAANDEREN: "Vlaanderen",
    Level.KRING: "huisartsenkringen",
    Level.ELZ: "eerstelijnszones",
    Level.GEMEENTE: "gemeenten",
}
MEASURE = {
    Measure.MEAN: "Gemiddelde",
    Measure.MEDIAN: "Mediaan",
    Measure.P25: "Een kwart ligt onder",
    Measure.P75: "Drie kwart ligt onder",
    Measure.RATE: "Per inwoner",
    Measure.COUNT: "Aantal",
}
SPREAD = (Measure.MEAN, Measure.MEDIAN, Measure.P25, Measure.P75)
"""Measures that must be named beside the indicator."""
UNITS = {UnitCounted.DOCTOR: ("arts", "artsen"), UnitCounted.PRACTICE: ("praktijk", "praktijken")}
WITHHELD_SHORT = "niet getoond"
WHY_WITHHELD = "te weinig antwoorden om niemand herkenbaar te maken"
WITHHELD = f"{WITHHELD_SHORT} ({WHY_WITHHELD})"
NO_DATA = "geen gegevens"
LOW_RELIABILITY = "weinig antwoorden: voorzichtig lezen"


def units(counted: UnitCounted, number: int | None) -> str:
    """Give the noun for so many units: 1 praktijk, 3 praktijken."""
    one, many = UNITS[counted]
    return one if number == 1 else many
