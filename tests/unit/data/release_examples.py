"""A tiny release, complete and valid: two gemeenten in two kringen and one zone, one indicator, one practice."""

import json
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from data.releases import write_release
from tests.made import released

NOW = datetime(2026, 11, 22, 8, 0, tzinfo=UTC)
AREAS = {
    "vlaanderen": ["VL"],
    "kring": ["K1", "K2"],
    "elz": ["E1"],
    "gemeente": ["11002", "12025"],
}
MANIFEST = {"code_version": "1.0", "layout": "2024-1", "thresholds": {"k_protected": 5}, "survey_years": [2024]}


def cell(*, year: int = 2024, withheld: Iterable[str] = ("K2",)) -> pd.DataFrame:
    """P01 on two levels: count on total, share on the option geen; 10 of 20 everywhere, nothing where withheld."""
    rows: list[dict[str, Any]] = []
    for level in ("vlaanderen", "kring"):
        for area in AREAS[level]:
            for category, measure, count, value in (("total", "count", 20, 20.0), ("geen", "share", 10, 50.0)):
                row = {"level": level, "area": area, "category": category, "measure": measure, "frame": 30}
                if area in withheld:
                    rows.append(row | {"confidentiality": "C"})
                else:
                    ends = {"lower": 30.0, "upper": 70.0} if measure == "share" else {}
                    rows.append(row | {"count": count, "value": value} | ends)
    return released("cell", rows, indicator="P01", year=year)


def tables(*, year: int = 2024, withheld: Iterable[str] = ("K2",)) -> dict[str, pd.DataFrame]:
    """Give the tables of a release of one survey year."""
    area = [
        {"level": level, "area": code, "name": f"Gebied {code}"} for level, codes in AREAS.items() for code in codes
    ]
    membership = [
        {"atom": "a1", "gemeente": "11002", "postcode": "2000", "kring": "K1", "elz": "E1"},
        {"atom": "a2", "gemeente": "11002", "postcode": "2018", "kring": "K2", "elz": "E1"},
        {"atom": "a3", "gemeente": "12025", "postcode": "", "kring": "K2", "elz": "E1"},
    ]
    indicator = {
        "indicator": "P01",
        "label_nl": "Patiëntenstop",
        "label_en": "Patient stop",
        "unit": "% praktijken",
        "subject": "practice",
        "unit_counted": "practice",
        "source": "survey",
        "article23": "2°g",
        "disclosure": "public",
        "threshold": 0,
        "practice_map": "yes",
        "frame": "practices",
        "options": "geen gedeeltelijk volledig",
        "multiple": False,
        "headline": "",
        "totals_public": True,
    }
    response = [
        {"level": "kring", "area": code, "role": "huisarts", "invited": 9, "answered": count}
        for code, count in (("K1", 6), ("K2", None))
    ]
    practice = ("5f0c2d6a9b1e4c70", 4.4, 51.2, "11002", "K1", "E1", "geen")
    return {
        "cell": cell(year=year, withheld=withheld),
        "area": released("area", area, year=year),
        "membership": released("membership", membership, year=year),
        "indicator": released("indicator", [indicator]),
        "response": released("response", response, year=year),
        "practice": released("practice", [practice], "practice longitude latitude gemeente kring elz p01", year=year),
        "quality": quality(year=year),
    }


def quality(*, year: int = 2024) -> pd.DataFrame:
    """One question that most answered, one gap, and one number with too few people behind it."""
    rows = [
        ("answered", "person.hours_week", "share", 1200, 1170, 97.5, "F"),
        ("gap", "gmd", "median", 900, None, -4.1, "F"),
        ("gap", "gmd", "share", None, None, None, "C"),
    ]
    labels = {"label_nl": "Werkuren", "label_en": "Hours", "unit_counted": "doctor"}
    return released("quality", rows, "topic item measure base count value confidentiality", year=year, **labels)


def layer(level: str) -> str:
    """Give a layer with a triangle per area."""
    triangle = [[[4.0, 51.0], [4.1, 51.0], [4.1, 51.1], [4.0, 51.0]]]
    features = [
        {"type": "Feature", "properties": {"area": code}, "geometry": {"type": "Polygon", "coordinates": triangle}}
        for code in AREAS[level]
    ]
    return json.dumps({"type": "FeatureCollection", "features": features})


def write(home: Path, **changes: Any) -> str:
    """Write the tiny release, or one with some arguments of ``write_release`` replaced."""
    arguments: dict[str, Any] = {
        "tables": tables(),
        "layers": {level: layer(level) for level in AREAS},
        "certificate": {"verdict": "safe"},
        "manifest": MANIFEST,
        "now": NOW,
        "rng": np.random.default_rng(1),
    }
    return write_release(home, **{**arguments, **changes})


def unchallenged(release_id: str) -> None:
    """Stand for the proof of a release in tests that are about folders, pointers and screens."""
