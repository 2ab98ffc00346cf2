"""Signing in with a provider of identities (OpenID Connect), such as ACM/IDM of Flanders: one TOML file in a home.

Without the file nobody signs in: the screens are public, and no code that could sign anybody in is loaded. Who gets
which role is decided outside the product, by the access manager of the provider; here only stands what a role is
called there. Standard library only.
"""

import hashlib
import hmac
import json
import os
import re
import stat
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from data.settings import SettingsError

NAME = "signin.toml"
"""Name of the file, beside that of ``data.serving``."""
CALLBACK = "/oauth2callback"
"""Where the provider sends somebody back to."""
PROVIDER = "aanmelden"
"""What Streamlit calls the provider; one word, it may hold no underscore."""

_TEXTS = ("issuer", "client_id", "client_secret_file", "trail", "role_claim", "area_claim")
_OPTIONAL = {"scope": "openid profile", "level_claim": "acr", "minutes": 480}
_SHORTEST_SECRET = 24
_MINUTES = range(5, 721)
_LOOPBACK = ("localhost", "127.0.0.1", "::1")
_UNFILLED = re.compile(r"…|\.\.\.|[<>\[\]{}]|example\.(org|com)")


class Role(StrEnum):
    """What somebody may do; the last that is given counts."""

    REGION = "region"
    ANALYST = "analyst"
    DATA_TEAM = "data_team"


@dataclass(frozen=True, kw_only=True)
class SignIn:
    """How this installation signs people in.

    Parameters
    ----------
    issuer : address of the provider, as it names itself; its metadata stand under ``/.well-known``.
    client_id : name of this installation with the provider.
    client_secret : what it proves that with; read from a file of its own.
    trail : folder of the trail of who signed in, which the account of the screens may write.
    role_claim, area_claim, level_claim : claims of the ID token with roles, places, and level of authentication.
    levels : levels of authentication that are high enough.
    minutes : longest session; the ID token may end it earlier.
    roles : what the provider calls a role, to the role.
    scope : what is asked of the provider.
    """

    issuer: str
    client_id: str
    client_secret: str = field(repr=False)
    trail: Path
    role_claim: str
    area_claim: str
    level_claim: str
    levels: tuple[str, ...]
    minutes: int
    roles: Mapping[str, Role]
    scope: str

    @property
    def cookie_secret(self) -> str:
        """Key of the session cookies; with another secret of the provider every session ends."""
        return hmac.new(self.client_secret.encode(), b"zorgcapaciteit: cookies", hashlib.sha256).hexdigest()

    @property
    def terms(self) -> str:
        """Digest of all of it: a session that began under other settings has ended."""
        told = {name: str(value) for name, value in vars(self).items() if name != "client_secret"}
        return hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()[:16]

    def name_of(self, subject: str) -> str:
        """Give a keyed name of a person, in letters: the same each time, and nobody can read the account from it."""
        told = hmac.new(self.client_secret.encode(), f"{self.issuer}\n{subject}".encode(), hashlib.sha256).hexdigest()
        return told[:24].translate(str.maketrans("0123456789abcdef", "abcdefghijkmnpqr"))

    def streamlit(self, address: str) -> dict[str, Any]:
        """Give the secrets that Streamlit signs in with; ``address`` is where the screens stand."""
        return {
            "redirect_uri": f"{address}{CALLBACK}",
            "cookie_secret": self.cookie_secret,
            PROVIDER: {
                "client_id": self.client_id,
                "client_secret": self.client_secret,
                "server_metadata_url": f"{self.issuer.rstrip('/')}/.well-known/openid-configuration",
                "authorize_params": {"acr_values": " ".join(self.levels)},
                "client_kwargs": {"scope": self.scope, "prompt": "login"},
            },
        }


def read_signin(file: Path) -> SignIn | None:
    """Read the file, None without one.

    Raises
    ------
    SettingsError : every entry that is missing, unknown, unfilled or of another form.
    """
    if not file.is_file():
        return None
    try:
        given: dict[str, Any] = tomllib.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise SettingsError(
            f"{file.name}: expected a readable TOML file, found none ({type(error).__name__})"
        ) from None
    names = (*_TEXTS, *_OPTIONAL, "levels", "roles")
    problems = [f"{name}: expected one of {', '.join(names)}" for name in given if name not in names]
    given = {**_OPTIONAL, **given}
    problems += [
        f"{name}: expected a text that is filled in"
        for name in (*_TEXTS, "scope", "level_claim")
        if not _filled(given.get(name))
    ]
    if _filled(given.get("issuer")) and not _address(given["issuer"]):
        problems.append("issuer: expected the https address of the provider")
    if not _texts(given.get("levels")):
        problems.append("levels: expected a list of levels of authentication that are high enough")
    if isinstance(given["minutes"], bool) or given["minutes"] not in _MINUTES:
        problems.append(f"minutes: expected a whole number from {_MINUTES[0]} to {_MINUTES[-1]}")
    roles, wrong = _roles(given.get("roles"))
    secret, unread = _secret(given.get("client_secret_file"))
    problems += wrong + unread
    if problems:
        raise SettingsError("\n".join(f"{file.name}, {problem}" for problem in problems))
    return SignIn(
        issuer=given["issuer"],
        client_id=given["client_id"],
        client_secret=secret,
        trail=Path(given["trail"]),
        role_claim=given["role_claim"],
        area_claim=given["area_claim"],
        level_claim=given["level_claim"],
        levels=tuple(given["levels"]),
        minutes=given["minutes"],
        roles=roles,
        scope=given["scope"],
    )


def _filled(value: object) -> bool:
    return isinstance(value, str) and bool(value.strip()) and not _UNFILLED.search(value)


def _texts(value: object) -> bool:
    return isinstance(value, list) and bool(value) and all(map(_filled, value))


def _address(value: str) -> bool:
    parts = urlsplit(value)
    own = parts.scheme == "http" and parts.hostname in _LOOPBACK
    return bool(parts.netloc) and (parts.scheme == "https" or own) and not parts.query and not parts.fragment


def _roles(value: object) -> tuple[dict[str, Role], list[str]]:
    """Read what the provider calls each role; a role that nobody gets is left out."""
    right = isinstance(value, dict) and bool(value) and set(value) <= set(Role) and all(map(_texts, value.values()))
    if not isinstance(value, dict) or not right:
        return {}, [f"roles: expected a table of {', '.join(Role)}, each with a list of what the provider calls it"]
    found = {called: Role(name) for name in value for called in value[name]}
    if len(found) < sum(map(len, value.values())):
        return {}, ["roles: expected each name once, found one that stands for two roles"]
    return found, []


def _secret(value: object) -> tuple[str, list[str]]:
    if not _filled(value):
        return "", []
    file = Path(str(value))
    where = "client_secret_file"
    try:
        about, text = file.stat(), file.read_text(encoding="utf-8").strip()
    except (OSError, ValueError):
        return "", [f"{where}: expected a file that this account can read"]
    if stat.S_IMODE(about.st_mode) & 0o077 and about.st_uid == os.geteuid():
        return "", [f"{where}: expected a file that nobody else can read (mode 600)"]
    if len(text) < _SHORTEST_SECRET:
        return "", [f"{where}: expected a secret of at least {_SHORTEST_SECRET} signs"]
    return text, []
