"""Screen Capaciteit in every state: rulers that disagree, withheld ones, no area, a municipality, a mangled link."""

import re
from html import unescape
from pathlib import Path
from urllib.parse import unquote

import pytest

from aggregation.shown.capacity import RULERS
from data.terms import Level
from pages.capaciteit import cards as capacity_parts
from pages.capaciteit import measured
from pages.views import released
from tests.releases import is_withheld
from tests.screen.conftest import Open, text_of
from tests.screen.test_screens import chosen, zone

LEVEL = {"niveau": "elz", "jaar": "2026"}


def rate(ruler: str, area: str, level: str = "elz") -> float:
    """Read a ruler of an area straight from the released cells."""
    cells = released.opened(released.current_id() or "").cells(indicator=ruler).frame
    rows = cells[
        cells["year"].eq(2026) & cells["level"].eq(level) & cells["area"].eq(area) & cells["measure"].eq("rate")
    ]
    return float(rows["value"].iloc[0])


def pictures(text: str, css: str = "zc-strip") -> list[tuple[str, str]]:
    """Collect the drawings of a screen: what a screen reader says, and the drawing itself."""
    found = re.findall(rf'<img class="{css}"[^>]*? alt="([^"]*)" src="data:image/svg\+xml,([^"]*)"', text)
    return [(unescape(said), unquote(source)) for said, source in found]


def test_the_four_rulers_stand_beside_flanders_as_released(at_home: Path, open_screen: Open) -> None:
    area, name = zone(2)
    screen = open_screen("capaciteit", gebied=area, **LEVEL)
    text = text_of(screen)
    assert not screen.exception
    assert name in text.split("</h1>")[0]
    cards = text.split('<ul class="zc-rulers')[1].split("</ul>")[0]
    for ruler in RULERS:
        for number in (rate(ruler, area), rate(ruler, "VL", "vlaanderen")):
            assert f"{number:.1f}".replace(".", ",") in cards
    assert "IMA 2024" in cards
    assert "vragenlijst van 2026" in cards


def test_the_index_is_drawn_and_written_alike(at_home: Path, open_screen: Open) -> None:
    area, name = zone(2)
    text = text_of(open_screen("capaciteit", gebied=area, **LEVEL))
    figure = text.split('<figure class="zc-cap-lanes"')[1].split("</figure>")[0]
    said, drawing = pictures(figure)[0]
    assert said.startswith(f"{name}: ")
    for ruler in RULERS:
        index = round(100 * rate(ruler, area) / rate(ruler, "VL", "vlaanderen"))
        assert f"{capacity_parts.TITLES[ruler]} {index}" in said
        assert f"<b>{index}</b>" in figure
    assert drawing.count("<svg x=") == len(RULERS)


def test_the_title_names_a_difference_only_where_intervals_carry_it(at_home: Path, open_screen: Open) -> None:
    view = measured.capacity(released.current_id() or "", 2026, Level.ELZ)
    clear = next(area for area, each in view.found.items() if each is not None and each.clear)
    unclear = next(area for area, each in view.found.items() if each is not None and not each.clear)
    heading = text_of(open_screen("capaciteit", gebied=clear, **LEVEL)).split("</h1>")[0]
    assert re.search(r": (naar verhouding )?meer \w+", heading)
    text = text_of(open_screen("capaciteit", gebied=unclear, **LEVEL))
    assert "vier maten voor één vraag" in text.split("</h1>")[0]
    assert "groter dan de onzekerheid" not in text.split("zc-rulers")[0]


def test_an_area_of_which_only_heads_are_shown_says_so(at_home: Path, open_screen: Open) -> None:
    area, _name = zone(1)
    assert is_withheld("D02", "elz", 1)
    text = text_of(open_screen("capaciteit", gebied=area, **LEVEL))
    before = text.split("zc-cap-lanes")[0]
    assert "wordt alleen het aantal huisartsen getoond" in before
    assert before.count("niet getoond") >= 3
    assert "niemand herkenbaar" in before
    figure = text.split('<figure class="zc-cap-lanes"')[1].split("</figure>")[0]
    assert pictures(figure)[0][1].count("<svg x=") == 1


def test_where_a_ruler_is_missing_the_difference_is_at_least(at_home: Path, open_screen: Open) -> None:
    area, name = zone(3)
    assert is_withheld("D09", "elz", 3)
    screen = open_screen("capaciteit", gebied=area, **LEVEL)
    table = text_of(screen).split("<tbody>")[-1]
    row = next(row for row in table.split("<tr") if f">{name}</a>" in row)
    assert "≥" in row
    assert "3 van 4 maten" in row
    assert "niet getoond" in row


def test_areas_stand_from_large_to_small_difference(at_home: Path, open_screen: Open) -> None:
    screen = open_screen("capaciteit", **LEVEL)
    rows = text_of(screen).split('<ol class="zc-gaps">')[1].split("</ol>")[0]
    spreads = [
        float(n.replace(",", ".")) for n in re.findall(r'zc-num">(?:≥\W)?([\d,]+)</span><span class="zc-rem', rows)
    ]
    assert len(spreads) == 20
    assert spreads == sorted(spreads, reverse=True)
    screen.toggle(key="capaciteit_alles").set_value(True).run()
    more = text_of(screen).split('<ol class="zc-gaps">')[1].split("</ol>")[0]
    assert more.count("<li") > 40


def test_age_is_shown_beside_flanders_or_said_to_be_withheld(at_home: Path, open_screen: Open) -> None:
    shown, hidden = zone(2)[0], zone(1)[0]
    assert is_withheld("A10", "elz", 1)
    text = text_of(open_screen("capaciteit", gebied=shown, **LEVEL))
    block = text.split("Leeftijd van de huisartsen")[1].split("zc-part")[0]
    assert "65 jaar en ouder" in block
    assert "Vlaanderen" in block
    text = text_of(open_screen("capaciteit", gebied=hidden, **LEVEL))
    block = text.split("Leeftijd van de huisartsen")[1].split("zc-part")[0]
    assert "De antwoorden apart worden niet getoond" in block
    assert "%" not in re.sub(r"<img[^>]*>|Vlaanderen [\d,]+.%|% van de huisartsen", "", block)


def test_without_an_area_flanders_stands_there(at_home: Path, open_screen: Open) -> None:
    screen = open_screen("capaciteit")
    text = text_of(screen)
    assert not screen.exception
    assert "Hoeveel capaciteit is er" in text
    assert "Kies een gebied" in text
    assert "zc-cap-lanes" not in text
    assert chosen(screen, "niveau") == "elz"


def test_a_municipality_leads_to_its_zone(at_home: Path, open_screen: Open) -> None:
    screen = open_screen("capaciteit", niveau="gemeente", gebied="11001")
    release = released.opened(released.current_id() or "")
    rows = release.membership(year=2026)
    expected = set(rows.loc[rows["gemeente"].astype(str).eq("11001"), "elz"].astype(str))
    assert {chosen(screen, "gebied")} == expected
    assert "De vier maten bestaan niet per gemeente" in text_of(screen)
    assert "een waarde die hier niet bestaat" not in text_of(screen)
    antwerp = open_screen("capaciteit", niveau="gemeente", gebied="11002")
    assert "meer dan één eerstelijnszone" in text_of(antwerp)
    assert chosen(antwerp, "gebied") is None


def test_the_basket_stands_beside_the_area(at_home: Path, open_screen: Open) -> None:
    (area, _own), (other, name) = zone(2), zone(4)
    text = text_of(open_screen("capaciteit", gebied=area, mand=f"elz:{other},gemeente:44021", **LEVEL))
    part = text.split("Uw te vergelijken gebieden")[1].split("</table>")[0]
    assert name in part
    assert part.count("bestaat niet per gemeente") == 3
    assert len(pictures(part)) == 2


@pytest.mark.parametrize("query", [{"niveau": "straat"}, {"gebied": "<script>"}, {"jaar": "1900"}])
def test_a_mangled_address_is_adjusted_and_said(query: dict[str, str], at_home: Path, open_screen: Open) -> None:
    screen = open_screen("capaciteit", **query)
    assert not screen.exception
    assert "een waarde die hier niet bestaat" in text_of(screen)
    assert next(iter(query.values())) not in text_of(screen)


def test_the_table_sorts_by_a_ruler_and_searches(at_home: Path, open_screen: Open) -> None:
    screen = open_screen("capaciteit", **LEVEL)
    screen.selectbox(key="capaciteit_volgorde").select("D01").run()
    body = text_of(screen).split("<tbody>")[-1]
    found = [float(n.replace(",", ".")) for n in re.findall(r'</a></th><td class="zc-num">([\d,]+) <span', body)]
    assert len(found) > 50
    assert found == sorted(found, reverse=True)
    screen.text_input(key="tabel_zoek").set_value("bestaatniet").run()
    assert "Geen gebied met die naam" in text_of(screen)


def test_no_area_is_called_better_or_worse(at_home: Path, open_screen: Open) -> None:
    text = text_of(open_screen("capaciteit", gebied=zone(2)[0], **LEVEL)).lower()
    assert not re.search(r"\b(beter|slechter|best|slechtst|tekort)\b", text)


def test_need_is_weighed_as_the_facts_of_the_release_say(at_home: Path, open_screen: Open) -> None:
    """The table recomputed from the released facts: weighted residents, index, and heads against need."""
    release_id = released.current_id() or ""
    facts = released.opened(release_id).facts()
    of_year = facts[facts["year"].eq(2026)]
    area, _name = zone(2)
    weights = {"0-17": 0.48, "18-64": 0.93, "65-79": 1.45, "80+": 2.30}

    def people(level: str, area: str) -> dict[str, float]:
        rows = of_year[of_year["level"].eq(level) & of_year["area"].eq(area)].set_index("fact")["value"]
        return {age: float(rows[f"residents:{age}"]) for age in weights}

    vt = facts[facts["fact"].eq("vt_under_65") & facts["year"].eq(2025)].set_index(["level", "area"])["value"]
    here, whole = people("elz", area), people("vlaanderen", "VL")
    poorer = (1 + 0.43 * vt["elz", area]) / (1 + 0.43 * vt["vlaanderen", "VL"])
    factor = {"0-17": poorer, "18-64": poorer, "65-79": 1.0, "80+": 1.0}
    scale = sum(whole.values()) / sum(weights[age] * whole[age] for age in weights)
    weighted = scale * sum(weights[age] * factor[age] * here[age] for age in weights)
    index = 100 * weighted / sum(here.values())
    raw = 100 * rate("D01", area) / rate("D01", "VL", "vlaanderen")
    text = text_of(open_screen("capaciteit", gebied=area, **LEVEL))
    row = text.split('<div class="zc-cap-need">')[1].split('<tr class="zc-chosen">')[1].split("</tr>")[0]
    assert f"{weighted:,.0f}".replace(",", ".") in row
    assert f"{index:.1f}".replace(".", ",") in row
    assert f"{raw:.0f} → <b>{raw * 100 / index:.0f}</b>" in row
    assert "aanname" in text


def test_without_weights_need_changes_nothing(at_home: Path, open_screen: Open) -> None:
    area, _name = zone(2)
    text = text_of(open_screen("capaciteit", gebied=area, gewichten="geen", **LEVEL))
    row = text.split('<div class="zc-cap-need">')[1].split('<tr class="zc-chosen">')[1].split("</tr>")[0]
    pairs = re.findall(r"(\d+) → <b>(\d+)</b>", row)
    assert pairs
    assert all(before == after for before, after in pairs)
    assert "telt niet mee" in text


def test_a_withheld_ruler_stays_withheld_against_need(at_home: Path, open_screen: Open) -> None:
    text = text_of(open_screen("capaciteit", **LEVEL)).split('<div class="zc-cap-need">')[1]
    assert "niet getoond" in text.split("</table>")[0]
    assert "nan" not in text.split("</table>")[0].lower()
