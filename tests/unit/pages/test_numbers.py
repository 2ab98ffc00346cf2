"""Numbers the Flemish way."""

import pytest

from data.terms import Measure
from pages.words.numbers import NO_BREAK, decimals_for, interval, number, percent, short, use_locale, with_unit
from pages.words.numbers import signed as signed_of
from pages.words.numbers import tick as tick_of


@pytest.mark.parametrize(
    ("value", "decimals", "text"),
    [(1234.5, 1, "1.234,5"), (0.0, 0, "0"), (-0.04, 1, "0,0"), (7e6, 0, "7.000.000")],
)
def test_number(value: float, decimals: int, text: str) -> None:
    assert number(value, decimals) == text


def test_a_percentage_keeps_its_sign_on_the_line() -> None:
    assert percent(62.4) == f"62{NO_BREAK}%"
    assert interval(58, 66, sign="%") == f"58–66{NO_BREAK}%"
    use_locale("en_GB")
    try:
        assert interval(58, 66, sign="%") == "58–66%"
    finally:
        use_locale("nl_BE")


def test_the_unit_of_the_registry_follows_the_number() -> None:
    assert with_unit(62.4, "% van de praktijken", percentage=True) == f"62{NO_BREAK}% van de praktijken"
    assert short(62.4, percentage=True) == f"62{NO_BREAK}%"
    assert with_unit(8.83, "per 10.000 inwoners", 1, percentage=False) == "8,8 per 10.000 inwoners"


@pytest.mark.parametrize(("half", "decimals"), [(3.0, 0), (0.95, 0), (0.3, 1), (0.01, 1)])
def test_never_more_digits_than_the_interval_allows(half: float, decimals: int) -> None:
    assert decimals_for(Measure.SHARE, [half]) == decimals


def test_without_interval_a_rate_has_one_decimal_and_a_share_none() -> None:
    assert decimals_for(Measure.RATE, []) == 1
    assert decimals_for(Measure.SHARE, [float("nan")]) == 0


@pytest.mark.parametrize(
    ("value", "tick", "signed"),
    [
        (0, "0", "0"),
        (5, "5", "+5"),
        (-5, "−5", "−5"),
        (0.5, "0,5", "+1"),
        (-0.25, "−0,25", "0"),
        (1200, "1.200", "+1.200"),
    ],
)
def test_a_tick_has_the_decimals_it_needs_and_a_change_its_sign(value: float, tick: str, signed: str) -> None:
    assert tick_of(value) == tick
    assert signed_of(value + 0.01 if value == 0.5 else value) == signed
