"""Numbers of an area that are no share and no mean of answers: the indicators of kind ``rate``.

Every function takes the answering units with their ``area``, the counts per area and the residents per area, and gives
a ``Rate`` on the index of ``base``; bounds are missing where a complete count has none.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy import stats

from aggregation.estimate import CONFIDENCE, mean_interval, rate_per
from aggregation.indicators.norms import GP_POOR_RATE, GP_POOR_RATE_SPARSE, SPARSE_DENSITY
from aggregation.year.answers import LinkedRows, by_level
from data.terms import Level


@dataclass(frozen=True, kw_only=True)
class Rate:
    """A rate per area with its interval; ``behind`` is how many units it rests on, where not all that answered."""

    value: pd.Series
    lower: pd.Series | float = np.nan
    upper: pd.Series | float = np.nan
    behind: pd.Series | None = None


def _heads_rate(
    units: pd.DataFrame, base: pd.DataFrame, residents: pd.Series, linked: LinkedRows, level: Level
) -> Rate:
    """D01: listed GPs per 10,000 residents, a complete count."""
    return Rate(value=rate_per(base["count"], residents, per=10_000))


def _active_rate(
    units: pd.DataFrame, base: pd.DataFrame, residents: pd.Series, linked: LinkedRows, level: Level
) -> Rate:
    """D08: active GPs per 10,000 residents."""
    active = units.loc[units["answer"] == "actief", "area"].value_counts().reindex(base.index).fillna(0)
    return Rate(value=rate_per(active, residents, per=10_000))


def _gp_poor(units: pd.DataFrame, base: pd.DataFrame, residents: pd.Series, linked: LinkedRows, level: Level) -> Rate:
    """D03: 1 where the Impulseo norm calls the area GP-poor, else 0; missing where an unknown density decides."""
    rate = rate_per(base["count"], residents, per=100_000)
    density = (
        linked.density.loc[linked.density["level"] == level.value].set_index("area")["density"].reindex(base.index)
    )
    poor = (rate < GP_POOR_RATE) | ((rate < GP_POOR_RATE_SPARSE) & (density < SPARSE_DENSITY))
    undecided = rate.isna() | ((rate >= GP_POOR_RATE) & (rate < GP_POOR_RATE_SPARSE) & density.isna())
    return Rate(value=poor.astype(float).where(~undecided))


def _fte_rate(units: pd.DataFrame, base: pd.DataFrame, residents: pd.Series, linked: LinkedRows, level: Level) -> Rate:
    """D02: per role, everybody listed times the mean FTE of those who answered, per 10,000 residents.

    Ages of people who did not answer are not known; giving them the age bands of those who did within area and
    role yields the same sum as role × age band. A role without an answer in an area takes its Flemish mean.
    """
    listed = linked.read("SELECT atom, role, count(*) AS listed FROM person GROUP BY atom, role ORDER BY atom, role")
    listed["area"] = by_level(listed, linked.membership, level)
    total, variance, freedom = (pd.Series(0.0, index=base.index) for _ in range(3))
    for role in sorted(listed["role"].unique()):
        of_role = units.loc[units["role"] == role]
        people = listed.loc[listed["role"] == role].groupby("area")["listed"].sum().reindex(base.index).fillna(0)
        grouped = of_role.groupby("area")["value"]
        answered = grouped.count().reindex(base.index).fillna(0)
        # A role of which nobody in Flanders gave hours is unknown, not zero; where nobody is listed it plays no part.
        mean = grouped.mean().reindex(base.index).fillna(of_role["value"].mean())
        deviation = grouped.std().reindex(base.index).fillna(of_role["value"].std())
        total = total + (people * mean).where(people > 0, 0.0)
        silent = ((people - answered) / (people - 1).where(people > 1)).clip(0, 1).fillna(0)
        variance = variance + (people**2 * deviation**2 / answered.clip(lower=1) * silent).where(people > 0, 0.0)
        freedom = freedom + (answered - 1).clip(lower=0)
    total = total.where(base["count"] > 0)
    half = stats.t.ppf(0.5 + CONFIDENCE / 2, freedom.clip(lower=1)) * np.sqrt(variance)
    return Rate(
        value=rate_per(total, residents, per=10_000),
        lower=rate_per((total - half).clip(lower=0), residents, per=10_000),
        upper=rate_per(total + half, residents, per=10_000),
    )


def _contacts_rate(
    units: pd.DataFrame, base: pd.DataFrame, residents: pd.Series, linked: LinkedRows, level: Level
) -> Rate:
    """D09: contacts at IMA, grossed up to all listed GPs of the area, per resident."""
    billing = linked.read("SELECT unit FROM person WHERE contacts_ima IS NOT NULL")["unit"]
    grouped = units.loc[units["unit"].isin(billing)].groupby("area")["value"]
    billed = grouped.count().reindex(base.index).fillna(0)
    mean, deviation = grouped.mean().reindex(base.index), grouped.std().reindex(base.index)
    lower, upper = mean_interval(mean, deviation, billed, base["frame"])
    bounds = pd.DataFrame({"lower": np.maximum(lower, 0), "upper": upper}, index=base.index)
    return Rate(
        value=rate_per(mean * base["frame"], residents, per=1),
        lower=rate_per(bounds["lower"] * base["frame"], residents, per=1),
        upper=rate_per(bounds["upper"] * base["frame"], residents, per=1),
        behind=billed,
    )


def _files_per_fte(
    units: pd.DataFrame, base: pd.DataFrame, residents: pd.Series, linked: LinkedRows, level: Level
) -> Rate:
    """D05: files of the GPs with both files and hours, per FTE of the same GPs."""
    fte = linked.read("SELECT unit, fte FROM person WHERE fte IS NOT NULL").set_index("unit")["fte"].astype(float)
    return ratio_of_sums(units["value"], units["unit"].map(fte), units["area"], base)


def _outflow(units: pd.DataFrame, base: pd.DataFrame, residents: pd.Series, linked: LinkedRows, level: Level) -> Rate:
    """D06: FTE of those who say they stop, in percent of the FTE of all who said what they plan."""
    leaving = units["value"].where(units["answer"] == "stoppen", 0.0)
    share = ratio_of_sums(leaving, units["value"], units["area"], base)
    return Rate(value=100 * share.value, lower=100 * share.lower, upper=(100 * pd.Series(share.upper)).clip(upper=100))


def ratio_of_sums(numerator: pd.Series, denominator: pd.Series, area: pd.Series, base: pd.DataFrame) -> Rate:
    """Give the ratio of two sums over the same units per area, with its 95 % t interval for a finite population.

    The variance is that of the residuals, numerator minus ratio times denominator (Cochran, Sampling Techniques,
    1977, chapter 6).

    Parameters
    ----------
    numerator, denominator, area : one value per unit.
    base : per area ``count`` (units) and ``frame``.

    Returns
    -------
    The ratio with its bounds on the index of ``base``; the lower bound stops at zero. Missing where the denominator
    is zero or nobody answered, bounds below two answers.
    """
    sums = (
        pd.DataFrame({"over": numerator, "under": denominator, "area": area}).groupby("area")[["over", "under"]].sum()
    )
    sums = sums.reindex(base.index)
    ratio = sums["over"] / sums["under"].where(sums["under"] > 0)
    residual = numerator - area.map(ratio).astype(float) * denominator
    spread = residual.groupby(area).std().reindex(base.index) * base["count"] / sums["under"].where(sums["under"] > 0)
    lower, upper = mean_interval(ratio, spread, base["count"], base["frame"])
    bounds = pd.DataFrame({"lower": np.maximum(lower, 0), "upper": upper}, index=base.index)
    return Rate(value=ratio, lower=bounds["lower"], upper=bounds["upper"])


RATES: dict[str, Callable[[pd.DataFrame, pd.DataFrame, pd.Series, LinkedRows, Level], Rate]] = {
    "D01": _heads_rate,
    "D02": _fte_rate,
    "D03": _gp_poor,
    "D05": _files_per_fte,
    "D06": _outflow,
    "D08": _active_rate,
    "D09": _contacts_rate,
}
