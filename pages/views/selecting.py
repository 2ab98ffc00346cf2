"""What of a release is asked for by an address: indicators, years, levels, areas; every fault is told at once."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from typing import Any, Literal
from urllib.parse import urlencode

from data.releases import Release
from data.terms import FLANDERS, TOTAL, Measure
from pages.views import choosing
from pages.views.choices import AREA, LANGUAGE, LEVEL, NUMBER, SHOWN, YEAR, Choice, Chosen, Fault, unknown
from pages.views.choices import read as hold_against
from pages.words.language import mark

MOST_VALUES = 400
"""Values in one parameter: more than all municipalities, and less than an attack."""

CONTENTS = ("all", "main")


@dataclass(frozen=True, kw_only=True)
class Selection:
    """A choice of cells; an empty tuple means all. ``content`` main keeps the number that a map shows first.

    ``shown`` picks answers or measures of single numbers (``P01:geen``); a number without one keeps its first.
    """

    indicator: tuple[str, ...] = ()
    year: tuple[int, ...] = ()
    level: tuple[str, ...] = ()
    area: tuple[str, ...] = ()
    category: tuple[str, ...] = ()
    measure: tuple[str, ...] = ()
    shown: tuple[str, ...] = ()
    content: Literal["all", "main"] = "all"
    lang: Literal["nl", "en"] = "nl"

    def query(self) -> str:
        """Write the choice as an address: the same choice is always the same text."""
        pairs = []
        for name in (field.name for field in fields(self)):
            value = getattr(self, name)
            if name in _FIRST:
                pairs += [(name, value)] if value != _FIRST[name] else []
            elif value:
                pairs.append((name, ",".join(map(str, value))))
        return urlencode(pairs, safe=",|:")


def _areas(chosen: Chosen) -> Collection[str]:
    release = chosen.release
    levels = [level.value for level in choosing.fine_levels(release.id)]
    return frozenset((FLANDERS, *release.areas(level=levels)["area"].astype(str)))


def _categories(chosen: Chosen) -> Collection[str]:
    entries = choosing.known_indicators(chosen.release.id).values()
    return list(dict.fromkeys(code for entry in entries for code in (TOTAL, *entry.categories)))


def _shown(chosen: Chosen) -> Collection[str]:
    entries = choosing.known_indicators(chosen.release.id)
    return [f"{name}:{code}" for name, entry in entries.items() for code in choosing.shown_by_code(entry)]


def _several(choice: Choice, options: Callable[[Chosen], Collection[str]] | None = None, unlisted: str = "") -> Choice:
    """Restate a choice of the screens for machines: several values, and where needed more options."""
    return replace(choice, name=choice.machine, options=options or choice.options, most=MOST_VALUES, unlisted=unlisted)


YEARS = _several(YEAR)
CONTENT = Choice(name="content", options=lambda _chosen: CONTENTS)
LANG = replace(LANGUAGE, name=LANGUAGE.machine)
CHOICES = (
    _several(NUMBER),
    YEARS,
    _several(LEVEL),
    _several(AREA, _areas, mark("een gebiedscode van deze uitgave; ze staan op areas.csv")),
    Choice(name="category", options=_categories, most=MOST_VALUES, unlisted=""),
    Choice(name="measure", options=lambda _chosen: list(Measure), most=MOST_VALUES, unlisted=""),
    _several(SHOWN, _shown),
    CONTENT,
    LANG,
)
"""What an address of cells may choose, held against the release like every other choice."""

_FIRST = {CONTENT.name: CONTENTS[0], LANG.name: LANG.default}
"""What is taken where an address says nothing."""

PARAMETERS = tuple(field.name for field in fields(Selection))
"""Parameters that an address of cells understands."""


def read(release: Release, query: Mapping[str, Sequence[str]]) -> tuple[Selection, list[Fault]]:
    """Hold an address against what the release has.

    Parameters
    ----------
    query : parameter to its values; each may hold several values with commas between them.

    Returns
    -------
    The choice, and everything that is wrong with it; with a fault the choice is not to be used.
    """
    chosen = Chosen(release=release)
    faults = unknown(CHOICES, query) + hold_against(chosen, CHOICES, query, repeated=True)
    lists = {choice.name: tuple(sorted(chosen.many(choice.name))) for choice in CHOICES if choice.is_list}
    single: dict[str, Any] = {choice.name: chosen[choice.name] for choice in CHOICES if not choice.is_list}
    years = tuple(int(year) for year in lists.pop(YEARS.name))
    return Selection(**{**lists, YEARS.name: years, **single}), faults
