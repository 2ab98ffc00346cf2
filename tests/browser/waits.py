"""What a test in a browser waits for: never a time, always a state of the page."""

import time

import pytest
from playwright.sync_api import Error, Page

PATIENCE = 240_000
"""Milliseconds to wait for something on a screen: the first map drawn without a graphics card keeps a
page from answering for seconds, on a busy machine for a minute and more."""

STILL = {"frames": 8, "time": 250}
"""How long a settled page has looked the same: frames, because a busy machine draws few, and milliseconds, because
some scripts act a little after what they follow."""
SETTLED = """({frames, time}) => {
  const app = document.querySelector('[data-testid=stApp]');
  const maps = [...document.querySelectorAll('.js-plotly-plot')].map((plot) => plot._fullLayout?.map?._subplot);
  const views = maps.map((map) => map && [map.map?.getZoom(), map.map?.getCenter().toArray()]);
  const moves = (it) => it.playState === 'running' && it.effect?.getComputedTiming().endTime < Infinity;
  const busy = app?.dataset.testScriptState !== 'notRunning'
    || !document.querySelector('.zc-source, .zc-empty, .zc-take')
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
UNDER_THE_MOUSE = "() => [...document.querySelectorAll('.js-plotly-plot')].some((plot) => plot._hoverdata?.length)"
"""Whether a chart knows what lies under the mouse; Plotly looks a moment after the mouse came, and a click uses it."""


def settle(page: Page) -> None:
    """Wait until the screen is complete and at rest, also after a choice, a scroll or another width."""
    page.wait_for_function(SETTLED, arg=STILL, timeout=PATIENCE)


def click_in_chart(page: Page, x: float, y: float) -> None:
    """Point at a mark of a chart until the chart has noticed, and click there; pixels of the window.

    A chart that is drawn anew under a resting mouse does not look again, so the mouse moves as a hand does.
    """
    until = time.monotonic() + PATIENCE / 1000
    turn = 0
    while time.monotonic() < until:
        page.mouse.move(x + turn % 2, y)
        turn += 1
        try:
            page.wait_for_function(UNDER_THE_MOUSE, timeout=1000)
        except Error:
            continue
        page.mouse.click(x + (turn - 1) % 2, y)
        return
    pytest.fail(f"no chart has anything at {x:.0f}, {y:.0f}")
