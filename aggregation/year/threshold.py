"""D03, made after the gate: how many GPs an area lies above or below the former Impulseo threshold.

Only what a release shows goes in: GPs on the lists (D01), the share aged 65 and over (A10), and published residents and
surfaces. So it gives nobody away that these do not, and whoever holds a release can make it again. Rule and grounds:
``docs/methods/capacity.md``.
"""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from aggregation.indicators import INDICATORS
from aggregation.indicators.norms import GP_POOR_RATE, GP_POOR_RATE_SPARSE, SPARSE_DENSITY
from aggregation.year.facts import FACT, RESIDENTS, SURFACE
from data.terms import FLANDERS, TOTAL, Confidentiality, Level, Measure, Status

Tables = Mapping[str, pd.DataFrame]

THRESHOLD = "D03"
HEADS = "D01"
AGES, OLD = "A10", "65-"
NOT, PERHAPS, SURELY = INDICATORS[THRESHOLD].codes
_PLACE = ["level", "area"]
_NO_ROUNDING = 6
"""Decimals that a number of GPs is cut to before it is counted in whole ones: far finer than any share is shown."""


def with_threshold(tables: Tables) -> dict[str, pd.DataFrame]:
    """Put the cells of D03 in the tables of one or more survey years, in the place of those that stand there.

    A year of which no residents are published keeps what it has: it was made before there were facts.
    """
    cell = tables["cell"]
    fact = tables.get(FACT)
    if fact is None:
        return dict(tables)
    told = fact.loc[fact["fact"].astype(str).str.startswith(RESIDENTS + ":"), "year"].unique()
    parts = [cell]
    for year in sorted({int(year) for year in cell["year"].unique()} & {int(year) for year in told}):
        parts[0] = parts[0].loc[~(parts[0]["indicator"].eq(THRESHOLD) & parts[0]["year"].eq(year))]
        parts.append(threshold_cells(tables, year).reindex(columns=cell.columns).astype(cell.dtypes.to_dict()))
    return {**tables, "cell": pd.concat(parts, ignore_index=True)}


def threshold_cells(tables: Tables, year: int) -> pd.DataFrame:
    """Hold every area against the threshold, from the released tables of one year.

    Returns
    -------
    One row per (level, area, category, measure) in the columns of table ``cell``: the GPs on the lists (``count``), by
    how many whole ones those estimated under 65 are more than the threshold (``gap``, with the ends of the interval of
    the share aged 65 and over), and per class a share of 0 or 100 without a count, for it is nobody's answer. Withheld
    where GPs, residents or that share are not shown, or where an unknown surface decides.
    """
    areas = _areas(tables, year)
    people = areas["residents"].where(areas["residents"] > 0)
    with np.errstate(divide="ignore", invalid="ignore"):
        sparse = people / areas["km2"] < SPARSE_DENSITY
    known = areas["km2"].notna()
    least = people / 100_000 * np.where(known & sparse, GP_POOR_RATE_SPARSE, GP_POOR_RATE)
    most = people / 100_000 * np.where(known & ~sparse, GP_POOR_RATE, GP_POOR_RATE_SPARSE)
    young = {end: areas["gps"] * (1 - areas[end].where(areas["gps"] > 0, 0.0) / 100) for end in ("old", "low", "high")}
    # Few older GPs leave many under 65: the lower end of the share is the upper end here.
    value, lower, upper = (
        (young[end] - least).round(_NO_ROUNDING).floordiv(1).astype(float) for end in ("old", "high", "low")
    )
    surely = (young["low"] - least).round(_NO_ROUNDING) < 0
    never = (young["high"] - most).round(_NO_ROUNDING) >= 0
    said = pd.Series(PERHAPS, index=areas.index).where(~surely, SURELY).where(~never, NOT)
    decided = young["old"].notna() & people.notna() & (known | surely | never)
    parts = [_rows(areas, TOTAL, Measure.COUNT, areas["gps"], areas["gps"].notna())]
    gap = _rows(areas, TOTAL, Measure.GAP, value, decided & known)
    parts.append(gap.assign(lower=lower.where(gap["free"]), upper=upper.where(gap["free"])))
    for code in (NOT, PERHAPS, SURELY):
        share = _rows(areas, code, Measure.SHARE, 100.0 * said.eq(code), decided)
        parts.append(share.assign(count=share["count"].where(share["status"].eq(Status.NO_DATA.value))))
    rows = pd.concat(parts, ignore_index=True)
    free = rows.pop("free")
    return rows.assign(
        indicator=THRESHOLD,
        year=year,
        ima_year=pd.array([pd.NA] * len(rows), dtype="Int64"),
        confidentiality=np.where(free, Confidentiality.FREE.value, Confidentiality.WITHHELD.value),
    )


def _rows(areas: pd.DataFrame, category: str, measure: Measure, value: pd.Series, free: pd.Series) -> pd.DataFrame:
    """Lay one number of every area out as cells; blank where it is not free."""
    empty = areas["gps"].eq(0) & areas["residents"].fillna(0).eq(0) & (measure is not Measure.COUNT)
    status = Status.NORMAL if measure is Measure.COUNT else Status.ESTIMATED
    told = pd.Series(status.value, index=areas.index)
    if measure is not Measure.COUNT:
        told = told.where(~areas["weak"].astype(bool), Status.LOW_RELIABILITY.value)
    told = told.where(free, Status.NORMAL.value).where(~empty, Status.NO_DATA.value)
    return pd.DataFrame(
        {
            "level": areas["level"],
            "area": areas["area"],
            "category": category,
            "measure": measure.value,
            "count": areas["gps"].where(free | empty).astype("Int64"),
            "frame": areas["frame"].astype("Int64"),
            "value": value.astype(float).where(free & ~empty),
            "lower": np.nan,
            "upper": np.nan,
            "status": told,
            "free": free | empty,
        }
    )


def _areas(tables: Tables, year: int) -> pd.DataFrame:
    """Gather per area what goes in: ``gps``, ``frame``, ``residents``, ``km2`` and the share ``old`` with its ends.

    The share is that of the area itself where it is shown, else that of the kring that holds all of it, else that of
    Flanders; ``weak`` tells that it rests on few answers. Missing where nothing is shown.
    """
    cell = tables["cell"]
    cell = cell.loc[cell["year"].eq(year)]
    wanted = [level.value for level in INDICATORS[THRESHOLD].levels]
    heads = cell.loc[
        cell["indicator"].eq(HEADS) & cell["measure"].eq(Measure.COUNT.value) & cell["level"].isin(wanted),
        [*_PLACE, "count", "frame"],
    ]
    areas = heads.rename(columns={"count": "gps"}).astype({"gps": "Float64"}).astype({"gps": "float64"})
    fact = tables[FACT].loc[tables[FACT]["year"].eq(year)]
    names = fact["fact"].astype(str)
    people = fact.loc[names.str.startswith(RESIDENTS + ":")].groupby(_PLACE)["value"].sum().rename("residents")
    surface = fact.loc[names.eq(SURFACE)].set_index(_PLACE)["value"].rename("km2")
    areas = areas.join(people, on=_PLACE).join(surface, on=_PLACE).reset_index(drop=True)
    areas = areas.astype({"residents": "Float64", "km2": "Float64"}).astype({"residents": float, "km2": float})
    shares = _shares(cell)
    around = _kring_of(tables["membership"].loc[tables["membership"]["year"].eq(year)])
    lent = [
        next(
            (shares.loc[place] for place in _lenders(str(level), str(area), around) if place in shares.index),
            pd.Series({"old": np.nan, "low": np.nan, "high": np.nan, "weak": False}),
        )
        for level, area in zip(areas["level"], areas["area"], strict=True)
    ]
    columns = pd.DataFrame(lent, columns=["old", "low", "high", "weak"]).reset_index(drop=True)
    return areas.join(columns.astype({"old": float, "low": float, "high": float}))


def _shares(cell: pd.DataFrame) -> pd.DataFrame:
    """Give the shown shares of GPs aged 65 and over with their interval, by level and area."""
    rows = cell.loc[cell["indicator"].eq(AGES) & cell["category"].eq(OLD) & cell["measure"].eq(Measure.SHARE.value)]
    rows = rows.loc[rows["value"].notna() & rows["lower"].notna() & rows["upper"].notna()]
    table = rows.set_index(_PLACE)[["value", "lower", "upper"]].astype(float).set_axis(["old", "low", "high"], axis=1)
    return table.assign(weak=rows["status"].eq(Status.LOW_RELIABILITY.value).to_numpy())


def _kring_of(membership: pd.DataFrame) -> dict[str, str]:
    """Give the kring of every municipality that lies in one as a whole."""
    krings = membership.groupby("gemeente")["kring"].agg(lambda values: sorted(set(values)))
    return {str(area): str(among[0]) for area, among in krings.items() if len(among) == 1}


def _lenders(level: str, area: str, kring_of: Mapping[str, str]) -> list[tuple[str, str]]:
    """Name the areas whose share an area takes, the first that is shown."""
    around = [(Level.KRING.value, kring_of[area])] if level == Level.GEMEENTE and area in kring_of else []
    return [(level, area), *around, (Level.VLAANDEREN.value, FLANDERS)]
