"""What can be said where a number is withheld: the smallest area around it that shows it, and its certain ends.

Both are read from released numbers alone.
"""

import math
from functools import lru_cache

from aggregation.shown import instead
from aggregation.shown.selection import AreaNumber
from data.terms import FLANDERS, Level, Measure
from pages.views import released, views
from pages.views.around import around
from pages.views.views import AreaView
from pages.words import numbers, phrases
from pages.words.language import gettext as _

_DUST = 1e-9
"""What floating point may add to a whole number of percents."""


def around_words(view: AreaView, area: str) -> str:
    """Say the number of the smallest area around that is shown, '' where the number itself is, or none is."""
    found = _smallest(view, area)
    if found is None:
        return ""
    name, wider, shown = found
    interval = wider.interval(shown, between=_(" en "))
    value = wider.text(shown, short=True)
    if interval:
        said = _("Wel getoond, hieromheen: {name} {value} (95 % zeker tussen {interval}).")
        return said.format(name=name, value=value, interval=interval)
    return _("Wel getoond, hieromheen: {name} {value}.").format(name=name, value=value)


def around_short(view: AreaView, area: str) -> str:
    """Give the same in a few words, for the cell of a table."""
    found = _smallest(view, area)
    if found is None:
        return ""
    name, wider, shown = found
    return f"{name}: {wider.text(shown, short=True)}"


def bounds_words(view: AreaView, area: str) -> str:
    """Say between which ends a withheld share lies for certain, '' where nothing follows or too little would be left.

    The ends are rounded outwards, so that the sentence stays true.
    """
    ends = bounds(view, area)
    own = view.numbers[area].answered if ends is not None else None
    if ends is None or not own:
        return ""
    low, high = math.floor(100 * ends[0] / own + _DUST), math.ceil(100 * ends[1] / own - _DUST)
    said = _("Uit wat hieromheen wel getoond wordt, volgt dat het tussen {low} en {high} ligt.")
    return said.format(low=numbers.number(low), high=numbers.percent(high))


def bounds(view: AreaView, area: str) -> tuple[int, int] | None:
    """Give the fewest and the most units of a withheld share, None where nothing may be said."""
    row = view.numbers.get(area)
    if row is None or not row.withheld or view.shown.measure is not Measure.SHARE or view.shown.is_class:
        return None
    whole = [(found, _parts(view.release_id, level, code, view.level)) for level, code, found in _codes(view, area)]
    return instead.bounds(area, view.numbers, whole, least=_threshold(view.release_id, view.indicator.id))


def _codes(view: AreaView, area: str) -> list[tuple[Level, str, AreaNumber]]:
    """Give the areas that an area lies whole in, the smallest first and Flanders last, with their number."""
    nested = [
        (each.others, level, each.area)
        for level, overlaps in around(view.release_id, view.level, area).others.items()
        for each in overlaps
        if each.within and level in view.indicator.levels
    ]
    order = [(level, code) for _size, level, code in sorted(nested, key=lambda each: each[0])]
    found = [
        (level, code, _wider(view, level).numbers.get(code)) for level, code in [*order, (Level.VLAANDEREN, FLANDERS)]
    ]
    return [(level, code, row) for level, code, row in found if row is not None]


def _smallest(view: AreaView, area: str) -> tuple[str, AreaView, AreaNumber] | None:
    """Give the smallest area around a withheld number that shows it: what it is called, its view and its number."""
    row = view.numbers.get(area)
    if row is None or not row.withheld:
        return None
    for level, code, found in _codes(view, area):
        if found.known:
            wider = _wider(view, level)
            name = wider.names.get(code, code)
            called = name if level is Level.VLAANDEREN else f"{name} ({_(phrases.LEVEL_ONE[level])})"
            return called, wider, found
    return None


def _wider(view: AreaView, level: Level) -> AreaView:
    return views.area_view(view.release_id, view.indicator.id, view.shown, view.year, level)


@lru_cache(maxsize=1024)
def _parts(release_id: str, level: Level, area: str, parts: Level) -> tuple[str, ...]:
    """Give the areas of a level that lie whole in an area."""
    if level is Level.VLAANDEREN:
        return tuple(views.names_today(release_id, parts))
    return tuple(each.area for each in around(release_id, level, area).others.get(parts, ()) if each.contains)


@lru_cache(maxsize=512)
def _threshold(release_id: str, indicator: str) -> int:
    """Give the fewest units of a count that the release shows of an indicator."""
    table = released.opened(release_id).indicator_table()
    return int(table.loc[table["indicator"].eq(indicator), "threshold"].iloc[0])
