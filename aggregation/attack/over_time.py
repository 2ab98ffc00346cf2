"""Two releases of the same survey year against each other: old minus new must not isolate anyone."""

import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, replace

import pandas as pd

from aggregation.attack.changed import Vintages, changed_tables, moved_tables, places_with_values
from aggregation.attack.corrected import earlier_totals, lay_corrected
from aggregation.attack.derived import without_derived
from aggregation.attack.linked import gather_totals, hidden_table, join_frames, read_response
from aggregation.attack.maps import lay_maps, rename_places
from aggregation.attack.pending import Pending
from aggregation.attack.phrases import MAPS_APART, VALUE_MOVED
from aggregation.attack.reading import Areas, Place, Reading, Table, read_release
from aggregation.attack.search import Collected
from aggregation.attack.two_maps import complete_maps
from aggregation.attack.verdict import Finding, Kind, Limits, Verdict
from data.terms import Measure
from data.workers import IN_TURN

Release = Mapping[str, pd.DataFrame]

STEPS = {str(Measure.MEAN): 0.1, str(Measure.MEAN_WEIGHTED): 0.1, str(Measure.RATE): 0.01}
"""How far rounding alone can move a value; quantiles are not rounded further than their definition."""

_COUNTED = ("count", "share", "share_weighted")
_CELL = ["indicator", "level", "area", "category", "measure"]


@dataclass(frozen=True)
class _Pair:
    """One table in two releases; ``alone`` as each release shows it, where it was attacked on its own."""

    old: Table
    new: Table
    alone: tuple[Table, Table]


def attack_pair(
    old: Release,
    new: Release,
    *,
    limits: Limits | None = None,
    truth: Mapping[int, Vintages] | None = None,
    pool: Executor = IN_TURN,
) -> Verdict:
    """Attack what two releases show together that neither shows alone.

    Of every question and year in both: where nothing that both show has changed, the answers are taken for the same
    and the cells that either shows are attacked as one table. Where something has changed, a change of 1 to k−1
    units in a shown cell, or in a group that the cells shown twice combine to, isolates those units; so does a mean,
    quantile or rate that moved while its count hardly did. Maps that differ are laid over each other.

    Parameters
    ----------
    old, new
        Tables of two releases, as for :func:`aggregation.attack.attack`. Without ``practice`` in one of them the
        practices kept off the map are not compared.
    limits
        Thresholds and size of the search.
    truth
        Per year the unit rows behind both releases: then the units that changed are counted, and not by how much a
        number moved. Years on maps that differ are judged without it.
    pool
        Where single tables are attacked; what is found does not depend on it.

    Returns
    -------
    Verdict
        Findings of kind ``over_time``; years or questions that only one release holds are left out, and so are years
        in which one of the two shows all that both show.
    """
    limits = limits or Limits()
    started = time.perf_counter()
    old, new = without_derived(old), without_derived(new)
    before, after = read_release(old, limits), read_release(new, limits)
    collected = Collected([])
    pending = Pending(collected, limits, pool)
    for year in sorted(before.areas.keys() & after.areas.keys()):
        laid = lay_maps(old["membership"], new["membership"], year)
        if laid is None:
            collected.found.append(_tell((), year, (), MAPS_APART))
            continue
        areas, renamed = laid
        pairs = _pairs_of((before, old), (after, new), year, renamed, limits)
        if "practice" in old and "practice" in new:
            maps = complete_maps(old["practice"], new["practice"], year)
            known = [{**tables, "practice": table} for tables, table in zip((old, new), maps, strict=True)]
            completed = _pairs_of((before, known[0]), (after, known[1]), year, renamed, limits)
            pairs, again = _with_both_maps(pairs, completed)
            _attack_pairs(again, areas, limits, collected, pending)
        vintages = None if truth is None or renamed else truth.get(year)
        if vintages is None:
            secret = {table.indicator: table.k for table in after.tables if table.year == year and not table.public}
            collected.found.extend(_moved_values(old["cell"], new["cell"], year, secret, set(renamed)))
        else:
            _attack_moved(pairs, (old, new), areas, vintages, limits, collected, pending)
        _attack_pairs(pairs, areas, limits, collected, pending, vintages)
    pending.settle()
    return collected.verdict(limits, {"total": time.perf_counter() - started}, with_truth=False)


def _tables_of(reading: Reading, release: Release, other: Release, year: int, limits: Limits) -> Iterator[Table]:
    """Tables of a year that hold anything secret: the response too; of public ones what the practice map leaves."""
    areas = reading.areas[year]
    mapped = "practice" in release and "practice" in other
    for table in reading.tables:
        on_map = table.public or (table.on_map and len(table.options) > 1)
        if table.year != year:
            continue
        left = hidden_table(table, release["practice"], areas) if on_map and mapped else None
        if left is not None:
            yield left
        elif not table.public:  # also where the map turns out not to show the question: then it is as secret as any
            yield table
    response = read_response(release.get("response"), areas, year, limits)
    if response is not None:
        yield response


def _pairs_of(
    earlier: tuple[Reading, Release],
    later: tuple[Reading, Release],
    year: int,
    renamed: Mapping[Place, Place],
    limits: Limits,
) -> list[_Pair]:
    """Put the tables of a year that both releases hold side by side, on a common map."""
    before = {_key(table): rename_places(table, renamed) for table in _tables_of(*earlier, later[1], year, limits)}
    after = _tables_of(*later, earlier[1], year, limits)
    return [_Pair(before[_key(table)], table, (before[_key(table)], table)) for table in after if _key(table) in before]


def _with_both_maps(pairs: Sequence[_Pair], completed: Sequence[_Pair]) -> tuple[list[_Pair], list[_Pair]]:
    """Leave out of the hidden practices of both releases whoever stands on either practice map.

    That is what a reader does when the numbers agree once those practices are taken off: they left the map, or came
    on it, and are counted in both. A change that they explain isolates nobody who is not on a map; what is left
    after them is attacked. Where the numbers do not agree then, a practice came, went or answered otherwise.

    Returns
    -------
    The pairs, and those of them that agree both with and without the practices of the other map, once more.
    """
    by_key = {_key(pair.new): pair for pair in completed}
    first: list[_Pair] = []
    again: list[_Pair] = []
    for pair in pairs:
        known = by_key.get(_key(pair.new))
        if known is None or _pool(known.old, known.new) is None:
            first.append(pair)
            continue
        known = _Pair(known.old, known.new, pair.alone)
        agree = _pool(pair.old, pair.new) is not None
        first.append(pair if agree else known)
        if agree and (_shows(known.old), _shows(known.new)) != (_shows(pair.old), _shows(pair.new)):
            again.append(known)
    return first, again


def _attack_pairs(
    pairs: Sequence[_Pair],
    areas: Areas,
    limits: Limits,
    collected: Collected,
    pending: Pending,
    vintages: Vintages | None = None,
) -> None:
    """Attack the tables of one year that both releases hold, on a common map."""
    pooled = [_pool(pair.old, pair.new) for pair in pairs]
    shown = [_shows(table) for table in pooled]
    if any(all(part == _shows(pair.alone[side]) for part, pair in zip(shown, pairs, strict=True)) for side in (0, 1)):
        return  # one of the releases shows all of it, and was attacked on its own
    joined, _ = join_frames([table if table is not None else pairs[i].new for i, table in enumerate(pooled)], limits)
    totals = gather_totals(joined)
    for pair, table, together in zip(pairs, joined, pooled, strict=True):
        collected.expect(table)
        if together is None and vintages is not None:
            _attack_tables(changed_tables(pair.old, pair.new, areas, vintages, limits), areas, collected, pending)
            _attack_corrected(replace(pair, new=table), areas, totals[table.frame], pending)
            continue
        changes = None if together is not None else _changes(pair.old, pair.new, areas)
        pending.hand_in(table, areas, totals[table.frame], changes=changes)
        if together is None:
            _attack_corrected(replace(pair, new=table), areas, totals[table.frame], pending)


def _attack_corrected(pair: _Pair, areas: Areas, totals: Mapping[Place, int], pending: Pending) -> None:
    """Attack a corrected table with all that did not change, for every place where the correction can lie.

    A suspicion that the shown numbers contradict is no suspicion.
    """
    for twice in lay_corrected(pair.old, pair.new, areas):
        known = earlier_totals(pair.old.shown_totals(), totals, twice.areas)
        pending.hand_in(twice.table, twice.areas, known, suspected=True)


def _attack_moved(
    pairs: Sequence[_Pair],
    releases: tuple[Release, Release],
    areas: Areas,
    vintages: Vintages,
    limits: Limits,
    collected: Collected,
    pending: Pending,
) -> None:
    """Attack who changed behind the means, quantiles and rates that both releases show."""
    done: set[str] = set()
    for pair in pairs:
        name = pair.new.indicator
        if name in done or pair.new.public:
            continue
        done.add(name)
        shown = places_with_values(releases[0]["cell"], releases[1]["cell"], name, pair.new.year)
        _attack_tables(moved_tables(pair.new, shown, areas, vintages, limits), areas, collected, pending)


def _attack_tables(tables: Iterable[Table], areas: Areas, collected: Collected, pending: Pending) -> None:
    """Attack tables of changed units like any table; each count is told once."""
    seen: set[tuple[object, ...]] = set()
    for table in tables:
        same = (table.k, tuple(sorted(table.counts.items(), key=str)))
        if same in seen:
            continue
        seen.add(same)
        collected.expect(table)
        pending.hand_in(table, areas, {})


def _key(table: Table) -> tuple[str, tuple[str, ...]]:
    return table.indicator, table.options


def _shows(table: Table | None) -> dict[tuple[str, str, str], int] | None:
    if table is None:
        return None
    return {key: count for key, count in table.counts.items() if count is not None}


def _pool(old: Table, new: Table) -> Table | None:
    """Take the cells that either table shows; None when a cell that both show has changed."""
    counts = dict(new.counts)
    for key, count in old.counts.items():
        if count is None:
            counts.setdefault(key, None)
            continue
        if counts.get(key) is not None and counts[key] != count:
            return None
        counts[key] = count
    return replace(new, counts=counts)


def _changes(old: Table, new: Table, areas: Areas) -> dict[tuple[str, str, str], int]:
    """Subtract old from new in the cells that both show."""
    return {
        key: count - before
        for key, count in new.counts.items()
        if count is not None and (before := old.counts.get(key)) is not None and key[:2] in areas.members
    }


def _moved_values(
    old: pd.DataFrame, new: pd.DataFrame, year: int, secret: Mapping[str, int], redrawn: set[Place]
) -> list[Finding]:
    """Means, quantiles and rates that moved by more than rounding while fewer than k units came or went.

    Their difference is about those units, or about as few that answered differently. A rate of an area whose
    residents were corrected moves for everybody and tells nothing; public rates show where that happened.
    """
    both = old.loc[old["year"] == year].merge(new.loc[new["year"] == year], on=_CELL, suffixes=("", "_new"))
    moved = (both["value_new"] - both["value"]).abs().astype("Float64")
    more = (both["count_new"] - both["count"]).abs().astype("Float64")
    k = both["indicator"].astype(str).map(dict(secret)).astype("Float64")
    public = k.isna()
    place = pd.Series(list(zip(both["level"].astype(str), both["area"].astype(str), strict=True)), index=both.index)
    rate = both["measure"] == str(Measure.RATE)
    resettled = set(place[rate & public & more.eq(0).fillna(False) & moved.gt(0).fillna(False)])
    step = both["measure"].map(STEPS).fillna(0.0) + 1e-9
    told = (
        ~both["measure"].isin(_COUNTED)
        & k.notna()
        & moved.gt(step).fillna(False)
        & more.lt(k.fillna(0)).fillna(False)
        & ~place.isin(redrawn)
        & ~(rate & place.isin(resettled))
    )
    rows = both.loc[told.to_numpy(dtype=bool), ["indicator", "level", "area"]].drop_duplicates()
    return [
        _tell((str(indicator),), year, (f"{level}:{area}",), VALUE_MOVED)
        for indicator, level, area in rows.itertuples(index=False)
    ]


def _tell(indicators: tuple[str, ...], year: int, areas: tuple[str, ...], message: tuple[str, str]) -> Finding:
    return Finding(
        kind=Kind.OVER_TIME,
        indicators=indicators,
        year=year,
        areas=areas,
        category="total",
        message=message[0],
        message_nl=message[1],
    )
