"""The rights of one doctor: all that is kept is shown, and removing leaves no row, no key and no trace of who."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

import cli
from data.audit import Audit
from data.built import made_from
from data.intake import check_deliveries, store_deliveries
from data.kms import FileKms
from data.settings import read_settings
from data.vault import Persons, Purpose, Vault, VaultError
from data.verify import verify_home
from tests.unit.data.delivery_samples import person, sample_tables, write_delivery

ONE = person(3)
WHY = "verzoek van de arts, beslist door de DPO"


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("ZORGCAPACITEIT_KMS", str(tmp_path / "keys" / "kek"))
    take_in(tmp_path / "home", write_delivery(tmp_path / "2024"))
    return tmp_path / "home"


def vault_of(home: Path) -> Vault:
    return Vault(home, FileKms(home), Audit(home))


def persons_of(home: Path) -> Persons:
    return Persons(home, FileKms(home), Audit(home))


def take_in(home: Path, folder: Path) -> None:
    reports = check_deliveries(vault_of(home), [folder])
    assert reports[0].accepted, reports[0].to_text()
    store_deliveries(vault_of(home), reports)


def command(home: Path, *arguments: str) -> Result:
    return CliRunner().invoke(cli.cli, ["person", *arguments, "--home", str(home)])


def rows_about(home: Path) -> dict[str, int]:
    with vault_of(home).open(2024, Purpose.CAPACITY_PLANNING) as opened:
        frames = opened.frames()
    columns = {"contacts": "riziv", "survey_individual": "riziv", "ima": "RIZIV_ID"}
    return {table: int(frames[table][column].str.startswith(ONE[:8]).sum()) for table, column in columns.items()}


def test_everything_that_is_kept_about_a_doctor_is_shown_and_the_trail_knows_no_number(home: Path) -> None:
    done = command(home, "show", "--riziv", ONE, "--why", WHY, "--json")
    assert done.exit_code == 0, done.output
    shown = {one["table"]: one["rows"] for one in json.loads(done.output)["found"]}
    assert {table: len(rows) for table, rows in shown.items()} == rows_about(home)
    answers = sample_tables()["survey_individual"]
    wanted = answers.loc[answers["riziv"] == ONE, "hours_week"].astype(float).tolist()
    assert [row["hours_week"] for row in shown["survey_individual"]] == wanted
    entry = next(entry for entry in Audit(home).entries() if entry["what"] == "person_inspect")
    assert (entry["purpose"], entry["why"]) == ("rechten_betrokkene", WHY)
    assert entry["subject"] == persons_of(home).name_of(ONE[:8])
    assert ONE[:8] not in (home / "audit.jsonl").read_text()
    assert "niets bewaard" in command(home, "show", "--riziv", "19999816003", "--why", WHY).output
    wrong = command(home, "show", "--riziv", "19999817003", "--why", WHY)
    assert wrong.exit_code == 1
    assert "19999817" not in wrong.output


def test_a_removed_doctor_is_in_no_delivery_and_stays_out_of_later_ones(home: Path, tmp_path: Path) -> None:
    settings = read_settings(home=home)
    before = made_from(vault_of(home), FileKms(home), 2024, settings)
    (old,) = vault_of(home).deliveries()
    counts = rows_about(home)
    assert min(counts.values()) > 0
    done = command(home, "remove", "--riziv", ONE, "--why", WHY)
    assert done.exit_code == 0, done.output
    gone, new = sorted(vault_of(home).deliveries(), key=lambda one: not one.destroyed)
    assert (gone.delivery_id, gone.destroyed, new.destroyed) == (old.delivery_id, True, False)
    assert not (home / "vault" / "keys" / f"{old.delivery_id}.json").exists()
    assert not list((home / "vault" / "deliveries" / old.delivery_id).glob("*.parquet"))
    assert {table: old.tables[table] - rows for table, rows in new.tables.items() if table in counts} == counts
    assert (new.accepted, new.received_on, new.keep_until, new.digest) == (
        old.accepted,
        old.received_on,
        old.keep_until,
        old.digest,
    )
    assert rows_about(home) == dict.fromkeys(counts, 0)
    assert made_from(vault_of(home), FileKms(home), 2024, settings) == before  # a published year stays as it is
    assert not verify_home(home)
    late = {name: sample_tables()[name] for name in ("survey_individual", "ima")}
    late["survey_individual"] = late["survey_individual"].assign(hours_week="41")
    take_in(home, write_delivery(tmp_path / "late", late))
    assert rows_about(home) == dict.fromkeys(counts, 0)
    take_in(home, write_delivery(tmp_path / "again"))
    assert len(vault_of(home).deliveries()) == 3  # the first delivery is known as the same one
    for name in ("audit.jsonl", "vault/removed.json"):
        assert ONE[:8] not in (home / name).read_text()


def test_a_changed_list_of_who_is_kept_out_opens_nothing_new(home: Path, tmp_path: Path) -> None:
    assert command(home, "remove", "--riziv", ONE, "--why", WHY).exit_code == 0
    path = home / "vault" / "removed.json"
    path.write_text(json.dumps({**json.loads(path.read_text()), "persons": []}))
    with pytest.raises(VaultError, match="persons kept out was changed"):
        take_in(home, write_delivery(tmp_path / "late", {"ima": sample_tables()["ima"]}))


def test_a_list_of_removed_persons_that_is_gone_stops_what_would_let_them_in_again(home: Path, tmp_path: Path) -> None:
    assert command(home, "remove", "--riziv", ONE, "--why", WHY).exit_code == 0
    (home / "vault" / "removed.json").unlink()
    with pytest.raises(VaultError, match=r"removed\.json"):
        take_in(home, write_delivery(tmp_path / "again"))
    with pytest.raises(VaultError, match=r"removed\.json"):
        persons_of(home).remove(person(1), WHY)
