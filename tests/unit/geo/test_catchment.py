"""Catchments of drawn municipalities: centres where people live, and the border where it is."""

import json

import numpy as np
import pandas as pd
import pytest

from geo import reference
from geo.catchment import catchments
from geo.layers import build_layers


def _flat(km: np.ndarray) -> np.ndarray:
    return np.ones_like(km)


def _by_name(outside: pd.Series) -> pd.Series:
    return outside.rename(index=reference.areas(2026).set_index("area_id")["name"].to_dict())


@pytest.fixture(scope="module")
def layer() -> str:
    membership = reference.geography(2026).rename(columns={"nis": "gemeente", "kring_id": "kring", "elz_id": "elz"})
    split = membership.groupby("gemeente")["elz"].transform("nunique").gt(1)
    membership["postcode"] = membership["postcode"].where(split)
    return build_layers(membership).geojson["gemeente"]


def test_inland_lies_in_flanders_and_the_language_border_does_not(layer: str) -> None:
    found, outside = catchments(layer, reach_km=8.7, weights={"flat": _flat})
    assert len(found) == 285
    assert outside["flat"].between(0, 1).all()
    outside = _by_name(outside["flat"])
    assert outside["Mechelen"] == 0
    assert outside["Roeselare"] == 0
    for border in ("Ronse", "Voeren", "Ravels", "Baarle-Hertog"):
        assert outside[border] > 0.15


def test_the_sea_is_not_abroad(layer: str) -> None:
    outside = _by_name(catchments(layer, reach_km=8.7, weights={"flat": _flat})[1]["flat"])
    assert outside["Oostende"] == 0
    assert outside["Middelkerke"] == 0
    assert outside["De Panne"] > 0.15


def test_a_square_alone_by_hand() -> None:
    """A square of about 2 by 2 km in empty land: of a disc of 4 km radius, 4 of 50 km² lie within."""
    side_x, side_y = 2 / 70.1, 2 / 111.2
    ring = [[4.5, 51.0], [4.5 + side_x, 51.0], [4.5 + side_x, 51.0 + side_y], [4.5, 51.0 + side_y], [4.5, 51.0]]
    feature = {"type": "Feature", "properties": {"area": "1"}, "geometry": {"type": "Polygon", "coordinates": [ring]}}
    layer = json.dumps({"type": "FeatureCollection", "features": [feature]})
    found, outside = catchments(layer, reach_km=4, weights={"flat": _flat, "near": lambda km: (km < 1) * 1.0})
    assert found["area_km2"].iloc[0] == pytest.approx(4, rel=0.02)
    assert outside["flat"].iloc[0] == pytest.approx(1 - 4 / (np.pi * 16), abs=0.03)
    assert outside["near"].iloc[0] < 0.1  # its settlement lies a little off the middle
