"""Deliveries that arrive encrypted: opened in memory alone, and refused in a sentence where they do not open."""

import contextlib
import hashlib
import json
import os
import subprocess
import sys
import threading
from pathlib import Path

import pandas as pd
import pyrage
import pytest
from click.testing import CliRunner

from cli import cli
from commands.console import Output
from commands.intake import take_in
from data.audit import Audit, Channel
from data.intake import check_deliveries, store_deliveries
from data.kms import FileKms, make_key_file
from data.receiving import Receiving
from data.vault import Vault, rotate
from tests.unit.data.delivery_samples import sample_tables, write_delivery
from tests.unit.data.test_take_in import NOWHERE_FAR

OTHER = str(pyrage.x25519.Identity.generate().to_public())


def seal(folder: Path, recipient: str, *, only: str = "") -> Path:
    """Encrypt the files of a delivery in place, as its sender does, and name them so in the manifest."""
    manifest = folder / "delivery.toml"
    text = manifest.read_text(encoding="utf-8")
    for path in sorted(folder.iterdir()):
        if path == manifest or only not in path.name:
            continue
        plain = path.read_bytes()
        sealed = pyrage.encrypt(plain, [pyrage.x25519.Recipient.from_str(recipient)])
        path.with_name(path.name + ".age").write_bytes(sealed)
        path.unlink()
        text = text.replace(f'"{path.name}"', f'"{path.name}.age"')
        text = text.replace(hashlib.sha256(plain).hexdigest(), hashlib.sha256(sealed).hexdigest())
    manifest.write_text(text, encoding="utf-8")
    return folder


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("ZORGCAPACITEIT_KMS", str(tmp_path / "outside" / "kek"))
    return tmp_path / "home"


def command(*words: str | Path) -> tuple[int, str]:
    done = CliRunner().invoke(cli, [str(word) for word in words])
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
    return done.exit_code, done.output


def recipient_of(home: Path, *words: str) -> str:
    status, said = command("keys", "receive", *words, "--home", home, "--json")
    assert status == 0, said
    return str(json.loads(said)["recipient"])


def rewritten(folder: Path, name: str, content: bytes) -> None:
    """Change a file of a delivery, with the checksum that the sender would give for it."""
    manifest = folder / "delivery.toml"
    text = manifest.read_text(encoding="utf-8")
    before = hashlib.sha256((folder / name).read_bytes()).hexdigest()
    (folder / name).write_bytes(content)
    manifest.write_text(text.replace(before, hashlib.sha256(content).hexdigest()), encoding="utf-8")


@pytest.mark.parametrize("suffix", [".csv", ".xlsx", ".parquet"])
def test_an_encrypted_delivery_is_what_it_was(home: Path, tmp_path: Path, suffix: str) -> None:
    audit = Audit(home, channel=Channel.TEST)
    kms = FileKms(home)
    vault, receiving = Vault(home, kms, audit), Receiving(home, kms, audit)
    plain = write_delivery(tmp_path / "plain", suffix=suffix[1:])
    sealed = seal(write_delivery(tmp_path / "sealed", suffix=suffix[1:]), receiving.make(why=""))
    assert not any(path.suffix == suffix for path in sealed.iterdir())
    one, other = check_deliveries(vault, [plain, sealed], opens=receiving.opens)
    assert other.accepted, other.to_text()
    assert set(one.frames) == set(other.frames)
    for table, frame in one.frames.items():
        pd.testing.assert_frame_equal(frame, other.frames[table])
    store_deliveries(vault, [other])
    assert len(vault.deliveries()) == 1


def test_a_key_is_made_once_and_another_opens_nothing_of_before(home: Path, tmp_path: Path) -> None:
    recipient = recipient_of(home)
    assert recipient == recipient_of(home)
    assert recipient.startswith("age1")
    folder = seal(write_delivery(tmp_path / "2024"), recipient)
    assert command("validate", folder, "--home", home)[0] == 0
    assert command("keys", "receive", "--renew", "--home", home)[0] == 2
    assert recipient_of(home, "--renew", "--why", "jaarlijks") != recipient
    status, said = command("validate", folder, "--home", home)
    assert status == 1
    assert "een bestand voor een andere sleutel" in said
    assert command("verify", "--home", home)[0] == 0


def test_it_goes_along_to_another_key_of_the_vault(home: Path, tmp_path: Path) -> None:
    audit = Audit(home, channel=Channel.TEST)
    old = FileKms(home)
    recipient = Receiving(home, old, audit).make(why="")
    make_key_file(tmp_path / "outside" / "new", old.digest_key)
    new = FileKms(home, tmp_path / "outside" / "new")
    assert rotate(home, old, new, audit, why="proef") == 1
    assert Receiving(home, new, audit).recipient() == recipient


def test_what_does_not_open_is_a_fault_of_its_file_and_nothing_is_stored(home: Path, tmp_path: Path) -> None:
    recipient = recipient_of(home)
    cases = {
        "contacts": (lambda sealed: sealed[:-40], "een beschadigd of afgebroken bestand"),
        "practices": (lambda sealed: sealed[:120], "een beschadigd of afgebroken bestand"),
        "geography": (lambda sealed: sealed[:-9] + bytes([sealed[-9] ^ 1]) + sealed[-8:], "een beschadigd of"),
        "areas": (lambda _: b"level,area_id\nkring,K1\n", "een beschadigd of afgebroken bestand"),
        "population": (lambda _: pyrage.encrypt(b"x", [pyrage.x25519.Recipient.from_str(OTHER)]), "andere sleutel"),
        "survey_practice": (lambda _: pyrage.passphrase.encrypt(b"x", "wachtwoord"), "andere sleutel"),
        "survey_individual": (lambda _: b"", "een leeg bestand"),
    }
    folder = seal(write_delivery(tmp_path / "2024"), recipient)
    for table, (damage, _said) in cases.items():
        rewritten(folder, f"{table}.csv.age", damage((folder / f"{table}.csv.age").read_bytes()))
    status, said = command("refresh", folder, "--home", home)
    assert status == 1
    for table, (_damage, expected) in cases.items():
        part = said.split(f"\n{table}.csv.age\n")[1].split("\n\n")[0]
        assert expected in part, part
    assert "Interne fout" not in said
    assert not (home / "vault" / "deliveries").exists()


def test_without_a_key_the_report_says_how_to_get_one(home: Path, tmp_path: Path) -> None:
    folder = seal(write_delivery(tmp_path / "2024"), OTHER)
    for words in (("validate", folder), ("refresh", folder, "--home", home)):
        status, said = command(*words)
        assert status == 1
        assert "een versleuteld bestand, en geen sleutel ervoor" in said
        assert "keys receive" in said


def test_a_folder_that_is_encrypted_in_part_still_warns_of_what_lies_readable(
    home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    audit, kms = Audit(home, channel=Channel.TEST), FileKms(home)
    receiving = Receiving(home, kms, audit)
    recipient = receiving.make(why="")
    half = seal(write_delivery(tmp_path / "half"), recipient, only="ima")
    whole = seal(write_delivery(tmp_path / "whole"), recipient)
    for folder, warned in ((half, True), (whole, False)):
        output = Output(as_json=False, lang="nl")
        take_in(Vault(home, kms, audit), [folder], output, places=NOWHERE_FAR, audit=audit, opens=receiving.opens)
        assert ("staan nog leesbaar" in capsys.readouterr().err) is warned


NEEDLES = tuple(str(number)[:8].encode() for number in sample_tables()["contacts"]["riziv"])
TREE = Path(__file__).resolve().parents[3]
WRITES = """
import os, sys
def watch(event, arguments):
    if event == "open" and isinstance(arguments[0], (str, bytes)) and arguments[2] & (os.O_WRONLY | os.O_RDWR):
        print("writes", arguments[0], file=sys.stderr)
sys.addaudithook(watch)
from cli import main
main()
"""
"""The command, telling of every file that it opens to write in."""


class Watch(threading.Thread):
    """Reads every file below a folder, over and over, for a number of a doctor."""

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self.folder, self.found, self.rounds, self.done = folder, set[str](), 0, threading.Event()

    def run(self) -> None:
        while not self.done.is_set():
            self.look()

    def look(self) -> None:
        """Read all that stands there now."""
        for root, _names, files in os.walk(self.folder):
            for name in files:
                with contextlib.suppress(OSError):  # gone meanwhile
                    content = Path(root, name).read_bytes()
                    if any(needle in content for needle in NEEDLES):
                        self.found.add(name)
        self.rounds += 1


def test_nothing_plain_ever_stands_on_a_disk(home: Path, tmp_path: Path) -> None:
    """Two watches: each file that is opened to write in lies in the home, and none holds a number, at any moment."""
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    places = {name: str(scratch) for name in ("TMPDIR", "HOME", "XDG_CACHE_HOME")}
    folder = seal(write_delivery(tmp_path / "2024", suffix="xlsx"), recipient_of(home))
    watch = Watch(tmp_path)
    watch.start()
    try:
        done = subprocess.run(
            [sys.executable, "-B", "-c", WRITES, "response", folder, "--home", home],
            env={**os.environ, **places, "PYTHONPATH": str(TREE)},
            cwd=scratch,
            capture_output=True,
            text=True,
            check=False,
            timeout=120,
        )
    finally:
        watch.done.set()
        watch.join()
    assert done.returncode == 0, done.stdout + done.stderr
    written = [line.removeprefix("writes ") for line in done.stderr.splitlines() if line.startswith("writes ")]
    assert any("audit.jsonl" in path for path in written), "the watch sees what is written"
    assert [path for path in written if not path.startswith((str(home), "/dev/null"))] == []
    assert watch.rounds > 5
    assert watch.found == set()
    (scratch / "plain.csv").write_bytes(NEEDLES[0])
    watch.look()
    assert watch.found == {"plain.csv"}
