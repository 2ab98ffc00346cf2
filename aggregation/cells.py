"""Numbers of one indicator for every area of every level it is allowed on, before anything is withheld.

These frames never leave the process that links the deliveries: ``aggregation.cube`` blanks them by the pattern
of ``aggregation.protect`` first.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy import stats

from aggregation.answers import Answers, LinkedRows, areas_of, by_level
from aggregation.estimate import CONFIDENCE, is_unreliable, mean_interval, rate_per, smoothed_quantile, wilson_interval
from aggregation.indicators import Indicator, Kind
from data.terms import BAR, TOTAL, Level, Measure, Status

QUANTILES = {Measure.P25: 0.25, Measure.MEDIAN: 0.5, Measure.P75: 0.75}
COLUMNS = ["level", "area", "category", "measure", "count", "frame", "value", "lower", "upper", "status"]

GP_POOR_RATE = 90.0
GP_POOR_RATE_SPARSE = 120.0
SPARSE_DENSITY = 125.0
"""Impulseo priority zone form, 2018: GPs per 100,000 residents, residents per km²."""


def compute_cells(answers: Answers, linked: LinkedRows) -> pd.DataFrame:
    """Compute every cell of an indicator.

    Returns
    -------
    One row per (level, area, category, measure) with the columns ``COLUMNS``: ``count`` and ``frame`` in units,
    ``value``, ``lower`` and ``upper`` in the unit of the indicator, missing where not defined.
    """
    parts = []
    for level in answers.indicator.levels:
        base = _base(answers, linked, level)
        units = answers.units.assign(area=by_level(answers.units, linked.membership, level))
        parts += [
            table.assign(level=level.value) for table in _level_cells(answers.indicator, units, base, linked, level)
        ]
    return _finish(pd.concat(parts, ignore_index=True), answers.indicator)


def _base(answers: Answers, linked: LinkedRows, level: Level) -> pd.DataFrame:
    """Per area: how many answered (count) and could have (frame); zero where none."""
    index = areas_of(linked, level)
    frame = answers.frame_counts.groupby(by_level(answers.frame_counts, linked.membership, level))["frame"].sum()
    counted = by_level(answers.units, linked.membership, level).value_counts()
    return pd.DataFrame({"count": counted, "frame": frame}).reindex(index).fillna(0).astype("int64")


def _level_cells(
    indicator: Indicator, units: pd.DataFrame, base: pd.DataFrame, linked: LinkedRows, level: Level
) -> list[pd.DataFrame]:
    tables = [_rows(base, TOTAL, Measure.COUNT, base["count"], base["count"].astype(float))]
    if indicator.options:
        tables += _share_cells(indicator, units, base)
    if indicator.kind is Kind.MAGNITUDE:
        tables += _magnitude_cells(indicator, units, base)
    if indicator.kind is Kind.RATE:
        residents = linked.residents.loc[linked.residents["level"] == level.value].set_index("area")["residents"]
        rate = _RATES[indicator.id](units, base, residents.reindex(base.index), linked, level)
        row = _rows(base, TOTAL, Measure.RATE, base["count"], rate.value, rate.lower, rate.upper)
        tables.append(row if rate.behind is None else row.assign(answered=rate.behind.to_numpy()))
    return tables


def _rows(
    base: pd.DataFrame,
    category: str,
    measure: Measure,
    count: pd.Series,
    value: pd.Series,
    lower: object = np.nan,
    upper: object = np.nan,
) -> pd.DataFrame:
    table = pd.DataFrame({"count": count, "frame": base["frame"], "value": value, "lower": lower, "upper": upper})
    return (
        table.assign(category=category, measure=measure.value, answered=base["count"]).rename_axis("area").reset_index()
    )


def _share_cells(indicator: Indicator, units: pd.DataFrame, base: pd.DataFrame) -> list[pd.DataFrame]:
    given = units["answer"].str.split(BAR) if indicator.kind is Kind.MULTIPLE else None
    tables = []
    for category in indicator.categories:
        codes = set(category.split(BAR))
        if given is None:
            chosen = units["answer"].isin(codes)
        else:
            chosen = given.map(lambda answer, codes=codes: not codes.isdisjoint(answer)).astype(bool)
        count = units.loc[chosen, "area"].value_counts().reindex(base.index).fillna(0).astype("int64")
        lower, upper = wilson_interval(count, base["count"], base["frame"])
        value = 100 * count / base["count"].where(base["count"] > 0)
        tables.append(_rows(base, category, Measure.SHARE, count, value, lower, upper))
    return tables


def _magnitude_cells(indicator: Indicator, units: pd.DataFrame, base: pd.DataFrame) -> list[pd.DataFrame]:
    grouped = units.groupby("area")["value"]
    mean = grouped.mean().reindex(base.index)
    tables = []
    for measure in indicator.measures:
        if measure is Measure.MEAN:
            deviation = grouped.std().reindex(base.index)
            lower, upper = mean_interval(mean, deviation, base["count"], base["frame"])
            tables.append(_rows(base, TOTAL, measure, base["count"], mean, np.maximum(lower, 0), upper))
        else:
            share = QUANTILES[measure]
            value = grouped.agg(lambda values, share=share: smoothed_quantile(values.to_numpy(), share)).reindex(
                base.index
            )
            tables.append(_rows(base, TOTAL, measure, base["count"], value))
    return tables


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
    grouped = units.loc[units["answer"] == "ima"].groupby("area")["value"]
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


_RATES: dict[str, Callable[[pd.DataFrame, pd.DataFrame, pd.Series, LinkedRows, Level], Rate]] = {
    "D01": _heads_rate,
    "D02": _fte_rate,
    "D03": _gp_poor,
    "D08": _active_rate,
    "D09": _contacts_rate,
}


def _finish(cells: pd.DataFrame, indicator: Indicator) -> pd.DataFrame:
    """Round, and give each number its observation status."""
    is_rate = cells["measure"] == Measure.RATE.value
    is_quantile = cells["measure"].isin([measure.value for measure in QUANTILES])  # two significant digits already
    for column in ("value", "lower", "upper"):
        exact = cells[column].astype(float)
        cells[column] = exact.round(1).where(~is_rate, exact.round(2)).where(~is_quantile, exact)
    status = pd.Series(Status.NORMAL.value, index=cells.index)
    is_number = cells["measure"] != Measure.COUNT.value
    if indicator.estimated:
        status[is_number] = Status.ESTIMATED.value
    if is_census(indicator):
        cells[["lower", "upper"]] = np.nan
    else:
        status[is_number & is_unreliable(cells["answered"], cells["frame"])] = Status.LOW_RELIABILITY.value
        nobody = (cells["answered"] == 0) & (cells["count"] == 0)
        status[nobody] = Status.NO_DATA.value
        cells.loc[nobody, ["value", "lower", "upper"]] = np.nan
    status[is_number & cells["value"].isna()] = Status.NO_DATA.value
    return cells.assign(status=status)[COLUMNS]


def is_census(indicator: Indicator) -> bool:
    """Tell whether everybody in the frame is counted without being asked: then a zero is a real zero."""
    return indicator.frame.totals_public and indicator.frame.table == "person"
