"""The balanced catchment: counted once, by hand, and silent where the border is near."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from aggregation.shown import access
from aggregation.shown.access import DECAYS, DEFAULT_DECAY


def _places(rows: list[tuple[float, ...]]) -> pd.DataFrame:
    columns = ["residents", "supply", "x_km", "y_km", "area_km2", "outside"]
    return pd.DataFrame(rows, columns=columns, index=[f"{number}" for number in range(len(rows))], dtype=float)


def _sides(places: pd.DataFrame) -> pd.DataFrame:
    reached = {name: access.within_reach(places, decay) for name, decay in DECAYS.items()}
    return access.sides(reached, 10_000 * places["supply"].sum() / places["residents"].sum())


def test_minutes_by_hand() -> None:
    minutes = access.minutes_between([0, 4], [0, 3], [4 * np.pi, np.pi])
    assert minutes[0, 1] == pytest.approx(3 + 1.3 * 5 / 40 * 60)
    assert minutes[0, 0] == pytest.approx(3 + 1.3 * 1 / 40 * 60)
    assert minutes[1, 1] == pytest.approx(3 + 1.3 * 0.5 / 40 * 60)


def test_two_places_by_hand() -> None:
    """A town with all doctors and a village without, 5 km apart (12.75 minutes: weight 0.725)."""
    places = _places([(10_000, 10, 0, 0, 1, 0), (2_000, 0, 5, 0, 1, 0)])
    found = access.within_reach(places, DECAYS[DEFAULT_DECAY])
    near = 1 / 1.725
    town, village = 10_000 * near + 2_000 * (1 - near), 10_000 * (1 - near) + 2_000 * near
    assert town + village == pytest.approx(12_000)
    ratio = 10_000 * 10 / town
    assert found["own"].tolist() == [10.0, 0.0]
    assert found["reach"].tolist() == pytest.approx([near * ratio, (1 - near) * ratio])


_PLACE = st.tuples(
    st.floats(1, 50_000), st.floats(0, 60), st.floats(0, 40), st.floats(0, 40), st.floats(5, 120), st.floats(0, 0.9)
)


@given(st.lists(_PLACE, min_size=1, max_size=12), st.sampled_from(list(DECAYS)))
def test_nobody_is_counted_twice(rows: list[tuple[float, ...]], decay: str) -> None:
    places = _places(rows)
    found = access.within_reach(places, DECAYS[decay])
    shared = (found["reach"] * places["residents"]).sum() / 10_000
    assert shared == pytest.approx(places["supply"].sum())
    assert (found["least"] <= found["reach"] + 1e-9).all()


def test_alone_within_reach_is_the_own_number() -> None:
    places = _places([(10_000, 9, 0, 0, 20, 0), (5_000, 6, 90, 0, 20, 0)])
    for decay in DECAYS.values():
        found = access.within_reach(places, decay)
        assert found["reach"].tolist() == pytest.approx(found["own"].tolist())


def test_a_place_too_large_to_cross_keeps_its_own() -> None:
    places = _places([(10_000, 9, 0, 0, 5_000, 0)])
    found = access.within_reach(places, DECAYS["trappen"])
    assert found["reach"].tolist() == pytest.approx([9.0])


def test_at_the_border_there_are_two_bounds_and_no_side() -> None:
    places = _places([(10_000, 20, 0, 0, 1, 0.4), (10_000, 0, 3, 0, 1, 0.4), (90_000, 90, 80, 0, 30, 0)])
    found = access.within_reach(places, DECAYS[DEFAULT_DECAY])
    assert found["edge"].tolist() == [True, True, False]
    assert found["least"].iloc[0] == pytest.approx(0.6 * found["reach"].iloc[0])
    told = _sides(places)
    assert told[DEFAULT_DECAY].isna().tolist() == [True, True, False]
    assert told["flips"].tolist() == [False, False, False]


def test_a_village_carried_by_its_neighbour_changes_side_under_every_decay() -> None:
    places = _places([(2_000, 0, 0, 0, 1, 0), (8_000, 30, 1, 0, 1, 0), (60_000, 40, 70, 0, 30, 0)])
    told = _sides(places)
    assert told["flips"].tolist() == [True, False, False]


def test_missing_supply_is_refused() -> None:
    with pytest.raises(ValueError, match="0 or more"):
        access.within_reach(_places([(10, float("nan"), 0, 0, 1, 0)]), DECAYS[DEFAULT_DECAY])


def test_every_decay_falls_and_stops_at_the_reach() -> None:
    minutes = np.linspace(0, 40, 81)
    for decay in DECAYS.values():
        weight = decay.weight(minutes)
        assert (np.diff(weight) <= 0).all()
        assert weight[0] == 1
        assert (weight[minutes > access.REACH_MINUTES] == 0).all()
