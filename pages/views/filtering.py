"""Which areas are wanted, by conditions on their numbers and by clear differences; on every screen the same.

What a number says of an area, and whether it differs, comes from the views and verdicts that every screen shares. A
condition on a number that an area does not show is neither met nor failed: the area falls out, and is named.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import lru_cache

from aggregation.indicators import INDICATORS
from aggregation.shown import evolution
from aggregation.shown.breaks import breaks_in
from aggregation.shown.selection import AreaNumber, Shown
from aggregation.shown.verdicts import CLEAR
from data.terms import Level
from pages.views import choosing, views
from pages.views.choices import Choice, Chosen, Show
from pages.views.views import AreaView
from pages.words import language, numbers, phrases
from pages.words.language import gettext as _
from pages.words.language import mark

ABOVE, BELOW = ">", "<"
EVERY, DIFFERS, CHANGED = "alle", "verschil", "verandering"
ONLYS = {
    EVERY: mark("alle gebieden"),
    DIFFERS: mark("alleen wie duidelijk van Vlaanderen verschilt"),
    CHANGED: mark("alleen wie duidelijk veranderde tussen de gekozen jaren"),
}
MOST_CONDITIONS, MOST_NAMED = 6, 12
"""Conditions that hold together; areas that fell out and are named."""
NAME = "naam"
_CONDITION = re.compile(r"(?P<column>[^<>]+)(?P<side>[<>])(?P<bound>-?\d{1,7}(?:\.\d{1,3})?)")


@dataclass(frozen=True, kw_only=True)
class Column:
    """One number in one year: a column of the table."""

    indicator: str
    shown: Shown
    year: int

    @property
    def key(self) -> str:
        """Code in the address."""
        return f"{self.indicator}:{self.shown.code}:{self.year}"

    def view(self, release_id: str, level: Level) -> AreaView:
        """Give the number for all areas of a level."""
        return views.area_view(release_id, self.indicator, self.shown, self.year, level)

    @property
    def label(self) -> str:
        """Name it without its year."""
        return choosing.full_label(INDICATORS[self.indicator], self.shown)


@dataclass(frozen=True, kw_only=True)
class Condition:
    """What a number must be: above or below a bound, in the unit of the number."""

    column: str
    side: str
    bound: float

    def met(self, row: AreaNumber | None) -> bool | None:
        """Tell whether a number meets it; None where the number is not shown."""
        if row is None or not row.known:
            return None
        return row.value > self.bound if self.side == ABOVE else row.value < self.bound


def condition_of(text: str) -> Condition | None:
    """Read a condition as it stands in the address, ``P01:geen:2026>70``; None where it is none."""
    found = _CONDITION.fullmatch(text)
    if found is None:
        return None
    return Condition(column=found["column"], side=found["side"], bound=float(found["bound"]))


def condition_words(asked: Sequence[Column], condition: Condition) -> str:
    """Write a condition: ``Gedeeltelijke of volledige stop 2026 boven 70``."""
    column = next(each for each in asked if each.key == condition.column)
    text = _("{number} {year} boven {bound}") if condition.side == ABOVE else _("{number} {year} onder {bound}")
    decimals = len(f"{condition.bound:g}".partition(".")[2])
    bound = numbers.number(condition.bound, decimals)
    return text.format(number=column.label, year=column.year, bound=bound)


class Conditions(AbstractSet[str]):
    """Every condition on the columns of a table; those that are held are the ones to list."""

    def __init__(self, columns: Sequence[Column], held: Sequence[str]) -> None:
        self._keys = {column.key for column in columns}
        self._held = [each for each in held if each in self]

    def __contains__(self, text: object) -> bool:
        """Tell whether a text is a condition on one of the columns."""
        found = condition_of(text) if isinstance(text, str) else None
        return found is not None and found.column in self._keys

    def __iter__(self) -> Iterator[str]:
        """Give those that are held."""
        return iter(self._held)

    def __len__(self) -> int:
        """Count those that are held."""
        return len(self._held)


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What table is wanted; ``areas`` empty for all; ``only`` empty, ``DIFFERS`` or ``CHANGED``.

    ``order`` is the key of a column or ``NAME``, with ``-`` before it for the highest, or last, first.
    """

    release_id: str
    level: Level
    columns: tuple[Column, ...]
    areas: tuple[str, ...] = ()
    conditions: tuple[Condition, ...] = ()
    only: str = ""
    order: str = NAME


@dataclass(frozen=True, kw_only=True)
class Rows:
    """Areas that are left, in order; of those that fell out the ones whose conditions nobody can judge."""

    areas: tuple[str, ...]
    unknown: tuple[str, ...]
    whole: int


@lru_cache(maxsize=64)
def rows_of(asked: Asked, _spoken: str) -> Rows:
    """Filter and sort the areas; names are sorted in the language in use, the last parameter."""
    names = views.names_today(asked.release_id, asked.level)
    by_key = {column.key: column.view(asked.release_id, asked.level) for column in asked.columns}
    wanted = [area for area in names if not asked.areas or area in asked.areas]
    kept, unknown = [], []
    clear = _clear(asked, by_key) if asked.only else frozenset(wanted)
    for area in wanted:
        met = [each.met(by_key[each.column].numbers.get(area)) for each in asked.conditions]
        if None in met and False not in met:
            unknown.append(area)
        elif all(met) and area in clear:
            kept.append(area)
    return Rows(areas=tuple(_sorted(kept, asked.order, by_key, names)), unknown=tuple(unknown), whole=len(wanted))


def _clear(asked: Asked, by_key: dict[str, AreaView]) -> frozenset[str]:
    """Give the areas of which at least one number differs clearly from Flanders, or changed clearly."""
    if asked.only == DIFFERS:
        return frozenset(area for view in by_key.values() for area, said in view.verdicts.items() if said in CLEAR)
    found: set[str] = set()
    for indicator, shown in dict.fromkeys((column.indicator, column.shown) for column in asked.columns):
        years = sorted(c.year for c in asked.columns if (c.indicator, c.shown) == (indicator, shown))
        series = [by_key[Column(indicator=indicator, shown=shown, year=year).key] for year in years]
        based = {view.year: max(view.ima_years, default=None) for view in series}
        if len(series) < 2 or breaks_in(indicator, years, based):
            continue
        first, last = series[0], series[-1]
        changes, _tally = evolution.changes(first.numbers, last.numbers, first.indicator, shown)
        found |= {area for area, change in changes.items() if change.verdict in CLEAR}
    return frozenset(found)


def _sorted(areas: Sequence[str], order: str, by_key: dict[str, AreaView], names: dict[str, str]) -> list[str]:
    """Sort areas; those that do not show the number stand last, whichever way."""
    key, backward = order.removeprefix("-"), order.startswith("-")
    by_name = sorted(areas, key=lambda area: language.sort_key(names[area]))
    if key not in by_key:
        return by_name[::-1] if backward else by_name
    numbers = by_key[key].numbers
    shown = [area for area in by_name if area in numbers and numbers[area].known]
    rest = [area for area in by_name if area not in set(shown)]
    return sorted(shown, key=lambda area: numbers[area].value, reverse=backward) + rest


def only(codes: Sequence[str] = tuple(ONLYS)) -> Choice:
    """State the choice of areas by clear differences."""
    return Choice(
        name="enkel",
        called=mark("welke gebieden"),
        label=mark("Welke gebieden?"),
        options=lambda _chosen: list(codes),
        words=lambda _chosen: lambda code: _(ONLYS[code]),
    )


def conditions(columns_of: Callable[[Chosen], Sequence[Column]]) -> Choice:
    """State the choice of conditions on the columns that ``columns_of`` gives."""

    def words(chosen: Chosen) -> Show:
        columns = columns_of(chosen)
        keys = {each.key for each in columns}

        def write(text: str) -> str:
            found = condition_of(text)
            if found is None or found.column not in keys:
                raise KeyError(text)
            return condition_words(columns, found)

        return write

    return Choice(
        name="voorwaarden",
        called=mark("de voorwaarden"),
        label=mark("Voorwaarden"),
        options=lambda chosen: Conditions(columns_of(chosen), chosen.many(_CONDITIONS.name)),
        words=words,
        most=MOST_CONDITIONS,
    )


_ONLY, _CONDITIONS = only(), conditions(lambda _chosen: [])
"""What every screen's own statement of the two equals: here to be asked for their names."""


def asked(chosen: Chosen, columns: Sequence[Column], *, areas: tuple[str, ...] = (), order: str = NAME) -> Asked:
    """Give what is wanted of these columns; call it when every choice is held."""
    wanted, keys = chosen.values.get(_ONLY.name, EVERY), {each.key for each in columns}
    found = (condition_of(text) for text in chosen.many(_CONDITIONS.name))
    return Asked(
        release_id=chosen.release.id,
        level=chosen.level,
        columns=tuple(columns),
        areas=areas,
        conditions=tuple(each for each in found if each is not None and each.column in keys),
        only="" if wanted == EVERY else wanted,
        order=order,
    )


def left(chosen: Chosen, columns: Sequence[Column]) -> Rows | None:
    """Give the areas that are left of a level; None where all are wanted."""
    wanted = asked(chosen, columns)
    return rows_of(wanted, language.current()) if wanted.only or wanted.conditions else None


def tally_words(release_id: str, level: Level, rows: Rows) -> str:
    """Tell how many areas are left, and which fell out because a condition is about a number they do not show."""
    names, many = views.names_today(release_id, level), _(phrases.LEVEL_MANY[level])
    told = _("{n} van de {N} {levels}").format(n=len(rows.areas), N=rows.whole, levels=many)
    if not rows.unknown:
        return f"{told}."
    listed = ", ".join(names[area] for area in rows.unknown[:MOST_NAMED])
    more = " …" if len(rows.unknown) > MOST_NAMED else ""
    out = _(
        "{n} zijn niet te beoordelen, want een voorwaarde gaat over een cijfer dat daar niet getoond wordt: {names}"
    )
    return f"{told}. {out.format(n=len(rows.unknown), names=listed + more)}."
