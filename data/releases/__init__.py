"""Releases: immutable folders with what may be shown, the pointer to the current one, and the ledger of all.

Nothing here reads the vault or a key, so the process that serves the screens can import all of it. Write with
``write_release``; switch with ``publish``, ``rollback`` and ``withdraw``; read with ``open_release``.
"""

from data.releases.checks import ReleaseError, check_tables
from data.releases.compare import Difference, diff
from data.releases.folder import releases_folder
from data.releases.ledger import Shelf, current_id, list_releases, publish, rollback, show, withdraw
from data.releases.read import Release, ReleasedCells, open_folder, open_release
from data.releases.shown import list_shown, shown_tables
from data.releases.write import write_release

__all__ = [
    "Difference",
    "Release",
    "ReleaseError",
    "ReleasedCells",
    "Shelf",
    "check_tables",
    "current_id",
    "diff",
    "list_releases",
    "list_shown",
    "open_folder",
    "open_release",
    "publish",
    "releases_folder",
    "rollback",
    "show",
    "shown_tables",
    "withdraw",
    "write_release",
]
