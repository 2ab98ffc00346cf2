"""The permission under which personal data of a third party are received, as a record that code checks (X14)."""

import tomllib
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any


@dataclass(frozen=True, kw_only=True)
class Authorisation:
    """Terms of one permission; dates are inclusive."""

    permission: str
    purposes: tuple[str, ...]
    legal_basis: tuple[str, ...]
    senders: tuple[str, ...]
    received_from: date
    received_until: date
    retention_years: int
    years_before_survey: int
    variables: tuple[str, ...]
    security: tuple[str, ...]

    def covers(self, received_on: date) -> bool:
        """Whether data may be received on a day."""
        return self.received_from <= received_on <= self.received_until


def load_authorisation(path: Path) -> Authorisation:
    """Permission for the IMA file as recorded in a TOML file; a missing or unknown term raises ``TypeError``."""
    terms: dict[str, Any] = tomllib.loads(path.read_text(encoding="utf-8"))["ima"]
    frozen: dict[str, Any] = {name: tuple(term) if isinstance(term, list) else term for name, term in terms.items()}
    return Authorisation(**frozen)


AUTHORISATION = load_authorisation(Path(__file__).with_name("authorisation.toml"))
"""The permission in force."""
