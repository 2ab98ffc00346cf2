"""A correction beside what was published: it shows no cell that was withheld, or the year stays as it was.

What people copied of a published release cannot be taken back. A release that repeats that year exactly adds nothing
to it, so nobody can subtract one from the other; a release that shows fewer cells, or other numbers in some of them,
would have to be proven against every release before. Corrections pile up in the vault and come through together,
once old minus new isolates nobody.
"""

from collections.abc import Mapping, Sequence

import pandas as pd

from aggregation.release.changes import among, blank
from data.terms import Confidentiality

_CELL = ["indicator", "level", "area", "category", "measure"]
_ANSWERED = ["level", "area", "role"]
_MAP, _KEY = "practice", "practice"
_FACT = "fact"  # published totals: nobody's answers, so the newest stand where there are any


def inherit_patterns(
    tables: Mapping[str, pd.DataFrame], year: int, shown: Sequence[Mapping[str, pd.DataFrame]]
) -> dict[str, pd.DataFrame]:
    """Withhold in a year what a release that showed it withheld: fewer cells than a safe pattern are safe as well.

    Cells that such a release did not have (a new question, a new level) stay as they are.
    """
    cell, response = tables["cell"].copy(), tables["response"].copy()
    for old in shown:
        before, answered = old["cell"], old.get("response", response.iloc[:0])
        withheld = before.loc[(before["year"] == year) & before["confidentiality"].eq(Confidentiality.WITHHELD.value)]
        blank(cell, (cell["year"] == year) & among(cell, withheld, _CELL))
        silent = answered.loc[(answered["year"] == year) & answered["answered"].isna()]
        response.loc[(response["year"] == year) & among(response, silent, _ANSWERED), "answered"] = pd.NA
    return {**tables, "cell": cell, "response": response}


def keep_years(
    tables: Mapping[str, pd.DataFrame], published: Mapping[int, Mapping[str, pd.DataFrame]]
) -> dict[str, pd.DataFrame]:
    """Put years back as they were published.

    Parameters
    ----------
    tables : the tables of a new release, by name.
    published : per year to keep, the tables of the release that published it; ``indicator`` is not read.

    Returns
    -------
    The tables of the new release with the rows of those years replaced. Indicators that no longer exist stay out. The
    practice map of a kept year stays only when it is the same in both: it has no row of a practice that asked to be
    left off since, and none whose answer changed.
    """
    known = set(tables["indicator"]["indicator"].astype(str))
    kept: dict[str, pd.DataFrame] = dict(tables)
    for year, old in published.items():
        for name, frame in kept.items():
            if "year" not in frame.columns or (name == _FACT and (frame["year"] == year).any()):
                continue
            rest, own = frame.loc[frame["year"] != year], frame.loc[frame["year"] == year]
            if name == _MAP:
                put = own if _MAP in old and _same_map(own, old[_MAP], year) else own.iloc[:0]
            elif name in old:
                put = old[name].loc[old[name]["year"] == year]
                put = put.loc[put["indicator"].astype(str).isin(known)] if name == "cell" else put
                put = put.reindex(columns=frame.columns)
            else:
                put = own.iloc[:0]
            kept[name] = pd.concat([part for part in (rest, put) if len(part)] or [rest], ignore_index=True)
    return kept


def _same_map(one: pd.DataFrame, other: pd.DataFrame, year: int) -> bool:
    """Whether two practice maps hold the same rows, whatever their random keys."""
    columns = [column for column in one.columns if column != _KEY]
    if set(columns) != set(other.columns) - {_KEY}:
        return False
    lines = [
        sorted(map(tuple, frame.loc[frame["year"] == year, columns].astype(object).fillna("").astype(str).to_numpy()))
        for frame in (one, other)
    ]
    return lines[0] == lines[1]


def newest_with(year: int, shown: Mapping[str, Mapping[str, pd.DataFrame]]) -> str | None:
    """Id of the release, the last written first, that published a year; None when none did."""
    for release_id, tables in shown.items():
        if (tables["cell"]["year"] == year).any():
            return release_id
    return None
