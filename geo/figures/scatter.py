"""Two numbers of the same areas against each other, with Flanders as two thin lines."""

from collections.abc import Sequence
from dataclasses import dataclass

import plotly.graph_objects as go

from geo.figures.on_plotly import INK, SECONDARY, Marked, dots, name_label, plain


@dataclass(frozen=True, kw_only=True)
class ScatterWords:
    """Titles of the axes and the label of the benchmark."""

    x: str
    y: str
    benchmark: str


Ends = tuple[float, float]
"""Lower and upper end of an interval, NaN where there is none."""


def draw_scatter(
    areas: Sequence[Marked],
    x: Sequence[float],
    y: Sequence[float],
    *,
    x_ends: Sequence[Ends],
    y_ends: Sequence[Ends],
    benchmark: tuple[float | None, float | None],
    words: ScatterWords,
) -> go.Figure:
    """Draw two numbers against each other.

    Parameters
    ----------
    areas, x, y, x_ends, y_ends : one per area that shows both numbers; intervals are drawn where named.
    benchmark : the two values of the benchmark, None where not shown.

    Returns
    -------
    Figure; the last trace holds one point per area, area id in ``customdata``.
    """
    figure = plain(height=540, margin={"l": 10, "r": 20, "t": 26, "b": 46})
    order = sorted(range(len(areas)), key=lambda i: areas[i].rank)
    for i in order:
        if areas[i].chosen or areas[i].named:
            for ends, across in ((x_ends[i], True), (y_ends[i], False)):
                if ends[0] == ends[0] and ends[1] == ends[1]:  # NaN is not itself
                    figure.add_trace(
                        go.Scatter(
                            x=list(ends) if across else [x[i], x[i]], y=[y[i], y[i]] if across else list(ends),
                            mode="lines", hoverinfo="skip", line={"color": "#b9c7cc", "width": 1.6},
                        )
                    )  # fmt: skip
    figure.add_trace(dots([areas[i] for i in order], [x[i] for i in order], [y[i] for i in order], size=9))
    figure.update_layout(
        xaxis={"title": {"text": words.x}},
        yaxis={"title": {"text": words.y}, "automargin": True},
    )
    for value, across in ((benchmark[0], False), (benchmark[1], True)):
        if value is not None:
            line = {"line": {"color": INK, "width": 1}, "layer": "below"}
            figure.add_hline(y=value, **line) if across else figure.add_vline(x=value, **line)
            place = {"x": 1, "xref": "paper", "y": value} if across else {"x": value, "y": 1, "yref": "paper"}
            figure.add_annotation(
                text=words.benchmark,
                showarrow=False,
                xanchor="right" if across else "center",
                yanchor="bottom",
                font={"size": 13, "color": SECONDARY},
                **place,
            )
    middle = sorted(x)[len(x) // 2] if x else 0.0
    centre = sorted(y)[len(y) // 2] if y else 0.0
    for i in order:
        if areas[i].chosen or areas[i].named:
            far = x[i] > middle + 0.7 * (max(x) - middle)
            figure.add_annotation(name_label(areas[i], x[i], y[i], left=far, below=y[i] < centre))
    return figure
