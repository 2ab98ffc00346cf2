"""D03 a second way: GPs, residents and surfaces from the deliveries, the share aged 65 and over as released."""

import math

import pandas as pd

from aggregation.indicators import INDICATORS
from data.terms import FLANDERS
from tests.recompute.rows import Row
from tests.recompute.year import Year

Place = tuple[str, str]
CLASSES = ("niet", "mogelijk", "zeker")
COLUMNS = ["level", "area", "category", "measure", "count", "value", "lower", "upper"]


def threshold_rows(year: Year, released: pd.DataFrame) -> list[tuple[object, ...]]:
    """Give every cell of D03 that can be known, in ``COLUMNS``; None where a cell has no such number."""
    ages = released[(released["indicator"] == "A10") & (released["category"] == "65-") & released["value"].notna()]
    shown = {
        (line.level, line.area): (line.value / 100, line.lower / 100, line.upper / 100)
        for line in ages[ages["measure"] == "share"].itertuples()
    }
    gps: list[Row] = [person for person in year.people if person["role"] == "huisarts"]
    rows: list[tuple[object, ...]] = []
    for level in (one.value for one in INDICATORS["D03"].levels):
        for area in year.areas[level]:
            here = sum(person[level] == area for person in gps)
            rows.append((level, area, "total", "count", here, float(here), None, None))
            rows += [
                (level, area, *row) for row in _held(year, (level, area), here, _share(year, (level, area), shown))
            ]
    return rows


def _share(
    year: Year, place: Place, shown: dict[Place, tuple[float, float, float]]
) -> tuple[float, float, float] | None:
    krings = year.krings.get(place[1], set()) if place[0] == "gemeente" else set()
    around = [("kring", kring) for kring in krings] if len(krings) == 1 else []
    return next((shown[one] for one in (place, *around, ("vlaanderen", FLANDERS)) if one in shown), None)


def _held(year: Year, place: Place, gps: int, share: tuple[float, float, float] | None) -> list[tuple[object, ...]]:
    people, km2 = year.residents.get(place, 0.0), year.km2.get(place, math.nan)
    if not people or (gps and share is None):
        return []
    old, fewest, most = share if gps and share is not None else (0.0, 0.0, 0.0)
    thresholds = [90.0, 120.0] if math.isnan(km2) else [120.0 if people < 125 * km2 else 90.0]
    short = {name: [gps - gps * part - limit * people / 100_000 for limit in thresholds] for name, part in
             (("value", old), ("lower", most), ("upper", fewest))}  # fmt: skip
    rows: list[tuple[object, ...]] = []
    if len(thresholds) == 1:
        value, lower, upper = (float(math.floor(short[name][0] + 1e-7)) for name in ("value", "lower", "upper"))
        rows.append(("total", "gap", gps, value, lower, upper))
    said = {
        "zeker" if upper < -1e-7 else "niet" if lower >= -1e-7 else "mogelijk"
        for upper, lower in zip(short["upper"], short["lower"], strict=True)
    }
    if len(said) == 1 and (len(thresholds) == 1 or "mogelijk" not in said):
        rows += [(code, "share", None, 100.0 if code in said else 0.0, None, None) for code in CLASSES]
    return rows


def threshold_faults(year: Year, released: pd.DataFrame) -> list[str]:
    """Say where D03 as released is not what it should be: another number, or shown where it cannot be known."""
    second = {row[:4]: row[4:] for row in threshold_rows(year, released)}
    own = released[
        (released["indicator"] == "D03") & (released["confidentiality"] == "F") & (released["status"] != "O")
    ]
    first = {
        row[:4]: tuple(None if pd.isna(number) else number for number in row[4:])
        for row in own[COLUMNS].astype(object).itertuples(index=False, name=None)
    }
    differ = [key for key in first.keys() | second.keys() if first.get(key) != second.get(key)]
    return [f"D03 {'/'.join(map(str, key))}: {first.get(key)}, recomputed {second.get(key)}" for key in sorted(differ)]
