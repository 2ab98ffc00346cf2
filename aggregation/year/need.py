"""D11, made after the gate: need-weighted residents per resident, from the published totals of a release alone.

The default set of weights; those of a reader are computed on the screens, by the same functions. Formula and grounds:
``docs/methods/need.md``.
"""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from aggregation.indicators import INDICATORS
from aggregation.shown.need import RESIDENTS, need_index, residents_of, weighted_residents
from aggregation.shown.need_weights import BY_ID, DEFAULT_SET
from aggregation.year.facts import FACT
from data.terms import TOTAL, Confidentiality, Level, Measure, Status

NEED = "D11"
_DECIMALS = 2


def with_need(tables: Mapping[str, pd.DataFrame]) -> dict[str, pd.DataFrame]:
    """Put the cells of D11 in the tables of one or more survey years, in the place of those that stand there.

    A year of which no residents are published keeps what it has: it was made before there were facts.
    """
    fact, area = tables.get(FACT), tables["area"]
    if fact is None:
        return dict(tables)
    cell = tables["cell"].astype({"count": "Int64", "frame": "Int64"})  # nobody is counted, nobody could have been
    told = {int(year) for year in fact.loc[fact["fact"].astype(str).str.startswith(RESIDENTS), "year"].unique()}
    parts = [cell]
    for year in sorted({int(year) for year in cell["year"].unique()} & told):
        parts[0] = parts[0].loc[~(parts[0]["indicator"].eq(NEED) & parts[0]["year"].eq(year))]
        made = need_cells(fact, area.loc[area["year"].eq(year)], year)
        parts.append(made.reindex(columns=cell.columns).astype(cell.dtypes.to_dict()))
    return {**tables, "cell": pd.concat(parts, ignore_index=True)}


def need_cells(fact: pd.DataFrame, areas: pd.DataFrame, year: int) -> pd.DataFrame:
    """Compute the index of every area.

    Parameters
    ----------
    fact : table ``fact`` of a release.
    areas : table ``area`` of one year.

    Returns
    -------
    Two rows per (level, area) in the columns of table ``cell``: ``count``, empty because nobody is counted, and
    ``rate``, the index with Flanders at 100; no data where an age class is missing or nobody lives.
    """
    facts = fact.astype({"level": str, "area": str, "fact": str})
    weights = list(BY_ID[DEFAULT_SET].weights.values())
    parts = []
    for level in INDICATORS[NEED].levels:
        here = areas.loc[areas["level"].eq(level.value), "area"].astype(str)
        found = residents_of(facts, year, level)
        index = pd.Series(dtype=float)
        if found is not None:
            index = need_index(found[0], weighted_residents(found[0], weights))
        value = index.reindex(here).round(_DECIMALS).to_numpy(dtype=float)
        parts += [
            _rows(level, here, Measure.COUNT, np.full(len(here), np.nan)),
            _rows(level, here, Measure.RATE, value),
        ]
    return pd.concat(parts, ignore_index=True).assign(
        indicator=NEED,
        year=year,
        ima_year=pd.Series(pd.NA, index=range(sum(map(len, parts))), dtype="Int64"),
        confidentiality=Confidentiality.FREE.value,
    )


def _rows(level: Level, areas: pd.Series, measure: Measure, value: np.ndarray) -> pd.DataFrame:
    none = np.isnan(value) & (measure is not Measure.COUNT)
    return pd.DataFrame(
        {
            "level": level.value,
            "area": areas.to_numpy(),
            "category": TOTAL,
            "measure": measure.value,
            "count": pd.array(np.where(none, 0, np.nan), dtype="Float64").astype("Int64"),
            "frame": pd.array([pd.NA] * len(areas), dtype="Int64"),
            "value": value,
            "lower": np.nan,
            "upper": np.nan,
            "status": np.where(none, Status.NO_DATA.value, Status.NORMAL.value),
        }
    )
