"""A small invented country for tests of the synthetic deliveries: a grid of municipalities with kringen and zones.

The last two municipalities merge in 2025 under a new code; one town is split by postcode over two kringen.
"""

import pandas as pd

from data.synth import YearGeography

COLUMNS, ROWS = 8, 6
SPLIT = "10006"
MERGED = {"10048": "10060", "10047": "10060"}


def _codes() -> list[str]:
    return [f"{10001 + i}" for i in range(COLUMNS * ROWS)]


def country(year: int) -> YearGeography:
    """Geography of ``year``; codes change in 2025 as municipalities merge."""
    lines, people, areas, places = [], [], {}, []
    for i, old in enumerate(_codes()):
        column, row = i % COLUMNS, i // COLUMNS
        new = MERGED.get(old, old)
        nis = old if year < 2025 else new
        kring, zone = f"K{row // 2}{column // 2}", f"Z{row // 3}{column // 3}"
        areas[nis] = ("gemeente", nis, f"Gemeente {nis}", 40.0 + i)
        areas[kring], areas[zone] = ("kring", kring, f"Kring {kring}", None), ("elz", zone, f"Zone {zone}", None)
        postcodes = [f"{2000 + 10 * i}", f"{2001 + 10 * i}"]
        for j, postcode in enumerate(postcodes):
            part_kring = f"K{row // 2}{(column + j) // 2}" if old == SPLIT else kring
            areas[part_kring] = ("kring", part_kring, f"Kring {part_kring}", None)
            lines.append((postcode, nis, part_kring, zone))
        for j, postcode in enumerate(postcodes if old == SPLIT else [""]):
            for age_class, share in (("0-17", 0.19), ("18-64", 0.59), ("65-79", 0.15), ("80+", 0.07)):
                people.append((nis, postcode, age_class, round((900 + 700 * i) * 4 * share / (1 + (old == SPLIT)))))
            for k in range(2):
                east, north = 3.0 + column * 0.3 + 0.1 * k + 0.02 * j, 50.8 + row * 0.1 + 0.03 * k
                places.append((old, new, postcode, round(east, 4), round(north, 4), 2.0 - k))
    population = pd.DataFrame(people, columns=["nis", "postcode", "age_class", "residents"])
    population = population.groupby(["nis", "postcode", "age_class"], as_index=False)["residents"].sum()
    population["postcode"] = population["postcode"].replace("", None)
    settlements = ["nis_2019", "nis_2025", "postcode", "longitude", "latitude", "weight"]
    return YearGeography(
        geography=pd.DataFrame(lines, columns=["postcode", "nis", "kring_id", "elz_id"]),
        areas=pd.DataFrame(list(areas.values()), columns=["level", "area_id", "name", "area_km2"]),
        population=population,
        settlements=pd.DataFrame(places, columns=settlements),
    )
