"""Addresses for machines: the files of the published release, for R, Excel, Power BI and data portals.

``/api/v1/releases/<id or current>/<file>``; ``docs/downloads.md`` documents them. Only the published release is
served: one that was replaced or withdrawn may have been so for a reason. Nothing but released cells leaves.
"""

import gzip
import hashlib
import io
import re
from collections.abc import Iterator, Sequence
from typing import Any

from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, Response, StreamingResponse
from starlette.routing import Route

from data.exports import About
from data.releases import Release, ReleaseError
from data.terms import Level
from pages.figures import apart
from pages.views import downloads, kept, released, selecting, sources
from pages.views.addresses import API, RELEASES
from pages.views.choices import Fault, told_of
from pages.views.downloads import EVERYTHING, FILES, SHORT, File
from pages.views.kept import BusyError, Made
from pages.views.own import base_id
from pages.views.selecting import Selection
from pages.words import language
from pages.words.language import gettext as _

CURRENT = "current"
FORMAT = "2"
"""Counts up when the same release is written in another way, so that no cache keeps the old one."""

CORS = {
    "access-control-allow-origin": "*",  # open numbers without a session: any page may read them
    "access-control-expose-headers": "ETag, Link, Content-Disposition, Content-Length",
    "cross-origin-resource-policy": "cross-origin",
}
_PREFLIGHT = {
    "access-control-allow-methods": "GET, HEAD, OPTIONS",
    "access-control-allow-headers": "If-None-Match",
    "access-control-max-age": "86400",
}
FRESH_CURRENT = "public, max-age=300"
FRESH_RELEASE = "public, max-age=86400"
_CHUNK = 1 << 16
_OWN_LEVEL = re.compile(r"layers/([a-z]{3,12}(?:_\d{4})?)\.geojson")


def routes() -> list[Route]:
    """Give the routes of this module, for the application; from here on this process is a server."""
    kept.BUNDLES.serving = True
    methods = ["GET", "HEAD", "OPTIONS"]
    return [
        Route(f"{RELEASES}/{{release_id}}", apart.queued(answer), methods=methods),
        Route(f"{RELEASES}/{{release_id}}/{{name:path}}", apart.queued(answer), methods=methods),
        Route(f"{API}/{{rest:path}}", answer_index, methods=methods),
    ]


def answer(request: Request) -> Response:
    """Answer with a file of the published release, or with everything that is wrong with the question."""
    if request.method == "OPTIONS":
        return Response(status_code=204, headers=CORS | _PREFLIGHT)
    language.use(request.query_params.get(selecting.LANG.name, selecting.LANG.default))
    asked, name = request.path_params["release_id"], request.path_params.get("name", "").strip("/")
    try:
        release = released.current()
    except ReleaseError:
        release = None
    if release is None:
        return _problem(503, _("Er zijn nu geen cijfers gepubliceerd"), retry=300)
    if base_id(asked) == release.id != asked:
        try:
            release = released.opened(asked)
        except ValueError:
            return _problem(404, _("Dit eigen gebied kan deze uitgave niet samenstellen."))
    if asked not in (CURRENT, release.id):
        told = _("Deze uitgave is niet, of niet meer, gepubliceerd. De huidige is {id}.")
        return _problem(404, told.format(id=release.id))
    fresh = FRESH_CURRENT if asked == CURRENT else FRESH_RELEASE
    name = SHORT.get(name, name)
    if name == "":
        return JSONResponse(_contents(release), headers=CORS | {"cache-control": fresh})
    if drawn := _OWN_LEVEL.fullmatch(name):
        return _layer(request, release, drawn.group(1), fresh)
    file = EVERYTHING if name == EVERYTHING.name else FILES.get(name)
    if file is None:
        told = _("Dit bestand bestaat niet. Wel: {list}.")
        return _problem(404, told.format(list=", ".join([*FILES, EVERYTHING.name])))
    selection, faults = _asked(request, release, file)
    if faults:
        return _problem(400, _("Het adres klopt niet"), faults)
    return _send(request, release, file, selection, fresh)


def answer_index(request: Request) -> Response:
    """Answer what there is, and 404 for any other address under ``/api``."""
    if request.method == "OPTIONS":
        return Response(status_code=204, headers=CORS | _PREFLIGHT)
    release = released.current_id()
    if request.path_params["rest"].strip("/") not in ("", "v1", "v1/releases"):
        return _problem(
            404, _("Dit adres bestaat niet. Begin bij {address}.").format(address=RELEASES.rpartition("/")[0])
        )
    here = {} if release is None else {release: sources.address_of(release, ""), CURRENT: f"{RELEASES}/{CURRENT}/"}
    return JSONResponse({"releases": here}, headers=CORS | {"cache-control": FRESH_CURRENT})


def _contents(release: Release) -> dict[str, Any]:
    """List the files of a release and the parameters they take."""
    return {
        "release": release.id,
        "survey_years": release.years(),
        "parameters": list(selecting.PARAMETERS),
        "files": [
            {
                "name": file.name,
                "address": sources.address_of(release.id, file.name),
                "current": sources.address_of(CURRENT, file.name),
                "media_type": file.media,
                "title": {"nl": file.title.nl, "en": file.title.en},
                "takes_parameters": file.chosen,
            }
            for file in (*FILES.values(), EVERYTHING)
        ],
    }


def _asked(request: Request, release: Release, file: File) -> tuple[Selection, list[Fault]]:
    """Read the choice, and hold it against what the file can hold."""
    query = {name: request.query_params.getlist(name) for name in request.query_params}
    if not file.chosen:
        told = _("dit bestand neemt geen parameters")
        return Selection(), [
            Fault(parameter=name[:40], given="", expected=told) for name in query if name != selecting.LANG.name
        ]
    selection, faults = selecting.read(release, query)
    if faults or not (file.drawn or file.sided):
        return selection, faults
    if len(selection.level) != 1 or selection.level[0] == Level.VLAANDEREN:
        told = _("één niveau: provincie, regio, kring, elz of gemeente")
        faults.append(Fault(parameter="level", given=",".join(selection.level), expected=told))
    if file.drawn and len(selection.year) != 1:
        faults.append(Fault(parameter="year", given=",".join(map(str, selection.year)), expected=_("één jaar")))
    told = _("niet bij dit bestand: het houdt het eerste getal van elk cijfer")
    barred = ("category", "measure", *(("shown",) if file.drawn else ()))
    faults += [Fault(parameter=n, given="", expected=told) for n in barred if getattr(selection, n)]
    return selection, faults


def _send(request: Request, release: Release, file: File, selection: Selection, fresh: str) -> Response:
    tag = _tag(release, file.name, selection)
    headers = CORS | {"cache-control": fresh, "vary": "Accept-Encoding", "x-release": release.id}
    headers["link"] = '<cells.csv-metadata.json>; rel="describedby", <indicators.json>; rel="help"'
    if _unchanged(request, tag):
        return Response(status_code=304, headers=headers | {"etag": _quoted(tag)})
    headers["content-disposition"] = f'attachment; filename="{_filename(release, file, selection)}"'
    try:
        if file is EVERYTHING:
            path = kept.BUNDLES.get(base_id(release.id))
            return FileResponse(path, media_type=file.media, headers=headers | {"etag": _quoted(tag)})
        if file.chosen and (refused := _unfit(release, file, selection)) is not None:
            return refused
        made = kept.FILES.get(
            tag, lambda: apart.run(make, release.id, file.name, selection, language.current()), packed=file.packed
        )
    except BusyError:
        return _problem(503, _("Er worden nu te veel bestanden gemaakt. Probeer het zo meteen opnieuw."), retry=15)
    return _deliver(request, made, file.media, tag, headers)


def make(release_id: str, name: str, selection: Selection, lang: str) -> Made:
    """Make a file of a release, packed where it is not by itself."""
    file = FILES[name]
    language.use(lang)
    return kept.pack(file.make(released.opened(release_id), selection), packed=file.packed)


def _unfit(release: Release, file: File, selection: Selection) -> Response | None:
    """Refuse a choice without rows, or with more than one request may cost."""
    rows = downloads.count(release.id, selection)
    if rows == 0:
        return _problem(
            404, _("Bij deze keuze horen geen cijfers, bijvoorbeeld omdat een cijfer dat niveau niet heeft.")
        )
    if rows > file.most_rows:
        told = _("hoogstens {n} rijen in dit bestand; kies minder, of neem {other}")
        expected = told.format(n=file.most_rows, other="cells.parquet, everything.zip")
        return _problem(400, _("Het adres klopt niet"), [Fault(parameter="rows", given=str(rows), expected=expected)])
    return None


def _layer(request: Request, release: Release, level: str, fresh: str) -> Response:
    if level.partition("_")[0] not in set(Level) or level not in release.layers():
        return _problem(404, _("Deze kaartlaag bestaat niet. Ze staan op {address}.").format(address="layers.json"))
    tag = _tag(release, f"layers/{level}", Selection())
    headers = CORS | {"cache-control": fresh, "vary": "Accept-Encoding", "x-release": release.id}
    if _unchanged(request, tag):
        return Response(status_code=304, headers=headers | {"etag": _quoted(tag)})
    made = kept.FILES.get(tag, lambda: release.layer(level), packed=False)
    return _deliver(request, made, "application/geo+json", tag, headers)


def _deliver(request: Request, made: Made, media: str, tag: str, headers: dict[str, str]) -> Response:
    """Send a made file, compressed where the client takes that."""
    if not made.gzipped:
        return Response(made.content, media_type=media, headers=headers | {"etag": _quoted(tag)})
    if "gzip" in request.headers.get("accept-encoding", ""):
        own = headers | {"etag": _quoted(f"{tag}-gz"), "content-encoding": "gzip"}
        return Response(made.content, media_type=media, headers=own)
    own = headers | {"etag": _quoted(tag), "content-length": str(made.length)}
    return StreamingResponse(_unpacked(made.content), media_type=media, headers=own)


def _unpacked(content: bytes) -> Iterator[bytes]:
    """Unpack bit by bit: a slow client costs no memory."""
    with gzip.GzipFile(fileobj=io.BytesIO(content)) as stream:
        while chunk := stream.read(_CHUNK):
            yield chunk


def _tag(release: Release, name: str, selection: Selection) -> str:
    """Give a tag that changes with whatever changes the file: release, choice, settings, way of writing."""
    said: About = sources.about(release, name, selection)
    return hashlib.sha256(
        "\n".join([FORMAT, name, selection.query(), *said.machine_facts().values()]).encode()
    ).hexdigest()[:32]


def _quoted(tag: str) -> str:
    return f'"{tag}"'


def _unchanged(request: Request, tag: str) -> bool:
    given = [part.strip().removeprefix("W/").strip('"') for part in request.headers.get("if-none-match", "").split(",")]
    return any(part in (tag, f"{tag}-gz", "*") for part in given)


def _filename(release: Release, file: File, selection: Selection) -> str:
    """Name the file by its release and, where that is short, its choice; plain letters only."""
    stem, _dot, ending = file.name.partition(".")
    parts = [*selection.indicator, *map(str, selection.year), *selection.level] if file.chosen else []
    chosen = [re.sub(r"[^A-Za-z0-9]", "", part) for part in parts] if len(parts) <= 4 else []
    return "-".join(["zorgcapaciteit", release.id.split("-")[0], stem, *chosen]) + f".{ending}"


def _problem(status: int, title: str, faults: Sequence[Fault] = (), *, retry: int | None = None) -> Response:
    """Answer what is wrong, all of it at once (RFC 9457)."""
    body: dict[str, Any] = {"type": "about:blank", "status": status, "title": title}
    if faults:
        body |= told_of(faults)
    headers = CORS | {"cache-control": "no-store"} | ({} if retry is None else {"retry-after": str(retry)})
    return JSONResponse(body, status_code=status, media_type="application/problem+json", headers=headers)
