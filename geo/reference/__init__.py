"""The geography that the product ships, so that it runs before any official layer has come in.

Boundaries are schematic: good for a map that says so, never for telling in which municipality a point lies, and
never for areas. Zones and mergers are real; huisartsenkringen and residents are invented. How it was made and how
well it fits: ``docs/geography.md``. Codes are text and always travel with their boundary year: the 300 municipalities
of 2019-2024 (``nis_2019``) and the 285 from 2025 (``nis_2025``).
"""

from functools import cache
from pathlib import Path

import geopandas as gpd
import pandas as pd

from data.terms import Level

FIRST_YEAR_OF_285 = 2025
"""From 1 January of this year the 285 municipalities hold; before it the 300."""

POPULATION_YEARS = (2024, 2025, 2026)
"""Years of 1 January for which invented residents are shipped."""

_HERE = Path(__file__).parent
_METRES = 3812  # Belgian Lambert 2008


class ReferenceGeographyError(ValueError):
    """The reference geography has nothing for what was asked."""


@cache
def _table(name: str) -> pd.DataFrame:
    text = dict.fromkeys(
        (
            "nis_2019",
            "nis_2025",
            "postcode",
            "level",
            "area_id",
            "name_2024",
            "name_2025",
            "province",
            "age_class",
            "name",
            "kind",
        ),
        str,
    )
    text |= dict.fromkeys(("kring_2024", "kring_2025", "elz_2024", "elz_2025", "elz_id", "regio_id"), str)
    return pd.read_csv(_HERE / f"{name}.csv", dtype=text, keep_default_na=False)


def _edition(year: int) -> str:
    """Return the edition of the codes and memberships of a year: ``2024`` or ``2025``."""
    return "2025" if year >= FIRST_YEAR_OF_285 else "2024"


def _code(year: int) -> str:
    """Return the column that holds the municipality code of a year."""
    return "nis_2025" if year >= FIRST_YEAR_OF_285 else "nis_2019"


@cache
def _atoms() -> gpd.GeoDataFrame:
    return gpd.read_file(_HERE / "atoms.geojson", engine="pyogrio").astype(
        {"nis_2019": str, "nis_2025": str, "postcode": str}
    )


def load_atoms() -> gpd.GeoDataFrame:
    """Return the finest pieces: one per municipality of 2019-2024, Antwerpen and Gent split by postcode.

    Columns ``nis_2019``, ``nis_2025``, ``postcode`` (text; empty where the municipality is one piece) and geometry
    (EPSG:4326, 4 decimals). One row per piece, 322 rows, a coverage: no gaps, no overlaps. Borsbeek, part of
    Antwerpen since 2025, is the piece ``11007`` with postcode ``2150``.
    """
    return _atoms().copy()


def load_brussels() -> gpd.GeoDataFrame:
    """Return the outline of the Brussels-Capital Region: one row, ``name`` and geometry (EPSG:4326)."""
    return gpd.read_file(_HERE / "brussels.geojson", engine="pyogrio")


def provinces() -> pd.DataFrame:
    """Return ``nis_2025``, ``province`` (Dutch name): one row per municipality of 2025."""
    return _table("provinces").copy()


def atom_membership(year: int) -> pd.DataFrame:
    """Return ``nis`` (of the year), ``postcode``, ``kring_id``, ``elz_id``, ``regio_id``: one row per piece.

    ``postcode`` is filled only where the municipality is split in that year; else it is an empty string.
    """
    edition = _edition(year)
    table = _table("membership")
    nis = table[_code(year)]
    frame = pd.DataFrame(
        {
            "nis": nis,
            "postcode": table["postcode"].where(nis.isin(_split(year)), ""),
            "kring_id": table[f"kring_{edition}"],
            "elz_id": table[f"elz_{edition}"],
        }
    )
    frame["regio_id"] = frame["elz_id"].map(_table("regions").set_index("elz_id")["regio_id"])
    merged = frame.drop_duplicates()
    return merged.sort_values(["nis", "postcode"], ignore_index=True)


def _split(year: int) -> set[str]:
    """Return the municipalities that the tables of a year split by postcode."""
    table = _table("membership")
    counts = table[table["postcode"] != ""].groupby(_code(year))["postcode"].nunique()
    return set(counts[counts > 1].index)


def geography(year: int) -> pd.DataFrame:
    """Return every valid line of a year: ``postcode``, ``nis``, ``kring_id``, ``elz_id``, ``regio_id``.

    One row per postcode and municipality, the codes of the 300 up to 2024 and of the 285 from 2025. Zones are the real
    ones, kringen are invented, regions are whole zones. Postcode and municipality pairs are Statbel's.
    """
    code = _code(year)
    lines = _table("postcodes")[["postcode", code]].rename(columns={code: "nis"}).drop_duplicates()
    split = lines["nis"].isin(_split(year))
    lines = lines.assign(part=lines["postcode"].where(split, ""))
    member = atom_membership(year).rename(columns={"postcode": "part"})
    joined = lines.merge(member, on=["nis", "part"], how="left", validate="m:1")
    columns = ["postcode", "nis", "kring_id", "elz_id", "regio_id"]
    return joined.sort_values(["postcode", "nis"], ignore_index=True)[columns]


def areas(year: int) -> pd.DataFrame:
    """Return ``level``, ``area_id``, ``name``, ``area_km2`` of each kring, zone, municipality and region of a year.

    ``area_km2`` (2 decimals, Lambert 2008) is that of the schematic boundaries, so not the official area; missing
    for the others.
    """
    table = _table("names")
    frame = table.rename(columns={f"name_{_edition(year)}": "name"})[["level", "area_id", "name"]]
    frame = frame[frame["name"] != ""].reset_index(drop=True)
    size = _municipality_km2(_code(year))
    frame["area_km2"] = frame["area_id"].where(frame["level"] == Level.GEMEENTE.value).map(size).astype("Float64")
    return frame


@cache
def _municipality_km2(code: str) -> "pd.Series[float]":
    atoms = _atoms()
    km2: pd.Series[float] = (atoms.to_crs(_METRES).area / 1e6).groupby(atoms[code]).sum().round(2)
    return km2


def population(year: int) -> pd.DataFrame:
    """Return invented residents on 1 January: ``nis``, ``postcode``, ``age_class``, ``residents``.

    One row per municipality and age class, and per postcode where the municipality is split (empty elsewhere).
    For demonstrations only.

    Raises
    ------
    ReferenceGeographyError : no residents are shipped for the year.
    """
    if year not in POPULATION_YEARS:
        raise ReferenceGeographyError(
            f"expected a year in {POPULATION_YEARS}, found {year}: bring residents of that year with its delivery"
        )
    table = _table("residents").merge(_table("membership")[["nis_2019", "nis_2025", "postcode"]])
    table = table[table["year"] == year]
    nis = table[_code(year)]
    frame = pd.DataFrame(
        {
            "nis": nis,
            "postcode": table["postcode"].where(nis.isin(_split(year)), ""),
            "age_class": table["age_class"],
            "residents": table["residents"],
        }
    )
    summed = frame.groupby(["nis", "postcode", "age_class"], sort=False)["residents"].sum().reset_index()
    return summed.sort_values(["nis", "postcode"], kind="stable", ignore_index=True)


def outside_flanders() -> dict[str, str]:
    """Return every name (Dutch and French) and postcode of a municipality outside Flanders: ``brussel``, ``wallonie``.

    A name that a Flemish place bears too stands here all the same.
    """
    table = _table("outside")
    return dict(zip(table["name"], table["kind"], strict=True))


def municipality_history() -> pd.DataFrame:
    """Return ``old_nis``, ``new_nis``, ``valid_from`` (ISO date): one row per merged municipality.

    A municipality that is not listed kept its code. Antwerpen keeps 11002 and takes in Borsbeek. Whole municipalities
    merged, so sums move without splitting.
    """
    table = _table("membership")[["nis_2019", "nis_2025"]].drop_duplicates()
    grown = table.groupby("nis_2025")["nis_2019"].transform("nunique") > 1
    frame = table[grown].rename(columns={"nis_2019": "old_nis", "nis_2025": "new_nis"})
    return frame.assign(valid_from=f"{FIRST_YEAR_OF_285}-01-01").sort_values("old_nis", ignore_index=True)


def settlements() -> pd.DataFrame:
    """Return places where practices can lie, each inside its own piece.

    Columns ``nis_2019``, ``nis_2025``, ``postcode`` (as in ``load_atoms``), ``longitude``, ``latitude`` (degrees,
    4 decimals), ``weight`` (relative size, at least 300). One row per place, at least one per piece.
    """
    codes = _table("membership")[["nis_2019", "nis_2025", "postcode"]]
    table = _table("settlements").merge(codes, on=["nis_2019", "postcode"], validate="m:1")
    return table[["nis_2019", "nis_2025", "postcode", "longitude", "latitude", "weight"]]
