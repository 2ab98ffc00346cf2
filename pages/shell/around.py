"""The way from an area to those around it: what it lies in, what lies in it, and its neighbours, each a link."""

from collections.abc import Sequence
from functools import lru_cache
from html import escape

from aggregation.shown.around import Overlap
from data.terms import Level
from pages.components import pieces
from pages.shell import frame, links
from pages.views import benchmarks, views
from pages.views.around import around
from pages.views.benchmarks import BENCHMARK
from pages.views.choices import AREA, LEVEL, Along
from pages.words import language, phrases
from pages.words.language import gettext as _

MOST_IN_SIGHT = 12
"""Areas of one level in sight; more stand behind a line to open."""
MOST_NAMED = 8
"""Municipalities of a part that are named."""

Patterns = tuple[tuple[Level, str], ...]


def draw(screen: str, release_id: str, level: Level, area: str, along: Along) -> None:
    """Draw the areas around an area; each leads to the same screen, for that area, with the rest of the choice."""
    known = around(release_id, level, area)
    patterns = tuple(
        (each, links.pattern(screen, {**along, LEVEL: each.value})) for each in dict.fromkeys((*known.others, level))
    )
    beside = frame.anchor(
        "vergelijken",
        _("Vergelijk met de buren"),
        {**along, LEVEL: level.value, AREA: area, BENCHMARK: benchmarks.BORDER},
    )
    pieces.show(_markup(release_id, level, area, patterns, beside, language.current()))


@lru_cache(maxsize=256)
def _markup(release_id: str, level: Level, area: str, patterns: Patterns, beside: str, _spoken: str) -> str:
    """Write them once; the last parameter is the language in use."""
    known, fill = around(release_id, level, area), dict(patterns)
    rows = []
    for other, found in known.others.items():
        names = views.names_today(release_id, other)
        words = [_one(release_id, each, names, fill[other]) for each in found]
        one, many = phrases.LEVEL_ONE[other], phrases.LEVEL_MANY[other]
        rows.append(_row(language.capital(_(one if len(found) == 1 else many)), words))
    if known.neighbours:
        names = views.names_today(release_id, level)
        words = [links.fill(fill[level], each, names[each]) for each in known.neighbours]
        rows.append(_row(_("Buren"), words, f'<span class="zc-of">{beside}</span>'))
    said = escape(_("Gebieden hieromheen"), quote=True)
    return f'<nav class="zc-around" aria-label="{said}"><dl>{"".join(rows)}</dl></nav>'


def _row(title: str, words: Sequence[str], after: str = "") -> str:
    listed = f"<ul>{''.join(f'<li>{each}</li>' for each in words)}</ul>"
    if len(words) > MOST_IN_SIGHT:
        told = escape(_("Toon alle {n}").format(n=len(words)))
        listed = f"<details><summary>{told}</summary>{listed}</details>"
    return f"<div><dt>{escape(title)}</dt><dd>{listed}{after}</dd></div>"


def _one(release_id: str, overlap: Overlap, names: dict[str, str], pattern: str) -> str:
    """Write one area, with what it shares where neither lies whole in the other."""
    link = links.fill(pattern, overlap.area, names[overlap.area])
    told = part_words(overlap, views.names_today(release_id, Level.GEMEENTE))
    return f'{link} <span class="zc-of">({escape(told)})</span>' if told else link


def part_words(overlap: Overlap, towns: dict[str, str]) -> str:
    """Tell what two areas share, '' where one lies whole in the other: ``3 van de 6 gemeenten: A, B en C``."""
    if overlap.nested:
        return ""
    if overlap.level is Level.GEMEENTE or overlap.own == 1:
        return _("voor een deel")
    named = [
        _("{town} (deels)").format(town=towns.get(each, each)) if each in overlap.divided else towns.get(each, each)
        for each in overlap.shared
    ]
    listed = ", ".join(sorted(named[:MOST_NAMED], key=language.sort_key)) + (" …" if len(named) > MOST_NAMED else "")
    return _("{n} van de {N} gemeenten: {towns}").format(n=len(named), N=overlap.own, towns=listed)
