"""Three and four options, headlines, and questions with the same respondents: the attack against every table."""

import itertools
import random
from collections.abc import Sequence

import numpy as np
import pandas as pd
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from aggregation.attack import Kind, Limits, attack
from bench.invented.released import LEVELS, Asked, Shows, release, tiny_map
from tests.property.test_attack_brute_force import every_table

RECOVERED = {Kind.SHOWN, Kind.EXACT, Kind.GROUP}
SEEDS = st.integers(min_value=0, max_value=10**6)
K = 3
LIMITS = Limits(k_protected=K, practices_protected=K, findings_per_table=1000)
MOST_TABLES = 2_000
Equation = tuple[np.ndarray, int]


def draw(
    seed: int, options: int, *, atoms: int, totals_public: bool = False, headline: bool = False
) -> dict[str, pd.DataFrame]:
    """Draw a release of one question with randomly shown cells; counts only."""
    rng = random.Random(seed)  # noqa: S311 - repeatable instances
    places = [
        (f"g{atom if totals_public else rng.randrange(2)}", f"k{rng.randrange(2)}", f"e{rng.randrange(2)}")
        for atom in range(atoms)
    ]
    return _lay_out(tiny_map(places), [_ask(rng, atoms, options, "A05", totals_public, headline)])


def draw_two(seed: int) -> dict[str, pd.DataFrame]:
    """Draw two questions that the same people answered, as the total of Flanders shows.

    An option is shown only where its total is.
    The attack tells of an option without its total at once: its share gives that total.
    """
    rng = random.Random(seed)  # noqa: S311 - repeatable instances
    places = [(f"g{rng.randrange(2)}", f"k{rng.randrange(2)}", f"e{rng.randrange(2)}") for _ in range(3)]
    one, other = _ask(rng, 3, 2, "A05"), _ask(rng, 3, 2, "A06")
    totals = one.counts.sum(axis=1)
    given_first = [rng.randint(0, int(total)) for total in totals]
    for question in (one, other):
        question.shows = _under_its_total(question.shows)
    other.counts = np.stack([given_first, totals - given_first], axis=1)
    return _lay_out(tiny_map(places), [one, other])


def _under_its_total(shows: Shows) -> Shows:
    totals: dict[tuple[str, str], bool] = {}

    def both(level: str, area: str, category: str, count: int, total: int) -> bool:
        shown = shows(level, area, category, count, total) or (level == "vlaanderen" and category == "total")
        if category == "total":
            totals[level, area] = shown
        return shown and totals[level, area]

    return both


def _ask(
    rng: random.Random, atoms: int, options: int, indicator: str, totals_public: bool = False, headline: bool = False
) -> Asked:
    part = rng.choice([0.3, 0.5, 0.7])
    careful = rng.random() < 0.7  # withholds at least what is small itself, so that only combinations can leak

    def shows(_level: str, _area: str, category: str, count: int, total: int) -> bool:
        if totals_public and category == "total":
            return True
        if careful and (1 <= count < K or (category != "total" and 1 <= total - count < K)):
            return False
        return rng.random() < part

    return Asked(
        counts=np.array([[rng.choice([0, 0, 1, 2, 3, 4]) for _ in range(options)] for _ in range(atoms)]),
        options=tuple("abcd"[:options]),
        headline=("a", "b") if headline else (),
        shows=shows,
        indicator=indicator,
        unit="practice" if totals_public else "doctor",
        totals_public=totals_public,
    )


def _lay_out(membership: pd.DataFrame, asked: Sequence[Asked]) -> dict[str, pd.DataFrame]:
    tables = release(membership, asked)
    # Counts only: a share beside a withheld total would tell the attack more than the counts that are tried.
    tables["cell"].loc[tables["cell"]["measure"] == "share", "value"] = pd.NA
    return tables


def equations(tables: dict[str, pd.DataFrame], indicator: str = "A05") -> list[Equation]:
    """Every shown cell as a 0/1 vector over atom × option and its count."""
    membership = tables["membership"]
    options = tables["indicator"].set_index("indicator").loc[indicator, "options"].split()
    rows = tables["cell"].loc[(tables["cell"]["indicator"] == indicator) & tables["cell"]["count"].notna()]
    found = []
    for level, area, category, count in rows[["level", "area", "category", "count"]].itertuples(index=False):
        inside = (membership[level] == area).to_numpy() if level in LEVELS else np.ones(len(membership), dtype=bool)
        chosen = [category == "total" or option in category.split("|") for option in options]
        found.append((np.outer(inside, chosen).astype(int).ravel(), int(count)))
    return found


def tables_that_fit(rows: list[Equation], unknowns: int) -> np.ndarray:
    """All tables of whole counts; no example when there are too many or some unknown is in no shown cell."""
    assume(rows and np.any([vector for vector, _ in rows], axis=0).all())
    every = every_table(rows, unknowns)
    assume(len(every) <= MOST_TABLES)
    return every


def small_groups(every: np.ndarray, options: int, *, public: bool = False) -> bool:
    """Whether some 0/1 combination has the same small value in every table."""
    groups = np.array(list(itertools.product([0, 1], repeat=every.shape[1])))
    worth = groups @ every.T
    leaks = (worth.min(axis=1) == worth.max(axis=1)) & (worth[:, 0] >= 1) & (worth[:, 0] < K)
    if public:  # all answers of an atom together are its public total
        leaks &= ~(groups.reshape(len(groups), -1, options).min(axis=2) == 1).any(axis=1)
    return bool(leaks.any())


def recovered(tables: dict[str, pd.DataFrame]) -> bool:
    verdict = attack(tables, limits=LIMITS)
    assert not verdict.gave_up
    return bool({finding.kind for finding in verdict.found} & RECOVERED)


@given(SEEDS, st.booleans())
@settings(max_examples=200)
def test_three_options_are_searched_to_the_end(seed: int, headline: bool) -> None:
    tables = draw(seed, 3, atoms=3, headline=headline)
    every = tables_that_fit(equations(tables), 9)
    assert recovered(tables) == small_groups(every, 3)


@given(SEEDS, st.booleans())
@settings(max_examples=200)
def test_four_options_are_searched_to_the_end(seed: int, headline: bool) -> None:
    tables = draw(seed, 4, atoms=2, headline=headline)
    every = tables_that_fit(equations(tables), 8)
    assert recovered(tables) == small_groups(every, 4)


@given(SEEDS, st.sampled_from([3, 4]))
@settings(max_examples=200)
def test_options_of_practices_with_known_totals_are_searched_to_the_end(seed: int, options: int) -> None:
    atoms = 6 - options
    tables = draw(seed, options, atoms=atoms, totals_public=True)
    every = tables_that_fit(equations(tables), atoms * options)
    assert recovered(tables) == small_groups(every, options, public=True)


@given(SEEDS)
@settings(max_examples=400)
def test_two_questions_to_the_same_people_are_one_system(seed: int) -> None:
    tables = draw_two(seed)
    mine, other = equations(tables, "A05"), equations(tables, "A06")
    assume(any(value for _, value in mine))
    found = {
        indicator
        for finding in attack(tables, limits=LIMITS).found
        if finding.kind in RECOVERED
        for indicator in finding.indicators[:1]
    }
    for indicator, one, two in (("A05", mine, other), ("A06", other, mine)):
        if follows_from_both(one, two, 6):
            assert indicator in found


def follows_from_both(mine: list[Equation], other: list[Equation], unknowns: int) -> bool:
    """Whether a small group of one question is a linear combination of the shown cells of both questions.

    The unknowns of the two are tied together by the number of people per atom, which is the same in both.
    """
    width = 2 * unknowns
    rows = [np.concatenate([vector, np.zeros(unknowns)]) for vector, _ in mine]
    rows += [np.concatenate([np.zeros(unknowns), vector]) for vector, _ in other]
    values = [value for _, value in (*mine, *other)]
    for atom in range(unknowns // 2):
        tie = np.zeros(width)
        tie[2 * atom : 2 * atom + 2], tie[unknowns + 2 * atom : unknowns + 2 * atom + 2] = 1, -1
        rows.append(tie)
        values.append(0)
    inverse = np.linalg.pinv(np.array(rows))
    space = inverse @ np.array(rows)
    groups = np.array(list(itertools.product([0, 1], repeat=unknowns)))[1:]
    wide = np.concatenate([groups, np.zeros_like(groups)], axis=1)
    inside = np.abs(wide @ space - wide).max(axis=1) < 1e-8
    worth = np.round(wide[inside] @ (inverse @ np.array(values)))
    return bool(((worth >= 1) & (worth < K)).any())
