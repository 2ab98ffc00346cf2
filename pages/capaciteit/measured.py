"""What the capacity screen draws, prepared once per release, year and level and kept."""

from dataclasses import dataclass
from functools import cached_property, lru_cache

from aggregation.shown.capacity import RULERS, Disagreement, Index, disagreement, index_of, judged
from aggregation.shown.selection import AreaNumber, Shown
from aggregation.shown.verdicts import Verdict
from data.terms import Level, Measure
from pages.views import choosing, views
from pages.views.views import AreaView

LEVELS = (Level.PROVINCIE, Level.REGIO, Level.KRING, Level.ELZ)
"""Levels on which all four rulers exist; a municipality has the heads alone."""


def levels(release_id: str) -> list[Level]:
    """Levels of a release on which all four rulers exist."""
    return [level for level in choosing.fine_levels(release_id) if level in LEVELS]


@dataclass(frozen=True, kw_only=True, eq=False)
class Capacity:
    """The four rulers of all areas of a level in one year.

    One stands for itself alone, so that what is drawn from it can be kept by it.

    ``rulers`` holds the view of each ruler that the release has; ``indices`` and ``found`` are by area id; ``order``
    puts the areas that can be compared first, the largest disagreement first.
    """

    year: int
    level: Level
    rulers: dict[str, AreaView]
    names: dict[str, str]
    indices: dict[str, dict[str, Index | None]]
    found: dict[str, Disagreement | None]
    order: tuple[str, ...]

    @cached_property
    def ima_year(self) -> int | None:
        """Newest IMA year in any ruler, None where none uses IMA."""
        years = [int(year) for view in self.rulers.values() for year in view.rows["ima_year"].dropna()]
        years += [r.flanders.ima_year for r in self.rulers.values() if r.flanders and r.flanders.ima_year]
        return max(years, default=None)

    def said(self, ruler: str, area: str) -> Verdict:
        """Say whether a ruler of an area differs from Flanders, as every screen says it."""
        view = self.rulers.get(ruler)
        return Verdict.HIDDEN if view is None else view.verdicts.get(area, Verdict.HIDDEN)

    def number(self, ruler: str, area: str) -> AreaNumber | None:
        """Give a ruler of an area, None where it is not counted on this level."""
        view = self.rulers.get(ruler)
        return None if view is None else view.numbers.get(area)


@lru_cache(maxsize=12)
def capacity(release_id: str, year: int, level: Level) -> Capacity:
    """Prepare the four rulers of a level; also of the municipalities, which have the heads alone."""
    known = choosing.known_indicators(release_id)
    rulers = {name: views.main_view(release_id, name, year, level) for name in RULERS if name in known}
    names = views.names_today(release_id, level)
    indices = {
        area: {name: index_of(view.numbers.get(area), view.flanders) for name, view in rulers.items()} for area in names
    }
    found = judged({area: disagreement(each) for area, each in indices.items()})
    order = sorted((area for area in names if found[area] is not None), key=lambda area: _rank(found[area]))
    return Capacity(
        year=year, level=level, rulers=rulers, names=names, indices=indices, found=found, order=tuple(order)
    )


def _rank(found: Disagreement | None) -> float:
    return 0.0 if found is None else -found.spread


@lru_cache(maxsize=256)
def share_view(release_id: str, name: str, category: str, year: int, level: Level) -> AreaView:
    """Give the share of one answer."""
    return views.area_view(release_id, name, Shown(category=category, measure=Measure.SHARE), year, level)
