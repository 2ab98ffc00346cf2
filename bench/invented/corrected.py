"""A small country whose deliveries are corrected: four questions, twelve municipalities, seven ways to correct."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from aggregation.protect import Question, Thresholds
from bench.invented.protected import Tables, lay_out, pattern, practice_map
from data.terms import Disclosure, Level, UnitCounted

YEAR = 2024
KINDS = ("answers", "opt-outs", "joiners", "leavers", "moves", "bulk", "late values")
LEVELS = (Level.VLAANDEREN, Level.KRING, Level.ELZ, Level.GEMEENTE)
THRESHOLDS = Thresholds()


@dataclass(frozen=True)
class Asked:
    """One question of the invented country."""

    indicator: str
    options: tuple[str, ...]
    unit: UnitCounted
    disclosure: Disclosure = Disclosure.PROTECTED

    @property
    def k(self) -> int:
        """Least units of a cell."""
        return THRESHOLDS.practices_protected if self.unit is UnitCounted.PRACTICE else THRESHOLDS.k_protected


QUESTIONS = (
    Asked("P22", ("ja", "nee"), UnitCounted.PRACTICE),
    Asked("A09", ("blijven", "verminderen", "stoppen"), UnitCounted.DOCTOR),
    Asked("M01", (), UnitCounted.DOCTOR),
    Asked("P03", ("ja", "nee"), UnitCounted.PRACTICE, Disclosure.PUBLIC),
)
MAPPED = "P03"
"""The question whose answers stand on the practice map, but for practices that asked to be left off."""
_UNIT = ("unit", "atom", "practice", "doctors", "answer", "value", "hidden")
_WHERE = ("longitude", "latitude")
OFF = 0.15
"""Part of the practices that asked for it from the start."""


def invent(rng: np.random.Generator) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Draw a country: twelve municipalities in kringen and zones that cross, and its unit rows."""
    atoms = 12
    membership = pd.DataFrame(
        {
            "year": YEAR,
            "atom": [f"a{i:02d}" for i in range(atoms)],
            "gemeente": [f"{71000 + i}" for i in range(atoms)],
            "postcode": "",
            "kring": [f"k{i // 3}" for i in range(atoms)],
            "elz": [f"e{(i + 1) // 4 % 3}" for i in range(atoms)],
        }
    )
    rows = []
    for asked in QUESTIONS:
        number = int(rng.integers(70, 130))
        where = rng.choice(atoms, number, p=rng.dirichlet(np.full(atoms, 2.0)))
        for unit, atom in enumerate(where):
            rows.append(_row(asked, f"{asked.indicator}-{unit}", membership["atom"][int(atom)], rng))
    return membership, pd.DataFrame(rows)


def _row(asked: Asked, key: str, atom: str, rng: np.random.Generator) -> dict[str, object]:
    answer = str(rng.choice(asked.options)) if asked.options else pd.NA
    place = f"{atom}-{rng.integers(1000)}"
    return {
        "indicator": asked.indicator,
        "year": YEAR,
        "key": key,
        "place": place,
        "practice": place,
        "atom": atom,
        "doctors": int(rng.integers(1, 5)) if asked.unit is UnitCounted.PRACTICE else 1,
        "answer": answer,
        "value": float(rng.integers(500, 6000)) if not asked.options else np.nan,
        "hidden": asked.indicator == MAPPED and bool(rng.random() < OFF),
        "longitude": round(float(rng.uniform(2.5, 5.9)), 4),
        "latitude": round(float(rng.uniform(50.7, 51.5)), 4),
    }


def correct(kind: str, units: pd.DataFrame, atoms: list[str], rng: np.random.Generator) -> pd.DataFrame:
    """Make one correction of one question."""
    named = {"late values": "M01", "opt-outs": MAPPED}.get(kind)
    asked = next((one for one in QUESTIONS if one.indicator == named), QUESTIONS[int(rng.integers(len(QUESTIONS)))])
    own = units["indicator"].eq(asked.indicator)
    changed = units.copy()
    if kind == "joiners":
        fresh = [
            _row(asked, f"{asked.indicator}-{rng.integers(10**6)}", str(rng.choice(atoms)), rng)
            for _ in range(int(rng.integers(1, 9)))
        ]
        return pd.concat([changed, pd.DataFrame(fresh)], ignore_index=True)
    if kind == "leavers":
        return changed.drop(index=rng.permutation(units.index[own])[: int(rng.integers(1, 9))]).reset_index(drop=True)
    if kind == "opt-outs":
        changed.loc[rng.permutation(units.index[own & ~units["hidden"]])[: int(rng.integers(1, 4))], "hidden"] = True
        return changed
    if kind == "answers":
        town = units["atom"].eq(str(rng.choice(atoms)))
        picked = rng.permutation(units.index[own & town])[: int(rng.integers(1, 6))]
    elif kind == "moves":
        picked = rng.permutation(units.index[own])[: int(rng.integers(1, 9))]
    else:
        picked = units.index[own.to_numpy() & (rng.random(len(units)) < rng.uniform(0.3, 0.9))]
    for index in picked:
        if kind == "moves":
            changed.loc[index, "atom"] = str(rng.choice(atoms))
        elif asked.options:
            others = [code for code in asked.options if code != changed.loc[index, "answer"]]
            changed.loc[index, "answer"] = str(rng.choice(others))
        else:
            changed.loc[index, "value"] = float(rng.integers(500, 6000))
    return changed


def questions_of(units: pd.DataFrame) -> list[Question]:
    """Ask the questions of their unit rows."""
    asked = []
    for entry in QUESTIONS:
        own = units.loc[units["indicator"] == entry.indicator].reset_index(drop=True)
        rows = own.assign(unit=np.arange(len(own)), practice=pd.factorize(own["place"])[0])
        asked.append(
            Question(
                indicator=entry.indicator,
                frame=entry.indicator,
                unit_counted=entry.unit,
                disclosure=entry.disclosure,
                options=entry.options,
                multiple=False,
                headline=(),
                levels=LEVELS,
                totals_public=entry.unit is UnitCounted.PRACTICE,
                units=rows[[*_UNIT, *_WHERE]],
            )
        )
    return asked


def tabulate(membership: pd.DataFrame, units: pd.DataFrame) -> Tables:
    """Protect a country and lay out its tables as a release does."""
    asked = questions_of(units)
    tables = lay_out(asked, membership, pattern(asked, membership, THRESHOLDS), year=YEAR)
    mapped = practice_map([one for one in asked if one.indicator == MAPPED], membership, year=YEAR)
    return tables | {"practice": mapped.assign(practice=[f"p{number}" for number in range(len(mapped))])}
