"""What an indicator is: one frozen entry that computation, screens, exports and the glossary all read.

Source of ids, units, levels and legal categories: IVC deliberation 25/200, section 5, and the decree of
26 April 2019, article 23. Working definitions are marked in the caveats.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from data.terms import BAR, TOTAL, Disclosure, Level, Measure, Text, UnitCounted


class RegistryError(ValueError):
    """The registry contradicts itself; the message lists every problem."""


FIRST_YEAR = 2024
"""First survey year: no definition is older."""


class Kind(StrEnum):
    """How an indicator turns answers into numbers."""

    SINGLE = "single"
    """One answer option per unit: shares that sum to 100."""
    MULTIPLE = "multiple"
    """Several options per unit: each share stands alone."""
    MAGNITUDE = "magnitude"
    """A number per unit: mean and quantiles."""
    RATE = "rate"
    """A number per area: units or work against residents."""


class Number(StrEnum):
    """What kind of number a value is, and so how it is written."""

    SHARE = "share"
    """0-100 out of a whole: written with a percent sign, its differences in percentage points."""
    COUNT = "count"
    """How many, on average."""
    RATE = "rate"
    """How many per so many others."""
    HOURS = "hours"
    DAYS = "days"
    FTE = "fte"


class Subject(StrEnum):
    """Whom the number is about."""

    PRACTICE = "practice"
    INDIVIDUAL = "individual"
    AREA = "area"


class Source(StrEnum):
    """Where the number comes from."""

    SURVEY = "survey"
    IMA = "ima"
    """IMA where it has a value, else the survey."""
    IMA_ALONE = "ima_alone"
    CONTACTS = "contacts"
    LISTS_AND_SURVEY = "lists_and_survey"
    DERIVED = "derived"
    PUBLISHED = "published"
    """Published totals of areas: nobody is counted anew."""

    @property
    def label(self) -> Text:
        """The one wording of this source, on screens and in files."""
        return _SOURCES[self]


_SOURCES = {
    Source.SURVEY: Text(nl="Vragenlijst van het Departement Zorg", en="Survey of the Department of Care"),
    Source.IMA: Text(
        nl="IMA, aangevuld met de vragenlijst van het Departement Zorg",
        en="IMA (health insurers), completed by the survey of the Department of Care",
    ),
    Source.IMA_ALONE: Text(nl="IMA", en="IMA (health insurers)"),
    Source.CONTACTS: Text(nl="Lijsten van de huisartsenkringen", en="Lists of the GP circles"),
    Source.LISTS_AND_SURVEY: Text(
        nl="Lijsten van de huisartsenkringen en vragenlijst", en="Lists of the GP circles and survey"
    ),
    Source.DERIVED: Text(
        nl="Lijsten van de huisartsenkringen, vragenlijst en IMA", en="Lists of the GP circles, survey and IMA"
    ),
    Source.PUBLISHED: Text(
        nl="Gepubliceerde inwonertallen en gebiedscijfers", en="Published residents and area totals"
    ),
}


class PracticeMap(StrEnum):
    """Whether the answer of one practice may stand on the practice map (R13)."""

    YES = "yes"
    CLASS = "class"
    NO = "no"


class Reading(StrEnum):
    """Whether more is better; screens use the words better and worse only where this says so."""

    HIGHER_BETTER = "higher_better"
    HIGHER_WORSE = "higher_worse"
    NEITHER = "neither"

    def better(self, *, higher: bool) -> bool | None:
        """Tell whether a difference is for the better, None where the registry does not say."""
        return None if self is Reading.NEITHER else higher is (self is Reading.HIGHER_BETTER)


@dataclass(frozen=True, kw_only=True)
class Option:
    """One answer option."""

    code: str
    label: Text


@dataclass(frozen=True, kw_only=True)
class Frame:
    """A group of units that gets the same questions.

    Questions of one frame share one pattern of shown totals: see ``docs/methods/protection.md``.
    """

    id: str
    table: str
    """Linked rows it reads: ``person`` or ``practice``."""
    who: str
    """SQL condition over those rows: who could have answered (N)."""
    unit_counted: UnitCounted
    totals_public: bool
    """True where who answered is public: practices on the map, head counts."""
    asked: bool = False
    """True where everybody who is missing was asked and left the question open."""
    sampled: bool = True
    """False where who is missing is unknown to IMA, such as starters: no lot, so their share has bounds instead."""
    label: Text


@dataclass(frozen=True, kw_only=True)
class Indicator:
    """One row of the registry.

    ``answer`` is SQL over the rows of ``frame``: an option code, codes joined by a bar, or a number; NULL
    means not answered. ``partition``, where set, splits the answering units in groups that the number tells apart by
    itself; it is shown only where all are safe.
    """

    id: str
    label: Text
    question: Text
    definition: Text
    unit: Text
    """What stands after a bare value; that of a share begins with the percent sign."""
    number: Number
    subject: Subject
    source: Source
    article23: str
    frame: Frame
    kind: Kind
    answer: str
    asks: tuple[str, str] | None = None
    """Table and column of a delivery whose answers are the options: a layout may add to them."""
    classes: str | None = None
    """SQL of the option code where ``answer`` is a number that is shown in classes too."""
    options: tuple[Option, ...] = ()
    headline: tuple[str, ...] = ()
    headline_label: Text | None = None
    measures: tuple[Measure, ...] = ()
    ends: tuple[Text, Text] | None = None
    """What the measures ``low`` and ``high`` are."""
    ends_apart: bool = False
    """True where those are of another thing than the number itself, which therefore may lie outside them."""
    levels: tuple[Level, ...]
    disclosure: Disclosure
    practice_map: PracticeMap = PracticeMap.NO
    map_class: str | None = None
    """SQL of the band a practice stands in on the practice map, where ``practice_map`` is ``class``."""
    partition: str | None = None
    partition_codes: tuple[str, ...] = ()
    states: str | None = None
    """SQL of what a shown number adds up, where that is not the answer itself; NULL adds nothing."""
    over: str | None = None
    """SQL of what ``states`` is divided by, sum by sum, where the number is a ratio."""
    states_of: str = "person"
    """Linked rows that ``states`` and ``over`` read."""
    partition_headline: tuple[str, ...] = ()
    """Two-way collapse of the partition: what the ``rate`` itself tells apart; ``low`` and ``high`` tell all codes."""
    by_class: bool = False
    """True where the number is given per class (``classes``) instead of the share of each class."""
    after_gate: bool = False
    """True where the number is made from released numbers of others, and so protects nobody and needs no protection."""
    coarse_only: tuple[str, ...] = ()
    """Measures and categories that stand at Flanders and the provinces only."""
    version: int = 1
    """Edition of the definition; a change of who or what is counted makes a new one."""
    since: int = FIRST_YEAR
    """First survey year for which this edition holds."""
    alike: tuple[Level, ...] = ()
    """Levels on which the shares are shown although all answer alike; an exemption that the certificate names."""
    of_few: bool = False
    """True where most of the frame cannot have a value: how few have one says nothing of the response."""
    in_full_time: bool = False
    """True where the number is made with the full-time reference; a screen that shows it says how many hours that is."""
    signed: bool = False
    """True where a value below zero has a meaning; intervals of other numbers stop at zero."""
    estimated: bool = False
    mixed_years: bool = False
    """True where survey and IMA years meet in one number; a screen that shows it says so."""
    reading: Reading = Reading.NEITHER
    caveats: tuple[Text, ...] = ()
    declared: str = ""
    """The data file of a question that a home adds, as JSON; a release carries it."""
    changed: tuple[tuple[int, Text], ...] = ()
    """First survey years in which the question was another one, with what changed: breaks of the series."""
    review_by: date = field(default=date(2027, 11, 30))
    """Day before which an expert reads the definition once more; stands in the reference."""

    @property
    def of_classes(self) -> bool:
        """Whether each area has one of the options itself, where elsewhere its units have them."""
        return self.after_gate and bool(self.options)

    @property
    def of_published(self) -> bool:
        """Whether it is made of published totals alone: nobody answered, and nobody is counted."""
        return self.source is Source.PUBLISHED

    @property
    def unit_counted(self) -> UnitCounted:
        """What the counts of this indicator count."""
        return self.frame.unit_counted

    @property
    def asked(self) -> bool:
        """Whether who is missing from its count said no more than that they left a question open.

        The agreed exemption for differences of counts, which the release hands to the attack: no count of such a
        question is told apart from that of another such question, nor from a public one.
        """
        return self.source is Source.SURVEY or self.frame.asked

    @property
    def codes(self) -> tuple[str, ...]:
        """Option codes in layout order."""
        return tuple(option.code for option in self.options)

    @property
    def headline_category(self) -> str:
        """Category code of the two-way collapse, '' where there is none."""
        return BAR.join(self.headline)

    @property
    def categories(self) -> tuple[str, ...]:
        """Option categories of the cube, the collapse last; without ``total``."""
        headline = self.headline_category
        return self.codes + ((headline,) if headline and headline not in self.codes else ())

    @property
    def main(self) -> tuple[str, Measure]:
        """Category and measure that a map shows first."""
        if self.kind in (Kind.SINGLE, Kind.MULTIPLE):
            return (self.headline_category or self.codes[0], Measure.SHARE)
        if self.by_class:
            return (self.codes[0], self.measures[0])
        return (TOTAL, self.measures[0])

    def in_percent(self, measure: Measure) -> bool:
        """Tell whether a value of this measure is a percentage."""
        shares = (Measure.SHARE, Measure.SHARE_WEIGHTED, Measure.COVERAGE)
        return measure in shares or (self.number is Number.SHARE and measure is not Measure.COUNT)

    def label_of(self, category: str) -> Text:
        """Give the phrase for a category of this indicator.

        Raises
        ------
        KeyError : the category is not one of this indicator.
        """
        if category == TOTAL:
            return Text(nl="Allen die antwoordden", en="All who answered")
        if self.headline_label is not None and category == self.headline_category:
            return self.headline_label
        for option in self.options:
            if option.code == category:
                return option.label
        raise KeyError(f"{self.id} has no category {category!r}; expected one of {self.categories}")


_CATEGORIES = frozenset({"1°", "2°a", "2°b", "2°c", "2°d", "2°e", "2°f", "2°g", "2°h", "2°i", "3°", "4°", "5°"})
PROCESS = "process"
"""Article 23 entry of an indicator about the survey itself (response): exempt, it describes no person."""


def build_registry(entries: Iterable[Indicator]) -> dict[str, Indicator]:
    """Check all entries together and index them by id.

    Raises
    ------
    RegistryError : ids repeat, a legal category is missing or unknown, options, headline or measures do not fit
        the kind; every problem is listed.
    """
    registry: dict[str, Indicator] = {}
    problems: list[str] = []
    for entry in entries:
        if entry.id in registry:
            problems.append(f"{entry.id}: id used twice")
        registry[entry.id] = entry
        problems += [f"{entry.id}: {text}" for text in _problems(entry)]
    if problems:
        raise RegistryError("indicator registry: " + "; ".join(problems))
    return registry


def _problems(entry: Indicator) -> list[str]:
    legal = {part.strip() for part in entry.article23.split(",")}
    checks = [
        (
            legal <= _CATEGORIES or entry.article23 == PROCESS,
            f"unknown article 23 category in {entry.article23!r}",
        ),
        (bool(entry.levels), "no level allowed"),
        (
            {text.startswith("%") for text in (entry.unit.nl, entry.unit.en)} == {entry.number is Number.SHARE},
            "kind of number and unit do not fit",
        ),
        (len(set(entry.codes)) == len(entry.codes), "option codes repeat"),
        (set(entry.headline) <= set(entry.codes), "headline names an option that does not exist"),
        (len(entry.headline) < max(1, len(entry.codes)), "headline covers every option"),
        (
            bool(entry.options) == (entry.kind in (Kind.SINGLE, Kind.MULTIPLE) or entry.classes is not None)
            or entry.kind is Kind.RATE,
            "options and kind do not fit",
        ),
        (entry.kind not in (Kind.MAGNITUDE, Kind.RATE) or bool(entry.measures), "no measure declared"),
        (
            (entry.practice_map is PracticeMap.CLASS) == (entry.map_class is not None),
            "map class without bands",
        ),
        (
            entry.practice_map is PracticeMap.NO or entry.subject is Subject.PRACTICE,
            "only practice facts may stand on the practice map (R13)",
        ),
        ((entry.partition is None) == (not entry.partition_codes), "partition without codes"),
        (set(entry.partition_headline) <= set(entry.partition_codes), "partition headline that is no code"),
        (entry.classes is None or entry.kind is Kind.MAGNITUDE, "classes of something that is no number"),
        (entry.over is None or entry.states is not None, "a ratio without its numerator"),
        ((entry.ends is None) == (Measure.LOW not in entry.measures), "low and high without what they are"),
        (len(entry.headline) <= 1 or entry.headline_label is not None, "headline without a label"),
    ]
    return [text for holds, text in checks if not holds]
