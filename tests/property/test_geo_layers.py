"""Laws of the layers: whatever the memberships, the areas tile Flanders."""

import json

import pandas as pd
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from geo import reference
from geo.layers import build_layers, hatch_lines, read_layer

CODES = {year: sorted(set(reference.geography(year)["nis"])) for year in (2024, 2025)}
FLANDERS = shapely.coverage_union_all(reference.load_atoms().geometry.to_numpy())


@st.composite
def memberships(draw: st.DrawFn) -> pd.DataFrame:
    """Each municipality in one of a few kringen and zones, whole or split by postcode where we have parts."""
    year = draw(st.sampled_from([2024, 2025]))
    random = draw(st.randoms(use_true_random=False))
    kringen, zones = draw(st.integers(1, 40)), draw(st.integers(1, 40))
    keep_parts = draw(st.booleans())
    lines = reference.atom_membership(year).rename(columns={"nis": "gemeente"})[["gemeente", "postcode"]]
    if not keep_parts:
        lines = lines.assign(postcode="").drop_duplicates()
    return lines.assign(
        kring=[f"K{random.randrange(kringen)}" for _ in range(len(lines))],
        elz=[f"Z{random.randrange(zones)}" for _ in range(len(lines))],
    )


@settings(max_examples=4)
@given(lines=memberships())
def test_areas_tile_flanders_at_every_level(lines: pd.DataFrame) -> None:
    layers = build_layers(lines)
    assert layers.warnings == ()
    for level in ("kring", "elz", "gemeente"):
        areas, shapes = read_layer(layers.geojson[level])
        assert set(areas) == set(lines[level])
        assert shapely.is_valid(shapes).all()
        assert shapely.coverage_is_valid(shapes)
        assert shapely.area(shapes).sum() == pytest.approx(FLANDERS.area)


@settings(max_examples=15)
@given(chosen=st.sets(st.sampled_from(CODES[2025]), min_size=1, max_size=60))
def test_hatching_covers_the_chosen_areas_and_nothing_else(chosen: set[str]) -> None:
    member = reference.atom_membership(2025)
    lines = member.rename(columns={"nis": "gemeente", "kring_id": "kring", "elz_id": "elz"})
    geojson = _gemeente_layer(lines)
    lines = json.loads(hatch_lines(geojson, sorted(chosen)))["features"][0]["geometry"]["coordinates"]
    names, shapes = read_layer(geojson)
    wanted = shapely.coverage_union_all([s for n, s in zip(names, shapes, strict=True) if n in chosen])
    points = [tuple(point) for line in lines for point in line]
    assert shapely.dwithin(shapely.points(points), wanted, 2e-4).all()
    for part in shapely.get_parts(wanted):
        if part.area > 2e-3:  # about 15 km2: wide enough for at least one line
            assert shapely.intersects_xy(part.buffer(2e-4), [p[0] for p in points], [p[1] for p in points]).any()


_CACHE: dict[str, str] = {}


def _gemeente_layer(lines: pd.DataFrame) -> str:
    if "gemeente" not in _CACHE:
        _CACHE["gemeente"] = build_layers(lines).geojson["gemeente"]
    return _CACHE["gemeente"]
