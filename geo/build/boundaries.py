"""Joins the pieces of all cantons into one valid, simplified coverage of municipalities and postcode parts."""

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from geo.build.inputs import METRES, coverage_clean, flemish_cantons, read_input
from geo.build.partition import Piece, cut_canton
from geo.build.seeds import load_seeds

STAIRS = 170.0
"""Metres (square root of area) of smoothing that takes the stairs of the grid out of a cut."""

DETAIL = 135.0
"""Metres of simplification of the committed layer."""

DIGITS = 4
"""Decimals of a degree in the committed layer: about 10 m."""

_CRUMB = 400_000.0  # m2: a part this small, apart from the rest of its municipality, joins its neighbour


def build_atoms() -> tuple[gpd.GeoDataFrame, gpd.GeoDataFrame]:
    """Return the atoms (degrees, rounded) and the seeds (metres) they were grown from.

    Atoms: ``nis_2019``, ``nis_2025``, ``postcode`` (only where a city is split), geometry; one row each.
    """
    table = read_input("municipalities").set_index("nis_2019")
    cantons = flemish_cantons()
    seeds = load_seeds(cantons)
    pieces: list[Piece] = []
    for canton in cantons:
        cut = cut_canton(canton, seeds, table["area_km2"].astype(float), table["nis_2025"])
        pieces += _smooth(cut)
    frame = gpd.GeoDataFrame(pieces, columns=["nis_2019", "postcode", "geometry"], geometry="geometry", crs=METRES)
    atoms = _dissolve(_clean(frame))
    atoms = _dissolve(_clean(_absorb_crumbs(atoms)))
    atoms["nis_2025"] = atoms["nis_2019"].map(table["nis_2025"])
    atoms["geometry"] = shapely.coverage_simplify(atoms.geometry.to_numpy(), DETAIL)
    return round_coverage(atoms[["nis_2019", "nis_2025", "postcode", "geometry"]]), seeds


def round_coverage(atoms: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Return the atoms in degrees with few decimals, still a valid coverage; rounding comes last for that reason."""
    degrees = atoms.to_crs(4326)
    grid = 10.0**-DIGITS
    rounded = shapely.transform(degrees.geometry.to_numpy(), lambda xy: np.round(xy, DIGITS))
    for _ in range(6):
        rounded = coverage_clean(_surfaces(rounded), gap_width=2 * grid)
        rounded = shapely.transform(rounded, lambda xy: np.round(xy, DIGITS))
        rounded = shapely.remove_repeated_points(rounded)
        if bool(shapely.is_valid(rounded).all()) and shapely.coverage_is_valid(rounded):
            return degrees.set_geometry(gpd.GeoSeries(rounded, index=degrees.index, crs=4326))
    raise ValueError("expected a valid coverage after rounding, found none in six rounds: raise DIGITS")


def _smooth(pieces: list[Piece]) -> list[Piece]:
    """Take the stairs of the grid out of the borders inside a canton; its real outline stays."""
    if len(pieces) < 2:  # nothing was cut
        return pieces
    clean = coverage_clean([p.geometry for p in pieces])
    smooth = shapely.coverage_simplify(clean, STAIRS, simplify_boundary=False)
    return [p._replace(geometry=g) for p, g in zip(pieces, smooth, strict=True)]


def _clean(frame: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    return frame.set_geometry(
        gpd.GeoSeries(
            coverage_clean(_surfaces(frame.geometry.to_numpy()), gap_width=30.0),
            index=frame.index,
            crs=METRES,
        )
    )


def _dissolve(frame: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    frame = frame[~frame.geometry.is_empty]
    return frame.dissolve(["nis_2019", "postcode"], method="coverage").reset_index()


def _absorb_crumbs(atoms: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Give small loose parts to the neighbour with the longest common border, if they touch one at all."""
    parts = atoms.explode(ignore_index=True)
    largest = parts.area.groupby([parts["nis_2019"], parts["postcode"]]).transform("max")
    crumbs = parts[(parts.area < _CRUMB) & (parts.area < largest)]
    keep = parts.drop(crumbs.index)
    index = keep.sindex
    moved: list[dict[str, object]] = []
    for crumb in crumbs.itertuples():
        near = keep.iloc[index.query(crumb.geometry, predicate="intersects")]
        border = near.geometry.intersection(crumb.geometry.boundary).length
        home = near.loc[border.idxmax()] if len(border) and border.max() > 0 else crumb
        moved.append({"nis_2019": home.nis_2019, "postcode": home.postcode, "geometry": crumb.geometry})
    if not moved:
        return atoms
    return gpd.GeoDataFrame(
        pd.concat([keep, gpd.GeoDataFrame(moved, geometry="geometry", crs=METRES)], ignore_index=True)
    )


def _surfaces(geometry: NDArray[np.object_]) -> NDArray[np.object_]:
    """Make polygons valid without leaving points or lines behind."""
    valid: NDArray[np.object_] = shapely.make_valid(geometry, method="structure", keep_collapsed=False)
    return valid
