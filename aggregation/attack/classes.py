"""Values that stand on the practice map in classes: how many are left once mean, interval and counts are used.

The map says in which class the value of each practice lies; the release says how many there are in an area, what their
values sum to within rounding and, where an interval is shown, what their squares sum to. All whole numbers that fit are
tried: where every practice of a class has the same value in all of them, that value is known.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy import stats

from aggregation.attack.algebra import Mask
from aggregation.attack.linked import map_rows
from aggregation.attack.phrases import BOUNDED, NO_RANGE, PINNED
from aggregation.attack.reach import Grid
from aggregation.attack.reading import Areas, Place, Table
from aggregation.attack.verdict import Finding, Kind
from data.terms import Measure

MOST_PRACTICES = 40
"""Larger areas have too many solutions for one value to be left; they are tried by their sum alone."""
MOST_STATES = 2_000_000
LARGEST: Mapping[str, int] = {"P04": 180, "P12": 60}
"""Largest value that a practice can have; questions whose values are whole and stand on the map in classes. One that
is not named here is found, as long as means of it are released."""
SMALLEST: Mapping[str, int] = {"P04": 0, "P12": 1}
CLOSE = 0.1
"""A largest value known within a tenth of itself is known."""


@dataclass(frozen=True)
class Sums:
    """What is known of the values of some practices: how many, least and largest sum, least and largest of squares."""

    count: int
    low: float
    high: float
    squares: tuple[float, float]


def read_sums(cell: pd.DataFrame, indicator: str, year: int) -> dict[Place, Sums]:
    """Read the sums that the means of one question give per area, and those of squares where an interval does."""
    rows = cell.loc[
        (cell["indicator"] == indicator)
        & (cell["year"] == year)
        & (cell["measure"] == str(Measure.MEAN))
        & cell["value"].notna()
        & cell["count"].notna()
    ]
    sums = {}
    for level, area, count, frame, mean, lower, upper in zip(
        rows["level"].astype(str),
        rows["area"].astype(str),
        rows["count"].astype(int),
        pd.to_numeric(rows["frame"]).to_numpy(dtype=float),
        rows["value"].astype(float),
        pd.to_numeric(rows["lower"]).to_numpy(dtype=float, na_value=np.nan),
        pd.to_numeric(rows["upper"]).to_numpy(dtype=float, na_value=np.nan),
        strict=True,
    ):
        if count:
            low, high = count * (mean - 0.05), count * (mean + 0.05)
            spread = deviation(count, frame, mean, lower, upper)
            sums[level, area] = Sums(count, low, high, _squares(count, (low, high), spread))
    return sums


def deviation(count: int, frame: float, mean: float, lower: float, upper: float) -> tuple[float, float]:
    """Least and largest standard deviation (n − 1) that a 95 % interval with a finite population leaves."""
    silent = np.sqrt(max(frame - count, 0) / max(frame - 1, 1))
    if count < 2 or np.isnan(upper) or silent == 0:
        return 0.0, np.inf
    step = stats.t.ppf(0.975, count - 1) / np.sqrt(count) * silent
    half = upper - mean
    # A half-width of one significant digit was rounded up to it; the ends of every interval were rounded to a decimal.
    unit = 10 ** np.floor(np.log10(half) + 1e-9) if half > 0 else 0.0
    digit = round(half / unit) if half > 0 else 0
    below = (unit if digit > 1 else unit / 10) if half > 0 and abs(half / unit - digit) < 1e-6 else 0.0
    return max(half - below - 0.1, 0) / step, (half + 0.1) / step


def _squares(count: int, sums: tuple[float, float], spread: tuple[float, float]) -> tuple[float, float]:
    low, high = max(sums[0], 0), sums[1]
    return (count - 1) * spread[0] ** 2 + low**2 / count, (count - 1) * spread[1] ** 2 + high**2 / count


def attack_classes(
    cell: pd.DataFrame, tables: Sequence[Table], areas: Areas, practice: pd.DataFrame | None
) -> tuple[list[Finding], int]:
    """Count the solutions for every class on the map in every area, and in areas less those inside them.

    Parameters
    ----------
    cell
        Cells of the release.
    tables
        Tables of one year.
    areas
        Areas of the year.
    practice
        The practice map.

    Returns
    -------
    Leaks, and the number of areas tried.
    """
    found: list[Finding] = []
    tried = 0
    for table in tables:
        rows = map_rows(practice, table)
        if rows is None or table.indicator not in rows.columns:
            continue
        means = read_sums(cell, table.indicator, table.year)
        if table.indicator not in LARGEST:
            # What cannot be tried is no proof: a question that is new on the map has to be named above.
            found += [_tell(table, tuple(means)[:1], NO_RANGE)] if means else []
            continue
        place_of = _positions(rows, areas)
        bands = [band(code) for code in rows[table.indicator].astype(str)]
        for places, mask, sums in _parts(means, areas):
            tried += 1
            inside = [one for one, position in zip(bands, place_of, strict=True) if position >= 0 and mask[position]]
            if pinned(inside, sums, SMALLEST[table.indicator], LARGEST[table.indicator]):
                found.append(_tell(table, places, PINNED))
    return found, tried


def band(code: str) -> tuple[int, int | None]:
    """Least and largest value of a class code: ``4-7``, ``8-``, ``1``."""
    low, dash, high = code.partition("-")
    return int(low), int(high) if high else (None if dash else int(low))


def _positions(rows: pd.DataFrame, areas: Areas) -> list[int]:
    """First atom that a row of the map can lie in, −1 for none."""
    keys = [level for level in areas.lookup.columns if level in rows.columns]
    first: dict[tuple[str, ...], int] = {}
    for position, key in enumerate(areas.lookup[keys].itertuples(index=False, name=None)):
        first.setdefault(key, position)
    return [first.get(key, -1) for key in rows[keys].astype(str).itertuples(index=False, name=None)]


def _parts(sums: Mapping[Place, Sums], areas: Areas) -> Iterator[tuple[tuple[Place, ...], Mask, Sums]]:
    """Areas with a mean, and what is left of each once the smaller areas inside it, level by level, are taken off."""
    known = {place: one for place, one in sums.items() if place in areas.members}
    for place, one in known.items():
        yield (place,), areas.members[place], one
    levels = sorted({level for level, _ in known})
    for place, one in known.items():
        mask = areas.members[place]
        for level in levels:
            if level == place[0]:
                continue
            inner = [other for other in known if other[0] == level and not (areas.members[other] & ~mask).any()]
            rest = mask.copy()
            for other in inner:
                rest = rest & ~areas.members[other]
            left = one.count - sum(known[other].count for other in inner)
            if inner and rest.any() and 0 < left <= MOST_PRACTICES:
                low = one.low - sum(known[other].high for other in inner)
                high = one.high - sum(known[other].low for other in inner)
                squares = (
                    one.squares[0] - sum(known[other].squares[1] for other in inner),
                    one.squares[1] - sum(known[other].squares[0] for other in inner),
                )
                yield (place, *inner), rest, Sums(left, low, high, squares)


def pinned(bands: Sequence[tuple[int, int | None]], sums: Sums, smallest: int, largest: int) -> bool:
    """Whether some class has one value left for all its practices; practices off the map can have any value."""
    off = sums.count - len(bands)
    if off < 0 or sums.high < 0:
        return False
    groups: dict[tuple[int, int], int] = {}
    for low, high in bands:
        groups[low, largest if high is None else high] = groups.get((low, largest if high is None else high), 0) + 1
    secret = [key for key in groups if key[0] < key[1]]
    if off:
        groups[smallest, largest] = groups.get((smallest, largest), 0) + off
        secret.append((smallest, largest))
    least = sum(low * count for (low, _), count in groups.items())
    room = sums.high - least
    if room < 0 or not secret:
        return False
    room = int(np.floor(room + 1e-9))
    need = int(np.ceil(sums.low - 1e-9)) - least
    if sums.count > MOST_PRACTICES:
        return _pinned_by_sum(groups, secret, need, room)
    return _pinned_exactly(groups, secret, (need, room), sums)


def _pinned_by_sum(
    groups: Mapping[tuple[int, int], int], secret: Sequence[tuple[int, int]], need: int, room: int
) -> bool:
    """Whether a class has one value left by the sum alone; excess over the least value is whole and contiguous."""
    caps = {key: (key[1] - key[0]) * count for key, count in groups.items()}
    whole = sum(caps.values())
    for key in secret:
        low, high = max(0, need - (whole - caps[key])), min(caps[key], room)
        if low == high and low % groups[key] == 0 and low in (0, caps[key]):
            return True
    return False


def _pinned_exactly(
    groups: Mapping[tuple[int, int], int],
    secret: Sequence[tuple[int, int]],
    excess: tuple[int, int],
    sums: Sums,
) -> bool:
    """Try all whole values: which sums and squares the other classes can have, and which the class then needs."""
    need, room = excess
    largest = min(sums.squares[1], _most_squares(groups, room))
    if (room + 1) * (largest + 1) > MOST_STATES:
        return _pinned_by_sum(groups, secret, need, room)
    grid = Grid(room + 1, int(np.floor(largest + 1e-9)) + 1)
    every = {key: grid.reach(key, count) for key, count in groups.items()}
    fits = grid.beyond(max(need, 0), int(np.ceil(max(sums.squares[0], 0.0) - 1e-9)))
    for key in secret:
        rest = grid.together(reach for other, reach in every.items() if other != key)
        same = {
            value
            for value in range(key[0], min(key[1], key[0] + room) + 1)
            if grid.shift(rest, (value - key[0]) * groups[key], value * value * groups[key]) & fits
        }
        if len(same) == 1 and not _mixed(key, groups[key], (rest, fits), grid, room):
            return True
    return False


def _most_squares(groups: Mapping[tuple[int, int], int], room: int) -> float:
    """Bound for the sum of squares: all the excess on one practice."""
    base = sum(low * low * count for (low, _), count in groups.items())
    top = max(low for low, _ in groups)
    return float(base + room * room + 2 * room * top)


def _mixed(key: tuple[int, int], count: int, sets: tuple[int, int], grid: Grid, room: int) -> bool:
    """Whether a solution has two different values in the class; ``sets`` are what the rest reaches, and what fits."""
    if count < 2:
        return False
    rest, fits = sets
    others = grid.reach(key, count - 2)
    top = min(key[1], key[0] + room)
    for one in range(key[0], top + 1):
        for two in range(one + 1, top + 1):
            pair = grid.shift(others, one + two - 2 * key[0], one * one + two * two)
            if pair and grid.together([pair, rest]) & fits:
                return True
    return False


def bounded(
    cell: pd.DataFrame, areas: Areas, year: int, largest: Mapping[tuple[str, Place], float], fewest: int
) -> list[Finding]:
    """Tell of means whose interval gives the largest value behind them away: of few values, or within a tenth.

    Of values that are not negative, with a known sum and sum of squares, the largest is at most what it is when the
    others are equal, and at least what it is when as many as can be share it and the rest have nothing.

    Parameters
    ----------
    largest
        True largest value by question and area; none from the release alone.
    fewest
        Fewest values behind an interval.
    """
    found = []
    rows = cell.loc[(cell["year"] == year) & (cell["measure"] == str(Measure.MEAN)) & cell["upper"].notna()]
    for name, level, area, count, frame, mean, lower, upper in zip(
        rows["indicator"].astype(str),
        rows["level"].astype(str),
        rows["area"].astype(str),
        pd.to_numeric(rows["count"]).to_numpy(dtype=float, na_value=np.nan),
        pd.to_numeric(rows["frame"]).to_numpy(dtype=float),
        rows["value"].astype(float),
        pd.to_numeric(rows["lower"]).to_numpy(dtype=float, na_value=np.nan),
        pd.to_numeric(rows["upper"]).to_numpy(dtype=float, na_value=np.nan),
        strict=True,
    ):
        if not count >= 1 or (level, area) not in areas.members:
            continue
        top = largest.get((name, (level, area)), 0.0)
        low, high = deviation(int(count), frame, mean, lower, upper)
        few = count < fewest and lower < upper
        if few or _known_within(top, int(count), mean, (low, high)):
            found.append(_finding(name, year, ((level, area),), BOUNDED, Kind.DOMINANCE))
    return found


def _known_within(top: float, count: int, mean: float, spread: tuple[float, float]) -> bool:
    """Whether mean and standard deviation leave a largest value within a tenth of the true one."""
    if top <= 0 or count < 2 or mean <= 0:
        return False
    most = min(mean + spread[1] * (count - 1) / np.sqrt(count), mean * count)
    least = smallest_largest(count, mean * count, (count - 1) * spread[0] ** 2 + count * mean**2)
    return bool(least >= (1 - CLOSE) * top and most <= (1 + CLOSE) * top)


def smallest_largest(count: int, total: float, squares: float) -> float:
    """Give the least that the largest of some values can be, from their sum and the sum of their squares."""
    low, high = total / count, total
    for _ in range(60):
        middle = (low + high) / 2
        whole = np.floor(total / middle)
        if whole * middle**2 + (total - whole * middle) ** 2 >= squares:
            high = middle
        else:
            low = middle
    return float(high)


def _tell(table: Table, places: Sequence[Place], message: tuple[str, str]) -> Finding:
    return _finding(table.indicator, table.year, places, message, Kind.CLASSES)


def _finding(name: str, year: int, places: Sequence[Place], message: tuple[str, str], kind: Kind) -> Finding:
    return Finding(
        kind=kind,
        indicators=(name,),
        year=year,
        areas=tuple(f"{level}:{area}" for level, area in places),
        category="total",
        message=message[0],
        message_nl=message[1],
    )
