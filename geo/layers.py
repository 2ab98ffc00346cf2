"""Layers to draw: areas of each level, dissolved from the reference pieces by the memberships of a delivery.

Areas are schematic (``docs/geography.md``) until official boundaries were imported (``geo.boundaries``). All layers are
GeoJSON text in EPSG:4326; neighbours share their borders exactly, at every level.
"""

import json
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray
from shapely.geometry import shape

from data.faults import FaultError
from data.terms import FLANDERS, PROVINCES, Level
from geo.boundaries import Boundaries, boundaries_for, brussels_in
from geo.reference import load_atoms, load_brussels, provinces

DIGITS = 4
"""Decimals of a degree: about 10 m, far finer than the schematic borders."""

HATCH_SPACING = 0.016
"""Degrees of longitude between two lines of a hatch: about 1.1 km."""
WIDE_SPACING = 3 * HATCH_SPACING
"""The same for a map that is small on the screen."""

_STRETCH = 1.59  # a degree of latitude looks this much longer than one of longitude at 51 degrees north
_COLUMNS = ("gemeente", "postcode", "kring", "elz")
"""Columns that every membership has; ``provincie`` and ``regio`` are drawn where they are filled."""
_NAMED = 8  # codes that a warning names; a delivery of one province leaves out hundreds

Geometries = NDArray[np.object_]


class LayerError(FaultError):
    """A layer cannot be drawn from what was given."""


@dataclass(frozen=True, kw_only=True)
class Layers:
    """Layers of one release, and what could not be drawn as the delivery says."""

    geojson: dict[str, str]  # level -> FeatureCollection; each feature has the property `area`
    warnings: tuple[tuple[str, str], ...]  # Dutch and English, one line each; codes only


def build_layers(membership: pd.DataFrame, official: Boundaries | None = None) -> Layers:
    """Dissolve the reference pieces into the areas of every level.

    A municipality of which the membership makes other parts than the reference has is not cut: it, or the part that
    is not mentioned, goes whole to its first area (by postcode, kring, zone), with a warning. A municipality that
    the membership leaves out is not drawn at its levels, with a warning; the level ``vlaanderen`` is always whole.

    Parameters
    ----------
    membership : one row per line of the geography of one year
        ``gemeente``  text, NIS code; all of one boundary year, 2019-2024 or 2025 and later.
        ``postcode``  text; missing or empty where it does not split the municipality.
        ``kring``, ``elz``  text, area ids; ``provincie``, ``regio`` likewise, where the delivery has them. Further
        columns (``atom``) are not read.
    official : boundaries to draw with; the schematic ones without.

    Returns
    -------
    Layers with ``vlaanderen`` and every level that the membership tells.

    Raises
    ------
    LayerError : a column is missing, nothing is given, or codes are unknown; the message lists them all.
    """
    lines = _lines(membership)
    atoms = load_atoms() if official is None else official.pieces
    code = _boundary_year(lines, atoms, ("nis_2025", "nis_2019") if official is None else ("nis",))
    placed, warnings = _place(atoms, lines, code)
    geometry = atoms.geometry.to_numpy()
    layers = {Level.VLAANDEREN.value: _collection([FLANDERS], [shapely.coverage_union_all(geometry)])}
    for level in placed.columns:
        areas = sorted(set(placed[level]))
        drawn = [placed.index[placed[level] == area].to_numpy() for area in areas]
        shapes = [shapely.coverage_union_all(geometry[index]) for index in drawn]
        layers[level] = _collection(areas, shapes)
    return Layers(geojson=layers, warnings=tuple(warnings))


def build_every_year(membership: pd.DataFrame, known: Sequence[Boundaries] = ()) -> tuple[Layers, dict[int, str]]:
    """Draw the layers of the newest survey year, and of each earlier one those whose areas are others by now.

    Parameters
    ----------
    membership : as ``build_layers`` takes it, of every year, with ``year``.
    known : official boundaries at hand.

    Returns
    -------
    Layers by level, and by level and year (``gemeente_2024``) where those of the newest year lack an area; and of each
    year who publishes its borders, '' where they are schematic.
    """
    newest = int(membership["year"].max())
    sources: dict[int, str] = {}
    drawn: dict[str, str] = {}
    warnings: tuple[tuple[str, str], ...] = ()
    for year in sorted(set(membership["year"].astype(int)), reverse=True):
        lines = membership.loc[membership["year"] == year]
        official = boundaries_for(known, set(lines["gemeente"].astype(str)), year)
        sources[year] = "" if official is None else official.source
        made = build_layers(lines, official)
        if year == newest:
            drawn, warnings = dict(made.geojson), made.warnings
            continue
        for level, text in made.geojson.items():
            if level not in drawn or not set(read_layer(text)[0]) <= set(read_layer(drawn[level])[0]):
                drawn[f"{level}_{year}"] = text
    return Layers(geojson=drawn, warnings=warnings), sources


def unknown_codes(codes: Collection[str], known: Sequence[Boundaries] = ()) -> list[str]:
    """List the municipality codes, sorted, that the boundaries which know most of them lack: official or shipped."""
    held = [*_known_codes(load_atoms(), ("nis_2025", "nis_2019")).values(), *(one.codes for one in known)]
    missing = [sorted(set(codes) - names) for names in held]
    return min(missing, key=lambda names: len(names))


def build_context(official: Boundaries | None = None) -> str:
    """Return what is drawn around the areas: provinces (outlines) and Brussels, as GeoJSON.

    Feature properties: ``kind`` (``province`` or ``brussels``) and ``name`` (Dutch). With official boundaries Brussels
    is the hole that they leave.
    """
    atoms = load_atoms() if official is None else official.pieces
    if official is None:
        names = atoms["nis_2025"].map(provinces().set_index("nis_2025")["province"])
    else:
        names = atoms["nis"].str[0].map({first: name for first, (_area, name) in PROVINCES.items()})
    geometry = atoms.geometry.to_numpy()
    features = [
        _feature({"kind": "province", "name": str(name)}, shapely.coverage_union_all(geometry[index]))
        for name, index in sorted(names.groupby(names).indices.items())
    ]
    hole = None if official is None else brussels_in(official.pieces)
    features += [
        _feature({"kind": "brussels", "name": str(row["name"])}, row["geometry"] if hole is None else hole)
        for row in load_brussels().to_dict("records")
    ]
    return _dump(features)


def hatch_lines(geojson: str, areas: Collection[str] | None = None, *, spacing: float = HATCH_SPACING) -> str:
    """Return diagonal lines clipped to the given areas (all areas when none are named), as GeoJSON.

    One feature with a MultiLineString; no feature when nothing is to be hatched. Lines of neighbouring areas run on.

    Raises
    ------
    LayerError : an area is not in the layer; the message lists all that are not.
    """
    lines = _clipped(geojson, areas, spacing)
    return _dump([] if shapely.is_empty(lines) else [_feature({"kind": "hatch"}, lines)])


@lru_cache(maxsize=8)
def read_layer(geojson: str) -> tuple[list[str], Geometries]:
    """Return the areas of a layer and their geometry, in the order of the text. Read once per text: do not change."""
    features = json.loads(geojson)["features"]
    shapes = np.empty(len(features), dtype=object)
    shapes[:] = [shape(f["geometry"]) for f in features]
    return [str(f["properties"]["area"]) for f in features], shapes


def _lines(membership: pd.DataFrame) -> pd.DataFrame:
    missing = [c for c in _COLUMNS if c not in membership.columns]
    if missing:
        raise LayerError(f"expected columns {', '.join(_COLUMNS)} in the membership, found none named {missing}")
    if membership.empty:
        raise LayerError("expected a line per municipality in the membership, found none: bring a geography table")
    further = [name for name in ("provincie", "regio") if name in membership and membership[name].notna().all()]
    lines = membership[[*_COLUMNS, *further]].astype("object")
    lines["postcode"] = lines["postcode"].where(lines["postcode"].notna(), "").astype(str)
    holes = lines.loc[lines[["gemeente", "kring", "elz"]].isna().any(axis=1), "gemeente"]
    if len(holes):
        raise LayerError(
            "expected a municipality, kring and zone on every line of the membership, found an empty one for "
            f"{sorted({str(nis) for nis in holes})}: complete the geography table"
        )
    lines = lines.astype(str).drop_duplicates()
    return lines.sort_values(list(lines.columns), ignore_index=True)


def _known_codes(atoms: gpd.GeoDataFrame, columns: Sequence[str]) -> dict[str, set[str]]:
    return {column: set(atoms[column]) for column in columns}


def _boundary_year(lines: pd.DataFrame, atoms: gpd.GeoDataFrame, columns: Sequence[str]) -> str:
    """Return the column of the pieces that holds these codes: of the reference ``nis_2019`` or ``nis_2025``."""
    given = set(lines["gemeente"])
    known = _known_codes(atoms, columns)
    code = min(known, key=lambda column: len(given - known[column]))
    unknown = given - known[code]
    if not unknown:
        return code
    years = {"nis_2025": "2025 and later", "nis_2019": "2019-2024", "nis": "the official boundaries"}
    other = sorted(unknown & set().union(*known.values()))
    hint = f" ({other} belong to the other boundary year)" if other else ""
    raise LayerError(
        f"expected municipality codes of {years[code]} in the membership, found {sorted(unknown)}{hint}: "
        "correct the geography table, or load boundaries that know these codes (geo import)"
    )


def _place(atoms: gpd.GeoDataFrame, lines: pd.DataFrame, code: str) -> tuple[pd.DataFrame, list[tuple[str, str]]]:
    """Return the area of each level per drawn piece (index of ``atoms``), and the warnings."""
    exact: dict[tuple[str, str], list[str]] = {}
    first: dict[str, list[str]] = {}
    split: set[str] = set()
    for nis, postcode, *areas in lines.to_numpy().tolist():
        exact.setdefault((nis, postcode), areas)
        if first.setdefault(nis, areas) != areas:
            split.add(nis)
    rows: dict[int, list[str]] = {}
    guessed: set[str] = set()
    for index, nis, postcode in zip(atoms.index, atoms[code], atoms["postcode"], strict=True):
        if nis not in first:
            continue
        home = exact.get((nis, postcode)) if postcode else None
        if home is None and nis in split:
            guessed.add(f"{nis} {postcode}".strip())
        rows[index] = [nis, *(home or first[nis])]
    placed = pd.DataFrame.from_dict(
        rows, orient="index", columns=[name for name in lines.columns if name != "postcode"]
    )
    lost = [
        f"{level} {area}" for level in placed.columns[1:] for area in sorted(set(lines[level]) - set(placed[level]))
    ]
    told = (
        (
            sorted(guessed),
            "Niet verdeeld zoals de levering zegt, want de kaart kent deze delen niet; getekend bij het eerste gebied",
            "Not divided as the delivery says, since the map does not know these parts; drawn with the first area",
        ),
        (
            sorted(set(atoms[code]) - set(first)),
            "Niet getekend, want niet in de geografie van de levering",
            "Not drawn, since not in the geography of the delivery",
        ),
        (lost, "Gebied zonder vlak op de kaart", "Area without a shape on the map"),
    )
    warnings = [(f"{dutch}: {_some(codes)}", f"{english}: {_some(codes)}") for codes, dutch, english in told if codes]
    return placed, warnings


def _some(codes: Sequence[str]) -> str:
    """Name the first codes; of more than eight also how many there are."""
    return ", ".join(codes) if len(codes) <= _NAMED else f"{', '.join(codes[:_NAMED])}, … ({len(codes)})"


def _clipped(geojson: str, areas: Collection[str] | None, spacing: float) -> shapely.Geometry:
    names, shapes = read_layer(geojson)
    if areas is not None:
        unknown = sorted(set(areas) - set(names))
        if unknown:
            raise LayerError(f"expected areas of the layer, found {unknown}: build the layer of the same year")
        shapes = shapes[np.isin(names, list(areas))]
    if not len(shapes):
        return shapely.MultiLineString()
    ground = shapely.coverage_union_all(shapes)
    west, south, east, north = shapely.bounds(ground)
    # Along a line, longitude - latitude * stretch stays the same: a multiple of the spacing, so that two calls meet.
    first = np.floor((west - (north - south) * _STRETCH) / spacing) - 1
    starts = np.arange(first, np.ceil(east / spacing) + 1) * spacing + np.mod(south * _STRETCH, spacing)
    rise = (north - south) * _STRETCH
    ends = np.stack(
        [
            np.column_stack([starts, np.full_like(starts, south)]),
            np.column_stack([starts + rise, np.full_like(starts, north)]),
        ],
        axis=1,
    )
    pieces = shapely.get_parts(shapely.intersection(shapely.multilinestrings(ends), ground))
    return shapely.multilinestrings([p for p in pieces if isinstance(p, shapely.LineString) and p.length > 0])


def _collection(areas: Iterable[str], shapes: Iterable[shapely.Geometry]) -> str:
    return _dump([_feature({"area": area}, geometry) for area, geometry in zip(areas, shapes, strict=True)])


def _feature(properties: dict[str, str], geometry: shapely.Geometry) -> dict[str, object]:
    rounded = shapely.transform(geometry, lambda xy: np.round(xy, DIGITS))
    return {"type": "Feature", "properties": properties, "geometry": json.loads(shapely.to_geojson(rounded))}


def _dump(features: list[dict[str, object]]) -> str:
    return json.dumps({"type": "FeatureCollection", "features": features}, ensure_ascii=False, separators=(",", ":"))
