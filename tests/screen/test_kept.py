"""What a screen keeps for the next visitor is drawn for the same choice in the same language, and no other."""

import re
from pathlib import Path

import pytest

from tests.screen.conftest import Open, text_of
from tests.screen.test_screens import zone

SCREENS = {
    "vergelijken": {"cijfer": "A05", "niveau": "elz"},
    "evolutie": {"cijfer": "A05", "niveau": "elz"},
    "praktijken": {"feit": "P10"},
    "capaciteit": {"niveau": "elz"},
}
ADDRESS = re.compile(r'(?:href|src)="[^"]*"')


def drawn(open_screen: Open, name: str, **choice: str) -> str:
    """Give the markup and the charts of a screen; addresses left out, which hold the choice."""
    screen = open_screen(name, **SCREENS[name], **choice)
    assert not screen.exception
    charts = [chart.proto.spec for chart in screen.get("plotly_chart")]
    return ADDRESS.sub("", "\n".join([text_of(screen), *charts]))


@pytest.mark.parametrize("name", list(SCREENS))
def test_a_kept_screen_speaks_the_language_of_its_reader(name: str, at_home: Path, open_screen: Open) -> None:
    dutch = drawn(open_screen, name)
    english = drawn(open_screen, name, taal="en")
    assert drawn(open_screen, name) == dutch
    assert drawn(open_screen, name, taal="en") == english
    tables = [set(re.findall(r"<th scope=\"col\"[^>]*>([^<]+)</th>", text)) for text in (dutch, english)]
    assert len(tables[0] & tables[1]) <= len(tables[0]) / 2


@pytest.mark.parametrize("name", list(SCREENS))
def test_the_area_of_one_reader_is_not_shown_to_another(name: str, at_home: Path, open_screen: Open) -> None:
    area, _name = zone(2)
    nobody = drawn(open_screen, name)
    chosen = drawn(open_screen, name, gebied=area)
    assert chosen != nobody
    marked = {"vergelijken": 1, "evolutie": 2, "praktijken": 0, "capaciteit": 2}  # rows of its tables
    assert (nobody.count('class="zc-chosen"'), chosen.count('class="zc-chosen"')) == (0, marked[name])
    assert drawn(open_screen, name) == nobody


@pytest.mark.parametrize("name", list(SCREENS))
def test_links_in_a_kept_screen_take_along_what_this_reader_chose(name: str, at_home: Path, open_screen: Open) -> None:
    area, _name = zone(2)
    open_screen(name, **SCREENS[name])
    mine = text_of(open_screen(name, **SCREENS[name], mijn=f"elz:{area}"))
    inside = [link for link in re.findall(r'href="(/[^"]*gebied=[^"]*)"', mine) if "/figures/" not in link]
    assert inside
    assert all(f"mijn=elz%3A{area}" in link for link in inside)
