"""Who looks: a person who signed in, with a role; nearly always nobody, because the screens are public.

A role is decided once, when the provider sends somebody back (``decide``), and stands with its end in a signed
cookie; ``back`` (for a screen through ``current``, for a file through ``pages/web/signed.py``) reads it and holds it
against time, settings and the sessions that were signed out, with every question.
"""

import json
import re
import secrets
import time
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import streamlit as st

from data.audit import Action, Audit, Channel, Outcome
from data.signin import NAME, Role, SignIn, read_signin
from pages.views import sources

KEPT = "zorgcapaciteit"
"""Where a session stands in the cookie that Streamlit signs."""
_PLACE = re.compile(r"[a-z]{3,12}:[A-Za-z0-9._-]{1,40}")
_MOST_AREAS = 60
_AHEAD = 120
"""Seconds that the clock of a provider may run before ours."""


@dataclass(frozen=True, kw_only=True)
class Person:
    """Somebody who signed in.

    Parameters
    ----------
    name : keyed name of the account; says nothing without the secret of the installation.
    role : what may be done.
    areas : places of a region, ``level:area``.
    until : end of the session, in seconds since 1970.
    session : name of this session.
    terms : digest of the settings under which it began.
    """

    name: str
    role: Role
    areas: tuple[str, ...]
    until: int
    session: str
    terms: str


@dataclass(frozen=True, kw_only=True)
class Refusal:
    """Somebody whom the provider knows and who is not let in; ``reasons`` are words of a closed list."""

    name: str
    reasons: tuple[str, ...]


def settings() -> SignIn | None:
    """Give how people sign in, None where nobody does.

    Raises
    ------
    SettingsError : the file is not as it should be; ``serve`` does not start then.
    """
    return _settings(sources.serving_file().with_name(NAME))


@lru_cache(maxsize=8)
def _settings(file: Path) -> SignIn | None:
    return read_signin(file)


def decide(claims: Mapping[str, Any], told: SignIn, now: float) -> Person | Refusal:
    """Decide what somebody with the claims of an ID token may do; its signature and nonce were checked before.

    Audience and end are held against our own settings once more: the library lets a token for another party through
    where this one only asked for it, and one that ended two minutes ago.
    """
    name = told.name_of(str(claims.get("sub", "")))
    heard = claims.get("aud")
    audience = heard if isinstance(heard, list) else [heard]
    given = {told.roles[each] for each in _several(claims.get(told.role_claim)) if each in told.roles}
    role = max(given, key=list(Role).index, default=None)
    areas = tuple(each for each in _several(claims.get(told.area_claim)) if _PLACE.fullmatch(each))[:_MOST_AREAS]
    ends, begun = _moment(claims.get("exp")), _moment(claims.get("iat"))
    wrong = {
        "issuer": str(claims.get("iss", "")).rstrip("/") != told.issuer.rstrip("/"),
        "audience": told.client_id not in audience
        or claims.get("azp", told.client_id) != told.client_id
        or (len(audience) > 1 and "azp" not in claims),
        "expired": ends <= now or begun > now + _AHEAD,
        "level": claims.get(told.level_claim) not in told.levels,
        "role": role is None,
        "areas": role is Role.REGION and not areas,
    }
    reasons = tuple(reason for reason, holds in wrong.items() if holds)
    if reasons or role is None:
        return Refusal(name=name, reasons=reasons)
    return Person(
        name=name,
        role=role,
        areas=areas,
        until=int(min(ends, now + 60 * told.minutes)),
        session=_letters(),
        terms=told.terms,
    )


def _several(value: object) -> list[str]:
    if isinstance(value, str):
        return [part for part in re.split(r"[\s,;]+", value) if part]
    return [each for each in value if isinstance(each, str)] if isinstance(value, list) else []


def _moment(value: object) -> float:
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else 0.0


def _letters() -> str:
    return "".join(secrets.choice("abcdefghijkmnpqr") for _each in range(24))


def kept(person: Person) -> dict[str, Any]:
    """Give what of a session stands in the cookie: no name, no number, no claim of the provider."""
    return asdict(person)


def back(value: object) -> Person | None:
    """Read a session from a cookie whose signature was checked, None where it has ended."""
    told = settings()
    if told is None or not isinstance(value, Mapping):
        return None
    try:
        found = Person(**{**value, "role": Role(value["role"]), "areas": tuple(value["areas"])})
    except (KeyError, TypeError, ValueError):
        return None
    if found.until <= time.time() or found.terms != told.terms or found.session in _signed_out(told):
        return None
    return found


def current() -> Person | None:
    """Give who looks at the screen that is drawn, None for a visitor."""
    return None if settings() is None else back(st.user.to_dict().get(KEPT))


def record(name: str, action: Action, *, subject: str = "", outcome: Outcome = Outcome.DONE, why: str = "") -> None:
    """Write what somebody did in the trail of the screens; without that it does not happen.

    Raises
    ------
    AuditError, OSError : it cannot be written.
    """
    told = settings()
    if told is None:
        return
    Audit(told.trail, channel=Channel.SCREEN, who=name).record(action, subject=subject, outcome=outcome, why=why)


_out: dict[str, tuple[tuple[int, int], frozenset[str]]] = {}


def _signed_out(told: SignIn) -> frozenset[str]:
    """Give the sessions that were signed out, read again where the trail grew: other processes write it too."""
    path = Audit(told.trail).trail.path
    try:
        about = path.stat()
    except FileNotFoundError:
        return frozenset()
    mark = (about.st_size, about.st_mtime_ns)
    known = _out.get(str(path))
    if known is None or known[0] != mark:
        whole = path.read_bytes().rpartition(b"\n")[0]  # another process may be halfway a line
        lines = (json.loads(line) for line in whole.splitlines() if b'"sign_out"' in line)
        known = (mark, frozenset(line["subject"] for line in lines))
        _out[str(path)] = known
    return known[1]
