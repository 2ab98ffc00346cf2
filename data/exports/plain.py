"""CSV in two dresses: Belgian for a spreadsheet, international for programs; no cell can become a formula."""

import re
from enum import StrEnum

import pandas as pd

from data.exports import wording
from data.exports.about import About, Language
from data.exports.flat import FLAT


class Dress(StrEnum):
    """How a CSV is written."""

    BELGIAN = "be"
    """Semicolons, decimal commas, Dutch headings and a byte order mark: a double click opens it right in Belgium."""
    INTERNATIONAL = "int"
    """Commas, decimal points, names of the release format, UTF-8 without a mark."""


_DANGER = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""First characters that make a spreadsheet take a text for a formula, the full-width forms included."""

_ONLY_DIGITS = re.compile(r"[-+]?[0-9][0-9.\-]*")
"""Codes such as -34 or 35-44: they hold no name of a function or cell, so they can do nothing."""

_LOOKS_LIKE_A_NUMBER = re.compile(r"[-+]?[0-9][0-9 .,/:\-]*")
"""What a spreadsheet turns into a number, date or hour: 3-4 becomes the third of April."""


def guarded(text: str, dress: Dress = Dress.INTERNATIONAL) -> str:
    """Give a text that no spreadsheet takes for a formula: an apostrophe goes before a dangerous start.

    The Belgian dress guards codes that would become a date or a number as well; plain whole numbers stay.

    Examples
    --------
    >>> guarded("=1+1"), guarded("-34"), guarded("-34", Dress.BELGIAN), guarded("Aalst")
    ("'=1+1", '-34', "'-34", 'Aalst')
    """
    if dress is Dress.BELGIAN and _LOOKS_LIKE_A_NUMBER.fullmatch(text) and not text.isdigit():
        return f"'{text}"
    if text.lstrip(" ").startswith(_DANGER) and not _ONLY_DIGITS.fullmatch(text):
        return f"'{text}"
    return text


def write_csv(flat: pd.DataFrame, about: About, dress: Dress) -> bytes:
    """Write the long table of ``flatten``; the first row carries the citation.

    Returns
    -------
    UTF-8 text, lines end in CR LF, a missing number is an empty field.
    """
    language: Language = "nl" if dress is Dress.BELGIAN else "en"
    out = flat.copy()
    if len(out):
        out.loc[out.index[0], "citation"] = about.citation(language)
    return as_text(out, dress, {n: wording.say(wording.COLUMNS[n][0], language) for n in FLAT})


def write_table_csv(table: pd.DataFrame) -> bytes:
    """Write any other table of a release (areas, membership, response) in the international dress."""
    return as_text(table, Dress.INTERNATIONAL, {})


def as_text(table: pd.DataFrame, dress: Dress, headings: dict[str, str]) -> bytes:
    """Write any table as CSV; ``headings`` replace names of columns in the Belgian dress."""
    belgian = dress is Dress.BELGIAN
    out = table.copy()
    for name in out.columns:
        if pd.api.types.is_float_dtype(out[name]):
            known = {value: number_text(value, dress) for value in out[name].dropna().unique()}
        elif pd.api.types.is_numeric_dtype(out[name]):
            continue
        else:
            known = {text: guarded(str(text), dress) for text in out[name].dropna().unique()}
        out[name] = out[name].map(known)
    text = out.rename(columns=headings if belgian else {}).to_csv(
        index=False, sep=";" if belgian else ",", lineterminator="\r\n"
    )
    return text.encode("utf-8-sig" if belgian else "utf-8")


def number_text(value: float, dress: Dress) -> str:
    """Write a number as released, without zeros at its end."""
    text = f"{value:.10g}"
    return text.replace(".", ",") if dress is Dress.BELGIAN else text
