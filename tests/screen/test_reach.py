"""The map within reach: recomputed from cells and facts in plain loops, silent at the border, alike in every file."""

import csv
import io
import math
from html import unescape
from pathlib import Path

import pytest

from aggregation.shown.access import DECAYS
from data.terms import Level
from geo.catchment import catchments
from pages.figures import answers
from pages.figures.asked import ask
from pages.kaart import reach as drawn
from pages.shell.screen import known
from pages.views import released
from pages.views.reach import Reach, within_reach
from tests.screen.conftest import Open, text_of

WEIGHTS = {
    "geleidelijk": lambda t: 1.0 if t <= 10 else max(0.0, (20 - t) / 10),
    "trappen": lambda t: 1.0 if t <= 5 else 0.3 if t <= 10 else 0.1 if t <= 15 else 0.0,
    "grens": lambda t: 1.0 if t <= 20 else 0.0,
}
"""Decays as written in the methods page."""


def found(decay: str, year: int = 2026) -> Reach:
    reach = within_reach(released.current_id() or "", year, decay)
    assert reach is not None
    return reach


@pytest.mark.parametrize("decay", list(WEIGHTS))
def test_reach_follows_from_cells_and_facts(decay: str, at_home: Path) -> None:
    """Heads from released cells, residents from published facts, and the formula of the methods page in loops."""
    release_id = released.current_id() or ""
    cells = released.opened(release_id).cells(indicator="D01", level="gemeente", year=2026).frame
    heads = {row.area: float(row.value) for row in cells.itertuples() if row.measure == "count"}
    facts = released.facts(release_id)
    facts = facts[facts["level"].eq("gemeente") & facts["year"].eq(2026)]
    people: dict[str, float] = {}
    for row in facts[facts["fact"].str.startswith("residents:")].itertuples():
        people[str(row.area)] = people.get(str(row.area), 0.0) + float(row.value)
    places, _outside = catchments(
        released.layer_text(release_id, "gemeente"), reach_km=8.7, weights={"all": lambda km: km * 0 + 1}
    )
    at = {str(area): (row.x_km, row.y_km, row.area_km2) for area, row in places.iterrows()}
    share: dict[str, dict[str, float]] = {}
    for i in heads:
        weights = {}
        for j in heads:
            km = math.hypot(at[i][0] - at[j][0], at[i][1] - at[j][1])
            km = 0.5 * math.sqrt(at[i][2] / math.pi) if i == j else km
            weight = WEIGHTS[decay](3 + 1.3 * km / 40 * 60)
            if weight:
                weights[j] = weight
        whole = sum(weights.values())
        share[i] = {j: weight / whole for j, weight in weights.items()} if whole else {i: 1.0}
    load = dict.fromkeys(heads, 0.0)
    for i, parts in share.items():
        for j, part in parts.items():
            load[j] += part * people[i]
    expected = {i: 10_000 * sum(part * heads[j] / load[j] for j, part in parts.items()) for i, parts in share.items()}
    told = found(decay)
    assert {area: place.reach for area, place in told.places.items()} == pytest.approx(expected)
    shared = sum(place.reach * people[area] for area, place in told.places.items()) / 10_000
    assert shared == pytest.approx(sum(heads.values()))
    assert told.whole == pytest.approx(10_000 * sum(heads.values()) / sum(people.values()))


def test_a_year_before_the_mergers_stands_on_the_municipalities_of_today(at_home: Path) -> None:
    told = found("geleidelijk", 2024)
    assert len(told.places) == 285
    assert not any(math.isnan(place.reach) for place in told.places.values())


def test_the_border_has_no_colour_no_side_and_two_bounds(at_home: Path, open_screen: Open) -> None:
    told = found("geleidelijk")
    edge = next(area for area, place in told.places.items() if place.edge and place.least > 0)
    assert 0 < told.at_the_edge < 100
    assert edge not in told.judged
    assert all(place.sides[told.decay.id] is None for place in told.places.values() if place.edge)
    assert not any(place.flips for place in told.places.values() if place.edge)
    screen = open_screen("kaart", cijfer="D01", niveau="gemeente", jaar="2026", bereik="geleidelijk", gebied=edge)
    assert not screen.exception
    text = unescape(text_of(screen))
    place = told.places[edge]
    assert f"rand: niet te beoordelen; tussen {drawn.number(place.least)} en {drawn.number(place.reach)}" in text
    assert f"{told.at_the_edge}\N{NO-BREAK SPACE}rand: niet te beoordelen" in text


def test_a_change_of_side_is_one_under_every_decay(at_home: Path, open_screen: Open) -> None:
    each = {decay: found(decay) for decay in DECAYS}
    first = next(iter(each.values()))
    expected = {
        area
        for area, place in first.places.items()
        if all(
            not told.places[area].edge and (told.places[area].reach >= told.whole) != (place.own >= told.whole)
            for told in each.values()
        )
    }
    assert expected
    for told in each.values():
        assert set(told.turned) == expected
    screen = open_screen("kaart", cijfer="D01", niveau="gemeente", jaar="2026", bereik="trappen")
    text = unescape(text_of(screen))
    assert f"{len(expected)} van de 285 gemeenten wisselen onder elk verval van kant" in text
    assert text.count("wisselt van kant: alleen") == len(expected)


def test_the_decay_is_in_the_address_the_picture_and_the_file(at_home: Path) -> None:
    release = released.current()
    assert release is not None
    query = {"cijfer": ["D01"], "niveau": ["gemeente"], "jaar": ["2026"], "bereik": ["grens"]}
    asked, faults = ask(release, known()["kaart"], query)
    assert not faults
    assert "alles binnen 20 minuten" in answers.svg(asked, "https://example.org/kaart")
    told = found("grens")
    rows = list(csv.DictReader(io.StringIO(drawn.file(told, release, "L").decode("utf-8-sig")), delimiter=";"))
    assert {row["verval"] for row in rows} == {"grens"}
    assert {row["nis"] for row in rows if row["wisselt"] == "1"} == set(told.turned)
    assert all((row["binnen_bereik"] == "") == (row["rand"] == "1") for row in rows)
    for row in rows:
        assert float(row["ondergrens"].replace(",", ".")) == pytest.approx(told.places[row["nis"]].least, abs=0.006)


@pytest.mark.parametrize(("number", "level"), [("D01", "elz"), ("P01", "gemeente")])
def test_only_heads_per_municipality_can_be_seen_so(number: str, level: str, at_home: Path, open_screen: Open) -> None:
    release = released.current()
    assert release is not None
    wrong = {"cijfer": [number], "niveau": [level], "bereik": ["grens"]}
    assert {fault.parameter for fault in ask(release, known()["kaart"], wrong)[1]} == {"bereik"}
    screen = open_screen("kaart", cijfer=number, niveau=level, bereik="grens")
    assert not screen.exception
    assert screen.query_params["bereik"] in ("alleen", ["alleen"])
    leads = "bereik=geleidelijk" in unescape(text_of(screen))
    assert leads == (number == "D01" and Level(level) is not Level.GEMEENTE)
