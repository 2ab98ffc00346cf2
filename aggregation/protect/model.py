"""What goes into the protector and what comes out: questions, thresholds and the pattern of shown cells."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import pandas as pd

from data.settings import Thresholds as Thresholds  # what the protector is given
from data.terms import TOTAL, Disclosure, Level, UnitCounted

UNIT_COLUMNS = ("unit", "atom", "practice", "doctors", "answer", "value", "hidden")
MEMBERSHIP_COLUMNS = ("atom", "gemeente", "kring", "elz")
"""Columns that every membership has; those of other levels count where they are filled."""
IMPORTANCE = (Level.VLAANDEREN, Level.PROVINCIE, Level.REGIO, Level.ELZ, Level.KRING, Level.GEMEENTE)
"""Who is served first when two levels cannot both be shown."""
WORTH = {
    Level.VLAANDEREN: 200.0,
    Level.PROVINCIE: 100.0,
    Level.REGIO: 50.0,
    Level.ELZ: 20.0,
    Level.KRING: 3.0,
    Level.GEMEENTE: 1.0,
}
"""What a shown area of a level is worth beside the others; a larger area is worth up to a tenth more."""


class ProtectionError(ValueError):
    """The input cannot be protected as asked; the message says what to correct."""


@dataclass(frozen=True, kw_only=True)
class Question:
    """One table of one survey year: who answered what, in which atom.

    Parameters
    ----------
    indicator : id from the registry.
    frame : the people it was put to; tells how many could have answered.
    together : questions with the same name show the same totals, since they count the same units or were put to the
        same ones, who left one or another open; by default those of a frame.
    unit_counted : what one unit is; decides between the thresholds of doctors and those of practices.
    disclosure : class of the indicator; decides the height of the thresholds.
    options : finest answer codes in layout order; empty for a pure magnitude.
    multiple : several answers allowed, so every option stands alone against its complement.
    headline : codes of the two-way collapse, empty if there is none; its category code joins them by a bar.
    levels : levels on which the indicator may be shown.
    totals_public : the totals are shown everywhere and count as known per atom.
    units : one row per unit that answered. ``unit`` integer; ``atom`` text; ``practice`` integer; ``doctors`` integer,
        doctors in the practice (1 where the unit is a doctor); ``answer`` code, missing for magnitudes, joined by a
        bar where several are allowed; ``value`` number of the magnitude, else missing; ``hidden`` true for a practice
        that is kept off the public practice map (matters for public questions only).
    sums : what a shown number adds up, doctor by doctor, where that is not ``value`` of ``units``: one row per doctor
        with something to add; ``unit``, ``atom``, ``practice``, ``doctors``, ``value``, for a ratio of two sums
        ``under``, and ``group`` where doctors of several groups add something else.
    sums_count : what one row of ``sums`` is.
    alike : levels on which the question is shown although all who answered gave the same answer; on no other level,
        and for other questions nowhere, is such an answer shown or left to be worked out.
    follows : another count (indicator, category) of nearly the same units: the total is shown only where that is.
    bands : where the practice map shows the number of a practice in classes: the ends of its class [unit, low, high],
        infinite where it is open. Counts of classes are then public but for hidden practices.
    """

    indicator: str
    frame: str
    unit_counted: UnitCounted
    disclosure: Disclosure
    options: tuple[str, ...]
    multiple: bool
    headline: tuple[str, ...]
    levels: tuple[Level, ...]
    totals_public: bool
    units: pd.DataFrame
    sums: pd.DataFrame | None = None
    sums_count: UnitCounted = UnitCounted.DOCTOR
    alike: tuple[Level, ...] = ()
    together: str = ""
    follows: tuple[str, str] | None = None
    bands: pd.DataFrame | None = None

    @property
    def headline_code(self) -> str:
        """Category code of the collapse, empty when the question has none."""
        return "|".join(self.headline)


@dataclass(frozen=True)
class Difference:
    """Two counts whose difference counts units as well, and where a reader may know both.

    Parameters
    ----------
    counts : two of (indicator, category).
    shown : [level, area, shown]; areas that it does not name are free.
    """

    counts: tuple[tuple[str, str], tuple[str, str]]
    shown: pd.DataFrame


@dataclass(frozen=True, kw_only=True)
class Limits:
    """How far the searches go; what they cannot finish counts as found and is withheld.

    Parameters
    ----------
    nodes : branch-and-bound nodes per search.
    states : states per search for combinations of sums; one that finds something needs few.
    rounds : repairs per table before every cell still in doubt is withheld at once.
    gentle : repairs in which a group is only kept out of reach; after that each find also withholds a cell for good,
        which gives up a little more and ends sooner.
    """

    nodes: int = 2_000
    states: int = 200
    rounds: int = 200
    gentle: int = 20


@dataclass(frozen=True)
class Protected:
    """The pattern that may leave.

    Parameters
    ----------
    shown : frame, one row per question, allowed level, area of that level, category and aspect;
        columns ``indicator, level, area, category, aspect, shown``. Aspect ``count`` for ``total``, every option and
        the headline; magnitudes have ``magnitude`` (mean or sum) and ``quantile`` on ``total`` besides.
    report : frame, one row per table: ``indicator``, ``rounds`` of repair, ``gave_up`` searches.
    """

    shown: pd.DataFrame
    report: pd.DataFrame = field(default_factory=pd.DataFrame)


def check_input(questions: Sequence[Question], membership: pd.DataFrame) -> None:
    """Refuse input on which no promise can be made; all faults are named at once."""
    faults = [f"membership misses column {name}" for name in MEMBERSHIP_COLUMNS if name not in membership]
    if faults:
        raise ProtectionError("; ".join(faults) + ": give one row per atom with its three areas")
    if membership["atom"].duplicated().any() or membership[list(MEMBERSHIP_COLUMNS)].isna().any(axis=None):
        faults.append("membership: expected each atom once, with its gemeente, kring and elz")
    atoms = set(membership["atom"])
    names = [question.indicator for question in questions]
    faults += [f"{name}: given {names.count(name)} times" for name in sorted(set(names)) if names.count(name) > 1]
    for question in questions:
        faults += _faults_of(question, atoms)
    if faults:
        raise ProtectionError("cannot protect: " + "; ".join(faults))


def _faults_of(question: Question, atoms: set[str]) -> list[str]:
    faults: list[str] = []
    units = question.units
    missing = [name for name in UNIT_COLUMNS if name not in units]
    if missing:
        return [f"{question.indicator}: units miss columns {', '.join(missing)}"]
    if units["unit"].duplicated().any():
        faults.append("a unit occurs twice; give one row per unit")
    if not set(units["atom"]) <= atoms:
        faults.append("units in atoms that the membership does not list")
    if not set(question.headline) <= set(question.options):
        faults.append("headline codes that are no option")
    if TOTAL in question.options:
        faults.append(f"option code {TOTAL} is taken")
    if question.options:
        answers = units["answer"].dropna()
        if question.multiple:
            answers = answers.str.split("|").explode()
        elif units["answer"].isna().any():
            faults.append("units without an answer; leave them out of the table")
        if not set(answers) - {""} <= set(question.options):
            faults.append("answers that are no option")
    elif units["value"].isna().any():
        faults.append("units without a value; leave them out of the table")
    return [f"{question.indicator}: {fault}" for fault in faults]
