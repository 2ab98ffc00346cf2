"""Doctors and practices of a small world: everybody ever in it, and a snapshot of one year."""

from dataclasses import dataclass

import numpy as np

from data.synth.arrays import Ints
from data.synth.geography import Places
from data.synth.identifiers import NumberBook
from data.synth.people import HUISARTS, MEDICAL_HOUSE, NONE, People, Practices

PEOPLE_2024 = 6_900
GROWTH = 1.014
TRAINEE_SHARE = 0.14
_DOCTORS_PER_PRACTICE = 2.15
_PRACTICE_GROWTH = 1.004


@dataclass(frozen=True)
class Snapshot:
    """Everybody on the lists and every open practice in one year; ``practice`` points into all practices ever."""

    year: int
    people: People
    practices: Practices
    everything: Practices


@dataclass
class World:
    """The state between two years."""

    seed: int
    scale: float
    start: int
    places: Places
    book: NumberBook
    people: People
    practices: Practices

    def people_wanted(self, year: int) -> int:
        """Size of the lists in ``year``."""
        return max(round(PEOPLE_2024 * self.scale * GROWTH ** (year - 2024)), 20)

    def doctors_wanted(self, year: int) -> int:
        """Huisartsen among them."""
        return round(self.people_wanted(year) * (1 - TRAINEE_SHARE))

    def practices_wanted(self, year: int) -> int:
        """Open practices in ``year``, pinned ones included."""
        first = self.doctors_wanted(self.start) / _DOCTORS_PER_PRACTICE
        return round(first * _PRACTICE_GROWTH ** (year - self.start))


def doctor_counts(world: World) -> Ints:
    """Huisartsen per practice, by main practice."""
    people = world.people
    placed = people.active & (people.role == HUISARTS) & (people.practice != NONE)
    return np.bincount(people.practice[placed], minlength=len(world.practices)).astype(np.int64)


def vacancies(world: World) -> Ints:
    """One entry per free place for a huisarts in an open practice."""
    practices = world.practices
    free = np.where(practices.open, np.maximum(practices.size - doctor_counts(world), 0), 0)
    return np.repeat(practices.row, free)


def main_counts(snapshot: Snapshot, role: int) -> Ints:
    """People of a role per practice ever, by main practice."""
    people = snapshot.people
    return np.bincount(people.practice[people.role == role], minlength=len(snapshot.everything)).astype(np.int64)


def forms(snapshot: Snapshot) -> Ints:
    """Form of every practice ever in that year: 0 solo, 1 duo, 2 group or network, 3 medical house."""
    practices = snapshot.everything
    by_count = np.clip(main_counts(snapshot, HUISARTS), 1, 3) - 1
    return np.where(practices.kind == MEDICAL_HOUSE, 3, by_count)
