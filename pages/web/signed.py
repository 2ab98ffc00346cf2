"""The cookies that Streamlit signs for whoever signs in: the one place that knows their names and how they are signed.

Streamlit offers no way to read one in a request for a file, or to write less in it than all claims. Without this module
nobody is signed in: every screen and file of the public is there, and what is for a role is not.
"""

import json
from typing import Any

from starlette.requests import HTTPConnection
from streamlit.web.server.starlette.starlette_app_utils import create_signed_value, decode_signed_value
from streamlit.web.server.starlette.starlette_server_config import (
    SESSION_COOKIE_NAME,
    TOKENS_COOKIE_NAME,
    USER_COOKIE_NAME,
)

from pages.views import persons

USER = USER_COOKIE_NAME
NAMES = (USER_COOKIE_NAME, TOKENS_COOKIE_NAME, SESSION_COOKIE_NAME)
"""Every cookie of somebody who signed in; ``USER`` holds who that is."""


def sealed(secret: str, kept: dict[str, Any]) -> str:
    """Sign what is kept of somebody, as the value of the cookie ``USER``."""
    return create_signed_value(secret, USER, json.dumps(kept)).decode()


def opened(secret: str, name: str, value: str) -> str | None:
    """Give what stands in a cookie, None where we did not sign it."""
    found = decode_signed_value(secret, name, value)
    return None if found is None else found.decode()


def person_of(asked: HTTPConnection) -> persons.Person | None:
    """Give who asks for a file, None for a visitor or a cookie that we did not sign."""
    told = persons.settings()
    if told is None or USER not in asked.cookies:
        return None
    try:
        return persons.back(json.loads(opened(told.cookie_secret, USER, asked.cookies[USER]) or "{}").get(persons.KEPT))
    except (ValueError, AttributeError):
        return None
