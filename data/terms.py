"""Words that every room shares: levels, roles, measures and the SDMX flags of a released number.

The values are those of the release format (``docs/release-format.md``); nothing else may be written to a cube.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

FLANDERS = "VL"
"""Area id of the level ``vlaanderen``."""

TOTAL = "total"
"""Category of all who answered a question."""

BAR = "|"
"""Joins option codes: several answers in a delivery, a two-way collapse in a cube."""


class Level(StrEnum):
    """Area levels of a release, coarse to fine."""

    VLAANDEREN = "vlaanderen"
    PROVINCIE = "provincie"
    REGIO = "regio"
    KRING = "kring"
    ELZ = "elz"
    GEMEENTE = "gemeente"


BELOW_FLANDERS = (Level.PROVINCIE, Level.REGIO, Level.KRING, Level.ELZ, Level.GEMEENTE)
"""Levels that the membership has a column of; a delivery may lack the regions, and that column is then empty."""

PROVINCES = {
    "1": ("10000", "Antwerpen"),
    "2": ("20001", "Vlaams-Brabant"),
    "3": ("30000", "West-Vlaanderen"),
    "4": ("40000", "Oost-Vlaanderen"),
    "7": ("70000", "Limburg"),
}
"""First digit of the NIS code of a municipality to the id and the name of its province."""


class Role(StrEnum):
    """Who a response row is about."""

    HUISARTS = "huisarts"
    HAIO = "haio"
    PRAKTIJK = "praktijk"


class UnitCounted(StrEnum):
    """What one unit of a count is."""

    DOCTOR = "doctor"
    PRACTICE = "practice"


class Measure(StrEnum):
    """What a number is; a weighted twin ends in ``_weighted``.

    ``low`` and ``high`` are ends that a definition gives, no interval; ``coverage`` is the percentage of those who
    could have been counted that is behind a number; ``gap`` a distance from a threshold.
    """

    COUNT = "count"
    SHARE = "share"
    MEAN = "mean"
    MEDIAN = "median"
    P25 = "p25"
    P75 = "p75"
    RATE = "rate"
    LOW = "low"
    HIGH = "high"
    COVERAGE = "coverage"
    GAP = "gap"
    SHARE_WEIGHTED = "share_weighted"
    MEAN_WEIGHTED = "mean_weighted"


class Status(StrEnum):
    """SDMX observation status (CL_OBS_STATUS)."""

    NORMAL = "A"
    ESTIMATED = "E"
    LOW_RELIABILITY = "U"
    NO_DATA = "O"


class Confidentiality(StrEnum):
    """SDMX confidentiality status (CL_CONF_STATUS): free or withheld, never the reason."""

    FREE = "F"
    WITHHELD = "C"


class Disclosure(StrEnum):
    """Disclosure class of an indicator; decides thresholds (``docs/data-protection.md``)."""

    PUBLIC = "public"
    PROTECTED = "protected"
    SENSITIVE = "sensitive"


@dataclass(frozen=True, kw_only=True)
class Text:
    """A phrase in the two languages of the product."""

    nl: str
    en: str

    def __post_init__(self) -> None:
        """Refuse a phrase that misses a language."""
        if not self.nl.strip() or not self.en.strip():
            raise ValueError(f"expected a Dutch and an English phrase, found nl={self.nl!r}, en={self.en!r}")


def is_label(value: Any) -> bool:
    """Tell whether a value of a data file is a phrase in both languages, fit for :class:`Text`."""
    return (
        isinstance(value, dict)
        and set(value) == {"nl", "en"}
        and all(isinstance(text, str) and text.strip() for text in value.values())
    )
