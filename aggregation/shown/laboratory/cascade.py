"""A patient stop that spreads: patients of leaving GPs look for a place, practices fill up and close in turn.

Zones and up only, and a range only: how practices react to their neighbours was never measured here.
"""

from dataclasses import dataclass

import numpy as np

from aggregation.shown.laboratory.draws import DRAWS, Band, Draws, band_of, carried
from aggregation.shown.laboratory.parameters import DEFAULTS, Settings
from aggregation.shown.laboratory.situation import Estimate, Floats

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
    """What a stop that spreads leaves, each as a range of the draws.

    ``displaced`` are patients who look for a place and ``without_place`` those who find none, in persons and, as
    ``displaced_part`` and ``without_part``, as a share (0-1) of all patients; ``open_before`` and ``still_open`` are
    shares (0-1) of practices without a stop.

    ``carriers`` are the inputs that carry most of the spread of the patients without a place (``draws.carried``).
    """

    displaced: Band
    without_place: Band
    displaced_part: Band
    without_part: Band
    open_before: Band
    still_open: Band
    carriers: tuple[tuple[str, float], ...]


INPUTS = ("uitstroom", "patienten", "open", "gedeeltelijk")
"""Released numbers that are drawn, beside the parameters."""

USED = ("ruimte", "besmetting")
"""Parameters that play a part."""


def cascade(stops: Stops, *, settings: Settings = DEFAULTS, draws: int = DRAWS) -> Cascade:
    """Let patients of leaving GPs look for a place, five rounds at most.

    Returns
    -------
    Ranges over the draws; an estimate that is known exactly and a parameter that the reader fixed do not vary.
    """

    def without(name: str) -> Floats:
        return _run(stops, Draws(draws=draws, settings=settings, fixed=frozenset({name}))).without

    ran = _run(stops, Draws(draws=draws, settings=settings))
    return Cascade(
        displaced=band_of(ran.displaced),
        without_place=band_of(ran.without),
        displaced_part=band_of(ran.displaced / ran.patients),
        without_part=band_of(ran.without / ran.patients),
        open_before=band_of(ran.open_before),
        still_open=band_of(ran.still_open),
        carriers=carried(ran.without, {name: without(name) for name in (*INPUTS, *USED)}),
    )


@dataclass(frozen=True, kw_only=True)
class _Ran:
    patients: Floats
    displaced: Floats
    without: Floats
    open_before: Floats
    still_open: Floats


def _run(stops: Stops, drawn: Draws) -> _Ran:
    leaving = np.clip(drawn.means("uitstroom", stops.area, (stops.leaving,))[:, 0], 0, 1)
    patients = np.maximum(drawn.means("patienten", stops.area, (stops.patients,))[:, 0], 1.0)
    before = np.clip(drawn.means("open", stops.area, (stops.open,))[:, 0], 0, 1)
    partial = np.clip(drawn.means("gedeeltelijk", stops.area, (stops.partial,))[:, 0], 0, 1 - before)
    spare, spread = drawn.parameter("ruimte"), drawn.parameter("besmetting")
    displaced = leaving * stops.gps * patients
    staying = (1 - leaving) * stops.gps
    taken_by_new = NEW_LIST * stops.entrants * patients
    still, without = before, np.zeros_like(displaced)
    for _ in range(ROUNDS):
        room = (still + PARTIAL * partial) * staying * patients * spare
        without = np.maximum(displaced - room - taken_by_new, 0)
        pressed = np.divide(without, room, out=np.ones_like(room), where=room > 0)
        # No patient without a place presses nobody, whatever the room.
        still = still * (1 - spread * np.where(without > 0, np.minimum(pressed, 1), 0))
    return _Ran(
        patients=stops.gps * patients, displaced=displaced, without=without, open_before=before, still_open=still
    )
