"""CONTRIBUTING's recipe for a download format, followed on the registry in memory: one entry, and everything has it."""

import asyncio
import json
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from starlette.applications import Starlette

from data.releases import Release
from data.terms import Text
from pages.api import answers
from pages.tabellen import listed
from pages.views import addresses, downloads, released
from pages.views.choices import Level
from pages.views.downloads import FILES, File
from pages.views.selecting import Selection
from tests.releases import make_release


def _lines(release: Release, selection: Selection, _name: str) -> bytes:
    flat = downloads.rows_of(release, selection)[["indicator", "area", "year", "value"]]
    return flat.to_json(orient="records", lines=True).encode()


@pytest.fixture
def release(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Release:
    """Add a format to the registry, over a home with one release."""
    make_release(tmp_path, years=(2026,))
    monkeypatch.setenv(released.HOME_VARIABLE, str(tmp_path))
    monkeypatch.setitem(
        FILES,
        "cells.jsonl",
        File(
            name="cells.jsonl", media="application/jsonl", file_type="JSON",
            title=Text(nl="Regels JSON", en="JSON lines"),
            maker=_lines, chosen=True, weight=(0, 80), meant="Een regel JSON per getal.",
        ),
    )  # fmt: skip
    found = released.current()
    assert found is not None
    return found


def _asked(path: str) -> tuple[int, dict[str, str], str]:
    place, _sign, query = path.partition("?")
    scope = {
        "type": "http", "method": "GET", "path": place, "raw_path": place.encode(), "query_string": query.encode(),
        "headers": [], "scheme": "http", "server": ("localhost", 80), "http_version": "1.1", "root_path": "",
    }  # fmt: skip
    sent: list[Any] = []

    async def receive() -> dict[str, Any]:
        await asyncio.Event().wait()  # nobody hangs up before the answer is there
        raise RuntimeError("expected no message after the question")

    async def send(message: Any) -> None:
        sent.append(message)

    # In a thread of its own: a browser test before this one leaves its loop running.
    with ThreadPoolExecutor(1) as pool:
        pool.submit(asyncio.run, Starlette(routes=answers.routes())(scope, receive, send)).result()
    headers = {name.decode(): value.decode() for name, value in sent[0]["headers"]}
    return sent[0]["status"], headers, b"".join(part.get("body", b"") for part in sent[1:]).decode()


def test_one_entry_makes_a_format(release: Release) -> None:
    chosen = Selection(indicator=("A05",), level=("elz",), year=(2026,), content="main")
    status, headers, text = _asked(f"{addresses.RELEASES}/current/cells.jsonl?{chosen.query()}")
    assert (status, headers["content-type"]) == (200, "application/jsonl")
    rows = [json.loads(line) for line in text.splitlines()]
    assert len(rows) == len(downloads.rows_of(release, chosen))
    assert {(row["indicator"], row["year"]) for row in rows} == {("A05", 2026)}
    _status, _headers, contents = _asked(f"{addresses.RELEASES}/current/")
    assert "cells.jsonl" in {file["name"] for file in json.loads(contents)["files"]}
    markup = listed.files(release, chosen, Level.ELZ)
    assert "Regels JSON" in markup
    assert "Een regel JSON per getal." in markup
    assert f"cells.jsonl?{chosen.query()}".replace("&", "&amp;") in markup


def test_its_faults_are_those_of_every_file(release: Release) -> None:
    status, _headers, text = _asked(f"{addresses.RELEASES}/current/cells.jsonl?indicator=XX&soort=rond")
    assert status == 400
    assert {fault["parameter"] for fault in json.loads(text)["faults"]} == {"indicator", "soort"}
