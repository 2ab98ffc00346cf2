"""Laws of identifiers: what is made valid is found, wherever it stands and however it is punctuated."""

from hypothesis import given
from hypothesis import strategies as st

from data.identifiers import (
    holds_insz,
    holds_phone,
    is_insz,
    is_riziv_person,
    normalise_phone,
    riziv_check_digits,
)

marks = st.sampled_from(["", ".", "-", " ", "/", " - "])
words = st.text(alphabet="abcdefgh ,;:()", max_size=12)


@st.composite
def national_numbers(draw: st.DrawFn) -> str:
    month = draw(st.sampled_from([0, *range(1, 13), *range(20, 33), *range(40, 53)]))
    nine = f"{draw(st.integers(0, 99)):02d}{month:02d}{draw(st.integers(0, 31)):02d}{draw(st.integers(1, 998)):03d}"
    century = draw(st.sampled_from(["", "2"]))
    return nine + f"{97 - int(century + nine) % 97:02d}"


@given(number=national_numbers(), before=words, after=words, gaps=st.lists(marks, min_size=10, max_size=10))
def test_national_number_is_found_in_any_text(number: str, before: str, after: str, gaps: list[str]) -> None:
    written = number[0] + "".join(gap + digit for gap, digit in zip(gaps, number[1:], strict=True))
    assert is_insz(number)
    assert holds_insz(before + written + after)


@given(serial=st.integers(0, 99_999), modulus=st.sampled_from([97, 89]))
def test_a_person_is_valid_under_the_modulus_it_was_made_with(serial: int, modulus: int) -> None:
    first_six = f"1{serial:05d}"
    assert is_riziv_person(first_six + riziv_check_digits(first_six, modulus), moduli=(modulus,))


@given(serial=st.integers(0, 99_999), place=st.integers(1, 5), change=st.integers(1, 9))
def test_one_wrong_digit_spoils_a_riziv_number(serial: int, place: int, change: int) -> None:
    first_six = f"1{serial:05d}"
    check = riziv_check_digits(first_six, 97)
    wrong = first_six[:place] + str((int(first_six[place]) + change) % 10) + first_six[place + 1 :]
    assert not is_riziv_person(wrong + check, moduli=(97,))


@given(rest=st.integers(0, 9_999_999), first=st.sampled_from("56789"), gaps=st.lists(marks, min_size=9, max_size=9))
def test_mobile_number_is_found_however_it_is_grouped(rest: int, first: str, gaps: list[str]) -> None:
    number = f"04{first}{rest:07d}"
    written = number[0] + "".join(gap + digit for gap, digit in zip(gaps, number[1:], strict=True))
    assert normalise_phone(written) == "+32" + number[1:]
    assert holds_phone("bel " + written)
