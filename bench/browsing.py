"""Servers of our own, the Chromium of the system, and when a screen is at rest: for benches, pictures and tests."""

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).resolve().parents[1]
FLAGS = (
    "--headless=new",
    "--no-sandbox",
    "--use-angle=swiftshader",
    "--enable-unsafe-swiftshader",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)
PATIENCE = 240_000
"""Milliseconds to wait for something on a screen: the first map drawn without a graphics card keeps a
page from answering for seconds, on a busy machine for a minute and more."""

LAST_LINE = ".zc-source, .zc-empty, .zc-take"
"""What stands at the end of a screen of ours."""
STILL = {"frames": 8, "time": 250}
"""How long a settled page has looked the same: frames, because a busy machine draws few, and milliseconds, because
some scripts act a little after what they follow."""
SETTLED = """({frames, time, mark}) => {
  const app = document.querySelector('[data-testid=stApp]');
  const maps = [...document.querySelectorAll('.js-plotly-plot')].map((plot) => plot._fullLayout?.map?._subplot);
  const views = maps.map((map) => map && [map.map?.getZoom(), map.map?.getCenter().toArray()]);
  const moves = (it) => it.playState === 'running' && it.effect?.getComputedTiming().endTime < Infinity;
  const busy = app?.dataset.testScriptState !== 'notRunning'
    || !document.querySelector(mark)
    || document.querySelector('[data-stale=true], [data-testid=stSkeleton], [data-testid=stSkeletonElement]')
    || maps.some((map) => map?.map?.isMoving())
    || document.fonts.status !== 'loaded'
    || [...document.images].some((image) => image.checkVisibility() && !image.complete)
    || document.getAnimations().some(moves);
  const places = [...document.querySelectorAll('[data-testid=stMain]')].map((it) => [it.scrollTop, it.scrollHeight]);
  const look = JSON.stringify([innerWidth, places, views]) + document.documentElement.outerHTML;
  const now = performance.now(), before = window.zcLook;
  const same = !busy && before?.look === look;
  window.zcLook = {look, since: same ? before.since : now, frames: same ? before.frames + 1 : 0};
  return same && window.zcLook.frames >= frames && now - window.zcLook.since >= time;
}"""
"""Whether a screen is complete and at rest: its script has run, its last line stands there, nothing is of before or
yet to come, letters and images are drawn, nothing moves, and it has looked the same for a while. A map may still be
empty: without a graphics card it takes long, and only tests of the map itself need it."""
MAP_DRAWN = """() => {
  const map = document.querySelector(".js-plotly-plot")?._fullLayout?.map?._subplot?.map;
  return map && map.loaded() && map.getStyle().layers.some((layer) => layer.id.startsWith("plotly-trace"));
}"""


def settle(page: Page, mark: str = LAST_LINE) -> None:
    """Wait until the screen is complete and at rest, also after a choice, a scroll or another width.

    ``mark`` is what a complete screen holds, as a selector.
    """
    page.wait_for_function(SETTLED, arg={**STILL, "mark": mark}, timeout=PATIENCE)


def free_port() -> int:
    """Give a port of this machine that nobody uses now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def serve_command(home: Path, port: int) -> list[str]:
    """Command that serves the screens of this tree over a home."""
    code = "import sys; from pathlib import Path; import app; sys.exit(app.serve(Path(sys.argv[1]), int(sys.argv[2])))"
    return [sys.executable, "-c", code, str(home.resolve()), str(port)]


@contextmanager
def running(command: Sequence[str], port: int, **environment: str) -> Iterator[subprocess.Popen[bytes]]:
    """Run a server, with more environment, for as long as it is used; it answers when it is given."""
    with running_at(f"http://127.0.0.1:{port}/_stcore/health", command, **environment) as process:
        yield process


@contextmanager
def running_at(address: str, command: Sequence[str], **environment: str) -> Iterator[subprocess.Popen[bytes]]:
    """Run a server for as long as it is used; it is given once something stands at the address."""
    process = subprocess.Popen(
        command,
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT), **environment},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        _wait_for(address, process)
        yield process
    finally:
        process.terminate()
        process.wait(timeout=20)


@contextmanager
def serving(home: Path, **environment: str) -> Iterator[str]:
    """Serve the screens over a home, with more environment, and give their address."""
    port = free_port()
    with running(serve_command(home, port), port, **environment):
        yield f"http://127.0.0.1:{port}"


@contextmanager
def chromium() -> Iterator[Browser]:
    """Start the Chromium of the system."""
    with sync_playwright() as player:
        browser = player.chromium.launch(executable_path=find_chromium(), args=list(FLAGS))
        yield browser
        browser.close()


def find_chromium() -> str | None:
    """Give the path of the system's browser, None where there is none."""
    return shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")


def _wait_for(address: str, process: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + PATIENCE / 1000
    while time.monotonic() < until:
        if process.poll() is not None:
            raise RuntimeError(f"the server ended with {process.returncode} before it answered")
        try:
            with urlopen(address, timeout=2):  # noqa: S310 -- our own address
                return
        except (URLError, OSError):
            time.sleep(0.2)
    raise RuntimeError(f"the server did not answer at {address} within {PATIENCE / 1000:.0f} s")
