"""A key-encryption key that never leaves a key service: PKCS#11, as modules and their network clients speak it.

The service is named by a PKCS#11 URI (RFC 7512) in ``$ZORGCAPACITEIT_KMS``::

    pkcs11:token=zorg;object=kek-2026?module-path=/usr/lib/softhsm/libsofthsm2.so&pin-source=/etc/zorgcapaciteit/pin

``object`` is the AES key that wraps; beside it stands ``zorgcapaciteit-digest``, the key of keyed digests, which stays
the same when the first is rotated. Both are made sensitive and not extractable.
"""

import secrets
import stat
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pkcs11
from pkcs11 import Attribute, GCMParams, KeyType, Mechanism, ObjectClass
from pkcs11.exceptions import PKCS11Error

from data.kms import DIGEST_BYTES, KmsError
from data.reach import SERVICE

DIGEST_KEY = "zorgcapaciteit-digest"
PATIENCE = 15.0
"""Seconds within which the service answers; what it was asked for is then not done, and nothing is lost."""

_NONCE_BYTES, _TAG_BITS = 12, 128
_FORM = b"\x02"
_CURES = {
    "PinIncorrect": "it refuses the PIN. Look at pin-source; after a few more attempts a token locks itself",
    "PinLocked": "its PIN is locked. The security officer of the token unlocks it",
    "NoSuchToken": "there is no such token. Is the service reachable, and the token in the address its name",
    "TokenNotPresent": "the token is not present. Is the service reachable",
    "NoSuchKey": "the token holds no such key. Make it with zorgcapaciteit keys make",
    "PKCS11Error": "its module cannot be used. Look at module-path",
    "DeviceError": "the service reports a fault of its own",
}


_sessions: dict[tuple[str, str], Any] = {}
"""Open session of each module and token: a process signs in to a token once."""


class HsmKms:
    """Key management by a PKCS#11 token, in one session.

    Parameters
    ----------
    uri : see the module.

    Raises
    ------
    KmsError : the URI lacks a part, others may read the file of the PIN, or the service is down, slow or refuses. The
        message names what to look at, never the PIN.
    """

    def __init__(self, uri: str) -> None:
        path, _, query = uri.removeprefix(SERVICE).partition("?")
        parts = dict(_pairs(path, ";")) | dict(_pairs(query, "&"))
        wanted = ("token", "object", "module-path", "pin-source")
        if missing := [name for name in wanted if not parts.get(name)]:
            raise KmsError(f"key service: expected {', '.join(missing)} in the pkcs11 address, found none")
        self._token, self._object, self._module = parts["token"], parts["object"], parts["module-path"]
        self._pin_file = Path(parts["pin-source"].removeprefix("file:"))

    @property
    def key_id(self) -> str:
        """Name of the key in use."""
        return f"{SERVICE}{self._token}/{self._object}"

    def wrap(self, data_key: bytes, context: str) -> bytes:
        """Encrypt a data key in the token with AES-256-GCM; ``context`` is authenticated with it."""
        nonce = secrets.token_bytes(_NONCE_BYTES)
        given = GCMParams(nonce, context.encode(), _TAG_BITS)

        def sealed(session: Any) -> bytes:
            key = _key(session, self._object)
            return bytes(key.encrypt(data_key, mechanism=Mechanism.AES_GCM, mechanism_param=given))

        return _FORM + nonce + self._ask(sealed)

    def unwrap(self, wrapped: bytes, context: str) -> bytes:
        """Decrypt a data key that was wrapped by this key for this ``context``."""
        if wrapped[:1] != _FORM:
            raise KmsError("expected a key wrapped by a key service, found another form. Has it been rotated?")
        nonce, sealed = wrapped[1 : 1 + _NONCE_BYTES], wrapped[1 + _NONCE_BYTES :]
        given = GCMParams(nonce, context.encode(), _TAG_BITS)

        def opened(session: Any) -> bytes:
            key = _key(session, self._object)
            try:
                return bytes(key.decrypt(sealed, mechanism=Mechanism.AES_GCM, mechanism_param=given))
            except PKCS11Error:
                raise KmsError(
                    "the wrapped key does not open: another key of the token, another delivery, or a changed file"
                ) from None

        return self._ask(opened)

    def keyed_digest(self, message: bytes) -> str:
        """HMAC-SHA-256, made in the token."""

        def signed(session: Any) -> bytes:
            return bytes(_key(session, DIGEST_KEY).sign(message, mechanism=Mechanism.SHA256_HMAC))

        return self._ask(signed).hex()

    def make(self, digest_key: bytes | None = None) -> None:
        """Make the key in the token where there is none, and the one of digests: a random one, or ``digest_key``."""
        hidden = {Attribute.SENSITIVE: True, Attribute.EXTRACTABLE: False}

        def made(session: Any) -> bytes:
            if not list(session.get_objects({Attribute.LABEL: DIGEST_KEY})):
                session.create_object(
                    {
                        Attribute.CLASS: ObjectClass.SECRET_KEY,
                        Attribute.KEY_TYPE: KeyType.GENERIC_SECRET,
                        Attribute.VALUE: digest_key or secrets.token_bytes(DIGEST_BYTES),
                        Attribute.LABEL: DIGEST_KEY,
                        Attribute.TOKEN: True,
                        Attribute.SIGN: True,
                        **hidden,
                    }
                )
            if not list(session.get_objects({Attribute.LABEL: self._object})):
                session.generate_key(KeyType.AES, 256, label=self._object, store=True, template=hidden)
            return b""

        self._ask(made)

    def _ask(self, question: Callable[[Any], bytes]) -> bytes:
        place = (self._module, self._token)
        pin = self._pin() if place not in _sessions else ""
        answered: list[bytes] = []
        refused: list[KmsError] = []

        def asking() -> None:
            try:
                if place not in _sessions:
                    token = pkcs11.lib(self._module).get_token(token_label=self._token)
                    _sessions[place] = token.open(user_pin=pin, rw=True)
                answered.append(question(_sessions[place]))
            except KmsError as error:
                refused.append(error)
            except PKCS11Error as error:
                name = type(error).__name__
                if (lost := _sessions.pop(place, None)) is not None:
                    with suppress(PKCS11Error):
                        lost.close()
                refused.append(KmsError(f"key service: {_CURES.get(name, f'it refuses ({name})')}. {_NOTHING}"))
            except (OSError, RuntimeError) as error:
                told = f"key service: its module cannot be used ({type(error).__name__}). Look at module-path"
                refused.append(KmsError(f"{told}. {_NOTHING}"))

        within(asking, PATIENCE)
        if refused:
            raise refused[0]
        return answered[0]

    def _pin(self) -> str:
        try:
            mode = self._pin_file.stat().st_mode
            pin = self._pin_file.read_text(encoding="utf-8").strip()
        except (OSError, ValueError) as error:
            raise KmsError(f"key service: pin-source cannot be read ({type(error).__name__})") from None
        if mode & (stat.S_IRWXG | stat.S_IRWXO):
            raise KmsError("key service: others may read the file of the PIN. Run chmod 600 on it, or renew the PIN")
        return pin


_NOTHING = "Nothing was changed; run the command again when it answers"


def within(work: Callable[[], None], seconds: float) -> None:
    """Do work that may hang in another's code, for so long at most.

    Raises
    ------
    KmsError : it was not done by then; it is left behind and ends with this process.
    """
    thread = threading.Thread(target=work, daemon=True)
    thread.start()
    thread.join(seconds)
    if thread.is_alive():
        raise KmsError(f"key service: it does not answer within {seconds:g} seconds. {_NOTHING}")


def _key(session: Any, label: str) -> Any:
    return session.get_key(object_class=ObjectClass.SECRET_KEY, label=label)


def _pairs(text: str, between: str) -> Iterator[tuple[str, str]]:
    for part in text.split(between):
        name, _, value = part.partition("=")
        yield unquote(name), unquote(value)
