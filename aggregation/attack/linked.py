"""What one table says about another: shared respondents, response, the practice map, the same answer twice."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np
import pandas as pd
from scipy.sparse import csr_array

from aggregation.attack.algebra import PRIME, Ints, reduce_rows
from aggregation.attack.reading import NOT, RESPONSE, Areas, Place, Table
from aggregation.attack.verdict import Limits
from data.terms import BAR, TOTAL, Role


def agree(one: Mapping[Place, int], other: Mapping[Place, int], least: int) -> bool:
    """Whether two sets of shown counts coincide wherever both show one, in enough areas that are not empty."""
    both = one.keys() & other.keys()
    return sum(one[place] > 0 for place in both) >= least and all(one[place] == other[place] for place in both)


def join_frames(tables: Sequence[Table], limits: Limits) -> tuple[list[Table], list[str]]:
    """Take tables for the same respondents when their totals agree in every area where both show one.

    The frame of the release says who got the question; who answered can still differ from question to question.
    Tables of one frame are joined from the first area they agree on, others only from ``linking_areas`` on.

    Returns
    -------
    (tables, words)
        Tables with the joined frame and the smallest threshold for numbers of respondents in it; and which tables
        were joined.
    """
    groups: list[tuple[dict[Place, int], list[int]]] = []
    for index, table in enumerate(tables):
        totals = table.shown_totals()
        for known, members in groups:
            other = tables[members[0]]
            least = 1 if other.frame == table.frame else limits.linking_areas
            if other.practices == table.practices and agree(known, totals, least):
                known.update(totals)
                members.append(index)
                break
        else:
            groups.append((totals, [index]))
    joined = list(tables)
    words = []
    for _, members in groups:
        same = [tables[index] for index in members]
        name = " ".join(sorted({table.indicator for table in same}))
        if len({table.indicator for table in same}) > 1:
            words.append(f"{same[0].year}: {name}")
        for index in members:
            joined[index] = replace(
                tables[index],
                frame=name,
                k_total=min(table.k for table in same),
                totals_public=any(table.totals_public for table in same),
            )
    return joined, words


def gather_totals(tables: Sequence[Table]) -> dict[str, dict[Place, int]]:
    """Every number of respondents that any table of a frame shows, by frame."""
    totals: dict[str, dict[Place, int]] = {}
    for table in tables:
        known = totals.setdefault(table.frame, {})
        for place, count in table.shown_totals().items():
            known.setdefault(place, count)
    return totals


def find_atom_totals(areas: Areas, totals: Mapping[Place, int], mapped: Ints | None) -> Ints:
    """Find the number of respondents per atom, as far as a reader can tell it from the release.

    Who answered is public in these frames: shown totals are subtracted from one another, and where the practice map
    accounts for every respondent, it places them. What stays open (postcode parts with practices that are not on
    the map) is −1; with the truth at hand the attack knows those as well.
    """
    places = [place for place in totals if place in areas.members]
    count = len(areas.atoms)
    matrix = np.asarray([areas.members[place] for place in places], dtype=np.int64).reshape(len(places), count)
    values = np.asarray([totals[place] for place in places], dtype=np.int64)
    if len(places) and mapped is not None and (matrix @ mapped == values).all():
        return mapped
    empty = matrix[values == 0].any(axis=0)
    reduced = reduce_rows(np.where(empty[None, :], 0, matrix), values, np.flatnonzero(~empty))
    known, residues = reduced.follow(csr_array(np.eye(count, dtype=np.int64)))
    residues = np.where(known & (residues < PRIME // 2), residues, -1)
    return np.where(empty, 0, residues)


def count_mapped(practice: pd.DataFrame | None, areas: Areas, table: Table) -> Ints | None:
    """Count the practices on the map per atom that answered the question, or all of them where the map is silent.

    The map tells municipality, kring and zone; of atoms that share all three the first gets them all, which no
    shown cell can tell apart. None when the release has no practice map of that year.
    """
    rows = map_rows(practice, table)
    if rows is None:
        return None
    return place_rows(rows, areas)


def map_rows(practice: pd.DataFrame | None, table: Table) -> pd.DataFrame | None:
    """Rows of the practice map of the table's year that answered its question."""
    if practice is None or practice.empty or not table.practices:
        return None
    rows = practice.loc[practice["year"] == table.year]
    if rows.empty:
        return None
    if table.indicator in rows.columns:
        rows = rows.loc[rows[table.indicator].notna()]
    return rows


def place_rows(rows: pd.DataFrame, areas: Areas) -> Ints:
    """Count rows with municipality, kring, zone and region per atom, as far as both tell them."""
    keys = [name for name in areas.lookup.columns if name in rows.columns and rows[name].notna().all()]
    first = areas.lookup.reset_index(names="position").drop_duplicates(keys)
    placed = rows[keys].astype(str).merge(first, on=keys, how="inner")
    return np.bincount(placed["position"].to_numpy(dtype=np.int64), minlength=len(areas.atoms)).astype(np.int64)


def hidden_table(table: Table, practice: pd.DataFrame | None, areas: Areas) -> Table | None:
    """Find what remains of a public table of practices once the answers on the practice map are subtracted.

    Those are the answers of practices that are kept off the map; they are protected like any other. None when the
    map does not show this question, or shows it in other classes than the table.
    """
    rows = map_rows(practice, table)
    if rows is None or len(table.options) < 2 or table.indicator not in rows.columns:
        return None
    given = rows[table.indicator].astype(str).str.split(BAR)
    answers = set(given.explode())
    left: dict[tuple[str, str, str], int | None] = dict(table.counts)
    multiple = table.options[1].startswith(NOT)
    if not multiple and not answers <= set(table.options):
        return None
    for category, positions in table.categories.items():
        codes = {table.options[position] for position in positions}
        chosen = rows.loc[given.map(lambda answer, codes=codes: not codes.isdisjoint(answer)).to_numpy(dtype=bool)]
        mapped = place_rows(rows if category == TOTAL else chosen, areas)
        for place, mask in areas.members.items():
            count = left.get((*place, category))
            if count is not None:
                left[(*place, category)] = count - int(mapped[mask].sum())
    return replace(table, counts=left, public=False)


def read_response(response: pd.DataFrame | None, areas: Areas, year: int, limits: Limits) -> Table | None:
    """Read who answered by role, as one more table about the same people."""
    if response is None or response.empty:
        return None
    roles = (str(Role.HUISARTS), str(Role.HAIO))
    rows = response.loc[(response["year"] == year) & response["role"].isin(roles)]
    if rows.empty:
        return None
    answered = pd.to_numeric(rows["answered"]).to_numpy(dtype=float, na_value=np.nan)
    counts: dict[tuple[str, str, str], int | None] = {
        (str(level), str(area), str(role)): None if np.isnan(count) else int(count)
        for level, area, role, count in zip(rows["level"], rows["area"], rows["role"], answered, strict=True)
        if (str(level), str(area)) in areas.members
    }
    return Table(
        indicator=RESPONSE,
        year=year,
        frame=RESPONSE,
        options=roles,
        categories={TOTAL: (0, 1), roles[0]: (0,), roles[1]: (1,)},
        counts=counts,
        k=limits.k_protected,
        k_total=limits.k_protected,
        practices=False,
        sensitive=False,
        public=False,
        totals_public=False,
    )
