"""How often a difference is called clear where nothing differs, and how often one that is there is seen.

Run ``python -m bench.differences`` (``--rounds 2000``). Populations of known size are invented, some of each area
answer, and the estimates, intervals and verdicts are those of the product, rounded as a release rounds them. The tables
stand in ``docs/methods/differences.md``.
"""

import argparse
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from aggregation.estimate import mean_interval, wilson_interval
from aggregation.indicators import INDICATORS
from aggregation.shown import verdicts
from aggregation.shown.selection import Shown, choices
from aggregation.shown.verdicts import CLEAR, Numbers, compare, judge
from data.terms import TOTAL, Measure

Array = npt.NDArray[np.float64]
Draw = Callable[[np.random.Generator, Array], Numbers]
"""Draws the released numbers of areas whose populations differ by so many points each."""
Make = Callable[[Array], Draw]
"""Gives the draw of populations of these sizes."""

RESPONSE = 0.6
ZONES = np.repeat([60, 80, 100, 140, 200], 12)
SMALL = np.repeat([10, 20, 40, 60], 15)
SHARES = (10, 30, 60)
SHARE = INDICATORS["P01"], choices(INDICATORS["P01"])[0]
MEAN = INDICATORS["A01"], Shown(category=TOTAL, measure=Measure.MEAN)


def shares(sizes: Array, percent: float) -> Draw:
    """Draw shares of areas: exactly so many in a hundred of each population, of whom those who answer are a sample."""

    def draw(rng: np.random.Generator, extra: Array) -> Numbers:
        size = sizes.astype(int)
        yes = np.round(np.clip(percent + extra, 0, 100) / 100 * size).astype(int)
        answered = np.maximum(rng.binomial(size, RESPONSE), 1)
        count = rng.hypergeometric(yes, size - yes, answered)
        low, high = wilson_interval(count, answered, size)
        return _released(100 * count / answered, low, high, answered, size, share=True)

    return draw


def means(sizes: Array, *, skewed: bool) -> Draw:
    """Draw means of areas, of hours (about 50, deviation 12) or of contacts (skewed): populations of equal means."""

    def draw(rng: np.random.Generator, extra: Array) -> Numbers:
        columns: list[tuple[float, float, int]] = []
        for size, more in zip(sizes.astype(int), extra, strict=True):
            people = rng.lognormal(0, 0.8, size) * 12 if skewed else rng.normal(0, 12, size)
            people = people - people.mean() + 50 + more
            told = rng.choice(people, max(int(rng.binomial(size, RESPONSE)), 2), replace=False)
            columns.append((float(told.mean()), float(told.std(ddof=1)), len(told)))
        mean, deviation, answered = (np.array(each) for each in zip(*columns, strict=True))
        low, high = mean_interval(mean, deviation, answered, sizes)
        step = 10 ** np.floor(np.log10(np.maximum((high - low) / 2, 1e-9)))
        half = np.where(answered >= 10, np.ceil((high - low) / 2 / step - 1e-9) * step, np.nan)
        return _released(mean, mean - half, mean + half, answered, sizes, share=False)

    return draw


def _released(value: Array, low: Array, high: Array, answered: Array, size: Array, *, share: bool) -> Numbers:
    return verdicts.from_columns(
        [value.round(1), low.round(1), high.round(1), answered.astype(float), size.astype(float)],
        *(SHARE if share else MEAN),
    )


@dataclass(frozen=True, kw_only=True)
class Wrong:
    """Of the rounds in which nothing differs: with anything called clear, and tests beyond their own interval."""

    rounds: float
    alone: float


def false_rounds(make: Make, sizes: Array, rounds: int, rng: np.random.Generator) -> dict[str, Wrong]:
    """Count what is called clear where nothing differs: areas beside Flanders, two years, two areas alone."""
    nothing, draw = np.zeros(len(sizes)), make(sizes)
    whole = make(np.array([sizes.sum()]))
    pairs = {
        "areas beside Flanders": lambda: compare(draw(rng, nothing), whole(rng, np.zeros(1))),
        "two years of all areas": lambda: compare(draw(rng, nothing), draw(rng, nothing)),
        "two areas alone": lambda: compare(make(sizes[:1])(rng, np.zeros(1)), make(sizes[-1:])(rng, np.zeros(1))),
    }
    found = {}
    for name, pair in pairs.items():
        clear = beyond = tested = 0
        for _round in range(rounds):
            held = pair()
            clear += any(each in CLEAR for each in judge(held))
            beyond += int(((held.low > 0) | (held.high < 0)).sum())
            tested += int((~np.isnan(held.p)).sum())
        found[name] = Wrong(rounds=clear / rounds, alone=beyond / max(tested, 1))
    return found


def power(make: Make, sizes: Array, apart: float, rounds: int, rng: np.random.Generator, *, other: int = 6) -> float:
    """Tell how often an area that lies ``apart`` from Flanders is called clear, where ``other`` areas in all do so."""
    draw, whole = make(sizes), make(np.array([sizes.sum()]))
    seen = 0
    for _round in range(rounds):
        chosen = rng.choice(len(sizes), other, replace=False)
        extra = np.zeros(len(sizes))
        extra[chosen] = apart
        said = judge(compare(draw(rng, extra), whole(rng, np.zeros(1))))
        seen += sum(said[i] in CLEAR for i in chosen)
    return seen / rounds / other


KINDS: dict[str, Make] = {
    **{f"share of {percent} %": (lambda sizes, percent=percent: shares(sizes, percent)) for percent in SHARES},
    "mean (hours)": lambda sizes: means(sizes, skewed=False),
    "mean (contacts, skewed)": lambda sizes: means(sizes, skewed=True),
}


def main() -> None:
    """Print both tables."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--rounds", type=int, default=2000)
    rounds = parser.parse_args().rounds
    rng = np.random.default_rng(25200)
    print(f"false rounds (any clear), and tests beyond their own interval, of {rounds}")
    for name, make in KINDS.items():
        for size, sizes in (("60 zones", ZONES), ("60 small areas", SMALL)):
            found = false_rounds(make, sizes, rounds, rng)
            told = "; ".join(
                f"{what} {100 * each.rounds:.1f} % ({100 * each.alone:.1f} %)" for what, each in found.items()
            )
            print(f"  {name}, {size}: {told}")
    print("power: an area beside Flanders, six of sixty zones differ so much")
    for name, make in KINDS.items():
        steps = (10, 15, 20, 25) if name.startswith("share") else (2, 4, 6, 8)
        told = "; ".join(f"{step}: {100 * power(make, ZONES, step, rounds // 10, rng):.0f} %" for step in steps)
        print(f"  {name}: {told}")


if __name__ == "__main__":
    main()
