"""What the attacker was allowed to spend, what it found, and how it says so.

Findings speak of questions, areas and kinds of attack. They never hold the number that leaks and never a person.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from data.settings import Thresholds


class Kind(StrEnum):
    """The attacks; values are the keys of the certificate."""

    CONSISTENCY = "consistency"
    SHOWN = "shown"
    EXACT = "exact"
    GROUP = "group"
    INTERVAL = "interval"
    ALIKE = "alike"
    WITHHELD = "withheld"
    LINKED = "linked"
    HIDDEN = "hidden"
    MAGNITUDE = "magnitude"
    DOMINANCE = "dominance"
    OVER_TIME = "over_time"
    INSIDER = "insider"
    DIFFERENCE = "difference"
    PATTERN = "pattern"
    CLASSES = "classes"


@dataclass(frozen=True, kw_only=True)
class Limits(Thresholds):
    """Thresholds of the release to judge by, and the size of the search; part of the certificate.

    Attributes
    ----------
    nodes
        Branch-and-bound nodes per search; a search that needs more "gave up", and counts as found.
    enumerate_up_to
        Blocks of at most so many dimensions are enumerated exactly instead of handed to the solver.
    findings_per_table
        A table with more leaks lists the first so many only.
    """

    nodes: int = 20_000
    enumerate_up_to: int = 12
    findings_per_table: int = 25

    def to_dict(self) -> dict[str, float]:
        """Plain numbers for the certificate."""
        return dict(vars(self))


@dataclass(frozen=True, kw_only=True)
class Finding:
    """One leak, or one suspicion.

    Attributes
    ----------
    kind
        The attack that found it.
    indicators, year
        Questions involved and survey year.
    areas
        Areas involved as ``level:area``; of a derived group the areas whose shown cells are combined.
    category
        Answer option, ``total``, or options joined by `` + `` for a group over several.
    message
        English sentence about areas and cells, without the disclosed count.
    message_nl
        The same in Dutch.
    """

    kind: Kind
    indicators: tuple[str, ...]
    year: int
    areas: tuple[str, ...]
    category: str
    message: str
    message_nl: str

    def to_dict(self) -> dict[str, Any]:
        """Plain values for the certificate."""
        return {
            "kind": str(self.kind),
            "indicators": list(self.indicators),
            "year": self.year,
            "areas": list(self.areas),
            "category": self.category,
            "message": self.message,
        }


@dataclass(kw_only=True)
class TableReport:
    """Size of one table and what was tried on it.

    Attributes
    ----------
    indicator, year
        The table.
    cells, withheld
        Number of (area, category) cells and of those withheld, by level.
    determined_harmless
        Withheld cells that can be computed but are not small (zeros, large counts).
    exempt
        Areas, kringen or larger, that say that all answer alike, where the rules allow it.
    problems
        How many problems each attack solved: cells tested, blocks searched, bounds computed.
    """

    indicator: str
    year: int
    cells: dict[str, int]
    withheld: dict[str, int]
    determined_harmless: int = 0
    exempt: int = 0
    problems: dict[str, int] = field(default_factory=dict)

    def add(self, kind: Kind, number: int) -> None:
        """Count problems solved by one attack."""
        self.problems[str(kind)] = self.problems.get(str(kind), 0) + number

    def take(self, other: "TableReport") -> None:
        """Add what was tried on another part of the table."""
        self.determined_harmless += other.determined_harmless
        self.exempt += other.exempt
        for kind, number in other.problems.items():
            self.problems[kind] = self.problems.get(kind, 0) + number

    def to_dict(self) -> dict[str, Any]:
        """Plain values for the certificate."""
        return {
            "indicator": self.indicator,
            "year": self.year,
            "cells": self.cells,
            "withheld": self.withheld,
            "determined_harmless": self.determined_harmless,
            "problems": self.problems,
        }


@dataclass(frozen=True, kw_only=True)
class Verdict:
    """Outcome of all attacks on a release.

    Attributes
    ----------
    found
        Leaks: any of them makes the release unsafe.
    reported
        What a reader of the verdict should know but is no leak by the rules: what a sole doctor of an area could
        do with the own answer, intervals that are narrow around a count that may be zero.
    gave_up
        Searches that ran into their limit; they count as found.
    tables
        One report per table.
    limits
        Thresholds and limits used.
    with_truth
        Whether the unit rows were at hand to judge.
    linked
        Which tables were taken for the same respondents or answers, in words.
    exempt
        How often a rule let something pass that would be a leak without it: ``left_open`` (pairs of counts that only
        differ in who left a question open), ``alike`` (kringen and larger areas where all GPs are paid alike),
        ``public`` (tables of public counts).
    together
        Problems solved per attack on all tables of a year together.
    seconds
        Time per attack, in seconds (``zeros``: what must be 0, first of all; ``truth``: weighing with the unit rows);
        the only part that differs between two runs.
    """

    found: tuple[Finding, ...]
    reported: tuple[Finding, ...]
    gave_up: tuple[Finding, ...]
    tables: tuple[TableReport, ...]
    limits: Limits
    with_truth: bool
    linked: tuple[str, ...]
    seconds: Mapping[str, float]
    exempt: Mapping[str, int] = field(default_factory=dict)
    together: Mapping[str, int] = field(default_factory=dict)

    @property
    def safe(self) -> bool:
        """True when nothing was found and no search gave up."""
        return not self.found and not self.gave_up

    def problems(self) -> dict[str, int]:
        """Problems solved per attack, over all tables."""
        total = {str(kind): self.together.get(str(kind), 0) for kind in Kind}
        for table in self.tables:
            for kind, number in table.problems.items():
                total[kind] += number
        return total

    def to_dict(self) -> dict[str, Any]:
        """Plain values for the certificate and for ``--json``."""
        return {
            "safe": self.safe,
            "with_truth": self.with_truth,
            "limits": self.limits.to_dict(),
            "found": [finding.to_dict() for finding in self.found],
            "gave_up": [finding.to_dict() for finding in self.gave_up],
            "reported": [finding.to_dict() for finding in self.reported],
            "attacks": self.problems(),
            "linked": list(self.linked),
            "exempt": dict(self.exempt),
            "tables": [table.to_dict() for table in self.tables],
            "seconds": {name: round(value, 3) for name, value in self.seconds.items()},
        }
