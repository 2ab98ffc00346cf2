"""Laws of protection, checked against every table that fits what is shown, on instances small enough to list them."""

import itertools
from dataclasses import replace

import numpy as np
import pandas as pd
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from aggregation.protect import Question, Thresholds, protect
from data.terms import Disclosure, Level, UnitCounted

LEVELS = (Level.VLAANDEREN, Level.ELZ, Level.KRING, Level.GEMEENTE)
K = 3
WIDTH = 5
THRESHOLDS = Thresholds(
    k_protected=K,
    k_sensitive=K,
    practices_protected=1,
    practices_sensitive=K,
    doctors_in_practices=1,
    interval_width=WIDTH,
)


def make_membership(kring: list[int], elz: list[int]) -> pd.DataFrame:
    atoms = range(len(kring))
    return pd.DataFrame(
        {
            "atom": [f"a{atom}" for atom in atoms],
            "gemeente": [f"g{atom}" for atom in atoms],
            "kring": [f"k{number}" for number in kring],
            "elz": [f"e{number}" for number in elz],
        }
    )


def make_question(
    counts: np.ndarray, *, known: bool, headline: tuple[str, ...] = (), disclosure: Disclosure = Disclosure.PROTECTED
) -> Question:
    """Write options-by-atoms counts as units, one practice each."""
    cells = [(option, atom) for option, atom in np.ndindex(*counts.shape) for _ in range(counts[option, atom])]
    units = pd.DataFrame(
        {
            "unit": range(len(cells)),
            "atom": [f"a{atom}" for _, atom in cells],
            "practice": range(len(cells)),
            "doctors": 1,
            "answer": [f"o{option}" for option, _ in cells],
            "value": np.nan,
            "hidden": False,
        }
    )
    return Question(
        indicator="X01",
        frame="f",
        unit_counted=UnitCounted.DOCTOR,
        disclosure=disclosure,
        options=tuple(f"o{option}" for option in range(len(counts))),
        multiple=False,
        headline=headline,
        levels=LEVELS,
        totals_public=known,
        units=units.astype({"atom": str, "answer": str}),
    )


def tables_of(total: int, cells: int) -> np.ndarray:
    """List every way to spread ``total`` units over ``cells``."""
    bars = np.array(list(itertools.combinations(range(total + cells - 1), cells - 1)), dtype=np.int16)
    edges = np.hstack([np.full((len(bars), 1), -1), bars, np.full((len(bars), 1), total + cells - 1)])
    return np.diff(edges, axis=1) - 1


def areas_of(membership: pd.DataFrame) -> list[tuple[Level, str, frozenset[str]]]:
    """Every area with its atoms as the delivery has them, Flanders first; not the product's own list."""
    found = [(Level.VLAANDEREN, "VL", frozenset(membership["atom"]))]
    for level in LEVELS[1:]:
        for area in sorted(set(membership[level.value])):
            inside = [
                atom for atom, where in zip(membership["atom"], membership[level.value], strict=True) if where == area
            ]
            found.append((level, area, frozenset(inside)))
    return found


class Outsider:
    """Somebody who knows the shown cells, which atoms hold nobody, and can list every table that fits."""

    def __init__(self, question: Question, membership: pd.DataFrame, shown: pd.DataFrame, counts: np.ndarray) -> None:
        self.known = question.totals_public
        filled = counts.sum(axis=0) > 0
        self.truth = counts[:, filled]
        self.areas = areas_of(membership)
        self.holds = np.array([[atom in atoms for atom in membership["atom"]] for *_, atoms in self.areas])[:, filled]
        options = question.options
        self.choices = {"total": tuple(range(len(options)))} | {code: (number,) for number, code in enumerate(options)}
        if question.headline:
            self.choices[question.headline_code] = tuple(options.index(code) for code in question.headline)
        flags = shown[shown["aspect"] == "count"].set_index(["level", "area", "category"])["shown"]
        self.shown = {
            (row, code): bool(flags[level.value, area, code])
            for row, (level, area, _atoms) in enumerate(self.areas)
            for code in self.choices
        }
        tables = tables_of(int(self.truth.sum()), self.truth.size).reshape(-1, *self.truth.shape)
        if self.known:
            tables = tables[(tables.sum(axis=1) == self.truth.sum(axis=0)).all(axis=1)]
        for (row, code), flag in self.shown.items():
            if flag:
                tables = tables[self.value(tables, row, code) == self.value(self.truth[None], row, code)]
        self.tables = tables

    def value(self, tables: np.ndarray, row: int, code: str) -> np.ndarray:
        return tables[:, list(self.choices[code])][:, :, self.holds[row]].sum(axis=(1, 2))

    def narrow_cells(self, width: int = WIDTH) -> list[tuple[int, str]]:
        found = []
        for (row, code), flag in self.shown.items():
            own, total = (int(self.value(self.truth[None], row, part)[0]) for part in (code, "total"))
            small = 0 < own < K or (code != "total" and 0 < total - own < K)
            if code != "total" and not (self.shown[row, "total"] or self.known):
                small = 0 < own < K
            if not small or (code == "total" and self.known):
                continue
            needed = min(width, total + 1) if self.shown[row, "total"] and code != "total" else width
            if flag or len(np.unique(self.value(self.tables, row, code))) < needed:
                found.append((row, code))
        return found

    def alike(self) -> list[str]:
        """Answers, or the headline, that all who answered in some atoms are known to have given; somebody is there."""
        found = []
        for code, chosen in self.choices.items():
            others = np.delete(self.tables, chosen, axis=1)
            atoms = ~others.any(axis=(0, 1))
            if code != "total" and self.tables[:, :, atoms].sum(axis=(1, 2)).min() > 0:
                found.append(code)
        return found

    def small_groups(self) -> list[tuple[int, ...]]:
        flat = self.tables.reshape(len(self.tables), -1)
        picks = np.array(list(itertools.product((0, 1), repeat=flat.shape[1])), dtype=np.int16)
        if self.known:
            whole = picks.reshape(-1, *self.truth.shape).all(axis=1).any(axis=1)
            picks = picks[~whole]
        sums = flat @ picks.T
        fixed = (sums == sums[:1]).all(axis=0) & (sums[0] > 0) & (sums[0] < K)
        return [tuple(pick) for pick in picks[fixed]]


def outsider_of(
    counts: np.ndarray,
    membership: pd.DataFrame,
    *,
    known: bool,
    headline: tuple[str, ...] = (),
    disclosure: Disclosure = Disclosure.PROTECTED,
    width: int = WIDTH,
) -> Outsider:
    question = make_question(counts, known=known, headline=headline, disclosure=disclosure)
    shown = protect([question], membership, replace(THRESHOLDS, interval_width=width)).shown
    outsider = Outsider(question, membership, shown, counts)
    assume(known or outsider.shown[0, "total"])  # else there is no end to the tables that fit
    return outsider


@st.composite
def instances(draw: st.DrawFn, options: int, largest: int) -> tuple[np.ndarray, pd.DataFrame]:
    atoms = draw(st.integers(3, 4 if options == 2 else 3))
    counts = np.array(
        [[draw(st.integers(0, largest)) for _ in range(atoms)] for _ in range(options)],
        dtype=np.int64,
    )
    kring = [draw(st.integers(0, 1)) for _ in range(atoms)]
    elz = [draw(st.integers(0, 1)) for _ in range(atoms)]
    counts[0, 0] += int(counts.sum() < K) * K
    while counts.sum() > 12:
        counts[np.unravel_index(counts.argmax(), counts.shape)] -= 1
    return counts, make_membership(kring, elz)


@settings(max_examples=25)
@given(instances(2, 6))
def test_two_answers_of_practices_hold(instance: tuple[np.ndarray, pd.DataFrame]) -> None:
    outsider = outsider_of(*instance, known=True)
    assert not outsider.narrow_cells()
    assert not outsider.small_groups()


@settings(max_examples=25)
@given(instances(2, 6))
def test_two_answers_of_persons_hold(instance: tuple[np.ndarray, pd.DataFrame]) -> None:
    outsider = outsider_of(*instance, known=False)
    assert not outsider.narrow_cells()
    assert not outsider.small_groups()


@example((np.array([[0, 0, 0], [0, 1, 2], [0, 0, 3]]), make_membership([0, 0, 1], [0, 0, 1])), False, ("o1", "o2"), 5)
@example((np.array([[3, 2, 0], [2, 1, 0], [1, 1, 1]]), make_membership([0, 0, 1], [0, 1, 1])), True, ("o1", "o2"), 3)
@settings(max_examples=40)
@given(instances(3, 4), st.booleans(), st.sampled_from([(), ("o1", "o2")]), st.sampled_from([3, WIDTH]))
def test_three_answers_hold(
    instance: tuple[np.ndarray, pd.DataFrame], known: bool, headline: tuple[str, ...], width: int
) -> None:
    outsider = outsider_of(*instance, known=known, headline=headline, width=width)
    assert not outsider.narrow_cells(width)
    assert not outsider.small_groups()


@settings(max_examples=50)
@given(instances(2, 6), st.booleans())
def test_two_answers_to_a_sensitive_question_are_never_all_alike(
    instance: tuple[np.ndarray, pd.DataFrame], known: bool
) -> None:
    outsider = outsider_of(*instance, known=known, disclosure=Disclosure.SENSITIVE)
    assert not outsider.alike()
    assert not outsider.small_groups()


@settings(max_examples=40)
@given(instances(3, 4), st.booleans(), st.sampled_from([(), ("o1", "o2")]))
def test_three_answers_to_a_sensitive_question_are_never_all_alike(
    instance: tuple[np.ndarray, pd.DataFrame], known: bool, headline: tuple[str, ...]
) -> None:
    outsider = outsider_of(*instance, known=known, headline=headline, disclosure=Disclosure.SENSITIVE)
    assert not outsider.alike()
    assert not outsider.small_groups()
