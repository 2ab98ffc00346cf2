"""Official boundaries of a home, imported per boundary year and cleaned to a coverage; else the schematic ones serve.

``<home>/boundaries/<year>.geojson`` holds the pieces that hold from that year on, ``<year>.json`` where they came from.
A piece is a municipality, or a postcode part of one: of an official layer of parts, else the official municipality as
the schematic borders cut it.
"""

import hashlib
import json
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from data.faults import FaultError
from geo import reference

FOLDER = "boundaries"
TOLERANCE = 40.0
"""Metres by which a border may be drawn simpler; a screen shows no less than a hundred per point."""
_METRES, _DEGREES = 3812, 4326
_GRID_METRES, _GRID_DEGREES = 1.0, 1e-4
_BRUSSELS = shapely.Point(4.36, 50.84)

Shapes = NDArray[np.object_]


class BoundaryError(FaultError):
    """Boundaries of a home cannot be read; the message says which and what to do."""


@dataclass(frozen=True, kw_only=True)
class Boundaries:
    """Official pieces that hold from a year on.

    Attributes
    ----------
    pieces : [nis, postcode, geometry] in EPSG:4326, a coverage; ``postcode`` is '' where the municipality is one piece.
    source : who publishes them, as the importer wrote it.
    """

    year: int
    source: str
    pieces: gpd.GeoDataFrame

    @property
    def codes(self) -> set[str]:
        """NIS codes that they know."""
        return set(self.pieces["nis"])


def keep(
    home: Path,
    municipalities: gpd.GeoDataFrame,
    year: int,
    *,
    source: str,
    files: Mapping[str, bytes],
    parts: gpd.GeoDataFrame | None = None,
    tolerance: float = TOLERANCE,
) -> Boundaries:
    """Clean checked layers to pieces and keep them in a home; what held from the same year before is replaced.

    Parameters
    ----------
    municipalities : [nis, geometry] in metres, as ``read_official`` gives them, without a flaw.
    year : first survey year for which they hold.
    source : who publishes them and when, in words for readers.
    files : name to content of what was read; their digests are kept.
    parts : [nis, postcode, geometry] in metres, official parts of cities; elsewhere the schematic borders cut.
    """
    whole = _simple(municipalities, tolerance)
    pieces = _cut(whole, _cuts(whole, year, parts))
    folder = home / FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    facts = {
        "year": year,
        "source": source,
        "imported_on": date.today().isoformat(),  # noqa: DTZ011 - a day for people, nothing is decided by it
        "tolerance": tolerance,
        "files": {name: hashlib.sha256(content).hexdigest() for name, content in files.items()},
    }
    for name, text in ((f"{year}.geojson", pieces.to_json()), (f"{year}.json", json.dumps(facts, indent=2))):
        aside = folder / f".{name}"
        aside.write_text(text, encoding="utf-8")
        aside.replace(folder / name)
    return Boundaries(year=year, source=source, pieces=pieces)


def read_boundaries(home: Path) -> list[Boundaries]:
    """Give all boundaries of a home, the oldest first; none where none were imported.

    Raises
    ------
    BoundaryError : a file is missing or damaged.
    """
    found = []
    for path in sorted((home / FOLDER).glob("[0-9]*.geojson")):
        try:
            facts: dict[str, Any] = json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))
            pieces = gpd.read_file(path, engine="pyogrio").astype({"nis": str, "postcode": str})
            pieces["postcode"] = pieces["postcode"].replace({"None": "", "nan": ""})
            found.append(Boundaries(year=int(facts["year"]), source=str(facts["source"]), pieces=pieces))
        except (OSError, ValueError, KeyError, RuntimeError) as error:
            raise BoundaryError(
                f"boundaries/{path.name}: cannot be read ({type(error).__name__}). Import it again with geo import."
            ) from error
    return found


def boundaries_for(known: Iterable[Boundaries], codes: Collection[str], year: int) -> Boundaries | None:
    """Give the boundaries that know all municipalities of a year: the newest that hold by then, else the nearest.

    None where none know them all: the schematic ones then serve the whole year, for the two do not fit together.
    """
    fitting = [one for one in known if set(codes) <= one.codes]
    return min(fitting, key=lambda one: (one.year > year, abs(one.year - year)), default=None)


def brussels_in(pieces: gpd.GeoDataFrame) -> shapely.Geometry | None:
    """Give the hole that official pieces leave for Brussels; None where they leave none."""
    whole = shapely.union_all(pieces.geometry.to_numpy())
    holes = [shapely.Polygon(ring) for part in shapely.get_parts(whole) for ring in part.interiors]
    return next((hole for hole in holes if hole.contains(_BRUSSELS)), None)


def _simple(frame: gpd.GeoDataFrame, tolerance: float) -> gpd.GeoDataFrame:
    """Make one shape per municipality that shares every border with its neighbours, drawn simpler; in degrees."""
    whole = frame.dissolve("nis").reset_index()
    shapes, codes = whole.geometry.to_numpy(), whole["nis"].to_numpy()
    faces = _faces(shapes, _GRID_METRES)
    owner = _owners(faces, shapes)
    names = sorted(set(codes[owner[owner >= 0]]))
    clean = [shapely.coverage_union_all(faces[(owner >= 0) & (codes[owner] == name)]) for name in names]
    simple = shapely.coverage_simplify(np.array(clean, dtype=object), tolerance)
    return gpd.GeoDataFrame({"nis": names}, geometry=list(simple), crs=_METRES).to_crs(_DEGREES)


def _cuts(whole: gpd.GeoDataFrame, year: int, parts: gpd.GeoDataFrame | None) -> gpd.GeoDataFrame:
    """Give the parts of cities [nis, postcode, geometry] in degrees: official ones, else those of the schematic map."""
    atoms = reference.load_atoms()
    code = "nis_2025" if year >= reference.FIRST_YEAR_OF_285 else "nis_2019"
    ours = gpd.GeoDataFrame({"nis": atoms[code], "postcode": atoms["postcode"]}, geometry=atoms.geometry, crs=atoms.crs)
    ours = ours[(ours["postcode"] != "") & ours["nis"].isin(whole["nis"])]
    ours = ours[ours.groupby("nis")["postcode"].transform("nunique") > 1]
    if parts is None:
        return ours
    theirs = parts.dissolve(["nis", "postcode"]).reset_index()[["nis", "postcode", "geometry"]].to_crs(_DEGREES)
    return pd.concat([ours[~ours["nis"].isin(theirs["nis"])], theirs], ignore_index=True)


def _cut(whole: gpd.GeoDataFrame, parts: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Cut municipalities by parts that need not fit them: each bit goes to the part it lies in, else the nearest."""
    municipalities, codes = whole.geometry.to_numpy(), whole["nis"].to_numpy()
    inside = [
        shapely.intersection(shapely.boundary(part), municipalities[codes == nis][0])
        for nis, part in zip(parts["nis"], parts.geometry, strict=True)
    ]
    faces = _faces(np.array([*municipalities, *inside], dtype=object), _GRID_DEGREES)
    owner = _owners(faces, municipalities)
    kept = faces[owner >= 0]
    rows = pd.DataFrame({"nis": codes[owner[owner >= 0]], "postcode": ""})
    points = shapely.point_on_surface(kept)
    for nis, group in parts.reset_index(drop=True).groupby("nis"):
        own = rows.index[rows["nis"] == nis]
        shapes = group.geometry.to_numpy()
        nearest = [int(np.argmin(shapely.distance(shapes, points[place]))) for place in own]
        rows.loc[own, "postcode"] = group["postcode"].to_numpy()[nearest]
    names = rows.drop_duplicates().sort_values(["nis", "postcode"], ignore_index=True)
    place = rows.merge(names.reset_index(), on=["nis", "postcode"], how="left")["index"].to_numpy()
    pieces = [shapely.coverage_union_all(kept[place == number]) for number in names.index]
    return gpd.GeoDataFrame(names, geometry=pieces, crs=_DEGREES)


def _faces(shapes: Shapes, grid: float) -> Shapes:
    """Give every face that the borders of shapes enclose, all their corners on one grid."""
    lines = [line if line.geom_type.endswith("String") else shapely.boundary(line) for line in shapes]
    noded = shapely.union_all(np.array(lines, dtype=object), grid_size=grid)
    faces = shapely.get_parts(shapely.polygonize(shapely.get_parts(noded)))
    return np.asarray(faces, dtype=object)


def _owners(faces: Shapes, shapes: Shapes) -> NDArray[np.int64]:
    """Give the shape that each face lies in; -1 for a hole that lies in none, the neighbour for a sliver."""
    points = shapely.point_on_surface(faces)
    tree = shapely.STRtree(shapes)
    owner = np.full(len(faces), -1, dtype=np.int64)
    face, shape = tree.query(points, predicate="intersects")
    owner[face[::-1]] = shape[::-1]
    # What lies in none and is thin is a gap of drawing: a ring that shrinks away within two steps of the grid.
    for place in np.flatnonzero(owner < 0):
        if shapely.area(faces[place]) < shapely.length(faces[place]) * _thin(faces[place]):
            owner[place] = int(tree.nearest(points[place]))
    return owner


def _thin(face: shapely.Geometry) -> float:
    """Give the width, in units of the coordinates, below which a face is a sliver."""
    return 3 * (_GRID_METRES if shapely.bounds(face)[0] > 180 else _GRID_DEGREES)
