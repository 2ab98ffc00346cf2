"""Neighbours share a stretch of border: on squares that can be seen, and on the layers that the product draws."""

import json

import shapely
from shapely.geometry import box, mapping, shape

from data.terms import Level
from geo import reference
from geo.adjacent import neighbours
from geo.layers import build_layers


def layer(**shapes: shapely.Geometry) -> str:
    """Write a layer of named shapes."""
    features = [{"properties": {"area": name}, "geometry": mapping(each)} for name, each in shapes.items()]
    return json.dumps({"features": features})


def test_squares_that_share_a_side_are_neighbours_and_a_corner_is_none() -> None:
    found = neighbours(
        layer(a=box(0, 0, 2, 2), b=box(2, 0, 3, 1), c=box(2, 1, 4, 4), d=box(4, 4, 5, 5), e=box(9, 9, 10, 10))
    )
    assert found == {"a": ("b", "c"), "b": ("a", "c"), "c": ("a", "b"), "d": (), "e": ()}


def test_the_longest_border_comes_first() -> None:
    found = neighbours(layer(a=box(0, 0, 4, 4), b=box(4, 0, 5, 1), c=box(4, 1, 5, 4)))
    assert found["a"] == ("c", "b")


def test_neighbours_on_the_layer_are_those_that_overlap_when_grown_a_little() -> None:
    names = {"nis": "gemeente", "kring_id": "kring", "elz_id": "elz"}
    text = build_layers(reference.atom_membership(2026).rename(columns=names)).geojson[Level.ELZ.value]
    found = neighbours(text)
    shapes = {f["properties"]["area"]: shape(f["geometry"]) for f in json.loads(text)["features"]}
    for one, around in found.items():
        for two in shapes:
            if one == two:
                continue
            shared = shapes[one].buffer(1e-6).intersection(shapes[two]).area  # a strip as long as the shared border
            assert (two in around) == (shared > 1e-10), (one, two, shared)
    assert all(one in found[two] for one, around in found.items() for two in around)
