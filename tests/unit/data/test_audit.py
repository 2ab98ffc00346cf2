"""The trail tells every change made to it afterwards."""

import itertools
import json
import multiprocessing
import os
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from data.audit import Action, Audit, AuditError, Channel, Trail

Lines = list[str]


def trail_of(folder: Path, lines: int = 4) -> Trail:
    trail = Trail(folder / "trail.jsonl")
    for number in range(lines):
        trail.append({"what": f"act {number}"})
    return trail


def edit(lines: Lines) -> Lines:
    return [lines[0], lines[1].replace("act 1", "act 9"), *lines[2:]]


def edit_with_own_digest(lines: Lines) -> Lines:
    from data.audit import digest_of

    line = json.loads(lines[1])
    line["what"] = "act 9"
    line["hash"] = digest_of(line)
    return [lines[0], json.dumps(line), *lines[2:]]


@pytest.mark.parametrize(
    "tamper",
    [
        edit,
        edit_with_own_digest,
        lambda lines: [lines[0], *lines[2:]],
        lambda lines: [lines[0], lines[2], lines[1], lines[3]],
        lambda lines: lines[:-1],
        lambda lines: lines[1:],
        lambda lines: [*lines[:2], "geen record", *lines[2:]],
        lambda _: [],
    ],
    ids=[
        "edited",
        "edited and digested",
        "removed",
        "moved",
        "cut at the end",
        "cut at the start",
        "added",
        "empty",
    ],
)
def test_every_change_is_found(tmp_path: Path, tamper: Callable[[Lines], Lines]) -> None:
    trail = trail_of(tmp_path)
    assert trail.verify() == []
    assert [line["what"] for line in trail.entries()] == ["act 0", "act 1", "act 2", "act 3"]
    lines = trail.path.read_text(encoding="utf-8").splitlines()
    trail.path.write_text("".join(line + "\n" for line in tamper(lines)), encoding="utf-8")
    assert trail.verify() != []
    with pytest.raises(AuditError):
        trail.entries()


def every_tampering(lines: Lines) -> Iterator[tuple[str, Lines]]:
    """Give the trail with each single thing done to it that one can do."""
    for place, line in enumerate(lines):
        yield "removed", [*lines[:place], *lines[place + 1 :]]
        yield "doubled", [*lines[: place + 1], *lines[place:]]
        yield "truncated", lines[:place]
        for name, value in json.loads(line).items():
            other = value + 1 if isinstance(value, int) else f"{value}x"
            yield "changed", [*lines[:place], json.dumps({**json.loads(line), name: other}), *lines[place + 1 :]]
    for one, two in itertools.combinations(range(len(lines)), 2):
        moved = list(lines)
        moved[one], moved[two] = lines[two], lines[one]
        yield "reordered", moved


def test_whatever_is_done_to_any_line_is_found(tmp_path: Path) -> None:
    audit = Audit(tmp_path)
    for number in range(12):
        audit.record(Action.REFRESH, why=f"beurt {number}")
    lines = audit.trail.path.read_text(encoding="utf-8").splitlines()
    tried, found = Counter[str](), Counter[str]()
    for how, tampered in every_tampering(lines):
        audit.trail.path.write_text("".join(f"{line}\n" for line in tampered), encoding="utf-8")
        tried[how] += 1
        found[how] += bool(audit.verify())
    fields = len(json.loads(lines[0]))
    assert tried == {"removed": 12, "doubled": 12, "truncated": 12, "changed": 12 * fields, "reordered": 66}
    assert found == tried


def test_a_trail_that_vanished_is_found(tmp_path: Path) -> None:
    trail = trail_of(tmp_path)
    trail.path.unlink()
    assert trail.verify() != []


def test_nothing_is_added_to_a_trail_whose_end_was_cut_off(tmp_path: Path) -> None:
    trail = trail_of(tmp_path)
    lines = trail.path.read_text(encoding="utf-8").splitlines(keepends=True)
    trail.path.write_text("".join(lines[:-1]), encoding="utf-8")
    with pytest.raises(AuditError, match="does not end where"):
        trail.append({"what": "cover up"})
    assert trail.verify() != []


def test_a_line_cut_by_a_power_failure_never_happened(tmp_path: Path) -> None:
    trail = trail_of(tmp_path, 2)
    with trail.path.open("a", encoding="utf-8") as file:
        file.write('{"what": "half a li')
    trail.append({"what": "next"})
    assert [line["what"] for line in trail.entries()] == ["act 0", "act 1", "next"]


def test_a_line_whose_head_was_not_written_yet_is_kept(tmp_path: Path) -> None:
    trail = trail_of(tmp_path, 2)
    head = trail.head_path.read_bytes()
    trail.append({"what": "killed before its head"})
    trail.head_path.write_bytes(head)
    assert trail.verify() == []
    trail.append({"what": "next"})
    assert len(trail.entries()) == 4


def _append_many(path: Path) -> None:
    for number in range(25):
        Trail(path).append({"what": f"act {number}"})


def test_two_processes_make_one_chain(tmp_path: Path) -> None:
    path = tmp_path / "trail.jsonl"
    context = multiprocessing.get_context("spawn")
    processes = [context.Process(target=_append_many, args=(path,)) for _ in range(2)]
    for process in processes:
        process.start()
    for process in processes:
        process.join()
    assert Trail(path).verify() == []
    assert len(Trail(path).entries()) == 50


def test_a_record_says_who_what_where_when_and_why(tmp_path: Path) -> None:
    audit = Audit(tmp_path, channel=Channel.SCREEN, who="analist-7")
    audit.record(Action.EXPORT, subject="20261122T080000Z-8adb865e", tables={"cell": 12}, why="vergadering 2026-11-25")
    (line,) = audit.entries()
    assert {name: line[name] for name in ("who", "what", "channel", "subject", "tables", "why")} == {
        "who": "analist-7",
        "what": "export",
        "channel": "screen",
        "subject": "20261122T080000Z-8adb865e",
        "tables": {"cell": 12},
        "why": "vergadering 2026-11-25",
    }
    assert line["at"].endswith("+00:00")
    assert line["where"]
    assert (tmp_path / "audit.jsonl").stat().st_mode & 0o777 == 0o600


def test_a_change_that_must_be_recorded_is_refused_when_any_line_was_changed(tmp_path: Path) -> None:
    audit = Audit(tmp_path)
    for number in range(4):
        audit.record(Action.REFRESH, subject=f"nummer {number}")
    audit.check()
    content = audit.trail.path.read_text(encoding="utf-8")
    audit.trail.path.write_text(content.replace("nummer 1", "nummer 7"), encoding="utf-8")
    with pytest.raises(AuditError, match=r"line 2: its content differs(.|\n)*last back-up"):
        audit.check()


@pytest.mark.parametrize("head", ["", "[]", '{"n": "x"}', "niets"])
def test_a_damaged_head_is_told_and_nothing_is_added(tmp_path: Path, head: str) -> None:
    trail = trail_of(tmp_path)
    trail.head_path.write_text(head, encoding="utf-8")
    assert trail.verify() == ["trail.head: expected number and digest of the last line, found something else"]
    with pytest.raises(AuditError, match="does not end where"):
        trail.append({"what": "more"})


def test_a_line_cut_by_a_power_failure_is_no_tampering(tmp_path: Path) -> None:
    trail = trail_of(tmp_path)
    with trail.path.open("a", encoding="utf-8") as file:
        file.write('{"what": "half a li')
    assert trail.verify() == []
    assert len(trail.entries()) == 4


def test_a_trail_has_the_mode_it_was_given_whatever_the_umask(tmp_path: Path) -> None:
    before = os.umask(0o077)
    try:
        trail = Trail(tmp_path / "ledger.jsonl", mode=0o644)
        trail.append({"what": "act"})
    finally:
        os.umask(before)
    assert {path.stat().st_mode & 0o777 for path in (trail.path, trail.head_path)} == {0o644}


@pytest.mark.parametrize("why", ["over 1-99998-16-003", "over 19999816", "mail van a.b@example.org", "45.01.02-997.21"])
def test_identifiers_never_enter_and_are_not_repeated(tmp_path: Path, why: str) -> None:
    audit = Audit(tmp_path)
    with pytest.raises(AuditError) as caught:
        audit.record(Action.VAULT_DESTROY, why=why)
    assert why not in str(caught.value)
    assert not (tmp_path / "audit.jsonl").exists()
