"""Figures that stand alone: their words fit, nothing is lost from the frame, nothing refers outside."""

from dataclasses import replace
from xml.etree import ElementTree

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from geo.figures.bar import share_bar
from geo.figures.chart import Key, KeyItem
from geo.figures.drawing import Drawing, box, cut, inset, stack, text_width, wrap
from geo.figures.on_svg import key_drawing
from geo.figures.poster import MARGIN, ROOM, UPRIGHT_ROOM, WIDTH, Poster, frame

SVG = "{http://www.w3.org/2000/svg}"
WORDS = st.text(alphabet="abcdefghij éëï-1234567890", min_size=1, max_size=120)


def poster(**changes: object) -> Poster:
    plain = Poster(
        title="Titel & teken <b>",
        subtitle="Maat · % · 2026",
        figure=Drawing(parts=[box(0, 0, 10, 10, "#fff")], width=200, height=50),
        facts={"Bron": "Vragenlijst", "IMA": "", "Uitgave": "20260101T000000Z-00000000"},
        link="https://cijfers.example/kaart?cijfer=P01&niveau=elz",
        described="Wat te zien is.",
        brand="Product",
        lead=["Aalst: 62 %"],
        notes=["Niet getoond: te weinig antwoorden."],
    )
    return replace(plain, **changes)  # type: ignore[arg-type]  # fields by name


def said(svg: str) -> list[str]:
    return [element.text or "" for element in ElementTree.fromstring(svg).iter(f"{SVG}text")]  # noqa: S314 -- our own


def test_everything_of_a_poster_is_written_and_an_empty_fact_is_not() -> None:
    words = said(frame(poster()))
    assert "Titel & teken <b>" in words
    for text in ("Maat · % · 2026", "Aalst: 62 %", "Niet getoond: te weinig antwoorden.", "Bron", "Vragenlijst"):
        assert text in words
    assert "https://cijfers.example/kaart?cijfer=P01&niveau=elz" in words
    assert "IMA" not in words


def test_a_poster_is_higher_when_it_says_more() -> None:
    heights = [
        float(ElementTree.fromstring(frame(made)).get("height", "0"))  # noqa: S314 -- our own
        for made in (poster(notes=[], lead=[]), poster(), poster(notes=["een lange zin " * 60]))
    ]
    assert heights == sorted(heights)
    assert heights[0] < heights[1] < heights[2]


def test_a_figure_that_is_too_wide_is_refused() -> None:
    with pytest.raises(ValueError, match="draw it smaller"):
        frame(poster(figure=Drawing(parts=[], width=WIDTH, height=10)))


@given(WORDS, st.floats(min_value=60, max_value=800))
def test_wrapping_loses_no_word_and_breaks_only_between_words(text: str, room: float) -> None:
    lines = wrap(text, 14, room)
    assert " ".join(lines) == text
    for line in lines:
        assert text_width(line, 14) <= room or " " not in line


@given(WORDS, st.floats(min_value=20, max_value=400))
def test_a_cut_text_fits_and_says_that_it_was_cut(text: str, room: float) -> None:
    shown = cut(text, 14, room)
    assert shown == text or shown.endswith("…")
    assert text_width(shown, 14) <= room or shown == "…"


@given(st.lists(WORDS, min_size=1, max_size=6), st.sampled_from((200.0, UPRIGHT_ROOM, ROOM)))
@example(["een feit dat langer is dan het blad breed is " * 8], ROOM)
@example(["kort"] * 3 + ["een feit dat niet naast de andere past " * 8], 200.0)
def test_no_footer_leaves_the_page(facts: list[str], wide: float) -> None:
    figure = Drawing(parts=[], width=wide, height=50)
    drawn = frame(poster(facts={f"kop {i}": text for i, text in enumerate(facts)}, figure=figure))
    svg = ElementTree.fromstring(drawn)  # noqa: S314 -- our own
    right = float(svg.get("width", "0")) - MARGIN
    footer = [element for element in svg.iter(f"{SVG}text") if element.get("font-size") == "13.5"]
    assert len(footer) > len(facts)
    for element in footer:
        if element.get("text-anchor") == "start" and " " in (element.text or ""):
            end = float(element.get("x", "0")) + text_width(element.text or "", 13.5)
            assert end <= right + 1, element.text


def test_a_long_figure_stands_upright_and_a_wide_one_lies() -> None:
    figures = [Drawing(parts=[], width=wide, height=900) for wide in (UPRIGHT_ROOM, UPRIGHT_ROOM + 1)]
    widths = [ElementTree.fromstring(frame(poster(figure=each))).get("width") for each in figures]  # noqa: S314 -- our own
    assert widths == [f"{UPRIGHT_ROOM + 2 * MARGIN:g}", f"{WIDTH:g}"]


def test_a_small_figure_of_the_screens_is_set_in_whole() -> None:
    markup = inset(share_bar(62.0, 58.0, 66.0, described="62 %"), 10, 20, 300, 18)
    element = ElementTree.fromstring(f'<svg xmlns="http://www.w3.org/2000/svg">{markup}</svg>')[0]  # noqa: S314 -- our own
    assert (element.get("x"), element.get("width")) == ("10.0", "300.0")
    assert any(rect.get("width") == "62%" for rect in element.iter(f"{SVG}rect"))
    assert inset("", 0, 0, 10, 10) == ""
    with pytest.raises(ValueError, match="other markup"):
        inset("<p>geen figuur</p>", 0, 0, 10, 10)


def test_stacked_drawings_and_keys_take_the_room_they_need() -> None:
    one = Drawing(parts=["<g/>"], width=100, height=40)
    both = stack([one, one], gap=10)
    assert (both.width, both.height) == (100, 90)
    assert "translate(0.0 50.0)" in both.parts[1]
    long, short = (
        Key(items=(KeyItem(text=text),) * n) for text, n in (("een lange uitleg van een kleur", 12), ("k", 1))
    )
    assert key_drawing(long, ROOM).height > key_drawing(short, ROOM).height
    assert key_drawing(long, ROOM).width == ROOM
