"""Search for withheld small cells that shown cells, with non-negativity, pin down to too few values."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import sparse

from aggregation.protect.areas import Matrix
from aggregation.protect.solver import Programme, Ranges, Vector
from aggregation.protect.system import System, functional

SLACK = 1e-6
FAR = 1e9
PUSHES = 6


@dataclass(frozen=True)
class Narrow:
    """A watched cell with too few possible values.

    Parameters
    ----------
    watched : position among the watched rows.
    proof : positions of the shown candidates whose values pin it down; empty when only the base does.
    """

    watched: int
    proof: tuple[int, ...]


def narrow_cells(system: System, shown: Sequence[int]) -> list[Narrow]:
    """Find every watched cell that keeps fewer values than it must.

    Parameters
    ----------
    shown : positions of the candidates that are shown.
    """
    doubtful = np.flatnonzero(exchange_width(system, shown) + 1 < system.values)
    if not len(doubtful):
        return []
    owners, programme = _programme(system, shown)
    seen = _Seen(system, doubtful, Ranges(programme))
    seen.move_together()
    found: list[Narrow] = []
    for place, number in enumerate(doubtful):
        if seen.wide()[place]:
            continue
        proof = seen.stretch(place)
        if proof is None:
            found.append(Narrow(int(number), tuple(shown)))
        elif not seen.wide()[place]:
            holding = owners[proof]
            found.append(Narrow(int(number), tuple(int(owner) for owner in np.unique(holding[holding >= 0]))))
    return found


class Holders:
    """Names the shown candidates that pin a part of the table down, sums and non-negativity taken together.

    Parameters
    ----------
    shown : positions of the candidates that are shown.
    """

    def __init__(self, system: System, shown: Sequence[int]) -> None:
        self._owners, programme = _programme(system, shown)
        self._ranges = Ranges(programme)

    def of(self, row: Matrix) -> list[int]:
        """Give the candidates in a proof that a row has one value only; none where it can still move."""
        form = row.astype(np.float64)
        low, below, _ = self._ranges.extreme(form, largest=False)
        high, above, _ = self._ranges.extreme(form, largest=True)
        if not (np.isfinite(low) and np.isfinite(high)) or high - low > SLACK:
            return []
        holding = self._owners[np.union1d(below, above)]
        return [int(owner) for owner in np.unique(holding[holding >= 0])]


class _Seen:
    """Values that watched cells are seen to take in points that fit what is shown."""

    def __init__(self, system: System, watched: npt.NDArray[np.intp], ranges: Ranges) -> None:
        self._ranges = ranges
        self._forms = system.watched[watched].astype(np.float64)
        self._needed = system.values[watched]
        self._high = self._forms @ system.truth
        self._low = self._high.copy()

    def wide(self) -> npt.NDArray[np.bool_]:
        """Tell which cells have been seen to keep enough whole values."""
        return np.asarray(np.floor(self._high + SLACK) - np.ceil(self._low - SLACK) + 1 >= self._needed)

    def move_together(self) -> None:
        """Push all cells up, then all down: most of them move far enough in a few points."""
        for largest in (True, False):
            for _ in range(PUSHES):
                left = ~self.wide()
                if not left.any():
                    return
                _, _, point = self._ranges.extreme(self._forms[left].sum(axis=0), largest=largest)
                self._note(point)
                if (left == ~self.wide()).all():
                    break

    def stretch(self, place: int) -> npt.NDArray[np.intp] | None:
        """Find the true range of one cell; gives the constraints that hold its ends, None where the solver fails."""
        holding: list[npt.NDArray[np.intp]] = []
        for largest in (True, False):
            value, rows, point = self._ranges.extreme(self._forms[place], largest=largest)
            if np.isnan(value):
                return None
            self._note(point)
            if largest:
                self._high[place] = max(self._high[place], min(value, FAR))
            else:
                self._low[place] = min(self._low[place], max(value, -FAR))
            holding.append(rows)
        return np.union1d(*holding)

    def _note(self, point: Vector) -> None:
        if len(point):
            value = self._forms @ point
            self._high = np.maximum(self._high, value)
            self._low = np.minimum(self._low, value)


def implied_rows(system: System, shown: Sequence[int]) -> Matrix:
    """Find parts of the table that non-negativity pins down although no shown cell is zero.

    A part that is zero in every table that fits what is shown (an answer nobody in an atom gave, an atom where all
    who could have answered did) is as good as shown.

    Returns
    -------
    One row over the unknowns per such part.
    """
    forms, constant = _at_zero(system)
    if not len(forms):
        return forms
    ranges = Ranges(_programme(system, shown)[1])
    while len(forms):
        value, _, point = ranges.extreme(forms.sum(axis=0).astype(np.float64), largest=True)
        if not np.isfinite(value):
            # Unbounded or failed together: ask one by one; what cannot be bounded is not pinned down.
            pinned = [not _can_move(ranges, form, int(add)) for form, add in zip(forms, constant, strict=True)]
            return np.asarray(forms[pinned])
        moving = forms @ point + constant > SLACK
        if not moving.any():
            break
        forms, constant = np.asarray(forms[~moving]), constant[~moving]
    return forms


def alike_rows(system: System, pinned: Matrix) -> Matrix:
    """Find the atoms of which an outsider knows that all who answered gave one answer.

    Parameters
    ----------
    pinned : parts of the table that are known to be zero, as :func:`implied_rows` gives them.

    Returns
    -------
    Per such atom the answers that nobody gave there, as one row over the unknowns; none for a question without
    ``alike``.
    """
    free = system.options - system.known_totals
    gone = np.zeros((system.options, system.atoms), dtype=bool)
    for form in pinned.reshape(len(pinned), free, system.atoms):
        option, atom = np.nonzero(form)
        if (form > 0).any():
            gone[option, atom] = True
        elif system.known_totals:  # everybody gave one of the others: nobody the last
            gone[-1, atom] = True
    rows = [np.zeros((0, system.columns), dtype=np.int64)]
    for chosen in system.alike:
        others = tuple(number for number in range(system.options) if number not in chosen)
        atoms = np.flatnonzero(gone[list(others)].all(axis=0))
        rows.append(
            functional(
                system.options, others, np.eye(system.atoms, dtype=bool)[atoms], known_totals=system.known_totals
            )
        )
    return np.unique(np.vstack(rows), axis=0)


def _can_move(ranges: Ranges, form: Matrix, constant: int) -> bool:
    value, _, _ = ranges.extreme(form.astype(np.float64), largest=True)
    return bool(value + constant > SLACK)


def _at_zero(system: System) -> tuple[Matrix, Matrix]:
    """List the parts that cannot be negative and are zero, as rows over the unknowns and constants.

    An unknown itself, and what is left of the known size of an atom. Only these are laid out: all of them together
    take more memory than anything else in a table of many totals.
    """
    free = system.options - system.known_totals
    empty = np.flatnonzero(system.truth == 0)
    answered = system.truth.reshape(free, system.atoms).sum(axis=0)
    bounded = np.flatnonzero(system.caps >= 0)
    full = bounded[system.caps[bounded] == answered[bounded]]
    forms = np.zeros((len(empty) + len(full), free, system.atoms), dtype=np.int64)
    forms[np.arange(len(empty)), empty // system.atoms, empty % system.atoms] = 1
    forms[len(empty) + np.arange(len(full)), :, full] = -1
    constants = np.concatenate([np.zeros(len(empty), dtype=np.int64), system.caps[full]])
    return forms.reshape(len(forms), system.columns), constants


def exchange_width(system: System, shown: Sequence[int]) -> Matrix:
    """Bound from below how far each watched cell can move when units swap atoms that no shown cell tells apart.

    Totals per atom are held fixed (or bounded by their caps in a table of totals), so whatever moves is allowed by
    the full system as well.
    """
    free = system.options - system.known_totals
    parts = [system.candidates[number].rows for number in shown]
    rows = np.vstack([*parts, np.zeros((1, system.columns), dtype=np.int64)])
    per_atom = rows.reshape(len(rows), free, system.atoms)
    keys = np.ascontiguousarray(per_atom.astype(np.int8).transpose(2, 0, 1).reshape(system.atoms, -1))
    numbers: dict[bytes, int] = {}
    kind = np.array([numbers.setdefault(key.tobytes(), len(numbers)) for key in keys], dtype=np.intp)
    room = system.units.sum(axis=0)
    if system.options == 1:
        room = np.where(system.caps >= 0, system.caps, 10**6)
    width = np.zeros(len(system.watched), dtype=np.int64)
    forms = system.watched.reshape(len(system.watched), free, system.atoms)
    truth = system.truth.reshape(free, system.atoms)
    everywhere = _sums(kind, room)
    for number, form in enumerate(forms):
        sign = 1 if (form > 0).any() else -1
        chosen = (form * sign) > 0
        option = chosen.any(axis=1)
        here = chosen.any(axis=0)
        touched = np.unique(kind[here])
        amount = _sums(kind, truth[option].sum(axis=0))[touched]
        inside = _sums(kind, room * here)[touched]
        outside = everywhere[touched] - inside
        width[number] = (np.minimum(inside, amount) - np.maximum(0, amount - outside)).sum()
    return width


def _sums(kind: npt.NDArray[np.intp], amounts: Matrix) -> Matrix:
    """Add up amounts per kind of atom; whole numbers below 2^53 stay exact."""
    return np.rint(np.bincount(kind, weights=amounts)).astype(np.int64)


def _programme(system: System, shown: Sequence[int]) -> tuple[npt.NDArray[np.intp], Programme]:
    """Write what an outsider knows; ``owners`` tells which candidate each constraint comes from (-1: base)."""
    free = system.options - system.known_totals
    rows = [system.base, *(system.candidates[number].rows for number in shown)]
    owners = [np.full(len(system.base), -1, dtype=np.intp)]
    owners += [np.full(len(system.candidates[number].rows), number, dtype=np.intp) for number in shown]
    matrix = np.vstack(rows)
    value = (matrix @ system.truth).astype(np.float64)
    low, high = value, value
    upper = np.full((free, system.atoms), np.inf)
    bounded = system.caps >= 0
    upper[:, bounded] = system.caps[bounded]
    if free > 1 and bounded.any():
        extra = np.tile(np.diag(bounded.astype(np.int64))[bounded], (1, free))
        matrix = np.vstack([matrix, extra])
        low = np.concatenate([low, np.full(len(extra), -np.inf)])
        high = np.concatenate([high, system.caps[bounded].astype(np.float64)])
        owners.append(np.full(len(extra), -1, dtype=np.intp))
    programme = Programme(
        sparse.csr_matrix(matrix.astype(np.float64)), low, high, np.zeros(system.columns), upper.reshape(-1)
    )
    return np.concatenate(owners), programme
