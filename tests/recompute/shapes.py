"""Counts, shares, means and quantiles of one indicator and area, each with its interval and reliability.

Rules: contracts section 2, design sections 5 and 7, domain section 9. Every number is kept unrounded beside its
rounded form, so that a comparison can tell a wrong number from another way of rounding a tie.
"""

import math
import statistics
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from scipy import stats

from aggregation.indicators import Indicator
from data.terms import TOTAL, Measure
from tests.recompute.rows import Row

KNOWN_TO_IMA = ("P11", "D08")
"""Shares of doctors of whom IMA knows some: the others are no sample."""
CENSUS = frozenset({"A11", "D01"})
ESTIMATED = frozenset({"D02", "D02T", "D02U", "D05", "D08", "D09", "M10", "A04"})
_Z = float(stats.norm.ppf(0.975))
_QUANTILES = {"p25": 0.25, "median": 0.5, "p75": 0.75}

Bounds = tuple[float | None, float | None]
NO_BOUNDS: Bounds = (None, None)


@dataclass(frozen=True)
class Shape:
    """What the cells of one indicator and area share: how many were asked and answered."""

    indicator: Indicator
    answered: int
    asked: int
    squares_shown: bool = True
    """Numbers that stand on the map in classes have an interval for Flanders and the provinces only."""

    def count(self) -> Row:
        """How many answered; nobody is a real zero only where nobody could stay silent."""
        empty = self.answered == 0 and self.indicator.id not in CENSUS
        value = None if empty else float(self.answered)
        status = "O" if empty else "A"
        return self._row(TOTAL, "count", self.answered, value, 1.0, NO_BOUNDS, status)

    def cell(
        self, category: str, measure: str, count: int, value: float | None, step: float, bounds: Bounds = NO_BOUNDS
    ) -> Row:
        """One estimated number with its reliability."""
        census = self.indicator.id in CENSUS
        if value is None or (self.answered == 0 and not census):
            return self._row(category, measure, count, None, step, NO_BOUNDS, "O")
        if measure in ("mean", "mean_weighted", "rate"):
            bounds = one_digit(self.indicator, value, bounds) if self.answered >= 10 else NO_BOUNDS
        few = self.answered * 5 < self.asked and self.indicator.id != "P20"  # a practice without fees has no number
        weak = not census and (self.answered < 10 or few)
        status = "U" if weak else "E" if self.indicator.id in ESTIMATED else "A"
        return self._row(category, measure, count, value, step, bounds, status)

    def _row(
        self, category: str, measure: str, count: int, value: float | None, step: float, bounds: Bounds, status: str
    ) -> Row:
        exact = {"value": value, "lower": bounds[0], "upper": bounds[1]}
        shown = {name: None if number is None else round(number / step) * step for name, number in exact.items()}
        return (
            {"category": category, "measure": measure, "count": count, "frame": self.asked, "status": status}
            | shown
            | {f"exact_{name}": number for name, number in exact.items()}
            | {"step": step}
        )


def share_cells(indicator: Indicator, answers: list[str], shape: Shape) -> list[Row]:
    """Share of every category of the indicator."""
    cells = []
    for category in indicator.categories:
        codes = set(category.split("|"))
        given = sum(bool(codes & set(answer.split("|"))) for answer in answers)
        value = 100 * given / shape.answered if shape.answered else None
        bounds = NO_BOUNDS if indicator.id in CENSUS else _ends(indicator, given, shape)
        cells.append(shape.cell(category, "share", given, value, 0.1, bounds))
    return cells


def _ends(indicator: Indicator, given: int, shape: Shape) -> Bounds:
    """Whatever the unknown would be where IMA knows some and others not; else the bounds of a sample."""
    if indicator.id not in KNOWN_TO_IMA:
        return wilson(given, shape.answered, shape.asked)
    if not shape.answered:
        return NO_BOUNDS
    unknown = shape.asked - shape.answered
    return 100 * given / shape.asked, 100 * (given + unknown) / shape.asked


def wilson(given: int, answered: int, asked: int) -> Bounds:
    """95 % Wilson bounds in percent with the effective number of answers n(N-1)/(N-n)."""
    if answered == 0:
        return NO_BOUNDS
    share = given / answered
    if answered == asked:
        return 100 * share, 100 * share
    effective = answered * (asked - 1) / (asked - answered)
    centre = share + _Z**2 / (2 * effective)
    half = _Z * math.sqrt(share * (1 - share) / effective + _Z**2 / (4 * effective**2))
    scale = 1 + _Z**2 / effective
    return 100 * max(0.0, (centre - half) / scale), 100 * min(1.0, (centre + half) / scale)


def mean_bounds(values: Sequence[float], asked: int) -> Bounds:
    """95 % t bounds of a mean times the finite population correction; not below zero, none below two values."""
    n = len(values)
    if n < 2:
        return NO_BOUNDS
    error = statistics.stdev(values) / math.sqrt(n) * math.sqrt((asked - n) / (asked - 1))
    half = float(stats.t.ppf(0.975, n - 1)) * error
    mean = math.fsum(values) / n
    return max(0.0, mean - half), mean + half


def one_digit(indicator: Indicator, value: float, bounds: Bounds) -> Bounds:
    """Bounds whose distance from the value is the next larger number of one digit; within what is possible."""
    low, high = bounds
    if low is None or high is None:
        return NO_BOUNDS
    half = max(high - value, value - low)
    if half > 0:
        digit, power = f"{half:.9e}".split("e")
        half = float(f"{math.ceil(float(digit) - 1e-9)}e{power}")
    low = value - half if indicator.signed else max(0.0, value - half)
    return low, min(100.0, value + half) if indicator.in_percent(Measure.MEAN) else value + half


def room_above(values: Sequence[float]) -> float:
    """How far above the largest value the mean and the squares would still allow one, as a part of that value."""
    n, total = len(values), math.fsum(values)
    squares = math.fsum(value * value for value in values)
    # One value t and n-1 equal others: t + (n-1)u = total, t² + (n-1)u² = squares.
    highest = total / n + math.sqrt(max((n - 1) * (squares - total * total / n) / n, 0.0))
    return min(highest, total) / max(values) - 1 if max(values) > 0 else 0.0


def magnitude_cell(measure: str, values: list[float], shape: Shape) -> Row:
    """Mean or quantile of numbers that are never below zero."""
    if measure == "mean":
        mean = math.fsum(values) / len(values) if values else None
        bounds = mean_bounds(values, shape.asked)
        if 1 < len(values) < shape.asked and (room_above(values) <= 0.1 or not shape.squares_shown):
            bounds = NO_BOUNDS
        return shape.cell(TOTAL, measure, len(values), mean, 0.1, bounds)
    quantile = neighbours_mean(values, _QUANTILES[measure])
    step = 10.0 ** (math.floor(math.log10(quantile)) - 1) if quantile else 0.1  # two significant digits
    return shape.cell(TOTAL, measure, len(values), quantile, step)


def neighbours_mean(values: Sequence[float], share: float) -> float | None:
    """Mean of the ordered value at round(q(n-1)) and its two neighbours; the window stays inside the values."""
    if len(values) < 3:
        return None
    middle = round(share * (len(values) - 1))
    first = min(max(middle - 1, 0), len(values) - 3)
    return math.fsum(sorted(values)[first : first + 3]) / 3


def _size_cells(indicator: Indicator, values: list[float], shape: Shape) -> list[Row]:
    """P12: how many practices of each size, and their mean size."""
    codes = ["1" if gps == 1 else "2" if gps == 2 else "3-4" if gps < 5 else "5-" for gps in values]
    return [*share_cells(indicator, codes, shape), magnitude_cell("mean", values, shape)]


SPECIAL: dict[str, Callable[[Indicator, list[float], Shape], list[Row]]] = {
    "P12": _size_cells,
}
"""Indicators with a shape of their own."""
