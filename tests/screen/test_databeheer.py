"""The pages of the data team over a real home: what comes in, faults, response, release, corrections, health."""

import time
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner
from streamlit.testing.v1 import AppTest

from cli import cli
from data import releases
from data.corrections import Register
from databeheer import app, facts, jobs
from tests.foreign.deliveries import draw_valley, write_tables
from tests.unit.data.delivery_samples import sample_tables, write_delivery


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give a home with one stored delivery, and a folder where another one came in."""
    monkeypatch.setenv("ZORGCAPACITEIT_KMS", str(tmp_path / "keys" / "kek"))
    monkeypatch.setenv(app.HOME, str(tmp_path / "home"))
    monkeypatch.setenv(app.DELIVERIES, str(tmp_path / "in"))
    tables = sample_tables(2024)
    del tables["ima"]
    write_delivery(tmp_path / "in" / "2024", tables)
    (tmp_path / "home").mkdir()
    return tmp_path / "home"


def drawn(name: str, language: str = "nl") -> AppTest:
    """Draw one page as Streamlit would."""
    page = AppTest.from_string(
        f"from databeheer import app\napp.PAGES[{name!r}][1](app.home(), app.incoming())", default_timeout=120
    )
    page.query_params["taal"] = language
    page.run()
    assert not page.exception
    return page


def said(page: AppTest) -> str:
    return "\n".join(element.proto.body for element in page.get("html"))


def pressed(page: AppTest, label: str) -> AppTest:
    next(button for button in page.button if button.label == label).click()
    page.run()
    assert not page.exception
    return page


def ended(home: Path, status: int) -> jobs.Job:
    """Wait for the job that runs to end, with this status."""
    until = time.monotonic() + 240
    while jobs.running(home) is not None:
        assert time.monotonic() < until, "the job goes on and on"
        time.sleep(0.1)
    job = jobs.jobs(home)[0]
    assert job.status == status, [*job.progress, job.report]
    return job


def test_a_delivery_is_checked_faults_are_named_and_nothing_is_stored(home: Path, tmp_path: Path) -> None:
    tables = sample_tables(2025)
    tables["survey_practice"] = tables["survey_practice"].assign(patient_stop="misschien")
    write_delivery(tmp_path / "in" / "2025", tables, year=2025)
    page = drawn("leveringen")
    assert "nog niet ingenomen" in said(page)
    next(button for button in page.button if button.key == "check_2025").click()
    page.run()
    ended(home, 1)
    page = drawn("leveringen")
    assert "geweigerd" in said(page)
    assert "patient_stop" in said(page)
    assert facts.deliveries(home) == []
    assert "2025" in said(drawn("te_doen"))


def test_a_year_is_awaited_until_it_is_in(home: Path) -> None:
    for day in (date(2024, 12, 1), date(2026, 12, 1)):
        whole = {one.table for one in facts.awaited(home, day) if one.year == day.year}
        assert {"contacts", "population"} <= whole
    assert [one.kind for one in facts.calendar(home, date(2026, 12, 1))] == ["ima"]


@pytest.mark.slow
def test_a_year_goes_from_its_folder_to_the_screens_by_pages_alone(home: Path, tmp_path: Path) -> None:
    write_tables(tmp_path / "in" / "valley", draw_valley(2024), 2024, received_on="2024-11-20")
    page = drawn("respons")
    page.selectbox[0].select(str(tmp_path / "in" / "valley")).run()
    pressed(page, "Tellen")
    counted = ended(home, 0).document
    assert counted is not None
    widest, other = counted["kringen"]
    assert widest["margin"] >= other["margin"] > 0
    text = said(drawn("respons"))
    assert text.index(widest["kring"]) < text.index(other["kring"])
    assert f"± {widest['margin']:.1f}".replace(".", ",") in text
    assert facts.deliveries(home) == [], "counting stores nothing"

    page = drawn("leveringen")
    next(button for button in page.button if button.key == "in_valley").click()
    page.run()
    ended(home, 0)
    assert [one.survey_year for one in facts.deliveries(home)] == [2024]
    assert "in de kluis" in said(drawn("leveringen"))
    assert "is nog niet getoond" in said(drawn("te_doen"))
    assert releases.current_id(home) is None
    pressed(drawn("uitgaven"), "Wat zou veranderen")
    ended(home, 0)
    page = drawn("uitgaven")
    assert "Niet getoond" in said(page)
    page.checkbox[0].check().run()
    pressed(page, "Tonen")
    ended(home, 0)
    assert releases.current_id(home) == facts.release_rows(home)[0]["release"]
    assert "wordt getoond" in said(drawn("uitgaven"))


def test_a_correction_goes_its_way_and_identifiers_are_refused(home: Path) -> None:
    page = drawn("correcties")
    page.text_input[0].set_value("kring Brugge")
    page.text_input[1].set_value("arts 19999816003 staat er dubbel")
    pressed(page, "Melding noteren")
    assert Register(home).all() == []
    page = drawn("correcties")
    page.text_input[0].set_value("kring Brugge")
    page.text_input[1].set_value("een praktijk staat er dubbel")
    pressed(page, "Melding noteren")
    (one,) = Register(home).all()
    assert one.reporter == "kring Brugge"
    page = drawn("correcties")
    assert one.number in said(page)
    page.text_input[3].set_value("de kring vergiste zich")
    pressed(page, "Maatregel noteren")
    pressed(drawn("correcties"), "Melder is ingelicht")
    assert "afgehandeld" in said(drawn("correcties"))


def test_health_says_what_verify_found_and_every_page_speaks_two_languages(home: Path) -> None:
    pressed(drawn("gezondheid"), "Alles nakijken")
    job = ended(home, 0)
    assert job.document == {"problems": []}
    assert "zijn heel" in said(drawn("gezondheid"))
    for name in app.PAGES:
        dutch, english = said(drawn(name)), said(drawn(name, "en"))
        assert name == "werk" or dutch != english, "what a command said stands as it was said"
    assert releases.current_id(home) is None
    assert CliRunner().invoke(cli, ["databeheer", "--help"]).exit_code == 0


def test_health_says_what_a_back_up_lacks_and_offers_it_where_nothing_does(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ZORGCAPACITEIT_BACKUP", str(tmp_path / "copies"))
    for name in ("ZORGCAPACITEIT_BACKUP_KEYS", "ZORGCAPACITEIT_BACKUP_PASSWORD_FILE"):
        monkeypatch.delenv(name, raising=False)
    page = drawn("gezondheid")
    assert "ZORGCAPACITEIT_BACKUP_KEYS, ZORGCAPACITEIT_BACKUP_PASSWORD_FILE ontbreekt" in said(page)
    assert "backup.env" in said(drawn("gezondheid", "en"))
    assert not any(button.key in ("backup", "backup_check") for button in page.button)
    monkeypatch.setenv("ZORGCAPACITEIT_BACKUP_KEYS", str(tmp_path / "copies of keys"))
    monkeypatch.setenv("ZORGCAPACITEIT_BACKUP_PASSWORD_FILE", str(tmp_path / "password"))
    assert {"backup", "backup_check"} <= {button.key for button in drawn("gezondheid").button}
