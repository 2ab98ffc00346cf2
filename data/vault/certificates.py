"""Full certificates of releases, encrypted: they name withheld cells of which little is left to guess."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from data.audit import write_synced
from data.kms import KeyManagement, KmsError
from data.releases.folder import is_release_id
from data.vault.deliveries import VaultError


def keep_certificate(home: Path, kms: KeyManagement, release_id: str, certificate: Mapping[str, Any]) -> None:
    """Keep the full certificate of a release under ``<home>/vault/certificates``."""
    path = _path(home, release_id)
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    write_synced(path, kms.wrap(json.dumps(dict(certificate)).encode(), f"certificate {release_id}"))


def read_certificate(home: Path, kms: KeyManagement, release_id: str) -> dict[str, Any]:
    """Give the full certificate of a release.

    Raises
    ------
    VaultError : none was kept, or it was changed, or belongs to another key.
    """
    try:
        plain = kms.unwrap(_path(home, release_id).read_bytes(), f"certificate {release_id}")
    except OSError:
        raise VaultError(
            f"release {release_id}: no full certificate was kept. The public one is in its folder."
        ) from None
    except KmsError as error:
        raise VaultError(f"release {release_id}, full certificate: {error}") from None
    return dict(json.loads(plain))


def _path(home: Path, release_id: str) -> Path:
    if not is_release_id(release_id):
        raise VaultError("expected a release id, found something else")
    return home / "vault" / "certificates" / release_id
