"""Means and rates that count the same people, shown together: no combination rests on a few of them."""

import numpy as np
import pandas as pd
import pytest

from aggregation.protect import Question, Thresholds, protect
from data.terms import Disclosure, Level, UnitCounted

LEVELS = (Level.VLAANDEREN, Level.KRING, Level.ELZ)


def numbers(name: str, values: dict[str, list[float]], **changes: object) -> Question:
    """Give a number of doctors: values per atom, NaN where it does not count the doctor; every doctor a practice."""
    rows = [(atom, value) for atom, per_atom in values.items() for value in per_atom]
    units = pd.DataFrame(rows, columns=["atom", "value"])
    units = units.assign(unit=range(len(rows)), practice=range(len(rows)), doctors=1, answer=None, hidden=False)
    settings: dict[str, object] = {
        "indicator": name,
        "frame": name,
        "unit_counted": UnitCounted.DOCTOR,
        "disclosure": Disclosure.PROTECTED,
        "options": (),
        "multiple": False,
        "headline": (),
        "levels": LEVELS,
        "totals_public": False,
        "units": units[units["value"].notna()].reset_index(drop=True),
    }
    return Question(**(settings | changes))  # type: ignore[arg-type]


def world(**places: str) -> pd.DataFrame:
    """Each atom with its kring and zone, one letter each."""
    rows = [(atom, atom, two[0], two[1]) for atom, two in places.items()]
    return pd.DataFrame(rows, columns=["atom", "gemeente", "kring", "elz"])


def means(questions: list[Question], membership: pd.DataFrame) -> set[tuple[str, str, str]]:
    shown = protect(questions, membership, Thresholds()).shown
    kept = shown[shown["shown"] & (shown["aspect"] == "magnitude")]
    return set(kept[["indicator", "level", "area"]].itertuples(index=False, name=None))


def draw(rng: np.random.Generator, size: int) -> list[float]:
    return [float(value) for value in rng.integers(200, 3_000, size)]


@pytest.fixture
def crafted() -> pd.DataFrame:
    """Kring k is X and a, zone z is X and b: their difference is that of a and b."""
    return world(x="kz", a="ky", b="jz", y="jy")


def test_the_difference_of_two_areas_may_not_rest_on_two_doctors(crafted: pd.DataFrame) -> None:
    rng = np.random.default_rng(1)
    files = numbers("M01", {"x": draw(rng, 60), "a": draw(rng, 1), "b": draw(rng, 1), "y": draw(rng, 60)})
    shown = means([files], crafted)
    assert ("M01", "elz", "z") in shown
    assert ("M01", "kring", "k") not in shown  # the zone comes first


def test_the_difference_of_two_areas_may_rest_on_ten_doctors(crafted: pd.DataFrame) -> None:
    rng = np.random.default_rng(1)
    files = numbers("M01", {"x": draw(rng, 60), "a": draw(rng, 5), "b": draw(rng, 5), "y": draw(rng, 60)})
    assert {("M01", "elz", "z"), ("M01", "kring", "k")} <= means([files], crafted)


def test_a_sum_of_numbers_and_its_parts_are_one_number(crafted: pd.DataFrame) -> None:
    """The parts are shown for the zone; the kring may show the parts, or the sum, nowhere where both would differ."""
    rng = np.random.default_rng(2)
    sizes = {"x": 60, "a": 1, "b": 1, "y": 60}
    one = {atom: draw(rng, size) for atom, size in sizes.items()}
    two = {atom: draw(rng, size) for atom, size in sizes.items()}
    both = {atom: [x + y for x, y in zip(one[atom], two[atom], strict=True)] for atom in sizes}
    shown = means(
        [
            numbers("M02", one, levels=(Level.ELZ,)),
            numbers("M07", two, levels=(Level.ELZ,)),
            numbers("M08", both, levels=(Level.KRING,)),
        ],
        crafted,
    )
    assert {("M02", "elz", "z"), ("M07", "elz", "z")} <= shown
    assert ("M08", "kring", "k") not in shown


def test_doctors_whom_only_one_of_two_sums_counts_are_not_few() -> None:
    """Files of everybody beside files per hour of those who gave hours: the others are left."""
    rng = np.random.default_rng(3)
    for silent, expected in ((2, False), (8, True)):
        files, hours = draw(rng, 40), [float(value) for value in rng.integers(10, 60, 40)]
        known = numbers("A01", {"x": [np.nan] * silent + hours[silent:]})
        ratio = known.units.assign(value=[files[unit] for unit in known.units["unit"]])
        sums = ratio.assign(under=known.units["value"])[["unit", "atom", "practice", "doctors", "value", "under"]]
        per_hour = numbers("D05", {"x": [np.nan] * silent + files[silent:]}, sums=sums)
        shown = means([numbers("M01", {"x": files}), known, per_hour], world(x="kz"))
        assert ("M01", "kring", "k") in shown
        assert (("D05", "kring", "k") in shown) is expected


def test_work_of_practices_is_work_of_their_doctors() -> None:
    """Contacts of all doctors beside those of answering practices: the doctors of silent practices are left."""
    rng = np.random.default_rng(4)
    for silent, expected in ((3, False), (9, True)):
        contacts = draw(rng, 40)
        everybody = numbers("M08", {"x": contacts})
        answering = everybody.units.iloc[silent:].reset_index(drop=True)
        sums = answering.assign(value=answering["value"] / 46)[["unit", "atom", "practice", "doctors", "value"]]
        weekly = numbers(
            "P17",
            {"x": [np.nan] * silent + [value / 46 for value in contacts[silent:]]},
            unit_counted=UnitCounted.PRACTICE,
            totals_public=True,
            sums=sums,
        )
        shown = means([everybody, weekly], world(x="kz"))
        assert ("M08", "kring", "k") in shown
        assert (("P17", "kring", "k") in shown) is expected


def test_few_practices_are_few_however_many_doctors(crafted: pd.DataFrame) -> None:
    rng = np.random.default_rng(5)
    files = numbers("M01", {"x": draw(rng, 60), "a": draw(rng, 5), "b": draw(rng, 5), "y": draw(rng, 60)})
    units = files.units.assign(practice=files.units["practice"].where(~files.units["atom"].isin(["a", "b"]), -1))
    pair = numbers("M01", {"x": [0.0]}, units=units)
    assert ("M01", "kring", "k") not in means([pair], crafted)
