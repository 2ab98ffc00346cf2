"""What lies in, around and across an area: counted line by line from the memberships."""

import pandas as pd

from aggregation.shown.around import overlaps
from data.terms import Level

LINES = pd.DataFrame(
    [
        # gemeente, postcode, kring, elz, provincie
        ("11001", None, "K1", "Z1", "10000"),
        ("11004", None, "K1", "Z1", "10000"),
        ("11005", None, "K2", "Z1", "10000"),
        ("11002", "2000", "K2", "Z2", "10000"),
        ("11002", "2018", "K3", "Z2", "10000"),
        ("12001", None, "K3", "Z3", "10000"),
    ],
    columns=["gemeente", "postcode", "kring", "elz", "provincie"],
)


def found(level: Level, area: str) -> dict[str, tuple[bool, bool, tuple[str, ...], int, int]]:
    """Give what overlaps an area, by id."""
    return {
        each.area: (each.within, each.contains, each.shared, each.own, each.others)
        for each in overlaps(LINES, level, area)
    }


def test_a_zone_contains_municipalities_lies_in_a_province_and_shares_with_kringen() -> None:
    assert found(Level.ELZ, "Z1") == {
        "10000": (True, False, ("11001", "11004", "11005"), 3, 5),
        "K1": (False, True, ("11001", "11004"), 3, 2),
        "K2": (False, False, ("11005",), 3, 2),
        "11001": (False, True, ("11001",), 3, 1),
        "11004": (False, True, ("11004",), 3, 1),
        "11005": (False, True, ("11005",), 3, 1),
    }


def test_a_divided_municipality_is_shared_for_a_part() -> None:
    by_area = {each.area: each for each in overlaps(LINES, Level.KRING, "K3")}
    assert by_area["Z2"].shared == ("11002",)
    assert by_area["Z2"].divided == {"11002"}
    assert not by_area["Z2"].nested
    assert by_area["Z3"].divided == frozenset()
    assert by_area["11002"].divided == {"11002"}
    whole = {each.area: each for each in overlaps(LINES, Level.GEMEENTE, "11002")}
    assert whole["Z2"].within
    assert whole["Z2"].contains
    assert not whole["K2"].within


def test_both_ways_tell_the_same() -> None:
    for one, two in ((Level.ELZ, Level.KRING), (Level.KRING, Level.GEMEENTE), (Level.ELZ, Level.PROVINCIE)):
        for area in sorted(set(LINES[one.value])):
            for other in overlaps(LINES, one, area):
                if other.level is not two:
                    continue
                back = {each.area: each for each in overlaps(LINES, two, other.area) if each.level is one}[area]
                assert (back.within, back.contains) == (other.contains, other.within)
                assert back.shared == other.shared
                assert (back.own, back.others) == (other.others, other.own)


def test_an_unknown_area_and_a_level_without_names_have_nothing() -> None:
    assert overlaps(LINES, Level.ELZ, "Z9") == ()
    bare = LINES.assign(regio=None)
    assert all(each.level is not Level.REGIO for each in overlaps(bare, Level.ELZ, "Z1"))
