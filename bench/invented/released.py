"""Small and Flemish-sized releases to attack: counts on a made-up map, shown by simple rules."""

import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from aggregation.attack import Finding, Kind, Verdict

LEVELS = ("kring", "elz", "gemeente")
Shows = Callable[[str, str, str, int, int], bool]
"""Level, area, category, count, total of the area: is the cell shown?"""


@dataclass
class Asked:
    """One question: units per atom (rows) and option (columns)."""

    counts: np.ndarray
    options: tuple[str, ...]
    shows: Shows
    indicator: str = "A05"
    frame: str = "respondents"
    unit: str = "doctor"
    disclosure: str = "protected"
    totals_public: bool = False
    headline: tuple[str, ...] = ()
    multiple: bool = False
    threshold: int | None = None
    levels: Sequence[str] = field(default=("vlaanderen", *LEVELS))


def tiny_map(places: Sequence[tuple[str, str, str]], year: int = 2024) -> pd.DataFrame:
    """Membership with one atom per (gemeente, kring, elz)."""
    return pd.DataFrame(
        {
            "year": year,
            "atom": [f"a{index:04d}" for index in range(len(places))],
            "gemeente": [place[0] for place in places],
            "postcode": "",
            "kring": [place[1] for place in places],
            "elz": [place[2] for place in places],
        }
    )


def flemish_map(scale: int = 1, seed: int = 7) -> pd.DataFrame:
    """Membership like Flanders: 285 municipalities, 298 atoms, 69 kringen, 59 zones that overlap without nesting."""
    rng = np.random.default_rng(seed)
    towns = rng.random((285 * scale, 2))

    def nearest(number: int) -> np.ndarray:
        centres = rng.random((number, 2))
        return np.asarray(np.argmin(((towns[:, None, :] - centres[None, :, :]) ** 2).sum(axis=2), axis=1))

    kring, zone = nearest(69 * scale), nearest(59 * scale)
    places = [(f"g{i:04d}", f"k{kring[i]:03d}", f"e{zone[i]:03d}") for i in range(len(towns))]
    split = [(places[i][0], places[i][1], f"e{(zone[i] + 1) % (59 * scale):03d}") for i in range(13 * scale)]
    return tiny_map(places + split)


def release(membership: pd.DataFrame, asked: Sequence[Asked]) -> dict[str, pd.DataFrame]:
    """Lay out the tables of a release with the cells that each question shows."""
    places = {("vlaanderen", "VL"): np.ones(len(membership), dtype=bool)}
    for level in LEVELS:
        places |= {(level, area): (membership[level] == area).to_numpy() for area in sorted(set(membership[level]))}
    rows = [row for question in asked for row in _rows(question, places)]
    columns = ["indicator", "level", "area", "category", "measure", "count", "frame", "value", "confidentiality"]
    cell = pd.DataFrame(rows, columns=columns)
    cell["count"] = cell["count"].astype("Int64")
    cell["value"] = cell["value"].astype("Float64")
    indicator = pd.DataFrame(
        {
            "indicator": question.indicator,
            "unit_counted": question.unit,
            "disclosure": question.disclosure,
            "threshold": question.threshold,
            "frame": question.frame,
            "options": " ".join(question.options),
            "multiple": question.multiple,
            "headline": "|".join(question.headline),
            "totals_public": question.totals_public,
        }
        for question in asked
    )
    return {
        "cell": cell.assign(year=2024, lower=np.nan, upper=np.nan, status="A"),
        "membership": membership,
        "indicator": indicator,
    }


def _rows(question: Asked, places: Mapping[tuple[str, str], np.ndarray]) -> list[tuple[object, ...]]:
    rows: list[tuple[object, ...]] = []
    for (level, area), mask in places.items():
        if level not in question.levels:
            continue
        inside = question.counts[mask].sum(axis=0)
        total = int(inside.sum())
        sums = {"total": total, **{code: int(n) for code, n in zip(question.options, inside, strict=False)}}
        if question.headline:
            sums["|".join(question.headline)] = sum(sums[code] for code in question.headline)
        for category, count in sums.items():
            shown = question.shows(level, area, category, count, total)
            measure = "count" if category == "total" else "share"
            value = count if category == "total" else round(100 * count / total, 1) if total else None
            rows.append(
                (
                    question.indicator,
                    level,
                    area,
                    category,
                    measure,
                    count if shown else None,
                    total,
                    value if shown else None,
                    "F" if shown else "C",
                )
            )
    return rows


def leaks(verdict: Verdict) -> set[Finding]:
    """Give what was found about small counts: most instances show so little that large withheld counts follow too."""
    return {finding for finding in verdict.found if finding.kind is not Kind.WITHHELD}


def primary(k: int) -> Shows:
    """Withhold exactly the cells that are small themselves, or whose complement is."""

    def shows(_level: str, _area: str, category: str, count: int, total: int) -> bool:
        return not (1 <= count < k or (category != "total" and 1 <= total - count < k))

    return shows


def shown_at(*levels: str) -> Shows:
    """Show every cell of these levels and nothing else."""
    return lambda level, _area, _category, _count, _total: level in levels


def random_counts(atoms: int, options: int, mean: float, seed: int = 3) -> np.ndarray:
    """Draw counts per atom and option, unevenly spread."""
    rng = np.random.default_rng(seed)
    size = rng.gamma(0.8, mean / 0.8, atoms)
    return rng.poisson(size[:, None] * rng.dirichlet(np.ones(options), atoms))


def tiny_release(
    seed: int, *, totals_public: bool = False, disclosure: str = "protected"
) -> tuple[dict[str, pd.DataFrame], np.ndarray]:
    """Draw a random release of three or four atoms with randomly shown cells, and its counts."""
    rng = random.Random(seed)  # noqa: S311 - repeatable instances
    atoms = rng.choice([3, 4])
    places = [(f"g{rng.randrange(3)}", f"k{rng.randrange(2)}", f"e{rng.randrange(2)}") for _ in range(atoms)]
    if totals_public:
        places = [(f"g{index}", place[1], place[2]) for index, place in enumerate(places)]
    counts = np.array([[rng.choice([0, 0, 1, 2, 3]) for _ in range(2)] for _ in range(atoms)])
    part = rng.choice([0.2, 0.35, 0.5])

    def shows(_level: str, _area: str, category: str, _count: int, _total: int) -> bool:
        return rng.random() < part or (totals_public and category == "total")

    question = Asked(
        counts=counts,
        options=("ja", "nee"),
        shows=shows,
        unit="practice" if totals_public else "doctor",
        totals_public=totals_public,
        disclosure=disclosure,
    )
    tables = release(tiny_map(places), [question])
    # Counts only: a share beside a withheld total would tell the attack more than the counts that are tried.
    tables["cell"].loc[tables["cell"]["measure"] == "share", "value"] = pd.NA
    return tables, counts
