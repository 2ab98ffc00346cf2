"""A profile of every number is short on a desk, opens where a reader jumps to, and is whole on paper."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from bench.browsing import settle

pytestmark = pytest.mark.browser
Open = Callable[..., Page]
LONGEST = 2_500
"""Pixels of a profile on a desk."""
TALL = "() => Math.max(...[...document.querySelectorAll('[data-testid=stMain]')].map((it) => it.scrollHeight))"
SHOWN = (
    "() => [...document.querySelectorAll('.zc-group .zc-row .zc-strip')].filter((it) => it.checkVisibility()).length"
)


@pytest.mark.parametrize(
    "area", ["niveau=elz&gebied=elz10", "niveau=kring&gebied=K50", "niveau=provincie&gebied=10000"]
)
def test_a_profile_is_short_on_a_desk(area: str, demo_server: str, new_page: Open) -> None:
    page = new_page(1440)
    page.goto(f"{demo_server}/regioprofiel?{area}")
    settle(page)
    assert page.evaluate(TALL) <= LONGEST


def test_a_jump_opens_a_part_and_paper_has_all(demo_server: str, new_page: Open) -> None:
    page = new_page(1440)
    page.goto(f"{demo_server}/regioprofiel?niveau=elz&gebied=elz10")
    settle(page)
    hours = page.get_by_role("link", name="Werkuren per week", exact=True)
    expect(hours).to_be_hidden()
    page.get_by_role("navigation", name="Op deze pagina").get_by_role("link", name="De artsen").click()
    expect(hours).to_be_visible()
    few = page.evaluate(SHOWN)
    page.emulate_media(media="print")
    assert page.evaluate(SHOWN) == page.locator(".zc-group .zc-row .zc-strip").count() > few
