"""The map of one number: released cells in, a Plotly figure out. Nothing is fetched from outside.

Geometry travels by address, once per release. The fill of valued areas lies over a hatched ground, and withheld areas
leave that ground open: so a withheld area is hatched without sending a line of geometry with every redraw.
"""

import html
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from data.releases import ReleasedCells
from data.terms import Status
from geo.figures.classes import Classes
from geo.figures.palette import HATCH, INK, NO_DATA, PAPER, SECONDARY

SEE_THROUGH = "rgba(255,255,255,0)"

VIEW = {"west": 2.42, "east": 6.04, "south": 48.4, "north": 53.6}
"""Farthest view. Flanders fills its width; the height is slack, so that any window fits Flanders by its width."""
MIDDLE = {"lon": 4.23, "lat": 51.075}
TOWNS = (
    ("Antwerpen", 4.402, 51.219),
    ("Brugge", 3.224, 51.209),
    ("Gent", 3.722, 51.054),
    ("Hasselt", 5.338, 50.931),
    ("Kortrijk", 3.265, 50.828),
    ("Leuven", 4.701, 50.879),
)
BRUSSELS = ("Brussel", 4.366, 50.842)
_LABELS = "labels"
HEIGHT = 520
"""Pixels; the screen crops it to the shape that Flanders has at its width."""
SMALL_ZOOM = 7.2
"""Zoom under which the map is small: Flanders is then less than about 700 pixels wide."""


@dataclass(frozen=True, kw_only=True)
class MapSources:
    """Addresses from which the browser draws: areas (feature property ``area``), context and hatch, all GeoJSON.

    ``wide`` holds a hatch with fewer lines, for a map as small as a phone shows it: the lines of ``hatch`` would run
    together there into a grey that reads as no data.
    """

    areas: str
    context: str
    hatch: str
    wide: str


@dataclass(frozen=True, kw_only=True)
class AreaMap:
    """One number for every area of a level: the class of each, in the order of the cells.

    ``members`` are the classes, light to dark, then one for no data (``empty``) and one for withheld (``hidden``);
    ``colours`` one per class.
    """

    areas: tuple[str, ...]
    members: tuple[int, ...]
    colours: tuple[str, ...]

    @property
    def empty(self) -> int:
        """Give the class of areas without data."""
        return len(self.colours)

    @property
    def hidden(self) -> int:
        """Give the class of withheld areas."""
        return len(self.colours) + 1

    def fills(self, hatch: str) -> dict[str, str]:
        """Give the fill of every area; ``hatch`` is that of the withheld ones."""
        every = (*self.colours, NO_DATA, hatch)
        return {area: every[member] for area, member in zip(self.areas, self.members, strict=True)}


def describe_map(cells: ReleasedCells, classes: Classes, colours: Sequence[str]) -> AreaMap:
    """Describe the map of one number.

    Parameters
    ----------
    cells : one row per area of the level: one indicator, year, category and measure.
    classes : classes of their values, members on the position in ``cells.frame`` replaced by area ids.
    colours : one per class, light to dark.
    """
    areas = tuple(cells.frame["area"].astype(str))
    no_data = cells.frame["status"].eq(Status.NO_DATA.value)
    empty = len(colours)
    members = tuple(
        empty + 1 if withheld else empty if missing else int(classes.members.get(area, 0))
        for area, withheld, missing in zip(areas, cells.withheld, no_data, strict=True)
    )
    return AreaMap(areas=areas, members=members, colours=tuple(colours))


def draw_map(
    described: AreaMap,
    *,
    sources: MapSources,
    hover: Mapping[str, str],
    chosen: Mapping[str, Any] | None = None,
) -> go.Figure:
    """Draw a map for a screen.

    Parameters
    ----------
    hover : what is read over an area, HTML of Plotly, by area id.
    chosen : GeoJSON feature of the chosen area, None where none is chosen.

    Returns
    -------
    Figure with one trace; each point's ``location`` is its area id and its ``z`` its class; no data is grey, and what
    is withheld see-through: the hatch shows.
    """
    colours = (*described.colours, NO_DATA, SEE_THROUGH)
    fill = _fill(list(described.areas), list(described.members), colours, sources.areas, hover)
    layout = {
        "map": {
            "style": base_style(sources),
            "center": MIDDLE,
            "zoom": 5,
            "bounds": VIEW,
            "layers": [*_hatching(sources), *(_outline(chosen) if chosen else [])],
        },
        "margin": {"l": 0, "r": 0, "t": 0, "b": 0},
        "height": HEIGHT,
        "paper_bgcolor": PAPER,
        "showlegend": False,
        "uirevision": "map",  # keep the reader's zoom when the numbers change
        "modebar": {"orientation": "v", "bgcolor": PAPER, "color": SECONDARY, "activecolor": INK},
        "clickmode": "event+select",
        "dragmode": "pan",
        "hoverlabel": {
            "bgcolor": PAPER,
            "bordercolor": INK,
            "align": "left",
            "font": {"size": 13, "color": INK, "family": "Source Sans, Source Sans Pro, sans-serif"},
        },
    }
    # Checking this fixed shape anew takes ten times as long as drawing it; a test checks it instead.
    return go.Figure(data=[fill], layout=layout, _validate=False)


def _fill(
    areas: list[str], members: list[int], palette: tuple[str, ...], address: str, hover: Mapping[str, str]
) -> go.Choroplethmap:
    """All areas as one trace: a second one would read the layer again. The scale is stepped, one colour per class."""
    size = len(palette)
    scale = [[(i + side) / size, colour] for i, colour in enumerate(palette) for side in (0, 1)]
    return go.Choroplethmap(
        geojson=address,
        featureidkey="properties.area",
        locations=areas,
        z=members,
        zmin=-0.5,
        zmax=size - 0.5,
        colorscale=scale,
        showscale=False,
        below=_LABELS,
        marker={"opacity": 1, "line": {"width": 0.7, "color": PAPER}},
        selected={"marker": {"opacity": 1}},
        unselected={"marker": {"opacity": 1}},
        customdata=[hover.get(key, html.escape(key)) for key in areas],
        hovertemplate="%{customdata}<extra></extra>",
    )


def _hatching(sources: MapSources) -> list[dict[str, Any]]:
    """Hatch all of Flanders, under the areas; it comes with them, so a page that is loading is white."""
    line = {"sourcetype": "geojson", "type": "line", "color": HATCH, "line": {"width": 1}, "below": "traces"}
    return [
        {**line, "source": sources.wide, "maxzoom": SMALL_ZOOM},
        {**line, "source": sources.hatch, "minzoom": SMALL_ZOOM},
    ]


def _outline(feature: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Draw a dark line on a wider light one: on dark classes and on light ones, one of the two stands out."""
    line = {"sourcetype": "geojson", "source": feature, "type": "line", "below": ""}
    return [{**line, "color": colour, "line": {"width": width}} for colour, width in ((PAPER, 5.4), (INK, 2.6))]


def base_style(sources: MapSources) -> dict[str, Any]:
    """Style of the ground: white, province lines, Brussels and towns. No tiles, no fonts by address."""
    towns = [
        {"type": "Feature", "properties": {"name": name}, "geometry": {"type": "Point", "coordinates": [lon, lat]}}
        for name, lon, lat in TOWNS
    ]
    brussels = {
        "type": "Feature",
        "properties": {"name": BRUSSELS[0]},
        "geometry": {"type": "Point", "coordinates": list(BRUSSELS[1:])},
    }
    halo = {"text-color": INK, "text-halo-color": "rgba(255,255,255,0.92)", "text-halo-width": 1.6}
    text = {
        "text-field": ["get", "name"],
        "text-size": 13,
        "text-font": ["Source Sans", "sans-serif"],
        "text-padding": 4,
    }
    return {
        "version": 8,
        "name": "ground",
        "sources": {
            "context": {"type": "geojson", "data": sources.context},
            "towns": {"type": "geojson", "data": {"type": "FeatureCollection", "features": towns}},
            "brussels": {"type": "geojson", "data": {"type": "FeatureCollection", "features": [brussels]}},
        },
        "layers": [
            {"id": "paper", "type": "background", "paint": {"background-color": PAPER}},
            {
                "id": _LABELS,
                "type": "line",
                "source": "context",
                "filter": ["==", ["get", "kind"], "province"],
                "paint": {"line-color": INK, "line-opacity": 0.4, "line-width": 0.8},
            },
            {
                "id": "brussels",
                "type": "symbol",
                "source": "brussels",
                "layout": {**text, "text-size": 12},
                "paint": {**halo, "text-color": SECONDARY},
            },
            {"id": "towns", "type": "symbol", "source": "towns", "layout": text, "paint": halo},
        ],
    }


def keyed(classes: Classes, areas: pd.Series) -> Classes:
    """Give the same classes with members by area id instead of by row."""
    members = pd.Series(classes.members.to_numpy(), index=areas.loc[classes.members.index].astype(str))
    return Classes(edges=classes.edges, members=members, counts=classes.counts, asked=classes.asked)
