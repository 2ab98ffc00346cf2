"""Files as they came in are removed once they are stored and shown, and never before."""

import os
from pathlib import Path

import pytest
from click.testing import CliRunner

from cli import cli
from data.audit import Audit
from data.contracts import check_delivery
from data.inbox import InboxError, clear
from data.kms import FileKms
from data.releases import publish
from data.vault import Vault
from tests.unit.data.delivery_samples import write_delivery
from tests.unit.data.release_examples import MANIFEST, unchallenged, write


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("ZORGCAPACITEIT_KMS", str(tmp_path / "outside" / "kek"))
    home = tmp_path / "home"
    home.mkdir()
    return home


def vault_of(home: Path) -> Vault:
    return Vault(home, FileKms(home), Audit(home))


def stored(home: Path, folder: Path) -> Path:
    delivery = write_delivery(folder)
    report = check_delivery(delivery)
    vault_of(home).store(report.manifest, report.frames)
    return delivery


def shown(home: Path) -> None:
    """Publish a release that says it was made from every delivery of the vault."""
    made_from = [
        {"survey_year": one.survey_year, "received_on": str(one.received_on), "digest": one.digest}
        for one in vault_of(home).deliveries()
    ]
    publish(home, write(home, manifest={**MANIFEST, "deliveries": made_from}), prove=unchallenged, audit=Audit(home))


def files(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_only_what_is_stored_and_shown_is_removed(home: Path, tmp_path: Path) -> None:
    delivery = stored(home, tmp_path / "2024")
    before = files(delivery)
    with pytest.raises(InboxError, match="Publish first"):
        clear(home, vault_of(home), [delivery], Audit(home))
    shown(home)
    other = write_delivery(tmp_path / "2025", year=2025)
    with pytest.raises(InboxError, match="2025: expected a delivery that the vault holds"):
        clear(home, vault_of(home), [delivery, other], Audit(home))
    changed = delivery / "contacts.csv"
    content = changed.read_bytes()
    changed.write_bytes(content + b"\n")
    with pytest.raises(InboxError, match=r"contacts\.csv is not the file that was stored"):
        clear(home, vault_of(home), [delivery], Audit(home))
    assert files(delivery) == before, "nothing is removed when anything stands in the way"
    changed.write_bytes(content)
    (delivery / "readme.txt").write_text("not of the delivery")
    twin = tmp_path / "twin.csv"
    os.link(changed, twin)
    done = CliRunner().invoke(cli, ["deliveries", "clear", str(delivery), "--home", str(home)])
    assert done.exit_code == 0, done.output
    assert files(delivery) == ["delivery.toml", "readme.txt"]
    assert twin.read_bytes() == bytes(len(content)), "overwritten before it was unlinked"
    told = [entry["subject"] for entry in Audit(home).entries() if entry["what"] == "delivery_clear"]
    assert told == [one.delivery_id for one in vault_of(home).deliveries()]
    again = CliRunner().invoke(cli, ["deliveries", "clear", str(delivery), "--home", str(home)])
    assert again.exit_code == 1


def test_an_inbox_belongs_to_deliveries_that_are_published(home: Path, tmp_path: Path) -> None:
    delivery = write_delivery(tmp_path / "2024")
    for arguments in (["--inbox", str(delivery)], ["--inbox", "--publish"]):
        assert CliRunner().invoke(cli, ["refresh", *arguments, "--home", str(home)]).exit_code == 2
    assert len(files(delivery)) > 5
