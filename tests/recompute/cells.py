"""Every cell of every indicator from the rows: one plain loop over areas.

Rules: contracts section 2, design sections 5 and 7, domain section 9.
"""

import math
from dataclasses import dataclass

import pandas as pd

from aggregation.indicators import INDICATORS, Indicator, Kind
from data.terms import TOTAL
from tests.recompute.people import BANDS
from tests.recompute.rates import RATES, ROLES
from tests.recompute.rows import Frames, Row
from tests.recompute.shapes import SPECIAL, Shape, magnitude_cell, share_cells
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


WEIGHTED = frozenset({"P11S", "A01", "A02", "A03", "A05", "A06", "A07", "A08", "A09", "A10"})
COARSE = {"D08": ("low", "high", "actief_500", "niet_actief")}
COVERED = frozenset({"M08", "D09"})
BY_AGE = {"A01L": "mean", "A03L": "mean", "A08L": "mean"}
PER_SOMETHING = frozenset({"D01", "D02", "D02T", "D02U", "D08", "D09", "D10"})
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
    "P11S": Source("gps", "payment_said"),
    "P12": Source("practices", "gps"),
    "P13": Source("practices", "trainees"),
    "P14": Source("practices", "disciplines"),
    "P15": Source("practices", "nurse_fte"),
    "P16": Source("practices", "reception_fte"),
    "P17": Source("practices", "appointments"),
    "P18": Source("practices", "registered"),
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
    "M09": Source("gps", "remote_of"),
    "M09H": Source("gps", "visits_of"),
    "M10": Source("gps", "model_hours"),
    "A01": Source("gps", "hours"),
    "A01T": Source("trainees", "hours"),
    "A02": Source("gps", "duty"),
    "A02T": Source("trainees", "duty"),
    "A03": Source("gps", "desired"),
    "A03T": Source("trainees", "desired"),
    "A04": Source("gps", "worked"),
    "A01L": Source("gps", "hours_with_age"),
    "A03L": Source("gps", "desired_with_age"),
    "A08L": Source("gps", "stops_with_age"),
    "A05": Source("gps", "pressure"),
    "A05T": Source("trainees", "pressure"),
    "A06": Source("gps", "exhaustion"),
    "A06T": Source("trainees", "exhaustion"),
    "A07": Source("gps", "satisfaction"),
    "A07T": Source("trainees", "satisfaction"),
    "A08": Source("gps", "career"),
    "A08T": Source("trainees", "career"),
    "A09": Source("gps", "status"),
    "A09T": Source("trainees", "status"),
    "A10": Source("gps", "age"),
    "A10T": Source("trainees", "age"),
    "A11": Source("everybody", "role"),
    "D01": Source("gps", "role"),
    "D02": Source("gps", "hours"),
    "D02T": Source("trainees", "hours"),
    "D02U": Source("gps", "hours"),
    "D04": Source("practices", "registered_with_stop"),
    "D05": Source("practices", "registered"),
    "D06": Source("gps", "hours_with_plans"),
    "D07": Source("practices", "response"),
    "D08": Source("gps", "activity"),
    "D09": Source("everybody", "contacts_known"),
    "D10": Source("practices", "attributed"),
}


def recompute(frames: Frames, survey_year: int) -> pd.DataFrame:
    """Every cell of every indicator, unblanked: ``COLUMNS`` plus ``exact_*`` and ``step``.

    ``exact_value``, ``exact_lower`` and ``exact_upper`` are unrounded; ``step`` is one unit of the last shown digit.
    """
    year = read_year(frames, survey_year)
    rows: list[Row] = []
    for indicator in (one for one in INDICATORS.values() if not one.after_gate):
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
    if place[0] == "vlaanderen" and indicator.id in WEIGHTED:
        cells += weighted_cells(indicator, source.entry, asked)
    if place[0] in ("vlaanderen", "provincie"):
        return cells
    barred = COARSE.get(indicator.id, ())
    return [cell for cell in cells if cell["measure"] not in barred and cell["category"] not in barred]


def _plain_cells(
    indicator: Indicator, source: Source, asked: list[Row], year: Year, place: tuple[str, str]
) -> list[Row]:
    answers = [unit[source.entry] for unit in asked if unit[source.entry] is not None]
    on_map_in_classes = indicator.id in ("P04", "P12") and place[0] not in ("vlaanderen", "provincie")
    shape = Shape(indicator, len(answers), len(asked), squares_shown=not on_map_in_classes)
    cells = [shape.count()]
    if indicator.id in BY_AGE:
        return cells + _age_cells(indicator, source, asked, shape)
    if indicator.id in SPECIAL:
        return cells + SPECIAL[indicator.id](indicator, [float(answer) for answer in answers], shape)
    if indicator.options:
        cells += share_cells(indicator, answers, shape)
    if indicator.id in COVERED:
        share = 100 * shape.answered / shape.asked if shape.asked else None
        cells.append(shape.cell(TOTAL, "coverage", shape.answered, share, 0.1))
    if indicator.kind is Kind.MAGNITUDE:
        wanted = [measure.value for measure in indicator.measures if measure.value != "coverage"]
        cells += [magnitude_cell(measure, [float(a) for a in answers], shape) for measure in wanted]
    if indicator.kind is Kind.RATE:
        step = 0.01 if indicator.id in PER_SOMETHING else 0.1
        rate, bounds, ends = RATES[indicator.id](asked, year, place)
        cells.append(shape.cell(TOTAL, "rate", shape.answered, rate, step, bounds))
        if ends is not None:
            cells += [
                shape.cell(TOTAL, name, shape.answered, end, step)
                for name, end in zip(("low", "high"), ends, strict=True)
            ]
    return cells


def _age_cells(indicator: Indicator, source: Source, asked: list[Row], shape: Shape) -> list[Row]:
    """Mean per age band."""
    cells = []
    for _, band in BANDS:
        own = [unit[source.entry] for unit in asked if unit["age"] == band and unit[source.entry] is not None]
        mean = math.fsum(own) / len(own) if own else None
        cells.append(shape.cell(band, BY_AGE[indicator.id], len(own), mean, 0.1))
    return cells
