"""The practices of a release as the practice map may show them, prepared once per release and year and kept."""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import pandas as pd
import shapely

from aggregation.shown import practice_view
from aggregation.shown.history import merged_areas
from data.terms import Level, Role
from geo.reference import municipality_history
from pages.views import released, views
from pages.views.choices import Choice, Chosen
from pages.words.language import mark

MAP_LEVELS = (Level.GEMEENTE, Level.ELZ, Level.KRING)
"""Levels whose outlines the practice map can draw."""


@lru_cache(maxsize=8)
def all_practices(release_id: str, year: int) -> pd.DataFrame:
    """Give the practices on the map in a year: the frame of ``practice_view.permitted``, on today's municipalities."""
    renamed = merged_areas(municipality_history(), year)
    return practice_view.permitted(released.opened(release_id).practices(year=year), renamed)


@dataclass(frozen=True, kw_only=True)
class Sought:
    """Which practices are asked for: of a year, in an area (None for Flanders), that fit the filters ``tokens``."""

    release_id: str
    year: int
    level: Level
    area: str | None
    tokens: tuple[str, ...] = ()


def sought_by(chosen: Chosen) -> Sought:
    """Give which practices a choice asks for."""
    return Sought(
        release_id=chosen.release.id,
        year=chosen.year,
        level=chosen.level,
        area=chosen.area,
        tokens=tuple(token for token in practice_view.tokens() if token in chosen.many(FILTER.name)),
    )


FILTER = Choice(
    name="filter",
    called=mark("de filters"),
    options=lambda _chosen: practice_view.tokens(),
    most=200,
)
"""Which answers a practice must have: within a fact any of them fits, and every fact must."""


@lru_cache(maxsize=16)
def found(sought: Sought) -> pd.DataFrame:
    """Give the practices asked for: rows of ``all_practices``."""
    rows = practice_view.within(all_practices(sought.release_id, sought.year), sought.level.value, sought.area)
    return practice_view.matching(rows, sought.tokens)


@lru_cache(maxsize=32)
def counts(sought: Sought, look: str) -> dict[str, int]:
    """Count the practices asked for by their answer, as ``practice_view.tally`` does."""
    return practice_view.tally(found(sought), look)


@lru_cache(maxsize=8)
def circle_places(release_id: str, year: int) -> pd.DataFrame:
    """Give where the circle of each municipality stands [longitude, latitude]: the middle of its practices.

    The place does not move with filters. Without any coordinates it is a point inside the municipality.
    """
    places = practice_view.anchors(all_practices(release_id, year))
    features = views.features(release_id, Level.GEMEENTE.value)
    for area in places.index[places["longitude"].isna()]:
        if area in features:
            inside = shapely.geometry.shape(features[area]["geometry"]).representative_point()
            places.loc[area] = [inside.x, inside.y]
    return places.dropna()


@lru_cache(maxsize=512)
def invited(release_id: str, year: int, level: Level, area: str) -> tuple[int, int] | None:
    """Give how many practices of an area answered and were invited, None where that is not shown.

    Municipalities that merged later are summed; the screen shows the first number for Flanders only, because
    elsewhere it would tell how many practices of the area asked to stay off the map.
    """
    rows = released.opened(release_id).responses(year=year, level=level.value, role=Role.PRAKTIJK.value)
    areas = rows["area"].astype(str)
    if level is Level.GEMEENTE:
        renamed = merged_areas(municipality_history(), year)
        areas = areas.map(lambda name: renamed.get(name, name))
    here = rows.loc[areas.eq(area), ["answered", "invited"]]
    if here.empty or bool(here.isna().any(axis=None)):
        return None
    answered, asked = (int(total) for total in np.asarray(here.sum()))
    return answered, asked
