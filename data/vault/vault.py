"""Stores deliveries whole, opens them for a recorded purpose, destroys them by their key."""

import base64
import contextlib
import fcntl
import json
import os
import resource
import secrets
import shutil
import string
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pandas as pd

from data import clock
from data.audit import Action, Audit, refuse_identifiers, sync_folder, write_synced
from data.engine import EngineError, engine, to_pandas
from data.kms import KEY_BYTES, KeyManagement, KmsError
from data.vault.deliveries import (
    RETENTION_YEARS,
    Delivery,
    FileOrigin,
    ManifestFacts,
    Purpose,
    VaultError,
    keep_until,
)
from data.vault.files import DamagedTableError, file_sha256, read_encrypted, write_encrypted
from data.vault.maps import ReleasedMaps
from data.vault.opened import OpenedYear
from data.vault.removed import PERSON_COLUMNS, Removed, is_about

Frames = dict[str, pd.DataFrame]

_PLACING = ("contacts", "practices", "geography")
_FACTS, _DESTROYED, _BUILDING = "delivery.json", "destroyed", ".building-"


@dataclass(frozen=True, kw_only=True)
class _File:
    sender: str
    received_on: date


class Vault:
    """The encrypted deliveries of one home folder.

    Parameters
    ----------
    home : runtime folder; the vault is ``<home>/vault``.
    kms : keeper of the key-encryption key.
    audit : trail in which every storing, opening, refusal and destruction is recorded.
    today : the clock that decides on retention.
    """

    def __init__(
        self,
        home: Path,
        kms: KeyManagement,
        audit: Audit,
        *,
        today: Callable[[], date] = clock.today,
    ) -> None:
        self._home, self._kms, self._audit, self._today = home, kms, audit, today
        self._data = home / "vault" / "deliveries"
        self._keys = home / "vault" / "keys"
        self._removed = Removed(home, kms, audit)
        self.layouts = home / "layouts"
        """Layouts of this home; the shipped ones serve as well."""
        # A crash would otherwise write this process, rows and keys included, to a core file.
        resource.setrlimit(resource.RLIMIT_CORE, (0, resource.getrlimit(resource.RLIMIT_CORE)[1]))

    def store(
        self,
        manifest: ManifestFacts,
        frames: Mapping[str, pd.DataFrame],
        *,
        set_aside: Mapping[str, int] | None = None,
    ) -> str:
        """Store a validated delivery and return its id; all of it or nothing.

        ``set_aside`` is how many earlier answers the check left out of each table, kept beside its number of rows.

        A delivery with the same files, layout and survey year as a stored one is recognised: its id comes back and
        nothing is added, so the order of acceptance stays as it was.

        Raises
        ------
        VaultError : a table is not in the manifest, no table is given, or its ten years have passed.
        """
        received = min([manifest.received_on, *(file.received_on for file in manifest.files.values())])
        if not frames or not set(frames) <= set(manifest.files):
            raise VaultError("expected tables that the manifest lists, at least one; found others or none")
        if self._today() >= keep_until(received):
            raise VaultError(
                f"received on {received}, and its term of {RETENTION_YEARS} years ended on {keep_until(received)}. "
                "It is not stored."
            )
        with self._locked():
            known = self.find(manifest)
            if known is not None:
                self._audit.record(Action.VAULT_RECOGNISE, subject=known)
                return known
            self._check_clock()
            accepted = 1 + max((delivery.accepted for delivery in self.deliveries()), default=0)
            delivery_id = self._new_id(manifest.survey_year)
            facts = {
                "delivery_id": delivery_id,
                "accepted": accepted,
                "accepted_at": datetime.combine(self._today(), datetime.now(UTC).timetz()).isoformat(
                    timespec="seconds"
                ),
                "survey_year": manifest.survey_year,
                "received_on": received.isoformat(),
                "sender": manifest.sender,
                "layout": manifest.layout,
                "digest": self._digest(manifest),
            }
            self._write(facts, manifest.files, self._removed.without(frames), set_aside or {})
        return delivery_id

    def _new_id(self, survey_year: int) -> str:
        # Letters only: an id must never look like the number of a person.
        return f"{survey_year}-" + "".join(secrets.choice(string.ascii_lowercase) for _ in range(8))

    def _check_clock(self) -> None:
        """Refuse to store by a clock that went back: the term of ten years would be counted by it."""
        last = max((delivery.accepted_at[:10] for delivery in self.deliveries()), default="")
        if last > self._today().isoformat():
            raise VaultError(
                f"the clock says {self._today()}, but a delivery was accepted on {last}. Set the clock of this machine "
                "right; nothing is stored."
            )

    def find(self, manifest: ManifestFacts) -> str | None:
        """Id under which the same delivery was stored before and still stands, or None."""
        digest = self._digest(manifest)
        same = [d.delivery_id for d in self.deliveries() if d.digest == digest and not d.destroyed]
        return same[-1] if same else None

    def deliveries(self) -> list[Delivery]:
        """All deliveries ever accepted, in that order, destroyed ones included.

        Raises
        ------
        VaultError : the facts of a delivery are missing or were changed.
        """
        folders = [f for f in self._data.glob("*") if not f.name.startswith(".")] if self._data.exists() else []
        return sorted((self._delivery(self._facts(folder.name)) for folder in folders), key=lambda d: d.accepted)

    def years(self) -> list[int]:
        """Survey years of which something can be opened or has expired, oldest first."""
        return sorted({delivery.survey_year for delivery in self.deliveries() if not delivery.destroyed})

    def latest(self, survey_year: int) -> dict[str, str]:
        """Per table the id of the delivery that brought its last accepted version; destroyed ones do not count."""
        return {
            table: delivery.delivery_id
            for delivery in self.deliveries()
            if delivery.survey_year == survey_year and not delivery.destroyed
            for table in delivery.tables
        }

    def closed(self, needed: Collection[str]) -> dict[int, str]:
        """Years that cannot be counted anew, with the reason; their published numbers can only stay as they are.

        A year is closed when the term of what it rests on has passed (destroyed or not), when a ``needed`` table is in
        none of its deliveries any more, or when a key or file of it is missing or was changed.
        """
        found: dict[int, str] = {}
        for year in sorted({delivery.survey_year for delivery in self.deliveries()}):
            try:
                self._check_countable(year, needed)
            except VaultError as error:
                found[year] = str(error)
        return found

    def _check_countable(self, year: int, needed: Collection[str]) -> None:
        today, of_year = self._today(), [d for d in self.deliveries() if d.survey_year == year]
        last = {table: d for d in of_year if not d.destroyed or today >= d.keep_until for table in d.tables}
        if late := [d for d in last.values() if today >= d.keep_until]:
            raise VaultError(f"delivery {late[0].delivery_id}: its term of {RETENTION_YEARS} years ended")
        if missing := [table for table in needed if table not in last]:
            raise VaultError(f"survey year {year}: no delivery of it holds {', '.join(missing)} any more")
        for table, delivery in last.items():
            self._key(delivery.delivery_id)
            self._checked_path(delivery.delivery_id, table)

    def problems(self) -> list[str]:
        """Look at the facts, key and files of every delivery; what is missing, changed, forged or due, in words."""
        found = []
        for folder in sorted(self._data.glob("*")) if self._data.exists() else []:
            if folder.name.startswith("."):
                continue
            try:
                delivery = self._delivery(self._facts(folder.name))
                if delivery.destroyed:
                    continue
                if (folder / _DESTROYED).exists():
                    found.append(
                        f"delivery {folder.name}: a mark of destruction that the vault did not make. Remove it."
                    )
                self._key(folder.name)
                for table in delivery.tables:
                    self._checked_path(folder.name, table)
            except VaultError as error:
                found.append(str(error))
        late = [d.delivery_id for d in self.expired()] if not found else []
        return found + [f"delivery {name}: its term has passed. Run retention --apply." for name in late]

    def expired(self, today: date | None = None) -> list[Delivery]:
        """Deliveries whose ten years have passed and whose key still exists; destroy them."""
        day = today or self._today()
        return [d for d in self.deliveries() if not d.destroyed and day >= d.keep_until]

    @contextmanager
    def open(
        self, survey_year: int, purpose: Purpose, *, why: str = "", memory: str | None = None
    ) -> Iterator[OpenedYear]:
        """Open the last accepted version of every table of a survey year, for a recorded purpose.

        Raises
        ------
        VaultError : the purpose is not on the list, nothing of that year is stored, a delivery has passed its term,
            or a file or key is missing or was changed. A refusal is recorded as well.
        """
        if not isinstance(purpose, Purpose):
            raise VaultError(f"expected a purpose of the closed list ({', '.join(Purpose)}), found something else")
        refuse_identifiers("why", why)
        with contextlib.ExitStack() as stack:
            try:
                opened = self._load(survey_year, memory, stack)
            except VaultError as error:
                self._audit.record(Action.VAULT_REFUSE, subject=str(survey_year), purpose=purpose.value, why=str(error))
                raise
            # Recorded before anybody sees a row: without a record there is no reading.
            ids = ", ".join(sorted(set(opened.deliveries.values())))
            self._audit.record(Action.VAULT_OPEN, subject=ids, purpose=purpose.value, tables=opened.rows, why=why)
            yield opened

    def beside(self, new: str, old: str | None, purpose: Purpose) -> tuple[Frames, Frames, Frames]:
        """Give the tables of a delivery, those it is compared with, and those that place their rows in a kring.

        Without ``old`` they are what held before ``new`` was accepted: per table the last version of its year.

        Raises
        ------
        VaultError : a delivery does not exist any more or has passed its term, or a file or key is not what it was.
        """
        known = {delivery.delivery_id: delivery for delivery in self.deliveries() if not delivery.destroyed}
        if new not in known or (old is not None and old not in known):
            raise VaultError("expected the id of a delivery that still exists, found another. See the list.")
        own = dict.fromkeys(known[new].tables, new)
        if old is not None:
            earlier = dict.fromkeys(known[old].tables, old)
        else:
            year, accepted = known[new].survey_year, known[new].accepted
            before = [d for d in known.values() if d.survey_year == year and d.accepted < accepted]
            earlier = {table: delivery.delivery_id for delivery in before for table in delivery.tables}
        places = {table: name for table, name in {**earlier, **own}.items() if table in _PLACING}
        opened = sorted({*own.values(), *earlier.values()})
        for name in opened:
            if self._today() >= known[name].keep_until:
                raise VaultError(f"delivery {name}: its term of {RETENTION_YEARS} years ended. It may not be opened.")
        frames = [self._frames(one) for one in (own, earlier, places)]
        rows = {table: known[name].tables[table] for table, name in {**earlier, **own}.items()}
        self._audit.record(Action.VAULT_OPEN, subject=", ".join(opened), purpose=purpose.value, tables=rows)
        return frames[0], frames[1], frames[2]

    def _frames(self, tables: Mapping[str, str]) -> Frames:
        keys = {delivery_id: self._key(delivery_id) for delivery_id in set(tables.values())}
        try:
            return {
                table: to_pandas(read_encrypted(self._checked_path(name, table), keys[name]))
                for table, name in tables.items()
            }
        except DamagedTableError as error:
            raise VaultError(str(error)) from None

    def about(self, riziv: str, why: str) -> list[tuple[str, str, pd.DataFrame]]:
        """Give every row about a person in the deliveries that may still be opened: delivery, table, rows.

        ``riziv`` are the first eight digits of the number; the trail keeps a keyed name of the person instead.

        Raises
        ------
        VaultError : no reason is given, or a file or key is not what it was.
        """
        self._check_reason(why)
        found = []
        for delivery in self.deliveries():
            if delivery.destroyed or self._today() >= delivery.keep_until:
                continue
            own = {table: delivery.delivery_id for table in delivery.tables if table in PERSON_COLUMNS}
            for table, frame in self._frames(own).items():
                rows = frame[is_about(table, frame, riziv)].reset_index(drop=True)
                if len(rows):
                    found.append((delivery.delivery_id, table, rows))
        counts: dict[str, int] = {}
        for _, table, rows in found:
            counts[table] = counts.get(table, 0) + len(rows)
        self._audit.record(
            Action.PERSON_INSPECT, subject=self.name_of(riziv), purpose=Purpose.RIGHTS.value, tables=counts, why=why
        )
        return found

    def remove(self, riziv: str, why: str) -> list[str]:
        """Rewrite every delivery that holds a person without the rows about them, each under a new key.

        The old keys and files are destroyed, and the person is kept out of what is stored from now on. A rewritten
        delivery is known as the same one, so a year that was published stays as it is. When this is interrupted, do it
        again.

        Returns
        -------
        Ids of the deliveries that were rewritten, under their old names.

        Raises
        ------
        VaultError : no reason is given, or a file or key is not what it was; what was rewritten by then stays so.
        """
        self._check_reason(why)
        removed = []
        with self._locked():
            self._removed.add(riziv)
            for delivery in self.deliveries():
                if delivery.destroyed or self._today() >= delivery.keep_until:
                    continue
                frames = self._frames(dict.fromkeys(delivery.tables, delivery.delivery_id))
                if not any(is_about(table, frame, riziv).any() for table, frame in frames.items()):
                    continue
                self._rewrite(delivery, frames)
                self._destroy(delivery, f"herschreven zonder een persoon: {why}")
                removed.append(delivery.delivery_id)
            self._audit.record(Action.PERSON_REMOVE, subject=self.name_of(riziv), purpose=Purpose.RIGHTS.value, why=why)
        return removed

    def without_removed(self, frames: Mapping[str, pd.DataFrame]) -> dict[str, pd.DataFrame]:
        """Give tables of a delivery without the rows of persons who were removed; the others keep their index."""
        return self._removed.without(frames)

    def name_of(self, riziv: str) -> str:
        """Keyed name of a person in the trail: the same for the same person, and no number."""
        return self._removed.name_of(riziv)

    def _rewrite(self, delivery: Delivery, frames: Frames) -> None:
        """Store a delivery once more, without those who were removed, in the same place in the order."""
        facts = self._facts(delivery.delivery_id)
        files = {
            table: _File(sender=entry["sender"], received_on=date.fromisoformat(entry["received_on"]))
            for table, entry in facts["tables"].items()
        }
        aside = {table: int(entry["set_aside"]) for table, entry in facts["tables"].items() if "set_aside" in entry}
        again = {**facts, "delivery_id": self._new_id(delivery.survey_year)}
        self._write(again, files, self._removed.without(frames), aside)

    def _check_reason(self, why: str) -> None:
        refuse_identifiers("why", why)
        if not why.strip():
            raise VaultError("expected a reason, found none: the trail keeps it")

    def destroy(self, delivery_id: str, why: str) -> None:
        """Destroy the key of a delivery, and then its files; the facts without personal data stay.

        Raises
        ------
        VaultError : there is no such delivery, it was destroyed before, or no reason is given.
        """
        self._check_reason(why)
        with self._locked():
            delivery = next((d for d in self.deliveries() if d.delivery_id == delivery_id), None)
            if delivery is None or delivery.destroyed:
                raise VaultError("expected the id of a delivery that still exists, found another. See the list.")
            self._destroy(delivery, why)

    def _destroy(self, delivery: Delivery, why: str) -> None:
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
        year = self._facts(delivery_id)["survey_year"]
        kept = ReleasedMaps(self._home, self._kms, self._audit)
        kept.destroy_rows(year)
        if year not in self.years():
            kept.destroy_year(year)

    def _load(self, survey_year: int, memory: str | None, stack: contextlib.ExitStack) -> OpenedYear:
        latest = self._openable(survey_year)
        keys = {delivery_id: self._key(delivery_id) for delivery_id in set(latest.values())}
        paths = {table: self._checked_path(delivery_id, table) for table, delivery_id in latest.items()}
        computing = stack.enter_context(engine(self._home, memory=memory))
        try:
            rows = {t: computing.load(t, read_encrypted(paths[t], keys[d])) for t, d in latest.items()}
        except (EngineError, DamagedTableError) as error:
            raise VaultError(f"survey year {survey_year}: {error}") from None
        facts = {table: self._facts(delivery_id)["tables"][table] for table, delivery_id in latest.items()}
        aside = {table: int(entry["set_aside"]) for table, entry in facts.items() if "set_aside" in entry}
        return OpenedYear(survey_year=survey_year, engine=computing, deliveries=latest, rows=rows, set_aside=aside)

    def _openable(self, survey_year: int) -> dict[str, str]:
        latest = self.latest(survey_year)
        if not latest:
            raise VaultError(f"expected a stored delivery of survey year {survey_year}, found none. Run refresh first.")
        opened = [d for d in self.deliveries() if d.delivery_id in set(latest.values())]
        if late := [d for d in opened if self._today() >= d.keep_until]:
            raise VaultError(
                f"delivery {late[0].delivery_id}: its term of {RETENTION_YEARS} years ended on {late[0].keep_until}. "
                "It may not be opened any more. Destroy it, then refresh without it."
            )
        return latest

    def _write(
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
        if self._key(delivery_id) != data_key:
            raise VaultError(f"delivery {delivery_id}: its wrapped key does not open again. Nothing is stored.")

    def _facts(self, delivery_id: str) -> dict[str, Any]:
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

    def _delivery(self, facts: Mapping[str, Any]) -> Delivery:
        received = date.fromisoformat(facts["received_on"])
        return Delivery(
            **{name: facts[name] for name in ("delivery_id", "accepted", "accepted_at", "survey_year")},
            received_on=received,
            keep_until=keep_until(received),
            sender=facts["sender"],
            layout=facts["layout"],
            tables={table: entry["rows"] for table, entry in facts["tables"].items()},
            digest=facts["digest"],
            destroyed=self._is_destroyed(facts["delivery_id"]),
        )

    def _is_destroyed(self, delivery_id: str) -> bool:
        """Whether the mark of destruction is there with its seal; a mark that somebody else made means nothing."""
        try:
            mark: dict[str, Any] = json.loads((self._data / delivery_id / _DESTROYED).read_bytes())
            seal = mark.pop("seal")
        except (OSError, ValueError, KeyError, AttributeError):
            return False
        return bool(seal == self._seal(mark) and mark.get("delivery_id") == delivery_id)

    def _key(self, delivery_id: str) -> bytes:
        try:
            envelope = json.loads((self._keys / f"{delivery_id}.json").read_bytes())
            return self._kms.unwrap(base64.b64decode(envelope["wrapped"]), delivery_id)
        except (OSError, ValueError, KeyError):
            raise VaultError(f"delivery {delivery_id}: its wrapped key is missing or unreadable. Restore it.") from None
        except KmsError as error:
            raise VaultError(f"delivery {delivery_id}: {error}") from None

    def _checked_path(self, delivery_id: str, table: str) -> Path:
        path = self._data / delivery_id / f"{table}.parquet"
        if not path.is_file() or file_sha256(path) != self._facts(delivery_id)["tables"][table]["sha256"]:
            raise VaultError(f"delivery {delivery_id}: table {table} is missing or was changed. Restore the back-up.")
        return path

    def _seal(self, facts: Mapping[str, Any]) -> str:
        return self._kms.keyed_digest(b"facts" + json.dumps(facts, sort_keys=True).encode())

    def _digest(self, manifest: ManifestFacts) -> str:
        files = {table: file.sha256.lower() for table, file in manifest.files.items()}
        named = {"survey_year": manifest.survey_year, "layout": manifest.layout, "files": files}
        return self._kms.keyed_digest(b"delivery" + json.dumps(named, sort_keys=True).encode())

    @contextmanager
    def _locked(self) -> Iterator[None]:
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
