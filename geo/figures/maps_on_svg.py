"""Maps in a file: areas in classes or practices as circles, drawn as SVG from the layers of a release."""

import json
import math
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import shapely

from geo.figures.area_map import BRUSSELS, MIDDLE, TOWNS, VIEW, AreaMap
from geo.figures.drawing import DEFS, Drawing, write
from geo.figures.legend import HEIGHT, Legend, elements
from geo.figures.palette import HATCH, INK, NO_DATA, PAPER, SECONDARY
from geo.figures.poster import ROOM
from geo.figures.practice_map import BORDER, EDGE, FILE_UNIT, GROUND, Dot, PracticeMap

_TOLERANCE, _FINE = 0.0012, 0.0002
"""Degrees; a third of a pixel at this size."""
_POINT = 6.0
"""Radius of the point of a practice, pixels."""
_STRETCH = 1 / math.cos(math.radians(51.0))
_SLACK = 1.4
"""Width by height of a picture that any window crops."""
_FIRST_LOOK = (
    DEFS.replace("width='5' height='5'", "width='7' height='7'").replace("'1.2' height='5'", "'1.4' height='7'")
    + "<style>path{vector-effect:non-scaling-stroke}</style>"
)
"""Hatch wider than on a poster, since a phone shows it three times as small; lines as wide as they are there."""

Place = Callable[[float, float], tuple[float, float]]


@dataclass(frozen=True, kw_only=True)
class Ground:
    """Outlines of a level in pixels: path by area, province lines, height, and where a place stands."""

    paths: Mapping[str, str]
    provinces: str
    height: float
    place: Place


@lru_cache(maxsize=8)
def ground(layer: str, context: str, *, fine: bool = False) -> Ground:
    """Lay out a level over the whole width of a poster.

    Parameters
    ----------
    layer : GeoJSON text of the level, EPSG:4326, feature property ``area``.
    context : GeoJSON text with the provinces, feature property ``kind``.
    fine : keep the detail that shows from near; then there are no province lines.
    """
    features = json.loads(layer)["features"]
    shapes = [shapely.geometry.shape(feature["geometry"]) for feature in features]
    west, south, east, north = shapely.total_bounds(shapes)
    scale = (ROOM - 4) / (east - west)

    def place(lon: float, lat: float) -> tuple[float, float]:
        return 2 + (lon - west) * scale, 2 + (north - lat) * scale * _STRETCH

    simple = shapely.coverage_simplify(shapes, _FINE if fine else _TOLERANCE)
    provinces = (
        [] if fine else [f for f in json.loads(context)["features"] if f["properties"].get("kind") == "province"]
    )
    outlines = [shapely.simplify(shapely.geometry.shape(f["geometry"]), _TOLERANCE) for f in provinces]
    return Ground(
        paths={str(f["properties"]["area"]): path(g, place) for f, g in zip(features, simple, strict=True)},
        provinces="".join(path(outline, place) for outline in outlines),
        height=round(4 + (north - south) * scale * _STRETCH, 1),
        place=place,
    )


def path(geometry: Any, place: Place) -> str:
    """Write the rings of an area as a path."""
    polygons = [part for part in shapely.get_parts(geometry) if part.geom_type == "Polygon"]
    lines = [ring for polygon in polygons for ring in (polygon.exterior, *polygon.interiors)]
    return "".join("M" + "L".join(_point(place(lon, lat)) for lon, lat in ring.coords[:-1]) + "Z" for ring in lines)


def _point(at: tuple[float, float]) -> str:
    return f"{at[0]:.1f} {at[1]:.1f}"


def draw_areas(described: AreaMap, *, where: Ground, chosen: str | None = None, names: bool = True) -> list[str]:
    """Draw a map for a file: classes in colour, withheld hatched, no data grey.

    Parameters
    ----------
    names : write the towns too.
    """
    fills = dict.fromkeys(where.paths, NO_DATA) | described.fills("url(#h)")
    drawn = [
        f'<path d="{line}" fill="{fills[area]}" stroke="{HATCH if fills[area] == "url(#h)" else PAPER}"/>'
        for area, line in sorted(where.paths.items(), key=lambda item: fills[item[0]] != "url(#h)")
    ]
    outline = ""
    if chosen in where.paths:
        line = where.paths[str(chosen)]  # white around it, so that it stands out on dark areas too
        outline = (
            f'<path d="{line}" fill="none" stroke="{PAPER}" stroke-width="6" stroke-linejoin="round"/>'
            f'<path d="{line}" fill="none" stroke="{INK}" stroke-width="2.6" stroke-linejoin="round"/>'
        )
    return [
        f'<g stroke-width="0.8" stroke-linejoin="round">{"".join(drawn)}</g>',
        f'<path d="{where.provinces}" fill="none" stroke="{INK}" stroke-opacity="0.4" stroke-width="0.8"/>',
        outline,
        *(_names(where) if names else []),
    ]


def at_first_sight(parts: Iterable[str], where: Ground) -> str:
    """Write a map by itself as SVG, laid out as the map of the screen is before a reader moves it.

    Its width is that of the farthest view. It is taller than any window, which shows its middle; this projection and
    that of the screen differ by less than two pixels.
    """
    left, right = (where.place(VIEW[side], MIDDLE["lat"])[0] for side in ("west", "east"))
    wide = right - left
    tall = wide / _SLACK
    top = where.place(MIDDLE["lon"], MIDDLE["lat"])[1] - tall / 2
    size = f'viewBox="{left:.1f} {top:.1f} {wide:.1f} {tall:.1f}" width="{wide:.0f}" height="{tall:.0f}"'
    return f'<svg xmlns="http://www.w3.org/2000/svg" {size}>{_FIRST_LOOK}{"".join(parts)}</svg>'


def _names(where: Ground, scale: float = 1.0) -> list[str]:
    """Write the towns that lie in a map; ``scale`` is below 1 where it is shown from near."""
    towns = [(name, where.place(lon, lat), INK, 14.0) for name, lon, lat in TOWNS]
    name, lon, lat = BRUSSELS
    towns.append((name, where.place(lon, lat), SECONDARY, 13.0))
    written = [
        (x, y, write(0, 4, name, size=size, fill=fill, anchor="middle", halo=True))
        for name, (x, y), fill, size in towns
        if 0 < x < ROOM and 0 < y < where.height
    ]
    return [f'<g transform="translate({x:.2f} {y:.2f}) scale({scale:.4g})">{text}</g>' for x, y, text in written]


def map_drawing(parts: Iterable[str], where: Ground, legend: Legend) -> Drawing:
    """Put a map and its legend together."""
    under = elements(legend, where.height + 6)
    return Drawing(parts=[*parts, *under], width=ROOM, height=where.height + HEIGHT + 6)


def draw_practices(
    described: PracticeMap, *, where: Ground, scale: float = 1.0, seen: Collection[str] | None = None
) -> list[str]:
    """Draw practices on the outlines of a level for a file: its circles, or a point per practice where it has none.

    Parameters
    ----------
    scale : factor of strokes, points and names, below 1 where the drawing is shown from near.
    seen : areas to outline, all by default.
    """
    lines = (line for area, line in where.paths.items() if seen is None or area in seen)
    parts = [(f'<path d="{"".join(lines)}" fill="{GROUND}" stroke="{BORDER}" stroke-width="{0.8 * scale:.2f}"/>')]
    if described.chosen in where.paths:
        parts.append(
            f'<path d="{where.paths[str(described.chosen)]}" fill="{PAPER}" stroke="{INK}" '
            f'stroke-width="{2 * scale:.2f}"/>'
        )
    parts.append(
        f'<path d="{where.provinces}" fill="none" stroke="{INK}" stroke-opacity="0.4" '
        f'stroke-width="{0.8 * scale:.2f}"/>'
    )
    if described.circles is not None:
        return [*parts, *_dots(described.circle_dots(), where, FILE_UNIT, EDGE), *_names(where)]
    dots = _dots(described.point_dots(), where, _POINT * scale, EDGE * scale)
    return [*parts, *_names(where, scale), *dots]  # a name hides no practice


def _dots(dots: Iterable[Dot], where: Ground, unit: float, edge: float) -> list[str]:
    line = f' stroke="{INK}" stroke-width="{edge:.2f}"'
    return [
        f'<circle cx="{x:.2f}" cy="{y:.2f}" r="{dot.radius(unit):.2f}" fill="{dot.colour}"{line if dot.edge else ""}/>'
        for dot in dots
        for x, y in [where.place(dot.longitude, dot.latitude)]
    ]


def window(
    where: Ground, features: Mapping[str, Mapping[str, Any]], chosen: str, room: tuple[float, float]
) -> tuple[str, float, frozenset[str]]:
    """Look at one area through a window of ``room`` pixels.

    Returns
    -------
    The view box, how much smaller it is than the window, and the areas that lie in it.
    """
    left, top, right, bottom = _bounds(where, features[chosen])
    factor = max((right - left) / room[0], (bottom - top) / room[1]) * 1.12
    wide, tall = room[0] * factor, room[1] * factor
    x, y = (left + right - wide) / 2, (top + bottom - tall) / 2
    boxes = {area: _bounds(where, feature) for area, feature in features.items()}
    seen = frozenset(area for area, (w, n, e, s) in boxes.items() if w < x + wide and e > x and n < y + tall and s > y)
    return f"{x:.2f} {y:.2f} {wide:.2f} {tall:.2f}", factor, seen


def _bounds(where: Ground, feature: Mapping[str, Any]) -> tuple[float, float, float, float]:
    west, south, east, north = shapely.geometry.shape(feature["geometry"]).bounds
    return (*where.place(west, north), *where.place(east, south))


def near(parts: Sequence[str], view: str, room: tuple[float, float]) -> str:
    """Show a map through a view box of ``window``."""
    return f'<svg width="{room[0]:g}" height="{room[1]:g}" viewBox="{view}">{"".join(parts)}</svg>'
