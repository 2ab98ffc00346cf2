"""The notice log: which list of doctors was told, when and how, and which text they were told (GDPR 13-14).

A trail of its own, ``<home>/notices.jsonl``; it names lists and counts, never a doctor.
"""

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from data import clock
from data.audit import Trail, refuse_identifiers


class NoticeError(Exception):
    """The log refuses; nothing is added."""


@dataclass(frozen=True, kw_only=True)
class Notice:
    """One round of notices: ``listed`` names the list, ``count`` is how many were told, ``text`` the digest of what."""

    on: date
    listed: str
    how: str
    count: int
    text: str


def digest_of(sentences: Iterable[str]) -> str:
    """Name a text by its content, in letters and digits; another text has another name."""
    return hashlib.sha256("\n".join(sentences).encode()).hexdigest()[:12]


class Notices:
    """The notice log of one home folder."""

    def __init__(self, home: Path, *, today: Callable[[], date] = clock.today) -> None:
        self.trail, self._today = Trail(home / "notices.jsonl"), today

    def all(self) -> list[Notice]:
        """Every round, in the order in which they were noted."""
        return [
            Notice(
                on=date.fromisoformat(line["on"]),
                listed=line["list"],
                how=line["how"],
                count=int(line["count"]),
                text=line["text"],
            )
            for line in (self.trail.entries() if self.trail.path.exists() else [])
        ]

    def add(self, listed: str, how: str, count: int, text: str, on: date | None = None) -> Notice:
        """Note that everybody on a list was told.

        Raises
        ------
        NoticeError : a phrase is missing, nobody was told, or the day lies in the future.
        AuditError : a phrase holds a number of eight or more digits or an address.
        """
        day = on or self._today()
        for name, phrase in {"list": listed, "how": how}.items():
            if not phrase.strip():
                raise NoticeError(f"{name}: expected a phrase, found nothing.")
            refuse_identifiers(name, phrase)
        if count < 1 or day > self._today():
            raise NoticeError(f"expected a count above 0 and a day up to today ({self._today()}).")
        self.trail.append(
            {"on": day.isoformat(), "list": listed.strip(), "how": how.strip(), "count": count, "text": text}
        )
        return self.all()[-1]
