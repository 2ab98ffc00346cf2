"""The page of an address that does not exist: what was asked, and the way to each screen, without a script."""

import re
from functools import cache
from html import escape

from starlette.requests import Request
from starlette.responses import HTMLResponse

from pages.figures import letters
from pages.shell.screen import known
from pages.words import language
from pages.words.language import gettext as _

_PLACE = re.compile(r"/[^/.]+(?:/[^/.]+)*/?")
"""An address like that of a screen: words only, no file."""
_SERVED = (
    "/_stcore",
    "/app/static",
    "/component",
    "/media",
    "/static",
    "/vendor",
    "/health",
    "/api",
    "/figures",
    "/insluiten",
    "/fonts",
)
"""Addresses that something else than a screen answers."""
_FACE = "@font-face{{font-family:'{name}';font-weight:200 900;src:url(/fonts/{file}) format('woff2')}}"
_STYLE = (
    "body{margin:0;background:#fff;color:#1d2b34;font:17px/1.5 'Source Sans 3',sans-serif}"
    "main{max-width:34rem;margin:14vh auto 0;padding:0 1.2rem}"
    "h1{font:600 30px/1.2 'Source Serif 4',serif;margin:0 0 .6rem;text-wrap:balance}"
    "ul{list-style:none;padding:0;margin:1.2rem 0}li{border-bottom:1px solid #dfe5e8}"
    "li a{display:block;padding:.6rem 0}"
    "a{color:#0b6e75}a:focus-visible{outline:2px solid #0b6e75;outline-offset:2px}p{margin:0;text-wrap:pretty}"
)


def is_lost(request: Request) -> bool:
    """Tell whether a browser asks for a screen that is not there."""
    path = request.url.path
    wanted = path.strip("/")
    asks_for_page = request.method == "GET" and "text/html" in request.headers.get("accept", "")
    return asks_for_page and bool(_PLACE.fullmatch(path)) and not path.startswith(_SERVED) and wanted not in known()


def answer(spoken: str) -> HTMLResponse:
    """Say that the screen does not exist and name those that do; status 404."""
    language.use(spoken)
    suffix = "" if spoken == "nl" else f"?{language.PARAMETER}={spoken}"
    first = next(iter(known()))
    links = "".join(
        f'<li><a href="/{"" if name == first else name}{suffix}">{escape(_(screen.title))}</a></li>'
        for name, screen in known().items()
    )
    title = _("Deze pagina bestaat niet")
    lead = _("Misschien is het adres veranderd of verkeerd getypt. Deze schermen zijn er wel:")
    return page(title, lead, f"<ul>{links}</ul>", spoken=spoken, status=404)


def page(title: str, lead: str, rest: str, *, spoken: str, status: int) -> HTMLResponse:
    """Write a page without a script: a title, a sentence, and ``rest``, which is markup."""
    title, lead = escape(title), escape(lead)
    return HTMLResponse(
        f'<!doctype html><html lang="{spoken}"><head><meta charset="utf-8">'
        f'<meta name="viewport" content="width=device-width,initial-scale=1"><title>{title}</title>'
        f"<style>{_faces()}{_STYLE}</style></head><body><main><h1>{title}</h1><p>{lead}</p>{rest}</main></body></html>",
        status_code=status,
    )


@cache
def _faces() -> str:
    """Name the two families of the screens and where they are served."""
    return "".join(_FACE.format(name=name, file=file.name) for name, file in letters.FILES.items())
