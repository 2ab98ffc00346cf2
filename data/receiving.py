"""The key with which deliveries arrive encrypted (age): whoever delivers has the public half, the vault the other one.

The private half is wrapped by the key-encryption key, as the data keys of deliveries are, so it lies in a file or in a
key service as that one does. It is opened in memory, for as long as a delivery is checked.
"""

import base64
import json
from pathlib import Path

import pyrage

from data.audit import Action, Audit, write_synced
from data.contracts.sealed import SealedError
from data.kms import KeyManagement, KmsError

NAME = "receiving"
"""Name of the key among those of the vault."""


class Receiving:
    """The key of one home, ``<home>/vault/keys/receiving.json``."""

    def __init__(self, home: Path, kms: KeyManagement, audit: Audit) -> None:
        self._path, self._kms, self._audit = home / "vault" / "keys" / f"{NAME}.json", kms, audit

    def recipient(self) -> str | None:
        """Public half of the key, for whoever delivers; None where none was made.

        Raises
        ------
        KmsError : the key is there but does not open.
        """
        identity = self._identity()
        return None if identity is None else str(identity.to_public())

    def make(self, *, why: str) -> str:
        """Make a key in place of the one that is there, which opens nothing any more; gives its public half."""
        identity = pyrage.x25519.Identity.generate()
        wrapped = base64.b64encode(self._kms.wrap(str(identity).encode(), NAME)).decode()
        for folder in (self._path.parent.parent, self._path.parent):
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        self._audit.record(Action.KEY_CREATE, subject=NAME, why=why)
        write_synced(self._path, json.dumps({"key_id": self._kms.key_id, "wrapped": wrapped}).encode())
        return str(identity.to_public())

    def opens(self, content: bytes) -> bytes:
        """Open an encrypted file in memory.

        Raises
        ------
        SealedError : there is no key, it was encrypted for another one, or it is damaged or cut off.
        KmsError : the key does not open.
        """
        identity = self._identity()
        if identity is None:
            raise SealedError("sealed_no_key")
        try:
            return bytes(pyrage.decrypt(content, [identity]))
        except pyrage.DecryptError as error:
            other = "No matching keys" in str(error)
            raise SealedError("sealed_other_key" if other else "sealed_damaged") from None

    def _identity(self) -> pyrage.x25519.Identity | None:
        if not self._path.exists():
            return None
        try:
            wrapped = base64.b64decode(json.loads(self._path.read_bytes())["wrapped"])
            return pyrage.x25519.Identity.from_str(self._kms.unwrap(wrapped, NAME).decode())
        except (OSError, ValueError, KeyError, TypeError, pyrage.IdentityError):
            raise KmsError(
                f"{self._path.name}: the key of encrypted deliveries cannot be read. Restore it from the back-up of "
                "keys, or make another with keys receive --renew and have what lies ready encrypted again."
            ) from None
