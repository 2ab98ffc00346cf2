"""Figures as files: every figure of a screen as SVG, PNG and slide, by the address of the screen.

``/figures/<screen>.svg?<what stands in the address of the screen>``. Only the published release is drawn, only released
cells are read, and each figure is drawn once per release, choice and public address.
"""

import hashlib
import re
from collections.abc import Mapping, Sequence
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from data.releases import ReleaseError
from geo.figures.poster import Poster, frame
from pages.figures import apart, letters, png, slide
from pages.figures.asked import Asked, ask
from pages.shell.screen import known
from pages.views import addresses, released, sources
from pages.views.addresses import FIGURES
from pages.views.choices import FIGURE, Fault, told_of
from pages.views.kept import BusyError, Cache
from pages.words import language
from pages.words.language import gettext as _

MEDIA = {
    "svg": "image/svg+xml",
    "png": "image/png",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
}
FORMAT = "3"
"""Counts up when the same figure is drawn in another way, so that no cache keeps the old one."""
FRESH = "public, max-age=300"
MOST_BYTES = 24_000_000
"""Memory for drawn figures; the one asked for longest ago goes first."""

_made = Cache(MOST_BYTES)
_HOST = re.compile(r"[A-Za-z0-9.\-]{1,120}(:\d{1,5})?|\[[0-9a-fA-F:]{2,40}\](:\d{1,5})?")


def routes() -> list[Route]:
    """Give the routes of this module, for the application."""
    return [Route(f"{FIGURES}/{{screen}}.{{kind}}", apart.queued(answer), methods=["GET"])]


def answer(request: Request) -> Response:
    """Answer with a figure, or with everything that is wrong with the question."""
    screen, kind = request.path_params["screen"], request.path_params["kind"]
    drawn = {address: each for address, each in known().items() if each.figures}
    if screen not in drawn or kind not in MEDIA:
        there = ", ".join(f"{FIGURES}/{name}.{ending}" for name in drawn for ending in MEDIA)
        return _problem(404, _("Deze figuur bestaat niet. Wel: {list}.").format(list=there))
    try:
        release = released.current()
    except ReleaseError:
        release = None
    if release is None:
        return _problem(503, _("Er zijn nu geen cijfers gepubliceerd"))
    query = {name: request.query_params.getlist(name) for name in request.query_params}
    asked, faults = ask(release, drawn[screen], query)
    if faults:
        return _problem(400, _("Het adres klopt niet"), faults)
    base = base_of(request)
    tag = hashlib.sha256(f"{FORMAT}\n{release.id}\n{asked.key()}\n{base}\n{kind}".encode()).hexdigest()[:32]
    headers = {"cache-control": FRESH, "etag": f'"{tag}"', "x-release": release.id}
    if tag in request.headers.get("if-none-match", ""):
        return Response(status_code=304, headers=headers)
    try:
        made = _made.get(tag, lambda: apart.run(make, release.id, screen, query, base, kind), packed=True)
    except BusyError:
        return _problem(503, _("Er worden nu te veel bestanden gemaakt. Probeer het zo meteen opnieuw."))
    headers["content-disposition"] = f'attachment; filename="{_filename(asked, kind)}"'
    return Response(made.content, media_type=MEDIA[kind], headers=headers)


def svg(asked: Asked, base: str) -> str:
    """Draw a figure that stands alone; ``base`` is the public address of the dashboard."""
    return frame(_poster(asked, base))


def _poster(asked: Asked, base: str) -> Poster:
    query = asked.query()
    link = base + addresses.asked(f"/{asked.screen.address}", query)
    return asked.figure.draw(asked.release, asked, link)


def make(release_id: str, screen: str, query: Mapping[str, Sequence[str]], base: str, kind: str) -> bytes:
    """Make the figure that an address without faults asks for."""
    asked, _faults = ask(released.opened(release_id), known()[screen], query)
    return _draw(asked, base, kind)


def _draw(asked: Asked, base: str, kind: str) -> bytes:
    if kind == "pptx":
        told, made = slide.slide_of(_poster(asked, base)), str(asked.release.manifest.get("created_at", ""))
        return slide.write([told], title=told.title, lang=language.current(), made=made)
    text = svg(asked, base)
    return letters.embedded(text).encode() if kind == "svg" else png.rasterise(text)


def base_of(request: Request) -> str:
    """Address of this dashboard: as set, else as the reader opened it; never a host that is no host."""
    given = sources.public_address()
    host = request.headers.get("host", "")
    if given or not _HOST.fullmatch(host):
        return given
    return f"{request.url.scheme}://{host}"


def _filename(asked: Asked, kind: str) -> str:
    """Name the file by its release and choice; plain letters only."""
    names = [choice.name for choice in asked.screen.choices if not choice.is_list] + [FIGURE.name]
    given = dict(asked.given)
    parts = [re.sub(r"[^A-Za-z0-9]", "", given.get(name, ""))[:24] for name in names]
    return (
        "-".join([asked.screen.address, *(part for part in parts if part), asked.release.id.split("-")[0]]) + f".{kind}"
    )


def _problem(status: int, title: str, faults: Sequence[Fault] = ()) -> Response:
    """Answer what is wrong, all of it at once (RFC 9457)."""
    body: dict[str, Any] = {"type": "about:blank", "status": status, "title": title}
    if faults:
        body |= told_of(faults)
    headers = {"cache-control": "no-store"} | ({"retry-after": "15"} if status == 503 else {})
    return JSONResponse(body, status_code=status, media_type="application/problem+json", headers=headers)
