"""A delivery ready to count: its rows, the areas per level, residents and square kilometres per area.

Rules: contracts section 2, domain section 5.
"""

import math
from dataclasses import dataclass

from data.terms import FLANDERS
from tests.recompute.people import person_rows
from tests.recompute.practices import practice_rows
from tests.recompute.rows import PROVINCE, Frames, Row, table


@dataclass(frozen=True)
class Year:
    """A delivery ready to count: its rows, the areas per level, residents and square kilometres per area."""

    practices: list[Row]
    people: list[Row]
    areas: dict[str, list[str]]
    residents: dict[tuple[str, str], float]
    residents_at_ima: dict[tuple[str, str], float]
    km2: dict[tuple[str, str], float]
    krings: dict[str, set[str]]
    """Kringen that each municipality lies in."""

    def units(self, who: str) -> list[Row]:
        """Rows of everybody who is asked."""
        if who == "practices":
            return self.practices
        roles = {"everybody": ("huisarts", "haio"), "gps": ("huisarts",), "trainees": ("haio",)}[who]
        return [row for row in self.people if row["role"] in roles]


def read_year(frames: Frames, survey_year: int) -> Year:
    """Place everybody and add up residents and surfaces."""
    lines = table(frames, "geography")
    areas = {
        "vlaanderen": [FLANDERS],
        "provincie": sorted({PROVINCE[line["nis"][0]] for line in lines}),
        "regio": sorted({line["regio_id"] for line in lines if line.get("regio_id") is not None}),
        "kring": sorted({line["kring_id"] for line in lines}),
        "elz": sorted({line["elz_id"] for line in lines}),
        "gemeente": sorted({line["nis"] for line in lines}),
    }
    residents, km2 = _grounds(frames, lines, survey_year, survey_year)
    billed_in = [int(row["YEAR"]) for row in table(frames, "ima")]
    told = {int(row.get("year") or survey_year) for row in table(frames, "population")}
    then = (
        max(sorted(told, reverse=True), key=lambda y: -abs(y - max(billed_in))) if billed_in and told else survey_year
    )
    at_ima, _km2 = _grounds(frames, lines, survey_year, then)
    krings: dict[str, set[str]] = {}
    for line in lines:
        krings.setdefault(line["nis"], set()).add(line["kring_id"])
    return Year(practice_rows(frames), person_rows(frames, survey_year), areas, residents, at_ima, km2, krings)


def _grounds(
    frames: Frames, lines: list[Row], survey_year: int, wanted: int
) -> tuple[dict[tuple[str, str], float], dict[tuple[str, str], float]]:
    surface = {row["area_id"]: row["area_km2"] for row in table(frames, "areas") if row["level"] == "gemeente"}
    by_part: dict[tuple[str, str | None], float] = {}
    by_nis: dict[str, float] = {}
    for row in table(frames, "population"):
        if int(row.get("year") or survey_year) != wanted:
            continue
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
            ("provincie", PROVINCE[nis[0]]),
            ("regio", line.get("regio_id")),
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
