"""Official boundaries of municipalities: read from the formats in which they are published, and checked as a coverage.

Every fault is found at once and named by its municipalities: an unknown or missing one, one twice, a ring that crosses
itself, an overlap, a gap, a projection that nobody told. Names of fields of the VRBG and of Statbel are known.
"""

import math
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import geopandas as gpd
import pandas as pd
import pyogrio
import shapely
from pyogrio.errors import DataLayerError, DataSourceError

from data.faults import RefusalError
from data.terms import Text

CODE_FIELDS = ("NISCODE", "nis", "cd_munty_refnis", "CD_MUNTY_REFNIS", "CNIS5_2025", "CNIS5_2024", "CODE_INS", "refnis")
"""Fields that hold a NIS code in the layers of the VRBG, Statbel and the National Geographic Institute."""

POSTCODE_FIELDS = ("postcode", "POSTCODE", "nouveau_PO", "POSTCODE_N", "Postcode", "PC")
"""Fields that hold a postcode in layers of postal areas."""

PROJECTIONS = {31370: "Lambert 72", 3812: "Lambert 2008", 4326: "WGS 84", 4258: "ETRS89"}
ENDINGS = (".shp", ".zip", ".gpkg", ".gml", ".geojson", ".json")
_METRES = 3812
_SPECK = 500.0
"""Square metres up to which a gap or an overlap is one of drawing: two borders digitised apart."""
_MOST_BYTES = 400_000_000
_NAMED = 12
_BOUNDS = (2.3, 50.5, 6.1, 51.7)
"""Degrees within which all of Flanders lies."""


class OfficialError(RefusalError):
    """A file holds no layer that can be checked; the message says what was expected and what was found."""


@dataclass(frozen=True, kw_only=True)
class Flaw:
    """What is wrong: ``kind``, the municipalities it is about, how large it is where that is a surface, in words."""

    kind: str
    places: tuple[str, ...]
    square_metres: float
    text: Text


def read_official(path: Path, *, code_field: str = "", projection: int = 0, layer: str = "") -> gpd.GeoDataFrame:
    """Read a layer of municipalities.

    Parameters
    ----------
    code_field : field with the NIS code; '' for one of ``CODE_FIELDS``.
    projection : EPSG code of the coordinates, 0 where the file tells it.
    layer : layer of a file with several; '' for the only one.

    Returns
    -------
    [nis, geometry] in Lambert 2008 (metres), one row per feature of the file; ``nis`` is text.

    Raises
    ------
    OfficialError : the format, the layer, the field or the projection is not one that is known.
    """
    return _read(path, code_field=code_field, projection=projection, layer=layer)[["nis", "geometry"]]


def _read(path: Path, *, code_field: str, projection: int, layer: str) -> gpd.GeoDataFrame:
    if path.suffix.lower() not in ENDINGS or not path.is_file():
        raise OfficialError(f"{path.name}: expected a file that ends in {', '.join(ENDINGS)}")
    if path.stat().st_size > _MOST_BYTES:
        raise OfficialError(f"{path.name}: expected at most {_MOST_BYTES // 1_000_000} MB")
    source = f"zip://{path}" if path.suffix.lower() == ".zip" else str(path)
    try:
        kinds = {str(name): str(kind) for name, kind in pyogrio.list_layers(source)}
        named = [name for name, kind in kinds.items() if "Point" not in kind and "Line" not in kind and kind != "None"]
        if layer and layer not in named:
            raise OfficialError(f"{path.name}: expected one of the layers {', '.join(named)}")
        if not layer and len(named) != 1:
            raise OfficialError(f"{path.name}: expected one layer of polygons, found {len(named)}: {', '.join(named)}")
        frame = gpd.read_file(source, layer=layer or named[0])
    except (DataSourceError, DataLayerError) as error:
        raise OfficialError(f"{path.name}: the file cannot be read as {path.suffix.lower()}; is it whole?") from error
    field = code_field or next((name for name in CODE_FIELDS if name in frame.columns), "")
    if field not in frame.columns or field == "geometry":
        fields = ", ".join(str(name) for name in frame.columns if name != "geometry")
        raise OfficialError(
            f"{path.name}: expected a field with the NIS code ({', '.join(CODE_FIELDS)}), or name it with --code; "
            f"found {fields}"
        )
    codes = pd.Series([_code(value) for value in frame[field]], index=frame.index)
    shapes = _projected(frame, path, projection).to_crs(_METRES)
    rest = frame.drop(columns=["geometry", *({"nis"} & set(frame.columns))])
    return gpd.GeoDataFrame({"nis": codes, **{str(name): rest[name] for name in rest.columns}}, geometry=shapes)


def read_parts(
    path: Path, known: Collection[str], *, code_field: str = "", postcode_field: str = "", projection: int = 0
) -> gpd.GeoDataFrame:
    """Read a layer of parts of municipalities by postcode: [nis, postcode, geometry] in Lambert 2008.

    Raises
    ------
    OfficialError : as for ``read_official``; or a postcode is missing, or a part is of no municipality of ``known``.
    """
    whole = _read(path, code_field=code_field, projection=projection, layer="")
    field = postcode_field or next((name for name in POSTCODE_FIELDS if name in whole.columns), "")
    if field not in whole.columns:
        fields = ", ".join(str(name) for name in whole.columns if name != "geometry")
        raise OfficialError(
            f"{path.name}: expected a field with the postcode ({', '.join(POSTCODE_FIELDS)}), or name it with "
            f"--postcode; found {fields}"
        )
    postcodes = pd.Series([_code(value) for value in whole[field]], index=whole.index)
    if wrong := sorted({code for code in postcodes if len(code) != 4 or not code.isdigit()}):
        raise OfficialError(f"{path.name}: expected postcodes of four digits, found others ({len(wrong)})")
    if strange := sorted(set(whole["nis"]) - set(known)):
        raise OfficialError(f"{path.name}: parts of no municipality of this year: {', '.join(strange[:_NAMED])}")
    return whole[["nis", "geometry"]].assign(postcode=postcodes)


def _projected(frame: gpd.GeoDataFrame, path: Path, projection: int) -> gpd.GeoSeries:
    """Take the projection that is told, else that of the file; refuse one in which Flanders would lie elsewhere."""
    allowed = ", ".join(f"{code} ({name})" for code, name in PROJECTIONS.items())
    if projection and projection not in PROJECTIONS:
        raise OfficialError(f"--epsg: expected one of {allowed}, found {projection}")
    if not projection and frame.crs is None:
        raise OfficialError(
            f"{path.name}: the file does not tell its projection; name it with --epsg, one of {allowed}"
        )
    found = projection or frame.crs.to_epsg()
    if found not in PROJECTIONS:
        raise OfficialError(f"{path.name}: expected a projection of {allowed}, found EPSG {found}")
    shapes = frame.geometry.set_crs(found, allow_override=True)
    west, south, east, north = shapes.to_crs(4326).total_bounds
    if not (_BOUNDS[0] < west and _BOUNDS[1] < south and east < _BOUNDS[2] and north < _BOUNDS[3]):
        raise OfficialError(
            f"{path.name}: read as EPSG {found} ({PROJECTIONS[found]}) the layer lies outside Flanders "
            f"({west:.2f}-{east:.2f} east, {south:.2f}-{north:.2f} north); is it another projection?"
        )
    return shapes


def check_official(frame: gpd.GeoDataFrame, known: Collection[str], *, flanders_only: bool = True) -> list[Flaw]:
    """Check a layer as a coverage of the municipalities of a year; nothing found is an empty list.

    Parameters
    ----------
    frame : as ``read_official`` gives it.
    known : NIS codes of the municipalities of the year.
    flanders_only : leave out what lies in Brussels and Wallonia: national layers hold it too.
    """
    if flanders_only:
        frame = frame[frame["nis"].isin(known) | ~frame["nis"].map(_elsewhere)]
    flaws = [
        *_of_codes(frame, known),
        *_of_rings(frame),
    ]
    shapes = frame.geometry.to_numpy()
    sound = frame[~shapely.is_missing(shapes) & shapely.is_valid(shapes) & ~shapely.is_empty(shapes)]
    sound = sound[sound["nis"].isin(known)]
    return [*flaws, *_overlaps(sound), *_gaps(sound)]


def _code(value: Any) -> str:
    """Write a code as text: spreadsheets and shapefiles hold it as a number too."""
    if isinstance(value, float) and math.isfinite(value) and value == int(value):
        value = int(value)
    return "" if value is None or (isinstance(value, float) and math.isnan(value)) else str(value).strip()


def _elsewhere(nis: str) -> bool:
    """Tell whether a code is of Brussels or Wallonia: by its first digits, as Statbel gives them out."""
    return len(nis) == 5 and nis.isdigit() and (nis[:2] in {"21", "25"} or nis[0] in "5689")


def _of_codes(frame: gpd.GeoDataFrame, known: Collection[str]) -> Iterable[Flaw]:
    codes = frame["nis"]
    unknown = sorted(set(codes) - set(known))
    if unknown:
        yield _flaw("unknown", unknown, "geen gemeente van dit jaar", "no municipality of this year")
    missing = sorted(set(known) - set(codes))
    if missing:
        yield _flaw("missing", missing, "ontbreekt in de laag", "missing in the layer")
    twice = sorted(codes[codes.duplicated() & codes.isin(known)].unique())
    if twice:
        yield _flaw("twice", twice, "staat er meer dan eens", "stands there more than once")


def _of_rings(frame: gpd.GeoDataFrame) -> Iterable[Flaw]:
    for nis, geometry in zip(frame["nis"], frame.geometry, strict=True):
        if geometry is None or geometry.is_empty:
            yield _flaw("empty", [nis], "heeft geen vlak", "has no surface")
        elif geometry.geom_type not in ("Polygon", "MultiPolygon"):
            yield _flaw("kind", [nis], f"is geen vlak maar {geometry.geom_type}", f"is a {geometry.geom_type}")
        elif not geometry.is_valid:
            why = shapely.is_valid_reason(geometry).partition("[")[0]
            yield _flaw("ring", [nis], f"heeft een foute ring: {why}", f"has a faulty ring: {why}")


def _overlaps(frame: gpd.GeoDataFrame) -> Iterable[Flaw]:
    shapes, codes = frame.geometry.to_numpy(), frame["nis"].to_numpy()
    first, second = shapely.STRtree(shapes).query(shapes, predicate="intersects")
    for one, other in zip(first[first < second], second[first < second], strict=True):
        area = float(shapely.area(shapely.intersection(shapes[one], shapes[other])))
        if codes[one] != codes[other] and area > _SPECK:
            yield _flaw("overlap", sorted((codes[one], codes[other])), "overlappen elkaar", "overlap", area)


def _gaps(frame: gpd.GeoDataFrame) -> Iterable[Flaw]:
    """Holes that the layer closes in, but those that reach another region or country: Brussels, and Baarle."""
    whole = shapely.union_all(frame.geometry.to_numpy())
    tree, codes = shapely.STRtree(frame.geometry.to_numpy()), frame["nis"].to_numpy()
    for part in shapely.get_parts(whole):
        for ring in part.interiors:
            hole = shapely.Polygon(ring)
            if hole.area > _SPECK and not _known_hole(hole):
                beside = sorted({str(code) for code in codes[tree.query(hole.buffer(1.0), predicate="intersects")]})
                yield _flaw("gap", beside, "sluiten een gat in", "close in a gap", float(hole.area))


def _known_hole(hole: shapely.Polygon) -> bool:
    brussels, baarle = (
        gpd.GeoSeries([shapely.Point(*place)], crs=4326).to_crs(_METRES)[0] for place in ((4.36, 50.84), (4.93, 51.44))
    )
    return bool(hole.contains(brussels)) or hole.distance(baarle) < 6_000


def _flaw(kind: str, places: Iterable[str], nl: str, en: str, square_metres: float = 0.0) -> Flaw:
    every = tuple(places)
    shown = ", ".join(every[:_NAMED]) + (f" … ({len(every)})" if len(every) > _NAMED else "")
    size = f" ({square_metres:,.0f} m²)".replace(",", " ") if square_metres else ""
    return Flaw(
        kind=kind,
        places=every,
        square_metres=square_metres,
        text=Text(nl=f"{shown} {nl}{size}", en=f"{shown} {en}{size}"),
    )
