"""Magnitudes: what all shown means, rates and ratios of one year say together about the values of few units.

A shown mean beside its count is the sum of the values in that area, and an interval beside it the sum of their squares
over the same units; so a combination that rests on few units gives both away, and it is enough to look for supports.
Questions are taken together where one value follows from others (contacts in total from their kinds) and where a
number is the ratio of two sums: numerator minus ratio times denominator is one more sum, which is 0.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
import pandas as pd

from aggregation.attack.algebra import PRIME, Ints, Mask, reduce_rows
from aggregation.attack.follow import by_pattern, expression, following
from aggregation.attack.judge import Truth
from aggregation.attack.light import find_light
from aggregation.attack.linked import gather_totals
from aggregation.attack.phrases import FEW_VALUES, FEW_VALUES_BEHIND, LIGHT_LIMIT
from aggregation.attack.reading import Areas, Place, Table
from aggregation.attack.verdict import Finding, Kind, Limits
from data.terms import Measure

RATIOS: Mapping[str, tuple[str, str]] = {
    "M09": ("M09", "M08"),
    "M09H": ("M09H", "M08"),
    "D04": ("D04", "D04"),
}
"""Ratios of two sums, by their definitions: numerator and denominator. Where the unit rows have no values of the parts,
or the shown number is not their ratio, it is read as a magnitude of its own. D05 is no such ratio: what it divides by
are heads on public lists at the mean hours of the area, so that a reader has the sum of registered patients above it.
"""

WITHIN: Mapping[tuple[str, str], tuple[str, tuple[str, ...]]] = {
    ("D04", str(Measure.RATE)): ("P01", ("geen",)),
    ("D06", "low"): ("A08", ("stoppen",)),
    ("D06", "high"): ("A08", ("stoppen", "weet_niet")),
    ("D06", str(Measure.RATE)): ("A08", ("stoppen", "weet_niet", "verminderen")),
}
"""Numbers that rest on those of their units only who gave some answer to another question, by their definitions."""

_SUMS = (str(Measure.MEAN), str(Measure.RATE), "low", "high")
_ROUNDED = 0.051
"""How far a shown ratio may lie from the exact one."""


@dataclass(frozen=True)
class _Shown:
    """One shown sum: question, area, measure, and the ratio where it is one."""

    indicator: str
    place: Place
    measure: str
    value: float


@dataclass(frozen=True)
class _Values:
    """Values per unit (rows) and question (columns), with the place of the unit in the order of the atoms."""

    table: pd.DataFrame
    atom: Ints
    practice: Ints
    doctors: Ints


def attack_magnitudes(
    cell: pd.DataFrame,
    tables: Sequence[Table],
    areas: Areas,
    settings: tuple[Limits, Truth | None],
    heads: Mapping[bool, Ints],
) -> tuple[list[Finding], list[Finding], int]:
    """Look for combinations of the sums of one year that rest on fewer units than the threshold.

    Parameters
    ----------
    cell
        Cells of the release.
    tables
        Tables of the year.
    areas
        Areas of the year.
    settings
        Thresholds, and the unit rows where they are at hand.
    heads
        Without unit rows: most units that an atom can have, by what is counted (True: practices); −1 unknown.

    Returns
    -------
    Leaks, searches given up, and the number of independent blocks searched.
    """
    limits, truth = settings
    if not tables:
        return [], [], 0
    year = tables[0].year
    by_name = {table.indicator: table for table in tables}
    shown = [one for one in _read_shown(cell, year) if one.indicator in by_name and one.place in areas.members]
    found: list[Finding] = []
    gave_up: list[Finding] = []
    blocks = 0
    for practices in (False, True):
        part = [one for one in shown if by_name[one.indicator].practices == practices]
        if not part:
            continue
        names = sorted({one.indicator for one in part})
        values = None if truth is None else _gather(truth, names, year, areas)
        for group in _groups(names, values):
            together = [one for one in part if one.indicator in group]
            k = min(by_name[name].k for name in group)
            systems = (
                _blind(together, areas, heads[practices], [by_name[name] for name in group], k)
                if values is None or truth is None
                else _with_truth(together, areas, values, (truth, year, limits), practices=practices, k=k)
            )
            for system in systems:
                search = find_light(
                    system.matrix,
                    system.owner,
                    system.weight,
                    system.limit,
                    nodes=limits.nodes,
                    most=limits.findings_per_table,
                )
                blocks += search.blocks
                for support in search.supports:
                    places = areas.municipalities(np.asarray(system.atoms[:, support].any(axis=1), dtype=bool))
                    found.append(_tell(group, year, places, system.message))
                if search.gave_up:
                    gave_up.append(_tell(group, year, [], LIGHT_LIMIT))
    return list(dict.fromkeys(found)), gave_up, blocks


@dataclass(frozen=True)
class _System:
    """Shown sums by unknown values; per column its group of units, per group its weight and its atoms."""

    matrix: Ints
    owner: Ints
    weight: Ints
    atoms: Mask
    limit: int
    message: tuple[str, str]


def _read_shown(cell: pd.DataFrame, year: int) -> Iterator[_Shown]:
    """Numbers of which the sum behind them is known, each area once per question and measure."""
    rows = cell.loc[(cell["year"] == year) & cell["value"].notna() & cell["measure"].isin(_SUMS)]
    count = pd.to_numeric(rows["count"]).to_numpy(dtype=float, na_value=np.nan)
    rows = rows.loc[~(count == 0)]
    for indicator, level, area, measure, value in zip(
        rows["indicator"].astype(str),
        rows["level"].astype(str),
        rows["area"].astype(str),
        rows["measure"].astype(str),
        pd.to_numeric(rows["value"]).to_numpy(dtype=float),
        strict=True,
    ):
        yield _Shown(indicator, (level, area), measure, value)


def _gather(truth: Truth, names: Sequence[str], year: int, areas: Areas) -> _Values:
    """Values of all units that have one, question by question."""
    rows = truth.units
    rows = rows.loc[(rows["year"] == year) & rows["indicator"].isin(names) & rows["value"].notna()]
    table = pd.DataFrame(index=pd.Index([], dtype="int64"))
    if len(rows):
        table = rows.pivot_table(index="unit", columns="indicator", values="value", aggfunc="first").astype(float)
    first = rows.drop_duplicates("unit").set_index("unit").loc[table.index]
    position = {atom: number for number, atom in enumerate(areas.atoms)}
    return _Values(
        table=table,
        atom=first["atom"].astype(str).map(position).to_numpy().astype(np.int64),
        practice=np.unique(first["practice"].astype(str), return_inverse=True)[1].astype(np.int64),
        doctors=first["doctors"].to_numpy(dtype=np.int64),
    )


def _groups(names: Sequence[str], values: _Values | None) -> list[tuple[str, ...]]:
    """Questions that must be attacked together: one value follows from others, for some units at least."""
    told = [] if values is None else list(by_pattern(values.table).values())
    tied: list[set[str]] = [{name} for name in names]
    links = [{name, *parts} for relations in told for name, parts in relations.items()]
    links += [{name, *parts} & set(names) for name, parts in RATIOS.items() if name in names]
    for link in links:
        joined = [group for group in tied if group & link]
        tied = [group for group in tied if not group & link] + [set().union(*joined)]
    return [tuple(sorted(group)) for group in sorted(tied, key=sorted) if group]


def _classes(places: Iterable[Place], areas: Areas) -> Ints:
    """Give atoms in the same shown areas the same number."""
    masks = np.asarray([areas.members[place] for place in sorted(set(places))])
    return np.unique(masks, axis=1, return_inverse=True)[1].reshape(-1).astype(np.int64)


def _blind(shown: Sequence[_Shown], areas: Areas, heads: Ints, tables: Sequence[Table], k: int) -> Iterator[_System]:
    """Set up one question from the release alone: an atom counts as light where so few can be there at all.

    Where the shown counts themselves say that nobody is, there is no value to find.
    """
    if not shown:
        return
    places = sorted({one.place for one in shown})
    classes = _classes(places, areas)
    first = np.unique(classes, return_index=True)[1]
    inside = {place: areas.members[place][first] for place in places}
    nobody = np.ones(len(first), dtype=bool)  # by every question of the group: of one of them there may be somebody
    for totals in gather_totals(tables).values():
        nobody &= _nobody({place: n for place, n in totals.items() if place in inside}, inside)
    unknown = np.bincount(classes, weights=heads < 0) > 0
    weight = np.where(unknown, k, np.bincount(classes, weights=np.maximum(heads, 0))).astype(np.int64)
    matrix = np.asarray([inside[one.place] for one in shown], dtype=np.int64)
    atoms = classes[:, None] == np.arange(len(weight))[None, :]
    kept = ~nobody
    yield _System(matrix[:, kept], np.arange(int(kept.sum())), weight[kept], atoms[:, kept], k, FEW_VALUES)


def _nobody(totals: Mapping[Place, int], inside: Mapping[Place, Mask]) -> Mask:
    """Which classes of atoms hold nobody by the shown totals of a question: counts that add up to 0 are all 0."""
    size = len(next(iter(inside.values())))
    empty = np.zeros(size, dtype=bool)
    if not totals:
        return empty
    matrix = np.asarray([inside[place] for place in totals], dtype=np.int64)
    values = np.asarray(list(totals.values()), dtype=np.int64)
    while True:
        reduced = reduce_rows(np.where(empty, 0, matrix), values, np.flatnonzero(~empty))
        zero = reduced.values == 0  # noqa: PD011 - a field of ours, not a frame
        nothing = zero & (reduced.rows < PRIME // 2).all(axis=1)
        fresh = (reduced.rows[nothing] > 0).any(axis=0) & ~empty
        if not fresh.any():
            return empty
        empty |= fresh


def _with_truth(
    shown: Sequence[_Shown],
    areas: Areas,
    values: _Values,
    known: tuple[Truth, int, Limits],
    *,
    practices: bool,
    k: int,
) -> Iterator[_System]:
    """Set up questions that belong together, unit by unit as the rows have them.

    Units are one group where they lie in the same shown areas and have values for the same questions, and gave the
    same answer where a number rests on that answer.
    """
    truth, year, limits = known
    names = sorted({one.indicator for one in shown})
    table = values.table[[name for name in names if name in values.table.columns]]
    inside = table.notna().any(axis=1).to_numpy()
    table = table.loc[inside]
    if table.empty:
        return
    classes = _classes((one.place for one in shown), areas)
    chosen = {
        (one.indicator, one.measure): _gave(truth, year, WITHIN[one.indicator, one.measure], table.index)
        for one in shown
        if (one.indicator, one.measure) in WITHIN
    }
    marks = [table.notna().to_numpy(), *(mask[:, None] for mask in chosen.values())]
    relations = by_pattern(table)
    patterns = [tuple(line) for line in table.notna().to_numpy().tolist()]
    follows = following(table, patterns, relations)
    marks.append(follows)
    key = np.concatenate([classes[values.atom[inside]][:, None], *marks], axis=1).astype(np.int64)
    kinds, first, owner = np.unique(key, axis=0, return_index=True, return_inverse=True)
    owner = owner.reshape(-1)
    columns = {name: number for number, name in enumerate(table.columns)}
    width = len(columns)
    expressions = {
        name: np.stack(
            [expression(name, relations[patterns[unit]] if follows[unit, number] else {}, columns) for unit in first]
        )
        for name, number in columns.items()
    }
    has = table.notna().to_numpy()[first]
    where = {place: areas.members[place][values.atom[inside]] for place in {one.place for one in shown}}
    factors = {
        name: _factor(name, shown, table, where, chosen.get((name, str(Measure.RATE))))
        for name in RATIOS
        if name in columns
    }
    here = {place: areas.members[place][values.atom[inside][first]] for place in {one.place for one in shown}}
    rows = []
    for one in shown:
        if one.indicator not in columns:
            continue
        row = np.zeros((len(kinds), width), dtype=np.int64)
        whole = here[one.place] & has[:, columns[one.indicator]]
        take = whole & chosen[one.indicator, one.measure][first] if (one.indicator, one.measure) in chosen else whole
        over, under = RATIOS.get(one.indicator, ("", ""))
        if factor := factors.get(one.indicator):
            ratio = Fraction(one.value).limit_denominator(1000) / factor
            by = ratio.numerator * pow(ratio.denominator, -1, PRIME) % PRIME
            row[take] = expressions[over][take]
            row[whole] = (row[whole] - by * expressions[under][whole]) % PRIME
        else:
            row[take] = expressions[one.indicator][take]
        rows.append(row.reshape(-1))
    if not rows:
        return
    matrix, owners = np.asarray(rows), np.repeat(np.arange(len(kinds)), width)
    used = matrix.any(axis=0)
    atoms = np.zeros((len(areas.atoms), len(kinds)), dtype=bool)
    atoms[values.atom[inside], owner] = True
    units = np.bincount(owner, minlength=len(kinds))
    yield _System(matrix[:, used], owners[used], units, atoms, k, FEW_VALUES)
    if practices:
        behind, least = np.bincount(owner, weights=values.doctors[inside]), limits.doctors_in_practices
    else:
        pairs = np.unique(np.stack([owner, values.practice[inside]], axis=1), axis=0)
        behind, least = np.bincount(pairs[:, 0], minlength=len(kinds)), limits.practices_protected
    yield _System(matrix[:, used], owners[used], behind.astype(np.int64), atoms, least, FEW_VALUES_BEHIND)


def _factor(
    name: str, shown: Sequence[_Shown], table: pd.DataFrame, where: Mapping[Place, Mask], chosen: Mask | None = None
) -> int | None:
    """Tell whether a number is the ratio of two sums (1) or that in percent (100), in its largest area.

    ``chosen`` are the units that the upper sum rests on; None: all.
    """
    over, under = RATIOS[name]
    if over not in table or under not in table:
        return None
    own = [(int(where[one.place].sum()), one) for one in shown if one.indicator == name]
    _, largest = max(own, key=lambda entry: entry[0])
    inside = where[largest.place] & table[name].notna().to_numpy()
    above = float(table[over].to_numpy()[inside if chosen is None else inside & chosen].sum())
    below = float(table[under].to_numpy()[inside].sum())
    fits = [one for one in (1, 100) if below and abs(one * above / below - largest.value) <= _ROUNDED]
    return fits[0] if fits else None


def _gave(truth: Truth, year: int, wanted: tuple[str, tuple[str, ...]], units: pd.Index) -> Mask:
    """Which units gave one of some answers to a question."""
    rows = truth.of(wanted[0], year)
    return np.asarray(units.isin(rows.loc[rows["answer"].isin(wanted[1]), "unit"]), dtype=bool)


def _tell(indicators: tuple[str, ...], year: int, places: Sequence[Place], message: tuple[str, str]) -> Finding:
    return Finding(
        kind=Kind.MAGNITUDE,
        indicators=indicators,
        year=year,
        areas=tuple(f"{level}:{area}" for level, area in places),
        category="total",
        message=message[0],
        message_nl=message[1],
    )
