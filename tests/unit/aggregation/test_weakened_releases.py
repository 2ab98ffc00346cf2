"""Releases of Flemish size, weakened on purpose: one attack sees each leak, and without that attack nobody does."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from types import ModuleType
from typing import Any

import numpy as np
import pandas as pd
import pytest

from aggregation.attack import Finding, Kind, attack, reading, search, single
from bench.invented.released import Asked, flemish_map, leaks, primary, random_counts, release, tiny_map

Release = dict[str, pd.DataFrame]
YES_NO = ("ja", "nee")
SMALL, BESIDE = 100, 101
"""Atoms of which the municipality is withheld; the first has a small answer, the second covers it."""


@cache
def membership() -> pd.DataFrame:
    return flemish_map()


def town(atom: int) -> str:
    return str(membership()["gemeente"].iloc[atom])


def answers(options: int = 2) -> np.ndarray:
    """Draw counts per atom: large everywhere, but for one small answer."""
    counts = 20 + random_counts(len(membership()), options, 30)
    counts[SMALL, 0] = 3
    return counts


def covered(level: str, area: str, category: str, *_: object) -> bool:
    """Show Flanders and municipalities, all but the options of two of them."""
    if level not in ("vlaanderen", "gemeente"):
        return False
    return category == "total" or area not in {town(SMALL), town(BESIDE)}


def asked(**changes: Any) -> Asked:
    return Asked(**({"counts": answers(), "options": YES_NO, "shows": covered} | changes))


def whole(*more: Asked, first: Asked | None = None) -> Release:
    """Lay a release out with counts only: nothing follows from rounded shares."""
    tables = release(membership(), [first or asked(), *more])
    tables["cell"].loc[tables["cell"]["category"] != "total", "value"] = np.nan
    return tables


def only_primary() -> Release:
    return whole(first=asked(shows=primary(5)))


def plainly_eliminated() -> Release:
    """Withhold by elimination what the table itself lists as small, and look no further; totals are public."""
    areas = membership()
    counts = 1 + random_counts(len(areas), 2, 4)
    sums: list[tuple[str, str, np.ndarray]] = [("vlaanderen", "VL", np.ones(len(areas)))]
    for level in ("elz", "kring", "gemeente"):
        sums += [(level, str(area), (areas[level] == area).to_numpy(float)) for area in sorted(set(areas[level]))]
    small = [bool(np.any(((mask @ counts) > 0) & ((mask @ counts) < 3))) for _, _, mask in sums]
    left = np.array([mask for (_, _, mask), hide in zip(sums, small, strict=True) if hide])
    basis = np.zeros((0, len(areas)))
    shown = set()
    for (level, area, mask), hide in zip(sums, small, strict=True):
        new = mask - basis.T @ (basis @ mask)
        new -= basis.T @ (basis @ new)
        if hide:
            continue
        if np.linalg.norm(new) > 1e-8:
            new /= np.linalg.norm(new)
            rest = left - np.outer(left @ new, new)
            if (np.linalg.norm(rest, axis=1) < 1e-8).any():
                continue
            left, basis = rest, np.vstack([basis, new])
        shown.add((level, area))
    return whole(
        first=asked(
            counts=counts,
            shows=lambda level, area, category, *_: category == "total" or (level, area) in shown,
            unit="practice",
            totals_public=True,
        )
    )


def share_left() -> Release:
    tables = whole()
    cell = tables["cell"]
    row = (cell["area"] == town(SMALL)) & (cell["category"] == "ja")
    total = cell.loc[(cell["area"] == town(SMALL)) & (cell["category"] == "total"), "count"].iloc[0]
    cell.loc[row, "value"] = round(100 * 3 / int(total), 1)
    return tables


def complement_left() -> Release:
    return whole(first=asked(shows=lambda *key: covered(*key) or key[1:3] == (town(SMALL), "nee")))


def mean_without_count() -> Release:
    hours = Asked(
        counts=answers().sum(axis=1, keepdims=True),
        options=(),
        shows=lambda level, area, *_: level in ("vlaanderen", "gemeente") and area != town(SMALL),
        indicator="A01",
        frame="hours",
    )
    tables = whole(hours)
    withheld = (tables["cell"]["indicator"] == "A01") & (tables["cell"]["area"] == town(SMALL))
    mean = tables["cell"].loc[withheld].assign(measure="mean", value=41.5)
    return tables | {"cell": pd.concat([tables["cell"], mean], ignore_index=True)}


def total_of_another() -> Release:
    """Show no total of the two municipalities, but the option that is left: the total of another question gives it."""

    def shows(level: str, area: str, category: str, *_: object) -> bool:
        apart = area in {town(SMALL), town(BESIDE)}
        return (covered(level, area, category) and not apart) or (area, category) == (town(SMALL), "nee")

    heads = Asked(
        counts=answers().sum(axis=1, keepdims=True), options=(), shows=covered, indicator="A01", frame="respondents"
    )
    return whole(heads, first=asked(shows=shows))


def answer_of_another() -> Release:
    counts = answers(3)
    counts[SMALL] = [30, 3, 40]

    def shows(level: str, area: str, category: str, *_: object) -> bool:
        return covered(level, area, category) or (level == "gemeente" and category == "geen")

    twice = Asked(
        counts=np.stack([counts[:, :2].sum(axis=1), counts[:, 2]], axis=1),
        options=YES_NO,
        shows=lambda level, _area, category, *_: level in ("vlaanderen", "gemeente") and category == "ja",
        indicator="D04",
        frame="other",
    )
    return whole(twice, first=asked(counts=counts, options=("geen", "deels", "vol"), shows=shows))


def forced_zeros() -> Release:
    """Lay out two towns with six each, and twelve of them in one kring: the parts in the other kring hold nobody.

    One of those parts lies in a zone of ten beside a town of seven; what is left of that zone is a town of three.
    """
    places = [("g1", "k1", "e1"), ("g1", "k2", "e2"), ("g2", "k1", "e1"), ("g2", "k2", "e1"), ("g5", "k3", "e2")]
    counts = np.array([[6, 30], [0, 30], [6, 30], [0, 30], [3, 40], [7, 40]])

    def shows(_level: str, area: str, category: str, *_: object) -> bool:
        return category == "ja" and area in {"g1", "g2", "k1", "e2", "g6"}

    tables = release(tiny_map([*places, ("g6", "k3", "e2")]), [Asked(counts=counts, options=YES_NO, shows=shows)])
    tables["cell"]["value"] = np.nan
    return tables


def two_of_four_options() -> Release:
    """Show two options where the total of every town is public: they leave those who gave one of the other two."""
    counts = answers(4)
    counts[SMALL] = [20, 30, 1, 1]
    pair = {(town(SMALL), "1"), (town(SMALL), "2")}
    return whole(
        first=asked(
            counts=counts,
            options=("1", "2", "3-4", "5-"),
            shows=lambda level, area, category, *_: category == "total" or (area, category) in pair,
            unit="practice",
            totals_public=True,
        )
    )


@dataclass(frozen=True)
class Weak:
    """A weakened release, the kind of leak, and what to switch off so that it is not seen any more."""

    make: Callable[[], Release]
    kind: Kind
    room: ModuleType
    attack: str
    instead: Callable[..., Any]


def nothing(*_: object) -> None:
    """Do not attack."""


def told_as_harmless(indicator: str, year: int, key: tuple[str, str, str], measure: str) -> Finding:
    return Finding(
        kind=Kind.INSIDER, indicators=(indicator,), year=year, areas=(), category=key[2], message=measure, message_nl=""
    )


def no_totals(tables: list[reading.Table]) -> dict[str, dict[reading.Place, int]]:
    return {table.frame: {} for table in tables}


def no_answers(tables: list[reading.Table], *_: object) -> tuple[list[Any], list[Any], list[str]]:
    return [()] * len(tables), [()] * len(tables), []


def no_zeros(_tables: object, candidates: np.ndarray) -> np.ndarray:
    return np.zeros_like(candidates)


WEAK = {
    "primary suppression only": Weak(only_primary, Kind.EXACT, single, "_compute", nothing),
    "plain elimination": Weak(plainly_eliminated, Kind.GROUP, single, "seek_groups", nothing),
    "a share beside a withheld count": Weak(share_left, Kind.SHOWN, reading, "_recover", nothing),
    "the complement of one option": Weak(complement_left, Kind.EXACT, single, "_compute", nothing),
    "a mean without its count": Weak(mean_without_count, Kind.CONSISTENCY, reading, "_without_count", told_as_harmless),
    "a total that another question gives": Weak(total_of_another, Kind.EXACT, search, "gather_totals", no_totals),
    "an answer that another question gives": Weak(answer_of_another, Kind.EXACT, search, "share_answers", no_answers),
    "zeros that nothing else allows": Weak(forced_zeros, Kind.EXACT, single, "must_be_zero", no_zeros),
    "two options of four": Weak(two_of_four_options, Kind.GROUP, single, "seek_groups", nothing),
}


def test_the_release_is_safe_before_it_is_weakened() -> None:
    assert not leaks(attack(whole()))


@pytest.mark.parametrize("weak", WEAK.values(), ids=WEAK)
def test_a_weakened_release_is_seen_by_one_attack_and_by_no_other_of_its_kind(
    weak: Weak, monkeypatch: pytest.MonkeyPatch
) -> None:
    tables = weak.make()
    assert weak.kind in {finding.kind for finding in attack(tables).found}
    monkeypatch.setattr(weak.room, weak.attack, weak.instead)
    assert weak.kind not in {finding.kind for finding in attack(tables).found}
