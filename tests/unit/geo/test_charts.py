"""Every chart drawn both ways from its one description: the same marks, in the same order, with the same words."""

import io
import math
import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from html import unescape
from pathlib import Path
from xml.etree import ElementTree

import plotly.graph_objects as go
import pytest
from PIL import Image

from geo import figures as charts
from geo.figures import on_page, on_plotly, on_svg
from geo.figures.chart import Axis, Bars, Chart, Key, KeyItem, Line, Marked, Point, Sign, Tick, name_sides
from geo.figures.funnel import FunnelCurves, FunnelWords, describe_funnel
from geo.figures.palette import ACCENT, INK, INTERVAL, PAPER, QUIET, Tone
from geo.figures.poster import Poster, frame
from geo.figures.ranking import MOST_NAMED, Ranked, RankingWords, describe_ranking
from geo.figures.scatter import Pair, ScatterWords, describe_scatter
from pages.figures.png import ZOOM, rasterise

NAN = math.nan
SVG = "{http://www.w3.org/2000/svg}"
TONES = (Tone.WORSE, Tone.PALE, Tone.BETTER, Tone.OPEN, Tone.CLEAR)
KEY = Key(
    title="Verschil met Vlaanderen:",
    items=(
        KeyItem(fill=Tone.WORSE.value, text="3 hoger & slechter"),
        KeyItem(fill=Tone.PALE.value, text="4 <geen>"),
        KeyItem(sign=Sign.RING, text="vergelijkbaar"),
    ),
)


def percent(value: float) -> str:
    return f"{value:g} %"


def mark(i: int, **more: bool) -> Marked:
    return Marked(area=f"a{i}", name=f"Gebied & <{i}>", tone=TONES[i % 5], hover="x", **more)


def ranking(size: int, *, chances: bool = True, lines: int = 2) -> Chart:
    rows = [
        Ranked(
            mark=mark(i, chosen=i == 2, named=i in (0, 5), ringed=i == 3),
            value=60 - 37 * i / size,
            lower=NAN if i == 1 else 50 - 37 * i / size,
            upper=NAN if i == 1 else 69 - 37 * i / size,
            chance=100 - 100 * i / (size - 1) if chances else NAN,
        )
        for i in range(size)
    ]
    words = RankingWords(unit="% van", chance="Kans op\nslechtste", described="d", percent=percent)
    return describe_ranking(rows, [(45.0, "Vlaanderen"), (41.0, "buren")][:lines], words, percent, KEY)


def funnel(most: float) -> Chart:
    curves = FunnelCurves(
        answers=[4, most / 2, most],
        inner=([30, 42, 45], [70, 58, 55]),
        outer=([20, 38, 42], [80, 62, 58]),
        target=50,
    )
    words = FunnelWords(
        x="Antwoorden", y="% van", target="Vlaanderen\n50 %", inner="95 %", outer="99,8 %", described="d"
    )
    areas = [mark(i, chosen=i == 4, named=i in (0, 2)) for i in range(7)]
    answers = [4 + most * i / 8 for i in range(7)]
    values = [72.0, 48.0, 31.0, 50.0, 66.0, 52.0, 47.0]
    return describe_funnel(areas, answers, values, curves, words, ("{:g}".format, percent), KEY)


def scatter(*, benchmark: tuple[float | None, float | None] = (4.0, 50.0)) -> Chart:
    pairs = [
        Pair(
            mark=mark(i, chosen=i == 3, named=i in (0, 6)),
            x=1.5 * i,
            y=40 + 7 * ((i * 5) % 8),
            x_ends=None if i == 0 else (1.5 * i - 1, 1.5 * i + 1),
            y_ends=(33 + 7 * ((i * 5) % 8), 44 + 7 * ((i * 5) % 8)),
        )
        for i in range(8)
    ]
    words = ScatterWords(x="per 10.000", y="% van", benchmark="Vlaanderen", described="d")
    return describe_scatter(pairs, benchmark, words, ("{:g}".format, percent))


def new_chart() -> Chart:
    """Describe a chart that the product does not have, as the recipe of CONTRIBUTING says."""
    points = tuple(
        Point(mark=mark(i, named=i == 1), x=10.0 * i, y=float(i * i), upward=(i * i - 2.0, i * i + 2.0))
        for i in range(4)
    )
    days = tuple(Tick(value=value, text=f"{value} d") for value in (0, 20))
    upward = Axis(title="antwoorden", low=-3, high=12, ticks=(Tick(value=0, text="nul"), Tick(value=10, text="tien")))
    return Chart(
        across=Axis(title="dagen", low=-5, high=35, ticks=days),
        upward=upward,
        points=points,
        lines=(Line(value=5.0, label="norm", upright=False),),
        labels=name_sides(points, [(0.1, 0.8), (0.4, 0.7), (0.6, 0.5), (0.9, 0.2)], tall=440, middle=0.5),
        key=KEY,
        described="Vier gebieden.",
    )


CHARTS: dict[str, Callable[[], Chart]] = {
    "ranking": lambda: ranking(12),
    "a ranking of everybody counted": lambda: ranking(7, chances=False, lines=1),
    "a ranking on a tight sheet": lambda: ranking(60),
    "a ranking along the foot": lambda: ranking(MOST_NAMED + 1),
    "a ranking along the foot without chances": lambda: ranking(MOST_NAMED + 20, chances=False),
    "funnel": lambda: funnel(60),
    "a wide funnel": lambda: funnel(900),
    "scatter": lambda: scatter(),
    "a scatter without a benchmark": lambda: scatter(benchmark=(None, 50.0)),
    "a new chart": new_chart,
}


@dataclass
class Seen:
    """What a drawing shows: a list of marks and of other things, all places in the units of the drawing."""

    marks: list[tuple[float, float, str, str]]
    """Place, fill and rim."""
    sizes: list[float]
    intervals: list[tuple[float, float, float, float]]
    lines: list[tuple[float, float, float, float]]
    bars: list[tuple[float, str]]
    words: list[str]
    key: list[tuple[str, str]]


def on_screen(chart: Chart) -> Seen:
    figure = on_plotly.draw(chart, separators=",.")
    logarithmic = figure.layout.xaxis.type == "log"
    places = figure.layout.xaxis.range, figure.layout.yaxis.range

    def at(x: float, y: float) -> tuple[float, float]:
        (left, right), (low, high) = places
        return ((math.log10(x) if logarithmic else x) - left) / (right - left), (y - low) / (high - low)

    def strokes(colour: str) -> list[tuple[float, float, float, float]]:
        found = []
        for trace in figure.data:
            if trace.type == "scatter" and trace.mode == "lines" and trace.line.color == colour:
                ends = list(zip(trace.x, trace.y, strict=True))
                found += (
                    [(*at(*a), *at(*b)) for a, b in zip(ends[0::3], ends[1::3], strict=False)]
                    if None in trace.x
                    else [(*at(*ends[0]), *at(*ends[-1]))]
                )
        return found

    dots = next(trace for trace in figure.data if trace.mode == "markers")
    bars = [trace for trace in figure.data if trace.type == "bar"]
    rims, fills = dots.marker.line.color, dots.marker.color
    texts = [figure.layout.xaxis.title.text or "", figure.layout.yaxis.title.text or ""]
    for axis in ("xaxis", "yaxis", *(["yaxis2"] if "yaxis2" in figure.layout else [])):
        texts += list(figure.layout[axis].ticktext or ())
    texts += [note.text for note in figure.layout.annotations]
    texts += [text for trace in bars for text in trace.text or ()]
    key = on_page.key_markup(chart.key)
    found = re.findall(r'<i class="zc-dot[^"]*"(?: style="background:([^"]*)")?></i>([^<]*)<', key)
    return Seen(
        marks=[(*at(x, y), fill, rim) for x, y, fill, rim in zip(dots.x, dots.y, fills, rims, strict=True)],
        sizes=list(dots.marker.size),
        intervals=strokes(INTERVAL),
        lines=strokes(INK),
        bars=[
            (value, colour)
            for trace in bars
            for value, colour in zip(trace.x if trace.orientation == "h" else trace.y, trace.marker.color, strict=True)
        ],
        words=_words([unescape(re.sub(r"<(br|/?b|/?span[^>]*)>", " ", text)) for text in texts]),
        key=[(fill or PAPER, unescape(text)) for fill, text in found],
    )


def on_file(chart: Chart) -> Seen:
    drawing = on_svg.draw(replace(chart, key=None))
    root = ElementTree.fromstring(f'<svg xmlns="http://www.w3.org/2000/svg">{"".join(drawing.parts)}</svg>')  # noqa: S314 -- our own

    def strokes(colour: str) -> list[tuple[float, float, float, float]]:
        return [
            (float(e.get("x1", 0)), float(e.get("y1", 0)), float(e.get("x2", 0)), float(e.get("y2", 0)))
            for e in root.iter(f"{SVG}line")
            if e.get("stroke") == colour
        ]

    dots = list(root.iter(f"{SVG}circle"))
    bars = [e for e in root.iter(f"{SVG}rect") if e.get("fill") in (QUIET, ACCENT)]
    key = [] if chart.key is None else on_svg.key_drawing(chart.key, 800).parts
    made = ElementTree.fromstring(f'<svg xmlns="http://www.w3.org/2000/svg">{"".join(key)}</svg>')  # noqa: S314 -- our own
    texts = [e.text or "" for e in made.iter(f"{SVG}text")][1:]
    return Seen(
        marks=[(float(e.get("cx", 0)), float(e.get("cy", 0)), e.get("fill", ""), e.get("stroke", "")) for e in dots],
        sizes=[float(e.get("r", 0)) for e in dots],
        intervals=strokes(INTERVAL),
        lines=strokes(INK),
        bars=[(float(e.get("width" if chart.rows else "height", 0)), e.get("fill", "")) for e in bars],
        words=_words([e.text or "" for e in root.iter(f"{SVG}text")]),
        key=[(e.get("fill", ""), text) for e, text in zip(made.iter(f"{SVG}circle"), texts, strict=True)],
    )


def _words(texts: list[str]) -> list[str]:
    return sorted(word for text in texts for word in text.replace("\N{NO-BREAK SPACE}", " ").split())


def stretched(first: Seen, second: Seen) -> Callable[[float, float], tuple[float, float]]:
    """Find how places of one drawing become those of the other, from the outermost two marks in each direction."""

    def one(direction: int) -> Callable[[float], float]:
        order = sorted(range(len(first.marks)), key=lambda i: first.marks[i][direction])
        low, high = order[0], order[-1]
        (a, b), (c, d) = [[seen.marks[i][direction] for i in (low, high)] for seen in (first, second)]
        return lambda value: float(c + (value - a) / (b - a) * (d - c))  # type: ignore[operator]

    x, y = one(0), one(1)
    return lambda at, up: (x(at), y(up))


@pytest.mark.parametrize("name", list(CHARTS))
def test_a_chart_shows_the_same_on_screen_and_as_a_file(name: str) -> None:
    chart = CHARTS[name]()
    screen, file = on_screen(chart), on_file(chart)
    place = stretched(screen, file)
    assert [m[2:] for m in screen.marks] == [m[2:] for m in file.marks]
    assert len(screen.marks) == len(chart.points)
    for there, here in zip(screen.marks, file.marks, strict=True):
        assert place(*there[:2]) == pytest.approx(here[:2], abs=0.2)
    assert [round(size / 2 + 0.2, 4) for size in screen.sizes] == pytest.approx(file.sizes)
    for kind in ("intervals", "lines"):
        wanted = [(*place(*ends[:2]), *place(*ends[2:])) for ends in getattr(screen, kind)]
        drawn = getattr(file, kind)
        assert len(wanted) == len(drawn)
        for one, other in zip(wanted, drawn, strict=True):
            # a line over rows reaches a little above them to its label
            reach = 4.3 if kind == "lines" else 0.3
            for axis in (0, 1):
                assert sorted(one[axis::2]) == pytest.approx(sorted(other[axis::2]), abs=reach)
    assert [colour for _value, colour in screen.bars] == [colour for _value, colour in file.bars]
    full = 100 / max((value for value, _colour in screen.bars), default=1)
    longest = max((value for value, _colour in file.bars), default=1) * full
    assert [v / 100 * longest for v, _c in screen.bars] == pytest.approx([v for v, _c in file.bars], abs=0.1)
    assert screen.key == file.key
    assert screen.key == [] or [text for _fill, text in screen.key] == [item.text for item in KEY.items]
    across = [] if chart.across.logarithmic else _words([tick.text for tick in chart.across.ticks])
    left = list(file.words)
    for word in across:
        left.remove(word)
    assert screen.words == left


@pytest.mark.parametrize("name", list(CHARTS))
def test_a_description_holds_every_mark_and_its_words_fit(name: str) -> None:
    chart = CHARTS[name]()
    drawing = on_svg.draw(chart)
    for axis, places in ((chart.across, [p.x for p in chart.points]), (chart.upward, [p.y for p in chart.points])):
        assert all(min(axis.low, axis.high) < place < max(axis.low, axis.high) for place in places)
        values = [tick.value for tick in axis.ticks]
        assert all(min(axis.low, axis.high) <= value <= max(axis.low, axis.high) for value in values)
        assert values == sorted(set(values))
    root = ElementTree.fromstring(f'<svg xmlns="http://www.w3.org/2000/svg">{"".join(drawing.parts)}</svg>')  # noqa: S314 -- our own
    for circle in root.iter(f"{SVG}circle"):
        assert 0 <= float(circle.get("cx", -1)) <= drawing.width


def test_the_chosen_mark_lies_on_top_in_both() -> None:
    for make in CHARTS.values():
        chart = make()
        order = [point.mark.area for point in chart.drawn]
        figure = on_plotly.draw(chart, separators=",.")
        assert list(next(t for t in figure.data if t.mode == "markers").customdata) == order
        chosen = [point.mark.area for point in chart.points if point.mark.chosen]
        assert order[len(order) - len(chosen) :] == chosen


def test_a_new_chart_comes_out_as_an_image_with_its_marks_where_they_are_described() -> None:
    chart = new_chart()
    drawing = on_svg.draw(chart)
    svg = frame(
        Poster(title="T", subtitle="S", figure=drawing, facts={"Bron": "b"}, link="l", described="d", brand="B")
    )
    with Image.open(io.BytesIO(rasterise(svg))) as image:
        pixels = image.convert("RGB")
    root = ElementTree.fromstring(svg)  # noqa: S314 -- our own
    assert pixels.size == tuple(round(ZOOM * float(root.get(side, "0"))) for side in ("width", "height"))
    found = []

    def walk(element: ElementTree.Element, x: float, y: float) -> None:
        moved = re.match(r"translate\(([-\d.]+) ([-\d.]+)\)", element.get("transform", ""))
        x, y = (x + float(moved[1]), y + float(moved[2])) if moved else (x, y)
        if element.tag == f"{SVG}circle":
            place = round(ZOOM * (x + float(element.get("cx", 0)))), round(ZOOM * (y + float(element.get("cy", 0))))
            found.append((element.get("fill"), "#{:02x}{:02x}{:02x}".format(*pixels.getpixel(place))))  # type: ignore[misc]
        for child in element:
            walk(child, x, y)

    walk(root, 0, 0)
    assert len(found) == len(KEY.items) + len(chart.points)
    assert all(wanted == seen for wanted, seen in found)
    assert isinstance(on_plotly.draw(chart, separators=",."), go.Figure)


def test_a_chance_over_99_is_not_called_certain_and_one_under_one_percent_is_silent() -> None:
    chart = ranking(12)
    assert isinstance(chart.bars, Bars)
    assert " ".join(chart.bars.texts[0].split()) == "> 99 %"
    assert chart.bars.texts[-1] == ""


def test_many_areas_stand_along_the_foot_and_only_some_have_a_name() -> None:
    few, many = ranking(MOST_NAMED), ranking(MOST_NAMED + 1)
    assert few.rows
    assert not few.labels
    assert not many.rows
    assert {many.points[label.point].mark.area for label in many.labels} <= {"a0", "a2", "a5"}
    assert "a2" in {many.points[label.point].mark.area for label in many.labels}


def sides_of(areas: list[Marked], answers: list[float], values: list[float]) -> dict[str, bool]:
    """Give the named areas of a funnel, and whether their names stand below their marks."""
    curves = FunnelCurves(answers=[5, 50], inner=([30, 45], [70, 55]), outer=([20, 42], [80, 58]), target=50)
    words = FunnelWords(x="n", y="%", target="", inner="", outer="", described="")
    chart = describe_funnel(areas, answers, values, curves, words, (str, str))
    return {chart.points[label.point].mark.area: label.side.below for label in chart.labels}


def short(i: int, **more: bool) -> Marked:
    return replace(mark(i, **more), name=f"Gebied {i}")


def test_two_names_at_one_height_stand_above_and_below_their_dots() -> None:
    found = sides_of([short(0, named=True), short(1, named=True)], [10.0, 18.0], [90.0, 90.0])
    assert found == {"a0": False, "a1": True}


def test_of_names_that_cannot_all_stand_the_chosen_one_and_the_first_stay() -> None:
    many = [short(i, named=True, chosen=i == 7) for i in range(8)]
    found = sides_of(many, [10.0, *(25 + i for i in range(7))], [60.0] * 8)
    assert {"a0", "a7"} <= set(found)
    assert len(found) < 8


def test_no_name_stands_where_it_reads_as_that_of_another_dot() -> None:
    found = sides_of([short(i, named=True) for i in range(3)], [10.0, 18.0, 18.0], [90.0, 90.0, 86.0])
    assert set(found) == {"a0", "a2"}


def test_the_axes_of_a_funnel_hold_every_limit_whatever_the_names() -> None:
    curves = FunnelCurves(answers=[5, 50], inner=([30, 45], [70, 55]), outer=([20, 42], [80, 58]), target=50)
    words = FunnelWords(x="n", y="%", target="", inner="", outer="", described="")
    chart = describe_funnel([short(0, named=True)], [60.0], [95.0], curves, words, (str, str))
    assert chart.across.low < 5 < 60 < chart.across.high < 65
    assert chart.upward.low < 20 < 95 < chart.upward.high < 100


def test_a_scatter_draws_intervals_of_areas_that_stand_out_only() -> None:
    chart = scatter()
    assert {p.mark.area for p in chart.points if p.across or p.upward} == {"a0", "a3", "a6"}
    assert chart.points[0].across is None
    assert chart.points[0].upward is not None


@pytest.mark.parametrize("tall", [140.0, 380.0, 438.0])
def test_words_beside_a_funnel_never_lie_on_one_another(tall: float) -> None:
    chart = funnel(60)
    stands = chart.stands(tall)
    assert [text for _value, text, _line in chart.told] == ["Vlaanderen\n50 %", "95 %", "99,8 %"]
    assert stands[0] - stands[1] >= 22.4
    assert stands[1] - stands[2] >= 14.9


def test_no_chart_that_is_drawn_for_a_file_is_left_out_of_the_comparison() -> None:
    """Every module with a drawing for a file, charts and maps, stands in a test that reads both drawings."""
    folder = Path(charts.__file__).parent
    drawn = {
        path.stem
        for path in folder.glob("*.py")
        if re.search(
            r"^def (\w*drawing|draw_\w+|elements|describe_\w+)\(", path.read_text(encoding="utf-8"), re.MULTILINE
        )
    } - {"rows"}  # a table of words and images, of which others make their drawing
    tests = [path.read_text(encoding="utf-8") for path in Path(__file__).parent.glob("test_*.py")]
    both = "".join(text for text in tests if "on_file(" in text or "written(" in text)
    compared = set(re.findall(r"from geo\.figures\.(\w+) import", both))
    compared |= {
        name for names in re.findall(r"from geo\.figures import ([^\n]*)", both) for name in re.findall(r"\w+", names)
    }
    assert len(drawn) > 12
    assert drawn <= compared
