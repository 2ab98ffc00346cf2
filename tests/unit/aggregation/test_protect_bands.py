"""Numbers that stand on the map in classes: no shown mean gives one of them."""

from itertools import product

import numpy as np
import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from aggregation.protect import Question, Thresholds, protect
from aggregation.protect.areas import Areas
from aggregation.protect.bands import leave_open
from data.terms import Disclosure, Level, UnitCounted

BANDS = {0: (0, 1), 1: (0, 1), 2: (2, 3), 3: (2, 3), 4: (4, 7), 5: (4, 7), 6: (4, 7), 7: (4, 7)}


def waiting(days: dict[str, list[int]], hidden: int = 0) -> Question:
    rows = [(atom, float(value)) for atom, values in days.items() for value in values]
    units = pd.DataFrame(rows, columns=["atom", "value"])
    units = units.assign(unit=range(len(rows)), practice=range(len(rows)), doctors=3, answer=None)
    units["hidden"] = units["unit"] < hidden
    ends = [BANDS[int(value)] for value in units["value"]]
    return Question(
        indicator="P04",
        frame="practices",
        unit_counted=UnitCounted.PRACTICE,
        disclosure=Disclosure.PROTECTED,
        options=(),
        multiple=False,
        headline=(),
        levels=(Level.VLAANDEREN, Level.KRING, Level.ELZ, Level.GEMEENTE),
        totals_public=True,
        units=units,
        bands=pd.DataFrame(ends, columns=["low", "high"]).assign(unit=units["unit"]),
    )


def shown(question: Question, membership: pd.DataFrame) -> set[tuple[str, str]]:
    table = protect([question], membership, Thresholds()).shown
    kept = table[table["shown"] & (table["aspect"] == "magnitude")]
    return set(kept[["level", "area"]].itertuples(index=False, name=None))


TWO = pd.DataFrame([("a", "a", "k", "z"), ("b", "b", "l", "y")], columns=["atom", "gemeente", "kring", "elz"])


def test_a_mean_at_the_end_of_the_classes_is_withheld() -> None:
    rest = [4, 5, 5, 6, 7]
    assert ("gemeente", "a") not in shown(waiting({"a": [2, 2, 4, 4], "b": rest}), TWO)
    assert ("gemeente", "a") in shown(waiting({"a": [2, 3, 4, 4], "b": rest}), TWO)


def test_a_mean_of_equal_bands_one_below_the_end_leaves_two_values() -> None:
    assert ("gemeente", "a") in shown(waiting({"a": [4, 4, 4, 5], "b": [4, 5, 5, 6, 7]}), TWO)


def test_a_practice_off_the_map_has_no_class_that_could_hold_it() -> None:
    assert ("gemeente", "a") in shown(waiting({"a": [2, 2, 4, 4], "b": [4, 5, 5, 6, 7]}, hidden=4), TWO)


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_every_number_keeps_two_values_in_all_tables_that_fit(data: st.DataObject) -> None:
    """Beside a full enumeration of the days that fit the classes and every shown sum."""
    atoms = ["a", "b", "c"]
    letters = st.lists(st.sampled_from("AB"), min_size=3, max_size=3)
    places = {"atom": atoms, "gemeente": atoms, "kring": data.draw(letters), "elz": data.draw(letters)}
    areas = Areas.of(pd.DataFrame(places))
    one = st.tuples(st.sampled_from(atoms), st.sampled_from([0, 1, 2, 3, 4, 7]))
    days = data.draw(st.lists(one, min_size=1, max_size=6))
    ends = [BANDS[value] for _, value in days]
    units = pd.DataFrame(
        {
            "atom": [atom for atom, _ in days],
            "value": [float(value) for _, value in days],
            "low": [float(low) for low, _ in ends],
            "high": [float(high) for _, high in ends],
        }
    )
    kept = leave_open(units, np.ones(len(areas.level), dtype=bool), areas)
    rows = areas.holds[kept][:, areas.positions(units["atom"])].astype(int)
    fits = [
        guess
        for guess in product(*(range(low, high + 1) for low, high in ends))
        if (rows @ (np.array(guess) - units["value"].to_numpy()) == 0).all()
    ]
    for number in range(len(days)):
        if rows[:, number].any():
            assert len({guess[number] for guess in fits}) >= 2
