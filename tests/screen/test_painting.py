"""Maps of a difference and of a change say what every other screen says, and hide what either year hides."""

from collections import Counter
from pathlib import Path

import pytest

from aggregation.indicators import INDICATORS
from aggregation.shown.selection import choices
from aggregation.shown.verdicts import CLEAR, Verdict
from data.terms import Level
from geo.figures.classes import Method, Palette
from pages.evolutie.evolution import evolution
from pages.kaart import painting
from pages.kaart.painting import FLANDERS, Look, painted
from pages.views import released, views
from tests.screen.conftest import Open, text_of

NUMBERS = ("P01", "A05", "A01", "D01", "D02")


def look(what: str) -> Look:
    return Look(what=what, method=Method.QUANTILES, size=5, palette=Palette.TEAL)


@pytest.mark.parametrize("name", NUMBERS)
@pytest.mark.parametrize("level", [Level.ELZ, Level.GEMEENTE])
def test_a_change_is_painted_as_evolution_judges_it(name: str, level: Level, at_home: Path) -> None:
    release_id = released.current_id() or ""
    shown = choices(INDICATORS[name])[0]
    view = views.area_view(release_id, name, shown, 2026, level)
    made, whole = painted(view, look("2024"), "nl"), evolution(release_id, name, shown, level)
    before = views.area_view(release_id, name, shown, 2024, level)
    told = {area: painting.changes_of(view, look("2024"))[area].verdict for area in view.numbers}
    assert told == {area: whole.change(area).verdict for area in view.numbers}
    painted_as = dict(zip(made.areas.areas, made.areas.members, strict=True))
    for area, member in painted_as.items():
        if before.numbers[area].withheld or view.numbers[area].withheld:
            assert member == made.areas.hidden, "expected what either year withholds to be hatched"
        elif told[area] is Verdict.HIDDEN:
            assert member == made.areas.empty
    assert sum(made.legend.counts) == sum(member < made.areas.empty for member in painted_as.values())


@pytest.mark.parametrize("name", NUMBERS)
def test_a_difference_is_painted_by_the_one_verdict(name: str, at_home: Path) -> None:
    release_id = released.current_id() or ""
    view = views.main_view(release_id, name, 2026, Level.ELZ)
    made = painted(view, look(FLANDERS), "nl")
    said = Counter(view.verdicts.values())
    lower, same, perhaps, higher, unjudged = made.legend.counts
    assert (lower, higher, perhaps) == (said[Verdict.LOWER], said[Verdict.HIGHER], said[Verdict.PERHAPS])
    assert same == said[Verdict.SAME] + said[Verdict.EQUAL]
    assert unjudged == said[Verdict.UNJUDGED]
    assert len(set(made.legend.colours)) == 5


def test_without_a_direction_up_and_down_still_look_different(at_home: Path) -> None:
    for reading in {INDICATORS[name].reading for name in INDICATORS}:
        assert len({painting.tone_on_map(verdict, reading) for verdict in CLEAR}) == 2


def test_the_screen_says_what_it_paints_and_its_table_how_much(at_home: Path, open_screen: Open) -> None:
    screen = open_screen("kaart", cijfer="A01", niveau="elz", jaar="2026", als="2024", gebied="elz10")
    assert not screen.exception
    text = text_of(screen)
    assert "verandering van 2024 tot 2026" in text
    assert "Verandering van 2024 tot 2026" in text
    assert "Aantal eerstelijnszones per oordeel" in text
    again = open_screen("kaart", cijfer="A01", niveau="elz", jaar="2024", als="2024")
    assert "stond voor wat de kaart kleurt een waarde die hier niet bestaat" in text_of(again)


def test_a_map_of_classes_is_painted_by_its_classes_alone(at_home: Path, open_screen: Open) -> None:
    screen = open_screen("kaart", cijfer="D03", toon="klasse", niveau="gemeente", als="vlaanderen")
    assert not screen.exception
    assert "per oordeel" not in text_of(screen)
