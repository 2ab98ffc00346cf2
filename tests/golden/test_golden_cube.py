"""The released cells of a tiny year, compared in full with what was once looked at and found right.

A change of the file needs a sentence in the commit on why. Renew it with ``python -m tests.golden.test_golden_cube``.
"""

from pathlib import Path

import numpy as np
import pandas as pd

from aggregation.indicators import INDICATORS
from aggregation.protect import Thresholds
from aggregation.year.cube import build_year, combine_years
from data.engine import engine
from data.linkage import Definitions, LinkedYear
from tests import tiny

GOLDEN = Path(__file__).with_name("cells_2026.csv")
KEY = ["indicator", "level", "area", "category", "measure"]


def released_cells() -> str:
    """Give the free cells of the tiny year as text, one line per cell in the order of the key."""
    indicators, tables = tuple(INDICATORS.values()), tiny.tables()
    with engine() as connection:
        for name, frame in tables.items():
            connection.register(name, frame)
        linked = LinkedYear(connection, survey_year=2026, definitions=Definitions(), tables=tables)
        year = build_year(linked, indicators, Thresholds(), rng=np.random.default_rng(0))
    cells: pd.DataFrame = combine_years([year], indicators, Thresholds())["cell"]
    return cells[cells["confidentiality"] == "F"].sort_values(KEY).drop(columns="confidentiality").to_csv(index=False)


def test_the_cells_are_what_they_were() -> None:
    assert released_cells().splitlines() == GOLDEN.read_text(encoding="utf-8").splitlines()


if __name__ == "__main__":
    GOLDEN.write_text(released_cells(), encoding="utf-8")
