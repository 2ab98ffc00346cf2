"""A handful of released cells with every status, odd names and codes, and what is said about them."""

from typing import Any

import pandas as pd

from data.exports import About, Entry, Labels, License
from data.releases import ReleasedCells
from data.terms import Text
from tests.made import released

YEAR = 2026
ODD_NAMES = {
    "elz1": "=cmd|' /C calc'!A0",
    "elz2-1": 'Aalst; "de" stad, ’s-Gravenwezel',
    "elz3": "@SUM(1+1)",
    "elz4": "\tTab",
    "elz5": "-2+3",
    "elz6": "Sint-Pieters-Leeuw\x07",
}
"""Area to name: a withheld one, an ordinary one, no data, low reliability, estimated, ordinary."""

STATES = {
    "elz1": ("A", "C", None, None),
    "elz2-1": ("A", "F", 14, 42.5),
    "elz3": ("O", "F", 0, None),
    "elz4": ("U", "F", 6, 1234.5),
    "elz5": ("E", "F", 9, -3.5),
    "elz6": ("A", "F", 12, 0.0),
}
MARKS = {"elz1": "[c]", "elz2-1": "", "elz3": "[x]", "elz4": "[u]", "elz5": "[e]", "elz6": ""}
RELEASE = "20261122T080000Z-0123abcd"


def cells() -> ReleasedCells:
    """A10 of six zones: everybody, the option -34 and the option 35-44."""
    rows: list[dict[str, Any]] = []
    for area, (status, confidentiality, count, value) in STATES.items():
        for category, measure in (("total", "count"), ("-34", "share"), ("35-44", "share")):
            share = measure == "share" and value is not None
            rows.append(
                {
                    "area": area,
                    "category": category,
                    "measure": measure,
                    "count": count,
                    "value": value if value is None or measure == "share" else float(count or 0),
                    "lower": value - 5 if share else None,
                    "upper": value + 5 if share else None,
                    "status": status,
                    "confidentiality": confidentiality,
                }
            )
    frame = released("cell", rows, indicator="A10", year=YEAR, level="elz", frame=20)
    return ReleasedCells(release_id=RELEASE, frame=frame)


def labels() -> Labels:
    """Names for those cells."""
    entry = Entry(
        id="A10",
        label=Text(nl="=Leeftijd", en="=Age"),
        definition=Text(nl="Leeftijd in klassen.", en="Age in classes."),
        unit=Text(nl="% van de artsen", en="% of doctors"),
        source=Text(nl="Vragenlijst", en="Survey"),
        unit_counted="doctor",
        disclosure="protected",
        levels=("elz",),
        categories={
            "total": Text(nl="Allen die antwoordden", en="All who answered"),
            "-34": Text(nl="Jonger dan 35", en="Under 35"),
            "35-44": Text(nl="35 tot 44", en="35 to 44"),
        },
        main=("-34", "share"),
    )
    areas = pd.DataFrame([{"level": "elz", "area": a, "name": n, "year": YEAR} for a, n in ODD_NAMES.items()])
    return Labels(entries={"A10": entry}, areas=areas)


def about() -> About:
    """Say what a file of those cells is."""
    return About(
        release_id=RELEASE,
        made_on="2026-11-22",
        survey_years=(2026,),
        ima_years=(2024,),
        sources=("Vragenlijst",),
        license=License(name="Vrij hergebruik", address="https://example.org/licentie"),
        contact="loket@example.org",
        link="/api/v1/releases/x/cells.csv",
    )


FACTS = (RELEASE, "2026", "2024", "Vragenlijst", "Vrij hergebruik", "loket@example.org", "/api/v1/releases/x/cells.csv")
"""What a reader must find in every file."""
