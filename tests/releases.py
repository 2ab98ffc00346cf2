"""A small real release for the screens: hand-made numbers on the reference geography, written like any other.

A few indicators, three years (2024 with the municipalities of before the mergers), and on purpose withheld areas, areas
without data and areas with few answers. Numbers follow from the position of the area: no randomness.
"""

from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pandas as pd

from aggregation.estimate import wilson_interval
from aggregation.indicators import INDICATORS, Indicator, Kind
from aggregation.year import facts
from data.releases import publish, write_release
from data.synth.area_facts import area_facts
from data.terms import FLANDERS, PROVINCES, TOTAL, Level, Role
from geo import reference
from geo.layers import build_context, build_layers
from tests.unit.data.release_examples import unchallenged

YEARS = (2024, 2025, 2026)
USED = ("P01", "A05", "A01", "A10", "D01", "D08", "D02", "D09")

_RATES = {"D01": 8.8, "D08": 8.2, "D02": 12.2, "D09": 5.0}
_TILTS = {"D02": 0.12, "D09": -0.1}
"""How far a ruler leaves the others at most, as a share; areas differ in it, Flanders has none."""


def make_release(home: Path, *, years: tuple[int, ...] = YEARS, shift: float = 0.0, shown: bool = True) -> str:
    """Write a release in ``home``, publish it unless told otherwise, and give its id; ``shift`` moves every share."""
    areas = {year: _areas(year) for year in years}
    cell = pd.concat(
        [_cells(INDICATORS[name], year, areas[year], shift) for year in years for name in USED], ignore_index=True
    )
    membership = pd.concat([_membership(year) for year in years], ignore_index=True)
    newest = membership[membership["year"].eq(max(years))]
    layers = build_layers(newest.assign(postcode=newest["postcode"].fillna("")))
    release_id = write_release(
        home,
        tables={
            "cell": cell,
            "area": pd.concat(areas.values(), ignore_index=True),
            "membership": membership,
            "indicator": pd.DataFrame([_indicator(INDICATORS[name]) for name in USED]),
            "response": pd.concat([_response(areas[year]) for year in years], ignore_index=True),
            "practice": pd.concat([practice_rows(year, membership) for year in years], ignore_index=True),
            "quality": pd.concat([_quality(year) for year in years], ignore_index=True),
            "fact": facts.newest([_facts(year) for year in sorted(years)]),
        },
        layers={**layers.geojson, "context": build_context()},
        certificate={"verdict": "safe", "cells": {"elz": 100}, "withheld": {"elz": 10}},
        manifest={
            "code_version": "test",
            "layout": "2024-1",
            "thresholds": {"k_protected": 5, "k_sensitive": 10, "dominance_one": 0.5},
            "survey_years": list(years),
        },
        now=datetime.now(UTC),
        rng=np.random.default_rng(1),
    )
    if shown:
        publish(home, release_id, prove=unchallenged)
    return release_id


def _areas(year: int) -> pd.DataFrame:
    table = reference.areas(year).rename(columns={"area_id": "area"})[["level", "area", "name"]]
    whole = pd.DataFrame([{"level": Level.VLAANDEREN.value, "area": FLANDERS, "name": "Vlaanderen"}])
    province = pd.DataFrame(list(PROVINCES.values()), columns=["area", "name"]).assign(level=Level.PROVINCIE.value)
    return pd.concat([whole, province, table], ignore_index=True).astype(str).assign(year=year)


def _membership(year: int) -> pd.DataFrame:
    names = {"nis": "gemeente", "kring_id": "kring", "elz_id": "elz", "regio_id": "regio"}
    table = reference.atom_membership(year).rename(columns=names)
    table = table.drop_duplicates().assign(year=year)
    table["provincie"] = table["gemeente"].str[0].map({prefix: area for prefix, (area, _) in PROVINCES.items()})
    postcode = table["postcode"].astype("object").where(table["postcode"].ne(""), None)
    atom = table[["gemeente", "postcode", "kring", "elz"]].agg("-".join, axis=1)
    columns = ["year", "atom", "gemeente", "postcode", "kring", "elz", "provincie", "regio"]
    return table.assign(postcode=postcode, atom=atom)[columns]


def _facts(year: int) -> pd.DataFrame:
    people = reference.population(year)
    people["postcode"] = people["postcode"].where(people["postcode"] != "")
    return facts.fact_table(_membership(year), people, area_facts(people, year, 1), survey_year=year)


def is_withheld(indicator: str, level: str, position: int) -> bool:
    """Say which areas are withheld: not public, a quarter of zones and kringen, half of the municipalities."""
    if indicator == "D01" or level == Level.VLAANDEREN.value:
        return False
    if indicator == "D09" and position % 4 == 3:
        return True
    return position % (2 if level == Level.GEMEENTE.value else 4) == 1


def _cells(indicator: Indicator, year: int, areas: pd.DataFrame, shift: float) -> pd.DataFrame:
    rows: list[dict[str, object]] = []
    for level in indicator.levels:
        names = areas.loc[areas["level"].eq(level.value), "area"]
        for position, area in enumerate(names):
            base = {"indicator": indicator.id, "year": year, "level": level.value, "area": area}
            rows += [{**base, **row} for row in _area_rows(indicator, level, position, year, shift)]
    table = pd.DataFrame(rows)
    ima = year - 2 if indicator.id in ("D08", "D09") else None
    table["ima_year"] = pd.array([ima] * len(table), dtype="Int64")
    return table


def _area_rows(
    indicator: Indicator, level: Level, position: int, year: int, shift: float
) -> list[Mapping[str, object]]:
    frame = {Level.VLAANDEREN: 2000, Level.GEMEENTE: 12}.get(level, 60) + position % 7
    answered = 0 if level is not Level.VLAANDEREN and position % 19 == 18 else int(frame * 0.7)
    if indicator.id == "D01":
        answered = frame
    hidden = is_withheld(indicator.id, level.value, position) and answered > 0
    status = "O" if answered == 0 else "U" if answered < 10 else "E" if indicator.estimated else "A"
    common = {"frame": frame, "status": "A" if hidden else status, "confidentiality": "C" if hidden else "F"}

    def row(
        category: str, measure: str, count: int, value: float, ends: tuple[float, float] | None
    ) -> dict[str, object]:
        blank = hidden or answered == 0
        low, high = (None, None) if blank or ends is None else ends
        return {
            "category": category,
            "measure": measure,
            "count": None if hidden else count if answered else 0,
            "value": None if blank else round(value, 2),
            "lower": low,
            "upper": high,
            **common,
        }

    rows: list[Mapping[str, object]] = [row(TOTAL, "count", answered, float(answered), None)]
    wave = 0.5 + 0.4 * np.sin(position + shift) + 0.01 * (year - 2024)
    if indicator.kind is Kind.SINGLE:
        counts = _split(answered, len(indicator.codes), float(wave))
        for category in indicator.categories:
            count = sum(counts[indicator.codes.index(code)] for code in category.split("|"))
            low, high = wilson_interval([count], [max(answered, 1)], [frame])
            share = 100 * count / max(answered, 1)
            rows.append(
                row(category, "share", count, round(share, 1), (round(float(low[0]), 1), round(float(high[0]), 1)))
            )
    for measure in indicator.measures:
        value = _RATES.get(indicator.id, 50.0) * (0.8 + 0.4 * wave)
        value *= 1 + _TILTS.get(indicator.id, 0.0) * np.sin(2 * position)
        ends = (round(value - 2, 2), round(value + 2, 2)) if measure.value == "mean" else None
        if indicator.id in _TILTS:
            ends = (round(0.97 * value, 2), round(1.03 * value, 2))
        rows.append(row(TOTAL, measure.value, answered, round(value, 2 if indicator.kind is Kind.RATE else 1), ends))
    return rows


PRACTICES = 36
"""Practices on the map in each year: four fewer than answered, so four asked to stay off it."""


def practice_rows(year: int, membership: pd.DataFrame) -> pd.DataFrame:
    """Make up practices on the map: eight of them in Ghent, every ninth without coordinates, some without answers."""
    rows = membership[membership["year"].eq(year)].sort_values("atom").reset_index(drop=True)
    ghent = rows.index[rows["gemeente"].eq("44021")][0]
    places = rows.iloc[[*[ghent] * 8, *range(0, 10 * (PRACTICES - 8), 10)]].reset_index(drop=True)
    number = np.arange(PRACTICES)

    def cycle(*answers: str | None) -> pd.Series:
        return pd.Series([answers[i % len(answers)] for i in number], dtype="object")

    table = places[["year", "gemeente", "kring", "elz"]].assign(
        practice=[f"{i * 7919 + year:012x}" for i in number],
        longitude=pd.Series(np.where(number < 8, 3.7, 3.0) + number * 0.01).where(number % 9 != 8),
        latitude=pd.Series(51.05 + number * 0.001).where(number % 9 != 8),
        P01=cycle("geen", "gedeeltelijk", "volledig", "geen", None),
        P02=cycle("woonplaats|familie", "geen", None, "wachtlijst"),
        P03=cycle("ja", "nee"),
        P04=cycle("0-1", "2-3", "4-7", "8-", None),
        P05=cycle("ja", "ja", "nee"),
        P06=cycle("ja", "ja", "ja", "nee"),
        P07=cycle("ja", None, "nee"),
        P08=cycle("nee", "nee", "ja"),
        P09=cycle("ja", "nee"),
        P10=cycle("solo", "duo", "groep", "netwerk", "medisch_huis"),
        P12=cycle("1", "2", "3-4", "5-"),
        P14=cycle("verpleegkundige|dietist", None, "psycholoog"),
    )
    return table.sort_values("practice", ignore_index=True)


def _split(answered: int, parts: int, wave: float) -> list[int]:
    first = int(answered * min(max(wave, 0.05), 0.95))
    rest = answered - first
    others = [rest // (parts - 1)] * (parts - 1)
    others[-1] += rest - sum(others)
    return [first, *others]


def _indicator(entry: Indicator) -> dict[str, object]:
    return {
        "indicator": entry.id,
        "label_nl": entry.label.nl,
        "label_en": entry.label.en,
        "unit": entry.unit.nl,
        "subject": entry.subject.value,
        "unit_counted": entry.unit_counted.value,
        "source": entry.source.value,
        "article23": entry.article23,
        "disclosure": entry.disclosure.value,
        "threshold": 5,
        "practice_map": entry.practice_map.value,
    }


def _response(areas: pd.DataFrame) -> pd.DataFrame:
    rows = [
        {**place, "role": role.value, "invited": 60, "answered": None if role is Role.HAIO else 40}
        for place in areas[["year", "level", "area"]].to_dict("records")
        for role in Role
    ]
    return pd.DataFrame(rows).astype({"answered": "Int64"})


def _quality(year: int) -> pd.DataFrame:
    """Two questions, one gap, one rule, and a question too few people stand behind."""
    rows = [
        ("answered", "practice.patient_stop", "share", "Patiëntenstop", "practice", 1400, 1370, 97.9),
        ("answered", "person.hours_week", "share", "Werkuren per week", "doctor", 4200, 3990, 95.0),
        ("answered", "person.exhaustion", "share", "Uitputting", "doctor", None, None, None),
        ("gap", "gmd", "median", "Globale medische dossiers", "doctor", 2800, None, -6.4),
        ("gap", "gmd", "median_distance", "Globale medische dossiers", "doctor", 2800, None, 19.0),
        ("gap", "gmd", "share", "Globale medische dossiers", "doctor", 2800, 790, 28.2),
        ("resolved", "kring_of_address", "share", "Kring van het adres", "doctor", 7100, 0, 0.0),
    ]
    english = {
        "Patiëntenstop": "Patient stop",
        "Werkuren per week": "Working hours per week",
        "Uitputting": "Exhaustion",
        "Globale medische dossiers": "Global medical files",
        "Kring van het adres": "GP circle of the address",
    }
    columns = ["topic", "item", "measure", "label_nl", "unit_counted", "base", "count", "value"]
    table = pd.DataFrame(rows, columns=columns)
    return table.assign(
        year=year,
        label_en=table["label_nl"].map(english),
        confidentiality=["C" if pd.isna(base) else "F" for base in table["base"]],
        ima_year=[year - 2 if topic == "gap" else None for topic in table["topic"]],
    )
