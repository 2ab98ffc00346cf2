"""A click in a chart, which knows what lies under the mouse a moment after the mouse came."""

import time

import pytest
from playwright.sync_api import Error, Page

from bench.browsing import PATIENCE

UNDER_THE_MOUSE = "() => [...document.querySelectorAll('.js-plotly-plot')].some((plot) => plot._hoverdata?.length)"
"""Whether a chart knows what lies under the mouse; Plotly looks a moment after the mouse came, and a click uses it."""


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
