"""The released numbers as the screens read them: opened once per release, kept by release id.

A newly published release has another id, so the next interaction of any visitor reads it; nothing is ever stale.
"""

import json
import os
from functools import lru_cache
from pathlib import Path
from typing import Any

import pandas as pd

from aggregation.indicators import INDICATORS, learn_changes, take_added, take_questions
from aggregation.shown import own_area
from data import releases
from data.questions import question_of
from data.releases import Release, ReleasedCells, ReleaseError
from data.terms import Level, Text
from geo import layers
from pages.views import own

HOME_VARIABLE = "ZORGCAPACITEIT_HOME"
PREVIEW_VARIABLE = "ZORGCAPACITEIT_PREVIEW"
"""Names a release that is shown although it is not published, on this machine alone; set by ``releases preview``."""
DEFAULT_HOME = Path("var")
HATCHES = {"hatch": layers.HATCH_SPACING, "hatchwide": layers.WIDE_SPACING}
"""Hatch of all of Flanders to the distance between its lines, in degrees of longitude."""


def home() -> Path:
    """Folder of the installation: the environment variable, else ``./var``."""
    return Path(os.environ.get(HOME_VARIABLE) or DEFAULT_HOME)


def current_id() -> str | None:
    """Id of the published release, None where nothing is published; in a preview that of the release looked at."""
    if looked_at := os.environ.get(PREVIEW_VARIABLE):
        return looked_at
    try:
        return releases.current_id(home())
    except (ReleaseError, OSError):
        return None


def is_preview() -> bool:
    """Tell whether what is shown is looked at before it is published."""
    return bool(os.environ.get(PREVIEW_VARIABLE))


def current() -> Release | None:
    """Give the published release, None where nothing is published.

    Raises
    ------
    ReleaseError : the release differs from what was written; it is not shown.
    """
    release_id = current_id()
    return None if release_id is None else _open(home(), release_id)


def history() -> list[dict[str, Any]]:
    """Give what the ledger tells of every release ever written, newest first."""
    return releases.list_releases(home())


@lru_cache(maxsize=2)
def _open(folder: Path, release_id: str) -> Release:
    release = releases.open_release(folder, release_id)
    _learn(release.indicator_table())
    return release


def _learn(table: pd.DataFrame) -> None:
    """Let the registry know what a release knows of questions and the code may not: its home added or changed them."""
    told = {name: _json(table, name) for name in ("declared", "changed")}
    take_questions(question_of(document, name) for name, document in told["declared"].items())
    take_added(_added(table))
    for name, years in told["changed"].items():
        if name in INDICATORS:
            learn_changes(name, {int(year): Text(nl=text["nl"], en=text["en"]) for year, text in years.items()})


def _json(table: pd.DataFrame, column: str) -> dict[str, dict[str, Any]]:
    """Read a column of JSON by indicator; an older release has none."""
    texts = table.set_index("indicator")[column] if column in table else pd.Series(dtype=object)
    return {str(name): json.loads(text) for name, text in texts.items() if isinstance(text, str)}


def _added(table: pd.DataFrame) -> dict[tuple[str, str], dict[str, Text]]:
    """Read the labels of the answers that a release knows and the code may not: a layout of its home added them."""
    found: dict[tuple[str, str], dict[str, Text]] = {}
    labels = table["option_labels"] if "option_labels" in table else pd.Series(index=table.index, dtype=object)
    for name, text in zip(table["indicator"].astype(str), labels, strict=True):
        entry = INDICATORS.get(name)
        if entry is not None and entry.asks is not None and isinstance(text, str):
            told = {code: Text(nl=label["nl"], en=label["en"]) for code, label in json.loads(text).items()}
            found[entry.asks] = found.get(entry.asks, {}) | told
    return found


def opened(release_id: str) -> Release:
    """Give the release of that id in this home, opening it where needed; with the own area that the id may name.

    Raises
    ------
    ValueError : the id names no own area that this release can put together.
    """
    return _open(home(), release_id) if own.base_id(release_id) == release_id else _with_own(home(), release_id)


@lru_cache(maxsize=16)
def _with_own(folder: Path, release_id: str) -> Release:
    area = own.own_of(release_id)
    release = _open(folder, own.base_id(release_id))
    return release if area is None else own.WithOwnArea(release, area)


def with_own(release: Release, text: str) -> Release:
    """Give a release with the own area of an address, the release itself for ''.

    Raises
    ------
    ValueError : the text names no own area that this release can put together.
    """
    return opened(own.id_with(release.id, own_area.OwnArea.read(text))) if text else release


def layer_text(release_id: str, layer: str) -> str:
    """GeoJSON of a layer of a release.

    Raises
    ------
    KeyError : the release has no such layer.
    """
    release = opened(release_id)
    if layer not in release.layers():
        raise KeyError(layer)
    return release.layer(layer).decode()


def layer_of(release_id: str, level: Level, year: int) -> str:
    """Name the layer that a file draws a year on: its own where areas of it are no more, such as a merged kring.

    Municipalities stand on those of today, on which earlier years are summed; and so does what is put together here.
    Maps on the screens show the areas of today alone: those can be chosen.
    """
    own_layer = f"{level.value}_{year}"
    if level is Level.GEMEENTE or own.base_id(release_id) != release_id:
        return level.value
    return own_layer if own_layer in opened(release_id).layers() else level.value


def layer_address(release_id: str, layer: str) -> str:
    """Give the address of a drawn layer of a release: an area level, ``context`` or one of ``HATCHES``."""
    return f"/layers/{release_id}/{layer}.geojson"


@lru_cache(maxsize=8)
def all_responses(release_id: str) -> pd.DataFrame:
    """Response of every year, level, area and role: one page tells hundreds, and a query each would keep it waiting."""
    return opened(release_id).responses()


@lru_cache(maxsize=8)
def facts(release_id: str) -> pd.DataFrame:
    """Give published totals of every year, level and area; no row where the release has none."""
    return opened(release_id).facts()


@lru_cache(maxsize=8)
def level_cells(release_id: str, level: str, year: int) -> ReleasedCells:
    """All cells of a level in one year: what a profile compares its area with."""
    return opened(release_id).cells(level=level, year=year)
