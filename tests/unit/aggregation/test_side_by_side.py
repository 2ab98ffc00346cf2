"""Tables of a year decided and attacked side by side: what comes out is what one process gives."""

import pickle
from concurrent.futures import Executor, Future
from typing import Any

import numpy as np
import pandas as pd
import pytest

from aggregation.attack import Truth, Verdict, attack, attack_pair
from aggregation.protect import Thresholds
from aggregation.release.prove import vintages
from aggregation.year.cube import YearTables, build_year, combine_years, unit_rows
from bench.invented.corrected import tabulate
from data.engine import engine
from data.linkage import Definitions, LinkedYear
from data.workers import IN_TURN, InTurn, workers
from tests.unit.aggregation.test_changes import MEMBERSHIP, UNITS, answered_otherwise
from tests.unit.aggregation.test_corrected_year import ALL, KEYED, YEAR, many


class Late(InTurn):
    """Does each piece only when somebody asks what came out of it."""

    def __init__(self) -> None:
        self.names: list[str] = []
        self.sent: list[bytes] = []

    def submit(self, fn: Any, /, *args: Any, **kwargs: Any) -> "Future[Any]":
        self.names.append(fn.__qualname__)
        self.sent.append(pickle.dumps((fn, args, kwargs)))
        return _Asked(lambda: fn(*args, **kwargs))


class _Asked(Future[Any]):
    def __init__(self, work: Any) -> None:
        super().__init__()
        self.work = work

    def result(self, timeout: float | None = None) -> Any:
        if not self.done():
            self.set_result(self.work())
        return super().result(timeout)


def made(pool: Executor) -> tuple[YearTables, Verdict]:
    tables = many()
    with engine() as connection:
        for name, frame in tables.items():
            connection.register(name, frame)
        linked = LinkedYear(connection, survey_year=YEAR, definitions=Definitions(), tables=tables, secret=KEYED)
        year = build_year(linked, ALL, Thresholds(), rng=np.random.default_rng(3), pool=pool)
    released = combine_years([year], ALL, Thresholds())
    return year, attack(released, truth=Truth(units=unit_rows([year])), pool=pool)


def without_time(verdict: Verdict) -> dict[str, Any]:
    return {name: value for name, value in verdict.to_dict().items() if name != "seconds"}


@pytest.fixture(scope="module")
def alone() -> tuple[YearTables, Verdict]:
    return made(IN_TURN)


def same(one: tuple[YearTables, Verdict], other: tuple[YearTables, Verdict]) -> None:
    for name, table in one[0].tables.items():
        pd.testing.assert_frame_equal(table, other[0].tables[name], check_exact=True)
    assert without_time(one[1]) == without_time(other[1])


def test_two_processes_give_what_one_gives(alone: tuple[YearTables, Verdict]) -> None:
    with workers(2) as pool:
        same(alone, made(pool))


def test_a_table_that_comes_late_changes_nothing(alone: tuple[YearTables, Verdict]) -> None:
    late = Late()
    same(alone, made(late))
    asked = [name for name in late.names if name == "answer_cells"]
    attacked = [name for name in late.names if name == "_Task.run"]
    assert len(asked) > 40, "questions are decided table by table"
    assert len(attacked) > 60, "and attacked so"
    sent = b"".join(late.sent)
    people = many()["contacts"]["riziv"].tolist()
    assert not [one for one in people if one.encode() in sent or one[:8].encode() in sent]
    keys = [key for keys in alone[0].keys.values() for key in keys]
    assert not [key for key in keys if str(key).encode() in sent], "nor what recognises a unit in another delivery"
    assert sum(map(len, late.sent)) < 50e6


def test_what_a_leak_tells_is_the_same_from_another_process(alone: tuple[YearTables, Verdict]) -> None:
    year, _ = alone
    released = combine_years([year], ALL, Thresholds())
    cell = released["cell"].copy()
    counts = year.tables["cell"].query("level == 'vlaanderen' and category == 'total' and measure == 'count'")
    shown = counts.loc[counts["confidentiality"] == "F", "indicator"].tolist()
    place = cell.index[(cell["indicator"].isin(shown)) & cell["level"].eq("gemeente") & cell["measure"].eq("count")][0]
    cell.loc[place, ["count", "value", "confidentiality"]] = [1, 1.0, "F"]
    told = released | {"cell": cell}
    here = attack(told, truth=Truth(units=unit_rows([year])))
    with workers(2) as pool:
        there = attack(told, truth=Truth(units=unit_rows([year])), pool=pool)
    assert not here.safe
    assert without_time(here) == without_time(there)


@pytest.mark.parametrize("indicator", ["P22", "A09", "M01"])
@pytest.mark.parametrize("seen", [True, False])
def test_two_releases_are_attacked_table_by_table_with_the_same_outcome(indicator: str, *, seen: bool) -> None:
    corrected = answered_otherwise(indicator, 1)
    old, new = tabulate(MEMBERSHIP, UNITS), tabulate(MEMBERSHIP, corrected)
    truth = vintages(UNITS, corrected) if seen else None
    late = Late()
    here = attack_pair(old, new, truth=truth)
    assert not here.safe
    assert without_time(attack_pair(old, new, truth=truth, pool=late)) == without_time(here)
    alone = not seen and indicator == "M01"  # no count changed: the newer release shows all that both show
    assert set(late.names) == (set() if alone else {"_Task.run"})
    assert not [key for key in UNITS["key"] if pickle.dumps(key)[4:-2] in b"".join(late.sent)], "counts, no units"
