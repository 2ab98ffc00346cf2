"""The bound on what any safe pattern shows: never below what the protection shows, and exact where one can count."""

from itertools import combinations

import numpy as np
import pytest

from aggregation.protect import Thresholds
from aggregation.protect.areas import Areas
from bench.bounds import candidates_of, upper_bounds
from bench.invented.countries import Country, invent_country, person_question, practice_question
from bench.protection import measure
from data.terms import Level
from tests.unit.aggregation.test_protect_rules import make_membership, make_question


def test_the_worked_example_shows_one_municipality_of_three_and_no_pattern_two() -> None:
    """Flanders less two of them is the third, which is small."""
    question = make_question([[8, 9, 2], [8, 9, 9]])
    country = Country(make_membership("kkk", "eee"), question.units)
    found = upper_bounds(question, country, {"elz": 100.0, "kring": 100.0, "gemeente": 100 / 3}, Thresholds())
    assert found[Level.ELZ].percent == found[Level.KRING].percent == 100.0
    assert found[Level.GEMEENTE].percent == pytest.approx(100 / 3)
    without = upper_bounds(question, country, {"elz": 0.0, "kring": 0.0, "gemeente": 0.0}, Thresholds())
    assert without[Level.GEMEENTE].percent == pytest.approx(200 / 3), "both large ones, and nothing above them"


@pytest.mark.parametrize("seed", range(4))
def test_no_choice_of_cells_without_a_protected_row_shows_more(seed: int) -> None:
    """Every choice of the cells of six municipalities, two kringen and two zones."""
    rng = np.random.default_rng(seed)
    question = make_question(rng.integers(0, 9, (2, 6)).tolist())
    membership = make_membership("kkklll", "efefff")
    areas = Areas.of(membership)
    system = candidates_of(question, areas, Thresholds())
    rows = [one.rows for one in system.candidates]
    secret = np.vstack([system.watched, system.groups])
    towns = [
        sum(areas.level[row] is Level.GEMEENTE for row, code in one.cells if code == "ja") for one in system.candidates
    ]
    best = 0
    for size in range(len(rows) + 1):
        for chosen in combinations(range(len(rows)), size):
            shown = np.vstack([np.zeros((1, secret.shape[1]), dtype=np.int64), *(rows[number] for number in chosen)])
            known = np.linalg.matrix_rank(shown)
            if all(np.linalg.matrix_rank(np.vstack([shown, line])) > known for line in secret):
                best = max(best, sum(towns[number] for number in chosen))
    nothing = {"elz": 0.0, "kring": 0.0, "gemeente": 0.0}
    answered = len(set(question.units["atom"]))
    found = upper_bounds(question, Country(membership, question.units), nothing, Thresholds())[Level.GEMEENTE]
    assert found.percent * answered / 100 >= best - 1e-6
    assert found.percent * answered / 100 <= best + 1 or not found.closed


@pytest.mark.parametrize("kind", ["practices", "persons"])
def test_the_protection_never_shows_more_than_the_bound(kind: str) -> None:
    country = invent_country(4, columns=8, rows=6, doctors=1_300)
    question = (
        practice_question(country, 360, {"ja": 0.3, "nee": 0.7})
        if kind == "practices"
        else person_question(country, 780, {"1": 0.2, "2": 0.3, "3": 0.5})
    )
    done = measure(question, country)
    found = upper_bounds(question, country, done.kept, Thresholds())
    for level, one in found.items():
        assert done.kept[level.value] <= one.percent + 1e-6
    assert any(one.percent < 100 for one in found.values())
    assert any(done.kept[level.value] > 0 for level in found)
