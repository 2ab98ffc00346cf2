"""The indicator registry: ``INDICATORS`` by id, in the order of the list of deliberation 25/200."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace

from aggregation.indicators import activity, area, doctor, practice, practice_team, practice_work
from aggregation.indicators.added import LINKED, entry_of
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
from data.questions import AddedQuestion
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


def take_questions(questions: Iterable[AddedQuestion]) -> None:
    """Let the registry have the questions that a home adds; everybody who holds the registry sees them in its order.

    Raises
    ------
    RegistryError : an entry does not fit, or its id is that of an indicator of the product; nothing is taken then.
    """
    made = [entry_of(question) for question in questions]
    if taken := [one.id for one in made if one.id in INDICATORS and not INDICATORS[one.id].declared]:
        raise RegistryError(f"{', '.join(taken)}: of an indicator of the product. Give the question a free id.")
    build_registry(made)
    held = {entry.id: replace(entry, changed=INDICATORS[entry.id].changed) if entry.id in INDICATORS else entry
            for entry in made}  # fmt: skip
    ordered = sorted((INDICATORS | held).values(), key=_place)
    INDICATORS.clear()
    INDICATORS.update((entry.id, entry) for entry in ordered)


def take_changes(changed: Mapping[tuple[str, str], Mapping[int, Text]]) -> None:
    """Let indicators know from which survey years on a question behind them was another one, beside what they knew."""
    for (table, column), years in changed.items():
        rows = "practice" if table == "survey_practice" else "person"
        names = re.compile("|".join(rf"\b{name}\b" for name in (column, *LINKED.get(column, ()))))
        for name, entry in INDICATORS.items():
            read = filter(None, (entry.answer, entry.classes, entry.partition, entry.states, entry.over))
            if entry.frame.table == rows and any(names.search(sql) for sql in read):
                learn_changes(name, years)


def learn_changes(name: str, years: Mapping[int, Text]) -> None:
    """Let one indicator know of years in which its question was another one, beside what it knew."""
    known = dict(INDICATORS[name].changed) | dict(years)
    INDICATORS[name] = replace(INDICATORS[name], changed=tuple(sorted(known.items(), key=lambda one: one[0])))


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
    "learn_changes",
    "take_added",
    "take_changes",
    "take_questions",
]
