"""Contrast, measured by the definition of WCAG 2.1: letters 4.5 to 1, shapes that carry meaning 3 to 1."""

import re
from itertools import pairwise
from pathlib import Path

import pytest

from geo.figures import lines
from geo.figures.classes import FEWEST, MOST, Palette, colours
from geo.figures.palette import ACCENT, INK, PAPER, SECONDARY, Tone

STYLES = sorted((Path(__file__).parents[3] / "pages").glob("*/*.css"))
PAPERS = ("#ffffff", "#f5f7f8", "#e8f2f2", "#e9eef0")
"""What letters stand on where a rule names no ground of its own: page, sidebar, chosen row, pointed-at link."""
LETTERS, SHAPES, STEP = 4.5, 3.0, 1.35
WITHOUT_LETTERS = {".zc-stopbar"}
"""Grounds that are drawings: nothing is written on them."""

RULE = re.compile(r"([^{}]+)\{([^{}]*)\}")
COLOUR = re.compile(r"(?<![-\w])color:\s*(var\(--\w+\)|#[0-9a-fA-F]{3,6})")
GROUND = re.compile(r"(?<![-\w])background(?:-color)?:\s*(var\(--\w+\)|#[0-9a-fA-F]{3,6})")


def luminance(code: str) -> float:
    """Relative luminance of a hex colour, 0 to 1."""
    digits = code[1:] if len(code) == 7 else "".join(sign * 2 for sign in code[1:])
    channels = [int(digits[i : i + 2], 16) / 255 for i in (0, 2, 4)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Contrast of two hex colours, 1 to 21."""
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def tokens() -> dict[str, str]:
    """Give the named colours of the look."""
    return dict(re.findall(r"--(\w+): (#[0-9a-fA-F]{3,6})", "".join(path.read_text("utf-8") for path in STYLES)))


def letters_and_grounds() -> list[tuple[str, str, str]]:
    """Give selector, colour of letters and ground, for every rule that sets one of the two."""
    known = tokens()
    text = re.sub(r"/\*.*?\*/", "", "".join(path.read_text("utf-8") for path in STYLES), flags=re.DOTALL)

    def plain(found: re.Match[str] | None, otherwise: tuple[str, ...]) -> tuple[str, ...]:
        if found is None:
            return otherwise
        return (known[found[1][6:-1]] if found[1].startswith("var") else found[1],)

    pairs = []
    for selector, body in RULE.findall(text):
        colour, ground = COLOUR.search(body), GROUND.search(body)
        if (colour or ground) and selector.strip() not in WITHOUT_LETTERS:
            pairs += [
                (selector.strip(), letters, paper)
                for letters in plain(colour, (known["ink"],))
                for paper in plain(ground, PAPERS)
            ]
    return pairs


def test_the_measure_is_that_of_wcag() -> None:
    assert contrast("#000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#fff") == pytest.approx(4.48, abs=0.005)


def test_letters_stand_out_from_what_they_stand_on() -> None:
    pairs = letters_and_grounds()
    assert len(pairs) > 300
    weak = {(s, c, g): round(contrast(c, g), 2) for s, c, g in pairs if contrast(c, g) < LETTERS}
    assert weak == {}


@pytest.mark.parametrize("name", ["ink", "soft", "accent", "warn"])
def test_every_colour_of_letters_can_stand_on_every_ground(name: str) -> None:
    assert min(contrast(tokens()[name], paper) for paper in PAPERS) >= LETTERS


def test_lines_that_carry_their_own_name_can_be_read() -> None:
    assert min(contrast(colour, "#fff") for colour in lines.OTHERS) >= LETTERS
    assert min(contrast(colour, "#fff") for colour in (INK, SECONDARY, ACCENT)) >= LETTERS


def test_marks_of_a_judgement_stand_out() -> None:
    marks = (Tone.CLEAR, Tone.WORSE, Tone.BETTER)
    assert min(contrast(str(mark.value), "#fff") for mark in marks) >= SHAPES


@pytest.mark.parametrize("palette", list(Palette))
@pytest.mark.parametrize("size", range(FEWEST, MOST + 1))
def test_classes_of_a_map_can_be_told_apart(palette: Palette, size: int) -> None:
    """Ends differ as shapes must, steps next to each other visibly.

    A ramp of four to seven steps cannot keep 3 to 1 between neighbours: 3 to the sixth power is 729, white on black
    is 21. So colour never carries a class alone: pointing, the search field, the legend and the table say it in words.
    """
    ramp = colours(palette, size)
    assert contrast(ramp[0], ramp[-1]) >= SHAPES
    assert contrast("#fff", ramp[-1]) >= SHAPES
    assert min(contrast(light, dark) for light, dark in pairwise(ramp)) >= STEP


@pytest.mark.parametrize("palette", list(Palette))
def test_the_border_of_a_chosen_area_stands_out_from_the_classes_around_it(palette: Palette) -> None:
    for size in range(FEWEST, MOST + 1):
        for fill in colours(palette, size):
            best = max(contrast(border, fill) for border in (INK, PAPER))
            assert best >= SHAPES
