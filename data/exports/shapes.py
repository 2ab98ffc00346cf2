"""GeoJSON and GeoPackage: areas with the first number of each indicator, one row per area."""

import json
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import geopandas
import pandas as pd
import pyogrio

from data.exports import wording
from data.exports.about import About, Language, borders
from data.exports.flat import Labels

_PARTS = {
    "": "value",
    "_lower": "lower",
    "_upper": "upper",
    "_count": "count",
    "_answered": "answered",
    "_frame": "frame",
    "_mark": "mark",
}
"""Ending of a column to the column of the long table; names that differ in capitals only would clash in SQLite."""


@dataclass(frozen=True, kw_only=True)
class Shapes:
    """Numbers of one level and year with the areas to draw them on.

    ``wide`` is the frame of ``spread``; ``layer`` GeoJSON with the feature property ``area``; ``summed`` the areas that
    were added up from municipalities that merged later.
    """

    wide: pd.DataFrame
    layer: bytes
    summed: frozenset[str] = frozenset()


def spread(flat: pd.DataFrame) -> pd.DataFrame:
    """Give one row per area with, for each indicator, its value, interval, counts and mark.

    Parameters
    ----------
    flat : frame of ``flatten`` with one level, one year and one number per indicator and area.

    Returns
    -------
    Frame indexed by ``area`` with ``area_name``, ``level``, ``year`` and per indicator ``P01``, ``P01_lower``,
    ``P01_upper``, ``P01_count``, ``P01_answered``, ``P01_frame``, ``P01_mark``; missing where withheld or without data.
    """
    whole = flat[["area", "area_name", "level", "year"]].drop_duplicates("area").set_index("area")
    parts = [whole]
    for name, rows in flat.groupby("indicator", sort=False):
        own = rows.set_index("area")[list(_PARTS.values())]
        parts.append(own.set_axis([f"{name}{ending}" for ending in _PARTS], axis=1))
    return pd.concat(parts, axis=1)


def write_geojson(shapes: Shapes, labels: Labels, about: About, language: Language) -> bytes:
    """Write GeoJSON (RFC 7946) with the facts of the file in the member ``about``; a missing number is null."""
    features = _features(shapes)
    text = json.dumps(
        {
            "type": "FeatureCollection",
            "about": {**about.machine_facts(), "boundaries": borders(about, language)},
            "columns": _meanings(shapes.wide, labels, language),
            "features": features,
        },
        ensure_ascii=False,
        separators=(",", ":"),
        allow_nan=False,
    )
    return text.encode()


def write_geopackage(layers: Mapping[str, Shapes], labels: Labels, about: About, language: Language) -> bytes:
    """Write a GeoPackage: one layer per name, a table ``about`` and a table ``columns`` that explains them."""
    facts = {**about.machine_facts(), "boundaries": borders(about, language)}
    meanings: dict[str, str] = {}
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "zorgcapaciteit.gpkg"
        for name, shapes in layers.items():
            frame = geopandas.GeoDataFrame.from_features(_features(shapes), crs="EPSG:4326")
            frame = _typed(frame, shapes.wide)
            pyogrio.write_dataframe(frame, path, layer=name, driver="GPKG", layer_metadata=facts)
            meanings |= _meanings(shapes.wide, labels, language)
        for table, texts, head in (("about", facts, "fact"), ("columns", meanings, "column")):
            rows = pd.DataFrame({head: list(texts), "meaning": list(texts.values())})
            pyogrio.write_dataframe(rows, path, layer=table, driver="GPKG")
        return path.read_bytes()


def _typed(frame: geopandas.GeoDataFrame, wide: pd.DataFrame) -> geopandas.GeoDataFrame:
    """Keep columns numbers where a whole column is missing."""
    for name in wide.columns:
        if pd.api.types.is_numeric_dtype(wide[name]):
            frame[name] = pd.to_numeric(frame[name]).astype(float)
        else:
            frame[name] = frame[name].astype("object")
    return frame


def _features(shapes: Shapes) -> list[dict[str, Any]]:
    """Features of the layer that have numbers, with them as properties."""
    wide = shapes.wide.astype(object)
    known = {
        str(area): {name: None if pd.isna(value) else value for name, value in zip(wide.columns, row, strict=True)}
        for area, row in zip(wide.index, wide.itertuples(index=False, name=None), strict=True)
    }
    drawn = json.loads(shapes.layer)["features"]
    return [
        {
            "type": "Feature",
            "id": area,
            "properties": {"area": area, **known[area], "summed": area in shapes.summed},
            "geometry": feature["geometry"],
        }
        for feature in drawn
        if (area := str(feature["properties"]["area"])) in known
    ]


def _meanings(wide: pd.DataFrame, labels: Labels, language: Language) -> dict[str, str]:
    """Explain every column in words."""
    say = wording.say
    fixed: Sequence[str] = ("area", "area_name", "level", "year")
    texts = {name: say(wording.COLUMNS[name][1], language) for name in fixed}
    for name, entry in labels.entries.items():
        if name not in wide.columns:
            continue
        category, measure = entry.main
        answer = say(entry.categories[category], language) if category != "total" else ""
        unit = say(entry.unit, language)
        what = ", ".join(part for part in (say(entry.label, language), answer, unit) if part)
        texts[name] = f"{what} ({say(wording.MEASURES[measure], language)})"
        for ending, column in list(_PARTS.items())[1:]:
            texts[f"{name}{ending}"] = f"{name}: {say(wording.COLUMNS[column][1], language)}"
    texts["summed"] = say(wording.SUMMED, language)
    return texts
