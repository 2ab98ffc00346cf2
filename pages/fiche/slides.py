"""The figures of a document as slides: what it comes down to beside the map, then one figure a slide."""

from pages.fiche.document import Document, Picture
from pages.figures import slide
from pages.figures.slide import Slide


def write(document: Document) -> bytes:
    """Write the cover and every figure of a document as .pptx."""
    told = f"{document.title} · {document.subtitle}"
    source = " · ".join(f"{name}: {text}" for name, text in document.facts.items() if text)
    figures = [(document.title, document.subtitle, document.cover, document.summary)]
    for section in document.sections:
        figures += [(section.title, told, block, ()) for block in section.blocks if isinstance(block, Picture)]
    pages = [
        Slide(
            title=title,
            subtitle=subtitle,
            svg=picture.svg,
            width=picture.width,
            height=picture.height,
            said=picture.said,
            source=source,
            notes=[*notes, picture.said, source, document.link],
        )
        for title, subtitle, picture, notes in figures
    ]
    return slide.write(pages, title=told, lang=document.lang, made=document.made)
