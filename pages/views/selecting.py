"""What of a release is asked for by an address: indicators, years, levels, areas; every fault is told at once."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any, Literal
from urllib.parse import urlencode

from data.releases import Release
from data.terms import FLANDERS, Level, Measure
from pages.views import choosing, released
from pages.words.language import gettext as _

MOST_VALUES = 400
"""Values in one parameter: more than all municipalities, and less than an attack."""

_SHOWN_CHARACTERS = 40
_FIXED = {"content": ("all", "main"), "lang": ("nl", "en")}


@dataclass(frozen=True, kw_only=True)
class Selection:
    """A choice of cells; an empty tuple means all. ``content`` main keeps the number that a map shows first."""

    indicator: tuple[str, ...] = ()
    year: tuple[int, ...] = ()
    level: tuple[str, ...] = ()
    area: tuple[str, ...] = ()
    category: tuple[str, ...] = ()
    measure: tuple[str, ...] = ()
    content: Literal["all", "main"] = "all"
    lang: Literal["nl", "en"] = "nl"

    def query(self) -> str:
        """Write the choice as an address: the same choice is always the same text."""
        pairs = []
        for name in (field.name for field in fields(self)):
            value = getattr(self, name)
            if name in _FIXED:
                pairs += [(name, value)] if value != _FIXED[name][0] else []
            elif value:
                pairs.append((name, ",".join(map(str, value))))
        return urlencode(pairs, safe=",|")


@dataclass(frozen=True, kw_only=True)
class Fault:
    """One thing that is wrong with an address: parameter, what was given (shortened), what was expected."""

    parameter: str
    given: str
    expected: str


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
    faults = [
        _fault(name, name, _("een van {list}").format(list=", ".join(PARAMETERS)))
        for name in query
        if name not in PARAMETERS
    ]
    allowed = _allowed(release)
    chosen: dict[str, Any] = {}
    for name in PARAMETERS:
        given = list(dict.fromkeys(part.strip() for value in query.get(name, ()) for part in value.split(",")))
        given = [part for part in given if part]
        if len(given) > MOST_VALUES:
            faults.append(_fault(name, str(len(given)), _("hoogstens {n} waarden").format(n=MOST_VALUES)))
            continue
        wrong = [part for part in given if part not in allowed[name]]
        faults += [_fault(name, part, _expected(allowed[name])) for part in wrong]
        chosen[name] = tuple(sorted(part for part in given if part in allowed[name]))
    for name, options in _FIXED.items():
        values = chosen.get(name, ())
        if len(values) > 1:
            faults.append(_fault(name, ",".join(values), _("één waarde")))
        chosen[name] = values[0] if values else options[0]
    chosen["year"] = tuple(int(year) for year in chosen.get("year", ()))
    return Selection(**chosen), faults


def _allowed(release: Release) -> dict[str, Collection[str]]:
    entries = choosing.known_indicators(release.id)
    areas = [
        area
        for level in choosing.FINE_LEVELS
        for year in release.years()
        for area in released.area_names(release.id, level.value, year)
    ]
    categories = dict.fromkeys(code for entry in entries.values() for code in ("total", *entry.categories))
    return {
        "indicator": list(entries),
        "year": [str(year) for year in release.years()],
        "level": [level.value for level in Level],
        "area": _Known((FLANDERS, *areas)),
        "category": list(categories),
        "measure": [measure.value for measure in Measure],
        **_FIXED,
    }


class _Known(frozenset[str]):
    """Codes too many to list in a message."""


def _expected(options: Collection[str]) -> str:
    if isinstance(options, _Known):
        return _("een gebiedscode van deze uitgave; ze staan op areas.csv")
    return _("een van {list}").format(list=", ".join(options))


def _fault(parameter: str, given: str, expected: str) -> Fault:
    return Fault(parameter=parameter[:_SHOWN_CHARACTERS], given=given[:_SHOWN_CHARACTERS], expected=expected)
