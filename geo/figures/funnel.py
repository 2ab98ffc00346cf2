"""A funnel: every area by its number of answers, and the limits within which chance alone would keep it."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import log10

import plotly.graph_objects as go

from geo.figures.apart import Box, Named, Side, sides
from geo.figures.drawing import text_width
from geo.figures.on_plotly import INK, SECONDARY, SIZE, Marked, dots, name_label, plain

_WIDE = 25.0
"""Ratio of most to fewest answers above which the foot becomes logarithmic."""

_HEIGHT, _MARGIN = 500, {"l": 10, "r": 96, "t": 16, "b": 46}
_PHONE = 205.0
"""Width of the field on a phone, pixels: names that stay apart there stay apart everywhere."""


@dataclass(frozen=True, kw_only=True)
class FunnelCurves:
    """Limits at each number of answers, unit of the indicator."""

    answers: Sequence[float]
    inner: tuple[Sequence[float], Sequence[float]]
    outer: tuple[Sequence[float], Sequence[float]]
    target: float


@dataclass(frozen=True, kw_only=True)
class FunnelWords:
    """Titles of the axes and the labels of target and limits."""

    x: str
    y: str
    target: str
    inner: str
    outer: str


def draw_funnel(
    areas: Sequence[Marked], answers: Sequence[float], values: Sequence[float], curves: FunnelCurves, words: FunnelWords
) -> go.Figure:
    """Draw a funnel.

    Parameters
    ----------
    areas, answers, values : one per shown area, those whose names matter most first.

    Returns
    -------
    Figure; the last trace holds one point per area, area id in ``customdata``.
    """
    foot = list(curves.answers)
    figure = plain(height=_HEIGHT, margin=_MARGIN)
    low, high = curves.inner
    figure.add_trace(
        go.Scatter(
            x=[*foot, *reversed(foot)], y=[*high, *reversed(low)], fill="toself", fillcolor="#eef4f4",
            line={"width": 0}, hoverinfo="skip", mode="lines",
        )
    )  # fmt: skip
    for ends, dash in ((curves.inner, "solid"), (curves.outer, "dash")):
        for side in ends:
            figure.add_trace(
                go.Scatter(
                    x=foot, y=list(side), mode="lines", hoverinfo="skip",
                    line={"color": "#8fa3ab", "width": 1.2, "dash": dash},
                )
            )  # fmt: skip
    order = sorted(range(len(areas)), key=lambda i: areas[i].rank)
    figure.add_trace(dots([areas[i] for i in order], [answers[i] for i in order], [values[i] for i in order], size=9))
    wide = max(foot) / max(min(foot), 1.0) > _WIDE
    across = _range([_place(n, wide=wide) for n in (*foot, *answers)])
    upward = _range([*values, *(v for ends in (curves.inner, curves.outer) for side in ends for v in side)])
    figure.update_layout(
        xaxis={
            "title": {"text": words.x}, "showgrid": False, "type": "log" if wide else "linear", "range": across,
            **({"tickvals": [2, 5, 10, 20, 50, 100, 200, 500, 1000]} if wide else {}),
        },
        yaxis={"title": {"text": words.y}, "automargin": True, "range": upward},
    )  # fmt: skip
    figure.add_hline(y=curves.target, line={"color": INK, "width": 1})
    for value, text, colour in (
        (curves.target, words.target, INK),
        (curves.inner[1][-1], words.inner, SECONDARY),
        (curves.outer[1][-1], words.outer, SECONDARY),
    ):
        figure.add_annotation(
            x=1, xref="paper", y=value, text=text, showarrow=False, xanchor="left", xshift=6,
            font={"size": 12, "color": colour}, align="left",
        )  # fmt: skip
    places = [(_place(n, wide=wide), v) for n, v in zip(answers, values, strict=True)]
    for i, stands in _name_sides(areas, places, (across, upward), curves).items():
        # A logarithmic axis places annotations by the logarithm
        figure.add_annotation(name_label(areas[i], *places[i], left=stands.left, below=stands.below))
    return figure


def _place(answers: float, *, wide: bool) -> float:
    return log10(answers) if wide else answers


def _range(values: Sequence[float]) -> list[float]:
    """Give the ends of an axis: all values with a little room, so that the length of names does not move it."""
    low, high = min(values), max(values)
    loose = 0.04 * (high - low) or 1.0
    return [low - loose, high + loose]


def _name_sides(
    areas: Sequence[Marked],
    places: Sequence[tuple[float, float]],
    ends: tuple[Sequence[float], Sequence[float]],
    curves: FunnelCurves,
) -> dict[int, Side]:
    """Say on which side the names of the areas stand that have one, by their place in ``areas``."""
    high = _HEIGHT - _MARGIN["t"] - _MARGIN["b"]
    (left, right), (low, top) = ends

    def up(value: float) -> float:
        return high * (top - value) / (top - low)

    loud = sorted((i for i, area in enumerate(areas) if area.chosen or area.named), key=lambda i: not areas[i].chosen)
    named = [
        Named(
            x=_PHONE * (places[i][0] - left) / (right - left),
            y=up(places[i][1]),
            width=text_width(areas[i].name, SIZE, bold=areas[i].chosen) + 2,
            first=Side(below=places[i][1] < curves.target),
        )
        for i in loud
    ]
    told = (curves.target, curves.inner[1][-1], curves.outer[1][-1])
    taken: list[Box] = [(_PHONE, up(v) - 10, _PHONE + _MARGIN["r"], up(v) + 10) for v in told]
    found = sides(named, room=(0.0, _PHONE + _MARGIN["r"]), taken=taken)
    return {i: side for i, side in zip(loud, found, strict=True) if side is not None}
