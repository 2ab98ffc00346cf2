"""Laws of tested changes and of the axis they are drawn on."""

import math
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from aggregation.indicators import INDICATORS
from aggregation.shown.evolution import change_between, changes
from aggregation.shown.selection import AreaNumber, choices
from aggregation.shown.verdicts import CLEAR, FALSE_SHARE, compare, number_of
from geo.figures.lines import spread
from geo.figures.scale import scale_for
from tests.made import area_number

SHARE = INDICATORS["P01"], choices(INDICATORS["P01"])[0]
values = st.floats(0, 100).map(lambda value: round(value, 1))
halves = st.floats(0.2, 20).map(lambda value: round(value, 1))


@st.composite
def rows(draw: st.DrawFn) -> AreaNumber:
    value, half = draw(values), draw(halves)
    return area_number(value, half, count=9)


pairs = st.lists(st.tuples(rows(), rows()), min_size=1, max_size=25)


@given(pairs)
def test_clear_changes_are_those_of_the_step_up_procedure(given_pairs: list[tuple[AreaNumber, AreaNumber]]) -> None:
    """Benjamini and Hochberg by their own words: the largest k with p(k) at most k / m times the level."""
    alone = [change_between(first, last, *SHARE) for first, last in given_pairs]
    chances = [float(compare(*(number_of(row, *SHARE) for row in reversed(two))).p[0]) for two in given_pairs]
    ranked = sorted((p, i) for i, p in enumerate(chances))
    most = max(
        (k for k, (p, _i) in enumerate(ranked, 1) if p <= k / len(ranked) * FALSE_SHARE * (1 - 1e-12)), default=0
    )
    expected = {str(i) for _p, i in ranked[:most]} & {
        str(i) for i, change in enumerate(alone) if change.verdict in CLEAR
    }
    found, tally = changes(
        {str(i): first for i, (first, _last) in enumerate(given_pairs)},
        {str(i): last for i, (_first, last) in enumerate(given_pairs)},
        *SHARE,
    )
    assert {area for area, change in found.items() if change.verdict in CLEAR} == expected
    assert tally.clear == len(expected) <= tally.beyond <= tally.tested == len(given_pairs)


@given(st.lists(rows(), min_size=2, max_size=2))
def test_turning_the_years_round_turns_the_change_round(two: list[AreaNumber]) -> None:
    there, back = change_between(*two, *SHARE), change_between(*reversed(two), *SHARE)
    assert there.value == -back.value
    assert math.isclose(there.half or 0.0, back.half or 0.0)
    assert (there.verdict in CLEAR) == (back.verdict in CLEAR)


@given(st.lists(st.floats(-500, 5000), min_size=1, max_size=20), st.floats(0.1, 50))
def test_an_axis_holds_every_value_and_its_rules_are_inside(given_values: list[float], least: float) -> None:
    scale = scale_for(given_values, least=least)
    span = scale.high - scale.low
    assert scale.low <= min(given_values) + 1e-6 * span
    assert scale.high >= max(given_values) - 1e-6 * span
    assert all(scale.low - 1e-6 * span <= tick <= scale.high + 1e-6 * span for tick in scale.ticks)
    assert 2 <= len(scale.ticks) <= 9


@given(st.lists(st.floats(0, 300), min_size=1, max_size=8))
def test_labels_keep_their_order_and_their_distance(wanted: list[float]) -> None:
    placed = spread(wanted, apart=37, low=14, high=316)
    ordered = [placed[i] for i in sorted(range(len(wanted)), key=lambda i: wanted[i])]
    assert all(b - a >= 36.9 for a, b in pairwise(ordered))
    assert min(placed) >= 13.9
    assert max(placed) <= 316.1
    assert not any(math.isnan(place) for place in placed)
