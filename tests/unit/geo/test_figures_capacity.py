"""The figures of the capacity screen: what is drawn where, and that nothing withheld becomes a mark."""

import math
import re
from urllib.parse import unquote

import pytest

from geo.figures import bar_blocks
from geo.figures import gaps as gap_rows
from geo.figures.bar import BAR
from geo.figures.capacity import Mark, bar_beside, gaps, lanes, place, ticks_of
from geo.figures.chart import Tick
from geo.figures.ruler_cards import (
    LANE,
    Card,
    Lane,
    Lanes,
    cards_drawing,
    cards_markup,
    lanes_drawing,
    lanes_markup,
)
from tests.unit.geo.both import same_images, seen, written

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


TICKS = tuple(Tick(value=value, text=f"{value:g}") for value in (80.0, 100.0, 120.0))


def test_differences_show_the_same_on_screen_and_as_a_file() -> None:
    def row(i: int, **more: object) -> gap_rows.Gap:
        marks = gaps(
            [Mark(ruler="D01", value=0.0), Mark(ruler="D02", value=i)], ends=(-10, 10), clear=True, described="x"
        )
        plain: dict[str, object] = {"area": f"a{i}", "name": f"Zone <{i}>", "first": f"10{i}", "apart": f"≥ {i}"}
        return gap_rows.Gap(**{**plain, "marks": marks, "doubt": "", "few": "", **more})  # type: ignore[arg-type]

    chart = gap_rows.Gaps(
        rows=(row(3), row(2, doubt="kan toeval zijn", few="3 van 4"), row(1, few="2 van 4", own=True)),
        rulers=(("D01", "Geteld"), ("D02", "Voltijds & meer")),
        ticks=tuple(Tick(value=value, text=f"{value:+g}") for value in (-10.0, 0.0, 10.0)),
        ends=(-10.0, 10.0),
        heads=("Gebied", "Index", "Verschil"),
        sides=("minder", "meer"),
        alone="Van 2 zones alleen.",
    )
    screen, drawing = (
        gap_rows.markup(chart, lambda each: f"<a>Zone &lt;{each.area[1:]}&gt;</a>"),
        gap_rows.drawing(chart),
    )
    last = screen.replace("<i>, </i>", ", ").replace(chart.alone, "")  # who stands alone is told in the notes
    assert seen(last) == written(drawing)
    assert same_images(screen, drawing) == 5
    assert screen.count("zc-gap-own") == 1
    assert "".join(drawing.parts).count('fill="#e3f0f0"') == 1


def test_rulers_as_cards_and_lanes_show_the_same_on_screen_and_as_a_file() -> None:
    cards = (
        Card(ruler="D01", title="Geteld", value="9,2", known=True, lines=("per 10.000", "", "volledig"),
             beside=("Vlaanderen 8,9", "hoger"), text="Alle artsen <op> de lijst."),
        Card(title="Zorg", value="niet getoond", known=False, lines=("per inwoner",), text="Contacten."),
    )  # fmt: skip
    assert seen(cards_markup(cards)) == written(cards_drawing(cards))
    assert same_images(cards_markup(cards), cards_drawing(cards)) == 1
    marks = {"D01": Mark(ruler="D01", value=92.0), "D09": None}
    chart = Lanes(
        title="Maat per maat",
        lead="Index: Vlaanderen = 100.",
        lanes=(
            Lane(ruler="D01", title="Geteld", index="92", interval="(90–94)", known=True),
            Lane(ruler="D09", title="Zorg & meer", index="niet getoond", interval="", known=False),
        ),
        marks=lanes(marks, ends=ENDS, middle=100.0, lane=LANE, described="x"),
        ticks=TICKS,
        ends=ENDS,
        middle=100.0,
    )
    assert seen(lanes_markup(chart)) == written(lanes_drawing(chart))
    assert marks_of(lanes_markup(chart).split("<div>")[1]) == [place(92.0, ENDS)]
    assert f'x="{170 + place(100.0, ENDS) / 100 * 800:.1f}"' in "".join(lanes_drawing(chart).parts)


def test_bars_show_the_same_on_screen_and_as_a_file() -> None:
    def bar(i: int, **more: object) -> bar_blocks.ShareBar:
        marks = bar_beside(20.0 + i, 10.0, 40.0, flanders=50.0, most=100.0, described="x")
        plain: dict[str, object] = {"label": f"Antwoord <{i}>", "value": f"2{i} %", "known": True, "withheld": False}
        rest = {"interval": "10–40 %", "low": "", "beside": "Vlaanderen 50 %"}
        return bar_blocks.ShareBar(**{**plain, **rest, "marks": marks, **more})  # type: ignore[arg-type]

    hidden = bar(3, value="niet getoond", known=False, withheld=True, interval="", low="weinig", beside="", label="")
    blocks = (
        bar_blocks.Block(
            name="A10", code="x", title="Leeftijd & meer", based="% · 3 van 4", bars=(bar(1, strong=True), bar(2)),
            hidden="Apart niet getoond.",
        ),
        bar_blocks.Block(name="D06", code="y", title="Uitstroom", based="% van de VTE", bars=(hidden,), hidden=""),
    )  # fmt: skip
    section = bar_blocks.Section(title="De artsen", lead="De streep is Vlaanderen.", blocks=blocks)
    screen = bar_blocks.markup(section, lambda block: f"<a>{block.title.replace('&', '&amp;')}</a>")
    drawing = bar_blocks.drawing([section])
    assert seen(screen) == written(drawing)
    assert same_images(screen, drawing) == 3
    assert "Antwoord" in seen(screen)
