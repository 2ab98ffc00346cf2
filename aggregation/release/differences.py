"""How one count less another changed: doctors that came into, or left, what nearly nested counts differ in.

Where one published count of doctors nearly holds another, their difference is a count of doctors too
(``aggregation.year.nested``). Each release shows it in few enough areas; laid over each other, two releases tell how it
changed, and that must not rest on few doctors either.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations

import pandas as pd

from aggregation.indicators import FRAMES, INDICATORS, Kind, Source
from aggregation.protect import Thresholds
from aggregation.protect.areas import Areas
from aggregation.release.changes import narrow
from aggregation.release.tables import RESPONSE, Cell, Part, cell_rows
from aggregation.year.nested import NEARLY
from data.terms import BAR, TOTAL, Disclosure

Cells = Mapping[str, frozenset[Cell]]


@dataclass(frozen=True)
class _Count:
    """A published count of doctors: who is in it, by key, with atom, place and doctors."""

    indicator: str
    category: str
    rows: pd.DataFrame


def small_differences(
    changed: Collection[str],
    entries: Mapping[str, Mapping[str, object]],
    before: Mapping[str, pd.DataFrame],
    units: pd.DataFrame,
    cells: tuple[Mapping[str, Cells], Cells],
    membership: pd.DataFrame,
    thresholds: Thresholds,
) -> dict[str, set[Cell]]:
    """Find cells of changed tables of which the difference with another count would tell how few doctors it changed by.

    Parameters
    ----------
    changed : tables that are to be shown otherwise than before.
    before : unit rows of the year behind each release that was shown; ``units`` behind the new one.
    cells : what each of those releases, and the new one, shows.

    Returns
    -------
    Per table the cells to withhold.
    """
    areas = Areas.of(membership)
    now = {(one.indicator, one.category): one for one in _counts(units, entries)}
    refused: dict[str, set[Cell]] = {}
    for name, rows in before.items():
        then = {(one.indicator, one.category): one for one in _counts(rows, entries)}
        for one, other in combinations(sorted(now.keys() & then.keys()), 2):
            names = {one[0], other[0]} & set(changed)
            if one[0] == other[0] or not names or (_asked(*one) and _asked(*other)):
                continue
            pairs = [(side[one], side[other]) for side in (then, now)]
            if not any(_nested(*pair) for pair in pairs):
                continue
            both = [_places(shown, one) & _places(shown, other) for shown in (cells[0][name], cells[1])]
            gone = _too_few(pairs, both[0] & both[1], areas, thresholds, _sensitive(entries, one[0], other[0]))
            for indicator, category in (one, other):
                if indicator in names:
                    found = {(level, area, category, False) for level, area in gone}
                    refused.setdefault(indicator, set()).update(found)
    return refused


def _counts(units: pd.DataFrame, entries: Mapping[str, Mapping[str, object]]) -> Iterator[_Count]:
    """Give the counts of doctors that are not public: of all who answered, of groups of a rate, of roles."""
    for indicator, rows in units.groupby("indicator"):
        entry = entries.get(str(indicator))
        if entry is None or entry["unit_counted"] != "doctor" or entry["disclosure"] == Disclosure.PUBLIC:
            continue
        own = rows.set_index("key")
        if indicator == RESPONSE:
            for role, people in own.groupby("answer"):
                yield _Count(RESPONSE, str(role), people)
            continue
        if not entry["totals_public"]:
            yield _Count(str(indicator), TOTAL, own)
        if "state" in own and own["state"].notna().any() and isinstance(entry["options"], str):
            given = own["state"].fillna("").astype(str).str.split(BAR)
            for code in entry["options"].split():
                yield _Count(str(indicator), code, own.loc[given.map(lambda codes, code=code: code in codes)])


def _asked(indicator: str, category: str) -> bool:
    """Whether who is missing could have answered: two such counts differ in who left a question open."""
    if indicator == RESPONSE:
        return True
    entry = INDICATORS.get(indicator)
    if entry is None or category != TOTAL:
        return False
    number = entry.kind in (Kind.MAGNITUDE, Kind.RATE) and entry.source is not Source.IMA_ALONE
    return number or entry.frame.id == FRAMES["respondents"].id


def _nested(one: _Count, other: _Count) -> bool:
    first, second = one.rows.index, other.rows.index
    shared = len(first.intersection(second))
    least = min(len(first), len(second))
    return least > 0 and least - shared <= NEARLY * least and len(first) + len(second) > 2 * shared


def _places(shown: Cells, count: tuple[str, str]) -> set[tuple[str, str]]:
    return {(level, area) for level, area, category, _ in shown.get(count[0], ()) if category == count[1]}


def _sensitive(entries: Mapping[str, Mapping[str, object]], *indicators: str) -> bool:
    return any(entries[name]["disclosure"] == Disclosure.SENSITIVE for name in indicators)


def _too_few(
    pairs: list[tuple[_Count, _Count]],
    places: set[tuple[str, str]],
    areas: Areas,
    thresholds: Thresholds,
    sensitive: bool,
) -> set[tuple[str, str]]:
    """Areas that would tell of too few doctors whom the difference gained or lost."""
    states = []
    for one, other in pairs:
        parts = [
            count.rows.loc[count.rows.index.difference(beside.rows.index)].assign(mark=mark)
            for count, beside, mark in ((one, other, "more"), (other, one, "less"))
        ]
        apart = pd.concat(parts)
        column = areas.atoms.get_indexer(pd.Index(apart["atom"]))
        states.append(
            pd.DataFrame(
                {"column": column, "mark": apart["mark"], "place": apart["place"].astype(str), "doctors": 1},
                index=apart.index,
            ).loc[column >= 0]
        )
    part = Part(
        options=("",),
        states=tuple(states),
        sums=True,
        known=False,
        least=thresholds.k_sensitive if sensitive else thresholds.k_protected,
        fewest=thresholds.practices_protected,
    )
    cells: list[Cell] = [(level, area, TOTAL, True) for level, area in sorted(places)]
    kept, _ = narrow(part, [], cells, cell_rows(part, cells, areas), areas)
    return {cell[:2] for cell, keep in zip(cells, kept, strict=True) if not keep}
