"""Identifiers: the worked examples, and what hides them or looks like them."""

import pytest

from data.identifiers import (
    Forbidden,
    forbidden_content,
    holds_birth_date,
    holds_insz,
    holds_mail,
    holds_phone,
    is_insz,
    is_riziv,
    is_riziv_person,
    normalise_phone,
    riziv_check_digits,
)


@pytest.mark.parametrize("number", ["1-99998-16-003", "1-99996-76-004", "1-99901-16-005", "1-99917-97-003"])
def test_worked_riziv_numbers_are_valid(number: str) -> None:
    assert is_riziv(number.replace("-", ""))


def test_wrong_check_digits_are_no_riziv() -> None:
    assert not is_riziv("19999817003")


def test_second_modulus_is_a_setting() -> None:
    assert is_riziv("19999676004", moduli=(97, 89))
    assert not is_riziv("19999676004", moduli=(97,))


def test_check_digits_are_never_zero() -> None:
    assert riziv_check_digits("199917", 97) == "97"


@pytest.mark.parametrize("digits", ["", "199998", "29999816", "199998167", "1999981x", "١٩٩٩٩٨١٦"])
def test_what_is_no_person(digits: str) -> None:
    assert not is_riziv_person(digits)


@pytest.mark.parametrize("number", ["01.01.01-997.68", "45.01.02-997.21", "45.41.02-998.09", "45.21.02-998.63"])
def test_worked_national_numbers_are_found(number: str) -> None:
    assert is_insz(number.replace(".", "").replace("-", ""))
    assert holds_insz(number)


@pytest.mark.parametrize(
    ("digits", "why"),
    [
        ("45010299722", "check digits"),
        ("45130299721", "month 13"),
        ("45013299721", "day 32"),
        ("45010200097", "serial 000"),
        ("45010299999", "serial 999"),
        ("4501029972", "ten digits"),
    ],
)
def test_what_is_no_national_number(digits: str, why: str) -> None:
    assert not is_insz(digits), why


@pytest.mark.parametrize(
    "text",
    [
        "tel mevr. 45.01.02-997.21",
        "45010299721",
        "45 01 02 / 997 21",
        "nr:45010299721;",
        "bus 12 45.01.02-997.21",
        "x45010299721y",
        "４５.01.02-997.21",
        "45.01.02\u200b-997.21",
        "45\u00a001\u00a002\u00a0997\u00a021",
        "٤٥٠١٠٢٩٩٧٢١",
        "45–01–02–997–21",
        "1010199768",
    ],
)
def test_national_number_is_found_however_it_is_written(text: str) -> None:
    assert holds_insz(text)


@pytest.mark.parametrize("text", ["", "Dorpsstraat 12-14", "1945-1955", "145010299721", "450102997210", "0999.999.922"])
def test_harmless_numbers_are_left_alone(text: str) -> None:
    assert not holds_insz(text)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("0471 23 45 67", "+32471234567"),
        ("0471/23.45.67", "+32471234567"),
        ("+32 471 23 45 67", "+32471234567"),
        ("0032 9 123 45 67", "+3291234567"),
        ("+32 (0)9 123 45 67", "+3291234567"),
        ("02-123 45 67", "+3221234567"),
    ],
)
def test_phones_are_normalised_and_found_in_text(text: str, number: str) -> None:
    assert normalise_phone(text) == number
    assert holds_phone(f"bel {text} na 17 u")


@pytest.mark.parametrize("text", ["0999.999.922", "0441 23 45 67", "012", "Kerkstraat 01", "9000 Gent"])
def test_what_is_no_phone(text: str) -> None:
    assert normalise_phone(text) is None
    assert not holds_phone(text)


@pytest.mark.parametrize(
    "text", ["jan@example.be", "mail naar jan.de@sub.example.be!", "jan (at) example.be", "jan＠example.be"]
)
def test_mail_is_found(text: str) -> None:
    assert holds_mail(text)


@pytest.mark.parametrize("text", ["@home", "vijf @ zes", "Praktijk at home"])
def test_what_is_no_mail(text: str) -> None:
    assert not holds_mail(text)


@pytest.mark.parametrize("text", ["12/03/1975", "1975-03-12", "12 maart 1975", "19750312", "geb. 02/01/45", "°2-1-75"])
def test_birth_date_is_found(text: str) -> None:
    assert holds_birth_date(text, last_year=2006)


@pytest.mark.parametrize("text", ["sinds 1975", "12/03/2024", "1940-1945", "10/12", "40/03/1975"])
def test_what_is_no_birth_date(text: str) -> None:
    assert not holds_birth_date(text, last_year=2006)


def test_a_national_number_is_not_a_phone_as_well() -> None:
    assert forbidden_content("45.01.02-997.21", last_birth_year=2006) == {Forbidden.NATIONAL_NUMBER}
    both = forbidden_content("45.01.02-997.21 of 0471 23 45 67", last_birth_year=2006)
    assert both == {Forbidden.NATIONAL_NUMBER, Forbidden.PHONE}


def test_bare_mobile_number_counts_in_text_but_not_in_a_code() -> None:
    assert forbidden_content("471234567", last_birth_year=2006) == {Forbidden.PHONE}
    assert forbidden_content("471234567", last_birth_year=2006, bare_numbers=False) == set()
