"""How long a full-time equivalent is: measured once, fixed by the first publication, and said beside every number."""

from functools import partial
from pathlib import Path

import pandas as pd
import pytest

from aggregation.indicators import INDICATORS
from aggregation.year.full_time import FEWEST, measure_full_time
from data.engine import engine
from data.linkage import Definitions, LinkedYear
from data.releases import ReleaseError, Shelf, publish
from tests import tiny
from tests.made import riziv
from tests.unit.data.release_examples import MANIFEST, unchallenged, write

YEAR = 2026


def measured(ages: list[int], hours: list[float]) -> int | None:
    """Measure the reference in a country of these GPs, and of trainees who work 90 hours."""
    frames = tiny.tables()
    numbers = [riziv(10_000 + place) for place in range(len(ages))]
    trainees = [riziv(40_000 + place, qualification="005") for place in range(len(ages))]
    roles = ["huisarts"] * len(ages) + ["haio"] * len(ages)
    frames["contacts"] = pd.DataFrame({"riziv": [*numbers, *trainees], "role": roles}).assign(
        basis="publiek", kring_id="K1", practice_id="P1", share=1.0
    )
    answers = pd.DataFrame({"riziv": [*numbers, *trainees], "birth_year": [YEAR - age for age in ages] * 2})
    answers["hours_week"] = [*hours, *[90.0] * len(ages)]
    frames["survey_individual"] = answers.reindex(columns=frames["survey_individual"].columns).astype(
        frames["survey_individual"].dtypes.to_dict()
    )
    frames["ima"] = frames["ima"].iloc[:0]
    with engine() as connection:
        for name, frame in frames.items():
            connection.register(name, frame)
        linked = LinkedYear(connection, survey_year=YEAR, definitions=Definitions(), tables=frames)
        return measure_full_time(linked)


def test_it_is_the_median_of_gps_of_45_to_54_as_a_whole_hour() -> None:
    inside, outside = [45, 54] * (FEWEST // 2), [44, 55] * 60
    hours = [50.0, 57.0] * (FEWEST // 2)  # the median is 53.5: a half goes up
    assert measured([*inside, *outside], [*hours, *[20.0] * len(outside)]) == 54
    assert measured([*inside, 50], [*hours, 50.0]) == 50


def test_of_fewer_than_fifty_nothing_is_measured() -> None:
    assert measured([50] * (FEWEST - 1), [55.0] * (FEWEST - 1)) is None


def test_the_release_that_is_published_first_fixes_it(tmp_path: Path) -> None:
    def of(hours: float) -> str:
        return write(tmp_path, manifest={**MANIFEST, "settings": {"fte_hours": hours}})

    show = partial(publish, prove=unchallenged)
    early, other, same, plain = of(54.0), of(55.0), of(54.0), write(tmp_path)
    assert Shelf(tmp_path).full_time() is None  # written is not published
    show(tmp_path, early)
    assert Shelf(tmp_path).full_time() == 54
    with pytest.raises(ReleaseError, match=r"55 hours in it and was fixed at 54"):
        show(tmp_path, other)
    for release_id in (same, plain):
        show(tmp_path, release_id)
    assert Shelf(tmp_path).full_time() == 54


def test_every_number_of_areas_in_full_time_says_so() -> None:
    assert {name for name, entry in INDICATORS.items() if entry.in_full_time} == {"D02", "D02T", "D05", "D06"}
