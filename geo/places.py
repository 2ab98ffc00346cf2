"""Whether places of practices can be right, by the borders at hand: schematic or simplified, so with wide margins."""

from collections.abc import Sequence
from functools import lru_cache

import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from geo.boundaries import Boundaries
from geo.reference import load_atoms

FAR_KM = 10.0
"""Farther than this from its municipality a practice is told; the schematic borders are right to some kilometres."""

OUTSIDE_KM = 2.0
"""Farther than this outside Flanders, as in the sea."""

_KM_PER_DEGREE = 111.32
_LATITUDE = 51.0

Numbers = NDArray[np.float64]


def far_away(practices: pd.DataFrame, known: Sequence[Boundaries] = ()) -> pd.Series:
    """Tell which practices lie far from the municipality beside them, or outside Flanders.

    Parameters
    ----------
    practices : ``nis`` text, of any boundary year; ``longitude``, ``latitude`` degrees in WGS 84, missing or not.
    known : official boundaries; their municipalities are looked at before the schematic ones.

    Returns
    -------
    One boolean per row, on its index; false where the place or the municipality is not known.
    """
    longitude, latitude = (_degrees(practices[name]) for name in ("longitude", "latitude"))
    points = np.asarray(shapely.points(*_kilometres(longitude, latitude)))
    placed_at = ~(np.isnan(longitude) | np.isnan(latitude))
    far = np.zeros(len(practices), dtype=bool)
    far[placed_at] = shapely.distance(points[placed_at], _flanders()) > OUTSIDE_KM
    shapes = _municipalities() | _official(known)
    for nis, rows in practices.reset_index(drop=True).groupby("nis").indices.items():
        if nis in shapes:
            placed = rows[placed_at[rows]]
            far[placed] |= shapely.distance(points[placed], shapes[nis]) > FAR_KM
    return pd.Series(far, index=practices.index)


def _degrees(values: pd.Series) -> Numbers:
    return np.asarray(values.astype("float64").to_numpy(dtype="float64", na_value=np.nan), dtype=np.float64)


@lru_cache
def _municipalities() -> dict[str, shapely.Geometry]:
    """Shape of every municipality in kilometres, of all boundary years."""
    atoms = load_atoms()
    geometry = shapely.transform(atoms.geometry.to_numpy(), lambda xy: np.column_stack(_kilometres(*xy.T)))
    shapes: dict[str, shapely.Geometry] = {}
    for code in ("nis_2019", "nis_2025"):
        for nis, rows in atoms.reset_index(drop=True).groupby(code).indices.items():
            shapes[str(nis)] = shapely.union_all(geometry[rows])
            shapely.prepare(shapes[str(nis)])
    return shapes


def _official(known: Sequence[Boundaries]) -> dict[str, shapely.Geometry]:
    shapes: dict[str, shapely.Geometry] = {}
    for one in sorted(known, key=lambda each: each.year):
        geometry = shapely.transform(one.pieces.geometry.to_numpy(), lambda xy: np.column_stack(_kilometres(*xy.T)))
        for nis, rows in one.pieces.reset_index(drop=True).groupby("nis").indices.items():
            shapes[str(nis)] = shapely.union_all(geometry[rows])
    return shapes


@lru_cache
def _flanders() -> shapely.Geometry:
    return shapely.union_all(list(_municipalities().values()))


def _kilometres(longitude: Numbers, latitude: Numbers) -> tuple[Numbers, Numbers]:
    """Kilometres east and north, flat around 51 degrees: right to a per mille within Flanders."""
    return longitude * _KM_PER_DEGREE * np.cos(np.radians(_LATITUDE)), latitude * _KM_PER_DEGREE
