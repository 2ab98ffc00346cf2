"""Fiches by address: ``/fiche/<level>/<area>.pdf?jaar=2026&taal=nl``, each made once per release and language."""

import hashlib
import re
from collections.abc import Callable, Mapping

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from data.releases import Release, ReleaseError
from data.terms import Level
from pages.fiche import content, pdf, slides, text
from pages.fiche.document import Document
from pages.figures import apart
from pages.figures.answers import base_of
from pages.shell.screen import address_of
from pages.views import choosing, released, views
from pages.views.addresses import FICHE
from pages.views.choices import AREA, LEVEL, TOGETHER, YEAR
from pages.views.kept import BusyError, Cache
from pages.views.own import WithOwnArea
from pages.words import language
from pages.words.language import gettext as _

MOST_BYTES = 24_000_000
FRESH = "public, max-age=300"
FORMAT = "2"
"""Counts up when the same fiche is written in another way, so that no cache keeps the old one."""
_OFFICE = "application/vnd.openxmlformats-officedocument"
KINDS: Mapping[str, tuple[str, Callable[[Document], bytes]]] = {
    "pdf": ("application/pdf", pdf.write),
    "docx": (f"{_OFFICE}.wordprocessingml.document", text.write),
    "pptx": (f"{_OFFICE}.presentationml.presentation", slides.write),
}
"""Ending to media type and writer."""

_made = Cache(MOST_BYTES)


def routes() -> list[Route]:
    """Give the routes of this module, for the application."""
    return [Route(f"{FICHE}/{{level}}/{{area}}.{{kind}}", apart.queued(answer), methods=["GET"])]


def describe(release: Release, level: Level, area: str, year: int, base: str) -> Document:
    """Describe the fiche of an area, with the address that reopens its profile."""
    together = str(release.own) if isinstance(release, WithOwnArea) else None
    profile = address_of("regioprofiel", {LEVEL: level.value, AREA: area, YEAR: year, TOGETHER: together})
    return content.fiche(release, level, area, year, base + profile)


def filename(release: Release, level: Level, area: str, year: int, kind: str) -> str:
    """Name a file by area, year, language and release; plain letters only."""
    name = re.sub(r"[^A-Za-z0-9]+", "-", area).strip("-")
    return f"fiche-{level.value}-{name}-{year}-{language.current()}-{release.id.split('-')[0]}.{kind}"


def answer(request: Request) -> Response:
    """Answer with a fiche; what does not exist is refused, never guessed."""
    query = request.query_params
    language.use(language.of_query(request.url.query))
    try:
        release = released.current()
    except ReleaseError:
        release = None
    if release is None:
        return _refused(503, _("Er zijn nu geen cijfers gepubliceerd"))
    try:
        release = released.with_own(release, query.get(TOGETHER.name, ""))
    except ValueError:
        return _refused(404, _("Dit eigen gebied kan deze uitgave niet samenstellen."))
    level = next((each for each in choosing.fine_levels(release.id) if each == request.path_params["level"]), None)
    area, kind = request.path_params["area"], request.path_params["kind"]
    year = query.get(YEAR.name, str(release.years()[-1]))
    if level is None or kind not in KINDS or area not in views.names_today(release.id, level):
        return _refused(404, _("Dit gebied heeft geen fiche. Kies een gebied op het scherm Regioprofiel."))
    if year not in map(str, release.years()):
        return _refused(400, _("Dit jaar staat niet in de uitgave."))
    base = base_of(request)
    asked = f"{FORMAT}\n{release.id}\n{level.value}\n{area}\n{year}\n{language.current()}\n{base}\n{kind}"
    tag = hashlib.sha256(asked.encode()).hexdigest()[:32]
    headers = {"cache-control": FRESH, "etag": f'"{tag}"', "x-release": release.id}
    if tag in request.headers.get("if-none-match", ""):
        return Response(status_code=304, headers=headers)
    media, _write = KINDS[kind]
    try:
        given = (release.id, level, area, int(year), language.current(), base, kind)
        made = _made.get(tag, lambda: apart.run(make, *given), packed=True)
    except BusyError:
        return _refused(503, _("Er worden nu te veel bestanden gemaakt. Probeer het zo meteen opnieuw."))
    headers["content-disposition"] = f'attachment; filename="{filename(release, level, area, int(year), kind)}"'
    return Response(made.content, media_type=media, headers=headers)


def make(release_id: str, level: Level, area: str, year: int, lang: str, base: str, kind: str) -> bytes:
    """Make the fiche of an area that the release has."""
    language.use(lang)
    _media, write = KINDS[kind]
    return write(describe(released.opened(release_id), level, area, year, base))


def _refused(status: int, said: str) -> PlainTextResponse:
    headers = {"cache-control": "no-store"} | ({"retry-after": "15"} if status == 503 else {})
    return PlainTextResponse(said, status_code=status, headers=headers)
