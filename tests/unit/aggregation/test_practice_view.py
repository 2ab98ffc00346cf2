"""What the practice map may show of a release, and how it filters and counts."""

import re
from typing import Any

import pandas as pd
import pytest

from aggregation.indicators import INDICATORS, PracticeMap
from aggregation.shown import practice_view as view

ROWS = [
    # gemeente, longitude, P01, P02, P09
    ("44021", 3.7, "geen", "woonplaats|familie", "ja"),
    ("44021", 3.9, "volledig", "geen", "nee"),
    ("44021", None, "geen", None, None),
    ("11002", 4.4, None, "familie", "ja"),
]


def table(**more: Any) -> pd.DataFrame:
    rows = pd.DataFrame(ROWS, columns=["gemeente", "longitude", "P01", "P02", "P09"])
    rows = rows.assign(
        year=2026, practice=["0a", "0b", "0c", "0d"], latitude=rows["longitude"] + 47.3, kring="K1", elz="Z1"
    )
    return rows.assign(**more)


def test_the_closed_list_is_what_the_registry_allows_and_no_more() -> None:
    assert list(view.facts()) == ["P01", "P02", "P03", "P04", "P05", "P06", "P07", "P08", "P09", "P10", "P12", "P14"]
    assert all(INDICATORS[name].practice_map is not PracticeMap.NO for name in view.facts())
    assert all(fact.codes for fact in view.facts().values())


def test_the_classes_of_the_waiting_time_are_those_of_the_registry() -> None:
    assert tuple(re.findall(r"'([^']+)'", INDICATORS["P04"].map_class or "")) == view.WAITING_CLASSES


def test_a_column_that_is_not_allowed_never_passes() -> None:
    rows = view.permitted(table(name="Praktijk De Linde", P11="forfait", hours_week=52, P18=900, riziv="x"), {})
    assert set(rows.columns) == {*view.PLACES, *view.facts()}
    assert "De Linde" not in rows.to_csv()
    assert "forfait" not in rows.to_csv()


def test_an_answer_outside_the_closed_list_counts_as_not_given() -> None:
    rows = view.permitted(table(P01=["geen", "Dr. Peeters", "900", None], P02=["familie|Dr. Peeters"] * 4), {})
    assert sorted(rows["P01"]) == ["", "", "", "geen"]
    assert set(rows["P02"]) == {"familie"}


def test_the_order_of_practices_says_nothing_of_their_keys() -> None:
    one = view.permitted(table(), {})
    other = view.permitted(table(practice=["9z", "8z", "7z", "6z"]).iloc[::-1].reset_index(drop=True), {})
    pd.testing.assert_frame_equal(one, other)


def test_filters_join_answers_of_a_fact_and_ask_all_facts() -> None:
    rows = view.permitted(table(), {})
    assert len(view.matching(rows, ["P01=geen", "P01=volledig"])) == 3
    assert len(view.matching(rows, ["P01=geen", "P09=ja"])) == 1
    assert len(view.matching(rows, ["P02=familie"])) == 2
    assert len(view.matching(rows, [])) == 4


@pytest.mark.parametrize("token", ["P11=forfait", "P01=", "P01=zzz", "practice=0a", "gemeente=44021"])
def test_nothing_outside_the_closed_list_can_be_filtered_on(token: str) -> None:
    with pytest.raises(KeyError):
        view.matching(view.permitted(table(), {}), [token])


def test_a_tally_counts_every_practice_once() -> None:
    rows = view.permitted(table(), {})
    assert view.tally(rows, "P01") == {"geen": 2, "gedeeltelijk": 0, "volledig": 1, "": 1}
    assert view.tally(rows, "P02=familie") == {"nee": 1, "ja": 2, "": 1}


def test_bundles_count_practices_without_coordinates_and_stand_in_their_middle() -> None:
    rows = view.permitted(table(), {"11002": "11009"})
    bundles = view.bundles(rows, "P01")
    assert bundles.loc["44021"].to_dict() == {"": 0, "geen": 2, "gedeeltelijk": 0, "volledig": 1}
    assert bundles.loc["11009"].sum() == 1
    assert view.anchors(rows).loc["44021", "longitude"] == pytest.approx(3.8)
