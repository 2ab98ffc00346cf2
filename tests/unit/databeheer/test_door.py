"""The door of Databeheer: who has not the key of this start gets nothing, by whatever way."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from databeheer.server import COOKIE, PARAMETER, Door

KEY = "k" * 32


def asked(kind: str = "http", query: str = "", **headers: str) -> tuple[int, dict[str, str], bool]:
    """Ask the door for something; gives status (or close code), headers, and whether it let it through."""
    through: list[bool] = []
    said: list[dict[str, Any]] = []

    async def behind(_scope: Any, _receive: Any, send: Any) -> None:
        through.append(True)
        if kind == "http":
            await send({"type": "http.response.start", "status": 200, "headers": []})
            await send({"type": "http.response.body", "body": b""})

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: Any) -> None:
        said.append(message)

    scope = {
        "type": kind,
        "method": "GET",
        "path": "/",
        "query_string": query.encode(),
        "headers": [(name.encode(), value.encode()) for name, value in {"host": "localhost:8601", **headers}.items()],
    }
    with ThreadPoolExecutor(1) as pool:  # a browser that another test drives keeps a loop of its own in this thread
        pool.submit(asyncio.run, Door(behind, KEY)(scope, receive, send)).result()
    first = said[0] if said else {}
    told = {name.decode(): value.decode() for name, value in first.get("headers", [])}
    return int(first.get("status", first.get("code", 0))), told, bool(through)


def test_the_address_of_the_start_gives_a_cookie_that_opens_pages_and_the_line_behind_them() -> None:
    status, headers, through = asked(query=f"{PARAMETER}={KEY}")
    assert (status, through) == (303, False)
    assert f"{COOKIE}={KEY}" in headers["set-cookie"]
    assert {"httponly", "samesite=strict"} <= {part.strip().lower() for part in headers["set-cookie"].split(";")}
    status, headers, through = asked(cookie=f"{COOKIE}={KEY}")
    assert (status, through) == (200, True)
    assert "frame-ancestors 'none'" in headers["content-security-policy"]
    assert headers["cache-control"] == "no-store"
    assert asked("websocket", cookie=f"{COOKIE}={KEY}")[2]


@pytest.mark.parametrize("kind", ["http", "websocket"])
@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"cookie": f"{COOKIE}={'x' * 32}"},
        {"cookie": f"{COOKIE}="},
        {"cookie": f"other={KEY}"},
        {"cookie": "\x00;;=é"},
        {"host": "evil.test", "cookie": f"{COOKIE}={KEY}"},
        {"host": "10.0.0.4:8601", "cookie": f"{COOKIE}={KEY}"},
    ],
)
def test_everybody_else_gets_nothing(kind: str, headers: dict[str, str]) -> None:
    status, _headers, through = asked(kind, query="sleutel=wrong", **headers)
    assert not through
    assert status in (403, 421, 1008)
