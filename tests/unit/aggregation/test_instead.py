"""What shown counts say of a withheld share: true of the withheld count, and never less than the threshold leaves."""

import math
from dataclasses import replace

import numpy as np
import pytest

from aggregation.shown.instead import bounds
from aggregation.shown.selection import AreaNumber
from data.terms import Status

LEAST = 5


def number(count: int, answered: int, *, withheld: bool = False) -> AreaNumber:
    row = AreaNumber(
        value=100 * count / answered if answered else math.nan,
        lower=math.nan,
        upper=math.nan,
        count=count,
        answered=answered,
        frame=answered,
        status=Status.NORMAL,
        ima_year=None,
        withheld=False,
        no_data=False,
    )
    return replace(row, value=math.nan, count=None, withheld=True) if withheld else row


@pytest.mark.parametrize("seed", range(40))
def test_bounds_hold_the_truth_and_leave_enough(seed: int) -> None:
    rng = np.random.default_rng(seed)
    answered = rng.integers(5, 60, 12)
    counts = rng.binomial(answered, rng.uniform(0.05, 0.95, 12))
    nowhere = int(rng.integers(0, 4))  # some of the whole are in none of its parts
    hidden = set(rng.choice(12, size=3, replace=False).tolist())
    names = [f"a{place}" for place in range(12)]
    rows = {name: number(int(counts[i]), int(answered[i]), withheld=i in hidden) for i, name in enumerate(names)}
    larger = [
        (number(int(counts[part].sum()) + nowhere, int(answered[part].sum()) + 2 * nowhere), [names[i] for i in part])
        for part in (list(range(12)), list(range(6)), list(range(6, 12)))
    ]
    for i in hidden:
        found = bounds(names[i], rows, larger, least=LEAST)
        if found is not None:
            assert found[0] <= counts[i] <= found[1]
            assert found[1] - found[0] + 1 >= LEAST
            assert 0 <= found[0] <= found[1] <= answered[i]
    assert all(bounds(names[i], rows, larger, least=LEAST) is None for i in set(range(12)) - hidden)
    assert all(bounds(names[i], rows, [], least=LEAST) is None for i in hidden), "nothing follows from nothing"


def test_both_ends_by_hand() -> None:
    rows = {"a": number(8, 20, withheld=True), "b": number(9, 10), "c": number(1, 12, withheld=True)}
    whole = number(18, 42)
    # 9 with it are left for a and c, and 23 without it: so at most 9 of the 20 of a, and nothing at the low end.
    assert bounds("a", rows, [(whole, ["a", "b", "c"])], least=5) == (0, 9)
    # 4 of 26 without it are left, so of the 20 of a at least 16 have it.
    assert bounds("a", rows, [(number(31, 36), ["a", "b"])], least=5) == (16, 20)
    assert bounds("a", rows, [(number(31, 36), ["a", "b"])], least=6) is None
