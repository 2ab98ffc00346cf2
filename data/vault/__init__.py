"""The vault: deliveries as encrypted tables, one key per delivery, every opening recorded with its purpose.

``<home>/vault/deliveries/<id>/`` holds a Parquet file per table (AES-256-GCM) and ``delivery.json`` without personal
data; ``<home>/vault/keys/<id>.json`` holds the wrapped data key, apart from the data so that back-ups of keys can be
kept short. Destroying that key destroys the delivery. Plain rows exist in memory only.
"""

from data.vault.deliveries import RETENTION_YEARS, Delivery, ManifestFacts, Purpose, VaultError, keep_until
from data.vault.opened import OpenedYear
from data.vault.vault import Vault

__all__ = [
    "RETENTION_YEARS",
    "Delivery",
    "ManifestFacts",
    "OpenedYear",
    "Purpose",
    "Vault",
    "VaultError",
    "keep_until",
]
