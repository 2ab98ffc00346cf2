"""The same answer under two names: an option of one question that equals options of another everywhere.

Two indicators can be made of one answer (practices without a stop, share of practices still open; the age bands and
a rate of those above 65). What one of them shows then counts as shown for the other. An outsider sees it from the
counts: they agree wherever both are shown.
"""

from collections.abc import Iterator, Sequence
from itertools import combinations

from aggregation.attack.algebra import Mask
from aggregation.attack.linked import agree
from aggregation.attack.reading import Areas, Place, Table
from aggregation.attack.verdict import Limits
from data.terms import FLANDERS, TOTAL, Level

MOST_OPTIONS = 8
"""Questions with more options are compared option by option, not in every combination."""

Positions = tuple[int, ...]
Sums = tuple[tuple[Mask, Positions, int], ...]
_ALL = (str(Level.VLAANDEREN), FLANDERS)


def share_answers(
    tables: Sequence[Table], areas: Areas, limits: Limits
) -> tuple[list[Sums], list[tuple[str, ...]], list[str]]:
    """Find what each table learns from options of other tables that are the same answer.

    Returns
    -------
    (sums, lenders, words)
        Per table the sums that others show and it does not, and the indicators that show them; in words which
        answers were taken for the same.
    """
    parts: dict[tuple[bool, int], list[tuple[int, Positions]]] = {}
    for index, table in enumerate(tables):
        for positions in _combinations(table):
            count = _count(table, _ALL, positions)
            if count:
                parts.setdefault((table.practices, count), []).append((index, positions))
    sums: list[list[tuple[Mask, Positions, int]]] = [[] for _ in tables]
    lenders: list[set[str]] = [set() for _ in tables]
    words = []
    for lender in tables:
        for category, own in lender.categories.items():
            shown = {key[:2]: count for key, count in lender.counts.items() if key[2] == category and count is not None}
            for index, positions in parts.get((lender.practices, shown.get(_ALL, 0)), []):
                table = tables[index]
                whole = len(positions) == max(len(table.options), 1)
                if table.indicator == lender.indicator or (whole and len(own) == max(len(lender.options), 1)):
                    continue
                known = _known(table, positions, areas)
                if not agree(known, shown, limits.linking_areas):
                    continue
                fresh = [place for place in shown if place in areas.members and place not in known]
                sums[index] += [(areas.members[place], positions, shown[place]) for place in fresh]
                lenders[index] |= {lender.indicator} if fresh else set()
                name = TOTAL if whole else " + ".join(table.options[position] for position in positions)
                words.append(f"{table.year}: {table.indicator} {name} = {lender.indicator} {category}")
    return [tuple(rows) for rows in sums], [tuple(sorted(names)) for names in lenders], words


def _combinations(table: Table) -> Iterator[Positions]:
    """Every set of options, all of them together included."""
    count = max(len(table.options), 1)
    for size in range(1, count + 1):
        if size in (1, count) or count <= MOST_OPTIONS:
            yield from combinations(range(count), size)


def _count(table: Table, place: Place, positions: Positions) -> int | None:
    """Read what the table shows of these options together in an area, also by adding and subtracting."""
    whole = tuple(range(max(len(table.options), 1)))
    by_positions = {own: table.counts.get((*place, category)) for category, own in table.categories.items()}
    if (count := by_positions.get(positions)) is not None:
        return count
    inside = [by_positions.get((position,)) for position in positions]
    if None not in inside:
        return sum(count for count in inside if count is not None)
    outside = [by_positions.get((position,)) for position in whole if position not in positions]
    total = by_positions.get(whole)
    if total is None or None in outside:
        return None
    return total - sum(count for count in outside if count is not None)


def _known(table: Table, positions: Positions, areas: Areas) -> dict[Place, int]:
    known = {place: _count(table, place, positions) for place in areas.members}
    return {place: count for place, count in known.items() if count is not None}
