"""Weights for non-response: answers of a thinly answering province or role count for those who stayed silent.

A stratum is a province × role. Age is known for respondents only, so it has no public margin to
weight to. Strata with few answers are taken together within their role, and with each other where that is still few.
Source: Särndal and Lundström, Estimation in Surveys with Nonresponse (2005), weighting classes. Choices:
``docs/methods/estimates.md``.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy import stats

from aggregation.estimate import CONFIDENCE, FEW_ANSWERS


@dataclass(frozen=True, kw_only=True)
class Weighted:
    """A weighted mean with its 95 % interval, in the unit of the values; NaN where not defined."""

    value: float
    lower: float
    upper: float


def response_strata(answered: pd.DataFrame, frame: pd.DataFrame) -> tuple[pd.Series, pd.Series]:
    """Give every answering unit its stratum, and every stratum its size.

    Parameters
    ----------
    answered : one row per answering unit [area, role]; ``role`` one constant where units have none.
    frame : [area, role, frame], units that could have answered, each pair once.

    Returns
    -------
    Stratum per unit on the index of ``answered``, and units in the frame per stratum. Strata nobody answered for at
    all are left out: the others speak for them.
    """
    counts = frame.assign(stratum=frame["area"] + "|" + frame["role"])
    given = (answered["area"] + "|" + answered["role"]).value_counts()
    for wider in ("|" + counts["role"], pd.Series("|", index=counts.index)):
        few = counts["stratum"].map(given).fillna(0) < FEW_ANSWERS
        counts["stratum"] = counts["stratum"].where(~few, wider)
        key = pd.MultiIndex.from_frame(answered[["area", "role"]])
        strata = counts.set_index(["area", "role"])["stratum"].reindex(key).set_axis(answered.index)
        given = strata.value_counts()
    sizes = counts.groupby("stratum")["frame"].sum()
    return strata, sizes.loc[sizes.index.isin(given.index)]


def weighted_mean(values: pd.Series, strata: pd.Series, sizes: pd.Series) -> Weighted:
    """Estimate the mean of everybody asked: the mean of each stratum, weighted by its size.

    The interval is that of a stratified sample with the finite population correction; a stratum with one answer
    takes the spread of all.

    Parameters
    ----------
    values, strata : one per answering unit.
    sizes : units in the frame per stratum.

    Examples
    --------
    >>> values, strata = pd.Series([1.0, 1.0, 1.0, 4.0]), pd.Series(["a", "a", "a", "b"])
    >>> weighted_mean(values, strata, pd.Series({"a": 10, "b": 10})).value
    2.5
    """
    if values.empty:
        return Weighted(value=float("nan"), lower=float("nan"), upper=float("nan"))
    grouped = values.groupby(strata)
    n, total = grouped.count(), sizes.reindex(grouped.count().index).astype(float)
    part = total / total.sum()
    value = float((part * grouped.mean()).sum())
    spread = grouped.var().fillna(values.var())
    variance = float((part**2 * (1 - n / total) * spread / n).sum())
    freedom = max(int((n - 1).sum()), 1)
    half = float(stats.t.ppf(0.5 + CONFIDENCE / 2, freedom)) * float(np.sqrt(variance))
    if len(values) < 2:
        half = float("nan")
    return Weighted(value=value, lower=value - half, upper=value + half)
