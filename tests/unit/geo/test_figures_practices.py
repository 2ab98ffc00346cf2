"""The map of practices as data: surfaces are numbers of practices, and nothing is left out or fetched."""

import json
import math
import re
from itertools import pairwise
from urllib.parse import unquote

import numpy as np
import pytest

from geo.figures.area_map import MapSources
from geo.figures.maps_on_svg import draw_practices as in_file
from geo.figures.maps_on_svg import ground
from geo.figures.palette import NO_DATA
from geo.figures.practice_key import KEY_SIZES, PracticeKey, key_drawing, key_markup, ring_key
from geo.figures.practice_map import FILE_UNIT, UNIT, Marks, answer_colours, draw_practices, rings
from tests.unit.geo.both import SVG, root_of, same_images, seen, written

SOURCES = MapSources(areas="/layers/x/elz.geojson", context="/layers/x/context.geojson", hatch="/h", wide="/w")
COUNTS = np.array([[0, 1, 0, 0], [1, 4, 3, 2], [0, 0, 0, 2]])
CIRCLES = Marks(
    longitude=[3.7, 4.4, 5.3], latitude=[51.0, 51.2, 50.9], counts=COUNTS, texts=["a", "b", "c"], keys=["1", "2", "3"]
)
POINTS = Marks(
    longitude=[3.7, 3.8],
    latitude=[51.0, 51.1],
    counts=np.array([[0, 1, 0, 0], [1, 0, 0, 0]]),
    texts=["p", "q"],
    keys=["", ""],
)
SQUARE = {"type": "Polygon", "coordinates": [[[3.6, 51.0], [3.8, 51.0], [3.8, 51.1], [3.6, 51.1], [3.6, 51.0]]]}
CHOSEN = {"type": "Feature", "properties": {"area": "44021"}, "geometry": SQUARE}


def test_the_surface_of_each_ring_is_its_number_of_practices() -> None:
    laid = rings(CIRCLES, UNIT)
    surface: dict[tuple[int, int], float] = {}
    for place in range(len(COUNTS)):
        own = np.flatnonzero(laid["circle"] == place)
        radii = [*laid["radius"][own], 0.0]
        for ring, inner in zip(own, radii[1:], strict=True):
            surface[place, int(laid["answer"][ring])] = laid["radius"][ring] ** 2 - inner**2
    expected = {(i, j): n * UNIT**2 for (i, j), n in np.ndenumerate(COUNTS) if n}
    assert surface == pytest.approx(expected)


def test_large_circles_lie_under_small_ones_and_each_has_one_rim() -> None:
    laid = rings(CIRCLES, UNIT)
    assert list(dict.fromkeys(laid["circle"].tolist())) == [1, 2, 0]
    assert sorted(laid["circle"][laid["rim"]].tolist()) == [0, 1, 2]


def test_flanders_shows_circles_from_afar_and_points_from_near() -> None:
    figure = draw_practices(POINTS, CIRCLES, answer_colours(3), sources=SOURCES, view="elz None")
    layers = {layer["id"]: layer for layer in figure.layout.map.style["layers"]}
    assert layers["circles"]["maxzoom"] == layers["practices"]["minzoom"]
    assert [list(pair) for pair in figure.data[0].customdata] == [["a", "1"], ["b", "2"], ["c", "3"]]


def test_a_chosen_area_shows_its_points_at_any_distance_from_near() -> None:
    figure = draw_practices(POINTS, None, answer_colours(3), sources=SOURCES, chosen=CHOSEN, view="gemeente 44021")
    style = figure.layout.map.style
    layers = {layer["id"]: layer for layer in style["layers"]}
    assert "circles" not in layers
    assert "minzoom" not in layers["practices"]
    drawn = style["sources"]["practices"]["data"]["features"]
    assert {f["properties"]["a"]: len(f["geometry"]["coordinates"]) for f in drawn} == {0: 1, 1: 1}
    assert figure.layout.map.center.lon == pytest.approx(3.7)
    assert 512 * 2**figure.layout.map.zoom * 0.2 / 360 == pytest.approx(340, rel=0.01)


def test_a_map_without_practices_is_still_a_map() -> None:
    none = Marks(longitude=[], latitude=[], counts=np.empty((0, 4), dtype=int), texts=[], keys=[])
    figure = draw_practices(none, none, answer_colours(3), sources=SOURCES, view="x")
    assert figure.layout.map.style["sources"]["circles"]["data"]["features"] == []


def test_nothing_is_fetched_from_elsewhere() -> None:
    figure = draw_practices(POINTS, CIRCLES, answer_colours(3), sources=SOURCES, view="x")
    assert "http" not in json.dumps(figure.layout.map.style)
    assert "glyphs" not in figure.layout.map.style


@pytest.mark.parametrize("size", [2, 3, 4, 5])
def test_colours_run_from_light_to_dark_also_in_grey(size: int) -> None:
    def light(colour: str) -> float:
        parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
        return math.fsum(weight * part**2.2 for weight, part in zip((0.2126, 0.7152, 0.0722), parts, strict=True))

    values = [light(colour) for colour in answer_colours(size)]
    assert all((one + 0.05) / (two + 0.05) > 1.25 for one, two in pairwise(values))


def test_the_key_draws_circles_at_the_size_of_the_map() -> None:
    markup = ring_key(answer_colours(3), (1, 50), described="voorbeeld")
    assert f"r='{UNIT * math.sqrt(50):.1f}'" in unquote(markup)
    assert 'alt="voorbeeld"' in markup


def test_the_key_shows_the_same_on_screen_and_in_a_file() -> None:
    colours = answer_colours(3)
    key = PracticeKey(
        caption="Patiëntenstop, aantal praktijken",
        items=tuple((colour, f"Antwoord <{i}> & meer", f"1.00{i}") for i, colour in enumerate(colours)),
        circles=ring_key(colours, KEY_SIZES, described="d"),
        sizes="Eén cirkel per gemeente: 1, 10 en 50 praktijken.",
    )
    screen, drawing = key_markup(key, told=False), key_drawing(key)
    assert seen(screen) == written(drawing)
    assert same_images(screen, drawing) == 1
    dots = [e.get("fill") for e in root_of(drawing).iter(f"{SVG}circle")]
    assert dots[:3] == re.findall(r'<li><i style="background:(#\w+)"', screen) == list(colours)
    bare = key_markup(key, told=True)
    assert "Antwoord" not in bare
    assert key.sizes in bare
    assert key_markup(PracticeKey(caption="c", items=key.items), told=True) == ""


def test_circles_and_points_are_the_same_on_screen_and_in_a_file() -> None:
    colours = answer_colours(2)
    layer = (
        '{"type": "FeatureCollection", "features": [{"type": "Feature", "properties": {"area": "a"}, "geometry": '
        '{"type": "Polygon", "coordinates": [[[4, 51], [5, 51], [5, 51.5], [4, 51.5], [4, 51]]]}}]}'
    )
    counts = np.array([[1, 4, 2], [0, 1, 0], [0, 0, 9]])
    marks = Marks(
        longitude=[4.2, 4.5, 4.8], latitude=[51.1, 51.2, 51.3], counts=counts, texts=["x"] * 3, keys=["a", "b", "c"]
    )
    style = draw_practices(marks, marks, colours, sources=SOURCES, view="v").layout.map.style
    shown = style["sources"]["circles"]["data"]["features"]
    where = ground(layer, '{"features": []}')
    shades = (NO_DATA, *colours)
    text = "".join(in_file(None, marks, colours, where=where, chosen="a"))
    drawn = re.findall(r'<circle cx="([\d.]+)" cy="([\d.]+)" r="([\d.]+)" fill="(#\w+)"( stroke)?', text)
    assert [shades[f["properties"]["a"]] for f in shown] == [fill for *_place, fill, _rim in drawn]
    assert [bool(f["properties"]["e"]) for f in shown] == [bool(rim) for *_rest, rim in drawn]
    assert [f["properties"]["r"] / UNIT for f in shown] == pytest.approx(
        [float(r) / FILE_UNIT for _x, _y, r, *_ in drawn], abs=0.05
    )
    places = [where.place(*f["geometry"]["coordinates"]) for f in shown]
    assert [(float(x), float(y)) for x, y, *_rest in drawn] == [pytest.approx(place, abs=0.6) for place in places]
