"""Areas in the order of a number, with their intervals, and beside each its chance to be in the outer fifth.

Up to ``MOST_NAMED`` areas every row carries its name; with more the areas stand along the foot and only some are named.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import plotly.graph_objects as go

from geo.figures.on_plotly import ACCENT, INK, RULE, SECONDARY, Marked, Tone, dots, name_label, plain
from geo.numbers import NO_BREAK

MOST_NAMED = 75
_ROW = 19
_FOOT = 62


@dataclass(frozen=True, kw_only=True)
class Ranked:
    """One area of a ranking: value and 95 % interval in the unit of the axis, chance 0-100; NaN where there is none."""

    mark: Marked
    value: float
    lower: float
    upper: float
    chance: float


@dataclass(frozen=True, kw_only=True)
class Line:
    """A line that everything is held against, with its label; ``dashed`` for a second one."""

    value: float
    label: str
    dashed: bool = False


@dataclass(frozen=True, kw_only=True)
class RankingWords:
    """Titles of the two panels; ``percent`` is what stands after a chance."""

    axis: str
    chance: str
    percent: str


def draw_ranking(rows: Sequence[Ranked], lines: Sequence[Line], words: RankingWords) -> go.Figure:
    """Draw a ranking.

    Parameters
    ----------
    rows : shown areas in the order of drawing, top (or left) first.
    lines : benchmarks with a known value.
    words : titles.

    Returns
    -------
    Figure whose first trace holds one point per area, area id in ``customdata``; a second trace, where any chance is
    known, the chances as bars from zero.
    """
    return _rows(rows, lines, words) if len(rows) <= MOST_NAMED else _columns(rows, lines, words)


def _errors(rows: Sequence[Ranked]) -> dict[str, object]:
    def reach(end: float, value: float) -> float:
        return 0.0 if math.isnan(end) else abs(end - value)

    return {
        "type": "data",
        "symmetric": False,
        "array": [reach(row.upper, row.value) for row in rows],
        "arrayminus": [reach(row.lower, row.value) for row in rows],
        "width": 0,
        "thickness": 1.6,
        "color": "#b9c7cc",
    }


def _bar_colours(rows: Sequence[Ranked]) -> list[str]:
    return [ACCENT if row.mark.chosen else "#8fa3ab" for row in rows]


def _rows(rows: Sequence[Ranked], lines: Sequence[Line], words: RankingWords) -> go.Figure:
    places = list(range(len(rows)))
    chances = any(not math.isnan(row.chance) for row in rows)
    figure = plain(height=_ROW * len(rows) + 110, margin={"l": 10, "r": 60 if chances else 16, "t": 62, "b": 40})
    figure.add_trace(
        dots([row.mark for row in rows], [row.value for row in rows], places, size=9, error_x=_errors(rows))
    )
    if chances:
        figure.add_trace(
            go.Bar(
                x=[row.chance for row in rows],
                y=places,
                orientation="h",
                xaxis="x2",
                marker={"color": _bar_colours(rows)},
                text=[chance_text(row.chance, words.percent) for row in rows],
                textposition="outside",
                textfont={"size": 12, "color": INK},
                cliponaxis=False,
                constraintext="none",
                hoverinfo="skip",
                selected={"marker": {"opacity": 1}},
                unselected={"marker": {"opacity": 1}},
            )
        )
    figure.update_layout(
        xaxis={"domain": [0, 0.77 if chances else 1], "side": "bottom", "title": {"text": words.axis}},
        yaxis={
            "tickmode": "array",
            "tickvals": places,
            "ticktext": [_tick(row.mark) for row in rows],
            "range": [len(rows) - 0.3, -0.7],
            "automargin": True,
            "showgrid": False,
            "tickfont": {"color": INK, "size": 13},
        },
    )
    if chances:
        figure.update_layout(
            xaxis2={
                "domain": [0.82, 1],
                "range": [0, 100],
                "showticklabels": False,
                "showgrid": False,
                "fixedrange": True,
                "zeroline": True,
                "zerolinecolor": RULE,
                "anchor": "y",
            }
        )
        figure.add_annotation(
            x=0.82, y=1, xref="paper", yref="paper", text=words.chance, showarrow=False, xanchor="left",
            yanchor="bottom", yshift=4, align="left", font={"size": 12, "color": SECONDARY},
        )  # fmt: skip
    for place, row in zip(places, rows, strict=True):
        if row.mark.chosen or row.mark.named:
            figure.add_hrect(
                y0=place - 0.5, y1=place + 0.5, line_width=0, layer="below",
                fillcolor="#e3f0f0" if row.mark.chosen else "#f3f6f7",
            )  # fmt: skip
    for i, line in enumerate(lines):
        figure.add_vline(x=line.value, line={"color": INK, "width": 1, "dash": "dot" if line.dashed else "solid"})
        figure.add_annotation(
            x=line.value, y=1, yref="paper", text=line.label, showarrow=False, yanchor="bottom", yshift=4 + 18 * i,
            xanchor="center", font={"size": 13, "color": INK}, bgcolor="rgba(255,255,255,0.8)",
        )  # fmt: skip
    return figure


def _columns(rows: Sequence[Ranked], lines: Sequence[Line], words: RankingWords) -> go.Figure:
    places = list(range(len(rows)))
    figure = plain(height=560, margin={"l": 10, "r": 14, "t": 34, "b": 20})
    figure.add_trace(
        dots([row.mark for row in rows], places, [row.value for row in rows], size=6, error_y=_errors(rows))
    )
    chances = any(not math.isnan(row.chance) for row in rows)
    if chances:
        figure.add_trace(
            go.Bar(
                x=places, y=[row.chance for row in rows], yaxis="y2", marker={"color": _bar_colours(rows)},
                hoverinfo="skip", selected={"marker": {"opacity": 1}}, unselected={"marker": {"opacity": 1}},
            )
        )  # fmt: skip
    figure.update_layout(
        bargap=0,
        xaxis={"showticklabels": False, "showgrid": False, "range": [-1.5, len(rows) + 0.5], "anchor": "y"},
        yaxis={"domain": [0.28 if chances else 0, 1], "title": {"text": words.axis}, "automargin": True},
    )
    if chances:
        figure.update_layout(
            xaxis={"anchor": "y2"},
            yaxis2={
                "domain": [0, 0.17], "range": [0, 100], "tickvals": [0, 50, 100], "fixedrange": True,
                "ticktext": [f"{v}{words.percent}" for v in (0, 50, 100)],
                "tickfont": {"color": SECONDARY, "size": 12}, "gridcolor": "#edf1f2", "zeroline": False,
            },
        )  # fmt: skip
        figure.add_annotation(
            x=0, y=0.17, xref="paper", yref="paper", text=words.chance.replace("<br>", " "), showarrow=False,
            xanchor="left", yanchor="bottom", yshift=6, font={"size": 13, "color": SECONDARY},
        )  # fmt: skip
    for i, line in enumerate(lines):
        figure.add_shape(
            type="line", x0=0, x1=1, xref="x domain", y0=line.value, y1=line.value, layer="above",
            line={"color": INK, "width": 1, "dash": "dot" if line.dashed else "solid"},
        )  # fmt: skip
        figure.add_annotation(
            x=1, xref="x domain", y=line.value, text=line.label, showarrow=False, xanchor="right",
            yanchor="top" if i else "bottom", font={"size": 13, "color": INK}, bgcolor="rgba(255,255,255,0.8)",
        )  # fmt: skip
    for place, row in zip(places, rows, strict=True):
        if row.mark.chosen or row.mark.named:
            figure.add_annotation({**name_label(row.mark, place, row.value, left=place > len(rows) / 2), "yshift": 10})
    return figure


def _tick(mark: Marked) -> str:
    name = mark.name if len(mark.name) <= 30 else f"{mark.name[:29]}…"
    return (
        f'<b><span style="color:{ACCENT}">{name}</span></b>'
        if mark.chosen
        else f"<b>{name}</b>"
        if mark.named
        else name
    )


def chance_text(chance: float, sign: str) -> str:
    """Write a chance as whole percents; one below one percent stays silent, one over 99 is not called certain."""
    if math.isnan(chance) or chance < 1:
        return ""
    return f">{NO_BREAK}99{sign}" if chance > 99 else f"{round(chance)}{sign}"


__all__ = ["MOST_NAMED", "Line", "Ranked", "RankingWords", "Tone", "chance_text", "draw_ranking"]
