"""Where the people of a municipality live, and how much of what lies within their reach is beyond Flanders.

Beyond the border the product knows no supply, so an area that looks across it cannot be judged. Reach and its weights:
``docs/methods/access.md``.
"""

from collections.abc import Callable, Mapping

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely

from geo import reference
from geo.layers import read_layer

Floats = npt.NDArray[np.float64]

_METRES = 3812  # Belgian Lambert 2008
_COAST = ((2.545, 51.090), (3.370, 51.372))
"""Ends of a line along the coast, De Panne to the Zwin: what lies to its north-west is sea, where nobody lives."""

_RINGS = 24
_RAYS = 72


def catchments(
    geojson: str, *, reach_km: float, weights: Mapping[str, Callable[[Floats], Floats]]
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Describe the catchment of every area of a layer.

    Parameters
    ----------
    geojson : layer of municipalities, EPSG:4326.
    reach_km : distance in a straight line that is looked at.
    weights : under each name, the weight (0-1) of a place at a distance in km.

    Returns
    -------
    Two frames indexed by ``area``: ``x_km``, ``y_km`` (centre of its settlements by weight, of its shape where none is
    known within it; Lambert 2008) and ``area_km2`` (of the drawn shape); and per name of ``weights`` what lies outside
    (0-1: part of the weighted surface around the centre that is beyond Flanders, the sea left out).
    """
    areas, shapes = read_layer(geojson)
    frame = gpd.GeoDataFrame({"area": areas}, geometry=list(shapes), crs=4326)
    metric = frame.to_crs(_METRES)
    centres = _centres(frame)
    points = gpd.GeoSeries(gpd.points_from_xy(centres["longitude"], centres["latitude"]), crs=4326).to_crs(_METRES)
    x, y = points.x.to_numpy() / 1000, points.y.to_numpy() / 1000
    index = pd.Index(frame["area"], name="area")
    places = pd.DataFrame({"x_km": x, "y_km": y, "area_km2": metric.area.to_numpy() / 1e6}, index=index)
    return places, pd.DataFrame(_outside(x, y, metric.union_all(), reach_km, weights), index=index)


def _centres(frame: gpd.GeoDataFrame) -> pd.DataFrame:
    """Give the centre of the settlements within each area, in degrees."""
    known = reference.settlements()
    places = gpd.GeoDataFrame(
        known[["weight"]], geometry=gpd.points_from_xy(known["longitude"], known["latitude"]), crs=4326
    )
    within = gpd.sjoin(places, frame, predicate="within")
    by = within.groupby("area")
    weight = by["weight"].sum()
    settled = pd.DataFrame(
        {
            "longitude": (within.geometry.x * within["weight"]).groupby(within["area"]).sum() / weight,
            "latitude": (within.geometry.y * within["weight"]).groupby(within["area"]).sum() / weight,
        }
    ).reindex(frame["area"])
    inside = shapely.point_on_surface(frame.geometry.to_numpy())
    return settled.fillna(
        pd.DataFrame({"longitude": shapely.get_x(inside), "latitude": shapely.get_y(inside)}, index=settled.index)
    )


def _outside(
    x: Floats,
    y: Floats,
    flanders: shapely.Geometry,
    reach_km: float,
    weights: Mapping[str, Callable[[Floats], Floats]],
) -> dict[str, Floats]:
    """Weigh points on rings around each centre, by their surface and their distance, and by where they lie."""
    radii = (np.arange(_RINGS) + 0.5) * reach_km / _RINGS
    angles = np.arange(_RAYS) * 2 * np.pi / _RAYS
    dx = np.outer(radii, np.cos(angles)).ravel()
    dy = np.outer(radii, np.sin(angles)).ravel()
    px, py = (x[:, None] + dx) * 1000, (y[:, None] + dy) * 1000
    shapely.prepare(flanders)
    within = shapely.contains_xy(flanders, px.ravel(), py.ravel()).reshape(px.shape)
    abroad = ~within & ~_at_sea(px, py)
    parts = {}
    for name, weight in weights.items():
        of_point = np.repeat(weight(radii) * radii, _RAYS)
        beyond, here = abroad @ of_point, within @ of_point
        total = beyond + here
        parts[name] = np.divide(beyond, total, out=np.zeros_like(x), where=total > 0)
    return parts


def _at_sea(px: Floats, py: Floats) -> npt.NDArray[np.bool_]:
    """Tell which points lie to the left of the coast, seen from De Panne, and not past the Zwin."""
    ends = gpd.GeoSeries(gpd.points_from_xy(*zip(*_COAST, strict=True)), crs=4326).to_crs(_METRES)
    (x0, x1), (y0, y1) = ends.x.to_numpy(), ends.y.to_numpy()
    left: npt.NDArray[np.bool_] = (x1 - x0) * (py - y0) - (y1 - y0) * (px - x0) > 0
    before_zwin = (px - x1) * (x1 - x0) + (py - y1) * (y1 - y0) < 0
    sea: npt.NDArray[np.bool_] = left & before_zwin
    return sea
