"""Areas alike: the statistical neighbours of an area by residents, ages and surface, for every screen."""

import math
from functools import lru_cache

import pandas as pd

from aggregation.indicators import INDICATORS
from aggregation.shown import neighbours
from aggregation.shown.selection import Shown, pick
from data.terms import TOTAL, Level, Measure
from geo import portraits
from pages.views import choosing, released, views

_CLOSE = 0.02
"""Share by which the residents of a release may differ from those of the shipped geography, in the middle area."""
_RESIDENTS = "D01"


@lru_cache(maxsize=8)
def all_neighbours(release_id: str, level: Level) -> dict[str, tuple[str, ...]] | None:
    """Find the statistical neighbours of all areas of a level, as they are today.

    Residents come from the release (a public head count and its rate), age classes and surfaces from the shipped
    geography.

    Returns
    -------
    Area to neighbours, most alike first; None where the areas or residents of the release are not those of the shipped
    geography: its age classes and surfaces would then be of other areas.
    """
    release = released.opened(release_id)
    year = release.years()[-1]
    known = portraits.portraits(level, year)
    residents = residents_by_area(release_id, level)
    if known is None or residents is None or not portraits.same_areas(release.membership(year=year), year):
        return None
    given = residents.reindex(known.index)
    if set(known.index) != set(views.names_today(release_id, level)):
        return None
    off = (given / known["residents"] - 1).abs().median()
    if math.isnan(off) or off > _CLOSE:
        return None
    return neighbours.nearest(known.assign(residents=given.fillna(known["residents"])))


@lru_cache(maxsize=8)
def residents_by_area(release_id: str, level: Level) -> "pd.Series[float] | None":
    """Get the residents of each area back from D01, None where the release has no D01 at that level."""
    if _RESIDENTS not in choosing.known_indicators(release_id) or level not in INDICATORS[_RESIDENTS].levels:
        return None
    year = released.opened(release_id).years()[-1]
    cells, _summed = views.on_today(release_id, _RESIDENTS)
    rows = pick(cells, Shown(category=TOTAL, measure=Measure.RATE), year=year, level=level)
    return neighbours.residents_of(rows["count"], rows["value"], per=10_000)
