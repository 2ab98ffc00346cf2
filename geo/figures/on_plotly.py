"""A chart on screen: what ``geo.figures.chart`` describes as a Plotly figure, whose points can be clicked.

The figure neither zooms nor drags, so that a page scrolls over it. It is given its look at birth: plotly looks through
a whole figure at every later change.
"""

import math
from collections.abc import Sequence
from html import escape
from typing import Any

import plotly.graph_objects as go

from geo.figures.chart import SIZE, Axis, Bars, Chart, Ends, Label, Limits, Line, Point, Tick
from geo.figures.palette import (
    ACCENT,
    GRID,
    INK,
    INTERVAL,
    NAMED_ROW,
    OWN_ROW,
    PAPER,
    QUIET,
    RULE,
    SECONDARY,
    WITHIN,
)

FONT = "Source Sans, Source Sans Pro, sans-serif"
_ROWS, _STRIP = ((0.0, 0.77), (0.82, 1.0)), ((0.28, 1.0), (0.0, 0.17))
"""Parts of the figure for the field and for its bars: beside rows, and under columns from below."""
_VEIL = "rgba(255,255,255,0.8)"
_STILL = {"selected": {"marker": {"opacity": 1}}, "unselected": {"marker": {"opacity": 1}}}
"""A click chooses an area; it does not fade the others."""


def draw(chart: Chart, *, separators: str) -> go.Figure:
    """Draw a chart.

    Parameters
    ----------
    separators : decimal sign and sign between thousands, for the values that Plotly chooses by itself.

    Returns
    -------
    Figure with one trace of markers: a point per mark, area id in ``customdata``, in the order of ``chart.drawn``.
    """
    bars = chart.bars
    traces = [trace for limits in chart.limits for trace in _limits(limits)]
    traces += [trace for trace in (_intervals(chart.points), *(_line(chart, line) for line in chart.lines)) if trace]
    traces.append(_dots(chart.drawn, chart.dot))
    layout = _look(chart, separators)
    layout["annotations"] = [
        *(_line_label(line, i) for i, line in enumerate(chart.lines) if not line.beside),
        *_beside(chart),
        *(_name(chart, label) for label in chart.labels),
    ]
    if chart.rows:
        layout["shapes"] = [_band(point) for point in chart.points if point.mark.loud]
    if bars is not None:
        traces.append(_bars(chart, bars))
        _divide(layout, chart, bars)
        layout["annotations"].append(_bar_title(chart, bars))
    return go.Figure(data=traces, layout=layout)


def _look(chart: Chart, separators: str) -> dict[str, Any]:
    above = 62 if chart.rows else 26
    below = 46 if chart.across.title else 20
    right = 96 if chart.told else 60 if chart.rows and chart.bars else 16
    font = {"family": FONT, "size": SIZE, "color": INK}
    return {
        "height": round(chart.tall) + above + below,
        "margin": {"pad": 4, "l": 10, "r": right, "t": above, "b": below},
        "paper_bgcolor": PAPER,
        "plot_bgcolor": PAPER,
        "font": font,
        "showlegend": False,
        "dragmode": False,
        "clickmode": "event+select",
        "hovermode": "closest",
        "hoverlabel": {"bgcolor": PAPER, "bordercolor": SECONDARY, "font": font},
        "separators": separators,
        "bargap": 0.35 if chart.rows else 0,
        "xaxis": _axis(chart.across, fixed=chart.across.logarithmic),
        "yaxis": {**_axis(chart.upward, fixed=True), "automargin": True},
    }


def _axis(axis: Axis, *, fixed: bool) -> dict[str, Any]:
    """Set an axis; one that is not ``fixed`` takes as many of its values as its width holds."""
    ends = [axis.low, axis.high]
    made: dict[str, Any] = {
        "fixedrange": True,
        "zeroline": False,
        "showgrid": axis.grid,
        "gridcolor": GRID,
        "linecolor": RULE,
        "tickfont": {"color": SECONDARY, "size": SIZE},
        "type": "log" if axis.logarithmic else "linear",
        "range": [math.log10(end) for end in ends] if axis.logarithmic else ends,
    }
    if axis.title:  # an empty one would take room too
        font = {"color": SECONDARY, "size": SIZE}
        made["title"] = {"text": escape(axis.title, quote=False), "font": font, "standoff": 8}
    if not axis.ticks:
        return {**made, "showticklabels": False}
    if not fixed:
        return made
    if any(tick.mark for tick in axis.ticks):
        made["tickfont"] = {"color": INK, "size": SIZE}
    return {
        **made,
        "tickmode": "array",
        "tickvals": [tick.value for tick in axis.ticks],
        "ticktext": [_tick(tick) for tick in axis.ticks],
    }


def _tick(tick: Tick) -> str:
    text = escape(tick.text, quote=False)
    if tick.mark is not None and tick.mark.chosen:
        return f'<b><span style="color:{ACCENT}">{text}</span></b>'
    return f"<b>{text}</b>" if tick.mark is not None and tick.mark.named else text


def _curve(x: Sequence[float | None], y: Sequence[float | None], colour: str, width: float, **more: Any) -> go.Scatter:
    line = {"color": colour, "width": width, "dash": more.pop("dash", "solid")}
    return go.Scatter(x=list(x), y=list(y), mode="lines", hoverinfo="skip", line=line, **more)


def _limits(limits: Limits) -> list[go.Scatter]:
    around = []
    if limits.filled:
        x, y = [*limits.x, *reversed(limits.x)], [*limits.high, *reversed(limits.low)]
        around = [_curve(x, y, QUIET, 0, fill="toself", fillcolor=WITHIN)]
    dash = "dash" if limits.dashed else "solid"
    return [*around, *(_curve(limits.x, side, QUIET, 1.2, dash=dash) for side in (limits.low, limits.high))]


def _intervals(points: Sequence[Point]) -> go.Scatter | None:
    """Draw all intervals as one trace, a gap after each."""
    x: list[float | None] = []
    y: list[float | None] = []
    for point in points:
        if point.across is not None:
            x, y = [*x, *point.across, None], [*y, point.y, point.y, None]
        if point.upward is not None:
            x, y = [*x, point.x, point.x, None], [*y, *point.upward, None]
    return _curve(x, y, INTERVAL, 1.6) if x else None


def _line(chart: Chart, line: Line) -> go.Scatter:
    """Draw a line from end to end of the field, over the intervals and under the marks."""
    along: Ends = (chart.upward.low, chart.upward.high) if line.upright else (chart.across.low, chart.across.high)
    both = [line.value, line.value]
    x, y = (both, along) if line.upright else (along, both)
    return _curve(x, y, INK, 1, dash="dot" if line.dashed else "solid")


def _dots(points: Sequence[Point], size: float) -> go.Scatter:
    marks = [point.mark for point in points]
    return go.Scatter(
        x=[point.x for point in points],
        y=[point.y for point in points],
        mode="markers",
        customdata=[mark.area for mark in marks],
        hovertext=[mark.hover for mark in marks],
        hovertemplate="%{hovertext}<extra></extra>",
        marker={
            "size": [size + mark.larger for mark in marks],
            "color": [mark.tone.value for mark in marks],
            "opacity": 1,
            "line": {"color": [mark.edge[0] for mark in marks], "width": [mark.edge[1] for mark in marks]},
        },
        cliponaxis=False,
        **_STILL,
    )


def _text(text: str) -> str:
    return escape(text, quote=False).replace("\n", "<br>")


def _line_label(line: Line, place: int) -> dict[str, Any]:
    made = {"text": _text(line.label), "showarrow": False, "font": {"size": SIZE, "color": INK}, "bgcolor": _VEIL}
    if line.upright:
        at = {"x": line.value, "y": 1, "yref": "paper", "xanchor": "center", "yshift": 4 + 18 * place}
        return {**made, **at, "yanchor": "bottom"}
    first = "top" if place and line.dashed else "bottom"
    return {**made, "x": 1, "xref": "x domain", "y": line.value, "xanchor": "right", "yanchor": first}


def _beside(chart: Chart) -> list[dict[str, Any]]:
    return [
        {
            "x": 1, "xref": "paper", "y": 1 - down / chart.tall, "yref": "paper", "text": _text(text), "align": "left",
            "showarrow": False, "xanchor": "left", "xshift": 6, "yanchor": "middle",
            "font": {"size": 12, "color": INK if of_line else SECONDARY},
        }
        for (_value, text, of_line), down in zip(chart.told, chart.stands(chart.tall), strict=True)
    ]  # fmt: skip


def _name(chart: Chart, label: Label) -> dict[str, Any]:
    """Write the name of a mark beside it, on white so that it stays readable over others."""
    point, side = chart.points[label.point], label.side
    text = escape(point.mark.name, quote=False)
    return {
        "x": math.log10(point.x) if chart.across.logarithmic else point.x,  # so a logarithmic axis places annotations
        "y": point.y,
        "text": f"<b>{text}</b>" if point.mark.chosen else text,
        "showarrow": False,
        "xanchor": "right" if side.left else "left",
        "yanchor": "top" if side.below else "bottom",
        "xshift": -7 if side.left else 7,
        "yshift": -3 if side.below else 3,
        "font": {"size": SIZE, "color": ACCENT if point.mark.chosen else INK},
        "bgcolor": "rgba(255,255,255,0.72)",
        "borderpad": 1,
    }


def _band(point: Point) -> dict[str, Any]:
    colour = OWN_ROW if point.mark.chosen else NAMED_ROW
    return {
        "type": "rect", "xref": "paper", "x0": 0, "x1": 1, "yref": "y", "y0": point.y - 0.5, "y1": point.y + 0.5,
        "line": {"width": 0}, "layer": "below", "fillcolor": colour,
    }  # fmt: skip


def _bars(chart: Chart, bars: Bars) -> go.Bar:
    colours = [ACCENT if point.mark.chosen else QUIET for point in chart.points]
    along = [point.y if chart.rows else point.x for point in chart.points]
    made = {"marker": {"color": colours, "line": {"width": 0}}, "hoverinfo": "skip", **_STILL}
    if not chart.rows:
        return go.Bar(x=along, y=list(bars.values), yaxis="y2", **made)
    return go.Bar(
        x=list(bars.values),
        y=along,
        orientation="h",
        xaxis="x2",
        text=list(bars.texts),
        textposition="outside",
        textfont={"size": 12, "color": INK},
        cliponaxis=False,
        constraintext="none",
        **made,
    )


def _divide(layout: dict[str, Any], chart: Chart, bars: Bars) -> None:
    """Divide the figure between the field and its bars."""
    axis: dict[str, Any] = {"range": [0, 100], "fixedrange": True, "tickfont": {"color": SECONDARY, "size": 12}}
    if chart.rows:
        field, strip = _ROWS
        layout["xaxis"]["domain"] = field
        layout["xaxis2"] = axis | {"domain": strip, "showticklabels": False, "showgrid": False, "zerolinecolor": RULE}
        layout["xaxis2"]["anchor"] = "y"
        return
    field, strip = _STRIP
    layout["yaxis"]["domain"] = field
    layout["xaxis"]["anchor"] = "y2"
    layout["yaxis2"] = axis | {"domain": strip, "gridcolor": GRID, "zeroline": False}
    layout["yaxis2"] |= {"tickvals": [t.value for t in bars.ticks], "ticktext": [t.text for t in bars.ticks]}


def _bar_title(chart: Chart, bars: Bars) -> dict[str, Any]:
    made = {"xref": "paper", "yref": "paper", "showarrow": False, "xanchor": "left", "yanchor": "bottom"}
    size = 12 if chart.rows else SIZE
    text = _text(bars.title if chart.rows else bars.title.replace("\n", " "))
    at = {"x": _ROWS[1][0], "y": 1, "yshift": 4} if chart.rows else {"x": 0, "y": _STRIP[1][1], "yshift": 6}
    return {**made, **at, "text": text, "align": "left", "font": {"size": size, "color": SECONDARY}}
