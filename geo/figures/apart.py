"""Names beside dots, each on the side where it lies over no other name; a name that fits nowhere is left out."""

from collections.abc import Sequence
from dataclasses import dataclass

_BESIDE, _OVER, _HIGH = 7.0, 2.0, 17.0
"""From a dot to its name across and upward, and height of a name; pixels."""
_ASIDE, _AWAY = 12.0, 16.0
"""How far the beginning of a name stays from the dot of another, across and upward, so that nobody takes it for the
name of that one; pixels."""
Box = tuple[float, float, float, float]
"""Left, top, right and bottom, pixels; the height grows downward."""


@dataclass(frozen=True, kw_only=True)
class Side:
    """On which side of its dot a name stands."""

    left: bool = False
    below: bool = False


@dataclass(frozen=True, kw_only=True)
class Named:
    """A dot with a name: its place, the width of the name, and the side that is tried first; pixels."""

    x: float
    y: float
    width: float
    first: Side


def sides(named: Sequence[Named], *, room: tuple[float, float], taken: Sequence[Box] = ()) -> list[Side | None]:
    """Give each name a side.

    Parameters
    ----------
    named : those that matter most first; the first one always stands somewhere.
    room : left and right end of what a name may take; the first one may stand over it.
    taken : what no name may lie over.

    Returns
    -------
    One per name, None where it fits on no side.

    Examples
    --------
    >>> both = [Named(x=0, y=50, width=60, first=Side()), Named(x=20, y=50, width=60, first=Side())]
    >>> sides(both, room=(0, 100))
    [Side(left=False, below=False), Side(left=False, below=True)]
    """
    filled = list(taken)
    found: list[Side | None] = []
    for i, one in enumerate(named):
        others = [other for j, other in enumerate(named) if j != i]
        free = [s for s in _tried(one.first) if _fits(_box(one, s), room, filled)]
        clear = [s for s in free if all(_apart(_box(one, s), s, other) for other in others)]
        side = next(iter(clear), None) if i else next(iter([*clear, *free]), one.first)
        found.append(side)
        if side is not None:
            filled.append(_box(one, side))
    return found


def _tried(first: Side) -> list[Side]:
    """Order in which sides are tried: the other height before the other hand."""
    return [
        Side(left=left, below=below)
        for left in (first.left, not first.left)
        for below in (first.below, not first.below)
    ]


def _box(one: Named, side: Side) -> Box:
    left = one.x - _BESIDE - one.width if side.left else one.x + _BESIDE
    top = one.y + _OVER if side.below else one.y - _OVER - _HIGH
    return left, top, left + one.width, top + _HIGH


def _apart(box: Box, side: Side, other: Named) -> bool:
    """Tell whether a name begins far enough from the dot of another."""
    across = other.x - (box[2] if side.left else box[0])
    upward = max(box[1] - other.y, other.y - box[3], 0.0)
    return (across / _ASIDE) ** 2 + (upward / _AWAY) ** 2 >= 1.0


def _fits(box: Box, room: tuple[float, float], others: Sequence[Box]) -> bool:
    inside = room[0] <= box[0] and box[2] <= room[1]
    return inside and not any(
        box[0] < other[2] and other[0] < box[2] and box[1] < other[3] and other[1] < box[3] for other in others
    )
