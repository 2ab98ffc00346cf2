"""A crossing on its way out: its cells, protected and attacked beside what releases showed, and its certificate."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

import pandas as pd

from aggregation.attack import Limits, Verdict
from aggregation.attack.crossed import attack_crossing
from aggregation.indicators.crossings import WITHHELD, Crossing, Sum
from aggregation.protect.crossed import protect_crossing
from aggregation.release.certificate import digest_table
from aggregation.year.crossing import Crossed
from data.settings import Thresholds
from data.terms import FLANDERS, TOTAL, Confidentiality, Level, Measure, Status

SCHEMA = "crossing-1"
COLUMNS = [
    *(
        "crossing",
        "year",
        "level",
        "area",
        "within",
        "category",
        "measure",
        "count",
        "value",
        "status",
        "confidentiality",
    )
]


@dataclass(frozen=True)
class Proven:
    """Cells as they may leave, and the attack on them; ``gave_up`` searches of the protection were broken off."""

    cells: pd.DataFrame
    verdict: Verdict | None

    @property
    def safe(self) -> bool:
        """Whether they may leave. What everybody counts from the practice map needs no attack."""
        return self.verdict is None or self.verdict.safe


def prove_crossing(crossed: Crossed, year: int, thresholds: Thresholds) -> Proven:
    """Protect a crossing together with what releases showed of its questions, and attack what is left of it."""
    crossing = crossed.crossing
    shown, _ = protect_crossing(
        crossed.units,
        crossed.membership,
        crossed.options,
        crossed.published,
        crossed.cells,
        thresholds,
        guessed=crossed.guessed,
        sensitive=crossing.sensitive,
    )
    told = [one if flag else replace(one, count=WITHHELD) for one, flag in zip(crossed.cells, shown, strict=True)]
    verdict = attack_shown(crossed, told, year, thresholds)
    return Proven(_table(crossing, year, told), verdict)


def attack_shown(crossed: Crossed, told: Sequence[Sum], year: int, thresholds: Thresholds) -> Verdict:
    """Attack cells of a crossing beside what releases showed of its questions."""
    crossing = crossed.crossing
    besides = [one for one in crossed.published if one.is_known_besides]
    return attack_crossing(
        crossing.id,
        year,
        crossed.units,
        crossed.membership,
        crossed.options,
        [*(one for one in crossed.published if not one.is_known_besides), *told],
        besides,
        guessed=crossed.guessed,
        least=thresholds.k_sensitive if crossing.sensitive else thresholds.k_protected,
        least_total=thresholds.k_sensitive if crossing.within.sensitive else thresholds.k_protected,
        sensitive=crossing.sensitive,
        limits=Limits(**asdict(thresholds)),
    )


def map_crossing(crossing: Crossing, practice: pd.DataFrame, membership: pd.DataFrame, year: int) -> Proven:
    """Count a crossing from the practice map of a release: everybody can, so nothing is told by it."""
    rows = practice.loc[practice["year"].eq(year)]
    answers = {}
    for column, asked in (("within", crossing.within), ("answer", crossing.shown)):
        given = rows[asked.indicator].astype("string").str.split("|")
        answers[column] = [
            None
            if not isinstance(codes, list)
            else next((g.code for g in asked.groups if g.codes & set(codes)), "andere")
            for codes in given
        ]
    counted = rows.assign(**answers).dropna(subset=["within", "answer"])
    places = membership.loc[membership["year"].eq(year)]
    around = places.drop_duplicates("gemeente").set_index("gemeente")
    cells = []
    for level in crossing.levels:
        whole = level is Level.VLAANDEREN
        areas = [FLANDERS] if whole else sorted(set(places[level.value].dropna().astype(str)))
        where = counted["gemeente"].map(lambda _: FLANDERS)
        if not whole:  # a practice has its kring and zone by itself; the others follow from the municipality
            where = counted[level.value] if level.value in counted else counted["gemeente"].map(around[level.value])
        number = Counter(zip(where, counted["within"], counted["answer"], strict=True))
        number.update(Counter((area, within, TOTAL) for area, within in zip(where, counted["within"], strict=True)))
        cells += [
            Sum(level.value, area, (within,), () if answer == TOTAL else (answer,), number[area, within, answer])
            for area in areas
            for within, answer in crossing.categories()
        ]
    return Proven(_table(crossing, year, cells), None)


def _table(crossing: Crossing, year: int, cells: Sequence[Sum]) -> pd.DataFrame:
    """Write cells as rows: the number of all who are within, and the share of each answer among them."""
    totals = {(one.level, one.area, one.within): one.count for one in cells if not one.shown}
    rows = []
    for one in cells:
        total = totals[one.level, one.area, one.within]
        count = one.count if min(one.count, total) >= 0 else None
        value = None if not count and total <= 0 else count if not one.shown else round(100 * (count or 0) / total, 1)
        rows.append(
            {
                "crossing": crossing.id,
                "year": year,
                "level": one.level,
                "area": one.area,
                "within": one.within[0],
                "category": one.shown[0] if one.shown else TOTAL,
                "measure": (Measure.SHARE if one.shown else Measure.COUNT).value,
                "count": count,
                "value": None if count is None else float(value) if value is not None else None,
                "status": (Status.NO_DATA if total == 0 and one.shown else Status.NORMAL).value,
                "confidentiality": (Confidentiality.WITHHELD if count is None else Confidentiality.FREE).value,
            }
        )
    return pd.DataFrame(rows, columns=COLUMNS).astype({"count": "Int64", "value": "Float64"})


def crossing_certificate(crossing: Crossing, proven: Proven, *, year: int, releases: Sequence[str]) -> dict[str, Any]:
    """Say what was tried against a crossing: sizes, limits and outcome; no cell, no area.

    Parameters
    ----------
    releases : every release that was ever shown: what they say of the two questions was laid beside it.
    """
    cells = proven.cells
    free = cells["confidentiality"].eq(Confidentiality.FREE.value)
    verdict = proven.verdict
    return {
        "schema": SCHEMA,
        "crossing": crossing.id,
        "label": {"nl": crossing.label.nl, "en": crossing.label.en},
        "questions": [crossing.shown.indicator, crossing.within.indicator],
        "year": year,
        "verdict": "safe" if proven.safe else "unsafe",
        "from_map": verdict is None,
        "digest": digest_table(cells),
        "cells": {str(level): int(number) for level, number in cells.groupby("level").size().items()},
        "kept": {str(level): int(number) for level, number in free.groupby(cells["level"]).sum().items()},
        "releases": list(releases),
        "attacks": {} if verdict is None else {name: number for name, number in verdict.problems().items() if number},
        "found": 0 if verdict is None else len(verdict.found),
        "gave_up": 0 if verdict is None else len(verdict.gave_up),
        "thresholds_and_limits": {} if verdict is None else verdict.limits.to_dict(),
        "seconds": 0.0 if verdict is None else round(verdict.seconds["total"], 1),
    }
