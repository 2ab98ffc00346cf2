"""An answer that a layout adds is counted, shown and named along the whole way; one that none explains stops it."""

import json
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from aggregation.indicators import INDICATORS, RegistryError, take_added
from aggregation.protect import Thresholds
from aggregation.year.answers import read_answers
from aggregation.year.cells import compute_cells
from aggregation.year.cube import build_year, indicator_table
from data.added import added_codes
from data.engine import engine
from data.linkage import Definitions, LinkedYear
from data.releases.checks import check_tables
from pages.views import released
from tests import tiny

LAYOUT = """layout = "2026-9"
base = "2026-1"
[tables.survey_individual.columns.career_5y]
labels = { elders = { nl = "Elders verdergaan", en = "Going on elsewhere" } }
"""


@pytest.fixture
def registry() -> Iterator[None]:
    """Put the registry back as it was."""
    before = dict(INDICATORS)
    yield
    INDICATORS.update(before)


@pytest.fixture
def linked() -> Iterator[LinkedYear]:
    """Give the tiny year, in which one GP gives an answer that the shipped layouts do not have."""
    tables = tiny.tables()
    plans = ["elders", "blijven", "stoppen", "weet_niet", "elders"]
    tables["survey_individual"]["career_5y"] = pd.array(plans, dtype="string")
    with engine() as connection:
        for name, frame in tables.items():
            connection.register(name, frame)
        yield LinkedYear(connection, survey_year=2026, definitions=Definitions(), tables=tables)


def learn(folder: Path) -> None:
    (folder / "2026-9.toml").write_text(LAYOUT, encoding="utf-8")
    take_added(added_codes(folder))


@pytest.mark.usefixtures("registry")
def test_it_is_counted_in_every_question_that_asks_it(linked: LinkedYear, tmp_path: Path) -> None:
    learn(tmp_path)
    cells = compute_cells(read_answers(INDICATORS["A08"], linked), linked, interval_units=10)
    flanders = cells[(cells["level"] == "vlaanderen") & (cells["measure"] == "share")].set_index("category")["value"]
    assert flanders["elders"] == 25.0  # a of a, b, d and f; t is a trainee
    trainees = compute_cells(read_answers(INDICATORS["A08T"], linked), linked, interval_units=10)
    assert trainees.loc[trainees["category"] == "elders", "value"].tolist() == [100.0]
    tables = build_year(linked, tuple(INDICATORS.values()), Thresholds(), rng=np.random.default_rng(1)).tables
    said = indicator_table(tuple(INDICATORS.values()), Thresholds())
    assert check_tables({**tables, "indicator": said})
    assert (tables["cell"].query("indicator == 'A08'")["category"] == "elders").any()


def test_an_answer_that_no_layout_explains_stops_the_count(linked: LinkedYear) -> None:
    with pytest.raises(RegistryError, match="found also elders"):
        read_answers(INDICATORS["A08"], linked)


@pytest.mark.usefixtures("registry")
def test_screens_learn_its_label_from_the_release(tmp_path: Path) -> None:
    before = INDICATORS["A08"]
    learn(tmp_path)
    table = indicator_table(tuple(INDICATORS.values()), Thresholds())
    labels = json.loads(table.set_index("indicator")["option_labels"]["A08"])
    assert labels["elders"] == {"nl": "Elders verdergaan", "en": "Going on elsewhere"}
    INDICATORS["A08"] = before  # the process of the screens knows no layout of the home
    take_added(released._added(table))
    assert INDICATORS["A08"].label_of("elders").en == "Going on elsewhere"
