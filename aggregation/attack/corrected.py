"""A correction between two releases of a year: what did not change is laid together, what did is there twice.

A reader takes answers for the same wherever no shown number moved. Places that show the same in both releases settle
their atoms; the correction lies in the others, or, for who knows where, in one municipality. Atoms that may have
changed get an earlier copy, and the cells of both releases become the equations of one table.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

import numpy as np

from aggregation.attack.algebra import Mask
from aggregation.attack.maps import EARLIER
from aggregation.attack.reading import Areas, Place, Table
from data.terms import TOTAL, Level

MOST_MUNICIPALITIES = 40
"""So many municipalities are tried as the one that was corrected; where more could be, none is known to be."""


@dataclass(frozen=True)
class Twice:
    """One table over atoms of which some have an earlier copy; ``areas`` has the places of both releases."""

    table: Table
    areas: Areas


def lay_corrected(old: Table, new: Table, areas: Areas) -> Iterator[Twice]:
    """Lay two releases of a corrected table over each other, for every place where a reader may suspect the correction.

    Parameters
    ----------
    old, new
        The same question in both, on common areas.
    areas
        Areas of both.

    Returns
    -------
    One table per suspicion; none where no place shows the same in both.
    """
    settled, moved = _compare(old, new, areas)
    suspect = ~settled
    for place in moved:
        if not (areas.members[place] & suspect).any():
            suspect = suspect | areas.members[place]  # changes cancelled out somewhere: all of it may have changed
    if suspect.all() or not moved:
        return
    yield _twice(old, new, areas, suspect)
    towns = []
    for place, mask in areas.members.items():
        if place[0] == str(Level.GEMEENTE) and all((mask & areas.members[other]).any() for other in moved):
            towns.append(mask)
    if len(towns) <= MOST_MUNICIPALITIES:
        for mask in towns:
            if not np.array_equal(mask, suspect):
                yield _twice(old, new, areas, mask)


def _compare(old: Table, new: Table, areas: Areas) -> tuple[Mask, list[Place]]:
    """Atoms of places that show the same in both releases, and places of which a shown number moved."""
    same: dict[Place, bool] = {}
    for (level, area, category), count in new.counts.items():
        before = old.counts.get((level, area, category))
        if count is None or before is None or (level, area) not in areas.members:
            continue
        if category != TOTAL or not new.options or before != count:
            same[level, area] = same.get((level, area), True) and before == count
    settled = np.zeros(len(areas.atoms), dtype=bool)
    for place, agrees in same.items():
        if agrees:
            settled |= areas.members[place]
    return settled, [place for place, agrees in same.items() if not agrees]


def _twice(old: Table, new: Table, areas: Areas, suspect: Mask) -> Twice:
    """Give the suspect atoms an earlier copy, of which the cells of the older release speak."""
    copies = np.flatnonzero(suspect)
    none = np.zeros(len(copies), dtype=bool)
    members: dict[Place, Mask] = {place: np.concatenate([mask, none]) for place, mask in areas.members.items()}
    names: dict[Place, Place] = {}
    for place, mask in areas.members.items():
        if (mask & suspect).any():
            names[place] = (place[0], place[1] + EARLIER)
            members[names[place]] = np.concatenate([mask & ~suspect, mask[copies]])
    counts = dict(new.counts)
    for (level, area, category), count in old.counts.items():
        key = (*names.get((level, area), (level, area)), category)
        if counts.get(key) is None:
            counts[key] = count
    atoms = (*areas.atoms, *(areas.atoms[copy] + EARLIER for copy in copies))
    lookup = areas.lookup.iloc[[*range(len(areas.atoms)), *copies]].reset_index(drop=True)
    return Twice(replace(new, counts=counts), Areas(atoms=atoms, members=members, lookup=lookup))


def earlier_totals(old: Mapping[Place, int], new: Mapping[Place, int], areas: Areas) -> dict[Place, int]:
    """Give numbers of respondents of both releases, the older ones under the names that its places have."""
    named = {(level, area + EARLIER): count for (level, area), count in old.items()}
    known = {place: count for place, count in named.items() if place in areas.members}
    return known | {place: count for place, count in new.items() if place in areas.members}
