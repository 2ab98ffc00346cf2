"""Response by kring: recounted by hand from the sample, small numbers not told, margins by their formula."""

import math

import pandas as pd
import pytest

from data.responding import response


def world(sizes: dict[str, tuple[int, int]]) -> dict[str, pd.DataFrame]:
    """Give one practice per kring, in which everybody works; ``sizes`` are invited and answering persons."""
    kringen = list(sizes)
    places = pd.DataFrame(
        {"postcode": [f"9{n:03d}" for n in range(len(kringen))], "nis": [f"4{n:04d}" for n in range(len(kringen))]}
    ).astype("string")
    practices = places.assign(practice_id=[f"P{kring}" for kring in kringen])
    people = [(f"1{n:02d}{m:05d}003", f"P{kring}") for n, kring in enumerate(kringen) for m in range(sizes[kring][0])]
    answers = [f"1{n:02d}{m:05d}003" for n, kring in enumerate(kringen) for m in range(sizes[kring][1])]
    contacts = pd.DataFrame(people, columns=["riziv", "practice_id"]).astype("string").assign(share=1.0)
    return {
        "practices": practices.astype("string"),
        "geography": places.assign(kring_id=kringen).astype("string"),
        "contacts": contacts,
        "survey_individual": pd.DataFrame({"riziv": pd.array(answers, dtype="string")}),
        "survey_practice": pd.DataFrame({"practice_id": pd.array([f"P{kringen[0]}"], dtype="string")}),
    }


def test_answers_are_counted_by_kring_and_the_widest_margin_comes_first() -> None:
    table = response(world({"K1": (100, 60), "K2": (80, 10), "K3": (50, 0), "K4": (30, 30)})).set_index("kring")
    assert table["persons"].to_dict() == {"K1": 100, "K2": 80, "K3": 50, "K4": 30}
    assert table["persons_answered"].to_dict() == {"K1": 60, "K2": 10, "K3": 0, "K4": 30}
    assert table["practices_answered"].to_dict() == {"K1": 1, "K2": 0, "K3": 0, "K4": 0}
    assert list(table.index) == ["K3", "K2", "K1", "K4"]
    expected = 196 * math.sqrt(0.25 / 60 * 40 / 99)
    assert table.loc["K1", "margin"] == pytest.approx(expected, abs=0.051)
    more = 196 * math.sqrt(0.25 / 20 * 60 / 79)
    assert table.loc["K2", "gain"] == pytest.approx(table.loc["K2", "margin"] - more, abs=0.06)
    assert table.loc["K4", ["margin", "gain"]].tolist() == [0, 0]


@pytest.mark.parametrize("sizes", [(100, 3), (100, 97)])
def test_a_small_number_is_not_told_nor_can_it_be_subtracted(sizes: tuple[int, int]) -> None:
    table = response(world({"K1": sizes, "K2": (80, 40), "K3": (50, 25)})).set_index("kring")
    assert table["persons_answered"].isna().to_dict() == {"K1": True, "K2": False, "K3": True}
    assert table.loc[["K1", "K3"], ["margin", "gain"]].isna().all(axis=None)
    assert table["persons"].notna().all()


def test_before_any_answer_everybody_is_still_to_come() -> None:
    tables = {k: v for k, v in world({"K1": (100, 0), "K2": (80, 0)}).items() if not k.startswith("survey")}
    table = response(tables)
    assert table["persons_answered"].tolist() == [0, 0]
    assert table["margin"].tolist() == [50.0, 50.0]
