"""The commands ``trail``: whole or not, by whom and about what, what stands out, and the anchor outside."""

import csv
import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

import cli
from data.audit import FIRST, Action, Audit, Outcome, Trail, digest_of
from data.intake import check_deliveries, store_deliveries
from data.kms import keys_of
from data.settings import SettingsError
from data.vault import Vault
from data.watch import NAME, read_rules, watch
from tests.unit.data.delivery_samples import sample_tables, write_delivery


def command(*arguments: object) -> Result:
    return CliRunner().invoke(cli.cli, list(map(str, arguments)))


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give a home with one delivery that was looked at once."""
    monkeypatch.setenv("ZORGCAPACITEIT_KMS", str(tmp_path / "keys" / "kek"))
    home = tmp_path / "home"
    vault = Vault(home, keys_of(home), Audit(home))
    reports = check_deliveries(vault, [write_delivery(tmp_path / "first", sample_tables())])
    store_deliveries(vault, reports)
    (delivery,) = vault.deliveries()
    assert command("deliveries", "diff", delivery.delivery_id, "--home", home).exit_code == 0
    return home


def lines_of(home: Path) -> list[dict[str, Any]]:
    return Audit(home).entries()


def rewritten(trail: Trail, lines: list[dict[str, Any]]) -> None:
    """Write lines as somebody would who may write trail and head: with digests, numbers and head that fit."""
    previous, texts = FIRST, []
    for number, line in enumerate(lines, start=1):
        fresh = {name: value for name, value in line.items() if name != "hash"} | {"n": number, "prev": previous}
        fresh["hash"] = previous = digest_of(fresh)
        texts.append(json.dumps(fresh, sort_keys=True))
    trail.path.write_text("".join(f"{text}\n" for text in texts), encoding="utf-8")
    trail.head_path.write_text(json.dumps({"n": len(texts), "hash": previous}) + "\n", encoding="utf-8")


TAMPERED: dict[str, Callable[[list[dict[str, Any]]], list[dict[str, Any]]]] = {
    "removed": lambda lines: [*lines[:2], *lines[3:]],
    "changed": lambda lines: [*lines[:2], {**lines[2], "who": "niemand"}, *lines[3:]],
    "reordered": lambda lines: [*lines[:1], lines[2], lines[1], *lines[3:]],
    "truncated": lambda lines: lines[:-1],
    "added": lambda lines: [*lines, lines[-1]],
}


@pytest.mark.parametrize("how", TAMPERED)
def test_each_way_of_tampering_is_found(how: str, home: Path) -> None:
    trail = Audit(home).trail
    assert command("trail", "verify", "--home", home).exit_code == 0
    before = lines_of(home)
    assert len(before) >= 5
    texts = [json.dumps(line, sort_keys=True) for line in TAMPERED[how](before)]
    trail.path.write_text("".join(f"{text}\n" for text in texts), encoding="utf-8")
    done = command("trail", "verify", "--home", home)
    assert done.exit_code == 1
    assert "audit.jsonl" in done.output


@pytest.mark.parametrize("how", [name for name in TAMPERED if name != "added"])
def test_history_rewritten_with_its_head_is_found_by_an_anchor_outside(how: str, home: Path, tmp_path: Path) -> None:
    anchors = tmp_path / "elsewhere.jsonl"
    assert command("trail", "anchor", "--to", anchors, "--home", home).exit_code == 0
    assert command("trail", "verify", "--anchor", anchors, "--home", home).exit_code == 0
    anchored = json.loads(anchors.read_text().splitlines()[0])["n"]
    rewritten(Audit(home).trail, TAMPERED[how](lines_of(home)[:anchored]))
    assert command("trail", "verify", "--home", home).exit_code == 0  # the chain itself is right again
    done = command("trail", "verify", "--anchor", anchors, "--home", home)
    assert done.exit_code == 1
    assert "differs from what was anchored outside" in done.output


def test_an_anchor_beside_the_trail_is_refused(home: Path) -> None:
    assert command("trail", "anchor", "--to", home / "anchor", "--home", home).exit_code == 1
    assert not (home / "anchor").exists()


def test_everything_about_a_delivery_is_told_from_its_coming_to_its_reading(home: Path) -> None:
    (delivery,) = Vault(home, keys_of(home), Audit(home)).deliveries()
    told = json.loads(command("trail", "show", "--delivery", delivery.delivery_id, "--home", home, "--json").output)
    assert [line["what"] for line in told["lines"]] == ["key_use", "vault_store", "key_use", "vault_open"]
    assert all(line["who"] and line["where"] and line["at"] for line in told["lines"])
    assert told["lines"][-1]["purpose"] == "controle_levering"
    assert "vault_open" in command("trail", "show", "--delivery", delivery.delivery_id, "--home", home).output
    assert command("trail", "show", "--who", "nobody-else", "--home", home).output.strip() == "Geen regel daarover."


def test_how_a_command_ended_stands_there_with_its_reason(home: Path) -> None:
    assert command("deliveries", "take-back", "2024-x", "--why", "proef op een id", "--home", home).exit_code == 1
    assert command("deliveries", "take-back", "2024-x", "--why", "bel 0471 23 45 67", "--home", home).exit_code == 1
    first, second = [line for line in lines_of(home) if line["subject"] == "deliveries take-back"]
    assert (first["what"], first["outcome"], first["why"]) == ("command", "refused", "proef op een id")
    assert (second["outcome"], second["why"]) == ("fault", "")


def test_a_delivery_that_is_refused_leaves_its_year_and_number_of_faults(home: Path, tmp_path: Path) -> None:
    tables = sample_tables()
    tables["contacts"].loc[0, "role"] = "dokter"
    folder = write_delivery(tmp_path / "wrong", tables)
    for words in (("validate", folder), ("refresh", folder)):
        assert command(*words, "--home", home).exit_code == 1
        refused = [line for line in lines_of(home) if line["what"] == "delivery_refuse"]
        assert (refused[-1]["subject"], refused[-1]["outcome"]) == ("2024", "refused")
        assert refused[-1]["tables"]["faults"] >= 1
    assert len(refused) == 2
    assert "dokter" not in Audit(home).trail.path.read_text()


def test_commands_without_a_home_leave_their_line_in_the_usual_one(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ZORGCAPACITEIT_HOME", str(home))
    command("attack", write_delivery(tmp_path / "no-release", sample_tables()))
    assert (lines_of(home)[-1]["subject"], lines_of(home)[-1]["outcome"]) == ("attack", "refused")


def test_the_export_holds_every_line_and_nothing_a_spreadsheet_runs(home: Path, tmp_path: Path) -> None:
    Audit(home).record(Action.EXPORT, why="=1+1")
    out = tmp_path / "dpo.csv"
    before = lines_of(home)
    assert command("trail", "export", "--out", out, "--home", home).exit_code == 0
    with out.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file, delimiter=";"))
    assert [int(row["n"]) for row in rows] == [line["n"] for line in before]
    assert [row["why"] for row in rows if row["what"] == "export"] == ["'=1+1"]


def line(number: int, at: datetime, **given: str) -> dict[str, Any]:
    plain = {"who": "an", "where": "m1", "what": "vault_open", "outcome": "done"}
    return {"n": number, "at": at.isoformat(), **plain, **given}


TUESDAY = datetime(2026, 11, 24, 10, 0, tzinfo=UTC)


def found(
    lines: list[dict[str, Any]], tmp_path: Path, since: datetime = TUESDAY - timedelta(days=9)
) -> list[tuple[str, int]]:
    told = watch(lines, read_rules(tmp_path), since=since)
    return [(one.rule.name, one.line["n"]) for one in told if not one.rule.name.startswith("new_")]


def test_reading_persons_at_night_at_weekends_and_on_holidays_stands_out(tmp_path: Path) -> None:
    at = [
        TUESDAY,  # eleven in the morning in Brussels
        TUESDAY.replace(hour=20),  # nine in the evening
        TUESDAY.replace(hour=4, minute=59),  # one minute before six
        TUESDAY.replace(hour=5),  # six
        TUESDAY - timedelta(days=2),  # Sunday
        TUESDAY.replace(day=11),  # Armistice day
        TUESDAY.replace(hour=22),  # not a reading
    ]
    lines = [line(number, moment) for number, moment in enumerate(at)]
    lines[6]["what"] = "refresh"
    assert found(lines, tmp_path, TUESDAY - timedelta(days=30)) == [("odd_hours", number) for number in (1, 2, 4, 5)]


def test_many_refusals_of_one_account_stand_out_once(tmp_path: Path) -> None:
    moments = [TUESDAY + timedelta(minutes=number) for number in range(14)]
    mine = [line(n, at, what="command", outcome="refused") for n, at in enumerate(moments)]
    assert found(mine, tmp_path) == [("many_refusals", 10)]
    shared = [line(n, at, what="command", outcome="refused", who=f"a{n % 2}") for n, at in enumerate(moments)]
    assert found(shared, tmp_path) == []
    slow = [line(n, TUESDAY + timedelta(minutes=7 * n), what="command", outcome="refused") for n in range(14)]
    assert found(slow, tmp_path) == []
    assert found(mine, tmp_path, TUESDAY + timedelta(minutes=11)) == []


def test_a_new_account_stands_out_and_a_known_one_does_not(tmp_path: Path) -> None:
    lines = [
        line(1, TUESDAY - timedelta(days=40)),
        line(2, TUESDAY),
        line(3, TUESDAY, who="bo"),
        line(4, TUESDAY, who="bo"),
    ]
    told = watch(lines, read_rules(tmp_path), since=TUESDAY - timedelta(days=1))
    assert [(one.rule.name, one.line["n"]) for one in told] == [("new_account", 3)]


def test_the_watch_ends_with_1_when_something_stands_out(home: Path) -> None:
    done = command("trail", "watch", "--home", home, "--json")
    assert done.exit_code == 1
    assert {one["rule"] for one in json.loads(done.output)["found"]} >= {"new_account", "new_machine"}
    (home / NAME).write_text(
        '[quiet]\nkind = "many"\noutcomes = ["unsafe"]\nat_most = 1\nminutes = 5\nsays = ["x", "y"]\n'
    )
    assert command("trail", "watch", "--home", home).exit_code == 0


SAYS = 'says = ["a", "b"]'


@pytest.mark.parametrize(
    "entry",
    [
        'kind = "loud"',
        f'kind = "new"\n{SAYS}',
        f'kind = "new"\nfield = "why"\n{SAYS}',
        f'kind = "many"\nat_most = "x"\nminutes = 1\n{SAYS}',
        f'kind = "many"\nat_most = 1\nminutes = 1\n{SAYS}\nacts = ["dance"]',
        f'kind = "hours"\nfrom = "25:00"\nto = "21:00"\ndays = [1]\n{SAYS}',
        "x =",
    ],
)
def test_a_rule_that_cannot_be_meant_is_refused(entry: str, tmp_path: Path) -> None:
    (tmp_path / NAME).write_text(f"[rule]\n{entry}\n", encoding="utf-8")
    with pytest.raises(SettingsError, match=NAME):
        read_rules(tmp_path)


def test_every_outcome_has_a_name() -> None:
    assert {each.value for each in Outcome} == {"done", "refused", "usage", "fault", "unsafe"}
