"""The protector as its callers see it: a row per cell, no small cell shown, none that follows from shown ones."""

import numpy as np
import pandas as pd
import pytest

from aggregation.protect import ProtectionError, Thresholds, protect
from aggregation.protect.areas import Areas
from aggregation.protect.echelon import Echelon
from bench.invented.countries import invent_country, person_question, practice_question
from data.terms import Disclosure, Level


@pytest.fixture(scope="module")
def country():
    return invent_country(4, columns=6, rows=5, doctors=800)


def test_small_options_of_practices_are_withheld_and_do_not_follow_from_shown_ones(country) -> None:
    question = practice_question(country, 250, {"ja": 0.3, "nee": 0.7})
    shown = protect([question], country.membership, Thresholds()).shown
    areas = Areas.of(country.membership)
    units = question.units
    counts = np.zeros((2, len(areas.atoms)), dtype=int)
    for number, code in enumerate(question.options):
        np.add.at(counts[number], areas.positions(units["atom"][units["answer"] == code]), 1)
    cells = areas.holds @ counts.T
    small = ((cells > 0) & (cells < 3)).any(axis=1)
    ja = shown[(shown["category"] == "ja") & (shown["aspect"] == "count")].set_index(["level", "area"])["shown"]
    flags = np.array([ja[level.value, area] for level, area in zip(areas.level, areas.area, strict=True)])
    assert flags.any()
    assert not (flags & small).any()
    filled = counts.sum(axis=0) > 0
    space = Echelon(int(filled.sum()))
    space.add(areas.holds[flags][:, filled].astype(np.int64))
    assert not space.holds(areas.holds[small][:, filled].astype(np.int64)).any()


def test_no_small_option_nor_complement_is_shown_when_options_are_shown_one_by_one(country) -> None:
    question = person_question(country, 600, {"a": 0.7, "b": 0.2, "c": 0.1})
    shown = protect([question], country.membership, Thresholds()).shown
    units = question.units.merge(country.membership, on="atom").assign(vlaanderen="VL")
    kept = shown[shown["shown"] & shown["category"].isin(question.options)]
    assert len(set(kept.groupby("category").size())) > 1
    for level, area, category in kept[["level", "area", "category"]].itertuples(index=False):
        here = units[units[level] == area]
        for part in (here[here["answer"] == category], here[here["answer"] != category]):
            assert part.empty or (len(part) >= 5 and part["practice"].nunique() >= 3)


def test_every_allowed_cell_has_one_row(country) -> None:
    question = person_question(
        country, 500, {"a": 0.5, "b": 0.3, "c": 0.2}, headline=("b", "c"), levels=(Level.VLAANDEREN, Level.KRING)
    )
    shown = protect([question], country.membership, Thresholds()).shown
    kringen = country.membership["kring"].nunique()
    assert list(shown.columns) == ["indicator", "level", "area", "category", "aspect", "shown"]
    assert set(shown["category"]) == {"total", "a", "b", "c", "b|c"}
    assert len(shown) == 5 * (1 + kringen)
    assert not shown.duplicated(["indicator", "level", "area", "category", "aspect"]).any()


def test_public_answers_are_all_shown_when_no_practice_is_hidden(country) -> None:
    question = practice_question(country, 250, {"ja": 0.3, "nee": 0.7}, disclosure=Disclosure.PUBLIC)
    assert protect([question], country.membership, Thresholds()).shown["shown"].all()


def test_faults_of_the_input_are_named_together(country) -> None:
    question = practice_question(country, 50, {"ja": 0.3, "nee": 0.7}, options=("ja",), headline=("soms",))
    with pytest.raises(ProtectionError, match=r"headline codes.*answers that are no option"):
        protect([question], country.membership, Thresholds())
    with pytest.raises(ProtectionError, match="misses column kring"):
        protect([], pd.DataFrame({"atom": [], "gemeente": [], "elz": []}), Thresholds())
