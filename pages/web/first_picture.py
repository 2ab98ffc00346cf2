"""A still picture of the map, shown while the map itself starts.

The map needs seconds in a fresh browser: its script is large, and it draws with the graphics card. The same areas in
the same colours stand there with the numbers; the script of ``kept_view`` takes them away when the map has drawn.
Without it, or without that script, the place of the map is empty until it draws.
"""

from collections.abc import Sequence

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from data.releases import ReleaseError
from pages.figures.asked import ask
from pages.shell.screen import known
from pages.views import released
from pages.views.addresses import FIRST_SIGHT

_FRESH = "public, max-age=300"


def routes() -> list[Route]:
    """Give the routes of this module, for the application."""
    return [Route(f"{FIRST_SIGHT}/{{release_id}}/{{screen}}.svg", answer, methods=["GET"])]


def answer(request: Request) -> Response:
    """Answer with the picture of a choice; anything that the screen does not know has none."""
    query: dict[str, Sequence[str]] = {name: request.query_params.getlist(name) for name in request.query_params}
    screen = known().get(request.path_params["screen"])
    try:
        release = released.current()
    except ReleaseError:
        release = None
    if release is None or release.id != request.path_params["release_id"] or screen is None or not screen.first_sight:
        return Response(status_code=404)
    if set(query) - {choice.name for choice in screen.choices}:
        return Response(status_code=404)
    asked, faults = ask(release, screen, query)
    if faults:
        return Response(status_code=404)
    return Response(screen.first_sight(asked), media_type="image/svg+xml", headers={"cache-control": _FRESH})
