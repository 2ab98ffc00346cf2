"""Figures in a page of somebody else: ``/insluiten/<screen>?<what stands in the address of the screen>``.

A slim page without a script: the figure, its source, and the way to the dashboard. It exists only where the
installation names who may show it (``frame_ancestors`` of ``data.serving``), and only those may.
"""

import hashlib
from base64 import b64encode
from html import escape
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, Response
from starlette.routing import Route

from data.releases import Release, ReleaseError
from pages.figures import answers
from pages.figures.asked import Asked, ask
from pages.shell.screen import known
from pages.views import addresses, released, sources
from pages.views.addresses import EMBED, FIGURES, SAFE
from pages.words import language, phrases
from pages.words.language import gettext as _

_STYLE = (
    "html,body{margin:0;height:100%;font:14px/1.4 sans-serif;color:#1d2b34;background:#fff}"
    "figure{margin:0;height:100%;display:flex;flex-direction:column}"
    "img{flex:1;min-height:0;width:100%;object-fit:contain}"
    "figcaption{padding:.4rem .6rem}a{color:#0b6e75}a:focus-visible{outline:2px solid #0b6e75}"
)
_HASH = b64encode(hashlib.sha256(_STYLE.encode()).digest()).decode()


def routes() -> list[Route]:
    """Give the routes of this module, for the application."""
    return [Route(f"{EMBED}/{{screen}}", answer, methods=["GET"])]


def answer(request: Request) -> Response:
    """Answer with the slim page of a figure; refuse what is no figure, and everything where nobody may embed."""
    language.use(language.of_query(request.url.query))
    said = sources.serving()
    screen = known().get(request.path_params["screen"])
    if not said.frame_ancestors or screen is None or not screen.figures:
        return PlainTextResponse(_("Niet gevonden"), status_code=404)
    try:
        release = released.current()
    except ReleaseError:
        release = None
    if release is None:
        return PlainTextResponse(_("Er zijn nu geen cijfers gepubliceerd"), status_code=503)
    query = {name: request.query_params.getlist(name) for name in request.query_params}
    asked, faults = ask(release, screen, query)
    if faults:
        told = "; ".join(f"{each.parameter}: {each.expected}" for each in faults)
        return PlainTextResponse(f"{_('Het adres klopt niet')}: {told}", status_code=400)
    policy = f"default-src 'none'; img-src 'self'; style-src 'sha256-{_HASH}'; base-uri 'none'; form-action 'none'; "
    policy += f"frame-ancestors {' '.join(said.frame_ancestors)}"
    headers = {"content-security-policy": policy, "cache-control": answers.FRESH, "x-release": release.id}
    return HTMLResponse(_page(release, asked), headers=headers)


def _page(release: Release, asked: Asked) -> str:
    spoken = language.current()
    title = f"{_(asked.figure.title)}: {_(asked.screen.title)} · {_(phrases.PRODUCT)}"
    figure = addresses.asked(f"{FIGURES}/{asked.screen.address}.svg", urlencode(asked.given, safe=SAFE))
    link = sources.serving().address + addresses.asked(f"/{asked.screen.address}", asked.query())
    lead = _("Alle cijfers en hun onzekerheid op {product}").format(product=_(phrases.PRODUCT))
    return (
        f'<!doctype html><html lang="{spoken}"><head><meta charset="utf-8">'
        f'<meta name="viewport" content="width=device-width,initial-scale=1"><title>{escape(title)}</title>'
        f'<style>{_STYLE}</style></head><body><figure><img alt="{escape(title, quote=True)}" '
        f'src="{escape(figure, quote=True)}"><figcaption>'
        f'<a href="{escape(link, quote=True)}" target="_blank" rel="noopener">'
        f"{escape(lead)}</a> · {escape(_('uitgave van {day}').format(day=sources.release_words(release)))}"
        "</figcaption></figure></body></html>"
    )
