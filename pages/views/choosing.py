"""The choices that screens share: which indicators, years and levels a release holds, and how they are called."""

from functools import lru_cache

from aggregation.indicators import INDICATORS, Indicator, Kind
from aggregation.shown.selection import Shown, choices
from data.terms import Level, Measure
from pages.views import released
from pages.words import language, numbers, phrases
from pages.words.language import gettext as _
from pages.words.language import mark

CLASSES = mark("Zeker, mogelijk of niet")
FINE_LEVELS = (Level.PROVINCIE, Level.REGIO, Level.KRING, Level.ELZ, Level.GEMEENTE)
"""Levels that may have a map, in the order of the control; a delivery may name no regions."""


@lru_cache(maxsize=4)
def fine_levels(release_id: str) -> tuple[Level, ...]:
    """Give the levels below Flanders that a release has areas of."""
    drawn = released.opened(release_id).layers()
    return tuple(level for level in FINE_LEVELS if level.value in drawn)


@lru_cache(maxsize=4)
def known_indicators(release_id: str) -> dict[str, Indicator]:
    """Give the indicators that both the registry and the release hold, in the order of the registry."""
    held = set(released.opened(release_id).indicator_table()["indicator"].astype(str))
    return {name: entry for name, entry in INDICATORS.items() if name in held}


def mappable(release_id: str) -> dict[str, Indicator]:
    """Give the indicators that exist below Flanders."""
    return {
        name: entry
        for name, entry in known_indicators(release_id).items()
        if any(level in entry.levels for level in fine_levels(release_id))
    }


def levels_of(release_id: str, indicator: Indicator) -> list[Level]:
    """Levels of a release that an indicator can be mapped on."""
    return [level for level in fine_levels(release_id) if level in indicator.levels]


def shown_by_code(indicator: Indicator) -> dict[str, Shown]:
    """List what of an indicator can be shown, by its code in the address; the first is the default."""
    return {shown.code: shown for shown in choices(indicator)}


def label_of(indicator: Indicator, shown: Shown) -> str:
    """Name what is shown: the answer, or the measure with its unit."""
    if shown.is_class:
        return _(CLASSES)
    if shown.measure is Measure.SHARE:
        return language.pick(indicator.label_of(shown.category))
    if indicator.kind is Kind.RATE:
        unit = language.pick(indicator.unit)
        return language.capital(unit)
    return _(phrases.MEASURE[shown.measure])


def full_label(indicator: Indicator, shown: Shown) -> str:
    """Name what is shown where nothing around it names the indicator: no bare "Ja"."""
    if shown.is_class or shown.measure is not Measure.SHARE:
        return language.pick(indicator.label)
    answer = language.pick(indicator.label_of(shown.category))
    if shown.category == indicator.headline_category and indicator.headline_label is not None:
        return answer
    return f"{language.pick(indicator.label)}: {language.small(answer)}"


def measured_label(indicator: Indicator, shown: Shown) -> str:
    """Name what is shown in full, with its measure where that is not plain (a median, a part of the answers)."""
    name = full_label(indicator, shown)
    if shown.measure in phrases.SPREAD:
        return f"{name}: {language.small(_(phrases.MEASURE[shown.measure]))}"
    return name


def written(indicator: Indicator, measure: Measure, value: float, decimals: int) -> str:
    """Write a value without its unit: ``62 %``, ``50``, ``−3``."""
    if measure is Measure.GAP:
        return numbers.signed(value)
    return numbers.short(value, decimals, percentage=indicator.in_percent(measure))


def interval_of(
    measure: Measure, ends: tuple[float, float], decimals: int, *, sign: str = "", between: str = ""
) -> str:
    """Write both ends of an interval, a dash between them where nothing is said; a word where they have their sign."""
    if measure is Measure.GAP:
        low, high = (numbers.signed(end) for end in ends)
        return f"{low}{between}{high}" if between else _("{low} tot {high}").format(low=low, high=high)
    return numbers.interval(*ends, decimals, sign=sign, between=between or "–")


def unit_words(indicator: Indicator, shown: Shown | None = None) -> str:
    """Give the unit under the name of a number; '' where each area is said to be of a class."""
    return "" if shown is not None and shown.is_class else language.pick(indicator.unit)
