"""Draws with a fixed seed: estimates within their interval, parameters within their triangle, and their percentiles."""

from dataclasses import dataclass

import numpy as np
from scipy import stats

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

    def _random(self, name: str) -> np.random.Generator:
        return np.random.default_rng([SEED, *name.encode()])

    def parameter(self, name: str) -> Floats:
        """Draw a parameter from its triangle, the same for every area."""
        low, likely, high = self.settings.triangle(name)
        if name in self.fixed or low == high:
            return np.full(self.draws, likely)
        return self._random(name).triangular(low, likely, high, self.draws)

    def means(self, name: str, area: str, estimates: tuple[Estimate, ...]) -> Floats:
        """Draw numbers from a normal cut at zero."""
        columns = []
        for place, each in enumerate(estimates):
            if name in self.fixed or each.half == 0:
                columns.append(np.full(self.draws, each.value))
                continue
            deviation = each.half / _Z
            cut = stats.truncnorm(-each.value / deviation, np.inf, loc=each.value, scale=deviation)
            columns.append(cut.ppf(self._random(f"{name} {area} {place}").random(self.draws)))
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
            columns.append(self._random(f"leeftijd {area} {place}").beta(share * size, (1 - share) * size, self.draws))
        drawn = np.column_stack(columns)
        whole: Floats = drawn / drawn.sum(axis=1, keepdims=True)
        return whole
