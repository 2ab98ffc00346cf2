"""The fiche as text and as slides, and any figure as a slide: the words of the one description, figures told."""

import io
from pathlib import Path

import docx
import pytest
from docx.oxml.ns import qn
from pptx import Presentation

from data.terms import Level
from geo.figures.poster import Poster
from pages.fiche import answers
from pages.fiche.document import Document, Picture, texts
from pages.figures import answers as figures
from pages.figures.asked import ask
from pages.shell.screen import known
from pages.views import released
from tests.screen.test_fiche import HIDDEN, SHOWN, described
from tests.screen.test_screens import zone


def figures_of(document: Document) -> list[Picture]:
    """Give the figures of a document, the cover first."""
    return [document.cover, *(each for part in document.sections for each in part.blocks if isinstance(each, Picture))]


@pytest.mark.parametrize(("position", "lang"), [(SHOWN, "nl"), (HIDDEN, "nl"), (SHOWN, "en")])
def test_the_text_holds_every_word_in_the_order_of_reading(position: int, lang: str, at_home: Path) -> None:
    document = described(position, lang)
    page = docx.Document(io.BytesIO(answers.KINDS["docx"][1](document)))
    body = page.element.body
    told = "\n".join(
        "".join(part.text or "" for part in line.iter(qn("w:t"))) for line in body.iter(qn("w:p"))
    )  # fmt: skip
    alternatives = [part.get("descr") for part in body.iter(qn("wp:docPr"))]
    at = 0
    for text in texts(document):
        if not text or text in alternatives:
            continue
        found = told.find(text, at)
        if found < 0 and text in document.facts:
            found = told.find(f"{text}: ", at)
        if found < 0:
            assert text in told, text  # a fact without a text is left out with its name
            continue
        at = found
    assert document.cover.said in alternatives
    assert all(alternatives)
    assert len(alternatives) == sum(1 for each in texts(document) if each in alternatives) + sum(
        cell.picture is not None
        for part in document.sections
        for block in part.blocks
        if hasattr(block, "rows")
        for row in block.rows
        for cell in row
    )
    headings = [line.text for line in page.paragraphs if line.style is not None and line.style.name == "Heading 1"]
    assert headings[:-1] == [section.title for section in document.sections]
    for table in page.tables:
        assert table.rows[0]._tr.find(qn("w:trPr")).find(qn("w:tblHeader")) is not None
    tongue = page.styles["Normal"].element.rPr.find(qn("w:lang")).get(qn("w:val"))
    assert tongue == ("nl-BE" if lang == "nl" else "en-GB")


def test_the_slides_hold_each_figure_with_title_source_and_notes(at_home: Path) -> None:
    document = described(SHOWN)
    deck = Presentation(io.BytesIO(answers.KINDS["pptx"][1](document)))
    expected = figures_of(document)
    assert len(deck.slides) == len(expected) >= 2
    for page, picture in zip(deck.slides, expected, strict=True):
        assert page.shapes.title.text
        drawn = [shape for shape in page.shapes if shape.shape_type == 13]
        assert [shape._element.nvPicPr.cNvPr.get("descr") for shape in drawn] == [picture.said]
        for shape in page.shapes:
            assert shape.left >= 0
            assert shape.top >= 0
            assert shape.left + shape.width <= deck.slide_width
            assert shape.top + shape.height <= deck.slide_height
        written = " ".join(shape.text_frame.text for shape in page.shapes if shape.has_text_frame)
        assert released.current_id() in written
        assert document.link in page.notes_slide.notes_text_frame.text
    first = deck.slides[0].notes_slide.notes_text_frame.text
    assert all(sentence in first for sentence in document.summary)


@pytest.mark.parametrize("screen", ["overzicht", "kaart", "regioprofiel", "vergelijken", "evolutie", "capaciteit"])
def test_every_figure_of_a_screen_is_a_slide(screen: str, at_home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    release = released.current()
    assert release is not None
    query = {"gebied": [zone(SHOWN)[0]], "niveau": ["elz"]}
    names = {choice.name for choice in known()[screen].choices}
    asked, faults = ask(release, known()[screen], {name: value for name, value in query.items() if name in names})
    assert not faults
    poster: Poster = figures._poster(asked, "https://example.org")
    deck = Presentation(io.BytesIO(figures._draw(asked, "https://example.org", "pptx")))
    assert len(deck.slides) == 1
    page = deck.slides[0]
    assert page.shapes.title.text == poster.title
    notes = page.notes_slide.notes_text_frame.text
    assert poster.link in notes
    for text in (*poster.lead, *poster.notes):
        assert text in notes
    assert any(shape.shape_type == 13 for shape in page.shapes)


def test_both_are_reached_by_address(at_home: Path) -> None:
    assert set(answers.KINDS) == {"pdf", "docx", "pptx"}
    release = released.current()
    assert release is not None
    name = answers.filename(release, Level.ELZ, zone(SHOWN)[0], 2026, "docx")
    assert name.endswith(".docx")
