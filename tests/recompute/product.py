"""The product's own numbers for the same frames: linked by its SQL, counted by its cells, unblanked."""

import pandas as pd

from aggregation.indicators import INDICATORS
from aggregation.year.answers import read_answers
from aggregation.year.cells import compute_cells
from data.engine import engine
from data.linkage import Definitions, LinkedYear
from tests.recompute.rows import Frames


def product_cells(frames: Frames, survey_year: int) -> pd.DataFrame:
    """Every unblanked cell of the product, with its indicator."""
    with engine() as connection:
        for name, frame in frames.items():
            connection.register(name, frame)
        linked = LinkedYear(connection, survey_year=survey_year, definitions=Definitions(), tables=frames.keys())
        parts = [
            compute_cells(read_answers(indicator, linked), linked, interval_units=10).assign(indicator=indicator.id)
            for indicator in INDICATORS.values()
            if not indicator.after_gate
        ]
    return pd.concat(parts, ignore_index=True)
