"""Classes of a map: bounds that can be printed, members that agree with them, colours that stay apart."""

from itertools import combinations

import numpy as np
import pandas as pd
import pytest

from geo.figures.classes import Method, Palette, _natural_breaks, _to_oklab, classify, colours

VALUES = pd.Series([1.0, 2.0, 2.0, 3.0, 8.0, 9.0, 10.0, 30.0, np.nan], index=list("abcdefghi"))


@pytest.mark.parametrize("method", list(Method))
@pytest.mark.parametrize("asked", [4, 5, 6, 7])
def test_every_value_lies_within_the_printed_bounds_of_its_class(method: Method, asked: int) -> None:
    classes = classify(VALUES, method, asked, decimals=0)
    assert sum(classes.counts) == 8
    for area, member in classes.members.items():
        low, high = classes.edges[member], classes.edges[member + 1]
        assert (low < VALUES[area] <= high) or (member == 0 and VALUES[area] == low)


def test_the_ends_read_as_the_lowest_and_highest_number_do() -> None:
    for method in Method:
        classes = classify(pd.Series([30.7, 41.0, 52.0, 63.0, 70.2]), method, 4, decimals=0)
        assert (classes.edges[0], classes.edges[-1]) == (31.0, 70.0)
        assert sum(classes.counts) == 5
        assert list(classes.edges) == sorted(set(classes.edges))


def test_a_withheld_value_is_in_no_class() -> None:
    assert "i" not in classify(VALUES, Method.QUANTILES, 5, decimals=0).members.index


@pytest.mark.parametrize("size", [2, 3, 4])
def test_natural_breaks_leave_the_least_variance_of_all_divisions(size: int) -> None:
    values = np.sort(VALUES.dropna().to_numpy())

    def spread(cuts: tuple[int, ...]) -> float:
        return sum(float(((part - part.mean()) ** 2).sum()) for part in np.split(values, cuts))

    best = min(spread(cuts) for cuts in combinations(range(1, len(values)), size - 1))
    bounds = _natural_breaks(values, size)
    found = spread(tuple(int(np.searchsorted(values, bound, side="right")) for bound in bounds))
    assert found == pytest.approx(best)


def test_ties_leave_fewer_classes_and_none_is_empty() -> None:
    classes = classify(pd.Series([0.0] * 20 + [50.0, 60.0]), Method.QUANTILES, 5, decimals=0)
    assert classes.size < 5
    assert all(classes.counts)


def test_equal_steps_keep_their_empty_classes() -> None:
    assert 0 in classify(pd.Series([0.0, 1.0, 100.0, 99.0]), Method.EQUAL, 4, decimals=0).counts


def test_without_values_there_is_no_class() -> None:
    assert classify(pd.Series([np.nan]), Method.EQUAL, 5, decimals=0).size == 0


def test_one_value_makes_one_class() -> None:
    classes = classify(pd.Series([4.0, 4.0]), Method.NATURAL, 5, decimals=1)
    assert classes.counts == (2,)


@pytest.mark.parametrize("palette", list(Palette))
@pytest.mark.parametrize("size", [4, 5, 6, 7])
def test_a_ramp_darkens_in_even_steps(palette: Palette, size: int) -> None:
    """Lightness alone tells the classes apart: in grey, and whatever hues a reader sees."""
    lightness = [float(_to_oklab(code)[0]) for code in colours(palette, size)]
    steps = -np.diff(lightness)
    assert steps.min() > 0.08
    assert steps.max() - steps.min() < 0.02


def test_a_value_that_many_share_stands_alone_and_the_rest_is_parted_evenly() -> None:
    values = pd.Series([0.0] * 40 + [float(n) for n in range(5, 85, 2)])
    found = classify(values, Method.QUANTILES, 5, decimals=0)
    assert found.counts == (40, 10, 10, 10, 10)
    assert found.members[values == 0].eq(0).all()
    top = classify(100 - values, Method.QUANTILES, 5, decimals=0)
    assert top.counts == (10, 10, 10, 10, 40)
