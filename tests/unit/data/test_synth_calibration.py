"""The synthetic deliveries resemble the published figures."""

from pathlib import Path

import pandas as pd
import pytest

from data.synth import country, draw_deliveries
from data.synth.calibration import TARGETS, measure
from geo import reference

DOCUMENT = Path(__file__).parents[3] / "docs" / "synthetic-data.md"


Drawn = list[tuple[int, dict[str, pd.DataFrame]]]


@pytest.fixture(scope="module")
def drawn() -> Drawn:
    return list(draw_deliveries(years=[2024, 2026], seed=7, scale=1, geography=country(reference)))


@pytest.fixture(scope="module")
def measured(drawn: Drawn) -> dict[int, dict[str, float]]:
    return {year: measure(tables) for year, tables in drawn}


@pytest.mark.parametrize("name", TARGETS)
def test_figure_of_2024_lies_in_its_band(measured: dict[int, dict[str, float]], name: str) -> None:
    target = TARGETS[name]
    assert target.low <= measured[2024][name] <= target.high, target.label


def test_every_measured_figure_has_a_target(measured: dict[int, dict[str, float]]) -> None:
    assert measured[2024].keys() == TARGETS.keys()


def test_lists_grow_slowly(measured: dict[int, dict[str, float]]) -> None:
    assert 7_000 <= measured[2026]["people"] <= 7_200


def test_every_target_stands_in_the_document() -> None:
    text = DOCUMENT.read_text(encoding="utf-8")
    assert [target.label for target in TARGETS.values() if f"| {target.label} |" not in text] == []


def test_a_practice_that_asks_for_an_address_has_a_catchment_area(drawn: Drawn) -> None:
    for _year, tables in drawn:
        practices = tables["survey_practice"].dropna(subset=["new_patient_conditions", "catchment_restricted"])
        asks = practices["new_patient_conditions"].str.contains("woonplaats")
        assert 0.2 < asks.mean() < 0.6
        assert (asks == practices["catchment_restricted"].eq("ja")).all()
