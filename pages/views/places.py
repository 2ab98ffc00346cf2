"""Places a reader can look for: municipality, postcode, kring and zone; each is an area, or leads to one.

A place in the address is ``level:area`` (``elz:AALST``); a postcode leads to its municipality.
"""

from functools import lru_cache

from data.terms import Level
from geo import reference
from pages.views import released, views
from pages.views.choosing import fine_levels
from pages.words import language, phrases
from pages.words.language import gettext as _

POSTCODE = "postcode"
SEPARATOR = ":"


def code_of(level: Level, area: str) -> str:
    """Write a place as it stands in the address."""
    return f"{level.value}{SEPARATOR}{area}"


def area_of(code: str) -> tuple[Level, str]:
    """Give level and area of a place that is an area.

    Raises
    ------
    ValueError : the text names no level.
    """
    level, _rest, area = code.partition(SEPARATOR)
    return Level(level), area


@lru_cache(maxsize=4)
def areas(release_id: str) -> dict[str, str]:
    """Give every area below Flanders that the newest year of a release has: place to bare name."""
    return {
        code_of(level, area): name
        for level in reversed(fine_levels(release_id))
        for area, name in views.names_today(release_id, level).items()
    }


@lru_cache(maxsize=4)
def postcodes(release_id: str) -> dict[str, str]:
    """Give every postcode: ``postcode:9000:44021`` to the place of its municipality."""
    table = reference.geography(released.opened(release_id).years()[-1])
    known = areas(release_id)
    pairs = sorted({(str(p), str(n)) for p, n in zip(table["postcode"], table["nis"], strict=True)})
    return {
        SEPARATOR.join((POSTCODE, postcode, nis)): place
        for postcode, nis in pairs
        if (place := code_of(Level.GEMEENTE, nis)) in known
    }


def names(release_id: str) -> dict[str, str]:
    """Name every place with what it is: ``Gent, gemeente``; ``9000 Gent``. Areas come first, then postcodes."""
    return _names(release_id, language.current())


@lru_cache(maxsize=8)
def _names(release_id: str, spoken: str) -> dict[str, str]:
    """Name every place in ``spoken``, the language in use: controls ask for over a thousand in every run."""
    known = areas(release_id)
    named = {code: f"{name}, {_(phrases.LEVEL_ONE[area_of(code)[0]])}" for code, name in known.items()}
    return named | {code: f"{code.split(SEPARATOR)[1]} {known[place]}" for code, place in postcodes(release_id).items()}


@lru_cache(maxsize=512)
def at_level(release_id: str, code: str, level: Level) -> str | None:
    """Give the area of ``level`` that a place is in, None where it lies in more than one or contains several.

    Kringen and zones overlap without nesting, so only a municipality has a kring and a zone, and not always one.
    """
    own, area = area_of(code)
    if own is level:
        return area
    if own is not Level.GEMEENTE or level not in fine_levels(release_id):
        return None
    release = released.opened(release_id)
    rows = release.membership(year=release.years()[-1])
    found = rows.loc[rows["gemeente"].astype(str).eq(area), level.value].astype(str).unique()
    return str(found[0]) if len(found) == 1 else None
