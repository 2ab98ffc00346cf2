"""Changes the page of Streamlit on its way out: what each module of ``insides`` wants in it.

Without any of them this middleware is left out and the page travels untouched.
"""

from collections.abc import Callable

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from pages.web import kept_view, labels, opening
from pages.words import language

_ROOT = b'<div id="root">'
"""Where Streamlit draws: nothing but its page has it."""

Tag = Callable[[str], bytes]
"""Writes what goes in the head, from the language."""

TAGS: dict[str, Tag] = {
    "kept_view": lambda _spoken: kept_view.TAG,
    "opening": lambda _spoken: opening.TAG,
    "labels": lambda spoken: labels.tag(spoken).encode(),
}


class Page:
    """ASGI middleware: puts in the page what the modules that are on want there."""

    def __init__(self, app: ASGIApp, used: frozenset[str]) -> None:
        self.app, self.used = app, used

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on; a page is gathered whole and changed."""
        if scope["type"] != "http" or scope["method"] != "GET" or "." in scope["path"].rpartition("/")[2]:
            await self.app(scope, receive, send)
            return
        spoken = language.of_query(scope["query_string"].decode("latin-1"))
        # In packed bytes nothing can be changed.
        asked = [(name, value) for name, value in scope["headers"] if name != b"accept-encoding"]
        start: Message = {}
        body = b""

        async def gather(message: Message) -> None:
            nonlocal start, body
            if message["type"] == "http.response.start":
                start = message
                if not MutableHeaders(scope=start).get("content-type", "").startswith("text/html"):
                    await send(start)
                return
            if message["type"] != "http.response.body" or not MutableHeaders(scope=start).get(
                "content-type", ""
            ).startswith("text/html"):
                await send(message)
                return
            body += message.get("body", b"")
            if not message.get("more_body", False):
                whole = self.changed(body, spoken)
                if "content-length" in (headers := MutableHeaders(scope=start)):
                    headers["content-length"] = str(len(whole))
                await send(start)
                await send({"type": "http.response.body", "body": whole})

        await self.app({**scope, "headers": asked}, receive, gather)

    def changed(self, page: bytes, spoken: str) -> bytes:
        """Give a page with everything in it; any other page as it is."""
        if _ROOT not in page:
            return page
        if "opening" in self.used:
            page = opening.edited(page, spoken)
        tags = b"".join(tag(spoken) for name, tag in TAGS.items() if name in self.used)
        return page.replace(b"</head>", tags + b"</head>", 1)
