"""Which areas lie in, around and across an area: read from the memberships of a release, no answer of anybody enters.

Zones, kringen and municipalities overlap without nesting, so that one area has three kinds of relations to another: it
lies in it, contains it, or shares a part with it. A part is told in municipalities, and a municipality that is itself
divided between areas is called a part.
"""

from dataclasses import dataclass

import pandas as pd

from data.terms import Level

LEVELS = (Level.PROVINCIE, Level.REGIO, Level.KRING, Level.ELZ, Level.GEMEENTE)


@dataclass(frozen=True, kw_only=True)
class Overlap:
    """What an area shares with another one.

    ``within`` the area lies whole in the other, ``contains`` the other lies whole in it (both for the same territory).
    ``shared`` are the municipalities with territory in both, of which ``divided`` only for a part; ``own`` and
    ``others`` count the municipalities that each of the two has.
    """

    level: Level
    area: str
    within: bool
    contains: bool
    shared: tuple[str, ...]
    divided: frozenset[str]
    own: int
    others: int

    @property
    def nested(self) -> bool:
        """True where one of the two lies whole in the other."""
        return self.within or self.contains


def overlaps(membership: pd.DataFrame, level: Level, area: str) -> tuple[Overlap, ...]:
    """Give every area of another level that shares territory with an area, from coarse to fine, by id.

    Parameters
    ----------
    membership : table of a release of one year, one row per line of its geography; of the columns of levels those that
        the release has.

    Returns
    -------
    Nothing where the area does not stand in the memberships.
    """
    lines = membership.astype(dict.fromkeys(("gemeente", level.value), str)).reset_index(drop=True)
    inside = lines[level.value].eq(area)
    here = lines[inside]
    found: list[Overlap] = []
    pieces = {str(town): int(n) for town, n in lines.groupby("gemeente").size().items()}
    for other in LEVELS:
        if other is level or other.value not in lines or lines[other.value].isna().all():
            continue
        column = lines[other.value].astype(str)
        for name, both in sorted(here.groupby(column[inside]), key=lambda pair: str(pair[0])):
            theirs = lines[column.eq(name)]
            towns = {str(town): int(n) for town, n in both.groupby("gemeente").size().items()}
            found.append(
                Overlap(
                    level=other,
                    area=str(name),
                    within=len(both) == len(here),
                    contains=len(both) == len(theirs),
                    shared=tuple(towns),
                    divided=frozenset(town for town, n in towns.items() if n < pieces[town]),
                    own=here["gemeente"].nunique(),
                    others=theirs["gemeente"].nunique(),
                )
            )
    return tuple(found)
