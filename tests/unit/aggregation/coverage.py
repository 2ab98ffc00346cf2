"""How often the 95 % intervals hold the truth: exact for shares, by simulation for means and weighted twins.

``python -m tests.unit.aggregation.coverage`` writes the tables of ``docs/methods/estimates.md``; a test holds them
against a new run.
"""

import sys
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

import numpy as np
import pandas as pd
from scipy import stats

from aggregation.estimate import Floats, mean_interval, silent_bounds, wilson_interval
from aggregation.year.weights import response_strata, weighted_mean

Draw = Callable[[np.random.Generator, int], Floats]

SHARES = ((8, 4), (12, 6), (12, 9), (30, 10), (30, 20), (60, 12), (60, 40), (150, 90), (400, 240), (2000, 1200))
"""Frames and answers in them: a small municipality up to Flanders."""

MEANS = ((8, 4), (12, 6), (30, 10), (30, 20), (60, 12), (60, 40), (400, 240))
ROUNDS = 4_000
TRUTHS = 200
"""True shares tried per frame, about."""

COUNTRY_ROUNDS = 80
SILENT_ROUNDS = 1_000
SILENT_FRAMES = (30, 100, 400, 7_000)
KRINGEN, PROVINCES = 69, 5


@dataclass(frozen=True, kw_only=True)
class Coverage:
    """Percent of intervals that hold the truth; ``lowest`` over all true values, ``error`` the mean error."""

    held: float
    width: float
    lowest: float = float("nan")
    error: float = float("nan")


@cache
def share_coverage(frame: int, answered: int) -> Coverage:
    """Coverage of the share interval, exact over every sample and averaged over all true shares of 5 to 95 %."""
    counts = np.arange(answered + 1)
    low, high = wilson_interval(counts, np.full_like(counts, answered), np.full_like(counts, frame))
    held, width = [], []
    for yes in range(int(np.ceil(frame * 0.05)), int(frame * 0.95) + 1, max(1, frame // TRUTHS)):
        chance = stats.hypergeom(frame, yes, answered).pmf(counts)
        truth = 100 * yes / frame
        inside = (low <= truth + 1e-9) & (truth - 1e-9 <= high)
        held.append(chance[inside].sum())
        width.append((chance * (high - low)).sum())
    return Coverage(held=100 * float(np.mean(held)), lowest=100 * min(held), width=float(np.mean(width)))


def hours(rng: np.random.Generator, size: int) -> Floats:
    """Draw working hours as people give them: near normal."""
    return np.clip(rng.normal(48, 12, size), 0, 100)


def contacts(rng: np.random.Generator, size: int) -> Floats:
    """Draw contacts a year: skew, with a long tail."""
    return np.round(rng.gamma(2.0, 3_000.0, size))


@cache
def mean_coverage(draw: Draw, frame: int, answered: int) -> Coverage:
    """Coverage of the t interval over samples from many drawn frames; the width is in percent of the mean."""
    rng = np.random.default_rng([frame, answered])
    everybody = draw(rng, frame * ROUNDS).reshape(ROUNDS, frame)
    sample = everybody[:, :answered]  # drawn at random, so the first are a random sample
    size = np.full(ROUNDS, answered)
    low, high = mean_interval(sample.mean(axis=1), sample.std(axis=1, ddof=1), size, np.full(ROUNDS, frame))
    truth = everybody.mean(axis=1)
    held = (low <= truth) & (truth <= high)
    return Coverage(held=100 * float(held.mean()), width=100 * float(np.mean((high - low) / truth)))


@dataclass(frozen=True, kw_only=True)
class Country:
    """All GPs: province, age in spreads from the middle, a number and a yes or no; log odds to answer by kring."""

    people: pd.DataFrame
    frame: pd.DataFrame
    province: Floats
    kring: Floats


def draw_country(rng: np.random.Generator, size: int) -> Country:
    """GPs in kringen of unequal size, whose answers differ by province, by kring and by age."""
    parts = rng.dirichlet(np.full(KRINGEN, 3.0))
    kring = rng.choice(KRINGEN, size, p=parts)
    province = kring % PROVINCES
    age = rng.normal(0, 1, size)
    level = rng.normal(0, 2, PROVINCES)[province] + rng.normal(0, 2, KRINGEN)[kring] + 4 * age
    number = 50 + level + rng.normal(0, 9, size)
    people = pd.DataFrame(
        {
            "area": pd.Series(province).map("V{}".format),
            "role": "huisarts",
            "age": age,
            "number": number,
            "yes": 100.0 * (rng.random(size) < 1 / (1 + np.exp(-(number - 55) / 6))),
        }
    )
    frame = people.groupby(["area", "role"], as_index=False).size().rename(columns={"size": "frame"})
    return Country(
        people=people,
        frame=frame,
        province=rng.normal(0, 0.4, PROVINCES)[province],
        kring=rng.normal(0, 0.4, KRINGEN)[kring],
    )


SILENCE: dict[str, Callable[[Country], Floats]] = {
    "by province": lambda country: country.province,
    "and by kring": lambda country: country.province + country.kring,
    "and by age": lambda country: country.province - 0.25 * country.people["age"].to_numpy(),
    "and by the answer itself": lambda country: country.province - 0.02 * (country.people["number"].to_numpy() - 50),
}
"""What makes people answer or not, in log odds beside an even chance plus a bit."""


def weighted_coverage(silence: str, size: int) -> dict[str, Coverage]:
    """Coverage of the plain and the weighted Flemish mean and share, each in ``COUNTRY_ROUNDS`` drawn countries."""
    seeds = [size, list(SILENCE).index(silence)]
    held: dict[str, list[tuple[bool, float, float]]] = {}
    for number in range(COUNTRY_ROUNDS):
        rng = np.random.default_rng([*seeds, number])
        country = draw_country(rng, size)
        chance = 1 / (1 + np.exp(-(0.4 + SILENCE[silence](country))))
        answered = country.people[rng.random(size) < chance]
        strata, sizes = response_strata(answered[["area", "role"]], country.frame)
        n = len(answered)
        for what in ("number", "yes"):
            truth, values = country.people[what].mean(), answered[what]
            if what == "yes":
                low, high = wilson_interval([values.sum() / 100], [n], [size])
            else:
                low, high = mean_interval([values.mean()], [values.std()], [n], [size])
            twin = weighted_mean(values, strata, sizes)
            inside, width = bool(low[0] <= truth <= high[0]), float(high[0] - low[0])
            held.setdefault(f"{what} plain", []).append((inside, width, float(values.mean() - truth)))
            inside, width = twin.lower <= truth <= twin.upper, twin.upper - twin.lower
            held.setdefault(f"{what} weighted", []).append((inside, width, float(twin.value - truth)))
    means = {name: np.mean(np.array(rows, dtype=float), axis=0) for name, rows in held.items()}
    return {name: Coverage(held=100 * found[0], width=found[1], error=found[2]) for name, found in means.items()}


def silent_coverage(frame: int) -> dict[str, Coverage]:
    """Coverage in one area where those with long hours answer less, about as in ``SILENCE``: mean, share and bounds."""
    rng = np.random.default_rng([7, frame])
    held: dict[str, list[tuple[bool, float]]] = {"mean": [], "share": [], "bounds": []}
    for _round in range(SILENT_ROUNDS):
        number = 50 + rng.normal(0, 10, frame)
        yes = number > 55
        answered = rng.random(frame) < 1 / (1 + np.exp(-(0.4 - 0.02 * (number - 50))))
        n = int(answered.sum())
        mean, deviation, count = number[answered].mean(), number[answered].std(ddof=1), int(yes[answered].sum())
        truth, share = number.mean(), 100 * yes.mean()
        for name, (low, high), true in (
            ("mean", mean_interval([mean], [deviation], [n], [frame]), truth),
            ("share", wilson_interval([count], [n], [frame]), share),
            ("bounds", silent_bounds([count], [n], [frame]), share),
        ):
            held[name].append((bool(low[0] - 1e-9 <= true <= high[0] + 1e-9), float(high[0] - low[0])))
    means = {name: np.mean(np.array(rows, dtype=float), axis=0) for name, rows in held.items()}
    return {name: Coverage(held=100 * found[0], width=found[1]) for name, found in means.items()}


def share_table() -> str:
    """Markdown of the coverage of shares."""
    lines = ["| frame | answers | held | lowest | mean width |", "|---|---|---|---|---|"]
    for frame, answered in SHARES:
        found = share_coverage(frame, answered)
        lines.append(f"| {frame} | {answered} | {found.held:.1f} % | {found.lowest:.1f} % | {found.width:.0f} points |")
    return "\n".join(lines)


def mean_table() -> str:
    """Markdown of the coverage of means."""
    lines = ["| frame | answers | hours: held | width | contacts: held | width |", "|---|---|---|---|---|---|"]
    for frame, answered in MEANS:
        near, skew = (mean_coverage(draw, frame, answered) for draw in (hours, contacts))
        cells = " | ".join(f"{found.held:.1f} % | {found.width:.0f} %" for found in (near, skew))
        lines.append(f"| {frame} | {answered} | {cells} |")
    return "\n".join(lines)


def weighted_table(size: int) -> str:
    """Markdown of the coverage of Flemish numbers, plain and weighted."""
    lines = [
        "| who stays silent | mean, plain | mean, weighted | share, plain | share, weighted |",
        "|---|---|---|---|---|",
    ]
    for silence in SILENCE:
        found = weighted_coverage(silence, size)
        pairs = [found[f"{what} {how}"] for what in ("number", "yes") for how in ("plain", "weighted")]
        lines.append(f"| {silence} | {' | '.join(f'{one.held:.0f} % ({one.error:+.1f})' for one in pairs)} |")
    return "\n".join(lines)


def silent_table() -> str:
    """Markdown of the coverage in areas of growing size when the answer itself makes people silent."""
    lines = ["| frame | mean | share | share, whatever the silent | its width |", "|---|---|---|---|---|"]
    for frame in SILENT_FRAMES:
        found = silent_coverage(frame)
        cells = " | ".join(f"{found[name].held:.0f} %" for name in ("mean", "share", "bounds"))
        lines.append(f"| {frame} | {cells} | {found['bounds'].width:.0f} points |")
    return "\n".join(lines)


COUNTRY = 6_000

if __name__ == "__main__":
    sys.stdout.write("\n\n".join((share_table(), mean_table(), weighted_table(COUNTRY), silent_table())) + "\n")
