"""The areas of two releases of one year laid over each other, also when kringen, zones or their lines moved."""

from collections.abc import Mapping
from dataclasses import replace

import numpy as np
import pandas as pd

from aggregation.attack.reading import Areas, Place, Table, levels_of, read_areas
from data.terms import FLANDERS, Level

EARLIER = " (earlier)"
"""Marks an area of the older release that the newer one draws differently."""

_PARTS = ["gemeente", "postcode"]
"""What a line of either map is known by."""


def lay_maps(old: pd.DataFrame, new: pd.DataFrame, year: int) -> tuple[Areas, Mapping[Place, Place]] | None:
    """Find atoms that both maps are made of, and how an area of the old map is called among them.

    Parameters
    ----------
    old, new
        Table ``membership`` of two releases.
    year
        Survey year.

    Returns
    -------
    Areas of both maps over common atoms; and old place to the name it has there, for areas that changed. None when a
    municipality is in one map only, or is split by different postcodes.
    """
    before, after = read_areas(old, year), read_areas(new, year)
    if before.atoms == after.atoms and before.lookup.equals(after.lookup):
        return after, {}
    earlier, later = (levels_of(table.loc[table["year"] == year]) for table in (old, new))
    levels = [level for level in later if level in earlier]
    lines = _common_lines(_lines(old, year, levels), _lines(new, year, levels))
    if lines is None:
        return None
    members: dict[Place, np.ndarray] = {(str(Level.VLAANDEREN), FLANDERS): np.ones(len(lines), dtype=bool)}
    renamed: dict[Place, Place] = {}
    for level in levels:
        codes = lines[level].to_numpy(dtype=object)
        members.update({(level, str(area)): codes == area for area in sorted(set(codes))})
    for level in levels:
        codes = lines[f"{level}_old"].to_numpy(dtype=object)
        for area in sorted(set(codes)):
            mask, place = codes == area, (level, str(area))
            if place not in members or not np.array_equal(members[place], mask):
                renamed[place] = (level, str(area) + EARLIER)
                members[renamed[place]] = mask
    atoms = tuple(f"{place}" for place in range(len(lines)))
    return Areas(atoms=atoms, members=members, lookup=lines[levels]), renamed


def rename_places(table: Table, renamed: Mapping[Place, Place]) -> Table:
    """Give the cells of an old table the names that its areas have on the common map."""
    if not renamed:
        return table
    counts = {(*renamed.get(key[:2], key[:2]), key[2]): count for key, count in table.counts.items()}
    return replace(table, counts=counts)


def _lines(membership: pd.DataFrame, year: int, levels: list[str]) -> pd.DataFrame:
    rows = membership.loc[membership["year"] == year, list(dict.fromkeys([*_PARTS, *levels]))].astype(object)
    return rows.where(rows.notna(), "").astype(str).drop_duplicates()


def _common_lines(old: pd.DataFrame, new: pd.DataFrame) -> pd.DataFrame | None:
    """Match lines by municipality and postcode; one that a map leaves whole takes the lines of the other map."""
    if set(old["gemeente"]) != set(new["gemeente"]):
        return None
    parts = []
    for gemeente, later in new.groupby("gemeente"):
        earlier = old.loc[old["gemeente"] == gemeente]
        if len(earlier) == 1 or len(later) == 1:
            parts.append(later.merge(earlier, on="gemeente", suffixes=("", "_old")))
        elif set(earlier["postcode"]) == set(later["postcode"]):
            parts.append(later.merge(earlier, on=["gemeente", "postcode"], suffixes=("", "_old")))
        else:
            return None
    lines = pd.concat(parts, ignore_index=True)
    return lines.assign(gemeente_old=lines["gemeente"])
