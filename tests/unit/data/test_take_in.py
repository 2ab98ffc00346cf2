"""What ``refresh`` takes in: nothing with a fault, nothing odd without a person who says why, and all of it told."""

from pathlib import Path

import click
import pandas as pd
import pytest

from commands.console import Output, Refused
from commands.intake import take_in
from data.audit import Audit, Channel
from data.contracts import DeliveryReport
from data.intake import Places
from data.kms import FileKms
from data.vault import Vault
from tests.unit.data.delivery_samples import sample_tables, write_delivery

NOWHERE_FAR = Places(unknown=lambda _codes: [], far_away=lambda frame: pd.Series(data=False, index=frame.index))


def taken(folder: Path, delivery: Path, *accepted: str, why: str = "") -> tuple[Vault, list[DeliveryReport]]:
    home = folder / "home"
    audit = Audit(home, channel=Channel.TEST)
    vault = Vault(home, FileKms(home, folder / "keys" / "kek"), audit)
    output = Output(as_json=False, lang="nl")
    reports = take_in(vault, [delivery], output, places=NOWHERE_FAR, audit=audit, accepted=accepted, why=why)
    return vault, reports


@pytest.fixture
def odd(tmp_path: Path) -> Path:
    """Give a delivery in which nobody answered one of the questions."""
    tables = sample_tables()
    tables["survey_individual"]["pressure"] = ""
    return write_delivery(tmp_path / "2024", tables)


def test_what_is_odd_is_stored_only_with_its_code_and_a_reason(
    odd: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(Refused, match="--accept question_empty --why REDEN"):
        taken(tmp_path, odd)
    assert "[question_empty] survey_individual.csv, kolom pressure" in capsys.readouterr().out
    with pytest.raises(Refused):
        taken(tmp_path, odd, "rows_jump", why="een andere code")
    for accepted, why in (((), "een reden"), (("question_empty",), " "), (("question_empty",), "bel 0471 23 45 67 89")):
        with pytest.raises(click.UsageError):
            taken(tmp_path, odd, *accepted, why=why)
    assert not (tmp_path / "home" / "vault" / "deliveries").exists()
    vault, reports = taken(tmp_path, odd, "question_empty", why="dit jaar niet gevraagd")
    assert len(vault.deliveries()) == len(reports) == 1
    told = [entry["why"] for entry in Audit(tmp_path / "home").entries() if entry["what"] == "warning_accept"]
    assert told == ["question_empty: dit jaar niet gevraagd"]
    said = capsys.readouterr().err
    assert "geen enkel antwoord op deze vraag" in said
    assert "de bestanden van 2024 staan nog leesbaar" in said
    assert len(taken(tmp_path, odd)[0].deliveries()) == 1  # known: nobody is asked again


def test_an_unknown_municipality_or_a_fault_stores_nothing(tmp_path: Path) -> None:
    tables = sample_tables()
    tables["contacts"].loc[0, "share"] = "2"
    with pytest.raises(Refused, match="Niets is bewaard"):
        taken(tmp_path, write_delivery(tmp_path / "faulty", tables))
    assert not (tmp_path / "home" / "vault" / "deliveries").exists()
