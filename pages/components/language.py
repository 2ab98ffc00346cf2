"""The language of a visitor: Dutch, or English where the address asks for it.

The source texts are Dutch; ``pages/locale/<language>/messages.po`` holds the others (``make texts`` renews it).
Texts of indicators carry both languages in the registry.
"""

from contextvars import ContextVar
from functools import cache
from pathlib import Path

import streamlit as st
from babel.messages.pofile import read_po

from data.terms import Text
from geo import numbers

PARAMETER = "taal"
"""Name of the language in the address."""

LANGUAGES = {"nl": "nl_BE", "en": "en_GB"}
"""Language to the locale of its numbers and dates; the first is the default."""

_CATALOGUES = Path(__file__).parents[1] / "locale"
_current: ContextVar[str] = ContextVar("language", default="nl")


def begin() -> None:
    """Take the language of this run from the address; an unknown one is Dutch."""
    use(st.query_params.get(PARAMETER, "nl"))


def use(language: str) -> None:
    """Read and write in ``language`` from here on, in this thread of work."""
    known = language if language in LANGUAGES else next(iter(LANGUAGES))
    _current.set(known)
    numbers.use_locale(LANGUAGES[known])


def current() -> str:
    """Give the language in use: ``nl`` or ``en``."""
    return _current.get()


def mark(text: str) -> str:
    """Mark a text that is translated where it is used, such as a constant of a module."""
    return text


def gettext(text: str) -> str:
    """Give a Dutch source text in the language in use; one without translation stays Dutch."""
    language = _current.get()
    return text if language == "nl" else _catalogue(language).get(text, text)


def pick(text: Text) -> str:
    """Give a text of the registry in the language in use."""
    return text.en if _current.get() == "en" else text.nl


@cache
def _catalogue(language: str) -> dict[str, str]:
    with (_CATALOGUES / language / "messages.po").open("rb") as stream:
        catalogue = read_po(stream, locale=language)
    return {str(message.id): str(message.string) for message in catalogue if message.id and message.string}
