"""Every screen in every state: ordinary, withheld, without data, without release, with a mangled address."""

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from aggregation.indicators import INDICATORS
from aggregation.shown.selection import Shown
from data.terms import TOTAL, Level, Measure
from pages.kaart import area_map
from pages.shell import frame
from pages.views import choosing, released, sources, views
from pages.words import phrases
from tests.releases import is_withheld, make_release
from tests.screen.conftest import Open, text_of
from tests.serving import serving_file

APP = Path(__file__).parents[2] / "app.py"
SCREENS = ("overzicht", "kaart", "regioprofiel", "over_deze_cijfers")


def zone(position: int) -> tuple[str, str]:
    """Id and name of the zone at a position of the release's area table."""
    names = views.names_today(released.current_id() or "", Level.ELZ)
    from geo import reference

    table = reference.areas(2026)
    area = str(table.loc[table["level"].eq("elz"), "area_id"].iloc[position])
    return area, names[area]


def chosen(screen: AppTest, name: str) -> str | None:
    """Give what stands in the address for a choice."""
    given = screen.query_params.get(name)
    return given[-1] if isinstance(given, list) else given


def test_the_app_opens_on_the_overview(at_home: Path) -> None:
    screen = AppTest.from_file(APP, default_timeout=60).run()
    assert not screen.exception
    assert "Hoeveel huisartsenzorg is er in Vlaanderen?" in text_of(screen)
    assert "Zorgcapaciteit huisartsen" in text_of(screen)


@pytest.mark.parametrize("name", SCREENS)
def test_a_screen_draws_without_error(name: str, at_home: Path, open_screen: Open) -> None:
    screen = open_screen(name)
    assert not screen.exception
    assert "<h1>" in text_of(screen)


@pytest.mark.parametrize("name", SCREENS)
def test_without_a_release_a_screen_says_what_to_do(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, open_screen: Open
) -> None:
    monkeypatch.setenv(released.HOME_VARIABLE, str(tmp_path))
    screen = open_screen(name)
    assert not screen.exception
    assert "Er zijn nog geen cijfers gepubliceerd" in text_of(screen)
    assert "refresh" in text_of(screen)


def test_the_notice_to_doctors_stands_without_a_release(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, open_screen: Open
) -> None:
    monkeypatch.setenv(released.HOME_VARIABLE, str(tmp_path))
    text = text_of(open_screen("over_deze_cijfers"))
    assert "Welke rechten hebt u?" in text
    assert "in te vullen door de beheerder" in text


@pytest.mark.usefixtures("at_home")
def test_the_contact_of_the_notice_is_a_setting(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, open_screen: Open
) -> None:
    served = serving_file(tmp_path / "serving.toml", controller="het Departement Y", dpo="loket X, dpo@y.test")
    monkeypatch.setenv(sources.SERVING_VARIABLE, str(served))
    text = text_of(open_screen("over_deze_cijfers"))
    assert "loket X" in text
    assert "het Departement Y" in text
    assert "in te vullen" not in text


def test_a_damaged_release_is_not_shown(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, open_screen: Open) -> None:
    release_id = make_release(tmp_path, years=(2026,))
    manifest = tmp_path / "releases" / release_id / "manifest.json"
    manifest.write_text(manifest.read_text().replace("2024-1", "2024-2"))
    monkeypatch.setenv(released.HOME_VARIABLE, str(tmp_path))
    screen = open_screen("kaart")
    assert not screen.exception
    assert "De cijfers worden niet getoond" in text_of(screen)
    notice = open_screen("over_deze_cijfers")
    assert not notice.exception
    assert "Welke rechten hebt u?" in text_of(notice)


def test_the_address_chooses(at_home: Path, open_screen: Open) -> None:
    area, name = zone(2)
    assert not is_withheld("A05", "elz", 2)
    screen = open_screen("kaart", cijfer="A05", toon="4|5", jaar="2025", niveau="elz", gebied=area, klassen="6")
    text = text_of(screen)
    assert "Hoe zwaar vinden huisartsen hun werkdruk?" in text
    assert "2025" in text
    assert f"<h2>{name}</h2>" in text
    assert "95\u00a0% zeker tussen" in text
    assert chosen(screen, "gebied") == area
    assert chosen(screen, "klassen") == "6"


def test_the_whole_choice_is_written_to_the_address(at_home: Path, open_screen: Open) -> None:
    written = open_screen("kaart").query_params
    assert {"cijfer", "toon", "jaar", "niveau", "klassen", "methode", "kleur"} <= set(written)


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ({"cijfer": "<script>alert(1)</script>"}, "het cijfer"),
        ({"jaar": "1999"}, "het jaar"),
        ({"niveau": "straat"}, "het niveau"),
        ({"gebied": "' OR 1=1 --"}, "het gebied"),
        ({"klassen": "900"}, "het aantal klassen"),
        ({"toon": "../../etc/passwd"}, "het antwoord"),
    ],
)
def test_a_mangled_address_is_adjusted_and_said(
    query: dict[str, str], told: str, at_home: Path, open_screen: Open
) -> None:
    screen = open_screen("kaart", **query)
    text = text_of(screen)
    assert not screen.exception
    assert f"voor {told} een waarde die hier niet bestaat" in text
    assert next(iter(query.values())) not in text
    assert chosen(screen, next(iter(query))) not in query.values()


def test_a_level_that_an_indicator_lacks_is_adjusted(at_home: Path, open_screen: Open) -> None:
    screen = open_screen("kaart", cijfer="A05", niveau="gemeente")
    assert "voor het niveau een waarde die hier niet bestaat" in text_of(screen)
    assert chosen(screen, "niveau") == "elz"


def test_a_small_map_counts_what_it_hatches(at_home: Path, open_screen: Open) -> None:
    stamps = text_of(open_screen("overzicht")).split('class="zc-stamps">')[1].split("</ul>")[0].split("<li>")[1:]
    parts = [stamp.split("<div class='zc-ends'>") for stamp in stamps]
    assert any("niet getoond" in drawing for drawing, _key in parts)
    assert all(("niet getoond" in drawing) == ('zc-hatch"></i>' in key) for drawing, key in parts)


def test_a_withheld_area_says_so_and_shows_no_number(at_home: Path, open_screen: Open) -> None:
    area, name = zone(1)
    assert is_withheld("A05", "elz", 1)
    text = text_of(open_screen("kaart", cijfer="A05", niveau="elz", gebied=area))
    answer = text.split('<div class="zc-answer">')[1].split("</div>")[0]
    assert name in answer
    assert "Niet getoond" in answer
    assert "niemand herkenbaar" in answer
    own, _around, _sure = answer.partition("Wel getoond, hieromheen: ")
    assert "zeker tussen" not in own
    row = next(part for part in text.split("<tr")[1:] if f">{name}</a>" in part)
    assert phrases.said(phrases.WITHHELD_SHORT) in row
    assert phrases.WHY_WITHHELD in row


def test_the_profile_shows_withheld_and_shown_side_by_side(at_home: Path, open_screen: Open) -> None:
    area, name = zone(1)
    text = text_of(open_screen("regioprofiel", niveau="elz", gebied=area))
    assert f"<h1>{name}</h1>" in text
    assert phrases.WITHHELD_SHORT in text
    assert "Huisartsen per 10.000 inwoners" in text


def test_the_profile_asks_for_an_area_first(at_home: Path, open_screen: Open) -> None:
    assert "Kies een gebied" in text_of(open_screen("regioprofiel"))


def test_the_table_searches_and_sorts(at_home: Path, open_screen: Open) -> None:
    screen = open_screen("kaart", cijfer="D01", niveau="elz")
    _, name = zone(3)
    screen.text_input(key="tabel_zoek").set_value(name).run()
    body = text_of(screen).split("<tbody>")[1].split("</tbody>")[0]
    assert body.count("<tr") == 1
    assert name in body
    screen.text_input(key="tabel_zoek").set_value("bestaatniet").run()
    assert "Geen gebied met die naam" in text_of(screen)


def test_a_control_changes_the_address(at_home: Path, open_screen: Open) -> None:
    screen = open_screen("kaart", cijfer="P01")
    screen.selectbox(key="keuze_jaar").select("2024").run()
    assert chosen(screen, "jaar") == "2024"
    assert "2024" in text_of(screen).split("zc-sub")[1][:200]


def test_earlier_years_stand_on_todays_municipalities(at_home: Path) -> None:
    release_id = released.current_id()
    assert release_id is not None
    from aggregation.indicators import INDICATORS
    from pages.views.choosing import shown_by_code

    shown = shown_by_code(INDICATORS["D01"])["rate"]
    view = views.area_view(release_id, "D01", shown, 2024, Level.GEMEENTE)
    assert len(view.rows) == 285
    assert view.broken
    assert "46030" in view.broken


def test_a_new_release_is_shown_at_the_next_interaction(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, open_screen: Open
) -> None:
    monkeypatch.setenv(released.HOME_VARIABLE, str(tmp_path))
    first = make_release(tmp_path, years=(2026,))
    screen = open_screen("kaart", cijfer="P01")
    assert first in text_of(screen)
    second = make_release(tmp_path, years=(2026,), shift=1.0)
    screen.run()
    assert second in text_of(screen)
    assert first not in text_of(screen)


def test_the_response_by_area_is_told_and_a_withheld_one_says_so(at_home: Path, open_screen: Open) -> None:
    release_id = released.current_id() or ""
    table = released.opened(release_id).responses()
    text = text_of(open_screen("over_deze_cijfers")).split('id="respons"')[1].split("</section>")[0]
    rows = table[table["level"].eq("elz") & table["year"].eq(table["year"].max()) & table["role"].eq("praktijk")]
    shown = rows.dropna(subset=["answered"])
    first = shown.iloc[0]
    assert f"({int(first['answered'])} van {int(first['invited'])})" in text
    hidden = table[table["level"].isin(["elz", "kring"]) & table["year"].eq(table["year"].max())]
    hidden = hidden[hidden[["answered", "invited"]].isna().any(axis=1)]
    by_area = text.split("<details", 1)[1]
    assert by_area.count(phrases.WITHHELD_SHORT) == len(hidden) > 0


def test_every_release_that_was_shown_is_listed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, open_screen: Open
) -> None:
    monkeypatch.setenv(released.HOME_VARIABLE, str(tmp_path))
    first, second = make_release(tmp_path, years=(2026,)), make_release(tmp_path, years=(2026,), shift=1.0)
    text = text_of(open_screen("over_deze_cijfers")).split('id="herzieningen"')[1].split("</section>")[0]
    assert text.index(second) < text.index("wordt nu getoond") < text.index(first) < text.index("vervangen")
    assert "2027" in text


def test_the_map_of_classes_has_them_in_its_legend_its_table_and_its_words(at_home: Path, open_screen: Open) -> None:
    screen = open_screen("kaart", cijfer="D03", toon="klasse", niveau="kring")
    text = text_of(screen)
    assert "zc-named" in text
    legend = text.split('class="zc-bounds zc-named"')[1].split("</div>")[0]
    names = [option.label.nl for option in INDICATORS["D03"].options]
    assert [legend.count(name) for name in names] == [1, 1, 1]
    release_id = released.current_id() or ""
    view = views.area_view(release_id, "D03", Shown(category=TOTAL, measure=Measure.SHARE), 2026, Level.KRING)
    counts = [sum(row.value == place for row in view.numbers.values()) for place in range(3)]
    assert sum(counts) > 10
    for name, count in zip(names, counts, strict=True):
        assert f"{name}: {count}" in text, "the words above the map count the areas of each class"
        assert text.split("<tbody>")[1].split("</tbody>")[0].count(f">{name}<") == count
    assert "100" not in legend
    gap = text_of(open_screen("kaart", cijfer="D03", niveau="kring", gebied=next(iter(view.numbers))))
    assert "huisartsen boven (+) of onder (−) de drempel" in gap


def test_the_look_holds_nothing_that_reads_as_markup() -> None:
    look = frame.look().removeprefix("<style>").removesuffix("</style>")
    assert ".zc-answer" in look
    assert "<" not in look  # the whole look would be dropped


def test_the_overview_leads_to_the_area_that_was_looked_for(at_home: Path, open_screen: Open) -> None:
    found = text_of(open_screen("overzicht", mijn="gemeente:44021"))
    assert "Profiel van Gent" in found
    assert "Profiel van" not in text_of(open_screen("overzicht"))


@pytest.mark.usefixtures("at_home")
def test_a_map_that_shows_few_areas_leads_to_levels_that_show_more(
    open_screen: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    few = 0.5
    monkeypatch.setattr(area_map, "FEW_SHOWN", few)  # the small release withholds little
    release_id = released.current_id() or ""
    tried = 0
    for name, level in ((n, lv) for n in choosing.mappable(release_id) for lv in INDICATORS[n].levels):
        if level is Level.VLAANDEREN or tried == 3:
            continue
        view = views.main_view(release_id, name, 2026, level)
        others = [
            views.main_view(release_id, name, 2026, each)
            for each in choosing.levels_of(release_id, view.indicator)
            if each is not level
        ]
        better = [each for each in others if each.part_known > few]
        if not 0 < view.part_known <= few or not better:
            continue
        tried += 1
        text = text_of(open_screen("kaart", cijfer=name, niveau=level.value, jaar="2026"))
        assert f"tonen dit cijfer: {len(view.known_values)} van {len(view.rows)}" in text
        for each in better:
            assert f"niveau={each.level.value}" in text.split("Meer getoond")[1]
    assert tried
