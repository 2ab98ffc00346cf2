"""Nothing impossible: no cell and no text tells a number that cannot be."""

from pathlib import Path

import pytest

from aggregation.indicators import INDICATORS
from data.releases import open_release
from data.terms import Level
from pages.shell import takeaway
from pages.views import released, views
from pages.views.besides import besides
from pages.words import numbers
from tests.screen import impossible
from tests.screen.conftest import Open, text_of


@pytest.mark.parametrize("level", [Level.ELZ, Level.GEMEENTE])
def test_no_text_tells_a_number_that_cannot_be(level: Level, at_home: Path) -> None:
    assert list(impossible.texts(released.current_id() or "", 2026, level)) == []


def test_no_cell_of_a_release_is_a_number_that_cannot_be(at_home: Path) -> None:
    frame = open_release(at_home).cells().frame
    assert len(frame) > 1000
    assert list(impossible.cells(frame)) == []


@pytest.mark.parametrize("level", [Level.KRING, Level.REGIO, Level.PROVINCIE])
def test_no_text_of_other_levels_tells_one_either(level: Level, at_home: Path) -> None:
    assert list(impossible.texts(released.current_id() or "", 2026, level)) == []


def test_a_value_outside_its_interval_is_found(at_home: Path) -> None:
    frame = open_release(at_home).cells(indicator="P01", level="elz", measure="share").frame
    assert list(impossible.cells(frame)) == []
    row = frame.index[frame["value"].notna() & frame["value"].between(5, 95)][0]
    for column, value, why in (("value", 101.0, "outside"), ("lower", None, "one end"), ("count", 10_000, "answers")):
        spoiled = frame.copy()
        spoiled.loc[row, column] = value
        assert why in " ".join(impossible.cells(spoiled))


def test_value_and_ends_are_written_as_finely() -> None:
    assert numbers.digits_of(0, 5.5, 5.6) == 1
    assert numbers.digits_of(0, 5.4, 6.4) == 0
    assert numbers.digits_of(1, 5.0, 5.0) == 1  # everybody answered: there is no interval to tell


def test_low_and_high_stand_on_every_screen_that_shows_their_number(at_home: Path, open_screen: Open) -> None:
    release_id = released.current_id() or ""
    view = views.main_view(release_id, "D08", 2026, Level.KRING)
    area = next(area for area, row in view.numbers.items() if row.known and besides(view, area))
    asked = {"jaar": "2026", "niveau": "kring", "gebied": area}
    assert "zeker actief" in text_of(open_screen("overzicht", jaar="2026"))
    assert "zeker actief" in text_of(open_screen("regioprofiel", **asked))
    for screen in ("kaart", "vergelijken"):
        assert "zeker actief" in text_of(open_screen(screen, cijfer="D08", **asked)), screen
    assert "zeker actief" in text_of(open_screen("capaciteit", **asked))


def test_a_citation_names_the_ima_year_of_what_it_cites(at_home: Path) -> None:
    release = released.current()
    assert release is not None
    for name, years in (("D08", (2024,)), ("D01", ())):
        view = views.main_view(release.id, name, 2026, Level.ELZ)
        assert takeaway.about_of(release, [view]).ima_years == years
        assert ("IMA" in view.indicator.source.label.nl) is bool(years)


def test_every_indicator_with_ends_says_what_they_are() -> None:
    told = {name for name, entry in INDICATORS.items() if entry.ends is not None}
    assert told == {"D06", "D08", "M10", "A04"}
    assert [name for name in told if INDICATORS[name].ends_apart] == ["D06"]
