"""Prepares a release before anybody asks for it, and keeps the garbage collector's rounds short.

The first visitor after a start or a publication would otherwise wait for every number of a profile. One thread makes
the views that overview, map and profile begin with, a little at a time so that visitors go first.
"""

import gc
import logging
import threading
import time

from data.releases import ReleaseError
from data.terms import Level
from geo.figures.maps_on_svg import ground
from pages.figures import apart, letters
from pages.views import choosing, released, views

LEVELS = (Level.ELZ, Level.GEMEENTE, Level.KRING)
"""Prepared before anybody asks; a province or region is drawn in no time."""
LOOK_AGAIN = 20.0
"""Seconds between two looks at what is published."""

SWEEP_AFTER = 600.0
"""Seconds after which everything is looked through once more: what was frozen while it was in use may be garbage."""

BREATH = 0.003
"""Seconds left to visitors between two views."""

_log = logging.getLogger("zorgcapaciteit.screens")


def begin() -> threading.Thread:
    """Start preparing in the background; the thread ends with the process."""
    thread = threading.Thread(target=_forever, name="warm", daemon=True)
    thread.start()
    return thread


def _forever() -> None:
    ready: str | None = None
    swept = time.monotonic()
    while True:
        release_id = released.current_id()
        if release_id is not None and release_id != ready:
            try:
                prepare(release_id)
                for family, weight in letters.FACES:
                    letters.face(family, weight)
                settle()
                apart.warm()
            except (ReleaseError, OSError):
                _log.exception("release %s could not be prepared", release_id)
            ready = release_id
        elif time.monotonic() - swept > SWEEP_AFTER:
            settle()
            swept = time.monotonic()
        time.sleep(LOOK_AGAIN)


def prepare(release_id: str) -> int:
    """Make the first view of every indicator, level and year, newest year first; give how many were made.

    Raises
    ------
    ReleaseError : the release is damaged, or was withdrawn meanwhile.
    """
    made = 0
    for year in reversed(released.opened(release_id).years()):
        for level in LEVELS:
            for indicator in choosing.known_indicators(release_id).values():
                if level in indicator.levels:
                    views.main_view(release_id, indicator.id, year, level)
                    made += 1
                    time.sleep(BREATH)
    for level in LEVELS:  # a browser that prints waits two seconds for the map, and no longer
        ground(released.layer_text(release_id, level.value), released.layer_text(release_id, "context"))
    return made


def settle() -> None:
    """Collect all garbage, then take what is left out of the collector's sight.

    Walking through prepared views and open sessions after every run, as Streamlit would, costs more than the page.
    """
    gc.unfreeze()
    gc.collect()
    gc.freeze()
