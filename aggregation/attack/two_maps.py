"""The practice maps of two releases together: whoever stands on either is known in both."""

from collections.abc import Sequence

import pandas as pd

from data.terms import Level

_PLACE = (str(Level.GEMEENTE), str(Level.KRING), str(Level.ELZ), "longitude", "latitude")
_APART = ("practice", "year")
"""Columns that differ from release to release although the practice is the same."""


def complete_maps(old: pd.DataFrame, new: pd.DataFrame, year: int) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Add to each map of a year the practices that only the other one shows.

    A practice that left the map is still known to whoever kept the old one, and a practice that appears was counted
    among the others before. Rows are the same practice when they agree in everything, or else in their place.

    Returns
    -------
    The old and the new map of that year, each with the rows of the other that it lacks.
    """
    before, after = (table.loc[table["year"] == year].reset_index(drop=True) for table in (old, new))
    everything = [column for column in before.columns if column in after.columns and column not in _APART]
    left, appeared = before, after
    for columns in (everything, [column for column in _PLACE if column in everything]):
        left, appeared = _without(left, appeared, columns), _without(appeared, left, columns)
    return pd.concat([before, appeared], ignore_index=True), pd.concat([after, left], ignore_index=True)


def _without(rows: pd.DataFrame, others: pd.DataFrame, columns: Sequence[str]) -> pd.DataFrame:
    """Leave out the rows that have a counterpart among others; of equal rows as many as there are counterparts."""
    return rows.loc[~_numbered(rows, columns).isin(_numbered(others, columns))]


def _numbered(rows: pd.DataFrame, columns: Sequence[str]) -> pd.MultiIndex:
    """Give each row its values in some columns and its number among the rows with the same ones."""
    values = rows[list(columns)].astype(object).where(rows[list(columns)].notna(), "").astype(str)
    number = values.groupby(list(columns)).cumcount()
    return pd.MultiIndex.from_arrays([*(values[column] for column in columns), number])
