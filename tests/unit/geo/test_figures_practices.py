"""The map of practices as data: surfaces are numbers of practices, and nothing is left out or fetched."""

import json
import math
import re
from dataclasses import replace
from itertools import pairwise
from urllib.parse import unquote

import numpy as np
import pytest

from geo.figures.area_map import MapSources
from geo.figures.maps_on_svg import draw_practices as in_file
from geo.figures.maps_on_svg import ground
from geo.figures.palette import NO_DATA
from geo.figures.practice_key import KEY_SIZES, PracticeKey, key_drawing, key_markup, ring_key
from geo.figures.practice_map import EDGE, FILE_UNIT, UNIT, Marks, PracticeMap, answer_colours, draw_practices
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


FLANDERS = PracticeMap(points=POINTS, circles=CIRCLES, colours=answer_colours(3))
GENT = PracticeMap(points=POINTS, circles=None, colours=answer_colours(3), chosen="44021")


def test_the_surface_of_each_ring_is_its_number_of_practices() -> None:
    dots = FLANDERS.circle_dots()
    surface: dict[tuple[int, int], float] = {}
    for place, longitude in enumerate(CIRCLES.longitude):
        own = [dot for dot in dots if dot.longitude == longitude]
        radii = [*(dot.radius(UNIT) for dot in own), 0.0]
        for dot, inner in zip(own, radii[1:], strict=True):
            surface[place, dot.answer] = dot.radius(UNIT) ** 2 - inner**2
    expected = {(i, j): n * UNIT**2 for (i, j), n in np.ndenumerate(COUNTS) if n}
    assert surface == pytest.approx(expected)


def test_large_circles_lie_under_small_ones_and_each_has_one_rim() -> None:
    dots = FLANDERS.circle_dots()
    places = [CIRCLES.longitude.index(dot.longitude) for dot in dots]
    assert list(dict.fromkeys(places)) == [1, 2, 0]
    assert sorted(place for place, dot in zip(places, dots, strict=True) if dot.edge) == [0, 1, 2]


def test_flanders_shows_circles_from_afar_and_points_from_near() -> None:
    figure = draw_practices(FLANDERS, sources=SOURCES, view="elz None")
    layers = {layer["id"]: layer for layer in figure.layout.map.style["layers"]}
    assert layers["circles"]["maxzoom"] == layers["practices"]["minzoom"]
    assert [list(pair) for pair in figure.data[0].customdata] == [["a", "1"], ["b", "2"], ["c", "3"]]


def test_a_chosen_area_shows_its_points_at_any_distance_from_near() -> None:
    figure = draw_practices(GENT, sources=SOURCES, outline=CHOSEN, view="gemeente 44021")
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
    figure = draw_practices(
        PracticeMap(points=none, circles=none, colours=answer_colours(3)), sources=SOURCES, view="x"
    )
    assert figure.layout.map.style["sources"]["circles"]["data"]["features"] == []


def test_nothing_is_fetched_from_elsewhere() -> None:
    figure = draw_practices(FLANDERS, sources=SOURCES, view="x")
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


LAYER = (
    '{"type": "FeatureCollection", "features": [{"type": "Feature", "properties": {"area": "a"}, "geometry": '
    '{"type": "Polygon", "coordinates": [[[4, 51], [5, 51], [5, 51.5], [4, 51.5], [4, 51]]]}}]}'
)
"""One area, with Antwerpen and Mechelen in it."""
MARKS = Marks(
    longitude=[4.2, 4.5, 4.8],
    latitude=[51.1, 51.2, 51.3],
    counts=np.array([[1, 4, 2], [0, 1, 0], [0, 0, 9]]),
    texts=["x"] * 3,
    keys=["a", "b", "c"],
)
SINGLE = replace(MARKS, counts=np.array([[0, 0, 1], [1, 0, 0], [0, 0, 1]]))
CIRCLE = r'<circle cx="([\d.]+)" cy="([\d.]+)" r="([\d.]+)" fill="(#\w+)"(?: stroke="#\w+" stroke-width="([\d.]+)")?'


def on_screen(described: PracticeMap, source: str) -> list[tuple[float, float, str, float, float]]:
    """Give the dots of a screen in drawing order: longitude, latitude, colour, edge, and radius where it has one."""
    style = draw_practices(described, sources=SOURCES, view="v").layout.map.style
    (layer,) = (layer for layer in style["layers"] if layer["id"] == source)
    _match, _get, *pairs, otherwise = layer["paint"]["circle-color"]
    shades = dict(zip(pairs[::2], pairs[1::2], strict=True))
    found = []
    for feature in style["sources"][source]["data"]["features"]:
        told, places = feature["properties"], feature["geometry"]["coordinates"]
        for lon, lat in places if feature["geometry"]["type"] == "MultiPoint" else [places]:
            found.append((lon, lat, shades.get(told["a"], otherwise), float(told["e"]), float(told.get("r", 0))))
    return found


@pytest.mark.parametrize("bundled", [True, False])
def test_a_map_shows_the_same_dots_on_screen_and_in_a_file(*, bundled: bool) -> None:
    colours = answer_colours(2)
    described = PracticeMap(
        points=SINGLE, circles=MARKS if bundled else None, colours=colours, chosen=None if bundled else "a"
    )
    shown = on_screen(described, "circles" if bundled else "practices")
    where = ground(LAYER, '{"features": []}')
    drawn = re.findall(CIRCLE, "".join(in_file(described, where=where)))
    assert [colour for _lon, _lat, colour, *_rest in shown] == [fill for *_place, fill, _edge in drawn]
    assert {fill for *_place, fill, _edge in drawn} == {NO_DATA, *colours} - ({colours[0]} if not bundled else set())
    assert [edge for *_rest, edge, _radius in shown] == [float(edge or 0) for *_rest, edge in drawn]
    assert EDGE in {edge for *_rest, edge, _radius in shown}
    places = [where.place(lon, lat) for lon, lat, *_rest in shown]
    assert [(float(x), float(y)) for x, y, *_rest in drawn] == [pytest.approx(place, abs=0.6) for place in places]
    radii = [float(r) for _x, _y, r, *_rest in drawn]
    if bundled:
        assert [radius / UNIT for *_rest, radius in shown] == pytest.approx([r / FILE_UNIT for r in radii], abs=0.05)
    else:
        assert len(set(radii)) == 1


@pytest.mark.parametrize("bundled", [True, False])
def test_a_map_names_the_same_towns_on_screen_and_in_a_file_and_no_name_hides_a_practice(*, bundled: bool) -> None:
    described = PracticeMap(
        points=SINGLE, circles=MARKS if bundled else None, colours=answer_colours(2), chosen=None if bundled else "a"
    )
    style = draw_practices(described, sources=SOURCES, view="v").layout.map.style
    named = {
        f["properties"]["name"]
        for source in ("towns", "brussels")
        for f in style["sources"][source]["data"]["features"]
        if 4 < f["geometry"]["coordinates"][0] < 5 and 51 < f["geometry"]["coordinates"][1] < 51.5
    }
    parts = in_file(described, where=ground(LAYER, '{"features": []}'), scale=0.25)
    assert {text for part in parts for text in re.findall(r">([^<>]+)</text>", part)} == named != set()
    layers = [layer["id"] for layer in style["layers"]]
    kinds = ["text" if "<text" in part else "dot" for part in parts if "<text" in part or "<circle" in part]
    if bundled:
        assert layers.index("towns") > layers.index("circles")
        assert kinds == sorted(kinds)
    else:
        assert layers.index("towns") < layers.index("practices")
        assert kinds == sorted(kinds, reverse=True)
