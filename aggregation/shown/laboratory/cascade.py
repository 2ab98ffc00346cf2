"""A patient stop that spreads: patients of leaving GPs look for a place, practices fill up and close in turn.

Zones and up only, and a range only: how practices react to their neighbours was never measured here.
"""

from dataclasses import dataclass

import numpy as np

from aggregation.shown.laboratory.draws import DRAWS, Band, Draws, band_of
from aggregation.shown.laboratory.parameters import DEFAULTS, Settings
from aggregation.shown.laboratory.situation import Estimate

ROUNDS = 5
PARTIAL = 0.3
"""Part of what an open practice can add that one with a partial stop still can. Assumption."""

NEW_LIST = 0.6
"""Part of a usual list that a GP who starts builds up. Assumption."""


@dataclass(frozen=True, kw_only=True)
class Stops:
    """What the cascade starts from, of one area.

    ``open`` and ``partial`` are shares (0-1) of practices (P01); ``patients`` are registered patients per GP;
    ``leaving`` is the share (0-1) of GPs who leave; ``gps`` and ``entrants`` are heads.
    """

    area: str
    gps: float
    entrants: float
    leaving: Estimate
    patients: Estimate
    open: Estimate
    partial: Estimate


@dataclass(frozen=True, kw_only=True)
class Cascade:
    """Patients without a place, and the share of practices still open afterwards; both as a range of the draws."""

    displaced: Band
    without_place: Band
    still_open: Band


def cascade(stops: Stops, *, settings: Settings = DEFAULTS, draws: int = DRAWS) -> Cascade:
    """Let patients of leaving GPs look for a place, five rounds at most.

    Returns
    -------
    Ranges over the draws; an estimate that is known exactly and a parameter that the reader fixed do not vary.
    """
    drawn = Draws(draws=draws, settings=settings)
    leaving = np.clip(drawn.means("vertrek", stops.area, (stops.leaving,))[:, 0], 0, 1)
    patients = drawn.means("patienten", stops.area, (stops.patients,))[:, 0]
    still = np.clip(drawn.means("open", stops.area, (stops.open,))[:, 0], 0, 1)
    partial = np.clip(drawn.means("gedeeltelijk", stops.area, (stops.partial,))[:, 0], 0, 1 - still)
    spare, spread = drawn.parameter("ruimte"), drawn.parameter("besmetting")
    displaced = leaving * stops.gps * patients
    staying = (1 - leaving) * stops.gps
    taken_by_new = NEW_LIST * stops.entrants * patients
    for _ in range(ROUNDS):
        room = (still + PARTIAL * partial) * staying * patients * spare
        without = np.maximum(displaced - room - taken_by_new, 0)
        pressed = np.divide(without, room, out=np.ones_like(room), where=room > 0)
        # No patient without a place presses nobody, whatever the room.
        still = still * (1 - spread * np.where(without > 0, np.minimum(pressed, 1), 0))
    return Cascade(displaced=band_of(displaced), without_place=band_of(without), still_open=band_of(still))
