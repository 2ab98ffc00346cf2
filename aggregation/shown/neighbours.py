"""Statistical neighbours: the areas that are most alike in residents, age structure and density.

Only public totals of residents and surfaces enter; no answer of a survey does. Method: ``docs/methods/comparing.md``.
"""

import math
from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt
import pandas as pd

from aggregation.shown.comparing import Benchmark

NEIGHBOURS = 10
FEWEST_SHOWN = 4
"""Neighbours that must show a number before their mean is one."""


def nearest(portraits: pd.DataFrame, count: int = NEIGHBOURS) -> dict[str, tuple[str, ...]]:
    """Find the most alike areas of each area.

    Parameters
    ----------
    portraits : indexed by area id, all of one level: ``residents`` (persons), ``density`` (residents per km²), and one
        column per age class beginning with ``age`` (share of residents, 0-1). All above zero, none missing.
    count : neighbours wanted; fewer where there are fewer areas.

    Returns
    -------
    Area id to its neighbours, most alike first, never itself. Distance: residents, density (both as logarithms) and
    age structure weigh one third each, every measure in standard deviations between areas.

    Examples
    --------
    >>> frame = pd.DataFrame({"residents": [10.0, 11.0, 900.0], "density": [1.0, 1.0, 50.0],
    ...                       "age0": [0.2, 0.2, 0.3]}, index=["a", "b", "c"])
    >>> nearest(frame, 1)["a"]
    ('b',)
    """
    ages = [column for column in portraits.columns if str(column).startswith("age")]
    parts = portraits[["residents", "density", *ages]].astype(float)
    parts[["residents", "density"]] = np.log(parts[["residents", "density"]].to_numpy())
    deviation = parts.std(ddof=0)
    scaled = (parts - parts.mean()) / deviation.where(deviation > 0, 1.0)
    scaled[ages] /= math.sqrt(max(len(ages), 1))
    points = scaled.to_numpy(dtype=float)
    names = [str(area) for area in portraits.index]
    found: dict[str, tuple[str, ...]] = {}
    for i, name in enumerate(names):
        far = np.sqrt(((points - points[i]) ** 2).sum(axis=1))
        order = sorted((j for j in range(len(names)) if j != i), key=lambda j: (round(float(far[j]), 9), names[j]))
        found[name] = tuple(names[j] for j in order[:count])
    return found


def residents_of(counts: "pd.Series[float]", rates: "pd.Series[float]", *, per: float) -> "pd.Series[float]":
    """Get the residents of areas back from a public head count and its rate; missing where there is no rate."""
    return counts.astype(float) * per / rates.astype(float).where(rates.astype(float) > 0)


def pooled(
    rows: pd.DataFrame,
    known: Mapping[str, Sequence[str]],
    weights: "pd.Series[float] | None" = None,
    *,
    counted: npt.NDArray[np.bool_] | None = None,
) -> dict[str, Benchmark]:
    """Give for each area the mean of its neighbours, as a benchmark.

    Parameters
    ----------
    rows : frame of ``aggregation.shown.selection.pick``.
    known : area id to its neighbours.
    weights : what a number weighs, by area id (residents, for a rate); by default the answers (n), which makes the
        mean of shares the share of all of them together.
    counted : which numbers have no chance in them, in the order of ``rows``; by default none has.

    Returns
    -------
    Area id to the mean and half of its 95 % interval, unit of the numbers: 0 where all were counted, missing where the
    error of one of them is not known. An area with fewer than ``FEWEST_SHOWN`` neighbours that show a number is left
    out.
    """
    value = rows["value"].to_numpy(dtype=float)
    half = ((rows["upper"] - rows["lower"]) / 2).to_numpy(dtype=float)
    half = half if counted is None else np.where(counted, 0.0, half)
    heavy = (rows["answered"] if weights is None else weights.reindex(rows.index)).to_numpy(
        dtype=float, na_value=np.nan
    )
    usable = ~np.isnan(value) & (heavy > 0)
    place = {str(area): i for i, area in enumerate(rows.index)}
    found: dict[str, Benchmark] = {}
    for area, alike in known.items():
        used = [place[name] for name in alike if name in place and usable[place[name]]]
        if len(used) >= FEWEST_SHOWN:
            part = heavy[used] / heavy[used].sum()
            found[area] = Benchmark(
                value=float(part @ value[used]), half=float(np.sqrt(((part * half[used]) ** 2).sum()))
            )
    return found
