"""The permission under which personal data of a third party are received and used, as a record that code asks (X14)."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

TERMS = ("purposes", "senders", "received", "available", "years", "retention", "variables", "revoked")


@dataclass(frozen=True, kw_only=True)
class Authorisation:
    """Terms of one permission; days are inclusive.

    ``purposes`` are those for which rows may be read; ``years_before_survey`` is by how much the IMA year lies before
    the survey; the finished set of IMA year X exists from month ``available_from_month`` of X+2; ``revoked_on`` is the
    first day on which the permission no longer holds, None while it does; ``paragraphs`` says by term where it stands.
    """

    permission: str
    legal_basis: tuple[str, ...]
    purposes: tuple[str, ...]
    senders: tuple[str, ...]
    received_from: date
    received_until: date
    years_before_survey: int
    available_from_month: int
    retention_years: int
    variables: tuple[str, ...]
    paragraphs: Mapping[str, str] = field(hash=False)
    revoked_on: date | None = None

    def __post_init__(self) -> None:
        """Refuse a record of which a term has no place in the permission."""
        if set(self.paragraphs) != set(TERMS):
            raise ValueError(f"expected paragraphs for {', '.join(TERMS)}, found {', '.join(sorted(self.paragraphs))}")

    def covers(self, received_on: date) -> bool:
        """Whether data may be received on a day."""
        return self.received_from <= received_on <= self.received_until and not self.is_revoked(received_on)

    def is_revoked(self, day: date) -> bool:
        """Whether the permission no longer holds on a day."""
        return self.revoked_on is not None and day >= self.revoked_on

    def available_from(self, survey_year: int) -> date:
        """First day on which the finished IMA set that belongs to a survey exists."""
        return date(survey_year - self.years_before_survey + 2, self.available_from_month, 1)

    def where(self, term: str) -> str:
        """Say where a term stands, for a refusal."""
        return f"{self.permission}, {self.paragraphs[term]}"


def load_authorisation(path: Path) -> Authorisation:
    """Permission for the IMA file as recorded in a TOML file.

    Raises
    ------
    TypeError, ValueError : a term is missing or unknown, or stands nowhere in the permission.
    """
    terms: dict[str, Any] = tomllib.loads(path.read_text(encoding="utf-8"))["ima"]
    frozen: dict[str, Any] = {name: tuple(term) if isinstance(term, list) else term for name, term in terms.items()}
    return Authorisation(**frozen)


AUTHORISATION = load_authorisation(Path(__file__).with_name("authorisation.toml"))
"""The permission in force."""
