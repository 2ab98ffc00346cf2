"""The product and the recomputation agree on every cell: by hand-made, random and synthetic deliveries."""

from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aggregation.indicators import INDICATORS
from data.contracts import check_delivery
from data.synth import country, write_deliveries
from geo import reference
from tests import tiny
from tests.recompute.cells import KEY, SOURCES, recompute
from tests.recompute.compare import differences
from tests.recompute.product import product_cells
from tests.recompute.rows import Frames
from tests.recompute.worlds import YEAR, Size, draw_world

SYNTH_YEARS = (2024, 2025, 2026)


def test_every_indicator_of_the_registry_is_computed_a_second_time() -> None:
    made_after = {name for name, entry in INDICATORS.items() if entry.after_gate}
    assert set(SOURCES) == set(INDICATORS) - made_after
    assert made_after == {"D03", "D11"}  # tests/recompute/threshold.py and need.py, from what is released


def test_the_two_agree_on_the_tiny_world() -> None:
    frames = tiny.tables()
    assert differences(product_cells(frames, 2026), recompute(frames, 2026)) == []


def test_the_two_agree_on_the_edges_of_every_class() -> None:
    """Ages 34, 35, 64 and 65, exactly 1,250 contacts and one less, no hours and half an hour."""
    frames = tiny.tables()
    ima = frames["ima"]
    ima.loc[ima["RAADPL"] == 900, "RAADPL"] = [950, 1149]
    ima["RIZIV_SPEC"], ima.loc[ima["HCI_TYPE"] != "805", "FLAGHMM"] = "003", 0  # c and f are GPs who bill elsewhere
    survey = frames["survey_individual"]
    survey["birth_year"] = [1992, 1991, 1962, 1961, 1971]
    survey["hours_week"] = [57.0, 57.5, 0.0, 0.5, 100.0]
    second = recompute(frames, 2026)
    ages = second[(second["indicator"] == "A10") & (second["level"] == "vlaanderen")]
    assert ages.set_index("category")["count"].to_dict() == {
        "total": 4, "-34": 1, "35-44": 1, "45-54": 0, "55-64": 1, "65-": 1, "55-64|65-": 2
    }  # fmt: skip
    active = second[(second["indicator"] == "D08") & (second["level"] == "vlaanderen") & (second["measure"] == "share")]
    assert active.set_index("category")["count"].to_dict() == {"actief": 4, "actief_500": 1, "niet_actief": 0}
    assert differences(product_cells(frames, 2026), second) == []


@settings(max_examples=6)
@given(
    seed=st.integers(0, 10**6),
    size=st.builds(
        Size,
        municipalities=st.integers(1, 6),
        practices=st.integers(1, 20),
        people=st.integers(1, 120),
        response=st.floats(0.1, 1.0),
        ima_gaps=st.booleans(),
    ),
)
def test_the_two_agree_on_random_worlds(seed: int, size: Size) -> None:
    frames = draw_world(seed, size)
    assert differences(product_cells(frames, YEAR), recompute(frames, YEAR)) == []


def test_the_two_agree_before_any_survey_or_ima_set_has_come_in() -> None:
    frames = draw_world(5, Size(people=60))
    listed = {name: frames[name] for name in ("contacts", "practices", "geography", "areas", "population")}
    assert differences(product_cells(listed, YEAR), recompute(listed, YEAR)) == []


@pytest.mark.slow
def test_the_two_agree_on_three_years_of_synthetic_deliveries(tmp_path: Path) -> None:
    write_deliveries(tmp_path, years=SYNTH_YEARS, seed=7, scale=0.1, geography=country(reference))
    for year in SYNTH_YEARS:
        frames = check_delivery(tmp_path / str(year)).frames
        second = recompute(frames, year)
        assert len(second) > 20_000
        assert differences(product_cells(frames, year), second) == []


# Where the product differs from the documents: strict, so that a repair shows itself here.


def _differing(frames: Frames) -> set[str]:
    found = differences(product_cells(frames, YEAR), recompute(frames, YEAR))
    return {text.partition("/")[0] for text in found}


def test_hours_of_a_role_that_nobody_gave_are_unknown_not_zero() -> None:
    frames = tiny.tables()
    trainees = frames["contacts"].loc[frames["contacts"]["role"] == "haio", "riziv"]
    survey = frames["survey_individual"]
    frames["survey_individual"] = survey[~survey["riziv"].isin(trainees)]
    assert _differing(frames) == set()


def test_a_share_of_contacts_never_mixes_ima_with_the_survey() -> None:
    frames = tiny.tables()
    ima = frames["ima"].astype({"INSTEL": "Int64"})
    ima["INSTEL"] = pd.NA
    frames["ima"] = ima
    assert _differing(frames) == set()


# That the comparison can fail.


def _cells(**change: object) -> pd.DataFrame:
    row = {
        **dict.fromkeys(KEY, "x"),
        "count": 3,
        "frame": 9,
        "value": 33.3,
        "lower": 10.0,
        "upper": 60.0,
        "status": "A",
        "exact_value": 100 / 3,
        "exact_lower": 9.96,
        "exact_upper": 60.04,
        "step": 0.1,
    }
    return pd.DataFrame([row | change])


@pytest.mark.parametrize(
    "change",
    [
        {"count": 4},
        {"frame": 8},
        {"status": "U"},
        {"value": 33.4},
        {"value": 33.33},
        {"value": None},
        {"lower": 9.9},
        {"upper": 60.1},
        {"area": "y"},
    ],
)
def test_any_other_number_is_a_difference(change: dict[str, object]) -> None:
    assert differences(_cells(), _cells()) == []
    assert differences(_cells(**change), _cells()) != []


def test_a_missing_a_double_and_an_invented_number_are_differences() -> None:
    one = _cells()
    assert differences(one.iloc[:0], one) != []
    assert differences(pd.concat([one, one]), one) != []
    assert differences(one, _cells(exact_value=None)) != []
