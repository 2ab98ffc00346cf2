"""Counts, shares, means, quantiles, rates and their intervals from the rows: one plain loop over areas.

Rules: contracts section 2, design sections 5 and 7, domain section 9. Every number is kept unrounded beside its
rounded form, so that a comparison can tell a wrong number from another way of rounding a tie.
"""

import math
import statistics
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import pandas as pd
from scipy import stats

from aggregation.indicators import INDICATORS, Indicator, Kind
from data.terms import FLANDERS, TOTAL
from tests.recompute.rows import Frames, Row, person_rows, practice_rows, table

KEY = ["indicator", "level", "area", "category", "measure"]
COLUMNS = [*KEY, "count", "frame", "value", "lower", "upper", "status"]
RESPONSE_KEY = ["level", "area", "role"]

CENSUS = frozenset({"A11", "D01", "D03", "D08"})
ESTIMATED = frozenset({"D02", "D08", "D09"})
ROLES = ("huisarts", "haio")
_Z = float(stats.norm.ppf(0.975))
_QUANTILES = {"p25": 0.25, "median": 0.5, "p75": 0.75}


@dataclass(frozen=True)
class Source:
    """Whom an indicator asks (``practices``, ``everybody``, ``gps``) and the row entry that holds the answer."""

    who: str
    entry: str


SOURCES = {
    "P01": Source("practices", "patient_stop"),
    "P04": Source("practices", "waiting_days"),
    "P11": Source("gps", "payment"),
    "P14": Source("practices", "disciplines"),
    "P22": Source("practices", "expansion_planned"),
    "M01": Source("gps", "gmd"),
    "M02": Source("gps", "consultations"),
    "M08": Source("gps", "contacts"),
    "M09": Source("gps", "remote_pct"),
    "M09H": Source("gps", "visits_pct"),
    "A01": Source("everybody", "hours"),
    "A02": Source("everybody", "duty"),
    "A05": Source("everybody", "pressure"),
    "A06": Source("everybody", "exhaustion"),
    "A08": Source("everybody", "career"),
    "A09": Source("everybody", "status"),
    "A10": Source("everybody", "age"),
    "A11": Source("everybody", "role"),
    "D01": Source("gps", "role"),
    "D02": Source("everybody", "fte"),
    "D03": Source("gps", "role"),
    "D07": Source("practices", "response"),
    "D08": Source("gps", "active"),
    "D09": Source("gps", "contacts"),
}

Bounds = tuple[float | None, float | None]
NO_BOUNDS: Bounds = (None, None)


@dataclass(frozen=True)
class Year:
    """A delivery ready to count: its rows, the areas per level, residents and square kilometres per area."""

    practices: list[Row]
    people: list[Row]
    areas: dict[str, list[str]]
    residents: dict[tuple[str, str], float]
    km2: dict[tuple[str, str], float]

    def units(self, who: str) -> list[Row]:
        """Rows of everybody who is asked."""
        if who == "practices":
            return self.practices
        return [row for row in self.people if who == "everybody" or row["role"] == "huisarts"]


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


def read_year(frames: Frames, survey_year: int) -> Year:
    """Place everybody and add up residents and surfaces."""
    lines = table(frames, "geography")
    areas = {
        "vlaanderen": [FLANDERS],
        "kring": sorted({line["kring_id"] for line in lines}),
        "elz": sorted({line["elz_id"] for line in lines}),
        "gemeente": sorted({line["nis"] for line in lines}),
    }
    residents, km2 = _grounds(frames, lines)
    return Year(practice_rows(frames), person_rows(frames, survey_year), areas, residents, km2)


def _grounds(frames: Frames, lines: list[Row]) -> tuple[dict[tuple[str, str], float], dict[tuple[str, str], float]]:
    surface = {row["area_id"]: row["area_km2"] for row in table(frames, "areas") if row["level"] == "gemeente"}
    by_part: dict[tuple[str, str | None], float] = {}
    by_nis: dict[str, float] = {}
    for row in table(frames, "population"):
        part = (row["nis"], row["postcode"])
        by_part[part] = by_part.get(part, 0.0) + row["residents"]
        by_nis[row["nis"]] = by_nis.get(row["nis"], 0.0) + row["residents"]
    residents: dict[tuple[str, str], float] = {}
    km2: dict[tuple[str, str], float] = {}
    for (nis, postcode), people in by_part.items():
        line = next(line for line in lines if line["nis"] == nis and postcode in (None, line["postcode"]))
        part_km2 = (surface.get(nis) or math.nan) * (people / by_nis[nis] if by_nis[nis] else math.nan)
        for level, area in (
            ("vlaanderen", FLANDERS),
            ("kring", line["kring_id"]),
            ("elz", line["elz_id"]),
            ("gemeente", nis),
        ):
            residents[(level, area)] = residents.get((level, area), 0.0) + people
            km2[(level, area)] = km2.get((level, area), 0.0) + part_km2
    for nis, whole in surface.items():
        if whole is not None:
            km2[("gemeente", nis)] = whole
    return residents, km2


def _cells(indicator: Indicator, source: Source, asked: list[Row], year: Year, place: tuple[str, str]) -> list[Row]:
    answers = [unit[source.entry] for unit in asked if unit[source.entry] is not None]
    shape = _Shape(indicator, len(answers), len(asked))
    cells = [shape.count()]
    if indicator.options:
        cells += _share_cells(indicator, answers, shape)
    if indicator.kind is Kind.MAGNITUDE:
        cells += [_magnitude_cell(measure.value, [float(a) for a in answers], shape) for measure in indicator.measures]
    if indicator.kind is Kind.RATE:
        rate, bounds = RATES[indicator.id](asked, year, place)
        # The mean of D09 rests on those whom IMA knows, so they decide on its reliability.
        behind = sum(unit["contacts_ima"] is not None for unit in asked) if indicator.id == "D09" else len(answers)
        cells.append(replace(shape, answered=behind).cell(TOTAL, "rate", shape.answered, rate, 0.01, bounds))
    return cells


@dataclass(frozen=True)
class _Shape:
    """What the cells of one indicator and area share: how many were asked and answered."""

    indicator: Indicator
    answered: int
    asked: int

    def count(self) -> Row:
        """How many answered; nobody is a real zero only where nobody could stay silent."""
        empty = self.answered == 0 and self.indicator.id not in CENSUS
        value = None if empty else float(self.answered)
        status = "O" if empty else "A"
        return self._row(TOTAL, "count", self.answered, value, 1.0, NO_BOUNDS, status)

    def cell(
        self, category: str, measure: str, count: int, value: float | None, step: float, bounds: Bounds = NO_BOUNDS
    ) -> Row:
        """One estimated number with its reliability."""
        census = self.indicator.id in CENSUS
        if value is None or (self.answered == 0 and not census):
            return self._row(category, measure, count, None, step, NO_BOUNDS, "O")
        weak = not census and (self.answered < 10 or self.answered * 5 < self.asked)
        status = "U" if weak else "E" if self.indicator.id in ESTIMATED else "A"
        return self._row(category, measure, count, value, step, bounds, status)

    def _row(
        self, category: str, measure: str, count: int, value: float | None, step: float, bounds: Bounds, status: str
    ) -> Row:
        exact = {"value": value, "lower": bounds[0], "upper": bounds[1]}
        shown = {name: None if number is None else round(number / step) * step for name, number in exact.items()}
        return (
            {"category": category, "measure": measure, "count": count, "frame": self.asked, "status": status}
            | shown
            | {f"exact_{name}": number for name, number in exact.items()}
            | {"step": step}
        )


def _share_cells(indicator: Indicator, answers: list[str], shape: _Shape) -> list[Row]:
    cells = []
    for category in indicator.categories:
        codes = set(category.split("|"))
        given = sum(bool(codes & set(answer.split("|"))) for answer in answers)
        value = 100 * given / shape.answered if shape.answered else None
        bounds = NO_BOUNDS if indicator.id in CENSUS else wilson(given, shape.answered, shape.asked)
        cells.append(shape.cell(category, "share", given, value, 0.1, bounds))
    return cells


def wilson(given: int, answered: int, asked: int) -> Bounds:
    """95 % Wilson bounds in percent with the effective number of answers n(N-1)/(N-n)."""
    if answered == 0:
        return NO_BOUNDS
    share = given / answered
    if answered == asked:
        return 100 * share, 100 * share
    effective = answered * (asked - 1) / (asked - answered)
    centre = share + _Z**2 / (2 * effective)
    half = _Z * math.sqrt(share * (1 - share) / effective + _Z**2 / (4 * effective**2))
    scale = 1 + _Z**2 / effective
    return 100 * max(0.0, (centre - half) / scale), 100 * min(1.0, (centre + half) / scale)


def mean_bounds(values: Sequence[float], asked: int) -> Bounds:
    """95 % t bounds of a mean times the finite population correction; not below zero, none below two values."""
    n = len(values)
    if n < 2:
        return NO_BOUNDS
    error = statistics.stdev(values) / math.sqrt(n) * math.sqrt((asked - n) / (asked - 1))
    half = float(stats.t.ppf(0.975, n - 1)) * error
    mean = math.fsum(values) / n
    return max(0.0, mean - half), mean + half


def _magnitude_cell(measure: str, values: list[float], shape: _Shape) -> Row:
    if measure == "mean":
        mean = math.fsum(values) / len(values) if values else None
        return shape.cell(TOTAL, measure, len(values), mean, 0.1, mean_bounds(values, shape.asked))
    quantile = neighbours_mean(values, _QUANTILES[measure])
    step = 10.0 ** (math.floor(math.log10(quantile)) - 1) if quantile else 0.1  # two significant digits
    return shape.cell(TOTAL, measure, len(values), quantile, step)


def neighbours_mean(values: Sequence[float], share: float) -> float | None:
    """Mean of the ordered value at round(q(n-1)) and its two neighbours; the window stays inside the values."""
    if len(values) < 3:
        return None
    middle = round(share * (len(values) - 1))
    first = min(max(middle - 1, 0), len(values) - 3)
    return math.fsum(sorted(values)[first : first + 3]) / 3


def _per_resident(number: float, year: Year, place: tuple[str, str]) -> float | None:
    people = year.residents.get(place)
    return number / people if people else None


def _heads(asked: list[Row], year: Year, place: tuple[str, str]) -> tuple[float | None, Bounds]:
    return _per_resident(10_000 * len(asked), year, place), NO_BOUNDS


def _active(asked: list[Row], year: Year, place: tuple[str, str]) -> tuple[float | None, Bounds]:
    active = sum(unit["active"] == "actief" for unit in asked)
    return _per_resident(10_000 * active, year, place), NO_BOUNDS


def _poor(asked: list[Row], year: Year, place: tuple[str, str]) -> tuple[float | None, Bounds]:
    rate = _per_resident(100_000 * len(asked), year, place)
    if rate is None:
        return None, NO_BOUNDS
    if rate < 90:
        return 1.0, NO_BOUNDS
    people, km2 = year.residents[place], year.km2.get(place, math.nan)
    if rate < 120 and math.isnan(km2):
        return None, NO_BOUNDS
    return float(rate < 120 and people / km2 < 125), NO_BOUNDS


def _fte(asked: list[Row], year: Year, place: tuple[str, str]) -> tuple[float | None, Bounds]:
    total = 0.0
    for role in ROLES:
        here = [unit for unit in asked if unit["role"] == role]
        if not here:
            continue
        known = [unit["fte"] for unit in here if unit["fte"] is not None]
        known = known or [unit["fte"] for unit in year.people if unit["role"] == role and unit["fte"] is not None]
        if not known:
            return None, NO_BOUNDS
        total += len(here) * math.fsum(known) / len(known)
    return _per_resident(10_000 * total, year, place), NO_BOUNDS


def _contacts(asked: list[Row], year: Year, place: tuple[str, str]) -> tuple[float | None, Bounds]:
    billed = [float(unit["contacts_ima"]) for unit in asked if unit["contacts_ima"] is not None]
    if not billed:
        return None, NO_BOUNDS
    mean = math.fsum(billed) / len(billed)
    low, high = mean_bounds(billed, len(asked))
    scale = len(asked)
    rate = _per_resident(mean * scale, year, place)
    if low is None or high is None or rate is None:
        return rate, NO_BOUNDS
    return rate, (_per_resident(low * scale, year, place), _per_resident(high * scale, year, place))


RATES: dict[str, Callable[[list[Row], Year, tuple[str, str]], tuple[float | None, Bounds]]] = {
    "D01": _heads,
    "D02": _fte,
    "D03": _poor,
    "D08": _active,
    "D09": _contacts,
}
