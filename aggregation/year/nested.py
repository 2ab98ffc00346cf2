"""Nested counts: published numbers of units whose difference is a number of units too.

Which published counts stand over nearly the same sets is worked out from the linked rows, for every pair. The
difference of the two counts tells how many are in one and not in the other, and so something about them: that IMA does
not know them, that they have few contacts. Those units are set as one more table that never leaves: where it may not
show how many they are, the protection withholds the lesser number of the pair.
"""

from collections.abc import Sequence
from concurrent.futures import Executor, Future
from dataclasses import dataclass
from itertools import combinations

import pandas as pd

from aggregation.indicators import PracticeMap
from aggregation.protect import Difference, Question, Thresholds, shown_counts
from aggregation.year.answers import Answers
from aggregation.year.questions import RESPONSE
from data.terms import BAR, TOTAL, Disclosure, Level, UnitCounted
from data.workers import IN_TURN

NEARLY = 0.75
"""Part of the units in either of two sets that must be in both for their counts to be taken as nested."""


@dataclass(frozen=True)
class Published:
    """A count that a release shows.

    Parameters
    ----------
    rows : the units in it [unit, atom, practice, doctors, hidden], practices or doctors.
    everybody : the units in its total.
    asked : ``Indicator.asked``; who is missing left a question open.
    known : whether everybody may know who is in its total.
    public : whether the count itself is public.
    """

    indicator: str
    category: str
    rows: pd.DataFrame
    everybody: frozenset[int]
    levels: tuple[Level, ...]
    practices: bool
    asked: bool
    known: bool = False
    public: bool = False

    @property
    def is_total(self) -> bool:
        """Whether it counts all who answered; roles are public, so head counts and answers of one role are as well."""
        return self.category == TOTAL or (self.public and not self.practices)

    @property
    def units(self) -> frozenset[int]:
        """Units in the count."""
        return frozenset(self.rows["unit"])


def published_counts(answers: Sequence[Answers], response: Question) -> list[Published]:
    """List the counts that a release shows: totals, options and headlines."""
    result: list[Published] = []
    for entry in answers:
        indicator, units = entry.indicator, entry.units
        public = indicator.disclosure is Disclosure.PUBLIC
        parts = {TOTAL: units}
        if indicator.options:
            given = units["answer"].fillna("").str.split(BAR)
            for category in indicator.categories:
                codes = set(category.split(BAR))
                parts[category] = units[given.map(lambda own, codes=codes: not codes.isdisjoint(own)).astype(bool)]
        for category, rows in parts.items():
            result.append(
                Published(
                    indicator=indicator.id,
                    category=category,
                    rows=rows,
                    everybody=frozenset(units["unit"]),
                    levels=indicator.levels,
                    practices=indicator.unit_counted is UnitCounted.PRACTICE,
                    asked=indicator.asked,
                    known=public or indicator.practice_map is not PracticeMap.NO or indicator.frame.totals_public,
                    public=public or indicator.practice_map is not PracticeMap.NO,
                )
            )
    everybody = frozenset(response.units["unit"])
    for role in (TOTAL, *response.options):
        rows = response.units if role == TOTAL else response.units.loc[response.units["answer"] == role]
        result.append(
            Published(
                indicator=RESPONSE,
                category=role,
                rows=rows,
                everybody=everybody,
                levels=response.levels,
                practices=False,
                asked=True,
                known=True,
                public=True,
            )
        )
    return [one for one in result if len(one.rows)]


def _exempt(one: Published, other: Published, left_open: float) -> bool:
    """Whether a release may tell the difference of two counts, by agreement (``docs/methods/protection.md``)."""
    asked = one.asked and other.asked
    if any(a.public and (b.public or (b.known and b.is_total)) for a, b in ((one, other), (other, one))):
        return True
    if one.is_total and other.is_total:
        return asked or one.known or other.known
    if not one.is_total and not other.is_total:
        return asked
    option, total = (other, one) if one.is_total else (one, other)
    left = len(option.everybody - total.units)
    return (asked or one.known or other.known) and left <= (left_open if option.asked else 0) * len(option.everybody)


def nested_counts(
    counts: Sequence[Published], membership: pd.DataFrame, thresholds: Thresholds, pool: Executor = IN_TURN
) -> list[Difference]:
    """Find the pairs of which one set is nearly the other, but for differences that are exempt.

    Parameters
    ----------
    membership : [atom, gemeente, kring, elz], one row per atom.
    pool : where it is decided what may be told of each difference.
    """
    units = [one.units for one in counts]
    pairs: list[tuple[Published, Published, Future[pd.DataFrame]]] = []
    known: dict[tuple[frozenset[int], tuple[Level, ...]], Future[pd.DataFrame]] = {}
    for (first, one), (second, other) in combinations(enumerate(counts), 2):
        sizes = sorted((len(units[first]), len(units[second])))
        if one.practices is not other.practices or one.indicator == other.indicator or sizes[0] < NEARLY * sizes[1]:
            continue
        apart = units[first] ^ units[second]
        if not apart or len(apart) > (1 - NEARLY) * len(units[first] | units[second]):
            continue
        if _exempt(one, other, thresholds.left_open):
            continue
        key = apart, tuple(level for level in one.levels if level in other.levels)
        if key not in known:
            rows = pd.concat([one.rows, other.rows])
            rows = rows.loc[rows["unit"].isin(apart), ["unit", "atom", "practice", "doctors", "hidden"]]
            known[key] = pool.submit(shown_counts, rows, membership, thresholds, levels=key[1], practices=one.practices)
        pairs.append((one, other, known[key]))
    tables = {id(decided): decided.result() for _, _, decided in pairs}  # one frame per difference: read once
    return [
        Difference(((one.indicator, one.category), (other.indicator, other.category)), tables[id(decided)])
        for one, other, decided in pairs
    ]
