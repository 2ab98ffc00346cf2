"""All attacks on one table: derived zeros, exact, small groups, intervals, own answer."""

import numpy as np

from aggregation.attack.algebra import PRIME, Ints, Mask, Reduced, Sparse
from aggregation.attack.alike import allowed_alike, seek_alike, two_way
from aggregation.attack.bounds import NoTableError, Tables, can_reach, must_be_zero
from aggregation.attack.groups import find_groups
from aggregation.attack.intervals import Ranges, bound_cells
from aggregation.attack.judge import Weights, few_behind
from aggregation.attack.phrases import (
    CONTRADICTION,
    DERIVED,
    FEW_ANSWERING,
    FEW_BEHIND,
    GROUP_LIMIT,
    NARROW,
    NOT_TRUE,
    OWN_ANSWER,
    SAME_ANSWER,
    SMALL_DERIVED,
    SMALL_GROUP,
    SMALL_SHOWN,
)
from aggregation.attack.reading import Place, Table
from aggregation.attack.system import System, keep_columns, spread
from aggregation.attack.verdict import Kind
from aggregation.attack.work import Attack
from data.terms import TOTAL


def attack_table(attack: Attack) -> None:
    """Run all attacks on one table; what comes out is written into ``attack``."""
    table = attack.table
    try:
        with attack.timed("zeros"):
            zero, keep = settle(attack.system, table.k)
            while (finer := attack.system.split(zero)) is not None:
                attack.system = finer
                zero, keep = settle(finer, table.k)
    except NoTableError:
        attack.tell(Kind.CONSISTENCY, (), TOTAL, CONTRADICTION, attack.found)
        return
    with attack.timed(str(Kind.EXACT)):
        reduced = attack.system.reduce(zero, keep)
        if reduced.contradiction:
            attack.tell(Kind.CONSISTENCY, (), TOTAL, CONTRADICTION, attack.found)
            return
        _look(attack)
        _predict(attack)
        _compute(attack, reduced, zero)
        seek_alike(attack, zero)
    with attack.timed(str(Kind.GROUP)):
        seek_groups(attack, reduced, keep, None, table.k)
    with attack.timed(str(Kind.INTERVAL)):
        _bound(attack, zero)
    if attack.truth is not None:
        with attack.timed("truth"):
            _weigh(attack, attack.truth, zero)


def settle(system: System, k: int) -> tuple[Mask, Mask]:
    """Unknowns that must be 0, and unknowns that can be part of a group worth less than k.

    A shown 0 forces all its parts to 0; what the linear program cannot raise to 1 is 0 as well, since counts are
    whole. Repeated until nothing changes.
    """
    matrix, values = system.equations
    zero = np.zeros(matrix.shape[1], dtype=bool)
    while True:
        forced = matrix[(np.where(zero[None, :], 0, matrix) @ np.ones(matrix.shape[1]) > 0) & (values == 0)]
        zero = zero | forced.any(axis=0)
        free = ~zero & matrix.any(axis=0)
        if not free.any():
            if values.any() and not np.isin(np.flatnonzero(values), np.flatnonzero(matrix[:, ~zero].any(axis=1))).all():
                raise NoTableError("a shown sum has no unknowns left")
            return zero, free
        left = np.where(zero[None, :], 0, matrix)
        small = free & ~can_reach(Tables(left, values, float(k)), free, float(k))
        empty = must_be_zero(Tables(left, values, 1.0), small) if small.any() else small
        if not empty.any():
            return zero, small
        zero = zero | empty


def _cells(table: Table, shown: bool) -> list[tuple[str, str, str]]:
    return [key for key, count in table.counts.items() if (count is not None) == shown]


def _look(attack: Attack) -> None:
    """Shown cells and their complements that are small; shown cells that become small without the own answer."""
    table = attack.table
    totals = table.shown_totals()
    opened: list[Place] = []
    for level, area, category in _cells(table, True):
        count = table.counts[level, area, category]
        total = totals.get((level, area))
        if count is None or (category == TOTAL and table.totals_public):
            continue
        k = table.k_total if category == TOTAL else table.k
        rest = k if category == TOTAL or total is None else total - count
        attack.report.add(Kind.SHOWN, 1)
        if 1 <= count < k or 1 <= rest < k:
            attack.tell(Kind.SHOWN, [(level, area)], category, SMALL_SHOWN, attack.found)
        elif category != TOTAL and total and _says_alike(attack, (level, area, category), rest=rest, count=count):
            attack.tell(Kind.ALIKE, [(level, area)], category, SAME_ANSWER, attack.found)
        attack.report.add(Kind.INSIDER, 1)
        if count == k or (category != TOTAL and rest == k):
            opened.append((level, area))
    if opened:
        attack.tell(Kind.INSIDER, sorted(set(opened)), TOTAL, OWN_ANSWER, attack.reported)


def _says_alike(attack: Attack, key: tuple[str, str, str], *, rest: int, count: int) -> bool:
    """Whether a shown option says what everybody in the area answered."""
    table = attack.table
    if not attack.guards_alike:
        return False
    positions = table.categories[key[2]]
    alike = rest == 0 or (count == 0 and positions in two_way(table))
    return alike and key[0] not in table.alike


def _predict(attack: Attack) -> None:
    """Answers that are shown where withholding them elsewhere would tell: too few practices answered."""
    table, limits = attack.table, attack.limits
    if not table.practices or not table.totals_public or table.on_map or attack.hidden:
        return
    least = limits.practices_answering_sensitive if table.sensitive else limits.practices_answering
    totals = table.shown_totals()
    for level, area, category in _cells(table, True):
        if category == TOTAL:
            continue
        attack.report.add(Kind.PATTERN, 1)
        if 1 <= totals.get((level, area), 0) < least:
            attack.tell(Kind.PATTERN, [(level, area)], category, FEW_ANSWERING, attack.found)


def _compute(attack: Attack, reduced: Reduced, zero: Mask) -> None:
    """Withheld cells, and the complements of cells, that follow from the shown ones."""
    table, system = attack.table, attack.system
    count = system.options
    keys: list[tuple[str, str, str]] = []
    masks, picks, counted = [], [], []
    for level, area, category in table.counts:
        withheld = table.counts[level, area, category] is None
        pick = np.zeros(count, dtype=bool)
        pick[list(table.categories[category])] = True
        for options, itself in ((pick, True), (~pick, False)):
            if options.any() and (withheld or not itself) and (level, area) in system.areas.members:
                keys.append((level, area, category))
                masks.append(system.areas.members[level, area])
                picks.append(options)
                counted.append(itself and withheld)
    if not keys:
        return
    options = np.asarray(picks)
    vectors, partial = system.targets(np.asarray(masks), options)
    vectors = keep_columns(vectors, ~zero)
    known, residues = reduced.follow(vectors)
    known &= np.asarray(partial @ (~zero).astype(np.int64)) == 0
    attack.report.add(Kind.EXACT, int(np.sum(counted)))
    worth = {}
    for index in np.flatnonzero(known):
        worth[keys[index][:2], tuple(options[index])] = int(residues[index])
        if counted[index]:
            attack.computed.add(keys[index])
    told = [(keys[i], options[i], int(i), counted[i]) for i in np.flatnonzero(known)]
    _judge_known(attack, told, vectors, worth)


def _judge_known(
    attack: Attack,
    known: list[tuple[tuple[str, str, str], Mask, int, bool]],
    vectors: Sparse,
    worth: dict[tuple[Place, tuple[bool, ...]], int],
) -> None:
    """Which of the computed sums are leaks."""
    table = attack.table
    totals = table.shown_totals()
    whole = tuple([True] * attack.system.options)
    allowed = allowed_alike(attack)
    for (level, area, category), pick, row, withheld in known:
        count = worth[(level, area), tuple(pick)]
        if count > PRIME // 2:
            attack.tell(Kind.CONSISTENCY, [(level, area)], category, CONTRADICTION, attack.found)
            continue
        everybody = bool(pick.all())
        if everybody and table.totals_public:
            continue
        total = totals.get((level, area), worth.get(((level, area), whole)))
        k = table.k_total if everybody else table.k
        if 1 <= count < k:
            attack.tell(Kind.EXACT, [(level, area)], category, SMALL_DERIVED, attack.found)
            attack.told.add(vectors[[row]].toarray()[0].tobytes())
        elif withheld and table.sensitive and not everybody and total and count == total:
            attack.tell(Kind.ALIKE, [(level, area)], category, SAME_ANSWER, attack.found)
        elif everybody and (level, area) in attack.system.known.totals:
            continue  # another question shows it
        elif allowed[attack.system.areas.members[level, area]].all():
            continue  # all of a kring or larger area may be known to answer alike
        elif withheld and total != 0:
            attack.tell(Kind.WITHHELD, [(level, area)], category, DERIVED, attack.found)
        elif withheld:
            attack.report.determined_harmless += 1


def _weigh(attack: Attack, truth: Weights, zero: Mask) -> None:
    """Shown cells and derived groups with too few practices behind doctors, or doctors behind practices.

    A group over several options counts a practice once per option.
    """
    table, system, limits = attack.table, attack.system, attack.limits
    for level, area, category in _cells(table, True):
        mask = system.areas.members[level, area]
        positions = table.categories[category]
        if int(truth.units[mask][:, list(positions)].sum()) != table.counts[level, area, category]:
            attack.tell(Kind.CONSISTENCY, [(level, area)], category, NOT_TRUE, attack.found)
        if category == TOTAL and table.totals_public:
            continue
        others = tuple(set(range(system.options)) - set(positions))
        if few_behind(table, limits, truth, mask, positions) or few_behind(table, limits, truth, mask, others):
            attack.tell(Kind.SHOWN, [(level, area)], category, FEW_BEHIND, attack.found)
    other = truth.doctors if table.practices else truth.practices
    limit = limits.doctors_in_practices if table.practices else limits.practices_protected
    weights = np.zeros((len(system.class_sizes), system.options), dtype=np.int64)
    np.add.at(weights, system.classes, other)
    keep = ~zero & (weights.reshape(-1) < limit)
    seek_groups(attack, system.reduce(zero, keep), keep, weights.reshape(-1), limit)


def seek_groups(attack: Attack, reduced: Reduced, keep: Mask, weights: Ints | None, limit: int) -> None:
    """Small derived groups, complete up to the node limit; weighed by their own count unless weights are given."""
    table, system = attack.table, attack.system

    def pardon(vector: Ints, weight: int) -> bool:
        by_class = vector.reshape(-1, system.options)
        everybody = bool((by_class.min(axis=1) == by_class.max(axis=1)).all())
        return everybody and (table.totals_public or (weights is None and weight >= table.k_total))

    search = find_groups(
        reduced,
        keep,
        weights,
        limit,
        pardon=pardon,
        whole=system.whole,
        nodes=attack.limits.nodes,
        enumerate_up_to=attack.limits.enumerate_up_to,
        most=attack.limits.findings_per_table,
    )
    attack.report.add(Kind.GROUP, search.blocks)
    for vector in search.groups:
        if vector.tobytes() not in attack.told:
            attack.told.add(vector.tobytes())
            places, category = name_group(system, vector)
            attack.tell(Kind.GROUP, places, category, SMALL_GROUP, attack.found)
    if search.gave_up:
        attack.tell(Kind.GROUP, (), TOTAL, GROUP_LIMIT, attack.gave_up)


def name_group(system: System, vector: Ints) -> tuple[list[Place], str]:
    """Municipalities that a group touches, and its options."""
    by_class: Mask = np.asarray(vector.reshape(-1, system.options) > 0, dtype=bool)
    codes = system.table.options or (TOTAL,)
    chosen = [code for code, used in zip(codes, np.any(by_class, axis=0), strict=True) if used]
    same = bool((by_class.min(axis=1) == by_class.max(axis=1)).all())
    category = TOTAL if same else " + ".join(chosen)
    return system.municipalities(np.any(by_class, axis=1)), category


def _widths(attack: Attack) -> dict[tuple[str, str, str], int]:
    """Withheld cells that were not computed already, and how many values each must keep.

    A known total leaves fewer, where it is small.
    """
    table, members, atoms = attack.table, attack.system.areas.members, attack.system.known.atom_totals
    allowed, totals, widths = allowed_alike(attack), table.shown_totals(), {}
    for key in _cells(table, False):
        place = key[:2]
        if key in attack.computed or place not in members or (key[2] == TOTAL and table.totals_public):
            continue
        mask, total, width = members[place], totals.get(place), attack.limits.interval_width
        if atoms is not None and (atoms[mask] >= 0).all():
            total = int(atoms[mask].sum())
        if key[2] != TOTAL and total is not None:
            width = min(width, total + 1)
        if width >= 2 and not allowed[mask].all():
            widths[key] = width
    return widths


def _pick(system: System, positions: tuple[int, ...]) -> Mask:
    """Mark some options."""
    pick = np.zeros(system.options, dtype=bool)
    pick[list(positions)] = True
    return pick


def _bound(attack: Attack, zero: Mask) -> None:
    """Withheld cells with too few possible values; those that can be computed were told already."""
    table, system = attack.table, attack.system
    widths = _widths(attack)
    keys = list(widths)
    masks = [system.areas.members[key[:2]] for key in keys]
    picks = [_pick(system, table.categories[key[2]]) for key in keys]
    if not keys:
        return
    if system.whole.any():  # known totals of atoms bound the part that an area takes of a class
        cells = spread(np.asarray(masks), np.asarray(picks))
        most = cells
        matrix, values = system.atom_equations
        zero = zero.reshape(-1, system.options)[system.classes].reshape(-1)
    else:  # anything from none to all of a class can lie in the part that an area takes of it
        cells, partial = system.targets(np.asarray(masks), np.asarray(picks))
        most = (cells + partial).tocsr()
        matrix, values = system.equations
    ranges = bound_cells(
        np.where(zero[None, :], 0, matrix),
        values,
        (keep_columns(cells, ~zero), keep_columns(most, ~zero)),
        width=np.asarray(list(widths.values())),
    )
    attack.report.add(Kind.INTERVAL, len(keys))
    for position in np.flatnonzero(ranges.narrow):
        level, area, category = keys[position]
        small = _small(attack, keys[position], (masks[position], picks[position]), ranges, int(position))
        attack.tell(Kind.INTERVAL if small else Kind.WITHHELD, [(level, area)], category, NARROW, attack.found)


def _small(attack: Attack, key: tuple[str, str, str], cell: tuple[Mask, Mask], ranges: Ranges, position: int) -> bool:
    """Whether a withheld cell with few possible values is small, as far as can be told."""
    table = attack.table
    k = table.k_total if key[2] == TOTAL else table.k
    low, high = int(ranges.low[position]), int(ranges.high[position])
    if low >= k or high < 1:
        return False
    if attack.truth is None:
        return low >= 1 and high < k
    true = int(attack.truth.units[cell[0]][:, cell[1]].sum())
    return 1 <= true < k or few_behind(table, attack.limits, attack.truth, cell[0], table.categories[key[2]])
