"""Cuts each canton between its own municipalities: nearest place first, areas as published.

Every point of a canton goes to the municipality that minimises ``distance - reach of the place - reach of
the municipality``. The reach of a place grows with the logarithm of its residents; the reach of a municipality is
found by iteration, so that it gets its published share of the canton's area. (An additively weighted Voronoi
diagram with prescribed areas.)
"""

from typing import NamedTuple

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from geo.build.inputs import Canton

CELL = 100.0
"""Side of the squares that a canton is cut in, in metres; smoothed away afterwards."""

REACH = 450.0
"""Metres of extra reach per factor e in residents."""

_REFERENCE_RESIDENTS = 2_000.0
_FEWEST_RESIDENTS = 300.0
_SMALLEST_FRAGMENT = 150_000.0  # m2: exclaves smaller than this are left out of a schematic map
_LEAST_KM2 = 0.5  # target of a city in a canton whose other municipalities seem to fill it
_ROUNDS = 600
_GOOD_ENOUGH = 0.001  # share of the canton's area

Floats = NDArray[np.float64]


class Piece(NamedTuple):
    """A part of a municipality inside one canton."""

    nis_2019: str
    postcode: str
    geometry: shapely.Geometry


def cut_canton(canton: Canton, seeds: gpd.GeoDataFrame, areas: pd.Series, successors: pd.Series) -> list[Piece]:
    """Return the pieces of one canton, without gaps or overlaps between them.

    ``areas`` (km2) and ``successors`` (code of 2025) are indexed by the code of 2019.
    """
    whole_city = canton.municipalities == (canton.shared,)
    own = seeds["canton"].eq(canton.name)
    candidates = seeds[own | seeds["nis_2019"].eq(canton.shared)] if whole_city else seeds[own]
    pieces: list[Piece] = []
    for part in shapely.get_parts(canton.outline):
        if part.area < _SMALLEST_FRAGMENT:
            continue
        inside = candidates[candidates.within(part)]
        if inside.empty and not whole_city:  # an exclave without a place of its own is not cut
            nearest = candidates.loc[candidates.distance(part).idxmin()]
            pieces.append(Piece(nearest["nis_2019"], nearest["postcode"], part))
            continue
        used = candidates if whole_city else inside
        targets = _targets(part.area, used, areas, successors, canton.shared)
        pieces += _cut(part, used, targets)
    return pieces


def _targets(
    area: float, seeds: gpd.GeoDataFrame, areas: pd.Series, successors: pd.Series, shared: str | None
) -> dict[str, float]:
    """Return the share of the area that each municipality should get; a shared one gets what is left."""
    wanted = {nis: float(areas[nis]) for nis in sorted(set(seeds["nis_2019"]))}
    rest = [nis for nis in wanted if successors[nis] == shared]
    if rest:  # the city proper takes what the others leave; what merged into it lies whole in one canton
        city = max(rest, key=lambda nis: wanted[nis])
        others = sum(value for nis, value in wanted.items() if nis != city)
        wanted[city] = max(area / 1e6 - others, _LEAST_KM2)
    total = sum(wanted.values())
    return {nis: value / total for nis, value in wanted.items()}


def _cut(part: shapely.Polygon, seeds: gpd.GeoDataFrame, targets: dict[str, float]) -> list[Piece]:
    centres, inside = _grid(part)
    base = REACH * np.log(seeds["population"].clip(_FEWEST_RESIDENTS).to_numpy() / _REFERENCE_RESIDENTS)
    xy = shapely.get_coordinates(seeds.geometry.to_numpy())
    distance = np.hypot(centres[:, None, 0] - xy[None, :, 0], centres[:, None, 1] - xy[None, :, 1]) - base
    codes = list(targets)
    owner = np.array([codes.index(nis) for nis in seeds["nis_2019"]])
    closest = np.stack([distance[:, owner == i].min(axis=1) for i in range(len(codes))], axis=1)
    reach = balance(closest[inside], np.array(list(targets.values())), scale=float(np.sqrt(part.area)))
    nearest = (distance - reach[owner]).argmin(axis=1)
    keys = list(zip(seeds["nis_2019"], seeds["postcode"], strict=True))
    labels = sorted(set(keys))
    label_of_seed = np.array([labels.index(key) for key in keys])
    label = label_of_seed[nearest]
    found = [(labels[i], _outline(centres[label == i])) for i in np.unique(label)]
    return [
        Piece(nis, postcode, shape)
        for (nis, postcode), outline in found
        if not shapely.is_empty(shape := _polygons(shapely.intersection(outline, part)))
    ]


def balance(closest: Floats, targets: Floats, *, scale: float) -> Floats:
    """Return the reach of each municipality that gives it its target share of the points.

    ``closest``: n points by m municipalities, metres. ``targets``: m shares that sum to 1. Steps shrink with the
    rounds; the best round is returned.
    """
    reach = np.zeros(len(targets))
    best, best_error = reach.copy(), np.inf
    for step in range(_ROUNDS):
        share = np.bincount((closest - reach).argmin(axis=1), minlength=len(targets)) / len(closest)
        gap = targets - share
        error = float(np.abs(gap).max())
        if error < best_error:
            best, best_error = reach.copy(), error
        if error < _GOOD_ENOUGH:
            break
        reach = reach + 0.5 * scale * gap / (1 + step / 60)
    return best


def _grid(part: shapely.Polygon) -> tuple[Floats, NDArray[np.bool_]]:
    """Return the centres of all squares that touch the polygon, and which centres lie inside it."""
    west, south, east, north = (np.array(part.bounds) / CELL).round() * CELL
    xs = np.arange(west - CELL, east + 2 * CELL, CELL) + CELL / 2
    ys = np.arange(south - CELL, north + 2 * CELL, CELL) + CELL / 2
    x, y = (v.ravel() for v in np.meshgrid(xs, ys))
    wide = part.buffer(CELL)
    shapely.prepare([wide, part])
    kept = shapely.contains_xy(wide, x, y)
    centres = np.column_stack([x[kept], y[kept]])
    inside = shapely.contains_xy(part, centres[:, 0], centres[:, 1])
    return centres, inside if inside.any() else np.ones(len(centres), dtype=bool)


def _outline(centres: Floats) -> shapely.Geometry:
    """Return the union of squares around the centres, built from runs per row (much faster than per square)."""
    cells = np.round((centres - CELL / 2) / CELL).astype(np.int64)
    cells = cells[np.lexsort((cells[:, 0], cells[:, 1]))]
    breaks = np.flatnonzero((np.diff(cells[:, 1]) != 0) | (np.diff(cells[:, 0]) != 1)) + 1
    first, last = np.r_[0, breaks], np.r_[breaks - 1, len(cells) - 1]
    left, right, row = cells[first, 0] * CELL, (cells[last, 0] + 1) * CELL, cells[first, 1] * CELL
    return shapely.union_all(shapely.box(left, row, right, row + CELL))


def _polygons(geometry: shapely.Geometry) -> shapely.Geometry:
    """Keep only the surfaces of a geometry; a cut can also leave points and lines behind."""
    parts = shapely.get_parts(shapely.get_parts(geometry))
    return shapely.union_all([p for p in parts if isinstance(p, shapely.Polygon) and p.area > 1.0])
