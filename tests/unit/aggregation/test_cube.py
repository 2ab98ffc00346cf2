"""What may leave a survey year: only what the pattern shows, and rates only with all their parts."""

from collections.abc import Iterator

import numpy as np
import pandas as pd
import pytest

from aggregation.indicators import INDICATORS
from aggregation.protect import Protected, Question, Thresholds
from aggregation.year import cube
from aggregation.year.answers import read_answers
from aggregation.year.questions import nearly_same, questions_of
from data.engine import engine
from data.linkage import Definitions, LinkedYear
from data.releases import check_tables
from data.terms import Disclosure, Level
from tests import tiny

ALL = tuple(INDICATORS.values())


@pytest.fixture
def linked() -> Iterator[LinkedYear]:
    tables = tiny.tables()
    with engine() as connection:
        for name, frame in tables.items():
            connection.register(name, frame)
        yield LinkedYear(connection, survey_year=2026, definitions=Definitions(), tables=tables)


def everything_shown(
    questions: tuple[Question, ...], membership: pd.DataFrame, _thresholds: Thresholds, **_given: object
) -> Protected:
    """Withhold nothing: what passes is what the cube would say unprotected."""
    rows = []
    for question in questions:
        for level in question.levels:
            areas = ["VL"] if level is Level.VLAANDEREN else sorted(membership[level.value].unique())
            for category in ("total", *question.options, question.headline_code or "total"):
                for aspect in ("count", "magnitude", "quantile"):
                    rows += [(question.indicator, level.value, area, category, aspect, True) for area in areas]
    columns = ["indicator", "level", "area", "category", "aspect", "shown"]
    return Protected(shown=pd.DataFrame(rows, columns=columns).drop_duplicates())


def build(linked: LinkedYear) -> dict[str, pd.DataFrame]:
    year = cube.build_year(linked, ALL, Thresholds(), rng=np.random.default_rng(3))
    return cube.combine_years([year], ALL, Thresholds())


def cell(tables: dict[str, pd.DataFrame], indicator: str, area: str, category: str, measure: str) -> pd.Series:
    rows = tables["cell"].query(
        "indicator == @indicator and area == @area and category == @category and measure == @measure"
    )
    assert len(rows) == 1
    return rows.iloc[0]


def test_nine_people_give_nearly_nothing_and_head_counts_stay(linked: LinkedYear) -> None:
    tables = build(linked)
    assert check_tables(tables)
    assert cell(tables, "D01", "VL", "total", "rate")["value"] == pytest.approx(7.27)
    assert cell(tables, "A11", "K2", "haio", "share")["value"] == 25.0
    shown = tables["cell"].query("confidentiality == 'F' and measure != 'count' and status != 'O' and frame > 0")
    public = {entry.id for entry in ALL if entry.disclosure is Disclosure.PUBLIC}
    # The mean size of three practices with nine doctors is no secret; a threshold on ages waits for ages, need counts
    # nobody.
    assert set(shown["indicator"]) == public - {"D03", "D11"} | {"P12"}
    withheld = tables["cell"].query("confidentiality == 'C'")
    assert withheld[["count", "value", "lower", "upper"]].isna().all(axis=None)


@pytest.mark.parametrize("absent", [("survey_practice",), ("survey_practice", "survey_individual", "ima")])
def test_a_year_in_which_a_table_came_not_in_yet_is_whole(absent: tuple[str, ...]) -> None:
    frames = {name: frame for name, frame in tiny.tables().items() if name not in absent}
    with engine() as connection:
        for name, frame in frames.items():
            connection.register(name, frame)
        tables = build(LinkedYear(connection, survey_year=2026, definitions=Definitions(), tables=frames))
    assert check_tables(tables)
    assert tables["practice"].empty
    assert cell(tables, "P01", "VL", "total", "count")["count"] == 0


def test_a_rate_is_withheld_with_any_of_the_groups_it_gives_back(
    linked: LinkedYear, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cube, "protect", everything_shown)
    open_tables = build(linked)
    for indicator in ("D06", "D08"):
        assert cell(open_tables, indicator, "VL", "total", "rate")["confidentiality"] == "F"

    def without(indicator: str, category: str) -> None:
        def pattern(*arguments: object, **given: object) -> Protected:
            shown = everything_shown(*arguments, **given).shown  # type: ignore[arg-type] # the arguments of protect, passed on
            hit = (shown["indicator"] == indicator) & (shown["category"] == category) & (shown["area"] == "VL")
            return Protected(shown=shown.assign(shown=~hit))

        monkeypatch.setattr(cube, "protect", pattern)

    for indicator, category in (("D06", "verminderen|stoppen"), ("D08", "actief")):
        without(indicator, category)
        tables = build(linked)
        row = cell(tables, indicator, "VL", "total", "rate")
        assert (row["confidentiality"], pd.isna(row["value"]), row["status"]) == ("C", True, "A")
        assert cell(tables, indicator, "K1", "total", "rate")["confidentiality"] == "F"
    for indicator, category in (("D06", "weet_niet"), ("D08", "actief_500")):
        without(indicator, category)
        tables = build(linked)
        assert cell(tables, indicator, "VL", "total", "rate")["confidentiality"] == "F"
        ends = [cell(tables, indicator, "VL", "total", end)["confidentiality"] for end in ("low", "high")]
        assert ends == ["C", "C"]


def test_what_the_pattern_does_not_mention_is_withheld(linked: LinkedYear, monkeypatch: pytest.MonkeyPatch) -> None:
    columns = ["indicator", "level", "area", "category", "aspect", "shown"]
    nothing = Protected(shown=pd.DataFrame(columns=columns).astype({"shown": bool}))
    monkeypatch.setattr(cube, "protect", lambda *_arguments, **_known: nothing)
    tables = build(linked)
    made_after = [entry.id for entry in ALL if entry.after_gate]
    counted = tables["cell"][~tables["cell"]["indicator"].isin(made_after)]
    assert set(counted["confidentiality"]) == {"C"}
    persons = tables["response"].query("role != 'praktijk'")
    assert persons["answered"].isna().all()
    assert persons["invited"].notna().all()


def test_the_practice_map_holds_allowed_answers_of_practices_that_did_not_opt_out(linked: LinkedYear) -> None:
    practices = build(linked)["practice"]
    assert len(practices) == 2  # P1 and P3 answered; P4 wants to stay off the map
    assert set(practices.columns) == {
        "year", "practice", "longitude", "latitude", "gemeente", "kring", "elz", "provincie", "regio",
        "P01", "P02", "P03", "P04", "P05", "P06", "P07", "P08", "P09", "P10", "P12", "P14",
    }  # fmt: skip
    assert set(practices["P04"]) == {"2-3", "4-7"}
    again = build(linked)["practice"]
    assert set(again["practice"]) == set(practices["practice"])  # same generator, same keys
    other = cube.build_year(linked, ALL, Thresholds(), rng=np.random.default_rng(4)).tables["practice"]
    assert not set(other["practice"]) & set(practices["practice"])


def asked_of(frames: dict[str, pd.DataFrame]) -> dict[str, Question]:
    with engine() as connection:
        for name, frame in frames.items():
            connection.register(name, frame)
        rows = LinkedYear(connection, survey_year=2026, definitions=Definitions(), tables=frames)
        answers = [read_answers(indicator, rows) for indicator in ALL]
        return {question.indicator: question for question in questions_of(answers, rows, 10)}


def test_the_number_of_responding_gps_under_another_name_follows_the_response() -> None:
    frames = tiny.tables()
    frames["ima"] = frames["ima"].iloc[:0]  # then M01 counts the GPs who answered, when all of them told
    frames["survey_individual"]["gmd_count"] = frames["survey_individual"]["gmd_count"].fillna(700)
    asked = asked_of(frames)
    assert [asked[name].follows for name in ("M01", "A01")] == [("response", "huisarts")] * 2
    assert asked["P12"].follows is None


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [(5, 5, True), (5, 6, False), (100, 109, True), (100, 110, False), (50, 56, False), (0, 0, False)],
)
def test_twins_differ_by_a_few_of_many(one: int, other: int, same: bool) -> None:
    assert nearly_same(frozenset(range(one)), frozenset(range(other)), 10) is same


def test_two_names_of_the_same_doctors_show_one_pattern_of_totals() -> None:
    frames = tiny.tables()
    assert len({asked_of(frames)[name].together for name in ("A01", "M08")}) == 2
    frames["ima"] = frames["ima"].iloc[:0]
    answers = frames["survey_individual"]
    answers["payment_system"] = "prestatie"  # then M08 counts the doctors of A01, who all told what they do
    answers["remote_contacts_year"] = answers["remote_contacts_year"].fillna(5)
    asked = asked_of(frames)
    assert set(asked["A01"].units["unit"]) == set(asked["M08"].units["unit"])
    assert asked["A01"].together == asked["M08"].together


def test_what_is_public_is_asked_first_and_what_ima_alone_knows_last() -> None:
    order = list(asked_of(tiny.tables()))
    assert order.index("D01") < order.index("response") < order.index("A01") < order.index("D08") < order.index("M03")
