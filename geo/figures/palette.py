"""The colours of every chart, named by what they mean; all of them stand on white and on nothing else."""

from enum import StrEnum

INK, SECONDARY, RULE, PAPER, ACCENT = "#1d2b34", "#5a6b75", "#dfe5e8", "#ffffff", "#0b6e75"
HATCH, NO_DATA = "#9fabb2", "#d3d9dc"
GRID = "#edf1f2"
INTERVAL = "#b9c7cc"
QUIET = "#8fa3ab"
"""Bars and limits that only accompany the marks."""
WITHIN = "#eef4f4"
"""Between the limits of chance."""
NOT_YET = "#f5efe4"
"""Behind years in which a measure cannot be seen yet."""
OWN_ROW, NAMED_ROW = "#e3f0f0", "#f3f6f7"
"""Behind the row of the chosen area and of those that stand out."""


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
    UPWARDS = "#0b6e75"
    """A clear difference upwards, without judgement, where only the colour tells the side: on a map."""
    DOWNWARDS = "#7a4b8f"
    SAME = "#dfe7e9"
    """No clear difference, where what may be chance stands apart from it: on a map."""
    UNSAID = "#f3ead7"
    """Not judged, on a map, whose ground is white."""
