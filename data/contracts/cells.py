"""Cells of one column, judged and made canonical by the kind that the layout gives the column.

Every kind has a parser from the text of a cell to its canonical form, or to a problem described without the value.
Parsers run once per distinct value.
"""

import difflib
import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from data.contracts.layout import Column, Layout
from data.identifiers import is_insz, is_riziv, is_riziv_person, plain, strip_separators
from data.terms import BAR, Text

_NUMBER = re.compile(r"[+-]?\d{1,15}(?:[.,]\d{1,15})?", re.ASCII)
_WHOLE = re.compile(r"([+-]?\d{1,15})(?:[.,]0{1,2})?", re.ASCII)
_SCIENTIFIC = re.compile(r"\d+(?:[.,]\d+)?[eE][+-]?\d+")
_THOUSANDS = re.compile(r"\d{1,3}(?:[.,\s']\d{3})+(?:[.,]\d+)?")
_MOMENT = re.compile(r"\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?(?:Z|[+-]\d{2}:?\d{2})?)?", re.ASCII)
_ID = re.compile(r"[^\s|][^\r\n\t|]{0,63}")
_UNSEEN = {"Cc", "Cf", "Cn", "Co", "Cs", "Zl", "Zp", "Zs"}
_DIGITS_KEPT = 9
"""Digits that a number keeps: fewer than a national number has, so that none is stored behind a decimal mark."""
_FOUR, _FIVE, _THREE = (re.compile(rf"\d{{{count}}}", re.ASCII) for count in (4, 5, 3))
_LONG_DIGITS = 8
_DETAILS_SHOWN = 4
_CODE_SHOWN = 30


@dataclass(frozen=True, kw_only=True)
class Cell:
    """A parsed cell: its canonical text, or the kind of fault and what was found."""

    value: str = ""
    problem: str | None = None
    detail: Text | None = None


@dataclass(frozen=True, kw_only=True)
class Parsed:
    """A parsed column. ``problems`` maps a kind of fault to its rows (as positions) and what was found."""

    canonical: NDArray[np.object_]
    bad: NDArray[np.bool_]
    problems: Mapping[str, tuple[NDArray[np.bool_], Text]]


Parser = Callable[[str], Cell]


def parse_cells(values: NDArray[np.object_], column: Column, layout: Layout, survey_year: int) -> Parsed:
    """Parse the cells of a column; empty cells stay empty and are no problem here."""
    parse = parser_of(column, layout, survey_year)
    places, distinct = pd.factorize(values)
    cells = [parse(text) if text else Cell() for text in distinct]
    canonical = np.array([cell.value for cell in cells], dtype=object)
    problems: dict[str, tuple[NDArray[np.bool_], Text]] = {}
    counts = np.bincount(places, minlength=len(cells))
    for problem in dict.fromkeys(cell.problem for cell in cells if cell.problem):
        hit = np.array([cell.problem == problem for cell in cells], dtype=bool)
        details: dict[Text, int] = {}
        for place in np.flatnonzero(hit):
            detail = cells[place].detail or Text(nl="iets anders", en="something else")
            details[detail] = details.get(detail, 0) + int(counts[place])
        problems[problem] = (hit[places], _together(details))
    bad = np.array([cell.problem is not None for cell in cells], dtype=bool)
    return Parsed(canonical=canonical[places], bad=bad[places], problems=problems)


def parser_of(column: Column, layout: Layout, survey_year: int) -> Parser:
    """Parser of a column's kind in one survey year."""
    low, high = column.limits(survey_year)
    parsers: dict[str, Parser] = {
        "riziv": lambda text: _riziv(text, layout),
        "provider": lambda text: _provider(text, layout),
        "qualification": lambda text: _qualification(text, layout),
        "hci": lambda text: _hci(text, layout),
        "code": lambda text: _code(text, column.codes),
        "multiple": lambda text: _multiple(text, column),
        "integer": lambda text: _integer(text, low, high),
        "number": lambda text: _decimal(text, low, high),
        "moment": _moment,
        "postcode": lambda text: _postcode(text),
        "nis": lambda text: _fixed(text, _FIVE, "nis"),
        "id": _id,
        "text": lambda text: Cell(value=text),
    }
    return parsers[column.kind]


def moment_key(text: str) -> float:
    """Seconds since 1970 of an ISO 8601 moment, to order answers by; a moment without zone counts as UTC."""
    moment = datetime.fromisoformat(text.replace("Z", "+00:00"))
    return (moment if moment.tzinfo else datetime.fromisoformat(moment.isoformat() + "+00:00")).timestamp()


def _id(text: str) -> Cell:
    """Compose an identifier; one with a character that nobody sees would match nothing else."""
    text = unicodedata.normalize("NFC", text)
    if any(unicodedata.category(character) in _UNSEEN and character != " " for character in text):
        return Cell(problem="id_invisible")
    return Cell(value=text) if _ID.fullmatch(text) else Cell(problem="id")


def _riziv(text: str, layout: Layout) -> Cell:
    digits = strip_separators(plain(text))
    if not is_riziv(digits, layout.moduli):
        return Cell(problem="riziv", detail=_digits(digits, text, 11))
    if layout.role_of(digits[8:]) is None:
        return Cell(value=digits, problem="riziv_qualification")
    return Cell(value=digits)


def _provider(text: str, layout: Layout) -> Cell:
    digits = strip_separators(plain(text))
    if is_riziv_person(digits, layout.moduli):
        return Cell(value=digits)
    return Cell(problem="provider", detail=_digits(digits, text, 8))


def _qualification(text: str, layout: Layout) -> Cell:
    known = _THREE.fullmatch(text) and layout.role_of(text)
    return Cell(value=text) if known else Cell(problem="qualification")


def _hci(text: str, layout: Layout) -> Cell:
    digits = strip_separators(plain(text))
    if not (digits.isascii() and digits.isdigit() and len(digits) in (8, 11)):
        return Cell(problem="hci", detail=_digits(digits, text, 0))
    if is_insz(digits) and not is_riziv(digits, layout.moduli):
        return Cell(problem="national_number")
    return Cell(value=digits)


def _code(text: str, codes: Mapping[str, str]) -> Cell:
    if text in codes:
        return Cell(value=codes[text])
    return Cell(problem="unknown_code", detail=_nearly(text, codes))


def _multiple(text: str, column: Column) -> Cell:
    pieces = [piece.strip() for piece in text.split(column.separator)]
    unknown = next((piece for piece in pieces if piece not in column.codes), None)
    if unknown is not None:
        return Cell(problem="unknown_code", detail=_nearly(unknown, column.codes))
    chosen = {column.codes[piece] for piece in pieces}
    return Cell(value=BAR.join(code for code in column.order if code in chosen))


def _integer(text: str, low: float | None, high: float | None) -> Cell:
    whole = _WHOLE.fullmatch(text)
    if whole is None:
        return Cell(problem="not_a_number", detail=_no_number(text, whole=True))
    return _in_range(int(whole.group(1)), low, high)


def _decimal(text: str, low: float | None, high: float | None) -> Cell:
    if not _NUMBER.fullmatch(text):
        return Cell(problem="not_a_number", detail=_no_number(text, whole=False))
    return _in_range(float(f"{float(text.replace(',', '.')):.{_DIGITS_KEPT}g}"), low, high)


def _in_range(number: float, low: float | None, high: float | None) -> Cell:
    if (low is None or number >= low) and (high is None or number <= high):
        return Cell(value=str(number))
    shown = f"{number:g}"
    if sum(map(str.isdigit, str(number))) < _LONG_DIGITS and sum(map(str.isdigit, shown)) < _LONG_DIGITS:
        return Cell(problem="out_of_range", detail=Text(nl=shown.replace(".", ","), en=shown))
    return Cell(problem="out_of_range", detail=Text(nl="een veel te groot getal", en="a number far too large"))


def _moment(text: str) -> Cell:
    if not _MOMENT.fullmatch(text):
        return Cell(problem="moment")
    try:
        moment_key(text)
    except (ValueError, OverflowError):
        return Cell(problem="moment")
    return Cell(value=text.replace(" ", "T"))


def _postcode(text: str) -> Cell:
    cell = _fixed(text, _FOUR, "postcode")
    if cell.problem is None and text < "1000":
        return Cell(problem="postcode", detail=Text(nl="een lager getal", en="a lower number"))
    return cell


def _fixed(text: str, pattern: re.Pattern[str], problem: str) -> Cell:
    if pattern.fullmatch(text):
        return Cell(value=text)
    return Cell(problem=problem, detail=_digits(strip_separators(text), text, 0))


def _digits(digits: str, text: str, length: int) -> Text:
    """Describe an identifier without any of its digits."""
    if not (digits.isascii() and digits.isdigit()):
        if _SCIENTIFIC.fullmatch(text):
            return Text(
                nl="wetenschappelijke notatie: het rekenblad kapte cijfers af", en="scientific notation: digits lost"
            )
        return Text(nl="andere tekens dan cijfers", en="characters other than digits")
    count = len(digits)
    if is_insz(digits):
        return Text(nl=f"{count} cijfers, zoals een rijksregisternummer", en=f"{count} digits, as a national number")
    if count != length:
        return Text(nl=f"{count} cijfers", en=f"{count} digits")
    if digits[0] != "1":
        return Text(nl=f"{count} cijfers, de eerste is geen 1", en=f"{count} digits, the first is not 1")
    return Text(nl=f"{count} cijfers, controlecijfers kloppen niet", en=f"{count} digits, check digits wrong")


def _nearly(text: str, codes: Mapping[str, str]) -> Text:
    """Show an unknown code when it is a misspelling or a short number, and only its length otherwise."""
    if len(text) > _CODE_SHOWN:
        return _length(text)
    close = difflib.get_close_matches(text.casefold(), [code.casefold() for code in codes], n=1, cutoff=0.75)
    if close or (text.isascii() and text.isdigit() and len(text) <= 3):
        return Text(nl=f"'{text}'", en=f"'{text}'") if sum(map(str.isdigit, text)) < _LONG_DIGITS else _length(text)
    return _length(text)


def _length(text: str) -> Text:
    return Text(nl=f"een onbekende waarde van {len(text)} tekens", en=f"an unknown value of {len(text)} characters")


def _no_number(text: str, *, whole: bool) -> Text:
    if _SCIENTIFIC.fullmatch(text):
        return Text(nl="wetenschappelijke notatie", en="scientific notation")
    if whole and _NUMBER.fullmatch(text) and not _THOUSANDS.fullmatch(text):
        return Text(nl="een getal met decimalen", en="a number with decimals")
    if _THOUSANDS.fullmatch(text):
        return Text(nl="een duizendtalteken", en="a thousands mark")
    return Text(nl="tekst", en="text")


def _together(details: Mapping[Text, int]) -> Text:
    """Details with how often each was found, the most frequent first."""
    ranked = sorted(details.items(), key=lambda item: (-item[1], item[0].nl))
    shown, more = ranked[:_DETAILS_SHOWN], " …" if len(ranked) > _DETAILS_SHOWN else ""
    if len(ranked) == 1:
        return ranked[0][0]
    return Text(
        nl="; ".join(f"{count} × {detail.nl}" for detail, count in shown) + more,
        en="; ".join(f"{count} × {detail.en}" for detail, count in shown) + more,
    )
