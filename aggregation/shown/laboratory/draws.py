"""Draws with a fixed seed: estimates within their interval, parameters within their triangle, and their percentiles."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from scipy import stats
from scipy.special import ndtr, ndtri

from aggregation.estimate import CONFIDENCE
from aggregation.shown.laboratory.parameters import Settings
from aggregation.shown.laboratory.situation import Estimate, Floats

DRAWS = 4_000
SEED = 2026
PERCENTILES = (10, 50, 90)
_Z = float(stats.norm.ppf(0.5 + CONFIDENCE / 2))


@dataclass(frozen=True, kw_only=True)
class Band:
    """Three percentiles of the draws; a range, not an interval around a truth."""

    p10: float
    p50: float
    p90: float


def band_of(values: Floats) -> Band:
    """Give the percentiles of draws."""
    p10, p50, p90 = (float(value) for value in np.percentile(values, PERCENTILES))
    return Band(p10=p10, p50=p50, p90=p90)


@dataclass(frozen=True, kw_only=True)
class Draws:
    """Draws by name: an input keeps its draws whatever else is drawn, so that fixing one changes that one alone."""

    draws: int
    settings: Settings
    fixed: frozenset[str] = frozenset()

    def parameter(self, name: str) -> Floats:
        """Draw a parameter from its triangle, the same for every area."""
        low, likely, high = self.settings.triangle(name)
        if name in self.fixed or low == high:
            return np.full(self.draws, likely)
        return _triangle(name, low, likely, high, self.draws)

    def means(self, name: str, area: str, estimates: tuple[Estimate, ...]) -> Floats:
        """Draw numbers from a normal cut at zero."""
        columns = []
        for place, each in enumerate(estimates):
            if name in self.fixed or each.half == 0:
                columns.append(np.full(self.draws, each.value))
                continue
            deviation = each.half / _Z
            below = ndtr(-each.value / deviation)
            chance = below + (1 - below) * _even(f"{name} {area} {place}", self.draws)
            columns.append(np.maximum(each.value + deviation * ndtri(chance), 0.0))
        return np.column_stack(columns)

    def shares(self, area: str, estimates: tuple[Estimate, ...]) -> Floats:
        """Draw shares from Betas with the mean and the half-width of each, and let them sum to one."""
        columns = []
        for place, each in enumerate(estimates):
            share = min(max(each.value, 1e-4), 1 - 1e-4)
            variance = min((each.half / _Z) ** 2, 0.98 * share * (1 - share))
            if "leeftijd" in self.fixed or variance == 0:
                columns.append(np.full(self.draws, share))
                continue
            size = share * (1 - share) / variance - 1
            columns.append(_beta(f"leeftijd {area} {place}", share * size, (1 - share) * size, self.draws))
        drawn = np.column_stack(columns)
        whole: Floats = drawn / drawn.sum(axis=1, keepdims=True)
        return whole


def _random(name: str) -> np.random.Generator:
    return np.random.default_rng([SEED, *name.encode()])


# Telling which input carries most runs the same draws a dozen times; what is kept is never written to.
@lru_cache(maxsize=64)
def _triangle(name: str, low: float, likely: float, high: float, draws: int) -> Floats:
    return _kept(_random(name).triangular(low, likely, high, draws))


@lru_cache(maxsize=256)
def _even(name: str, draws: int) -> Floats:
    return _kept(_random(name).random(draws))


@lru_cache(maxsize=128)
def _beta(name: str, successes: float, failures: float, draws: int) -> Floats:
    return _kept(_random(name).beta(successes, failures, draws))


def _kept(values: Floats) -> Floats:
    values.flags.writeable = False
    return values


def width_of(values: Floats) -> float:
    """Give how far P10 and P90 of draws lie apart."""
    low, high = np.percentile(values, (PERCENTILES[0], PERCENTILES[2]))
    return float(high - low)


def carried(whole: Floats, fixed: Mapping[str, Floats]) -> tuple[tuple[str, float], ...]:
    """Tell which inputs carry most of the spread of a result.

    Parameters
    ----------
    whole : draws of the result with every input drawn.
    fixed : by input, draws of the result with that input alone fixed.

    Returns
    -------
    Names, the largest first, each with the part of the P10-P90 width that goes with it; those that narrow nothing are
    left out.
    """
    width = width_of(whole)
    parts = {name: 1 - width_of(values) / width for name, values in fixed.items()} if width > 0 else {}
    return tuple(sorted(((name, part) for name, part in parts.items() if part > 0), key=lambda pair: -pair[1]))
