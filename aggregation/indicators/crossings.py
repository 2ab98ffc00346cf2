"""Crossings: tables of counts of two questions at once, as data; they leave on demand and stand in no release."""

import tomllib
from dataclasses import dataclass
from pathlib import Path

from aggregation.indicators import INDICATORS, Indicator, RegistryError, Subject
from aggregation.indicators.model import PracticeMap
from data.terms import BAR, TOTAL, Disclosure, Level, Text

LEVELS = (Level.VLAANDEREN, Level.PROVINCIE, Level.ELZ)
"""Levels of a crossing of answers of doctors; one of the practice map stands on those of its questions."""

REST = "rest"
"""Answers that are in no group of a question."""
OPEN = "open"
"""Nobody's answer: the question was left open."""

ALL: tuple[str, ...] = ()
"""In a cell: whatever the answer."""
WITHHELD = -1
"""In place of a count that a release has a cell for and does not show."""


@dataclass(frozen=True)
class Sum:
    """A sum of counts: those in an area with one of the answers ``within`` and one of those ``shown``.

    Parameters
    ----------
    within, shown : codes of groups, ``rest`` and ``open`` among them; empty for whatever the answer.
    count : what a release shows of it, :data:`WITHHELD` where it has a cell that it does not show; the true count of a
        cell of the crossing itself.
    """

    level: str
    area: str
    within: tuple[str, ...]
    shown: tuple[str, ...]
    count: int

    @property
    def is_known_besides(self) -> bool:
        """Whether it tells who answered, or who cannot be there: no cell of a question, but known all the same."""
        return max(len(self.within), len(self.shown)) > 1 or self.shown == (OPEN,)


@dataclass(frozen=True, kw_only=True)
class Group:
    """Answers to a question that are taken together; ``code`` joins their codes by a bar, in layout order."""

    code: str
    label: Text

    @property
    def codes(self) -> frozenset[str]:
        """Codes of the answers."""
        return frozenset(self.code.split(BAR))


@dataclass(frozen=True, kw_only=True)
class Asked:
    """A question as crossings read it."""

    key: str
    indicator: str
    answer: str
    groups: tuple[Group, ...]
    own: bool
    """Whether the codes are those of the registry, so that a release shows counts of the same groups."""

    @property
    def entry(self) -> Indicator:
        """Entry of the registry."""
        return INDICATORS[self.indicator]

    @property
    def of_practices(self) -> bool:
        """Whether a practice answered it."""
        return self.entry.frame.table == "practice"

    @property
    def sensitive(self) -> bool:
        """Whether the higher thresholds hold."""
        return self.entry.disclosure is Disclosure.SENSITIVE

    def group_of(self, code: str) -> str:
        """Give the code of the group that an answer is in, ``rest`` where it is in none."""
        return next((group.code for group in self.groups if code in group.codes), REST)


@dataclass(frozen=True, kw_only=True)
class Crossing:
    """How many of those with an answer ``within`` gave an answer ``shown``."""

    id: str
    label: Text
    shown: Asked
    within: Asked

    @property
    def on_map(self) -> bool:
        """Whether both answers of a practice stand on the practice map: then everybody can count them."""
        return all(one.entry.practice_map is PracticeMap.YES for one in (self.shown, self.within))

    @property
    def levels(self) -> tuple[Level, ...]:
        """Levels that it stands on."""
        return self.shown.entry.levels if self.on_map else LEVELS

    @property
    def sensitive(self) -> bool:
        """Whether the higher thresholds hold."""
        return self.shown.sensitive or self.within.sensitive

    def categories(self) -> list[tuple[str, str]]:
        """Give group within and group shown of every category; ``total`` for all within."""
        return [
            (inner.code, outer)
            for inner in self.within.groups
            for outer in (TOTAL, *(group.code for group in self.shown.groups))
        ]


def _read() -> dict[str, Crossing]:
    told = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))
    asked = {
        name: Asked(
            key=name,
            indicator=one.get("indicator", name),
            answer=one.get("answer") or INDICATORS[one.get("indicator", name)].answer,
            groups=tuple(Group(code=each["code"], label=Text(nl=each["nl"], en=each["en"])) for each in one["groups"]),
            own="answer" not in one,
        )
        for name, one in told["question"].items()
    }
    crossings = {
        name: Crossing(
            id=name,
            label=Text(nl=one["nl"], en=one["en"]),
            shown=asked[one["shown"]],
            within=asked[one["within"]],
        )
        for name, one in told["crossing"].items()
    }
    problems = [f"{name}: {text}" for name, one in crossings.items() for text in _problems(one)]
    if problems:
        raise RegistryError("crossings: " + "; ".join(problems))
    return crossings


def _problems(one: Crossing) -> list[str]:
    both = (one.shown, one.within)
    unknown = [
        f"{asked.indicator} has no answer {code}"
        for asked in both
        for group in asked.groups
        for code in sorted(group.codes)
        if asked.own and code not in asked.entry.codes
    ]
    checks = [
        (one.shown.sensitive or not one.within.sensitive, "the question within is more sensitive than the one shown"),
        (not one.shown.of_practices or one.on_map, "an answer of practices is shown that is not on the practice map"),
        (one.shown.indicator != one.within.indicator, "a question crossed with itself"),
        (Subject.AREA not in {asked.entry.subject for asked in both}, "a number of an area has no answers"),
    ]
    return unknown + [text for holds, text in checks if not holds]


CROSSINGS: dict[str, Crossing] = _read()
"""Every crossing by id."""
