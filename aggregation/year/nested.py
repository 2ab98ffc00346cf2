"""Nested counts: published numbers of doctors whose difference is a number of doctors too.

Which published counts stand over nearly nested sets is worked out from the linked rows, for every pair. Where one set
holds another but for a few, the difference of the two counts tells how many doctors are in the larger one only, and so
something about them: that IMA does not know them, that they have few contacts. Those doctors are set as one more table
that never leaves: where it may not show how many they are, the lesser number of the pair is withheld.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import permutations

import pandas as pd

from aggregation.indicators import Kind, Source
from aggregation.indicators.frames import ASKED
from aggregation.protect import Question, Thresholds, shown_counts
from aggregation.year.answers import Answers
from aggregation.year.questions import RESPONSE
from data.terms import BAR, TOTAL, Disclosure, Level, UnitCounted

NEARLY = 0.05
"""Part of the smaller set that may lie outside the larger one for the two to count as nested."""


@dataclass(frozen=True)
class Published:
    """A count that a release shows.

    Parameters
    ----------
    rows : the doctors in it [unit, atom, practice, doctors, hidden].
    asked : whether who is missing could have answered: two such counts differ in who left a question open.
    weight : the heavier of two counts yields.
    """

    indicator: str
    category: str
    rows: pd.DataFrame
    levels: tuple[Level, ...]
    asked: bool
    weight: int

    @property
    def units(self) -> frozenset[int]:
        """Doctors in the count."""
        return frozenset(self.rows["unit"])


@dataclass(frozen=True)
class Nested:
    """A pair of counts: ``yields`` is withheld where ``stays`` is shown and their difference may not be.

    ``shown`` tells where it may: [level, area, shown], every area of every level.
    """

    yields: Published
    stays: Published
    shown: pd.DataFrame


def published_counts(answers: Sequence[Answers], response: Question) -> list[Published]:
    """List the counts of doctors that are not public: totals, options of rates, answers of the response."""
    result: list[Published] = []
    for place, entry in enumerate(answers):
        indicator, units = entry.indicator, entry.units
        if indicator.unit_counted is not UnitCounted.DOCTOR or indicator.disclosure is Disclosure.PUBLIC:
            continue
        weight = (
            place + 1 + 500 * (indicator.source is Source.IMA_ALONE) + 1_000 * (indicator.kind is not Kind.MAGNITUDE)
        )
        shown = [] if indicator.frame.totals_public else [(TOTAL, units)]
        if indicator.kind is Kind.RATE:
            given = units["answer"].fillna("").str.split(BAR)
            shown += [(code, units[given.map(lambda codes, code=code: code in codes)]) for code in indicator.codes]
        for category, rows in shown:
            number = indicator.kind in (Kind.MAGNITUDE, Kind.RATE) and indicator.source is not Source.IMA_ALONE
            asked = category == TOTAL and (number or indicator.frame.id in ASKED)
            result.append(_count(indicator.id, category, rows, indicator.levels, asked, weight))
    for role in response.options:
        rows = response.units.loc[response.units["answer"] == role]
        result.append(_count(RESPONSE, role, rows, response.levels, True, 0))
    return [one for one in result if len(one.rows)]


def _count(
    indicator: str, category: str, rows: pd.DataFrame, levels: Sequence[Level], asked: bool, weight: int
) -> Published:
    columns = ["unit", "atom", "practice", "doctors", "hidden"]
    return Published(indicator, category, rows[columns], tuple(levels), asked, weight)


def nested_counts(counts: Sequence[Published], membership: pd.DataFrame, thresholds: Thresholds) -> list[Nested]:
    """Find the pairs of which one set nearly holds the other; differences of who left a question open are exempt.

    Parameters
    ----------
    membership : [atom, gemeente, kring, elz], one row per atom.
    """
    units = [one.units for one in counts]
    result: list[Nested] = []
    known: dict[frozenset[int], pd.DataFrame] = {}
    for (large, larger), (small, smaller) in permutations(enumerate(counts), 2):
        more = units[large] - units[small]
        exempt = larger.indicator == smaller.indicator or (larger.asked and smaller.asked)
        if exempt or not more or len(units[small] - units[large]) > NEARLY * len(units[small]):
            continue
        if more not in known:
            known[more] = shown_counts(larger.rows[larger.rows["unit"].isin(more)], membership, thresholds)
        yields, stays = sorted((larger, smaller), key=lambda one: -one.weight)
        result.append(Nested(yields, stays, known[more]))
    return result


def yielding(pairs: Sequence[Nested], shown: pd.DataFrame) -> dict[str, frozenset[tuple[str, str]]]:
    """Tell per indicator the areas where it yields to another count; what has yielded itself needs no yielding to.

    Parameters
    ----------
    shown : the pattern of the protection.

    Returns
    -------
    Per indicator the (level, area) where nothing of it may be shown.
    """
    counts = shown[(shown["aspect"] == "count") & shown["shown"]]
    open_: dict[tuple[str, str], set[tuple[str, str]]] = {}
    for (indicator, category), rows in counts.groupby(["indicator", "category"]):
        open_[str(indicator), str(category)] = set(zip(rows["level"], rows["area"], strict=True))
    gone: dict[str, set[tuple[str, str]]] = {}
    for pair in sorted(pairs, key=lambda one: one.yields.weight):
        secret = pair.shown[~pair.shown["shown"]]
        beside = open_.get((pair.stays.indicator, pair.stays.category), set()) - gone.get(pair.stays.indicator, set())
        gone.setdefault(pair.yields.indicator, set()).update(
            set(zip(secret["level"], secret["area"], strict=True)) & beside
        )
    return {indicator: frozenset(places) for indicator, places in gone.items()}
