"""The figures of the capacity screen: what is drawn where, and that nothing withheld becomes a mark."""

import math
import re
from urllib.parse import unquote

import pytest

from geo.figures.bar import BAR
from geo.figures.capacity import Mark, bar_beside, gaps, lanes, place, ticks_of

NAN = math.nan
ENDS = (80.0, 120.0)


def drawing(markup: str) -> str:
    """Give the SVG text of a picture."""
    return unquote(markup.split('src="data:image/svg+xml,')[1].rstrip('">'))


def marks_of(markup: str) -> list[float]:
    """Give where the marks of a figure stand, in percent of its width."""
    return [float(x) for x in re.findall(r"<svg x='([\d.]+)%'", drawing(markup))]


def test_each_ruler_stands_where_its_index_is() -> None:
    marks = {"D01": Mark(ruler="D01", value=92.0), "D02": Mark(ruler="D02", value=104.0, lower=101.0, upper=107.0)}
    markup = lanes(marks, ends=ENDS, middle=100.0, lane=40, described="x")
    assert marks_of(markup) == [place(92.0, ENDS), place(104.0, ENDS)]
    assert f"x1='{place(101.0, ENDS)}%' x2='{place(107.0, ENDS)}%'" in drawing(markup)


def test_a_ruler_that_is_not_shown_is_a_hatched_lane_and_never_a_mark() -> None:
    marks = {"D01": Mark(ruler="D01", value=92.0), "D08": None, "D02": Mark(ruler="D02", value=95.0)}
    text = lanes(marks, ends=ENDS, middle=100.0, lane=40, described="x")
    assert len(marks_of(text)) == 2
    assert drawing(text).count("fill='url(#h)'") == 1
    assert "stroke-dasharray" in drawing(text)  # the line jumps over the lane
    whole = lanes({**marks, "D08": Mark(ruler="D08", value=93.0)}, ends=ENDS, middle=100.0, lane=40, described="x")
    assert "url(#h)" not in drawing(whole)
    assert "stroke-dasharray" not in drawing(whole)


def test_differences_that_can_be_chance_lose_their_colour() -> None:
    marks = [Mark(ruler="D01", value=0.0), Mark(ruler="D02", value=5.0, lower=2.0, upper=8.0)]
    clear, unclear = (drawing(gaps(marks, ends=(-10, 10), clear=is_clear, described="x")) for is_clear in (True, False))
    assert "#0b6e75" in clear
    assert "#0b6e75" not in unclear
    assert marks_of(gaps(marks, ends=(-10, 10), clear=True, described="x"))[-1] == 50.0


def test_a_bar_starts_at_zero_and_ends_at_its_value() -> None:
    text = drawing(bar_beside(25.0, 20.0, 31.0, flanders=40.0, most=50.0, described="x"))
    assert "x='0' y='6' width='50.0%'" in text
    assert "x1='40.0%' x2='62.0%'" in text
    assert "x1='80.0%' x2='80.0%'" in text


def test_a_withheld_bar_is_hatched_and_has_no_length() -> None:
    text = drawing(bar_beside(NAN, NAN, NAN, flanders=40.0, most=100.0, described="x", hidden=True))
    assert "url(#h)" in text
    assert BAR not in text
    bare = drawing(bar_beside(NAN, NAN, NAN, flanders=NAN, most=100.0, described="x"))
    assert "fill='url(#h)'" not in bare
    assert BAR not in bare


@pytest.mark.parametrize(
    ("ends", "expected"), [((80, 120), [80, 90, 100, 110, 120]), ((-25, 25), [-20, -10, 0, 10, 20])]
)
def test_ticks_are_round(ends: tuple[float, float], expected: list[float]) -> None:
    assert ticks_of(ends) == expected
