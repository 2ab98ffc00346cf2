"""Draw kringen and zones at random, country after country, and attack what the product releases of each.

Run ``python -m bench.geographies`` (``--number 50``, from ``--first 0``). A synthetic delivery of one province, a few
hundred doctors, is linked, counted and protected by the product itself; only which municipality lies in which kring and
zone is drawn anew. In every second country a kring is a zone with one small municipality exchanged each way, which is
what once gave single doctors away. Each release is then attacked with the unit rows; printed is what was found, by
kind, and what was shown.
"""

import argparse
import tempfile
import time
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd

from aggregation.attack import Limits, Truth, Verdict, attack
from aggregation.indicators import INDICATORS
from aggregation.protect import Thresholds
from aggregation.year.cube import build_year, combine_years, unit_rows
from data.contracts import check_delivery
from data.engine import engine
from data.linkage import Definitions, LinkedYear
from data.synth import country, write_deliveries
from data.synth.geography import SynthGeography, YearGeography
from geo import reference

YEAR = 2026
PROVINCE = "7"
"""First digit of the municipalities of the country: forty-two of them."""
ASKED = ("A01", "A05", "A09", "D01", "D02", "D04", "D05", "D08", "M01", "M03", "M08", "M09", "P03", "P04", "P11", "P12")
ASKED += ("P18", "P20", "P22", "P24")
"""What is asked: means, rates, shares and counts of every kind, on the map and off it."""

Frames = Mapping[str, pd.DataFrame]


def one_province() -> SynthGeography:
    """Draw practices in one province only."""
    whole = country(reference)

    def of(year: int) -> YearGeography:
        given = whole(year)
        inside = given.settlements["nis_2025"].str.startswith(PROVINCE)
        return replace(
            given,
            geography=given.geography.loc[given.geography["nis"].str.startswith(PROVINCE)].reset_index(drop=True),
            population=given.population.loc[given.population["nis"].str.startswith(PROVINCE)].reset_index(drop=True),
            settlements=given.settlements.loc[inside].reset_index(drop=True),
        )

    return of


def deliver(seed: int, scale: float) -> Frames:
    """Draw a synthetic delivery and give its tables as the vault does."""
    with tempfile.TemporaryDirectory() as folder:
        (written,) = write_deliveries(Path(folder), years=[YEAR], seed=seed, scale=scale, geography=one_province())
        return check_delivery(written).frames


def redraw(frames: Frames, rng: np.random.Generator, *, crossed: bool) -> Frames:
    """Put every municipality in a kring and a zone drawn at random: those nearest to some places.

    ``crossed``: each kring is a zone, but for the municipality with fewest residents of it and of its neighbour.
    """
    places = reference.settlements().groupby("nis_2025")[["longitude", "latitude"]].mean()
    towns = sorted(frames["geography"]["nis"].unique())
    at = places.loc[towns].to_numpy()
    zone = _nearest(at, rng, int(rng.integers(5, 9)))
    kring = _nearest(at, rng, int(rng.integers(6, 11)))
    if crossed:
        residents = frames["population"].groupby("nis")["residents"].sum().loc[towns].to_numpy(dtype=float)
        kring = zone.copy()
        for one, other in zip(*(iter(rng.permutation(np.unique(zone))),) * 2, strict=False):
            small = [min(np.flatnonzero(zone == each), key=lambda town: residents[town]) for each in (one, other)]
            kring[small] = kring[small[::-1]]
    names = {level: sorted(part["area_id"]) for level, part in frames["areas"].groupby("level")}
    number = {nis: place for place, nis in enumerate(towns)}
    here = frames["geography"]["nis"].map(number).to_numpy()
    drawn = frames["geography"].assign(
        kring_id=[names["kring"][kring[town]] for town in here], elz_id=[names["elz"][zone[town]] for town in here]
    )
    return {**frames, "geography": drawn.astype(frames["geography"].dtypes)}


def _nearest(at: np.ndarray, rng: np.random.Generator, number: int) -> np.ndarray:
    centres = at[rng.choice(len(at), number, replace=False)] + rng.normal(0, 0.02, (number, 2))
    return np.asarray(((at[:, None] - centres[None]) ** 2).sum(axis=2).argmin(axis=1))


def released(frames: Frames, asked: Iterable[str], thresholds: Thresholds) -> tuple[Frames, pd.DataFrame]:
    """Release a year: its tables and the unit rows behind them."""
    indicators = tuple(INDICATORS[name] for name in asked)
    with engine() as connection:
        for name, frame in frames.items():
            connection.register(name, frame)
        linked = LinkedYear(connection, survey_year=YEAR, definitions=Definitions(), tables=frames.keys())
        year = build_year(linked, indicators, thresholds, rng=np.random.default_rng(0))
    return combine_years([year], indicators, thresholds), unit_rows([year])


def try_geography(
    frames: Frames, seed: int, asked: Iterable[str] = ASKED, thresholds: Thresholds | None = None
) -> tuple[Verdict, Frames]:
    """Release a country under a geography drawn by ``seed``, and attack it with the truth.

    ``thresholds`` are those of the protection; the attack keeps to those that are shipped.
    """
    redrawn = redraw(frames, np.random.default_rng(seed), crossed=seed % 2 == 1)
    tables, rows = released(redrawn, asked, thresholds or Thresholds())
    return attack(tables, truth=Truth(units=rows), limits=Limits()), tables


def main() -> None:
    """Try geographies until there are enough, and print what was found."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--number", type=int, default=50)
    parser.add_argument("--first", type=int, default=0, help="go on from this one, where an earlier run stopped")
    parser.add_argument("--scale", type=float, default=0.05, help="0.05: some 350 people, all in one province")
    parser.add_argument("--seconds", type=float, default=3600.0, help="stop after so long")
    arguments = parser.parse_args()
    found: Counter[str] = Counter()
    shown: Counter[str] = Counter()
    problems: Counter[str] = Counter()
    started, tried, frames = time.monotonic(), 0, None
    while tried < arguments.number and time.monotonic() - started < arguments.seconds:
        number = arguments.first + tried
        if frames is None or number % 10 == 0:
            frames = deliver(1 + number // 10, arguments.scale)
        verdict, tables = try_geography(frames, number)
        tried += 1
        found.update(str(one.kind) for one in verdict.found)
        found["gave up"] += len(verdict.gave_up)
        problems.update(verdict.problems())
        free = tables["cell"].loc[tables["cell"]["confidentiality"].eq("F")]
        shown.update(free["level"].astype(str))
        for one in (*verdict.found, *verdict.gave_up):
            print(f"  {number}: {one.kind} {' '.join(one.indicators)} {' '.join(one.areas)}: {one.message}")
        print(
            f"{tried} geographies, the last {number}, {found.total()} found, {time.monotonic() - started:.0f} s",
            flush=True,
        )
    for name, counts in (("found", found), ("problems solved", problems), ("cells shown", shown)):
        print(name, dict(sorted(counts.items())))
    print(f"{tried} geographies, {found.total()} found, {time.process_time():.0f} s of processor")


if __name__ == "__main__":
    main()
