"""A figure that is taken along brings its own letters, no more than it writes."""

import re
from base64 import b64decode
from io import BytesIO

import pytest
from fontTools.ttLib import TTFont

from geo.figures.drawing import BOLD, Drawing, text_width, write
from geo.figures.poster import Poster, frame
from pages.figures import letters
from pages.figures.letters import FACES, SANS, SERIF, embedded, used


def small(text: str) -> str:
    figure = Drawing(parts=[write(0, 10, text), write(0, 30, "Zé", weight=BOLD)], width=400, height=40)
    facts = {"Bron": "proef"}
    return frame(
        Poster(title="Titel", subtitle="%", figure=figure, facts=facts, link="https://x", described="", brand="B")
    )


def fonts(svg: str) -> dict[tuple[str, int], TTFont]:
    rule = r"font-family:'([^']+)';font-weight:(\d+);src:url\(data:font/woff2;base64,([^)]+)\)"
    return {(family, int(weight)): TTFont(BytesIO(b64decode(data))) for family, weight, data in re.findall(rule, svg)}


def test_a_figure_holds_the_letters_it_writes_and_no_others() -> None:
    svg = small("één < twee & drie ≥ 3")
    held = fonts(embedded(svg))
    assert set(held) == set(used(svg)) == set(FACES)
    for face, font in held.items():
        assert {chr(code) for code in font.getBestCmap()} == set(used(svg)[face])
    assert set("<&") < set(used(svg)[SANS, 400])
    assert "y" not in used(svg)[SERIF, 600]


def test_the_same_figure_is_the_same_file() -> None:
    svg = small("nog eens")
    first = embedded(svg)
    letters._letters.cache_clear()
    assert embedded(svg) == first
    assert len(first) - len(svg) < 24_000


def test_a_face_nobody_ships_is_left_to_the_machine() -> None:
    svg = small("x").replace('font-weight="600"', 'font-weight="500"')
    assert set(fonts(embedded(svg))) == {(SANS, 400)}


@pytest.mark.parametrize("face", list(FACES))
def test_a_face_has_every_letter_and_bears_its_license_but_not_the_reserved_name(face: tuple[str, int]) -> None:
    with TTFont(BytesIO(letters.face(*face))) as font:
        signs = {chr(code) for code in font.getBestCmap()}
        names = {record.nameID: str(record) for record in font["name"].names}
        wide = font["hmtx"].metrics[font.getBestCmap()[ord("m")]][0] / font["head"].unitsPerEm
    assert signs >= set("abcXYZ0123456789%éëïüöçÀñ–—’“”…·×−≥≤←→€\N{NO-BREAK SPACE}")
    assert "Open Font License" in names[13]
    assert set(names) <= {0, 13, 14}
    if face == (SANS, 400):
        assert text_width("m", 1) == pytest.approx(wide, abs=0.001)


def test_the_families_stand_in_the_tree_with_their_licence() -> None:
    licence = (letters.FOLDER / "OFL.txt").read_text(encoding="utf-8")
    assert "SIL OPEN FONT LICENSE Version 1.1" in licence
    for file in letters.FILES.values():
        with TTFont(file, lazy=True) as font:
            assert "fvar" in font
            holder = font["name"].getDebugName(0).split(" Adobe")[0]  # copyright sign and years
            assert holder in licence
            assert file.name in licence
