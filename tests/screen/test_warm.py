"""A release is prepared before anybody asks, and what is prepared is what the screens take."""

import gc
from pathlib import Path

import pytest

from data.releases import ReleaseError
from data.terms import Level
from pages.views import choosing, released, views
from pages.web import warm
from tests.screen.conftest import Open


def test_what_the_profile_asks_for_is_ready(at_home: Path, open_screen: Open) -> None:
    release_id = released.current_id() or ""
    views.area_view.cache_clear()
    made = warm.prepare(release_id)
    known = choosing.known_indicators(release_id).values()
    years = released.opened(release_id).years()
    assert made == sum(level in indicator.levels for indicator in known for level in warm.LEVELS) * len(years)
    before = views.area_view.cache_info().misses
    area = next(iter(views.names_today(release_id, Level.ELZ)))
    assert not open_screen("regioprofiel", niveau="elz", gebied=area).exception
    assert views.area_view.cache_info().misses == before


def test_every_view_of_three_years_is_kept() -> None:
    """55 indicators, three levels, three years: what is made first may not have gone when the last is made."""
    kept = views.area_view.cache_info().maxsize
    assert kept is not None
    assert kept >= 2 * 56 * len(warm.LEVELS) * 3


def test_what_is_prepared_is_out_of_the_collectors_sight() -> None:
    try:
        warm.settle()
        assert gc.get_freeze_count() > 0
    finally:
        gc.unfreeze()


def test_a_release_that_is_gone_is_told(at_home: Path) -> None:
    with pytest.raises(ReleaseError):
        warm.prepare("20260101T000000Z-00000000")
