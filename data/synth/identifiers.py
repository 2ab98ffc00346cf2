"""Fictitious RIZIV numbers with valid check digits, generated and never looked up.

Layout ``P-SSSSS-CC-QQQ``: profession digit (1 = physician), serial, check digits over the first six, qualification.
Serials are drawn from the top down (9xxxx first). Physicians who start from 2019 on may have check digits under
modulo 89, so two people can share six digits; eight digits tell them apart.
"""

from dataclasses import dataclass, field

import numpy as np

from data.synth.arrays import Bools, Ints, Texts, stream

PHYSICIAN, INSTITUTION = 1, 8
MODULUS, NEW_MODULUS = 97, 89
SERIALS = 100_000
_BLOCK = 10_000


def check_digits(first_six: Ints, modulus: int) -> Ints:
    """Check digits ``modulus - (n mod modulus)``; a remainder of 0 gives the modulus itself.

    >>> check_digits(np.array([199998, 199901, 199917]), 97).tolist()
    [16, 16, 97]
    >>> check_digits(np.array([199996]), 89).tolist()
    [76]
    """
    return modulus - first_six % modulus


def eight_digits(first_six: Ints, check: Ints) -> Texts:
    """Write the key of a person or institution as text: first six digits and check digits."""
    return (first_six * 100 + check).astype("U8").astype(object)


def practice_numbers(practice: Ints) -> Texts:
    """Give the grouping or centre number (eight digits) of the practices with these row numbers."""
    if len(practice) and int(practice.max()) >= SERIALS:
        raise ValueError(f"expected at most {SERIALS} practices, found more; choose a smaller scale")
    first_six = INSTITUTION * SERIALS + (SERIALS - 1 - practice)
    return eight_digits(first_six, check_digits(first_six, MODULUS))


@dataclass
class NumberBook:
    """Hands out eight-digit keys of persons, each once; the same seed hands out the same keys."""

    seed: int
    _orders: dict[int, Ints] = field(default_factory=dict)
    _used: dict[int, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Lay out the order of the serials under each modulus."""
        for modulus in (MODULUS, NEW_MODULUS):
            rng = stream(self.seed, "serials", modulus)
            starts = range(SERIALS - _BLOCK, -1, -_BLOCK)
            order = np.concatenate([start + rng.permutation(_BLOCK) for start in starts]).astype(np.int64)
            six = PHYSICIAN * SERIALS + order
            if modulus == NEW_MODULUS:  # where both moduli agree the number would belong to two people
                order = order[check_digits(six, MODULUS) != check_digits(six, NEW_MODULUS)]
            self._orders[modulus] = order
            self._used[modulus] = 0

    def take(self, new_style: Bools) -> Texts:
        """One key per element, under modulo 89 where ``new_style``, else under modulo 97.

        Raises
        ------
        ValueError : more people than there are serials; choose a smaller scale.
        """
        keys = np.empty(len(new_style), dtype=object)
        for modulus, where in ((MODULUS, ~new_style), (NEW_MODULUS, new_style)):
            start, count = self._used[modulus], int(where.sum())
            order = self._orders[modulus]
            if start + count > len(order):
                raise ValueError(f"expected at most {len(order)} people, found more; choose a smaller scale")
            six = PHYSICIAN * SERIALS + order[start : start + count]
            keys[where] = eight_digits(six, check_digits(six, modulus))
            self._used[modulus] = start + count
        return keys


def punctuate(numbers: Texts, mark: str) -> Texts:
    """Eleven-digit numbers as people write them, e.g. ``1-99998-16-003`` with mark ``-``."""
    return np.array([f"{n[0]}{mark}{n[1:6]}{mark}{n[6:8]}{mark}{n[8:]}" for n in numbers], dtype=object)
