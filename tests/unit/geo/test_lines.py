"""Lines over the years as data: gaps stay gaps, breaks stop the line, names are readable."""

import math
import re
from html import escape
from urllib.parse import unquote

import pytest

from geo.figures.chart import Key, KeyItem, Sign, Tick
from geo.figures.lines import OTHERS, Line, Lines, Shade, markup
from geo.figures.lines import drawing as lines_drawing
from geo.figures.palette import ACCENT, INK, NOT_YET
from geo.figures.panels import Panel, Panels, stamp
from geo.figures.panels import drawing as panels_drawing
from geo.figures.panels import markup as panels_markup
from geo.figures.scale import Scale, scale_for
from tests.unit.geo.both import same_images, seen, words, written

NAN = math.nan
SCALE = Scale(low=0.0, high=100.0, ticks=(0.0, 50.0, 100.0))
YEARS = [("2024", "IMA 2022"), ("2025", "IMA 2023"), ("2026", "IMA 2024")]


def line(*values: float, hidden: tuple[bool, ...] = (False, False, False), strong: bool = True) -> Line:
    return Line(
        label="Zone <A>",
        note="60 % (+9)",
        values=values,
        lower=[value - 5 for value in values],
        upper=[value + 5 for value in values],
        hidden=hidden,
        texts=[f"{value:g} %" for value in values],
        colour=ACCENT,
        strong=strong,
    )


def described(*lines: Line, **more: object) -> Lines:
    return Lines(
        lines=lines,
        years=tuple(YEARS),
        scale=SCALE,
        ticks=tuple(Tick(value=value, text=f"{value:g} %") for value in SCALE.ticks),
        described="zegt alles",
        key=Key(items=(KeyItem(sign=Sign.INTERVAL, text="interval"), KeyItem(sign=Sign.HATCHED, text="niet getoond"))),
        **more,  # type: ignore[arg-type]
    )


def drawn(*lines: Line, **more: object) -> tuple[str, str]:
    """Give the marks and the words of a chart."""
    shown = markup(described(*lines, **more))
    return unquote(shown.split('src="')[1].split('"')[0]), shown


def joints(marks: str) -> int:
    """Count the strokes between two years."""
    return len(re.findall(r"stroke-width='2.6'", marks))


def test_lines_show_the_same_on_screen_and_as_a_file() -> None:
    lines = line(51, NAN, 60, hidden=(False, True, False)), line(40, 45, NAN, strong=False)
    chart = described(*lines, breaks=((1, "breuk a"),), interrupted=(1,))
    shown, drawing = markup(chart), lines_drawing(chart)
    assert seen(shown) == written(drawing)
    kinds = r"<(circle|rect|line) "
    marks = unquote(shown.split('src="')[1].split('"')[0])
    inside = "".join(drawing.parts)
    inside = inside[inside.index("<svg") :]
    assert re.findall(kinds, marks) == re.findall(kinds, inside)[: len(re.findall(kinds, marks))]
    assert re.findall(r"cx='([\d.]+)%'", marks) == re.findall(r"cx='([\d.]+)%'", inside)
    heights = [[float(y) for y in re.findall(r"cy='([\d.]+)' r='4.6'", text)] for text in (marks, inside)]
    assert [y / 330 for y in heights[0]] == pytest.approx([y / 430 for y in heights[1]], abs=0.05)
    colours = [re.findall(r"fill='(#\w+)' stroke='#fff'", text) for text in (marks, inside)]
    assert colours[0] == colours[1] == [ACCENT] * 4


def test_panels_show_the_same_on_screen_and_as_a_file() -> None:
    def one(i: int, **more: bool) -> Panel:
        image = stamp(line(20, 30 + i, 80), reference=[50, 50, 50], scale=SCALE, described=f"zegt {i}")
        return Panel(area=f"a{i}", name=f"Zone <{i}>", marks=image, under=f"2{i} % → 80 %", change=f"+{i}", **more)

    chart = Panels(
        panels=(one(1), one(2, own=True), one(3, sure=True)),
        key=described(line(1, 2, 3)).key,
        scale="van 0 tot 100",
        empty="Zonder cijfer: Zone 4.",
        described="d",
    )
    shown, drawing = panels_markup(chart, lambda panel: f"<a>{escape(panel.name)}</a>"), panels_drawing(chart)
    assert seen(shown) == sorted(written(drawing) + words([chart.scale, chart.empty]))  # those stand in its notes
    assert same_images(shown, drawing) == 3


def test_a_line_has_a_point_and_an_interval_per_year() -> None:
    marks, markup = drawn(line(51, 52, 60))
    assert marks.count("<circle") == 3
    assert marks.count("stroke-opacity='0.26'") == 3
    assert joints(marks) == 2
    assert 'alt="zegt alles"' in markup
    for word in ("51 %", "60 % (+9)", "2024", "IMA 2022", "50 %", "Zone &lt;A&gt;"):
        assert word in markup
    assert "<A>" not in markup


def test_a_withheld_year_leaves_a_gap_with_a_hatch() -> None:
    marks, _markup = drawn(line(51, NAN, 60, hidden=(False, True, False)))
    assert joints(marks) == 0
    assert marks.count("<rect") == 1
    assert marks.count("<circle") == 2


def test_a_year_without_data_has_another_sign_than_a_withheld_one() -> None:
    marks, _markup = drawn(line(51, NAN, 60))
    assert "<rect" not in marks
    assert marks.count("<circle") == 3
    assert marks.count("fill='#fff' stroke=") == 1


def test_a_break_is_named_and_stops_the_line() -> None:
    marks, markup = drawn(line(51, 52, 60), breaks=((1, "breuk a"),), interrupted=(1,))
    assert joints(marks) == 1
    assert "stroke-dasharray" in marks
    assert "breuk a" in markup
    assert joints(drawn(line(51, 52, 60), breaks=((1, "fusie"),))[0]) == 2


def test_a_higher_value_stands_higher() -> None:
    marks, _markup = drawn(line(10, 50, 90))
    heights = [float(found) for found in re.findall(r"<circle cx='[\d.]+%' cy='([\d.]+)'", marks)]
    assert heights == sorted(heights, reverse=True)
    assert heights[0] - heights[1] == pytest.approx(heights[1] - heights[2], abs=0.2)


def test_a_panel_keeps_its_gaps_and_its_scale() -> None:
    text = unquote(
        stamp(line(20, NAN, 80, hidden=(False, True, False)), reference=[50, 50, 50], scale=SCALE, described="zegt")
    )
    assert "l10 -10" in text
    assert "d=''" in text  # nothing joins the two years
    assert text.count("h0") == 2
    low, high = re.findall(r"M[\d.]+ ([\d.]+)h0", text)
    assert float(low) > float(high)


def test_an_axis_is_not_narrower_than_asked_and_stops_at_its_end() -> None:
    scale = scale_for([64.0, 65.0], least=20)
    assert scale.high - scale.low >= 20
    assert scale_for([95.0, 99.0], least=20, most=100).high == 100
    assert scale_for([1.0, 2.0], least=20).low == 0
    assert scale_for([NAN], least=1).ticks == ()


@pytest.mark.parametrize("colour", [ACCENT, INK, *OTHERS])
def test_names_in_the_colour_of_their_line_can_be_read(colour: str) -> None:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    light = sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))
    assert 1.05 / (light + 0.05) >= 4.5


def test_a_stretch_of_time_stands_where_its_days_are_and_is_cut_off_at_the_years() -> None:
    chart = described(line(50, 55, 60))
    step = chart.places[1] - chart.places[0]
    inside = Shade(begin=0.5, end=1.0, mark="2")
    before = Shade(begin=-3.0, end=0.5, mark="1")
    gone = Shade(begin=-4.0, end=-3.0, mark="0")
    late = Shade(begin=99.0, end=100.0, mark="9")
    marked = described(line(50, 55, 60), shades=(gone, before, inside, late))
    shaded = marked.shaded()
    assert [mark for _begin, _end, mark in shaded] == ["", "2", "← 1"]
    assert shaded[1][0] == pytest.approx(chart.places[0] + step / 2)
    assert shaded[1][1] == pytest.approx(chart.places[1])
    assert shaded[0][1] == pytest.approx(chart.places[0] + step / 2)
    assert 0 <= shaded[0][0] < chart.places[0]
    on_screen, in_file = markup(marked), "".join(lines_drawing(marked).parts)
    for mark in ("2", "← 1"):
        assert f">{mark}<" in on_screen
        assert f">{mark}<" in in_file
    assert ">9<" not in on_screen
    assert unquote(on_screen).count(NOT_YET) >= 2
