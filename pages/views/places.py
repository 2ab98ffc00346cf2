"""Places a reader can look for: municipality, postcode, kring and zone; each is an area, or leads to one.

What a reader types is looked up without regard to capitals, accents, hyphens and spaces, and a place that is not in
Flanders is recognised as such.

A place in the address is ``level:area`` (``elz:AALST``); a postcode leads to its municipality.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches
from functools import lru_cache

from data.terms import Level
from geo import reference
from pages.views import released, views
from pages.views.choosing import fine_levels
from pages.words import language, phrases
from pages.words.language import gettext as _

_LEVEL_WORDS = {
    "provincie": Level.PROVINCIE,
    "gemeente": Level.GEMEENTE,
    "stad": Level.GEMEENTE,
    "eerstelijnszone": Level.ELZ,
    "elz": Level.ELZ,
    "zone": Level.ELZ,
    "huisartsenkring": Level.KRING,
    "kring": Level.KRING,
    "regio": Level.REGIO,
}
"""Words before a name that tell what it is the name of."""
_OUTSIDE = {"brussel": ("brussel", "bruxelles", "brussels"), "wallonie": ("wallonie", "waals", "wallonia")}
_MOST_FOUND = 8
_CLOSE_ENOUGH = 0.78
"""Likeness from which a name may be another spelling, 0-1."""

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


@dataclass(frozen=True, kw_only=True)
class Found:
    """What the words of a reader lead to: ``place``; or ``several`` to choose from; or a region ``outside`` Flanders.

    ``outside`` is ``brussel`` or ``wallonie``. With none of the three nothing is known by that name.
    """

    place: str = ""
    several: tuple[str, ...] = ()
    outside: str = ""


def look_up(release_id: str, words: str) -> Found:
    """Find the place that a reader means.

    A whole name or postcode comes first, then what begins with the words, then another spelling; only the first is
    taken without asking, and the second where there is just one.
    """
    asked = _plain(words)
    if not asked:
        return Found()
    index = _index(release_id)
    exact = _of_level(index, asked)
    if exact:
        return _one_of(exact)
    first = asked.split()[0]
    outside = _outside().get(asked) or next((kind for kind, known in _OUTSIDE.items() if first in known), "")
    if outside:
        return Found(outside=outside)
    begun = [code for name, codes in index.items() if _begins(name, asked) for code in codes]
    if begun:
        return _one_of(begun)
    close = get_close_matches(asked, list(index), n=_MOST_FOUND, cutoff=_CLOSE_ENOUGH)
    return Found(several=tuple(dict.fromkeys(code for name in close for code in index[name]))[:_MOST_FOUND])


def _of_level(index: dict[str, tuple[str, ...]], asked: str) -> tuple[str, ...]:
    """Give the places with exactly that name; a word before it may tell their level."""
    if asked in index:
        return index[asked]
    first, _space, rest = asked.partition(" ")
    level = _LEVEL_WORDS.get(first)
    return () if level is None else tuple(code for code in index.get(rest, ()) if area_of(code)[0] is level)


def _one_of(codes: Iterable[str]) -> Found:
    known = tuple(dict.fromkeys(codes))
    return Found(place=known[0]) if len(known) == 1 else Found(several=known[:_MOST_FOUND])


def _begins(name: str, asked: str) -> bool:
    """Tell whether every word that was typed begins a word of a name, in that order."""
    words = iter(name.split())
    return all(any(word.startswith(part) for word in words) for part in asked.split())


def _plain(words: str) -> str:
    """Write words as they are looked up: ``St.-Niklaas`` and ``Sint Niklaas`` are the same."""
    return re.sub(r"\bst\b", "sint", " ".join(language.sort_key(words).split()))


@lru_cache(maxsize=4)
def _index(release_id: str) -> dict[str, tuple[str, ...]]:
    """Give the areas by name and by postcode; a kring also without the word that all kringen begin with."""
    found: dict[str, list[str]] = {}
    for code, name in areas(release_id).items():
        plain = _plain(name)
        first, _space, rest = plain.partition(" ")
        known = {plain, rest if rest and first == "huisartsenkring" else plain}
        for each in known:
            found.setdefault(each, []).append(code)
    for code, place in postcodes(release_id).items():
        postcode = code.split(SEPARATOR)[1]
        found.setdefault(postcode, []).append(place)
        found.setdefault(f"{postcode} {_plain(areas(release_id)[place])}", []).append(place)
    return {name: tuple(dict.fromkeys(codes)) for name, codes in found.items()}


@lru_cache(maxsize=1)
def _outside() -> dict[str, str]:
    """Give the region of every place outside Flanders, by name as it is looked up and by postcode."""
    return {_plain(name): kind for name, kind in reference.outside_flanders().items()}
