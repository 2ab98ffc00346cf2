"""A small world of doctors and practices that moves on one year at a time."""

from collections.abc import Sequence

import numpy as np

from data.synth.arrays import Bools, Floats, Ints, pick, stream
from data.synth.geography import PINNED_DOCTORS, Places
from data.synth.identifiers import NumberBook
from data.synth.people import (
    FORM_CHANCES,
    HAIO,
    HUISARTS,
    MEDICAL_HOUSE,
    NONE,
    TRAINING_YEARS,
    People,
    draw_doctors,
    draw_practices,
    draw_trainees,
)
from data.synth.world import Snapshot, World, doctor_counts, vacancies

SECOND_PRACTICE_SHARE = 0.04
_LEAVING_AGES = (0, 56, 60, 64, 68, 72, 76)
_LEAVING_CHANCES = (0.011, 0.014, 0.02, 0.06, 0.10, 0.16, 0.30)


def simulate(places: Places, seed: int, scale: float, years: Sequence[int]) -> dict[int, Snapshot]:
    """Snapshots of all ``years`` (consecutive, ascending) of one and the same world."""
    world = _found(places, seed, scale, years[0])
    snapshots = {}
    for year in years:
        if year > years[0]:
            _live_a_year(world, year)
        snapshots[year] = _snapshot(world, year)
    return snapshots


def _snapshot(world: World, year: int) -> Snapshot:
    people, practices = world.people, world.practices
    return Snapshot(
        year=year,
        people=people.take(people.active),
        practices=practices.take(practices.open),
        everything=practices.take(np.ones(len(practices), dtype=np.bool_)),
    )


def _found(places: Places, seed: int, scale: float, year: int) -> World:
    """Build the world of the first year."""
    rng = stream(seed, "founding")
    nobody = np.zeros(0, dtype=np.int64)
    book = NumberBook(seed)
    empty = draw_doctors(rng, book, 0, year, 0)
    world = World(seed, scale, year, places, book, empty, draw_practices(rng, places, 0, nobody))
    _found_pinned(world, rng)
    forms = np.repeat(np.arange(4), np.round(np.asarray(FORM_CHANCES) / 100 * world.practices_wanted(year)).astype(int))
    _open(world, rng, forms)
    missing = world.doctors_wanted(year) - len(world.people)
    doctors = draw_doctors(rng, book, len(world.people), year, missing)
    older_alone = np.argsort(doctors.birth_year + rng.normal(0, 14, missing), kind="stable")
    world.people = world.people.join(doctors)
    waiting = doctors.row[older_alone]
    slots = vacancies(world)
    slots = slots[np.lexsort((rng.random(len(slots)), np.minimum(world.practices.size[slots], 3)))]
    _settle(world, rng, waiting, slots)
    world.practices.open[doctor_counts(world) == 0] = False
    trainees = world.people_wanted(year) - world.doctors_wanted(year)
    world.people = world.people.join(draw_trainees(rng, book, len(world.people), year, trainees, first_year=False))
    _place_trainees(world, rng)
    _share_time(world, rng)
    return world


def _found_pinned(world: World, rng: np.random.Generator) -> None:
    """One practice of exactly the wanted size in each municipality whose number of doctors is pinned."""
    for doctors in PINNED_DOCTORS:
        where = np.flatnonzero(world.places.pinned == doctors)
        if doctors and len(where):
            form = np.array([0 if doctors == 1 else 2])
            practice = draw_practices(rng, world.places, len(world.practices), form, where[:1].astype(np.int64))
            practice.size[:] = doctors
            practice.kind[:] = 0
            world.practices = world.practices.join(practice)
    _fill_pinned(world, rng, world.start)


def _fill_pinned(world: World, rng: np.random.Generator, year: int) -> None:
    """Somebody new takes the place of whoever left a pinned practice."""
    slots = vacancies(world)
    slots = slots[world.practices.pinned[slots]]
    newcomers = draw_doctors(rng, world.book, len(world.people), year, len(slots))
    newcomers.practice[:] = slots
    newcomers.pinned[:] = True
    world.people = world.people.join(newcomers)


def _live_a_year(world: World, year: int) -> None:
    """Retirements, moves, trainees who become huisarts, newcomers, and practices that close, merge and open."""
    rng = stream(world.seed, "careers", year)
    people = world.people
    leaving = people.active & (people.role == HUISARTS) & (rng.random(len(people)) < _leaving_chance(people, year))
    people.active[leaving] = False
    moving = people.active & (people.role == HUISARTS) & ~people.pinned & (rng.random(len(people)) < 0.025)
    people.practice[moving] = NONE
    _finish_training(world, rng, year)
    _fill_pinned(world, rng, year)
    _balance_doctors(world, rng, year)
    _merge(world, rng)
    _close_and_open(world, rng, year)
    _welcome_trainees(world, rng, year)
    _place_trainees(world, rng)
    _share_time(world, rng)


def _leaving_chance(people: People, year: int) -> Floats:
    """Chance of a huisarts to leave the lists within the year: with age, and sooner when worn out."""
    age = year - people.birth_year
    chance = np.asarray(_LEAVING_CHANCES)[np.searchsorted(_LEAVING_AGES, age, side="right") - 1]
    return np.asarray(chance * np.exp(0.25 * people.z_mood), dtype=np.float64)


def _finish_training(world: World, rng: np.random.Generator, year: int) -> None:
    people = world.people
    training = people.active & (people.role == HAIO)
    done = training & (people.stage == TRAINING_YEARS - 1)
    people.stage[training & ~done] += 1
    people.active[done & (rng.random(len(people)) < 0.08)] = False
    done &= people.active
    people.role[done], people.stage[done], people.since[done] = HUISARTS, 0, year
    home = np.where(done & (people.practice != NONE), people.practice, 0)
    stays = done & (world.practices.size[home] > 1) & (rng.random(len(people)) < 0.35)
    people.practice[done & ~stays] = NONE
    moves = training & ~done & (rng.random(len(people)) < 0.45)
    people.practice[moves] = NONE


def _balance_doctors(world: World, rng: np.random.Generator, year: int) -> None:
    """Bring the number of huisartsen to what the lists of that year should hold."""
    people = world.people
    doctors = people.active & (people.role == HUISARTS)
    missing = world.doctors_wanted(year) - int(doctors.sum())
    if missing > 0:
        world.people = people.join(draw_doctors(rng, world.book, len(people), year, missing))
        fresh = slice(len(people), None)
        world.people.birth_year[fresh] = year - rng.integers(28, 52, missing)
        world.people.since[fresh] = year
    elif missing < 0:
        can = np.flatnonzero(doctors & ~people.pinned & (people.since < year))
        chance = _leaving_chance(people, year)[can]
        leaving = rng.choice(can, size=min(-missing, len(can)), replace=False, p=chance / chance.sum())
        people.active[leaving] = False


def _merge(world: World, rng: np.random.Generator) -> None:
    """Let a few solo doctors join a neighbouring practice; their own practice will close."""
    people, practices = world.people, world.practices
    order = np.argsort(practices.settlement, kind="stable")
    partner = np.empty(len(practices), dtype=np.int64)
    partner[order] = np.roll(order, 1)
    near = practices.settlement[partner] == practices.settlement
    joining = practices.open & practices.open[partner] & near & (partner != practices.row)
    joining &= ~practices.pinned & ~practices.pinned[partner] & (practices.kind[partner] != MEDICAL_HOUSE)
    joining &= (practices.size == 1) & (rng.random(len(practices)) < 0.012)
    joining &= ~joining[partner]
    moved = people.active & (people.practice != NONE)
    moved &= joining[np.where(moved, people.practice, 0)]
    people.practice[moved] = partner[people.practice[moved]]
    practices.size[:] = np.maximum(practices.size, np.where(practices.open, doctor_counts(world), 0))


def _close_and_open(world: World, rng: np.random.Generator, year: int) -> None:
    """Empty practices close unless taken over; new ones open so that forms keep their shares; all doctors settle."""
    people, practices = world.people, world.practices
    waiting = people.row[people.active & (people.role == HUISARTS) & (people.practice == NONE)]
    waiting = waiting[rng.permutation(len(waiting))]
    empty = practices.open & (doctor_counts(world) == 0)
    practices.open[empty & (rng.random(len(practices)) < 0.7)] = False
    taken_over = practices.row[empty & practices.open][: len(waiting) // 4]
    people.practice[waiting[: len(taken_over)]] = taken_over
    waiting = waiting[len(taken_over) :]
    practices.open[practices.open & (doctor_counts(world) == 0)] = False
    forms = _forms_wanted(world, year)
    _open(world, rng, forms[rng.permutation(len(forms))])
    slots = vacancies(world)
    new = slots >= len(practices)
    first, rest = slots[new], slots[~new]
    _settle(world, rng, waiting, np.concatenate([first, rest[rng.permutation(len(rest))]]))
    world.practices.open[world.practices.open & (doctor_counts(world) == 0)] = False


def _forms_wanted(world: World, year: int) -> Ints:
    """Forms of the practices to open: what is short of the wanted mix."""
    practices, counts = world.practices, doctor_counts(world)
    form = np.where(practices.kind == MEDICAL_HOUSE, 3, np.clip(counts, 1, 3) - 1)[practices.open]
    wanted = np.round(np.asarray(FORM_CHANCES) / 100 * world.practices_wanted(year)).astype(np.int64)
    short = np.maximum(wanted - np.bincount(form, minlength=4), 0)
    return np.repeat(np.arange(4), short)


def _open(world: World, rng: np.random.Generator, forms: Ints) -> None:
    world.practices = world.practices.join(draw_practices(rng, world.places, len(world.practices), forms))


def _settle(world: World, rng: np.random.Generator, waiting: Ints, slots: Ints) -> None:
    """Put waiting huisartsen in free places in the order given; who finds none enlarges a group practice."""
    placed = min(len(waiting), len(slots))
    world.people.practice[waiting[:placed]] = slots[:placed]
    extra = waiting[placed:]
    practices = world.practices
    if len(extra):
        roomy = practices.row[practices.open & (practices.size >= 3) & ~practices.pinned]
        roomy = roomy if len(roomy) else practices.row[practices.open & ~practices.pinned]
        world.people.practice[extra] = roomy[rng.integers(0, len(roomy), len(extra))]
        practices.size[:] = np.maximum(practices.size, doctor_counts(world))


def _welcome_trainees(world: World, rng: np.random.Generator, year: int) -> None:
    people = world.people
    wanted = world.people_wanted(year) - world.doctors_wanted(year)
    missing = max(wanted - int((people.active & (people.role == HAIO)).sum()), 0)
    world.people = people.join(draw_trainees(rng, world.book, len(people), year, missing, first_year=True))


def _place_trainees(world: World, rng: np.random.Generator) -> None:
    """Trainees without an open practice find one; bigger practices train more."""
    people, practices = world.people, world.practices
    training = people.active & (people.role == HAIO)
    lost = training & (people.practice != NONE)
    lost &= ~practices.open[np.where(lost, people.practice, 0)]
    seeking = np.flatnonzero(training & ((people.practice == NONE) | lost))
    pull = np.where(practices.open & ~practices.pinned, doctor_counts(world) ** 0.8, 0.0)
    people.practice[seeking] = rng.choice(len(pull), size=len(seeking), p=pull / pull.sum())


def _share_time(world: World, rng: np.random.Generator) -> None:
    """About one huisarts in 25 also works in a second practice; the first keeps the larger share."""
    people, practices = world.people, world.practices
    can = people.active & (people.role == HUISARTS) & ~people.pinned
    has = can & (people.second != NONE)
    keeps = has & practices.open[np.where(has, people.second, 0)] & (rng.random(len(people)) < 0.92)
    keeps &= people.second != people.practice
    people.second[~keeps], people.share[~keeps] = NONE, 1.0
    free = np.flatnonzero(can & ~keeps)
    missing = max(round(SECOND_PRACTICE_SHARE * can.sum()) - int(keeps.sum()), 0)
    chosen = free[rng.permutation(len(free))[:missing]]
    hosts = practices.row[practices.open & ~practices.pinned]
    host = _nearby(world, rng, people.practice[chosen], hosts)
    fits = host != people.practice[chosen]
    chosen, host = chosen[fits], host[fits]
    share: Floats = pick(rng, (0.5, 0.6, 0.7, 0.75, 0.8, 0.9), (15, 25, 20, 15, 20, 5), len(chosen))
    people.second[chosen], people.share[chosen] = host, share
    tie: Bools = (people.share == 0.5) & (people.second < people.practice)
    people.share[tie] = 0.6  # of two equal shares the smaller practice_id counts as the main practice


def _nearby(world: World, rng: np.random.Generator, practice: Ints, hosts: Ints) -> Ints:
    """For each practice the nearest of a handful of other practices."""
    tried = hosts[rng.integers(0, len(hosts), (len(practice), 60))]
    settlement = world.practices.settlement
    here, there = settlement[practice][:, None], settlement[tried]
    east = world.places.longitude[there] - world.places.longitude[here]
    north = world.places.latitude[there] - world.places.latitude[here]
    distance = (0.63 * east) ** 2 + north**2  # a degree of longitude is shorter than one of latitude
    distance[tried == practice[:, None]] = np.inf
    nearest: Ints = tried[np.arange(len(practice)), distance.argmin(axis=1)]
    return nearest
