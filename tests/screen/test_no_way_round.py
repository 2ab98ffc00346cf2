"""Every address of the screens, asked by everybody: a visitor and each role get the same, but where that was decided.

Rows come from the registries (screens, routes, files, figures), so that a new one fails until it stands in ``DECIDED``.
"""

import socket
from collections.abc import Iterator
from pathlib import Path

import pytest
import requests

import app
from pages.figures import answers as figures
from pages.views.downloads import EVERYTHING, FILES
from pages.web import door, server
from tests.providers import ROLES, Visitor, claims, mock, signing_in

EVERYBODY, SIGNED_IN, WITH_AREAS = "everybody", "signed in", "with areas"
DECIDED = {
    "/layers/{release_id}/{layer}.geojson": EVERYBODY,
    "/kept-view.js": EVERYBODY,
    "/labels.js": EVERYBODY,
    "/opening.js": EVERYBODY,
    "/health": EVERYBODY,
    "/fonts": EVERYBODY,
    "/vooraf/{release_id}/{screen}.svg": EVERYBODY,
    "/figures/{screen}.{kind}": EVERYBODY,
    "/insluiten/{screen}": EVERYBODY,
    "/fiche/{level}/{area}.{kind}": EVERYBODY,
    "/volg/vlaanderen.atom": EVERYBODY,
    "/volg/{level}/{area}.atom": EVERYBODY,
    "/api/v1/releases/{release_id}": EVERYBODY,
    "/api/v1/releases/{release_id}/{name:path}": EVERYBODY,
    "/api/{rest:path}": EVERYBODY,
    "/aangemeld": SIGNED_IN,
    "/aangemeld/uw-gebieden.zip": WITH_AREAS,
}
"""Address of a route to whom it answers."""
STREAMLIT = (
    "/_stcore/metrics", "/_stcore/upload_file", "/_stcore/script-health-check", "/_stcore/agent", "/app/static/x",
    "/media/x", "/pages/kaart.py", "/.streamlit/config.toml", "/signin.toml", "/serving.toml", "/releases/current",
)  # fmt: skip
"""Addresses of what lies behind the screens: nobody is answered."""
PEOPLE = {"visitor": None, "region": "region", "analyst": "analyst", "data_team": "data_team"}


@pytest.fixture(scope="module")
def everyone(small_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Visitor]]:
    """Serve a home and sign one person in for each role; nobody has opened a screen before."""
    with mock() as issuer, signing_in(small_home, tmp_path_factory.mktemp("roles"), issuer) as address:
        found = {}
        line = requests.get(f"{address}/api/v1/releases/current/areas.csv", timeout=60).text.splitlines()
        zone = next(row.split(",")[1] for row in line if row.startswith("elz,"))
        for name, role in PEOPLE.items():
            found[name] = Visitor(address)
            if role is not None:
                claims(issuer, name, rollen=ROLES[role], gebieden=f"elz:{zone}" if role == "region" else None)
                assert found[name].sign_in(name).status_code == 302
        yield found


def answered(everyone: dict[str, Visitor], path: str, **headers: str) -> dict[str, tuple[int, bytes]]:
    got = {name: visitor.get(path, headers=headers) for name, visitor in everyone.items()}
    return {name: (each.status_code, each.content) for name, each in got.items()}


def test_every_route_is_decided(everyone: dict[str, Visitor]) -> None:
    assert everyone
    paths = {route.path for route in (*server.build_app()._user_routes, *door.routes())}
    assert paths == set(DECIDED)


@pytest.mark.parametrize(
    "way", ["/{}", "/{}?embed=true", "/{}?embedded=1&role=data_team", "/{}/", "/{}/_stcore/health"]
)
@pytest.mark.parametrize("screen", [each.address for each in app.SCREENS])
def test_a_screen_is_the_same_page_for_everybody(screen: str, way: str, everyone: dict[str, Visitor]) -> None:
    got = answered(everyone, way.format(screen), accept="text/html")
    assert len(set(got.values())) == 1


@pytest.mark.parametrize("name", [*FILES, EVERYTHING.name])
def test_a_file_is_the_same_for_everybody(name: str, everyone: dict[str, Visitor]) -> None:
    got = answered(everyone, f"/api/v1/releases/current/{name}?indicator=P01&year=2026")
    assert len({status for status, _content in got.values()}) == 1


@pytest.mark.parametrize("kind", figures.MEDIA)
@pytest.mark.parametrize("screen", [each.address for each in app.SCREENS if each.figures])
def test_a_figure_is_the_same_for_everybody(screen: str, kind: str, everyone: dict[str, Visitor]) -> None:
    got = answered(everyone, f"/figures/{screen}.{kind}")
    assert len({status for status, _content in got.values()}) == 1


@pytest.mark.parametrize("path", STREAMLIT)
def test_what_lies_behind_the_screens_answers_nobody(path: str, everyone: dict[str, Visitor]) -> None:
    for name, (status, content) in answered(everyone, path).items():
        # What Streamlit does not know it answers with its empty page.
        assert status in (400, 403, 404, 405) or b'<div id="root">' in content, (name, status)


def test_what_is_for_a_role_is_for_that_role(everyone: dict[str, Visitor]) -> None:
    own = {path: who for path, who in DECIDED.items() if who != EVERYBODY}
    for path, who in own.items():
        got = {name: status for name, (status, _content) in answered(everyone, path).items()}
        wanted = {SIGNED_IN: {"region", "analyst", "data_team"}, WITH_AREAS: {"region"}}[who]
        assert {name for name, status in got.items() if status == 200} == wanted, path
        assert {status for name, status in got.items() if name not in wanted} == {404}, path


def test_a_socket_from_another_page_opens_for_nobody(everyone: dict[str, Visitor]) -> None:
    for name, visitor in everyone.items():
        host, port = visitor.address.removeprefix("http://").split(":")
        cookie = "; ".join(f"{key}={value}" for key, value in visitor.cookies().items())
        lines = [
            "GET /_stcore/stream HTTP/1.1", f"Host: {host}:{port}", "Upgrade: websocket", "Connection: Upgrade",
            "Sec-WebSocket-Version: 13", "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==", "Origin: https://evil.test",
            f"Cookie: {cookie}",
        ]  # fmt: skip
        with socket.create_connection(("127.0.0.1", int(port)), timeout=60) as line:
            line.sendall(("\r\n".join(lines) + "\r\n\r\n").encode())
            assert b" 403 " in line.recv(200).split(b"\r\n")[0], name
