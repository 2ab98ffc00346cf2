"""Writes ``geo/reference`` anew: ``python -m geo.build [FOLDER]``."""

import json
import sys
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from geo.build import tables
from geo.build.boundaries import DIGITS, build_atoms
from geo.build.inputs import METRES, brussels_outline

FOLDER = Path(__file__).parents[1] / "reference"


def write_layer(frame: gpd.GeoDataFrame, path: Path) -> None:
    """Write a layer as compact GeoJSON, one feature a line, so that a change shows as a readable difference."""
    columns = [c for c in frame.columns if c != "geometry"]
    lines = []
    for row in frame.itertuples(index=False):
        geometry = shapely.transform(row.geometry, lambda xy: np.round(xy, DIGITS))
        feature = {
            "type": "Feature",
            "properties": {c: getattr(row, c) for c in columns},
            "geometry": json.loads(shapely.to_geojson(geometry)),
        }
        lines.append(json.dumps(feature, ensure_ascii=False, separators=(",", ":")))
    text = '{"type":"FeatureCollection","features":[\n' + ",\n".join(lines) + "\n]}\n"
    path.write_text(text, encoding="utf-8")


def main(folder: Path) -> None:
    """Build everything and write it to ``folder``."""
    folder.mkdir(parents=True, exist_ok=True)
    atoms, seeds = build_atoms()
    write_layer(atoms, folder / "atoms.geojson")
    hole = gpd.GeoSeries([brussels_outline()], crs=4326).to_crs(METRES).simplify(120).to_crs(4326)
    write_layer(gpd.GeoDataFrame({"name": ["Brussel"]}, geometry=hole), folder / "brussels.geojson")
    written: dict[str, pd.DataFrame] = {
        "membership": tables.membership(),
        "postcodes": tables.postcodes(),
        "names": tables.names(),
        "provinces": tables.provinces(),
        "regions": tables.regions(),
        "outside": tables.outside(),
        "residents": tables.residents(seeds),
        "settlements": tables.settlements(atoms, seeds),
    }
    for name, frame in written.items():
        frame.to_csv(folder / f"{name}.csv", index=False, lineterminator="\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else FOLDER)
