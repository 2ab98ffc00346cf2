"""Kringen and zones drawn at random, and a small province released under each: nobody is told apart."""

import numpy as np
import pytest

from aggregation.attack import Kind
from aggregation.protect import Thresholds
from bench.geographies import Frames, deliver, redraw, try_geography


@pytest.fixture(scope="module")
def province() -> Frames:
    return deliver(1, 0.05)


@pytest.mark.parametrize("seed", [1, 2, 5])
def test_a_release_under_any_kringen_and_zones_is_safe(seed: int, province: Frames) -> None:
    """In 1 and 5 totals of M08 and P11, which count other GPs, agree wherever the protection would show both."""
    verdict, tables = try_geography(province, seed)
    assert verdict.safe, [(str(one.kind), one.indicators) for one in verdict.found]
    free = tables["cell"].loc[tables["cell"]["confidentiality"].eq("F")]
    assert len(free.loc[free["level"].isin(["kring", "elz"])]) > 300, "a release that shows nothing proves nothing"


def test_lower_thresholds_leave_doctors_to_be_told(province: Frames) -> None:
    low = Thresholds(k_protected=2, k_sensitive=2, practices_protected=1, practices_sensitive=1, doctors_in_practices=1)
    verdict, _ = try_geography(province, 3, ("M01", "M08", "D08", "P22"), low)
    assert {Kind.MAGNITUDE, Kind.SHOWN} <= {one.kind for one in verdict.found}


def test_in_every_second_country_kringen_are_zones_but_for_two_municipalities(province: Frames) -> None:
    drawn = redraw(province, np.random.default_rng(3), crossed=True)["geography"].drop_duplicates("nis")
    sizes = drawn.groupby(["kring_id", "elz_id"]).size()
    assert sizes.eq(1).sum() >= 4
    assert not drawn["kring_id"].equals(province["geography"].drop_duplicates("nis")["kring_id"])
