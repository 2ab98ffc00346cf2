"""A still picture of the map, shown while the map itself starts.

The map needs seconds in a fresh browser: its script is large, and it draws with the graphics card. The same areas in
the same colours stand there with the numbers; the script of ``kept_view`` takes them away when the map has drawn.
"""

import gzip
from collections.abc import Sequence
from functools import lru_cache
from html import escape
from urllib.parse import urlencode

import streamlit as st
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from aggregation.indicators import INDICATORS
from data.releases import ReleaseError
from data.terms import Level
from geo.figures.area_map import describe_map
from geo.figures.classes import Method, Palette, colours
from geo.figures.poster_map import at_first_sight, draw_areas, ground
from pages.components import pieces
from pages.figures import asked
from pages.views import choosing, released, views

PREFIX = "/vooraf"
CHOICE = ("cijfer", "toon", "jaar", "niveau", "gebied", "klassen", "methode", "kleur")
"""What in the address of the screen decides on the picture."""

_FIRST = "_vooraf"
_FRESH = "public, max-age=300"


def routes() -> list[Route]:
    """Give the routes of this module, for the application."""
    return [Route(f"{PREFIX}/{{release_id}}/kaart.svg", answer, methods=["GET"])]


def show(release_id: str) -> None:
    """Put the picture of what is chosen over the map, once in a visit: later maps start at once.

    Call it after the choice stands in the address, in the box of the map.
    """
    given = {name: value for name, value in st.query_params.to_dict().items() if name in CHOICE}
    address = f"{PREFIX}/{release_id}/kaart.svg?{urlencode(given)}"
    if st.session_state.setdefault(_FIRST, address) != address:
        st.session_state[_FIRST] = ""
    first = st.session_state[_FIRST] == address
    image = f'<img class="zc-vooraf" alt="" aria-hidden="true" src="{escape(address, quote=True)}">'
    pieces.show(image if first else '<i class="zc-vooraf" hidden></i>')  # the map keeps its place under it


def answer(request: Request) -> Response:
    """Answer with the picture of a choice; anything that the screen does not know has none."""
    query: dict[str, Sequence[str]] = {name: request.query_params.getlist(name) for name in request.query_params}
    try:
        release = released.current()
    except ReleaseError:
        release = None
    if release is None or release.id != request.path_params["release_id"] or set(query) - set(CHOICE):
        return Response(status_code=404)
    choice, faults = asked.read(release, "kaart", query)
    if faults:
        return Response(status_code=404)
    packed = _draw(
        release.id,
        choice["cijfer"],
        choice["toon"],
        choice.year,
        choice.level,
        Method(choice["methode"]),
        int(choice["klassen"]),
        Palette(choice["kleur"]),
        choice.area,
    )
    headers = {"cache-control": _FRESH, "vary": "Accept-Encoding"}
    if "gzip" not in request.headers.get("accept-encoding", ""):
        return Response(gzip.decompress(packed), media_type="image/svg+xml", headers=headers)
    return Response(packed, media_type="image/svg+xml", headers=headers | {"content-encoding": "gzip"})


@lru_cache(maxsize=64)
def _draw(
    release_id: str,
    name: str,
    code: str,
    year: int,
    level: Level,
    method: Method,
    size: int,
    palette: Palette,
    area: str | None,
) -> bytes:
    shown = choosing.shown_by_code(INDICATORS[name])[code]
    view = views.area_view(release_id, name, shown, year, level)
    classes = views.class_view(release_id, name, shown, year, level, method, size)
    where = ground(released.layer_text(release_id, level.value), released.layer_text(release_id, "context"))
    ramp = colours(palette, classes.size)
    parts = draw_areas(describe_map(view.cells, classes, ramp), where=where, chosen=area, names=False)
    return gzip.compress(at_first_sight(parts, where).encode(), compresslevel=4, mtime=0)
