"""The register of measures: what the product knows, and what the data team writes down in ``measures.toml`` of a home.

A measure that holds in some areas is always of the home: it names areas of its own delivery. The file is read once per
change; a faulty one is refused as a whole, with everything that is wrong in it.
"""

import tomllib
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

from aggregation.indicators import INDICATORS
from aggregation.shown.measures import MEASURES, Measure
from aggregation.shown.need_weights import Mark
from data.settings import SettingsError
from data.terms import Level, Text
from pages.views import released

NAME = "measures.toml"
_TEXTS = ("label", "authority", "source")
_NEEDED = ("id", *(f"{name}_{lang}" for name in _TEXTS for lang in ("nl", "en")), "begins", "written_on")
_KNOWN = {*_NEEDED, "first_survey", "first_ima_survey", "indicators", "mark", "level", "areas"}


def measures() -> tuple[Measure, ...]:
    """Give every measure of the register; those of the home only where its file is right."""
    try:
        return (*MEASURES, *of_home(released.home()))
    except SettingsError:
        return MEASURES


def faulty() -> bool:
    """Tell whether the file of the home is refused."""
    try:
        of_home(released.home())
    except SettingsError:
        return True
    return False


def of_home(home: Path) -> tuple[Measure, ...]:
    """Give the measures that a home adds.

    Raises
    ------
    SettingsError : everything that is wrong in its file.
    """
    file = home / NAME
    return _read(file, file.stat().st_mtime_ns) if file.is_file() else ()


@lru_cache(maxsize=4)
def _read(file: Path, _changed: int) -> tuple[Measure, ...]:
    try:
        given: dict[str, Any] = tomllib.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise SettingsError(
            f"{file.name}: expected a readable TOML file, found none ({type(error).__name__})"
        ) from None
    found, problems, taken = [], [], {each.id for each in MEASURES}
    for place, entry in enumerate(given.get("measure", []), 1):
        wrong = _faults(entry)
        if str(entry.get("id")) in taken:
            wrong.append("id is taken")
        taken.add(str(entry.get("id")))
        try:
            found += [] if wrong else [_measure(entry)]
        except (ValueError, TypeError) as error:
            wrong.append(str(error))
        problems += [f"{file.name}, measure {place}: {text}" for text in wrong]
    problems += [f"{file.name}: expected [[measure]], found {name}" for name in given if name != "measure"]
    if problems:
        raise SettingsError("\n".join(problems))
    return tuple(found)


def _faults(entry: dict[str, Any]) -> list[str]:
    wrong = [f"expected {name}, found nothing" for name in _NEEDED if not entry.get(name)]
    wrong += [f"{name}: expected one of {', '.join(sorted(_KNOWN))}" for name in entry if name not in _KNOWN]
    wrong += [f"{name}: expected a day" for name in ("begins", "written_on") if not isinstance(entry.get(name), date)]
    unknown = [name for name in entry.get("indicators", {}) if name not in INDICATORS]
    wrong += [f"indicators: {name} is not in the registry" for name in unknown]
    if "level" in entry and entry["level"] not in set(Level):
        wrong.append(f"level: expected one of {', '.join(Level)}")
    return wrong


def _measure(entry: dict[str, Any]) -> Measure:
    texts = {name: Text(nl=entry[f"{name}_nl"], en=entry[f"{name}_en"]) for name in _TEXTS}
    begins: date = entry["begins"]
    # Seen in the first survey that begins after it; numbers from IMA of that year come two surveys later.
    first = int(entry.get("first_survey", begins.year + (begins >= date(begins.year, 9, 1))))
    return Measure(
        id=str(entry["id"]),
        label=texts["label"],
        authority=texts["authority"],
        source=texts["source"],
        begins=begins,
        first_survey=first,
        first_ima_survey=int(
            entry.get("first_ima_survey", begins.year + (2 if begins == date(begins.year, 1, 1) else 3))
        ),
        indicators={str(name): int(direction) for name, direction in entry.get("indicators", {}).items()},
        written_on=entry["written_on"],
        mark=Mark(entry.get("mark", Mark.FOUND.value)),
        level=Level(entry["level"]) if "level" in entry else None,
        areas=frozenset(map(str, entry.get("areas", ()))),
    )
