"""Somebody signs in with a provider in a browser, reads the role in the frame, and signs out everywhere."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from bench.browsing import PATIENCE, settle
from tests.providers import ROLES, claims, mock, signing_in

pytestmark = pytest.mark.browser


def test_a_role_is_told_in_the_frame_and_gone_after_signing_out(
    small_home: Path, chromium: Browser, tmp_path: Path
) -> None:
    with mock() as issuer, signing_in(small_home, tmp_path, issuer) as address:
        claims(issuer, "anna", rollen=ROLES["data_team"])
        context = chromium.new_context(locale="nl-BE")
        page = context.new_page()
        page.goto(f"{address}/over-deze-cijfers", timeout=PATIENCE)
        settle(page)
        expect(page.get_by_text("Aangemeld als")).to_have_count(0)
        page.get_by_role("button", name="Aanmelden").click()
        page.locator("input[name=sub]").fill("anna", timeout=PATIENCE)
        page.locator("button[type=submit]").first.click()
        expect(page.get_by_text("Aangemeld als dataploeg")).to_be_visible(timeout=PATIENCE)
        other = context.new_page()
        other.goto(f"{address}/over-deze-cijfers", timeout=PATIENCE)
        expect(other.get_by_text("Aangemeld als dataploeg")).to_be_visible(timeout=PATIENCE)
        settle(page)
        page.get_by_role("button", name="Afmelden").click()
        page.get_by_role("button", name="End session").click(timeout=PATIENCE)
        expect(page.get_by_role("button", name="Aanmelden")).to_be_visible(timeout=PATIENCE)
        expect(page.get_by_text("Aangemeld als")).to_have_count(0)
        settle(other)
        other.get_by_role("link", name="Overzicht").first.click()  # a window that stood open: its session has ended too
        expect(other.get_by_role("button", name="Aanmelden")).to_be_visible(timeout=PATIENCE)
        context.close()
