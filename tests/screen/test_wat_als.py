"""Screen Wat als: the laboratory on a release, recomputed from its cells; what is withheld; a reader's own values."""

import csv
import io
import re
from html import unescape
from pathlib import Path

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from data.releases import Release
from data.terms import Level
from pages.figures import answers
from pages.figures.asked import ask
from pages.shell.screen import known
from pages.views import released
from pages.wat_als import tables
from pages.wat_als.answer import said
from pages.wat_als.asked import QUESTIONS, SPREADING, TEN_YEARS, Query
from tests import releases
from tests.screen.conftest import Open, text_of
from tests.screen.test_screens import zone

SHOWN, HIDDEN = 2, 1
"""Places of a zone that shows its numbers and of one that withholds them."""
AGE = ("-34", "35-44", "45-54", "55-64", "65-")
HOURS = (49, 52, 57, 59, 42)


@pytest.fixture(scope="module")
def lab_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make a release that holds what the laboratory asks, planned outflow with its interval among it."""
    home = tmp_path_factory.mktemp("laboratory")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(releases, "USED", (*releases.USED, "A03", "A11", "D06", "M01"))
        patch.setattr(releases, "_RATES", {**releases._RATES, "D06": 25.0})
        patch.setattr(releases, "_TILTS", {**releases._TILTS, "D06": 0.0})
        hidden = releases.is_withheld
        patch.setattr(releases, "is_withheld", lambda name, level, at: name != "A11" and hidden(name, level, at))
        releases.make_release(home, years=(2025, 2026))
    return home


@pytest.fixture
def at_lab(lab_home: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Point the screens to it."""
    monkeypatch.setenv(released.HOME_VARIABLE, str(lab_home))
    return lab_home


def current() -> Release:
    """Give the published release."""
    release = released.current()
    assert release is not None
    return release


def parameter(screen: AppTest, name: str) -> str:
    """Give a parameter of the address, '' without it."""
    value = screen.query_params.get(name, "")
    return value[-1] if isinstance(value, list) else value


def cell(indicator: str, category: str, measure: str, area: str) -> float:
    """Read a number of a zone straight from the released cells."""
    frame = released.opened(released.current_id() or "").cells(indicator=indicator).frame
    rows = frame[
        frame["year"].eq(2026) & frame["area"].eq(area) & frame["category"].eq(category) & frame["measure"].eq(measure)
    ]
    return float(rows["value"].iloc[0])


def query(code: str, area: str | None, **changes: object) -> Query:
    whole = {
        "release_id": released.current_id() or "", "year": 2026, "level": Level.ELZ, "area": area, "code": code,
        "amount": 1.0, "norm": "eigen", "weights": "contacten", "own": (),
    }  # fmt: skip
    return Query(**{**whole, **changes})  # type: ignore[arg-type] # a test changes any field


def test_the_oldest_stop_as_the_released_cells_say(at_lab: Path, open_screen: Open) -> None:
    area, name = zone(SHOWN)
    shares = [cell("A10", band, "share", area) for band in AGE]
    worked = [share * hours for share, hours in zip(shares, HOURS, strict=True)]
    expected = -100 * worked[-1] / sum(worked)
    main = said(query("65-stopt", area)).rows[0]
    assert main.band.p50 == pytest.approx(expected, abs=1.0)
    assert main.band.p10 < expected < main.band.p90
    text = unescape(text_of(open_screen("wat_als", niveau="elz", gebied=area, jaar="2026")))
    assert name in text
    assert f'<b class="zc-value">{main.value}</b>' in text
    assert main.value == f"−{abs(main.band.p50):.0f}\N{NO-BREAK SPACE}%"
    assert main.range in text


def test_wishes_are_desired_over_actual_hours(at_lab: Path) -> None:
    area, _name = zone(SHOWN)
    expected = 100 * (cell("A03", "total", "mean", area) / cell("A01", "total", "mean", area) - 1)
    assert said(query("wensen", area)).rows[0].band.p50 == pytest.approx(expected, abs=0.3)


def test_ten_years_hold_what_is_there_today(at_lab: Path) -> None:
    """Today's rows recomputed from cells and facts: GPs, hours with trainees, weighted residents, their ratio."""
    area, _name = zone(SHOWN)
    rows = {row.label: row.band.p50 for row in said(query(TEN_YEARS, area)).rows}
    frame = released.opened(released.current_id() or "").cells(indicator="A11").frame
    trainees = frame[
        frame["year"].eq(2026) & frame["area"].eq(area) & frame["category"].eq("haio") & frame["measure"].eq("share")
    ]["count"].iloc[0]
    gps, mean = cell("D01", "total", "count", area), cell("A01", "total", "mean", area)
    assert rows["Huisartsen in 2026"] == pytest.approx(gps)
    hours = gps * mean + 0.48 * 38 * float(trainees)
    assert rows["Werkuren per week in 2026, HAIO's meegeteld"] == pytest.approx(hours, rel=0.02)
    need = rows["Gewogen inwoners in 2026"]
    assert rows["Werkuren per week per 1.000 gewogen inwoners in 2026"] == pytest.approx(1000 * hours / need, rel=0.02)
    facts = released.facts(released.current_id() or "")
    here = facts[facts["level"].eq("elz") & facts["area"].eq(area) & facts["year"].eq(2036)]
    grown = here[here["fact"].str.startswith("residents_projected")]["value"].sum()
    now = facts[facts["level"].eq("elz") & facts["area"].eq(area) & facts["year"].eq(2026)]
    people = now[now["fact"].str.startswith("residents:")]["value"].sum()
    plain = said(query(TEN_YEARS, area, weights="geen", own=(("vraag", 0.0),)))
    unweighted = {row.label: row.band.p50 for row in plain.rows}
    assert unweighted["Gewogen inwoners in 2026"] == pytest.approx(people)
    assert unweighted["Gewogen inwoners in 2036"] == pytest.approx(grown)


@pytest.mark.parametrize("code", ["65-stopt", TEN_YEARS, SPREADING])
def test_a_withheld_area_has_no_result_and_says_why(code: str, at_lab: Path, open_screen: Open) -> None:
    area, _name = zone(HIDDEN)
    assert releases.is_withheld("A01", "elz", HIDDEN)
    text = unescape(text_of(open_screen("wat_als", niveau="elz", gebied=area, vraag=code, jaar="2026")))
    assert "zou dit een uitkomst van Vlaanderen zijn onder een andere naam" in text
    assert "zc-value" not in text
    assert "met meer onzekerheid" in text
    assert said(query(code, area)).rows == ()


@pytest.mark.parametrize(("code", "area"), [*((code, SHOWN) for code in QUESTIONS), ("haios", None), (TEN_YEARS, None)])
def test_every_question_has_an_answer_a_table_and_both_files(
    code: str, area: int | None, at_lab: Path, open_screen: Open
) -> None:
    chosen = None if area is None else zone(area)[0]
    answer = said(query(code, chosen))
    assert answer.rows, answer.why
    link = {"vraag": code, "niveau": "elz", "jaar": "2026", **({} if chosen is None else {"gebied": chosen})}
    screen = open_screen("wat_als", **link)
    assert not screen.exception
    text = unescape(text_of(screen))
    for row in said(query(code, chosen, amount=float(parameter(screen, "aantal")))).rows:
        assert row.label in text
        assert row.value in text
    assert "geen voorspelling" in text
    assert not re.search(r"(?<!geen )\bvoorspel", text)
    assert "nan" not in text.lower().replace("lanaken", "")
    for figure in ("antwoord", "gebieden"):
        wanted = {**{name: [value] for name, value in link.items()}, "figuur": [figure]}
        asked, faults = ask(current(), known()["wat-als"], wanted)
        assert not faults
        drawn = answers.svg(asked, "https://example.org/wat-als")
        assert "geen voorspelling" in drawn
        assert "nan" not in drawn.lower().replace("lanaken", "")


def test_a_reader_sets_a_parameter_and_the_address_keeps_it(at_lab: Path, open_screen: Open) -> None:
    screen = open_screen("wat_als", vraag="haios", aantal="100", niveau="elz", jaar="2026")
    before = text_of(screen).split('zc-value">')[1].split("<")[0]
    screen.number_input(key="lab_haio").set_value(1.0).run()
    assert parameter(screen, "parameters") == "haio:1"
    assert "zelf ingesteld" in text_of(screen)
    assert text_of(screen).split('zc-value">')[1].split("<")[0] != before
    again = open_screen("wat_als", **{key: parameter(screen, key) for key in screen.query_params})
    assert again.number_input(key="lab_haio").value == 1.0
    screen.button[-1].click().run()
    assert "parameters" not in screen.query_params
    assert text_of(screen).split('zc-value">')[1].split("<")[0] == before


@pytest.mark.parametrize("given", ["haio:9,haio:nan", "haio:,onzin:1,haio:1e400"])
def test_a_parameter_that_cannot_be_is_left_out_and_said(given: str, at_lab: Path, open_screen: Open) -> None:
    screen = open_screen("wat_als", vraag="haios", parameters=f"{given},verpleegkundige:0.2")
    assert parameter(screen, "parameters") == "verpleegkundige:0.2"
    assert "Die zijn weggelaten" in text_of(screen)
    _asked, faults = ask(current(), known()["wat-als"], {"parameters": [given]})
    assert {fault.parameter for fault in faults} == {"parameters"}
    assert len(faults) == given.count(",") + 1


def test_the_file_holds_what_the_screen_shows(at_lab: Path) -> None:
    area, _name = zone(SHOWN)
    asked = query("plannen", area)
    release = released.opened(asked.release_id)
    whole = tables.file(release, asked, said(asked), "https://example.org/wat-als?vraag=plannen")
    rows = list(csv.reader(io.StringIO(whole.decode("utf-8-sig")), delimiter=";"))
    result = next(row for row in rows if row[:2] == ["uitkomst", "Verandering van de werkuren"])
    band = said(asked).rows[0].band
    written = [float(value.replace(",", ".")) for value in result[2:5]]
    assert written == pytest.approx([band.p50, band.p10, band.p90], rel=1e-4)
    assert any(row[0] == "invoer" and row[6] == "vrijgegeven cijfer" for row in rows)
    assert rows[-1][6].startswith("https://example.org")


def test_all_areas_answer_the_same_question(at_lab: Path, open_screen: Open) -> None:
    screen = open_screen("wat_als", vraag="plannen", niveau="elz", jaar="2026")
    screen.toggle(key="lab_overal").set_value(True).run()
    table = text_of(screen).split("Dezelfde vraag voor alle gebieden")[-1]
    frame = released.opened(released.current_id() or "").cells(indicator="D06").frame
    rows = frame[frame["year"].eq(2026) & frame["level"].eq("elz") & frame["measure"].eq("rate")]
    hidden = int(pd.isna(rows["value"]).sum())
    assert table.count("geen uitkomst") >= hidden > 0
    assert table.count("<tr") > 50
