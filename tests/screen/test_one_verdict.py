"""What differs, and in which direction, is decided once: no two screens judge the same number differently."""

import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from aggregation.indicators import INDICATORS
from aggregation.shown.evolution import changes
from aggregation.shown.selection import choices
from aggregation.shown.verdicts import Verdict
from data.terms import Level
from pages.kaart import painting
from pages.overzicht import sections
from pages.vergelijken import comparison, heat_form
from pages.views import released, views
from pages.words import differences
from tests.screen import walk_further
from tests.screen.conftest import Open, text_of
from tests.screen.walk import judged_by_hand, plain, walk

YEAR = 2026


def areas_of(level: Level, step: int) -> list[str]:
    """Take every so many areas of a level: of each kind of verdict there are some among them."""
    return sorted(views.names_today(released.current_id() or "", level))[::step]


@pytest.mark.parametrize(("level", "step"), [(Level.ELZ, 6), (Level.KRING, 12), (Level.GEMEENTE, 70)])
def test_all_screens_say_the_same_of_an_area(level: Level, step: int, at_home: Path) -> None:
    told, contradictions = walk(released.current_id() or "", YEAR, level, areas_of(level, step))
    assert contradictions == {}
    assert {plain(text) for *_, text in told} >= {"hoger", "lager", "geen duidelijk verschil"}
    screens = {screen for screen, *_ in told}
    bars = set() if level is Level.GEMEENTE else {"capaciteit", "balken"}
    assert screens == {"rangorde", "trechter", "alles", "gebied", "regioprofiel", "samenvatting"} | bars


@pytest.mark.parametrize(("level", "step"), [(Level.ELZ, 12), (Level.KRING, 24), (Level.GEMEENTE, 90)])
def test_map_tables_sentences_and_fiche_say_the_same_beside_flanders(level: Level, step: int, at_home: Path) -> None:
    release = released.current()
    assert release is not None
    areas = areas_of(level, step)
    told = walk_further.beside_flanders(release, YEAR, level, areas)
    ranked, _contradictions = walk(release.id, YEAR, level, areas)
    assert walk_further.contradictions([*ranked, *told]) == []
    assert {screen for screen, *_ in told} == {"kaart", "kleur", "tabellen", "filter", "nood", "zinnen", "fiche"}
    assert {plain(text) for *_, text in told} >= {"hoger", "geen duidelijk verschil"}


@pytest.mark.parametrize(("level", "step"), [(Level.ELZ, 6), (Level.KRING, 12), (Level.GEMEENTE, 70)])
def test_all_screens_say_the_same_of_a_change(level: Level, step: int, at_home: Path) -> None:
    release_id = released.current_id() or ""
    areas = areas_of(level, step)
    told = walk_further.over_years(release_id, level, areas)
    assert walk_further.contradictions(told) == []
    assert {screen for screen, *_ in told} == {"evolutie", "evolutietabel", "evolutiekaart", "kaart", "filter"}
    assert {plain(text).partition(" (")[0] for *_, text in told} >= {"hoger", "geen duidelijk verschil"}
    named, expected = walk_further.stepwise(release_id, level, areas)
    assert named == expected


def test_a_map_that_judges_each_area_alone_is_found(at_home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for kept in (painting.painted, painting.changes_of):
        kept.cache_clear()
    monkeypatch.setattr(painting, "changes", _changed_alone)
    told = walk_further.over_years(released.current_id() or "", Level.ELZ, areas_of(Level.ELZ, 6))
    for kept in (painting.painted, painting.changes_of):
        kept.cache_clear()
    assert walk_further.contradictions(told)


def _changed_alone(first: dict[str, Any], last: dict[str, Any], *of: Any) -> tuple[dict[str, Any], None]:
    """Call every change clear."""
    told, _tally = changes(first, last, *of)
    return {area: replace(change, verdict=Verdict.HIGHER) for area, change in told.items()}, None


def test_a_screen_that_judges_for_itself_is_found(at_home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    heat_form.all_cells.cache_clear()
    monkeypatch.setattr(comparison, "heat_verdicts", _each_alone)
    monkeypatch.setattr(heat_form.comparison, "heat_verdicts", _each_alone)
    _told, contradictions = walk(released.current_id() or "", YEAR, Level.ELZ, areas_of(Level.ELZ, 6))
    heat_form.all_cells.cache_clear()
    assert contradictions


def _each_alone(beside: comparison.Beside) -> dict[tuple[str, str], tuple]:
    """Forget the family: every area higher than Flanders is called so."""
    found = {}
    for whole in beside.wholes:
        for area, value in whole.rows["value"].items():
            above = whole.flanders is not None and value > whole.flanders.value
            said = Verdict.HIDDEN if value != value else Verdict.HIGHER if above else Verdict.SAME
            found[(whole.indicator.id, str(area))] = (said, 0.0)
    return found


def test_the_verdicts_are_those_of_the_method_as_it_is_written_down(at_home: Path) -> None:
    release_id, shown = released.current_id() or "", choices(INDICATORS["P01"])[0]
    by_hand = judged_by_hand(release_id, YEAR, Level.ELZ, "P01", shown)
    view = views.area_view(release_id, "P01", shown, YEAR, Level.ELZ)
    assert {
        area: differences.words(said) for area, said in view.verdicts.items() if view.numbers[area].known
    } == by_hand
    assert len(set(by_hand.values())) >= 3


def test_overview_and_evolution_give_one_margin(at_home: Path, open_screen: Open) -> None:
    overview = text_of(open_screen("overzicht", jaar="2026"))
    row = next(row for row in overview.split("zc-changes")[1].split("<tr") if "atiëntenstop" in row or "stop" in row)
    moved = re.search(r"([+−]?)([\d,]+) ± ([\d,]+)", row)
    assert moved is not None
    release = released.current()
    assert release is not None
    asked = {"indicator": "P01", "level": "vlaanderen", "category": "gedeeltelijk|volledig", "measure": "share"}
    then, now = (release.cells(**asked, year=year).frame.iloc[0] for year in (2025, 2026))
    up = now["value"] > then["value"]
    arms = (
        (now["value"] - now["lower"], then["upper"] - then["value"])
        if up
        else (now["upper"] - now["value"], then["value"] - then["lower"])
    )
    half = ((arms[0] + 0.05) ** 2 + (arms[1] + 0.05) ** 2) ** 0.5 + 0.1  # each number was rounded to 0.1
    assert moved[3] == f"{half:.1f}".replace(".", ",")
    clear = bool(abs(now["value"] - then["value"]) > half)
    assert ("duidelijk verschil" in row.replace("geen duidelijk verschil", "")) is clear
    assert ("geen duidelijk verschil" in row) is not clear
    assert sections.CHANGES
