"""Whom the screens answer: readers of the public address, and until one is set the machine itself alone.

A release that others read needs a controller, a contact and a data protection officer beside it (``data.serving``).
An installation that has not told them answers nobody else: no other name of the machine, and no proxy.
"""

from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from data.serving import NAME
from pages.views import sources
from pages.words import language
from pages.words.language import gettext as _

_OWN = ("localhost", "127.0.0.1", "[::1]")
_PASSED_ON = ("forwarded", "x-forwarded-for", "x-forwarded-host", "x-forwarded-proto", "x-real-ip", "via")


class Callers:
    """ASGI middleware: refuses what was not meant for this installation with 421."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or refuse it; a refused web-socket is closed before it opens."""
        if scope["type"] not in ("http", "websocket") or answers(Headers(scope=scope)):
            await self.app(scope, receive, send)
            return
        if scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": 1008})
            return
        language.use(language.of_query(scope["query_string"].decode("latin-1")))
        told = _(
            "Dit adres is niet dat van dit dashboard. Wie het aan anderen toont, noemt eerst in {file} het publieke "
            "adres, de verwerkingsverantwoordelijke, een contact en de functionaris voor gegevensbescherming."
        ).format(file=NAME)
        await PlainTextResponse(told, status_code=421, headers={"cache-control": "no-store"})(scope, receive, send)


def answers(headers: Headers) -> bool:
    """Tell whether a request with these headers is meant for this installation."""
    said = sources.serving()
    host = headers.get("host", "").lower()
    if said.to_others and host == said.host:
        return True
    name = host if host.endswith("]") else host.rpartition(":")[0] or host
    return name in _OWN and (said.to_others or not any(each in headers for each in _PASSED_ON))
