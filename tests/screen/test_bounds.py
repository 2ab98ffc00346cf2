"""What a share would be whatever the silent practices would answer, in words."""

from dataclasses import replace
from pathlib import Path

import pytest

from aggregation.indicators import INDICATORS
from aggregation.shown.selection import Shown
from data.terms import TOTAL, Level, Measure
from pages.views import released, views
from pages.views.bounds import bounds_short, bounds_words
from pages.views.choosing import shown_by_code
from tests.screen.conftest import Open, text_of


@pytest.fixture
def stop(at_home: Path) -> views.AreaView:
    shown = shown_by_code(INDICATORS["P01"])["geen"]
    return views.area_view(released.current_id() or "", "P01", shown, 2026, Level.ELZ)


def test_the_ends_come_from_the_counts_and_are_rounded_outwards(stop: views.AreaView) -> None:
    row = replace(next(iter(stop.numbers.values())), count=5, answered=18, frame=30, withheld=False)
    said = bounds_words(stop, row)  # 5 of 30 is 16,7 %; 17 of 30 is 56,7 %
    assert "Wat de 12 praktijken zonder antwoord ook zouden zeggen" in said
    assert "tussen 16 en 57" in said
    assert bounds_short(stop, row).startswith("hoe dan ook 16–57")


def test_exact_ends_stay_as_they_are(stop: views.AreaView) -> None:
    row = replace(next(iter(stop.numbers.values())), count=57, answered=90, frame=100, withheld=False)
    assert bounds_short(stop, row).startswith("hoe dan ook 57–67")


def test_one_silent_practice_is_one(stop: views.AreaView) -> None:
    row = replace(next(iter(stop.numbers.values())), count=5, answered=29, frame=30, withheld=False)
    assert bounds_words(stop, row).startswith("Wat de ene praktijk zonder antwoord")


@pytest.mark.parametrize(
    "change",
    [
        {"answered": 30},
        {"answered": None},
        {"count": None},
        {"frame": None},
        {"withheld": True},
        {"value": float("nan")},
    ],
)
def test_nothing_is_said_where_nobody_is_silent_or_a_count_is_not_shown(
    stop: views.AreaView, change: dict[str, object]
) -> None:
    row = replace(next(iter(stop.numbers.values())), count=5, answered=18, frame=30, withheld=False)
    assert bounds_words(stop, row)
    assert bounds_words(stop, replace(row, **change)) == ""  # type: ignore[arg-type] # fields by name
    assert bounds_short(stop, replace(row, **change)) == ""  # type: ignore[arg-type] # fields by name


def test_nothing_is_said_of_doctors_and_of_means(stop: views.AreaView) -> None:
    row = replace(next(iter(stop.numbers.values())), count=5, answered=18, frame=30, withheld=False)
    assert bounds_words(replace(stop, indicator=INDICATORS["A05"]), row) == ""
    assert bounds_words(replace(stop, shown=Shown(category=TOTAL, measure=Measure.MEAN)), row) == ""


def test_the_profile_gives_the_ends_of_practice_shares_only(at_home: Path, open_screen: Open) -> None:
    area = next(iter(views.names_today(released.current_id() or "", Level.ELZ)))
    text = text_of(open_screen("regioprofiel", niveau="elz", gebied=area))
    assert text.count("hoe dan ook") == 1
    assert "Hoe dan ook" in text
