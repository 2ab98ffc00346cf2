"""A calm page where a server has as many open screens as it can carry: who is inside goes on, who comes waits a little.

Every open screen costs memory and processor time. Without an end to their number all would wait ever longer; the files
and addresses for machines answer as always.
"""

import os

from starlette.requests import Request
from starlette.types import ASGIApp, Receive, Scope, Send

from pages.shell.screen import known
from pages.web import lost
from pages.words import language
from pages.words.language import gettext as _

VARIABLE = "ZORGCAPACITEIT_SESSIONS"
MOST = 400
"""Open screens of one process."""
_PATIENCE = "20"
_STREAM = "/_stcore/stream"


class Full:
    """ASGI middleware: counts open screens, and answers the next one with a page that asks to come back."""

    def __init__(self, app: ASGIApp) -> None:
        self.app, self.open = app, 0
        self.most = int(os.environ.get(VARIABLE) or MOST)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, unless it opens one screen too many."""
        if scope["type"] == "websocket" and scope["path"] == _STREAM:
            if self.open >= self.most:
                await send({"type": "websocket.close", "code": 1013})  # try again later
                return
            self.open += 1
            try:
                await self.app(scope, receive, send)
            finally:
                self.open -= 1
        elif scope["type"] == "http" and self.open >= self.most and _opens_screen(Request(scope)):
            spoken = language.of_query(scope["query_string"].decode("latin-1"))
            language.use(spoken)
            title = _("Er kijken nu te veel mensen tegelijk")
            lead = _("Laad deze pagina over een halve minuut opnieuw. Wie al binnen is, merkt hier niets van.")
            answer = lost.page(title, lead, "", spoken=spoken, status=503)
            answer.headers.update({"retry-after": _PATIENCE, "cache-control": "no-store"})
            await answer(scope, receive, send)
        else:
            await self.app(scope, receive, send)


def _opens_screen(request: Request) -> bool:
    asks_for_page = request.method == "GET" and "text/html" in request.headers.get("accept", "")
    return asks_for_page and request.url.path.strip("/") in {"", *known()}
