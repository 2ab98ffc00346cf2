"""One description of a chart, from which it is drawn on screen (``on_plotly``) and as a file (``on_svg``).

A description holds everything a reader meets: marks in the order of reading, intervals, axes with their values as text,
names, lines to hold the marks against, and the key. A drawing adds no word, leaves none out and changes no order; it
decides only how many pixels things take.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum, auto

from geo.figures.apart import Box, Named, Side, sides
from geo.figures.drawing import text_width
from geo.figures.palette import ACCENT, INK, PAPER, SECONDARY, Tone

SIZE = 13
"""Letters of a chart on screen, pixels."""
Ends = tuple[float, float]
"""Lower and upper end of an interval."""


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

    @property
    def loud(self) -> bool:
        """Tell whether its name stands in the chart."""
        return self.chosen or self.named

    @property
    def edge(self) -> tuple[str, float]:
        """Colour and width of its rim: hollow where not judged, ringed where named, in the accent where chosen."""
        if self.chosen or self.ringed:
            return ACCENT, 3.0 if self.chosen else 1.6
        if self.named:
            return INK, 1.6
        return (SECONDARY if self.tone is Tone.OPEN else PAPER), 1.0

    @property
    def larger(self) -> float:
        """Pixels that its dot is wider than an ordinary one."""
        return 5.0 if self.chosen else 2.0 if self.named else 0.0


@dataclass(frozen=True, kw_only=True)
class Tick:
    """A value along an axis and its text; ``mark`` is the area of which it is the name."""

    value: float
    text: str
    mark: Marked | None = None


@dataclass(frozen=True, kw_only=True)
class Axis:
    """One direction of a field.

    ``low`` is the left or lower end and may be the larger number; the unit stands in ``title``. A screen may be too
    narrow for all ``ticks`` across it: it then shows fewer round values. A logarithmic axis has only positive values.
    """

    title: str
    low: float
    high: float
    ticks: tuple[Tick, ...] = ()
    grid: bool = True
    logarithmic: bool = False


@dataclass(frozen=True, kw_only=True)
class Point:
    """A mark, its place, and its intervals across and upward, None where none is drawn."""

    mark: Marked
    x: float
    y: float
    across: Ends | None = None
    upward: Ends | None = None


@dataclass(frozen=True, kw_only=True)
class Line:
    """A line that the marks are held against; ``upright`` stands at an x, else it lies at a y.

    ``beside`` sets the label of a lying one behind its end, outside the field.
    """

    value: float
    label: str
    upright: bool
    dashed: bool = False
    beside: bool = False


@dataclass(frozen=True, kw_only=True)
class Limits:
    """Two curves around a line, with the label that stands at the end of the upper one."""

    x: tuple[float, ...]
    low: tuple[float, ...]
    high: tuple[float, ...]
    label: str
    dashed: bool = False
    filled: bool = False


@dataclass(frozen=True, kw_only=True)
class Bars:
    """A second number of each mark, 0 to 100, as a bar in a strip of its own; NaN where it has none.

    ``texts`` stand at the ends of the bars, in a strip beside rows; ``ticks`` along a strip under columns.
    """

    title: str
    values: tuple[float, ...]
    texts: tuple[str, ...]
    ticks: tuple[Tick, ...]


class Sign(Enum):
    """What stands before a text in a key."""

    DOT = auto()
    RING = auto()
    """The rim of areas alike to the chosen one."""
    INTERVAL = auto()
    HATCHED = auto()
    """Withheld."""
    EMPTY = auto()
    """No data."""
    THIN = auto()
    """A line to hold others against."""
    CLEAR = auto()
    """The line of a clear change."""


@dataclass(frozen=True, kw_only=True)
class KeyItem:
    """A sign and what it means; ``fill`` is the colour of a dot."""

    text: str
    sign: Sign = Sign.DOT
    fill: str = PAPER


@dataclass(frozen=True, kw_only=True)
class Key:
    """What the signs of a chart mean, after a few words; only signs that occur."""

    items: tuple[KeyItem, ...]
    title: str = ""


@dataclass(frozen=True, kw_only=True)
class Label:
    """The name of the mark at a place in ``Chart.points``, and the side on which it stands."""

    point: int
    side: Side


@dataclass(frozen=True, kw_only=True)
class Chart:
    """A field of marks.

    ``rows`` tells that every mark has a row of its own, with its name as the value of the upright axis. ``dot`` is the
    width of an ordinary mark and ``tall`` the height of the field on screen, with its strip of bars; pixels.
    """

    across: Axis
    upward: Axis
    points: tuple[Point, ...]
    described: str
    key: Key | None = None
    lines: tuple[Line, ...] = ()
    limits: tuple[Limits, ...] = ()
    labels: tuple[Label, ...] = ()
    bars: Bars | None = None
    rows: bool = False
    dot: float = 9.0
    tall: float = 440.0

    @property
    def drawn(self) -> tuple[Point, ...]:
        """Marks in the order of drawing: those that stand out lie over the others."""
        return tuple(sorted(self.points, key=lambda point: point.mark.rank))

    @property
    def told(self) -> list[tuple[float, str, bool]]:
        """Give what stands right of the field: its height on the upright axis, its text, and whether it is of a line.

        Lines come first, then the limits from the inner to the outer ones.
        """
        lines = [(line.value, line.label, True) for line in self.lines if line.beside]
        return [*lines, *((each.high[-1], each.label, False) for each in self.limits)]

    def stands(self, tall: float) -> list[float]:
        """Give how far under the top of a field of ``tall`` pixels the middle of each text of ``told`` stands.

        A text over a line moves up where it would lie on the one below it.
        """
        found: list[float] = []
        top = tall + _TEXT
        for value, text, _of_line in self.told:
            half = _TEXT * (text.count("\n") + 1) / 2
            wanted = tall * (self.upward.high - value) / (self.upward.high - self.upward.low)
            found.append(min(wanted, top - half))
            top = found[-1] - half
        return found


_TEXT = 15.0
"""Height of a line of text beside the field, pixels."""
_PHONE, _BESIDE = 205.0, 96.0
"""Width of the field on a phone and of the strip for words beside it, pixels: names that stay apart there stay apart
everywhere, so every drawing has the same names."""


def name_sides(
    points: Sequence[Point],
    places: Sequence[tuple[float, float]],
    *,
    tall: float,
    middle: float,
    told: Sequence[float] = (),
) -> tuple[Label, ...]:
    """Choose where the names of the marks that have one stand; a name that fits nowhere is left out.

    Parameters
    ----------
    places : share of the width (from the left) and of the height (from above) at which each point stands, 0 to 1.
    tall : height of the field, pixels.
    middle : share of the height under which names stand below their marks if they can.
    told : shares of the height at which words stand right of the field.
    """
    loud = sorted((i for i, p in enumerate(points) if p.mark.loud), key=lambda i: not points[i].mark.chosen)
    room = _PHONE + _BESIDE if told else 300.0
    field = _PHONE if told else room
    named = [
        Named(
            x=field * places[i][0],
            y=tall * places[i][1],
            width=text_width(points[i].mark.name, SIZE, bold=points[i].mark.chosen) + 2,
            first=Side(left=not told and places[i][0] > 0.7, below=places[i][1] > middle),
        )
        for i in loud
    ]
    taken: list[Box] = [(field, tall * y - 10, room, tall * y + 10) for y in told]
    found = zip(loud, sides(named, room=(0.0, room), taken=taken), strict=True)
    return tuple(Label(point=i, side=side) for i, side in found if side is not None)
