"""Charts of comparison as data: every area once, intervals where they are, nothing for what is withheld."""

import math
import re
from urllib.parse import unquote

from geo.figures.funnel import FunnelCurves, FunnelWords, draw_funnel
from geo.figures.heat import HeatRow, Shade, heat_table
from geo.figures.on_plotly import Marked, Tone
from geo.figures.ranking import MOST_NAMED, Line, Ranked, RankingWords, draw_ranking
from geo.figures.scatter import ScatterWords, draw_scatter
from geo.figures.spine import spine_row

NAN = math.nan
WORDS = RankingWords(axis="%", chance="kans", percent=" %")


def mark(i: int, **more: bool) -> Marked:
    return Marked(area=f"a{i}", name=f"Gebied {i}", tone=Tone.CLEAR, hover="x", **more)


def ranked(size: int) -> list[Ranked]:
    return [
        Ranked(mark=mark(i, chosen=i == 2), value=50.0 - i, lower=NAN if i == 1 else 40.0 - i, upper=60.0, chance=i / 2)
        for i in range(size)
    ]


def test_a_ranking_holds_every_area_with_its_interval_and_chance() -> None:
    figure = draw_ranking(ranked(12), [Line(value=45.0, label="Vlaanderen 45 %")], WORDS)
    dots, bars = figure.data
    assert list(dots.customdata) == [f"a{i}" for i in range(12)]
    assert list(dots.x) == [50.0 - i for i in range(12)]
    assert dots.error_x.arrayminus[0] == 10.0
    assert dots.error_x.arrayminus[1] == 0.0  # no interval, no line
    assert list(bars.x) == [i / 2 for i in range(12)]
    assert bars.text[1] == ""  # under one percent stays silent
    assert any(shape.x0 == 45.0 for shape in figure.layout.shapes)
    assert "Gebied 2" in figure.layout.yaxis.ticktext[2]


def test_a_chance_over_99_is_not_called_certain() -> None:
    rows = [Ranked(mark=mark(0), value=1.0, lower=NAN, upper=NAN, chance=100.0)]
    assert " ".join(draw_ranking(rows, [], WORDS).data[1].text[0].split()) == "> 99 %"


def test_many_areas_stand_along_the_foot() -> None:
    figure = draw_ranking(ranked(MOST_NAMED + 1), [], WORDS)
    assert list(figure.data[0].y)[:2] == [50.0, 49.0]
    assert [note.text for note in figure.layout.annotations if "Gebied" in (note.text or "")] == ["<b>Gebied 2</b>"]


def test_without_chances_there_is_no_second_panel() -> None:
    rows = [Ranked(mark=mark(i), value=float(i), lower=NAN, upper=NAN, chance=NAN) for i in range(3)]
    assert len(draw_ranking(rows, [], WORDS).data) == 1


def test_a_funnel_draws_limits_and_areas() -> None:
    curves = FunnelCurves(answers=[5, 50], inner=([30, 45], [70, 55]), outer=([20, 42], [80, 58]), target=50)
    words = FunnelWords(x="n", y="%", target="Vlaanderen", inner="95 %", outer="99,8 %")
    figure = draw_funnel([mark(0, named=True), mark(1)], [10.0, 40.0], [72.0, 50.0], curves, words)
    assert sorted(zip(figure.data[-1].customdata, figure.data[-1].x, figure.data[-1].y, strict=True)) == [
        ("a0", 10.0, 72.0),
        ("a1", 40.0, 50.0),
    ]
    assert [list(trace.y) for trace in figure.data[1:5]] == [[30, 45], [70, 55], [20, 42], [80, 58]]
    assert "Gebied 0" in [note.text for note in figure.layout.annotations]


def test_a_wide_funnel_is_logarithmic_and_labels_stand_at_their_dots() -> None:
    curves = FunnelCurves(answers=[2, 500], inner=([30, 45], [70, 55]), outer=([20, 42], [80, 58]), target=50)
    words = FunnelWords(x="n", y="%", target="", inner="", outer="")
    figure = draw_funnel([mark(0, named=True)], [100.0], [72.0], curves, words)
    assert figure.layout.xaxis.type == "log"
    assert next(note.x for note in figure.layout.annotations if note.text == "Gebied 0") == 2.0


def names_of(areas: list[Marked], answers: list[float], values: list[float]) -> dict[str, str]:
    curves = FunnelCurves(answers=[5, 50], inner=([30, 45], [70, 55]), outer=([20, 42], [80, 58]), target=50)
    words = FunnelWords(x="n", y="%", target="", inner="", outer="")
    notes = draw_funnel(areas, answers, values, curves, words).layout.annotations
    return {note.text: note.yanchor for note in notes if note.text}


def test_two_names_at_one_height_stand_above_and_below_their_dots() -> None:
    assert names_of([mark(0, named=True), mark(1, named=True)], [10.0, 18.0], [90.0, 90.0]) == {
        "Gebied 0": "bottom",
        "Gebied 1": "top",
    }


def test_of_names_that_cannot_all_stand_the_chosen_one_and_the_first_stay() -> None:
    many = [mark(i, named=True, chosen=i == 7) for i in range(8)]
    found = names_of(many, [10.0, *(25 + i for i in range(7))], [60.0] * 8)
    assert {"Gebied 0", "<b>Gebied 7</b>"} <= set(found)
    assert len(found) < 8


def test_no_name_stands_where_it_reads_as_that_of_another_dot() -> None:
    found = names_of([mark(i, named=True) for i in range(3)], [10.0, 18.0, 18.0], [90.0, 90.0, 86.0])
    assert set(found) == {"Gebied 0", "Gebied 2"}


def test_the_axes_of_a_funnel_hold_every_limit_whatever_the_names() -> None:
    curves = FunnelCurves(answers=[5, 50], inner=([30, 45], [70, 55]), outer=([20, 42], [80, 58]), target=50)
    words = FunnelWords(x="n", y="%", target="", inner="", outer="")
    layout = draw_funnel([mark(0, named=True)], [60.0], [95.0], curves, words).layout
    assert layout.xaxis.range[0] < 5 < 60 < layout.xaxis.range[1] < 65
    assert layout.yaxis.range[0] < 20 < 95 < layout.yaxis.range[1] < 100


def test_a_scatter_draws_intervals_of_named_areas_only() -> None:
    figure = draw_scatter(
        [mark(0, named=True), mark(1)],
        [1.0, 2.0],
        [3.0, 4.0],
        x_ends=[(0.5, 1.5), (1.5, 2.5)],
        y_ends=[(NAN, NAN), (3.0, 5.0)],
        benchmark=(1.2, None),
        words=ScatterWords(x="x", y="y", benchmark="Vlaanderen"),
    )
    assert [list(trace.x) for trace in figure.data[:-1]] == [[0.5, 1.5]]
    assert set(figure.data[-1].customdata) == {"a0", "a1"}
    assert [shape.x0 for shape in figure.layout.shapes] == [1.2]


def spine(value: float = 8.0, *, mirrored: bool = False, marked: bool = True) -> str:
    return unquote(
        spine_row(
            (0.0, 4.0, 7.0, 20.0), described="d", benchmark=10.0, value=value, lower=NAN, upper=NAN, colour="#000",
            mirrored=mirrored, marked=marked,
        )
    )  # fmt: skip


def test_a_spine_puts_the_benchmark_in_the_middle_and_the_farthest_at_an_end() -> None:
    def dot(text: str) -> float:
        found = re.search(r"cx='([\d.]+)%'", text)
        assert found is not None
        return float(found[1])

    assert dot(spine(10.0)) == 50
    assert dot(spine(0.0)) == 2
    assert dot(spine(20.0)) == 98
    assert dot(spine(15.0, mirrored=True)) == 100 - dot(spine(15.0))
    assert "<circle" not in spine(NAN)
    assert "x1='50%' x2='50%'" in spine()
    assert "x1='50%' x2='50%'" not in spine(marked=False)


def test_a_heat_map_says_without_colour_what_it_shows_and_escapes() -> None:
    cells = [(Shade.FAR_HIGHER, "A: 5, hoger"), (Shade.WITHHELD, 'B: "niet" getoond')]
    text = heat_table("c", "Gebied", [("<A>", "P"), ("B", "M")], [HeatRow(name="Aalst", css="zc-chosen", cells=cells)])
    assert ">++</td>" in text
    assert 'class="zc-hatch zc-new"' in text
    assert "&lt;A&gt;" in text
    assert "&quot;niet&quot;" in text
    assert text.count("colspan") == 2
