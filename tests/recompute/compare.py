"""Hold the product's cells against the recomputed ones and list every difference, to the last shown digit."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from tests.recompute.cells import KEY

NUMBERS = ("value", "lower", "upper")
UNDOCUMENTED_BOUNDS = frozenset({"D02", "D02T", "D02U"})
"""Intervals that no document defines yet: held only to lie around their value."""

_SLACK = 1e-6
"""Part of a last digit that floating point may shift a number before it is rounded."""


def differences(product: pd.DataFrame, second: pd.DataFrame, *, key: Sequence[str] = KEY) -> list[str]:
    """Say where the product differs: rows missing, double or too many, and every column that is not the same.

    A shown number agrees when it is a right rounding of the unrounded one; an exact tie may go either way.
    """
    names = list(key)
    product = product[[*names, "count", "frame", *NUMBERS, "status"]].astype(dict.fromkeys(NUMBERS, "float64"))
    problems = [
        f"{who}: {count} keys more than once"
        for who, frame in (("product", product), ("recomputed", second))
        if (count := int(frame.duplicated(names).sum()))
    ]
    both = product.merge(second, on=names, how="outer", suffixes=("", "_second"), indicator=True)
    problems += [
        f"{_name(row, names)}: only in the {'product' if row['_merge'] == 'left_only' else 'recomputation'}"
        for _, row in both[both["_merge"] != "both"].iterrows()
    ]
    common = both[both["_merge"] == "both"]
    for column in ("count", "frame", "status"):
        wrong = common[common[column].astype(object) != common[f"{column}_second"].astype(object)]
        problems += [
            f"{_name(row, names)}: {column} {row[column]}, recomputed {row[f'{column}_second']}"
            for _, row in wrong.iterrows()
        ]
    free = common["indicator"].isin(UNDOCUMENTED_BOUNDS)
    astray = common[free & ~((common["lower"] <= common["value"]) & (common["value"] <= common["upper"]))]
    problems += [f"{_name(row, names)}: bounds miss the value" for _, row in astray.iterrows() if row["lower"] > -1]
    for column in NUMBERS:
        wrong = common[~_agrees(common, column) & ~(free & (column != "value"))]
        problems += [
            f"{_name(row, names)}: {column} {row[column]}, recomputed {row[f'exact_{column}']}"
            for _, row in wrong.iterrows()
        ]
    return problems


def _agrees(common: pd.DataFrame, column: str) -> npt.NDArray[np.bool_]:
    shown = common[column].astype("float64").to_numpy()
    exact = common[f"exact_{column}"].astype("float64").to_numpy()
    step = common["step"].astype("float64").to_numpy()
    with np.errstate(invalid="ignore"):
        near = np.abs(shown - exact) <= step * (0.5 + _SLACK)
        whole = np.abs(shown / step - np.round(shown / step)) <= _SLACK
    return np.where(np.isnan(exact), np.isnan(shown), near & whole)


def _name(row: "pd.Series[Any]", key: Sequence[str]) -> str:
    return "/".join(str(row[column]) for column in key)
