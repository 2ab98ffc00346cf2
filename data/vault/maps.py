"""Practice maps of releases, who was off them, and the unit rows behind them, kept encrypted for later refreshes.

Whoever copied a practice map keeps it when the release is withdrawn. A refresh must know it, or it would choose other
companions than before and so give away whom they hid (``aggregation/year/companions.py``). But a practice may have
asked since to be left off, and the release may have been withdrawn for just that: so the copy lies in the vault, under
a key per survey year that goes with the last delivery of that year.
"""

import base64
import contextlib
import json
import os
import secrets
import shutil
from collections.abc import Collection, Mapping
from pathlib import Path

import pandas as pd

from data.audit import Action, Audit, sync_folder, write_synced
from data.engine import to_pandas
from data.kms import KEY_BYTES, KeyManagement, KmsError
from data.vault.deliveries import Purpose, VaultError
from data.vault.files import DamagedTableError, read_encrypted, write_encrypted

_RELEASE = "release"
_BUILDING = ".building-"
_MAPS, _ROWS, _OFF = "maps", "rows", "off"
_LASTING = "lasting"
NONE_TAKEN: Mapping[int, str] = {}


class ReleasedMaps:
    """What is kept of the releases of one home folder: practice maps, and unit rows under ``vault/rows``.

    ``<home>/vault/maps/<release>/<year>.parquet`` holds the rows of one survey year,
    ``<home>/vault/keys/maps-<year>.json`` the wrapped key of that year.

    Parameters
    ----------
    home : runtime folder.
    kms : keeper of the key-encryption key.
    audit : trail in which keeping and reading are recorded.
    """

    def __init__(self, home: Path, kms: KeyManagement, audit: Audit) -> None:
        self._home, self._kms, self._audit = home, kms, audit
        self._folder, self._keys = home / "vault" / "maps", home / "vault" / "keys"
        self._rows = home / "vault" / "rows"
        self._off = home / "vault" / _OFF

    def has(self, release_id: str) -> bool:
        """Tell whether the map of a release is kept."""
        return (self._folder / release_id).is_dir()

    def keep(self, release_id: str, practice: pd.DataFrame) -> None:
        """Keep the map of a release; nothing is written when it is kept already.

        Parameters
        ----------
        practice : table ``practice`` of the release, with ``year``; kept for every year it has rows of.
        """
        if self.has(release_id):
            return
        self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        aside = self._folder / f"{_BUILDING}{release_id}"
        shutil.rmtree(aside, ignore_errors=True)
        aside.mkdir(mode=0o700)
        for year in sorted(int(year) for year in practice["year"].unique()):
            rows = practice.loc[practice["year"] == year].assign(**{_RELEASE: release_id})
            write_encrypted(aside / f"{year}.parquet", rows, self._key(year, make=True))
        sync_folder(aside)
        self._audit.record(Action.VAULT_STORE, subject=release_id, tables={"practice": len(practice)})
        aside.rename(self._folder / release_id)
        sync_folder(self._folder)

    def recall(self, release_id: str) -> pd.DataFrame | None:
        """Give the practice map of a release, all its years.

        Returns
        -------
        The rows as they were released; None where they were not kept, or had no row.

        Raises
        ------
        VaultError : a key is missing or another, or a file is not what was kept.
        """
        paths = {path.stem: path for path in sorted((self._folder / release_id).glob("*.parquet"))}
        if not paths:
            return None
        try:
            rows = pd.concat(
                [to_pandas(read_encrypted(path, self._key(int(year)))) for year, path in paths.items()],
                ignore_index=True,
            )
        except DamagedTableError:
            raise VaultError(self._damaged(release_id)) from None
        if not rows[_RELEASE].eq(release_id).all():
            raise VaultError(self._damaged(release_id))
        kept = rows.drop(columns=_RELEASE)
        self._audit.record(
            Action.VAULT_OPEN,
            subject=release_id,
            purpose=Purpose.CAPACITY_PLANNING.value,
            tables={"practice": len(kept)},
        )
        return kept

    def has_rows(self, release_id: str) -> bool:
        """Tell whether unit rows of a release are kept."""
        return (self._rows / release_id).is_dir()

    def keep_rows(self, release_id: str, rows: pd.DataFrame, *, taken: Mapping[int, str] = NONE_TAKEN) -> None:
        """Keep the unit rows behind a release, per survey year, under a key of that year.

        ``taken`` are years that were taken over from another release, whose file then serves both.

        A later correction of the year is judged by who changed, and that takes the rows of both. They go with any
        delivery of the year that is destroyed.
        """
        if (self._rows / release_id).is_dir():
            return
        self._rows.mkdir(parents=True, exist_ok=True, mode=0o700)
        aside = self._rows / f"{_BUILDING}{release_id}"
        shutil.rmtree(aside, ignore_errors=True)
        aside.mkdir(mode=0o700)
        for year in sorted(int(year) for year in rows["year"].unique()):
            own = rows.loc[rows["year"] == year].reset_index(drop=True)
            write_encrypted(aside / f"{year}.parquet", own, self._key(year, _ROWS, make=True))
        for year, earlier in taken.items():
            with contextlib.suppress(FileNotFoundError):  # destroyed with a delivery
                os.link(self._rows / earlier / f"{year}.parquet", aside / f"{year}.parquet")
        sync_folder(aside)
        self._audit.record(Action.VAULT_STORE, subject=release_id, tables={"rows": len(rows)})
        aside.rename(self._rows / release_id)
        sync_folder(self._rows)

    def recall_rows(self, release_id: str, years: Collection[int]) -> pd.DataFrame | None:
        """Give the unit rows behind a release, of those years of which they are still kept; None where there are none.

        Raises
        ------
        VaultError : a key is missing or another, or a file is not what was kept.
        """
        files = sorted((self._rows / release_id).glob("*.parquet"))
        paths = {path.stem: path for path in files if int(path.stem) in years}
        if not paths:
            return None
        try:
            rows = pd.concat(
                [to_pandas(read_encrypted(path, self._key(int(year), _ROWS))) for year, path in paths.items()],
                ignore_index=True,
            )
        except DamagedTableError:
            raise VaultError(self._damaged(release_id)) from None
        self._audit.record(
            Action.VAULT_OPEN,
            subject=release_id,
            purpose=Purpose.CAPACITY_PLANNING.value,
            tables={"rows": len(rows)},
        )
        return rows

    def keep_off(
        self, release_id: str, off: Mapping[int, Collection[str]], *, taken: Mapping[int, str] = NONE_TAKEN
    ) -> None:
        """Keep which practices a release left off its map, per survey year, by the keys that last over years.

        ``taken`` are years that were taken over from another release, whose file then serves both.
        """
        if (self._off / release_id).is_dir():
            return
        self._off.mkdir(parents=True, exist_ok=True, mode=0o700)
        aside = self._off / f"{_BUILDING}{release_id}"
        shutil.rmtree(aside, ignore_errors=True)
        aside.mkdir(mode=0o700)
        for year, keys in off.items():
            rows = pd.DataFrame({_LASTING: pd.Series(sorted(keys), dtype="str")})
            write_encrypted(aside / f"{year}.parquet", rows, self._key(year, make=True))
        for year, earlier in taken.items():
            with contextlib.suppress(FileNotFoundError):  # of a release that kept none
                os.link(self._off / earlier / f"{year}.parquet", aside / f"{year}.parquet")
        sync_folder(aside)
        self._audit.record(Action.VAULT_STORE, subject=release_id, tables={_OFF: sum(map(len, off.values()))})
        aside.rename(self._off / release_id)
        sync_folder(self._off)

    def recall_off(self) -> dict[tuple[str, int], frozenset[str]]:
        """Give the keys of the practices that each release that is kept left off its map, by release and survey year.

        Raises
        ------
        VaultError : a key is missing or another, or a file is not what was kept.
        """
        found: dict[tuple[str, int], frozenset[str]] = {}
        read: dict[int, frozenset[str]] = {}
        for path in sorted(self._off.glob("*/*.parquet")):
            if path.parent.name.startswith("."):
                continue
            file, year = path.stat().st_ino, int(path.stem)
            if file not in read:
                try:
                    read[file] = frozenset(to_pandas(read_encrypted(path, self._key(year)))[_LASTING])
                except DamagedTableError:
                    raise VaultError(self._damaged(path.parent.name)) from None
            found[path.parent.name, year] = read[file]
        if read:
            self._audit.record(
                Action.VAULT_OPEN,
                subject=_OFF,
                purpose=Purpose.CAPACITY_PLANNING.value,
                tables={_OFF: len(frozenset().union(*read.values()))},
            )
        return found

    def destroy_rows(self, year: int) -> None:
        """Destroy the key of the unit rows of a survey year, and the rows: a delivery that they came from is gone."""
        (self._keys / f"{_ROWS}-{year}.json").unlink(missing_ok=True)
        for file in self._rows.glob(f"*/{year}.parquet"):
            file.unlink()

    def forget(self, *, but: Collection[str]) -> None:
        """Remove what was kept of releases that were never shown and are gone: nobody outside has them."""
        for folder in (*self._folder.glob("*"), *self._rows.glob("*"), *self._off.glob("*")):
            if folder.name not in but:
                shutil.rmtree(folder, ignore_errors=True)

    def destroy_year(self, year: int) -> None:
        """Destroy the key of a survey year, and then every map that it opened."""
        (self._keys / f"{_MAPS}-{year}.json").unlink(missing_ok=True)
        for file in (*self._folder.glob(f"*/{year}.parquet"), *self._off.glob(f"*/{year}.parquet")):
            file.unlink()
        self.destroy_rows(year)

    def _damaged(self, release_id: str) -> str:
        return (
            f"release {release_id}: the kept practice map or unit rows are not what was kept. "
            f"Restore vault/maps/{release_id}, vault/rows/{release_id}, vault/off/{release_id} and vault/keys "
            "from one back-up."
        )

    def _key(self, year: int, kind: str = _MAPS, *, make: bool = False) -> bytes:
        """Give the data key of a survey year; ``make`` one where there is none yet."""
        name = f"{kind}-{year}"
        path = self._keys / f"{name}.json"
        if make and not path.exists():
            self._keys.mkdir(parents=True, exist_ok=True, mode=0o700)
            wrapped = base64.b64encode(self._kms.wrap(secrets.token_bytes(KEY_BYTES), name)).decode()
            aside = path.with_name(f".{name}-{secrets.token_hex(4)}")
            write_synced(aside, json.dumps({"key_id": self._kms.key_id, "wrapped": wrapped}).encode())
            with contextlib.suppress(FileExistsError):  # another process was first: its key counts
                os.link(aside, path)
            aside.unlink()
            sync_folder(self._keys)
        try:
            return self._kms.unwrap(base64.b64decode(json.loads(path.read_bytes())["wrapped"]), name)
        except (OSError, ValueError, KeyError):
            raise VaultError(f"{kind} of {year}: their key is missing or unreadable. Restore it.") from None
        except KmsError as error:
            raise VaultError(f"{kind} of {year}: {error}") from None
