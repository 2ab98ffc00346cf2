"""A small real release for the screens: hand-made numbers on the reference geography, written like any other.

A few indicators, three years (2024 with the municipalities of before the mergers), and on purpose withheld areas, areas
without data and areas with few answers. Numbers follow from the position of the area: no randomness.
"""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pandas as pd

from aggregation.estimate import wilson_interval
from aggregation.indicators import INDICATORS, Indicator, Kind
from aggregation.year import facts
from aggregation.year.after_gate import with_made_after
from aggregation.year.cube import indicator_table
from data.releases import publish, write_release
from data.settings import read_settings
from data.synth.area_facts import area_facts
from data.terms import FLANDERS, PROVINCES, TOTAL, Level, Role
from geo import reference
from geo.boundaries import read_boundaries
from geo.layers import build_context, build_every_year
from tests.made import released
from tests.unit.data.release_examples import unchallenged

YEARS = (2024, 2025, 2026)
USED = ("P01", "A05", "A01", "A10", "D01", "D08", "D02", "D09", "D03", "D11")

_RATES = {"D01": 8.8, "D08": 8.2, "D02": 12.2, "D09": 5.0}
_TILTS = {"D02": 0.12, "D09": -0.1}
"""How far a ruler leaves the others at most, as a share; areas differ in it, Flanders has none."""


def make_release(home: Path, *, years: tuple[int, ...] = YEARS, shift: float = 0.0, shown: bool = True) -> str:
    """Write a release in ``home``, publish it unless told otherwise, and give its id; ``shift`` moves every share."""
    areas = {year: _areas(year) for year in years}
    used = [INDICATORS[name] for name in USED]
    counted = [entry for entry in used if not entry.after_gate]
    cells = [row for year in years for entry in counted for row in _cells(entry, year, areas[year], shift)]
    membership = pd.concat([_membership(year) for year in years], ignore_index=True)
    told = facts.newest([_facts(year) for year in sorted(years)])
    named = pd.concat(areas.values(), ignore_index=True)
    shown_cells = {"cell": released("cell", cells), "fact": told, "membership": membership, "area": named}
    known = read_boundaries(home)
    layers, borders = build_every_year(membership.assign(postcode=membership["postcode"].fillna("")), known)
    release_id = write_release(
        home,
        tables={
            **with_made_after(shown_cells, USED),
            "indicator": indicator_table(used, read_settings().thresholds),
            "response": pd.concat([_response(areas[year]) for year in years], ignore_index=True),
            "practice": pd.concat([practice_rows(year, membership) for year in years], ignore_index=True),
            "quality": pd.concat([_quality(year) for year in years], ignore_index=True),
        },
        layers={**layers.geojson, "context": build_context(known[-1] if known else None)},
        certificate={
            "verdict": "safe",
            "cells": {"elz": 100},
            "withheld": {"elz": 10},
            "attacks": {"exact": 12, "over_time": 0},
            "in_words": {"nl": ["Er werd gezocht en niets gevonden."], "en": ["Nothing was found."]},
        },
        manifest={
            "code_version": "test",
            "layout": "2024-1",
            "thresholds": {"k_protected": 5, "k_sensitive": 10, "dominance_one": 0.5},
            "survey_years": list(years),
            "boundaries": {str(year): source for year, source in borders.items()},
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
    return released("area", pd.concat([whole, province, table]).astype(str).to_dict("records"), year=year)


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
    surface = reference.areas(year).rename(columns={"area_id": "area", "area_km2": "km2"})[["level", "area", "km2"]]
    made_up = area_facts(people, year, 1)
    then = pd.DataFrame({"level": Level.VLAANDEREN.value, "area": FLANDERS, "residents": [people["residents"].sum()]})
    return facts.fact_table(
        _membership(year), people, made_up, survey_year=year, surface=surface, at_ima=then, residents_year=year - 2
    )


def is_withheld(indicator: str, level: str, position: int) -> bool:
    """Say which areas are withheld: not public, a quarter of zones and kringen, half of the municipalities."""
    if indicator == "D01" or level == Level.VLAANDEREN.value:
        return False
    if indicator == "D09" and position % 4 == 3:
        return True
    return position % (2 if level == Level.GEMEENTE.value else 4) == 1


def _cells(indicator: Indicator, year: int, areas: pd.DataFrame, shift: float) -> list[dict[str, object]]:
    rows: list[dict[str, object]] = []
    for level in indicator.levels:
        for position, area in enumerate(areas.loc[areas["level"].eq(level.value), "area"]):
            place = {"indicator": indicator.id, "year": year, "level": level.value, "area": area}
            place["ima_year"] = year - 2 if indicator.id in ("D08", "D09") else None
            rows += [{**place, **row} for row in _area_rows(indicator, level, position, year, shift)]
    return rows


def _area_rows(
    indicator: Indicator, level: Level, position: int, year: int, shift: float
) -> Iterator[Mapping[str, object]]:
    """Give the numbers of one area, a dictionary each."""
    frame = {Level.VLAANDEREN: 2000, Level.GEMEENTE: 12}.get(level, 60) + position % 7
    answered = 0 if level is not Level.VLAANDEREN and position % 19 == 18 else int(frame * 0.7)
    if indicator.id == "D01":
        answered = frame
    hidden = is_withheld(indicator.id, level.value, position) and answered > 0
    status = "O" if answered == 0 else "U" if answered < 10 else "E" if indicator.estimated else "A"

    def row(
        category: str, measure: str, count: int, value: float, ends: tuple[float | None, float | None] = (None, None)
    ) -> Mapping[str, object]:
        said: dict[str, object] = {"category": category, "measure": measure, "frame": frame}
        if hidden:
            return {**said, "confidentiality": "C"}
        said |= {"status": status, "count": count if answered else 0}
        return {**said, "value": round(value, 2), "lower": ends[0], "upper": ends[1]} if answered else said

    yield row(TOTAL, "count", answered, float(answered))
    wave = 0.5 + 0.4 * np.sin(position + shift) + 0.01 * (year - 2024)
    if indicator.kind is Kind.SINGLE:
        counts = _split(answered, len(indicator.codes), float(wave))
        for category in indicator.categories:
            count = sum(counts[indicator.codes.index(code)] for code in category.split("|"))
            low, high = wilson_interval([count], [max(answered, 1)], [frame])
            share = 100 * count / max(answered, 1)
            yield row(category, "share", count, round(share, 1), (round(float(low[0]), 1), round(float(high[0]), 1)))
    for measure in indicator.measures:
        value = _RATES.get(indicator.id, 50.0) * (0.8 + 0.4 * wave)
        value *= 1 + _TILTS.get(indicator.id, 0.0) * np.sin(2 * position)
        ends = (round(value - 2, 2), round(value + 2, 2)) if measure.value == "mean" else (None, None)
        if indicator.id in _TILTS:
            ends = (round(0.97 * value, 2), round(1.03 * value, 2))
        yield row(TOTAL, measure.value, answered, round(value, 2 if indicator.kind is Kind.RATE else 1), ends)


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


def _response(areas: pd.DataFrame) -> pd.DataFrame:
    rows = [
        {**place, "role": role.value, "answered": None if role is Role.HAIO else 40}
        for place in areas[["year", "level", "area"]].to_dict("records")
        for role in Role
    ]
    return released("response", rows, invited=60)


def _quality(year: int) -> pd.DataFrame:
    """Two questions, one gap, one rule, and a question too few people stand behind."""
    gap = ("Globale medische dossiers", "Global medical files", "doctor", 2800)
    rule = ("Kring van het adres", "GP circle of the address", "doctor", 7100)
    rows = [
        ("answered", "practice.patient_stop", "share", "Patiëntenstop", "Patient stop", "practice", 1400, 1370, 97.9),
        (
            "answered",
            "person.hours_week",
            "share",
            "Werkuren per week",
            "Working hours",
            "doctor",
            4200,
            3990,
            95,
        ),
        ("answered", "person.exhaustion", "share", "Uitputting", "Exhaustion", "doctor", None, None, None),
        ("gap", "gmd", "median", *gap, None, -6.4),
        ("gap", "gmd", "median_distance", *gap, None, 19.0),
        ("gap", "gmd", "share", *gap, 790, 28.2),
        ("resolved", "kring_of_address", "share", *rule, 0, 0.0),
    ]
    table = released("quality", rows, "topic item measure label_nl label_en unit_counted base count value", year=year)
    hidden = table["base"].isna()
    return table.assign(
        confidentiality=table["confidentiality"].mask(hidden, "C"),
        ima_year=pd.Series(year - 2, index=table.index, dtype="Int64").where(table["topic"].eq("gap")),
    )
