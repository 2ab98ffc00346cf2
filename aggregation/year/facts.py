"""Published totals of every area: residents by age class, and the facts that a delivery brings, on every level.

Nothing here is of a doctor or a practice, so nothing is withheld. Format: table ``fact`` in ``docs/release-format.md``.
"""

import math
from collections.abc import Sequence

import numpy as np
import pandas as pd

from data.terms import BELOW_FLANDERS, FLANDERS, Level

FACT = "fact"
"""Name of the table."""

RESIDENTS = "residents"
"""Begins the name of the facts that hold residents by age class, ``residents:80+``."""

RESIDENTS_AT_IMA = "residents_at_ima"
"""Fact that holds the residents by which D09 divides; its source names their year."""

SHARE_UNDER_65 = "vt_under_65"
UNDER_65 = ("0-17", "18-64")
POPULATION_SOURCE = "population"
SURFACE = "area_km2"
"""Fact that holds square kilometres."""
SURFACE_SOURCE = "areas"
_KEY = ["year", "level", "area", "fact"]
_AREA = ["area", "year", "fact"]


def fact_table(
    membership: pd.DataFrame,
    population: pd.DataFrame,
    facts: pd.DataFrame,
    *,
    survey_year: int,
    surface: pd.DataFrame | None = None,
    at_ima: pd.DataFrame | None = None,
    residents_year: int = 0,
) -> pd.DataFrame:
    """Bring published totals of municipalities, or of parts of split ones, to every level.

    Parameters
    ----------
    membership : one row per atom [gemeente, postcode, one column per level]; ``postcode`` missing where not split.
    population : [nis, postcode, age_class, residents] on 1 January of the survey year.
    facts : [nis, postcode, year, fact, value, source] as delivered; may be empty.
    surface : [level, area, km2] of the survey year, missing where not known.
    at_ima : [level, area, residents] by which D09 divides, of ``residents_year``; None where there are no IMA data.

    Returns
    -------
    One row per year, level, area and fact: ``value`` a sum, or for a share the mean weighted by residents under 65;
    ``source`` as delivered, joined where it differs. An area of which a part is missing has no row: a sum without it
    would be wrong.
    """
    atoms = membership.assign(postcode=_text(membership["postcode"]))
    people = pd.DataFrame(
        {
            "gemeente": population["nis"].astype(str),
            "postcode": _text(population["postcode"]) if "postcode" in population else "",
            "year": survey_year,
            "fact": RESIDENTS + ":" + population["age_class"].astype(str),
            "value": population["residents"].astype(float),
            "source": POPULATION_SOURCE,
        }
    )
    brought = pd.DataFrame(
        {
            "gemeente": facts["nis"].astype(str),
            "postcode": _text(facts["postcode"]) if "postcode" in facts else "",
            "year": facts["year"].astype("int64"),
            "fact": facts["fact"].astype(str),
            "value": facts["value"].astype(float),
            "source": facts["source"].astype(str),
        }
    )
    counts = pd.concat([people, brought[brought["fact"] != SHARE_UNDER_65]], ignore_index=True)
    shares = brought[brought["fact"] == SHARE_UNDER_65]
    weights = people[people["fact"].isin([f"{RESIDENTS}:{age}" for age in UNDER_65])]
    weight = weights.groupby(["gemeente", "postcode"])["value"].sum().rename("weight").reset_index()
    parts = []
    told = [level for level in BELOW_FLANDERS if level.value in atoms and atoms[level.value].notna().all()]
    for level in (Level.VLAANDEREN, *told):
        placed = _placed(atoms, level)
        parts.append(_summed(counts, placed).assign(level=level.value))
        if not shares.empty:
            parts.append(_averaged(shares.merge(weight, how="left"), placed).assign(level=level.value))
    if surface is not None:
        known = surface[surface["km2"].notna()].rename(columns={"km2": "value"})
        known = known.astype({"value": float}).assign(year=survey_year, fact=SURFACE, source=SURFACE_SOURCE)
        parts.append(known)
    if at_ima is not None:
        # Under the survey year, whose areas these are; the year of the residents stands in the source.
        known = at_ima[at_ima["residents"].notna()].rename(columns={"residents": "value"})
        source = f"{POPULATION_SOURCE} {residents_year}"
        parts.append(known.astype({"value": float}).assign(year=survey_year, fact=RESIDENTS_AT_IMA, source=source))
    table = pd.concat(parts, ignore_index=True)
    return table[[*_KEY, "value", "source"]].sort_values(_KEY, ignore_index=True)


def newest(tables: Sequence[pd.DataFrame]) -> pd.DataFrame:
    """Put the facts of all survey years together, oldest first; what two years tell of one year, the newest tells.

    Areas are those of the survey year that tells it: a later delivery replaces a fact of a year as a whole, so that
    areas of before and after a merger never stand beside each other.
    """
    told: dict[tuple[int, str], pd.DataFrame] = {}
    for table in tables:
        told |= {(rows["year"].iloc[0], rows["fact"].iloc[0]): rows for _, rows in table.groupby(["year", "fact"])}
    return pd.concat(list(told.values()), ignore_index=True).sort_values(_KEY, ignore_index=True)


def _text(postcodes: pd.Series) -> pd.Series:
    return postcodes.astype("object").where(postcodes.notna(), "").astype(str)


def _placed(atoms: pd.DataFrame, level: Level) -> pd.DataFrame:
    area = FLANDERS if level is Level.VLAANDEREN else atoms[level.value].astype(str)
    return pd.DataFrame({"gemeente": atoms["gemeente"].astype(str), "postcode": atoms["postcode"], "area": area})


def _spread(rows: pd.DataFrame, placed: pd.DataFrame) -> pd.DataFrame:
    """Give every atom every fact of every year, missing where it was not delivered."""
    told = rows[["year", "fact"]].drop_duplicates()
    return placed.merge(told, how="cross").merge(rows, on=["gemeente", "postcode", "year", "fact"], how="left")


def _summed(rows: pd.DataFrame, placed: pd.DataFrame) -> pd.DataFrame:
    spread = _spread(rows, placed)
    by = spread.groupby(_AREA)["value"]
    table = pd.DataFrame({"value": _added(spread, "value"), "source": _sources(spread)})
    return table[by.count() == by.size()].reset_index()


def _averaged(rows: pd.DataFrame, placed: pd.DataFrame) -> pd.DataFrame:
    spread = _spread(rows, placed)
    spread["product"] = spread["value"] * spread["weight"]
    by = spread.groupby(_AREA)["product"]
    table = pd.DataFrame({"value": _added(spread, "product") / _added(spread, "weight"), "source": _sources(spread)})
    whole = by.count() == by.size()
    return table[whole & table["value"].notna()].reset_index()


def _added(spread: pd.DataFrame, column: str) -> pd.Series:
    """Add up per area, year and fact without rounding on the way: the order of the parts changes no bit."""
    order = spread.groupby(_AREA).ngroup().to_numpy()
    numbers = spread[column].to_numpy(dtype=float)
    keys = spread[_AREA].iloc[np.unique(order, return_index=True)[1]]
    rows = np.argsort(order, kind="stable")
    starts = np.flatnonzero(np.diff(order[rows], prepend=-1))
    sums = [math.fsum(part) for part in np.split(numbers[rows], starts[1:])] if len(rows) else []
    return pd.Series(sums, index=pd.MultiIndex.from_frame(keys), dtype=float)


def _sources(spread: pd.DataFrame) -> pd.Series:
    """Join per area, year and fact what is named as source."""
    told = spread[[*_AREA, "source"]].drop_duplicates().dropna().sort_values("source")
    joined = told.groupby(_AREA)["source"].agg("; ".join)
    index = pd.MultiIndex.from_frame(spread[_AREA].drop_duplicates())
    return joined.reindex(index, fill_value="").sort_index()
