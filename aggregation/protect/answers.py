"""Where the answers to a question are shown: full breakdown, single options, two-way collapse, or nothing."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from aggregation.protect.areas import Areas, Flags, Matrix, distinct_rows, overlaps
from aggregation.protect.intervals import narrow_cells
from aggregation.protect.model import IMPORTANCE, Limits, Thresholds
from aggregation.protect.repair import Decision, decide
from aggregation.protect.system import Candidate, Others, System, functional, worth_of
from aggregation.protect.tallies import Tally
from data.terms import Level

WORTHWHILE = 0.2
"""Part of the areas of a level from which on a full breakdown is tried below Flanders besides the headline."""


@dataclass(frozen=True)
class Table:
    """A single-answer table that is to be protected.

    Parameters
    ----------
    tally : counts over all atoms.
    folded : the same with two answers, headline or not; None if there is no headline or there are two options only.
    headline : numbers of the options of the collapse; empty if there is none.
    headline_code : category of the collapse.
    asked : rows of the areas that have a cell of it: what is withheld there keeps values, whatever the reason.
    allowed : rows of those on which the question may be shown.
    totals_shown : rows of the areas that show their total.
    known_totals : whether the total of every atom is public.
    caps : publicly known size of the frame per atom, or None.
    """

    tally: Tally
    folded: Tally | None
    headline: tuple[int, ...]
    headline_code: str
    asked: Flags
    allowed: Flags
    totals_shown: Flags
    known_totals: bool
    caps: Matrix | None


def answer_cells(
    table: Table, areas: Areas, thresholds: Thresholds, limits: Limits
) -> tuple[dict[str, Flags], Decision]:
    """Decide which cells of a table are shown.

    Returns
    -------
    Flag per row of ``areas`` for every option and the headline, and how the decision was reached.
    """
    if table.folded is not None:
        whole = _whole_breakdowns(table, areas)
        if not _worthwhile(whole, areas):
            # Nothing but Flanders shows every option then, and a breakdown of everybody separates no part of the
            # country: the two-way table is as strong as the full one and far smaller. An area that holds all who
            # answered is Flanders by another name: both show it or neither does.
            everybody = areas.holds[:, table.tally.totals > 0].all(axis=1)
            whole &= everybody & bool(whole[everybody & table.asked].all())
            # An option of Flanders bounds its own parts: it must leave them the width that is asked.
            whole &= table.tally.measures[0].least >= thresholds.interval_width - 1
            # An option that nobody in Flanders gave is known to be given by nobody anywhere: that says of each doctor
            # or practice standing alone what the answer was not.
            whole &= bool((table.tally.units.sum(axis=1) > 0).all())
            shown, decision = answer_cells(_fold(table), areas, thresholds, limits)
            nobody = areas.holds @ table.tally.totals == 0
            whole &= shown[table.headline_code]
            if (whole & ~nobody).any():
                whole, kept = _leave_room(
                    table, areas, thresholds, whole & ~nobody, shown[table.headline_code] & ~nobody
                )
                shown = {code: flags & (kept | nobody) for code, flags in shown.items()}
            flags = shown[table.headline_code] & (whole | nobody)
            options = {code: flags.copy() for code in table.tally.options}
            if _complement(table):
                options[_complement(table)] = shown[table.headline_code].copy()
            return options | shown, decision
    categories = [code for code in (*table.tally.options, table.headline_code) if code]
    filled = table.tally.totals > 0
    empty = ~areas.holds[:, filled].any(axis=1)
    nothing_there = table.allowed & (table.totals_shown | table.known_totals) & empty
    shown = {code: nothing_there.copy() for code in categories}
    if not filled.any():
        return shown, Decision(np.zeros(0, dtype=bool), 0, 0)
    system = _system(table, areas.holds[:, filled], areas, filled, thresholds)
    decision = decide(system, limits)
    for candidate, flag in zip(system.candidates, decision.shown, strict=True):
        for row, code in candidate.cells:
            shown[code][row] |= bool(flag)
    return shown, decision


def _whole_breakdowns(table: Table, areas: Areas) -> Flags:
    """Tell which areas could show every option."""
    fine = table.allowed & (table.totals_shown | table.known_totals)
    for number in range(len(table.tally.options)):
        fine &= ~np.logical_or(*table.tally.is_small(areas.holds, (number,)))
    return np.asarray(fine & (areas.holds @ table.tally.totals > 0))


def _complement(table: Table) -> str:
    """Name the only option outside the headline, if there is just one: the total gives it with the headline."""
    rest = [code for number, code in enumerate(table.tally.options) if number not in table.headline]
    return rest[0] if table.headline and len(rest) == 1 else ""


def _worthwhile(whole: Flags, areas: Areas) -> bool:
    """Tell whether enough areas of some fine level could show every option.

    The few provinces and regions nearly always could; for their sake alone the fine levels need not lose theirs.
    """
    fine = [areas.of_levels((level,)) for level in (Level.ELZ, Level.KRING, Level.GEMEENTE)]
    return any(whole[rows].mean() >= WORTHWHILE for rows in fine if rows.any())


def _leave_room(
    table: Table, areas: Areas, thresholds: Thresholds, whole: Flags, headline: Flags
) -> tuple[Flags, Flags]:
    """Withhold what would leave an option too few values beside the breakdown of everybody.

    An option of everybody bounds its own parts also from below: where nearly all who answered are in one kring,
    nearly all who gave an answer are as well. The headline of the least important area of a proof goes, or else the
    breakdown itself.

    Parameters
    ----------
    whole, headline : rows of the areas that would show every option, and those that would show the headline.

    Returns
    -------
    The same flags with what may stay.
    """
    filled = table.tally.totals > 0
    system = _system(table, areas.holds[:, filled], areas, filled, thresholds)
    every = set(table.tally.options)
    picked: dict[int, bool] = {}
    for number, candidate in enumerate(system.candidates):
        rows, codes = {row for row, _ in candidate.cells}, {code for _, code in candidate.cells}
        breakdown = every <= codes
        if all(whole[row] if breakdown else headline[row] and not whole[row] for row in rows):
            picked[number] = breakdown
    while found := [cell.proof for cell in narrow_cells(system, list(picked)) if cell.proof]:
        proof = max(found, key=len)
        least = max(proof, key=lambda number: (not picked[number], system.candidates[number].rank))
        if picked.pop(least):
            return np.zeros_like(whole), headline
        headline = headline.copy()
        headline[[row for row, _ in system.candidates[least].cells]] = False
    return whole, headline


def _fold(table: Table) -> Table:
    if table.folded is None:
        raise ValueError("expected a table with a headline")
    return replace(table, tally=table.folded, folded=None, headline=())


def _system(table: Table, holds: Flags, areas: Areas, filled: Flags, thresholds: Thresholds) -> System:
    tally = _restrict(table.tally, filled)
    options = len(tally.options)
    first, owner = distinct_rows(holds)
    totals = tally.totals
    everything = tuple(range(options))
    known = np.array([table.known_totals or table.totals_shown[owner == number].any() for number in range(len(first))])
    rows = holds[first]
    base = functional(options, everything, rows[known], known_totals=False)
    if table.known_totals:
        base = np.zeros((0, (options - 1) * len(totals)), dtype=np.int64)
    caps = totals if table.known_totals else np.full(len(totals), -1) if table.caps is None else table.caps[filled]
    asked, allowed = (
        np.array([flags[owner == number].any() for number in range(len(first))])
        for flags in (table.asked, table.allowed)
    )
    watched, values = _watched(table, tally, rows, known, asked, thresholds)
    candidates = tuple(_candidates(table, tally, areas, rows, first, owner, known & allowed))
    return System(
        units=tally.units,
        measures=tally.measures,
        known_totals=table.known_totals,
        caps=np.asarray(caps, dtype=np.int64),
        base=base,
        watched=watched,
        values=values,
        candidates=candidates,
        others=_others(table, tally, rows, (known, asked, owner), candidates, thresholds),
        groups=_visible_groups(tally, overlaps(rows[known & allowed]), known_totals=table.known_totals),
        alike=tuple(one for one in _choices(table, options) if tally.uniform and (tally.collapsed or len(one) == 1)),
    )


def _visible_groups(tally: Tally, parts: Flags, *, known_totals: bool) -> Matrix:
    """List small groups that two areas tell apart, and those in which all answer alike."""
    options = len(tally.options)
    rows = [np.zeros((0, (options - known_totals) * parts.shape[1]), dtype=np.int64)]
    for number in range(options):
        rest = tuple(other for other in range(options) if other != number)
        for chosen in ((number,), rest):
            small = tally.is_small_group(parts, chosen)
            small |= tally.is_alike(parts, chosen)
            rows.append(functional(options, chosen, parts[small], known_totals=known_totals))
    return np.unique(np.vstack(rows), axis=0)


def _restrict(tally: Tally, filled: Flags) -> Tally:
    measures = tuple(part.within(filled) for part in tally.measures)
    return Tally(tally.options, tally.units[:, filled], measures, tally.uniform, tally.collapsed)


def _choices(table: Table, options: int) -> list[tuple[int, ...]]:
    choices: list[tuple[int, ...]] = [(number,) for number in range(options)]
    if table.headline and table.headline not in choices:
        choices.append(table.headline)
    return choices


def _watched(
    table: Table, tally: Tally, rows: Flags, known: Flags, asked: Flags, thresholds: Thresholds
) -> tuple[Matrix, Matrix]:
    """List the rows of small cells and of complements that are small, with the values each must keep."""
    options = len(tally.options)
    everything = tuple(range(options))
    width = _widths(table, tally, rows, known, thresholds)
    forms: dict[bytes, tuple[Matrix, int]] = {}
    for chosen in _choices(table, options):
        here, there = tally.is_small(rows, chosen)
        rest = tuple(number for number in everything if number not in chosen)
        for group, small in ((chosen, (here | (there & known)) & asked), (rest, there & ~known & asked)):
            for number, form in zip(
                np.flatnonzero(small),
                functional(options, group, rows[small], known_totals=table.known_totals),
                strict=True,
            ):
                forms.setdefault(form.tobytes(), (form, int(width[number])))
    columns = (options - table.known_totals) * len(tally.totals)
    watched = np.array([form for form, _ in forms.values()], dtype=np.int64).reshape(-1, columns)
    return watched, np.array([value for _, value in forms.values()], dtype=np.int64)


def _widths(table: Table, tally: Tally, rows: Flags, known: Flags, thresholds: Thresholds) -> Matrix:
    """Tell per area how many values its cells must keep: as many as a small known total allows."""
    totals = rows @ tally.totals
    width = np.where(known, np.minimum(thresholds.interval_width, totals + 1), thresholds.interval_width)
    if table.caps is not None:
        width = np.minimum(width, rows @ table.caps[table.tally.totals > 0] + 1)
    return np.asarray(width, dtype=np.int64)


def _others(
    table: Table,
    tally: Tally,
    rows: Flags,
    areas: tuple[Flags, Flags, Matrix],
    candidates: Sequence[Candidate],
    thresholds: Thresholds,
) -> Others:
    """List the cells that are not watched as small ones: a withheld one may not follow either, nor nearly.

    An answer that nobody gave, beside a total that few gave and nobody knows, is one of them.

    Parameters
    ----------
    areas : per row of ``rows`` whether its total is known and whether it has a cell; per area the row it stands for.
    """
    known, asked, owner = areas
    options = len(tally.options)
    width = _widths(table, tally, rows, known, thresholds)
    shows: dict[tuple[int, str], set[int]] = {}
    for position, candidate in enumerate(candidates):
        for cell in candidate.cells:
            shows.setdefault(cell, set()).add(position)
    found: list[tuple[Matrix, int, frozenset[int]]] = []
    for chosen in _choices(table, options):
        code = tally.options[chosen[0]] if len(chosen) == 1 else table.headline_code
        here, there = tally.is_small(rows, chosen)
        large = asked & ~(here | (there & known)) & (width > 1) & (code != "")
        forms = functional(options, chosen, rows[large], known_totals=table.known_totals)
        for number, form in zip(np.flatnonzero(large), forms, strict=True):
            places = np.flatnonzero((owner == number) & table.allowed)
            by = frozenset().union(*(shows.get((int(row), code), ()) for row in places))
            found.append((form, int(width[number]), by))
    columns = (options - table.known_totals) * len(tally.totals)
    return Others(
        rows=np.array([form for form, _, _ in found], dtype=np.int64).reshape(-1, columns),
        values=np.array([value for _, value, _ in found], dtype=np.int64),
        shown_by=tuple(by for _, _, by in found),
    )


def _candidates(
    table: Table,
    tally: Tally,
    areas: Areas,
    rows: Flags,
    first: Matrix,
    owner: Matrix,
    open_: Flags,
) -> list[Candidate]:
    """List what may be shown, in order of importance."""
    options = len(tally.options)
    singles: list[tuple[int, ...]] = [(number,) for number in range(options)]
    choices = _choices(table, options)
    codes = {chosen: tally.options[chosen[0]] if len(chosen) == 1 else table.headline_code for chosen in choices}
    fine = {chosen: ~np.logical_or(*tally.is_small(rows, chosen)) for chosen in choices}
    every = np.logical_and.reduce([fine[chosen] for chosen in singles])
    totals = rows @ tally.totals
    # A table with a headline shows every option, the headline, or nothing; one without shows options one by one.
    loose = [table.headline] if table.headline else singles
    found: list[Candidate] = []
    for number in np.flatnonzero(open_):
        level = IMPORTANCE.index(areas.level[first[number]])
        here = [int(row) for row in np.flatnonzero((owner == number) & table.allowed)]
        place = (-int(totals[number]), int(first[number]))
        bundles: list[tuple[tuple[int, ...], Sequence[tuple[int, ...]]]] = []
        if every[number]:
            bundles.append(((int(len(table.headline) > 0 and level > 0), level, 0), singles))
        if options > 2:
            bundles += [((0, level, 1), [chosen]) for chosen in loose if fine[chosen][number]]
        for rank, group in bundles:
            cells = [(row, codes[chosen]) for row in here for chosen in group if codes[chosen]]
            if group == [table.headline] and _complement(table):
                cells += [(row, _complement(table)) for row in here]
            if options == 2 and table.headline_code and table.headline:
                cells += [(row, table.headline_code) for row in here]
            share = float(totals[number] / totals.sum())
            part = len(group) / options if set(group) <= set(singles) else 1.0
            worth = part * worth_of([areas.level[row] for row in here], share)
            found.append(_candidate((*rank, *place), group, tally, rows[number], cells, table, worth))
    return sorted(found, key=lambda candidate: candidate.rank)


def _candidate(
    rank: tuple[int, ...],
    group: Sequence[tuple[int, ...]],
    tally: Tally,
    row: Flags,
    cells: list[tuple[int, str]],
    table: Table,
    worth: float,
) -> Candidate:
    options = len(tally.options)
    atoms = np.eye(len(row), dtype=bool)[row]
    lines = [functional(options, chosen, row[None], known_totals=table.known_totals) for chosen in group]
    forced: list[Matrix] = []
    for number in range(options):
        for chosen in group:
            value = int(tally.units[list(chosen)][:, row].sum())
            absent = value == 0 if number in chosen else value == int(tally.totals[row].sum())
            if absent:
                forced.append(functional(options, (number,), atoms, known_totals=table.known_totals))
                break
    columns = (options - table.known_totals) * len(row)
    return Candidate(
        rank,
        np.vstack(lines),
        np.vstack([np.zeros((0, columns), dtype=np.int64), *forced]),
        tuple(dict.fromkeys(cells)),
        worth,
    )
