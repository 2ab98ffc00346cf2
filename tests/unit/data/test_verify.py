"""``verify`` finds every fault that was put in, says what to do, and finds none in a whole home."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from data.releases import publish
from data.verify import verify_home
from tests.unit.data.release_examples import unchallenged, write
from tests.unit.data.vault_examples import frames, manifest, vault_in

Fault = Callable[[Path, str, str], None]


def edit_line(path: Path) -> None:
    lines = path.read_text(encoding="utf-8").splitlines()
    line = json.loads(lines[0])
    lines[0] = json.dumps({**line, "who": "iemand anders"})
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


FAULTS: dict[str, tuple[Fault, str]] = {
    "a line of the trail": (lambda home, *_: edit_line(home / "audit.jsonl"), "audit.jsonl, line 1"),
    "a line of the ledger": (lambda home, *_: edit_line(home / "releases" / "ledger.jsonl"), "ledger.jsonl, line 1"),
    "a head": (lambda home, *_: (home / "audit.head").write_text("{}"), "audit.head: expected number"),
    "a key": (lambda home, delivery, _: (home / f"vault/keys/{delivery}.json").unlink(), "wrapped key is missing"),
    "a table": (
        lambda home, delivery, _: (home / f"vault/deliveries/{delivery}/ima.parquet").write_bytes(b"x"),
        "table ima is missing or was changed",
    ),
    "the facts": (
        lambda home, delivery, _: (home / f"vault/deliveries/{delivery}/delivery.json").unlink(),
        "delivery.json is missing",
    ),
    "a mark of destruction": (
        lambda home, delivery, _: (home / f"vault/deliveries/{delivery}/destroyed").touch(),
        "the vault did not make",
    ),
    "a release": (
        lambda home, _, release: (
            (home / f"releases/{release}/certificate.json").chmod(0o600)
            or (home / f"releases/{release}/certificate.json").write_text("{}")
        ),
        "certificate.json differs",
    ),
    "the pointer": (lambda home, *_: (home / "releases/current").write_text("?"), "releases/current: expected"),
    "the key file": (lambda home, *_: (home.parent / "keys" / "kek").unlink(), "No new one is made"),
    "the mode of the trail": (lambda home, *_: (home / "audit.jsonl").chmod(0o644), "audit.jsonl: expected for its"),
    "the mode of the ledger": (
        lambda home, *_: (home / "releases/ledger.jsonl").chmod(0o600),
        "account of the screens",
    ),
}


@pytest.mark.parametrize("fault", [None, *FAULTS])
def test_every_fault_is_found_and_a_whole_home_has_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fault: str | None
) -> None:
    monkeypatch.setenv("ZORGCAPACITEIT_KMS", str(tmp_path / "keys" / "kek"))
    home = tmp_path / "home"
    delivery = vault_in(tmp_path).store(manifest(), frames())
    release = write(home)
    publish(home, release, prove=unchallenged)
    if fault is None:
        assert verify_home(home) == []
        return
    put_in, told = FAULTS[fault]
    put_in(home, delivery, release)
    problems = verify_home(home)
    assert any(told in problem for problem in problems), problems
