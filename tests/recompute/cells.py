"""Every cell of every indicator from the rows: one plain loop over areas.

Rules: contracts section 2, design sections 5 and 7, domain section 9.
"""

from dataclasses import dataclass, replace

import pandas as pd

from aggregation.indicators import INDICATORS, Indicator, Kind
from data.terms import TOTAL
from tests.recompute.rates import RATES, ROLES
from tests.recompute.rows import Frames, Row
from tests.recompute.shapes import CENSUS, SPECIAL, Shape, magnitude_cell, share_cells
from tests.recompute.weighted import weighted_cells
from tests.recompute.year import Year, read_year

KEY = ["indicator", "level", "area", "category", "measure"]
COLUMNS = [*KEY, "count", "frame", "value", "lower", "upper", "status"]
RESPONSE_KEY = ["level", "area", "role"]


@dataclass(frozen=True)
class Source:
    """Whom an indicator asks (``practices``, ``everybody``, ``gps``) and the row entry that holds the answer."""

    who: str
    entry: str


SOURCES = {
    "P01": Source("practices", "patient_stop"),
    "P02": Source("practices", "new_patient_conditions"),
    "P03": Source("practices", "catchment_restricted"),
    "P04": Source("practices", "waiting_days"),
    "P05": Source("practices", "urgent_same_day"),
    "P06": Source("practices", "home_visits"),
    "P07": Source("practices", "remote_consultation"),
    "P08": Source("practices", "walk_in"),
    "P09": Source("practices", "evening_surgery"),
    "P10": Source("practices", "practice_form"),
    "P11": Source("gps", "payment"),
    "P12": Source("practices", "gps"),
    "P13": Source("practices", "trainees"),
    "P14": Source("practices", "disciplines"),
    "P15": Source("practices", "nurse_fte"),
    "P16": Source("practices", "reception_fte"),
    "P17": Source("practices", "appointments"),
    "P18": Source("practices", "files"),
    "P19": Source("practices", "attributed"),
    "P20": Source("practices", "enrolled"),
    "P21": Source("practices", "vacancy_gp"),
    "P22": Source("practices", "expansion_planned"),
    "P23": Source("practices", "expansion_obstacles"),
    "P24": Source("practices", "absence_cover"),
    "P25": Source("practices", "closing_without_successor"),
    "M01": Source("gps", "gmd"),
    "M02": Source("gps", "consultations"),
    "M03": Source("gps", "BEZOEKIND"),
    "M04": Source("gps", "BEZAVOND"),
    "M05": Source("gps", "INSTEL"),
    "M06": Source("gps", "ADVIES"),
    "M07": Source("gps", "remote"),
    "M08": Source("gps", "contacts"),
    "M09": Source("gps", "remote_pct"),
    "M09H": Source("gps", "visits_pct"),
    "M10": Source("gps", "contact_hours"),
    "A01": Source("everybody", "hours"),
    "A02": Source("everybody", "duty"),
    "A03": Source("everybody", "desired"),
    "A04": Source("gps", "without_patients"),
    "A05": Source("everybody", "pressure"),
    "A06": Source("everybody", "exhaustion"),
    "A07": Source("everybody", "satisfaction"),
    "A08": Source("everybody", "career"),
    "A09": Source("everybody", "status"),
    "A10": Source("everybody", "age"),
    "A11": Source("everybody", "role"),
    "D01": Source("gps", "role"),
    "D02": Source("everybody", "fte"),
    "D03": Source("gps", "role"),
    "D04": Source("practices", "open"),
    "D05": Source("gps", "files_with_hours"),
    "D06": Source("everybody", "fte_with_plans"),
    "D07": Source("practices", "response"),
    "D08": Source("gps", "active"),
    "D09": Source("gps", "contacts"),
}


def recompute(frames: Frames, survey_year: int) -> pd.DataFrame:
    """Every cell of every indicator, unblanked: ``COLUMNS`` plus ``exact_*`` and ``step``.

    ``exact_value``, ``exact_lower`` and ``exact_upper`` are unrounded; ``step`` is one unit of the last shown digit.
    """
    year = read_year(frames, survey_year)
    rows: list[Row] = []
    for indicator in INDICATORS.values():
        source = SOURCES[indicator.id]
        units = year.units(source.who)
        for level in indicator.levels:
            members: dict[str, list[Row]] = {area: [] for area in year.areas[level.value]}
            for unit in units:
                if unit[level.value] is not None:
                    members[unit[level.value]].append(unit)
            for area, asked in members.items():
                place = {"indicator": indicator.id, "level": level.value, "area": area}
                rows += [place | cell for cell in _cells(indicator, source, asked, year, (level.value, area))]
    frame = pd.DataFrame(rows, columns=[*COLUMNS, "exact_value", "exact_lower", "exact_upper", "step"])
    numbers = ["value", "lower", "upper", "exact_value", "exact_lower", "exact_upper", "step"]
    return frame.astype(dict.fromkeys(numbers, "float64") | {"count": "int64", "frame": "int64"})


def recompute_response(frames: Frames, survey_year: int) -> pd.DataFrame:
    """Invited and answered per area and role: everybody listed, and whoever sent the questionnaire back."""
    year = read_year(frames, survey_year)
    rows = []
    for level, areas in year.areas.items():
        for area in areas:
            for role in (*ROLES, "praktijk"):
                if role != "praktijk" and level == "gemeente":
                    continue  # individual rows stay off the municipality (domain section 5)
                listed = year.practices if role == "praktijk" else [p for p in year.people if p["role"] == role]
                here = [unit for unit in listed if unit[level] == area]
                answered = sum(unit["answered"] for unit in here)
                rows.append((level, area, role, len(here), answered))
    return pd.DataFrame(rows, columns=[*RESPONSE_KEY, "invited", "answered"])


def _cells(indicator: Indicator, source: Source, asked: list[Row], year: Year, place: tuple[str, str]) -> list[Row]:
    cells = _plain_cells(indicator, source, asked, year, place)
    if place[0] != "vlaanderen" or indicator.id in CENSUS or source.who != "everybody":
        return cells
    return cells + weighted_cells(indicator, source.entry, asked)


def _plain_cells(
    indicator: Indicator, source: Source, asked: list[Row], year: Year, place: tuple[str, str]
) -> list[Row]:
    answers = [unit[source.entry] for unit in asked if unit[source.entry] is not None]
    shape = Shape(indicator, len(answers), len(asked))
    cells = [shape.count()]
    if indicator.id in SPECIAL:
        return cells + SPECIAL[indicator.id](indicator, [float(answer) for answer in answers], shape)
    if indicator.options:
        cells += share_cells(indicator, answers, shape)
    if indicator.kind is Kind.MAGNITUDE:
        cells += [magnitude_cell(measure.value, [float(a) for a in answers], shape) for measure in indicator.measures]
    if indicator.kind is Kind.RATE:
        rate, bounds = RATES[indicator.id](asked, year, place)
        # The mean of D09 rests on those whom IMA knows, so they decide on its reliability.
        behind = sum(unit["contacts_ima"] is not None for unit in asked) if indicator.id == "D09" else len(answers)
        cells.append(replace(shape, answered=behind).cell(TOTAL, "rate", shape.answered, rate, 0.01, bounds))
    return cells
