"""Two vintages of one survey year with the truth of both: who changed is one more table, and is attacked like one.

A change of one unit and a change of fifty look alike in a shown count that moves by one. With the unit rows of both
vintages at hand the units behind every change are counted, and the table of these counts, shown where both releases
show the cell, must withstand every attack: then no combination of new minus old cells rests on fewer than k of them.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain, combinations

import numpy as np
import pandas as pd

from aggregation.attack.algebra import Ints
from aggregation.attack.reading import NOT, Areas, Place, Table
from aggregation.attack.verdict import Limits
from data.terms import BAR, TOTAL, Measure

Vintages = tuple[pd.DataFrame, pd.DataFrame]
"""Unit rows of a year behind the old and behind the new release: [indicator, key, place, atom, doctors, answer, value,
hidden]; ``key`` and ``place`` tell a unit and its practice in both."""

_TOGETHER = 5
_COUNTED = (str(Measure.COUNT), str(Measure.SHARE))


@dataclass(frozen=True)
class Moved:
    """What became of one unit: where it stood and what it said, then and now; None where it was not there."""

    place: object
    doctors: int
    then: tuple[str, str, float] | None
    now: tuple[str, str, float] | None


def changed_tables(old: Table, new: Table, areas: Areas, vintages: Vintages, limits: Limits) -> Iterator[Table]:
    """Give the tables of changed units behind one question: per set of options whose cells both releases show.

    Parameters
    ----------
    old, new : the question in both releases, on one map.
    """
    moved = _pair_up(new, vintages)
    if not moved:
        return
    for chosen, places in _sets(old, new):
        touched = [(unit, _atoms(unit, chosen)) for unit in moved]
        yield from _tables(new, places, [entry for entry in touched if entry[1]], areas, limits)


def moved_tables(
    new: Table, shown: Mapping[Place, bool], areas: Areas, vintages: Vintages, limits: Limits
) -> Iterator[Table]:
    """Give the tables of units whose value changed, or who came or left, behind the means, quantiles and rates."""
    moved = _pair_up(new, vintages)
    touched = [(unit, _atoms(unit, None, values=True)) for unit in moved]
    yield from _tables(new, shown, [entry for entry in touched if entry[1]], areas, limits)


def places_with_values(old: pd.DataFrame, new: pd.DataFrame, indicator: str, year: int) -> dict[Place, bool]:
    """Places of a question with a mean, quantile or rate: whether both releases show it."""
    shown: dict[Place, bool] = {}
    sides: list[set[Place]] = []
    for cell in (old, new):
        rows = cell.loc[(cell["indicator"] == indicator) & (cell["year"] == year) & ~cell["measure"].isin(_COUNTED)]
        free = rows.loc[rows["value"].notna(), ["level", "area"]].astype(str)
        sides.append(set(free.itertuples(index=False, name=None)))
        for place in rows[["level", "area"]].astype(str).drop_duplicates().itertuples(index=False, name=None):
            shown.setdefault((str(place[0]), str(place[1])), False)
    return {place: place in sides[0] and place in sides[1] for place in shown} if sides[0] & sides[1] else {}


def _pair_up(table: Table, vintages: Vintages) -> list[Moved]:
    """Units of which anything differs between the two vintages, with their answer in the words of the table."""
    sides = []
    for rows in vintages:
        own = rows.loc[rows["indicator"] == table.indicator]
        answers = own["answer"].astype("object").where(own["answer"].notna(), "").astype(str)
        if len(table.options) == 2 and table.options[1] == NOT + table.options[0]:
            answers = answers.map(
                lambda text: table.options[0] if table.options[0] in text.split(BAR) else table.options[1]
            )
        values = pd.to_numeric(own["value"]).astype(float).fillna(-1.0)
        sides.append(
            {
                key: (place, int(doctors), bool(hidden), (str(atom), answer, value))
                for key, place, doctors, hidden, atom, answer, value in zip(
                    own["key"], own["place"], own["doctors"], own["hidden"], own["atom"], answers, values, strict=True
                )
            }
        )
    before, after = sides
    found = []
    for key in before.keys() | after.keys():
        one, other = before.get(key), after.get(key)
        there = other or one
        if there is None or (one and other and one[3] == other[3]):
            continue
        if table.public and not any(side is not None and side[2] for side in (one, other)):
            continue  # what stands on the map is known anyway
        found.append(Moved(there[0], there[1], one[3] if one else None, other[3] if other else None))
    return found


def _sets(old: Table, new: Table) -> Iterator[tuple[frozenset[str] | None, dict[Place, bool]]]:
    """Give sets of options with the places where both releases show all their cells; None: all who answered."""
    codes = new.options
    for category, positions in new.categories.items():
        everybody = category == TOTAL
        yield None if everybody else frozenset(codes[i] for i in positions), _both(old, new, [category])
    if 2 < len(codes) <= _TOGETHER:
        for chosen in chain.from_iterable(combinations(codes, size) for size in range(2, len(codes))):
            if set(chosen) <= new.categories.keys():
                yield frozenset(chosen), _both(old, new, chosen)


def _both(old: Table, new: Table, categories: Sequence[str]) -> dict[Place, bool]:
    places = {key[:2] for key in new.counts if key[2] == categories[0]}
    return {
        place: all(table.counts.get((*place, category)) is not None for table in (old, new) for category in categories)
        for place in places
    }


def _atoms(unit: Moved, chosen: frozenset[str] | None, *, values: bool = False) -> set[str]:
    """Atoms in which a unit came into a set, left it, or (with ``values``) stayed with another value."""
    then = unit.then if unit.then and (chosen is None or unit.then[1] in chosen) else None
    now = unit.now if unit.now and (chosen is None or unit.now[1] in chosen) else None
    if then is not None and now is not None and then[0] == now[0]:
        return {now[0]} if values and then[2] != now[2] else set()
    return {side[0] for side in (then, now) if side is not None}


def _tables(
    table: Table, places: Mapping[Place, bool], touched: Sequence[tuple[Moved, set[str]]], areas: Areas, limits: Limits
) -> Iterator[Table]:
    """Count units, and what stands beside them (practices of doctors, doctors of practices), in every place."""
    if not touched or not any(places.values()):
        return
    position = {str(atom): index for index, atom in enumerate(areas.atoms)}
    units: Ints = np.zeros(len(position), dtype=np.int64)
    others: Ints = np.zeros(len(position), dtype=np.int64)
    seen: set[tuple[str, object]] = set()
    for unit, atoms in touched:
        for atom in atoms:
            units[position[atom]] += 1
            if table.practices:
                others[position[atom]] += unit.doctors
            elif (atom, unit.place) not in seen:
                seen.add((atom, unit.place))
                others[position[atom]] += 1
    least = limits.doctors_in_practices if table.practices else limits.practices_protected
    k = table.k if not table.public else limits.practices_protected
    for weights, limit in ((units, k), (others, least)):
        counts = {
            (*place, TOTAL): int(weights[areas.members[place]].sum()) if both else None
            for place, both in places.items()
            if place in areas.members
        }
        yield replace(
            table,
            options=(),
            categories={TOTAL: (0,)},
            counts=counts,
            k=limit,
            k_total=limit,
            sensitive=False,
            public=False,
            totals_public=False,
        )
