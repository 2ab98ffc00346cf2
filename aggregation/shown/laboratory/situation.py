"""Where an area stands today: what the laboratory reads of released numbers, and what it borrows from Flanders."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from aggregation.shown.laboratory.parameters import BANDS

Floats = npt.NDArray[np.float64]

KEY_INPUTS = ("leeftijd", "uren", "uitstroom")
"""Inputs of which two borrowed ones leave nothing of the area itself."""


@dataclass(frozen=True, kw_only=True)
class Estimate:
    """A released number with half its 95 % interval, 0 for a complete count; ``borrowed`` is Flanders', widened."""

    value: float
    half: float = 0.0
    borrowed: bool = False

    def __post_init__(self) -> None:
        """Refuse a missing value: what is withheld is borrowed or leaves no result."""
        if not (math.isfinite(self.value) and math.isfinite(self.half) and self.half >= 0):
            raise ValueError("expected a known value and a half-width of 0 or more")


def borrowed(flanders: Estimate, areas: Sequence[float]) -> Estimate:
    """Take the value of Flanders for an area whose own is withheld, widened by how far areas differ.

    Parameters
    ----------
    flanders : the released number of Flanders.
    areas : the same number of the areas of the level that show it.
    """
    spread = 1.96 * float(np.std(areas, ddof=1)) if len(areas) > 1 else abs(flanders.value)
    return Estimate(value=flanders.value, half=math.hypot(flanders.half, spread), borrowed=True)


@dataclass(frozen=True, kw_only=True)
class Situation:
    """One area (or Flanders) in one survey year.

    ``gps`` and ``trainees`` are listed heads, ``practices`` practices; ``age`` the shares (0-1) of GPs by band,
    ``hours`` the mean hours a week of its GPs, ``hours_by_age`` those of Flanders by band, ``wish`` desired over actual
    hours, ``outflow`` the planned outflow in five years (0-1 of the hours, D06), ``reference`` the hours of one FTE.
    ``need`` is need-weighted residents by year (persons, this year among them). ``part_of_gps`` and
    ``part_of_trainees`` are shares of Flanders' (1 for Flanders itself).
    """

    area: str
    year: int
    gps: float
    trainees: float
    practices: float
    age: tuple[Estimate, ...]
    hours: Estimate
    hours_by_age: tuple[Estimate, ...]
    wish: Estimate
    outflow: Estimate | None
    reference: float
    need: Mapping[int, float]
    part_of_gps: float = 1.0
    part_of_trainees: float = 1.0

    def __post_init__(self) -> None:
        """Refuse what cannot be a situation."""
        if len(self.age) != len(BANDS) or len(self.hours_by_age) != len(BANDS):
            raise ValueError(f"expected one share and one number of hours for each of {BANDS}")
        if self.year not in self.need:
            raise ValueError("expected need-weighted residents of the survey year itself")
        if self.gps <= 0 or self.reference <= 0:
            raise ValueError("expected at least one GP, and a full-time reference above zero")

    @property
    def taken_from_flanders(self) -> tuple[str, ...]:
        """Name the key inputs that are borrowed."""
        found = {
            "leeftijd": any(each.borrowed for each in self.age),
            "uren": self.hours.borrowed,
            "uitstroom": self.outflow is not None and self.outflow.borrowed,
        }
        return tuple(name for name in KEY_INPUTS if found[name])

    @property
    def tells(self) -> bool:
        """True where at most one key input is borrowed; else the result would be Flanders under another name."""
        return len(self.taken_from_flanders) < 2


def hours_by_band(age: Floats, by_age: Floats, mean: Floats | float) -> Floats:
    """Give hours by band so that their mean over the GPs of an area is its own mean.

    Parameters
    ----------
    age, by_age : (…, bands) shares of the area and hours of Flanders.
    mean : (…) mean hours of the area.
    """
    expected = (age * by_age).sum(axis=-1) / age.sum(axis=-1)
    scaled: Floats = by_age * (np.asarray(mean) / expected)[..., None]
    return scaled
