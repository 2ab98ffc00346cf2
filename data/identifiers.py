"""Belgian identifiers: tell a RIZIV number from a national number, a company number, a phone or a mailbox.

Sources: RIZIV directives on the structure of provider numbers; IBZ instruction IT000 and the royal decree of
8 February 1991 for national register and BIS numbers. Nothing here logs or raises with a value in it.
"""

import re
import unicodedata
from collections.abc import Sequence
from enum import StrEnum

RIZIV_MODULI = (97, 89)
"""Check-digit moduli of physicians: 97, and 89 for numbers given since 1 April 2019."""

_SEPARATORS = re.compile(r"[.\-/\s]+")
_INSZ_LENGTH = 11
_PHYSICIAN = "1"
_GAP = r"[.\-/\s_:,–—]{0,3}"
_INSZ_LIKE = re.compile(rf"(?<!\d)(?=(\d(?:{_GAP}\d){{10}})(?!\d))")
_SHORT_INSZ = re.compile(r"[1-9]\d{8,9}")
_PHONE_GAP = r"[.\-/\s()–—]{0,3}"
_PHONE_LIKE = re.compile(
    rf"(?<![\d])(?=((?:(?:\+|00){_PHONE_GAP}3{_PHONE_GAP}2(?:{_PHONE_GAP}\(0\))?|0)(?:{_PHONE_GAP}\d){{8,9}})(?!\d))"
)
_PHONE = re.compile(r"\+32(4[5-9]\d{7}|[1-9]\d{7})")
_BARE_MOBILE = re.compile(r"4[5-9]\d{7}")
_MAIL = re.compile(r"[^@\s,;:<>()\[\]\"']\s?(?:@|\(at\)|\[at\])\s?[^@\s,;:<>()\[\]\"']+\.[A-Za-z]{2,}")
_FULL_DATE = re.compile(r"(?<!\d)(\d{1,2})\s?[./\-\s]\s?(\d{1,2})\s?[./\-\s]\s?((?:19|20)\d{2})(?!\d)")
_ISO_DATE = re.compile(r"(?<!\d)((?:19|20)\d{2})[./\-](\d{1,2})[./\-](\d{1,2})(?!\d)")
_COMPACT_DATE = re.compile(r"(?<!\d)((?:19|20)\d{2})(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])(?!\d)")
_MONTH = "jan|feb|fév|maa|mrt|mar|apr|avr|mei|mai|may|jun|jui|jul|aug|aoû|aou|sep|okt|oct|nov|dec|déc"
_WORD_DATE = re.compile(rf"(?<!\d)(\d{{1,2}})\s+(?:{_MONTH})\w*\.?\s+((?:19|20)\d{{2}})(?!\d)", re.IGNORECASE)
_SHORT_DATE = r"\d{1,2}[./\-\s]\d{1,2}[./\-\s]\d{2}"
_BORN = re.compile(rf"(?:\bgeb\b|\bgeboren\b|°|\bnée?\b|\bborn\b)\D{{0,12}}{_SHORT_DATE}", re.IGNORECASE)
_DIGITS_OF_A_DATE = 4
_DIGITS_OF_A_PHONE = 9


PERSON_NUMBER = re.compile(
    r"(?<!\d)(?:1\d{7}|\d{11})(?!\d)"  # RIZIV number in 8 or 11 digits, national number in 11
    r"|(?<!\d)\d[ .-]\d{5}[ .-]\d{2}[ .-]\d{3}(?!\d)"  # RIZIV number as it is printed
    r"|\d{2}\.\d{2}\.\d{2}-\d{3}\.\d{2}"  # national number as it is printed
    r"|\S@\S+\.\w"  # mail address
)
"""What no text of a release may hold; a delivery may not bring it in a column that comes into the release."""


class Forbidden(StrEnum):
    """Kinds of content that no delivery may hold."""

    NATIONAL_NUMBER = "national_number"
    BIRTH_DATE = "birth_date"
    MAIL = "mail"
    PHONE = "phone"


def strip_separators(text: str) -> str:
    """Text without the dots, dashes, slashes and spaces that identifiers are written with."""
    return _SEPARATORS.sub("", text)


def riziv_check_digits(first_six: str, modulus: int) -> str:
    """Two check digits of a RIZIV number: ``modulus - (first six digits mod modulus)``.

    >>> riziv_check_digits("199998", 97)
    '16'
    >>> riziv_check_digits("199917", 97)
    '97'
    """
    return f"{modulus - int(first_six) % modulus:02d}"


def is_riziv_person(digits: str, moduli: Sequence[int] = RIZIV_MODULI) -> bool:
    """Whether eight digits ``PSSSSSCC`` are a physician's number under one of the allowed moduli."""
    if len(digits) != 8 or not _ascii_digits(digits) or digits[0] != _PHYSICIAN:
        return False
    first_six, check = int(digits[:6]), int(digits[6:])
    return any(check == modulus - first_six % modulus for modulus in moduli)


def is_riziv(digits: str, moduli: Sequence[int] = RIZIV_MODULI) -> bool:
    """Whether eleven digits ``PSSSSSCCQQQ`` are a physician's number; the qualification is judged elsewhere.

    >>> is_riziv("19999816003"), is_riziv("19999676004"), is_riziv("19999817003")
    (True, True, False)
    """
    return len(digits) == 11 and _ascii_digits(digits) and is_riziv_person(digits[:8], moduli)


def is_insz(digits: str) -> bool:
    """Whether eleven digits pass as a national register or BIS number, born before or after 2000.

    About 0.23 % of random numbers of eleven digits pass as well: a hit is a reason to refuse, not a proof.

    >>> is_insz("01010199768"), is_insz("45010299721"), is_insz("45410299809"), is_insz("45210299863")
    (True, True, True, True)
    """
    if len(digits) != _INSZ_LENGTH or not _ascii_digits(digits):
        return False
    month, day, serial, check = int(digits[2:4]), int(digits[4:6]), int(digits[6:9]), int(digits[9:])
    if month % 20 > 12 or month > 52 or day > 31 or not 1 <= serial <= 998:
        return False
    return check in {97 - int(century + digits[:9]) % 97 for century in ("", "2")}


def normalise_phone(text: str) -> str | None:
    """Belgian phone number as ``+32…``, or None where the text is not one.

    >>> normalise_phone("0471/23.45.67"), normalise_phone("+32 (0)9 123 45 67")
    ('+32471234567', '+3291234567')
    """
    digits = re.sub(r"\D", "", text)
    if digits.startswith("0032"):
        digits = digits[4:]
    elif "+" in text and digits.startswith("32"):
        digits = digits[2:]
    elif not digits.startswith("0"):
        return None
    number = "+32" + digits.removeprefix("0")
    return number if _PHONE.fullmatch(number) else None


def holds_insz(text: str) -> bool:
    """Whether a national register or BIS number stands anywhere in the text, however it is punctuated.

    A cell of nine or ten digits is also tried with the zeros that a spreadsheet cuts off.

    >>> holds_insz("tel mevr. 45.01.02-997.21")
    True
    """
    text = plain(text)
    if any(is_insz(re.sub(r"\D", "", found.group(1))) for found in _INSZ_LIKE.finditer(text)):
        return True
    bare = text.strip()
    return bool(_SHORT_INSZ.fullmatch(bare)) and is_insz(bare.zfill(_INSZ_LENGTH))


def holds_phone(text: str) -> bool:
    """Whether a Belgian phone number stands anywhere in the text."""
    return any(normalise_phone(found.group(1)) for found in _PHONE_LIKE.finditer(plain(text)))


def is_bare_mobile(text: str) -> bool:
    """Whether the whole text is a mobile number without its leading zero, as a spreadsheet writes it."""
    return bool(_BARE_MOBILE.fullmatch(text.strip()))


def holds_mail(text: str) -> bool:
    """Whether an e-mail address stands anywhere in the text."""
    return bool(_MAIL.search(plain(text)))


def holds_birth_date(text: str, *, last_year: int) -> bool:
    """Whether a full date that could be a doctor's birth date (1900 to ``last_year``) stands in the text.

    >>> holds_birth_date("geb. 2 januari 1975", last_year=2002)
    True
    >>> holds_birth_date("open sinds 1998", last_year=2002)
    False
    """
    text = plain(text)
    for pattern, order in (
        (_FULL_DATE, "dmy"),
        (_ISO_DATE, "ymd"),
        (_COMPACT_DATE, "ymd"),
        (_WORD_DATE, "dy"),
    ):
        for found in pattern.finditer(text):
            parts = dict(zip(order, map(int, found.groups()), strict=True))
            if 1900 <= parts["y"] <= last_year and 1 <= parts["d"] <= 31 and 1 <= parts.get("m", 1) <= 12:
                return True
    return bool(_BORN.search(text))


def forbidden_content(text: str, *, last_birth_year: int, bare_numbers: bool = True) -> set[Forbidden]:
    """Kinds of forbidden content in one piece of text; empty for harmless text.

    Parameters
    ----------
    text : the cell, header, sheet name or comment.
    last_birth_year : youngest birth year of somebody who may appear; later dates are not birth dates.
    bare_numbers : also read a cell of bare digits as a mobile number without its zero; off for identifiers.
    """
    found: set[Forbidden] = set()
    if ("@" in text or "at" in text or not text.isascii()) and holds_mail(text):
        found.add(Forbidden.MAIL)
    digits = sum(map(str.isdigit, text))
    if digits < _DIGITS_OF_A_DATE:
        return found
    if digits >= _DIGITS_OF_A_PHONE:
        if holds_insz(text):
            found.add(Forbidden.NATIONAL_NUMBER)
            text = _without_insz(plain(text))  # a part of a national number is not reported as a phone as well
        if holds_phone(text) or (bare_numbers and is_bare_mobile(text)):
            found.add(Forbidden.PHONE)
    if holds_birth_date(text, last_year=last_birth_year):
        found.add(Forbidden.BIRTH_DATE)
    return found


def plain(text: str) -> str:
    """Text with look-alike characters made plain and invisible ones dropped, so that they hide nothing."""
    if text.isascii():
        return text
    return "".join(map(_plain_character, unicodedata.normalize("NFKC", text)))


def _without_insz(text: str) -> str:
    for found in _INSZ_LIKE.findall(text):
        if is_insz(re.sub(r"\D", "", found)):
            text = text.replace(found, " ")
    return text


def _plain_character(character: str) -> str:
    if character.isdecimal():
        return str(unicodedata.decimal(character))
    category = unicodedata.category(character)
    return "" if category == "Cf" else " " if category == "Zs" else character


def _ascii_digits(text: str) -> bool:
    return text.isascii() and text.isdigit()


_SENSITIVE_HEADER = re.compile(
    r"geslacht|gender|\bsex|insz|niss|rijksregister|geboortedat|birth_?date|date_?of_?birth|e-?mail|telefoon|phone|"
    r"\bgsm\b|voornaam|achternaam|familienaam|surname|first_?name|last_?name",
    re.IGNORECASE,
)


def is_sensitive_header(header: str) -> bool:
    """Whether a column name announces what no delivery may hold (sex, birth date, names, mail, national number)."""
    return bool(_SENSITIVE_HEADER.search(header))
