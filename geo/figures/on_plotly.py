"""What the charts of a screen share: calm axes, one type size, colours by role, and direct labels."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import plotly.graph_objects as go

INK, SECONDARY, RULE, PAPER, ACCENT = "#1d2b34", "#5a6b75", "#dfe5e8", "#ffffff", "#0b6e75"
FONT = "Source Sans, Source Sans Pro, sans-serif"
SIZE = 13


class Tone(StrEnum):
    """What a mark says by its colour: orange and blue stay apart in every common colour-vision deficiency."""

    PALE = "#a3b5bc"
    """No clear difference."""
    CLEAR = "#3d5866"
    """A clear difference, without judgement."""
    WORSE = "#b4541a"
    BETTER = "#2a6496"
    OPEN = "#ffffff"
    """Not judged."""


@dataclass(frozen=True, kw_only=True)
class Marked:
    """One area in a chart: name, colour, what is read over it, and whether it stands out.

    ``named`` areas carry their name, ``ringed`` ones (alike to the chosen one) a ring without it.
    """

    area: str
    name: str
    tone: Tone
    hover: str
    chosen: bool = False
    named: bool = False
    ringed: bool = False

    @property
    def rank(self) -> int:
        """Order of drawing: ordinary ones first, the chosen one on top."""
        return 3 if self.chosen else 2 if self.named else 1 if self.ringed else 0


def plain(*, height: int, margin: Mapping[str, int]) -> go.Figure:
    """Begin a figure in the look of the product; it neither zooms nor drags, so that a page scrolls over it.

    It is given its look at birth: plotly looks through a whole figure at every later change.
    """
    axis: dict[str, Any] = {
        "fixedrange": True,
        "zeroline": False,
        "gridcolor": "#edf1f2",
        "linecolor": RULE,
        "tickfont": {"color": SECONDARY, "size": SIZE},
        "title": {"font": {"color": SECONDARY, "size": SIZE}, "standoff": 8},
    }
    return go.Figure(
        layout={
            "height": height,
            "margin": {"pad": 4, **margin},
            "paper_bgcolor": PAPER,
            "plot_bgcolor": PAPER,
            "font": {"family": FONT, "size": SIZE, "color": INK},
            "showlegend": False,
            "dragmode": False,
            "clickmode": "event+select",
            "hovermode": "closest",
            "hoverlabel": {
                "bgcolor": PAPER,
                "bordercolor": SECONDARY,
                "font": {"family": FONT, "size": SIZE, "color": INK},
            },
            "separators": ",.",
            "bargap": 0.35,
            "xaxis": axis,
            "yaxis": axis,
        }
    )


def dots(areas: Sequence[Marked], x: Sequence[float], y: Sequence[float], *, size: int = 8, **more: Any) -> go.Scatter:
    """Draw areas as dots: hollow where not judged, ringed where named, larger and ringed in the accent where chosen.

    A click gives the area id back as the point's ``customdata``.
    """
    return go.Scatter(
        x=list(x),
        y=list(y),
        mode="markers",
        customdata=[a.area for a in areas],
        hovertext=[a.hover for a in areas],
        hovertemplate="%{hovertext}<extra></extra>",
        marker={
            "size": [size + 5 if a.chosen else size + 2 if a.named else size for a in areas],
            "color": [a.tone.value for a in areas],
            "opacity": 1,
            "line": {
                "color": [
                    ACCENT if a.chosen or a.ringed else INK if a.named else SECONDARY if a.tone is Tone.OPEN else PAPER
                    for a in areas
                ],
                "width": [3 if a.chosen else 1.6 if a.named or a.ringed else 1 for a in areas],
            },
        },
        selected={"marker": {"opacity": 1}},
        unselected={"marker": {"opacity": 1}},
        **more,
    )


def name_label(area: Marked, x: float, y: float, *, left: bool = False, below: bool = False) -> dict[str, Any]:
    """Write the name of an area beside its dot, on white so that it stays readable over others."""
    return {
        "x": x,
        "y": y,
        "text": f"<b>{area.name}</b>" if area.chosen else area.name,
        "showarrow": False,
        "xanchor": "right" if left else "left",
        "yanchor": "top" if below else "bottom",
        "xshift": -7 if left else 7,
        "yshift": -3 if below else 3,
        "font": {"size": SIZE, "color": ACCENT if area.chosen else INK},
        "bgcolor": "rgba(255,255,255,0.72)",
        "borderpad": 1,
    }
