"""The registry is the list of the deliberation, nothing more is public, and what rates add up is declared."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from aggregation.indicators import INDICATORS, Indicator, Number, RegistryError, Source, build_registry, take_added
from aggregation.year.answers import read_answers, read_sums
from data.added import added_codes
from data.contracts.layout import CANONICAL, load_layout
from data.engine import engine
from data.linkage import Definitions, LinkedYear
from data.terms import Disclosure, Level
from tests import tiny

ALL = tuple(INDICATORS.values())
PRACTICES = [f"P{number:02d}" for number in range(1, 26)]
WORK = [f"M{number:02d}" for number in range(1, 11)]
DOCTORS = [f"A{number:02d}" for number in range(1, 12)]
AREAS = [f"D{number:02d}" for number in range(1, 12)]
TWINS = {f"A{number:02d}T" for number in (1, 2, 3, *range(5, 11))}
BESIDE = {"P11S", "M09H", "D02U", "D02T", "A01L", "A03L", "A08L"} | TWINS
FLANDERS_ALONE = {"M10", "A04"} | {name for name in BESIDE if name.startswith("A")}

MAP_YES = {"P01", "P02", "P03", "P05", "P06", "P07", "P08", "P09", "P10", "P14"}
MAP_CLASS = {"P04", "P12"}
SENSITIVE = {"A02", "A05", "A06", "A07", "A08", "D06", "P25"} | {"A02T", "A05T", "A06T", "A07T", "A08T", "A08L"}
WITH_MUNICIPALITY = (
    {f"P{number:02d}" for number in (*range(1, 13), 14, 22)}
    | {"M09", "M09H", "A11", "D01", "D03", "D04", "D07", "D11"}
)  # fmt: skip


@pytest.fixture
def linked() -> Iterator[LinkedYear]:
    tables = tiny.tables()
    with engine() as connection:
        for name, frame in tables.items():
            connection.register(name, frame)
        yield LinkedYear(connection, survey_year=2026, definitions=Definitions(), tables=tables)


def test_every_id_of_the_list_stands_in_its_order_and_those_beside_it_with_it() -> None:
    assert list(INDICATORS) == sorted([*PRACTICES, *WORK, *DOCTORS, *AREAS, *BESIDE], key=_place)


def _place(name: str) -> tuple[int, str]:
    return "PMAD".index(name[0]), name[1:]


def test_public_is_what_the_practice_map_may_show_and_head_counts() -> None:
    public = {entry.id for entry in ALL if entry.disclosure is Disclosure.PUBLIC}
    assert public == MAP_YES | {"A11", "D01", "D03", "D07", "D11"}
    assert {entry.id for entry in ALL if entry.practice_map.value == "yes"} == MAP_YES
    assert {entry.id for entry in ALL if entry.practice_map.value == "class"} == MAP_CLASS
    assert {entry.id for entry in ALL if entry.disclosure is Disclosure.SENSITIVE} == SENSITIVE


def test_levels_are_those_of_the_list() -> None:
    assert {entry.id for entry in ALL if Level.GEMEENTE in entry.levels} == WITH_MUNICIPALITY
    assert {entry.id for entry in ALL if Level.VLAANDEREN not in entry.levels} == {"D03"}
    assert {entry.id for entry in ALL if entry.levels == (Level.VLAANDEREN,)} == FLANDERS_ALONE
    assert {entry.id for entry in ALL if entry.levels == (Level.VLAANDEREN, Level.PROVINCIE)} == {"D02T"}


@pytest.mark.parametrize(
    ("legal", "ids"),
    [
        ("2°b", {"P10"}),
        ("2°c", {"P11", "P11S"}),
        ("2°d", {"P06", "P07", "P08", "P09", "P12", "P13", "P14", "P15", "P16"}),
        ("2°e", {"P03"}),
        ("2°f", {"P04", "P17", "P18", "P19", "P20", "D10"}),
        ("2°g", {"P01", "P02", "D04"}),
        ("2°h", {"P05", "P24", "P25"}),
        ("2°i", {"P21", "P22", "P23"}),
        ("3°", {"A10", "A10T"}),
        ("4°", {"A09", "A09T", "A11"}),
        ("1°, 2°a", {"D01", "D03"}),
        ("process", {"D07", "D11"}),
    ],
)
def test_the_legal_category_is_that_of_the_list(legal: str, ids: set[str]) -> None:
    assert {entry.id for entry in ALL if entry.article23 == legal} == ids


def test_everything_else_is_about_work_and_well_being() -> None:
    named = set(PRACTICES) | {"P11S", "A09", "A09T", "A10", "A10T", "A11", "D01", "D03", "D04", "D07", "D10", "D11"}
    assert {entry.id for entry in ALL if entry.article23 == "5°"} == set(INDICATORS) - named


@pytest.mark.parametrize("entry", [one for one in ALL if not one.after_gate], ids=lambda one: one.id)
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


def test_the_model_of_time_takes_gps_of_both_years_outside_medical_houses(linked: LinkedYear) -> None:
    # a has both; b and d have no contacts at IMA that count, c gave no hours, f was a trainee then, t is one now.
    worked = read_answers(INDICATORS["A04"], linked).units
    assert worked["value"].to_list() == pytest.approx([57 + 10 / 4.33])
    hours = read_answers(INDICATORS["M10"], linked).units
    assert hours["value"].to_list() == pytest.approx(
        [(17.4 * 4200 + 31.5 * 510 + 8.3 * 600) / 2760, (17.4 * 900 + 31.5 * 200 + 8.3 * 100) / 2760]
    )


def test_plans_are_a_part_of_the_hours_of_gps_and_not_of_the_heads(linked: LinkedYear) -> None:
    units = read_answers(INDICATORS["D06"], linked).units
    assert units["answer"].to_list() == ["blijven"] * 4
    assert units["value"].to_list() == [57.0, 38.0, 19.0, 0.0]


def test_what_a_rate_adds_up_is_declared_where_it_is_not_the_answer() -> None:
    shares = {"M09", "M09H"}
    assert {entry.id for entry in ALL if entry.states is not None} == {"P17", "P18", "D04", "D05", "D06"} | shares
    assert {entry.id for entry in ALL if entry.over is not None} == {"D04", "D06"} | shares
    assert {entry.id for entry in ALL if entry.partition is not None} == {"D04", "D06", "D09"}


@pytest.mark.parametrize(("indicator", "factor"), [("P17", 1 / 46)])
def test_the_work_of_a_practice_is_the_sum_over_its_doctors(indicator: str, factor: float, linked: LinkedYear) -> None:
    sums = read_sums(INDICATORS[indicator], linked)
    assert sums is not None
    whole = read_answers(INDICATORS[indicator], linked).units.set_index("practice")["value"]
    per_practice = factor * sums.groupby("practice")["value"].sum()
    assert per_practice.reindex(whole.index).to_list() == pytest.approx(whole.to_list())


def test_the_registry_refuses_what_contradicts_itself() -> None:
    with pytest.raises(RegistryError, match="a ratio without its numerator"):
        build_registry([_with(INDICATORS["D06"], states=None)])
    with pytest.raises(RegistryError, match="classes of something that is no number"):
        build_registry([_with(INDICATORS["P01"], classes="'geen'")])
    with pytest.raises(RegistryError, match="P01: kind of number and unit do not fit"):
        build_registry([_with(INDICATORS["P01"], number=Number.COUNT)])
    with pytest.raises(RegistryError, match="A01: kind of number and unit do not fit"):
        build_registry([_with(INDICATORS["A01"], number=Number.SHARE)])


def test_a_number_from_ima_alone_does_not_name_the_survey() -> None:
    for entry in INDICATORS.values():
        of_both = {"D04", "D05"}  # with answers to the questionnaire beside what IMA knows
        assert (entry.source is Source.IMA_ALONE) == (entry.frame.id.endswith("_ima") and entry.id not in of_both)
        assert ("ragenlijst" in entry.source.label.nl) is ("urvey" in entry.source.label.en), entry.id
    assert "ragenlijst" not in Source.IMA_ALONE.label.nl


def _with(entry: Indicator, **change: object) -> Indicator:
    return replace(entry, **change)  # type: ignore[arg-type] # the fields of the entry itself


def test_a_layout_adds_an_answer_with_its_label_to_every_question_that_asks_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("A08", "A08T", "P01", "D06"):  # put back what they are
        monkeypatch.setitem(INDICATORS, name, INDICATORS[name])
    (tmp_path / "2027-1.toml").write_text(
        'layout = "2027-1"\nbase = "2024-1"\n'
        "[tables.survey_individual.columns.career_5y]\n"
        'labels = { verhuizen = { nl = "Elders verdergaan", en = "Going on elsewhere" } }\n'
        "[tables.survey_practice.columns.patient_stop]\n"
        'labels = { lijst = { nl = "Wachtlijst", en = "Waiting list" } }\n',
        encoding="utf-8",
    )
    (tmp_path / "broken.toml").write_text("no = [toml", encoding="utf-8")
    take_added(added_codes(tmp_path))
    for name in ("A08", "A08T"):
        assert INDICATORS[name].codes == ("blijven", "verminderen", "stoppen", "weet_niet", "verhuizen")
        assert INDICATORS[name].label_of("verhuizen").nl == "Elders verdergaan"
        assert INDICATORS[name].headline == ("verminderen", "stoppen")
    assert INDICATORS["P01"].headline_category == "gedeeltelijk|volledig|lijst"  # everything but the first, still
    assert INDICATORS["D06"].partition_codes[-1] == "verhuizen"  # tells the same answers apart
    take_added(added_codes(tmp_path))
    assert INDICATORS["A08"].codes.count("verhuizen") == 1


def test_every_question_with_options_is_open_to_layouts() -> None:
    columns = load_layout(CANONICAL).tables
    asking = {entry.id for entry in ALL if entry.asks is not None}
    assert {"P01", "P02", "P10", "P14", "P23", "P11S", "A05", "A08", "A09"} <= asking
    for entry in ALL:
        if entry.asks is not None:
            table, column = entry.asks
            assert set(columns[table].columns[column].order) - {"geen_antwoord"} <= set(entry.codes)
