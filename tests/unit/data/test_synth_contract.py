"""Synthetic deliveries are real deliveries: the check of deliveries finds nothing wrong with them."""

from datetime import date
from pathlib import Path

import pytest

from data.contracts import check_delivery
from data.synth import country, draw_deliveries, write_deliveries
from geo import reference

YEARS = (2024, 2025, 2026)


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("checked")
    write_deliveries(out, years=YEARS, seed=11, scale=0.3, geography=country(reference))
    return out


@pytest.mark.parametrize("year", YEARS)
def test_a_synthetic_delivery_passes_without_a_fault(written: Path, year: int) -> None:
    report = check_delivery(written / str(year))
    assert report.faults == ()
    assert {warning.code for warning in report.warnings} == {"survey_duplicates", "unusual", "kring_differs"}
    drawn = dict(draw_deliveries(years=YEARS, seed=11, scale=0.3, geography=country(reference)))[year]
    assert report.frames.keys() == drawn.keys()
    for table in ("contacts", "practices", "ima"):
        assert len(report.frames[table]) == len(drawn[table])
    assert set(report.frames["contacts"]["riziv"]) == set(drawn["contacts"]["riziv"])
    assert (report.frames["contacts"]["share"].sum()) == pytest.approx(drawn["contacts"]["share"].sum())


def test_a_year_after_the_last_with_residents_is_drawn_all_the_same(tmp_path: Path) -> None:
    folders = write_deliveries(tmp_path, years=[2026, 2027, 2030], seed=3, scale=0.02, geography=country(reference))
    people = {}
    for folder in folders:
        year = int(folder.name)
        report = check_delivery(folder, today=date(year, 12, 1))
        assert report.accepted, report.to_text()
        people[year] = int(report.frames["population"]["residents"].sum())
    assert people[2027] == pytest.approx(people[2026] * 1.004, rel=1e-4)
    assert people[2030] == pytest.approx(people[2026] * 1.004**4, rel=1e-4)
