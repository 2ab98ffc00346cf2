"""Deliveries as they lie on disk: sealed facts, a wrapped key each, encrypted tables; one process at a time writes."""

import base64
import fcntl
import json
import os
import secrets
import shutil
import string
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pandas as pd

from data.audit import Action, Audit, refuse_identifiers, sync_folder, write_synced
from data.engine import to_pandas
from data.kms import KEY_BYTES, KeyManagement, KmsError
from data.vault.deliveries import Delivery, FileOrigin, ManifestFacts, VaultError, keep_until
from data.vault.files import DamagedTableError, file_sha256, read_encrypted, write_encrypted
from data.vault.maps import ReleasedMaps

Frames = dict[str, pd.DataFrame]

_FACTS, _DESTROYED, _BUILDING = "delivery.json", "destroyed", ".building-"


def new_id(survey_year: int) -> str:
    """Draw the id of a delivery: letters only, so that it never looks like the number of a person."""
    return f"{survey_year}-" + "".join(secrets.choice(string.ascii_lowercase) for _ in range(8))


def check_reason(why: str) -> None:
    """Refuse to go on without a reason, or with one that a trail may not hold."""
    refuse_identifiers("why", why)
    if not why.strip():
        raise VaultError("expected a reason, found none: the trail keeps it")


class Stored:
    """The deliveries of one home folder, without any judgement on who may open them."""

    def __init__(self, home: Path, kms: KeyManagement, audit: Audit) -> None:
        self._home, self._kms, self._audit = home, kms, audit
        self._data = home / "vault" / "deliveries"
        self._keys = home / "vault" / "keys"

    def names(self) -> list[str]:
        """Ids of all deliveries that lie here, in no order that means anything."""
        return sorted(folder.name for folder in self._data.glob("*") if not folder.name.startswith("."))

    def deliveries(self) -> list[Delivery]:
        """All deliveries ever accepted, in that order, destroyed ones included.

        Raises
        ------
        VaultError : the facts of a delivery are missing or were changed.
        """
        return sorted((self.delivery(name) for name in self.names()), key=lambda delivery: delivery.accepted)

    def delivery(self, delivery_id: str) -> Delivery:
        """Give one delivery without personal data."""
        facts = self.facts(delivery_id)
        received = date.fromisoformat(facts["received_on"])
        return Delivery(
            **{name: facts[name] for name in ("delivery_id", "accepted", "accepted_at", "survey_year")},
            received_on=received,
            keep_until=keep_until(received),
            sender=facts["sender"],
            layout=facts["layout"],
            tables={table: entry["rows"] for table, entry in facts["tables"].items()},
            digest=facts["digest"],
            destroyed=self._is_destroyed(delivery_id),
        )

    def facts(self, delivery_id: str) -> dict[str, Any]:
        """Give what was written of a delivery beside its tables, under its seal."""
        try:
            facts: dict[str, Any] = json.loads((self._data / delivery_id / _FACTS).read_bytes())
            seal = facts.pop("seal")
        except (OSError, ValueError, KeyError):
            raise VaultError(
                f"delivery {delivery_id}: {_FACTS} is missing or unreadable. Restore the back-up."
            ) from None
        if seal != self._seal(facts) or facts.get("delivery_id") != delivery_id:
            raise VaultError(
                f"delivery {delivery_id}: {_FACTS} was changed, or belongs to another key. Restore the back-up, "
                "or use the key file that was in use when it was stored."
            )
        return facts

    def _is_destroyed(self, delivery_id: str) -> bool:
        """Whether the mark of destruction is there with its seal; a mark that somebody else made means nothing."""
        try:
            mark: dict[str, Any] = json.loads((self._data / delivery_id / _DESTROYED).read_bytes())
            seal = mark.pop("seal")
        except (OSError, ValueError, KeyError, AttributeError):
            return False
        return bool(seal == self._seal(mark) and mark.get("delivery_id") == delivery_id)

    def has_forged_mark(self, delivery: Delivery) -> bool:
        """Whether somebody else than the vault marked a delivery as destroyed."""
        return not delivery.destroyed and (self._data / delivery.delivery_id / _DESTROYED).exists()

    def key(self, delivery_id: str) -> bytes:
        """Give the data key of a delivery."""
        try:
            envelope = json.loads((self._keys / f"{delivery_id}.json").read_bytes())
            return self._kms.unwrap(base64.b64decode(envelope["wrapped"]), delivery_id)
        except (OSError, ValueError, KeyError):
            raise VaultError(f"delivery {delivery_id}: its wrapped key is missing or unreadable. Restore it.") from None
        except KmsError as error:
            raise VaultError(f"delivery {delivery_id}: {error}") from None

    def path(self, delivery_id: str, table: str) -> Path:
        """Give the file of a table, which is what was stored."""
        path = self._data / delivery_id / f"{table}.parquet"
        if not path.is_file() or file_sha256(path) != self.facts(delivery_id)["tables"][table]["sha256"]:
            raise VaultError(f"delivery {delivery_id}: table {table} is missing or was changed. Restore the back-up.")
        return path

    def frames(self, tables: Mapping[str, str]) -> Frames:
        """Read tables, each from the delivery that is named."""
        keys = {delivery_id: self.key(delivery_id) for delivery_id in set(tables.values())}
        try:
            return {
                table: to_pandas(read_encrypted(self.path(name, table), keys[name])) for table, name in tables.items()
            }
        except DamagedTableError as error:
            raise VaultError(str(error)) from None

    def write(
        self,
        facts: dict[str, Any],
        files: Mapping[str, FileOrigin],
        frames: Mapping[str, pd.DataFrame],
        set_aside: Mapping[str, int],
    ) -> None:
        """Write everything aside, the wrapped key last, and give the folder its name in one step."""
        delivery_id = facts["delivery_id"]
        aside = self._data / f"{_BUILDING}{delivery_id}"
        aside.mkdir(mode=0o700)
        key_path = self._keys / f"{delivery_id}.json"
        data_key = secrets.token_bytes(KEY_BYTES)
        try:
            facts["tables"] = {
                table: {
                    "rows": len(frame),
                    "sha256": write_encrypted(aside / f"{table}.parquet", frame, data_key),
                    "sender": files[table].sender,
                    "received_on": files[table].received_on.isoformat(),
                    **({"set_aside": set_aside[table]} if table in set_aside else {}),
                }
                for table, frame in frames.items()
            }
            write_synced(aside / _FACTS, json.dumps({**facts, "seal": self._seal(facts)}, indent=2).encode())
            self._keep_key(delivery_id, data_key)
            rows = {table: len(frame) for table, frame in frames.items()}
            self._audit.record(Action.VAULT_STORE, subject=delivery_id, tables=rows)
            aside.rename(self._data / delivery_id)
            sync_folder(self._data)
        except BaseException:
            key_path.unlink(missing_ok=True)
            shutil.rmtree(aside, ignore_errors=True)
            raise

    def _keep_key(self, delivery_id: str, data_key: bytes) -> None:
        """Write the wrapped key, and see that what was written opens to the same key."""
        wrapped = base64.b64encode(self._kms.wrap(data_key, delivery_id)).decode()
        path = self._keys / f"{delivery_id}.json"
        write_synced(path, json.dumps({"key_id": self._kms.key_id, "wrapped": wrapped}).encode())
        if self.key(delivery_id) != data_key:
            raise VaultError(f"delivery {delivery_id}: its wrapped key does not open again. Nothing is stored.")

    def destroy(self, delivery: Delivery, why: str) -> None:
        """Destroy the key of a delivery and then its files; its facts stay."""
        self._audit.record(Action.VAULT_DESTROY, subject=delivery.delivery_id, tables=delivery.tables, why=why)
        # From this line on it counts as destroyed; if we are killed below, the next change finishes the work.
        mark = {"delivery_id": delivery.delivery_id, "at": datetime.now(UTC).isoformat(timespec="seconds")}
        sealed = {**mark, "seal": self._seal(mark)}
        write_synced(self._data / delivery.delivery_id / _DESTROYED, json.dumps(sealed).encode())
        self._erase(delivery.delivery_id)

    def _erase(self, delivery_id: str) -> None:
        """Remove the key, then the rows that it alone could open; with the last of a year its practice maps."""
        (self._keys / f"{delivery_id}.json").unlink(missing_ok=True)
        sync_folder(self._keys)
        for file in (self._data / delivery_id).glob("*.parquet"):
            file.unlink()
        year = self.facts(delivery_id)["survey_year"]
        kept = ReleasedMaps(self._home, self._kms, self._audit)
        kept.destroy_rows(year)
        if all(delivery.destroyed for delivery in self.deliveries() if delivery.survey_year == year):
            kept.destroy_year(year)

    def digest(self, manifest: ManifestFacts) -> str:
        """Keyed digest that tells the content of a delivery: the same files, layout and year give the same."""
        files = {table: file.sha256.lower() for table, file in manifest.files.items()}
        named = {"survey_year": manifest.survey_year, "layout": manifest.layout, "files": files}
        return self._kms.keyed_digest(b"delivery" + json.dumps(named, sort_keys=True).encode())

    def _seal(self, facts: Mapping[str, Any]) -> str:
        return self._kms.keyed_digest(b"facts" + json.dumps(facts, sort_keys=True).encode())

    @contextmanager
    def locked(self) -> Iterator[None]:
        """One process at a time changes the vault; what a killed one left is swept."""
        for folder in (self._data.parent, self._data, self._keys):
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            folder.chmod(0o700)  # also where another room made it, or an earlier version
        descriptor = os.open(self._data.parent / ".lock", os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX)
            for leftover in self._data.glob(f"{_BUILDING}*"):
                (self._keys / f"{leftover.name.removeprefix(_BUILDING)}.json").unlink(missing_ok=True)
                shutil.rmtree(leftover, ignore_errors=True)
            for mark in self._data.glob(f"*/{_DESTROYED}"):
                if self._is_destroyed(mark.parent.name):
                    self._erase(mark.parent.name)
            yield
        finally:
            os.close(descriptor)
