"""What was shown once, whatever became of the release since."""

from pathlib import Path

import pandas as pd

from data.releases.ledger import Shelf, list_releases
from data.releases.read import open_release
from data.releases.remembered import REMEMBERED, recall
from data.releases.schema import TABLES


def list_shown(home: Path) -> list[str]:
    """Ids of all releases that were ever shown, the last written first; withdrawn ones included."""
    return [str(row["release"]) for row in list_releases(home) if row["published"]]


def shown_tables(home: Path, release_id: str) -> dict[str, pd.DataFrame] | None:
    """Give the public tables of a release that was shown (cell, area, membership, indicator, response, quality).

    Returns
    -------
    The kept copy, or the release itself where it was shown before copies were kept; None when that one is gone.

    Raises
    ------
    ReleaseError : the kept copy, or the release, is not what was written.
    """
    digests = Shelf(home).kept(release_id)
    if digests:
        return recall(home, release_id, digests)
    if not any(row["release"] == release_id and row["present"] for row in list_releases(home)):
        return None
    with open_release(home, release_id) as release:
        return {name: release.table(name) for name in REMEMBERED if TABLES[name].required}
