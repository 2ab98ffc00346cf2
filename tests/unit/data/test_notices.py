"""The notice log keeps which list was told what and when, and says when the text has changed since."""

import json
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from cli import cli
from data.audit import AuditError
from data.notices import NoticeError, Notices, digest_of
from data.verify import verify_home
from pages.over_deze_cijfers import prose

TODAY = date(2026, 12, 1)


def command(home: Path, *arguments: str) -> Result:
    return CliRunner().invoke(cli, ["notices", *arguments, "--home", str(home)])


def test_a_round_is_kept_and_a_text_that_changed_since_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "Nog niemand" in command(tmp_path, "list").output
    done = command(
        tmp_path, "add", "--list", "e-loket 2026-11", "--how", "brief", "--count", "6900", "--on", "2026-11-20"
    )
    assert done.exit_code == 0, done.output
    assert done.output.strip() == "2026-11-20  e-loket 2026-11: 6900 artsen, brief"
    monkeypatch.setattr(prose, "NOTICE", (*prose.NOTICE, ("Nieuw", "Een zin meer.")))
    assert "de tekst is sindsdien veranderd" in command(tmp_path, "list").output
    (kept,) = json.loads(command(tmp_path, "list", "--json").output)["notices"]
    assert (kept["count"], kept["current"]) == (6900, False)


def test_what_cannot_be_is_refused_and_nothing_is_added(tmp_path: Path) -> None:
    log = Notices(tmp_path, today=lambda: TODAY)
    for listed, how, count, on in (
        (" ", "brief", 1, TODAY),
        ("lijst", "", 1, TODAY),
        ("lijst", "brief", 0, TODAY),
        ("lijst", "brief", 1, date(2026, 12, 2)),
    ):
        with pytest.raises(NoticeError):
            log.add(listed, how, count, "t", on)
    with pytest.raises(AuditError):
        log.add("dokter 1-99998-16-003", "brief", 1, "t")
    assert log.all() == []
    refused = command(tmp_path, "add", "--list", "1-99998-16-003", "--how", "brief", "--count", "1")
    assert (refused.exit_code, "99998" in refused.output) == (1, False)


def test_a_line_that_was_changed_is_found(tmp_path: Path) -> None:
    log = Notices(tmp_path, today=lambda: TODAY)
    log.add("lijst", "brief", 3, digest_of(["a"]))
    log.add("lijst", "brief", 4, digest_of(["a", "b"]))
    assert len({one.text for one in log.all()}) == 2
    assert not log.trail.verify()
    path = tmp_path / "notices.jsonl"
    path.write_text(path.read_text().replace('"count": 3', '"count": 9'))
    assert any("notices.jsonl, line 1" in problem for problem in verify_home(tmp_path))
