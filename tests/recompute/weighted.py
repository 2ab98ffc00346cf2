"""Twins for Flanders: answers weighted by how many are listed in every province.

Rules: design section 5, domain section 9.
"""

import math
import statistics
from collections import Counter

from scipy import stats

from aggregation.indicators import Indicator, Kind
from data.terms import TOTAL
from tests.recompute.rows import Row
from tests.recompute.shapes import NO_BOUNDS, Bounds, Shape


def weighted_cells(indicator: Indicator, entry: str, asked: list[Row]) -> list[Row]:
    """Twins for Flanders: the mean of every province, weighted by how many are listed there."""
    answered = [unit for unit in asked if unit[entry] is not None]
    shape = Shape(indicator, len(answered), len(asked))
    strata = _strata(asked, entry)
    found = []
    if indicator.options and indicator.kind is not Kind.RATE:
        for category in indicator.categories:
            codes = set(category.split("|"))
            given = [100.0 * bool(codes & set(unit[entry].split("|"))) for unit in answered]
            mean, (low, high) = _stratified(given, answered, asked, strata)
            bounds = NO_BOUNDS if low is None or high is None else (max(0.0, low), min(100.0, high))
            count = sum(number > 0 for number in given)
            found.append(_estimated(shape.cell(category, "share_weighted", count, mean, 0.1, bounds)))
    if any(measure.value == "mean" for measure in indicator.measures):
        values = [float(unit[entry]) for unit in answered]
        mean, (low, high) = _stratified(values, answered, asked, strata)
        bounds = (low if indicator.signed or low is None else max(0.0, low), high)
        found.append(_estimated(shape.cell(TOTAL, "mean_weighted", len(values), mean, 0.1, bounds)))
    return found


def _estimated(cell: Row) -> Row:
    return cell | {"status": "E" if cell["status"] == "A" else cell["status"]}


def _strata(asked: list[Row], entry: str) -> dict[tuple[str, str], str]:
    """Province and role to stratum: its own with ten answers, else that of the role, else that of everybody left."""
    pairs = {(unit["provincie"], unit.get("role", "")) for unit in asked}
    found = {pair: "/".join(pair) for pair in pairs}
    for _ in range(2):
        given = Counter(found[unit["provincie"], unit.get("role", "")] for unit in asked if unit[entry] is not None)
        for pair, stratum in found.items():
            if given[stratum] < 10:
                found[pair] = "rest" if stratum.startswith("rest") else f"rest of {pair[1]}"
    return found


def _stratified(
    values: list[float], answered: list[Row], asked: list[Row], strata: dict[tuple[str, str], str]
) -> tuple[float | None, Bounds]:
    if not values:
        return None, NO_BOUNDS
    listed = Counter(strata[unit["provincie"], unit.get("role", "")] for unit in asked)
    groups: dict[str, list[float]] = {}
    for value, unit in zip(values, answered, strict=True):
        groups.setdefault(strata[unit["provincie"], unit.get("role", "")], []).append(value)
    whole = sum(listed[stratum] for stratum in groups)
    mean, variance = 0.0, 0.0
    for stratum, own in groups.items():
        part, n = listed[stratum] / whole, len(own)
        mean += part * math.fsum(own) / n
        spread = statistics.variance(own) if n > 1 else statistics.variance(values) if len(values) > 1 else 0.0
        variance += part**2 * (1 - n / listed[stratum]) * spread / n
    if len(values) < 2:
        return mean, NO_BOUNDS
    freedom = max(1, len(values) - len(groups))
    half = float(stats.t.ppf(0.975, freedom)) * math.sqrt(variance)
    return mean, (mean - half, mean + half)
