"""Which areas border on one another: they share a stretch of border, not a single point."""

import json

import shapely
from shapely.geometry import shape

SHORTEST = 1e-4
"""Degrees of shared border that make two areas neighbours: about 10 m, the last decimal of a layer."""


def neighbours(layer: str) -> dict[str, tuple[str, ...]]:
    """Find the neighbours of every area of a layer.

    Parameters
    ----------
    layer : GeoJSON of the areas of one level, a coverage; each feature has the property ``area``.

    Returns
    -------
    Area to the areas that border on it, the longest shared border first; an island has none.
    """
    features = json.loads(layer)["features"]
    names = [str(feature["properties"]["area"]) for feature in features]
    shapes = [shape(feature["geometry"]) for feature in features]
    length: dict[str, dict[str, float]] = {name: {} for name in names}
    for one, two in zip(*shapely.STRtree(shapes).query(shapes, predicate="intersects"), strict=True):
        if one < two:
            shared = float(shapely.intersection(shapes[one], shapes[two]).length)
            if shared > SHORTEST:
                length[names[one]][names[two]] = length[names[two]][names[one]] = shared
    return {
        name: tuple(sorted(beside, key=lambda other: (-round(beside[other], 6), other)))
        for name, beside in length.items()
    }
