"""Which practices stay off the practice map beside those that asked for it, so that these do not stand alone.

Answers that may stand on the map are public. Whoever adds up the map and subtracts it from a released count has the
table of the practices that are not on it: with one such practice in Flanders that refuses walk-in patients, the share
of Flanders itself would give it away, and would have to be withheld. A few companions with the same answer, kept off
the map as well, let the larger number stand. Protector and attacker treat them as they treat who asked for it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from aggregation.indicators import Kind, PracticeMap
from aggregation.year.answers import Answers, by_level
from data.terms import BAR, Level

Matrix = npt.NDArray[np.float64]

LEVELS = {Level.VLAANDEREN: 700.0, Level.PROVINCIE: 200.0, Level.REGIO: 20.0, Level.ELZ: 6.0, Level.KRING: 2.0}
"""What one missing companion in an area costs, by level."""
COST = 4.0
"""What keeping one more practice off the map costs: about as much as one missing companion in a zone."""
_PLACE = ("gemeente", "longitude", "latitude")
MOST = 0.07
"""Part of the answering practices up to which a year chooses companions; those that other years chose come on top."""


@dataclass(frozen=True)
class _Table:
    """Answers of practices as ones and zeros.

    Parameters
    ----------
    units : practice of each row.
    gives : practices by answers; one column per answer, and one for the absence of each where several are allowed.
    areas : practices by levels; the number of the area of each level that holds the practice.
    price : per area what a missing companion costs.
    doctors : doctors of each practice.
    """

    units: npt.NDArray[np.int64]
    gives: Matrix
    areas: npt.NDArray[np.intp]
    price: Matrix
    doctors: Matrix


def choose_companions(
    answers: Sequence[Answers],
    membership: pd.DataFrame,
    *,
    practices: int,
    doctors: int,
    stay: frozenset[int] = frozenset(),
) -> frozenset[int]:
    """Choose the practices to keep off the map beside those that opted out.

    Greedy and deterministic: each turn takes the practice that brings most (area, answer) pairs nearer to ``practices``
    practices and ``doctors`` doctors off the map; it stops when the next one costs more than it brings. Flanders comes
    first: as many of the last places as it lacks companions are kept for it, also where a practice costs more because
    it is the first of its zone or kring to leave the map.

    Parameters
    ----------
    answers : answers of a survey year; only public ones of practices matter.
    membership : [atom, gemeente, kring, elz].
    practices, doctors : fewest practices off the map, and doctors in them, behind an answer in an area.
    stay : units that a published release keeps off the map already; they stay off it, and others are added to them.

    Returns
    -------
    Units of the practices; empty where nobody opted out.
    """
    public = [
        entry for entry in answers if entry.indicator.practice_map is not PracticeMap.NO and entry.indicator.codes
    ]
    known = pd.concat([entry.units for entry in public]) if public else pd.DataFrame(columns=["hidden"])
    if not (known["hidden"].any() or stay):
        return frozenset()
    rows = known.drop_duplicates("unit").sort_values("unit", ignore_index=True)
    table = _tabulate(public, rows, membership)
    asked = rows["hidden"].to_numpy(dtype=bool)
    off = asked | rows["unit"].isin(stay).to_numpy(dtype=bool)
    gains = _Gains(table, off, practices, doctors)
    for places in range(int(MOST * len(rows)) - int((off & ~asked).sum()), 0, -1):
        gain, supplies, lacking = gains.now()
        if supplies.any() and (places <= lacking or gain.max() <= COST):
            gain = np.where(supplies > 0, gain, -np.inf)
        elif gain.max() <= COST:
            break
        gains.take(int(np.argmax(gain)))
    return frozenset(int(unit) for unit in table.units[off & ~asked])


def still_off(could_show: pd.DataFrame, published: Iterable[pd.DataFrame]) -> frozenset[int]:
    """Find the practices that a published map of the same year left out, for whatever reason.

    Who becomes known by a second release is who was on one map only: a companion that is exchanged for another
    leaves whom it hid alone. A practice is recognised by its place and its answers, or else by its place: keys of two
    releases have nothing in common.

    Parameters
    ----------
    could_show : practices that did not opt out [unit, gemeente, longitude, latitude, <indicator id>…].
    published : rows of each map of that year that was ever published, with the same columns but for ``unit``.

    Returns
    -------
    Units without a row in one of the published maps; a map that lacks so many of them is of other answers and keeps
    nobody off. Who was left off is kept with each release besides (``staying_off.read_off_map``), so that companions,
    who only grow in number over the years, never come to count as newcomers.
    """
    found: frozenset[int] = frozenset()
    for rows in published:
        missing = _missing_on(could_show, rows)
        found |= missing if len(missing) <= 2 * MOST * len(could_show) else frozenset()
    return found


def _missing_on(could_show: pd.DataFrame, published: pd.DataFrame) -> frozenset[int]:
    """Units without a row in a published map."""
    left, rows = could_show, published
    everything = [column for column in could_show.columns if column != "unit" and column in published.columns]
    for columns in (everything, [column for column in _PLACE if column in everything]):
        one, other = (_numbered(table, columns) for table in (left, rows))
        left, rows = left.loc[~one.isin(other)], rows.loc[~other.isin(one)]
    return frozenset(int(unit) for unit in left["unit"])


def _numbered(table: pd.DataFrame, columns: Sequence[str]) -> pd.MultiIndex:
    """Give each row its values in some columns and its number among the rows with the same ones."""
    values = table[list(columns)].astype(object).where(table[list(columns)].notna(), "").astype(str)
    number = values.groupby(list(columns)).cumcount()
    return pd.MultiIndex.from_arrays([*(values[column] for column in columns), number])


def _tabulate(public: Sequence[Answers], rows: pd.DataFrame, membership: pd.DataFrame) -> _Table:
    columns: list[pd.Series] = []
    for entry in public:
        given = entry.units.set_index("unit")["answer"].reindex(rows["unit"])
        for code in entry.indicator.codes:
            if entry.indicator.kind is Kind.MULTIPLE:
                has = given.map(lambda text, code=code: code in text.split(BAR), na_action="ignore")
                columns += [has.eq(True), has.eq(False)]
            else:
                columns.append(given.eq(code))
    places: list[npt.NDArray[np.intp]] = []
    price: list[float] = []
    for level, cost in LEVELS.items():
        here = by_level(rows, membership, level)
        if here.isna().any():
            continue  # the delivery names no regions
        numbers, areas = pd.factorize(here, sort=True)
        places.append(numbers + len(price))
        price += [cost] * len(areas)
    return _Table(
        units=rows["unit"].to_numpy(dtype=np.int64),
        gives=np.column_stack([column.to_numpy(dtype=float) for column in columns]),
        areas=np.column_stack(places),
        price=np.array(price),
        doctors=rows["doctors"].to_numpy(dtype=float),
    )


class _Gains:
    """What each practice brings when it leaves the map too.

    A practice that leaves changes what is brought in its own areas only, so that is all that is counted again.

    Parameters
    ----------
    off : practices that are off the map; changed by :meth:`take`.
    practices, doctors : fewest practices off the map, and doctors in them, behind an answer in an area.
    """

    def __init__(self, table: _Table, off: npt.NDArray[np.bool_], practices: int, doctors: int) -> None:
        self._table, self._off, self._least = table, off, (practices, doctors)
        self._units = np.zeros((len(table.price), table.gives.shape[1]))
        self._persons = np.zeros_like(self._units)
        hidden = table.gives * off[:, None]
        for areas in table.areas.T:
            np.add.at(self._units, areas, hidden)
            np.add.at(self._persons, areas, hidden * table.doctors[:, None])
        self._fewer = np.zeros(table.areas.shape)
        self._flanders = list(LEVELS).index(Level.VLAANDEREN)
        for area in range(len(table.price)):
            self._count(area)

    def now(self) -> tuple[Matrix, npt.NDArray[np.int64], int]:
        """Give how much cheaper the missing companions get, how many fewer Flanders lacks, how many it lacks now."""
        gain = np.where(self._off, -np.inf, (self._fewer * self._table.price[self._table.areas]).sum(axis=1))
        supplies = np.where(self._off, 0, self._fewer[:, self._flanders]).astype(np.int64)
        area = self._table.areas[0, self._flanders]
        return gain, supplies, int(_missing(self._units[area], self._persons[area], *self._least).sum())

    def take(self, practice: int) -> None:
        """Keep one more practice off the map."""
        table = self._table
        self._off[practice] = True
        for area in table.areas[practice]:
            self._units[area] += table.gives[practice]
            self._persons[area] += table.gives[practice] * table.doctors[practice]
            self._count(int(area))

    def _count(self, area: int) -> None:
        """Count again what the practices of an area bring there."""
        table, level = self._table, int(np.flatnonzero((self._table.areas == area).any(axis=0))[0])
        inside = np.flatnonzero(table.areas[:, level] == area)
        more = table.gives[inside]
        now = _missing(self._units[area], self._persons[area], *self._least)
        after = _missing(
            self._units[area] + more, self._persons[area] + more * table.doctors[inside, None], *self._least
        )
        self._fewer[inside, level] = (now - after).sum(axis=1)


def _missing(units: Matrix, persons: Matrix, practices: int, doctors: int) -> Matrix:
    """Count the companions that an answer in an area lacks; none in an area where every practice is on the map.

    An answer that nobody off the map gave lacks them too: its zero would tell what each of them did not answer.
    """
    few = np.maximum(practices - units, np.where(persons < doctors, 1.0, 0.0))
    return np.where(units.any(axis=-1, keepdims=True), np.maximum(few, 0.0), 0.0)
