"""Numbers of earlier years on the municipalities of today: merged municipalities are summed back.

Works on released cells alone. What one part withholds stays withheld in the sum, so nothing can be learned that the
release did not show; source of the codes: ``geo/reference``, municipality history.
"""

import numpy as np
import pandas as pd

from aggregation.estimate import is_unreliable, silent_bounds, wilson_interval
from aggregation.indicators import INDICATORS
from data.releases import ReleasedCells
from data.terms import TOTAL, Confidentiality, Level, Measure, Status

_SHARES = (Measure.SHARE.value, Measure.SHARE_WEIGHTED.value)
_HEADS = ("D01",)
"""Numbers that are a count over residents."""
_KEY = ["indicator", "year", "level", "area", "category", "measure"]


def merged_areas(history: pd.DataFrame, year: int) -> dict[str, str]:
    """Old code to today's code for the municipalities of a survey year that were merged after its 1 January.

    Parameters
    ----------
    history : [old_nis, new_nis, valid_from]; ``valid_from`` is the first day of the new code, or its year.
        A municipality that kept its code in a merger has a row too.
    """
    first = history["valid_from"].astype(str).str.slice(0, 4).astype(int)
    later = history[first > year]
    return dict(zip(later["old_nis"].astype(str), later["new_nis"].astype(str), strict=True))


def on_todays_map(cells: ReleasedCells, history: pd.DataFrame) -> tuple[ReleasedCells, frozenset[tuple[int, str]]]:
    """Sum the cells of merged municipalities, so that every year fits the municipalities of today.

    Counts and frames add up; a share is recomputed with its interval; a mean is weighted by its counts, without
    interval; a count per residents is recomputed from the residents that its parts imply. Medians, quartiles, flags and
    weighted shares cannot be summed: they become no data. A sum with a withheld part is withheld.

    Returns
    -------
    The cells of all other levels and areas unchanged and those of merged municipalities summed; and the (year, area)
    pairs that were summed: a break to mark in every series.
    """
    frame = cells.frame
    target = frame["area"].astype(str).copy()
    for year in frame["year"].dropna().unique():
        renamed = merged_areas(history, int(year))
        here = frame["year"].eq(year) & frame["level"].eq(Level.GEMEENTE.value)
        target[here] = target[here].map(lambda area, known=renamed: known.get(area, area))
    parts = frame.assign(area=target)
    moved = parts.duplicated(_KEY, keep=False) | target.ne(frame["area"].astype(str))
    if not moved.any():
        return cells, frozenset()
    summed = sum_parts(parts[moved])
    whole = pd.concat([frame[~moved], summed.astype(frame.dtypes.to_dict())], ignore_index=True)
    pairs = frozenset((int(year), str(area)) for year, area in zip(summed["year"], summed["area"], strict=True))
    return ReleasedCells(release_id=cells.release_id, frame=whole.sort_values(_KEY, ignore_index=True)), pairs


def sum_parts(parts: pd.DataFrame) -> pd.DataFrame:
    """One row per key of the summed areas."""
    count, value = parts["count"].astype(float), parts["value"].astype(float)
    residents = (count / value).where(count > 0)
    work = parts.assign(
        withheld=parts["confidentiality"].eq(Confidentiality.WITHHELD.value),
        count=count,
        frame=parts["frame"].astype(float),
        weight=count * value,
        residents=residents,
        no_count=count.isna(),
        no_frame=parts["frame"].isna(),
        no_residents=residents.isna(),
    )
    groups = work.groupby(_KEY)
    rows = pd.concat(
        [
            groups[["withheld", "no_count", "no_frame", "no_residents"]].any(),
            groups[["count", "frame", "weight", "residents"]].sum(),
            groups[["value", "lower", "upper", "status", "ima_year"]]
            .first()
            .rename(columns={"value": "alone", "status": "old_status"}),
            groups.size().rename("parts"),
        ],
        axis=1,
    ).reset_index()
    for name in ("count", "frame", "residents"):
        rows[name] = rows[name].mask(rows[f"no_{name}"])
    totals = rows.loc[rows["category"].eq(TOTAL) & rows["measure"].eq(Measure.COUNT.value)]
    keys = ["indicator", "year", "level", "area"]
    rows = rows.merge(totals[[*keys, "count"]].rename(columns={"count": "answered"}), on=keys, how="left")
    return _finish(_values(rows))[list(parts.columns)]


def _values(rows: pd.DataFrame) -> pd.DataFrame:
    """Add ``value``, ``lower`` and ``upper``; an area that only changed its code keeps its own."""
    rows = rows.copy()
    single = rows["parts"].eq(1)
    measure = rows["measure"]
    share = measure.isin(_SHARES[:1]) & ~rows["withheld"]
    value = pd.Series(np.nan, index=rows.index)
    value[measure.eq(Measure.COUNT.value)] = rows["count"]
    with np.errstate(divide="ignore", invalid="ignore"):
        value[share] = (100 * rows["count"] / rows["answered"])[share].round(1)
        value[measure.eq(Measure.MEAN.value)] = (rows["weight"] / rows["count"]).round(1)
        # Heads per residents add up with the residents; a ratio of other sums cannot be put together from its parts.
        per_residents = measure.eq(Measure.RATE.value) & rows["indicator"].isin(_HEADS)
        value[per_residents] = (rows["count"] / rows["residents"]).round(2)
    counts = [rows[name].to_numpy(dtype=float) for name in ("count", "answered", "frame")]
    sampled = rows["indicator"].map(lambda name: INDICATORS[name].frame.sampled).to_numpy(dtype=bool)
    low, high = np.where(sampled, wilson_interval(*counts), silent_bounds(*counts))
    rows["value"] = rows["alone"].astype(float).where(single, value)
    rows["lower"] = rows["lower"].astype(float).where(single, pd.Series(low, index=rows.index).where(share).round(1))
    rows["upper"] = rows["upper"].astype(float).where(single, pd.Series(high, index=rows.index).where(share).round(1))
    return rows


def _finish(rows: pd.DataFrame) -> pd.DataFrame:
    """Blank what is withheld or cannot be known, and set both statuses."""
    answered = rows["answered"].fillna(0)
    rows["status"] = np.where(
        rows["parts"].eq(1),
        rows["old_status"],
        np.where(is_unreliable(answered, rows["frame"]), Status.LOW_RELIABILITY.value, Status.NORMAL.value),
    )
    none = rows["value"].isna() & ~rows["withheld"]
    rows.loc[none, "status"] = Status.NO_DATA.value
    rows.loc[none, "count"] = 0
    rows.loc[none | rows["withheld"], ["value", "lower", "upper"]] = np.nan
    rows.loc[rows["withheld"], "count"] = np.nan
    rows.loc[rows["withheld"], "status"] = Status.NORMAL.value
    rows["confidentiality"] = np.where(rows["withheld"], Confidentiality.WITHHELD.value, Confidentiality.FREE.value)
    return rows
