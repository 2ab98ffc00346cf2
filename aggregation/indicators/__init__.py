"""The indicator registry: ``INDICATORS`` by id, in the order of the list of deliberation 25/200."""

from aggregation.indicators import activity, area, doctor, practice
from aggregation.indicators.frames import FRAMES
from aggregation.indicators.model import (
    Frame,
    Indicator,
    Kind,
    Option,
    PracticeMap,
    Reading,
    RegistryError,
    Source,
    Subject,
    build_registry,
)

INDICATORS: dict[str, Indicator] = build_registry(practice.ENTRIES + activity.ENTRIES + doctor.ENTRIES + area.ENTRIES)

__all__ = [
    "FRAMES",
    "INDICATORS",
    "Frame",
    "Indicator",
    "Kind",
    "Option",
    "PracticeMap",
    "Reading",
    "RegistryError",
    "Source",
    "Subject",
    "build_registry",
]
