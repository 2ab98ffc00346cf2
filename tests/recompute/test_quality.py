"""The quality of the answers is what a second computation from the raw rows finds."""

import pandas as pd
import pytest

from aggregation.year.quality import PERSON_QUESTIONS, PRACTICE_QUESTIONS, quality_table
from data.engine import engine
from data.linkage import Definitions, LinkedYear
from tests import tiny
from tests.recompute.quality import KEY, Found, recompute_quality
from tests.recompute.rows import Frames
from tests.recompute.worlds import YEAR, Size, draw_world


def product_quality(frames: Frames, set_aside: dict[str, int]) -> Found:
    with engine() as connection:
        for name, frame in frames.items():
            connection.register(name, frame)
        linked = LinkedYear(
            connection, survey_year=YEAR, definitions=Definitions(), tables=frames.keys(), set_aside=set_aside
        )
        rows = quality_table(linked).astype(object)
    plain = rows.where(rows.notna(), None).to_dict("records")
    return {tuple(row[part] for part in KEY): (row["base"], row["count"], row["value"]) for row in plain}


def known_questions(frames: Frames) -> Frames:
    """Leave out what the drawn worlds do not ask: a question that was not asked is one nobody answered."""
    asked = {"survey_practice": PRACTICE_QUESTIONS, "survey_individual": PERSON_QUESTIONS}
    return {
        name: frame.reindex(columns=[*frame.columns, *(q for q in asked.get(name, ()) if q not in frame)])
        for name, frame in frames.items()
    }


@pytest.mark.parametrize(
    ("seed", "people", "response", "aside"),
    [
        (1, 60, 0.5, {}),
        (2, 120, 1.0, {"survey_individual": 7}),
        (3, 300, 0.2, {"survey_individual": 44, "survey_practice": 5}),
        (4, 400, 0.8, {}),
        (5, 350, 0.6, {"survey_practice": 0}),
    ],
)
def test_the_two_agree_on_random_worlds(seed: int, people: int, response: float, aside: dict[str, int]) -> None:
    size = Size(municipalities=5, practices=120, people=people, response=response, ima_gaps=True)
    frames = draw_world(seed, size)
    contacts = frames["contacts"].copy()
    contacts.loc[contacts.index % 3 == 0, "kring_id"] = contacts["kring_id"].iloc[0]  # lists that name another kring
    frames = frames | {"contacts": contacts}
    second = recompute_quality(known_questions(frames), aside)
    assert product_quality(frames, aside) == second
    assert any(value is not None for *_rest, value in second.values())


def test_a_handful_of_people_gives_nothing() -> None:
    found = product_quality(tiny.tables(), {"survey_individual": 1, "survey_practice": 1})
    assert len(found) == 18 + 14 + 13 + 8
    assert set(found.values()) == {(None, None, None)}


def test_the_comparison_can_fail() -> None:
    frames = draw_world(3, Size(practices=120, people=300, response=0.9))
    other = frames | {"survey_individual": frames["survey_individual"].assign(gmd_count=pd.NA)}
    assert product_quality(frames, {}) != recompute_quality(known_questions(other), {})
