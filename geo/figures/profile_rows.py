"""The numbers of one area in groups: each among all areas, beside Flanders and over the years; described once."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from html import escape

from geo.figures.drawing import Drawing, wrap
from geo.figures.palette import SECONDARY
from geo.figures.rows import Cell, Column, Row, row_drawing

_COLUMNS = (
    Column(x=0, width=320),
    Column(x=335, width=225),
    Column(x=575, width=250),
    Column(x=840, width=130, right=True),
    Column(x=990, width=130),
)
_ROW, _MARKS = 64.0, 34.0
MOST_OPEN = 7
"""Rows of a group that a screen shows at once: with more the page is longer than anybody scrolls."""


@dataclass(frozen=True, kw_only=True)
class ProfileRow:
    """One number of an area.

    ``name`` and ``code`` are the indicator and what of it is shown; ``under`` its unit. ``value`` has ``details`` under
    it (interval, n of N, what is certain) and ``low`` where few answered; where it is withheld, ``why`` says so and the
    detail is the smallest area around that shows it.
    ``dots`` is the image of all areas, ``flanders`` the number beside with a ``verdict``, ``same`` where there is no
    clear difference. ``trend`` is the image of the years, '' where ``few`` says why there is none.
    """

    name: str
    code: str
    label: str
    under: str
    value: str
    known: bool
    why: str
    details: tuple[str, ...]
    low: str
    dots: str
    flanders: str
    verdict: str
    same: bool
    trend: str
    few: str


@dataclass(frozen=True, kw_only=True)
class ProfileGroup:
    """Numbers under one title; ``name`` is where they stand on a page, ``told`` what is in them, in words."""

    title: str
    name: str
    rows: tuple[ProfileRow, ...]
    told: str = ""

    @property
    def folded(self) -> bool:
        """Whether a screen shows its title and what is in it, until a reader opens it; paper shows it all."""
        return len(self.rows) > MOST_OPEN


@dataclass(frozen=True, kw_only=True)
class Profile:
    """The groups of an area, the headings of the columns after the first, the name of Flanders, first and last year."""

    groups: tuple[ProfileGroup, ...]
    heads: tuple[str, str, str, str]
    flanders: str
    years: tuple[str, str]


def markup(profile: Profile, link: Callable[[ProfileRow], str]) -> str:
    """Draw a profile for a screen; ``link`` gives the name of a number as markup.

    Every group has its headings, of which a screen shows those of the first and of a group that is opened.
    """
    heads = "".join(f"<div>{escape(head)}</div>" for head in ("", *profile.heads))
    columns = f'<div class="zc-row zc-columns" aria-hidden="true">{heads}</div>'
    return "".join(
        _group(group, columns + "".join(_row(row, link(row), profile) for row in group.rows))
        for group in profile.groups
    )


def _group(group: ProfileGroup, rows: str) -> str:
    title = f"<h2>{escape(group.title)}</h2>"
    if not group.folded:
        return f'<section class="zc-part zc-group" id="{group.name}">{title}<div class="zc-rows">{rows}</div></section>'
    # A link to what lies inside opens it, one to itself would not.
    told = f'<span class="zc-told">{escape(group.told)}</span>'
    return (
        f'<section class="zc-part zc-group"><details><summary>{title}{told}</summary>'
        f'<div class="zc-rows" id="{group.name}">{rows}</div></details></section>'
    )


def _row(row: ProfileRow, name: str, profile: Profile) -> str:
    first, last = map(escape, profile.years)
    years = f"{row.trend}<span class='zc-span'><i>{first}</i><i>{last}</i></span>"
    if not row.trend:
        years = f'<span class="zc-quiet">{escape(row.few)}</span>'
    beside = ""
    if row.flanders:
        css = ' class="zc-same"' if row.same else ""
        beside = (
            f'<b><span class="zc-vlname">{escape(profile.flanders)} </span>{escape(row.flanders)}</b>'
            f"<span{css}>{escape(row.verdict)}</span>"
        )
    return (
        f'<div class="zc-row"><div class="zc-what">{name}<span>{escape(row.under)}</span></div>{_value(row)}'
        f'<div class="zc-dots">{row.dots}</div><div class="zc-vl">{beside}</div>'
        f'<div class="zc-years">{years}</div></div>'
    )


def _value(row: ProfileRow) -> str:
    texts = "".join(f"<span>{escape(text)}</span>" for text in ((row.why,) if row.why else ()) + row.details)
    low = f"<em>{escape(row.low)}</em>" if row.low else ""
    return f'<div class="zc-cell{"" if row.known else " zc-hidden"}"><b>{escape(row.value)}</b>{texts}{low}</div>'


def drawing(profile: Profile) -> Drawing:
    """Draw a profile for a file; why numbers are withheld is told once, in the notes of its frame."""
    columns = [replace(column, heading=head) for column, head in zip(_COLUMNS, ("", *profile.heads), strict=True)]
    rows = []
    for group in profile.groups:
        rows += [Row(title=group.title), *map(_drawn, group.rows)]
    return row_drawing(columns, rows, tall=_ROW, picture=_MARKS)


def _drawn(row: ProfileRow) -> Row:
    certain = " · ".join(text for text in row.details[:2] if text)
    few = Cell(lines=wrap(row.few, 12.5, _COLUMNS[4].width), fill=SECONDARY, small=True)
    return Row(
        cells=(
            Cell(lines=(row.label, row.under), bold=True),
            Cell(lines=(row.value, certain, *row.details[2:], row.low), bold=True)
            if row.known
            else Cell(lines=(row.value,), fill=SECONDARY),
            Cell(picture=row.dots),
            Cell(lines=(row.flanders, *wrap(row.verdict, 12, _COLUMNS[3].width))),
            Cell(picture=row.trend) if row.trend else few,
        )
    )
