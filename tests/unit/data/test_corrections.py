"""The register of corrections: its terms in working days, its order, and what it refuses."""

from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

import cli
from data.audit import Audit
from data.corrections import CorrectionError, Register, working_day_after
from tests.unit.data.vault_examples import frames, manifest, vault_in


@pytest.mark.parametrize(
    ("day", "count", "due"),
    [
        (date(2026, 11, 30), 5, date(2026, 12, 7)),  # Monday to Monday
        (date(2026, 11, 27), 5, date(2026, 12, 4)),  # a Friday
        (date(2026, 11, 28), 1, date(2026, 11, 30)),  # a Saturday
        (date(2026, 12, 22), 5, date(2026, 12, 30)),  # Christmas on a Friday
        (date(2026, 12, 29), 5, date(2027, 1, 6)),  # New Year, in the next year
        (date(2026, 5, 13), 2, date(2026, 5, 18)),  # Ascension Day on a Thursday
        (date(2026, 7, 20), 1, date(2026, 7, 22)),  # the national holiday
    ],
)
def test_terms_are_counted_in_belgian_working_days(day: date, count: int, due: date) -> None:
    assert working_day_after(day, count) == due


def test_a_report_goes_its_way_and_its_terms_are_watched(tmp_path: Path) -> None:
    today = [date(2026, 11, 30)]
    register = Register(tmp_path, today=lambda: today[0])
    one = register.report("kring Brugge", "rol van enkele HAIO's in contacts 2026", on=date(2026, 11, 27))
    two = register.report("Departement Zorg", "inwoners van een gemeente")
    assert (one.number, two.number) == ("C2026-1", "C2026-2")
    assert (one.measures_due, one.notice_due) == (date(2026, 12, 4), None)
    assert not one.is_late(date(2026, 12, 4))
    assert one.is_late(date(2026, 12, 5))
    today[0] = date(2026, 12, 4)
    one = register.measure(one.number, delivery="2026-abcdefgh")
    assert (one.delivery, one.notice_due) == ("2026-abcdefgh", date(2026, 12, 8))
    with pytest.raises(CorrectionError, match="nothing was done yet"):
        register.tell(two.number)
    today[0] = date(2026, 12, 9)
    assert one.is_late(today[0])
    told = register.tell(one.number)
    assert told.told_on == today[0]
    assert told.is_late(date(2027, 1, 1))  # told a day late stays late
    assert [known.number for known in register.all()] == ["C2026-1", "C2026-2"]
    assert not register.trail.verify()


def test_what_cannot_be_is_refused_and_nothing_is_added(tmp_path: Path) -> None:
    register = Register(tmp_path, today=lambda: date(2026, 11, 30))
    one = register.report("kring Brugge", "wachttijd")
    before = register.trail.entries()
    for act in (
        lambda: register.report("kring", "wachttijd", on=date(2026, 12, 1)),
        lambda: register.report("kring", " "),
        lambda: register.measure(one.number),
        lambda: register.measure(one.number, delivery="x", outcome="y"),
        lambda: register.measure(one.number, outcome="klopt", on=date(2026, 11, 29)),
        lambda: register.measure("C1999-1", outcome="klopt"),
    ):
        with pytest.raises(CorrectionError):
            act()
    assert register.trail.entries() == before


def command(home: Path, *arguments: str) -> Result:
    return CliRunner().invoke(cli.cli, ["corrections", *arguments, "--home", str(home)])


def test_the_commands_tell_number_term_and_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ZORGCAPACITEIT_KMS", str(tmp_path / "keys" / "kek"))
    delivery = vault_in(tmp_path).store(manifest(), frames())
    home = tmp_path / "home"
    assert "C2026-1" in command(home, "report", "--from", "kring Brugge", "--about", "rol", "--on", "2026-11-02").output
    assert "TE LAAT" in command(home, "list").output
    named = command(home, "report", "--from", "kring Brugge", "--about", "dokter 1-99998-16-003")
    assert named.exit_code == 1
    assert "99998" not in named.output
    assert command(home, "measure", "C2026-1", "--delivery", "2024-nonesuch").exit_code == 1
    done = command(home, "measure", "C2026-1", "--delivery", delivery, "--on", "2026-11-05")
    assert done.exit_code == 0, done.output
    assert "bericht aan de melder tegen 2026-11-09" in done.output
    assert "afgerond op 2026-11-09" in command(home, "told", "C2026-1", "--on", "2026-11-09").output
    assert command(home, "list", "--open").output.strip() == "Geen meldingen."
    assert "TE LAAT" not in command(home, "list").output
    assert [entry["what"] for entry in Audit(home).entries()].count("correction") == 3
