"""The health address is well exactly when the screens can show the published release."""

import asyncio
import json
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from starlette.requests import Request

from data.releases import current_id
from pages.views import released
from pages.web import health
from pages.web.lost import is_lost
from tests.releases import make_release


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv(released.HOME_VARIABLE, str(tmp_path))
    released._open.cache_clear()
    return tmp_path


def asked() -> tuple[int, dict[str, Any]]:
    with ThreadPoolExecutor(1) as apart:  # a browser test of this process may have left a loop running here
        response = apart.submit(lambda: asyncio.run(health.answer(_request()))).result()
    assert response.headers["cache-control"] == "no-store"
    return response.status_code, json.loads(bytes(response.body))


def _request(path: str = health.ADDRESS) -> Request:
    scope = {"type": "http", "method": "GET", "path": path, "query_string": b"", "scheme": "http"}
    return Request({**scope, "server": ("localhost", 80), "headers": [(b"accept", b"text/html")]})


def test_health_follows_release_pointer_and_ledger(home: Path) -> None:
    assert asked() == (
        503,
        {"status": "empty", "reason": "nothing published", "todo": "zorgcapaciteit releases publish"},
    )
    make_release(home, years=(2026,))
    code, told = asked()
    assert (code, told["status"], told["release"], told["age_days"]) == (200, "ok", current_id(home), 0)
    ledger = home / "releases" / "ledger.jsonl"
    whole = ledger.read_bytes()
    ledger.write_bytes(b"not a ledger\n")
    code, told = asked()
    assert (code, told["status"]) == (503, "broken")
    assert str(home) not in json.dumps(told)
    ledger.write_bytes(whole)
    assert asked()[0] == 200
    released._open.cache_clear()
    (home / "releases" / str(current_id(home)) / "certificate.json").unlink()
    assert asked()[0] == 503


def test_the_address_is_not_taken_for_a_lost_one() -> None:
    assert is_lost(_request("/nowhere"))
    assert not is_lost(_request())
