"""Places with a known municipality and position: the seeds that municipalities grow from."""

import geopandas as gpd
import numpy as np
import pandas as pd

from geo.build.inputs import (
    CITIES,
    METRES,
    Canton,
    flemish_municipalities,
    named_places,
    normal_name,
    read_input,
    sub_municipalities,
)

HAMLET = 500
"""Residents assumed for a place that was placed by hand; its own figure is not known."""

QUARTER = 5_000
"""Residents assumed for a quarter of Antwerpen or Gent."""

_CLOSER_THAN = 400.0  # metres: a place by hand this near to a named place of its municipality adds nothing


def load_seeds(cantons: list[Canton]) -> gpd.GeoDataFrame:
    """Return one row per place: where it lies and which municipality it belongs to.

    Columns ``canton``, ``nis_2019``, ``postcode`` (cities only, else empty), ``name``, ``population``,
    ``principal`` (bears the name of its municipality) and a point in metres.
    """
    outlines = gpd.GeoDataFrame(
        {"canton": [c.name for c in cantons]}, geometry=[c.outline for c in cantons], crs=METRES
    )
    by_hand = _places_by_hand(outlines, cantons)
    named = _places_from_names(outlines, cantons)
    near = np.array(
        [
            bool((named.geometry[named["nis_2019"] == row.nis_2019].distance(row.geometry) < _CLOSER_THAN).any())
            for row in by_hand.itertuples()
        ],
        dtype=bool,
    )
    seeds = pd.concat([named, by_hand[~near]], ignore_index=True)
    expected = set(read_input("municipalities")["nis_2019"])
    missing = sorted(expected - set(seeds["nis_2019"]))
    if missing:
        raise ValueError(f"expected a place in each municipality, found none in {missing}: add to places.csv")
    return gpd.GeoDataFrame(seeds, geometry="geometry", crs=METRES)


def _points(frame: pd.DataFrame, outlines: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Return the rows that lie in a canton, with its name and a point in metres."""
    geometry = gpd.points_from_xy(frame["longitude"].astype(float), frame["latitude"].astype(float), crs=4326)
    points = gpd.GeoDataFrame(frame, geometry=geometry).to_crs(METRES)
    return gpd.sjoin(points, outlines, predicate="within").drop(columns="index_right")


def _places_by_hand(outlines: gpd.GeoDataFrame, cantons: list[Canton]) -> gpd.GeoDataFrame:
    places = _points(read_input("places"), outlines).reset_index(drop=True)
    successors = read_input("municipalities").set_index("nis_2019")["nis_2025"]
    members = {c.name: c.municipalities for c in cantons}
    stray = [
        p.name for p in places.itertuples(index=False, name="P") if successors[p.nis_2019] not in members[p.canton]
    ]
    if stray:
        raise ValueError(f"expected places inside a canton of their municipality, found {stray}: correct places.csv")
    in_city = places["nis_2019"].isin(CITIES)
    places["population"] = np.where(in_city, QUARTER, HAMLET)
    places["principal"] = False
    return places[["canton", "nis_2019", "postcode", "name", "population", "principal", "geometry"]]


def _names_to_codes() -> dict[tuple[str, str], str]:
    """Map (2025 code, bare name) of each sub-municipality and municipality to its 2019 code."""
    merged = read_input("merged_places")
    old = {(new, normal_name(name)): old for new, name, old in merged.to_numpy().tolist()}
    table = pd.concat([sub_municipalities(), flemish_municipalities()[["name", "nis"]]], ignore_index=True)
    found = {(n, normal_name(s)): n for n, s in zip(table["nis"], table["name"], strict=True)}
    return {**{k: v for k, v in found.items() if k[0] not in set(merged["nis_2025"])}, **old}


def _places_from_names(outlines: gpd.GeoDataFrame, cantons: list[Canton]) -> gpd.GeoDataFrame:
    """Match GeoNames places to municipalities by name, among those of the canton they lie in.

    In the cities only places by hand count: their names do not tell the postcode.
    """
    codes = _names_to_codes()
    members = {c.name: c.municipalities for c in cantons}
    aliases = {(canton, name): nis for canton, name, nis in read_input("aliases").to_numpy().tolist()}
    towns = read_input("municipalities")[["nis_2019", "name"]]
    principal = {(nis, normal_name(name)) for nis, name in towns.to_numpy().tolist()}
    rows = []
    for place in _points(named_places(), outlines).itertuples():
        spellings = [normal_name(n) for n in place.names]
        matches = [codes[(nis, s)] for s in spellings for nis in members[place.canton] if (nis, s) in codes]
        nis = aliases.get((place.canton, place.name)) or (matches[0] if matches else None)
        if nis is None or nis in CITIES:
            continue
        rows.append(
            {
                "canton": place.canton,
                "nis_2019": nis,
                "postcode": "2150" if nis == "11007" else "",
                "name": place.name,
                "population": place.population,
                "principal": any((nis, s) in principal for s in spellings),
                "geometry": place.geometry,
            }
        )
    return gpd.GeoDataFrame(rows, geometry="geometry", crs=METRES)
