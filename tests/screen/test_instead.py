"""Beside every withheld number stands the smallest area around it that is shown; what follows for it is true."""

from pathlib import Path

from data.terms import Level
from pages.views import choosing, instead, released, views
from tests.screen.conftest import Open, text_of


def test_a_withheld_number_names_the_smallest_area_around_that_is_shown(at_home: Path, open_screen: Open) -> None:
    release_id = released.current_id() or ""
    shown = next(iter(choosing.shown_by_code(choosing.known_indicators(release_id)["P01"]).values()))
    view = views.area_view(release_id, "P01", shown, 2026, Level.ELZ)
    hidden = [area for area, row in view.numbers.items() if row.withheld]
    assert len(hidden) > 5
    for area in hidden:
        assert instead.around_words(view, area).startswith("Wel getoond, hieromheen: ")
    for area in (area for area, row in view.numbers.items() if row.known):
        assert instead.around_words(view, area) == instead.bounds_words(view, area) == ""
    text = text_of(open_screen("kaart", cijfer="P01", niveau="elz", gebied=hidden[0]))
    assert instead.around_words(view, hidden[0]) in text
    name, wider, number = instead._smallest(view, hidden[0]) or ("", view, view.numbers[hidden[0]])
    assert wider.level is not Level.ELZ
    assert number.known
    profile = text_of(open_screen("regioprofiel", niveau="elz", gebied=hidden[0]))
    assert f"{name}: {wider.text(number, short=True)}" in profile
