"""Array types and named random streams of the synthetic deliveries."""

from collections.abc import Sequence
from typing import Any, TypeAlias
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

Floats: TypeAlias = NDArray[np.float64]
Ints: TypeAlias = NDArray[np.int64]
Bools: TypeAlias = NDArray[np.bool_]
Texts: TypeAlias = NDArray[Any]
"""Object arrays of ``str``; a missing text is ``None``."""


def stream(seed: int, label: str, number: int = 0) -> np.random.Generator:
    """Random numbers of their own for one part of the work.

    Each part draws from its own stream, so a change in one table leaves the other tables as they were.
    """
    return np.random.default_rng([seed, crc32(label.encode()), number])


def pick(rng: np.random.Generator, options: Sequence[Any], chances: Sequence[float], size: int) -> NDArray[Any]:
    """``size`` draws from ``options``; the chances are scaled to sum to one."""
    weights = np.asarray(chances, dtype=np.float64)
    values = np.asarray(options, dtype=object if isinstance(options[0], str) else None)
    drawn: NDArray[Any] = values[rng.choice(len(options), size=size, p=weights / weights.sum())]
    return drawn


def ordinal(latent: Floats, cuts: Sequence[float]) -> Ints:
    """Answer 1, 2, … of a scale whose steps lie at ``cuts`` of a standard normal latent value."""
    return np.asarray(np.searchsorted(np.asarray(cuts), latent) + 1, dtype=np.int64)


def standardise(values: Floats) -> Floats:
    """``values`` with mean 0 and standard deviation 1 (all zero where they do not vary)."""
    spread = float(values.std()) if len(values) else 0.0
    return (values - values.mean()) / spread if spread > 0 else np.zeros(len(values))


def lasting(seed: int, label: str, row: Ints, columns: int) -> Floats:
    """Uniform draws (0-1), one line per row number: the same row has the same draws in every year."""
    most = int(row.max()) + 1 if len(row) else 0
    return stream(seed, label).random((most, columns))[row]


def habits(rng: np.random.Generator, seed: int, label: str, row: Ints, columns: int, change: float = 0.12) -> Floats:
    """Uniform draws that mostly stay from year to year; each is renewed with chance ``change``."""
    old = lasting(seed, label, row, columns)
    renewed: Floats = np.where(rng.random(old.shape) < change, rng.random(old.shape), old)
    return renewed
