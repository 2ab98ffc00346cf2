"""The server of Databeheer: loopback alone, and only for who has the key that was told where it was started."""

import hmac
import os
import secrets
from collections.abc import Mapping
from http.cookies import CookieError, SimpleCookie
from pathlib import Path
from urllib.parse import parse_qs

import streamlit as st
from starlette.datastructures import Headers, MutableHeaders
from starlette.middleware import Middleware
from starlette.responses import PlainTextResponse, RedirectResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from databeheer import app
from pages.web.headers import HEADERS, settings

COOKIE, PARAMETER = "databeheer", "sleutel"
_SCRIPT = Path(__file__).parent / "entry" / "databeheer.py"
_HOSTS = ("localhost", "127.0.0.1", "[::1]")
_NO = (
    "Open Databeheer met het adres dat bij het starten gezegd werd. / "
    "Open Databeheer by the address that was told when it was started."
)


class Door:
    """ASGI middleware: no other machine's name, and nobody without the key of this start.

    Other accounts of this machine reach its loopback address too; the key keeps them out until there is a sign-in.
    """

    def __init__(self, app: ASGIApp, key: str) -> None:
        self.app, self._key = app, key

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, give it the cookie, or refuse it."""
        if scope["type"] not in ("http", "websocket"):
            await self.app(scope, receive, send)
            return

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in {**HEADERS, "cache-control": "no-store"}.items():
                    headers.setdefault(name, value)
            await send(message)

        headers = Headers(scope=scope)
        host = headers.get("host", "").rpartition(":")[0] or headers.get("host", "")
        given = parse_qs(scope["query_string"].decode("latin-1")).get(PARAMETER, [""])[0]
        if host not in _HOSTS:
            await self._refuse(scope, receive, send_with_headers, 421)
        elif scope["type"] == "http" and given and self._fits(given):
            answer = RedirectResponse("/", status_code=303)
            answer.set_cookie(COOKIE, self._key, httponly=True, samesite="strict")
            await answer(scope, receive, send_with_headers)
        elif self._fits(_cookie(headers)):
            await self.app(scope, receive, send_with_headers)
        else:
            await self._refuse(scope, receive, send_with_headers, 403)

    def _fits(self, given: str) -> bool:
        return hmac.compare_digest(given.encode(), self._key.encode())

    @staticmethod
    async def _refuse(scope: Scope, receive: Receive, send: Send, status: int) -> None:
        if scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": 1008})
            return
        await PlainTextResponse(_NO, status_code=status)(scope, receive, send)


def _cookie(headers: Mapping[str, str]) -> str:
    try:
        found = SimpleCookie(headers.get("cookie", "")).get(COOKIE)
    except CookieError:
        return ""
    return "" if found is None else found.value


def build_app(key: str) -> st.App:
    """Assemble the application: the pages, behind the door."""
    return st.App(_SCRIPT, middleware=[Middleware(Door, key=key)])


def new_key() -> str:
    """Draw the key of one start."""
    return secrets.token_urlsafe(24)


def serve(home: Path, port: int, incoming: Path | None, key: str) -> int:
    """Serve until stopped; 0 after an ordinary stop."""
    os.environ[app.HOME] = str(home.resolve())
    if incoming is not None:
        os.environ[app.DELIVERIES] = str(incoming.resolve())
    build_app(key).run(config=settings(Path(__file__).resolve().parents[1], port=port))
    return 0
