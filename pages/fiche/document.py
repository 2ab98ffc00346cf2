"""What a document is made of, whatever file it becomes: headings, sentences, tables, and figures as vectors."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from geo.figures.drawing import DEFS, Drawing, inset


@dataclass(frozen=True, kw_only=True)
class Picture:
    """A drawing that stands alone, with what it says to who cannot see it; pixels."""

    svg: str
    said: str
    width: float
    height: float


@dataclass(frozen=True, kw_only=True)
class Cell:
    """A place in a table: text, the smaller text under it, or a picture; ``number`` sets it to the right."""

    text: str = ""
    under: str = ""
    picture: Picture | None = None
    number: bool = False
    strong: bool = False


@dataclass(frozen=True, kw_only=True)
class Table:
    """A table; ``widths`` are the parts of the page of its columns, ``caption`` is '' where a heading names it."""

    heads: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    widths: tuple[float, ...]
    caption: str = ""


Block = str | Picture | Table
"""A paragraph, a figure or a table."""


@dataclass(frozen=True, kw_only=True)
class Section:
    """Blocks under a heading."""

    title: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, kw_only=True)
class Document:
    """A whole: ``cover`` is the figure beside the title, ``summary`` what it comes down to, ``facts`` its sources."""

    title: str
    subtitle: str
    brand: str
    lang: str
    made: str
    cover: Picture
    summary: tuple[str, ...]
    sections: tuple[Section, ...]
    facts: Mapping[str, str]
    link: str


def picture_of(drawing: Drawing, said: str) -> Picture:
    """Make a drawing stand alone."""
    wide, high = round(drawing.width + 1), round(drawing.height + 1)
    return Picture(svg=_svg("".join(drawing.parts), wide, high), said=said, width=float(wide), height=float(high))


def small_picture(markup: str, said: str, width: float, height: float) -> Picture | None:
    """Make a small figure of a screen stand alone, None where there is none."""
    drawn = inset(markup, 0, 0, width, height)
    return Picture(svg=_svg(drawn, width, height), said=said, width=width, height=height) if drawn else None


def _svg(parts: str, width: float, height: float) -> str:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width:g}" height="{height:g}" '
        f'viewBox="0 0 {width:g} {height:g}">{DEFS}{parts}</svg>'
    )


def texts(document: Document) -> Sequence[str]:
    """Give every text of a document, in the order of reading."""
    found = [document.title, document.subtitle, *document.summary, document.cover.said]
    for section in document.sections:
        found.append(section.title)
        for block in section.blocks:
            if isinstance(block, str):
                found.append(block)
            elif isinstance(block, Picture):
                found.append(block.said)
            else:
                found += [block.caption, *block.heads]
                found += [text for row in block.rows for cell in row for text in (cell.text, cell.under) if text]
    return [*found, *(text for pair in document.facts.items() for text in pair)]
