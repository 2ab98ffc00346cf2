"""The attack finds exactly what trying every table of counts finds, on random tiny releases."""

import itertools

import numpy as np
import pandas as pd
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from aggregation.attack import Kind, Limits, attack
from aggregation.attack.phrases import SAME_ANSWER
from bench.invented.released import LEVELS, tiny_release

LIMITS = Limits(k_protected=3, practices_protected=3, findings_per_table=1000)
MOST_TABLES = 20_000
RECOVERED = {Kind.SHOWN, Kind.EXACT, Kind.GROUP}
SEEDS = st.integers(min_value=0, max_value=10**6)


def shown_equations(tables: dict[str, pd.DataFrame]) -> list[tuple[np.ndarray, int]]:
    """Every shown cell as a 0/1 vector over atom × option and its count."""
    free = tables["cell"].loc[tables["cell"]["count"].notna()]
    return [(cell_vector(tables, row.level, row.area, row.category), int(row.count_)) for row in _rows(free)]


def cell_vector(tables: dict[str, pd.DataFrame], level: str, area: str, category: str) -> np.ndarray:
    membership = tables["membership"]
    inside = (membership[level] == area).to_numpy() if level in LEVELS else np.ones(len(membership), dtype=bool)
    chosen = [category in ("total", "ja"), category in ("total", "nee")]
    return np.outer(inside, chosen).astype(int).ravel()


def _rows(cells: pd.DataFrame) -> list:
    return list(cells.rename(columns={"count": "count_"}).itertuples(index=False))


def every_table(equations: list[tuple[np.ndarray, int]], unknowns: int) -> np.ndarray:
    """All tables of whole counts that agree with the equations; gives up beyond ``MOST_TABLES``."""
    matrix = np.array([vector for vector, _ in equations])
    found: list[np.ndarray] = []

    def fill(position: int, table: list[int], left: np.ndarray) -> None:
        if len(found) > MOST_TABLES:
            return
        if position == unknowns:
            found.append(np.array(table))
            return
        column = matrix[:, position]
        settled = ~matrix[:, position + 1 :].any(axis=1)
        for count in range(int(left[column > 0].min()) + 1):
            rest = left - column * count
            if not rest[settled].any():
                fill(position + 1, [*table, count], rest)

    fill(0, [], np.array([count for _, count in equations]))
    return np.array(found)


def brute(tables: dict[str, pd.DataFrame], known: list[tuple[np.ndarray, int]]) -> tuple[np.ndarray, int]:
    """All tables, or no example when there are too many or some unknown is in no shown cell."""
    equations = shown_equations(tables) + known
    unknowns = 2 * len(tables["membership"])
    assume(equations and np.any([vector for vector, _ in equations], axis=0).all())
    every = every_table(equations, unknowns)
    assume(len(every) <= MOST_TABLES)
    return every, unknowns


def small_groups(every: np.ndarray, unknowns: int, *, public: bool, k: int = 3) -> bool:
    """Whether some 0/1 combination has the same small value in every table."""
    groups = np.array(list(itertools.product([0, 1], repeat=unknowns)))
    worth = groups @ every.T
    leaks = (worth.min(axis=1) == worth.max(axis=1)) & (worth[:, 0] >= 1) & (worth[:, 0] < k)
    if public:  # all answers of an atom together are its public total
        leaks &= ~(groups.reshape(len(groups), -1, 2).min(axis=2) == 1).any(axis=1)
    return bool(leaks.any())


@given(SEEDS, st.sampled_from([2, 3]))
@settings(max_examples=200)
def test_finds_small_sums_of_doctors_exactly_when_trying_every_table_does(seed: int, k: int) -> None:
    tables, _ = tiny_release(seed)
    every, unknowns = brute(tables, [])
    found = {finding.kind for finding in attack(tables, limits=Limits(k_protected=k)).found}
    assert bool(found & RECOVERED) == small_groups(every, unknowns, public=False, k=k)


@given(SEEDS)
@settings(max_examples=100)
def test_finds_small_sums_of_practices_exactly_when_trying_every_table_does(seed: int) -> None:
    tables, counts = tiny_release(seed, totals_public=True)
    known = [
        (np.repeat(np.arange(len(counts)) == atom, 2).astype(int), int(total))
        for atom, total in enumerate(counts.sum(axis=1))
    ]
    every, unknowns = brute(tables, known)
    found = {finding.kind for finding in attack(tables, limits=LIMITS).found}
    assert bool(found & RECOVERED) == small_groups(every, unknowns, public=True)


@given(SEEDS)
@settings(max_examples=100)
def test_withheld_small_cells_are_told_exactly_when_every_table_agrees_on_them(seed: int) -> None:
    tables, _ = tiny_release(seed)
    every, _ = brute(tables, [])
    told = {(finding.areas[0], finding.category) for finding in attack(tables, limits=LIMITS).found if finding.areas}
    for row in _rows(tables["cell"].loc[tables["cell"]["count"].isna()]):
        worth = every @ cell_vector(tables, row.level, row.area, row.category)
        if worth.min() == worth.max() and 1 <= worth[0] <= 2:
            assert (f"{row.level}:{row.area}", row.category) in told


def check_intervals(tables: dict[str, pd.DataFrame], every: np.ndarray) -> int:
    """Hold what the attack calls narrow against every table; how many cells are."""
    found = attack(tables, limits=LIMITS).found
    told = {(finding.areas[0], finding.category) for finding in found if finding.kind is Kind.INTERVAL}
    narrow = set()
    for row in _rows(tables["cell"].loc[tables["cell"]["count"].isna()]):
        worth = every @ cell_vector(tables, row.level, row.area, row.category)
        if 1 <= worth.min() < worth.max() <= 2:
            narrow.add((f"{row.level}:{row.area}", row.category))
    assert told == narrow
    return len(narrow)


@given(SEEDS)
@settings(max_examples=100)
def test_intervals_are_told_exactly_when_they_are_narrow_in_every_table(seed: int) -> None:
    tables, _ = tiny_release(seed)
    check_intervals(tables, brute(tables, [])[0])


def test_narrow_intervals_do_occur_among_the_releases_that_are_tried() -> None:
    seen = {}
    for seed in (0, 107, 129, 133, 207, 271):
        tables, _ = tiny_release(seed)
        every = every_table(shown_equations(tables), 2 * len(tables["membership"]))
        seen[seed] = check_intervals(tables, every)
    assert seen == {0: 1, 107: 2, 129: 2, 133: 1, 207: 3, 271: 1}


@given(SEEDS)
@settings(max_examples=100)
def test_withheld_cells_of_any_size_are_told_when_too_few_values_are_left(seed: int) -> None:
    tables, _ = tiny_release(seed)
    every, _ = brute(tables, [])
    cells = tables["cell"].set_index(["level", "area", "category"])["count"].sort_index()
    kinds = {Kind.EXACT, Kind.INTERVAL, Kind.WITHHELD, Kind.ALIKE}
    found = [one for one in attack(tables, limits=LIMITS).found if one.kind in kinds]
    told = {(area, one.category) for one in found for area in one.areas}
    large = {(area, one.category) for one in found for area in one.areas if one.kind is Kind.WITHHELD}
    for level, area, category in cells.index[cells.isna()]:
        parts = cells[level, area]
        if category == "total" and parts[["ja", "nee"]].notna().all():
            continue  # both options stand there: so does their sum
        if not (every @ cell_vector(tables, level, area, "total")).any():
            continue  # nobody can be there
        worth = every @ cell_vector(tables, level, area, category)
        total = parts["total"] if category != "total" else pd.NA
        least = 3 if pd.isna(total) else min(3, int(total) + 1)
        few = worth.max() - worth.min() + 1 < least
        assert (f"{level}:{area}", category) in told or not few
        assert (f"{level}:{area}", category) not in large or few


def all_alike(every: np.ndarray) -> bool:
    """Whether in every table nobody gave the other answer in some atoms, while somebody is there."""
    by_atom = every.reshape(len(every), -1, 2)
    return any(
        bool((by_atom[:, (by_atom[:, :, 1 - option] == 0).all(axis=0), option].sum(axis=1) >= 1).all())
        for option in (0, 1)
    )


@given(SEEDS, st.booleans())
@settings(max_examples=150)
def test_same_answers_to_a_sensitive_question_are_told_exactly_when_every_table_has_them(
    seed: int, public: bool
) -> None:
    tables, counts = tiny_release(seed, totals_public=public, disclosure="sensitive")
    totals = enumerate(counts.sum(axis=1)) if public else ()
    known = [(np.repeat(np.arange(len(counts)) == atom, 2).astype(int), int(total)) for atom, total in totals]
    every, _ = brute(tables, known)
    told = any(finding.message == SAME_ANSWER[0] for finding in attack(tables, limits=LIMITS).found)
    assert told == all_alike(every)


@given(SEEDS)
@settings(max_examples=60)
def test_solver_and_enumeration_agree(seed: int) -> None:
    tables, _ = tiny_release(seed)
    listed = attack(tables, limits=LIMITS)
    solved = attack(tables, limits=Limits(**{**LIMITS.to_dict(), "enumerate_up_to": 0}))
    assert not solved.gave_up
    assert {f.to_dict()["kind"] for f in listed.found} == {f.to_dict()["kind"] for f in solved.found}
