"""The numbers that are made after the gate, of what a release shows and of published totals."""

from collections.abc import Callable, Collection, Mapping

import pandas as pd

from aggregation.year.need import NEED, with_need
from aggregation.year.threshold import THRESHOLD, with_threshold

Tables = Mapping[str, pd.DataFrame]
_MAKES: Mapping[str, Callable[[Tables], dict[str, pd.DataFrame]]] = {THRESHOLD: with_threshold, NEED: with_need}


def with_made_after(tables: Tables, names: Collection[str]) -> dict[str, pd.DataFrame]:
    """Make those of these indicators that are made after the gate, in the place of their cells in the tables."""
    made = dict(tables)
    for name, make in _MAKES.items():
        if name in names:
            made = make(made)
    return made
