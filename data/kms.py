"""Keys that lock keys: every delivery has a data key of its own, and only its wrapped form is kept.

``KeyManagement`` is what the vault asks of a key-management service. ``FileKms`` keeps the key-encryption key in a
file: for the demonstration and for small installations. A service (KMIP, Vault transit) fits the same protocol,
because data keys travel and the key-encryption key never does.
"""

import base64
import hashlib
import hmac
import os
import secrets
import stat
from pathlib import Path
from typing import Protocol, runtime_checkable

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from data.audit import Action, Audit, Outcome
from data.faults import FaultError
from data.reach import KEY_VARIABLE, SERVICE, default_key_path

KEY_BYTES = DIGEST_BYTES = 32
_NONCE_BYTES = 12
_FORM = b"\x01"
_SOURCE_TREE = Path(__file__).resolve().parent.parent


class KmsError(FaultError):
    """A key is missing, unsafe or wrong. The message never holds key material."""


@runtime_checkable
class KeyManagement(Protocol):
    """What the vault needs from a key-management service."""

    @property
    def key_id(self) -> str:
        """Name of the key-encryption key in use; it is recorded beside every wrapped key."""

    def wrap(self, data_key: bytes, context: str) -> bytes:
        """Encrypt a data key; only the same ``context`` opens it again."""

    def unwrap(self, wrapped: bytes, context: str) -> bytes:
        """Decrypt a data key.

        Raises
        ------
        KmsError : another key-encryption key, another context, or a changed text.
        """

    def keyed_digest(self, message: bytes) -> str:
        """HMAC-SHA-256 in hexadecimal: the same message gives the same digest, only here.

        A plain digest of a file with few possible contents can be guessed; this one cannot without the key.
        """


class FileKms:
    """A key-encryption key in a file that only its owner can read; made at first use of a home without wrapped keys.

    Parameters
    ----------
    home : runtime folder; the key may not lie in it, because who copies the home would copy the key.
    path : key file; default ``$ZORGCAPACITEIT_KMS``, else ``kek`` under ``zorgcapaciteit`` in ``$XDG_CONFIG_HOME``
        or ``~/.config``.

    Raises
    ------
    KmsError : the path lies in the home or in the source tree, others may read the file, it holds no key, or it is
        missing while the home holds keys that it wrapped.
    """

    def __init__(self, home: Path, path: Path | None = None) -> None:
        self.path = (path or default_key_path()).expanduser().resolve()
        for forbidden, words in ((home, "the home folder"), (_SOURCE_TREE, "the source tree")):
            if self.path.is_relative_to(forbidden.resolve()):
                raise KmsError(f"expected a key file outside {words}, found a path inside it. Set {KEY_VARIABLE}.")
        if not self.path.exists() and any((home / "vault" / "keys").glob("*.json")):
            raise KmsError(
                f"key file {self.path.name}: expected the key that opens the vault of this home, found no file. "
                f"Restore it from the safe, or say with {KEY_VARIABLE} where it lies. No new one is made: it would "
                "open nothing."
            )
        self.created = _create(self.path)
        key, digest_key = _read(self.path)
        self._wrapping = AESGCM(_derive(key, "wrap data keys"))
        self.digest_key = digest_key or _derive(key, "keyed digests")
        """Key of keyed digests; a new key-encryption key takes it along, or nothing would be recognised any more."""
        self._key_id = "file:" + _derive(key, "name of the key")[:8].hex()

    @property
    def key_id(self) -> str:
        """Name of the key, derived from it one way."""
        return self._key_id

    def wrap(self, data_key: bytes, context: str) -> bytes:
        """Encrypt a data key with AES-256-GCM; ``context`` is authenticated with it."""
        nonce = secrets.token_bytes(_NONCE_BYTES)
        return _FORM + nonce + self._wrapping.encrypt(nonce, data_key, context.encode())

    def unwrap(self, wrapped: bytes, context: str) -> bytes:
        """Decrypt a data key that was wrapped for this ``context``."""
        if wrapped[:1] != _FORM:
            raise KmsError("expected a key wrapped by this product, found another form")
        nonce, sealed = wrapped[1 : 1 + _NONCE_BYTES], wrapped[1 + _NONCE_BYTES :]
        try:
            return self._wrapping.decrypt(nonce, sealed, context.encode())
        except (InvalidTag, ValueError):
            raise KmsError(
                "the wrapped key does not open: another key-encryption key, another delivery, or a changed file. "
                f"Use the key file that was in use when it was stored ({KEY_VARIABLE})."
            ) from None

    def keyed_digest(self, message: bytes) -> str:
        """HMAC-SHA-256 with a key derived from the key-encryption key."""
        return hmac.new(self.digest_key, message, hashlib.sha256).hexdigest()


class TracedKeys:
    """Another key management whose every opened key stands in the trail first, once in a life of this object."""

    def __init__(self, kms: KeyManagement, audit: Audit) -> None:
        self._kms, self._audit = kms, audit
        self._used: set[str] = set()

    @property
    def key_id(self) -> str:
        """Name of the key-encryption key in use."""
        return self._kms.key_id

    def wrap(self, data_key: bytes, context: str) -> bytes:
        """Encrypt a new data key; that it was made is recorded by whoever stores what it locks."""
        return self._kms.wrap(data_key, context)

    def unwrap(self, wrapped: bytes, context: str) -> bytes:
        """Decrypt a data key, recorded before anybody has it; a refusal is recorded as well."""
        if context not in self._used:
            self._audit.record(Action.KEY_USE, subject=context)
            self._used.add(context)
        try:
            return self._kms.unwrap(wrapped, context)
        except KmsError:
            self._audit.record(Action.KEY_USE, subject=context, outcome=Outcome.REFUSED)
            raise

    def keyed_digest(self, message: bytes) -> str:
        """HMAC-SHA-256; it opens nothing."""
        return self._kms.keyed_digest(message)


def keys_of(home: Path, audit: Audit | None = None) -> TracedKeys:
    """Give the keys of a home, each use of which its trail holds."""
    audit = audit or Audit(home)
    kms = kms_at(home, os.environ.get(KEY_VARIABLE, ""))
    if isinstance(kms, FileKms) and kms.created:
        audit.record(Action.KEY_CREATE, subject="key-encryption key")
    return TracedKeys(kms, audit)


def kms_at(home: Path, place: str) -> KeyManagement:
    """Give the key management that a place names: a key service by its address, else a file ('': the usual one)."""
    if place.startswith(SERVICE):
        from data.hsm import HsmKms  # only where there is one: its library is not installed by default

        return HsmKms(place)
    return FileKms(home, Path(place) if place else None)


def _derive(key: bytes, use: str) -> bytes:
    """One key per use, so that a digest tells nothing about the key that wraps."""
    return HKDF(algorithm=SHA256(), length=KEY_BYTES, salt=None, info=f"zorgcapaciteit {use}".encode()).derive(key)


def _create(path: Path) -> bool:
    """Make a key file if there is none; two processes at once end up with one key. Tell whether it is new."""
    if path.exists():
        return False
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    aside = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    descriptor = os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(base64.b64encode(secrets.token_bytes(KEY_BYTES)) + b"\n")
            file.flush()
            os.fsync(file.fileno())
        os.link(aside, path)
    except FileExistsError:
        return False
    finally:
        aside.unlink()
    return True


def make_key_file(path: Path, digest_key: bytes) -> None:
    """Make the file of another key-encryption key that keeps the key of digests; an existing file is left as it is."""
    if _create(path):
        with path.open("ab") as file:
            file.write(base64.b64encode(digest_key) + b"\n")
            file.flush()
            os.fsync(file.fileno())


def _read(path: Path) -> tuple[bytes, bytes | None]:
    """Give the key in a file, and the key of digests that stands on its second line where it was taken along."""
    status = path.stat()
    if not stat.S_ISREG(status.st_mode) or status.st_mode & 0o077 or status.st_uid not in (os.geteuid(), 0):
        raise KmsError(
            f"key file {path.name}: expected a file that only its owner may read (mode 600), "
            f"found mode {stat.S_IMODE(status.st_mode):o}. Run chmod 600 on it, or renew the key if it was read."
        )
    try:
        keys = [base64.b64decode(line, validate=False) for line in path.read_bytes().split()]
    except (OSError, ValueError):
        keys = []
    if len(keys) not in (1, 2) or any(len(key) != KEY_BYTES for key in keys):
        raise KmsError(f"key file {path.name}: expected {KEY_BYTES} bytes in base64, found something else")
    return keys[0], keys[1] if len(keys) == 2 else None
