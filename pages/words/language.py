"""The language of a visitor: Dutch, or English where the address asks for it.

The source texts are Dutch; ``pages/locale/<language>/messages.po`` holds the others (``make texts`` renews it).
Texts of indicators carry both languages in the registry.
"""

import re
import unicodedata
from contextvars import ContextVar
from functools import cache, lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

import pandas as pd
import streamlit as st
from babel.messages.pofile import read_po

from data.terms import Text
from pages.words import numbers

PARAMETER = "taal"
"""Name of the language in the address."""

LANGUAGES = {"nl": "nl_BE", "en": "en_GB"}
"""Language to the locale of its numbers and dates; the first is the default."""

_PERCENT = re.compile(r"(?<=\d) %")
_CATALOGUES = Path(__file__).parents[1] / "locale"
_current: ContextVar[str] = ContextVar("language", default="nl")


def begin() -> None:
    """Take the language of this run from the address; an unknown one is Dutch."""
    use(st.query_params.get(PARAMETER, "nl"))


def of_query(query: str) -> str:
    """Give the language that the query of an address asks for; an unknown one is Dutch."""
    asked = parse_qs(query).get(PARAMETER, [""])[0]
    return asked if asked in LANGUAGES else next(iter(LANGUAGES))


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
    return _whole(text) if language == "nl" else _catalogue(language).get(text, text)


def pick(text: Text) -> str:
    """Give a text of the registry in the language in use."""
    return text.en if _current.get() == "en" else _whole(text.nl)


@lru_cache(maxsize=4096)
def _whole(text: str) -> str:
    """Keep a number and its percent sign on one line: sources write an ordinary space between them."""
    return _PERCENT.sub(f"{numbers.NO_BREAK}%", text)


def capital(text: str) -> str:
    """Begin a text with a capital; the rest stays, so that abbreviations do (``GP circle``, ``HAIO``)."""
    return text[:1].upper() + text[1:]


def small(text: str) -> str:
    """Begin a text without a capital, unless its first word is an abbreviation (``GPs``, ``VTE``, ``IMA``)."""
    is_abbreviation = len(text) > 1 and text[1].isupper()
    return text if is_abbreviation else text[:1].lower() + text[1:]


@lru_cache(maxsize=4096)  # a list of areas asks for hundreds in every run
def sort_key(name: str) -> str:
    """Give what names are sorted by, as a reader looks them up: without regard to capitals, accents or marks.

    Dutch and British English both order names so; where only marks differ the order in which they came stays.
    """
    plain = unicodedata.normalize("NFKD", name.casefold())
    return "".join(sign if sign.isalnum() else " " for sign in plain if not unicodedata.combining(sign)).strip()


def sort_keys(column: "pd.Series[Any]") -> "pd.Series[Any]":
    """Give ``sort_key`` of a column of names, for ``DataFrame.sort_values``; another column stays as it is."""
    return column.map(sort_key) if column.name in ("name", "area_name") else column


@cache
def _catalogue(language: str) -> dict[str, str]:
    with (_CATALOGUES / language / "messages.po").open("rb") as stream:
        catalogue = read_po(stream, locale=language)
    return {str(message.id): str(message.string) for message in catalogue if message.id and message.string}
