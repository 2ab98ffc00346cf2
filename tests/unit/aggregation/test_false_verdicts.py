"""Where nothing differs, hardly anything is called clear: the small form of ``bench.differences``."""

import numpy as np
import pytest

from aggregation.shown import verdicts
from bench.differences import KINDS, SMALL, ZONES, false_rounds, power

ROUNDS = 150


@pytest.mark.parametrize("sizes", [ZONES, SMALL], ids=["zones", "small"])
@pytest.mark.parametrize("name", [name for name in KINDS if name.startswith("share")])
def test_no_more_than_one_round_in_twenty_calls_anything_clear(name: str, sizes: np.ndarray) -> None:
    found = false_rounds(KINDS[name], sizes, ROUNDS, np.random.default_rng(3))
    for what, wrong in found.items():
        assert wrong.rounds <= 0.05 + 2 * np.sqrt(0.05 * 0.95 / ROUNDS), what
        assert wrong.alone <= 0.07, what


@pytest.mark.parametrize("name", ["mean (hours)", "mean (contacts, skewed)"])
def test_nor_does_a_mean(name: str) -> None:
    found = false_rounds(KINDS[name], ZONES, 60, np.random.default_rng(4))
    assert all(wrong.rounds <= 0.1 for wrong in found.values())


def test_without_the_correction_nearly_every_round_does(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(verdicts.stats, "false_discovery_control", lambda p, method: p)
    found = false_rounds(KINDS["share of 30 %"], ZONES, 40, np.random.default_rng(3))
    assert found["areas beside Flanders"].rounds > 0.5
    assert found["two years of all areas"].rounds > 0.4


def test_a_difference_that_is_there_is_seen() -> None:
    rng = np.random.default_rng(5)
    assert power(KINDS["share of 60 %"], ZONES, 25, 15, rng) > 0.8
    assert power(KINDS["share of 60 %"], ZONES, 10, 15, rng) < 0.6
