"""A funnel: every area by its number of answers, and the limits within which chance alone would keep it."""

from collections.abc import Sequence
from dataclasses import dataclass

import plotly.graph_objects as go

from geo.figures_plain import INK, SECONDARY, Marked, dots, name_label, plain

_WIDE = 25.0
"""Ratio of most to fewest answers above which the foot becomes logarithmic."""


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
    areas, answers, values : one per shown area, in any order.

    Returns
    -------
    Figure; the last trace holds one point per area, area id in ``customdata``.
    """
    foot = list(curves.answers)
    figure = plain(height=500, margin={"l": 10, "r": 96, "t": 16, "b": 46})
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
    figure.update_layout(
        xaxis={
            "title": {"text": words.x}, "showgrid": False, "type": "log" if wide else "linear",
            **({"tickvals": [2, 5, 10, 20, 50, 100, 200, 500, 1000]} if wide else {}),
        },
        yaxis={"title": {"text": words.y}, "automargin": True},
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
    for i in order:
        if areas[i].chosen or areas[i].named:
            # A logarithmic axis places annotations by the logarithm
            figure.add_annotation(
                name_label(areas[i], _place(answers[i], wide=wide), values[i], below=values[i] < curves.target)
            )
    return figure


def _place(answers: float, *, wide: bool) -> float:
    from math import log10

    return log10(answers) if wide else answers
