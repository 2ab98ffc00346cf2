"""What is new, changed and gone: counted by the command on deliveries in a vault, and by hand."""

import json
from pathlib import Path

import pandas as pd
import pytest
from click.testing import CliRunner, Result

import cli
from data.audit import Audit
from data.intake import check_deliveries, store_deliveries
from data.kms import FileKms
from data.vault import Vault
from tests.unit.data.delivery_samples import person, riziv, sample_tables, write_delivery


def command(*arguments: str) -> Result:
    return CliRunner().invoke(cli.cli, list(arguments))


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give a home with a first delivery and a correction of three tables."""
    monkeypatch.setenv("ZORGCAPACITEIT_KMS", str(tmp_path / "keys" / "kek"))
    home = tmp_path / "home"
    vault = Vault(home, FileKms(home), Audit(home))
    tables = sample_tables()
    now = {name: tables[name].copy() for name in ("contacts", "survey_individual", "survey_practice")}
    now["survey_individual"] = now["survey_individual"].drop(index=3)
    now["survey_individual"].loc[[0, 1], "pressure"] = ["5", "5"]
    now["survey_individual"].loc[1, "hours_week"] = "60"
    new = now["contacts"].iloc[[0]].assign(riziv=riziv(700), share="1", practice_id="P000")
    now["contacts"] = pd.concat([now["contacts"], new], ignore_index=True)
    del now["survey_practice"]
    for name, delivered in (("first", tables), ("second", now)):
        reports = check_deliveries(vault, [write_delivery(tmp_path / name, delivered)])
        assert reports[0].accepted, reports[0].to_text()
        store_deliveries(vault, reports)
    return home


def test_a_correction_is_told_in_counts_by_table_column_and_kring(home: Path) -> None:
    vault = Vault(home, FileKms(home), Audit(home))
    _, second = (delivery.delivery_id for delivery in vault.deliveries())
    done = command("deliveries", "diff", second, "--home", str(home), "--json")
    assert done.exit_code == 0, done.output
    tables = {one["table"]: one for one in json.loads(done.output)["tables"]}
    assert set(tables) == {"contacts", "survey_individual"}
    contacts, answers = tables["contacts"], tables["survey_individual"]
    assert (contacts["added"], contacts["removed"], contacts["changed"]) == (1, 0, 0)
    assert (answers["before"], answers["after"]) == (24, 23)
    assert (answers["added"], answers["removed"], answers["changed"]) == (0, 1, 2)
    before = sample_tables()["survey_individual"]
    moved = int((before.loc[[0, 1], "pressure"] != "5").sum())
    assert answers["columns"] == {"hours_week": 1, "pressure": moved}
    assert sum(sum(counts) for counts in answers["kringen"].values()) == 3
    text = command("deliveries", "diff", second, "--home", str(home)).output
    assert "survey_individual: 24 -> 23 rijen; 0 nieuw, 1 weg, 2 veranderd" in text
    assert not any(person(number)[:8] in text for number in range(30))
    opened, ended = Audit(home).entries()[-2:]
    assert (opened["what"], opened["purpose"]) == ("vault_open", "controle_levering")
    assert (ended["what"], ended["subject"]) == ("command", "deliveries diff")


def test_two_deliveries_are_compared_either_way_and_an_unknown_one_is_refused(home: Path) -> None:
    first, second = (d.delivery_id for d in Vault(home, FileKms(home), Audit(home)).deliveries())
    back = json.loads(command("deliveries", "diff", first, second, "--home", str(home), "--json").output)
    tables = {one["table"]: one for one in back["tables"]}
    assert (tables["contacts"]["added"], tables["contacts"]["removed"]) == (0, 1)
    assert (tables["survey_individual"]["added"], tables["survey_individual"]["removed"]) == (1, 0)
    assert back["without_earlier"] == sorted(set(sample_tables()) - {"contacts", "survey_individual"})
    assert command("deliveries", "diff", "2024-unknown", "--home", str(home)).exit_code != 0


def test_a_written_manifest_is_accepted_as_it_stands(tmp_path: Path) -> None:
    folder = write_delivery(tmp_path / "2024", sample_tables())
    (folder / "delivery.toml").unlink()
    (folder / "ima.csv").rename(folder / "IMA_2022.csv")
    options = ["--year", "2024", "--received-on", "2024-11-04"]
    refused = command("delivery", "manifest", str(folder), *options)
    assert refused.exit_code == 1
    assert "--ima-sender" in refused.output
    assert not (folder / "delivery.toml").exists()
    options += ["--ima-sender", "TTP VI (KSZ)", "--ima-received-on", "2025-11-03"]
    done = command("delivery", "manifest", str(folder), *options)
    assert done.exit_code == 0, done.output
    assert command("validate", str(folder)).exit_code == 0
    again = command("delivery", "manifest", str(folder), *options)
    assert again.exit_code == 1
    assert "bestaat al" in again.output
    assert command("delivery", "manifest", str(folder), *options, "--replace").exit_code == 0


def test_all_that_stands_in_the_way_of_a_manifest_is_said_at_once(tmp_path: Path) -> None:
    for name in ("contacts.csv", "contacts_2024.csv", "notes.docx", "ima.csv"):
        (tmp_path / name).write_text("x")
    done = command("delivery", "manifest", str(tmp_path), "--year", "2024", "--received-on", "2024-11-04")
    assert done.exit_code == 1
    for said in ("notes.docx", "contacts: meer dan één bestand", "--ima-received-on"):
        assert said in done.output
    assert not (tmp_path / "delivery.toml").exists()


def test_a_correction_is_validated_beside_what_the_home_has(home: Path, tmp_path: Path) -> None:
    late = write_delivery(tmp_path / "late", {"ima": sample_tables()["ima"]})
    alone = command("validate", str(late))
    assert alone.exit_code == 1
    assert "files.contacts" in alone.output
    beside = command("validate", str(late), "--home", str(home))
    assert beside.exit_code == 0, beside.output
    assert "in orde" in beside.output
    before = len(Vault(home, FileKms(home), Audit(home)).deliveries())
    assert before == 2
