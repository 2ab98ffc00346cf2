"""Who answered so far, by kring, and where one more answer helps most; for the data team while a survey runs."""

import math
from collections.abc import Mapping

import pandas as pd

from data.delta import kring_of

FEWEST = 5
"""Persons below which a number of answers, or of silent ones, is not told; the screens do the same."""

_Z = 1.96
Tables = Mapping[str, pd.DataFrame]


def response(tables: Tables) -> pd.DataFrame:
    """Count invited and answering persons and practices per kring.

    Parameters
    ----------
    tables : canonical frames of one survey year: ``contacts``, ``practices``, ``geography``, and the surveys as far
        as they came in.

    Returns
    -------
    One row per kring, the widest margin first: ``kring``, ``persons``, ``persons_answered``, ``practices``,
    ``practices_answered`` (missing where 1 to 4 persons answered or did not, and in one kring more where only one
    would be missing), ``margin`` (half-width of the 95 % interval of a share near a half, in percentage points; 50
    where nobody answered) and ``gain`` (by how much ten answers more would narrow it); both are missing with it.
    """
    person, practice = kring_of(tables)["person"], kring_of(tables)["practice_id"]
    frame = pd.DataFrame(
        {
            "persons": _count(person, person.index),
            "persons_answered": _count(person, _answering(tables, "survey_individual", "riziv", 8)),
            "practices": _count(practice, practice.index),
            "practices_answered": _count(practice, _answering(tables, "survey_practice", "practice_id", 64)),
        }
    ).fillna(0)
    frame = frame.astype("Int64").rename_axis("kring").reset_index()
    silent = frame["persons"] - frame["persons_answered"]
    small = frame["persons_answered"].between(1, FEWEST - 1) | silent.between(1, FEWEST - 1)
    if small.sum() == 1 and len(frame) > 1:
        small |= frame.index == frame.loc[~small, "persons"].idxmin()
    pairs = list(zip(frame["persons_answered"], frame["persons"], strict=True))
    frame["margin"] = pd.array([_margin(int(n), int(size)) for n, size in pairs], dtype="Float64")
    frame["gain"] = frame["margin"] - pd.array(
        [_margin(min(int(n) + 10, int(size)), int(size)) for n, size in pairs], dtype="Float64"
    )
    told = ["persons_answered", "margin", "gain"]
    frame[told] = frame[told].mask(small.fillna(value=False).astype(bool))
    return frame.sort_values(["margin", "kring"], ascending=[False, True], na_position="last", ignore_index=True)


def _answering(tables: Tables, table: str, column: str, length: int) -> pd.Index:
    return pd.Index(tables[table][column].str.slice(0, length).dropna().unique()) if table in tables else pd.Index([])


def _count(kring: pd.Series, who: pd.Index) -> pd.Series:
    return kring[kring.index.isin(who)].dropna().value_counts()


def _margin(answered: int, size: int) -> float:
    """Half-width in percentage points of the interval of a share near a half, everybody of ``size`` asked."""
    if answered == 0:
        return 50.0
    return round(min(50.0, 100 * _Z * math.sqrt(0.25 / answered * (size - answered) / max(size - 1, 1))), 1)
