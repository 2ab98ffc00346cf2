"""A table under attack: what is known of it, and what has been found so far."""

import time
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from aggregation.attack.judge import Weights
from aggregation.attack.reading import RESPONSE, Place, Table
from aggregation.attack.system import System
from aggregation.attack.verdict import Finding, Kind, Limits, TableReport


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What an attack on one table brought up: nothing of how it was done, so that it travels lightly."""

    report: TableReport
    found: list[Finding]
    reported: list[Finding]
    gave_up: list[Finding]
    seconds: dict[str, float]


@dataclass(kw_only=True)
class Attack:
    """One table under attack, with what has been found so far."""

    system: System
    limits: Limits
    report: TableReport
    truth: Weights | None = None
    lenders: tuple[str, ...] = ()
    hidden: bool = False
    """The table holds only practices that are kept off the map."""
    found: list[Finding] = field(default_factory=list)
    reported: list[Finding] = field(default_factory=list)
    gave_up: list[Finding] = field(default_factory=list)
    told: set[bytes] = field(default_factory=set)
    computed: set[tuple[str, str, str]] = field(default_factory=set)
    seconds: dict[str, float] = field(default_factory=dict)
    told_of: Counter[Kind] = field(default_factory=Counter)

    @contextmanager
    def timed(self, part: str) -> Iterator[None]:
        """Add the time that a part of the attack takes."""
        started = time.perf_counter()
        try:
            yield
        finally:
            self.seconds[part] = self.seconds.get(part, 0.0) + time.perf_counter() - started

    def outcome(self) -> Outcome:
        """Give what was found so far."""
        return Outcome(
            report=self.report,
            found=self.found,
            reported=self.reported,
            gave_up=self.gave_up,
            seconds=self.seconds,
        )

    @property
    def table(self) -> Table:
        """The table under attack."""
        return self.system.table

    @property
    def guards_alike(self) -> bool:
        """Whether an area where all gave the same answer gives them away; roles are public, so not for the response."""
        return self.table.sensitive or self.table.indicator != RESPONSE

    def tell(
        self, kind: Kind, places: Iterable[Place], category: str, message: tuple[str, str], into: list[Finding]
    ) -> None:
        """Write a finding down, up to the limit per table and kind."""
        self.told_of[kind] += 1
        if self.told_of[kind] <= self.limits.findings_per_table:
            into.append(
                Finding(
                    kind=Kind.HIDDEN if self.hidden else kind,
                    indicators=(self.table.indicator, *self.lenders),
                    year=self.table.year,
                    areas=tuple(f"{level}:{area}" for level, area in places),
                    category=category,
                    message=message[0],
                    message_nl=message[1],
                )
            )
