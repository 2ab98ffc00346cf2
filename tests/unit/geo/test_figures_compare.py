"""Charts of comparison that are text: the spine and the heat map."""

import math
import re
from html import escape
from urllib.parse import unquote

from geo.figures.heat import SHADES, Heat, HeatRow, Shade, key_markup
from geo.figures.heat import drawing as heat_drawing
from geo.figures.heat import markup as heat_markup
from geo.figures.palette import HATCH
from geo.figures.spine import Spine, SpineGroup, SpineLine, stretched
from geo.figures.spine import drawing as spine_drawing
from geo.figures.spine import markup as spine_markup
from tests.unit.geo.both import SVG, root_of, same_images, seen, written

NAN = math.nan


def spine(value: float = 8.0, *, mirrored: bool = False, marked: bool = True, quoted: bool = False) -> str:
    return (str if quoted else unquote)(
        stretched(
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


def heat() -> Heat:
    rows = [
        HeatRow(
            area="a",
            name="Aalst <&>",
            chosen=True,
            cells=[(Shade.FAR_HIGHER, "A: 5, hoger"), (Shade.WITHHELD, 'B: "niet" getoond'), (Shade.SAME, "C: 1")],
        ),
        HeatRow(
            area="b",
            name="Brugge",
            picked=True,
            cells=[(Shade.LOWER, "A: 2"), (Shade.NO_DATA, "B: geen"), (Shade.UNJUDGED, "C: 1")],
        ),
    ]
    key = [(Shade.FAR_HIGHER, "veel hoger"), (Shade.WITHHELD, "niet getoond"), (Shade.UNJUDGED, "open")]
    columns = [("<A>", "Praktijken"), ("B", "Werk"), ("C", "Werk")]
    return Heat(caption="c", corner="Gebied", columns=columns, rows=rows, key=key)


def test_a_heat_map_says_without_colour_what_it_shows_and_escapes() -> None:
    text = heat_markup(heat(), lambda row: escape(row.name))
    assert ">++</td>" in text
    assert 'class="zc-hatch zc-new"' in text
    assert "&lt;A&gt;" in text
    assert "&quot;niet&quot;" in text
    assert text.count("colspan") == 2
    assert text.index("zc-chosen") < text.index("zc-picked")


def test_a_heat_map_shows_the_same_on_screen_and_as_a_file() -> None:
    chart = heat()
    screen = key_markup(chart) + heat_markup(chart, lambda row: escape(row.name))
    drawing = heat_drawing(chart)
    assert seen(screen) == written(drawing)
    shades = {shade.value: shade for shade in Shade}
    told = [shades[css] for css in re.findall(r'<(?:i|td) class="(zc-[a-z0-9]+)', screen)]
    fills = [
        Shade.WITHHELD if e.get("stroke") == HATCH else next(s for s, fill in SHADES.items() if fill == e.get("fill"))
        for e in root_of(drawing).iter(f"{SVG}rect")
    ]
    assert told == fills
    assert len(told) == len(chart.key) + 6


def spine_chart() -> Spine:
    def line(i: int, **more: object) -> SpineLine:
        plain: dict[str, object] = {
            "name": f"Cijfer & <{i}>", "unit": "% van", "marks": spine(5.0 + i, quoted=True), "remark": "te weinig",
            "value": f"{i} %", "interval": f"{i}-9", "known": True, "withheld": False, "benchmark": f"{i + 1} %",
            "verdict": "hoger, dus slechter", "colour": "#b4541a",
        }  # fmt: skip
        return SpineLine(**{**plain, **more})  # type: ignore[arg-type]

    hidden = {"value": "niet getoond", "interval": "", "known": False, "withheld": True, "verdict": "", "colour": ""}
    groups = (
        SpineGroup(title="Met richting", left="slechter", right="beter", lines=(line(1), line(2, **hidden))),
        SpineGroup(title="Zonder", left="lager", right="hoger", lines=(line(3, marks=""),)),
    )
    return Spine(groups=groups, own="Dit gebied", against="vergelijkbare gebieden", note="1 van 3 niet getoond.")


def test_a_spine_shows_the_same_on_screen_and_as_a_file() -> None:
    chart = spine_chart()
    screen = "".join(spine_markup(chart))
    drawing = spine_drawing(chart)
    # beside each value a phone repeats what it is held against, and the last sentence stands in the notes of a file
    narrow = re.sub(r'<span class="zc-vlname">[^<]*</span>', "", screen).replace(chart.note, "")
    assert seen(narrow) == written(drawing)
    assert same_images(screen, drawing) == 2
    assert "#b4541a" in screen
    assert 'fill="#b4541a"' in "".join(drawing.parts)
