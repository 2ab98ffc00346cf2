"""A reader makes a table and takes it along, with the mouse and with the keyboard alone."""

import csv
import io
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from bench.browsing import settle

pytestmark = pytest.mark.browser
Open = Callable[..., Page]


def test_the_file_holds_the_rows_of_the_screen(server: str, new_page: Open) -> None:
    page = new_page()
    page.goto(f"{server}/tabellen?cijfers=P01,A05&jaren=2026&niveau=elz")
    settle(page)
    with page.expect_download() as waiting:
        page.get_by_role("link", name="CSV voor Excel in België").click()
    text = Path(waiting.value.path()).read_text(encoding="utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text, newline=""), delimiter=";"))
    expect(page.locator(".zc-tally")).to_contain_text(f"{len(rows)} rijen")
    first = page.locator(".zc-table tbody tr").first
    expect(first.locator("th")).to_have_text(rows[0]["Gebied"])
    assert re.fullmatch(r"zorgcapaciteit-\d{8}T\d{6}Z-cijfers-A05-P01-2026-elz\.csv", waiting.value.suggested_filename)


def test_the_keyboard_alone_reaches_pages_and_files(server: str, new_page: Open) -> None:
    page = new_page()
    page.goto(f"{server}/tabellen?cijfers=P01&jaren=2026&niveau=gemeente")
    settle(page)
    page.get_by_role("button", name="Volgende").focus()
    page.keyboard.press("Enter")
    expect(page.locator(".st-key-bladzijden")).to_contain_text("Bladzijde 2 van")
    assert "bladzijde=2" in page.url
    page.get_by_role("link", name="Parquet").focus()
    with page.expect_download() as waiting:
        page.keyboard.press("Enter")
    assert Path(waiting.value.path()).read_bytes()[:4] == b"PAR1"
