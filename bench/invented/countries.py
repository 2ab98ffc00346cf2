"""Invented survey years of Flemish size: municipalities on a grid, kringen and zones that do not nest, practices."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from aggregation.protect import Question
from data.terms import Disclosure, Level, UnitCounted

ALL_LEVELS = (Level.VLAANDEREN, Level.KRING, Level.ELZ, Level.GEMEENTE)


@dataclass(frozen=True)
class Country:
    """Areas and who works where: ``membership`` per atom, ``doctors`` one row per doctor (atom, practice)."""

    membership: pd.DataFrame
    doctors: pd.DataFrame


def invent_country(seed: int = 1, *, columns: int = 19, rows: int = 15, doctors: int = 8_000) -> Country:
    """Invent a country of ``columns * rows`` municipalities, two of them split in parts."""
    rng = np.random.default_rng(seed)
    number = columns * rows
    place = np.array([(x, y) for y in range(rows) for x in range(columns)], dtype=float)
    weight = rng.lognormal(0.0, 0.75, number)
    kring = _districts(rng, place, weight, round(number * 69 / 285))
    zone = _districts(rng, place, weight, round(number * 59 / 285))
    cities = rng.choice(number, size=2, replace=False)
    lines: list[dict[str, object]] = []
    sizes: list[float] = []
    for place_number in range(number):
        parts = 1
        if place_number in cities:
            parts = 9 if place_number == cities[0] else 6
            weight[place_number] = 16.0 if parts > 6 else 9.0
        near = np.argsort(np.abs(place - place[place_number]).sum(axis=1), kind="stable")[:5]
        for part in range(parts):
            donor = place_number if parts == 1 else int(rng.choice(near))
            other = place_number if parts == 1 else int(rng.choice(near))
            lines.append(
                {
                    "atom": f"g{place_number:04d}-{part}",
                    "gemeente": f"g{place_number:04d}",
                    "kring": f"k{kring[donor]:03d}",
                    "elz": f"e{zone[other]:03d}",
                }
            )
            sizes.append(weight[place_number] / parts)
    membership = pd.DataFrame(lines)
    share = np.array(sizes) / np.sum(sizes)
    return Country(membership, _practices(rng, membership["atom"].to_numpy(), share, doctors))


def _districts(rng: np.random.Generator, place: np.ndarray, weight: np.ndarray, districts: int) -> np.ndarray:
    """Group neighbouring municipalities; a few rounds even out how many people live in each district."""
    centre = place[rng.choice(len(place), size=districts, replace=False)]
    for _ in range(8):
        distance = ((place[:, None] - centre[None]) ** 2).sum(axis=2)
        nearest = distance.argmin(axis=1)
        for district in np.unique(nearest):
            here = nearest == district
            centre[district] = np.average(place[here], axis=0, weights=weight[here])
    return np.asarray(nearest)


def _practices(rng: np.random.Generator, atoms: np.ndarray, share: np.ndarray, doctors: int) -> pd.DataFrame:
    sizes = rng.choice(np.arange(1, 9), size=doctors, p=[0.50, 0.18, 0.10, 0.08, 0.06, 0.04, 0.02, 0.02])
    sizes = sizes[: int(np.searchsorted(np.cumsum(sizes), doctors)) + 1]
    home = rng.choice(len(atoms), size=len(sizes), p=share)
    frame = pd.DataFrame({"practice": np.arange(len(sizes)), "atom": atoms[home], "doctors": sizes})
    frame = frame.loc[frame.index.repeat(sizes)].reset_index(drop=True).iloc[:doctors]
    return frame.assign(unit=np.arange(len(frame)))


def practice_question(
    country: Country, answering: int, chances: dict[str, float], seed: int = 2, **changes: object
) -> Question:
    """Ask ``answering`` practices one question."""
    rng = np.random.default_rng(seed)
    practices = country.doctors.drop_duplicates("practice")
    chosen = practices.iloc[np.sort(rng.choice(len(practices), size=min(answering, len(practices)), replace=False))]
    units = chosen.assign(
        unit=chosen["practice"],
        answer=rng.choice(list(chances), size=len(chosen), p=list(chances.values())),
        value=np.nan,
        hidden=False,
    )
    return _question(units, UnitCounted.PRACTICE, chances, totals_public=True, **changes)


def person_question(
    country: Country, answering: int, chances: dict[str, float], seed: int = 3, **changes: object
) -> Question:
    """Ask ``answering`` doctors one question."""
    rng = np.random.default_rng(seed)
    chosen = country.doctors.iloc[np.sort(rng.choice(len(country.doctors), size=answering, replace=False))]
    units = chosen.assign(
        doctors=1,
        answer=rng.choice(list(chances), size=len(chosen), p=list(chances.values())),
        value=np.nan,
        hidden=False,
    )
    return _question(units, UnitCounted.DOCTOR, chances, totals_public=False, **changes)


def _question(
    units: pd.DataFrame, counted: UnitCounted, chances: dict[str, float], *, totals_public: bool, **changes: object
) -> Question:
    settings: dict[str, object] = {
        "indicator": "X01",
        "frame": "f",
        "unit_counted": counted,
        "disclosure": Disclosure.PROTECTED,
        "options": tuple(chances),
        "multiple": False,
        "headline": (),
        "levels": ALL_LEVELS,
        "totals_public": totals_public,
        "units": units.reset_index(drop=True),
    }
    return Question(**(settings | changes))  # type: ignore[arg-type]
