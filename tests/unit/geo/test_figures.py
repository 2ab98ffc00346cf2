"""Figures as data: what a map sends to the browser, and what the small drawings say."""

import json
import re
from urllib.parse import quote, unquote

import plotly.graph_objects as go
import pytest

from data.releases import ReleasedCells, ReleaseError
from geo.figures.area_map import SEE_THROUGH, MapSources, base_style, describe_map, draw_map, keyed
from geo.figures.bar import share_bar
from geo.figures.classes import Method, Palette, classify, colours
from geo.figures.drawing import Drawing
from geo.figures.legend import Legend
from geo.figures.legend import elements as legend_elements
from geo.figures.legend import markup as legend_markup
from geo.figures.maps_on_svg import draw_areas, ground
from geo.figures.palette import NO_DATA
from geo.figures.pictures import _SAFE, picture
from geo.figures.profile_rows import Profile, ProfileGroup, ProfileRow
from geo.figures.profile_rows import drawing as profile_drawing
from geo.figures.profile_rows import markup as profile_markup
from geo.figures.shares import Share
from geo.figures.shares import drawing as shares_drawing
from geo.figures.shares import markup as shares_markup
from geo.figures.small_map import area_paths, small_map
from geo.figures.stamps import Stamp
from geo.figures.stamps import drawing as stamps_drawing
from geo.figures.stamps import markup as stamps_markup
from geo.figures.strip import dot_strip, trend
from tests.made import released as released_table
from tests.unit.geo.both import SVG, root_of, same_images, seen, written

SOURCES = MapSources(
    areas="/layers/r/elz.geojson",
    context="/layers/r/context.geojson",
    hatch="/layers/r/hatch.geojson",
    wide="/layers/r/hatchwide.geojson",
)


def square(area: str, west: float) -> dict[str, object]:
    ring = [[west, 51], [west + 0.1, 51], [west + 0.1, 51.1], [west, 51.1], [west, 51]]
    return {
        "type": "Feature",
        "properties": {"area": area},
        "geometry": {"type": "Polygon", "coordinates": [ring]},
    }


SQUARES = json.dumps(
    {"type": "FeatureCollection", "features": [square(area, 4 + i / 10) for i, area in enumerate("abcd")]}
)


def released() -> ReleasedCells:
    """Four areas: two with a value, one withheld, one without data."""
    rows = [
        ("a", 5, 50.0, 40.0, 60.0, "A", "F"),
        ("b", 9, 90.0, 80.0, 95.0, "A", "F"),
        ("c", None, None, None, None, "A", "C"),
        ("d", 0, None, None, None, "O", "F"),
    ]
    same = {"indicator": "P01", "year": 2026, "level": "elz", "category": "geen", "measure": "share", "frame": 10}
    frame = released_table("cell", rows, "area count value lower upper status confidentiality", **same)
    return ReleasedCells(release_id="r", frame=frame)


def drawn() -> dict[str, object]:
    cells = released()
    classes = keyed(classify(cells.frame["value"].astype(float), Method.EQUAL, 4, decimals=0), cells.frame["area"])
    ramp = colours(Palette.TEAL, classes.size)
    return draw_map(describe_map(cells, classes, ramp), sources=SOURCES, hover={"a": "<b>A</b>"}).to_dict()


def test_a_small_map_has_a_hatch_of_fewer_lines_and_never_two_at_once() -> None:
    wide, fine = drawn()["layout"]["map"]["layers"][:2]
    assert wide["source"] == SOURCES.wide
    assert fine["source"] == SOURCES.hatch
    assert wide["maxzoom"] == fine["minzoom"]


def test_each_area_has_its_class_and_colour() -> None:
    trace = drawn()["data"][0]
    size = len(trace["colorscale"]) // 2
    assert trace["locations"] == ["a", "b", "c", "d"]
    assert list(trace["z"]) == [0, size - 3, size - 1, size - 2]
    assert trace["colorscale"][-1][1] == SEE_THROUGH
    assert trace["colorscale"][-3][1] == NO_DATA


def test_the_figure_is_one_that_plotly_accepts() -> None:
    """Drawing leaves the check of the figure out; it is made here, also with an area chosen."""
    cells = released()
    classes = keyed(classify(cells.frame["value"].astype(float), Method.EQUAL, 4, decimals=0), cells.frame["area"])
    outline = {"type": "Feature", "properties": {"area": "a"}, "geometry": {"type": "Point", "coordinates": [4, 51]}}
    for chosen in (None, outline):
        figure = draw_map(
            describe_map(cells, classes, ("#000",) * classes.size), sources=SOURCES, hover={}, chosen=chosen
        )
        assert go.Figure(figure.to_dict()).to_dict() == figure.to_dict()


def test_a_map_carries_no_geometry_and_no_outside_address() -> None:
    text = str(drawn())
    assert "coordinates" not in text.replace(str(base_style(SOURCES)), "")
    assert "http" not in text
    assert "/layers/r/elz.geojson" in text


def test_nothing_withheld_is_in_the_figure() -> None:
    """Whatever the trace holds per area (place, class, text, hover, data): of a withheld one it is what was given."""
    cells = released()
    classes = keyed(classify(cells.frame["value"].astype(float), Method.EQUAL, 4, decimals=0), cells.frame["area"])
    hover = {"a": "<b>A</b> 50 %", "c": "<b>C</b> niet getoond"}
    figure = draw_map(describe_map(cells, classes, colours(Palette.TEAL, classes.size)), sources=SOURCES, hover=hover)
    trace = figure.to_dict()["data"][0]
    each = {name: held[2] for name, held in trace.items() if isinstance(held, (list, tuple)) and len(held) == 4}
    assert each.pop("locations") == "c"
    assert set(each) <= {"z", "customdata", "text", "hovertext", "ids"}
    if "z" in each:
        assert each.pop("z") == classes.size + 1  # the hatch shows
    assert each
    assert set(each.values()) == {hover["c"]}
    assert "%{z" not in str(trace.get("hovertemplate"))
    assert "%{customdata" not in str(trace.get("texttemplate"))


def test_a_withheld_row_with_a_number_reaches_no_figure() -> None:
    frame = released().frame
    for name, told in {"value": 77.125, "lower": 71.5, "upper": 81.5, "count": 31337}.items():
        leaky = frame.assign(**{name: frame[name].where(frame["area"].ne("c"), told)})
        with pytest.raises(ReleaseError, match="a withheld row carries a number"):
            ReleasedCells(release_id="r", frame=leaky)


def test_a_chosen_area_is_outlined() -> None:
    cells = released()
    classes = keyed(classify(cells.frame["value"].astype(float), Method.EQUAL, 4, decimals=0), cells.frame["area"])
    feature = {"type": "Feature", "properties": {}, "geometry": {"type": "Point", "coordinates": [4, 51]}}
    figure = draw_map(describe_map(cells, classes, ("#000",) * classes.size), sources=SOURCES, hover={}, chosen=feature)
    assert figure.to_dict()["layout"]["map"]["layers"][-1]["source"] == feature


def test_a_small_map_hatches_what_is_withheld() -> None:
    cells = released()
    classes = keyed(classify(cells.frame["value"].astype(float), Method.EQUAL, 4, decimals=0), cells.frame["area"])
    drawing = unquote(small_map(cells, classes, ("#111", "#222", "#333", "#444"), layer=SQUARES, described="x"))
    assert drawing.count("<path") == 4
    assert drawing.count("url(#zc-hatch)") == 1
    assert drawing.count(NO_DATA) == 1


def test_a_strip_draws_a_dot_per_area_and_the_chosen_one_with_its_interval() -> None:
    drawing = unquote(dot_strip([1, 2, float("nan")], described="d<", value=2, lower=1.5, upper=2.5, flanders=1.8))
    assert drawing.count("<circle") == 3
    assert drawing.count("<line") == 3
    assert 'alt="d&lt;"' in drawing


def test_a_withheld_area_has_no_dot_of_its_own() -> None:
    drawing = unquote(dot_strip([1, 2], described="d", value=float("nan"), flanders=1.5))
    assert drawing.count("<circle") == 2


def test_a_trend_leaves_a_gap_where_a_year_is_missing() -> None:
    nan = float("nan")
    blank = [nan] * 3
    args = {"described": "d", "lower": blank, "upper": blank, "flanders": blank}
    assert unquote(trend([2024, 2025, 2026], [1, nan, 2], **args)).count("<line") == 0
    assert unquote(trend([2024, 2025, 2026], [1, 2, 3], **args)).count("<line") == 2
    assert unquote(trend([2024, 2025, 2026], [1, 2, 3], breaks=[2024], **args)).count("stroke-dasharray") == 1


def test_a_bar_starts_at_zero() -> None:
    drawing = unquote(share_bar(62.0, 58.0, 66.0, described="d"))
    assert "width='62%'" in drawing
    assert "x1='58%'" in drawing


@pytest.mark.parametrize("words", ["Sint-Niklaas 62 % &amp; ~", "België ≥ 62 % [x] @ ?"])
def test_a_drawing_stands_in_its_address_as_the_standard_quotes_it(words: str) -> None:
    drawing = f"<circle r='3' style='fill:#0b6e75'/><text>{words}</text>"
    markup = picture([drawing], described="iets", css="zc-x", box=(10, 5), height=5)
    address = markup.split('src="')[1].split('"')[0]
    inner = f"<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 10 5'>{drawing}</svg>"
    assert address == f"data:image/svg+xml,{quote(inner, safe=_SAFE)}"
    assert unquote(address).endswith(inner)


def test_a_map_shows_every_area_alike_on_screen_in_a_file_and_as_a_stamp() -> None:
    cells = released()
    classes = keyed(classify(cells.frame["value"].astype(float), Method.EQUAL, 4, decimals=0), cells.frame["area"])
    ramp = colours(Palette.TEAL, classes.size)
    described = describe_map(cells, classes, ramp)
    trace = draw_map(described, sources=SOURCES, hover={}).to_dict()["data"][0]
    scale = [colour for _place, colour in trace["colorscale"][::2]]
    on_screen = {area: scale[z] for area, z in zip(trace["locations"], trace["z"], strict=True)}
    where = ground(SQUARES, '{"features": []}')
    paths = {line: area for area, line in where.paths.items()}
    drawn_ = re.findall(r'<path d="([^"]*)" fill="([^"]*)" stroke', draw_areas(described, where=where, names=False)[0])
    in_file = {paths[line]: fill for line, fill in drawn_}
    small, _height = area_paths(SQUARES)
    stamp = unquote(small_map(cells, classes, ramp, layer=SQUARES, described="x"))
    as_stamp = {
        area: re.search(rf"<path d='{re.escape(line)}' fill='([^']*)'", stamp)[1]  # type: ignore[index]
        for area, line in small.items()
    }
    assert set(in_file) == set(on_screen) == {"a", "b", "c", "d"}
    assert {a: SEE_THROUGH if f == "url(#h)" else f for a, f in in_file.items()} == on_screen
    assert {a: SEE_THROUGH if f == "url(#zc-hatch)" else f for a, f in as_stamp.items()} == on_screen
    assert len(set(on_screen.values())) == 4


def test_a_legend_shows_the_same_on_screen_and_in_a_file() -> None:
    told = Legend(
        caption="Aantal zones per klasse", colours=("#abc", "#456", "#123"), counts=(3, 0, 12), between=("a", "b", "c"),
        edges=(1, 2.5, 3, 4), bounds=("1", "2,5", "3", "4"),
        unit="% van <alle>", withheld="2 niet getoond", no_data="0 geen gegevens",
    )  # fmt: skip
    screen = legend_markup(told)
    drawing = Drawing(parts=legend_elements(told, 0), width=1120, height=94)
    assert seen(screen) == written(drawing)
    bars = re.findall(r"height:(\d+)px;background:(#\w+)", screen)
    boxes = [e for e in root_of(drawing).iter(f"{SVG}rect") if str(e.get("fill")) in told.colours]
    assert [colour for _height, colour in bars] == [e.get("fill") for e in boxes] == list(told.colours)
    heights = [(float(high) - 5) / 25 for high, _colour in bars]
    assert heights == pytest.approx([(float(e.get("height", 0)) - 6) / 30 for e in boxes], abs=0.03)
    widths = [float(each) for each in re.findall(r'<li style="flex:([\d.]+)"', screen)]
    assert widths == pytest.approx([(float(e.get("width", 0)) + 1) / 420 for e in boxes], abs=0.001)
    assert sorted(widths) == [widths[1], widths[2], widths[0]]  # 2.5 to 3 is the narrowest, 1 to 2.5 the widest
    assert sum(widths) == pytest.approx(1, abs=0.001)


def test_a_profile_shows_the_same_on_screen_and_in_a_file() -> None:
    def row(i: int, **more: object) -> ProfileRow:
        dots = dot_strip([1, 2, i], described="d", value=i)
        line = trend([2024, 2025], [1, i], described="d", lower=[0, i - 1], upper=[2, i + 1], flanders=[1, 2])
        plain: dict[str, object] = {
            "name": f"P0{i}", "code": "ja", "label": f"Cijfer <{i}>", "under": "% van & meer", "value": f"{i} %",
            "known": True, "why": "", "details": (f"{i}-9 %", "3 van 4", "zeker 10-90 %"), "low": "weinig antwoorden",
            "dots": dots, "flanders": "5 %", "verdict": "hoger dan Vlaanderen", "same": False, "trend": line,
            "few": "te weinig jaren",
        }  # fmt: skip
        return ProfileRow(**{**plain, **more})  # type: ignore[arg-type]

    hidden = {"value": "niet getoond", "known": False, "why": "te weinig antwoorden", "details": (), "low": ""}
    rows = (row(1), row(2, **hidden), row(3, trend="", flanders="", verdict="", same=True))
    profile = Profile(
        groups=(ProfileGroup(title="Praktijken & meer", name="deel-1", rows=rows),),
        heads=("Dit gebied", "Tussen alle zones", "Vlaanderen", "2024-2025"),
        flanders="Vlaanderen",
        years=("2024", "2025"),
    )
    screen = profile_markup(profile, lambda each: each.label.replace("<", "&lt;").replace(">", "&gt;"))
    drawing = profile_drawing(profile)
    # a phone repeats Flanders, the years stand in the heading of their column, and why is told once in the notes
    narrow = re.sub(r"<span class=.zc-(vlname|span).>.*?</span>", "", screen).replace(
        "<span>te weinig antwoorden</span>", ""
    )
    assert seen(narrow) == [word for word in written(drawing) if word != "·"]
    assert same_images(screen, drawing) == 5


def test_the_overview_shows_the_same_on_screen_and_in_a_file() -> None:
    bar = share_bar(40, 30, 50, described="d")
    told = tuple(
        Share(
            name=f"P{i}", code="ja", label=f"Aandeel {i}", what="% van", value=f"{i} %", bar=bar if i else "",
            interval="30-50 %", response="respons 60 %" if i else "",
        )
        for i in range(2)
    )  # fmt: skip
    screen = shares_markup("Wat ze & antwoorden", told, lambda share: f"<a>{share.label}</a>")
    drawing = shares_drawing("Wat ze & antwoorden", told)
    assert seen(screen) == written(drawing)
    assert same_images(screen, drawing) == 1
    cells = released()
    classes = keyed(classify(cells.frame["value"].astype(float), Method.EQUAL, 4, decimals=0), cells.frame["area"])
    ramp = colours(Palette.TEAL, classes.size)
    image = small_map(cells, classes, ramp, layer=SQUARES, described="x")
    stamps = tuple(
        Stamp(
            name="D01", code="rate", level="elz", label=f"Huisartsen <{i}>", unit="per 10.000", image=image, shape=0.5,
            ends=("1", "9") if i else None, colours=ramp, hidden="1 niet getoond" if i else "",
        )
        for i in range(3)
    )  # fmt: skip
    screen = stamps_markup("Waar?", stamps, lambda stamp: stamp.label.replace("<", "&lt;").replace(">", "&gt;"))
    drawing = stamps_drawing("Waar?", stamps)
    assert seen(screen) == written(drawing)
    assert same_images(screen, drawing) == 3
    boxes = [e.get("fill") for e in root_of(drawing).iter(f"{SVG}rect") if e.get("fill") in ramp]
    assert boxes == re.findall(r'<i style="background:(#\w+)"', screen) == [*ramp, *ramp]
