"""A release that is not published is looked at on this machine: other screens go on with what is published."""

import http.client
import os
import re
import socket
import subprocess
import time
import urllib.request
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from data import releases
from pages.views import released
from tests.homes import COMMAND
from tests.releases import make_release
from tests.serving import serving_file


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str, str]:
    """Give a home with a release that is shown and a newer one that is not, open to others by its serving file."""
    folder = tmp_path_factory.mktemp("preview") / "home"
    shown = make_release(folder, years=(2026,))
    waiting = make_release(folder, years=(2026,), shift=5.0, shown=False)
    serving_file(folder / "serving.toml")
    return folder, shown, waiting


def page(variables: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> str:
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    drawn = AppTest.from_string("import app\nfrom pages.kaart.screen import render\nrender()", default_timeout=600)
    drawn.run()
    assert not drawn.exception
    return "\n".join(element.proto.body for element in drawn.get("html"))


def test_pages_say_that_it_is_not_published(home: tuple[Path, str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    folder, shown, waiting = home
    here = {released.HOME_VARIABLE: str(folder)}
    plain = page(here, monkeypatch)
    assert "niet gepubliceerd" not in plain
    looked_at = page({**here, released.PREVIEW_VARIABLE: waiting}, monkeypatch)
    assert "Voorbeeld: deze uitgave is niet gepubliceerd" in looked_at
    assert released.current_id() == waiting
    monkeypatch.delenv(released.PREVIEW_VARIABLE)
    assert released.current_id() == shown == releases.current_id(folder)


def test_the_command_serves_it_to_this_machine_alone(home: tuple[Path, str, str]) -> None:
    folder, shown, waiting = home
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [COMMAND, "releases", "preview", waiting, "--port", str(port), "--home", folder]
    running = subprocess.Popen(
        [str(word) for word in command], stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True, env=os.environ
    )
    try:
        assert running.stderr is not None
        said = ""
        while "Dashboard op" not in said:
            line = running.stderr.readline()
            assert line, said
            said += line
        assert "Alleen voor deze machine" in said
        assert answered(port, "localhost") == 200
        assert answered(port, "zorg.test") == 421, "its serving file would let it in"
        with urllib.request.urlopen(f"http://localhost:{port}/health", timeout=60) as answer:
            assert waiting in answer.read().decode()
    finally:
        running.terminate()
        running.wait(30)
        running.stderr.close()  # type: ignore[union-attr]
    assert releases.current_id(folder) == shown
    assert re.fullmatch(r"\d{8}T\d{6}Z-[0-9a-f]{8}", waiting)


def answered(port: int, host: str) -> int:
    """Ask for the health of the server by a name; it may need a while to listen."""
    until = time.monotonic() + 240
    while time.monotonic() < until:
        line = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        try:
            line.request("GET", "/health", headers={"Host": f"{host}:{port}"})
            return line.getresponse().status
        except ConnectionError:
            time.sleep(0.2)
        finally:
            line.close()
    raise AssertionError("nobody listens")
