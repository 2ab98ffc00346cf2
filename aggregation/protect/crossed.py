"""Which cells of a crossing may be shown beside what releases say of its two questions.

Those with each answer to the question within are places of their own: an atom is split in as many parts, and the
question that is shown is one table over the parts. What a release says of either question by itself is a row of that
table that is there whatever is decided. The rest is what every table goes through (``docs/methods/protection.md``).
"""

from collections.abc import Sequence
from dataclasses import replace
from itertools import combinations, product

import numpy as np
import pandas as pd

from aggregation.indicators.crossings import WITHHELD, Sum
from aggregation.protect.areas import Areas, Flags, Matrix
from aggregation.protect.echelon import Echelon
from aggregation.protect.groups import GroupSearch
from aggregation.protect.model import IMPORTANCE, Limits, Question, Thresholds
from aggregation.protect.repair import Decision, decide
from aggregation.protect.system import Candidate, Others, System, functional, worth_of
from aggregation.protect.tallies import Tally, tally
from data.terms import FLANDERS, Disclosure, Level, UnitCounted

BETWEEN = "\x1f"
"""Joins an atom and an answer to the name of a part."""


def protect_crossing(
    units: pd.DataFrame,
    membership: pd.DataFrame,
    options: Sequence[str],
    published: Sequence[Sum],
    cells: Sequence[Sum],
    thresholds: Thresholds,
    *,
    guessed: Sequence[str] = (),
    sensitive: bool,
) -> tuple[Flags, Decision]:
    """Decide which cells are shown; a cell of an answer only with that of all who are within.

    Parameters
    ----------
    units : [unit, atom, practice, doctors, within, answer].
    options : every answer of ``units``.
    published : sums that releases show, or withhold.
    cells : sums of the crossing, in order of importance.
    guessed : answers ``within`` of which nobody else knows where they were given; of others it is known where not.

    Returns
    -------
    A flag per cell, and how the decision was reached.
    """
    table = _Parts(units, membership, tuple(options), thresholds, guessed, sensitive=sensitive)
    base = [one for one in published if one.count != WITHHELD]
    known = {(one.level, one.area, one.within) for one in base if not one.shown}
    candidates, shows = _candidates(table, cells, known)
    watched, values, others = _guarded(table, published, cells, known, shows, thresholds)
    rows = [np.zeros((0, table.columns), dtype=np.int64), *(table.row(one) for one in base)]
    system = System(
        units=table.tally.units,
        measures=table.tally.measures,
        known_totals=False,
        caps=np.full(table.atoms, -1, dtype=np.int64),
        base=np.vstack(rows),
        watched=watched,
        values=values,
        candidates=tuple(candidates),
        groups=_remainders(table, cells),
        alike=tuple((number,) for number in range(len(table.options))),
        others=others,
    )
    decision = decide(replace(system, told=_told(system)), Limits())
    places = {name for one, flag in zip(candidates, decision.shown, strict=True) if flag for name in one.cells}
    answers = {(number, "") for number, _ in places}
    shown = np.array([(number, "") in answers for number in range(len(cells))], dtype=bool)
    for number, one in enumerate(cells):  # an area in which nobody is within has nothing to protect
        shown[number] |= not table.holds(one).any()
    return shown, decision


class _Parts:
    """The question that is shown as a table over parts of atoms."""

    def __init__(
        self,
        units: pd.DataFrame,
        membership: pd.DataFrame,
        options: tuple[str, ...],
        thresholds: Thresholds,
        guessed: Sequence[str],
        *,
        sensitive: bool,
    ) -> None:
        # Atoms that no level of a crossing or of its questions tells apart are one: no sum takes one without the other.
        levels = [level.value for level in IMPORTANCE if level.value in membership and level is not Level.GEMEENTE]
        lines = membership.assign(piece=membership.groupby(levels, dropna=False).ngroup().astype(str))
        names = units["atom"].map(lines.set_index("atom")["piece"]) + BETWEEN + units["within"].astype(str)
        parts = sorted(
            set(names) | {BETWEEN.join(pair) for pair in product(set(names.str.split(BETWEEN).str[0]), guessed)}
        )
        split = pd.DataFrame([name.split(BETWEEN) for name in parts], columns=["piece", "within"])
        pieces = lines.drop_duplicates("piece")[["piece", *levels]]
        self._places = split.merge(pieces, on="piece", how="left", validate="many_to_one")
        self._within = self._places["within"].to_numpy(dtype=object)
        self.answers = frozenset(units["within"].astype(str)) | frozenset(guessed)
        self.options = options
        self.atoms = len(parts)
        question = Question(
            indicator="crossing",
            frame="crossing",
            unit_counted=UnitCounted.DOCTOR,
            disclosure=Disclosure.SENSITIVE if sensitive else Disclosure.PROTECTED,
            options=options,
            multiple=False,
            headline=(),
            levels=(),
            totals_public=False,
            # A practice counts once among those with one answer within, as it does in a cell.
            units=units.assign(
                atom=names,
                practice=units.groupby(["practice", "within"]).ngroup(),
                hidden=False,
                value=np.nan,
            ),
        )
        everywhere = np.ones((1, len(parts)), dtype=bool)
        areas = Areas(pd.Index(parts), (Level.VLAANDEREN,), (FLANDERS,), everywhere)
        self.tally: Tally = tally(question, areas, thresholds)

    @property
    def columns(self) -> int:
        """Number of unknowns."""
        return len(self.options) * self.atoms

    def holds(self, one: Sum) -> Flags:
        """Parts that a sum takes."""
        return self.area(one) & self.given(one.within)

    def area(self, one: Sum) -> Flags:
        """Parts in the area of a sum."""
        if one.level == Level.VLAANDEREN:
            return np.ones(self.atoms, dtype=bool)
        return np.asarray(self._places[one.level].eq(one.area), dtype=bool)

    def given(self, within: Sequence[str]) -> Flags:
        """Parts of those with some answers within; all of them where none is named."""
        return np.isin(self._within, within) if within else np.ones(self.atoms, dtype=bool)

    def chosen(self, one: Sum) -> tuple[int, ...]:
        """Numbers of the options that a sum takes."""
        return tuple(number for number, code in enumerate(self.options) if not one.shown or code in one.shown)

    def row(self, one: Sum) -> Matrix:
        """Write a sum as a row over the unknowns."""
        return functional(len(self.options), self.chosen(one), self.holds(one)[None], known_totals=False)

    def small(self, holds: Flags, chosen: tuple[int, ...]) -> bool:
        """Tell whether so few units have one of these answers, or all have the same, that it may not be told."""
        alike = len(chosen) < len(self.options) and self.tally.is_alike(holds[None], chosen)[0]
        return bool(self.tally.is_small_group(holds[None], chosen)[0] or alike)


def _remainders(table: _Parts, cells: Sequence[Sum]) -> Matrix:
    """List small groups that are left of what a release says of an area without those of some answers within."""
    codes = sorted(table.answers)
    some = [each for size in range(1, len(codes)) for each in combinations(codes, size)]
    rows: dict[bytes, Matrix] = {}
    for one in {(one.level, one.area, one.shown): one for one in cells if one.shown}.values():
        chosen, inside = table.chosen(one), table.area(one)
        for within in some:
            holds = inside & table.given(within)
            if table.tally.is_small_group(holds[None], chosen)[0]:
                row = functional(len(table.options), chosen, holds[None], known_totals=False)[0]
                rows.setdefault(row.tobytes(), row)
    return np.array(list(rows.values()), dtype=np.int64).reshape(-1, table.columns)


def _told(system: System) -> frozenset[bytes]:
    """Give the groups that releases tell by themselves: the thresholds of one question may be those of a milder one."""
    space = Echelon(system.columns)
    space.add(system.base, force=True)
    return frozenset(row.tobytes() for row in GroupSearch(system, Limits().nodes).run(space.basis).groups)


def _candidates(
    table: _Parts, cells: Sequence[Sum], known: set[tuple[str, str, tuple[str, ...]]]
) -> tuple[list[Candidate], dict[int, set[int]]]:
    """List what may be shown, and per cell the candidates that show it."""
    whole = {(one.level, one.area, one.within): number for number, one in enumerate(cells) if not one.shown}
    everything = tuple(range(len(table.options)))
    found: list[Candidate] = []
    total = table.tally.totals.sum()
    for number, one in enumerate(cells):
        place = (one.level, one.area, one.within)
        holds, chosen = table.holds(one), table.chosen(one)
        rest = tuple(other for other in everything if other not in chosen)
        if not one.shown or any(table.small(holds, part) for part in (everything, chosen, rest)):
            continue
        rows = [table.row(one)] + ([] if place in known else [table.row(cells[whole[place]])])
        zeros = [option for option in chosen if not table.tally.units[option][holds].any()]
        parts = np.eye(table.atoms, dtype=bool)[holds]
        forced = [functional(len(table.options), (option,), parts, known_totals=False) for option in zeros]
        size = int(table.tally.totals[holds].sum())
        level = Level(one.level)
        found.append(
            Candidate(
                rank=(IMPORTANCE.index(level), -size, number),
                rows=np.vstack(rows),
                forced=np.vstack([np.zeros((0, table.columns), dtype=np.int64), *forced]),
                cells=((number, ""), (whole[place], "")),
                worth=worth_of([level], size / total),
            )
        )
    found.sort(key=lambda one: one.rank)
    shows: dict[int, set[int]] = {}
    for position, candidate in enumerate(found):
        for number, _ in candidate.cells:
            shows.setdefault(number, set()).add(position)
    return found, shows


def _guarded(
    table: _Parts,
    published: Sequence[Sum],
    cells: Sequence[Sum],
    known: set[tuple[str, str, tuple[str, ...]]],
    shows: dict[int, set[int]],
    thresholds: Thresholds,
) -> tuple[Matrix, Matrix, Others]:
    """List what must keep values: small cells and complements, what releases withhold, what ends up withheld."""
    everything = tuple(range(len(table.options)))
    watched: dict[bytes, tuple[Matrix, int]] = {}
    loose: list[tuple[Matrix, int, frozenset[int]]] = []
    withheld = [(one, -1) for one in published if one.count == WITHHELD]
    for one, number in (*withheld, *((one, number) for number, one in enumerate(cells))):
        place = (one.level, one.area, one.within)
        holds, chosen = table.holds(one), table.chosen(one)
        units = int(table.tally.totals[holds].sum())
        if not units or (not one.shown and place in known):
            continue
        width = min(thresholds.interval_width, units + 1) if place in known else thresholds.interval_width
        row = table.row(one)[0]
        if number < 0 or table.small(holds, chosen):
            watched.setdefault(row.tobytes(), (row, width))
        else:
            loose.append((row, width, frozenset(shows.get(number, ()))))
        rest = tuple(other for other in everything if other not in chosen)
        if rest and number >= 0 and table.small(holds, rest):
            row = functional(len(table.options), rest, holds[None], known_totals=False)[0]
            watched.setdefault(row.tobytes(), (row, width))
    rows = np.array([row for row, _ in watched.values()], dtype=np.int64).reshape(-1, table.columns)
    others = Others(
        rows=np.array([row for row, _, _ in loose], dtype=np.int64).reshape(-1, table.columns),
        values=np.array([width for _, width, _ in loose], dtype=np.int64),
        shown_by=tuple(by for _, _, by in loose),
    )
    return rows, np.array([width for _, width in watched.values()], dtype=np.int64), others
