"""Numbers as the reader sees them: the Flemish way, and never more digits than their uncertainty allows."""

import math
from collections.abc import Iterable
from contextvars import ContextVar
from functools import cache, lru_cache

from babel.numbers import NumberPattern, format_decimal, get_decimal_symbol, get_group_symbol, parse_pattern

from data.terms import Measure

_locale: ContextVar[str] = ContextVar("locale", default="nl_BE")
NO_BREAK = "\N{NO-BREAK SPACE}"
"""Keeps a number and its unit on one line."""

_SPACE_BEFORE_PERCENT = ("nl_BE",)

_MOST_DECIMALS = {
    Measure.COUNT: 0,
    Measure.SHARE: 1,
    Measure.SHARE_WEIGHTED: 1,
    Measure.MEAN: 1,
    Measure.MEAN_WEIGHTED: 1,
    Measure.MEDIAN: 1,
    Measure.P25: 1,
    Measure.P75: 1,
    Measure.RATE: 1,
    Measure.LOW: 1,
    Measure.HIGH: 1,
    Measure.COVERAGE: 0,
    Measure.GAP: 0,
}
_WITHOUT_INTERVAL = {Measure.RATE: 1, Measure.LOW: 1, Measure.HIGH: 1}


def needed(value: float) -> int:
    """Give how many decimals a value needs to be written in full, three at most."""
    return next(n for n in (0, 1, 2, 3) if n == 3 or math.isclose(value, round(value, n), abs_tol=1e-9))


def tick(value: float) -> str:
    """Write a value of an axis with no more decimals than it needs; the unit stands beside the axis."""
    return number(value, needed(value))


def signed(value: float, decimals: int = 0) -> str:
    """Write a change with its sign; none before what rounds to nothing."""
    text = number(abs(value), decimals)
    if not any(figure in text for figure in "123456789"):
        return text
    return f"{'+' if value > 0 else '−'}{text}"


def separators() -> str:
    """Give the decimal sign and the sign between thousands, for a chart that writes numbers by itself."""
    return f"{get_decimal_symbol(locale())}{get_group_symbol(locale())}"


def use_locale(locale: str) -> None:
    """Write numbers as in ``locale`` (``nl_BE``, ``en_GB``) from here on, in this thread of work."""
    _locale.set(locale)


def locale() -> str:
    """Give the locale in use."""
    return _locale.get()


@cache
def _pattern(decimals: int) -> NumberPattern:
    return parse_pattern("#,##0" + ("." + "0" * decimals if decimals else ""))


def number(value: float, decimals: int = 0) -> str:
    """Write a number with a decimal comma and points between thousands; below zero with a minus, not a hyphen.

    Examples
    --------
    >>> number(1234.5, 1)
    '1.234,5'
    >>> number(-0.04, 1)
    '0,0'
    >>> number(-3)
    '−3'
    """
    return _written(round(float(value), decimals) + 0.0, decimals, _locale.get())


@lru_cache(maxsize=65_536)  # a page writes hundreds of numbers, and mostly the same ones
def _written(rounded: float, decimals: int, spoken: str) -> str:
    return format_decimal(rounded, format=_pattern(decimals), locale=spoken).replace("-", "−")


def percent(value: float, decimals: int = 0) -> str:
    """Write a percentage (0-100), no-break space before the sign.

    Examples
    --------
    >>> percent(62.3).replace(NO_BREAK, "_")
    '62_%'
    """
    return f"{number(value, decimals)}{percent_sign()}"


def short(value: float, decimals: int = 0, *, percentage: bool) -> str:
    """Write a bare value, for tables, maps and axes: ``62 %``, ``50``."""
    return percent(value, decimals) if percentage else number(value, decimals)


def percent_sign() -> str:
    """Give the sign of a percentage as the language writes it: after a no-break space in Dutch."""
    return f"{NO_BREAK}%" if _locale.get() in _SPACE_BEFORE_PERCENT else "%"


def decimals_for(measure: Measure, half_widths: Iterable[float]) -> int:
    """Tell how many decimals a column of numbers of one measure deserves.

    Parameters
    ----------
    measure : what the numbers are; it caps the decimals at what the release holds.
    half_widths : half the 95 % interval of each number, in the unit of the number; missing ones are left out.

    Returns
    -------
    The decimals at which a step is not finer than the middle interval is wide: ± 3 points allows none, ± 0.2 one.
    Without any interval: none for shares and averages, one for rates.

    Examples
    --------
    >>> decimals_for(Measure.SHARE, [3.2, 4.1]), decimals_for(Measure.RATE, [0.2]), decimals_for(Measure.RATE, [])
    (0, 1, 1)
    """
    known = sorted(width for width in map(float, half_widths) if not math.isnan(width) and width > 0)
    if not known:
        return _WITHOUT_INTERVAL.get(measure, 0)
    middle = known[len(known) // 2]
    return min(_MOST_DECIMALS[measure], max(0, math.ceil(-math.log10(2 * middle) - 0.001)))


def digits_of(decimals: int, lower: float, upper: float) -> int:
    """Give the decimals of a value and its interval: one more where both ends would read alike, "5 to 5" tells nothing.

    Value and ends are written with the same decimals, so that a value always lies in its interval as it is read.

    Examples
    --------
    >>> digits_of(0, 5.5, 5.6), digits_of(0, 40.0, 62.0), digits_of(1, math.nan, math.nan)
    (1, 0, 1)
    """
    if math.isnan(lower) or math.isnan(upper) or lower == upper:
        return decimals
    return decimals + 1 if number(lower, decimals) == number(upper, decimals) else decimals


def with_unit(value: float, unit: str, decimals: int = 0, *, percentage: bool) -> str:
    """Write a value with its unit from the registry: ``62 % van de praktijken``, ``50 uur per week``.

    Parameters
    ----------
    unit : unit phrase of the registry; that of a percentage begins with its sign.
    """
    text = short(value, decimals, percentage=percentage)
    rest = unit.removeprefix("%").strip()
    return f"{text} {rest}" if rest else text


def interval(lower: float, upper: float, decimals: int = 0, *, sign: str = "", between: str = "–") -> str:
    """Write an interval: ``58–66 %`` with ``sign="%"``."""
    text = f"{number(lower, decimals)}{between}{number(upper, decimals)}"
    if sign == "%":
        return text + percent_sign()
    return f"{text}{NO_BREAK}{sign}" if sign else text
