"""The vault: deliveries as encrypted tables, one key per delivery, every opening recorded with its purpose.

``<home>/vault/deliveries/<id>/`` holds a Parquet file per table (AES-256-GCM) and ``delivery.json`` without personal
data; ``<home>/vault/keys/<id>.json`` holds the wrapped data key, apart from the data so that back-ups of keys can be
kept short. Destroying that key destroys the delivery. Plain rows exist in memory only. ``<home>/vault/maps`` keeps the
practice maps of releases the same way, for later refreshes of the same year, and ``<home>/vault/off`` who was off them.
"""

from data.vault.certificates import keep_certificate, read_certificate
from data.vault.deliveries import RETENTION_YEARS, Delivery, ManifestFacts, Purpose, VaultError, keep_until
from data.vault.maps import ReleasedMaps
from data.vault.opened import OpenedYear
from data.vault.persons import Persons
from data.vault.rotation import rotate
from data.vault.vault import Vault

__all__ = [
    "RETENTION_YEARS",
    "Delivery",
    "ManifestFacts",
    "OpenedYear",
    "Persons",
    "Purpose",
    "ReleasedMaps",
    "Vault",
    "VaultError",
    "keep_certificate",
    "keep_until",
    "read_certificate",
    "rotate",
]
