"""Back-ups by the real engine: restored on an empty place, keys apart, nothing damaged taken for whole."""

import json
import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

import cli
from data.audit import Audit
from data.backup import DATA, KEYS, BackupError, Places, _restic, back_up, restore, snapshots
from data.releases import current_id, publish
from data.vault import Purpose
from data.verify import verify_home
from tests.unit.data.release_examples import unchallenged, write
from tests.unit.data.vault_examples import NUMBERS, frames, manifest, vault_in


@pytest.fixture
def places(tmp_path: Path) -> Places:
    password = tmp_path / "outside" / "password"
    password.parent.mkdir()
    password.write_text("a password of a test")
    return Places(data=str(tmp_path / "data"), keys=str(tmp_path / "keys-apart"), password=password)


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give a home with a delivery and a published release."""
    monkeypatch.setenv("ZORGCAPACITEIT_KMS", str(tmp_path / "keys" / "kek"))
    vault_in(tmp_path).store(manifest(), frames())
    home = tmp_path / "home"
    publish(home, write(home), prove=unchallenged, audit=Audit(home))
    return home


def command(home: Path, places: Places, *arguments: str) -> Result:
    options = ["--to", places.data, "--keys-to", places.keys, "--password-file", str(places.password)]
    return CliRunner().invoke(cli.cli, [*arguments, *options, "--home", str(home)])


def test_a_back_up_is_whole_on_an_empty_place_with_the_key_file(home: Path, places: Places, tmp_path: Path) -> None:
    done = command(home, places, "backup")
    assert done.exit_code == 0, done.output
    assert [entry["what"] for entry in Audit(home).entries()][-2:] == ["backup", "command"]
    other = tmp_path / "machine" / "home"
    done = command(other, places, "restore")
    assert done.exit_code == 0, done.output
    assert "alles is heel" in done.output
    assert current_id(other) == current_id(home)
    assert not verify_home(other)
    (tmp_path / "home").rename(tmp_path / "gone")
    other.rename(tmp_path / "home")
    with vault_in(tmp_path).open(2024, Purpose.CAPACITY_PLANNING) as opened:
        assert opened.frame("contacts")["riziv"].tolist() == NUMBERS


def test_the_data_alone_open_nothing_and_hold_no_key(home: Path, places: Places, tmp_path: Path) -> None:
    back_up(home, places)
    other = tmp_path / "other"
    restore(other, Places(data=places.data, keys=places.keys, password=places.password))
    shutil.rmtree(other / "vault" / "keys")
    assert any("wrapped key is missing" in problem for problem in verify_home(other))
    found = list(Path(places.data).rglob("*"))
    assert found
    assert not any(number.encode() in path.read_bytes() for path in found if path.is_file() for number in NUMBERS)


def test_a_destroyed_delivery_is_gone_from_every_back_up_once_its_key_is(
    home: Path, places: Places, tmp_path: Path
) -> None:
    back_up(home, places)
    vault = vault_in(tmp_path)
    vault.destroy(vault.deliveries()[0].delivery_id, "proef")
    back_up(home, places)
    assert len(snapshots(places, DATA)) == 2
    assert len(snapshots(places, KEYS)) == 2  # the older one ends after thirty days, and with it the last key
    other = tmp_path / "other"
    restore(other, places)
    assert not list((other / "vault" / "keys").glob("2024-*"))
    assert not verify_home(other)


def test_the_proof_of_a_back_up_finds_one_that_cannot_be_restored(home: Path, places: Places) -> None:
    home.joinpath("releases", "current").unlink()  # the example is no release that an attack could read
    assert command(home, places, "backup").exit_code == 0
    whole = command(home, places, "backup", "--check")
    assert whole.exit_code == 0, whole.output
    assert "is terug te zetten" in whole.output
    pack = next(path for path in Path(places.data, "data").rglob("*") if path.is_file())
    pack.chmod(0o600)
    pack.write_bytes(pack.read_bytes()[:-10])
    broken = command(home, places, "backup", "--check")
    assert broken.exit_code == 3
    assert "failed" in broken.output


def test_what_stands_in_the_way_is_said(home: Path, places: Places, tmp_path: Path) -> None:
    with pytest.raises(BackupError, match="two places"):
        back_up(home, Places(data=places.data, keys=places.data, password=places.password))
    with pytest.raises(BackupError, match="outside the home"):
        back_up(home, Places(data=str(home / "b"), keys=places.keys, password=places.password))
    with pytest.raises(BackupError, match="password"):
        back_up(home, Places(data=places.data, keys=places.keys, password=tmp_path / "none"))
    back_up(home, places)
    with pytest.raises(BackupError, match="empty folder"):
        restore(home, places)
    places.password.write_text("another")
    with pytest.raises(BackupError, match="failed"):
        back_up(home, places)
    assert json.loads((home / "releases" / "ledger.head").read_text())


@pytest.mark.parametrize(("days", "left"), [(29, 2), (32, 1)])
def test_a_copy_of_the_keys_is_forgotten_after_thirty_days(home: Path, places: Places, days: int, left: int) -> None:
    """The term of the notice to doctors: a key that was destroyed since is in no copy any more."""
    then = (datetime.now(UTC) - timedelta(days=days)).strftime("%Y-%m-%d %H:%M:%S")
    _restic(places, KEYS, "init")
    _restic(places, KEYS, "backup", ".", "--host", "zorgcapaciteit", "--time", then, inside=home / "vault" / "keys")
    back_up(home, places)
    assert len(snapshots(places, KEYS)) == left
