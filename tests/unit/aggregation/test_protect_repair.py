"""The loop of elimination, search and repair on systems small enough to work out by hand."""

from dataclasses import replace

import numpy as np
import pytest

from aggregation.protect.model import Limits
from aggregation.protect.plan import Planner
from aggregation.protect.repair import decide
from aggregation.protect.system import Candidate, System
from aggregation.protect.tallies import Measure


def make_system(counts: list[int], cells: list[list[int]], **changes: object) -> System:
    """One answer over atoms, totals unknown, unless changed; each cell is a candidate, the first the most important."""
    table = np.array([counts], dtype=np.int64)
    width = len(counts)
    none = np.zeros((0, width), dtype=np.int64)
    settings: dict[str, object] = {
        "units": table,
        "measures": (Measure(table, table[0], np.zeros_like(table), 5),),
        "known_totals": False,
        "caps": np.full(width, -1, dtype=np.int64),
        "base": none,
        "watched": none,
        "values": np.zeros(0, dtype=np.int64),
        "candidates": tuple(
            Candidate((number,), np.array([cell], dtype=np.int64), none, ((number, "total"),))
            for number, cell in enumerate(cells)
        ),
        "groups": none,
    }
    return System(**(settings | changes))  # type: ignore[arg-type]


def watch(cells: list[list[int]], values: int = 3) -> dict[str, object]:
    return {"watched": np.array(cells, dtype=np.int64), "values": np.full(len(cells), values, dtype=np.int64)}


@pytest.mark.parametrize("cells", [0, 1])
def test_what_the_totals_alone_give_away_is_reported(cells: int) -> None:
    # Atom 0 has a public total of one unit, which said yes: two values are possible whatever is withheld.
    table = np.array([[1, 9, 9], [0, 9, 9]], dtype=np.int64)
    none = np.zeros((0, 6), dtype=np.int64)
    everybody = Candidate((0,), np.array([[1, 1, 1, 0, 0, 0]], dtype=np.int64), none, ((0, "ja"),))
    changes: dict[str, object] = {
        "units": table,
        "measures": (Measure(table, table.sum(axis=0), table[::-1], 1),),
        "base": np.array([[1, 0, 0, 1, 0, 0]], dtype=np.int64),
        "groups": none,
        "candidates": (everybody,)[:cells],
    }
    asked = make_system([], [], **changes, **watch([[1, 0, 0, 0, 0, 0]], values=3))
    assert decide(asked, Limits()).gave_up == 1
    fewer = make_system([], [], **changes, **watch([[1, 0, 0, 0, 0, 0]], values=2))
    assert decide(fewer, Limits()).gave_up == 0
    heavier = replace(fewer, measures=(replace(fewer.measures[0], least=5),))
    assert decide(heavier, Limits()).gave_up == 1


def test_one_cell_goes_instead_of_two() -> None:
    # Atoms 0 and 1 hold two units each. The first cell gives either away beside the second and the third.
    cells = [[1, 1, 1, 1], [0, 1, 1, 1], [1, 0, 1, 1]]
    system = make_system([2, 2, 9, 9], cells, **watch([[1, 0, 0, 0], [0, 1, 0, 0]]))
    assert decide(system, Limits()).shown.tolist() == [False, True, True]


def test_a_clash_names_every_cell_that_it_takes() -> None:
    system = make_system([2, 9, 9, 9], [[1, 1, 1, 0], [0, 1, 0, 0], [0, 0, 1, 0], [0, 0, 0, 1]])
    planner = Planner(system)
    chosen = planner.choose(np.array([[1, 0, 0, 0]], dtype=np.int64), banned=())
    assert list(planner.clashes) == [frozenset({0, 1, 2})]
    assert chosen.sum() == 3
    assert planner.completes_clash(0, np.array([False, True, True, True]))
    assert not planner.completes_clash(3, np.array([True, True, True, False]))


def test_cells_that_pin_down_a_small_cell_are_not_shown_together() -> None:
    # The units of atom 0 lie between 0 and 4 under the first cell; the second leaves at most one to atom 0.
    cells = [[1, 1, 0], [0, 1, 1]]
    system = make_system([1, 6, 9], cells, **watch([[1, 0, 0]]))
    assert decide(system, Limits()).shown.tolist() == [True, True]
    tight = make_system([1, 6, 9], cells, caps=np.array([2, 6, 9], dtype=np.int64), **watch([[1, 0, 0]]))
    assert decide(tight, Limits()).shown.sum() == 1


ZEROS = [[1, 1, 0, 0, 0, 0], [1, 1, 1, 1, 0, 0], [0, 0, 1, 0, 1, 0], [0, 0, 0, 1, 1, 1]]


def test_a_zero_that_no_cell_shows_gives_nobody_away() -> None:
    # The first two cells are equal, so atoms 2 and 3 hold nobody; the last two then differ by the two units of atom 5.
    assert decide(make_system([9, 9, 0, 0, 8, 2], ZEROS), Limits()).shown.sum() == 3
    assert decide(make_system([9, 9, 1, 9, 8, 9], ZEROS), Limits()).shown.all()


def test_a_shown_zero_counts_at_once() -> None:
    # The first cell shows zero, so each of its atoms is; the other two then differ by the two units of atom 3.
    cells = [[1, 1, 0, 0], [1, 0, 1, 0], [0, 1, 1, 1]]
    system = make_system([0, 0, 8, 2], cells, **watch([[0, 0, 0, 1]]))
    zeros = np.eye(4, dtype=np.int64)[:2]
    told = replace(system, candidates=(replace(system.candidates[0], forced=zeros), *system.candidates[1:]))
    assert decide(told, Limits()).shown.sum() == 2
    assert decide(told, Limits()).rounds < decide(system, Limits()).rounds
