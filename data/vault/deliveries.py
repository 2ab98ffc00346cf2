"""What the vault knows about a delivery without personal data: purposes, facts and the term of ten years."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Protocol

from data.authorisation import AUTHORISATION, Authorisation
from data.faults import RefusalError

RETENTION_YEARS = AUTHORISATION.retention_years
"""Personal data are kept at most this long from the day of receipt (decree of 26 April 2019, article 23 §3)."""


class VaultError(RefusalError):
    """The vault refuses. The message names deliveries, tables and counts, never a row."""


class Purpose(StrEnum):
    """The closed list of purposes for which personal data may be read (R01); there is no other."""

    CAPACITY_PLANNING = "capaciteitsplanning"
    PRIMARY_CARE_POLICY = "versterking_eerstelijnszorg"
    DELIVERY_CHECK = "controle_levering"
    RIGHTS = "rechten_betrokkene"
    """A doctor asks what is kept, or objects (GDPR 15-21): a duty, no use of the data."""


_DUTIES = (Purpose.DELIVERY_CHECK, Purpose.RIGHTS)
PERMITTED = "ima"
"""The table that is kept under the permission."""


def check_purpose(purpose: Purpose, authorisation: Authorisation) -> None:
    """Refuse a purpose that is not on the closed list, or that the permission does not give."""
    if not isinstance(purpose, Purpose):
        raise VaultError(f"expected a purpose of the closed list ({', '.join(Purpose)}), found something else")
    if purpose not in _DUTIES and purpose.value not in authorisation.purposes:
        raise VaultError(
            f"purpose {purpose.value}: the permission gives {', '.join(authorisation.purposes)} "
            f"({authorisation.where('purposes')})"
        )


def check_permitted(tables: Collection[str], day: date, authorisation: Authorisation) -> None:
    """Refuse to open what was received under a permission that no longer holds."""
    if PERMITTED in tables and authorisation.is_revoked(day):
        raise VaultError(
            f"the permission for {PERMITTED} was revoked on {authorisation.revoked_on} "
            f"({authorisation.where('revoked')}). What rests on it is opened no more"
        )


class FileOrigin(Protocol):
    """From whom a file came, and when."""

    @property
    def sender(self) -> str: ...  # noqa: D102
    @property
    def received_on(self) -> date: ...  # noqa: D102


class FileFacts(FileOrigin, Protocol):
    """What the vault asks of one file of a manifest."""

    @property
    def sha256(self) -> str: ...  # noqa: D102


class ManifestFacts(Protocol):
    """What the vault asks of the manifest of a delivery; ``data.contracts`` gives one."""

    @property
    def survey_year(self) -> int: ...  # noqa: D102
    @property
    def received_on(self) -> date: ...  # noqa: D102
    @property
    def sender(self) -> str: ...  # noqa: D102
    @property
    def layout(self) -> str: ...  # noqa: D102
    @property
    def files(self) -> Mapping[str, FileFacts]: ...  # noqa: D102


@dataclass(frozen=True, kw_only=True)
class Delivery:
    """A stored delivery without personal data.

    ``accepted`` is its place in the order of acceptance; ``received_on`` the earliest day of receipt of its files;
    ``keep_until`` the first day on which it may no longer be opened; ``tables`` table name to number of rows;
    ``digest`` keyed digest that names its content in manifests of releases; ``destroyed`` its key is gone.
    """

    delivery_id: str
    accepted: int
    accepted_at: str
    survey_year: int
    received_on: date
    keep_until: date
    sender: str
    layout: str
    tables: Mapping[str, int]
    digest: str
    destroyed: bool


def keep_until(received_on: date) -> date:
    """First day on which data received on a day may no longer be opened; 29 February counts as the 28th."""
    try:
        return received_on.replace(year=received_on.year + RETENTION_YEARS)
    except ValueError:
        return received_on.replace(year=received_on.year + RETENTION_YEARS, day=28)
