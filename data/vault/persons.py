"""The rights of one person: every row about somebody, and deliveries rewritten without them."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pandas as pd

from data import clock
from data.audit import Action, Audit
from data.kms import KeyManagement
from data.vault.deliveries import Delivery, Purpose
from data.vault.removed import PERSON_COLUMNS, Removed, is_about
from data.vault.stored import Frames, Stored, check_reason, new_id


@dataclass(frozen=True, kw_only=True)
class _File:
    sender: str
    received_on: date


class Persons:
    """What the vault of a home holds of persons, by the first eight digits of their number.

    The trail keeps a keyed name of the person instead of the number.
    """

    def __init__(
        self, home: Path, kms: KeyManagement, audit: Audit, *, today: Callable[[], date] = clock.today
    ) -> None:
        self._stored, self._removed = Stored(home, kms, audit), Removed(home, kms, audit)
        self._audit, self._today = audit, today

    def _openable(self) -> list[Delivery]:
        return [d for d in self._stored.deliveries() if not d.destroyed and self._today() < d.keep_until]

    def about(self, riziv: str, why: str) -> list[tuple[str, str, pd.DataFrame]]:
        """Give every row about a person in the deliveries that may still be opened: delivery, table, rows.

        Raises
        ------
        VaultError : no reason is given, or a file or key is not what it was.
        """
        check_reason(why)
        found = []
        for delivery in self._openable():
            own = {table: delivery.delivery_id for table in delivery.tables if table in PERSON_COLUMNS}
            for table, frame in self._stored.frames(own).items():
                rows = frame[is_about(table, frame, riziv)].reset_index(drop=True)
                if len(rows):
                    found.append((delivery.delivery_id, table, rows))
        counts: dict[str, int] = {}
        for _, table, rows in found:
            counts[table] = counts.get(table, 0) + len(rows)
        self._audit.record(
            Action.PERSON_INSPECT,
            subject=self._removed.name_of(riziv),
            purpose=Purpose.RIGHTS.value,
            tables=counts,
            why=why,
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
        check_reason(why)
        removed = []
        with self._stored.locked():
            self._removed.add(riziv)
            for delivery in self._openable():
                frames = self._stored.frames(dict.fromkeys(delivery.tables, delivery.delivery_id))
                if not any(is_about(table, frame, riziv).any() for table, frame in frames.items()):
                    continue
                self._rewrite(delivery, frames)
                self._stored.destroy(delivery, f"herschreven zonder een persoon: {why}")
                removed.append(delivery.delivery_id)
            self._audit.record(Action.PERSON_REMOVE, subject=self.name_of(riziv), purpose=Purpose.RIGHTS.value, why=why)
        return removed

    def name_of(self, riziv: str) -> str:
        """Keyed name of a person in the trail: the same for the same person, and no number."""
        return self._removed.name_of(riziv)

    def _rewrite(self, delivery: Delivery, frames: Frames) -> None:
        """Store a delivery once more, without those who were removed, in the same place in the order."""
        facts = self._stored.facts(delivery.delivery_id)
        files = {
            table: _File(sender=entry["sender"], received_on=date.fromisoformat(entry["received_on"]))
            for table, entry in facts["tables"].items()
        }
        aside = {table: int(entry["set_aside"]) for table, entry in facts["tables"].items() if "set_aside" in entry}
        again = {**facts, "delivery_id": new_id(delivery.survey_year)}
        self._stored.write(again, files, self._removed.without(frames), aside)
