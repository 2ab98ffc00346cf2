"""Files of released numbers for other programs: CSV, XLSX, Parquet, GeoJSON, GeoPackage, one zip, and their metadata.

Every writer takes ``ReleasedCells`` or the frame that ``flatten`` makes of them, so nothing withheld can reach a file.
Labels come in from above (``Entry``): this package knows no indicator. ``docs/downloads.md`` describes the files.
"""

from data.exports.about import About, License
from data.exports.bundle import write_bundle
from data.exports.catalogue import Distribution, catalogue
from data.exports.columnar import write_parquet
from data.exports.describe import csv_metadata, dictionary
from data.exports.flat import FLAT, Entry, Labels, flatten
from data.exports.plain import Dress, write_csv, write_table_csv
from data.exports.shapes import spread, write_geojson, write_geopackage
from data.exports.wide import Wide, side_by_side, write_wide_csv, write_wide_workbook
from data.exports.workbook import write_workbook

__all__ = [
    "FLAT",
    "About",
    "Distribution",
    "Dress",
    "Entry",
    "Labels",
    "License",
    "Wide",
    "catalogue",
    "csv_metadata",
    "dictionary",
    "flatten",
    "side_by_side",
    "spread",
    "write_bundle",
    "write_csv",
    "write_geojson",
    "write_geopackage",
    "write_parquet",
    "write_table_csv",
    "write_wide_csv",
    "write_wide_workbook",
    "write_workbook",
]
