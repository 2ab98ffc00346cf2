"""What a reader knows of how numbers hang together: sums that hold for some, ratios by their parts, public counts."""

from collections.abc import Mapping

import numpy as np
import pandas as pd
import pytest

from aggregation.attack import Kind, Truth, attack, follow, magnitudes
from bench.invented.released import Asked, release
from tests.unit.aggregation.test_second_edition import CROSS, YES_NO, found, magnitude, units, with_means

Release = tuple[dict[str, pd.DataFrame], pd.DataFrame]


def with_rates(tables: dict[str, pd.DataFrame], name: str, values: Mapping[str, float]) -> dict[str, pd.DataFrame]:
    """Add a rate beside the shown total of some areas."""
    rows = tables["cell"].query("category == 'total' and confidentiality == 'F'")
    rows = rows.loc[rows["indicator"].eq(name) & rows["area"].isin(values)].assign(measure="rate")
    rates = rows.assign(value=rows["area"].map(values))
    return tables | {"cell": pd.concat([tables["cell"], rates.astype(tables["cell"].dtypes.to_dict())])}


def drawn(rows: pd.DataFrame, seed: int) -> pd.DataFrame:
    return rows.assign(value=np.random.default_rng(seed).integers(50, 4_000, len(rows)).astype(float))


# Which number follows from others, by which of them somebody has ------------------------------------------------------


def two_kinds_or_three(few: int) -> Release:
    """Contacts are those of three kinds; in kring k1 and zone e1 nobody has the third, so there two make the whole.

    The kring shows both kinds, the zone the whole; they differ in ``few`` GPs each way.
    """
    counts = [40, few, few, 40, 60]
    kinds = [drawn(units(name, counts), seed) for seed, name in enumerate(("M02", "M03", "M07"))]
    lacks = kinds[2]["atom"].isin(["a0000", "a0001", "a0002"])
    whole = units("M08", counts).assign(
        value=kinds[0]["value"] + kinds[1]["value"] + kinds[2]["value"].where(~lacks, 0.0)
    )
    rows = pd.concat([*kinds[:2], kinds[2].loc[~lacks], whole], ignore_index=True)
    asked = [magnitude(counts, name, seen={"k1"}) for name in ("M02", "M03")]
    asked.append(magnitude([0, 0, 0, 40, 60], "M07", seen={"k2"}))
    asked.append(magnitude(counts, "M08", seen={"e1"}))
    return with_means(release(CROSS, asked), rows), rows


def test_a_sum_is_read_among_those_who_have_the_same_numbers(monkeypatch: pytest.MonkeyPatch) -> None:
    assert Kind.MAGNITUDE in found(*two_kinds_or_three(1))
    assert Kind.MAGNITUDE not in found(*two_kinds_or_three(6))
    monkeypatch.setattr(
        magnitudes, "by_pattern", lambda table: {key: {} for key in map(tuple, table.notna().to_numpy().tolist())}
    )
    assert Kind.MAGNITUDE not in found(*two_kinds_or_three(1)), "nothing else sees it"


def test_who_lacks_a_number_has_the_sum_of_the_others() -> None:
    _, rows = two_kinds_or_three(6)
    table = rows.pivot_table(index="unit", columns="indicator", values="value")
    told = follow.by_pattern(table)
    assert told[True, True, True, True] == {"M08": dict.fromkeys(("M02", "M03", "M07"), 1)}
    assert told[True, True, False, True] == {"M08": dict.fromkeys(("M02", "M03"), 1)}


def test_too_few_to_tell_follow_what_holds_of_the_others_and_nothing_that_they_lack() -> None:
    _, rows = two_kinds_or_three(6)
    table = rows.pivot_table(index="unit", columns="indicator", values="value")
    table.loc[table.index[:3], "M03"] = np.nan  # three have one kind and the whole
    assert follow.by_pattern(table)[True, False, False, True] == {}


# Ratios, by the sums that they divide ---------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["M09", "M09H"])
@pytest.mark.parametrize(("beside", "leaks"), [({"VL"}, False), ({"k1", "e1"}, True)])
def test_a_part_of_the_contacts_tells_of_two_gps_only_beside_the_contacts(
    name: str, beside: set[str], leaks: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Kring and zone differ in one GP each way; percentages of unknown contacts do not give their difference."""
    counts = [40, 1, 1, 40, 60]
    part, whole = drawn(units(name, counts), 1), units("M08", counts)
    part.loc[part["atom"].eq("a0001"), "value"] = 40_000.0
    whole["value"] = part["value"] + np.random.default_rng(2).integers(1_000, 9_000, len(part))
    rows = pd.concat([part, whole], ignore_index=True)
    asked = [magnitude(counts, name, seen={"k1", "e1"}), magnitude(counts, "M08", seen=beside)]
    inside = {"k1": ["a0000", "a0001"], "e1": ["a0000", "a0002"]}
    rates = {}
    for area, atoms in inside.items():
        above, below = (table.loc[table["atom"].isin(atoms), "value"].sum() for table in (part, whole))
        rates[area] = round(100 * above / below, 1)
    tables = with_means(release(CROSS, asked), whole)
    tables["cell"] = tables["cell"].query("not (indicator == 'M08' and area not in @beside)")
    tables = with_rates(tables, name, rates)
    assert (Kind.MAGNITUDE in found(tables, rows)) is leaks
    monkeypatch.setattr(magnitudes, "RATIOS", {})
    assert Kind.MAGNITUDE in found(tables, rows), "read as a sum of its own it seems to tell"


@pytest.mark.parametrize(("taking", "leaks"), [(1, True), (6, False)])
def test_the_part_of_patients_with_practices_that_take_some_is_two_sums(taking: int, leaks: bool) -> None:
    """D04 divides the patients of practices without a stop by those of all, which P18 gives: that leaves the former."""
    counts = [40, 10, 10, 40, 60]
    patients = drawn(units("D04", counts), 3)
    number = patients["unit"].mod(1000)
    crossing = patients["atom"].isin(["a0001", "a0002"])
    stop = np.where(crossing & (number >= taking) | ~crossing & (number % 3 == 0), "volledig", "geen")
    told = patients.assign(indicator="P01", answer=stop, value=np.nan)
    rows = pd.concat([patients, patients.assign(indicator="P18"), told], ignore_index=True)
    asked = [magnitude(counts, name, seen={"k1", "e1"}, unit="practice", totals_public=True) for name in ("D04", "P18")]
    tables = with_means(release(CROSS, asked), rows.query("indicator == 'P18'"))
    takes = pd.Series(stop, index=patients.index).eq("geen")
    rates = {}
    for area, atoms in {"k1": ["a0000", "a0001"], "e1": ["a0000", "a0002"]}.items():
        here = patients["atom"].isin(atoms)
        rates[area] = round(100 * patients.loc[here & takes, "value"].sum() / patients.loc[here, "value"].sum(), 1)
    assert (Kind.MAGNITUDE in found(with_rates(tables, "D04", rates), rows)) is leaks


@pytest.mark.parametrize(("few", "leaks"), [(1, True), (6, False)])
def test_patients_per_doctor_give_the_patients_above_it(few: int, leaks: bool) -> None:
    """D05 of a zone beside P18 of a kring: what it divides by is public, so its numerator is known."""
    counts = [40, few, few, 40, 60]
    patients = drawn(units("D05", counts), 4)
    rows = pd.concat([patients, patients.assign(indicator="P18")], ignore_index=True)
    asked = [
        magnitude(counts, "P18", seen={"k1"}, unit="practice", totals_public=True),
        magnitude(counts, "D05", seen={"e1"}, unit="practice", totals_public=True),
    ]
    tables = with_means(release(CROSS, asked), rows.query("indicator == 'P18'"))
    assert (Kind.MAGNITUDE in found(with_rates(tables, "D05", {"e1": 731.2}), rows)) is leaks


# Counts that everybody may add up -------------------------------------------------------------------------------------


@pytest.mark.parametrize(("on_map", "leaks"), [("yes", False), ("no", True)])
def test_two_counts_of_which_everybody_may_know_who_is_in_them_are_no_pair(on_map: str, leaks: bool) -> None:
    """Practices with a yes to one question and not to another: two in g1; on the map they are named one by one."""
    counts = np.array([[38, 2], [40, 0], [40, 0], [40, 0], [60, 0]])
    other = np.array([[36, 4], [40, 0], [40, 0], [40, 0], [60, 0]])
    asked = [
        Asked(table, YES_NO, lambda *_: True, indicator=name, frame=name, unit="practice", totals_public=True)
        for name, table in (("P03", counts), ("P05", other))
    ]
    tables = release(CROSS, asked)
    tables["indicator"] = tables["indicator"].assign(practice_map=on_map)
    rows = [
        units(name, table.sum(axis=1).tolist(), lambda atom, number, t=table: YES_NO[int(number >= t[atom, 0])])
        for name, table in (("P03", counts), ("P05", other))
    ]
    verdict = attack(tables, truth=Truth(units=pd.concat(rows, ignore_index=True)))
    pairs = [one for one in verdict.found if one.kind is Kind.DIFFERENCE and one.indicators == ("P03", "P05")]
    assert bool(pairs) is leaks
    assert verdict.exempt["left_open"] >= (0 if leaks else 1)
