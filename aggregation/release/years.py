"""Survey years of the tables of a release: which there are, one or some of them apart, and whether two are the same."""

from collections.abc import Collection, Mapping, Sequence

import numpy as np
import pandas as pd

from aggregation.indicators import Indicator
from aggregation.year.cube import YearTables, combine_years, indicator_table, unit_rows
from aggregation.year.facts import FACT, newest
from aggregation.year.practice_map import draw_keys
from data.settings import Thresholds

Tables = Mapping[str, pd.DataFrame]

_COMPARED = ("cell", "membership", "response", "practice")
_RANDOM = ("practice",)
"""Keys of practices are drawn anew in every release and tell nothing."""


def years_of(tables: Tables) -> set[int]:
    """Survey years that the tables hold numbers of."""
    return {int(year) for year in tables["cell"]["year"].unique()}


def of_years(tables: Tables, years: Collection[int]) -> dict[str, pd.DataFrame]:
    """Give the rows of some years; tables without a year stay whole."""
    return {
        name: frame.loc[frame["year"].isin(list(years))] if "year" in frame.columns else frame
        for name, frame in tables.items()
    }


def lay_out(
    years: Sequence[YearTables], taken: Sequence[Tables], indicators: Collection[Indicator], thresholds: Thresholds
) -> tuple[dict[str, pd.DataFrame], pd.DataFrame]:
    """Give the tables of the years that were made, and the unit rows behind them; none when all are taken over."""
    if years:
        return combine_years(years, tuple(indicators), thresholds), unit_rows(years)
    nothing = {name: table.iloc[:0] for one in taken for name, table in one.items()}
    nothing["indicator"] = indicator_table(tuple(indicators), thresholds)
    return nothing, pd.DataFrame({"indicator": [], "year": [], "key": []})


def join_years(fresh: Tables, taken: Sequence[Tables], rng: np.random.Generator) -> dict[str, pd.DataFrame]:
    """Put years that were made now and years taken over together; practices taken over get new random keys."""
    joined = dict(fresh)
    for name, table in fresh.items():
        if name == FACT:
            joined[name] = _joined_facts(fresh, taken)
            continue
        more = [one[name] for one in taken if name in one and len(one[name])]
        if name == "practice":
            more = [rows.assign(practice=draw_keys(len(rows), rng)) for rows in more]
        joined[name] = pd.concat([part for part in (table, *more) if len(part)] or [table], ignore_index=True)
    return joined


def _joined_facts(fresh: Tables, taken: Sequence[Tables]) -> pd.DataFrame:
    """Let each survey year tell its own facts, and of any other year the newest survey year."""
    known = [one for one in taken if FACT in one]
    if not known:
        return fresh[FACT]
    made, over = years_of(fresh), {year for one in known for year in years_of(one)}
    own, old = fresh[FACT], known[-1][FACT]
    parts = [own.loc[~own["year"].isin(list(over))], old.loc[~old["year"].isin(list(made))]]
    if max(made, default=0) > max(over):
        parts.reverse()
    return newest(parts)


def of_year(rows: pd.DataFrame, year: int) -> pd.DataFrame:
    """Give the unit rows of one year."""
    return rows.loc[rows["year"] == year]


def is_same_map(one: Tables, other: Tables, year: int) -> bool:
    """Whether two releases cut the year into the same atoms and areas."""
    first, second = (_canonical(t["membership"].loc[t["membership"]["year"] == year]) for t in (one, other))
    return first.equals(second)


def is_same_year(one: Tables, other: Tables, year: int) -> bool:
    """Whether two releases tell the same of a year: cells, areas, response and, where both have one, practice map.

    The order of rows and columns, the types of columns and the random keys of practices play no part.
    """
    for name in _COMPARED:
        if name not in one or name not in other:
            continue
        first, second = (_canonical(tables[name].loc[tables[name]["year"] == year]) for tables in (one, other))
        if not first.equals(second):
            return False
    return True


def _canonical(frame: pd.DataFrame) -> pd.DataFrame:
    """Rows as texts and floats, in the order of their values."""
    columns = sorted(set(map(str, frame.columns)) - set(_RANDOM))
    plain = {}
    for column in columns:
        values = frame[column]
        if pd.api.types.is_numeric_dtype(values.dtype) and not pd.api.types.is_bool_dtype(values.dtype):
            plain[column] = pd.Series(values.to_numpy(dtype=float, na_value=float("nan"))).round(9)
        else:
            plain[column] = pd.Series(values.astype(object).where(values.notna(), "").astype(str).to_numpy())
    return pd.DataFrame(plain, columns=columns).sort_values(columns, ignore_index=True)
