"""From an area to those around it, and a search that understands what people type."""

import re
from html import unescape
from pathlib import Path

import pytest

from aggregation.shown import neighbours
from data.terms import Level
from pages.shell import areabar
from pages.vergelijken import comparison
from pages.views import benchmarks, places, released, views
from pages.views.around import around, bordering
from pages.words.language import gettext as _
from tests.screen.conftest import Open, text_of


def around_of(text: str) -> str:
    """Give the part of a screen that leads to other areas."""
    found = re.search(r'<nav class="zc-around".*?</nav>', text, re.DOTALL)
    assert found
    return unescape(found[0])


def area_named(release_id: str, level: Level, name: str) -> str:
    """Give the area with that name."""
    return next(area for area, known in views.names_today(release_id, level).items() if known == name)


def test_a_profile_leads_to_every_municipality_of_its_zone_and_back(at_home: Path, open_screen: Open) -> None:
    release_id = released.current_id() or ""
    rows = released.opened(release_id).membership(year=2026)
    zone = "elz10"
    towns = set(rows.loc[rows["elz"].astype(str).eq(zone), "gemeente"].astype(str))
    there = around_of(text_of(open_screen("regioprofiel", niveau="elz", gebied=zone)))
    names = views.names_today(release_id, Level.GEMEENTE)
    for town in towns:
        assert re.search(
            rf'href="/regioprofiel\?[^"]*niveau=gemeente[^"]*gebied={town}[^"]*"[^>]*>{names[town]}<', there
        )
        back = around_of(text_of(open_screen("regioprofiel", niveau="gemeente", gebied=town)))
        assert f"gebied={zone}" in back
    assert "niveau=provincie" in there
    assert "niveau=regio" in there
    for beside in bordering(release_id, Level.ELZ)[zone]:
        assert f"gebied={beside}" in there


def test_what_two_areas_share_is_named_in_municipalities(at_home: Path, open_screen: Open) -> None:
    release_id = released.current_id() or ""
    rows = released.opened(release_id).membership(year=2026).astype({"elz": str, "kring": str, "gemeente": str})
    crossing = next(
        (zone, other)
        for zone in sorted(set(rows["elz"]))
        for other in around(release_id, Level.ELZ, zone).others[Level.KRING]
        if not other.nested and len(other.shared) > 1
    )
    zone, kring = crossing
    both = set(rows.loc[rows["elz"].eq(zone) & rows["kring"].eq(kring.area), "gemeente"])
    whole = rows.loc[rows["elz"].eq(zone), "gemeente"].nunique()
    text = around_of(text_of(open_screen("regioprofiel", niveau="elz", gebied=zone)))
    assert f"({len(both)} van de {whole} gemeenten: " in text
    names = views.names_today(release_id, Level.GEMEENTE)
    assert all(names[town] in text for town in both)


def test_the_map_leads_on_with_its_number(at_home: Path, open_screen: Open) -> None:
    text = around_of(text_of(open_screen("kaart", cijfer="A05", niveau="elz", gebied="elz10", jaar="2025")))
    links = re.findall(r'href="/kaart\?([^"]*)"', text)
    assert links
    assert all("cijfer=A05" in link and "jaar=2025" in link for link in links)
    assert "zc-around" not in text_of(open_screen("kaart", cijfer="A05", niveau="elz"))


@pytest.mark.parametrize(
    ("typed", "place"),
    [
        ("Sint Niklaas", "gemeente:46021"),
        ("sint-niklaas", "gemeente:46021"),
        ("St. Niklaas", "gemeente:46021"),
        ("Heist op den Berg", "gemeente:12014"),
        ("9100", "gemeente:46021"),
        ("provincie Limburg", "provincie:70000"),
        ("west vlaanderen", "provincie:30000"),
    ],
)
def test_the_search_finds_what_people_type(typed: str, place: str, at_home: Path) -> None:
    assert places.look_up(released.current_id() or "", typed).place == place


def test_a_name_that_several_areas_bear_is_asked_back(at_home: Path) -> None:
    release_id = released.current_id() or ""
    found = places.look_up(release_id, "Antwerpen")
    assert not found.place
    assert {"gemeente:11002", "provincie:10000", "regio:antwerpen"} <= set(found.several)
    misspelt = places.look_up(release_id, "Zottegm")
    assert places.names(release_id)[misspelt.several[0]].startswith("Zottegem")


@pytest.mark.parametrize(
    ("typed", "outside"),
    [("Brussel", "brussel"), ("1000", "brussel"), ("Elsene", "brussel"), ("Ixelles", "brussel"), ("Luik", "wallonie"),
     ("Namur", "wallonie"), ("5000", "wallonie"), ("Brussels gewest", "brussel"), ("Qwertz", "")],
)  # fmt: skip
def test_places_outside_are_known_as_such(typed: str, outside: str, at_home: Path) -> None:
    found = places.look_up(released.current_id() or "", typed)
    assert (found.place, found.several, found.outside) == ("", (), outside)


def test_every_place_of_the_list_is_found_by_its_own_name(at_home: Path) -> None:
    release_id = released.current_id() or ""
    for code, name in places.areas(release_id).items():
        found = places.look_up(release_id, name)
        assert code == found.place or code in found.several, name


def test_the_sentences_on_places_outside_repeat_what_was_typed() -> None:
    for text in (*areabar.OUTSIDE.values(), areabar.UNKNOWN):
        assert "<b>" not in _(text).format(words="Luik")
        assert "“Luik”" in _(text).format(words="Luik")


def test_an_area_beside_its_neighbours_is_their_pooled_mean(at_home: Path, open_screen: Open) -> None:
    release_id = released.current_id() or ""
    view = views.main_view(release_id, "P01", 2026, Level.ELZ)
    known = bordering(release_id, Level.ELZ)

    def shown(area: str) -> list[str]:
        return [each for each in known[area] if view.numbers[each].known]

    area = next(a for a, row in view.numbers.items() if row.known and len(shown(a)) >= neighbours.FEWEST_SHOWN)
    counts = [(view.numbers[each].count or 0, view.numbers[each].answered or 0) for each in shown(area)]
    expected = 100 * sum(count for count, _n in counts) / sum(n for _count, n in counts)
    means = comparison.group_means(release_id, Level.ELZ, view.rows, view.indicator, view.shown, benchmarks.BORDER)
    assert means[area].value == pytest.approx(expected, abs=0.06)  # released shares have one decimal
    text = text_of(open_screen("vergelijken", cijfer="P01", niveau="elz", gebied=area, maatstaf="omliggend"))
    assert f"Buren van {view.names[area]}" in text
    assert "De buren: " in text
    lonely = next(a for a in view.numbers if len(shown(a)) < neighbours.FEWEST_SHOWN)
    few = text_of(open_screen("vergelijken", cijfer="P01", niveau="elz", gebied=lonely, maatstaf="omliggend"))
    assert "Te weinig buren tonen dit cijfer" in few
