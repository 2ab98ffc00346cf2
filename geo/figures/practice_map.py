"""The map of practices: a point per practice, or a circle per municipality; described once, drawn here for a screen.

A circle is as large as its number of practices. Inside it the answers lie as rings, the darkest in the middle, and the
surface of each ring is the number of practices with that answer: one practice alone is a point of its colour. On a
screen both are part of the style of the map, where size can follow the zoom: circles shrink on a phone, and from near
points take over; nothing is fetched from outside. ``maps_on_svg`` draws the same description in a file.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

import numpy as np
import plotly.graph_objects as go
import shapely

from geo.figures.area_map import HEIGHT, MIDDLE, VIEW, MapSources, base_style
from geo.figures.palette import INK, NO_DATA, PAPER

GROUND = "#eff3f4"
BORDER = "#c3ced3"
UNIT = 2.5
"""Radius in pixels of a circle of one practice on a wide screen; its surface grows with the number of practices."""
FILE_UNIT = 3.0
"""The same in a file."""
EDGE = 0.9
"""Width of the ink around a point or a circle, pixels."""
_NEAR = 9.2
"""Zoom from which Flanders shows points. On a wide screen all of it fits at 7.7, on a phone at 6.1."""
_CIRCLE_RADIUS = [
    "interpolate",
    ["linear"],
    ["zoom"],
    *(6.1, ["*", 0.5, ["get", "r"]]),
    *(7.7, ["get", "r"]),
    *(_NEAR, ["*", 1.6, ["get", "r"]]),
]
_POINT_RADIUS = ["interpolate", ["linear"], ["zoom"], 8, 3.4, 10, 5, 12.5, 6.5]
_UNDER = [0, 1.8]
"""Lines of text by which the name of a town stands under its place, off its circle."""
_REACH = 7.0
"""Smallest radius in pixels that reacts to a pointer."""
_ZOOMED = (340.0, 270.0)
"""Pixels that a chosen area may fill: the width of a phone, and the least height the map has on any screen."""
_CLOSEST, _TILE = 12.5, 512

_RAMPS: dict[int, tuple[str, ...]] = {
    2: ("#bfe0da", "#0b5963"),
    3: ("#bfe6de", "#3c9aa1", "#06323d"),
    4: ("#d3ece6", "#7fbfba", "#2f7f8a", "#06323d"),
    5: ("#f3dcae", "#d99a56", "#5d8f5c", "#2a7a86", "#10304f"),
}


def answer_colours(size: int) -> tuple[str, ...]:
    """Give the fixed colours of so many answers, light to dark: the same answer always has the same colour."""
    return _RAMPS[size]


@dataclass(frozen=True, kw_only=True)
class Marks:
    """Circles to draw.

    ``longitude`` and ``latitude`` in degrees WGS 84, n values; ``counts`` practices per answer, n rows, answers light
    to dark with those who did not answer first; ``texts`` what is read over each, HTML of Plotly; ``keys`` what a click
    gives back, '' for nothing.
    """

    longitude: Sequence[float]
    latitude: Sequence[float]
    counts: np.ndarray
    texts: Sequence[str]
    keys: Sequence[str]


@dataclass(frozen=True, kw_only=True)
class Dot:
    """One dot to draw: its place in degrees WGS 84, its colour, how many practices its surface is, and an edge or not.

    ``answer`` is the column of ``Marks.counts``; a dot without an edge lies inside another.
    """

    longitude: float
    latitude: float
    answer: int
    colour: str
    practices: int
    edge: bool

    def radius(self, unit: float) -> float:
        """Give the radius in pixels, where ``unit`` is that of one practice."""
        return unit * math.sqrt(self.practices)


@dataclass(frozen=True, kw_only=True)
class PracticeMap:
    """A map of practices.

    ``points`` one mark per practice; ``circles`` one mark per municipality, for a view from afar: then points appear
    only from near, and text and clicks belong to the circles; None shows points at any distance. ``colours`` one per
    answer, light to dark; who did not answer is grey. ``chosen`` is the area that the map shows from near.
    """

    points: Marks
    circles: Marks | None
    colours: tuple[str, ...]
    chosen: str | None = None

    @property
    def shades(self) -> tuple[str, ...]:
        """Give the colours by column of ``Marks.counts``."""
        return (NO_DATA, *self.colours)

    def point_dots(self) -> list[Dot]:
        """Give the dot of every practice, in drawing order: by answer, light to dark."""
        answers = self.points.counts.argmax(axis=1) if len(self.points.counts) else np.empty(0, dtype=int)
        return [
            self._dot(self.points, place, int(answers[place]), practices=1, edge=True)
            for place in np.argsort(answers, kind="stable").tolist()
        ]

    def circle_dots(self) -> list[Dot]:
        """Give the rings of all circles in drawing order: large circles first, of each from the rim inwards.

        An answer that nobody gave has no ring.
        """
        if self.circles is None:
            return []
        counts = self.circles.counts
        totals = counts.sum(axis=1)
        inside = counts[:, ::-1].cumsum(axis=1)[:, ::-1]  # what lies inside the rim of each ring
        return [
            self._dot(self.circles, place, answer, practices=within, edge=within == totals[place])
            for place in np.argsort(-totals, kind="stable").tolist()
            for answer, within in enumerate(inside[place].tolist())
            if counts[place, answer] > 0
        ]

    def _dot(self, marks: Marks, place: int, answer: int, *, practices: int, edge: bool) -> Dot:
        return Dot(
            longitude=marks.longitude[place],
            latitude=marks.latitude[place],
            answer=answer,
            colour=self.shades[answer],
            practices=practices,
            edge=bool(edge),
        )


def draw_practices(
    described: PracticeMap,
    *,
    sources: MapSources,
    outline: Mapping[str, Any] | None = None,
    view: str,
) -> go.Figure:
    """Draw the practices over the outlines of a level, for a screen.

    Parameters
    ----------
    sources : ``areas`` is the level whose outlines are drawn.
    outline : GeoJSON feature of the chosen area, None where none is chosen.
    view : name of what is looked at; as long as it stays the same the reader's zoom is kept.

    Returns
    -------
    Figure whose ``layout.map.style`` holds the sources ``practices`` and ``circles`` with what is drawn (``a`` is the
    answer, 0 for not given; ``r`` the radius in pixels), and one trace of see-through points that carry text and key
    (``customdata``) and have no smaller reach than a finger needs.
    """
    style = _style(described, sources, outline)
    middle, zoom = (MIDDLE, 5.0) if outline is None else _near(outline)
    figure = go.Figure(_targets(described.points if described.circles is None else described.circles))
    figure.update_layout(
        map={"style": style, "center": middle, "zoom": zoom, "bounds": VIEW},
        margin={"l": 0, "r": 0, "t": 0, "b": 0},
        height=HEIGHT,
        paper_bgcolor=PAPER,
        showlegend=False,
        uirevision=view,
        clickmode="event+select",
        dragmode="pan",
        hoverlabel={
            "bgcolor": PAPER,
            "bordercolor": INK,
            "align": "left",
            "font": {"size": 13, "color": INK, "family": "Source Sans, Source Sans Pro, sans-serif"},
        },
    )
    return figure


def _style(described: PracticeMap, sources: MapSources, outline: Mapping[str, Any] | None) -> dict[str, Any]:
    """Put outlines, circles and points in the style of the map, in the order of drawing."""
    style = base_style(sources)
    ground, labels = style["layers"][:2], style["layers"][2:]
    style["sources"] |= {"areas": {"type": "geojson", "data": sources.areas}}
    layers = [
        {"id": "ground", "type": "fill", "source": "areas", "paint": {"fill-color": GROUND}},
        {"id": "borders", "type": "line", "source": "areas", "paint": {"line-color": BORDER, "line-width": 0.8}},
    ]
    if outline is not None:
        style["sources"] |= {"chosen": {"type": "geojson", "data": outline}}
        layers += [
            {"id": "inside", "type": "fill", "source": "chosen", "paint": {"fill-color": PAPER}},
            {"id": "outline", "type": "line", "source": "chosen", "paint": {"line-color": INK, "line-width": 2}},
        ]
    style["sources"] |= {"practices": {"type": "geojson", "data": _collected(_point_features(described.point_dots()))}}
    dots = _dots("practices", described.colours, _POINT_RADIUS)
    if described.circles is not None:
        dots |= {"minzoom": _NEAR}
        style["sources"] |= {"circles": {"type": "geojson", "data": _collected(_ring_features(described))}}
        layers.append(_dots("circles", described.colours, _CIRCLE_RADIUS) | {"maxzoom": _NEAR})
    if described.circles is None:
        style["layers"] = [ground[0], *layers, *ground[1:], *labels, dots]  # a name hides no practice
    else:
        for name in labels:
            name["layout"] |= {"text-offset": _UNDER}
        style["layers"] = [ground[0], *layers, *ground[1:], dots, *labels]
    return style


def _collected(features: list[dict[str, Any]]) -> dict[str, Any]:
    return {"type": "FeatureCollection", "features": features}


def _dots(source: str, colours: Sequence[str], radius: list[Any]) -> dict[str, Any]:
    """Layer of dots in the colour of their answer; a dot without ``e`` lies inside another and has no edge."""
    by_answer = [part for place, colour in enumerate(colours, start=1) for part in (place, colour)]
    return {
        "id": source,
        "type": "circle",
        "source": source,
        "paint": {
            "circle-radius": radius,
            "circle-color": ["match", ["get", "a"], *by_answer, NO_DATA],
            "circle-stroke-color": INK,
            "circle-stroke-width": ["get", "e"],
        },
    }


def _point_features(dots: Sequence[Dot]) -> list[dict[str, Any]]:
    """One feature per answer with the places of all its practices: a sixth of the size of one per practice."""
    return [
        {
            "type": "Feature",
            "properties": {"a": answer, "e": EDGE},
            "geometry": {
                "type": "MultiPoint",
                "coordinates": [[round(dot.longitude, 4), round(dot.latitude, 4)] for dot in alike],
            },
        }
        for answer, alike in groupby(dots, key=lambda dot: dot.answer)
    ]


def _ring_features(described: PracticeMap) -> list[dict[str, Any]]:
    return [
        {
            "type": "Feature",
            "properties": {"a": dot.answer, "r": round(dot.radius(UNIT), 1), "e": EDGE if dot.edge else 0},
            "geometry": {"type": "Point", "coordinates": [round(dot.longitude, 3), round(dot.latitude, 3)]},
        }
        for dot in described.circle_dots()
    ]


def _targets(marks: Marks) -> go.Scattermap:
    radius = np.maximum(UNIT * np.sqrt(marks.counts.sum(axis=1)), _REACH)
    return go.Scattermap(
        lon=np.asarray(marks.longitude, dtype="float32"),
        lat=np.asarray(marks.latitude, dtype="float32"),
        mode="markers",
        marker={"size": (2 * radius).astype("float32"), "color": INK, "opacity": 0},
        selected={"marker": {"opacity": 0}},
        unselected={"marker": {"opacity": 0}},
        customdata=[[text, key] for text, key in zip(marks.texts, marks.keys, strict=True)],
        hovertemplate="%{customdata[0]}<extra></extra>",
    )


def _near(feature: Mapping[str, Any]) -> tuple[dict[str, float], float]:
    """Middle and zoom at which an area fills the view."""
    west, south, east, north = shapely.geometry.shape(feature["geometry"]).bounds
    wide = max(east - west, 1e-6)
    tall = max(north - south, 1e-6) / math.cos(math.radians((north + south) / 2))
    zoom = min(math.log2(room * 360 / (_TILE * span)) for room, span in zip(_ZOOMED, (wide, tall), strict=True))
    return {"lon": (west + east) / 2, "lat": (south + north) / 2}, round(min(zoom, _CLOSEST), 2)
