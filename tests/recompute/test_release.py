"""What a year's tables show is what the recomputation finds; what they withhold is empty; no row is missing."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from aggregation.indicators import INDICATORS
from aggregation.protect import Thresholds
from aggregation.year.cube import build_year
from data.contracts import check_delivery
from data.engine import engine
from data.linkage import Definitions, LinkedYear
from data.synth import country, write_deliveries
from data.terms import Confidentiality
from geo import reference
from tests.recompute.cells import KEY, RESPONSE_KEY, recompute, recompute_response
from tests.recompute.compare import differences
from tests.recompute.need import need_faults
from tests.recompute.rows import Frames
from tests.recompute.test_recompute import SYNTH_YEARS
from tests.recompute.threshold import threshold_faults
from tests.recompute.worlds import YEAR, Size, draw_world
from tests.recompute.year import read_year

_BLANKED = ["count", "value", "lower", "upper"]


def _tables(frames: Frames, survey_year: int) -> dict[str, pd.DataFrame]:
    with engine() as connection:
        for name, frame in frames.items():
            connection.register(name, frame)
        linked = LinkedYear(connection, survey_year=survey_year, definitions=Definitions(), tables=frames.keys())
        rng = np.random.default_rng(1)
        return dict(build_year(linked, tuple(INDICATORS.values()), Thresholds(), rng=rng).tables)


def _faults(frames: Frames, survey_year: int) -> tuple[list[str], int, int]:
    """Every difference between release and recomputation, and how many numbers are free and withheld."""
    tables = _tables(frames, survey_year)
    whole, second = tables["cell"], recompute(frames, survey_year)
    released = whole[~whole["indicator"].isin(["D03", "D11"])]
    free = released["confidentiality"] == Confidentiality.FREE.value
    problems = threshold_faults(read_year(frames, survey_year), whole) + need_faults(frames, survey_year, whole)
    if len(released) != len(second) or set(map(tuple, released[KEY].values)) != set(map(tuple, second[KEY].values)):
        problems.append("the release holds other rows than every area, category and measure once")
    withheld = released[~free]
    if withheld[_BLANKED].notna().any(axis=None) or (withheld["status"] != "A").any():
        problems.append("a withheld row is not empty")
    if set(released["confidentiality"]) - {"F", "C"} or set(released["year"]) != {survey_year}:
        problems.append("an unknown flag or another year")
    shown = second.merge(released.loc[free, KEY], on=KEY)
    problems += differences(released[free], shown)
    if (released["frame"].to_numpy() != released[KEY].merge(second, on=KEY)["frame"].to_numpy()).any():
        problems.append("frame differs on a withheld row")
    return problems + _response_faults(tables["response"], frames, survey_year), int(free.sum()), len(withheld)


def _response_faults(response: pd.DataFrame, frames: Frames, survey_year: int) -> list[str]:
    second = recompute_response(frames, survey_year)
    both = response.merge(second, on=RESPONSE_KEY, how="outer", suffixes=("", "_second"), indicator=True)
    wrong = (both["_merge"] != "both") | (both["invited"] != both["invited_second"]).fillna(True)
    wrong |= (both["answered"].notna()) & (both["answered"] != both["answered_second"]).fillna(False)
    return [f"response {row.level}/{row.area}/{row.role} differs" for row in both[wrong].itertuples()]


def test_a_small_year_shows_only_what_the_recomputation_finds() -> None:
    frames = draw_world(20, Size(municipalities=5, practices=60, people=300, response=0.8))
    problems, free, withheld = _faults(frames, YEAR)
    assert problems == []
    assert free > 500
    assert withheld > 100


@pytest.mark.slow
def test_a_synthetic_year_shows_only_what_the_recomputation_finds(tmp_path: Path) -> None:
    write_deliveries(tmp_path, years=SYNTH_YEARS, seed=7, scale=0.1, geography=country(reference))
    problems, free, withheld = _faults(check_delivery(tmp_path / "2026").frames, 2026)
    assert problems == []
    assert free > 5_000
    assert withheld > 2_000
