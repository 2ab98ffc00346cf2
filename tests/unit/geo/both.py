"""What a reader meets in the two drawings of one description: its words and its images, in order."""

import re
from html import unescape
from urllib.parse import unquote
from xml.etree import ElementTree

from geo.figures.drawing import Drawing

SVG = "{http://www.w3.org/2000/svg}"


def words(texts: list[str]) -> list[str]:
    """Give the single words of some texts, sorted."""
    return sorted(word for text in texts for word in text.split())


def seen(markup: str) -> list[str]:
    """Give the words of a markup for a screen; what only a screen reader hears is left out."""
    shown = re.sub(r'<(caption|span) class="zc-read">.*?</\1>', "", markup)
    return words([unescape(part) for part in re.split(r"<[^>]*>", shown)])


def root_of(drawing: Drawing) -> ElementTree.Element:
    """Read a drawing for a file."""
    return ElementTree.fromstring(f'<svg xmlns="http://www.w3.org/2000/svg">{"".join(drawing.parts)}</svg>')  # noqa: S314 -- our own


def written(drawing: Drawing) -> list[str]:
    """Give the words of a drawing for a file."""
    return words([element.text or "" for element in root_of(drawing).iter(f"{SVG}text")])


def same_images(markup: str, drawing: Drawing) -> int:
    """Hold that every image of a markup stands in the drawing, in the same order; give how many there are."""
    whole, place = "".join(drawing.parts), 0
    images = [unquote(part.split('"')[0]) for part in markup.split('src="')[1:]]
    for image in images:
        inside = re.sub(r"^.*?<svg [^>]*>|</svg>$|<defs>.*?</defs>", "", image).replace("url(#zc-hatch)", "url(#h)")
        place = whole.index(inside, place) + len(inside)
    return len(images)
