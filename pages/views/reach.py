"""What lies within reach of every municipality, prepared once per release, year and decay, and kept."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import pandas as pd

from aggregation.shown import access
from aggregation.shown.access import DECAYS
from aggregation.shown.history import merged_areas
from data.terms import Level, Measure
from geo.catchment import catchments
from geo.reference import municipality_history
from pages.views import released, views
from pages.views.choices import Choice, Chosen
from pages.views.views import AreaView
from pages.words import language
from pages.words.language import gettext as _
from pages.words.language import mark

HEADS = "D01"
"""The one supply that is public for a municipality."""
ALONE = "alleen"
_ALONE = mark("elke gemeente alleen")


def _offered(chosen: Chosen) -> list[str]:
    own = chosen.indicator.id == HEADS and chosen.level is Level.GEMEENTE and chosen.shown.measure is Measure.RATE
    return [ALONE, *DECAYS] if own and _people(chosen.release.id, chosen.year) is not None else [ALONE]


def _words(code: str) -> str:
    if code == ALONE:
        return _(_ALONE)
    return _("binnen bereik, {decay}").format(decay=language.pick(DECAYS[code].name))


REACH = Choice(
    name="bereik",
    called=mark("het bereik"),
    label=mark("Alleen of binnen bereik"),
    options=_offered,
    words=lambda _chosen: _words,
    default=ALONE,
)
"""Whether a municipality is looked at alone, or with what lies within reach of its residents."""


@dataclass(frozen=True, kw_only=True)
class Place:
    """One municipality: GPs per 10,000 residents ``own`` and within ``reach``.

    Where the border leaves it open (``edge``) that lies between ``least`` and ``reach``; ``outside`` is the part (0-1)
    of its catchment beyond Flanders. ``side`` is that of Flanders on which it stands alone, ``sides`` the same under
    every decay: 1 at or above, -1 below, None at the border or without residents. ``flips`` tells that every decay
    turns it.
    """

    own: float
    reach: float
    least: float
    edge: bool
    flips: bool
    outside: float
    side: int | None
    sides: Mapping[str, int | None]


@dataclass(frozen=True, kw_only=True, eq=False)
class Reach:
    """GPs within reach of every municipality, by one decay; it stands for itself alone.

    ``view`` is the number of each municipality alone, ``whole`` Flanders, GPs per 10,000 residents.
    """

    decay: access.Decay
    view: AreaView
    places: Mapping[str, Place]
    whole: float

    @property
    def judged(self) -> dict[str, float]:
        """Give the numbers of the municipalities that can be judged."""
        known = {area: place.reach for area, place in self.places.items() if not place.edge}
        return {area: value for area, value in known.items() if not math.isnan(value)}

    @property
    def turned(self) -> list[str]:
        """Name the municipalities that every decay puts on the other side of Flanders than they stand alone."""
        return [area for area, place in self.places.items() if place.flips]

    @property
    def at_the_edge(self) -> int:
        """Count the municipalities that cannot be judged."""
        return sum(place.edge for place in self.places.values())


def reach_of(chosen: Chosen) -> Reach | None:
    """Give what lies within reach, None where each municipality is looked at alone."""
    code = chosen[REACH.name]
    return None if code == ALONE else within_reach(chosen.release.id, chosen.year, code)


@lru_cache(maxsize=16)
def within_reach(release_id: str, year: int, decay: str) -> Reach | None:
    """Divide the residents of a year over the GPs within reach of them; None where the release does not tell both."""
    people = _people(release_id, year)
    view = views.main_view(release_id, HEADS, year, Level.GEMEENTE)
    heads = view.rows["count"].astype("Float64").astype(float)
    if people is None or heads.isna().any() or not heads.index.isin(people.index).all():
        return None
    places, outside = _catchments(release_id)
    places = places.loc[heads.index].assign(supply=heads, residents=people.loc[heads.index])
    reached = {
        name: access.within_reach(places.assign(outside=outside.loc[places.index, name]), each)
        for name, each in DECAYS.items()
    }
    whole = 10_000 * float(heads.sum()) / float(places["residents"].sum())
    told = access.sides(reached, whole)
    found = {
        str(area): Place(
            own=float(own),
            reach=float(reach),
            least=float(least),
            edge=bool(edge),
            flips=bool(told["flips"][area]),
            outside=float(outside.loc[area, decay]),
            side=_side(told["own"][area]),
            sides={name: _side(told[name][area]) for name in DECAYS},
        )
        for area, own, reach, least, edge in reached[decay].itertuples()
    }
    return Reach(decay=DECAYS[decay], view=view, places=found, whole=whole)


def _side(value: Any) -> int | None:
    return None if pd.isna(value) else int(value)


@lru_cache(maxsize=4)
def _catchments(release_id: str) -> tuple[pd.DataFrame, pd.DataFrame]:
    weights = {
        name: (lambda km, each=each: each.weight(access.road_minutes(km)))  # a loop would keep the last alone
        for name, each in DECAYS.items()
    }
    return catchments(released.layer_text(release_id, Level.GEMEENTE.value), reach_km=access.REACH_KM, weights=weights)


@lru_cache(maxsize=16)
def _people(release_id: str, year: int) -> "pd.Series[float] | None":
    """Add up the residents of the municipalities of today; None where the release has none of that year."""
    facts = released.facts(release_id)
    here = facts[facts["level"].eq(Level.GEMEENTE.value) & facts["year"].eq(year)]
    here = here[here["fact"].str.startswith("residents:")]
    if here.empty:
        return None
    today = merged_areas(municipality_history(), year)
    areas = here["area"].astype(str).map(lambda area: today.get(area, area))
    people: pd.Series[float] = here["value"].astype(float).groupby(areas).sum()
    return people
