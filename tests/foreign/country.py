"""Deliveries of three made-up senders, from the contract's file formats alone; nothing of ``data/synth`` is used.

A country is drawn here: areas, practices, people and what they answered. ``tests/foreign/deliveries.py`` says what
makes each sender strange and writes the files. All identifiers are computed and nobody's.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

YES_NO = ("ja", "nee")
FLAGS = [
    "catchment_restricted",
    "urgent_same_day",
    "home_visits",
    "remote_consultation",
    "walk_in",
    "evening_surgery",
    "vacancy_gp",
    "expansion_planned",
    "absence_cover",
    "closing_without_successor",
]
FORMS = ("solo", "duo", "groep", "netwerk", "medisch_huis")
CONDITIONS = ("woonplaats", "familie", "doorverwijzing", "wachtlijst", "andere", "geen")
DISCIPLINES = [
    "verpleegkundige",
    "kinesitherapeut",
    "psycholoog",
    "dietist",
    "maatschappelijk_werker",
    "vroedvrouw",
    "podoloog",
    "andere",
]
OBSTACLES = ("ruimte", "personeel", "financieel", "administratie", "geen_kandidaten", "andere")
AGE_CLASSES = ("0-17", "18-64", "65-79", "80+")


@dataclass(kw_only=True)
class Country:
    """What a sender is like.

    Attributes
    ----------
    places
        One row per line of the geography [postcode, nis, kring_id, elz_id, longitude, latitude].
    year
        Survey year.
    practice_sizes
        Doctors per practice; one practice per element.
    practice_response, person_response
        Part that answers.
    opt_out
        Practice rows to whether the practice stays off the map.
    habit
        Changes the drawn person answers, given the people (with their kring): how an area answers.
    with_ima
        Whether there is an IMA file.
    """

    places: pd.DataFrame
    year: int
    practice_sizes: Sequence[int]
    practice_response: float
    person_response: float
    names: Callable[[str, str], str]
    seed: int
    opt_out: Callable[[pd.DataFrame], "pd.Series[bool]"]
    habit: Callable[[pd.DataFrame], pd.DataFrame] = lambda people: people
    with_ima: bool = True
    rng: np.random.Generator = field(init=False)

    def __post_init__(self) -> None:
        """Seed the draw."""
        self.rng = np.random.default_rng(self.seed)


def riziv(serial: int, qualification: str) -> str:
    """Compute a physician's number: profession 1, serial counted down from the top, check digits modulo 97."""
    six = 199_999 - serial
    return f"{six}{97 - six % 97:02d}{qualification}"


def draw_tables(country: Country) -> dict[str, pd.DataFrame]:
    """Draw all tables of a delivery: numbers as numbers, codes as text, missing where not answered."""
    practices = _practices(country)
    people = _people(country, practices)
    tables = {
        "contacts": _contacts(country, people, practices),
        "practices": practices.drop(columns=["kring_id", "size"]),
        "survey_practice": _practice_answers(country, practices),
        "survey_individual": _person_answers(country, people),
        "geography": country.places[["postcode", "nis", "kring_id", "elz_id"]],
        "areas": _areas(country),
        "population": _population(country),
    }
    if country.with_ima:
        tables["ima"] = _ima(country, people)
    return tables


def _practices(country: Country) -> pd.DataFrame:
    rng, places = country.rng, country.places
    size = np.asarray(country.practice_sizes)
    at = places.iloc[rng.choice(len(places), len(size), p=_weights(places))].reset_index(drop=True)
    frame = pd.DataFrame(
        {
            "practice_id": [f"pr/{number:05d}" for number in range(len(size))],
            "name": [f"Praktijk Verzonnen {number}" for number in range(len(size))],
            "street": "Denkbeeldstraat",
            "house_number": [str(1 + number % 90) for number in range(len(size))],
            "postcode": at["postcode"],
            "nis": at["nis"],
            "longitude": (at["longitude"] + rng.normal(0, 0.004, len(size))).round(5),
            "latitude": (at["latitude"] + rng.normal(0, 0.003, len(size))).round(5),
            "kring_id": at["kring_id"],
            "size": size,
        }
    )
    frame["map_opt_out"] = np.where(country.opt_out(frame), "ja", "nee")
    return frame


def _weights(places: pd.DataFrame) -> np.ndarray:
    """Make some places far busier than others, whoever draws."""
    weight = 1 / (1 + np.arange(len(places)) % 17) ** 0.8
    return np.asarray(weight / weight.sum())


def _people(country: Country, practices: pd.DataFrame) -> pd.DataFrame:
    rng = country.rng
    main = np.repeat(np.arange(len(practices)), practices["size"])
    trainee = (rng.random(len(main)) < 0.12) & (practices["size"].to_numpy()[main] > 1)
    return pd.DataFrame(
        {
            "riziv": [riziv(serial, "006" if young else "003") for serial, young in enumerate(trainee)],
            "role": np.where(trainee, "haio", "huisarts"),
            "main": main,
            "kring_id": practices["kring_id"].to_numpy()[main],
        }
    )


def _contacts(country: Country, people: pd.DataFrame, practices: pd.DataFrame) -> pd.DataFrame:
    """One row per person and practice; every ninth person works in a second practice for a third of the time."""
    rows = people.assign(practice_id=practices["practice_id"].to_numpy()[people["main"]], share=1.0)
    rows["basis"] = country.rng.choice(["aangesloten", "vrijwillig", "publiek"], len(rows))
    second = rows.iloc[::9].copy()
    second = second.loc[second["main"] + 1 < len(practices)]
    rows.loc[second.index, "share"] = 0.65
    second["practice_id"] = practices["practice_id"].to_numpy()[second["main"] + 1]
    second["share"] = 0.35
    columns = ["riziv", "role", "basis", "kring_id", "practice_id", "share"]
    return pd.concat([rows, second], ignore_index=True)[columns]


def _practice_answers(country: Country, practices: pd.DataFrame) -> pd.DataFrame:
    rng = country.rng
    answering = practices.loc[rng.random(len(practices)) < country.practice_response]
    count = len(answering)
    frame = pd.DataFrame({"practice_id": answering["practice_id"].to_numpy()})
    frame["submitted_at"] = [f"{country.year}-10-{1 + n % 28:02d}T{8 + n % 12:02d}:15:00" for n in range(count)]
    frame["patient_stop"] = _maybe(rng, rng.choice(["geen", "gedeeltelijk", "volledig"], count, p=[0.5, 0.3, 0.2]))
    frame["new_patient_conditions"] = _several(rng, CONDITIONS[:5], count, alone="geen")
    for number, flag in enumerate(FLAGS):
        frame[flag] = _maybe(rng, np.where(rng.random(count) < 0.1 + 0.08 * number, *YES_NO))
    frame["waiting_days"] = rng.integers(0, 40, count)
    frame["practice_form"] = np.where(
        answering["size"] == 1, "solo", np.where(answering["size"] == 2, "duo", rng.choice(FORMS[2:], count))
    )
    frame["disciplines"] = _several(rng, DISCIPLINES, count)
    frame["nurse_fte"] = (rng.integers(0, 9, count) / 4).astype(float)
    frame["reception_fte"] = (rng.integers(0, 13, count) / 4).astype(float)
    frame["expansion_obstacles"] = _several(rng, OBSTACLES, count)
    return frame


def _maybe(rng: np.random.Generator, answers: np.ndarray) -> pd.Series:
    """Leave one in twenty out."""
    return pd.Series(answers, dtype="object").mask(rng.random(len(answers)) < 0.05, None)


def _several(rng: np.random.Generator, codes: Sequence[str], count: int, alone: str = "") -> list[str | None]:
    chosen = rng.random((count, len(codes))) < 0.22
    return ["|".join(code for code, yes in zip(codes, row, strict=True) if yes) or alone or None for row in chosen]


def _person_answers(country: Country, people: pd.DataFrame) -> pd.DataFrame:
    rng = country.rng
    answering = people.loc[rng.random(len(people)) < country.person_response].reset_index(drop=True)
    count = len(answering)
    hours = np.clip(rng.normal(44, 11, count), 4, 79)
    frame = answering.assign(
        submitted_at=[f"{country.year}-09-{1 + n % 28:02d}T20:{n % 60:02d}:00" for n in range(count)],
        birth_year=rng.integers(1948, 1998, count),
        status=rng.choice(["zelfstandig", "loontrekkend", "gemengd"], count, p=[0.8, 0.12, 0.08]),
        hours_week=hours.round(1),
        duty_hours_month=rng.integers(0, 30, count),
        desired_hours_week=(hours - rng.integers(0, 9, count)).clip(0).round(1),
        pressure=rng.choice(["1", "2", "3", "4", "5", "geen_antwoord"], count),
        exhaustion=rng.choice(["1", "2", "3", "4", "5"], count),
        satisfaction=rng.choice(["2", "3", "4", "5"], count),
        career_5y=rng.choice(["blijven", "verminderen", "stoppen", "weet_niet"], count),
        payment_system=rng.choice(["prestatie", "forfait", "gemengd"], count, p=[0.85, 0.1, 0.05]),
        gmd_count=rng.integers(300, 2400, count),
        consultations_year=rng.integers(900, 8000, count),
        home_visits_year=rng.integers(0, 1500, count),
        remote_contacts_year=rng.integers(0, 2500, count),
    )
    return country.habit(frame).drop(columns=["role", "main", "kring_id"])


def _ima(country: Country, people: pd.DataFrame) -> pd.DataFrame:
    """One row per person of whom IMA knows a year; nine in ten, and nobody in every twentieth practice."""
    rng = country.rng
    known = people.loc[(rng.random(len(people)) < 0.9) & (people["main"] % 20 != 3)]
    count, main = len(known), known["main"].to_numpy()
    house = main % 40 == 7
    rows = {
        "YEAR": country.year - 2,
        "RIZIV_ID": known["riziv"].str[:8],
        "RIZIV_SPEC": known["riziv"].str[8:],
        "RIZIV_HCI": [f"8{number:07d}" for number in main],
        "HCI_TYPE": np.where(house, "805", np.where(main % 3 == 0, "100", "900")),
        "FLAGHMM": house.astype(int),
        "FF_MH": np.where(house, 5000, 0),
        "PAT_GMD": rng.integers(200, 2600, count),
        "PAT_ATTRIB": 900 + main % 1700,
    }
    contacts = {
        name: rng.integers(0, most, count)
        for name, most in (("RAADPL", 7000), ("BEZAVOND", 90), ("BEZOEKIND", 900), ("INSTEL", 400), ("ADVIES", 1200))
    }
    return pd.DataFrame({**rows, **contacts, "DIGICONT": rng.integers(0, 300, count)})


def _areas(country: Country) -> pd.DataFrame:
    parts = [
        pd.DataFrame({"level": level, "area_id": sorted(set(country.places[column]))})
        for level, column in (("kring", "kring_id"), ("elz", "elz_id"), ("gemeente", "nis"))
    ]
    frame = pd.concat(parts, ignore_index=True)
    frame["name"] = [country.names(level, area) for level, area in zip(frame["level"], frame["area_id"], strict=True)]
    frame["area_km2"] = np.where(frame["level"] == "gemeente", 12.5 + np.arange(len(frame)) % 90, np.nan)
    return frame


def _population(country: Country) -> pd.DataFrame:
    pairs = country.places[["nis", "kring_id", "elz_id"]].drop_duplicates()
    split = set(pairs.loc[pairs["nis"].duplicated(), "nis"])
    units = country.places[["nis", "postcode"]].copy()
    units["postcode"] = units["postcode"].where(units["nis"].isin(split), None)
    units = units.drop_duplicates().merge(pd.DataFrame({"age_class": AGE_CLASSES}), how="cross")
    return units.assign(residents=country.rng.integers(300, 9000, len(units)))
