"""Does the P10-P90 of *Wat als?* hold four futures in five? ``python -m bench.laboratory`` (``--number 400``).

Countries and areas are invented, and their releases: each number is the true one and an error as wide as its interval
says. Their future is drawn from the ranges of the parameters and worked out here in plain loops, which share nothing
with the product; then it is looked up how often the product's P10-P90, made from the release alone, holds it.
"""

import argparse
import sys
import time
from collections.abc import Mapping, Sequence

import numpy as np

from aggregation.shown.laboratory.parameters import DEFAULTS, STAYS
from aggregation.shown.laboratory.situation import Estimate, Situation
from aggregation.shown.laboratory.ten_years import TURN, USED, ten_years

YEAR = 2026
_Z = 1.96
_SIZES = {"Flanders": (6_000, 0.6), "a province": (1_200, 1.5), "a zone": (100, 5.0)}
"""GPs, and the 95 % half-width of a share in percentage points."""


def future(
    truth: Mapping[str, float], ages: Sequence[float], hours: Sequence[float], drawn: Mapping[str, float]
) -> float:
    """Work out, band by band, by how much hours per weighted resident change in ten years, in percent."""
    stay = [drawn[name] for name in STAYS]
    leaving = sum(share * (1 - kept) for share, kept in zip(ages, stay, strict=True))
    factor = truth["outflow"] * drawn["plannen"] / leaving
    stay = [min(1.0, max(0.0, 1 - (1 - kept) * factor)) for kept in stay]
    heads = [truth["gps"] * share for share in ages]
    trainees = drawn["haio"] * 55 * truth["trainees"]
    now = (sum(h * n for h, n in zip(hours, heads, strict=True)) + trainees) / truth["need"]
    for step in (1, 2):
        starters = sum(
            drawn["starters_2031" if year >= TURN else "starters"]
            for year in range(YEAR + 5 * step - 4, YEAR + 5 * step + 1)
        )
        kept = [n * s for n, s in zip(heads, stay, strict=True)]
        heads = [
            kept[band] * (0.5 if band < 4 else 1.0)
            + (kept[band - 1] / 2 if band else drawn["hier"] * truth["part"] * starters)
            for band in range(5)
        ]
    shorter = 1 - drawn["wens"] * (1 - truth["wish"])
    work = sum(h * n for h, n in zip(hours, heads, strict=True)) * shorter + trainees
    return 100 * (work / (1.08 * truth["need"] * (1 + drawn["vraag"] / 100) ** 10) / now - 1)


def held(rng: np.random.Generator, gps: int, points: float) -> tuple[bool, float]:
    """Invent one place, its release and its future: whether P10-P90 holds it, and how wide that is."""
    ages = rng.dirichlet(np.array([26.0, 25, 17, 16, 15]) * 3)
    hours = np.array([49.0, 52, 57, 59, 42]) + rng.normal(0, 1.5, 5)
    truth = {
        "gps": gps, "trainees": gps / 6.2, "outflow": float(np.clip(rng.normal(0.32, 0.05), 0.1, 0.6)),
        "wish": float(np.clip(rng.normal(0.8, 0.03), 0.6, 1)), "need": gps * 1_124.0, "part": gps / 6_000,
    }  # fmt: skip
    drawn = {name: float(_triangle(rng, *DEFAULTS.triangle(name))) for name in USED}
    error = points / 100

    def told(true: float, half: float) -> Estimate:
        return Estimate(value=max(float(true + rng.normal(0, half / _Z)), 0.005), half=half)

    seen = [told(share, error) for share in ages]
    whole = sum(each.value for each in seen)
    situation = Situation(
        area="VL", year=YEAR, gps=gps, trainees=truth["trainees"], practices=gps / 2.2,
        age=tuple(Estimate(value=each.value / whole, half=each.half) for each in seen),
        hours=told(float(ages @ hours), 25 * error), hours_by_age=tuple(told(each, 0.6) for each in hours),
        wish=told(truth["wish"], error), outflow=told(truth["outflow"], error), reference=55.0,
        need={YEAR: truth["need"], YEAR + 5: 1.04 * truth["need"], YEAR + 10: 1.08 * truth["need"]},
        part_of_gps=truth["part"], part_of_trainees=truth["part"],
    )  # fmt: skip
    found = ten_years(situation)
    if found is None:
        raise RuntimeError("expected a future: every number of an invented place is its own")
    came = future(truth, list(ages), list(hours), drawn)
    return found.change.p10 <= came <= found.change.p90, found.change.p90 - found.change.p10


def _triangle(rng: np.random.Generator, low: float, likely: float, high: float) -> float:
    return likely if low == high else float(rng.triangular(low, likely, high))


def main() -> int:
    """Print how often it holds, and how wide it is, per size."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--number", type=int, default=400)
    number = parser.parse_args().number
    for size, (gps, points) in _SIZES.items():
        rng, began = np.random.default_rng(16), time.perf_counter()
        rounds = [held(rng, gps, points) for _ in range(number)]
        each = 1000 * (time.perf_counter() - began) / number
        share, width = 100 * np.mean([one for one, _ in rounds]), np.mean([wide for _, wide in rounds])
        sys.stdout.write(f"{size}: {share:.1f} % of {number} held, {width:.1f} points wide, {each:.0f} ms each\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
