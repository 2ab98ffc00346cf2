"""Figures as slides: title, figure, source under it, and what belongs to it in the notes; one figure a slide."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from typing import Any

from pptx import Presentation
from pptx.dml.color import RGBColor
from pptx.util import Emu, Pt

from geo.figures.drawing import DEFS
from geo.figures.palette import INK, SECONDARY
from geo.figures.poster import Poster
from pages.figures import letters, png

WIDE, HIGH = Emu(12_192_000), Emu(6_858_000)
"""A slide of 16 by 9, in English metric units."""
_MARGIN, _HEAD, _FOOT = Emu(500_000), Emu(1_250_000), Emu(620_000)
_TITLE_ONLY = 5
"""Layout of the empty template of python-pptx that holds a title alone, so that a slide has a name.

The library has no types for what it opens: ``Any`` below.
"""


@dataclass(frozen=True, kw_only=True)
class Slide:
    """One figure: ``svg`` stands alone (``width`` and ``height`` in pixels), ``said`` is its text alternative."""

    title: str
    subtitle: str
    svg: str
    width: float
    height: float
    said: str
    source: str
    notes: Sequence[str]


def slide_of(poster: Poster) -> Slide:
    """Take a figure out of its frame: what stood around it goes under it and in the notes."""
    drawing = poster.figure
    wide, high = drawing.width + 2, drawing.height + 2
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{wide:g}" height="{high:g}" viewBox="-1 -1 {wide:g} {high:g}">'
        f"{DEFS}{''.join(drawing.parts)}</svg>"
    )
    facts = [f"{name}: {text}" for name, text in poster.facts.items() if text]
    return Slide(
        title=poster.title,
        subtitle=poster.subtitle,
        svg=svg,
        width=wide,
        height=high,
        said=poster.described,
        source=" · ".join(facts),
        notes=[*poster.lead, *poster.notes, *facts, poster.link],
    )


def write(slides: Sequence[Slide], *, title: str, lang: str, made: str) -> bytes:
    """Write slides as .pptx.

    Parameters
    ----------
    made : ISO 8601 moment of the release, the date of the file.
    """
    deck = Presentation()
    deck.slide_width, deck.slide_height = WIDE, HIGH
    deck.core_properties.title = title
    deck.core_properties.language = lang
    deck.core_properties.author = ""
    if made:
        deck.core_properties.created = deck.core_properties.modified = datetime.fromisoformat(made)
    for each in slides:
        _add(deck, each)
    held = BytesIO()
    deck.save(held)
    return held.getvalue()


def _add(deck: Any, told: Slide) -> None:
    page = deck.slides.add_slide(deck.slide_layouts[_TITLE_ONLY])
    title = page.shapes.title
    title.left, title.top, title.width, title.height = _MARGIN, Emu(280_000), Emu(WIDE - 2 * _MARGIN), Emu(520_000)
    _say(title.text_frame, told.title, size=26, serif=True, bold=True)
    if told.subtitle:
        _box(page, told.subtitle, Emu(780_000), Emu(380_000), size=14, quiet=True)
    if told.width and told.height:
        room, tall = WIDE - 2 * _MARGIN, HIGH - _HEAD - _FOOT
        scale = min(room / told.width, tall / told.height)
        wide, high = Emu(int(told.width * scale)), Emu(int(told.height * scale))
        left = Emu(int((WIDE - wide) / 2))
        picture = page.shapes.add_picture(BytesIO(png.rasterise(told.svg)), left, _HEAD, wide, high)
        picture._element.nvPicPr.cNvPr.set("descr", told.said)  # noqa: SLF001 -- the library has no word for it
    _box(page, told.source, Emu(HIGH - _FOOT), Emu(480_000), size=9, quiet=True)
    page.notes_slide.notes_text_frame.text = "\n".join(told.notes)


def _box(page: Any, text: str, top: Emu, height: Emu, *, size: int, quiet: bool) -> None:
    shape = page.shapes.add_textbox(_MARGIN, top, Emu(WIDE - 2 * _MARGIN), height)
    _say(shape.text_frame, text, size=size, quiet=quiet)


def _say(frame: Any, text: str, *, size: int, serif: bool = False, bold: bool = False, quiet: bool = False) -> None:
    frame.word_wrap = True
    frame.text = text
    for paragraph in frame.paragraphs:
        font = paragraph.font
        font.size, font.bold, font.name = Pt(size), bold, letters.SERIF if serif else letters.SANS
        code = (SECONDARY if quiet else INK).removeprefix("#")
        red, green, blue = (int(code[i : i + 2], 16) for i in (0, 2, 4))
        font.color.rgb = RGBColor(red, green, blue)  # type: ignore[no-untyped-call] # the library has no types
