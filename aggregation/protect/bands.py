"""Where the sum of numbers that are public in classes leaves single numbers open.

On the practice map the waiting days of a practice stand in a class. A mean with its count is a sum, and a sum at the
end of what the classes allow gives every number of the area. What is shown must leave each of them two values at least.
"""

import numpy as np
import pandas as pd

from aggregation.protect.areas import Areas, Flags
from aggregation.protect.model import WORTH


def leave_open(units: pd.DataFrame, shown: Flags, areas: Areas) -> Flags:
    """Withhold sums until no number in a class follows from them.

    A number is open when another one that no shown sum tells apart from it can give or take a unit: both then move
    within their classes and every shown sum stays. That needs no search and proves two values.

    Parameters
    ----------
    units : one row per unit [atom, value, low, high]; the ends of its public class, infinite where it has none.
    shown : per row of ``areas`` whether the sum is shown.

    Returns
    -------
    The flags with what must go taken off: per number that follows, what costs least to make another one its partner.
    """
    shown = shown.copy()
    atoms = areas.positions(units["atom"])
    numbers, low, high = (units[name].to_numpy(dtype=float) for name in ("value", "low", "high"))
    up, down, wide = numbers < high, numbers > low, low < high
    worth = np.array([WORTH[level] for level in areas.level])
    inside = areas.holds[:, atoms]
    for unit in _following(inside[shown], up, down, wide):
        partners = (up & down[unit]) | (down & up[unit])
        partners[unit] = False
        if not partners.any():
            shown &= ~inside[:, unit]
            continue
        apart = (inside != inside[:, [unit]]) & shown[:, None]
        cost = np.where(partners, worth @ apart, np.inf)
        shown &= ~apart[:, int(np.argmin(cost))]
    return shown


def _following(inside: Flags, up: Flags, down: Flags, wide: Flags) -> list[int]:
    """Give the numbers in a class of which no other in the same shown areas can take or give a unit."""
    if not len(inside):
        return []
    _, kind = np.unique(np.packbits(inside, axis=0).T, axis=0, return_inverse=True)
    kind = kind.reshape(-1)
    rising, falling = (np.bincount(kind, weights=flags) for flags in (up, down))
    free = (up & (falling[kind] - down > 0)) | (down & (rising[kind] - up > 0))
    return [int(unit) for unit in np.flatnonzero(wide & ~free & inside.any(axis=0))]
