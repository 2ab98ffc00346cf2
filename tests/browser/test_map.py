"""The map follows the choice, and every page names its language."""

from urllib.request import urlopen

import pytest
from playwright.sync_api import expect

from tests.browser.test_journeys import DRAWN, Open, settle

pytestmark = pytest.mark.browser

DRAWN_CLASSES = "() => document.querySelector('.js-plotly-plot').data[0].z.join()"


def test_the_map_draws_what_is_chosen(server: str, new_page: Open) -> None:
    """Not the figure of before: Streamlit keeps the first figure of a chart whose identity stays the same."""
    page = new_page()
    page.goto(f"{server}/kaart?cijfer=A05&niveau=kring&jaar=2026")
    settle(page)
    page.wait_for_function(DRAWN)
    before = page.evaluate(DRAWN_CLASSES)
    page.get_by_role("combobox", name="Cijfer").click()
    page.get_by_role("option", name="Huisartsen per 10.000 inwoners").click()
    expect(page.locator(".zc-sub")).to_contain_text("Huisartsen per 10.000 inwoners")
    settle(page)
    page.wait_for_function(f"before => ({DRAWN_CLASSES})() !== before", arg=before)


@pytest.mark.parametrize(("query", "language"), [("", "nl"), ("?taal=en", "en"), ("?taal=%22%3E", "nl")])
def test_a_page_names_its_language(server: str, query: str, language: str) -> None:
    with urlopen(f"{server}/kaart{query}", timeout=20) as answer:  # noqa: S310 -- our own address
        assert f'<html lang="{language}">' in answer.read().decode()
