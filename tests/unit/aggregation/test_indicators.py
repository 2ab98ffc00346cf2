"""The registry is the list of the deliberation, nothing more is public, and what rates add up is declared."""

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from aggregation.indicators import INDICATORS, Indicator, Number, RegistryError, Source, build_registry
from aggregation.protect import Protected, Question, Thresholds
from aggregation.year import cube
from aggregation.year.answers import read_answers, read_sums
from data.engine import engine
from data.linkage import LinkageSettings, LinkedYear
from data.terms import TOTAL, Disclosure, Level
from tests import tiny

ALL = tuple(INDICATORS.values())
PRACTICES = [f"P{number:02d}" for number in range(1, 26)]
WORK = [f"M{number:02d}" for number in range(1, 11)]
DOCTORS = [f"A{number:02d}" for number in range(1, 12)]
AREAS = [f"D{number:02d}" for number in range(1, 10)]

MAP_YES = {"P01", "P02", "P03", "P05", "P06", "P07", "P08", "P09", "P10", "P14"}
MAP_CLASS = {"P04", "P12"}
SENSITIVE = {"A02", "A05", "A06", "A07", "A08", "D06", "P25"}
WITH_MUNICIPALITY = (
    {f"P{number:02d}" for number in (*range(1, 13), 14, 22)}
    | {"M09", "M09H", "A11", "D01", "D03", "D04", "D07"}
)  # fmt: skip


@pytest.fixture
def linked() -> Iterator[LinkedYear]:
    tables = tiny.tables()
    with engine() as connection:
        for name, frame in tables.items():
            connection.register(name, frame)
        yield LinkedYear(connection, survey_year=2026, settings=LinkageSettings(), tables=tables)


def test_every_id_of_the_list_stands_in_its_order_and_m09_is_split() -> None:
    assert list(INDICATORS) == [*PRACTICES, *WORK[:9], "M09H", WORK[9], *DOCTORS, *AREAS]


def test_public_is_what_the_practice_map_may_show_and_head_counts() -> None:
    public = {entry.id for entry in ALL if entry.disclosure is Disclosure.PUBLIC}
    assert public == MAP_YES | {"A11", "D01", "D03", "D04", "D07"}
    assert {entry.id for entry in ALL if entry.practice_map.value == "yes"} == MAP_YES
    assert {entry.id for entry in ALL if entry.practice_map.value == "class"} == MAP_CLASS
    assert {entry.id for entry in ALL if entry.disclosure is Disclosure.SENSITIVE} == SENSITIVE


def test_levels_are_those_of_the_list() -> None:
    assert {entry.id for entry in ALL if Level.GEMEENTE in entry.levels} == WITH_MUNICIPALITY
    assert {entry.id for entry in ALL if Level.VLAANDEREN not in entry.levels} == {"D03"}


@pytest.mark.parametrize(
    ("legal", "ids"),
    [
        ("2°b", {"P10"}),
        ("2°c", {"P11"}),
        ("2°d", {"P06", "P07", "P08", "P09", "P12", "P13", "P14", "P15", "P16"}),
        ("2°e", {"P03"}),
        ("2°f", {"P04", "P17", "P18", "P19", "P20"}),
        ("2°g", {"P01", "P02", "D04"}),
        ("2°h", {"P05", "P24", "P25"}),
        ("2°i", {"P21", "P22", "P23"}),
        ("3°", {"A10"}),
        ("4°", {"A09", "A11"}),
        ("1°, 2°a", {"D01", "D03"}),
        ("process", {"D07"}),
    ],
)
def test_the_legal_category_is_that_of_the_list(legal: str, ids: set[str]) -> None:
    assert {entry.id for entry in ALL if entry.article23 == legal} == ids


def test_everything_else_is_about_work_and_well_being() -> None:
    named = set(PRACTICES) | {"A09", "A10", "A11", "D01", "D03", "D04", "D07"}
    assert {entry.id for entry in ALL if entry.article23 == "5°"} == set(INDICATORS) - named


@pytest.mark.parametrize("entry", ALL, ids=list(INDICATORS))
def test_every_answer_of_the_tiny_year_is_an_option_or_a_number(entry: Indicator, linked: LinkedYear) -> None:
    units = read_answers(entry, linked).units
    assert not units["unit"].duplicated().any()
    if entry.options:
        assert set(units["answer"].str.split("|").explode()) <= set(entry.codes)
    if entry.options == () or entry.classes is not None:
        assert units["value"].notna().all()


def test_sizes_of_practices_fall_in_their_bands(linked: LinkedYear) -> None:
    units = read_answers(INDICATORS["P12"], linked).units
    assert list(zip(units["value"], units["answer"], strict=True)) == [(2.0, "2"), (3.0, "3-4"), (3.0, "3-4")]


def test_time_without_patients_needs_hours_contacts_and_a_recognised_gp(linked: LinkedYear) -> None:
    units = read_answers(INDICATORS["A04"], linked).units
    # a and b and d gave hours and have contacts; f works 0 hours, t is a trainee.
    contact_hours = [(21 * 4200 + 38 * 510 + 10 * 600) / 2760, (21 * 3000 + 38 * 100 + 10 * 900) / 2760]
    contact_hours.append((21 * 2000 + 38 * 50 + 10 * 50) / 2760)
    expected = [100 * (1 - spent / hours) for spent, hours in zip(contact_hours, (57, 38, 19), strict=True)]
    assert units["value"].to_list() == pytest.approx(expected)


def test_outflow_is_a_part_of_the_hours_and_not_of_the_heads(linked: LinkedYear) -> None:
    units = read_answers(INDICATORS["D06"], linked).units
    assert units["answer"].to_list() == ["andere"] * 5
    assert units["value"].to_list() == [1.5, 1.0, 0.5, 0.0, 0.5]


def test_what_a_rate_adds_up_is_declared_where_it_is_not_the_answer() -> None:
    assert {entry.id for entry in ALL if entry.states is not None} == {"P17", "P18", "D02", "D05", "D06", "D09"}
    assert {entry.id for entry in ALL if entry.over is not None} == {"D05", "D06"}
    assert {entry.id for entry in ALL if entry.partition is not None} == {"D06"}
    assert {entry.id: entry.follows for entry in ALL if entry.follows} == {"D04": "P01"}


@pytest.mark.parametrize(("indicator", "factor"), [("P17", 1 / 46), ("P18", 1.0)])
def test_the_work_of_a_practice_is_the_sum_over_its_doctors(indicator: str, factor: float, linked: LinkedYear) -> None:
    sums = read_sums(INDICATORS[indicator], linked)
    assert sums is not None
    whole = read_answers(INDICATORS[indicator], linked).units.set_index("practice")["value"]
    per_practice = factor * sums.groupby("practice")["value"].sum()
    assert per_practice.reindex(whole.index).to_list() == pytest.approx(whole.to_list())


def everything_but(hidden: tuple[str, str], membership: pd.DataFrame, questions: tuple[Question, ...]) -> Protected:
    rows: list[tuple[str, str, str, str, str, bool]] = []
    for question in questions:
        for level in question.levels:
            areas = ["VL"] if level is Level.VLAANDEREN else sorted(membership[level.value].unique())
            for category in {TOTAL, *question.options, question.headline_code or TOTAL}:
                for aspect in ("count", "magnitude", "quantile"):
                    shown = (question.indicator, category) != hidden
                    rows += [(question.indicator, level.value, area, category, aspect, shown) for area in areas]
    return Protected(shown=pd.DataFrame(rows, columns=["indicator", "level", "area", "category", "aspect", "shown"]))


def test_the_same_answer_under_two_names_has_one_pattern(linked: LinkedYear, monkeypatch: pytest.MonkeyPatch) -> None:
    def pattern(
        questions: tuple[Question, ...], membership: pd.DataFrame, _thresholds: Thresholds, **_known: object
    ) -> Protected:
        return everything_but(("P01", "gedeeltelijk|volledig"), membership, questions)

    monkeypatch.setattr(cube, "protect", pattern)
    cells = cube.build_year(linked, ALL, Thresholds(), rng=np.random.default_rng(3)).tables["cell"]
    twin = cells.loc[(cells["indicator"] == "D04") & (cells["category"] != TOTAL)]
    assert set(twin["confidentiality"]) == {"C"}


def test_the_registry_refuses_what_contradicts_itself() -> None:
    entry = INDICATORS["D04"]
    with pytest.raises(RegistryError, match="D04: follows P01, which has no headline"):
        build_registry([entry])
    with pytest.raises(RegistryError, match="a ratio without its numerator"):
        build_registry([_with(INDICATORS["D05"], states=None)])
    with pytest.raises(RegistryError, match="classes of something that is no number"):
        build_registry([_with(INDICATORS["P01"], classes="'geen'")])
    with pytest.raises(RegistryError, match="P01: kind of number and unit do not fit"):
        build_registry([_with(INDICATORS["P01"], number=Number.COUNT)])
    with pytest.raises(RegistryError, match="A01: kind of number and unit do not fit"):
        build_registry([_with(INDICATORS["A01"], number=Number.SHARE)])


def test_a_number_from_ima_alone_does_not_name_the_survey() -> None:
    for entry in INDICATORS.values():
        alone = entry.frame.id.endswith("with_ima")
        assert (entry.source is Source.IMA_ALONE) == alone, entry.id
        assert ("ragenlijst" in entry.source.label.nl) is ("urvey" in entry.source.label.en), entry.id
    assert "ragenlijst" not in Source.IMA_ALONE.label.nl


def _with(entry: Indicator, **change: object) -> Indicator:
    return replace(entry, **change)  # type: ignore[arg-type] # the fields of the entry itself
