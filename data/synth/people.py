"""Synthetic doctors and practices as growing tables of arrays, with traits that stay for a career."""

from dataclasses import dataclass, fields
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from data.synth.arrays import Bools, Floats, Ints, Texts, pick
from data.synth.geography import Places
from data.synth.identifiers import NumberBook

HUISARTS, HAIO = 0, 1
NORMAL, NETWORK, MEDICAL_HOUSE = 0, 1, 2
NONE = -1
TRAINING_YEARS = 3
_NEW_NUMBERS_SINCE = 2019

_AGE_STARTS = (28, 32, 35, 40, 45, 50, 55, 60, 65, 70, 75)
_AGE_ENDS = (32, 35, 40, 45, 50, 55, 60, 65, 70, 75, 81)
_AGE_CHANCES = (12.0, 9.5, 12.5, 11.0, 9.0, 8.5, 10.5, 11.5, 8.5, 4.6, 2.4)
_GROUP_SIZES = (3, 4, 5, 6, 7, 8, 10)
_GROUP_CHANCES = (52, 24, 12, 6, 3, 2, 1)
_HOUSE_SIZES = (3, 4, 5, 6, 8)
_HOUSE_CHANCES = (20, 25, 25, 20, 10)
FORM_CHANCES = (50.0, 18.0, 30.0, 2.0)
"""Solo, duo, group (network included) and medical house, in % of practices."""
_NETWORK_CHANCE = 0.12


@dataclass
class Rows:
    """A table of equally long arrays that can be cut and lengthened."""

    def __len__(self) -> int:
        """Give the number of rows."""
        return len(getattr(self, fields(self)[0].name))

    def take(self, which: Bools | Ints) -> Self:
        """Return the chosen rows as a table of its own."""
        return type(self)(**{f.name: getattr(self, f.name)[which] for f in fields(self)})

    def join(self, more: Self) -> Self:
        """Return this table with the rows of ``more`` below it."""
        columns: dict[str, NDArray[Any]] = {
            f.name: np.concatenate([getattr(self, f.name), getattr(more, f.name)]) for f in fields(self)
        }
        return type(self)(**columns)


@dataclass
class People(Rows):
    """One row per person who ever was on a list; ``practice`` and ``second`` are rows of ``Practices`` or -1.

    ``share`` is the part of the working time in the main practice, ``since`` the year of the present role,
    ``stage`` the training year of a trainee (0-2). The ``z_`` traits are standard normal and stay for a career.
    """

    row: Ints
    key: Texts
    birth_year: Ints
    role: Ints
    stage: Ints
    since: Ints
    accredited: Bools
    acquired: Bools
    active: Bools
    pinned: Bools
    practice: Ints
    second: Ints
    share: Floats
    employed: Floats
    z_hours: Floats
    z_volume: Floats
    z_remote: Floats
    z_mood: Floats
    z_wear: Floats
    z_reply: Floats
    z_report: Floats


@dataclass
class Practices(Rows):
    """One row per practice that ever was; ``size`` is the number of huisartsen it is made for.

    ``kind`` tells networks and medical houses apart, ``grouped`` whether its doctors bill under one number.
    """

    row: Ints
    settlement: Ints
    size: Ints
    kind: Ints
    open: Bools
    pinned: Bools
    grouped: Bools
    opt_out: Bools
    unplaced: Bools
    chance: Floats
    east: Floats
    north: Floats
    words: Ints
    z_full: Floats
    z_reply: Floats


def draw_people(
    rng: np.random.Generator, book: NumberBook, start: int, birth_year: Ints, since: Ints, role: Ints, stage: Ints
) -> People:
    """Draw new people, not yet placed in a practice; ``start`` is the row of the first.

    About half of those who got their number from 2019 on have check digits under modulo 89.
    """
    n = len(birth_year)
    numbered = np.where(role == HAIO, since - stage, since - TRAINING_YEARS)
    normal = rng.normal(size=(7, n))
    return People(
        row=np.arange(start, start + n, dtype=np.int64),
        key=book.take((numbered >= _NEW_NUMBERS_SINCE) & (rng.random(n) < 0.5)),
        birth_year=birth_year,
        role=role,
        stage=stage,
        since=since,
        accredited=rng.random(n) < 0.78,
        acquired=(birth_year < 1965) & (rng.random(n) < 0.04),
        active=np.ones(n, dtype=np.bool_),
        pinned=np.zeros(n, dtype=np.bool_),
        practice=np.full(n, NONE, dtype=np.int64),
        second=np.full(n, NONE, dtype=np.int64),
        share=np.ones(n),
        employed=rng.random(n),
        z_hours=normal[0],
        z_volume=normal[1],
        z_remote=normal[2],
        z_mood=normal[3],
        z_reply=normal[4],
        z_report=normal[5],
        z_wear=normal[6],
    )


def draw_doctors(rng: np.random.Generator, book: NumberBook, start: int, year: int, n: int) -> People:
    """``n`` huisartsen with the ages of the whole profession."""
    band = pick(rng, range(len(_AGE_STARTS)), _AGE_CHANCES, n)
    low, high = np.asarray(_AGE_STARTS)[band], np.asarray(_AGE_ENDS)[band]
    age = low + np.floor(rng.random(n) * (high - low)).astype(np.int64)
    since = year - np.maximum(age - 28 - rng.integers(0, 3, n), 0)
    zero = np.zeros(n, dtype=np.int64)
    return draw_people(rng, book, start, year - age, since, zero + HUISARTS, zero)


def draw_trainees(
    rng: np.random.Generator, book: NumberBook, start: int, year: int, n: int, *, first_year: bool
) -> People:
    """``n`` trainees, all in their first year or spread over the three years of training."""
    stage = np.zeros(n, dtype=np.int64) if first_year else rng.integers(0, TRAINING_YEARS, n)
    age = pick(rng, (24, 25, 26, 27, 28, 30, 33, 37), (14, 36, 24, 11, 6, 5, 3, 1), n).astype(np.int64)
    role = np.full(n, HAIO, dtype=np.int64)
    return draw_people(rng, book, start, year - age - stage, year - stage, role, stage)


def sizes_of(rng: np.random.Generator, form: Ints) -> Ints:
    """How many huisartsen practices of these forms (index in ``FORM_CHANCES``) are made for."""
    n = len(form)
    group = pick(rng, _GROUP_SIZES, _GROUP_CHANCES, n)
    house = pick(rng, _HOUSE_SIZES, _HOUSE_CHANCES, n)
    return np.asarray(np.choose(form, [np.ones(n), np.full(n, 2), group, house]), dtype=np.int64)


def draw_practices(
    rng: np.random.Generator, places: Places, start: int, form: Ints, settlement: Ints | None = None
) -> Practices:
    """Draw new practices of these forms, placed where people live and, regionally, where capacity is high.

    Municipalities with a pinned number of doctors get practices only when ``settlement`` says so.
    """
    n = len(form)
    pinned = settlement is not None
    if settlement is None:
        # evenly spaced draws along the list: each municipality gets about what its pull deserves
        spaced = (np.arange(n) + rng.random()) / max(n, 1) * places.pull.sum()
        drawn = np.searchsorted(np.cumsum(places.pull), spaced, side="right")
        settlement = rng.permutation(np.minimum(drawn, np.flatnonzero(places.pull)[-1])).astype(np.int64)
    size = sizes_of(rng, form)
    kind = np.where(
        form == 3, MEDICAL_HOUSE, np.where((form == 2) & (rng.random(n) < _NETWORK_CHANCE), NETWORK, NORMAL)
    )
    return Practices(
        row=np.arange(start, start + n, dtype=np.int64),
        settlement=settlement,
        size=size,
        kind=kind.astype(np.int64),
        open=np.ones(n, dtype=np.bool_),
        pinned=np.full(n, pinned),
        grouped=(kind == MEDICAL_HOUSE) | (rng.random(n) < np.where(form == 1, 0.7, 0.94)),
        opt_out=rng.random(n) < 0.006,
        unplaced=rng.random(n) < 0.01,
        chance=rng.random(n),
        east=rng.normal(0.0, 0.006, n),
        north=rng.normal(0.0, 0.004, n),
        words=rng.integers(0, 2**31, n),
        z_full=rng.normal(size=n),
        z_reply=rng.normal(size=n),
    )
