"""A document as PDF by Typst: tagged for who hears it (PDF/UA-1), to be kept (PDF/A-2a), fonts and vectors inside."""

import atexit
import json
import shutil
import tempfile
import threading
from datetime import datetime
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

import typst
from fontTools.ttLib import TTFont

from pages.fiche.document import Block, Cell, Document, Picture, Table
from pages.figures import letters
from pages.words.language import gettext as _

STANDARDS = ["ua-1", "a-2a"]
TEMPLATE = Path(__file__).with_name("fiche.typ")
_lock = threading.Lock()


def write(document: Document) -> bytes:
    """Set a document.

    Raises
    ------
    typst.TypstError : the document cannot be set, or would not be accessible.
    """
    return typeset(*parts(document))


def parts(document: Document) -> tuple[dict[str, bytes], str, int]:
    """Give what ``typeset`` sets: files by name, the folder of fonts, the moment by which the file is dated."""
    files: dict[str, bytes] = {"main.typ": TEMPLATE.read_bytes()}
    told = _told(document, files)
    files["data.json"] = json.dumps(told, ensure_ascii=False).encode()
    with _lock:
        fonts = _fonts()
    return files, fonts, _moment(document.made)


def typeset(files: dict[str, bytes], fonts: str, moment: int) -> bytes:
    """Set ``main.typ`` with the files beside it; a task for a process of its own, as it holds the interpreter.

    Raises
    ------
    typst.TypstError : it cannot be set, or would not be accessible.
    """
    compile_files: Any = typst.compile  # its types know one file, not the files by name that it takes
    return bytes(
        compile_files(
            files,
            format="pdf",
            font_paths=[fonts],
            ignore_system_fonts=True,
            pdf_standards=STANDARDS,
            timestamp=moment,
        )
    )


def _moment(made: str) -> int:
    """Date the file by its release, so that the same numbers make the same file."""
    try:
        return int(datetime.fromisoformat(made).timestamp())
    except ValueError:
        return 0


def _told(document: Document, files: dict[str, bytes]) -> dict[str, Any]:
    def picture(given: Picture | None) -> dict[str, Any] | None:
        if given is None:
            return None
        name = f"figure-{len(files)}.svg"
        files[name] = given.svg.encode()
        return {"kind": "picture", "file": name, "said": given.said}

    def cell(given: Cell) -> dict[str, Any]:
        return {
            "text": given.text,
            "under": given.under,
            "picture": picture(given.picture),
            "number": given.number,
            "strong": given.strong,
        }

    def block(given: Block) -> dict[str, Any] | None:
        if isinstance(given, str):
            return {"kind": "text", "text": given}
        if isinstance(given, Table):
            return {
                "kind": "table",
                "caption": given.caption,
                "heads": given.heads,
                "widths": given.widths,
                "rows": [[cell(each) for each in row] for row in given.rows],
            }
        return picture(given)

    return {
        "title": document.title,
        "subtitle": document.subtitle,
        "brand": document.brand,
        "keywords": [document.title, document.subtitle],
        "lang": document.lang,
        "cover": picture(document.cover),
        "summary": document.summary,
        "sections": [
            {"title": section.title, "blocks": [block(each) for each in section.blocks]}
            for section in document.sections
        ],
        "sources": _("Bronnen en uitgave"),
        "facts": [[name, text] for name, text in document.facts.items() if text],
        "release": document.facts.get(_("Uitgave"), ""),
        "link": document.link,
    }


@cache
def _fonts() -> str:
    """Unpack the three faces of the figures once per process, under the names by which the page asks for them."""
    folder = Path(tempfile.mkdtemp(prefix="zorgcapaciteit-fiche-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    for family, weight in letters.FACES:
        with TTFont(BytesIO(letters.face(family, weight)), recalcTimestamp=False) as font:
            font.flavor = None
            style = "Regular" if weight == letters.FACES[0][1] else "SemiBold"
            named = {1: family, 2: style, 4: f"{family} {style}", 6: f"{family}-{style}".replace(" ", "")}
            for number, text in named.items():
                font["name"].setName(text, number, 3, 1, 0x409)
            font.save(folder / f"{family}-{weight}.ttf".replace(" ", ""))
    return str(folder)
