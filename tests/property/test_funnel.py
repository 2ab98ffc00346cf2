"""Laws of the funnel and of the chances, on random areas."""

import math

import numpy as np
import pandas as pd
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from aggregation.estimate import wilson_interval
from aggregation.indicators import INDICATORS
from aggregation.shown import comparing, funnels
from aggregation.shown.funnels import Funnel
from aggregation.shown.selection import choices

SHARE = choices(INDICATORS["P01"])[0]
AREA = st.tuples(st.integers(2, 200), st.integers(0, 60), st.floats(0, 1))


def table(areas: list[tuple[int, int, float]]) -> pd.DataFrame:
    """Areas from answers, silent units and the part that gave the option."""
    n = np.array([a[0] for a in areas])
    total = n + np.array([a[1] for a in areas])
    count = np.array([round(a[0] * a[2]) for a in areas])
    low, high = wilson_interval(count, n, total)
    return pd.DataFrame(
        {"value": 100 * count / n, "lower": low, "upper": high, "count": count, "answered": n, "frame": total},
        index=[f"a{i}" for i in range(len(areas))],
    ).astype({"count": "Int64", "answered": "Int64", "frame": "Int64"})


@settings(max_examples=60, deadline=None)
@given(areas=st.lists(AREA, min_size=10, max_size=25), target=st.floats(3, 97))
def test_what_lies_beyond_the_outer_limit_lies_outside_its_own_interval(
    areas: list[tuple[int, int, float]], target: float
) -> None:
    rows = table(areas)
    assume(not rows["answered"].eq(rows["frame"]).all())
    made = funnels.funnel(rows, INDICATORS["P01"], SHARE, target)
    assert isinstance(made, Funnel)
    for area in made.beyond:  # over the limit of 99.8 %, so surely outside its own 95 % interval
        row = rows.loc[area]
        assert not row["lower"] <= target <= row["upper"]
    assert set(made.areas) == set(map(str, rows.index))


@settings(max_examples=40, deadline=None)
@given(areas=st.lists(AREA, min_size=10, max_size=25))
def test_chances_fill_the_fifth_and_stay_within_their_bounds(areas: list[tuple[int, int, float]]) -> None:
    rows = table(areas)
    errors = comparing.standard_errors(rows, INDICATORS["P01"], SHARE)
    for highest in (True, False):
        chance = comparing.chance_of_fifth(rows, errors, highest=highest)
        assert math.isclose(chance.sum(), comparing.fifth_of(len(rows)), abs_tol=1e-9)
        assert chance.between(0, 1).all()
