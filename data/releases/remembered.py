"""What has been public stays known: the tables of every published release, kept beside the ledger.

Who copied a release keeps it when it is withdrawn. A later release of the same year is therefore attacked together
with every release that was ever shown, also when its folder is gone. Kept are the tables that this attack compares;
nothing withheld is in them. The practice map is kept encrypted in the vault (``data/vault/maps.py``): a practice may
ask afterwards to be left off it.
"""

import shutil
from collections.abc import Mapping
from pathlib import Path

import duckdb
import pandas as pd
import pyarrow.parquet as pq

from data.audit import sync_folder
from data.engine import to_pandas
from data.releases.checks import ReleaseError
from data.releases.folder import CUBE, file_digest, release_folder, releases_folder

REMEMBERED = ("cell", "area", "membership", "indicator", "response", "quality", "fact")
"""Tables of a published release that are kept for good."""

_FOLDER = "published"


def remember(home: Path, release_id: str) -> dict[str, str]:
    """Keep the tables of a release whose folder was checked; gives the digest per file, for the ledger.

    Nothing is written when they are kept already.

    Raises
    ------
    ReleaseError : there is no such release, or its cube cannot be read.
    """
    folder = releases_folder(home) / _FOLDER / release_id
    if not folder.is_dir():
        source = release_folder(home, release_id) / CUBE
        aside = folder.with_name(f".{release_id}")
        shutil.rmtree(aside, ignore_errors=True)
        aside.mkdir(parents=True)
        try:
            _copy_tables(source, aside)
        except (duckdb.Error, OSError):
            shutil.rmtree(aside, ignore_errors=True)
            raise ReleaseError(f"release {release_id}: {CUBE} cannot be read") from None
        sync_folder(aside)
        aside.rename(folder)
        sync_folder(folder.parent)
    return kept_digests(home, release_id)


def _copy_tables(cube: Path, folder: Path) -> None:
    """Write each table as Parquet, from a copy of the cube: the cube itself may be open in this process."""
    copy = folder / CUBE
    shutil.copyfile(cube, copy)
    with duckdb.connect(copy, read_only=True) as connection:
        present = {row[0] for row in connection.sql("SELECT table_name FROM duckdb_tables()").fetchall()}
        for name in present.intersection(REMEMBERED):
            table = connection.sql(f'SELECT * FROM "{name}"').to_arrow_table()  # noqa: S608 -- a declared name
            pq.write_table(table, folder / f"{name}.parquet")
    copy.unlink()


def kept_digests(home: Path, release_id: str) -> dict[str, str]:
    """Give the digest per kept file of a release; empty when nothing is kept."""
    files = sorted((releases_folder(home) / _FOLDER / release_id).glob("*.parquet"))
    return {path.name: file_digest(path) for path in files}


def recall(home: Path, release_id: str, digests: Mapping[str, str]) -> dict[str, pd.DataFrame]:
    """Give the kept tables of a release that was once shown, by name.

    Parameters
    ----------
    digests : what the ledger says about the files.

    Raises
    ------
    ReleaseError : the copy is missing, or is not what was kept.
    """
    if not digests or kept_digests(home, release_id) != dict(digests):
        raise ReleaseError(
            f"release {release_id}: the kept copy of what it published is missing or differs from the ledger. "
            f"Restore releases/{_FOLDER}/{release_id} from the back-up."
        )
    folder = releases_folder(home) / _FOLDER / release_id
    return {
        name: to_pandas(pq.read_table(folder / f"{name}.parquet"))
        for name in REMEMBERED
        if f"{name}.parquet" in digests
    }
