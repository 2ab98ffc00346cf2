"""What a corrected table may show beside everything that releases showed of it before: the rule of corrections.

A table keeps the cells that all its vintages show, or fewer. Then what a reader knows falls apart into what the oldest
vintage tells, and what each change tells about the units that changed; with the places of the changes known to him, a
combination of shown cells counts for a change as far as it reaches into those places. So:

1. what the vintages tell together of the newest one lies within the pattern that protects it by itself;
2. no combination, of any sign, of what is shown of the newest and of any earlier vintage rests on too few units that
   differ between the two; where everybody knows who answered, coming and going is no secret but the answer is;
3. an area in which people only came, or only went, does not tell that they all gave one answer.

A cell that stands in the way is withheld from now on. Where too much would go, the table stays as it was shown: the
same numbers once more tell nothing, and the corrections wait until enough of them have gathered.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy.sparse import csr_array

from aggregation.protect import Limits, Thresholds
from aggregation.protect.areas import Areas
from aggregation.protect.echelon import sparse_rows
from aggregation.protect.model import IMPORTANCE
from aggregation.protect.supports import Behind, SignedSpace
from aggregation.release.spans import orthogonal, product
from aggregation.release.tables import Cell, Matrix, Part, Vintage, cell_rows, parts_of
from data.terms import TOTAL, Level

Flags = npt.NDArray[np.bool_]

MOST_LOST = 0.1
"""Largest part of the shown cells of a table that a correction may cost it for good."""


@dataclass(frozen=True)
class Judged:
    """What came out for one table.

    Attributes
    ----------
    refused : cells that may not be shown of the corrected table.
    whole : whether the corrected table can be shown at all, without those cells.
    """

    refused: frozenset[Cell]
    whole: bool

    def may_go(self, cells: frozenset[Cell]) -> bool:
        """Tell whether the corrected table is worth showing: Flanders keeps what it has, and little else goes."""
        lost = self.refused & cells
        return (
            self.whole and not any(cell[0] == Level.VLAANDEREN for cell in lost) and len(lost) <= MOST_LOST * len(cells)
        )


def judge(
    indicator: str,
    entry: Mapping[str, object],
    vintages: Sequence[Vintage],
    newest: Vintage,
    fresh: frozenset[Cell],
    membership: pd.DataFrame,
    thresholds: Thresholds,
    linked: frozenset[Cell] = frozenset(),
) -> Judged:
    """Judge a corrected table beside all its vintages that were shown.

    Parameters
    ----------
    vintages : what was shown, the oldest first; each says something else of some unit than the one before it.
    newest : what is to be shown, without cells that one of them withheld.
    fresh : cells that the protection shows of the newest by itself.
    linked : cells of numbers from which those of this table follow; counted as if this table showed them.
    """
    areas = Areas.of(membership)
    order = sorted(newest.cells | linked, key=lambda cell: _importance(cell, areas))
    refused: set[Cell] = set()
    whole = True
    rows = [*(one.rows for one in vintages), newest.rows]
    for part in parts_of(indicator, entry, rows, areas.atoms, thresholds):
        cells = [cell for cell in order if cell not in refused and (part.sums or cell not in linked)]
        matrix = cell_rows(part, cells, areas)
        told = [number for number in range(len(cells)) if matrix[number].any()]
        cells, matrix = [cells[number] for number in told], matrix[told]
        shown = [
            cell_rows(part, sorted(one.cells | newest.cells | (linked if part.sums else frozenset())), areas)
            for one in vintages
        ]
        kept, sure = narrow(part, shown, cells, matrix, areas)
        refused |= {cell for cell, keep in zip(cells, kept, strict=True) if not keep}
        own = cell_rows(part, sorted(fresh | (linked if part.sums else frozenset())), areas)
        whole &= sure and _within(part, [*shown, matrix[kept]], own, areas)
    return Judged(frozenset(refused), whole)


def _importance(cell: Cell, areas: Areas) -> tuple[object, ...]:
    level, area, category, sums = cell
    return IMPORTANCE.index(Level(level)), category != TOTAL, sums, area, category


def narrow(
    part: Part, shown: Sequence[Matrix], cells: Sequence[Cell], matrix: Matrix, areas: Areas
) -> tuple[Flags, bool]:
    """Take cells as long as no change rests on too few units.

    Parameters
    ----------
    shown : rows that each earlier vintage shows, the oldest first; not read where there is one alone.
    cells, matrix : cells of the newest vintage in order of importance, and their rows.

    Returns
    -------
    Which cells are taken, and whether what is left is safe at all.
    """
    last = len(part.states) - 1
    places = [_changed(part, step, step + 1, areas) for step in range(last)]
    pairs = [one for earlier in range(last) for one in _spaces(part, earlier, last, matrix.shape[1])]
    covering = [all((places[last - 1] | ~places[step]).all() for step in range(one.earlier, last)) for one in pairs]
    kept = np.ones(len(cells), dtype=bool)
    alike = [_alike(part, earlier, last, cells, matrix, areas) for earlier in range(last)]
    for number in range(len(cells)):
        kept[number] = not any(one[number] for one in alike) and all(
            one.take(matrix[[number]]) for one, covers in zip(pairs, covering, strict=True) if covers
        )
    for one, covers in zip(pairs, covering, strict=True):
        if covers:
            continue
        steps = [[*shown[1:], matrix[kept]][step] for step in range(one.earlier, last)]
        combinations = _reaching(part, steps, places[one.earlier :], areas)
        if not all(one.take(row[None, :]) for row in combinations):
            return kept, False
    return kept, True


def _with_known(part: Part, rows: Matrix, areas: Areas) -> Matrix:
    """Put what everybody knows beside the rows: how many answered in every atom."""
    if not part.known:
        return rows
    return np.concatenate(
        [rows, np.kron(np.eye(len(areas.atoms), dtype=np.int64), np.ones(len(part.options), dtype=np.int64))]
    )


def _reaching(part: Part, steps: Sequence[Matrix], places: Sequence[Flags], areas: Areas) -> Matrix:
    """Give all that is known of a change over several steps: rows that each step tells as far as it reaches."""
    width = len(areas.atoms) * len(part.options)
    walls = []
    for rows, place in zip(steps, places, strict=True):
        columns = np.repeat(place, len(part.options))
        away = orthogonal(_with_known(part, rows, areas)[:, columns])
        wall = np.zeros((away.shape[1], width), dtype=np.int64)
        wall[:, columns] = away.T
        walls.append(wall)
    touched = np.repeat(np.any(places, axis=0), len(part.options))
    return orthogonal(np.concatenate([*walls, np.eye(width, dtype=np.int64)[~touched]])).T


def _within(part: Part, shown: Sequence[Matrix], fresh: Matrix, areas: Areas) -> bool:
    """Whether all that the vintages tell of the newest lies within the pattern that protects it."""
    last = len(part.states) - 1
    live = np.zeros(len(areas.atoms), dtype=bool)
    for state in part.states:
        live[state["column"].to_numpy() // len(part.options)] = True
    places = [_changed(part, step, step + 1, areas) & live for step in range(last)]
    allowed = {row.tobytes() for row in fresh}
    if all(row.tobytes() in allowed or not row.any() for rows in shown for row in rows) or (places[-1] | ~live).all():
        return True
    columns = np.repeat(live, len(part.options))
    width = int(columns.sum())
    walls = [orthogonal(_with_known(part, shown[0], areas)[:, columns]).T]
    for rows, place in zip(shown[1:], places, strict=True):
        inside = np.repeat(place[live], len(part.options))
        away = orthogonal(_with_known(part, rows, areas)[:, columns][:, inside])
        wall = np.zeros((away.shape[1], width), dtype=np.int64)
        wall[:, inside] = away.T
        walls.append(wall)
    told = orthogonal(np.concatenate(walls)).T
    return not product(told, orthogonal(_with_known(part, fresh, areas)[:, columns])).any()


def _changed(part: Part, earlier: int, later: int, areas: Areas) -> Flags:
    """Atoms in which a unit differs between two vintages: a reader may know them."""
    moved = _moves(part, earlier, later)
    result = np.zeros(len(areas.atoms), dtype=bool)
    for when in ("column_then", "column_now"):
        result[moved.loc[moved[when].ge(0), when].to_numpy() // len(part.options)] = True
    return result


def _moves(part: Part, earlier: int, later: int) -> pd.DataFrame:
    """Units that differ between two vintages [column_then, column_now, place, doctors]; −1 where they are not there."""
    one, other = part.states[earlier], part.states[later]
    both = one.merge(other, how="outer", left_index=True, right_index=True, suffixes=("_then", "_now"))
    for when in ("then", "now"):
        both[f"column_{when}"] = both[f"column_{when}"].fillna(-1).astype(np.int64)
    differs = both["column_then"].ne(both["column_now"]) | both["mark_then"].ne(both["mark_now"])
    both = both.loc[differs]
    return pd.DataFrame(
        {
            "column_then": both["column_then"],
            "column_now": both["column_now"],
            "place": both["place_now"].fillna(both["place_then"]),
            "doctors": both["doctors_now"].fillna(both["doctors_then"]).astype(np.int64),
        }
    )


def _alike(part: Part, earlier: int, later: int, cells: Sequence[Cell], matrix: Matrix, areas: Areas) -> Flags:
    """Cells that tell one answer of all who came to an area, or of all who left it, where nobody answered otherwise."""
    result = np.zeros(len(cells), dtype=bool)
    number = len(part.options)
    if number == 1:
        return result
    moved = _moves(part, earlier, later)
    then, now = (moved[f"column_{when}"].to_numpy() for when in ("then", "now"))
    atoms = np.asarray(matrix.reshape(len(cells), len(areas.atoms), number).any(axis=2))  # also without a cell
    for row, cell in enumerate(cells):
        if cell[2] == TOTAL and not part.rate:
            continue
        was = (then >= 0) & atoms[row][then // number]
        stands = (now >= 0) & atoms[row][now // number]
        if (was & stands & (then % number != now % number)).any():
            continue
        came, went = stands & ~was, was & ~stands
        for one, other, said in ((came, went, now), (went, came, then)):
            if one.any() and not other.any() and len(set((said[one] % number).tolist())) == 1:
                result[row] = True
    return result


class _Space:
    """Combinations of shown cells as numbers over the units that differ between an earlier vintage and the newest."""

    def __init__(
        self, earlier: int, columns: csr_array, space: SignedSpace, least: int, options: int, base: int | None
    ) -> None:
        self.earlier = earlier
        self._columns, self._space, self._least, self._options, self._base = columns, space, least, options, base

    def take(self, row: Matrix) -> bool:
        """Take a row unless a combination with those taken rests on too few units."""
        if self._base is not None:
            cube = row.reshape(1, -1, self._options)
            row = (cube - cube[:, :, [self._base]]).reshape(1, -1)
        return all(self._space.add(one, self._least) for one in sparse_rows(np.asarray(row @ self._columns)) if one)


def _spaces(part: Part, earlier: int, last: int, width: int) -> Iterator[_Space]:
    """Give the spaces in which a change must not single people out; one per answer where coming is no secret."""
    moved = _moves(part, earlier, last)
    if moved.empty:
        return
    classes: dict[tuple[int, int], int] = {}
    names = zip(moved["column_then"].tolist(), moved["column_now"].tolist(), strict=True)
    moved = moved.assign(number=[classes.setdefault(name, len(classes)) for name in names])
    behind = Behind(
        moved.groupby("number")["doctors"].sum().tolist(),
        [frozenset(map(hash, places)) for _, places in moved.groupby("number")["place"]],
        part.fewest,
    )
    owner: list[int] = []
    entries: list[tuple[int, int, int]] = []
    for (then, now), number in classes.items():
        if part.sums and then >= 0 and now >= 0 and then != now:
            entries += [(then, len(owner), -1), (now, len(owner) + 1, 1)]
            owner += [number, number]
            continue
        entries += [(then, len(owner), -1)] if then >= 0 and then != now else []
        entries += [(now, len(owner), 1)] if now >= 0 else []
        owner.append(number)
    at, column, sign = zip(*entries, strict=True)
    bases = range(len(part.options)) if part.known else [None]
    for base in bases:
        yield _Space(
            earlier,
            csr_array((np.array(sign), (np.array(at), np.array(column))), shape=(width, len(owner))),
            SignedSpace(owner, behind, [part.least], Limits().nodes),
            part.least,
            len(part.options),
            base,
        )
