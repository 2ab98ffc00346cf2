"""Screen Vergelijken in every form and state: what is withheld is never placed, and no direction is invented."""

import json
import re
from pathlib import Path

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from aggregation.indicators import INDICATORS
from aggregation.shown.selection import choices, pick
from aggregation.shown.verdicts import Verdict
from data.terms import Level
from pages.vergelijken import comparison, say
from pages.views import alike, benchmarks, released, views
from tests.releases import make_release
from tests.screen.conftest import Open, text_of


def figure_of(screen: AppTest) -> dict[str, list[dict[str, object]]]:
    """Give the chart of a screen as data."""
    found: dict[str, list[dict[str, object]]] = json.loads(screen.get("plotly_chart")[0].proto.spec)
    return found


def placed(screen: AppTest) -> set[str]:
    """Give the areas that a chart places."""
    return {str(a) for trace in figure_of(screen)["data"] for a in trace.get("customdata", [])}  # type: ignore[attr-defined]


def known_areas(indicator: str, level: Level) -> tuple[set[str], set[str]]:
    """Give the shown and the withheld areas of the main number of an indicator."""
    shown = choices(INDICATORS[indicator])[0]
    view = views.area_view(released.current_id() or "", indicator, shown, 2026, level)
    return (
        {area for area, row in view.numbers.items() if row.known},
        {area for area, row in view.numbers.items() if row.withheld},
    )


@pytest.mark.parametrize("form", list(say.FORMS))
@pytest.mark.parametrize("level", ["elz", "gemeente"])
@pytest.mark.parametrize("benchmark", list(benchmarks.BENCHMARKS))
def test_every_form_draws_and_keeps_the_whole_choice(
    form: str, level: str, benchmark: str, at_home: Path, open_screen: Open
) -> None:
    screen = open_screen(
        "vergelijken", vorm=form, niveau=level, maatstaf=benchmark, gebied="elz10" if level == "elz" else "44021"
    )
    assert not screen.exception
    for name, value in {"vorm": form, "niveau": level, "maatstaf": benchmark, "cijfer": "P01", "tweede": "D01"}.items():
        assert value in str(screen.query_params[name])
    assert "<h1>" in text_of(screen)


@pytest.mark.parametrize("form", ["rangorde", "trechter", "twee"])
def test_what_is_withheld_is_listed_and_never_placed(form: str, at_home: Path, open_screen: Open) -> None:
    screen = open_screen("vergelijken", vorm=form, cijfer="P01", niveau="elz")
    shown, withheld = known_areas("P01", Level.ELZ)
    assert placed(screen) == shown
    assert not placed(screen) & withheld
    assert f"{len(withheld)} van 59 eerstelijnszones niet getoond" in text_of(screen)
    names = views.names_today(released.current_id() or "", Level.ELZ)
    assert all(names[area].replace("&", "&amp;") in text_of(screen) for area in withheld)


def test_a_ranking_carries_chances_and_no_rank(at_home: Path, open_screen: Open) -> None:
    screen = open_screen("vergelijken", cijfer="P01", niveau="elz")
    found = comparison.compared(views.main_view(released.current_id() or "", "P01", 2026, Level.ELZ))
    bars = next(trace for trace in figure_of(screen)["data"] if trace["type"] == "bar")
    assert sum(map(float, bars["x"])) / 100 == pytest.approx(float(found.top.sum()))  # type: ignore[call-overload]
    assert "Kans op slechtste vijfde" in text_of(screen)


def test_worse_is_said_only_where_the_registry_declares_it(at_home: Path, open_screen: Open) -> None:
    directed = text_of(open_screen("vergelijken", cijfer="P01", niveau="elz"))
    assert "dus slechter" in directed
    for neutral in (
        open_screen("vergelijken", cijfer="A01", niveau="elz"),
        open_screen("vergelijken", cijfer="P01", toon="geen", niveau="elz"),
    ):
        text = text_of(neutral)
        assert "slechter" not in text
        assert "dus beter" not in text
        assert "hoogste vijfde" in text
        assert "laagste vijfde" in text


@pytest.mark.parametrize("form", ["rangorde", "trechter"])
@pytest.mark.parametrize("indicator", ["P01", "A05"])
def test_the_sentence_and_the_legend_count_the_same(
    form: str, indicator: str, at_home: Path, open_screen: Open
) -> None:
    text = text_of(open_screen("vergelijken", vorm=form, cijfer=indicator, niveau="elz"))
    told = re.search(r"liggen er (\d+) duidelijk hoger dan Vlaanderen en (\d+) duidelijk lager", text)
    legend = {side: int(n) for n, side in re.findall(r"</i>(\d+)\s(hoger|lager)", text)}
    assert [int(n) for n in told.groups()] == [legend.get("hoger", 0), legend.get("lager", 0)]
    assert sum(legend.values()) > 0


def test_a_median_has_no_funnel_and_says_why(at_home: Path, open_screen: Open) -> None:
    screen = open_screen("vergelijken", vorm="trechter", cijfer="A01", toon="median", niveau="elz")
    assert "Voor een mediaan" in text_of(screen)
    assert not screen.get("plotly_chart")
    rate = open_screen("vergelijken", vorm="trechter", cijfer="D01", niveau="elz")
    assert "Voor een verhouding" in text_of(rate)


def test_own_area_and_basket_stand_out_in_every_form(at_home: Path, open_screen: Open) -> None:
    screen = open_screen("vergelijken", vorm="alles", niveau="elz", gebied="elz10", mand="elz:elz12,gemeente:11001")
    heat = next(element.proto.body for element in screen.get("html") if "zc-heatbox" in element.proto.body)
    assert heat.count("zc-chosen") == 1
    assert heat.count("zc-picked") == 2  # the municipality stands for its zone
    assert heat.index("zc-chosen") < heat.index("zc-picked")


def test_withheld_cells_of_the_heat_map_are_hatched(at_home: Path, open_screen: Open) -> None:
    screen = open_screen("vergelijken", vorm="alles", niveau="elz")
    heat = next(element.proto.body for element in screen.get("html") if "zc-heatbox" in element.proto.body)
    rows = comparison.whole_level(released.current_id() or "", Level.ELZ, 2026)
    assert heat.count("zc-hatch") == sum(int(whole.rows["withheld"].sum()) for whole in rows)
    assert heat.count("zc-none") == sum(int(whole.rows["no_data"].sum()) for whole in rows)


def test_neighbours_are_named_and_explained(at_home: Path, open_screen: Open) -> None:
    screen = open_screen("vergelijken", cijfer="P01", niveau="elz", gebied="elz10", maatstaf="buren")
    text = text_of(screen)
    if alike.all_neighbours(released.current_id() or "", Level.ELZ) is None:
        assert "Vergelijkbare gebieden zijn niet beschikbaar" in text
    else:
        assert "Vergelijkbaar met" in text
        assert "inwoners per km²" in text


def test_many_numbers_are_picked_as_one_is(at_home: Path) -> None:
    release_id = released.current_id() or ""
    for level in (Level.ELZ, Level.KRING):
        for whole in comparison.whole_level(release_id, level, 2026):
            cells = released.opened(release_id).cells(indicator=whole.indicator.id)
            alone = pick(cells, whole.shown, year=2026, level=level)
            pd.testing.assert_frame_equal(whole.rows.sort_index(), alone.sort_index(), check_names=False)


def test_the_heat_map_and_the_ranking_agree(at_home: Path) -> None:
    release_id = released.current_id() or ""
    shown = choices(INDICATORS["P01"])[0]
    said = views.area_view(release_id, "P01", shown, 2026, Level.ELZ).verdicts
    heat = comparison.heat_verdicts(
        comparison.Beside(release_id=release_id, level=Level.ELZ, year=2026, what=benchmarks.FLANDERS)
    )
    assert {area: heat[("P01", area)][0] for area in said} == said
    assert Verdict.HIDDEN in said.values()


def test_areas_that_a_reader_picks_are_tested_as_one_basket(at_home: Path, open_screen: Open) -> None:
    known = list(known_areas("P01", Level.ELZ)[0])
    view = views.area_view(released.current_id() or "", "P01", choices(INDICATORS["P01"])[0], 2026, Level.ELZ)
    known.sort(key=lambda area: view.numbers[area].value)
    three = [known[-1], known[0], known[len(known) // 2]]
    basket = ",".join(f"elz:{area}" for area in three[1:])
    text = text_of(open_screen("vergelijken", cijfer="P01", niveau="elz", gebied=three[0], mand=basket))
    assert "samen getoetst: 3 paren" in text
    assert f"hoger dan {view.names[three[1]]}" in text


def test_a_mangled_address_is_put_right(at_home: Path, open_screen: Open) -> None:
    screen = open_screen("vergelijken", vorm="<b>", tweede="X", maatstaf="beste", gebied="nergens")
    assert not screen.exception
    assert "In de link stond voor" in text_of(screen)
    assert "rangorde" in str(screen.query_params["vorm"])


def test_without_a_release_it_says_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, open_screen: Open
) -> None:
    monkeypatch.setenv(released.HOME_VARIABLE, str(tmp_path))
    assert "Er zijn nog geen cijfers gepubliceerd" in text_of(open_screen("vergelijken"))


def test_residents_that_are_not_ours_give_no_neighbours(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, open_screen: Open
) -> None:
    make_release(tmp_path, years=(2026,))
    monkeypatch.setenv(released.HOME_VARIABLE, str(tmp_path))
    monkeypatch.setattr(alike, "residents_by_area", lambda *_given: pd.Series({"elz1": 1.0}))
    alike.all_neighbours.cache_clear()
    screen = open_screen("vergelijken", cijfer="P01", niveau="elz", gebied="elz10", maatstaf="buren")
    alike.all_neighbours.cache_clear()
    assert "Vergelijkbare gebieden zijn niet beschikbaar" in text_of(screen)


def test_one_area_over_all_numbers_shows_withheld_ones_as_such(at_home: Path, open_screen: Open) -> None:
    withheld = sorted(known_areas("P01", Level.ELZ)[1])[0]
    text = text_of(open_screen("vergelijken", vorm="gebied", niveau="elz", gebied=withheld))
    assert "zc-hide" in text
    assert "Cijfers met een richting" in text
    assert "Cijfers zonder richting" in text
    empty = text_of(open_screen("vergelijken", vorm="gebied", niveau="elz"))
    assert "Kies een gebied om al zijn cijfers te zien" in empty
