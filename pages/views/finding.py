"""Find a number by what a reader calls it: its name, an everyday word, one of its answers, or its definition.

Words are looked up without regard to capitals, accents and hyphens, and each may be only the beginning of one. What
says it plainest wins: a name or an everyday word before an answer, and an answer before a definition.
"""

from collections.abc import Collection, Iterable
from difflib import get_close_matches
from functools import lru_cache

from aggregation.indicators import INDICATORS, themes
from pages.words import language

_CLOSE_ENOUGH = 0.8
"""Likeness from which a word may be another spelling, 0-1."""


def look_up(words: str, known: Collection[str]) -> list[str]:
    """Give the numbers among ``known`` that words may mean, the likeliest first; none where nothing is like them."""
    asked = _plain(words).split()
    if not asked:
        return []
    for tier in range(3):
        places = {name: place for name in known if (place := _place(_said(name)[tier], asked)) is not None}
        if places:
            return sorted(places, key=places.__getitem__)
    return _misspelt(asked, known)


def _place(texts: Iterable[str], asked: list[str]) -> int | None:
    """Give which of the texts is the first that has a word for every word that was asked, None where none has.

    Everyday words stand beside a number with the plainest first, so a lower place is a better find.
    """
    for place, text in enumerate(texts):
        if all(any(word.startswith(part) for word in text.split()) for part in asked):
            return place
    return None


def _misspelt(asked: list[str], known: Collection[str]) -> list[str]:
    """Give the numbers whose name or everyday words hold a word most like the first that was asked."""
    spelt = {word: name for name in reversed(list(known)) for text in _said(name)[0] for word in text.split()}
    close = get_close_matches(max(asked, key=len), list(spelt), n=1, cutoff=_CLOSE_ENOUGH)
    return look_up(close[0], known) if close and [close[0]] != asked else []


def _said(name: str) -> tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]:
    entry = INDICATORS[name]
    return _texts(entry.id, entry.codes, language.current())


@lru_cache(maxsize=512)
def _texts(name: str, _codes: tuple[str, ...], lang: str) -> tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]:
    """Give what is said of a number, plainest first, as it is looked up; a layout may add to its answers."""
    entry = INDICATORS[name]
    said = (
        [getattr(entry.label, lang), name, *themes.everyday(name, lang)],
        [getattr(option.label, lang) for option in entry.options],
        [getattr(entry.question, lang), getattr(entry.definition, lang)],
    )
    first, second, third = (tuple(_plain(text) for text in texts) for texts in said)
    return first, second, third


def _plain(words: str) -> str:
    return " ".join(language.sort_key(words).split())
