"""Deliberately weakened releases: the attack finds the leak; sound ones pass."""

import re

import numpy as np
import pandas as pd
import pytest

from aggregation.attack import Kind, Limits, Truth, Verdict, attack, attack_pair, render
from bench.invented.released import (
    Asked,
    flemish_map,
    leaks,
    primary,
    random_counts,
    release,
    shown_at,
    tiny_map,
)

YES_NO = ("ja", "nee")
OVERLAP = tiny_map([("g1", "k1", "e1"), ("g2", "k1", "e1"), ("g3", "k1", "e2"), ("g3", "k2", "e2"), ("g4", "k2", "e2")])
BIG = np.array([[20, 30], [25, 20], [30, 30], [20, 25], [40, 30]])


def kinds(verdict: Verdict) -> set[Kind]:
    return {finding.kind for finding in verdict.found}


def places(verdict: Verdict, kind: Kind) -> set[tuple[str, str]]:
    return {(area, found.category) for found in verdict.found if found.kind is kind for area in found.areas}


def table(counts: np.ndarray, shows, **more) -> dict[str, pd.DataFrame]:
    return release(OVERLAP, [Asked(counts=counts, options=YES_NO, shows=shows, **more)])


def blank(tables: dict[str, pd.DataFrame], columns: list[str], **where: str) -> dict[str, pd.DataFrame]:
    cell = tables["cell"].copy()
    rows = np.logical_and.reduce([cell[name] == value for name, value in where.items()])
    assert rows.any()
    cell.loc[rows, columns] = pd.NA
    return tables | {"cell": cell}


def test_a_release_of_large_counts_is_safe() -> None:
    verdict = attack(table(BIG, lambda *_: True))
    assert verdict.safe
    assert verdict.problems()["exact"] == 0
    assert verdict.tables[0].cells == {"vlaanderen": 3, "kring": 6, "elz": 6, "gemeente": 12}


def test_primary_suppression_alone_gives_the_small_cell_back() -> None:
    counts = BIG.copy()
    counts[0] = [3, 30]
    verdict = attack(table(counts, primary(5)))
    assert ("gemeente:g1", "ja") in places(verdict, Kind.EXACT)


def test_one_options_complement_gives_the_other_away() -> None:
    counts = BIG.copy()
    counts[0] = [3, 30]
    verdict = attack(table(counts, lambda _l, _a, category, count, _t: count >= 5))
    assert ("gemeente:g1", "ja") in places(verdict, Kind.EXACT)


def test_kring_minus_zone_is_a_group_though_no_cell_is_small() -> None:
    counts = BIG.copy()
    counts[2] = [2, 30]  # the part of g3 in k1: in no table a cell of its own
    shown = shown_at("kring", "elz")
    verdict = attack(
        table(counts, lambda level, area, category, c, t: shown(level, area, category, c, t) and area in {"k1", "e1"})
    )
    assert kinds(verdict) == {Kind.GROUP}
    assert places(verdict, Kind.GROUP) == {("gemeente:g3", "ja")}


def test_a_share_left_beside_a_withheld_count_gives_the_count_back() -> None:
    counts = BIG.copy()
    counts[0] = [3, 30]
    tables = table(counts, lambda level, area, category, c, t: level == "gemeente" and area == "g1")
    tables = blank(tables, ["count"], level="gemeente", area="g1", category="ja")
    verdict = attack(tables)
    assert ("gemeente:g1", "ja") in places(verdict, Kind.CONSISTENCY)
    assert ("gemeente:g1", "ja") in places(verdict, Kind.SHOWN)


def test_a_mean_without_its_count_is_told() -> None:
    tables = release(OVERLAP, [Asked(counts=BIG[:, :1], options=(), shows=lambda *_: True, indicator="A01")])
    mean = tables["cell"].loc[tables["cell"]["level"] == "kring"].assign(measure="mean", value=41.5, count=pd.NA)
    tables["cell"] = pd.concat([tables["cell"], mean], ignore_index=True)
    verdict = attack(tables)
    assert places(verdict, Kind.CONSISTENCY) == {("kring:k1", "total"), ("kring:k2", "total")}


def test_a_share_and_count_beside_a_withheld_total_are_told() -> None:
    tables = table(BIG, lambda level, area, category, c, t: level == "kring" and category != "total")
    assert Kind.CONSISTENCY in kinds(attack(tables))


def test_a_total_that_another_question_gives_counts_as_known() -> None:
    counts = BIG.copy()
    counts[0] = [30, 3]
    alone = Asked(
        counts=counts,
        options=YES_NO,
        shows=lambda level, area, category, c, t: level == "vlaanderen" or (area, category) == ("g1", "ja"),
    )
    tables = release(OVERLAP, [alone])
    tables["cell"].loc[tables["cell"]["area"] == "g1", "value"] = tables["cell"]["count"].astype("Float64") * 0
    assert ("gemeente:g1", "nee") not in places(attack(tables), Kind.EXACT)
    other = Asked(counts=counts.sum(axis=1, keepdims=True), options=(), shows=lambda *_: True, indicator="A01")
    both = release(OVERLAP, [alone, other])
    assert ("gemeente:g1", "nee") in places(attack(both), Kind.EXACT)


def test_totals_that_agree_everywhere_link_tables_of_different_frames() -> None:
    membership = flemish_map()
    counts = 20 + random_counts(len(membership), 2, 40)
    place = membership["gemeente"].iloc[100]
    counts[100] = [30, 3]

    def hides_one_total(level: str, area: str, category: str, _count: int, _total: int) -> bool:
        return level in ("vlaanderen", "kring") or (area, category) == (place, "ja")

    asked = Asked(counts=counts, options=YES_NO, shows=hides_one_total)
    heads = Asked(
        counts=counts.sum(axis=1, keepdims=True), options=(), shows=lambda *_: True, indicator="D07", frame="x"
    )
    tables = release(membership, [asked, heads])
    tables["cell"].loc[tables["cell"]["area"] == place, "value"] = pd.NA
    verdict = attack(tables)
    assert verdict.linked == ("2024: A05 D07",)
    assert places(verdict, Kind.EXACT) == {(f"gemeente:{place}", "ja"), (f"gemeente:{place}", "nee")}
    assert not leaks(attack(release(membership, [asked]) | {"cell": tables["cell"].query("indicator == 'A05'")}))


def test_the_same_answer_under_another_name_counts_as_shown() -> None:
    membership = flemish_map()
    counts = 20 + random_counts(len(membership), 3, 40)
    place, neighbour = membership["gemeente"].iloc[100:102]
    counts[100] = [30, 3, 40]

    def withholds_two(level: str, area: str, category: str, *_: int) -> bool:
        return level == "vlaanderen" or (
            level == "gemeente" and (category in ("total", "geen") or area not in {place, neighbour})
        )

    asked = Asked(counts=counts, options=("geen", "deels", "vol"), shows=withholds_two)
    open_ = np.stack([counts[:, :2].sum(axis=1), counts[:, 2]], axis=1)
    other = Asked(
        counts=open_,
        options=YES_NO,
        shows=lambda _l, _a, category, *_: category == "ja",
        indicator="D04",
        frame="other",
    )
    assert not leaks(attack(release(membership, [asked])))
    tables = release(membership, [asked, other])
    tables["cell"].loc[tables["cell"]["indicator"] == "D04", "value"] = np.nan
    verdict = attack(tables)
    assert "2024: A05 geen + deels = D04 ja" in verdict.linked
    assert (f"gemeente:{place}", "deels") in places(verdict, Kind.EXACT)
    assert {finding.indicators for finding in leaks(verdict)} == {("A05", "D04")}


def test_response_by_role_is_one_more_table_of_the_same_people() -> None:
    tables = table(BIG, shown_at("vlaanderen"))
    rows = [("kring", "k1", "huisarts", 30, 20), ("kring", "k1", "haio", 9, 3)]
    response = pd.DataFrame(rows, columns=["level", "area", "role", "invited", "answered"]).assign(year=2024)
    verdict = attack(tables | {"response": response})
    assert {finding.indicators for finding in verdict.found} == {("response",)}


def test_answers_of_practices_off_the_map_are_what_the_map_leaves() -> None:
    counts = np.array([[5, 4], [6, 3], [4, 4], [3, 6], [5, 5]])
    asked = Asked(
        counts=counts,
        options=YES_NO,
        shows=lambda *_: True,
        indicator="P03",
        unit="practice",
        disclosure="public",
        totals_public=True,
    )
    tables = release(OVERLAP, [asked])
    mapped = [
        (atom, YES_NO[option])
        for atom in range(len(counts))
        for option in range(2)
        for _ in range(int(counts[atom, option]) - (atom == 0 and option == 1))
    ]
    practice = OVERLAP.iloc[[atom for atom, _ in mapped]].assign(P03=[answer for _, answer in mapped])
    assert attack(tables).safe
    verdict = attack(tables | {"practice": practice})
    assert kinds(verdict) == {Kind.HIDDEN}
    assert ("gemeente:g1", "nee") in places(verdict, Kind.HIDDEN)


def test_classes_on_a_map_that_the_release_lacks_are_not_tried_and_counted_as_such() -> None:
    asked = Asked(
        counts=np.array([[5, 1], [6, 3], [4, 4], [3, 6], [5, 5]]),
        options=("1", "2"),
        shows=lambda *_: True,
        indicator="P12",
        unit="practice",
        totals_public=True,
    )
    tables = release(OVERLAP, [asked])
    small = attack(tables)
    assert not small.safe
    assert "without_map" not in small.exempt, "a table that is on no map is attacked as it stands"
    on_map = tables | {"indicator": tables["indicator"].assign(practice_map="class")}
    verdict = attack(on_map)
    assert verdict.exempt["without_map"] == 1
    assert "public" not in verdict.exempt
    assert verdict.safe, "what the certificate then says by name it did not try"
    mapped = OVERLAP.iloc[np.repeat(np.arange(5), asked.counts.sum(axis=1))]
    given = [code for row in asked.counts for code, number in zip(("1", "2"), row, strict=True) for _ in range(number)]
    verdict = attack(on_map | {"practice": mapped.assign(P12=given)})
    assert "without_map" not in verdict.exempt, "with the map there is nothing to pardon"


def test_known_totals_of_practices_turn_a_difference_into_a_group() -> None:
    counts = np.array([[4, 4], [9, 9], [2, 0], [9, 9], [9, 9]])
    asked = {"unit": "practice", "totals_public": True, "indicator": "P22"}
    verdict = attack(
        table(counts, lambda level, area, category, c, t: category == "total" or area in {"k1", "e1"}, **asked)
    )
    assert not verdict.safe


@pytest.mark.parametrize("disclosure", ["sensitive", "protected"])
def test_areas_where_all_answer_alike_are_found(disclosure) -> None:
    counts = BIG.copy()
    counts[0] = [0, 30]
    shown = table(counts, lambda *_: True, disclosure=disclosure)
    assert ("gemeente:g1", "nee") in places(attack(shown), Kind.ALIKE)


def test_of_the_payment_system_a_kring_may_say_that_all_answer_alike_and_a_municipality_may_not() -> None:
    counts = BIG.copy()
    counts[:3] = [[0, 30], [0, 20], [0, 30]]  # all of k1, and so of g1, g2 and e1

    def payment(*levels: str) -> dict[str, pd.DataFrame]:
        tables = table(counts, shown_at(*levels), indicator="P11")
        return tables | {"indicator": tables["indicator"].assign(alike="vlaanderen elz kring")}

    assert not places(attack(payment("kring")), Kind.ALIKE)
    assert places(attack(table(counts, shown_at("kring"), indicator="P11")), Kind.ALIKE), "no agreement, no exception"
    verdict = attack(payment("kring", "gemeente"))
    assert {area for area, _ in places(verdict, Kind.ALIKE)} == {"gemeente:g1", "gemeente:g2"}
    assert verdict.exempt["alike"] == 1


def alike(counts: list[list[int]], seen: set[tuple[str, str]], disclosure: str = "sensitive") -> set[tuple[str, str]]:
    """Where the attack finds the same answer of everybody; ``seen`` are the (area, category) pairs that are shown."""
    chain = tiny_map([("g1", "k1", "e1"), ("g2", "k1", "e2"), ("g3", "k2", "e2"), ("g4", "k2", "e3")])
    options = ("ja", "nee", "soms")[: len(counts[0])]
    asked = Asked(
        counts=np.array(counts),
        options=options,
        shows=lambda _level, area, category, *_: (area, category) in seen,
        disclosure=disclosure,
    )
    tables = release(chain, [asked])
    tables["cell"].loc[tables["cell"]["measure"] == "share", "value"] = np.nan
    return places(attack(tables), Kind.ALIKE)


def test_the_same_answer_of_a_group_that_three_areas_tell_apart_is_found() -> None:
    counts = [[0, 30], [20, 20], [20, 20], [0, 30]]  # k1 + k2 - e2 leaves g1 and g4
    seen = {(area, category) for area in ("k1", "k2", "e2") for category in ("ja", "total")}
    assert alike(counts, seen) == {("gemeente:g1", "nee"), ("gemeente:g4", "nee")}
    assert alike(counts, seen, "protected") == alike(counts, seen)
    assert not alike(counts, seen - {("e2", "ja")})


def test_the_same_answer_that_two_zeros_leave_is_found_where_somebody_is_known_to_be() -> None:
    counts = [[30, 0, 0], [30, 15, 0], [20, 20, 20], [20, 20, 20]]
    seen = {("k1", "soms"), ("e1", "nee")}
    assert not alike(counts, seen), "nobody need to have answered in g1"
    assert alike(counts, seen | {("g1", "total")}) == {("gemeente:g1", "ja"), ("elz:e1", "ja")}


def test_a_withheld_small_count_with_two_possible_values_is_told() -> None:
    chain = tiny_map(
        [("g1", "kA", "e1"), ("gB", "kA", "eC"), ("g4", "k4", "eC"), ("gB", "kD", "e5"), ("g7", "kD", "e7")]
    )
    counts = np.array([[1, 30], [5, 30], [0, 30], [9, 30], [1, 30]])
    shown = {"kA", "eC", "gB", "kD"}  # 6, 5, 14 and 10: leaves 1 or 2 in g1
    asked = Asked(
        counts=counts, options=YES_NO, shows=lambda _l, area, category, *_: area in shown and category == "ja"
    )
    tables = release(chain, [asked])
    tables["cell"]["value"] = np.nan
    narrow = ("gemeente:g1", "ja")
    assert narrow in places(attack(tables), Kind.INTERVAL)
    assert narrow not in places(attack(tables, limits=Limits(interval_width=2)), Kind.INTERVAL)


def test_counts_that_contradict_each_other_are_told() -> None:
    tables = table(BIG, lambda *_: True)
    cell = tables["cell"]
    cell.loc[(cell["area"] == "k1") & (cell["category"] == "ja"), "count"] += 1
    assert Kind.CONSISTENCY in kinds(attack(tables))


def test_a_search_that_stops_at_its_limit_counts_as_found() -> None:
    membership = flemish_map()
    counts = 6 + random_counts(len(membership), 2, 4)
    tables = release(membership, [Asked(counts=counts, options=YES_NO, shows=shown_at("kring", "elz"))])
    strict = {"k_protected": 40, "enumerate_up_to": 0}
    assert not attack(tables, limits=Limits(**strict)).gave_up
    assert attack(tables, limits=Limits(**strict, nodes=0)).gave_up


def units_of(counts: np.ndarray, practices: np.ndarray | None = None) -> Truth:
    """One doctor per unit; by default each in a practice of one's own."""
    rows = [
        {"atom": f"a{atom:04d}", "answer": YES_NO[option], "practice": f"{atom}-{option}-{number}"}
        for (atom, option), count in np.ndenumerate(counts)
        for number in range(count)
    ]
    units = pd.DataFrame(rows).assign(indicator="A05", year=2024, doctors=1, value=np.nan, hidden=False)
    units["unit"] = np.arange(len(units))
    if practices is not None:
        units["practice"] = practices[: len(units)]
    return Truth(units=units)


@pytest.mark.parametrize(("more", "real"), [(0, True), (4, False)])
def test_a_total_that_another_table_lends_counts_only_where_it_is_true(more: int, real: bool) -> None:
    membership = flemish_map()
    counts = 20 + random_counts(len(membership), 2, 40)
    counts[100] = [30, 3]
    place = membership["gemeente"].iloc[100]
    heads = counts.sum(axis=1, keepdims=True)
    heads[100] += more  # so many did not answer the question; no area that both show tells so
    only_ja = Asked(
        counts=counts,
        options=YES_NO,
        shows=lambda level, area, category, *_: level == "gemeente" and (area != place or category == "ja"),
    )
    asked = [only_ja, Asked(counts=heads, options=(), shows=shown_at("gemeente"), indicator="D07", frame="x")]
    tables = release(membership, asked)
    tables["cell"].loc[tables["cell"]["area"] == place, "value"] = pd.NA
    assert attack(tables).linked == ("2024: A05 D07",)
    units = [units_of(counts).units, units_of(heads).units.assign(indicator="D07", answer=pd.NA)]
    verdict = attack(tables, truth=Truth(units=pd.concat(units, ignore_index=True)))
    assert ((f"gemeente:{place}", "nee") in places(verdict, Kind.EXACT)) is real


def test_doctors_of_too_few_practices_are_found_with_the_truth_only() -> None:
    tables = table(BIG, lambda *_: True)
    assert attack(tables, truth=units_of(BIG)).safe
    crowded = units_of(BIG)
    crowded.units.loc[crowded.units["atom"] == "a0000", "practice"] = "one group"
    verdict = attack(tables, truth=crowded)
    assert verdict.with_truth
    assert ("gemeente:g1", "ja") in places(verdict, Kind.SHOWN)


def test_a_count_that_differs_from_the_unit_rows_is_told() -> None:
    other = BIG.copy()
    other[0, 0] += 1
    assert Kind.CONSISTENCY in kinds(attack(table(BIG, lambda *_: True), truth=units_of(other)))


def test_a_dominated_mean_and_a_quantile_of_few_are_found() -> None:
    asked = Asked(counts=BIG[:, :1], options=(), shows=lambda *_: True, indicator="A01")
    tables = release(OVERLAP, [asked])
    at = tables["cell"].loc[tables["cell"]["area"] == "g1"]
    extra = [at.assign(measure="mean", value=30.0), at.assign(measure="median", value=30.0)]
    tables["cell"] = pd.concat([tables["cell"], *extra], ignore_index=True)
    truth = units_of(np.stack([BIG[:, 0], 0 * BIG[:, 0]], axis=1))
    truth.units.loc[:, "indicator"] = "A01"
    truth.units.loc[:, "value"] = np.where(np.arange(len(truth.units)) == 0, 9000.0, 1.0)
    verdict = attack(tables, truth=truth, limits=Limits(quantile_units=25))
    assert [finding.areas for finding in verdict.found if finding.kind is Kind.DOMINANCE] == [("gemeente:g1",)] * 2


def test_two_releases_of_one_year_are_attacked_together() -> None:
    counts = BIG.copy()
    counts[0] = [3, 30]
    some = table(counts, lambda level, area, category, c, t: level in ("vlaanderen", "elz"))
    others = table(counts, lambda level, area, category, c, t: area in {"g2", "k2"})
    assert attack(some).safe
    assert attack(others).safe
    assert places(attack_pair(some, others), Kind.OVER_TIME) >= {("gemeente:g1", "ja")}
    assert attack_pair(some, some).safe


def test_a_correction_of_a_few_units_isolates_them() -> None:
    corrected = BIG.copy()
    corrected[0, 0] += 2
    old, new = table(BIG, shown_at("kring")), table(corrected, shown_at("kring"))
    assert ("kring:k1", "ja") in places(attack_pair(old, new), Kind.OVER_TIME)


@pytest.mark.parametrize("lang", ["nl", "en"])
def test_the_report_never_holds_the_count_that_leaks(lang) -> None:
    counts = BIG.copy()
    counts[0] = [3, 30]
    verdict = attack(table(counts, primary(5)))
    text = render(verdict, lang)
    assert "gemeente:g1" in text
    assert all(not re.search(r"\d", finding.message + finding.message_nl) for finding in verdict.found)


def test_the_same_release_gives_the_same_verdict() -> None:
    membership = flemish_map()
    counts = random_counts(len(membership), 2, 12)
    tables = release(membership, [Asked(counts=counts, options=YES_NO, shows=primary(5))])
    one, other = attack(tables).to_dict(), attack(tables).to_dict()
    assert one.pop("seconds").keys() == other.pop("seconds").keys()
    assert one == other


def test_an_unknown_category_is_refused_by_name() -> None:
    tables = table(BIG, lambda *_: True)
    tables["indicator"]["options"] = "ja"
    with pytest.raises(ValueError, match="categories \\['nee'\\] are no options"):
        attack(tables)
