"""Releases that only an attack of the second edition sees, one for each; and what the rules let pass."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
import pytest

from aggregation.attack import Kind, Limits, Truth, attack
from aggregation.attack.classes import Sums, deviation, pinned, smallest_largest
from aggregation.attack.magnitudes import _factor, _Shown
from aggregation.attack.phrases import BOUNDED
from aggregation.estimate import coarse_interval, mean_interval
from bench.invented.released import Asked, release, tiny_map

YES_NO = ("ja", "nee")
CROSS = tiny_map([("g1", "k1", "e1"), ("g2", "k1", "e2"), ("g3", "k2", "e1"), ("g4", "k2", "e2"), ("g5", "k3", "e3")])
"""Kring k1 is the zone e1 but for g3 instead of g2."""


def units(indicator: str, counts: list[int], answer: Callable[[int, int], str] | None = None, **more: Any) -> Any:
    """One row per unit: the same numbers of units in the same atoms are the same units."""
    rows = [
        {
            "unit": 1000 * atom + number,
            "atom": f"a{atom:04d}",
            "practice": 1000 * atom + number,
            "answer": answer(atom, number) if answer else pd.NA,
            "value": float(10 + (7 * number + atom) % 13),
        }
        for atom, count in enumerate(counts)
        for number in range(count)
    ]
    return pd.DataFrame(rows).assign(indicator=indicator, year=2024, doctors=5, hidden=False, **more)


def with_means(tables: dict[str, pd.DataFrame], rows: pd.DataFrame, **bounds: float) -> dict[str, pd.DataFrame]:
    """Add the true mean beside every shown total of a question."""
    members = tables["membership"]
    shown = tables["cell"].query("category == 'total' and confidentiality == 'F' and count > 0")
    shown = shown.loc[shown["indicator"].isin(rows["indicator"])].assign(measure="mean")
    values = []
    for level, area, name in zip(shown["level"], shown["area"], shown["indicator"], strict=True):
        inside = members["atom"] if level == "vlaanderen" else members.loc[members[level] == area, "atom"]
        own = rows.loc[rows["atom"].isin(inside) & (rows["indicator"] == name), "value"]
        values.append(round(own.mean(), 1))
    means = shown.assign(value=pd.array(values, dtype="Float64"), **bounds)
    return tables | {"cell": pd.concat([tables["cell"], means.astype(tables["cell"].dtypes.to_dict())])}


def magnitude(counts: list[int], indicator: str, *, seen: set[str] | None = None, **more: Any) -> Asked:
    return Asked(
        counts=np.array(counts)[:, None],
        options=(),
        shows=lambda level, area, *_: level != "gemeente" if seen is None else area in seen,
        indicator=indicator,
        frame=indicator,
        **more,
    )


def found(tables: dict[str, pd.DataFrame], rows: pd.DataFrame | None = None, **limits: Any) -> set[Kind]:
    truth = None if rows is None else Truth(units=rows)
    return {finding.kind for finding in attack(tables, truth=truth, limits=Limits(**limits)).found}


def two_means_apart(few: int) -> tuple[dict[str, pd.DataFrame], pd.DataFrame]:
    """Show kring k1 and zone e1, which share g1 and differ in ``few`` GPs each way."""
    counts = [40, few, few, 40, 60]
    rows = units("A01", counts)
    asked = magnitude(counts, "A01", seen={"k1", "e1"})
    return with_means(release(CROSS, [asked]), rows), rows


def contacts(part_shown_in: set[str]) -> tuple[dict[str, pd.DataFrame], pd.DataFrame]:
    """Show all contacts and two of three kinds per area; the third kind everywhere but in some areas.

    Contacts in g2 are those of two GPs: its kring shows all kinds but one, its municipality the total of the rest.
    """
    counts = [40, 40, 40, 40, 60]
    kinds = [units(name, counts).assign(name=name) for name in ("M02", "M03", "M07")]
    generator = np.random.default_rng(5)
    for part in kinds:
        part["value"] = generator.integers(1, 4000, len(part)).astype(float)
    total = kinds[0].assign(indicator="M08", value=sum(part["value"] for part in kinds))
    few = total["atom"].eq("a0001") & total["unit"].mod(1000).ge(2)  # in g2 two GPs have all kinds, the others no M07
    kinds[2] = kinds[2].loc[~few]
    rows = pd.concat([*kinds, total], ignore_index=True)
    asked = [magnitude(counts, name, seen={"VL", "k1", "e2", "k2", "k3"}) for name in ("M02", "M03", "M08")]
    asked.append(magnitude([40, 2, 40, 40, 60], "M07", seen=part_shown_in))
    return with_means(release(CROSS, asked), rows), rows


def one_minus_another(few: int, *, asked_for: bool = False) -> tuple[dict[str, pd.DataFrame], pd.DataFrame]:
    """Show how many GPs have contacts and how many of them many: the rest have few."""
    counts = [40, 40, 40, 40, 60]
    many = [40 - few, 40, 40, 40, 60]
    rows = pd.concat([units("M08", counts), units("P11", many)], ignore_index=True)
    asked = [magnitude(counts, "M08"), magnitude(many, "P11")]
    tables = release(CROSS, asked)
    tables["indicator"] = tables["indicator"].assign(asked=asked_for)
    return tables, rows


def too_few_practices(answering: int) -> tuple[dict[str, pd.DataFrame], None]:
    half = answering // 2
    counts = np.array([[half, answering - half], [20, 20], [20, 20], [20, 20], [30, 30]])
    asked = Asked(
        counts=counts, options=YES_NO, shows=lambda *_: True, indicator="P22", unit="practice", totals_public=True
    )
    return release(CROSS, [asked]), None


def waiting(days: list[int], mean: float) -> tuple[dict[str, pd.DataFrame], None]:
    """Show the mean waiting time of one municipality, and the class of every practice there on the map."""
    counts = [len(days), 20, 20, 20, 20]
    asked = magnitude(counts, "P04", seen={"g1"}, unit="practice", totals_public=True)
    tables = release(CROSS, [asked])
    tables["indicator"] = tables["indicator"].assign(practice_map="class")
    tables["cell"] = pd.concat(
        [
            tables["cell"],
            tables["cell"].query("area == 'g1'").assign(measure="mean", value=mean, frame=len(days)),
        ]
    )
    code = ["0-1" if day < 2 else "2-3" if day < 4 else "4-7" for day in days]
    place = CROSS.iloc[[0]].drop(columns=["atom", "postcode"])
    return tables | {"practice": pd.concat([place] * len(days)).assign(P04=code)}, None


def largest_bounded(values: list[float]) -> tuple[dict[str, pd.DataFrame], pd.DataFrame]:
    """Show mean and interval of a few practices in g1, as a release of the first edition did."""
    n, frame = len(values), 40
    rows = units("P20", [n, 0, 0, 0, 0]).assign(value=values)
    tables = release(CROSS, [magnitude([n, 0, 0, 0, 0], "P20", seen={"g1"}, unit="practice")])
    mean, spread = float(np.mean(values)), float(np.std(values, ddof=1))
    half = {3: 4.303, 10: 2.262}[n] * spread / np.sqrt(n) * np.sqrt((frame - n) / (frame - 1))
    shown = (
        tables["cell"]
        .query("area == 'g1'")
        .assign(measure="mean", value=round(mean, 1), lower=mean - half, upper=mean + half, frame=frame)
    )
    tables["cell"] = pd.concat([tables["cell"], shown])
    return tables, rows


def withheld_though_large(cover: set[str]) -> tuple[dict[str, pd.DataFrame], None]:
    """Withhold one large count, which the others give back, or two that cover each other."""
    counts = np.array([[20, 30], [25, 20], [30, 30], [20, 25], [40, 30]])
    asked = Asked(
        counts=counts,
        options=YES_NO,
        shows=lambda level, area, category, *_: (
            level in ("vlaanderen", "gemeente") and (category == "total" or area not in cover)
        ),
        levels=("vlaanderen", "gemeente"),
    )
    return release(CROSS, [asked]), None


@dataclass(frozen=True)
class Weak:
    """A release that leaks, the same one made sound, and the attack that tells them apart."""

    leaks: Callable[[], tuple[dict[str, pd.DataFrame], pd.DataFrame | None]]
    sound: Callable[[], tuple[dict[str, pd.DataFrame], pd.DataFrame | None]]
    kind: Kind
    also: frozenset[Kind] = frozenset()
    """What other attacks see of it."""


WEAK = {
    "the difference of two means": Weak(lambda: two_means_apart(1), lambda: two_means_apart(3), Kind.MAGNITUDE),
    "a sum beside all of its parts": Weak(
        lambda: contacts({"VL", "k1", "k2", "k3", "g1"}),
        lambda: contacts(set()),
        Kind.MAGNITUDE,
        frozenset({Kind.EXACT}),
    ),
    "one count minus another": Weak(lambda: one_minus_another(3), lambda: one_minus_another(9), Kind.DIFFERENCE),
    "answers of so few that withholding tells": Weak(
        lambda: too_few_practices(5), lambda: too_few_practices(8), Kind.PATTERN, frozenset({Kind.EXACT, Kind.SHOWN})
    ),
    "waiting days that the classes leave no choice": Weak(
        lambda: waiting([0, 0, 2, 2, 4, 4], 2.0), lambda: waiting([0, 1, 2, 3, 4, 6], 2.7), Kind.CLASSES
    ),
    "the largest of three": Weak(
        lambda: largest_bounded([820.0, 900.0, 1700.0]),
        lambda: largest_bounded([200.0, 400.0, 600.0, 800.0, 900.0, 950.0, 1000.0, 1100.0, 1300.0, 1700.0]),
        Kind.DOMINANCE,
    ),
    "a large count that was withheld": Weak(
        lambda: withheld_though_large({"g1"}), lambda: withheld_though_large({"g1", "g2"}), Kind.WITHHELD
    ),
}


@pytest.mark.parametrize("weak", WEAK.values(), ids=WEAK)
def test_only_this_attack_sees_the_leak_and_the_sound_release_passes_it(weak: Weak) -> None:
    tables, rows = weak.leaks()
    # Where a question shows areas and no total of Flanders, that total can be added up: large, and withheld.
    assert weak.kind in found(tables, rows) <= {weak.kind, Kind.WITHHELD, *weak.also}
    tables, rows = weak.sound()
    assert weak.kind not in found(tables, rows)


def test_two_means_apart_are_seen_from_the_release_alone_where_head_counts_are_public() -> None:
    tables, _ = two_means_apart(1)
    assert Kind.MAGNITUDE not in found(tables)
    heads = magnitude([45, 2, 2, 45, 70], "D01", totals_public=True, disclosure="public")
    everywhere = Asked(**(vars(heads) | {"shows": lambda *_: True}))
    both = release(CROSS, [magnitude([40, 1, 1, 40, 60], "A01", seen={"k1", "e1"}), everywhere])
    both["cell"] = pd.concat([both["cell"], tables["cell"].query("measure == 'mean'")])
    assert Kind.MAGNITUDE in found(both)


@pytest.mark.parametrize(("some", "leaks"), [(1, True), (0, False)])
def test_an_area_counts_as_empty_only_where_every_question_of_a_group_says_so(some: int, *, leaks: bool) -> None:
    """M09 shows that nobody of its own is in g2 or g3; of M08 there may be somebody."""
    heads = magnitude([45, 2, 2, 45, 70], "D01", totals_public=True, disclosure="public")
    everywhere = Asked(**(vars(heads) | {"shows": lambda *_: True}))
    whole = magnitude([40, some, some, 40, 60], "M08", seen={"k1", "e1"} if some else {"k1", "e1", "g1"})
    part = magnitude([40, 0, 0, 40, 60], "M09", seen={"k1", "e1", "g1"})
    counts = {"M08": [40, some, some, 40, 60], "M09": [40, 0, 0, 40, 60]}
    rows = pd.concat([units(name, own) for name, own in counts.items()], ignore_index=True)
    tables = with_means(release(CROSS, [whole, part, everywhere]), rows)
    assert (Kind.MAGNITUDE in found(tables)) is leaks


def test_who_only_left_a_question_open_may_be_counted() -> None:
    tables, rows = one_minus_another(3, asked_for=True)
    assert Kind.DIFFERENCE not in found(tables, rows)
    assert attack(tables, truth=Truth(units=rows)).exempt["left_open"] == 1


def test_values_off_the_map_leave_room() -> None:
    bands = [(0, 1), (0, 1), (2, 3)]
    exact = Sums(3, 3.9, 4.1, (0.0, np.inf))  # 0 or 1 twice and 2 or 3 make 4: 0+1+3, 1+1+2
    assert not pinned(bands, exact, 0, 180)
    lowest = Sums(3, 1.9, 2.1, (0.0, np.inf))
    assert pinned(bands, lowest, 0, 180)
    assert not pinned(bands, Sums(5, 3.9, 4.1, (0.0, np.inf)), 0, 180)


def test_a_largest_value_known_within_a_tenth_is_told() -> None:
    tables, rows = largest_bounded([100.0, *[1.0] * 9])
    told = {finding.message for finding in attack(tables, truth=Truth(units=rows)).found}
    assert BOUNDED[0] in told
    tables, rows = largest_bounded([30.0, *[float(value) for value in range(10, 28, 2)]])
    assert BOUNDED[0] not in {finding.message for finding in attack(tables, truth=Truth(units=rows)).found}
    assert smallest_largest(2, 10.0, 58.0) == pytest.approx(7.0)  # 7 and 3
    assert smallest_largest(3, 10.0, 50.0) == pytest.approx(5.0)  # 5 and 5


def test_squares_leave_fewer_values_than_sums() -> None:
    bands = [(0, 1), (0, 1), (2, 3)]
    assert pinned(bands, Sums(3, 3.9, 4.1, (5.5, 6.5)), 0, 180)  # 1+1+2, squares 6
    assert not pinned(bands, Sums(3, 3.9, 4.1, (5.5, 10.5)), 0, 180)


def test_everything_is_safe_when_every_count_is_large_and_shown() -> None:
    counts = np.array([[20, 30], [25, 20], [30, 30], [20, 25], [40, 30]])
    assert attack(release(CROSS, [Asked(counts=counts, options=YES_NO, shows=lambda *_: True)])).safe


@pytest.mark.parametrize(
    ("asked_for", "holds_all", "exempt"), [(True, True, True), (True, False, False), (False, True, False)]
)
def test_an_option_beside_another_total_is_exempt_only_where_it_says_what_its_own_total_says(
    asked_for: bool, holds_all: bool, exempt: bool
) -> None:
    """38 of 40 in g1 are self-employed, beside the GPs who gave hours: all who gave a status, or many of them not."""
    counts = [40, 40, 40, 40, 60]
    status = units("A09", counts, lambda atom, number: "nee" if atom == 0 and number < 2 else "ja")
    gave = counts if holds_all else [39, 28, 40, 40, 60]
    hours = units("A01", gave).assign(value=pd.NA)
    yes = np.array([[38, 2], [40, 0], [40, 0], [40, 0], [60, 0]])
    asked = [
        Asked(yes, YES_NO, lambda level, *_: level != "gemeente", indicator="A09", frame="A09"),
        magnitude(gave, "A01"),
    ]
    tables = release(CROSS, asked)
    tables["indicator"] = tables["indicator"].assign(asked=asked_for)
    verdict = attack(tables, truth=Truth(units=pd.concat([status, hours], ignore_index=True)), limits=Limits())
    pairs = {one.category for one in verdict.found if one.kind is Kind.DIFFERENCE}
    assert ("ja - total" in pairs or "total - ja" in pairs) is not exempt


def test_a_number_that_is_no_ratio_of_its_parts_is_read_as_one_of_its_own() -> None:
    table = pd.DataFrame({"M08": [100.0, 400.0], "M09": [10.0, 30.0]})
    everywhere = {("vlaanderen", "VL"): np.array([True, True])}

    def shown(value: float) -> list[_Shown]:
        return [_Shown("M09", ("vlaanderen", "VL"), "mean", value)]

    assert _factor("M09", shown(8.0), table, everywhere) == 100
    assert _factor("M09", shown(8.8), table, everywhere) is None, "the mean of the ratios"


@pytest.mark.parametrize("spread", [3.1, 4.4, 9.7, 10.0, 28.0])
def test_the_spread_behind_a_coarse_interval_is_within_what_the_reader_reckons_with(spread: float) -> None:
    low, high = mean_interval([40.0], [spread], [20], [60])
    low, high = coarse_interval([40.0], low, high, [20], fewest=10)
    least, most = deviation(20, 60, 40.0, round(float(low[0]), 1), round(float(high[0]), 1))
    assert least <= spread <= most
    assert most > least + 0.2
