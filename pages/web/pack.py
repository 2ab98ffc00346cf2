"""What somebody of a region takes along: the fiches of the own areas and their numbers, in one zip.

It holds nothing that a visitor could not gather by hand; that it was taken stands in the trail of the screens.
"""

import io
import zipfile

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from data.audit import Action, AuditError
from data.releases import Release, ReleaseError
from pages.fiche import answers, pdf
from pages.figures import apart
from pages.figures.answers import base_of
from pages.views import addresses, kept, persons, places, released
from pages.views.downloads import FILES
from pages.views.selecting import Selection
from pages.web import signed
from pages.words import language
from pages.words.language import gettext as _

NUMBERS = "cijfers.csv"
_PATIENCE = "15"


def own_places(release: Release, person: persons.Person) -> list[str]:
    """Give the places of somebody that this release has, in the order in which they were granted."""
    known = places.areas(release.id)
    return [each for each in person.areas if each in known]


def answer(request: Request) -> Response:
    """Answer with the zip; to a visitor, and to who has no area here, it does not exist."""
    language.use(language.of_query(request.url.query))
    person = signed.person_of(request)
    try:
        release = released.current()
    except ReleaseError:
        release = None
    mine = [] if person is None or release is None else own_places(release, person)
    if person is None or release is None or not mine:
        return _refused(404, _("Niet gevonden"))
    key = "\n".join(("pack", release.id, *mine, base_of(request), language.current()))
    try:
        made = kept.FILES.get(
            key, lambda: apart.run(make, release.id, mine, language.current(), base_of(request)), packed=True
        )
        persons.record(person.name, Action.EXPORT, subject=f"{release.id} {' '.join(mine)}")
    except kept.BusyError:
        return _refused(503, _("Er worden nu te veel bestanden gemaakt. Probeer het zo meteen opnieuw."))
    except (AuditError, OSError):
        return _refused(503, _("Dit kon niet genoteerd worden. Probeer het later opnieuw."))
    headers = {
        "cache-control": "private, no-store",
        "content-disposition": f'attachment; filename="zorgcapaciteit-{release.id.split("-")[0]}-uw-gebieden.zip"',
    }
    return Response(made.content, media_type="application/zip", headers=headers)


def make(release_id: str, mine: list[str], lang: str, base: str) -> bytes:
    """Make the zip of places that the release has."""
    language.use(lang)
    release = released.opened(release_id)
    year, packed = release.years()[-1], io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as held:
        for level, area in map(places.area_of, mine):
            said = answers.describe(release, level, area, year, base)
            held.writestr(answers.filename(release, level, area, year, "pdf"), pdf.write(said))
        for level in dict.fromkeys(level for level, _area in map(places.area_of, mine)):
            chosen = tuple(area for of, area in map(places.area_of, mine) if of is level)
            rows = FILES[NUMBERS].make(release, Selection(level=(level.value,), area=chosen))
            held.writestr(f"{level.value}-{NUMBERS}", rows)
    return packed.getvalue()


def _refused(status: int, said: str) -> PlainTextResponse:
    headers = {"cache-control": "no-store"} | ({"retry-after": _PATIENCE} if status == 503 else {})
    return PlainTextResponse(said, status_code=status, headers=headers)


def routes() -> list[Route]:
    """Give the routes of this module, for the application."""
    return [Route(addresses.PACK, apart.queued(answer), methods=["GET"])]
