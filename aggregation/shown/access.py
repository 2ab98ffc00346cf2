"""Access as a lens: what a municipality has within reach, when residents look over its border and are counted once.

A balanced catchment: every resident is divided over what lies within reach, so that neither demand nor supply is
counted twice and the mean over residents is exactly that of Flanders. Heads alone (D01), the one municipal supply that
is public. Formulas and limits: ``docs/methods/access.md``.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from aggregation.shown.need_weights import Mark
from data.terms import Text

Floats = npt.NDArray[np.float64]

START_MINUTES = 3.0
DETOUR = 1.3
KM_PER_HOUR = 40.0
REACH_MINUTES = 20.0
"""No resident is taken to go further, under any decay."""

REACH_KM = (REACH_MINUTES - START_MINUTES) / 60 * KM_PER_HOUR / DETOUR
"""The same in kilometres of a straight line."""

EDGE = 0.15
"""Above this part of the catchment outside Flanders an area cannot be judged: nothing is known of supply there."""


@dataclass(frozen=True, kw_only=True)
class Decay:
    """How much less a place counts the longer the way: minutes to a weight of 0 to 1."""

    id: str
    name: Text
    label: Text
    weight: Callable[[Floats], Floats]
    mark: Mark
    source: Text


def _linear(minutes: Floats) -> Floats:
    weight: Floats = np.clip((REACH_MINUTES - minutes) / (REACH_MINUTES - 10), 0, 1)
    return weight


def _steps(minutes: Floats) -> Floats:
    weight: Floats = np.select([minutes <= 5, minutes <= 10, minutes <= 15], [1.0, 0.3, 0.1], 0.0)
    return weight


def _limit(minutes: Floats) -> Floats:
    weight: Floats = np.where(minutes <= REACH_MINUTES, 1.0, 0.0)
    return weight


DECAYS: Mapping[str, Decay] = {
    each.id: each
    for each in (
        Decay(
            id="geleidelijk",
            name=Text(nl="geleidelijk", en="gradually"),
            label=Text(nl="Tot 10 minuten vol, dan dalend tot 20", en="Full up to 10 minutes, then falling to 20"),
            weight=_linear,
            mark=Mark.ASSUMED,
            source=Text(nl="Aanname van dit project.", en="Assumption of this project."),
        ),
        Decay(
            id="trappen",
            name=Text(nl="in trappen", en="in steps"),
            label=Text(nl="In trappen van 5, 10 en 15 minuten", en="In steps of 5, 10 and 15 minutes"),
            weight=_steps,
            mark=Mark.FOUND,
            source=Text(nl="Frankrijk, APL 2012: 1, 0,3 en 0,1.", en="France, APL 2012: 1, 0.3 and 0.1."),
        ),
        Decay(
            id="grens",
            name=Text(nl="tot 20 minuten", en="up to 20 minutes"),
            label=Text(nl="Alles binnen 20 minuten", en="All within 20 minutes"),
            weight=_limit,
            mark=Mark.FOUND,
            source=Text(nl="Frankrijk, grens van de APL vandaag.", en="France, limit of the APL today."),
        ),
    )
}
DEFAULT_DECAY = "geleidelijk"


def minutes_between(x_km: npt.ArrayLike, y_km: npt.ArrayLike, area_km2: npt.ArrayLike) -> Floats:
    """Estimate the minutes by road between the centres of areas.

    Parameters
    ----------
    x_km, y_km : n coordinates each, in kilometres on a plane.
    area_km2 : n surfaces; within an area the way is half the radius of a circle as large.

    Returns
    -------
    n by n minutes, the way within each area on the diagonal.
    """
    x, y, surface = (np.asarray(values, dtype=float) for values in (x_km, y_km, area_km2))
    km = np.hypot(x[:, None] - x[None, :], y[:, None] - y[None, :])
    np.fill_diagonal(km, 0.5 * np.sqrt(surface / np.pi))
    return road_minutes(km)


def within_reach(places: pd.DataFrame, decay: Decay) -> pd.DataFrame:
    """Give supply per 10,000 residents within reach, balanced, and what the border leaves open.

    Parameters
    ----------
    places : indexed by area id: ``residents`` (persons, need-weighted or not), ``supply`` (heads), ``x_km``, ``y_km``
        (km), ``area_km2``, ``outside`` (0-1, part of the catchment beyond Flanders).

    Returns
    -------
    Indexed likewise: ``own`` (supply per 10,000 residents of the area itself), ``reach`` (the balanced number, where
    people beyond the border find care among themselves), ``least`` (where all of them within reach come to Flanders),
    ``edge`` (bool: cannot be judged). Missing where an area has nobody.

    Raises
    ------
    ValueError : residents or supply are missing or below zero; nothing is known of their neighbours then either.
    """
    residents, supply = (places[name].to_numpy(dtype=float) for name in ("residents", "supply"))
    if not (
        np.isfinite(residents).all() and np.isfinite(supply).all() and (residents >= 0).all() and (supply >= 0).all()
    ):
        raise ValueError("expected residents and supply of 0 or more for every area")
    minutes = minutes_between(places["x_km"], places["y_km"], places["area_km2"])
    weight = decay.weight(minutes)
    alone = weight.sum(axis=1) == 0
    # Who reaches nothing goes to the own area: everybody is divided over something.
    weight[alone, alone.nonzero()[0]] = 1.0
    share = weight / weight.sum(axis=1, keepdims=True)
    outside = places["outside"].to_numpy(dtype=float)
    least = _balanced(share, residents / np.maximum(1 - outside, 1e-9), supply)
    with np.errstate(divide="ignore", invalid="ignore"):
        own = 10_000 * supply / residents
    inhabited = residents > 0
    return pd.DataFrame(
        {
            "own": np.where(inhabited, own, np.nan),
            "reach": np.where(inhabited, _balanced(share, residents, supply), np.nan),
            "least": np.where(inhabited, least, np.nan),
            "edge": outside > EDGE,
        },
        index=places.index,
    )


def _balanced(share: Floats, residents: Floats, supply: Floats) -> Floats:
    """Divide residents over places, and give each the ratios of the places it is divided over, per 10,000."""
    demand = share.T @ residents
    ratio = np.divide(supply, demand, out=np.zeros_like(supply), where=demand > 0)
    found: Floats = 10_000 * share @ ratio
    return found


def sides(reached: Mapping[str, pd.DataFrame], whole: float) -> pd.DataFrame:
    """Tell on which side of Flanders each area lies alone, and within reach under every decay.

    Parameters
    ----------
    reached : what ``within_reach`` gives under each decay, of the same areas.
    whole : supply per 10,000 residents of Flanders.

    Returns
    -------
    Indexed by area: ``own`` (1 at or above Flanders, -1 below), one column per decay with the same, and ``flips``
    (bool: every decay puts it on the other side than its own number does). An area at the border has no side within
    reach: missing, and never a flip.
    """
    own = _side(next(iter(reached.values()))["own"], whole)
    told = {name: _side(found["reach"], whole).mask(found["edge"]) for name, found in reached.items()}
    other = [side.eq(-own).to_numpy(dtype=bool, na_value=False) for side in told.values()]
    return pd.DataFrame({"own": own, **told, "flips": np.logical_and.reduce(other)})


def road_minutes(km: npt.ArrayLike) -> Floats:
    """Estimate the minutes by road over a distance in a straight line, in km."""
    minutes: Floats = START_MINUTES + DETOUR * np.asarray(km, dtype=float) / KM_PER_HOUR * 60
    return minutes


def _side(values: pd.Series, whole: float) -> pd.Series:
    side = pd.Series(np.where(values >= whole, 1, -1), index=values.index, dtype="Int64")
    return side.mask(values.isna())
