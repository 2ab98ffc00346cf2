"""The page says how often the intervals hold the truth: measured again, and within what may be called 95 %."""

import re
from pathlib import Path

import pytest

from tests.unit.aggregation.coverage import (
    COUNTRY,
    MEANS,
    SHARES,
    contacts,
    hours,
    mean_coverage,
    mean_table,
    share_coverage,
    share_table,
    silent_table,
    weighted_table,
)

PAGE = (Path(__file__).resolve().parents[3] / "docs" / "methods" / "estimates.md").read_text(encoding="utf-8")
_NUMBER = re.compile(r"[-+]?\d+(?:\.\d+)?")


@pytest.mark.parametrize(("frame", "answered"), SHARES)
def test_share_intervals_hold_the_truth_nineteen_times_in_twenty_on_average(frame: int, answered: int) -> None:
    found = share_coverage(frame, answered)
    assert 94.5 <= found.held <= 98.5
    assert found.lowest >= 85


@pytest.mark.parametrize(("frame", "answered"), MEANS)
def test_mean_intervals_hold_the_truth_also_from_four_answers_and_for_skew_numbers(frame: int, answered: int) -> None:
    assert 93.5 <= mean_coverage(hours, frame, answered).held <= 97
    assert 91 <= mean_coverage(contacts, frame, answered).held <= 97


def test_the_exact_table_stands_on_the_page() -> None:
    assert share_table() in PAGE


def test_the_drawn_tables_stand_on_the_page() -> None:
    """Another processor may move one sample in thousands: the words are the same, the numbers nearly."""
    for table in (mean_table(), silent_table(), weighted_table(COUNTRY)):
        lines = table.splitlines()
        start = PAGE.index(lines[0])
        written = PAGE[start:].splitlines()[: len(lines)]
        for new, old in zip(lines, written, strict=True):
            assert _NUMBER.sub("n", new) == _NUMBER.sub("n", old)
            for found, said in zip(_NUMBER.findall(new), _NUMBER.findall(old), strict=True):
                assert abs(float(found) - float(said)) <= 2.6, (new, old)  # two of eighty countries
