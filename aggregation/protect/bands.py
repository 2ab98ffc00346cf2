"""Where the sum of numbers that are public in classes leaves single numbers open.

On the practice map the waiting days of a practice stand in a class. A mean with its count is a sum, and a sum at the
end of what the classes allow gives every number of the area. What is shown must leave each of them two values at least.
"""

import numpy as np
import pandas as pd

from aggregation.protect.areas import Areas, Flags
from aggregation.protect.model import IMPORTANCE


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
    The flags with what must go taken off: of the areas of a number that follows, the least important goes.
    """
    shown = shown.copy()
    atoms = areas.positions(units["atom"])
    numbers, low, high = (units[name].to_numpy(dtype=float) for name in ("value", "low", "high"))
    up, down, wide = numbers < high, numbers > low, low < high
    sizes = areas.holds @ np.bincount(atoms, minlength=len(areas.atoms))
    rank = np.lexsort(np.array([-sizes, [IMPORTANCE.index(level) for level in areas.level]]))
    place = np.empty(len(rank), dtype=np.intp)
    place[rank] = np.arange(len(rank))
    while shown.any():
        rows = areas.holds[shown][:, atoms]
        _, kind = np.unique(np.packbits(rows, axis=0).T, axis=0, return_inverse=True)
        kind = kind.reshape(-1)
        rising, falling = (np.bincount(kind, weights=flags) for flags in (up, down))
        free = (up & (falling[kind] - down > 0)) | (down & (rising[kind] - up > 0))
        follows = np.flatnonzero(wide & ~free & rows.any(axis=0))
        if not len(follows):
            break
        for unit in follows:
            around = np.flatnonzero(shown & areas.holds[:, atoms[unit]])
            if len(around) == rows[:, unit].sum():  # nothing around this number went in this turn
                shown[around[place[around].argmax()]] = False
    return shown
