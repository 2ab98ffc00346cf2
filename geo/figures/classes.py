"""Classes and colours of a map: which areas share a colour, where the bounds lie, how many areas fall in each.

Only shown values are classed; withheld and missing ones never count.
"""

from dataclasses import dataclass
from enum import StrEnum
from functools import cache

import numpy as np
import pandas as pd

FEWEST, MOST = 4, 7
"""Number of classes a reader may ask for."""


class Method(StrEnum):
    """How class bounds are chosen; the value stands in the address of a screen."""

    QUANTILES = "kwantielen"
    EQUAL = "gelijk"
    NATURAL = "natuurlijk"


class Palette(StrEnum):
    """Sequential ramps, light to dark, readable with the common colour-vision deficiencies and in grey."""

    TEAL = "groenblauw"
    BLUE = "blauw"
    EMBER = "geel-bruin"


_ENDS: dict[Palette, tuple[str, str, str]] = {
    Palette.TEAL: ("#d7ebe6", "#3f9aa0", "#06323d"),
    Palette.BLUE: ("#dce9f5", "#5b8fc7", "#122a52"),
    Palette.EMBER: ("#f8e7bd", "#c98235", "#4a1d12"),
}


@dataclass(frozen=True, kw_only=True)
class Classes:
    """Classes of one map.

    ``edges`` holds k+1 rising bounds; class i runs from ``edges[i]`` (not included, save for the first) to
    ``edges[i+1]`` (included). ``members`` gives the class of each valued area on the index of the values;
    ``counts`` the areas per class. ``asked`` is the number of classes asked for: ties can leave fewer.
    """

    edges: tuple[float, ...]
    members: pd.Series
    counts: tuple[int, ...]
    asked: int

    @property
    def size(self) -> int:
        """Number of classes."""
        return len(self.counts)


def classify(values: pd.Series, method: Method, asked: int, *, decimals: int) -> Classes:
    """Sort values into classes whose bounds can be printed with ``decimals`` decimals.

    Parameters
    ----------
    values : float per area, missing where withheld or without data; the index is kept.
    asked : number of classes, 4 to 7; fewer come back when too few different values exist.
    decimals : bounds are rounded to this many decimals *before* values are sorted, so that the legend is exact.

    Returns
    -------
    Classes; without any value: no class and no member.
    """
    shown = values.dropna().astype(float)
    if shown.empty:
        return Classes(edges=(), members=pd.Series(dtype=int), counts=(), asked=asked)
    step = 10.0**-decimals
    # The ends read as the lowest and highest number do elsewhere on the screen; nothing is sorted by them.
    low, high = (round(float(end), decimals) for end in (shown.min(), shown.max()))
    inner = [round(float(bound), decimals) for bound in _breaks(shown.to_numpy(), method, asked)]
    edges = [round(low, decimals)]
    for bound in inner:
        if edges[-1] < bound < round(high, decimals):
            edges.append(bound)
    edges.append(round(high, decimals) if high > low else round(low + step, decimals))
    if method is not Method.EQUAL:
        edges = _without_empty(edges, shown.to_numpy())
    members = pd.Series(_place(edges, shown.to_numpy()), index=shown.index, dtype=int)
    counts = np.bincount(members, minlength=len(edges) - 1)
    return Classes(edges=tuple(edges), members=members, counts=tuple(int(n) for n in counts), asked=asked)


def _place(edges: list[float], values: np.ndarray) -> np.ndarray:
    """Class of each value: upper bounds belong to their class."""
    return np.searchsorted(edges[1:-1], values, side="left")


def _without_empty(edges: list[float], values: np.ndarray) -> list[float]:
    """Drop the upper bound of a class that rounding has emptied."""
    filled = set(_place(edges, values).tolist())
    kept = [bound for i, bound in enumerate(edges[1:-1]) if i in filled]
    return [edges[0], *kept, edges[-1]]


def _breaks(values: np.ndarray, method: Method, asked: int) -> list[float]:
    """Inner bounds, k-1 of them or fewer."""
    different = len(np.unique(values))
    size = min(asked, different)
    if size < 2:
        return []
    if method is Method.EQUAL:
        return [float(b) for b in np.linspace(values.min(), values.max(), size + 1)[1:-1]]
    if method is Method.QUANTILES:
        even = np.unique(np.quantile(values, np.linspace(0, 1, size + 1)[1:-1]))
        return [float(b) for b in even] if len(even) == size - 1 and even[0] > values.min() else _shared(values, size)
    return _natural_breaks(np.sort(values), size)


def _shared(values: np.ndarray, size: int) -> list[float]:
    """Part values evenly where many are the same: a value that fills a class stands alone, the rest is shared anew."""
    different, counts = np.unique(values, return_counts=True)
    alone = different[counts.argmax()]
    below, above = values[values < alone], values[values > alone]
    sides = int(len(below) > 0) + int(len(above) > 0)
    if counts.max() * size < len(values) or size - 1 < sides:
        return [float(b) for b in np.unique(np.quantile(values, np.linspace(0, 1, size + 1)[1:-1]))]
    under = round((size - 1) * len(below) / max(len(below) + len(above), 1))
    under = min(max(under, int(len(below) > 0)), size - 1 - int(len(above) > 0))
    bounds: list[float] = []
    if len(below):
        bounds += [*_shared(below, under), float(below.max() + alone) / 2]
    if len(above):
        bounds += [float(alone + above.min()) / 2, *_shared(above, size - 1 - under)]
    return bounds


def _natural_breaks(values: np.ndarray, size: int) -> list[float]:
    """Upper bounds of the first size-1 classes that leave the least variance inside classes (Fisher 1958).

    Exact and without a compiler: one table of costs, then ``size`` rounds of a minimum over it.
    """
    n = len(values)
    sums, squares = (np.concatenate([[0.0], np.cumsum(values**power)]) for power in (1, 2))
    start, stop = np.arange(n)[:, None], np.arange(1, n + 1)[None, :]
    length = stop - start
    with np.errstate(divide="ignore", invalid="ignore"):
        cost = (squares[stop] - squares[start]) - (sums[stop] - sums[start]) ** 2 / length
    cost = np.where(length > 0, cost, np.inf)
    best, choices = cost[0], []
    for _ in range(size - 1):
        tail = np.vstack([np.full(n, np.inf), best[:-1, None] + cost[1:]])
        choices.append(tail.argmin(axis=0))
        best = tail.min(axis=0)
    bounds, end = [], n - 1
    for choice in reversed(choices):
        first = int(choice[end])
        bounds.append(float(values[first - 1]))
        end = first - 1
    return bounds[::-1]


@cache
def colours(palette: Palette, size: int) -> tuple[str, ...]:
    """Give ``size`` hex colours from light to dark with even steps of perceived lightness (Oklab)."""
    stops = np.array([_to_oklab(code) for code in _ENDS[palette]])
    lightness = stops[:, 0]
    wanted = np.linspace(lightness[0], lightness[-1], max(size, 2))[:size] if size > 1 else lightness[1:2]
    order = np.argsort(lightness)
    channels = [np.interp(wanted, lightness[order], stops[order, channel]) for channel in range(3)]
    return tuple(_to_hex(np.array(lab)) for lab in zip(*channels, strict=True))


# Björn Ottosson, "A perceptual color space for image processing" (2020).
_RGB_TO_LMS = np.array(
    [
        [0.4122214708, 0.5363325363, 0.0514459929],
        [0.2119034982, 0.6806995451, 0.1073969566],
        [0.0883024619, 0.2817188376, 0.6299787005],
    ]
)
_LMS_TO_LAB = np.array(
    [
        [0.2104542553, 0.7936177850, -0.0040720468],
        [1.9779984951, -2.4285922050, 0.4505937099],
        [0.0259040371, 0.7827717662, -0.8086757660],
    ]
)


def _to_oklab(code: str) -> np.ndarray:
    rgb = np.array([int(code[i : i + 2], 16) / 255 for i in (1, 3, 5)])
    linear = np.where(rgb <= 0.04045, rgb / 12.92, ((rgb + 0.055) / 1.055) ** 2.4)
    return np.asarray(_LMS_TO_LAB @ np.cbrt(_RGB_TO_LMS @ linear))


def _to_hex(lab: np.ndarray) -> str:
    linear = np.linalg.solve(_RGB_TO_LMS, np.linalg.solve(_LMS_TO_LAB, lab) ** 3).clip(0, 1)
    rgb = np.where(linear <= 0.0031308, linear * 12.92, 1.055 * linear ** (1 / 2.4) - 0.055)
    return "#" + "".join(f"{round(float(c) * 255):02x}" for c in rgb.clip(0, 1))
