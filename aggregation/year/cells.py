"""Numbers of one indicator for every area of every level it is allowed on, before anything is withheld.

These frames never leave the process that links the deliveries: ``aggregation.year.cube`` blanks them by the pattern
of ``aggregation.protect`` first.
"""

import numpy as np
import pandas as pd

from aggregation.estimate import (
    Floats,
    coarse_interval,
    is_unreliable,
    mean_interval,
    silent_bounds,
    smoothed_quantile,
    wilson_interval,
)
from aggregation.indicators import Indicator, Kind, Number, PracticeMap
from aggregation.indicators.frames import GP_RESPONDENTS
from aggregation.indicators.shared import VP
from aggregation.year.answers import Answers, LinkedRows, areas_of, by_level
from aggregation.year.rates import RATES
from aggregation.year.weights import response_strata, weighted_mean
from data.terms import BAR, TOTAL, Level, Measure, Status

QUANTILES = {Measure.P25: 0.25, Measure.MEDIAN: 0.5, Measure.P75: 0.75}
ROOM = 0.1
"""Room above itself that an interval must leave the largest value."""
_SUMS = [Measure.MEAN.value, Measure.MEAN_WEIGHTED.value, Measure.RATE.value]
COLUMNS = ["level", "area", "category", "measure", "count", "frame", "value", "lower", "upper", "status"]


def compute_cells(answers: Answers, linked: LinkedRows, *, interval_units: int) -> pd.DataFrame:
    """Compute every cell of an indicator.

    Parameters
    ----------
    interval_units : least units behind the interval of a mean or rate.

    Returns
    -------
    One row per (level, area, category, measure) with the columns ``COLUMNS``: ``count`` and ``frame`` in units,
    ``value``, ``lower`` and ``upper`` in the unit of the indicator, missing where not defined.
    """
    parts = []
    levels = answers.indicator.levels
    for level in levels:
        base = _base(answers, linked, level)
        units = answers.units.assign(area=by_level(answers.units, linked.membership, level))
        tables = _level_cells(answers.indicator, units, base, linked, level)
        if level is Level.VLAANDEREN and answers.indicator.frame == GP_RESPONDENTS and Level.PROVINCIE in levels:
            tables += _weighted_cells(answers, base, linked)
        parts += [_within(answers.indicator, table, level).assign(level=level.value) for table in tables]
    return _finish(pd.concat(parts, ignore_index=True), answers.indicator, interval_units)


def _within(indicator: Indicator, table: pd.DataFrame, level: Level) -> pd.DataFrame:
    """Leave out what stands at Flanders and the provinces only."""
    if level in VP:
        return table
    barred = set(indicator.coarse_only)
    return table.loc[~(table["measure"].isin(barred) | table["category"].isin(barred))]


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
    if indicator.by_class:
        return tables + _class_cells(indicator, units, base)
    if indicator.options:
        tables += _share_cells(indicator, units, base)
    if Measure.COVERAGE in indicator.measures:
        covered = 100 * base["count"] / base["frame"].where(base["frame"] > 0)
        tables.append(_rows(base, TOTAL, Measure.COVERAGE, base["count"], covered))
    if indicator.kind is Kind.MAGNITUDE:
        tables += _magnitude_cells(indicator, units, base, level)
    if indicator.kind is Kind.RATE:
        residents = linked.residents.loc[linked.residents["level"] == level.value].set_index("area")["residents"]
        rate = RATES[indicator.id](units, base, residents.reindex(base.index), linked, level)
        tables.append(_rows(base, TOTAL, Measure.RATE, base["count"], rate.value, rate.lower, rate.upper))
        for measure, end in ((Measure.LOW, rate.low), (Measure.HIGH, rate.high)):
            if measure in indicator.measures and end is not None:
                tables.append(_rows(base, TOTAL, measure, base["count"], end))
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
        between = wilson_interval if indicator.frame.sampled else silent_bounds
        lower, upper = between(count, base["count"], base["frame"])
        value = 100 * count / base["count"].where(base["count"] > 0)
        tables.append(_rows(base, category, Measure.SHARE, count, value, lower, upper))
    return tables


def _tells_the_largest(mean: pd.Series, deviation: pd.Series, count: pd.Series, largest: pd.Series) -> pd.Series:
    """Tell where a mean and its deviation leave the largest value less than a tenth of room above itself.

    The largest of some values with a known sum and sum of squares is at most what it is when the others are equal.
    """
    most = np.minimum(mean + deviation * (count - 1) / np.sqrt(count), mean * count)
    return pd.Series(most <= (1 + ROOM) * largest, index=mean.index)


def _magnitude_cells(indicator: Indicator, units: pd.DataFrame, base: pd.DataFrame, level: Level) -> list[pd.DataFrame]:
    grouped = units.groupby("area")["value"]
    mean = grouped.mean().reindex(base.index)
    tables = []
    for measure in indicator.measures:
        if measure is Measure.COVERAGE:
            continue
        if measure is Measure.MEAN:
            deviation = grouped.std().reindex(base.index)
            lower, upper = mean_interval(mean, deviation, base["count"], base["frame"])
            lower = lower if indicator.signed else np.maximum(lower, 0)
            silent = base["count"] < base["frame"]  # who counts everybody has no interval but the mean itself
            told = silent & _tells_the_largest(mean, deviation, base["count"], grouped.max().reindex(base.index))
            if indicator.practice_map is PracticeMap.CLASS and level not in VP:
                told |= silent  # beside the classes on the map the squares leave too few choices
            lower, upper = np.where(told, np.nan, lower), np.where(told, np.nan, upper)
            tables.append(_rows(base, TOTAL, measure, base["count"], mean, lower, upper))
        else:
            by_area = {area: smoothed_quantile(values.to_numpy(), QUANTILES[measure]) for area, values in grouped}
            value = pd.Series(by_area, dtype=float).reindex(base.index)
            tables.append(_rows(base, TOTAL, measure, base["count"], value))
    return tables


def _class_cells(indicator: Indicator, units: pd.DataFrame, base: pd.DataFrame) -> list[pd.DataFrame]:
    """Mean of the numbers of each class; the count is that of the class."""
    tables = []
    for code in indicator.codes:
        grouped = units.loc[units["answer"] == code].groupby("area")["value"]
        count = grouped.count().reindex(base.index).fillna(0).astype("int64")
        mean = grouped.mean().reindex(base.index)
        tables.append(_rows(base, code, indicator.measures[0], count, mean))
    return tables


def _weighted_cells(answers: Answers, base: pd.DataFrame, linked: LinkedRows) -> list[pd.DataFrame]:
    """Twins of shares and means that make up for who stayed silent.

    The strata are provinces: where their numbers are shown, as the cube asks, the twin follows from released numbers
    and tells nothing more. Smaller strata would be a second sum over areas of which some are withheld.
    """
    indicator, units = answers.indicator, answers.units
    frame = answers.frame_counts.assign(area=by_level(answers.frame_counts, linked.membership, Level.PROVINCIE))
    strata, sizes = response_strata(
        pd.DataFrame({"area": by_level(units, linked.membership, Level.PROVINCIE), "role": units["role"].fillna("")}),
        frame.groupby(["area", "role"])["frame"].sum().reset_index(),
    )
    tables = []
    if indicator.kind is not Kind.RATE:
        given = units["answer"].str.split(BAR)
        for category in indicator.categories:
            codes = set(category.split(BAR))
            chosen = given.map(lambda answer, codes=codes: not codes.isdisjoint(answer)).astype(float)
            twin = weighted_mean(100 * chosen, strata, sizes)
            count = pd.Series(int(chosen.sum()), index=base.index)
            lower, upper = max(twin.lower, 0), min(twin.upper, 100)
            tables.append(_rows(base, category, Measure.SHARE_WEIGHTED, count, _alone(twin.value, base), lower, upper))
    if Measure.MEAN in indicator.measures:
        twin = weighted_mean(units["value"], strata, sizes)
        lower = twin.lower if indicator.signed else max(twin.lower, 0)
        value = _alone(twin.value, base)
        tables.append(_rows(base, TOTAL, Measure.MEAN_WEIGHTED, base["count"], value, lower, twin.upper))
    return tables


def _alone(value: float, base: pd.DataFrame) -> pd.Series:
    return pd.Series(value, index=base.index)


def _finish(cells: pd.DataFrame, indicator: Indicator, interval_units: int) -> pd.DataFrame:
    """Widen intervals that would tell of squares, round, and give each number its observation status."""
    told = cells["measure"].isin(_SUMS)
    cells.loc[told, ["lower", "upper"]] = np.column_stack(_coarse(cells.loc[told], indicator, interval_units))
    fine = indicator.number is Number.RATE
    is_rate = cells["measure"].isin([Measure.RATE.value, Measure.LOW.value, Measure.HIGH.value]) & fine
    is_quantile = cells["measure"].isin([measure.value for measure in QUANTILES])  # two significant digits already
    for column in ("value", "lower", "upper"):
        exact = cells[column].astype(float)
        cells[column] = exact.round(1).where(~is_rate, exact.round(2)).where(~is_quantile, exact)
    status = pd.Series(Status.NORMAL.value, index=cells.index)
    is_number = cells["measure"] != Measure.COUNT.value
    is_weighted = cells["measure"].isin([Measure.SHARE_WEIGHTED.value, Measure.MEAN_WEIGHTED.value])
    status[is_weighted | (is_number & indicator.estimated)] = Status.ESTIMATED.value
    if is_census(indicator):
        cells[["lower", "upper"]] = np.nan
    else:
        asked = cells["answered"] if indicator.of_few else cells["frame"]
        status[is_number & is_unreliable(cells["answered"], asked)] = Status.LOW_RELIABILITY.value
        nobody = (cells["answered"] == 0) & (cells["count"] == 0)
        status[nobody] = Status.NO_DATA.value
        cells.loc[nobody, ["value", "lower", "upper"]] = np.nan
    status[is_number & cells["value"].isna()] = Status.NO_DATA.value
    return cells.assign(status=status)[COLUMNS]


def _coarse(cells: pd.DataFrame, indicator: Indicator, interval_units: int) -> tuple[Floats, Floats]:
    lower, upper = coarse_interval(
        cells["value"], cells["lower"], cells["upper"], cells["answered"], fewest=interval_units
    )
    most = 100.0 if indicator.number is Number.SHARE else np.inf
    return lower if indicator.signed else np.maximum(lower, 0), np.minimum(upper, most)


def is_census(indicator: Indicator) -> bool:
    """Tell whether everybody in the frame is counted without being asked: then a zero is a real zero."""
    return indicator.frame.totals_public and indicator.frame.table == "person"
