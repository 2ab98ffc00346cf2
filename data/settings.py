"""Settings of a release: the thresholds of its protection and its working definitions, from one TOML file.

``settings.toml`` beside this module is what is shipped, and the only place where a value stands. A release reads it
once and hands it to the protector, the attacker and the linkage alike; its manifest shows it.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any

from data.faults import RefusalError

SHIPPED = Path(__file__).with_name("settings.toml")
NAME = "settings.toml"
"""Name of the file in a home that replaces single values."""

_THRESHOLDS, _DEFINITIONS = "thresholds", "definitions"


class SettingsError(RefusalError):
    """A settings file cannot be used as it is; the message names every entry to correct."""


def _read(path: Path) -> dict[str, dict[str, Any]]:
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise SettingsError(
            f"{path.name}: expected a readable TOML file, found none ({type(error).__name__})"
        ) from None
    return {str(section): dict(entries) for section, entries in content.items() if isinstance(entries, Mapping)} | {
        str(name): {} for name, entries in content.items() if not isinstance(entries, Mapping)
    }


_given = _read(SHIPPED)
_least, _defined = _given[_THRESHOLDS], _given[_DEFINITIONS]


@dataclass(frozen=True, kw_only=True)
class Thresholds:
    """What a number must have behind it to be shown.

    Parameters
    ----------
    k_protected, k_sensitive : least doctors in a cell of a person frame; a count from 1 to k−1 is small.
    practices_protected : least practices in any protected cell, and in any cell of a person frame.
    practices_sensitive : least practices in a sensitive cell of a practice frame.
    doctors_in_practices : least doctors that the practices of a cell of a practice frame must count together.
    dominance_one, dominance_two : largest part of a sum that one practice, or two, may hold.
    quantile_units : least units behind a quantile.
    interval_width : possible values that a withheld cell must keep.
    practices_answering, practices_answering_sensitive : least answering practices of an area that shows answers to a
        question that may not stand on the practice map: with fewer, withholding would tell that they differ.
    interval_units : least units behind the interval of a mean or rate: it gives the sum of their squares.
    linking_areas : areas with somebody in them in which two totals agree, from which on a reader takes tables of
        different frames for the same respondents.
    left_open : largest part of those who answered one question that may have left another one open: the difference of
        the two counts tells no more than that.
    """

    k_protected: int = _least["k_protected"]
    k_sensitive: int = _least["k_sensitive"]
    practices_protected: int = _least["practices_protected"]
    practices_sensitive: int = _least["practices_sensitive"]
    doctors_in_practices: int = _least["doctors_in_practices"]
    dominance_one: float = _least["dominance_one"]
    dominance_two: float = _least["dominance_two"]
    quantile_units: int = _least["quantile_units"]
    interval_width: int = _least["interval_width"]
    practices_answering: int = _least["practices_answering"]
    practices_answering_sensitive: int = _least["practices_answering_sensitive"]
    interval_units: int = _least["interval_units"]
    linking_areas: int = _least["linking_areas"]
    left_open: float = _least["left_open"]


@dataclass(frozen=True, kw_only=True)
class Definitions:
    """Working definitions that turn hours and contacts into capacity.

    ``fte_hours`` hours a week of one full-time equivalent: measured in the first survey year and frozen by the first
    publication (``aggregation.year.full_time``); the value of the file stands only where it could not be measured;
    ``trainee_weight`` FTE of a trainee relative to a GP; ``active_contacts`` contacts a year that make a GP active,
    ``few_contacts`` by the more lenient rule; ``consultation_minutes``, ``visit_minutes`` and ``remote_minutes`` time
    of one contact in three sets, from fewest to most minutes (the most is the federal survey of GPs, the middle one
    reproduces its share of time without patients); ``working_weeks`` weeks a year over which contacts are spread.
    """

    fte_hours: float = _defined["fte_hours"]
    trainee_weight: float = _defined["trainee_weight"]
    active_contacts: int = _defined["active_contacts"]
    few_contacts: int = _defined["few_contacts"]
    consultation_minutes: tuple[float, ...] = tuple(_defined["consultation_minutes"])
    visit_minutes: tuple[float, ...] = tuple(_defined["visit_minutes"])
    remote_minutes: tuple[float, ...] = tuple(_defined["remote_minutes"])
    working_weeks: float = _defined["working_weeks"]


@dataclass(frozen=True, kw_only=True)
class Settings:
    """All settings of one release."""

    thresholds: Thresholds = Thresholds()
    definitions: Definitions = Definitions()

    def to_manifest(self) -> dict[str, dict[str, Any]]:
        """Give the entries of the manifest: ``thresholds`` and ``settings``."""
        return {"thresholds": asdict(self.thresholds), "settings": asdict(self.definitions)}


def read_settings(*, home: Path | None = None, file: Path | None = None) -> Settings:
    """Read the settings of a release: ``file``, else the one in the home, each over what is shipped.

    Raises
    ------
    SettingsError : a section or name is unknown, or a value is of another type, negative, or a part above 1.
    """
    chosen = file or (home / NAME if home is not None and (home / NAME).is_file() else None)
    if chosen is None:
        return Settings()
    given = _read(chosen)
    known = {_THRESHOLDS: asdict(Thresholds()), _DEFINITIONS: asdict(Definitions())}
    problems = [f"{section}: expected {' or '.join(known)}" for section in given if section not in known]
    for section, shipped in known.items():
        problems += _problems(section, shipped, given.get(section, {}))
    if problems:
        raise SettingsError("\n".join(f"{chosen.name}, {problem}" for problem in problems))
    definitions: dict[str, Any] = {
        name: tuple(value) if isinstance(value, list) else value for name, value in given.get(_DEFINITIONS, {}).items()
    }
    return Settings(
        thresholds=Thresholds(**given.get(_THRESHOLDS, {})),
        definitions=Definitions(**definitions),
    )


def thresholds_of(manifest: Mapping[str, Any]) -> Thresholds:
    """Give the thresholds that a manifest shows; what it does not know yet is as shipped."""
    known = {field.name for field in fields(Thresholds)}
    return Thresholds(**{name: value for name, value in manifest[_THRESHOLDS].items() if name in known})


def definitions_of(manifest: Mapping[str, Any]) -> Definitions:
    """Give the working definitions that a manifest shows; what it does not say is as shipped."""
    known = {field.name for field in fields(Definitions)}
    given: dict[str, Any] = {name: value for name, value in dict(manifest.get("settings", {})).items() if name in known}
    made: dict[str, Any] = {n: tuple(value) if isinstance(value, list) else value for n, value in given.items()}
    return Definitions(**made)


def _problems(section: str, shipped: Mapping[str, Any], given: Mapping[str, Any]) -> list[str]:
    problems = []
    for name, value in given.items():
        if name not in shipped:
            problems.append(f"{section}.{name}: expected one of {', '.join(shipped)}")
            continue
        if isinstance(shipped[name], tuple):
            sets = value if isinstance(value, list) else []
            right = len(sets) == len(shipped[name]) and all(type(one) in (int, float) and one > 0 for one in sets)
            if not right or sorted(sets) != sets:
                problems.append(f"{section}.{name}: expected {len(shipped[name])} numbers above 0, ascending")
            continue
        whole = isinstance(shipped[name], int)
        if isinstance(value, bool) or not isinstance(value, int if whole else int | float):
            problems.append(f"{section}.{name}: expected a {'whole number' if whole else 'number'}")
        elif value <= 0 or (section == _THRESHOLDS and not whole and value > 1):
            problems.append(f"{section}.{name}: expected {'a part from 0 to 1' if not whole else '1 or more'}")
    return problems
