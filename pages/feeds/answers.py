"""The addresses of the feeds: ``/volg/vlaanderen.atom`` and ``/volg/<level>/<area>.atom``, in Atom 1.0 (RFC 4287)."""

from xml.etree import ElementTree as ET

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from data.releases import ReleaseError
from data.terms import FLANDERS, Level
from pages.feeds.entries import Entry, about, entries
from pages.figures.answers import base_of
from pages.shell.screen import address_of
from pages.views import addresses, choosing, released, views
from pages.views.addresses import FEED, place
from pages.views.choices import AREA, LEVEL
from pages.words import language, phrases
from pages.words.language import gettext as _

MEDIA = "application/atom+xml; charset=utf-8"
FRESH = "public, max-age=900"
_ATOM = "http://www.w3.org/2005/Atom"


def routes() -> list[Route]:
    """Give the routes of this module, for the application."""
    return [
        Route(f"{FEED}/{place(None, FLANDERS)}.atom", answer, methods=["GET"]),
        Route(f"{FEED}/{{level}}/{{area}}.atom", answer, methods=["GET"]),
    ]


def answer(request: Request) -> Response:
    """Answer with a feed; an area that does not exist is refused."""
    language.use(language.of_query(request.url.query))
    try:
        release = released.current()
    except ReleaseError:
        release = None
    if release is None:
        return _refused(503, _("Er zijn nu geen cijfers gepubliceerd"))
    level, area = None, FLANDERS
    if "level" in request.path_params:
        area = request.path_params["area"]
        level = next((each for each in choosing.fine_levels(release.id) if each == request.path_params["level"]), None)
        if level is None or area not in views.names_today(release.id, level):
            return _refused(404, _("Dit gebied bestaat niet. Kies een gebied op het scherm Regioprofiel."))
    text = feed(level, area, entries(level, area), base_of(request))
    return Response(text, media_type=MEDIA, headers={"cache-control": FRESH, "x-release": release.id})


def feed(level: Level | None, area: str, told: list[Entry], base: str) -> bytes:
    """Write a feed; ``base`` is the public address of the dashboard."""
    ET.register_namespace("", _ATOM)
    spoken = language.current()
    root = ET.Element(f"{{{_ATOM}}}feed", {"{http://www.w3.org/XML/1998/namespace}lang": spoken})
    named = f"urn:zorgcapaciteit:{place(level, area)}"
    _add(root, "id", named)
    _add(root, "title", f"{_(phrases.PRODUCT)}: {about(level, area)}")
    _add(root, "updated", max(entry.at for entry in told))
    _add(root, "link", rel="self", type="application/atom+xml", href=base + addresses.feed(level, area))
    profile = {} if level is None else {LEVEL: level.value, AREA: area}
    page = base + (address_of("regioprofiel", profile) if profile else "/")
    _add(root, "link", rel="alternate", type="text/html", href=page)
    _add(_add(root, "author"), "name", _(phrases.PRODUCT))
    for entry in told:
        item = _add(root, "entry")
        _add(item, "id", f"{named}:{entry.release_id}")
        _add(item, "title", entry.title)
        _add(item, "updated", entry.at)
        _add(item, "link", rel="alternate", type="text/html", href=page)
        _add(item, "content", "\n".join(entry.told), type="text")
    text: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return text


def _add(parent: ET.Element, name: str, text: str = "", **attributes: str) -> ET.Element:
    child = ET.SubElement(parent, f"{{{_ATOM}}}{name}", attributes)
    child.text = text or None
    return child


def _refused(status: int, text: str) -> PlainTextResponse:
    headers = {"cache-control": "no-store"} | ({"retry-after": "300"} if status == 503 else {})
    return PlainTextResponse(text, status_code=status, headers=headers)
