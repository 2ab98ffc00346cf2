"""The indicator registry: ``INDICATORS`` by id, in the order of the list of deliberation 25/200."""

from collections.abc import Mapping
from dataclasses import replace

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
from data.added import added_codes
from data.terms import Text

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


def take_added(added: Mapping[tuple[str, str], Mapping[str, Text]]) -> None:
    """Let questions have answers that layouts add, with their labels; everybody who holds the registry sees them.

    What takes every answer but the first together goes on to do so.

    Parameters
    ----------
    added : per table and column of a delivery the new codes with their labels; codes known already stay as they are.
    """
    for name, entry in INDICATORS.items():
        beside = added.get(("survey_individual", entry.partition or ""), {})
        codes = tuple(code for code in beside if code not in entry.partition_codes)
        if codes:  # D06 tells apart by the same question; an answer it does not know is neither stopping nor reducing
            INDICATORS[name] = replace(entry, partition_codes=(*entry.partition_codes, *codes))
        more = {} if entry.asks is None else added.get(entry.asks, {})
        new = tuple(Option(code=code, label=label) for code, label in more.items() if code not in entry.codes)
        if new:
            rest = entry.headline and entry.headline == entry.codes[1:]
            headline = (*entry.headline, *(one.code for one in new)) if rest else entry.headline
            INDICATORS[name] = replace(entry, options=(*entry.options, *new), headline=headline)


take_added(added_codes())

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
    "take_added",
]
