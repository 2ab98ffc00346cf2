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

KEY_VARIABLE = "ZORGCAPACITEIT_KMS"
"""Environment variable with the path of the file of the key-encryption key."""

KEY_BYTES = 32
_NONCE_BYTES = 12
_FORM = b"\x01"
_SOURCE_TREE = Path(__file__).resolve().parent.parent


class KmsError(Exception):
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
        key = _read(self.path)
        self._wrapping = AESGCM(_derive(key, "wrap data keys"))
        self._digest_key = _derive(key, "keyed digests")
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
        return hmac.new(self._digest_key, message, hashlib.sha256).hexdigest()


def default_key_path() -> Path:
    """Where the key file lies when nobody says otherwise; never inside the tree or the home."""
    named = os.environ.get(KEY_VARIABLE)
    if named:
        return Path(named)
    configuration = os.environ.get("XDG_CONFIG_HOME") or str(Path.home() / ".config")
    return Path(configuration) / "zorgcapaciteit" / "kek"


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


def _read(path: Path) -> bytes:
    status = path.stat()
    if not stat.S_ISREG(status.st_mode) or status.st_mode & 0o077 or status.st_uid not in (os.geteuid(), 0):
        raise KmsError(
            f"key file {path.name}: expected a file that only its owner may read (mode 600), "
            f"found mode {stat.S_IMODE(status.st_mode):o}. Run chmod 600 on it, or renew the key if it was read."
        )
    try:
        key = base64.b64decode(path.read_bytes(), validate=False)
    except (OSError, ValueError):
        key = b""
    if len(key) != KEY_BYTES:
        raise KmsError(f"key file {path.name}: expected {KEY_BYTES} bytes in base64, found something else")
    return key
