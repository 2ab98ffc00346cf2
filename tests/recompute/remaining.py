"""The remaining indicators computed a second time: their answers row by row, and the numbers of a new shape.

``register`` hands them to ``cells``, which counts and estimates them like all others. Rules: contracts section 1
(whose is a practice number), domain sections 5, 6 and 9, design section 5.
"""

import math
import statistics
from collections import Counter
from collections.abc import Callable, Iterable
from typing import Any

from scipy import stats

from aggregation.indicators import Indicator
from tests.recompute import cells
from tests.recompute.cells import NO_BOUNDS, Bounds, Source, Year
from tests.recompute.rows import Frames, Row, person_rows, practice_rows, table

CONTACTS = ("RAADPL", "BEZAVOND", "BEZOEKIND", "INSTEL", "DIGICONT")
MINUTES = {"consultations": 21, "visits": 38, "remote": 10}
WEEKS = 46

SOURCES = {
    **{
        indicator: Source("practices", entry)
        for indicator, entry in {
            "P02": "new_patient_conditions",
            "P03": "catchment_restricted",
            "P05": "urgent_same_day",
            "P06": "home_visits",
            "P07": "remote_consultation",
            "P08": "walk_in",
            "P09": "evening_surgery",
            "P10": "practice_form",
            "P12": "gps",
            "P13": "trainees",
            "P15": "nurse_fte",
            "P16": "reception_fte",
            "P17": "appointments",
            "P18": "files",
            "P19": "attributed",
            "P20": "enrolled",
            "P21": "vacancy_gp",
            "P23": "expansion_obstacles",
            "P24": "absence_cover",
            "P25": "closing_without_successor",
            "D04": "open",
        }.items()
    },
    "M03": Source("gps", "BEZOEKIND"),
    "M04": Source("gps", "BEZAVOND"),
    "M05": Source("gps", "INSTEL"),
    "M06": Source("gps", "ADVIES"),
    "M07": Source("gps", "remote"),
    "M10": Source("gps", "contact_hours"),
    "A03": Source("everybody", "desired"),
    "A04": Source("gps", "without_patients"),
    "A07": Source("everybody", "satisfaction"),
    "D05": Source("gps", "files_with_hours"),
    "D06": Source("everybody", "fte_with_plans"),
}

ANSWERS = (
    *("new_patient_conditions", "catchment_restricted", "urgent_same_day", "home_visits", "remote_consultation"),
    *("walk_in", "evening_surgery", "practice_form", "nurse_fte", "reception_fte", "vacancy_gp"),
    *("expansion_obstacles", "absence_cover", "closing_without_successor"),
)


def more_practice_rows(frames: Frames) -> list[Row]:
    """Rows of all practices with the further answers, people on the list and work at IMA beside them."""
    answers = {row["practice_id"]: row for row in table(frames, "survey_practice")}
    listed = table(frames, "contacts")
    main, billed = _main_practices(frames), _billed(frames)
    houses = _houses(frames, main)
    rows = []
    for practice, row in zip(table(frames, "practices"), practice_rows(frames), strict=True):
        own = practice["practice_id"]
        row |= {name: answers.get(own, {}).get(name) for name in ANSWERS}
        stop = row["patient_stop"]
        row["open"] = None if stop is None else "open" if stop == "geen" else "niet_open"
        there = {
            role: len({line["riziv"][:8] for line in listed if line["practice_id"] == own and line["role"] == role})
            for role in ("huisarts", "haio")
        }
        doctors = [person for person, place in main.items() if place == own and person in billed]
        contacts = _known(_contacts_of(billed[person]) for person in doctors)
        files = _known(line["PAT_GMD"] for person in doctors for line in billed[person])
        ours = [lines for house, lines in houses.items() if house[1] == own]
        patients = _known(max(_known(line["PAT_ATTRIB"] for line in lines), default=None) for lines in ours)
        forfaits = _known(line["FF_MH"] for lines in ours for line in lines)
        work: Row = {
            "gps": there["huisarts"] or None,
            "trainees": there["haio"],
            "appointments": sum(contacts) / WEEKS if contacts else None,
            "files": sum(files) if files else None,
            "attributed": sum(patients) if patients else None,
            "enrolled": sum(forfaits) / 12 if sum(forfaits) else None,
        }
        rows.append(row | (work if row["answered"] else dict.fromkeys(work)))
    return rows


def more_person_rows(frames: Frames, survey_year: int) -> list[Row]:
    """Rows of all persons with what only IMA knows, hours of contact and the further answers beside them."""
    surveys = {row["riziv"][:8]: row for row in table(frames, "survey_individual")}
    billed = _billed(frames)
    rows = []
    for person, row in zip(_main_practices(frames), person_rows(frames, survey_year), strict=True):
        survey, lines = surveys.get(person, {}), billed.get(person, [])
        by_ima = row["contacts_ima"] is not None
        names = ("BEZOEKIND", "BEZAVOND", "INSTEL", "ADVIES")
        sums = {name: _known(line[name] for line in lines) for name in (*names, "RAADPL", "DIGICONT")}
        row |= {name: sum(sums[name]) if by_ima and sums[name] else None for name in names}
        own = {
            "consultations": survey.get("consultations_year"),
            "visits": survey.get("home_visits_year"),
            "remote": survey.get("remote_contacts_year"),
        }
        if by_ima:
            visits = sum(sum(sums[name]) for name in ("BEZOEKIND", "BEZAVOND", "INSTEL"))
            own = {"consultations": sum(sums["RAADPL"]), "visits": visits, "remote": sum(sums["DIGICONT"])}
        hours = None
        if None not in own.values():
            hours = sum(MINUTES[kind] * (own[kind] or 0) for kind in MINUTES) / 60 / WEEKS
        satisfaction, career = survey.get("satisfaction"), survey.get("career_5y")
        both = hours is not None and row["hours"]
        rows.append(
            row
            | {
                "remote": own["remote"],
                "contact_hours": hours,
                "desired": survey.get("desired_hours_week"),
                "without_patients": 100 - 100 * hours / row["hours"] if both and hours is not None else None,
                "satisfaction": None if satisfaction == "geen_antwoord" else satisfaction,
                "files_with_hours": None if row["fte"] is None else row["gmd"],
                "fte_with_plans": None if career is None else row["fte"],
            }
        )
    return rows


def _main_practices(frames: Frames) -> dict[str, str]:
    """Person to main practice, in the order of the list."""
    lines: dict[str, list[Row]] = {}
    for line in table(frames, "contacts"):
        lines.setdefault(line["riziv"][:8], []).append(line)
    return {
        person: sorted(own, key=lambda line: line["practice_id"])[_largest(own)]["practice_id"]
        for person, own in lines.items()
    }


def _largest(own: list[Row]) -> int:
    shares = [line["share"] for line in sorted(own, key=lambda line: line["practice_id"])]
    return shares.index(max(shares))


def _billed(frames: Frames) -> dict[str, list[Row]]:
    billed: dict[str, list[Row]] = {}
    for row in table(frames, "ima"):
        billed.setdefault(row["RIZIV_ID"], []).append(row)
    return billed


def _houses(frames: Frames, main: dict[str, str]) -> dict[tuple[str, str], list[Row]]:
    """Rows of listed doctors per practice number of IMA and the practice that it belongs to."""
    rows: dict[str, list[Row]] = {}
    for row in table(frames, "ima"):
        if row["RIZIV_ID"] in main:
            rows.setdefault(row["RIZIV_HCI"], []).append(row)
    found = {}
    for house, lines in rows.items():
        places = [main[person] for person in {line["RIZIV_ID"] for line in lines}]
        found[house, min(set(places), key=lambda place: (-places.count(place), place))] = lines
    return found


def _contacts_of(lines: list[Row]) -> float | None:
    """Contacts of one doctor, unknown in a medical house or where one count is empty."""
    counts: list[float | None] = [line[name] for line in lines for name in CONTACTS]
    known = [count for count in counts if count is not None]
    if len(known) < len(counts) or any(line["HCI_TYPE"] == "805" for line in lines):
        return None
    return sum(known)


def _known(values: Iterable[Any]) -> list[Any]:
    return [value for value in values if value is not None]


def ratio_bounds(over: list[float], under: list[float], asked: int) -> Bounds:
    """95 % t bounds of a ratio of two sums over the same units, from the residuals; the lower stops at zero."""
    n, whole = len(over), math.fsum(under)
    if n < 2 or whole <= 0:
        return NO_BOUNDS
    ratio = math.fsum(over) / whole
    residuals = [y - ratio * x for y, x in zip(over, under, strict=True)]
    correction = math.sqrt((asked - n) / (asked - 1))
    half = float(stats.t.ppf(0.975, n - 1)) * statistics.stdev(residuals) * math.sqrt(n) / whole * correction
    return max(0.0, ratio - half), ratio + half


def _files_per_fte(asked: list[Row], year: Year, place: tuple[str, str]) -> tuple[float | None, Bounds]:
    both = [(unit["gmd"], unit["fte"]) for unit in asked if unit["gmd"] is not None and unit["fte"] is not None]
    files, fte = [float(one) for one, _ in both], [float(other) for _, other in both]
    if not math.fsum(fte):
        return None, NO_BOUNDS
    return math.fsum(files) / math.fsum(fte), ratio_bounds(files, fte, len(asked))


def _outflow(asked: list[Row], year: Year, place: tuple[str, str]) -> tuple[float | None, Bounds]:
    here = [unit for unit in asked if unit["career"] is not None and unit["fte"] is not None]
    fte = [float(unit["fte"]) for unit in here]
    leaving = [float(unit["fte"]) if unit["career"] == "stoppen" else 0.0 for unit in here]
    if not math.fsum(fte):
        return None, NO_BOUNDS
    low, high = ratio_bounds(leaving, fte, len(asked))
    bounds = NO_BOUNDS if low is None or high is None else (100 * low, min(100.0, 100 * high))
    return 100 * math.fsum(leaving) / math.fsum(fte), bounds


def _size_cells(indicator: Indicator, values: list[float], shape: cells._Shape) -> list[Row]:
    """P12: how many practices of each size, and their mean size."""
    codes = ["1" if gps == 1 else "2" if gps == 2 else "3-4" if gps < 5 else "5-" for gps in values]
    return [*cells._share_cells(indicator, codes, shape), cells._magnitude_cell("mean", values, shape)]


def _signed_cells(indicator: Indicator, values: list[float], shape: cells._Shape) -> list[Row]:
    """A04: numbers that may lie below zero, and whose bounds may."""
    found = []
    for measure in indicator.measures:
        if measure.value == "mean":
            lift = 10**6  # a mean moves with its values: lifted above zero, bounds are not cut off
            low, high = cells.mean_bounds([value + lift for value in values], shape.asked)
            bounds = NO_BOUNDS if low is None or high is None else (low - lift, high - lift)
            mean = math.fsum(values) / len(values) if values else None
            found.append(shape.cell("total", "mean", len(values), mean, 0.1, bounds))
            continue
        middle = cells.neighbours_mean(values, cells._QUANTILES[measure.value])
        step = 10.0 ** (math.floor(math.log10(abs(middle))) - 1) if middle else 0.1
        found.append(shape.cell("total", measure.value, len(values), middle, step))
    return found


SPECIAL: dict[str, Callable[[Indicator, list[float], cells._Shape], list[Row]]] = {
    "P12": _size_cells,
    "A04": _signed_cells,
}


def register() -> None:
    """Let ``cells.recompute`` know the remaining indicators: sources, rates, rows and shapes."""
    cells.SOURCES.update(SOURCES)
    cells.RATES.update({"D05": _files_per_fte, "D06": _outflow})
    vars(cells).update(practice_rows=more_practice_rows, person_rows=more_person_rows, _cells=_cells_of_any_shape)


_cells_of_one_shape = cells._cells


def _cells_of_any_shape(
    indicator: Indicator, source: Source, asked: list[Row], year: Year, place: tuple[str, str]
) -> list[Row]:
    if indicator.id not in SPECIAL:
        found = _cells_of_one_shape(indicator, source, asked, year, place)
    else:
        values = [float(unit[source.entry]) for unit in asked if unit[source.entry] is not None]
        shape = cells._Shape(indicator, len(values), len(asked))
        found = [shape.count(), *SPECIAL[indicator.id](indicator, values, shape)]
    if place[0] != "vlaanderen" or indicator.id in cells.CENSUS or source.who != "everybody":
        return found
    return found + _weighted(indicator, source, asked)


def _weighted(indicator: Indicator, source: Source, asked: list[Row]) -> list[Row]:
    """Twins for Flanders: the mean of every kring and role, weighted by how many are listed there."""
    answered = [unit for unit in asked if unit[source.entry] is not None]
    shape = cells._Shape(indicator, len(answered), len(asked))
    strata = _strata(asked, source)
    found = []
    if indicator.options and indicator.kind.value != "rate":
        for category in indicator.categories:
            codes = set(category.split("|"))
            given = [100.0 * bool(codes & set(unit[source.entry].split("|"))) for unit in answered]
            mean, (low, high) = _stratified(given, answered, asked, strata)
            bounds = NO_BOUNDS if low is None or high is None else (max(0.0, low), min(100.0, high))
            count = sum(number > 0 for number in given)
            found.append(_estimated(shape.cell(category, "share_weighted", count, mean, 0.1, bounds)))
    if any(measure.value == "mean" for measure in indicator.measures):
        values = [float(unit[source.entry]) for unit in answered]
        mean, (low, high) = _stratified(values, answered, asked, strata)
        bounds = (low if indicator.signed or low is None else max(0.0, low), high)
        found.append(_estimated(shape.cell("total", "mean_weighted", len(values), mean, 0.1, bounds)))
    return found


def _estimated(cell: Row) -> Row:
    return cell | {"status": "E" if cell["status"] == "A" else cell["status"]}


def _strata(asked: list[Row], source: Source) -> dict[tuple[str, str], str]:
    """Kring and role to stratum: its own with ten answers, else that of the role, else that of everybody left."""
    pairs = {(unit["kring"], unit.get("role", "")) for unit in asked}
    found = {pair: "/".join(pair) for pair in pairs}
    for _ in range(2):
        given = Counter(found[unit["kring"], unit.get("role", "")] for unit in asked if unit[source.entry] is not None)
        for pair, stratum in found.items():
            if given[stratum] < 10:
                found[pair] = "rest" if stratum.startswith("rest") else f"rest of {pair[1]}"
    return found


def _stratified(
    values: list[float], answered: list[Row], asked: list[Row], strata: dict[tuple[str, str], str]
) -> tuple[float | None, Bounds]:
    if not values:
        return None, NO_BOUNDS
    listed = Counter(strata[unit["kring"], unit.get("role", "")] for unit in asked)
    groups: dict[str, list[float]] = {}
    for value, unit in zip(values, answered, strict=True):
        groups.setdefault(strata[unit["kring"], unit.get("role", "")], []).append(value)
    whole = sum(listed[stratum] for stratum in groups)
    mean, variance = 0.0, 0.0
    for stratum, own in groups.items():
        part, n = listed[stratum] / whole, len(own)
        mean += part * math.fsum(own) / n
        spread = statistics.variance(own) if n > 1 else statistics.variance(values) if len(values) > 1 else 0.0
        variance += part**2 * (1 - n / listed[stratum]) * spread / n
    if len(values) < 2:
        return mean, NO_BOUNDS
    freedom = max(1, len(values) - len(groups))
    half = float(stats.t.ppf(0.975, freedom)) * math.sqrt(variance)
    return mean, (mean - half, mean + half)
