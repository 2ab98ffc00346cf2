"""Another key-encryption key for the vault: every wrapped key is wrapped anew, and no row is encrypted again."""

import base64
import json
from collections.abc import Callable
from pathlib import Path

from data.audit import Action, Audit, write_synced
from data.kms import KeyManagement, KmsError
from data.releases.folder import is_release_id
from data.vault.deliveries import VaultError
from data.vault.stored import Stored


def rotate(home: Path, old: KeyManagement, new: KeyManagement, audit: Audit, *, why: str) -> int:
    """Wrap every key of a vault with another key-encryption key; gives how many were wrapped anew.

    Every key is opened before one is written, and read back after. A rotation that was cut off goes on where it
    stopped: until it is done, keys of both kinds stand there, and both key-encryption keys are needed.

    Raises
    ------
    VaultError : a key opens with neither, or the new one makes other digests; nothing was changed.
    """
    probe = b"the same digests"
    if old.keyed_digest(probe) != new.keyed_digest(probe):
        raise VaultError(
            "the new key makes other digests, by which nothing stored would be recognised. Make it with "
            "zorgcapaciteit keys rotate, which takes the key of digests along."
        )
    with Stored(home, old, audit).locked():
        waiting = [*_envelopes(home, old, new), *_certificates(home, old, new)]
        audit.record(Action.KEY_ROTATE, subject="key-encryption key", tables={"keys": len(waiting)}, why=why)
        for path, name, key, envelope in waiting:
            wrapped = new.wrap(key, name)
            if new.unwrap(wrapped, name) != key:
                raise VaultError(f"{name}: what the new key wrapped does not open again. The old one still opens it.")
            write_synced(path, envelope(wrapped))
    return len(waiting)


Waiting = tuple[Path, str, bytes, Callable[[bytes], bytes]]


def _envelopes(home: Path, old: KeyManagement, new: KeyManagement) -> list[Waiting]:
    found: list[Waiting] = []
    for path in sorted((home / "vault" / "keys").glob("[!.]*.json")):
        try:
            told = json.loads(path.read_bytes())
            wrapped = base64.b64decode(told["wrapped"])
            if told["key_id"] == new.key_id:
                continue
            key = old.unwrap(wrapped, path.stem)
        except (OSError, ValueError, KeyError, KmsError) as error:
            raise VaultError(f"key of {path.stem}: {_said(error)} Nothing was changed.") from None
        found.append((path, path.stem, key, lambda sealed: _envelope(new, sealed)))
    return found


def _envelope(new: KeyManagement, sealed: bytes) -> bytes:
    return json.dumps({"key_id": new.key_id, "wrapped": base64.b64encode(sealed).decode()}).encode()


def _certificates(home: Path, old: KeyManagement, new: KeyManagement) -> list[Waiting]:
    found: list[Waiting] = []
    for path in sorted((home / "vault" / "certificates").glob("*")):
        if not is_release_id(path.name):
            continue
        name, sealed = f"certificate {path.name}", path.read_bytes()
        try:
            found.append((path, name, old.unwrap(sealed, name), lambda wrapped: wrapped))
        except KmsError as error:
            try:
                new.unwrap(sealed, name)  # a rotation that was cut off did this one
            except KmsError:
                raise VaultError(f"{name}: {_said(error)} Nothing was changed.") from None
    return found


def _said(error: Exception) -> str:
    return f"{error}." if isinstance(error, KmsError) else f"it cannot be read ({type(error).__name__})."
