"""One shown count minus another: every pair of published counts over nested or nearly equal sets of units.

Which counts stand over nearly the same people is worked out from the unit rows, for every pair. Their difference is a
count of those who are in one and not in the other, in any combination of areas; it must not rest on few of them, unless
it only says who left a question open.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
import pandas as pd

from aggregation.attack.algebra import Ints, Mask
from aggregation.attack.judge import Truth
from aggregation.attack.light import find_light
from aggregation.attack.phrases import LIGHT_LIMIT, SMALL_DIFFERENCE
from aggregation.attack.reading import NOT, RESPONSE, Areas, Place, Table
from aggregation.attack.verdict import Finding, Kind, Limits
from data.terms import BAR, TOTAL

NEARLY = 0.8
"""Two sets are nearly equal when they share so much of what is in either."""


@dataclass(frozen=True)
class _Published:
    """One published count: its question and category, who is in it, who is in its total, where it is shown."""

    table: Table
    category: str
    members: Mask
    everybody: Mask
    shown: frozenset[Place]

    @property
    def is_total(self) -> bool:
        """Whether all who answered are counted; roles are public, so head counts and answers of one role are too."""
        return self.category == TOTAL or self.table.indicator == RESPONSE or (self.told and not self.table.practices)

    @property
    def told(self) -> bool:
        """Whether the count itself is public: head counts, answers on the practice map, which practices answered."""
        return self.table.public or self.table.on_map

    @property
    def public(self) -> bool:
        """Whether everybody may know who is in its total: public lists, practices that answered, and the response."""
        table = self.table
        return table.public or table.on_map or table.totals_public or table.indicator == RESPONSE


def _exempt(one: _Published, other: _Published, left_open: float) -> bool:
    """Whether the release may tell the difference of two counts, by agreement.

    Two counts of which everybody may know who is in them tell nothing. Two totals of which one is public, or both are
    of answers, differ in who left a question open. An option beside the total of another question says no more than
    beside its own total, which is attacked, as long as all who answered the option's question are in the other total,
    but for who left that one open. Two options of answers to different questions tell no attribute of those in one and
    not in the other.
    """
    both_asked = one.table.asked and other.table.asked
    if any(a.told and (b.told or (b.public and b.is_total)) for a, b in ((one, other), (other, one))):
        return True
    open_ = both_asked or one.public or other.public
    if one.is_total and other.is_total:
        return open_
    if not one.is_total and not other.is_total:
        return both_asked
    option, total = (other, one) if one.is_total else (one, other)
    missing = int((option.everybody & ~total.members).sum())
    return open_ and missing <= (left_open if option.table.asked else 0) * int(option.everybody.sum())


@dataclass(frozen=True)
class _Pairs:
    """What the search found, gave up on and tried, and how many pairs only say who left a question open."""

    found: list[Finding]
    gave_up: list[Finding]
    tried: int
    exempt: int


def attack_pairs(tables: Sequence[Table], areas: Areas, truth: Truth, limits: Limits) -> _Pairs:
    """Subtract every published count from every other that stands over nearly the same units.

    Parameters
    ----------
    tables
        Tables of one year, the response included.
    areas
        Areas of the year.
    truth
        The unit rows: who is in which count.
    limits
        Thresholds and size of the search.
    """
    found: list[Finding] = []
    gave_up: list[Finding] = []
    tried = exempt = 0
    for practices in (False, True):
        group = [table for table in tables if table.practices == practices]
        if not group:
            continue
        published, atom = _published(group, truth, areas)
        for one, other in combinations(published, 2):
            if one.table.indicator == other.table.indicator or not _nearly(one.members, other.members):
                continue
            apart = one.members ^ other.members
            if not apart.any():
                continue
            both = sorted(one.shown & other.shown)
            pardoned = _exempt(one, other, limits.left_open)
            exempt += pardoned
            if pardoned or not both:
                continue
            tried += 1
            k = min(_least(one.table, limits), _least(other.table, limits))
            weight = np.bincount(atom[apart], minlength=len(areas.atoms))
            places, stopped = _light_places(both, areas, weight, k, limits)
            names = (one.table.indicator, other.table.indicator)
            year, category = one.table.year, f"{one.category} - {other.category}"
            found += [_tell(names, year, place, category, SMALL_DIFFERENCE) for place in places]
            gave_up += [_tell(names, year, (), category, LIGHT_LIMIT)] * stopped
    return _Pairs(found, gave_up, tried, exempt)


def _least(table: Table, limits: Limits) -> int:
    """Threshold for a difference; of a public table that of protected answers."""
    if table.public:
        return limits.practices_protected if table.practices else limits.k_protected
    return table.k


def _published(tables: Sequence[Table], truth: Truth, areas: Areas) -> tuple[list[_Published], Ints]:
    """Every published count with its members among all units, and the atom of each unit."""
    year = tables[0].year
    names = {table.indicator for table in tables}
    rows = truth.units.loc[(truth.units["year"] == year) & truth.units["indicator"].isin(names)]
    units = rows.drop_duplicates("unit").set_index("unit")
    position = {atom: number for number, atom in enumerate(areas.atoms)}
    atom = units["atom"].astype(str).map(position).to_numpy()
    by_name = {str(name): part for name, part in rows.groupby("indicator")}
    published = []
    seen: set[tuple[bytes, bytes, frozenset[Place], bool, bool]] = set()
    for table in tables:
        own = by_name.get(table.indicator)
        if own is None:
            continue
        for category in table.categories:
            inside = own if category == TOTAL else own.loc[_chosen(own["answer"], table, category)]
            members = np.asarray(units.index.isin(inside["unit"]), dtype=bool)
            shown = frozenset(
                (level, area)
                for (level, area, code), count in table.counts.items()
                if code == category and count is not None and (level, area) in areas.members
            )
            everybody = members if category == TOTAL else np.asarray(units.index.isin(own["unit"]), dtype=bool)
            one = _Published(table, category, members, everybody, shown)
            key = (members.tobytes(), everybody.tobytes(), shown, table.asked, one.public)
            if shown and members.any() and key not in seen:
                seen.add(key)
                published.append(one)
    return published, atom.astype(np.int64)


def _chosen(answer: "pd.Series[str]", table: Table, category: str) -> Mask:
    """Which rows gave an answer of a category."""
    codes = {table.options[position] for position in table.categories[category]}
    if len(table.options) == 2 and table.options[1].startswith(NOT):
        return np.asarray(answer.astype(str).str.split(BAR).map(lambda given: not codes.isdisjoint(given)), dtype=bool)
    return np.asarray(answer.isin(codes), dtype=bool)


def _nearly(one: Mask, other: Mask) -> bool:
    """Whether two sets are nearly equal."""
    return bool((one & other).sum() >= NEARLY * (one | other).sum())


def _light_places(
    places: Sequence[Place], areas: Areas, weight: Ints, k: int, limits: Limits
) -> tuple[list[tuple[str, ...]], bool]:
    """Municipalities of the combinations of areas in which too few units make the difference."""
    masks: Mapping[Place, Mask] = {place: areas.members[place] for place in places}
    matrix = np.asarray(list(masks.values()))
    classes = np.unique(matrix, axis=1, return_inverse=True)[1].reshape(-1)
    first = np.unique(classes, return_index=True)[1]
    sizes = np.bincount(classes, weights=weight).astype(np.int64)
    if not ((sizes > 0) & (sizes < k)).any():
        return [], False
    search = find_light(
        matrix[:, first].astype(np.int64),
        np.arange(len(sizes)),
        sizes,
        k,
        nodes=limits.nodes,
        most=limits.findings_per_table,
        one_sign=True,
    )
    named = [areas.municipalities(support[classes] & (weight > 0)) for support in search.supports]
    return [tuple(f"{level}:{area}" for level, area in one) for one in named], search.gave_up


def _tell(
    indicators: tuple[str, ...], year: int, places: tuple[str, ...], category: str, message: tuple[str, str]
) -> Finding:
    return Finding(
        kind=Kind.DIFFERENCE,
        indicators=indicators,
        year=year,
        areas=places,
        category=category,
        message=message[0],
        message_nl=message[1],
    )
