"""What doctors do and feel in one year: the truth that IMA counts and the survey asks about."""

from dataclasses import dataclass

import numpy as np

from data.synth.arrays import Bools, Floats, Ints, habits, ordinal, standardise, stream
from data.synth.geography import Places
from data.synth.people import HAIO, HUISARTS, MEDICAL_HOUSE
from data.synth.world import Snapshot, main_counts

MEAN_CONTACTS = 5_900
_BILLED = 1.1025
"""What a full-time huisarts bills beside that mean of all on the lists, some of whom bill little or nothing."""
MEAN_GMD = 970
HOUSE_PATIENTS_PER_FTE = 673
_HOUR_AGES = (26, 34, 44, 55, 62, 66, 71)
_HOUR_MEANS = (49.3, 50.3, 54.5, 61.5, 61.5, 51.0, 36.0)
_TRAINEE_HOURS = 46.0
_TRAINEE_VOLUME = 0.42


@dataclass(frozen=True)
class Workload:
    """Arrays of one value per person of a snapshot.

    ``hours`` per week; ``gmd`` patients with a GMD; ``consultations``, ``evening``, ``visits`` (to one patient),
    ``institution``, ``advice`` and ``remote`` per year; ``stress`` standard normal, higher is worse;
    ``pressure``, ``exhaustion`` and ``satisfaction`` 1-5; ``career`` 0 stays, 1 cuts down, 2 stops, 3 does not know;
    ``in_house`` whether the main practice is a medical house.
    """

    age: Ints
    in_house: Bools
    hours: Floats
    gmd: Ints
    consultations: Ints
    evening: Ints
    visits: Ints
    institution: Ints
    advice: Ints
    remote: Ints
    stress: Floats
    pressure: Ints
    exhaustion: Ints
    satisfaction: Ints
    career: Ints


def work(snapshot: Snapshot, places: Places, seed: int) -> Workload:
    """Work out the year of everybody in a snapshot."""
    people = snapshot.people
    rng = stream(seed, "workload", snapshot.year)
    noise = rng.normal(size=(5, len(people)))
    doctor = people.role == HUISARTS
    age = snapshot.year - people.birth_year
    practice_kind = snapshot.everything.kind[people.practice]
    in_house = practice_kind == MEDICAL_HOUSE
    field = places.capacity[snapshot.everything.settlement[people.practice]]
    hours = _hours(age, doctor, in_house, people.z_hours, noise[0])
    years_busy = np.clip((snapshot.year - people.since + 1) / 4, 0.25, 1.0)
    scarcity = np.exp(-0.09 * field)
    effort = (hours / 54.0) * scarcity * np.exp(0.26 * people.z_volume + 0.07 * noise[1])
    effort *= _winding_down(age, people.z_volume)
    contacts = _BILLED * MEAN_CONTACTS * effort * np.where(doctor, 0.75 + 0.25 * years_busy, _TRAINEE_VOLUME)
    gmd = 1.075 * MEAN_GMD * effort * (0.35 + 0.65 * years_busy) * np.exp(0.16 * people.z_report) / 1.013
    gmd = np.where(in_house, HOUSE_PATIENTS_PER_FTE * np.minimum(hours / 38, 1.3) * np.exp(0.15 * people.z_volume), gmd)
    gmd = np.where(doctor, gmd, gmd * 0.04)
    remote = 0.12 * np.exp(0.5 * people.z_remote - 0.125) * np.where(age > 60, 0.85, 1.06)
    home = 0.13 * np.exp(0.35 * people.z_mood - 0.06) * np.where(age > 55, 1.2, 0.88)
    surgery = np.maximum(1 - remote - home, 0.2)
    load = standardise(np.log(np.maximum(gmd, 1) / hours) * doctor)
    stress = 0.5 * standardise(hours) + 0.3 * load - 0.2 * field + 0.6 * people.z_mood + 0.35 * noise[2]
    stress = standardise(stress) + 0.05 * (snapshot.year - 2024)
    return Workload(
        age=age,
        in_house=in_house,
        hours=hours,
        gmd=_count(gmd),
        consultations=_count(contacts * surgery),
        evening=_count(contacts * home * 0.04),
        visits=_count(contacts * home * 0.64),
        institution=_count(contacts * home * 0.32),
        advice=_count(contacts * 0.05 * np.exp(0.6 * noise[3])),
        remote=_count(contacts * remote),
        stress=stress,
        pressure=ordinal(stress, (-2.05, -1.25, -0.42, 0.93)),
        exhaustion=ordinal(0.75 * stress + 0.5 * people.z_wear + 0.43 * noise[4], (-1.2, -0.35, 0.42, 1.45)),
        satisfaction=ordinal(0.66 * noise[3] - 0.6 * stress - 0.4 * people.z_wear, (-1.85, -1.15, -0.33, 1.0)),
        career=_career(age, doctor, stress, habits(rng, seed, "career", people.row, 1, change=0.25)[:, 0]),
    )


def _count(values: Floats) -> Ints:
    return np.maximum(np.rint(values), 0).astype(np.int64)


def _hours(age: Ints, doctor: Bools, in_house: Bools, trait: Floats, noise: Floats) -> Floats:
    """Hours a week, before anybody rounds them; long weeks at 55-64, short ones past 70."""
    middle = np.interp(age, _HOUR_AGES, _HOUR_MEANS)
    middle = np.where(doctor, middle, _TRAINEE_HOURS) - np.where(in_house, 6.0, 0.0)
    spread = np.where(doctor, 10.5, 5.0)
    hours: Floats = np.clip(middle + spread * (0.93 * trait + 0.36 * noise), 8.0, 95.0)
    return hours


def _winding_down(age: Ints, trait: Floats) -> Floats:
    """Part of the work that older doctors still bill: some nearly stopped and kept their number."""
    nearly = ((age >= 65) & (trait < -0.7)) | ((age >= 71) & (trait < 0.3))
    return np.where(nearly, 0.12, np.where(age >= 66, 0.85, 1.0))


def _career(age: Ints, doctor: Bools, stress: Floats, drawn: Floats) -> Ints:
    """Plans for the next five years: 0 stays, 1 cuts down, 2 stops, 3 does not know."""
    stops = np.interp(age, (25, 45, 54, 58, 62, 66, 75), (0.05, 0.07, 0.14, 0.40, 0.78, 0.88, 0.92))
    stops *= np.where(doctor, np.exp(0.18 * stress), 0.5)
    cuts = np.interp(age, (25, 35, 50, 60, 75), (0.22, 0.34, 0.42, 0.55, 0.50)) * np.exp(0.2 * stress)
    cuts *= np.where(doctor, 1.0, 0.6)
    stops = np.minimum(stops, 0.93)
    chances = np.stack([stops, (1 - stops) * np.minimum(cuts, 0.9)])
    unsure = (1 - chances.sum(axis=0)) * 0.11
    limits = np.cumsum(np.vstack([chances, unsure]), axis=0)
    return np.select([drawn < limits[0], drawn < limits[1], drawn < limits[2]], [2, 1, 3], 0).astype(np.int64)


def practice_load(snapshot: Snapshot, workload: Workload) -> Floats:
    """GMDs per huisarts for every practice ever, 0 where nobody works."""
    total = np.bincount(snapshot.people.practice, weights=workload.gmd, minlength=len(snapshot.everything))
    doctors = main_counts(snapshot, HUISARTS)
    load: Floats = np.where(doctors > 0, total / np.maximum(doctors, 1), 0.0)
    return load


def youngest_doctor(snapshot: Snapshot, workload: Workload) -> Ints:
    """Find the age of the youngest huisarts per practice ever, 0 where nobody works: who has no successor at hand."""
    youngest = np.full(len(snapshot.everything), 999, dtype=np.int64)
    doctor = snapshot.people.role != HAIO
    np.minimum.at(youngest, snapshot.people.practice[doctor], workload.age[doctor])
    return np.where(youngest == 999, 0, youngest)
