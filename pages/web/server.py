"""The web server around the screens: layers of a release by address, and what a public server must refuse.

Everything a browser needs comes from here; the content policy lets it ask nowhere else.
"""

import gzip
import re
import tomllib
from functools import lru_cache
from html import escape
from pathlib import Path
from typing import Any

import streamlit as st
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit.runtime.pages_manager import PagesManager

from data.terms import Level
from geo import layers
from pages.api import answers as machine
from pages.figures import answers as figures
from pages.figures import letters
from pages.shell.screen import known
from pages.views import released
from pages.web import first_picture, kept_view, labels, lost, packed, preloads
from pages.words import language
from pages.words.language import gettext

_POLICY = {
    "default-src": "'self'",
    "script-src": "'self' 'unsafe-inline' 'wasm-unsafe-eval'",  # Streamlit's page starts with an inline script
    "worker-src": "'self' blob:",  # the map draws in a worker made from a blob
    "child-src": "'self' blob:",
    "style-src": "'self' 'unsafe-inline'",  # Streamlit writes its styles into the page
    "img-src": "'self' data: blob:",
    "font-src": "'self' data:",
    "connect-src": "'self'",
    "object-src": "'none'",
    "base-uri": "'self'",
    "form-action": "'self'",
    "frame-ancestors": "'none'",
}
CONTENT_POLICY = "; ".join(f"{name} {value}" for name, value in _POLICY.items())
HEADERS = {
    "content-security-policy": CONTENT_POLICY,
    "x-frame-options": "DENY",
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
    "permissions-policy": "geolocation=(), camera=(), microphone=(), payment=(), usb=()",
    "cross-origin-opener-policy": "same-origin",
}
_BLOCKED = ("/_stcore/metrics", "/_stcore/upload_file", "/_stcore/script-health-check", "/_stcore/agent")
_FOREVER = "public, max-age=31536000, immutable"
_LAYER = re.compile(r"[a-z]{3,12}")
_NO_SCRIPT = re.compile(rb"<noscript>.*?</noscript>", re.DOTALL)
_ROOT = b'<div id="root">'
"""Where Streamlit draws: nothing but its page has it."""

_HERE = b'<script>window.__streamlit = {BACKEND_BASE_URL: location.origin + "/"}</script>'
"""Where the server is: from ``/kaart`` Streamlit would ask ``/kaart/_stcore`` first, and again after a pause."""

_SKIP = (
    "const bar = document.querySelector('.st-key-gebiedbalk');"
    "const next = bar &amp;&amp; bar.parentElement.nextElementSibling;"
    "const to = next || document.querySelector('[data-testid=stMain]');"
    "if (to) { to.tabIndex = -1; to.focus(); to.scrollIntoView({block: 'nearest'}); }"
    "return false"
)
"""Past the navigation, the language and the bar to search areas: to where a screen itself begins."""


class Guard:
    """ASGI middleware: security headers on every answer, 404 on addresses nobody needs, the page in its language."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or refuse it."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        spoken = language.of_query(scope["query_string"].decode("latin-1"))
        screen = scope["path"].strip("/")
        held: list[Message] = []

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                given = {name.lower() for name, _ in message["headers"]}
                message["headers"] = [
                    *message["headers"],
                    *((n.encode(), v.encode()) for n, v in HEADERS.items() if n.encode() not in given),
                ]
                held.append(message)  # the length stands in it, and what follows may become longer
                return
            added = 0
            if message["type"] == "http.response.body":
                message = _in_language(message, spoken)
                if held and not message.get("more_body", False):
                    message, added = _with_preloads(message, screen)
            while held:
                await send(_longer(held.pop(), added))
            await send(message)

        if scope["path"].rstrip("/").startswith(_BLOCKED):
            await _not_found(spoken)(scope, receive, send_with_headers)
            return
        if scope["path"].rstrip("/") == f"/{next(iter(known()))}":  # Streamlit knows where one lands as / alone
            query = scope["query_string"].decode("latin-1")
            await RedirectResponse(f"/?{query}" if query else "/")(scope, receive, send_with_headers)
            return
        if (ready := packed.answer(scope)) is not None:
            await ready(scope, receive, send_with_headers)
            return
        if lost.is_lost(Request(scope)):
            await lost.answer(spoken)(scope, receive, send_with_headers)
            return
        if "." not in scope["path"].rpartition("/")[2]:  # a page: in packed bytes its language cannot be named
            plain = [(name, value) for name, value in scope["headers"] if name != b"accept-encoding"]
            scope = {**scope, "headers": plain}
        await self.app(scope, receive, send_with_headers)


def _not_found(spoken: str) -> PlainTextResponse:
    language.use(spoken)
    return PlainTextResponse(gettext("Niet gevonden"), status_code=404)


def _in_language(message: Message, spoken: str) -> Message:
    """Name the language of the page and begin it with a link past the navigation; its length stays as announced."""
    body: bytes = message.get("body", b"")
    if b'<html lang="en">' not in body:
        return message
    body = body.replace(b'<html lang="en">', f'<html lang="{spoken}">'.encode(), 1)
    return {**message, "body": _NO_SCRIPT.sub(lambda found: _opening(spoken, len(found[0])), body, count=1)}


def _with_preloads(message: Message, screen: str) -> tuple[Message, int]:
    """Name in the head of a page what its screen will ask for; give the bytes by which it grew."""
    body: bytes = message.get("body", b"")
    if _ROOT not in body:
        return message, 0
    longer = body.replace(b"</head>", _HERE + preloads.links(screen) + kept_view.TAG + b"</head>", 1)
    return {**message, "body": longer}, len(longer) - len(body)


def _longer(start: Message, added: int) -> Message:
    """Announce ``added`` more bytes."""
    headers = [
        (name, str(int(value) + added).encode() if name.lower() == b"content-length" else value)
        for name, value in start["headers"]
    ]
    return {**start, "headers": headers}


def _opening(spoken: str, length: int) -> bytes:
    """Write what stands before everything else, in ``length`` bytes; nothing where that is too few."""
    language.use(spoken)
    script_off = escape(gettext("Zet JavaScript aan om de cijfers te zien."))
    text = (
        f"{labels.tag(spoken)}<noscript><p>{script_off}</p></noscript>"
        f'<a class="zc-skip" href="#" onclick="{_SKIP}">{escape(gettext("Naar de inhoud"))}</a>'
    ).encode()
    return text.ljust(length) if len(text) <= length else b" " * length


def answer_layer(request: Request) -> Response:
    """Answer with a layer of the published release: gzip, cached for good because a release never changes."""
    release_id, layer = request.path_params["release_id"], request.path_params["layer"]
    if not _LAYER.fullmatch(layer) or release_id != released.current_id():
        return _not_found(language.of_query(request.url.query))
    try:
        packed = _packed_layer(release_id, layer)
    except KeyError:
        return _not_found(language.of_query(request.url.query))
    headers = {"cache-control": _FOREVER, "vary": "Accept-Encoding"}
    if "gzip" in request.headers.get("accept-encoding", ""):
        return Response(packed, media_type="application/geo+json", headers=headers | {"content-encoding": "gzip"})
    return Response(gzip.decompress(packed), media_type="application/geo+json", headers=headers)


@lru_cache(maxsize=16)
def _packed_layer(release_id: str, layer: str) -> bytes:
    spacing = released.HATCHES.get(layer)
    text = released.layer_text(release_id, Level.VLAANDEREN.value if spacing else layer)
    if spacing:
        text = layers.hatch_lines(text, spacing=spacing)
    return gzip.compress(text.encode(), compresslevel=9, mtime=0)


def build_app(script: Path) -> st.App:
    """Assemble the ASGI application around the script of the screens.

    Streamlit would serve every file of ``pages/`` by itself until the script has run once; that is switched off, so a
    fresh server shows nothing but what ``app.py`` registers.
    """
    PagesManager.uses_pages_directory = False
    return st.App(
        script,
        routes=[
            Route("/layers/{release_id}/{layer}.geojson", answer_layer, methods=["GET"]),
            Route(kept_view.ADDRESS, kept_view.answer, methods=["GET"]),
            Route(labels.ADDRESS, labels.answer, methods=["GET"]),
            Mount("/fonts", StaticFiles(directory=letters.FOLDER)),
            *first_picture.routes(),
            *figures.routes(),
            *machine.routes(),
        ],
        middleware=[Middleware(Guard)],
    )


def settings(root: Path, *, port: int) -> dict[str, Any]:
    """Read the settings of the screens from ``.streamlit/config.toml`` as dotted names, and add the port."""
    tree = tomllib.loads((root / ".streamlit" / "config.toml").read_text(encoding="utf-8"))
    return {**_flatten(tree), "server.port": port}


def _flatten(tree: dict[str, Any], prefix: str = "") -> dict[str, Any]:
    flat: dict[str, Any] = {}
    for name, value in tree.items():
        if isinstance(value, dict):
            flat |= _flatten(value, f"{prefix}{name}.")
        else:
            flat[f"{prefix}{name}"] = value
    return flat
