"""A document as text to go on writing in: .docx with real headings, tables with a head that repeats, figures told."""

from datetime import datetime
from io import BytesIO

import docx
from docx.document import Document as Docx
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor
from docx.table import _Cell
from docx.text.paragraph import Paragraph

from geo.figures.palette import INK, SECONDARY
from pages.fiche.document import Cell, Document, Picture, Table
from pages.figures import letters, png
from pages.words.language import gettext as _

ROOM = 17.0
"""Centimetres between the margins of an upright A4."""
_PER_PIXEL = ROOM / 640
"""Centimetres of a pixel in a figure over the whole page, and of one in a table."""


def write(document: Document) -> bytes:
    """Write a document as .docx."""
    page = docx.Document()
    _settle(page, document)
    page.add_heading(document.title, level=0)
    _quiet(page.add_paragraph(document.subtitle))
    _picture(page.add_paragraph(), document.cover, most=ROOM * 0.55)
    for sentence in document.summary:
        page.add_paragraph(sentence, style="List Bullet")
    for section in document.sections:
        page.add_heading(section.title, level=1)
        for block in section.blocks:
            if isinstance(block, str):
                page.add_paragraph(block)
            elif isinstance(block, Picture):
                _picture(page.add_paragraph(), block, most=ROOM)
            else:
                _table(page, block)
    page.add_heading(_("Bronnen en uitgave"), level=1)
    for name, text in document.facts.items():
        if text:
            line = page.add_paragraph()
            line.add_run(f"{name}: ").bold = True
            line.add_run(text)
    page.add_paragraph(document.link)
    held = BytesIO()
    page.save(held)
    return held.getvalue()


def _settle(page: Docx, document: Document) -> None:
    """Set paper, letters, language and what the file says of itself."""
    sheet = page.sections[0]
    sheet.page_width, sheet.page_height = Cm(21), Cm(29.7)
    sheet.left_margin = sheet.right_margin = Cm(2)
    sheet.top_margin = sheet.bottom_margin = Cm(2)
    sheet.footer.paragraphs[0].text = f"{document.brand} · {document.title} · {document.subtitle}"
    for name in ("Normal", "Title", "Heading 1", "List Bullet"):
        style = page.styles[name]
        serif = name in ("Title", "Heading 1")
        style.font.name = letters.SERIF if serif else letters.SANS
        style.font.color.rgb = _colour(INK)
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for part in ("w:asciiTheme", "w:hAnsiTheme", "w:eastAsiaTheme", "w:cstheme"):
            fonts.attrib.pop(qn(part), None)
    normal = page.styles["Normal"]
    normal.font.size = Pt(10.5)
    tongue = OxmlElement("w:lang")
    tongue.set(qn("w:val"), "nl-BE" if document.lang == "nl" else "en-GB")
    normal.element.get_or_add_rPr().append(tongue)
    told = page.core_properties
    told.title, told.subject, told.author, told.language = document.title, document.subtitle, "", document.lang
    told.comments = document.link
    if document.made:
        told.created = told.modified = datetime.fromisoformat(document.made)


def _table(page: Docx, given: Table) -> None:
    if given.caption:
        _quiet(page.add_paragraph(given.caption))
    table = page.add_table(rows=1, cols=len(given.heads), style="Table Grid")
    table.autofit = False
    head = table.rows[0]
    mark = OxmlElement("w:tblHeader")
    mark.set(qn("w:val"), "true")
    head._tr.get_or_add_trPr().append(mark)  # noqa: SLF001 -- the library has no word for it
    for cell, text in zip(head.cells, given.heads, strict=True):
        run = cell.paragraphs[0].add_run(text)
        run.bold, run.font.size = True, Pt(9)
    widths = [ROOM * part / sum(given.widths) for part in given.widths]
    for row in given.rows:
        line = table.add_row()
        whole = OxmlElement("w:cantSplit")
        line._tr.get_or_add_trPr().append(whole)  # noqa: SLF001
        for place, cell, wide in zip(line.cells, row, widths, strict=True):
            _fill(place, cell, wide)
    for cells in (row.cells for row in table.rows):
        for place, wide in zip(cells, widths, strict=True):
            place.width = Cm(wide)
    page.add_paragraph()


def _fill(place: _Cell, cell: Cell, wide: float) -> None:
    line = place.paragraphs[0]
    if cell.number:
        line.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    if cell.text:
        run = line.add_run(cell.text)
        run.bold, run.font.size = cell.strong, Pt(9.5)
    if cell.picture is not None:
        _picture(line, cell.picture, most=wide - 0.4)
    if cell.under:
        below = place.add_paragraph()
        below.alignment = line.alignment
        _quiet(below, cell.under)


def _quiet(line: Paragraph, text: str = "") -> None:
    run = line.add_run(text) if text else line.runs[0]
    run.font.size, run.font.color.rgb = Pt(8.5), _colour(SECONDARY)


def _picture(line: Paragraph, given: Picture, *, most: float) -> None:
    """Put a figure in a line, no wider than ``most`` centimetres, with what it says to who cannot see it."""
    drawn = line.add_run().add_picture(BytesIO(png.rasterise(given.svg)), width=Cm(min(most, given.width * _PER_PIXEL)))
    drawn._inline.docPr.set("descr", given.said)  # noqa: SLF001 -- the library has no word for it


def _colour(code: str) -> RGBColor:
    return RGBColor.from_string(code.removeprefix("#").upper())
