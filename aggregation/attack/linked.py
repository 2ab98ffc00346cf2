"""What one table says about another: shared respondents, response, the practice map, the same answer twice."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np
import pandas as pd

from aggregation.attack.algebra import Ints
from aggregation.attack.bounds import NoTableError, Tables
from aggregation.attack.reading import Areas, Place, Table
from aggregation.attack.system import Known
from aggregation.attack.verdict import Finding, Kind, Limits
from data.terms import TOTAL

FRAME_TOTALS = (
    "questions put to the same people show different numbers of respondents",
    "vragen aan dezelfde mensen tonen een verschillend aantal antwoorden",
)


def agree(one: Mapping[Place, int], other: Mapping[Place, int], least: int) -> bool:
    """Whether two sets of shown counts coincide wherever both show one, in enough areas that are not empty."""
    both = one.keys() & other.keys()
    return sum(one[place] > 0 for place in both) >= least and all(one[place] == other[place] for place in both)


def join_frames(tables: Sequence[Table], limits: Limits) -> tuple[list[Table], list[str], list[Finding]]:
    """Take tables for the same respondents when the release says so, or when their totals agree everywhere.

    Returns
    -------
    (tables, words, found)
        Tables with the joined frame and the smallest threshold for numbers of respondents in it; which frames were
        joined; tables of one frame that contradict each other.
    """
    frames: dict[str, list[Table]] = {}
    for table in tables:
        frames.setdefault(table.frame, []).append(table)
    totals: dict[str, dict[Place, int]] = {}
    found: list[Finding] = []
    for name, members in frames.items():
        union: dict[Place, int] = {}
        for table in members:
            for place, count in table.shown_totals().items():
                if union.setdefault(place, count) != count:
                    found.append(_differ(name, members, place))
        totals[name] = union
    root = {name: name for name in frames}
    words = []
    for name in sorted(frames):
        for other in sorted(frames):
            if other >= name or root[other] != other or frames[name][0].practices != frames[other][0].practices:
                continue
            if agree(totals[name], totals[other], limits.linking_areas):
                root[name] = other
                words.append(f"{frames[name][0].year}: {other} = {name}")
                totals[other] = totals[other] | totals[name]
                break
    joined = [replace(table, frame=root[table.frame]) for table in tables]
    return [_with_threshold(table, joined) for table in joined], words, found


def _with_threshold(table: Table, tables: Sequence[Table]) -> Table:
    same = [other for other in tables if other.frame == table.frame]
    return replace(
        table,
        k_total=min(other.k for other in same),
        totals_public=any(other.totals_public for other in same),
    )


def _differ(frame: str, members: Sequence[Table], place: Place) -> Finding:
    return Finding(
        kind=Kind.CONSISTENCY,
        indicators=tuple(sorted({table.indicator for table in members})),
        year=members[0].year,
        areas=(f"{place[0]}:{place[1]}",),
        category=TOTAL,
        message=f"{FRAME_TOTALS[0]} (frame {frame})",
        message_nl=f"{FRAME_TOTALS[1]} (kader {frame})",
    )


def gather_totals(tables: Sequence[Table]) -> dict[str, dict[Place, int]]:
    """Every number of respondents that any table of a frame shows, by frame."""
    totals: dict[str, dict[Place, int]] = {}
    for table in tables:
        known = totals.setdefault(table.frame, {})
        for place, count in table.shown_totals().items():
            known.setdefault(place, count)
    return totals


def complete_totals(areas: Areas, totals: Mapping[Place, int], mapped: Ints | None) -> Ints:
    """Find the number of respondents of every atom, as a reader who knows the region would have it.

    Who answered is public in these frames, so the attack takes the totals of all atoms as known. Their values follow
    from the shown totals and the practice map; where both leave a choice (postcode parts with practices that are not
    on the map), one that agrees with everything shown is taken.

    Raises
    ------
    NoTableError
        The shown totals contradict one another or the practice map.
    """
    places = [place for place in totals if place in areas.members]
    count = len(areas.atoms)
    if not places:
        return np.zeros(count, dtype=np.int64) if mapped is None else mapped
    matrix = np.asarray([areas.members[place] for place in places], dtype=np.int64)
    values = np.asarray([totals[place] for place in places], dtype=np.int64)
    start = np.zeros(count, dtype=np.int64) if mapped is None else mapped
    hidden = values - matrix @ start
    if (hidden < 0).any():
        start, hidden = np.zeros(count, dtype=np.int64), values
    found = Tables(matrix, hidden, 1.0).maximise(np.ones(count), np.zeros(count))
    whole = np.round(found).astype(np.int64)
    if (matrix @ whole != hidden).any():
        raise NoTableError("the shown totals leave no whole numbers of respondents per atom")
    return np.asarray(start + whole, dtype=np.int64)


def count_mapped(practice: pd.DataFrame | None, areas: Areas, year: int) -> Ints | None:
    """Practices on the map per atom, or None when the release has no practice map of that year.

    The map tells municipality, kring and zone; of atoms that share all three the first gets them all, which no
    shown cell can tell apart.
    """
    if practice is None or practice.empty:
        return None
    rows = practice.loc[practice["year"] == year, ["gemeente", "kring", "elz"]].astype(str)
    if rows.empty:
        return None
    first = areas.lookup.reset_index(names="position").drop_duplicates(["gemeente", "kring", "elz"])
    placed = rows.merge(first, on=["gemeente", "kring", "elz"], how="inner")
    return np.bincount(placed["position"], minlength=len(areas.atoms)).astype(np.int64)


def known_for(table: Table, totals: Mapping[str, Mapping[Place, int]], atom_totals: Mapping[str, Ints]) -> Known:
    """Gather what the reader knows about the respondents of one table."""
    return Known(totals=totals[table.frame], atom_totals=atom_totals.get(table.frame) if table.totals_public else None)
