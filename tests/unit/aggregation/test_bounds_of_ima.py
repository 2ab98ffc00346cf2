"""Shares of doctors of whom IMA knows some lie between ends that hold whatever the others are."""

import numpy as np
import pandas as pd
import pytest

from aggregation.indicators import INDICATORS
from aggregation.year.answers import read_answers
from aggregation.year.cells import compute_cells
from data.engine import engine
from data.linkage import Definitions, LinkedYear
from tests import tiny


@pytest.mark.parametrize("name", ["P11", "D08", "A09"])
def test_no_answer_of_the_unknown_lies_outside(name: str) -> None:
    tables = tiny.tables()
    with engine() as connection:
        for table, frame in tables.items():
            connection.register(table, frame)
        linked = LinkedYear(connection, survey_year=2026, definitions=Definitions(), tables=tables)
        cells = compute_cells(read_answers(INDICATORS[name], linked), linked, interval_units=10)
    shares = cells[cells["measure"].eq("share") & cells["value"].notna()]
    total = cells[cells["category"].eq("total") & cells["measure"].eq("count")].set_index(["level", "area"])["count"]
    answered = np.array([float(total[place]) for place in zip(shares["level"], shares["area"], strict=True)])
    frame, count = (shares[column].to_numpy(dtype=float) for column in ("frame", "count"))
    ends = pd.DataFrame({"lower": 100 * count / frame, "upper": 100 * (count + frame - answered) / frame}).round(1)
    told = shares[["lower", "upper"]].astype(float).reset_index(drop=True)
    held = (told["lower"].le(ends["lower"] + 0.06) & told["upper"].ge(ends["upper"] - 0.06)).all()
    assert (frame > answered).any()
    assert held == (name != "A09")  # an interval of answers is one of chance
