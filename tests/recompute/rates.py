"""Numbers per resident, per full-time doctor or per hour, from the rows of everybody who is asked.

Rules: design section 5, domain sections 6 and 9.
"""

import math
import statistics
from collections.abc import Callable

from scipy import stats

from tests.recompute.rows import Row
from tests.recompute.shapes import NO_BOUNDS, Bounds, mean_bounds
from tests.recompute.year import Year

ROLES = ("huisarts", "haio")


def _per_resident(number: float, year: Year, place: tuple[str, str]) -> float | None:
    people = year.residents.get(place)
    return number / people if people else None


def _heads(asked: list[Row], year: Year, place: tuple[str, str]) -> tuple[float | None, Bounds]:
    return _per_resident(10_000 * len(asked), year, place), NO_BOUNDS


def _active(asked: list[Row], year: Year, place: tuple[str, str]) -> tuple[float | None, Bounds]:
    active = sum(unit["active"] == "actief" for unit in asked)
    return _per_resident(10_000 * active, year, place), NO_BOUNDS


def _poor(asked: list[Row], year: Year, place: tuple[str, str]) -> tuple[float | None, Bounds]:
    rate = _per_resident(100_000 * len(asked), year, place)
    if rate is None:
        return None, NO_BOUNDS
    if rate < 90:
        return 1.0, NO_BOUNDS
    people, km2 = year.residents[place], year.km2.get(place, math.nan)
    if rate < 120 and math.isnan(km2):
        return None, NO_BOUNDS
    return float(rate < 120 and people / km2 < 125), NO_BOUNDS


def _fte(asked: list[Row], year: Year, place: tuple[str, str]) -> tuple[float | None, Bounds]:
    total = 0.0
    for role in ROLES:
        here = [unit for unit in asked if unit["role"] == role]
        if not here:
            continue
        known = [unit["fte"] for unit in here if unit["fte"] is not None]
        known = known or [unit["fte"] for unit in year.people if unit["role"] == role and unit["fte"] is not None]
        if not known:
            return None, NO_BOUNDS
        total += len(here) * math.fsum(known) / len(known)
    return _per_resident(10_000 * total, year, place), NO_BOUNDS


def _contacts(asked: list[Row], year: Year, place: tuple[str, str]) -> tuple[float | None, Bounds]:
    billed = [float(unit["contacts_ima"]) for unit in asked if unit["contacts_ima"] is not None]
    if not billed:
        return None, NO_BOUNDS
    mean = math.fsum(billed) / len(billed)
    low, high = mean_bounds(billed, len(asked))
    scale = len(asked)
    rate = _per_resident(mean * scale, year, place)
    if low is None or high is None or rate is None:
        return rate, NO_BOUNDS
    return rate, (_per_resident(low * scale, year, place), _per_resident(high * scale, year, place))


def ratio_bounds(over: list[float], under: list[float], asked: int) -> Bounds:
    """95 % t bounds of a ratio of two sums over the same units, from the residuals; the lower stops at zero."""
    n, whole = len(over), math.fsum(under)
    if n < 2 or whole <= 0:
        return NO_BOUNDS
    ratio = math.fsum(over) / whole
    residuals = [y - ratio * x for y, x in zip(over, under, strict=True)]
    correction = math.sqrt((asked - n) / (asked - 1))
    half = float(stats.t.ppf(0.975, n - 1)) * statistics.stdev(residuals) * math.sqrt(n) / whole * correction
    return max(0.0, ratio - half), ratio + half


def _files_per_fte(asked: list[Row], year: Year, place: tuple[str, str]) -> tuple[float | None, Bounds]:
    both = [(unit["gmd"], unit["fte"]) for unit in asked if unit["gmd"] is not None and unit["fte"] is not None]
    files, fte = [float(one) for one, _ in both], [float(other) for _, other in both]
    if not math.fsum(fte):
        return None, NO_BOUNDS
    return math.fsum(files) / math.fsum(fte), ratio_bounds(files, fte, len(asked))


def _outflow(asked: list[Row], year: Year, place: tuple[str, str]) -> tuple[float | None, Bounds]:
    here = [unit for unit in asked if unit["career"] is not None and unit["fte"] is not None]
    fte = [float(unit["fte"]) for unit in here]
    leaving = [float(unit["fte"]) if unit["career"] == "stoppen" else 0.0 for unit in here]
    if not math.fsum(fte):
        return None, NO_BOUNDS
    low, high = ratio_bounds(leaving, fte, len(asked))
    bounds = NO_BOUNDS if low is None or high is None else (100 * low, min(100.0, 100 * high))
    return 100 * math.fsum(leaving) / math.fsum(fte), bounds


RATES: dict[str, Callable[[list[Row], Year, tuple[str, str]], tuple[float | None, Bounds]]] = {
    "D01": _heads,
    "D02": _fte,
    "D03": _poor,
    "D08": _active,
    "D09": _contacts,
    "D05": _files_per_fte,
    "D06": _outflow,
}
