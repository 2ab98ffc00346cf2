"""Random deliveries in the form the contracts give, full of awkward things. All identifiers are invented.

Awkward on purpose: two people with equal first six digits, another qualification in another table, ties of share,
rows of IMA for people who are not listed, several rows per doctor, medical houses, split municipalities, unanswered
questions, municipalities without doctors or residents, practices that stay off the map.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from tests.made import AGE_CLASSES, delivered, riziv

YEAR = 2026
_DISCIPLINES = ("verpleegkundige", "kinesitherapeut", "psycholoog", "dietist", "podoloog", "andere")
_SHARES = ((1.0,), (0.5, 0.5), (0.6, 0.4), (0.25, 0.75), (0.4, 0.4, 0.2), (0.3333, 0.3334, 0.3333))

ANSWERED = ("patient_stop", "disciplines", "expansion_planned", "waiting_days", "practice_form")
"""Questions that the practices of a world answer; the others are left open."""

Frames = dict[str, pd.DataFrame]


@dataclass(frozen=True, kw_only=True)
class Size:
    """How big and how silent a world is; ``response`` is the chance that somebody or something is filled in.

    ``ima_gaps`` lets contact counts be empty outside medical houses, which the layout allows.
    """

    municipalities: int = 4
    practices: int = 8
    people: int = 40
    response: float = 0.6
    ima_gaps: bool = False


def draw_world(seed: int, size: Size) -> Frames:
    """Canonical frames of one survey year (``YEAR``), the same for the same arguments."""
    rng = np.random.default_rng(seed)
    country = _country(rng, size)
    lines = country["geography"].to_dict("records")
    practices = [
        {
            "practice_id": f"P{number + 1}",
            "postcode": line["postcode"],
            "nis": line["nis"],
            "map_opt_out": _pick(rng, "ja", "nee", None),
        }
        for number in range(size.practices)
        if (line := lines[int(rng.integers(len(lines)))])
    ]
    ids = [practice["practice_id"] for practice in practices]
    people = _people(rng, size)
    kringen = {(line["postcode"], line["nis"]): line["kring_id"] for line in lines}
    home = {practice["practice_id"]: kringen[(practice["postcode"], practice["nis"])] for practice in practices}
    rows: dict[str, list[dict[str, Any]]] = {
        "contacts": [row for person in people for row in _contacts(rng, person, ids, home)],
        "practices": practices,
        "survey_practice": [_practice_answer(rng, name, size) for name in _some(rng, ids, size.response)],
        "survey_individual": [_answer(rng, person, size) for person in _some(rng, people, size.response)],
        "ima": _ima(rng, people, size),
    }
    return country | {name: delivered(name, entries) for name, entries in rows.items()}


def _pick(rng: np.random.Generator, *values: Any) -> Any:
    return values[int(rng.integers(len(values)))]


def _country(rng: np.random.Generator, size: Size) -> Frames:
    kringen, zones = int(rng.integers(1, 5)), int(rng.integers(1, 4))
    regions = rng.random() < 0.7  # a delivery may name none
    lines: list[dict[str, Any]] = []
    areas: dict[tuple[str, str], float | None] = {}
    people: list[dict[str, Any]] = []
    for number in range(size.municipalities):
        nis = f"{_pick(rng, 1, 3, 7)}{1001 + number}"
        areas[("gemeente", nis)] = float(rng.integers(5, 120))
        split = rng.random() < 0.4
        kring, zone = f"K{rng.integers(kringen)}", f"Z{rng.integers(zones)}"
        region = f"R{rng.integers(2)}" if regions else None
        own = []
        for part in range(int(rng.integers(1, 4))):
            if split and part and rng.random() < 0.7:
                kring = f"K{rng.integers(kringen)}"
            if split and part and rng.random() < 0.3:
                zone = f"Z{rng.integers(zones)}"
            if split and part and regions and rng.random() < 0.3:
                region = f"R{rng.integers(2)}"
            line = {"postcode": f"{3000 + 10 * number + part}", "nis": nis, "kring_id": kring, "elz_id": zone}
            own.append(line | {"regio_id": region})
            areas |= {("kring", kring): None, ("elz", zone): None}
            areas |= {("regio", region): None} if region else {}
        lines += own
        cut = len({(line["kring_id"], line["elz_id"], line["regio_id"]) for line in own}) > 1
        scale = int(rng.choice([0, 300, 3000, 20000], p=[0.1, 0.3, 0.4, 0.2]))
        people += [
            {"nis": nis, "postcode": place, "age_class": age, "residents": int(rng.integers(scale + 1))}
            for place in ([line["postcode"] for line in own] if cut else [None])
            for age in AGE_CLASSES
        ]
    named = [
        {"level": level, "area_id": area, "name": f"Gebied {area}", "area_km2": km2}
        for (level, area), km2 in areas.items()
    ]
    own = np.random.default_rng(
        rng.bit_generator.seed_seq.spawn(1)[0]
    )  # leaves the draws of everything else as they were
    years = _pick(own, (), (YEAR,), (YEAR, YEAR - 2), (YEAR, YEAR - 1, YEAR - 3), (YEAR, YEAR - 5))
    people = [
        row | {"year": year, "residents": row["residents"] if year == YEAR else int(own.integers(row["residents"] + 9))}
        for year in years
        for row in people
    ] or people
    return {
        "geography": delivered("geography", lines),
        "areas": delivered("areas", named),
        "population": delivered("population", people),
    }


def _people(rng: np.random.Generator, size: Size) -> list[dict[str, str]]:
    people = []
    for number in range(size.people):
        role = "haio" if rng.random() < 0.15 else "huisarts"
        modulus = 89 if number % 2 else 97  # neighbours share the first six digits: eight tell them apart
        people.append({"role": role, "number": riziv(90000 + number // 2, modulus=modulus)[:8]})
    return people


def _number(rng: np.random.Generator, person: dict[str, str]) -> str:
    return person["number"] + str(rng.choice(["005", "006"] if person["role"] == "haio" else ["003", "004"]))


def _contacts(
    rng: np.random.Generator, person: dict[str, str], practices: list[str], home: dict[str, str]
) -> list[dict[str, Any]]:
    shares = _SHARES[int(rng.integers(len(_SHARES)))]
    if len(shares) > len(practices):
        shares = (1.0,)
    chosen = rng.choice(practices, size=len(shares), replace=False)
    return [
        {
            "riziv": _number(rng, person),
            "role": person["role"],
            "basis": "publiek",
            "kring_id": home[practice],
            "practice_id": practice,
            "share": share,
        }
        for practice, share in zip(chosen, shares, strict=True)
    ]


def _some(rng: np.random.Generator, everybody: list[Any], chance: float) -> list[Any]:
    """Those who answered: never nobody, for a delivery holds no table without rows."""
    return [one for one in everybody if rng.random() < chance] or everybody[:1]


def _practice_answer(rng: np.random.Generator, practice: str, size: Size) -> dict[str, Any]:
    present = [name for name in _DISCIPLINES if rng.random() < 0.3]
    answer = {
        "patient_stop": rng.choice(["geen", "gedeeltelijk", "volledig"]),
        "waiting_days": int(rng.integers(0, 15)) * int(rng.choice([1, 1, 1, 12])),
        "disciplines": "|".join(present) or None,
        "expansion_planned": rng.choice(["ja", "nee"]),
        "practice_form": rng.choice(["solo", "duo", "groep"]),
    }
    return {"practice_id": practice, "submitted_at": f"{YEAR}-10-01T10:00:00"} | _with_gaps(rng, answer, size)


def _answer(rng: np.random.Generator, person: dict[str, str], size: Size) -> dict[str, Any]:
    scale = ["1", "2", "3", "4", "5", "geen_antwoord"]
    answer = {
        "birth_year": int(rng.integers(1935, YEAR - 21)),
        "status": rng.choice(["zelfstandig", "loontrekkend", "gemengd"]),
        "hours_week": float(rng.choice([0, 19, 38, 47.5, 57, 57.5, 80])),
        "duty_hours_month": float(rng.choice([0, 6, 12.5, 48])),
        "pressure": rng.choice(scale),
        "exhaustion": rng.choice(scale),
        "career_5y": rng.choice(["blijven", "verminderen", "stoppen", "weet_niet"]),
        "payment_system": rng.choice(["prestatie", "forfait", "gemengd"]),
        "gmd_count": int(rng.integers(0, 2000)),
        "consultations_year": int(rng.choice([0, int(rng.integers(1, 6000))])),
        "home_visits_year": int(rng.choice([0, int(rng.integers(1, 900))])),
        "remote_contacts_year": int(rng.choice([0, int(rng.integers(1, 900))])),
    }
    first = {"riziv": _number(rng, person), "submitted_at": f"{YEAR}-10-01T10:00:00"}
    return first | _with_gaps(rng, answer, size)


def _with_gaps(rng: np.random.Generator, answer: dict[str, Any], size: Size) -> dict[str, Any]:
    chance = 0.5 + size.response / 2
    return {name: value if rng.random() < chance else None for name, value in answer.items()}


def _ima(rng: np.random.Generator, people: list[dict[str, str]], size: Size) -> list[dict[str, Any]]:
    strangers = [riziv(99000 + number)[:8] for number in range(3)]
    rows = []
    for person in [*(one["number"] for one in people), *strangers]:
        count = int(rng.choice([0, 1, 2, 3], p=[0.25, 0.5, 0.15, 0.1]))
        rows += [_ima_row(rng, person, int(house), size) for house in rng.choice(8, size=count, replace=False)]
    return rows or [_ima_row(rng, strangers[0], 0, size)]


def _ima_row(rng: np.random.Generator, person: str, house: int, size: Size) -> dict[str, Any]:
    """One provider at one practice number; 0 and 1 are medical houses, 2 and 3 solo, the others groups."""
    medical = house < 2
    names = ("RAADPL", "BEZAVOND", "BEZOEKIND", "INSTEL", "ADVIES", "DIGICONT")
    contacts: dict[str, int | None] = {name: int(rng.choice([0, 40, 400, 1250])) for name in names}
    unknown = 0.7 if medical else 0.3 if size.ima_gaps else 0.0
    if rng.random() < unknown:
        contacts = dict.fromkeys(names)
    forfaits = int(rng.integers(0, 3000)) if medical and rng.random() < 0.7 else None
    return {
        "YEAR": YEAR - 2,
        "RIZIV_ID": person,
        "RIZIV_SPEC": rng.choice(["003", "004", "005"]),
        "RIZIV_HCI": f"{7000000 + house}",
        "HCI_TYPE": "805" if medical else "100" if house < 4 else "900",
        "FLAGHMM": int(rng.random() < 0.1),
        "FF_MH": forfaits if medical else _pick(rng, None, None, None, 0, 0, 120),
        "PAT_GMD": None if rng.random() < 0.2 else int(rng.integers(0, 1500)),
        "PAT_ATTRIB": 1000 + house,
    } | contacts
