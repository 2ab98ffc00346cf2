"""The screen Evolutie in its states: chosen, withheld, broken, changed, counted in full, one year."""

import re
from pathlib import Path

import pandas as pd
import pytest

from aggregation.indicators import INDICATORS
from aggregation.shown.breaks import Break, Clock
from data.releases import ReleasedCells
from data.terms import Level, Text
from pages.evolutie import evolution
from pages.views import choosing, released, views
from pages.words import phrases
from tests.releases import is_withheld, make_release
from tests.screen.conftest import Open, text_of
from tests.screen.test_screens import zone


def cards(text: str) -> list[str]:
    """Give the cards over the chart."""
    return text.split('<section class="zc-ev-card')[1:]


def raised(home: Path, monkeypatch: pytest.MonkeyPatch, zones: int) -> None:
    """Publish a release of its own in which some zones and Flanders rise by 30 points in 2026."""
    monkeypatch.setenv(released.HOME_VARIABLE, str(home))
    make_release(home, shift=0.3)
    read = views.on_today
    risen = [zone(position)[0] for position in range(zones)]

    def changed(release_id: str, indicator: str) -> tuple[ReleasedCells, frozenset[tuple[int, str]]]:
        cells, summed = read(release_id, indicator)
        frame = cells.frame.copy()
        rows = frame["year"].eq(2026) & frame["category"].eq("4|5") & frame["area"].isin(["VL", *risen])
        for name in ("value", "lower", "upper"):
            frame.loc[rows, name] = (frame.loc[rows, name] + 30).astype(frame[name].dtype)
        return ReleasedCells(release_id=release_id, frame=frame), summed

    monkeypatch.setattr(views, "on_today", changed)


def test_the_screen_shows_area_flanders_and_all_areas(at_home: Path, open_screen: Open) -> None:
    area, name = zone(2)
    screen = open_screen("evolutie", cijfer="A05", niveau="elz", gebied=area)
    assert not screen.exception
    text = text_of(screen)
    told = cards(text)
    assert [re.search(r"<h2>(.*?)</h2>", card)[1] for card in told[:2]] == [name, "Vlaanderen"]  # type: ignore[index]
    assert "eerstelijnszones vergeleken" in told[2]
    assert "95\u00a0% zeker tussen" in told[0]
    assert "Door toeval alleen" in told[2]
    assert "zc-ev-lines" in text
    assert "Van jaar tot jaar" in text
    assert "2024 → 2025" in text
    assert "2025 → 2026" in text


def test_without_area_flanders_leads(at_home: Path, open_screen: Open) -> None:
    text = text_of(open_screen("evolutie", cijfer="A05", niveau="elz"))
    assert len(cards(text)) == 2
    assert " in Vlaanderen" in text.split("<h1>")[1].split("</h1>")[0]


def test_small_changes_get_a_neutral_title(at_home: Path, open_screen: Open) -> None:
    title = text_of(open_screen("evolutie", cijfer="A05", niveau="elz")).split("<h1>")[1].split("</h1>")[0]
    assert "hoger" not in title
    assert "lager" not in title
    assert "2024" in title


def test_a_clear_change_is_said_and_judged_as_the_registry_does(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, open_screen: Open
) -> None:
    raised(tmp_path, monkeypatch, zones=6)
    area, name = zone(2)
    text = text_of(open_screen("evolutie", cijfer="A05", niveau="elz", gebied=area))
    title = text.split("<h1>")[1].split("</h1>")[0]
    assert title.endswith(f" in {name}: hoger in 2026 dan in 2024")
    assert "In 2026 hoger (slechter) dan in 2024." in cards(text)[0]
    assert "hoger, 0 lager" in cards(text)[2]
    other = text_of(open_screen("evolutie", cijfer="A05", toon="1", niveau="elz", gebied=area))
    assert "slechter" not in other  # the registry declares no direction for a single option
    assert "beter" not in other


def test_over_a_break_no_finding_is_claimed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, open_screen: Open) -> None:
    entry = Break(
        id="scale",
        clock=Clock.SURVEY,
        year=2025,
        indicators=("A05",),
        text=Text(nl="De schaal kreeg andere woorden.", en="x"),
        source=Text(nl="vragenlijst 2025", en="vragenlijst 2025"),
    )
    raised(tmp_path, monkeypatch, zones=6)
    monkeypatch.setattr("aggregation.shown.breaks.BREAKS", (entry,))
    area, _name = zone(2)
    text = text_of(open_screen("evolutie", cijfer="A05", niveau="elz", gebied=area))
    assert "hoger in 2026" not in text.split("<h1>")[1].split("</h1>")[0]
    assert "is de reeks gebroken" in cards(text)[0]
    assert "De schaal kreeg andere woorden." in text
    assert "vragenlijst 2025" in text
    assert "tussen 2024 en 2025" in text


def test_a_withheld_area_says_so_and_draws_no_point(at_home: Path, open_screen: Open) -> None:
    area, name = zone(1)
    assert is_withheld("A05", "elz", 1)
    text = text_of(open_screen("evolutie", cijfer="A05", niveau="elz", gebied=area))
    card = cards(text)[0]
    assert name in card
    assert "niet getoond" in card
    assert phrases.WHY_WITHHELD.capitalize() in card
    assert "Verschil" not in card
    panels = text.split('<ul class="zc-ev-panels">')[1].split("</ul>")[0]
    assert f">{name}</a>" not in panels
    assert name in text.split('<p class="zc-ev-empty">')[1].split("</p>")[0]


def test_a_full_count_is_exact(at_home: Path, open_screen: Open) -> None:
    area, _name = zone(2)
    text = text_of(open_screen("evolutie", cijfer="D01", niveau="elz", gebied=area))
    assert "(volledige telling)" in cards(text)[0]
    assert "95\u00a0% zeker" not in "".join(cards(text)[:2])
    assert "volledige telling van de lijsten: toeval speelt niet mee, fouten in de lijsten wel" in text


def test_merged_municipalities_are_marked(at_home: Path, open_screen: Open) -> None:
    text = text_of(open_screen("evolutie", cijfer="D01", niveau="gemeente", gebied="46030"))
    assert "Breuken in de reeks" in text
    assert "Deze gemeente fuseerde. Voor 2024" in text
    assert ">fusie</span>" in text


def test_the_table_holds_the_released_numbers(at_home: Path, open_screen: Open) -> None:
    """Every row again, straight from the cells."""
    text = text_of(open_screen("evolutie", cijfer="D01", niveau="elz"))
    body = text.split("<tbody>")[-1].split("</tbody>")[0]
    rows = [re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row) for row in body.split("<tr")[1:]]
    cells = released.opened(released.current_id() or "").cells(indicator="D01").frame
    wanted = cells[cells["level"].eq("elz") & cells["measure"].eq("rate")]
    values = wanted.pivot_table(index="area", columns="year", values="value", aggfunc="first")
    names = views.names_today(released.current_id() or "", Level.ELZ)
    by_name = {names[str(area)]: row for area, row in values.iterrows()}
    checked = 0
    for row in rows:
        name = re.sub(r"<.*?>", "", row[0])
        if name not in by_name or pd.isna(by_name[name][2024]):
            continue
        shown = [float(re.sub(r"<.*?>|\s|°", "", cell).replace(".", "").replace(",", ".")) for cell in row[1:3]]
        assert shown == [round(by_name[name][2024], 1), round(by_name[name][2026], 1)]
        change = by_name[name][2026] - by_name[name][2024]
        sign = "+" if change > 0.049 else "−" if change < -0.049 else ""
        assert row[3] == f"{sign}{abs(change):.1f}".replace(".", ",")
        checked += 1
    assert checked > 40


def test_the_order_of_the_panels_stands_in_the_address(at_home: Path, open_screen: Open) -> None:
    screen = open_screen("evolutie", cijfer="D01", niveau="elz", volgorde="stijging")
    assert "stijging" in str(screen.query_params["volgorde"])
    release_id = released.current_id() or ""
    shown = choosing.shown_by_code(INDICATORS["D01"])["rate"]
    whole = evolution.evolution(release_id, "D01", shown, Level.ELZ)
    listed = evolution.order(release_id, "D01", shown, Level.ELZ, "stijging")
    known = [whole.whole[area].value for area in listed if whole.whole[area].known]
    assert known == sorted(known, reverse=True)
    assert not any(whole.whole[area].known for area in listed[len(known) :])
    panels = text_of(screen).split('<ul class="zc-ev-panels">')[1]
    assert panels.index(f">{whole.names[listed[0]]}<") < panels.index(f">{whole.names[listed[5]]}<")


def test_the_basket_is_drawn_across_levels_and_what_lacks_is_counted(at_home: Path, open_screen: Open) -> None:
    area, _name = zone(2)
    other, other_name = zone(4)
    text = text_of(
        open_screen("evolutie", cijfer="A05", niveau="elz", gebied=area, mand=f"elz:{other},elz:{area},gemeente:44021")
    )
    names = re.findall(r'class="zc-ev-end[^>]*><b>(.*?)</b>', text)
    assert len(names) == 3  # the chosen area once, Flanders, the other zone
    assert other_name in names
    assert "Te vergelijken gebieden zonder dit cijfer op hun niveau: 1" in text


def test_one_year_is_too_few(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, open_screen: Open) -> None:
    make_release(tmp_path, years=(2026,))
    monkeypatch.setenv(released.HOME_VARIABLE, str(tmp_path))
    screen = open_screen("evolutie", cijfer="A05")
    assert not screen.exception
    assert "twee jaren nodig" in text_of(screen)


def test_the_search_finds_an_area_and_says_when_there_is_none(at_home: Path, open_screen: Open) -> None:
    screen = open_screen("evolutie", cijfer="D01", niveau="gemeente")
    screen.text_input(key="evolutie_zoek").set_value("gent").run()
    panels = text_of(screen).split('<ul class="zc-ev-panels">')[1].split("</ul>")[0]
    assert "Gent" in panels
    assert panels.count("<li") < 10
    screen.text_input(key="evolutie_zoek").set_value("bestaatniet").run()
    assert "Geen gebied met die naam" in text_of(screen)


@pytest.mark.parametrize("query", [{"volgorde": "<script>"}, {"gebied": "' OR 1=1"}, {"niveau": "straat"}])
def test_a_mangled_address_is_adjusted(query: dict[str, str], at_home: Path, open_screen: Open) -> None:
    screen = open_screen("evolutie", **query)
    assert not screen.exception
    assert "een waarde die hier niet bestaat" in text_of(screen)
    assert next(iter(query.values())) not in text_of(screen)


def test_measures_are_marked_until_they_can_be_seen_and_none_is_called_a_cause(
    at_home: Path, open_screen: Open
) -> None:
    """New Deal, April 2024: in the survey from 2025; from IMA, two years late, from the survey of 2027."""
    practices = text_of(open_screen("evolutie", cijfer="P01"))
    part = practices.split("zc-ev-measures")[1].split("</section>")[0]
    assert "Start van de New Deal" in part
    row = part.split("Start van de New Deal")[1].split("</tr>")[0]
    assert "vragenlijst van 2025" in row
    assert "verwacht: lager" in row
    assert "na de eerste cijfers" in row
    assert "Einde van de Impulseo-premie" not in part
    assert 'class="zc-ev-shade"' in practices
    assert "maatregel nog niet zichtbaar" in practices
    from_ima = text_of(open_screen("evolutie", cijfer="D09")).split("zc-ev-measures")[1].split("</section>")[0]
    assert "vragenlijst van 2027" in from_ima.split("Start van de New Deal")[1].split("</tr>")[0]
    assert "niets verwacht" in from_ima
    for text in (part, from_ima):
        assert not re.search(r"\b(effect|dankzij|veroorzaakt|werkt)\b", text.lower())
