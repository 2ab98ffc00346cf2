"""The web server around the screens: layers of a release by address, and what a public server must refuse.

Everything a browser needs comes from here; the content policy lets it ask nowhere else.
"""

import re
from functools import lru_cache
from pathlib import Path

import streamlit as st
from starlette.datastructures import MutableHeaders
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from data.signin import SignIn
from data.terms import Level
from geo import layers
from pages.api import answers as machine
from pages.feeds import answers as feeds
from pages.fiche import answers as fiches
from pages.figures import answers as figures
from pages.figures import embed, letters
from pages.shell import insides
from pages.shell.screen import known
from pages.views import persons, released, sources
from pages.views.own import base_id
from pages.web import first_picture, health, kept_view, labels, lost, opening
from pages.web.callers import Callers
from pages.web.charts_after import ChartsAfter
from pages.web.full import Full
from pages.web.headers import HEADERS
from pages.web.page import Page
from pages.words import language
from pages.words.language import gettext, mark

SCRIPT = Path(__file__).parent / "entry" / "screens.py"
"""What Streamlit runs: in a folder without ``pages``, whose every file it would serve by itself until a first run."""
_SIGNING = ("/auth", "/oauth2callback", "/aangemeld")
_BLOCKED = ("/_stcore/metrics", "/_stcore/upload_file", "/_stcore/script-health-check", "/_stcore/agent")
LONGEST_QUERY = 8000
"""Bytes of a query; that of a choice with three hundred municipalities of one's own has about 2,000."""
MOST_PARAMETERS = 500
"""Parameters of a query: a file takes at most four hundred values of one."""
_FOREVER = "public, max-age=31536000, immutable"
_NOT_FOUND = mark("Niet gevonden")
_TOO_MUCH = mark("Dit adres is te lang of vraagt te veel tegelijk")
_LAYER = re.compile(r"[a-z]{3,12}")


class Guard:
    """ASGI middleware: security headers on every answer, 404 on addresses nobody needs."""

    def __init__(self, app: ASGIApp, places: tuple[str, ...] = ()) -> None:
        self.app, self.places = app, places

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or refuse it; ``places`` are the addresses of signing in, none where nobody does."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        query = scope["query_string"].decode("latin-1")
        too_much = len(query) > LONGEST_QUERY or query.count("&") >= MOST_PARAMETERS
        spoken = language.of_query("" if too_much else query)

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                own = "content-security-policy" in headers  # it says itself who may show it in a frame
                for name, value in HEADERS.items():
                    if not (own and name == "x-frame-options"):
                        headers.setdefault(name, value)
            await send(message)

        path = scope["path"].rstrip("/")
        answer: ASGIApp = self.app
        if too_much:  # read by nobody: what it costs to hold against what is known grows with it
            answer = _refused(spoken, 414, _TOO_MUCH)
        elif path.startswith(_BLOCKED) or (path.startswith(_SIGNING) and path not in self.places):
            answer = _refused(spoken, 404, _NOT_FOUND)
        elif path == f"/{next(iter(known()))}":  # Streamlit knows where one lands as / alone
            answer = RedirectResponse(f"/?{query}" if query else "/")
        elif path not in self.places and lost.is_lost(Request(scope)):
            answer = lost.answer(spoken)
        await answer(scope, receive, send_with_headers)


def _refused(spoken: str, status: int, told: str) -> PlainTextResponse:
    language.use(spoken)
    return PlainTextResponse(gettext(told), status_code=status, headers={"cache-control": "no-store"})


def answer_layer(request: Request) -> Response:
    """Answer with a layer of the published release, cached for good because a release never changes."""
    release_id, layer = request.path_params["release_id"], request.path_params["layer"]
    if not _LAYER.fullmatch(layer) or base_id(release_id) != released.current_id():
        return _refused(language.of_query(request.url.query), 404, _NOT_FOUND)
    try:
        text = _layer(release_id, layer)
    except (KeyError, ValueError):
        return _refused(language.of_query(request.url.query), 404, _NOT_FOUND)
    return Response(text, media_type="application/geo+json", headers={"cache-control": _FOREVER})


@lru_cache(maxsize=16)
def _layer(release_id: str, layer: str) -> bytes:
    spacing = released.HATCHES.get(layer)
    text = released.layer_text(release_id, Level.VLAANDEREN.value if spacing else layer)
    return (layers.hatch_lines(text, spacing=spacing) if spacing else text).encode()


def build_app(port: int = 0) -> st.App:
    """Assemble the ASGI application around the script of the screens; compression is Streamlit's, or the proxy's.

    Raises
    ------
    SettingError : the setting of ``insides`` names something unknown.
    SettingsError : the file that says how people sign in is not as it should be.
    """
    used, told = insides.used(), persons.settings()
    address = sources.public_address() or f"http://localhost:{port}"
    return st.App(
        SCRIPT,
        routes=[
            Route("/layers/{release_id}/{layer}.geojson", answer_layer, methods=["GET"]),
            Route(kept_view.ADDRESS, kept_view.answer, methods=["GET"]),
            Route(labels.ADDRESS, labels.answer, methods=["GET"]),
            Route(opening.ADDRESS, opening.answer, methods=["GET"]),
            Route(health.ADDRESS, health.answer, methods=["GET"]),
            Mount("/fonts", StaticFiles(directory=letters.FOLDER)),
            *first_picture.routes(),
            *figures.routes(),
            *embed.routes(),
            *fiches.routes(),
            *feeds.routes(),
            *machine.routes(),
            *([] if told is None else _signing_routes()),
        ],
        middleware=layers_of(used, told),
        secrets=None if told is None else {"auth": told.streamlit(address)},
    )


def _signing_routes() -> list[Route]:
    from pages.web import door

    return door.routes()


def layers_of(used: frozenset[str], told: SignIn | None = None) -> list[Middleware]:
    """Give what a request passes on its way in, outermost first; ``used`` are the modules that are on.

    What signs people in is loaded where ``told`` says how, and nowhere else.
    """
    found = [Middleware(Guard), Middleware(Callers), Middleware(Full)]
    if told is not None:
        from pages.web import door

        found = [Middleware(Guard, places=door.PLACES), Middleware(Callers), Middleware(Full)]
        found.append(Middleware(door.Door, told=told))
    if used:
        found.append(Middleware(Page, used=used))
    if "charts_after" in used:
        found.append(Middleware(ChartsAfter))
    return found
