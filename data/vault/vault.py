"""Stores deliveries whole, opens them for a recorded purpose, destroys them by their key."""

import contextlib
import resource
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path

import pandas as pd

from data import clock
from data.added import FOLDER
from data.audit import Action, Audit, refuse_identifiers
from data.authorisation import AUTHORISATION, Authorisation
from data.engine import EngineError, engine
from data.kms import KeyManagement
from data.vault.deliveries import (
    RETENTION_YEARS,
    Delivery,
    ManifestFacts,
    Purpose,
    VaultError,
    check_permitted,
    check_purpose,
    keep_until,
)
from data.vault.files import DamagedTableError, read_encrypted
from data.vault.opened import OpenedYear
from data.vault.removed import Removed
from data.vault.stored import Frames, Stored, check_reason, new_id

_PLACING = ("contacts", "practices", "geography")


class Vault:
    """The encrypted deliveries of one home folder.

    Parameters
    ----------
    home : runtime folder; the vault is ``<home>/vault``.
    kms : keeper of the key-encryption key.
    audit : trail in which every storing, opening, refusal and destruction is recorded.
    today : the clock that decides on retention.
    authorisation : the permission that decides on purposes, and on whether what was received under it may be opened.
    """

    def __init__(
        self,
        home: Path,
        kms: KeyManagement,
        audit: Audit,
        *,
        today: Callable[[], date] = clock.today,
        authorisation: Authorisation = AUTHORISATION,
    ) -> None:
        self._home, self._audit, self._today = home, audit, today
        self._authorisation = authorisation
        self._stored = Stored(home, kms, audit)
        self._removed = Removed(home, kms, audit)
        self.layouts = home / FOLDER
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
        with self._stored.locked():
            known = self.find(manifest)
            if known is not None:
                self._audit.record(Action.VAULT_RECOGNISE, subject=known)
                return known
            self._check_clock()
            accepted = 1 + max((delivery.accepted for delivery in self.deliveries()), default=0)
            delivery_id = new_id(manifest.survey_year)
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
                "digest": self._stored.digest(manifest),
            }
            self._stored.write(facts, manifest.files, self._removed.without(frames), set_aside or {})
        return delivery_id

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
        digest = self._stored.digest(manifest)
        same = [d.delivery_id for d in self.deliveries() if d.digest == digest and not d.destroyed]
        return same[-1] if same else None

    def deliveries(self) -> list[Delivery]:
        """All deliveries ever accepted, in that order, destroyed ones included.

        Raises
        ------
        VaultError : the facts of a delivery are missing or were changed.
        """
        return self._stored.deliveries()

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
        check_permitted(last, today, self._authorisation)
        for table, delivery in last.items():
            self._stored.key(delivery.delivery_id)
            self._stored.path(delivery.delivery_id, table)

    def problems(self) -> list[str]:
        """Look at the facts, key and files of every delivery; what is missing, changed, forged or due, in words."""
        found = []
        for name in self._stored.names():
            try:
                delivery = self._stored.delivery(name)
                if delivery.destroyed:
                    continue
                if self._stored.has_forged_mark(delivery):
                    found.append(f"delivery {name}: a mark of destruction that the vault did not make. Remove it.")
                self._stored.key(name)
                for table in delivery.tables:
                    self._stored.path(name, table)
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
        check_purpose(purpose, self._authorisation)
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
        check_purpose(purpose, self._authorisation)
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
        check_permitted({*own, *earlier}, self._today(), self._authorisation)
        for name in opened:
            if self._today() >= known[name].keep_until:
                raise VaultError(f"delivery {name}: its term of {RETENTION_YEARS} years ended. It may not be opened.")
        frames = [self._stored.frames(one) for one in (own, earlier, places)]
        rows = {table: known[name].tables[table] for table, name in {**earlier, **own}.items()}
        self._audit.record(Action.VAULT_OPEN, subject=", ".join(opened), purpose=purpose.value, tables=rows)
        return frames[0], frames[1], frames[2]

    def without_removed(self, frames: Mapping[str, pd.DataFrame]) -> dict[str, pd.DataFrame]:
        """Give tables of a delivery without the rows of persons who were removed; the others keep their index."""
        return self._removed.without(frames)

    def destroy(self, delivery_id: str, why: str) -> None:
        """Destroy the key of a delivery, and then its files; the facts without personal data stay.

        Raises
        ------
        VaultError : there is no such delivery, it was destroyed before, or no reason is given.
        """
        check_reason(why)
        with self._stored.locked():
            delivery = next((d for d in self.deliveries() if d.delivery_id == delivery_id), None)
            if delivery is None or delivery.destroyed:
                raise VaultError("expected the id of a delivery that still exists, found another. See the list.")
            self._stored.destroy(delivery, why)

    def _load(self, survey_year: int, memory: str | None, stack: contextlib.ExitStack) -> OpenedYear:
        latest = self._openable(survey_year)
        keys = {delivery_id: self._stored.key(delivery_id) for delivery_id in set(latest.values())}
        paths = {table: self._stored.path(delivery_id, table) for table, delivery_id in latest.items()}
        computing = stack.enter_context(engine(self._home, memory=memory))
        try:
            rows = {t: computing.load(t, read_encrypted(paths[t], keys[d])) for t, d in latest.items()}
        except (EngineError, DamagedTableError) as error:
            raise VaultError(f"survey year {survey_year}: {error}") from None
        facts = {table: self._stored.facts(delivery_id)["tables"][table] for table, delivery_id in latest.items()}
        aside = {table: int(entry["set_aside"]) for table, entry in facts.items() if "set_aside" in entry}
        return OpenedYear(survey_year=survey_year, engine=computing, deliveries=latest, rows=rows, set_aside=aside)

    def _openable(self, survey_year: int) -> dict[str, str]:
        latest = self.latest(survey_year)
        if not latest:
            raise VaultError(f"expected a stored delivery of survey year {survey_year}, found none. Run refresh first.")
        check_permitted(latest, self._today(), self._authorisation)
        opened = [d for d in self.deliveries() if d.delivery_id in set(latest.values())]
        if late := [d for d in opened if self._today() >= d.keep_until]:
            raise VaultError(
                f"delivery {late[0].delivery_id}: its term of {RETENTION_YEARS} years ended on {late[0].keep_until}. "
                "It may not be opened any more. Destroy it, then refresh without it."
            )
        return latest
