"""The indicator registry: ``INDICATORS`` by id, in the order of the list of deliberation 25/200."""

from aggregation.indicators import activity, area, doctor, practice, practice_team, practice_work
from aggregation.indicators.frames import FRAMES
from aggregation.indicators.model import (
    Frame,
    Indicator,
    Kind,
    Number,
    Option,
    PracticeMap,
    Reading,
    RegistryError,
    Source,
    Subject,
    build_registry,
)

_SUBJECTS = "PMAD"
"""First letters of the ids, in the order of the list."""


def _place(entry: Indicator) -> tuple[int, str]:
    return _SUBJECTS.index(entry.id[0]), entry.id


INDICATORS: dict[str, Indicator] = build_registry(
    sorted(
        practice.ENTRIES
        + practice_team.ENTRIES
        + practice_work.ENTRIES
        + activity.ENTRIES
        + doctor.ENTRIES
        + area.ENTRIES,
        key=_place,
    )
)

__all__ = [
    "FRAMES",
    "INDICATORS",
    "Frame",
    "Indicator",
    "Kind",
    "Number",
    "Option",
    "PracticeMap",
    "Reading",
    "RegistryError",
    "Source",
    "Subject",
    "build_registry",
]
