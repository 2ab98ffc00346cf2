"""The fiche of an area: what it says against released cells, its pages and tags, its address, a whole level at once."""

import io
import re
import zipfile
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from pypdf import PdfReader
from starlette.requests import Request
from starlette.responses import Response

import app  # noqa: F401 -- makes the screens known
import cli
from data.terms import Level
from pages.fiche import answers, pdf
from pages.fiche.document import Document, Table, texts
from pages.views import released
from pages.words import language
from tests.releases import is_withheld
from tests.screen.test_capaciteit import rate
from tests.screen.test_english import dutch_in
from tests.screen.test_screens import zone

SHOWN, HIDDEN = 2, 1


def described(position: int, lang: str = "nl") -> Document:
    """Describe the fiche of a zone."""
    release = released.current()
    assert release is not None
    language.use(lang)
    return answers.describe(release, Level.ELZ, zone(position)[0], 2026, "https://example.org")


def test_the_rulers_of_a_fiche_are_those_of_the_release(at_home: Path) -> None:
    area, name = zone(SHOWN)
    document = described(SHOWN)
    assert document.title == name
    table = next(block for block in document.sections[0].blocks if isinstance(block, Table))
    for ruler, row in zip(("D01", "D08", "D02", "D09"), table.rows, strict=True):
        here, whole = rate(ruler, area), rate(ruler, "VL", "vlaanderen")
        assert f"{here:.1f}".replace(".", ",") == row[1].text
        assert f"{whole:.1f}".replace(".", ",") == row[2].text
        assert row[3].text.startswith(f"{100 * here / whole:.0f}")
    assert f"{rate('D01', area):.1f}".replace(".", ",") in document.summary[0]


def test_what_is_withheld_is_named_and_has_no_number(at_home: Path) -> None:
    assert is_withheld("A05", "elz", HIDDEN)
    document = described(HIDDEN)
    told = next(section for section in document.sections if section.title == "Wat niet getoond wordt")
    assert "niemand herkenbaar" in str(told.blocks[0])
    hidden = [row for section in document.sections for block in section.blocks if isinstance(block, Table)
              for row in block.rows if any(cell.text == "niet getoond" for cell in row[:2])]  # fmt: skip
    assert len(hidden) > 4
    for row in hidden:
        assert row[1].text == "niet getoond"
        assert re.fullmatch(r"((.+ \((provincie|regionale zorgzone)\)|Vlaanderen): [\d.,]+(\s%)?)?", row[1].under)
    assert any(row[1].under for row in hidden), "the smallest area around that shows it"


@pytest.mark.parametrize(("position", "lang"), [(SHOWN, "nl"), (HIDDEN, "en")])
def test_a_fiche_is_a_tagged_pdf_of_two_to_six_pages(position: int, lang: str, at_home: Path) -> None:
    document = described(position, lang)
    made = pdf.write(document)
    assert made == pdf.write(document)
    read = PdfReader(io.BytesIO(made))
    assert 2 <= len(read.pages) <= 6
    root: Any = read.trailer["/Root"]
    assert root["/Lang"] == lang
    assert root["/MarkInfo"]["/Marked"]
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    xmp = root["/Metadata"].get_object().get_data().decode()
    assert re.search(r"pdfuaid:part>1<", xmp)
    assert re.search(r"pdfaid:part>2<.*pdfaid:conformance>A<", xmp, re.DOTALL)
    assert root["/OutputIntents"][0].get_object()["/S"] == "/GTS_PDFA1"
    assert f"{document.title} · {document.subtitle}" in xmp
    kinds = {str(each.get("/S")) for each in _tags(root["/StructTreeRoot"])}
    assert {"/H1", "/H2", "/Table", "/TH", "/TD", "/Figure"} <= kinds
    figures = [each for each in _tags(root["/StructTreeRoot"]) if each.get("/S") == "/Figure"]
    assert len(figures) > 5
    heads = [each for each in _tags(root["/StructTreeRoot"]) if each.get("/S") == "/TH"]
    assert heads
    assert all(each["/A"][0].get_object()["/Scope"] == "/Column" for each in heads)
    assert all(str(each.get("/Alt", "")).strip() for each in figures)
    pages: Any = read.pages
    fonts = [font.get_object() for page in pages for font in page["/Resources"]["/Font"].values()]
    assert all("Source" in str(font["/BaseFont"]) for font in fonts)
    faces = [font["/DescendantFonts"][0].get_object()["/FontDescriptor"] for font in fonts]
    assert all("/FontFile2" in face or "/FontFile3" in face for face in faces)
    assert all("/ToUnicode" in font for font in fonts)
    text = " ".join("".join(page.extract_text() for page in read.pages).split())
    assert document.title in text
    assert str(released.current_id()) in text
    for sentence in document.summary:
        assert sentence.split()[0] in text


def _tags(node: Any) -> list[dict[str, Any]]:
    """List every element of the tree of tags."""
    found: list[dict[str, Any]] = []
    waiting: list[Any] = [node]
    while waiting:
        each = waiting.pop()
        each = each.get_object() if hasattr(each, "get_object") else each
        if isinstance(each, list):
            waiting += each
        elif isinstance(each, dict):
            found += [each] if "/S" in each else []
            waiting += [each["/K"]] if "/K" in each else []
    return found


@pytest.mark.parametrize("position", [SHOWN, HIDDEN])
def test_a_fiche_in_english_is_english(position: int, at_home: Path) -> None:
    said = {text for text in texts(described(position, "en")) if text}
    assert len(said) > 40
    assert dutch_in(said) == []


def got(level: str, area: str, kind: str = "pdf", query: str = "", tag: str = "") -> Response:
    """Ask for a fiche by its address."""
    return answers.answer(
        Request(
            {
                "type": "http",
                "method": "GET",
                "scheme": "https",
                "server": ("example.org", 443),
                "path": f"/fiche/{level}/{area}.{kind}",
                "path_params": {"level": level, "area": area, "kind": kind},
                "query_string": query.encode(),
                "headers": [(b"host", b"example.org"), *([(b"if-none-match", tag.encode())] if tag else [])],
            }
        )
    )


def test_a_fiche_has_an_address_and_what_does_not_exist_is_refused(at_home: Path) -> None:
    area, _name = zone(SHOWN)
    first = got("elz", area, query="jaar=2025&taal=en")
    assert first.status_code == 200
    assert first.media_type == "application/pdf"
    assert "2025-en" in first.headers["content-disposition"]
    assert bytes(first.body).startswith(b"%PDF")
    assert got("elz", area, query="jaar=2025&taal=en", tag=first.headers["etag"]).status_code == 304
    assert got("elz", "nergens").status_code == 404
    assert got("straat", "1").status_code == 404
    assert got("vlaanderen", "VL").status_code == 404
    assert got("elz", area, "exe").status_code == 404
    assert got("elz", area, query="jaar=1999").status_code == 400


def test_all_fiches_of_a_level_stand_in_a_folder_with_index_and_zip(at_home: Path, tmp_path: Path) -> None:
    ran = CliRunner().invoke(
        cli.cli, ["fiches", "--home", str(at_home), "--out", str(tmp_path), "--level", "provincie", "--json"]
    )
    assert ran.exit_code == 0, ran.output
    files = sorted(tmp_path.glob("*.pdf"))
    assert len(files) == 5
    index = (tmp_path / "index.html").read_text(encoding="utf-8")
    assert all(path.name in index for path in files)
    with zipfile.ZipFile(tmp_path / "fiches.zip") as held:
        assert sorted(held.namelist()) == sorted(["index.html", *(path.name for path in files)])


def test_without_a_release_no_fiche_is_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(released.HOME_VARIABLE, str(tmp_path))
    ran = CliRunner().invoke(cli.cli, ["fiches", "--home", str(tmp_path), "--out", str(tmp_path / "out")])
    assert ran.exit_code != 0
    assert "niets gepubliceerd" in ran.output
