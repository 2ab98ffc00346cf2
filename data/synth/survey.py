"""Synthetic survey answers: who answers, what they say, and what they leave out."""

from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from data.synth.arrays import Bools, Floats, Ints, Texts, habits, lasting, standardise, stream
from data.synth.geography import Addresses, Places
from data.synth.ima import numbers
from data.synth.people import HAIO, HUISARTS, MEDICAL_HOUSE, NETWORK
from data.synth.workload import Workload, practice_load, youngest_doctor
from data.synth.world import Snapshot, forms, main_counts

_WINDOW_SECONDS = 44 * 24 * 3600
_OPTIONS = {
    "new_patient_conditions": ("woonplaats", "familie", "doorverwijzing", "wachtlijst", "andere", "geen"),
    "disciplines": (
        "verpleegkundige",
        "kinesitherapeut",
        "psycholoog",
        "dietist",
        "maatschappelijk_werker",
        "vroedvrouw",
        "podoloog",
        "andere",
    ),
    "expansion_obstacles": ("ruimte", "personeel", "financieel", "administratie", "geen_kandidaten", "andere"),
}


def survey_individual(
    snapshot: Snapshot, work: Workload, kring: Texts, seed: int, *, new_deal_asked: bool
) -> pd.DataFrame:
    """Answers of persons, in the columns of the contract; some send the form twice.

    Who answers is not random: the young and the less burdened answer more, and kringen differ.
    ``kring`` holds the kring of the main practice per person. Practices of the New Deal say so where that is an answer
    (``new_deal_asked``), else that they are paid in a mixed way.
    """
    rng = stream(seed, "survey_individual", snapshot.year)
    people = snapshot.people
    n = len(people)
    willing = 0.46 - 0.016 * (work.age - 45) - 0.3 * work.stress + 0.9 * people.z_reply
    answered = rng.random(n) < _logistic(willing + _kring_mood(kring, seed))
    status = _status(snapshot, work)
    hours = _heaped_hours(work.hours, rng)
    wanted = np.minimum(hours, np.rint((36 + 0.12 * hours + 4 * rng.normal(size=n)) / 2) * 2)
    duty = _duty_hours(work, habits(rng, seed, "duty", people.row, 2))
    drift = np.exp(0.10 * people.z_report + 0.10 * rng.normal(size=n))
    mixed = lasting(seed, "payment", people.row, 1)[:, 0] < 0.03
    new_deal = (forms(snapshot)[people.practice] == 2) & (lasting(seed, "new deal", people.practice, 1)[:, 0] < 0.04)
    payment = np.where(mixed, "gemengd", "prestatie")
    payment = np.where(new_deal & (snapshot.year >= 2024), "new_deal" if new_deal_asked else "gemengd", payment)
    payment = np.where(work.in_house, "forfait", payment)
    frame = pd.DataFrame(
        {
            "riziv": numbers(people),
            "submitted_at": _moments(snapshot.year, n, rng),
            "birth_year": people.birth_year,
            "status": status,
            "hours_week": hours,
            "duty_hours_month": duty,
            "desired_hours_week": np.clip(wanted, 8, 70),
            "pressure": _scale(work.pressure, rng, 0.015),
            "exhaustion": _scale(work.exhaustion, rng, 0.035),
            "satisfaction": _scale(work.satisfaction, rng, 0.02),
            "career_5y": np.array(["blijven", "verminderen", "stoppen", "weet_niet"], dtype=object)[work.career],
            "payment_system": payment,
            "gmd_count": _rounded(work.gmd * drift * 1.04, 50, 6_000),
            "consultations_year": _rounded(work.consultations * drift * 1.05, 100, 60_000),
            "home_visits_year": _rounded((work.visits + work.evening + work.institution) * drift * 0.97, 50, 60_000),
            "remote_contacts_year": _rounded(work.remote * drift * 1.2, 50, 60_000),
        }
    )
    for name in ("birth_year", "hours_week", "duty_hours_month", "desired_hours_week"):
        frame[name] = frame[name].astype("Int64")
    _blank(frame, rng, skip={"riziv", "submitted_at"}, chance=0.025)
    _blank(frame, rng, skip=set(frame.columns[:-4]), chance=0.15)
    frame = frame[answered]
    draft = frame[rng.random(len(frame)) < 0.012].copy()
    draft["hours_week"] = (draft["hours_week"] + 5).clip(upper=95)
    draft["career_5y"] = "weet_niet"
    return _with_drafts(frame, draft, rng, "riziv")


def survey_practice(snapshot: Snapshot, work: Workload, places: Places, at: Addresses, seed: int) -> pd.DataFrame:
    """Answers of practices; ``at`` holds the addresses of the open practices."""
    rng = stream(seed, "survey_practice", snapshot.year)
    practices = snapshot.practices
    n, row = len(practices), practices.row
    size = main_counts(snapshot, HUISARTS)[row]
    form = forms(snapshot)[row]
    load = standardise(np.log(np.maximum(practice_load(snapshot, work)[row], 50.0)))
    scarce = -places.capacity[practices.settlement]
    fullness = standardise(0.5 * scarce + 0.35 * load + 0.75 * practices.z_full + 0.3 * rng.normal(size=n))
    fullness += 0.06 * (snapshot.year - 2024)
    big = np.log2(np.maximum(size, 1))
    willing = 0.72 + 0.15 * (big - 0.8) - 0.15 * fullness + 0.7 * practices.z_reply + _kring_mood(at.kring, seed)
    answered = rng.random(n) < _logistic(willing)
    stop = np.array(["geen", "gedeeltelijk", "volledig"], dtype=object)[np.searchsorted((-0.33, 1.0), fullness)]
    waiting = np.floor(np.clip(rng.gamma(1.9, 1.0, n) * np.exp(0.45 * fullness) + 0.72, 0, 60)).astype(np.int64)
    old = youngest_doctor(snapshot, work)[row] >= 60
    asked = habits(rng, seed, "practice answers", row, 32)
    conditions = _conditions(stop, asked[:, 10:15])
    frame = pd.DataFrame(
        {
            "practice_id": practice_ids(row),
            "submitted_at": _moments(snapshot.year, n, rng),
            "patient_stop": stop,
            "new_patient_conditions": conditions,
            # who asks that a patient lives in the catchment area has one
            "catchment_restricted": np.where(_names(conditions, "woonplaats"), "ja", "nee"),
            "urgent_same_day": _yes(asked[:, 1], _logistic(3.35 - 0.4 * fullness)),
            "home_visits": _yes(asked[:, 2], np.full(n, 0.966)),
            "remote_consultation": _yes(asked[:, 3], _logistic(1.3 + 0.3 * (big - 0.8))),
            "walk_in": _yes(asked[:, 4], np.where(size == 1, 0.17, 0.08)),
            "evening_surgery": _yes(asked[:, 5], _logistic(-0.4 + 0.25 * (big - 0.8) - 0.2 * fullness)),
            "vacancy_gp": _yes(asked[:, 6], _logistic(-0.58 + 0.55 * (big - 0.8) + 0.45 * scarce)),
            "expansion_planned": _yes(asked[:, 7], _logistic(-1.55 + 0.5 * (big - 0.8) + 0.2 * fullness)),
            "absence_cover": _yes(asked[:, 8], _logistic(2.0 + 0.6 * (big - 0.8))),
            "closing_without_successor": _yes(asked[:, 9], np.where(old, np.where(size == 1, 0.55, 0.3), 0.03)),
            "waiting_days": pd.Series(waiting, dtype="Int64"),
            "practice_form": _form_names(form, practices.kind),
        }
    )
    return _staff(frame, rng, asked[:, 15:], answered, big, form)


def _staff(
    frame: pd.DataFrame, rng: np.random.Generator, asked: Floats, answered: Bools, big: Floats, form: Ints
) -> pd.DataFrame:
    """Add the people who work beside the doctors, the obstacles, what is left out and what is sent twice."""
    n = len(frame)
    nurse = (asked[:, 0] < _logistic(-1.13 + 1.15 * (big - 0.8))) | (form == 3)
    reception = (asked[:, 1] < _logistic(0.44 + 1.3 * (big - 0.8))) | (form == 3)
    chances = np.array([0.0, 0.33, 0.31, 0.29, 0.11, 0.13, 0.13, 0.20])
    present = asked[:, 2:10] < chances * np.where(form == 3, 2.2, 1.0)[:, None]
    present[:, 0] = nurse
    obstacles = asked[:, 10:16] < np.array([0.42, 0.38, 0.27, 0.33, 0.36, 0.10])
    frame["disciplines"] = _joined("disciplines", present)
    scale = 2**big
    frame["nurse_fte"] = np.where(nurse, _half_steps(0.28 * scale * rng.uniform(0.7, 1.6, n), 0.5, 20), 0.0)
    frame["reception_fte"] = np.where(reception, _half_steps(0.42 * scale * rng.uniform(0.7, 1.6, n), 0.5, 30), 0.0)
    frame["expansion_obstacles"] = _joined("expansion_obstacles", obstacles)
    _blank(frame, rng, skip={"practice_id", "submitted_at"}, chance=0.025)
    frame = frame[answered]
    draft = frame[rng.random(len(frame)) < 0.015].copy()
    draft["patient_stop"] = "geen"
    draft["waiting_days"] = 1
    return _with_drafts(frame, draft, rng, "practice_id")


def practice_ids(row: Ints) -> Texts:
    """Return the identifier of a practice, e.g. ``HP-000123``; its order is that of the rows."""
    ids: Texts = ("HP-" + pd.Series(row + 1).astype(str).str.zfill(6)).to_numpy(dtype=object)
    return ids


def _logistic(values: Floats) -> Floats:
    return np.asarray(1.0 / (1.0 + np.exp(-values)), dtype=np.float64)


def _kring_mood(kring: Texts, seed: int) -> Floats:
    """How eager the people of a kring are to answer, lasting over the years; on average no more than elsewhere."""
    names, place = np.unique(kring.astype(str), return_inverse=True)
    moods = np.array([stream(seed, f"mood of kring {name}").normal(0.0, 0.4) for name in names])[place]
    return np.asarray(moods - moods.mean(), dtype=np.float64)


def _status(snapshot: Snapshot, work: Workload) -> Texts:
    """Nearly all are self-employed; trainees and doctors in medical houses are often employed."""
    people = snapshot.people
    limit = np.where(people.role == HAIO, 0.55, np.where(work.in_house, 0.6, 0.03))
    mixed = limit + np.where(people.role == HAIO, 0.05, 0.06)
    u = people.employed
    status: Texts = np.where(u < limit, "loontrekkend", np.where(u < mixed, "gemengd", "zelfstandig")).astype(object)
    return status


def _heaped_hours(hours: Floats, rng: np.random.Generator) -> Ints:
    """Hours as people write them: 38, 40, 45, 50, 55, 60 …, seldom in between."""
    u = rng.random(len(hours))
    week = np.where(hours < 45, np.where(u < 0.45, 38.0, 40.0), np.where(u < 0.55, 45.0, 50.0))
    fives = np.rint((hours - 0.7) / 5) * 5
    free = np.where(u < 0.78, fives, np.rint(hours))
    return np.where((hours >= 36.5) & (hours < 48), week, free).astype(np.int64)


def _duty_hours(work: Workload, drawn: Floats) -> Floats:
    """Hours of out-of-hours duty a month in steps of two; fewer past 64 and in medical houses."""
    hours = -8.5 * np.log(1 - drawn).sum(axis=1)
    hours *= np.where(work.age > 64, 0.4, 1.0) * np.where(work.in_house, 0.7, 1.0)
    steps: Floats = np.rint(np.minimum(hours, 120) / 2) * 2
    return steps


def _moments(year: int, n: int, rng: np.random.Generator) -> Texts:
    """Moments of sending in the autumn window, ISO 8601 to the second."""
    first = np.datetime64(f"{year}-09-16T08:00:00", "s")
    moments = first + np.floor(rng.beta(1.0, 1.6, n) * _WINDOW_SECONDS).astype("timedelta64[s]")
    return moments.astype(str).astype(object)


def _with_drafts(frame: pd.DataFrame, draft: pd.DataFrame, rng: np.random.Generator, key: str) -> pd.DataFrame:
    """Put first versions, sent one to five days earlier, before the answers that replaced them."""
    back = rng.integers(24 * 3600, 5 * 24 * 3600, len(draft)).astype("timedelta64[s]")
    sent = draft["submitted_at"].to_numpy(dtype="datetime64[s]") - back
    draft["submitted_at"] = sent.astype(str).astype(object)
    both = pd.concat([frame, draft]).astype(frame.dtypes.to_dict())
    return both.sort_values([key, "submitted_at"], kind="stable", ignore_index=True)


def _scale(answer: Ints, rng: np.random.Generator, refused: float) -> Texts:
    """Five-point answers as text; a few prefer not to say."""
    text = answer.astype("U1").astype(object)
    text[rng.random(len(answer)) < refused] = "geen_antwoord"
    return text


def _rounded(values: NDArray[Any], step: int, most: int) -> pd.Series:
    """Numbers as remembered: rounded to a step, within the range of the question."""
    return pd.Series(np.clip(np.rint(values / step) * step, 0, most)).astype("Int64")


def _half_steps(values: Floats, least: float, most: float) -> Floats:
    return np.clip(np.rint(values * 2) / 2, least, most)


def _blank(frame: pd.DataFrame, rng: np.random.Generator, *, skip: set[str], chance: float) -> None:
    """Leave out answers here and there, each question about as often."""
    for name in frame.columns:
        if name not in skip:
            frame[name] = frame[name].mask(pd.Series(rng.random(len(frame)) < chance, index=frame.index))


def _yes(drawn: Floats, chance: Floats) -> Texts:
    answers: Texts = np.where(drawn < chance, "ja", "nee").astype(object)
    return answers


def _joined(question: str, chosen: Bools) -> Texts:
    """Chosen options in the order of the layout, separated by a bar; None where nothing was chosen."""
    options = _OPTIONS[question]
    code = chosen @ (1 << np.arange(len(options)))
    words = np.array(
        ["|".join(o for i, o in enumerate(options) if number >> i & 1) or None for number in range(1 << len(options))],
        dtype=object,
    )
    joined: Texts = words[code]
    return joined


def _conditions(stop: Texts, drawn: Floats) -> Texts:
    """Conditions for new patients: usually none without a stop, usually some with a partial one."""
    chances = np.array([0.55, 0.50, 0.14, 0.18, 0.10])
    factor = np.where(stop == "geen", 0.22, np.where(stop == "gedeeltelijk", 1.0, 0.6))
    chosen = drawn < chances * factor[:, None]
    none = ~chosen.any(axis=1)
    return _joined("new_patient_conditions", np.column_stack([chosen, none]))


def _names(answers: Texts, option: str) -> Bools:
    return np.array([option in (answer or "").split("|") for answer in answers], dtype=bool)


def _form_names(form: Ints, kind: Ints) -> Texts:
    names = np.array(["solo", "duo", "groep", "medisch_huis"], dtype=object)[form]
    linked = (kind == NETWORK) & (form == 2)
    return np.select([kind == MEDICAL_HOUSE, linked], ["medisch_huis", "netwerk"], names)
