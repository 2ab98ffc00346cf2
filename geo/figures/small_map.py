"""Small still maps as image markup: they load with the page, print sharp and need no canvas."""

import json
import math
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

import shapely

from data.releases import ReleasedCells
from geo.figures.area_map import describe_map
from geo.figures.classes import Classes
from geo.figures.palette import HATCH, NO_DATA
from geo.figures.pictures import picture

WIDTH = 320.0
_TOLERANCE = 0.006
"""Degrees; about half a pixel of a small map per 400 m."""
_STRETCH = 1 / math.cos(math.radians(51.0))


@lru_cache(maxsize=8)
def area_paths(layer: str) -> tuple[dict[str, str], float]:
    """Give the path of every area of a layer in pixels of a small map, by area id, and the height of the map.

    Parameters
    ----------
    layer : GeoJSON text, EPSG:4326, feature property ``area``.
    """
    features = json.loads(layer)["features"]
    shapes = [shapely.geometry.shape(feature["geometry"]) for feature in features]
    west, south, east, north = shapely.total_bounds(shapes)
    scale = WIDTH / (east - west)
    simple = shapely.coverage_simplify(shapes, _TOLERANCE)

    def place(lon: float, lat: float) -> str:
        return f"{(lon - west) * scale:.1f} {(north - lat) * scale * _STRETCH:.1f}"

    paths = {
        str(feature["properties"]["area"]): _path(geometry, place)
        for feature, geometry in zip(features, simple, strict=True)
    }
    return paths, round((north - south) * scale * _STRETCH, 1)


def _path(geometry: Any, place: Any) -> str:
    polygons = [part for part in shapely.get_parts(geometry) if part.geom_type == "Polygon"]
    rings = [ring for polygon in polygons for ring in (polygon.exterior, *polygon.interiors)]
    return "".join("M" + "L".join(place(lon, lat) for lon, lat in ring.coords[:-1]) + "Z" for ring in rings)


def small_map(
    cells: ReleasedCells,
    classes: Classes,
    colours: Sequence[str],
    *,
    layer: str,
    described: str,
    chosen: str | None = None,
) -> str:
    """Draw one number for all areas of a level, at the size of a stamp.

    Parameters
    ----------
    cells : one row per area.
    classes : members by area id.
    layer : GeoJSON text of the level.
    described : what a screen reader says.
    chosen : area to outline.

    Returns
    -------
    An ``img`` element; withheld areas are hatched, areas without data grey.
    """
    paths, height = area_paths(layer)
    fills = describe_map(cells, classes, colours).fills("url(#zc-hatch)")
    drawn = "".join(
        f'<path d="{path}" fill="{fills.get(area, NO_DATA)}"/>' for area, path in paths.items() if area != chosen
    )
    if chosen in paths:
        fill = fills.get(str(chosen), NO_DATA)
        drawn += f'<path d="{paths[str(chosen)]}" fill="{fill}" stroke="#1d2b34" stroke-width="1.6"/>'
    pattern = (
        '<pattern id="zc-hatch" width="4" height="4" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
        f'<rect width="4" height="4" fill="#fff"/><rect width="1" height="4" fill="{HATCH}"/></pattern>'
    )
    group = f'<g stroke="#fff" stroke-width="0.6" stroke-linejoin="round">{drawn}</g>'
    return picture(
        [f"<defs>{pattern}</defs>", group], described=described, css="zc-map", box=(WIDTH, height), height=height
    )
