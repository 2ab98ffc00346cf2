"""The areas around an area, with their names, as screens show them."""

from dataclasses import dataclass
from functools import lru_cache

from aggregation.shown.around import Overlap, overlaps
from data.terms import Level
from geo import adjacent
from pages.views import choosing, released, views
from pages.words import language


@dataclass(frozen=True, kw_only=True)
class Around:
    """``others`` by level, those that lie whole in or around the area first, then by name; ``neighbours`` by border."""

    others: dict[Level, tuple[Overlap, ...]]
    neighbours: tuple[str, ...]


@lru_cache(maxsize=8)
def bordering(release_id: str, level: Level) -> dict[str, tuple[str, ...]]:
    """Give the neighbours of every area of a level, the longest shared border first."""
    known = views.names_today(release_id, level)
    found = adjacent.neighbours(released.layer_text(release_id, level.value))
    return {area: tuple(other for other in found.get(area, ()) if other in known) for area in known}


@lru_cache(maxsize=1024)
def around(release_id: str, level: Level, area: str) -> Around:
    """Give what lies in, around, across and beside an area, on the areas of the newest year."""
    release = released.opened(release_id)
    held = choosing.fine_levels(release_id)
    found = overlaps(release.membership(year=release.years()[-1]), level, area)
    others: dict[Level, tuple[Overlap, ...]] = {}
    for other in held:
        names = views.names_today(release_id, other)
        known = [overlap for overlap in found if overlap.level is other and overlap.area in names]
        if known:
            others[other] = tuple(sorted(known, key=lambda each: _place(each, names)))
    beside = bordering(release_id, level).get(area, ()) if level in held else ()
    return Around(others=others, neighbours=beside)


def _place(overlap: Overlap, names: dict[str, str]) -> tuple[bool, str]:
    return not overlap.nested, language.sort_key(names[overlap.area])
