"""What holds for any rulers of an area: units do not matter, and hiding one never makes a disagreement larger."""

import math

from hypothesis import given
from hypothesis import strategies as st

from aggregation.shown.capacity import Index, disagreement, index_of, judged
from aggregation.shown.selection import AreaNumber
from data.terms import Status
from geo.figures.capacity import place, ticks_of
from tests.made import area_number

RATES = st.floats(min_value=0.1, max_value=50.0)
INDICES = st.builds(
    Index,
    value=st.floats(min_value=0.0, max_value=300.0),
    half=st.one_of(st.none(), st.floats(min_value=0.0, max_value=50.0)),
)
RULERS = st.dictionaries(st.sampled_from(["D01", "D08", "D02", "D09"]), st.one_of(st.none(), INDICES), max_size=4)


def _number(value: float, half: float) -> AreaNumber:
    return area_number(value, half, status=Status.ESTIMATED, count=None, answered=None, frame=None)


@given(RATES, RATES, st.floats(min_value=0.01, max_value=0.2), st.floats(min_value=0.001, max_value=1000.0))
def test_the_unit_of_a_ruler_does_not_matter(own: float, whole: float, width: float, scale: float) -> None:
    first = index_of(_number(own, own * width), _number(whole, whole * width / 2))
    second = index_of(_number(own * scale, own * width * scale), _number(whole * scale, whole * width / 2 * scale))
    assert first is not None
    assert second is not None
    assert first.half is not None
    assert second.half is not None
    assert math.isclose(first.value, second.value, rel_tol=1e-9)
    assert math.isclose(first.half, second.half, rel_tol=1e-6)


@given(RULERS, st.sampled_from(["D01", "D08", "D02", "D09"]))
def test_hiding_a_ruler_never_makes_the_disagreement_larger(indices: dict[str, Index | None], hidden: str) -> None:
    before, after = disagreement(indices), disagreement({**indices, hidden: None})
    if after is not None:
        assert before is not None
        assert after.spread <= before.spread
        assert after.shown <= before.shown


@given(st.dictionaries(st.text(min_size=1, max_size=3), RULERS, max_size=12))
def test_what_is_called_clear_names_two_rulers_with_intervals_that_differ(
    areas: dict[str, dict[str, Index | None]],
) -> None:
    found = judged({area: disagreement(each) for area, each in areas.items()})
    for area, each in found.items():
        if each is None or not each.clear:
            assert each is None or (each.high is None and each.low is None)
            continue
        assert each.high is not None
        assert each.low is not None
        high, low = areas[area][each.high], areas[area][each.low]
        assert high is not None
        assert low is not None
        assert high.half is not None
        assert low.half is not None
        assert high.value - low.value > math.hypot(high.half, low.half)


@given(
    st.floats(min_value=-200, max_value=400),
    st.floats(min_value=0, max_value=200),
    st.floats(min_value=10, max_value=300),
)
def test_a_mark_never_leaves_its_axis(value: float, low: float, width: float) -> None:
    ends = (low, low + width)
    assert 0 < place(value, ends) < 100
    assert len(ticks_of(ends)) <= 8
    assert all(ends[0] <= tick <= ends[1] for tick in ticks_of(ends))
