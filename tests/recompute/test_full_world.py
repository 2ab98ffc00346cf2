"""Product and recomputation agree where every question was answered by somebody."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aggregation.indicators import INDICATORS
from data.contracts.layout import CANONICAL, load_layout
from data.terms import Level
from tests import tiny
from tests.recompute.cells import recompute
from tests.recompute.compare import differences
from tests.recompute.people import person_rows
from tests.recompute.practices import ANSWERS, practice_rows
from tests.recompute.product import product_cells
from tests.recompute.rows import Frames
from tests.recompute.worlds import ANSWERED, YEAR, Size, draw_world


def draw_full_world(seed: int, size: Size) -> Frames:
    """Give a random world answers to every question of the layout, with gaps and refusals."""
    frames = dict(draw_world(seed, size))
    rng = np.random.default_rng(seed + 1)
    columns = load_layout(CANONICAL).tables["survey_practice"].columns
    practices = frames["survey_practice"].copy()
    for name in (name for name in ANSWERS if name not in ANSWERED):
        codes = sorted({code for code in columns[name].codes.values() if code})
        practices[name] = [_answer(rng, columns[name].kind, codes) for _ in range(len(practices))]
    people = frames["survey_individual"].copy()
    for name, values in (
        ("satisfaction", ["1", "2", "3", "4", "5", "geen_antwoord", None]),
        ("desired_hours_week", [0.0, 19.0, 38.5, 80.0, None]),
    ):
        people[name] = [values[int(rng.integers(len(values)))] for _ in range(len(people))]
    return frames | {
        "survey_practice": practices.convert_dtypes(),
        "survey_individual": people.astype({"satisfaction": "string", "desired_hours_week": "Float64"}),
    }


def _answer(rng: np.random.Generator, kind: str, codes: list[str]) -> Any:
    if rng.random() < 0.2:
        return None
    if kind == "number":
        return float(rng.choice([0.0, 0.5, 1.25, 4.0]))
    if kind == "multiple":
        return "|".join(code for code in codes if rng.random() < 0.5) or None
    return str(rng.choice(codes))


@settings(max_examples=8)
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
def test_the_two_agree_on_random_worlds_that_answer_everything(seed: int, size: Size) -> None:
    frames = draw_full_world(seed, size)
    assert differences(product_cells(frames, YEAR), recompute(frames, YEAR)) == []


def test_a_full_world_has_a_number_for_every_indicator() -> None:
    second = recompute(draw_full_world(3, Size(practices=150, people=300, response=0.9)), YEAR)
    numbers = second[(second["level"] == "vlaanderen") & (second["measure"] != "count") & second["value"].notna()]
    counted = [one for one in INDICATORS.values() if not one.after_gate]  # those have a second computation of their own
    assert set(numbers["indicator"]) == {one.id for one in counted if Level.VLAANDEREN in one.levels}


def test_the_tiny_world_by_hand() -> None:
    practices = {row["patient_stop"]: row for row in practice_rows(tiny.tables()) if row["answered"]}
    # P1: a and b, who is not at IMA, so P1 is not whole; H1 and H2 (a tie with P3) hold 1200 + 900.
    whole = [practices["geen"][name] for name in ("complete", "appointments", "registered")]
    assert whole == [False, None, None]
    assert (practices["geen"]["attributed"], practices["geen"]["gps"]) == (2100, 2)
    # P3: c, and d in a medical house with 2400 forfaits.
    assert practices["volledig"]["enrolled"] == 2400 / 12
    a = person_rows(tiny.tables(), 2026)[0]
    assert (a["contacts"], a["gmd"]) == (5310, 1150)
    sets = {"most": (21, 38, 10), "middle": (17.4, 31.5, 8.3), "fewest": (15, 27, 7)}
    for name, (visit, home, remote) in sets.items():
        assert a["minutes"][name] == pytest.approx((visit * 4200 + home * 510 + remote * 600) / 60 / 46)
    assert a["worked"] == pytest.approx(57 + 10 / 4.33)
