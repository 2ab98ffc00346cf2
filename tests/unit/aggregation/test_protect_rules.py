"""Rules of the protector on tables small enough to work out by hand."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from aggregation.protect import Limits, Question, Thresholds, protect
from data.terms import Disclosure, Level, UnitCounted

LEVELS = (Level.VLAANDEREN, Level.KRING, Level.ELZ, Level.GEMEENTE)


def make_membership(kring: str, elz: str) -> pd.DataFrame:
    """One municipality per letter: ``kring`` and ``elz`` give the district of each."""
    atoms = [f"a{number}" for number in range(len(kring))]
    return pd.DataFrame({"atom": atoms, "gemeente": atoms, "kring": list(kring), "elz": list(elz)})


def make_question(counts: list[list[int]], **changes: object) -> Question:
    """Options by atoms; every doctor has a practice of the own."""
    table = np.array(counts)
    cells = [(option, atom) for option, atom in np.ndindex(*table.shape) for _ in range(table[option, atom])]
    units = pd.DataFrame(
        {
            "unit": range(len(cells)),
            "atom": [f"a{atom}" for _, atom in cells],
            "practice": range(len(cells)),
            "doctors": 1,
            "answer": [["ja", "nee", "soms"][option] for option, _ in cells],
            "value": np.nan,
            "hidden": False,
        }
    )
    settings: dict[str, object] = {
        "indicator": "X01",
        "frame": "f",
        "unit_counted": UnitCounted.DOCTOR,
        "disclosure": Disclosure.PROTECTED,
        "options": ("ja", "nee", "soms")[: len(table)],
        "multiple": False,
        "headline": (),
        "levels": LEVELS,
        "totals_public": True,
        "units": units,
    }
    return Question(**(settings | changes))  # type: ignore[arg-type]


def shown_cells(
    question: Question, membership: pd.DataFrame, thresholds: Thresholds | None = None, aspect: str = "count"
) -> set[tuple[str, str, str]]:
    shown = protect([question], membership, thresholds or Thresholds()).shown
    kept = shown[shown["shown"] & (shown["aspect"] == aspect)]
    return set(kept[["level", "area", "category"]].itertuples(index=False, name=None))


def test_the_worked_example_of_the_methods_page() -> None:
    cells = shown_cells(make_question([[8, 9, 2], [8, 9, 9]]), make_membership("kkk", "eee"))
    assert {(level, area) for level, area, code in cells if code == "ja"} == {
        ("vlaanderen", "VL"),
        ("elz", "e"),
        ("kring", "k"),
        ("gemeente", "a1"),
    }


def test_a_small_cell_takes_a_second_one_with_it() -> None:
    cells = shown_cells(make_question([[8, 9, 2], [8, 9, 9]]), make_membership("kkk", "eee"))
    assert ("vlaanderen", "VL", "ja") in cells
    shown = [area for level, area, code in cells if level == "gemeente" and code == "ja"]
    assert shown == ["a1"]  # a2 is small, a0 or a1 must go with it; the larger one is served first


def test_areas_with_the_same_atoms_are_one_area() -> None:
    cells = shown_cells(make_question([[8, 9, 2], [8, 9, 9]]), make_membership("klm", "efg"))
    for atom, kring, zone in (("a0", "k", "e"), ("a1", "l", "f"), ("a2", "m", "g")):
        flags = {key in cells for key in (("gemeente", atom, "ja"), ("kring", kring, "ja"), ("elz", zone, "ja"))}
        assert len(flags) == 1


def test_overlapping_districts_do_not_isolate_a_group_that_is_no_cell() -> None:
    # Kring k holds a0 and a1, zone e holds a0 only: their difference is a1, where 2 said yes. No level has that cell.
    membership = make_membership("kkl", "eff").assign(gemeente="g")
    cells = shown_cells(make_question([[20, 2, 20], [20, 20, 20]]), membership)
    assert not {("kring", "k", "ja"), ("elz", "e", "ja")} <= cells


def test_a_withheld_cell_keeps_as_many_values_as_asked() -> None:
    # Withheld 1 and 4 in two municipalities of 5 under a shown sum of 5: six values for each; ask for seven.
    question = make_question([[1, 4, 9], [9, 9, 9]])
    membership = make_membership("kkl", "eef")
    assert ("kring", "k", "ja") in shown_cells(question, membership, Thresholds(interval_width=6))
    assert ("kring", "k", "ja") not in shown_cells(question, membership, Thresholds(interval_width=7))


def test_practices_of_few_doctors_are_small() -> None:
    question = make_question([[3, 9, 9], [9, 9, 9]], unit_counted=UnitCounted.PRACTICE)
    membership = make_membership("klm", "efg")
    assert ("gemeente", "a0", "ja") not in shown_cells(question, membership)
    larger = replace(question, units=question.units.assign(doctors=2))
    assert ("gemeente", "a0", "ja") in shown_cells(larger, membership)


def test_doctors_of_two_practices_are_small() -> None:
    question = make_question([[9, 9, 9], [9, 9, 9]])
    membership = make_membership("klm", "efg")
    assert ("gemeente", "a0", "ja") in shown_cells(question, membership)
    shared = question.units["practice"].where(question.units["atom"] != "a0", question.units["unit"] % 2 + 1000)
    assert ("gemeente", "a0", "ja") not in shown_cells(
        replace(question, units=question.units.assign(practice=shared)), membership
    )


ALIKE = pytest.mark.parametrize(
    ("changes", "visible"),
    [
        ({}, False),
        ({"disclosure": Disclosure.SENSITIVE}, False),
        ({"unit_counted": UnitCounted.PRACTICE}, False),
        ({"alike": LEVELS}, True),
    ],
)


@ALIKE
def test_the_same_answer_of_everybody_is_withheld(changes: dict[str, object], visible: bool) -> None:
    question = make_question([[0, 30, 30], [30, 30, 30]], **changes)
    cells = shown_cells(question, make_membership("klm", "efg"))
    assert (("gemeente", "a0", "nee") in cells) is visible


@ALIKE
def test_the_same_answer_of_everybody_between_two_areas_is_kept_out_of_reach(
    changes: dict[str, object], visible: bool
) -> None:
    # Kring k minus zone e is a0, where all thirty answer alike.
    levels = (Level.VLAANDEREN, Level.KRING, Level.ELZ)
    question = make_question([[0, 30, 30], [30, 30, 30]], **{"levels": levels, **changes})
    cells = shown_cells(question, make_membership("kkl", "fef"))
    assert ({("kring", "k", "ja"), ("elz", "e", "ja")} <= cells) is visible


@ALIKE
def test_the_same_answer_of_everybody_between_three_areas_is_kept_out_of_reach(
    changes: dict[str, object], visible: bool
) -> None:
    # Kringen k and l minus zone e leave a0 and a3, where all answer alike; no two areas leave them.
    levels = (Level.VLAANDEREN, Level.KRING, Level.ELZ)
    counts = [[0, 30, 30, 0, 30, 30], [30, 30, 30, 30, 30, 30]]
    question = make_question(counts, **{"levels": levels, **changes})
    cells = shown_cells(question, make_membership("kkllmm", "feegfg"))
    assert ({("kring", "k", "ja"), ("kring", "l", "ja"), ("elz", "e", "ja")} <= cells) is visible
    assert len(cells) > 2, "not everything is withheld"


def test_an_exempt_question_is_withheld_where_all_answer_alike_on_the_other_levels() -> None:
    question = make_question([[0, 30, 30], [30, 30, 30]], alike=LEVELS[:-1])
    cells = shown_cells(question, make_membership("klm", "efg"))
    assert ("kring", "k", "nee") in cells
    assert ("gemeente", "a0", "nee") not in cells


@pytest.mark.parametrize("yes", range(6))
def test_five_practices_are_withheld_whatever_they_answer(yes: int) -> None:
    """Nothing follows from an area being withheld: its total alone decides."""
    question = make_question([[yes, 40], [5 - yes, 40]], unit_counted=UnitCounted.PRACTICE)
    cells = shown_cells(replace(question, units=question.units.assign(doctors=4)), make_membership("kl", "ef"))
    assert ("gemeente", "a0", "ja") not in cells


@pytest.mark.parametrize("yes", range(10))
def test_nine_practices_are_withheld_whatever_they_answer_to_a_sensitive_question(yes: int) -> None:
    question = make_question(
        [[yes, 40], [9 - yes, 40]], unit_counted=UnitCounted.PRACTICE, disclosure=Disclosure.SENSITIVE
    )
    cells = shown_cells(replace(question, units=question.units.assign(doctors=4)), make_membership("kl", "ef"))
    assert ("gemeente", "a0", "ja") not in cells


@pytest.mark.parametrize(("elsewhere", "visible"), [(1, False), (9, True)])
def test_the_answers_of_everybody_go_where_nearly_all_are_in_one_kring(elsewhere: int, visible: bool) -> None:
    # Three of "soms" in Flanders and one practice outside kring k leave two or three in k, where two were given; and of
    # "nee" or "soms", though many there, two numbers as well.
    counts = [[6, 7, 0], [3, 3, elsewhere - 1], [1, 1, 1]]
    levels = (Level.VLAANDEREN, Level.KRING)
    question = make_question(
        counts,
        unit_counted=UnitCounted.PRACTICE,
        headline=("nee", "soms"),
        levels=levels,
        disclosure=Disclosure.PROTECTED,
    )
    larger = replace(question, units=question.units.assign(doctors=2))
    cells = shown_cells(larger, make_membership("kkl", "eee"))
    assert (("vlaanderen", "VL", "soms") in cells) is visible
    assert (("vlaanderen", "VL", "nee|soms") in cells) is visible


def test_totals_of_persons_are_withheld_for_all_questions_of_a_frame() -> None:
    first = make_question([[20, 9, 3], [20, 9, 9]], totals_public=False)
    second = make_question([[20, 9, 1], [20, 9, 1]], totals_public=False, indicator="X02")
    membership = make_membership("klm", "efg")
    shown = protect([first, second], membership, Thresholds()).shown
    totals = shown[(shown["category"] == "total") & (shown["level"] == "gemeente") & (shown["area"] == "a2")]
    assert totals["shown"].tolist() == [False, False]


@pytest.mark.parametrize(("towns", "taken"), [(12, True), (8, False)])
def test_totals_that_a_reader_takes_for_one_are_shown_in_the_same_areas(towns: int, taken: bool) -> None:
    """Seven in the last town is shown of the one and small in the other; all else agrees, so it would be read there."""
    counts = [[8] * (towns - 1) + [4], [8] * (towns - 1) + [3]]
    first = make_question(counts, totals_public=False)
    others = first.units.assign(unit=first.units["unit"] + 10_000)
    second = replace(
        first, indicator="X02", frame="g", disclosure=Disclosure.SENSITIVE, units=others, levels=(Level.GEMEENTE,)
    )
    membership = make_membership("klmnopqrstuv"[:towns], "abcdefghijlm"[:towns])
    shown = protect([first, second], membership, Thresholds()).shown
    totals = shown.loc[shown["category"].eq("total") & shown["level"].eq("gemeente") & shown["shown"]]
    towns_of = {name: set(part["area"]) for name, part in totals.groupby("indicator")}
    assert f"a{towns - 1}" not in towns_of["X02"]
    assert (towns_of["X01"] == towns_of["X02"]) is taken


def test_that_none_of_a_few_gave_an_answer_does_not_follow_either() -> None:
    """Kring k and zone f share a1, and nobody in the rest of k said yes: the five in a2 and a3 would not have."""
    question = make_question([[0, 6, 0, 0, 10], [5, 10, 2, 1, 10], [4, 6, 1, 1, 10]], totals_public=False)
    cells = shown_cells(question, make_membership("kklll", "efffg"))
    assert {("kring", "k", "total"), ("elz", "f", "total")} <= cells
    assert ("gemeente", "a2", "ja") not in cells
    assert not {("kring", "k", "ja"), ("elz", "f", "ja"), ("gemeente", "a0", "ja")} <= cells


def test_a_public_question_hides_areas_with_few_hidden_practices() -> None:
    question = make_question([[9, 9, 9], [9, 9, 9]], disclosure=Disclosure.PUBLIC, unit_counted=UnitCounted.PRACTICE)
    hidden = question.units["unit"].isin(question.units[question.units["atom"] == "a0"]["unit"].head(1))
    membership = make_membership("klm", "efg")
    cells = shown_cells(replace(question, units=question.units.assign(hidden=hidden)), membership)
    assert ("gemeente", "a0", "ja") not in cells
    assert ("gemeente", "a0", "total") in cells
    assert ("gemeente", "a1", "ja") in cells
    assert ("vlaanderen", "VL", "ja") not in cells


def test_an_area_that_holds_all_hidden_practices_shows_what_flanders_shows() -> None:
    """Too few areas show every option, so only Flanders does; of the hidden ones kring k is Flanders."""
    question = make_question(
        [[5, 5, 9, 9, 9, 9, 9, 9]] * 3,
        disclosure=Disclosure.PUBLIC,
        unit_counted=UnitCounted.PRACTICE,
        headline=("nee", "soms"),
    )
    place = question.units["atom"].isin(["a0", "a1"]) & question.units.groupby(["atom", "answer"]).cumcount().lt(2)
    question = replace(question, units=question.units.assign(doctors=2, hidden=place))
    cells = shown_cells(question, make_membership("kklmnopq", "efghijkl"))
    shown = [
        {code for level, area, code in cells if (level, area) == at} for at in (("vlaanderen", "VL"), ("kring", "k"))
    ]
    assert shown[0] == shown[1]
    assert {"ja", "nee", "soms"} <= shown[0]


def test_options_that_may_be_combined_stand_alone() -> None:
    question = make_question([[9, 9, 9], [9, 9, 9], [1, 9, 9]], multiple=True)
    cells = shown_cells(question, make_membership("klm", "efg"))
    assert ("gemeente", "a0", "soms") not in cells
    assert {("gemeente", "a0", "ja"), ("gemeente", "a0", "nee")} <= cells


def magnitude(values: list[float], atoms: str) -> Question:
    units = pd.DataFrame(
        {
            "unit": range(len(values)),
            "atom": [f"a{letter}" for letter in atoms],
            "practice": range(len(values)),
            "doctors": 1,
            "answer": pd.Series([pd.NA] * len(values), dtype="string"),
            "value": values,
            "hidden": False,
        }
    )
    return replace(make_question([[0, 0, 0]]), options=(), units=units)


def test_dominated_and_equal_means_are_withheld_and_do_not_follow() -> None:
    even = [float(value % 7 + 10) for value in range(12)]
    question = magnitude([1000.0, *even[1:], *even, *even], "0" * 12 + "1" * 12 + "2" * 12)
    means = shown_cells(question, make_membership("klm", "efg"), aspect="magnitude")
    gemeenten = {area for level, area, _ in means if level == "gemeente"}
    assert "a0" not in gemeenten
    assert ("vlaanderen", "VL", "total") not in means or len(gemeenten) < 2
    equal = magnitude([5.0] * 12 + even + even, "0" * 12 + "1" * 12 + "2" * 12)
    assert ("gemeente", "a0", "total") not in shown_cells(equal, make_membership("klm", "efg"), aspect="magnitude")


def test_a_practice_that_holds_exactly_the_largest_part_dominates() -> None:
    # Adding up in another order can end on either side of one half: the attack may see more than that.
    half = magnitude([10.0, 2.0, 2.0, 2.0, 2.0, 2.0, *range(1, 13)], "0" * 6 + "1" * 12)
    means = shown_cells(half, make_membership("kl", "ef"), aspect="magnitude")
    assert ("vlaanderen", "VL", "total") in means
    assert ("gemeente", "a0", "total") not in means


def test_quantiles_need_ten_units() -> None:
    values = [float(value) for value in range(21)]
    cells = shown_cells(magnitude(values, "0" * 9 + "1" * 12), make_membership("kl", "ef"), aspect="quantile")
    assert ("gemeente", "a1", "total") in cells
    assert ("gemeente", "a0", "total") not in cells


def test_what_cannot_be_repaired_in_time_is_withheld() -> None:
    question = make_question([[1, 4, 9], [9, 9, 9]])
    wide = Thresholds(interval_width=7)
    membership = make_membership("kkl", "eef")
    assert ("vlaanderen", "VL", "ja") in shown_cells(question, membership, wide)
    hasty = protect([question], membership, wide, limits=Limits(rounds=0)).shown
    assert not hasty.loc[hasty["category"] != "total", "shown"].any()


def test_the_order_of_rows_changes_nothing() -> None:
    question = make_question([[8, 9, 2, 7, 3, 9], [8, 9, 9, 9, 9, 9]], totals_public=False)
    membership = make_membership("kkllmm", "eeffff")
    again = replace(question, units=question.units.iloc[::-1].reset_index(drop=True))
    assert shown_cells(question, membership) == shown_cells(again, membership.iloc[::-1])


@pytest.mark.parametrize("counts", [[[20, 20, 20], [20, 1, 20], [20, 20, 20]], [[20, 20], [1, 1], [20, 20]]])
def test_the_only_option_outside_a_headline_is_shown_with_it(counts: list[list[int]]) -> None:
    # The second case shows every option nowhere below Flanders: it is decided on the headline alone.
    question = make_question(counts, headline=("nee", "soms"))
    cells = shown_cells(question, make_membership("klm"[: len(counts[0])], "efg"[: len(counts[0])]))
    here = {category for level, area, category in cells if level == "gemeente" and area == "a1"}
    assert {"nee|soms", "ja"} <= here
    assert not {"nee", "soms"} & here


def test_what_two_shown_options_leave_of_a_known_total_is_a_group() -> None:
    # Two of a1 answered neither "b" nor "c"; the total of a1 is known, so not both may be shown.
    counts = [[20, 1, 20], [20, 9, 20], [20, 9, 20], [20, 1, 20]]
    units = pd.concat(
        [make_question([row]).units.assign(answer=code) for code, row in zip("abcd", counts, strict=True)],
        ignore_index=True,
    )
    units = units.assign(unit=range(len(units)), practice=range(len(units)))
    question = replace(make_question(counts[:2]), options=tuple("abcd"), units=units)
    cells = shown_cells(question, make_membership("klm", "efg"))
    assert len({category for level, area, category in cells if (level, area) == ("gemeente", "a1")} & {"b", "c"}) < 2


def test_an_answer_that_nobody_in_flanders_gave_is_not_shown_beside_lonely_practices() -> None:
    # One practice in each municipality: that nobody answers "soms" says of each what it did not answer.
    question = make_question(
        [[1, 1, 0, 1, 0, 0], [0, 0, 1, 0, 1, 1], [0, 0, 0, 0, 0, 0]],
        unit_counted=UnitCounted.PRACTICE,
        headline=("ja",),
        totals_public=True,
    )
    question = replace(question, units=question.units.assign(doctors=9))
    shown = protect([question], make_membership("AAABBB", "XXYYZZ"), Thresholds()).shown
    flanders = shown[(shown["level"] == "vlaanderen") & shown["shown"] & (shown["aspect"] == "count")]
    assert "soms" not in set(flanders["category"])
    assert "ja" in set(flanders["category"])


@pytest.mark.parametrize(("disclosure", "least"), [(Disclosure.PROTECTED, 6), (Disclosure.SENSITIVE, 10)])
def test_answers_of_too_few_practices_are_withheld_whatever_they_are(disclosure: Disclosure, least: int) -> None:
    """Else being withheld would say, of so few, that they did not answer alike."""
    membership = make_membership("kl", "ef")
    for answering, shown in ((least - 1, False), (least, True)):
        half = answering // 2
        question = make_question(
            [[half, 20], [answering - half, 20]], unit_counted=UnitCounted.PRACTICE, disclosure=disclosure
        )
        question = replace(question, units=question.units.assign(doctors=9))
        low = Thresholds(practices_protected=1, practices_sensitive=1)
        assert (("gemeente", "a0", "ja") in shown_cells(question, membership, low)) is shown


def test_classes_that_stand_on_the_map_are_shown_but_for_practices_off_it() -> None:
    question = make_question([[1, 20], [4, 20]], unit_counted=UnitCounted.PRACTICE)
    bands = question.units[["unit"]].assign(low=0.0, high=3.0)
    cells = shown_cells(replace(question, bands=bands), make_membership("kl", "ef"))
    assert ("gemeente", "a0", "ja") in cells
    hidden = question.units.assign(hidden=question.units["unit"] < 2)
    cells = shown_cells(replace(question, bands=bands, units=hidden), make_membership("kl", "ef"))
    assert ("gemeente", "a0", "ja") not in cells


def test_a_total_that_follows_another_count_is_shown_only_where_that_is() -> None:
    """Of twelve in a0 three are trainees, too few to be told apart; so a0 may have no other count of GPs."""
    membership = make_membership("kl", "ef")
    response = make_question([[9, 20], [3, 20]], indicator="response", totals_public=False, frame="r")
    gps = make_question([[9, 20]], indicator="A01", options=(), totals_public=False, frame="g")
    gps = replace(gps, units=gps.units.assign(answer=None, value=gps.units["unit"] + 1.0))
    shown = {}
    for follows in (None, ("response", "ja")):
        pattern = protect([response, replace(gps, follows=follows)], membership, Thresholds()).shown
        rows = pattern[pattern["shown"] & (pattern["aspect"] == "count") & (pattern["indicator"] == "A01")]
        shown[follows] = set(rows["area"])
    assert "a0" in shown[None]
    assert "a0" not in shown["response", "ja"]
