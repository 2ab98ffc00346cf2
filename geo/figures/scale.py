"""Axes with round values: which ends they have, and which values stand along them."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

_AIR = 0.04
"""Part of an axis that stays free at both ends, so that no mark lies on the frame."""


@dataclass(frozen=True, kw_only=True)
class Scale:
    """Ends of an axis and the values at which it is ruled."""

    low: float
    high: float
    ticks: tuple[float, ...]

    def share(self, value: float) -> float:
        """Give how far along a value stands, 0 to 1; what lies outside stays at the edge."""
        return min(max((value - self.low) / ((self.high - self.low) or 1.0), 0.0), 1.0)


def scale_for(values: Sequence[float], *, least: float, most: float | None = None, count: int = 4) -> Scale:
    """Choose an axis with round ends.

    Parameters
    ----------
    values : everything that must fit; NaN is left out.
    least : smallest range shown, so that noise is not blown up to a mountain.
    most : an end that the axis never passes, such as 100 for a percentage.
    count : about how many steps.
    """
    known = [float(value) for value in values if not math.isnan(float(value))]
    if not known:
        return Scale(low=0.0, high=1.0, ticks=())
    low, high = min(known), max(known)
    if high - low < least:
        middle = (low + high) / 2
        low, high = middle - least / 2, middle + least / 2
    step = _round_step((high - low) / count)
    start, end = math.floor(low / step + 1e-9) * step, math.ceil(high / step - 1e-9) * step
    if min(known) >= 0:
        start = max(start, 0.0)
    if most is not None and max(known) <= most:
        end = min(end, most)
    ticks = tuple(round(start + i * step, 10) for i in range(int((end - start) / step + 1e-6) + 1))
    return Scale(low=start, high=end, ticks=ticks)


def close_scale(values: Sequence[float], *, count: int = 9) -> Scale:
    """Choose an axis that ends just beyond the values, and the round values that lie on it.

    Parameters
    ----------
    values : everything that must fit; NaN is left out.
    count : about how many steps.

    Examples
    --------
    >>> close_scale([32.0, 89.0])
    Scale(low=29.72, high=91.28, ticks=(30.0, 40.0, 50.0, 60.0, 70.0, 80.0, 90.0))
    """
    known = [float(value) for value in values if not math.isnan(float(value))]
    if not known:
        return Scale(low=0.0, high=1.0, ticks=())
    low, high = min(known), max(known)
    air = _AIR * (high - low) or 0.5 * abs(high) or 1.0
    low, high = low - air, high + air
    step = _round_step((high - low) / count)
    first, last = math.ceil(low / step - 1e-9), math.floor(high / step + 1e-9)
    return Scale(low=low, high=high, ticks=tuple(round(step * i, 10) for i in range(first, last + 1)))


def _round_step(wanted: float) -> float:
    size = 10.0 ** math.floor(math.log10(wanted))
    return next(factor * size for factor in (1, 2, 2.5, 5, 10) if factor * size >= wanted * 0.999)
